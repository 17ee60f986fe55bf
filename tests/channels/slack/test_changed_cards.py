"""An edit while a person is about to click: the old card loses its buttons, a new one comes below it, old clicks decide nothing (web2)."""

from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.core.decisions import ApprovalDecision
from bot.core.errors import FormComplaints
from bot.core.people import ApproverClause
from bot.core.policy import Policy, RejectOption
from slack_double import SlackDouble
from slack_double.messages import SlackMessage, elements
from tests.channels.slack.hostile_requests import press, settled
from tests.channels.slack.slack_workspace import SlackFixture, Transport, slack_platform, workspace
from tests.platform_fixture import agent, choose
from tests.sqlite_access import owes_delivery

TRANSPORTS: list[Transport] = ["http", "socket"]
INPUT = "countersign.input"
PUSH = (choose("push", tag="v3.1.0"), choose("done", message="It is out."))
LOOK = "tag: v3.1.0 → v9.9.8, look again"


def by_two(**policy: Any) -> Any:
    gate = Policy(approvers=(ApproverClause(groups=("managers",), quorum=2),), edits=True, **policy)
    return lambda ledger: agent(ledger, policy=gate)


async def edit(here: SlackFixture, tag: str, by: str = "olive", confirmation: str = "") -> None:
    """Somebody changes the tag in the inbox."""
    request = await here.request()
    fields = {"call": request.id, "digest": request.digest, "person": by, "confirmation": confirmation}
    arguments = f'{{"commit":"c0ffee","tag":"{tag}"}}'
    await here.platform.decide(
        ApprovalDecision(**fields, decision="approve", arguments=arguments, door="web", credential="session")
    )


async def newer(here: SlackFixture, than: SlackMessage) -> SlackMessage:
    """The card that came below this one, once this one has lost its buttons."""

    def found() -> SlackMessage | None:
        live = [each for each in here.ours(than.channel) if each.buttons()]
        return live[0] if len(live) == 1 and live[0] is not than else None

    card: SlackMessage = await here.until(found)
    return card


def ids(card: SlackMessage) -> list[str]:
    return [button["text"]["text"] for button in card.buttons()]


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_web2_an_edit_strips_the_old_card_and_posts_a_new_one_below_it(
    tmp_path: Path, transport: Transport
) -> None:
    async with slack_platform(tmp_path, *PUSH, agents=by_two(), transport=transport) as here:
        await here.ask()
        old = await here.card()
        await edit(here, "v9.9.8")
        new = await newer(here, old)
        assert "Changed by Olive: tag: v3.1.0 → v9.9.8. See the new card" in old.text
        assert "v9.9.8" in str(old.blocks)
        assert (new.channel, new.thread_ts) == (old.channel, old.thread_ts)
        assert float(new.ts) > float(old.ts)
        assert 'tag = "v9.9.8"' in new.text
        assert ids(new) == ["Approve", "Reject…", "Edit & approve…", "Details"]
        await here.app.click(here.user("max"), new, "Approve")
        await here.until(lambda: here.ledger.lines)
        assert here.ledger.lines[0].endswith(" v9.9.8 c0ffee")
        await here.until(lambda: all("Approved by Olive, Max" in card.text for card in (old, new)))
        assert old.buttons() == new.buttons() == []
        assert "Changed by Olive: tag: v3.1.0 → v9.9.8" in str(old.blocks)
        assert here.slack.complaints == []


@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.parametrize("button", ["Approve", "Reject…", "Edit & approve…"])
async def test_web2_a_click_with_an_old_digest_decides_nothing_and_says_what_is_different(
    tmp_path: Path, transport: Transport, button: str
) -> None:
    async with slack_platform(tmp_path, *PUSH, agents=by_two(), transport=transport) as here:
        await here.ask()
        old = await here.card()
        await edit(here, "v9.9.8")
        new = await newer(here, old)
        await here.app.click(here.user("max"), old, button, version=0)
        said = await here.told("max", LOOK)
        linked = f"/requests/{(await here.request()).id}" in said
        assert linked is (transport == "http"), "over Socket Mode an inbox on the loopback is out of reach"
        assert "Changed by Olive" in said
        await press(here, here.user("gail"), new, first_value(old))
        assert (len(here.decisions()), settled(here), here.ledger.lines) == (1, [], [])
        assert here.slack.modals(here.user("max")) == []
        assert here.slack.complaints == []


def first_value(card: SlackMessage) -> str:
    """The value of Approve when the card was posted."""
    pressed = (
        button for _, button in elements(card.versions[0].blocks) if button["action_id"] == "countersign.approve"
    )
    return str(next(pressed)["value"])


