"""Surfaces in Slack: questions, edits, confirmations, Home, lists, states; and decisions made elsewhere."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.core import events as e
from bot.core.agent import Agent
from bot.core.decisions import QuestionAnswer
from bot.core.people import ApproverClause
from bot.core.policy import Policy, RejectOption
from slack_double.messages import SlackMessage, elements
from tests.channels.slack.hostile_requests import count, decide_in_the_inbox, settled
from tests.channels.slack.slack_workspace import SlackFixture, Transport, slack_platform
from tests.platform_fixture import OutsideLedger, agent, choose

TRANSPORTS: list[Transport] = ["http", "socket"]
PUSH = (choose("push", tag="v1"), choose("done", message="v1 is out."))
FINE = choose("done", message="Fine, then.")
INPUT = "countersign.input"


def gated(quorum: int = 1, **policy: Any) -> Callable[[OutsideLedger], Agent]:
    clause = ApproverClause(groups=("managers",), quorum=quorum)
    return lambda ledger: agent(ledger, policy=Policy(approvers=(clause,), **policy))


async def asked(here: SlackFixture) -> SlackMessage:
    await here.ask()
    return await here.card()


async def answered(here: SlackFixture) -> e.QuestionSettled:
    found: e.QuestionSettled = await here.until(
        lambda: next((event for event in here.log() if isinstance(event, e.QuestionSettled)), None)
    )
    return found


async def in_home(here: SlackFixture, who: str, words: str) -> str:
    """All that somebody's Home holds, once these words are in it."""

    def found() -> str:
        view = here.slack.home(here.user(who))
        shown = str(view.content) if view else ""
        return shown if words in shown else ""

    return str(await here.until(found))


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_a_yes_or_no_is_answered_by_a_button(tmp_path: Path, transport: Transport) -> None:
    question = choose("ask_human", question="Shall I go on?", format="yes_no", urgency="high")
    async with slack_platform(tmp_path, question, FINE, transport=transport) as here:
        card = await asked(here)
        assert [button["text"]["text"] for button in card.buttons()] == ["Yes", "No"]
        assert "🔴 Urgent" in str(card.blocks)
        await here.app.click(here.user("stranger"), card, "Yes")
        await here.told("stranger", "I do not know your Slack account")
        await here.app.click(here.user("olive"), card, "No")
        settled_as = await answered(here)
        assert (settled_as.answer, settled_as.by) == ("no", "olive")
        await here.until(lambda: "Answered by Olive" in card.text)
        assert card.buttons() == []
        assert here.slack.complaints == []


@pytest.mark.parametrize("many", [3, 8])
async def test_choices_are_buttons_and_a_list_when_there_are_more_than_five(tmp_path: Path, many: int) -> None:
    choices = [f"tag {n}" for n in range(many)]
    question = choose("ask_human", question="Which?", format="multiple_choice", choices=choices)
    async with slack_platform(tmp_path, question, FINE) as here:
        await here.ask()
        card = await here.until(lambda: next((m for m in here.ours(here.channel()) if elements(m.blocks)), None))
        if many > 5:
            await here.app.click(here.user("max"), card, "countersign.choose", entered="tag 2")
        else:
            assert [button["text"]["text"] for button in card.buttons()] == choices
            await here.app.click(here.user("max"), card, "tag 2")
        assert (await answered(here)).answer == "tag 2"
        entered = {"entered": "tag 1"} if many > 5 else {}
        control = "countersign.choose" if many > 5 else "tag 1"
        await here.app.click(here.user("olive"), card, control, version=0, **entered)
        await here.told("olive", "already answered by Max")
        assert len(here.decisions()) == 1
        assert here.slack.complaints == []


async def test_words_are_written_in_a_dialog(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, choose("ask_human", question="Which tag?"), FINE) as here:
        card = await asked(here)
        await here.app.click(here.user("olive"), card, "Answer…")
        await here.modal("olive")
        sent = await here.app.submit(here.user("olive"), values={"answer": {INPUT: "v2, *please*"}})
        assert sent.outcome == "updated"
        assert (await answered(here)).answer == "v2, *please*"
        assert here.slack.complaints == []


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_words_in_the_thread_answer_the_one_open_question(tmp_path: Path, transport: Transport) -> None:
    async with slack_platform(tmp_path, choose("ask_human", question="Which tag?"), FINE, transport=transport) as here:
        root = await here.ask()
        card = await here.card()
        await here.app.say(here.user("stranger"), here.channel(), "v666", root)
        await here.app.say(here.user("olive"), here.channel(), "v2", root)
        settled_as = await answered(here)
        assert (settled_as.answer, settled_as.by) == ("v2", "olive")
        (reply,) = here.decisions()
        assert (reply.door, reply.credential) == ("slack", "T0ACME/U0OLIVE")
        await here.until(lambda: "Answered by Olive" in card.text)
        assert here.slack.complaints == []


