"""The hub: told of every commit, one flag a listener, and an end for everybody when the server stops."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.people import Person
from bot.http.page_change_feed import ChangeFeed
from tests.platform_fixture import MAX, OLIVE, SAM, PlatformFixture, choose


@pytest.fixture
async def platform(tmp_path: Path) -> AsyncIterator[PlatformFixture]:
    async with PlatformFixture(tmp_path, *[choose("done", message="Done.")] * 9) as platform:
        yield platform


async def is_silent(changes: AsyncIterator[bool]) -> bool:
    return await anext(changes) is False


async def test_a_listener_is_told_at_once_and_after_every_change(platform: PlatformFixture) -> None:
    live = ChangeFeed(platform.app.repository)
    thread = await platform.launch()
    changes = live.find_follower(OLIVE).watch_changes(thread, 0.01)
    assert await anext(changes)
    assert await is_silent(changes)
    await platform.say(thread, "more")
    assert await anext(changes)
    assert await is_silent(changes)


async def test_a_thousand_changes_are_one_flag(platform: PlatformFixture) -> None:
    olive, thread = ChangeFeed(platform.app.repository).find_follower(OLIVE), await platform.launch()
    before, changes = await olive.read_count(), olive.watch_changes(thread, 0.01)
    assert await anext(changes)
    for _ in range(1000):
        platform.app.repository.changes.notify_subscribers(thread)
    assert await anext(changes)
    assert await is_silent(changes)
    assert await olive.read_count() == before + 1000


async def test_other_threads_are_not_heard_and_all_of_them_are(platform: PlatformFixture) -> None:
    olive = ChangeFeed(platform.app.repository).find_follower(OLIVE)
    first, second = await platform.launch(), await platform.launch()
    one, all = olive.watch_changes(first, 0.01), olive.watch_changes(None, 0.01)
    assert [await anext(one), await anext(all)] == [True, True]
    platform.app.repository.changes.notify_subscribers(second)
    assert await is_silent(one)
    assert await anext(all)


async def test_see1_what_somebody_does_not_see_neither_rings_nor_counts(platform: PlatformFixture) -> None:
    live = ChangeFeed(platform.app.repository)
    zoe, sam, max_ = (live.find_follower(person) for person in (Person(id="zoe", name="Zoe"), SAM, MAX))
    listening = [each.watch_changes(None, 0.01) for each in (zoe, sam, max_)]
    assert [await anext(each) for each in listening] == [True] * 3
    await platform.launch(by="sam")
    assert [await anext(each) for each in listening] == [False, True, True]
    assert (await zoe.read_count(), await sam.read_count(), await max_.read_count() > 0) == (
        0,
        await max_.read_count(),
        True,
    )
    blind = zoe.watch_changes("t-not-theirs", 0.01)
    assert await anext(blind)
    platform.app.repository.changes.notify_subscribers("t-not-theirs")
    assert await is_silent(blind)


async def test_who_listened_before_us_still_hears(platform: PlatformFixture) -> None:
    heard: list[str] = []
    platform.app.repository.changes.subscribe(heard.append)
    ChangeFeed(platform.app.repository)
    thread = await platform.launch()
    assert set(heard) == {thread}


async def test_who_goes_away_is_forgotten(platform: PlatformFixture) -> None:
    live = ChangeFeed(platform.app.repository)
    changes = live.find_follower(OLIVE).watch_changes("t1")
    await anext(changes)
    assert live.listeners == 1
    assert hasattr(changes, "aclose")
    await changes.aclose()
    assert live.listeners == 0


async def test_closing_ends_everybody_who_listens(platform: PlatformFixture) -> None:
    live = ChangeFeed(platform.app.repository)
    changes = live.find_follower(OLIVE).watch_changes("t1")
    await anext(changes)
    waiting = asyncio.ensure_future(anext(changes, None))
    await asyncio.sleep(0)
    live.close()
    assert await waiting is None
    assert live.listeners == 0
    assert [each async for each in live.find_follower(OLIVE).watch_changes("t1")] == []
