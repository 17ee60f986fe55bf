"""Arrivals: durable before anybody is told so, each id once for ever."""

import asyncio
from pathlib import Path

import pytest

from bot.core import events as e
from bot.core.channel_messages import ChannelAddress, ChannelEntry, DiscardedInput
from bot.core.errors import AlreadyEnded, NotFound, SameIdOtherBody
from bot.engine.repository.startup_and_hourly_upkeep import sweep_threads
from tests.platform_fixture import PlatformFixture, choose
from tests.sqlite_access import sqlite_of

HERE = ChannelAddress(channel="test")


async def threads(platform: PlatformFixture) -> list[str]:
    return [row.id for row in (await platform.app.queries.list_threads()).items]


async def test_api07_fifty_launches_with_one_key_open_one_thread(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as platform:
        launches = (platform.app.launch("pusher", "push it", by="sam", key="k1") for _ in range(50))
        assert len(set(await asyncio.gather(*launches))) == 1
        await platform.settle()
        assert len(await threads(platform)) == 1
        assert len(platform.model.seen) == 1


async def test_api06_the_same_key_with_another_body_is_refused(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as platform:
        await platform.app.launch("pusher", "push it", by="sam", key="k1")
        for text, by in (("push another", "sam"), ("push it", "olive")):
            with pytest.raises(SameIdOtherBody):
                await platform.app.launch("pusher", text, by=by, key="k1")
        assert len(await threads(platform)) == 1


async def test_slk06_what_came_before_the_restart_is_known_after_it(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("reply", message="Yes?")) as platform:
        thread = await platform.launch(key="k1")
        await platform.app.say(thread, "more", by="sam", route=HERE, key="m1")
    async with PlatformFixture(tmp_path) as platform:
        await sweep_threads(platform.app.repository)
        assert await platform.app.launch("pusher", "push it", by="sam", key="k1") == thread
        await platform.app.say(thread, "more", by="sam", route=HERE, key="m1")
        await platform.settle()
        assert platform.types(thread).count("MessageReceived") == 2
        assert platform.types(thread)[-1] == "Finished"


async def test_slk08_one_message_delivered_twice_at_once_is_heard_once(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("reply", message="Yes?")) as platform:
        thread = await platform.launch()
        await asyncio.gather(*(platform.app.say(thread, "more", by="sam", route=HERE, key="m1") for _ in range(20)))
        assert platform.types(thread).count("MessageReceived") == 2


async def test_slk30_a_redelivery_after_the_thread_was_cancelled_is_known_and_a_new_message_refused(
    tmp_path: Path,
) -> None:
    async with PlatformFixture(tmp_path, choose("reply", message="Yes?")) as platform:
        thread = await platform.launch()
        await platform.app.say(thread, "more", by="sam", route=HERE, key="m1")
        await platform.app.cancel(thread, by="sam")
        await platform.app.say(thread, "more", by="sam", route=HERE, key="m1")
        with pytest.raises(SameIdOtherBody):
            await platform.app.say(thread, "different", by="sam", route=HERE, key="m1")
        with pytest.raises(AlreadyEnded):
            await platform.app.say(thread, "even more", by="sam", route=HERE, key="m2")
        assert platform.types(thread).count("MessageReceived") == 2


async def test_an_agent_or_a_thread_that_is_not_there_is_named(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as platform:
        with pytest.raises(NotFound, match="no agent 'ghost'"):
            await platform.app.launch("ghost", "hello")
        with pytest.raises(NotFound, match="no thread 't0'"):
            await platform.app.say("t0", "hello")
        assert await threads(platform) == []


async def test_eng17_messages_that_came_while_the_model_thought_are_heard_in_their_order(tmp_path: Path) -> None:
    async with PlatformFixture(
        tmp_path, choose("done", message="Done."), choose("done", message="Now, too.")
    ) as platform:
        thread = await platform.app.launch("pusher", "first", by="sam")
        turn = asyncio.ensure_future(platform.settle())
        for n in range(5):
            await platform.app.say(thread, f"message {n}", by="sam", route=HERE)
        await turn
        await platform.settle()
        texts = [event.text for event in platform.log(thread) if isinstance(event, e.MessageReceived)]
        assert texts == ["first", *(f"message {n}" for n in range(5))]
        assert b"message 4" in platform.model.seen[-1]
        assert await platform.app.queries.find_status(thread) == "finished"
        assert await platform.app.queries.find_broken_event(thread) is None


async def test_who_hangs_up_while_launching_has_launched_or_has_not_and_the_key_says_which(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as platform:
        launching = asyncio.ensure_future(platform.app.launch("pusher", "push it", by="sam", key="k1"))
        await asyncio.sleep(0)
        launching.cancel()
        with pytest.raises(asyncio.CancelledError):
            await launching
        await sqlite_of(platform.app).write_unit(lambda connection: None)
        await platform.settle()
        (thread,) = await threads(platform)
        assert platform.types(thread)[-1] == "Finished"
        assert await platform.app.launch("pusher", "push it", by="sam", key="k1") == thread


async def test_eng16_a_message_to_a_finished_thread_opens_it_again(tmp_path: Path) -> None:
    async with PlatformFixture(
        tmp_path, choose("done", message="There."), choose("done", message="There, too.")
    ) as platform:
        thread = await platform.launch()
        await platform.say(thread, "and another")
        assert platform.types(thread).count("Finished") == 2


async def test_ml4_an_id_and_what_is_owed_about_it_are_kept_together_or_not_at_all(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as platform:
        seen = DiscardedInput(channel="test", id="m1", body="a" * 64, at=platform.app.repository.clock())
        owed = [ChannelEntry("owed", "one", b"first", None), ChannelEntry("owed", "two", b"second", None)]
        store = platform.app.store.open_channel_store("test", platform.app.clock)
        assert not (await platform.app.keep_ignored(seen, owed)).again
        assert await store.list_keys("owed") == ["one", "two"]
        assert (await platform.app.keep_ignored(seen, [ChannelEntry("owed", "three", b"third", None)])).again
        with pytest.raises(SameIdOtherBody):
            await platform.app.keep_ignored(
                seen.model_copy(update={"body": "b" * 64}), [ChannelEntry("owed", "four", b"", None)]
            )
        assert await store.list_keys("owed") == ["one", "two"]
        assert await store.get("owed", "two") == b"second"
