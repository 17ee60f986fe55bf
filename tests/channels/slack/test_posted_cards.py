"""Each posted card of a request shows its latest state, also under load, and moves no button under a pointer (SL2)."""

from pathlib import Path
from typing import Any

import pytest

from bot.core.people import ApproverClause
from bot.core.policy import Policy
from slack_double import SlackDouble
from slack_double.messages import elements
from tests.channels.slack.hostile_requests import count, decide_in_the_inbox, settled
from tests.channels.slack.slack_workspace import SlackFixture, Transport, slack_platform, workspace
from tests.platform_fixture import agent, choose

TRANSPORTS: list[Transport] = ["http", "socket"]
INPUT = "countersign.input"
PUSH = (choose("push", tag="v1"), choose("done", message="v1 is out."))


def gated(quorum: int = 1, **policy: Any) -> Any:
    clause = ApproverClause(groups=("managers",), quorum=quorum)
    return lambda ledger: agent(ledger, policy=Policy(approvers=(clause,), **policy))


def home(here: SlackFixture, who: str) -> str:
    view = here.slack.home(here.user(who))
    return str(view.content) if view else ""


def rows(here: SlackFixture, who: str) -> list[tuple[str, list[str]]]:
    """The rows of a person's Home: the tag of each, and its buttons."""
    view = here.slack.home(here.user(who))
    assert view is not None
    found: list[tuple[str, list[str]]] = []
    for block in view.blocks:
        if block["block_id"].startswith("arguments."):
            found.append((str(block).split('tag = "')[1].split('"')[0], []))
        elif block["block_id"].startswith("actions.") and found:
            found[-1][1].extend(element["text"]["text"] for _, element in elements([block]))
    return found


async def three(here: SlackFixture) -> None:
    for n in range(3):
        await here.ask("sam", f"push v{n}")
        await here.until(lambda n=n: sum(bool(m.buttons()) for m in here.ours(here.channel())) == n + 1)  # type: ignore[misc]


async def test_sl2_what_is_asked_and_decided_within_one_breath_leaves_no_live_button_in_home(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, choose("done", message="Hello."), *PUSH) as here:
        await here.app.open_home(here.user("max"))
        await here.until(lambda: "Nothing waits" in home(here, "max"))
        await here.ask("sam", "hello")
        await here.until(lambda: here.thread_ids() and "Finished" in here.types())
        await here.at_rest()  # the picture of that is published
        await here.ask()
        request = await here.request()
        await here.app.open_home(here.user("max"))
        await here.until(lambda: "countersign.approve" in home(here, "max"))
        await decide_in_the_inbox(here, request, "olive")
        await here.until(lambda: "countersign.approve" not in home(here, "max"))
        await here.until(lambda: "Approved by Olive" in home(here, "max"))


async def test_sl2_what_was_decided_before_a_start_is_shown_by_home_behind_it(tmp_path: Path) -> None:
    async with SlackDouble() as slack:
        workspace(slack)
        async with slack_platform(tmp_path, PUSH[0], slack=slack) as here:
            await here.ask()
            await here.card()
            await here.app.open_home(here.user("max"))
            await here.until(lambda: "countersign.approve" in home(here, "max"))
            slack.fault("error", "views.publish", times=None, code="internal_error")
            await decide_in_the_inbox(here, await here.request(), "olive")
            await here.until(lambda: here.ledger.lines)
        assert "countersign.approve" in home(here, "max")
        slack.faults.clear()
        async with slack_platform(tmp_path, slack=slack) as here:
            await here.until(lambda: "countersign.approve" not in home(here, "max"))


