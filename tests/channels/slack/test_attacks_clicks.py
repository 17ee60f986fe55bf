"""Attacks by clicks: doubled, racing, by the wrong people, when the database is away (SLK09-16, 25, 26, 31)."""

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.core import events as e
from bot.core.agent import Agent
from bot.core.channel_messages import InboundMessage
from bot.core.people import ApproverClause, PeopleDirectory
from bot.core.policy import Policy
from bot.store.sqlite.database import connect_file
from channels.slack.addresses import MessageAddress, SlackTeam
from slack_double import SlackDouble
from slack_double.messages import SlackMessage
from tests.channels.slack.hostile_requests import abroad, count, press, settled, value_of
from tests.channels.slack.slack_people import PEOPLE
from tests.channels.slack.slack_workspace import SlackFixture, Transport, slack_platform, workspace
from tests.platform_fixture import OutsideLedger, agent, choose

TRANSPORTS: list[Transport] = ["http", "socket"]
PUSH = (choose("push", tag="v1"), choose("done", message="v1 is out."))


def gated(**fields: Any) -> Callable[[OutsideLedger], Agent]:
    policy = Policy(**{"approvers": (ApproverClause(groups=("managers",)),), **fields})
    return lambda ledger: agent(ledger, policy=policy)


async def asked(here: SlackFixture, who: str = "sam") -> SlackMessage:
    await here.ask(who)
    return await here.card()


async def released(here: SlackFixture) -> None:
    """The push has run, and the card names its approver."""
    await here.until(lambda: here.ledger.lines and any("Approved by" in text for text in here.texts()))


def refused(here: SlackFixture) -> list[str]:
    return [note.what for note in here.audit() if note.what.startswith("refused")]


def still_open(here: SlackFixture, card: SlackMessage) -> None:
    assert (here.decisions(), settled(here), here.ledger.lines) == ([], [], [])
    assert len(card.buttons()) >= 3


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_slk09_a_double_click_is_one_decision(tmp_path: Path, transport: Transport) -> None:
    async with slack_platform(tmp_path, *PUSH, transport=transport) as here:
        card = await asked(here)
        clicks = [here.app.click(here.user("olive"), card, "Approve", version=0) for _ in range(50)]
        assert all(delivery.ok for delivery in await asyncio.gather(*clicks))
        await released(here)
        assert (len(here.decisions()), len(settled(here)), len(here.ledger.lines)) == (1, 1, 1)
        await here.until(lambda: len(here.sentences("olive")) == 49)
        assert all("already approved by Olive at" in text for text in here.sentences("olive"))
        assert "Approved by Olive" in card.text
        assert here.slack.complaints == []


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_slk10_of_an_approval_and_a_rejection_at_once_the_first_counts_and_the_other_is_told(
    tmp_path: Path, transport: Transport
) -> None:
    async with slack_platform(tmp_path, *PUSH, transport=transport, options={"guests": ["gail"]}) as here:
        card = await asked(here)
        await here.app.click(here.user("max"), card, "Reject…")
        view = await here.modal("max")
        reason = {"reason": {"countersign.input": "not on a Friday"}}
        clicked, sent = await asyncio.gather(
            here.app.click(here.user("olive"), card, "Approve"), here.app.submit(here.user("max"), view, reason)
        )
        assert clicked.ok
        assert sent.outcome == "updated"
        (verdict,) = await here.until(lambda: settled(here))
        assert [answer.person for answer in here.decisions()] == list(verdict.by)
        if verdict.verdict == "approved":
            await here.until(
                lambda: "already approved by Olive" in str(here.slack.modals(here.user("max"))[-1].content)
            )
            await here.until(lambda: here.ledger.lines)
        else:
            await here.told("olive", "already rejected by Max")
            assert here.ledger.lines == []
        assert here.slack.complaints == []


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_slk11_a_stranger_may_click_but_does_not_count(tmp_path: Path, transport: Transport) -> None:
    async with slack_platform(tmp_path, *PUSH, transport=transport) as here:
        card = await asked(here)
        await here.app.click(here.user("stranger"), card, "Approve")
        told = await here.told("stranger", "I do not know your Slack account")
        assert "T0ACME/U0STRANGER" in told
        still_open(here, card)
        assert refused(here) == ["refused: stranger"]
        assert here.sentences("olive") == []
        assert here.slack.complaints == []


