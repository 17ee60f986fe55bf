"""Attacks by cards: edited values, values of other places, look-alikes, rewritten, deleted and outdated cards (SLK18-23)."""

import base64
from pathlib import Path
from typing import Any

import pytest

from bot.core import events as e
from bot.core.agent import Agent
from bot.core.people import ApproverClause
from bot.core.policy import Policy
from channels.slack import button_tokens
from slack_double.messages import SlackMessage
from tests.channels.slack.hostile_requests import (
    posted_by_hand,
    press,
    settled,
    submit_anything,
    token_holder,
    value_of,
)
from tests.channels.slack.slack_workspace import SlackFixture, slack_platform
from tests.platform_fixture import OutsideLedger, agent, choose

PUSH = (choose("push", tag="v1"), choose("done", message="v1 is out."))
NOT_MINE = "not one of mine"
TWO = Policy(approvers=(ApproverClause(groups=("managers",), quorum=2),), edits=True)


def by_two(ledger: OutsideLedger) -> Agent:
    return agent(ledger, policy=TWO)


async def asked(here: SlackFixture, channel: str = "ops") -> SlackMessage:
    await here.ask(channel=channel)
    return await here.card(here.channel(channel))


def still_open(here: SlackFixture) -> None:
    assert (here.decisions(), settled(here), here.ledger.lines) == ([], [], [])


def forged(here: SlackFixture) -> list[str]:
    """The audit rows about buttons, oldest first."""
    return [note.what for note in reversed(here.audit()) if note.what in ("forged button", "button on another message")]


