"""Attacks by words: doubled and racing deliveries, words and signs that are no decision, bots, edits, other organisations (SLK07, 08, 34, 35)."""

import asyncio
from pathlib import Path

import pytest

from bot.core import events as e
from tests.channels.slack.hostile_requests import abroad, count, resend
from tests.channels.slack.slack_workspace import SlackFixture, Transport, slack_platform
from tests.platform_fixture import choose

TRANSPORTS: list[Transport] = ["http", "socket"]
PUSH = choose("push", tag="v1")
WAIT = choose("wait", seconds=3600, why="The approval is still open.")
DONE = choose("done", message="v1 is out.")


def still_waits(here: SlackFixture) -> None:
    assert (here.decisions(), here.ledger.lines) == ([], [])
    assert "ApprovalSettled" not in here.types(here.thread_ids()[0])


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_slk07_one_message_that_comes_as_a_mention_and_as_a_message_starts_one_turn(
    tmp_path: Path, transport: Transport
) -> None:
    async with slack_platform(tmp_path, PUSH, DONE, transport=transport) as here:
        said = await here.app.mention(here.user("sam"), here.channel(), "push it")
        assert sorted(delivery.kind for delivery in said.deliveries) == ["app_mention", "message"]
        assert said.ok
        await here.card()
        await here.quiet()
        assert (len(here.thread_ids()), count(here, "MessageReceived"), count(here, "StepChosen")) == (1, 1, 1)
        below = await here.app.mention(here.user("sam"), here.channel(), "hurry up", said.message)
        assert below.ok
        await here.until(lambda: count(here, "MessageReceived") == 2)
        await here.quiet()
        assert (len(here.thread_ids()), count(here, "MessageReceived")) == (1, 2)


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_slk08_of_many_deliveries_of_one_message_at_once_one_is_taken(
    tmp_path: Path, transport: Transport
) -> None:
    async with slack_platform(tmp_path, PUSH, DONE, transport=transport) as here:
        here.slack.fault("lost_delivery", "message")
        here.slack.fault("lost_delivery", "app_mention")
        said = await here.app.mention(here.user("sam"), here.channel(), "push it")
        copies = [resend(here, each) for each in said.deliveries for _ in range(15)]
        assert all(attempt.ok for attempt in await asyncio.gather(*copies))
        await here.card()
        await here.quiet()
        assert (len(here.thread_ids()), count(here, "MessageReceived"), count(here, "StepChosen")) == (1, 1, 1)
        assert len(here.ours(here.channel())) == 1


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_slk34_neither_an_emoji_nor_the_word_approve_is_a_decision(tmp_path: Path, transport: Transport) -> None:
    async with slack_platform(tmp_path, PUSH, *[WAIT] * 6, transport=transport) as here:
        root = await here.ask()
        card = await here.card()
        for emoji in ("white_check_mark", "+1", "heavy_check_mark"):
            await here.app.react(here.user("olive"), card, emoji)
        for words in ("approve", "yes", "Approved!", "/approve"):
            assert (await here.app.say(here.user("olive"), here.channel(), words, root)).ok
        await here.until(lambda: count(here, "MessageReceived") == 5)
        await here.quiet()
        still_waits(here)
        assert len(card.buttons()) == 3
        heard = [event for event in here.log() if isinstance(event, e.MessageReceived)]
        assert [(event.by, event.text) for event in heard[1:]] == [
            ("olive", "approve"),
            ("olive", "yes"),
            ("olive", "Approved!"),
            ("olive", "/approve"),
        ]
        assert here.slack.complaints == []


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_slk35_bots_and_our_own_words_start_nothing(tmp_path: Path, transport: Transport) -> None:
    async with slack_platform(tmp_path, PUSH, DONE, transport=transport) as here:
        ours = here.app.bot(here.team)
        other = here.team.user("U0OTHERBOT", "Otherbot", is_bot=True, bot_id="B0OTHER", app_id="A0OTHER")
        here.channel().add(other)
        at_us = f"<@{ours.id}> push it"
        await here.app.say(other, here.channel(), at_us)
        await here.app.say(other, here.channel(), at_us, subtype="bot_message")
        await here.app.say(ours, here.channel(), at_us)
        await here.app.say(ours, here.app.direct(here.user("sam")), "push it")
        await here.quiet()
        assert here.thread_ids() == []
        root = await here.ask()
        await here.card()
        for _ in range(5):
            await here.app.say(other, here.channel(), at_us, root)
            await here.app.say(ours, here.channel(), at_us, root)
        await here.quiet()
        assert (len(here.thread_ids()), count(here, "MessageReceived")) == (1, 1)
        assert here.slack.complaints == []


async def test_slk35_two_of_our_bots_in_one_thread_do_not_talk_for_ever(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, choose("done", message="<@U0OTHERBOT> what do you think?")) as here:
        other = here.team.user("U0OTHERBOT", "Otherbot", is_bot=True, bot_id="B0OTHER", app_id="A0OTHER")
        here.channel().add(other)
        root = await here.ask()
        await here.until(lambda: len(here.texts()) == 1)
        for _ in range(4):
            await here.app.say(other, here.channel(), f"<@{here.app.bot(here.team).id}> and you?", root)
        await here.quiet()
        assert (count(here, "MessageReceived"), len(here.texts())) == (1, 1)
        assert len(here.platform.models["pusher"].seen) == 1  # type: ignore[union-attr]


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_edits_previews_counts_and_deletions_of_messages_start_nothing(
    tmp_path: Path, transport: Transport
) -> None:
    async with slack_platform(tmp_path, PUSH, DONE, transport=transport) as here:
        root = await here.ask()
        await here.card()
        await here.until(lambda: "Delivered" in here.types())
        before = here.types()
        bot = here.app.bot(here.team).id
        await here.app.edit(here.user("sam"), root, f"<@{bot}> push v2 instead")
        await here.app.unfurl(root, "https://shop.example/v2", "v2")
        await here.app.recount(root)
        plain = await here.app.say(here.user("max"), here.channel(), "no mention of anybody")
        await here.app.edit(here.user("max"), plain.message, f"<@{bot}> push v3")
        await here.app.delete(root)
        await here.quiet()
        assert (len(here.thread_ids()), here.types()) == (1, before)
        still_waits(here)