async def test_slk11_a_known_person_who_is_no_approver_is_refused_by_every_button(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH, agents=gated(edits=True)) as here:
        await here.ask("max")
        card = await here.card()
        sam = here.user("sam")
        await here.app.click(sam, card, "Approve")
        assert "only group managers may" in await here.told("sam", "Sam")
        for button in ("Reject…", "Edit & approve…"):
            await here.app.click(sam, card, button)
        await here.until(lambda: len(here.sentences("sam")) == 3)
        assert all("only group managers may" in text for text in here.sentences("sam"))
        assert here.slack.modals(sam) == []
        still_open(here, card)
        assert refused(here) == ["refused: NotAnApprover"] * 3
        assert here.slack.complaints == []


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_slk11_a_form_that_was_sent_by_who_may_not_is_refused_in_its_acknowledgement(
    tmp_path: Path, transport: Transport
) -> None:
    left = PEOPLE.people["olive"].model_copy(update={"groups": ()})
    directory = PeopleDirectory(people={**PEOPLE.people, "olive": left})
    async with SlackDouble() as slack:
        workspace(slack)
        async with slack_platform(tmp_path, *PUSH, slack=slack, transport=transport) as here:
            card = await asked(here)
            await here.app.click(here.user("olive"), card, "Reject…")
            view = await here.modal("olive")
        async with slack_platform(tmp_path, slack=slack, transport=transport, directory=directory) as here:
            reason = {"reason": {"countersign.input": "because I say so"}}
            sent = await here.app.submit(here.user("olive"), view, reason)
            assert (sent.outcome, list(sent.json()["errors"])) == ("errors", ["reason"])
            assert "only group managers may" in sent.json()["errors"]["reason"]
            still_open(here, card)


async def test_slk12_where_no_approver_is_named_nobody_approves(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH, agents=gated(approvers=())) as here:
        await here.ask("sam")
        card = await here.until(lambda: next((m for m in here.ours(here.channel()) if "Undeliverable" in m.text), None))
        assert [button for button in card.buttons() if "Approve" in str(button)] == []
        assert (here.decisions(), [each.verdict for each in settled(here)], here.ledger.lines) == (
            [],
            ["undeliverable"],
            [],
        )