async def test_a_form_is_filled_in_and_complained_about_in_its_own_fields(tmp_path: Path) -> None:
    fields = [
        {"name": "tag", "label": "Tag", "kind": "text"},
        {"name": "count", "label": "Count", "kind": "integer"},
        {"name": "when", "label": "When", "kind": "date"},
        {"name": "where", "label": "Where", "kind": "choice", "choices": ["eu", "us"]},
        {"name": "loud", "label": "Loud", "kind": "boolean", "required": False},
    ]
    async with slack_platform(
        tmp_path, choose("ask_human", question="Say.", format="form", fields=fields), FINE
    ) as here:
        card = await asked(here)
        await here.app.click(here.user("olive"), card, "Answer…")
        await here.modal("olive")
        values: dict[str, Any] = {"tag": "v2", "count": "1.5", "when": "2027-01-02", "where": "us", "loud": ["true"]}
        entered = {f"field.{name}": {INPUT: value} for name, value in values.items()}
        sent = await here.app.submit(here.user("olive"), values=entered)
        assert (sent.outcome, list(sent.json()["errors"])) == ("errors", ["field.count"])
        assert here.decisions() == []
        sent = await here.app.submit(here.user("olive"), values={"field.count": {INPUT: "3"}})
        assert sent.outcome == "updated"
        answer = (await answered(here)).answer
        assert answer == '{"count":3,"loud":true,"tag":"v2","when":"2027-01-02","where":"us"}'
        assert here.slack.complaints == []


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_arguments_are_edited_and_approved_and_the_edit_is_what_runs(
    tmp_path: Path, transport: Transport
) -> None:
    async with slack_platform(tmp_path, *PUSH, agents=gated(edits=True), transport=transport) as here:
        card = await asked(here)
        await here.app.click(here.user("olive"), card, "Edit & approve…")
        view = await here.modal("olive")
        assert "v1" in str(view.content)
        sent = await here.app.submit(here.user("olive"), values={"field.tag": {INPUT: "v1.1"}})
        assert sent.outcome == "updated"
        await here.until(lambda: here.ledger.lines)
        assert here.ledger.lines[0].endswith(" v1.1 c0ffee")
        await here.until(lambda: "Approved by Olive" in card.text)
        assert 'tag = "v1.1"' in card.text
        assert here.slack.complaints == []


async def test_gate2_an_edit_is_proposed_and_somebody_else_approves_it(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH, agents=gated(edits="by_another")) as here:
        card = await asked(here)
        await here.app.click(here.user("olive"), card, "Edit…")
        assert "Somebody else must approve" in str((await here.modal("olive")).content)
        sent = await here.app.submit(here.user("olive"), values={})
        assert "nothing was proposed and nothing was decided" in str(sent.json()["errors"])
        assert (here.decisions(), here.ledger.lines) == ([], [])
        await here.app.close(here.user("olive"), all_of_them=True)
        await here.app.click(here.user("olive"), card, "Edit…")
        await here.modal("olive")
        sent = await here.app.submit(here.user("olive"), values={"field.tag": {INPUT: "v1.1"}})
        assert sent.outcome == "updated"
        await here.until(lambda: not card.buttons())
        new = await here.card()
        assert "v1.1" in new.text
        await here.app.click(here.user("olive"), new, "Approve")
        await here.told("olive", "who edited the arguments may not approve them")
        assert here.ledger.lines == []
        await here.app.click(here.user("max"), new, "Approve")
        await here.until(lambda: here.ledger.lines)
        assert here.ledger.lines[0].endswith(" v1.1 c0ffee")
        assert here.slack.complaints == []


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_what_cannot_be_undone_is_approved_by_typing_the_word(tmp_path: Path, transport: Transport) -> None:
    policy = gated(irreversible=True, typed="tag")
    async with slack_platform(tmp_path, *PUSH, agents=policy, transport=transport) as here:
        card = await asked(here)
        await here.app.click(here.user("olive"), card, "Approve…")
        await here.modal("olive")
        sent = await here.app.submit(here.user("olive"), values={"typed": {INPUT: "v2"}})
        assert "type exactly this: v1" in str(sent.json())
        assert (here.decisions(), here.ledger.lines) == ([], [])
        await here.app.close(here.user("olive"), all_of_them=True)
        await here.app.click(here.user("olive"), card, "Approve…")
        await here.modal("olive")
        sent = await here.app.submit(here.user("olive"), values={"typed": {INPUT: "v1"}})
        assert sent.outcome == "updated"
        await here.until(lambda: here.ledger.lines)
        assert here.slack.complaints == []