async def test_sl2_a_home_that_slack_did_not_take_is_published_again(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        await here.ask()
        await here.card()
        await here.app.open_home(here.user("max"))
        await here.until(lambda: "countersign.approve" in home(here, "max"))
        here.slack.fault("error", "views.publish", times=2, code="internal_error")
        await decide_in_the_inbox(here, await here.request(), "olive")
        await here.until(lambda: "countersign.approve" not in home(here, "max"))


async def test_sl2_a_row_that_is_settled_keeps_its_place_until_home_is_opened_anew(tmp_path: Path) -> None:
    script = [choose("push", tag=f"v{n}") for n in range(3)]
    async with slack_platform(tmp_path, *script) as here:
        await three(here)
        await here.app.open_home(here.user("max"))
        await here.until(lambda: home(here, "max") and len(rows(here, "max")) == 3)
        before = rows(here, "max")
        assert [tag for tag, buttons in before if "Approve" in buttons] == ["v0", "v1", "v2"]
        view = here.slack.home(here.user("max"))
        assert view is not None
        value = next(
            element["value"] for _, element in elements(view.blocks) if element["action_id"] == "countersign.approve"
        )
        await here.app.send_actions(
            here.user("max"),
            [
                {
                    "action_id": "countersign.approve",
                    "type": "button",
                    "value": value,
                    "block_id": "b",
                    "action_ts": "1.1",
                }
            ],
            {"container": {"type": "view", "view_id": view.id}, "view": view.json()},
            "T0ACME",
        )
        await here.until(lambda: "Nothing is left to decide here" in home(here, "max"))
        after = rows(here, "max")
        assert [tag for tag, _ in after] == ["v0", "v1", "v2"], "nothing moved up under the hand"
        assert [buttons for _, buttons in after] == [[], before[1][1], before[2][1]]
        assert "Waiting for you (2)" in home(here, "max")
        await here.app.open_home(here.user("max"))
        await here.until(lambda: [tag for tag, _ in rows(here, "max")] == ["v1", "v2"])
        assert here.slack.complaints == []


async def test_sl2_the_first_of_two_is_named_and_not_called_again(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH, agents=gated(2)) as here:
        await here.ask()
        card = await here.card()
        assert "U0OLIVE" in str(card.blocks)
        await here.app.click(here.user("olive"), card, "Approve")
        await here.until(lambda: "1 of 2" in str(card.blocks))
        assert ("Approved so far by: " in str(card.blocks), "'Olive'" in str(card.blocks)) == (True, True)
        assert ("U0OLIVE" in str(card.blocks), "U0MAX" in str(card.blocks)) == (False, True)
        await here.app.click(here.user("olive"), card, "Approve")
        told = await here.told("olive", "You approved this already")
        assert "1 of 2" in told
        assert len(here.decisions()) == 1
        await here.app.click(here.user("max"), card, "Approve")
        await here.until(lambda: "Approved by Olive, Max" in card.text)
        assert "so far" not in str(card.blocks)
        assert here.slack.complaints == []


async def test_sl2_every_copy_of_what_waits_says_who_paused_its_thread_until_it_is_resumed(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, PUSH[0], options={"direct": "always"}) as here:
        await here.ask()
        request = await here.request()
        await here.app.open_home(here.user("max"))
        await here.app.open_home(here.user("sam"))

        def cards() -> list[str]:
            every = [m for m in here.slack.world.messages if m.app_id == here.app.id and m.only_for is None]
            cards = [f"{m.text} {m.blocks}" for m in every if "push" in m.text]
            return [*cards, home(here, "max"), home(here, "sam")]

        await here.until(lambda: len(cards()) >= 5 and all("push" in each for each in cards()))
        await here.platform.control.pause(request.thread_id, by="olive")
        said = ("Paused by Olive at ", "It can be decided; what is approved waits until its thread is resumed.")
        await here.until(lambda: all(all(words in each for words in said) for each in cards()))
        assert "2026-" not in "".join(cards())
        assert any(message.buttons() for message in here.ours(here.channel()))
        await here.platform.control.resume(request.thread_id, by="olive")
        await here.until(lambda: not any("Paused" in each for each in cards()))
        assert here.slack.complaints == []


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_sl2_what_is_approved_in_a_stopped_thread_says_that_it_waits_and_who_stopped_it(
    tmp_path: Path, transport: Transport
) -> None:
    async with slack_platform(tmp_path, *PUSH, transport=transport) as here:
        root = await here.ask()
        card = await here.card()
        await here.app.open_home(here.user("max"))
        await here.app.stop(here.user("sam"), root)
        stopped = await here.until(
            lambda: next((m for m in here.ours(here.channel()) if "Sam stopped me" in m.text), None)
        )
        assert (stopped.thread_ts, stopped.only_for) == (root.ts, None)
        await here.app.click(here.user("olive"), card, "Approve")
        await here.until(lambda: "It waits until its thread is resumed." in str(card.blocks))
        assert "Paused by Sam" in str(card.blocks)
        await here.until(lambda: "Paused by Sam" in home(here, "max"))
        assert (len(settled(here)), here.ledger.lines) == (1, [])
        paused = next(m for m in here.slack.ephemerals(here.user("sam")) if m.buttons())
        await here.app.click(here.user("sam"), paused, "Resume")
        await here.until(lambda: here.ledger.lines)
        await here.until(lambda: any("Sam let me go on" in text for text in here.texts()))
        await here.until(lambda: "Paused by" not in str(card.blocks))
        assert here.slack.complaints == []


async def test_sl2_an_edit_shows_what_it_changed_from_what(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH, agents=gated(edits=True)) as here:
        await here.ask()
        card = await here.card()
        await here.app.click(here.user("olive"), card, "Edit & approve…")
        await here.modal("olive")
        await here.app.submit(here.user("olive"), values={"field.tag": {INPUT: "v2"}})
        await here.until(lambda: "Approved by Olive" in card.text)
        assert 'tag: "v1" → "v2"' in str(card.blocks)


TALK = {"talk": {"groups": ["managers"]}, "stop": "people"}


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_sl2_who_may_talk_to_the_agent_and_who_may_stop_it_is_configured(
    tmp_path: Path, transport: Transport
) -> None:
    async with slack_platform(tmp_path, *PUSH, options=TALK, transport=transport) as here:
        await here.app.mention(here.user("sam"), here.channel(), "push it")
        assert "managers" in await here.told("sam", "may talk to me here")
        await here.quiet()
        assert (here.thread_ids(), len(here.sentences("sam"))) == ([], 1)
        root = await here.ask("olive")
        await here.card()
        await here.app.stop(here.user("stranger"), root)
        await here.told("stranger", "may stop me here")
        assert count(here, "Paused") == 0
        await here.app.stop(here.user("max"), root)
        await here.until(lambda: count(here, "Paused") == 1)


async def test_sl2_one_channel_has_rules_of_its_own(tmp_path: Path) -> None:
    rules = {"channels": {"C0LAST": {"talk": {"people": ["olive"]}}}}
    async with slack_platform(tmp_path, *PUSH, options=rules) as here:
        await here.ask("sam", channel="last-resort")
        assert "Only Olive may talk to me here" in await here.told("sam", "may talk to me here")
        await here.ask("sam")
        await here.card()
        assert len(here.thread_ids()) == 1


async def test_sl2_who_may_not_stop_the_agent_does_not_let_it_go_on_either(tmp_path: Path) -> None:
    async with SlackDouble() as slack:
        workspace(slack)
        async with slack_platform(tmp_path, PUSH[0], slack=slack) as here:
            root = await here.ask()
            await here.card()
            await here.app.stop(here.user("max"), root)
            await here.until(lambda: count(here, "Paused") == 1)
            await here.app.say(here.user("sam"), here.channel(), "go on", thread=root)
            paused = await here.until(
                lambda: next((m for m in here.slack.ephemerals(here.user("sam")) if m.buttons()), None)
            )
        async with slack_platform(tmp_path, slack=slack, options={"stop": {"people": ["max"]}}) as here:
            await here.app.click(here.user("sam"), paused, "Resume")
            await here.told("sam", "Only Max may let me go on here. I wait.")
            assert count(here, "Resumed") == 0
            before = len(here.slack.ephemerals(here.user("sam")))
            await here.app.say(here.user("sam"), here.channel(), "please", thread=root)
            await here.until(lambda: len(here.slack.ephemerals(here.user("sam"))) > before)
            assert here.slack.ephemerals(here.user("sam"))[-1].buttons() == []
            offered = next(m for m in here.slack.ephemerals(here.user("max")) if m.buttons())
            await here.app.click(here.user("max"), offered, "Resume")
            await here.until(lambda: count(here, "Resumed") == 1)


async def test_sl2_a_press_of_stop_that_changes_nothing_is_told(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, PUSH[0]) as here:
        root = await here.ask()
        await here.card()
        await here.app.stop(here.user("max"), root)
        await here.until(lambda: count(here, "Paused") == 1)
        await here.app.stop(here.user("olive"), root)
        await here.told("olive", "This thread is paused by Max since ", "UTC: what you write is kept")
        await here.platform.control.cancel(here.thread_ids()[0], by="sam")
        await here.app.stop(here.user("sam"), root)
        await here.told("sam", "This thread was cancelled. Nothing was changed.")
        assert count(here, "Paused") == 1