def with_edit(value: str, at: int) -> str:
    """The value with one bit of one byte changed, spelled as ours are."""
    body = value.removeprefix(button_tokens.VERSION)
    raw = bytearray(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    raw[at] ^= 1
    return button_tokens.VERSION + base64.urlsafe_b64encode(bytes(raw)).rstrip(b"=").decode()


async def test_slk18_an_approvers_id_means_somebody_else_in_another_organisation(tmp_path: Path) -> None:
    """The workspace of the sender is part of the name: the installed twin is told apart in test_installs."""
    async with slack_platform(tmp_path, *PUSH) as here:
        card = await asked(here)
        grid = here.slack.team("T0GRID", "Grid", enterprise_id="E0GRID")
        twin = grid.user("U0OLIVE", "Olive of the Grid")
        here.channel().members["T0GRID/U0OLIVE"] = twin
        await here.app.click(twin, card, "Approve")
        await here.until(lambda: any("not a member" in m.text for m in here.slack.ephemerals(twin)))
        still_open(here)
        assert here.sentences("olive") == []


async def test_slk19_an_edited_value_decides_nothing(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        card = await asked(here)
        value, olive = value_of(card), here.user("olive")
        mine = button_tokens.verify_token(here.surface.post.contexts.keys, value, "T0ACME/C0OPS")
        assert mine is not None
        other_digest = mine.model_copy(update={"digest": "f" * 64})
        edited = [with_edit(value, at) for at in (0, 31, 32, 63, 64, 70, -1)]
        edited += ["", "v1.", value[:-1], value + "A", value.upper(), f" {value}", "v2." + value[3:], "x" * 2_000]
        edited += [
            button_tokens.sign_token([b"a key of somebody else's" * 2], each, "T0ACME/C0OPS")
            for each in (mine, other_digest)
        ]
        for number, each in enumerate(edited, 1):
            assert (await press(here, olive, card, each)).status == 200
            await here.until(lambda n=number: len(here.sentences("olive")) == n)  # type: ignore[misc]
        assert all(NOT_MINE in text for text in here.sentences("olive"))
        still_open(here)
        assert forged(here) == ["forged button"] * len(edited)


async def test_slk19_a_rightly_sealed_value_of_another_digest_or_request_decides_nothing(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        card = await asked(here)
        keys, olive = here.surface.post.contexts.keys, here.user("olive")
        mine = button_tokens.verify_token(keys, value_of(card), "T0ACME/C0OPS")
        assert mine is not None
        older = button_tokens.sign_token(keys, mine.model_copy(update={"digest": "f" * 64}), "T0ACME/C0OPS")
        await press(here, olive, card, older)
        await here.told("olive", "changed")
        absent = button_tokens.sign_token(keys, mine.model_copy(update={"request": "tnowhere-3"}), "T0ACME/C0OPS")
        await press(here, olive, card, absent)
        await here.told("olive", "not the card that I posted")
        still_open(here)


async def test_slk19_one_requests_value_pasted_onto_another_requests_card_never_decides_what_that_card_shows(
    tmp_path: Path,
) -> None:
    async with slack_platform(tmp_path, choose("push", tag="v1"), choose("push", tag="v2")) as here:
        first = await asked(here)
        await here.ask("sam", "and another")
        second = await here.until(lambda: next((m for m in here.ours(here.channel()) if 'tag = "v2"' in m.text), None))
        await press(here, here.user("olive"), second, value_of(first))
        await here.told("olive", "not the card that I posted")
        still_open(here)
        assert forged(here) == ["button on another message"]


async def test_slk20_a_value_pasted_into_another_message_channel_or_conversation_decides_nothing(
    tmp_path: Path,
) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        card = await asked(here)
        olive, value = here.user("olive"), value_of(card)
        beside = await posted_by_hand(here, here.channel(), value)
        await here.app.click(olive, beside, "Approve")
        await here.told("olive", "not the card that I posted", "/requests/")
        elsewhere = await posted_by_hand(here, here.channel("last-resort"), value)
        await here.app.click(olive, elsewhere, "Approve")
        await here.told("olive", NOT_MINE)
        direct = await posted_by_hand(here, here.app.direct(olive), value)
        await here.app.click(olive, direct, "Approve")
        await here.until(lambda: len(here.sentences("olive")) == 3)
        still_open(here)
        assert forged(here) == ["button on another message", "forged button", "forged button"]


async def test_slk20_a_value_of_somebodys_home_or_list_is_of_no_use_to_another(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        card = await asked(here)
        await here.app.open_home(here.user("olive"))
        home = await here.until(lambda: here.slack.home(here.user("olive")))
        (approve,) = [
            b for block in home.blocks for b in block.get("elements", []) if b.get("action_id") == "countersign.approve"
        ]
        await press(here, here.user("max"), card, approve["value"])
        await here.told("max", NOT_MINE)
        still_open(here)
        assert forged(here) == ["forged button"]


async def test_slk20_what_a_dialog_carries_is_good_for_its_owner_only(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        card = await asked(here)
        await here.app.click(here.user("olive"), card, "Reject…")
        hers = await here.modal("olive")
        await here.app.click(here.user("max"), card, "Reject…")
        his = await here.modal("max")
        his.content["private_metadata"] = hers.content["private_metadata"]
        sent = await here.app.submit(here.user("max"), his, {"reason": {"countersign.input": "because"}})
        assert sent.outcome == "updated"
        assert NOT_MINE in str(here.slack.modals(here.user("max"))[-1].content)
        still_open(here)


async def test_slk21_a_card_rewritten_by_a_holder_of_the_token_still_decides_what_is_stored(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        card = await asked(here)
        request = await here.request()
        value = value_of(card)
        harmless = [{"type": "section", "text": {"type": "plain_text", "text": "Read the calendar?"}}, card.blocks[-1]]
        await token_holder(here).chat_update(channel="C0OPS", ts=card.ts, text="Read the calendar?", blocks=harmless)
        await here.app.click(here.user("olive"), card, "Approve")
        await here.until(lambda: here.ledger.lines)
        assert here.ledger.lines == [f"{request.id} v1 c0ffee"]
        (answered,) = here.decisions()
        assert answered.digest == request.digest
        await here.until(lambda: 'tag = "v1"' in card.text and "Approved by Olive" in card.text)
        lookalike = await posted_by_hand(here, here.channel(), value)
        await here.app.click(here.user("max"), lookalike, "Approve")
        await here.told("max", "not the card that I posted")
        assert len(here.decisions()) == len(here.ledger.lines) == 1


async def test_slk21_an_invented_value_under_our_action_ids_decides_nothing(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        card = await asked(here)
        olive = here.user("olive")
        names = ("approve", "reject", "edit", "details", "choose", "write", "resume", "option", "answer.0", "nothing")
        for name in names:
            assert (await press(here, olive, card, "true", f"countersign.{name}")).status == 200
        await here.until(lambda: len(here.sentences("olive")) == len(names))
        assert {text for text in here.sentences("olive") if NOT_MINE not in text} == set()
        for name in ("page.7", "page.99999", "page.x", "open"):
            assert (await press(here, olive, card, "true", f"countersign.{name}")).status == 200
        still_open(here)


async def test_slk21_a_real_value_under_another_of_our_actions_does_not_break_or_decide(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        card = await asked(here)
        olive, value = here.user("olive"), value_of(card)
        for name in ("choose", "write", "answer.0", "answer.x", "nothing", "option", "resume", "edit"):
            assert (await press(here, olive, card, value, f"countersign.{name}")).status == 200
        await here.until(lambda: len(here.sentences("olive")) + len(here.slack.modals(olive)) >= 7)
        still_open(here)


@pytest.mark.parametrize("values", [{"reason": "x" * 5_000}, {"reason": ""}, {}])
async def test_slk21_a_rejection_that_no_client_would_send_is_answered_in_words(
    tmp_path: Path, values: dict[str, Any]
) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        card = await asked(here)
        await here.app.click(here.user("olive"), card, "Reject…")
        await here.modal("olive")
        sent = await submit_anything(here, here.user("olive"), values)
        assert (sent.status, sent.outcome) == (200, "")
        assert here.ledger.lines == []
        if values.get("reason"):
            assert "That cannot be taken: reason" in str(sent.json())
            still_open(here)


async def test_slk21_half_a_letter_in_a_reason_is_read_as_one_that_is_unknown(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        card = await asked(here)
        await here.app.click(here.user("olive"), card, "Reject…")
        await here.modal("olive")
        sent = await submit_anything(here, here.user("olive"), {"reason": "\ud800 why"})
        assert sent.status == 200
        await here.until(lambda: "ApprovalSettled" in here.types())
        settled = next(event for event in here.log() if isinstance(event, e.ApprovalSettled))
        assert (settled.verdict, settled.reason) == ("rejected", "\ufffd why")
        assert here.ledger.lines == []


async def test_slk22_a_request_whose_card_was_deleted_is_decided_elsewhere(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        card = await asked(here)
        await here.app.delete(card)
        request = await here.request()
        await here.app.open_home(here.user("olive"))
        home = await here.until(lambda: here.slack.home(here.user("olive")))
        await here.app.click(here.user("olive"), home, "Approve")
        await here.until(lambda: any("v1 is out" in text for text in here.texts()))
        assert here.ledger.lines == [f"{request.id} v1 c0ffee"]
        assert here.slack.complaints == []


async def test_slk22_a_click_on_a_card_that_was_just_deleted_counts(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        card = await asked(here)
        await here.until(lambda: here.types()[-1] == "Delivered")
        await here.app.delete(card)
        await here.app.click(here.user("olive"), card, "Approve", version=-1)
        await here.until(lambda: any("v1 is out" in text for text in here.texts()))
        assert len(here.ledger.lines) == 1


async def test_slk22_a_deleted_card_of_an_open_request_is_posted_anew_when_it_changes(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH, agents=by_two) as here:
        card = await asked(here)
        await here.until(lambda: here.types()[-1] == "Delivered")
        await here.app.delete(card)
        await here.app.click(here.user("olive"), card, "Approve", version=-1)
        again = await here.card()
        assert again is not card
        assert (again.thread_ts, "1 of 2" in str(again.blocks)) == (card.thread_ts, True)
        await here.app.click(here.user("max"), again, "Approve")
        await here.until(lambda: any("v1 is out" in text for text in here.texts()))
        assert len(here.ledger.lines) == 1
        assert again.buttons() == []
        assert here.slack.complaints == []


async def test_slk23_a_click_on_what_the_card_showed_before_it_was_changed_decides_nothing(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH, agents=by_two) as here:
        card = await asked(here)
        await here.app.click(here.user("olive"), card, "Edit & approve…")
        view = await here.modal("olive")
        sent = await here.app.submit(here.user("olive"), view, {"field.tag": {"countersign.input": "v1.1"}})
        assert sent.outcome == "updated"
        new = await here.until(lambda: next((m for m in here.ours(here.channel()) if 'tag = "v1.1"' in m.text), None))
        assert (new is not card, card.buttons()) == (True, [])
        for button in ("Approve", "Reject…", "Edit & approve…"):
            await here.app.click(here.user("max"), card, button, version=0)
        await here.until(lambda: len(here.sentences("max")) == 3)
        assert all("tag: v1 → v1.1, look again" in text for text in here.sentences("max"))
        assert here.slack.modals(here.user("max")) == []
        assert (len(here.decisions()), here.ledger.lines) == (1, [])
        await here.app.click(here.user("max"), new, "Approve")
        await here.until(lambda: here.ledger.lines)
        assert here.ledger.lines[0].endswith("v1.1 c0ffee")
        assert here.slack.complaints == []


async def test_slk23_a_click_on_what_the_agent_withdrew_says_so(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, choose("push", tag="v1")) as here:
        card = await asked(here)
        request = await here.request()
        model: Any = here.platform.models["pusher"]
        model.script += [choose("withdraw", call=request.id, why="Sam thought better of it."), choose("push", tag="v2")]
        await here.app.say(here.user("sam"), here.channel(), "no, v2", card)
        second = await here.until(lambda: next((m for m in here.ours(here.channel()) if 'tag = "v2"' in m.text), None))
        await here.until(lambda: card.buttons() == [])
        assert "Withdrawn" in card.text
        await here.app.click(here.user("olive"), card, "Approve", version=0)
        await here.told("olive", "already withdrawn")
        assert (here.decisions(), here.ledger.lines) == ([], [])
        await here.app.click(here.user("olive"), second, "Approve")
        await here.until(lambda: here.ledger.lines)
        assert here.ledger.lines[0].endswith(" v2 c0ffee")
        assert [event.verdict for event in here.log() if isinstance(event, e.ApprovalSettled)] == [
            "withdrawn",
            "approved",
        ]
        assert here.slack.complaints == []