async def test_a_reason_that_is_offered_is_put_into_the_field_and_can_be_changed(tmp_path: Path) -> None:
    options = (
        RejectOption(name="older", text="not that one, the one before"),
        RejectOption(name="freeze", text="Frozen."),
    )
    async with slack_platform(tmp_path, PUSH[0], FINE, agents=gated(reject_options=options)) as here:
        card = await asked(here)
        await here.app.click(here.user("olive"), card, "Reject…")
        view = await here.modal("olive")
        await here.app.click(here.user("olive"), view, "countersign.option", entered="older")
        await here.until(lambda: "not that one, the one before" in str(view.content))
        assert (await here.app.submit(here.user("olive"), view)).outcome == "updated"
        await here.until(lambda: settled(here))
        assert (settled(here)[0].verdict, settled(here)[0].reason) == ("rejected", "not that one, the one before")
        await here.until(lambda: "not that one" in str(card.blocks))
        assert here.slack.complaints == []


async def test_details_show_the_whole_digest_and_decide_nothing(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        card = await asked(here)
        request = await here.request()
        for who in ("olive", "sam"):
            await here.app.click(here.user(who), card, "Details")
            assert request.digest in str((await here.modal(who)).content)
        await here.app.click(here.user("stranger"), card, "Details")
        await here.told("stranger", "I do not know your Slack account")
        assert here.slack.modals(here.user("stranger")) == []
        assert here.decisions() == []
        assert here.slack.complaints == []


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_home_decides_in_place_and_shows_what_was_decided_elsewhere(tmp_path: Path, transport: Transport) -> None:
    script = (choose("push", tag="v1"), choose("done", message="v1 is out."), choose("push", tag="v2"))
    async with slack_platform(tmp_path, *script, transport=transport) as here:
        for who in ("olive", "max", "sam"):
            await here.app.open_home(here.user(who))
        assert "Nothing waits for you" in await in_home(here, "olive", "Nothing waits")
        card = await asked(here)
        for who in ("olive", "max"):
            await in_home(here, who, "Waiting for you (1)")
        assert "countersign.approve" not in await in_home(here, "sam", "Waiting for others (1)")
        home = here.slack.home(here.user("max"))
        assert home is not None
        await here.app.click(here.user("max"), home, "Approve")
        for who in ("olive", "max"):
            assert "countersign.approve" not in await in_home(here, who, "Approved by Max")
        await here.until(lambda: "Approved by Max" in card.text)
        assert here.slack.complaints == []


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_the_command_lists_what_waits_and_decides_it_there(tmp_path: Path, transport: Transport) -> None:
    async with slack_platform(tmp_path, *PUSH, transport=transport) as here:
        olive, ops = here.user("olive"), here.channel()
        await here.app.command(olive, ops, "/approvals")
        assert "Nothing waits for you" in here.sentences("olive")[-1]
        await asked(here)
        await here.app.command(here.user("sam"), ops, "/approvals", "mine")
        assert "1 request waits for others" in here.sentences("sam")[-1]
        await here.app.command(here.user("stranger"), ops, "/approvals", "list")
        assert "Nothing waits for you" in here.sentences("stranger")[-1]
        await here.app.command(olive, ops, "/approvals", "drop everything")
        assert "is not something that I can do" in here.sentences("olive")[-1]
        await here.app.command(olive, ops, "/approvals", "list")
        listed = here.slack.ephemerals(olive)[-1]
        await here.app.click(olive, listed, "Approve")
        await here.until(lambda: here.ledger.lines)
        await here.app.click(olive, listed, "Approve")
        await here.told("olive", "already approved by Olive")
        assert here.slack.complaints == []


async def test_the_stop_button_pauses_and_resume_goes_on(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        root = await here.ask()
        await here.card()
        session = here.slack.session("C0OPS", root.ts)
        await here.until(lambda: session.status == "suspended")
        await here.app.stop(here.user("sam"), root)
        await here.told("sam", "paused")
        assert count(here, "Paused") == 1
        await here.app.click(here.user("olive"), await here.card(), "Approve")
        await here.quiet()
        assert here.ledger.lines == []
        paused = next(m for m in here.slack.ephemerals(here.user("sam")) if m.buttons())
        await here.app.click(here.user("sam"), paused, "Resume")
        await here.until(lambda: here.ledger.lines)
        assert count(here, "Resumed") == 1
        await here.until(lambda: (paused.text, paused.buttons()) == ("It goes on.", []))
        await here.until(lambda: session.status in ("closed", "active"))
        assert "processing" in session.history or "suspended" in session.history
        assert here.slack.complaints == []


async def test_a_direct_message_is_a_thread(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        sam = here.user("sam")
        direct = here.app.direct(sam)
        said = await here.app.dm(sam, "push it")
        card = await here.card(here.app.direct(here.user("olive")))
        mine = await here.until(lambda: next(iter(here.ours(direct)), None))
        assert (mine.thread_ts, mine.buttons()) == (said.message.ts, [])
        await here.app.click(here.user("olive"), card, "Approve")
        await here.until(lambda: any("v1 is out" in text for text in here.texts(direct)))
        await here.until(lambda: "Approved by Olive" in mine.text)
        assert here.texts() == []
        assert here.slack.complaints == []


async def test_who_may_decide_a_thread_of_another_door_is_written_to_directly(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        await here.platform.launch("pusher", "push it", by="sam")
        cards = [await here.card(here.app.direct(here.user(who))) for who in ("olive", "max")]
        assert here.ours(here.app.direct(here.user("sam"))) == here.ours(here.channel()) == []
        await here.app.click(here.user("max"), cards[1], "Approve")
        await here.until(lambda: here.ledger.lines)
        await here.until(lambda: all("Approved by Max" in card.text for card in cards))
        assert here.slack.complaints == []


async def test_the_card_counts_the_quorum(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH, agents=gated(quorum=2)) as here:
        card = await asked(here)
        assert "0 of 2" in str(card.blocks)
        await here.app.click(here.user("olive"), card, "Approve")
        await here.until(lambda: "1 of 2" in str(card.blocks))
        assert (len(card.buttons()), here.ledger.lines) == (3, [])
        await here.app.click(here.user("max"), card, "Approve")
        await here.until(lambda: "Approved by Olive, Max" in card.text and here.ledger.lines)
        assert len(here.ledger.lines) == 1
        assert here.slack.complaints == []


@pytest.mark.parametrize("verdict", ["approve", "reject"])
async def test_what_is_decided_in_the_inbox_is_rewritten_here_and_an_old_click_says_so(
    tmp_path: Path, verdict: Any
) -> None:
    async with slack_platform(tmp_path, PUSH[0], FINE) as here:
        card = await asked(here)
        await decide_in_the_inbox(here, await here.request(), "olive", verdict)
        word = {"approve": "approved", "reject": "rejected"}[verdict]
        await here.until(lambda: f"{word.capitalize()} by Olive" in card.text)
        assert card.buttons() == []
        await here.app.click(here.user("max"), card, "Approve", version=0)
        await here.told("max", f"already {word} by Olive")
        assert len(here.decisions()) == 1
        assert here.slack.complaints == []


async def test_a_question_answered_in_the_inbox_is_rewritten_here(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, choose("ask_human", question="Which tag?"), FINE) as here:
        card = await asked(here)
        request = await here.request()
        await here.platform.answer(
            QuestionAnswer(call=request.id, answer="v2", person="max", door="web", credential="session")
        )
        await here.until(lambda: "Answered by Max" in card.text)
        assert card.buttons() == []


async def test_what_expires_or_is_cancelled_is_rewritten_and_decides_nothing(tmp_path: Path) -> None:
    script = (choose("push", tag="v1"), choose("push", tag="v2"))
    async with slack_platform(tmp_path, *script, agents=gated(expires_after=timedelta(seconds=6))) as here:
        expired = await asked(here)
        await here.until(lambda: "Expired" in expired.text)
        cancelled = await here.until(
            lambda: next((m for m in here.ours(here.channel()) if 'tag = "v2"' in m.text), None)
        )
        await here.platform.cancel(here.thread_ids()[0], by="olive")
        await here.until(lambda: "Cancelled" in cancelled.text)
        for card, word in ((expired, "expired"), (cancelled, "cancelled")):
            assert card.buttons() == []
            await here.app.click(here.user("max"), card, "Approve", version=0)
            await here.told("max", f"already {word}")
        said = await here.app.say(here.user("sam"), here.channel(), "hello?", expired)
        assert said.ok
        await here.told("sam", "takes no more messages")
        assert (here.decisions(), here.ledger.lines) == ([], [])
        assert here.slack.complaints == []
