"""A person that may not decide in Slack is not asked there, and no form opens for them (SL3)."""

from pathlib import Path

import pytest

from bot.core import events as e
from bot.core.people import ApproverClause
from bot.core.policy import Policy
from slack_double import SlackDouble
from slack_double.messages import SlackMessage
from tests.channels.slack.hostile_requests import settled
from tests.channels.slack.slack_workspace import SlackFixture, Transport, slack_platform, workspace
from tests.platform_fixture import OutsideLedger, agent, choose

TRANSPORTS: list[Transport] = ["http", "socket"]
PUSH = (choose("push", tag="v1"), choose("done", message="v1 is out."))
WAIT = choose("wait", seconds=3600, why="Nobody could be told yet.")


def only_gail(ledger: OutsideLedger) -> object:
    return agent(ledger, policy=Policy(approvers=(ApproverClause(people=("gail",)),), edits=True))


def editable(ledger: OutsideLedger) -> object:
    return agent(ledger, policy=Policy(approvers=(ApproverClause(groups=("managers",)),), edits=True))


def direct(here: SlackFixture, who: str) -> list[SlackMessage]:
    return here.ours(here.app.direct(here.user(who)))


async def test_sl3_a_card_mentions_no_guest_and_nobody_who_is_deactivated(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        here.user("max").is_deleted = True
        await here.ask()
        card = await here.card()
        assert "U0OLIVE" in str(card.blocks)
        assert not any(id in str(card.blocks) for id in ("U0GAIL", "U0MAX"))


async def test_sl3_a_guest_gets_no_direct_message_that_asks_and_none_that_says_how_it_ended(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        await here.platform.launch("pusher", "push it", by="sam")
        cards = [await here.card(here.app.direct(here.user(who))) for who in ("olive", "max")]
        await here.until(lambda: here.types().count("DeliveryFailed") == 1)
        (refused,) = [event for event in here.log() if isinstance(event, e.DeliveryFailed)]
        assert ("gail is not asked in Slack" in refused.error, refused.call) == (True, None)
        assert direct(here, "gail") == []
        await here.app.click(here.user("olive"), cards[0], "Approve")
        await here.until(lambda: all("Approved by Olive" in card.text for card in cards))
        await here.quiet()
        assert direct(here, "gail") == []


async def test_sl3_a_guest_who_is_named_in_the_settings_is_asked(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH, options={"guests": ["gail"]}) as here:
        await here.platform.launch("pusher", "push it", by="sam")
        card = await here.card(here.app.direct(here.user("gail")))
        await here.app.click(here.user("gail"), card, "Approve")
        await here.until(lambda: here.ledger.lines)


async def test_sl3_where_a_guest_alone_may_decide_the_last_resort_is_told(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, PUSH[0], WAIT, agents=only_gail, options={"fallback": "C0LAST"}) as here:  # type: ignore[arg-type]
        await here.platform.launch("pusher", "push it", by="sam")
        card = await here.card(here.channel("last-resort"))
        assert "U0GAIL" not in str(card.blocks)
        assert direct(here, "gail") == []


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_sl3_no_form_and_no_details_open_for_a_guest_and_home_asks_them_nothing(
    tmp_path: Path, transport: Transport
) -> None:
    async with slack_platform(tmp_path, *PUSH, agents=editable, transport=transport) as here:  # type: ignore[arg-type]
        await here.ask()
        card = await here.card()
        for number, button in enumerate(("Reject…", "Edit & approve…", "Details"), 1):
            await here.app.click(here.user("gail"), card, button)
            await here.until(lambda n=number: len(here.sentences("gail")) == n)  # type: ignore[misc]
        assert all("guests decide nothing" in text for text in here.sentences("gail"))
        assert here.slack.modals(here.user("gail")) == []
        await here.app.open_home(here.user("gail"))
        view = await here.until(lambda: here.slack.home(here.user("gail")))
        assert "Nothing waits for you" in str(view.content)
        assert "countersign.approve" not in str(view.content)
        await here.app.command(here.user("gail"), here.channel(), "/approvals")
        assert "Nothing waits for you" in here.sentences("gail")[-1]
        assert (here.decisions(), settled(here)) == ([], [])


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_sl3_no_dialog_for_an_answer_opens_for_who_is_not_asked(tmp_path: Path, transport: Transport) -> None:
    question = choose("ask_human", question="Which tag?")
    async with slack_platform(tmp_path, question, WAIT, transport=transport) as here:
        await here.ask("olive")
        card = await here.card()
        await here.app.click(here.user("sam"), card, "Answer…")
        told = await here.told("sam", "may answer")
        assert told.startswith("Sam may not decide this")
        assert here.slack.modals(here.user("sam")) == []
        await here.app.click(here.user("olive"), card, "Answer…")
        await here.modal("olive")


async def test_sl3_no_form_opens_for_a_guest_of_whom_a_new_process_knows_nothing(tmp_path: Path) -> None:
    async with SlackDouble() as slack:
        workspace(slack)
        async with slack_platform(tmp_path, PUSH[0], slack=slack, agents=editable) as here:  # type: ignore[arg-type]
            await here.ask()
            card = await here.card()
        async with slack_platform(tmp_path, slack=slack, agents=editable) as here:  # type: ignore[arg-type]
            await here.app.click(here.user("gail"), card, "Edit & approve…")
            await here.told("gail", "guests decide nothing")
            assert here.slack.modals(here.user("gail")) == []


async def test_sl3_no_form_to_approve_opens_for_who_approved_already(tmp_path: Path) -> None:
    policy = Policy(approvers=(ApproverClause(groups=("managers",), quorum=2),), irreversible=True, typed="tag")
    async with slack_platform(tmp_path, *PUSH, agents=lambda ledger: agent(ledger, policy=policy)) as here:
        await here.ask()
        card, olive = await here.card(), here.user("olive")
        await here.app.click(olive, card, "Approve…")
        await here.app.submit(olive, await here.modal("olive"), {"typed": {"countersign.input": "v1"}})
        await here.until(lambda: "1 of 2" in str(card.blocks))
        await here.app.close(olive, all_of_them=True)
        await here.app.click(olive, card, "Approve…")
        await here.told("olive", "You approved this already")
        assert here.slack.modals(olive) == []