async def test_web2_a_click_before_slack_has_heard_of_the_change_decides_nothing(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH, agents=by_two()) as here:
        await here.ask()
        old = await here.card()
        await here.until(lambda: here.types()[-1] == "Delivered")
        slow = here.slack.fault("rate_limited", "chat.update", times=None, seconds=1)
        await edit(here, "v9.9.8")
        await here.until(lambda: slow.struck)
        assert "Approve" in ids(old), "its buttons are still there"
        await here.app.click(here.user("max"), old, "Approve")
        await here.told("max", LOOK)
        assert (len(here.decisions()), here.ledger.lines) == (1, [])
        here.slack.faults.clear()
        await newer(here, old)


async def test_web2_everybodys_direct_messages_change_in_the_same_way(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH, agents=by_two()) as here:
        await here.platform.launch("pusher", "push it", by="sam")
        rooms = [await here.until(partial(direct, here, who)) for who in ("olive", "max")]
        old = [await here.card(room) for room in rooms]
        await edit(here, "v9.9.8", by="max")
        new = [await newer(here, card) for card in old]
        assert all("Changed by Max: tag: v3.1.0 → v9.9.8" in card.text for card in old)
        await here.app.click(here.user("olive"), old[0], "Approve", version=0)
        await here.told("olive", LOOK)
        await here.app.click(here.user("olive"), new[0], "Approve")
        await here.until(lambda: here.ledger.lines)
        await here.until(lambda: all("Approved by" in card.text for card in (*old, *new)))
        assert not any(card.buttons() for card in (*old, *new))


def home(here: SlackFixture, who: str) -> str:
    """The text of this person's Home tab."""
    view = here.slack.home(here.user(who))
    assert view is not None
    return str(view.content)


def direct(here: SlackFixture, who: str) -> Any:
    """The conversation of the app with this person, once it has a message."""
    every = here.slack.world.messages
    return next(
        (m.channel for m in every if m.channel.id.startswith("D") and here.user(who) in people(m.channel)), None
    )


def people(channel: Any) -> list[Any]:
    return list(channel.members.values())


async def test_web2_two_edits_leave_one_card_with_buttons(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH, agents=by_two()) as here:
        await here.ask()
        first = await here.card()
        await edit(here, "v9.9.8")
        second = await newer(here, first)
        await edit(here, "v4.0.0", by="max")
        third = await newer(here, second)
        await here.until(lambda: "Changed by Olive, Max: tag: v3.1.0 → v4.0.0" in first.text)
        assert "Changed by Max: tag: v9.9.8 → v4.0.0" in second.text
        await here.app.click(here.user("gail"), second, "Approve", version=0)
        for card in (first, second):
            await here.app.click(here.user("olive"), card, "Approve", version=0)
        await here.told("olive", "tag: v9.9.8 → v4.0.0, look again")
        await here.told("olive", "tag: v3.1.0 → v4.0.0, look again")
        await here.app.click(here.user("olive"), third, "Approve")
        await here.until(lambda: here.ledger.lines)
        assert here.ledger.lines[0].endswith(" v4.0.0 c0ffee")


async def test_web2_an_edit_that_settles_shows_its_end_where_the_card_stands(tmp_path: Path) -> None:
    gate = Policy(approvers=(ApproverClause(groups=("managers",)),), edits=True)
    async with slack_platform(tmp_path, *PUSH, agents=lambda ledger: agent(ledger, policy=gate)) as here:
        await here.ask()
        card = await here.card()
        await edit(here, "v9.9.8")
        await here.until(lambda: "Approved by Olive" in card.text)
        await here.until(lambda: any("It is out" in text for text in here.texts()))
        assert [message for message in here.ours(here.channel()) if "pproved" in message.text] == [card]


MODALS = {
    "Reject…": {"reason": {INPUT: "Not before Monday, please."}},
    "Edit & approve…": {"field.tag": {INPUT: "v3.1.1"}},
}


@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.parametrize("button", MODALS)
async def test_web2_a_dialog_of_the_old_card_is_refused_and_keeps_its_words(
    tmp_path: Path, transport: Transport, button: str
) -> None:
    async with slack_platform(tmp_path, *PUSH, agents=by_two(), transport=transport) as here:
        await here.ask()
        old = await here.card()
        await here.app.click(here.user("max"), old, button)
        view = await here.modal("max")
        await edit(here, "v9.9.8")
        await newer(here, old)
        sent = await here.app.submit(here.user("max"), view, MODALS[button])
        (block, text), *more = sent.json()["errors"].items()
        assert (sent.outcome, block, more) == ("errors", next(iter(MODALS[button])), [])
        assert LOOK in text
        assert here.slack.modals(here.user("max")) == [view], "it is still open"
        assert (len(here.decisions()), settled(here), here.ledger.lines) == (1, [], [])
        assert here.slack.complaints == []