async def test_slk12_when_slack_cannot_say_who_clicked_nobody_approves_and_the_button_stays(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        card = await asked(here)
        broken = here.slack.fault("error", "users.info", times=None, code="internal_error")
        clicked = await here.app.click(here.user("olive"), card, "Approve")
        assert clicked.status == 200
        await here.told("olive", "Slack could not say who you are")
        still_open(here, card)
        here.slack.faults.plans.remove(broken)
        here.slack.fault("error", "users.info", code="user_not_found")
        await here.app.click(here.user("olive"), card, "Approve")
        await here.told("olive", "does not know your account")
        still_open(here, card)
        await here.app.click(here.user("olive"), card, "Approve")
        await released(here)


async def test_slk13_who_asked_does_not_approve_whichever_door_they_asked_through(tmp_path: Path) -> None:
    script = (choose("push", tag="v1"), choose("push", tag="v2"), choose("push", tag="v3"))
    async with slack_platform(tmp_path, *script, choose("done", message="Fine."), options={"guests": ["gail"]}) as here:
        root = await here.ask("olive")
        card = await here.card()
        await here.app.click(here.user("olive"), card, "Approve")
        await here.told("olive", "who asked may not decide")
        still_open(here, card)
        await here.app.say(here.user("max"), here.channel(), "rather v2", root)
        second = await here.until(lambda: next((m for m in here.ours(here.channel()) if 'tag = "v2"' in m.text), None))
        await here.app.click(here.user("max"), second, "Approve")
        await here.told("max", "who asked may not decide")
        await here.platform.say(here.thread_ids()[0], "or v3", by="gail")
        await here.until(lambda: settled(here))  # v3 is everybody's wish, so nobody is left who may decide
        assert [each.verdict for each in settled(here)] == ["undeliverable"]
        assert (here.decisions(), here.ledger.lines) == ([], [])
        assert refused(here) == ["refused: NotAnApprover"] * 2


async def test_slk13_one_person_with_two_slack_accounts_is_one_vote(tmp_path: Path) -> None:
    twice = PEOPLE.people["olive"].model_copy(update={"accounts": {"slack": "U0OLIVE U0OLIVE2"}})
    directory = PeopleDirectory(people={**PEOPLE.people, "olive": twice})
    policy = gated(approvers=(ApproverClause(groups=("managers",), quorum=2),))
    async with slack_platform(tmp_path, *PUSH, directory=directory, agents=policy) as here:
        here.channel().add(here.team.user("U0OLIVE2", "Olive at home"))
        card = await asked(here)
        await here.app.click(here.user("olive"), card, "Approve")
        await here.until(lambda: len(card.versions) == 2)
        await here.app.click(here.user("olive2"), card, "Approve")
        await here.quiet()
        assert (len(here.decisions()), settled(here), here.ledger.lines) == (1, [], [])
        await here.app.click(here.user("max"), card, "Approve")
        await released(here)
        assert settled(here)[0].by == ("olive", "max")


async def test_slk14_whose_mail_or_webhook_started_it_does_not_approve_it(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        sent = InboundMessage(
            channel="webhook",
            id="github/7",
            body="b" * 64,
            at=here.platform.clock(),
            agent="pusher",
            person="olive",
            sender="olive-dev",
            text="push it",
            route=MessageAddress(SlackTeam("T0ACME"), "C0OPS").route,
        )
        await here.platform.take_message(sent)
        card = await here.card()
        await here.app.click(here.user("olive"), card, "Approve")
        await here.told("olive", "who asked may not decide")
        still_open(here, card)
        await here.app.click(here.user("max"), card, "Approve")
        await here.until(lambda: here.ledger.lines)
        assert [answer.person for answer in here.decisions()] == ["max"]


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_slk15_somebody_of_another_organisation_decides_nothing_even_under_an_approvers_id(
    tmp_path: Path, transport: Transport
) -> None:
    async with slack_platform(tmp_path, *PUSH, transport=transport) as here:
        card = await asked(here)
        for outsider in (abroad(here, "U0EVE", "Eve"), abroad(here, "U0OLIVE", "Olive of Evil")):
            await here.app.click(outsider, card, "Approve")
            await here.until(
                lambda who=outsider: any("not a member" in m.text for m in here.slack.ephemerals(who))  # type: ignore[misc]
            )
        still_open(here, card)
        assert refused(here) == ["refused: stranger"] * 2
        assert here.slack.complaints == []


async def test_slk15_an_account_that_slack_calls_a_strangers_decides_nothing(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        card = await asked(here)
        user = here.user("olive")
        user.team = here.slack.team("T0EVIL", "Evil")
        team = {"id": "T0ACME", "domain": "acme"}
        who = {"id": "U0OLIVE", "username": "olive", "name": "olive"}
        await press(here, user, card, value_of(card), user=who, team=team)
        await here.until(lambda: any("not a member" in m.text for m in here.slack.ephemerals(user)))
        still_open(here, card)


@pytest.mark.parametrize("who", ["multi", "single", "bot"])
async def test_slk16_guests_and_bots_decide_nothing(tmp_path: Path, who: str) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        gail = here.user("gail")
        gail.guest, gail.is_bot = ("" if who == "bot" else who), who == "bot"  # type: ignore[assignment]
        card = await asked(here)
        await here.app.click(gail, card, "Approve")
        await here.told("gail", "decides nothing" if who == "bot" else "guests decide nothing")
        still_open(here, card)


async def test_slk16_a_guest_who_is_named_decides(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH, options={"guests": ["gail"]}) as here:
        card = await asked(here)
        await here.app.click(here.user("gail"), card, "Approve")
        await released(here)
        assert [answer.person for answer in here.decisions()] == ["gail"]


@pytest.mark.parametrize("who", ["guest", "deactivated"])
async def test_slk16_who_may_not_click_an_answer_may_not_write_it_either(tmp_path: Path, who: str) -> None:
    question = choose("ask_human", question="Which tag?")
    async with slack_platform(tmp_path, question, choose("done", message="Fine.")) as here:
        root = await here.ask()
        card = await here.card()
        user = here.user("gail" if who == "guest" else "olive")
        user.is_deleted = who == "deactivated"
        assert (await here.app.say(user, here.channel(), "v666", root)).ok
        await here.until(lambda: count(here, "MessageReceived") == 2 or here.decisions())
        assert (here.decisions(), count(here, "QuestionSettled")) == ([], 0)
        assert card.buttons()
        if who == "guest":
            await here.told("gail", "they answer no question")
        await here.app.say(here.user("max"), here.channel(), "v1", root)
        await here.until(lambda: here.decisions())
        assert [(answer.person, answer.text) for answer in here.decisions()] == [("max", "v1")]


async def test_slk25_who_was_deactivated_between_the_card_and_the_click_decides_nothing(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        card = await asked(here)
        here.user("olive").is_deleted = True
        await here.app.click(here.user("olive"), card, "Approve")
        await here.told("olive", "deactivated")
        still_open(here, card)
        await here.app.click(here.user("max"), card, "Approve")
        await released(here)


async def test_slk26_who_left_the_group_after_the_click_does_not_count_when_it_would_run(tmp_path: Path) -> None:
    left = PEOPLE.people["olive"].model_copy(update={"groups": ()})
    async with SlackDouble() as slack:
        workspace(slack)
        async with slack_platform(tmp_path, PUSH[0], slack=slack) as here:
            card = await asked(here)
            await here.platform.pause(here.thread_ids()[0], by="max")
            await here.app.click(here.user("olive"), card, "Approve")
            await here.until(lambda: settled(here))
            assert here.ledger.lines == []
        directory = PeopleDirectory(people={**PEOPLE.people, "olive": left})
        async with slack_platform(tmp_path, PUSH[1], slack=slack, directory=directory) as here:
            await here.platform.resume(here.thread_ids()[0], by="max")
            await here.until(lambda: "Finished" in here.types())
            assert [(event.verdict, event.by) for event in settled(here)] == [
                ("approved", ("olive",)),
                ("superseded", ()),
            ]
            assert ("ToolStarted" in here.types(), here.ledger.lines) == (False, [])
            await here.until(lambda: "Superseded" in card.text)
            assert card.buttons() == []


class Moody(sqlite3.Connection):
    """A connection whose disk is full while `is_full`."""

    is_full = False

    def execute(self, *given: Any) -> sqlite3.Cursor:
        if Moody.is_full and str(given[0]).lstrip().upper().startswith(("BEGIN", "INSERT", "UPDATE", "COMMIT")):
            raise sqlite3.OperationalError("database or disk is full")
        return super().execute(*given)


def moody(path: str) -> sqlite3.Connection:
    plain = connect_file(path)
    plain.close()
    return sqlite3.connect(
        path, isolation_level=None, check_same_thread=False, cached_statements=256, timeout=5, factory=Moody
    )


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_slk31_a_click_while_the_database_is_down_is_not_acknowledged_and_decides_nothing(
    tmp_path: Path, transport: Transport
) -> None:
    try:
        async with slack_platform(tmp_path, *PUSH, transport=transport, connect=moody) as here:
            card = await asked(here)
            await here.until(lambda: here.types()[-1] == "Delivered")
            here.slack.ack_seconds = 1.0
            Moody.is_full = True
            clicked = await here.app.click(here.user("olive"), card, "Approve")
            assert not clicked.ok
            assert clicked.status == (503 if transport == "http" else None)
            await here.told("olive", "nothing was decided")
            said = await here.app.say(here.user("max"), here.channel(), "hello?", card)
            assert not said.deliveries[0].first.ok
            assert not any(isinstance(event, e.Answered) for event in here.log())
            assert len(card.buttons()) == 3
            Moody.is_full = False
            await here.app.click(here.user("olive"), card, "Approve")
            await here.until(lambda: here.ledger.lines)
            assert len(here.decisions()) == 1
    finally:
        Moody.is_full = False
