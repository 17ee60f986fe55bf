"""When Slack does not take it: revoked tokens, 429 storms, lost answers, closing sockets, archived channels (SLK22, 24, 27-30)."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.core import events as e
from bot.core.people import ApproverClause
from bot.core.policy import Policy
from slack_double import SlackDouble
from slack_double.messages import SlackMessage
from tests.channels.slack.hostile_requests import count, decide_in_the_inbox, settled
from tests.channels.slack.slack_workspace import SlackFixture, slack_platform, workspace
from tests.platform_fixture import agent, choose

PUSH = (choose("push", tag="v1"), choose("done", message="v1 is out."))
WAIT = choose("wait", seconds=3600, why="Nobody could be told yet.")


def live(here: SlackFixture) -> list[SlackMessage]:
    """Every message with buttons in it, in any channel."""
    every = (m for m in here.slack.world.messages if m.app_id == here.app.id and not m.is_deleted and not m.only_for)
    return [message for message in every if message.buttons()]


async def failed(here: SlackFixture, many: int = 1) -> list[e.DeliveryFailed]:
    def found() -> list[e.DeliveryFailed]:
        failures = [event for id in here.thread_ids() for event in here.log(id) if isinstance(event, e.DeliveryFailed)]
        return failures if len(failures) >= many else []

    failures: list[e.DeliveryFailed] = await here.until(found)
    return failures


def nothing_ran(here: SlackFixture) -> None:
    assert (here.decisions(), settled(here), here.ledger.lines) == ([], [], [])


@pytest.mark.parametrize("code", ["invalid_auth", "account_inactive", "token_revoked", "not_authed"])
async def test_slk24_a_token_that_is_refused_reaches_nobody_approves_nothing_and_the_agent_is_told(
    tmp_path: Path, code: str
) -> None:
    async with slack_platform(tmp_path, PUSH[0], WAIT, options={"fallback": "C0LAST"}) as here:
        for method in ("chat.postMessage", "conversations.open"):
            here.slack.fault("error", method, times=None, code=code)
        await here.ask()
        failures = await failed(here, 3)
        assert all(code in failure.error or "gail is not asked" in failure.error for failure in failures)
        request = await here.request()
        await here.until(lambda: any(f.call == request.id for f in here.log() if isinstance(f, e.DeliveryFailed)))
        await here.until(lambda: count(here, "StepChosen") == 2)
        assert code in here.platform.models["pusher"].seen[-1].decode()  # type: ignore[union-attr]
        nothing_ran(here)
        assert live(here) == []
        assert (await here.platform.queries.list_requests(status="pending")).items[0].id == request.id


async def test_slk24_after_the_revocation_nothing_is_approved_and_the_inbox_still_decides(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, PUSH[0], WAIT, PUSH[1]) as here:
        here.slack.fault("error", "chat.postMessage", times=None, code="token_revoked")
        here.slack.fault("error", "conversations.open", times=None, code="token_revoked")
        await here.ask()
        request = await here.request()
        await failed(here)
        await decide_in_the_inbox(here, request, "olive")
        await here.until(lambda: here.ledger.lines)
        assert here.ledger.lines == [f"{request.id} v1 c0ffee"]


async def test_slk27_a_storm_of_429_delays_and_neither_doubles_nor_reorders(tmp_path: Path) -> None:
    script = [choose("push", words=f"Number {n}.", tag=f"v{n}") for n in range(2)]
    async with slack_platform(tmp_path, *script) as here:
        storm = here.slack.fault("rate_limited", "chat.postMessage", times=2, seconds=1)
        for n in range(2):
            await here.ask("sam", f"push v{n}")
            await here.until(lambda n=n: len(here.thread_ids()) == n + 1)  # type: ignore[misc]
        await here.until(lambda: len(live(here)) == 2)
        assert storm.struck >= 1
        await here.quiet()
        assert sorted(text.split('tag = "')[1][:2] for text in here.texts()) == ["v0", "v1"]
        assert len({card.thread_ts for card in live(here)}) == 2
        assert count(here, "DeliveryFailed") == 0
        nothing_ran(here)
        assert here.slack.complaints == []


async def test_slk27_within_a_thread_the_order_is_kept_through_a_429(tmp_path: Path) -> None:
    script = (choose("push", words="First this.", tag="v1"), choose("done", message="Then that."))
    async with slack_platform(tmp_path, *script) as here:
        here.slack.fault("rate_limited", "chat.postMessage", times=1, seconds=2)
        root = await here.ask()
        request = await here.request()
        await decide_in_the_inbox(here, request, "olive", "reject")
        await here.until(lambda: any("Then that" in text for text in here.texts()))
        card, said = here.ours(here.channel())
        assert "Rejected by Olive" in card.text
        assert "Then that" in said.text
        assert (card.buttons(), card.thread_ts, said.thread_ts) == ([], root.ts, root.ts)


async def test_slk28_a_post_whose_answer_was_lost_is_found_and_not_posted_again(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        lost = here.slack.fault("lost_after", "chat.postMessage")
        await here.ask()
        card = await here.card()
        await failed(here)
        await here.until(lambda: count(here, "Delivered") == 1)
        assert (lost.struck, len(live(here))) == (1, 1)
        await here.app.click(here.user("olive"), card, "Approve")
        await here.until(lambda: any("v1 is out" in text for text in here.texts()))
        assert (len(here.ledger.lines), len(here.ours(here.channel()))) == (1, 2)
        assert here.slack.complaints == []


async def test_slk28_a_click_before_the_lost_post_was_found_decides_nothing_wrong(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        here.slack.fault("lost_after", "chat.postMessage")
        await here.ask()
        card = await here.card()
        await here.app.click(here.user("olive"), card, "Approve")
        await here.until(lambda: here.sentences("olive") or here.decisions())
        await here.until(lambda: count(here, "Delivered") >= 1)
        if not here.decisions():
            await here.app.click(here.user("olive"), card, "Approve")
        await here.until(lambda: here.ledger.lines)
        assert (len(here.decisions()), len(here.ledger.lines)) == (1, 1)
        assert [m for m in here.ours(here.channel()) if 'tag = "v1"' in m.text] == [card]


async def test_slk28_a_post_that_was_lost_on_its_way_is_posted_once(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        here.slack.fault("lost_before", "chat.postMessage")
        await here.ask()
        await here.card()
        await here.until(lambda: count(here, "Delivered") == 1)
        assert (count(here, "DeliveryFailed"), len(live(here)), len(here.ours(here.channel()))) == (1, 1, 1)


async def test_slk29_a_socket_that_closes_before_the_acknowledgement_loses_and_doubles_nothing(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH, transport="socket") as here:
        here.slack.ack_seconds = 0.5
        root = here.app.mention(here.user("sam"), here.channel(), "push it")
        cutting = asyncio.create_task(here.slack.sockets.cut(here.app.id))
        await root
        await cutting
        card = await here.card()
        await here.slack.sockets.refresh(here.app.id)
        await here.until(lambda: here.surface.sockets.connected == 2)  # type: ignore[union-attr]
        await here.app.click(here.user("olive"), card, "Approve")
        await here.until(lambda: any("v1 is out" in text for text in here.texts()))
        assert (len(here.thread_ids()), count(here, "MessageReceived"), len(here.ledger.lines)) == (1, 1, 1)
        assert here.slack.complaints == []


async def test_slk30_what_was_committed_and_not_acknowledged_is_taken_once_by_the_next_process(tmp_path: Path) -> None:
    async with SlackDouble(ack_seconds=0.4, second=0.02) as slack:
        workspace(slack)
        async with slack_platform(tmp_path, PUSH[0], slack=slack, transport="socket") as here:
            sockets: Any = here.surface.sockets
            for client in sockets._clients:
                client.send_message = _silence
            said = await here.app.mention(here.user("sam"), here.channel(), "push it")
            assert not said.ok
            await here.until(lambda: count(here, "MessageReceived") == 1)
        async with slack_platform(tmp_path, *PUSH[1:], slack=slack, transport="socket") as here:
            await here.card()
            for delivery in said.deliveries:
                assert (await delivery.wait_until_done()).ok
            assert (len(here.thread_ids()), count(here, "MessageReceived"), len(live(here))) == (1, 1, 1)


async def _silence(message: str) -> None:
    """The acknowledgement that never leaves."""


@pytest.mark.parametrize("misfortune", ["archived", "not in channel"])
async def test_a_card_that_its_channel_does_not_take_goes_to_the_people_themselves(
    tmp_path: Path, misfortune: str
) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        release = asyncio.Event()
        slow: Any = here.platform.models["pusher"]
        choose_now = slow.choose

        async def later(request: bytes) -> Any:
            await release.wait()
            return await choose_now(request)

        slow.choose = later
        await here.ask()
        if misfortune == "archived":
            await here.app.archive(here.user("sam"), here.channel())
        else:
            here.channel().remove(here.app.bot(here.team))
        release.set()
        card = await here.card(here.app.direct(here.user("olive")))
        failures = await failed(here)
        assert all(failure.call is None for failure in failures)
        of_the_channel = [failure for failure in failures if "C0OPS" in failure.delivery]
        assert of_the_channel
        for failure in of_the_channel:
            assert ("is_archived" if misfortune == "archived" else "not_in_channel") in failure.error
        await here.app.click(here.user("olive"), card, "Approve")
        await here.until(lambda: here.ledger.lines)
        await here.until(lambda: live(here) == [])
        assert "Approved by Olive" in card.text


async def test_when_people_cannot_be_written_to_the_last_resort_gets_the_card(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH, options={"fallback": "C0LAST", "direct": "never"}) as here:
        here.slack.fault("error", "chat.postMessage", code="is_archived")
        await here.ask()
        card = await here.card(here.channel("last-resort"))
        await here.app.click(here.user("olive"), card, "Approve")
        await here.until(lambda: here.ledger.lines)
        await here.until(lambda: "Approved by Olive" in card.text)


async def test_a_card_that_is_shown_in_several_places_is_decided_once_and_rewritten_in_all(tmp_path: Path) -> None:
    def by_group(ledger: Any) -> Any:
        return agent(ledger, policy=Policy(approvers=(ApproverClause(groups=("managers",)),)))

    async with slack_platform(tmp_path, *PUSH, agents=by_group, options={"direct": "always"}) as here:
        await here.ask()
        cards = [await here.card(), *[await here.card(here.app.direct(here.user(who))) for who in ("olive", "max")]]
        people = [here.user("olive"), here.user("olive"), here.user("max")]
        await asyncio.gather(*[here.app.click(who, card, "Approve") for who, card in zip(people, cards, strict=True)])
        await here.until(lambda: live(here) == [] and here.ledger.lines)
        assert (len(here.decisions()), len(here.ledger.lines)) == (1, 1)
        winner = here.decisions()[0].person.title()
        assert all(f"Approved by {winner}" in card.text for card in cards)
        assert here.slack.complaints == []