async def test_web2_a_typed_word_for_the_old_card_is_refused(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH, agents=by_two(irreversible=True, typed="commit")) as here:
        await here.ask()
        old = await here.card()
        await here.app.click(here.user("max"), old, "Approve…")
        view = await here.modal("max")
        await edit(here, "v9.9.8", confirmation="c0ffee")
        await newer(here, old)
        sent = await here.app.submit(here.user("max"), view, {"typed": {INPUT: "c0ffee"}})
        assert sent.outcome == "errors"
        assert LOOK in sent.json()["errors"]["typed"]
        assert (len(here.decisions()), here.ledger.lines) == (1, [])


async def test_web2_a_reason_to_choose_does_not_redraw_an_old_dialog(tmp_path: Path) -> None:
    options = (RejectOption(name="late", text="It is too late in the week."),)
    async with slack_platform(tmp_path, *PUSH, agents=by_two(reject_options=options)) as here:
        await here.ask()
        old = await here.card()
        await here.app.click(here.user("max"), old, "Reject…")
        view = await here.modal("max")
        await edit(here, "v9.9.8")
        await newer(here, old)
        before = str(view.content)
        await here.app.click(here.user("max"), view, "countersign.option", entered="late")
        await here.until(lambda: LOOK in str(here.slack.modals(here.user("max"))[-1].content))
        assert str(view.content) == before


async def test_web2_a_new_card_whose_answer_was_lost_is_posted_once(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH, agents=by_two()) as here:
        await here.ask()
        old = await here.card()
        await here.until(lambda: here.types()[-1] == "Delivered")
        lost = here.slack.fault("lost_after", "chat.postMessage")
        await edit(here, "v9.9.8")
        new = await newer(here, old)
        await here.until(lambda: lost.struck and not owes_delivery(here.platform, here.thread_ids()[0]))
        assert [card for card in here.ours(here.channel()) if card.buttons()] == [new]
        assert len(here.ours(here.channel())) == 2


async def test_web2_what_was_changed_while_the_server_was_down_between_two_deliveries_is_shown_once(
    tmp_path: Path,
) -> None:
    async with SlackDouble() as slack:
        workspace(slack)
        async with slack_platform(tmp_path, PUSH[0], agents=by_two(), slack=slack) as here:
            await here.ask()
            old = await here.card()
            await here.until(lambda: here.types()[-1] == "Delivered")
            slack.fault("rate_limited", "chat.update", times=3, seconds=2)
            await edit(here, "v9.9.8")
        async with slack_platform(tmp_path, PUSH[1], agents=by_two(), slack=slack) as here:
            new = await newer(here, old)
            assert "Changed by Olive" in old.text
            await here.app.click(here.user("max"), new, "Approve")
            await here.until(lambda: here.ledger.lines)
            assert here.ledger.lines[0].endswith(" v9.9.8 c0ffee")


async def test_web2_changed_rules_replace_the_card_too(tmp_path: Path) -> None:
    async with SlackDouble() as slack:
        workspace(slack)
        async with slack_platform(tmp_path, PUSH[0], agents=by_two(), slack=slack) as here:
            await here.ask()
            old = await here.card()
            await here.until(lambda: here.types()[-1] == "Delivered")
        async with slack_platform(tmp_path, PUSH[1], agents=by_two(veto=False), slack=slack) as here:
            new = await newer(here, old)
            assert "its rules were changed" in old.text
            await here.app.click(here.user("max"), old, "Approve", version=0)
            await here.told("max", "its rules were changed, look again")
            assert here.decisions() == []
            await here.app.click(here.user("max"), new, "Approve")
            await here.until(lambda: here.decisions())


async def test_web2_a_secret_is_not_put_in_and_the_card_stands(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH, agents=by_two()) as here:
        await here.ask()
        old = await here.card()
        with pytest.raises(FormComplaints) as refused:
            await edit(here, "ghp_0123456789abcdefABCDEF")
        assert "looks like a secret" in refused.value.complaints["tag"]
        await here.quiet()
        assert "Approve" in [button["text"]["text"] for button in old.buttons()]
        assert "ghp_" not in str(refused.value) + old.text + str(old.blocks)
        assert not [m for m in here.ours(here.channel()) if "ghp_" in m.text + str(m.blocks)]


async def test_web2_home_decides_nothing_that_was_changed(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH, agents=by_two()) as here:
        await here.ask()
        await here.card()
        await here.app.open_home(here.user("max"))
        view = await here.until(lambda: here.slack.home(here.user("max")))
        await here.until(lambda: "countersign.approve" in str(view.content))
        await edit(here, "v9.9.8")
        await here.until(lambda: "Changed by Olive: tag: v3.1.0 → v9.9.8" in home(here, "max"))
        assert "countersign.approve" not in home(here, "max")