async def test_what_is_said_beside_the_thread_and_to_nobody_is_not_taken(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, PUSH, DONE) as here:
        root = await here.ask()
        await here.card()
        await here.app.say(here.user("olive"), here.channel(), "lunch?")
        other = await here.app.say(here.user("olive"), here.channel(), "a thread of ours alone")
        await here.app.say(here.user("max"), here.channel(), "approve", other.message)
        await here.quiet()
        assert (len(here.thread_ids()), count(here, "MessageReceived")) == (1, 1)
        assert here.slack.messages(here.channel(), root.ts)[-1].buttons()


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_somebody_of_another_organisation_starts_nothing_and_says_nothing(
    tmp_path: Path, transport: Transport
) -> None:
    async with slack_platform(tmp_path, PUSH, DONE, transport=transport) as here:
        eve = abroad(here, "U0EVE", "Eve")
        twin = abroad(here, "U0OLIVE", "Olive of Evil")
        for outsider in (eve, twin):
            await here.app.mention(outsider, here.channel(), "push it")
        await here.quiet()
        assert here.thread_ids() == []
        root = await here.ask()
        await here.card()
        for outsider in (eve, twin):
            await here.app.mention(outsider, here.channel(), "push v666", root)
        await here.quiet()
        assert (len(here.thread_ids()), count(here, "MessageReceived")) == (1, 1)


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_sl2_somebody_of_another_organisation_is_told_once_in_a_conversation_that_nothing_was_done(
    tmp_path: Path, transport: Transport
) -> None:
    async with slack_platform(tmp_path, PUSH, DONE, transport=transport) as here:
        eve = here.slack.team("T0EVIL", "Evil").user("U0EVE", "Eve")
        here.channel().add(eve)
        for _ in range(3):
            await here.app.mention(eve, here.channel(), "push it")
        await here.until(lambda: here.slack.ephemerals(eve))
        root = await here.ask()
        await here.card()
        await here.app.say(eve, here.channel(), "looks good to me", root)
        await here.quiet()
        (told,) = here.slack.ephemerals(eve)
        assert "only from members of the organisation that runs me" in told.text
        assert (len(here.thread_ids()), count(here, "MessageReceived")) == (1, 1)


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_sl2_a_mention_in_a_cancelled_thread_is_answered_once_though_it_comes_twice(
    tmp_path: Path, transport: Transport
) -> None:
    async with slack_platform(tmp_path, PUSH, DONE, transport=transport) as here:
        root = await here.ask()
        await here.card()
        await here.platform.cancel(here.thread_ids()[0], by="olive")
        said = await here.app.mention(here.user("sam"), here.channel(), "hello?", root)
        assert len(said.deliveries) == 2
        await here.told("sam", "takes no more messages")
        for delivery in said.deliveries:
            assert (await resend(here, delivery, retry=1)).ok
        await here.quiet()
        assert len(here.sentences("sam")) == 1


async def test_the_order_of_deliveries_does_not_matter_to_what_a_thread_holds(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, PUSH, *[WAIT] * 3) as here:
        root = await here.ask()
        await here.card()
        here.slack.fault("reorder", "message", seconds=0.3)
        here.slack.fault("duplicate", "message", times=3)
        first = here.app.say(here.user("max"), here.channel(), "one", root)
        second = here.app.say(here.user("max"), here.channel(), "two", root)
        await asyncio.gather(first, second)
        await here.until(lambda: count(here, "MessageReceived") == 3)
        await here.quiet()
        heard = [event.text for event in here.log() if isinstance(event, e.MessageReceived)]
        assert sorted(heard) == ["one", "push it", "two"]
        still_waits(here)


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_gate2_whoever_is_not_linked_is_named_by_their_account(tmp_path: Path, transport: Transport) -> None:
    async with slack_platform(tmp_path, PUSH, WAIT, WAIT, transport=transport) as here:
        here.user("stranger").name = "Olive"
        root = await here.ask("stranger")
        await here.card()
        await here.app.mention(here.user("stranger"), here.channel(), "make it v2", root)
        await here.app.mention(here.user("olive"), here.channel(), "make it v3", root)
        said = await here.until(lambda: _received(here, 3))
        assert [(each.by, each.sender, each.account) for each in said] == [
            (None, "@U0STRANGER, not linked", "slack:T0ACME/U0STRANGER"),
            (None, "@U0STRANGER, not linked", "slack:T0ACME/U0STRANGER"),
            ("olive", "Olive", ""),
        ]


async def test_gate2_a_stranger_opens_a_thread_under_their_account(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, PUSH, WAIT) as here:
        await here.ask("stranger")
        await here.card()
        opened = here.log()[0]
        assert isinstance(opened, e.ThreadOpened)
        assert (opened.requester, opened.account) == (None, "slack:T0ACME/U0STRANGER")
        assert opened.sender == "@U0STRANGER, not linked"


def _received(here: SlackFixture, many: int) -> list[e.MessageReceived] | None:
    found = [event for event in here.log() if isinstance(event, e.MessageReceived)]
    return found if len(found) == many else None
