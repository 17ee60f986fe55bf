"""Subscribers of changed threads: each is told, one that fails stops no other, and one that left is not told."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import structlog

from bot.engine.channel_gateway import PlatformChannelGateway
from bot.http.page_change_feed import ChangeFeed
from tests.platform_fixture import PlatformFixture


@pytest.fixture
async def platform(tmp_path: Path) -> AsyncIterator[PlatformFixture]:
    async with PlatformFixture(tmp_path) as platform:
        yield platform


@pytest.fixture
def gateway(platform: PlatformFixture) -> PlatformChannelGateway:
    return PlatformChannelGateway(platform.app, "email", {}, "http://127.0.0.1:8080")


async def test_kit5_every_subscriber_is_told_of_a_changed_thread(
    platform: PlatformFixture, gateway: PlatformChannelGateway
) -> None:
    first: list[str] = []
    second: list[str] = []
    gateway.watch_threads(first.append)
    gateway.watch_threads(second.append)
    thread = await platform.launch()
    assert set(first) == {thread}
    assert first == second


async def test_kit5_who_unsubscribed_is_told_no_more_and_the_others_are(
    platform: PlatformFixture, gateway: PlatformChannelGateway
) -> None:
    gone: list[str] = []
    there: list[str] = []
    unsubscribe = gateway.watch_threads(gone.append)
    gateway.watch_threads(there.append)
    unsubscribe()
    unsubscribe()
    thread = await platform.launch()
    assert gone == []
    assert set(there) == {thread}


async def test_kit5_the_same_callback_twice_is_two_subscriptions(
    platform: PlatformFixture, gateway: PlatformChannelGateway
) -> None:
    heard: list[str] = []
    one = gateway.watch_threads(heard.append)
    gateway.watch_threads(heard.append)
    platform.app.repository.changes.notify_subscribers("t1")
    assert heard == ["t1", "t1"]
    one()
    platform.app.repository.changes.notify_subscribers("t2")
    assert heard == ["t1", "t1", "t2"]


async def test_kit5_an_error_of_one_subscriber_is_logged_and_stops_neither_the_others_nor_the_thread(
    platform: PlatformFixture, gateway: PlatformChannelGateway
) -> None:
    heard: list[str] = []

    def fail(thread: str) -> None:
        raise RuntimeError("the screen is off")

    gateway.watch_threads(fail)
    gateway.watch_threads(heard.append)
    with structlog.testing.capture_logs() as lines:
        thread = await platform.launch()
    assert set(heard) == {thread}
    assert platform.types(thread)[-1] == "Finished"
    assert {(line["event"], line["thread"]) for line in lines if line["log_level"] == "error"} == {
        ("subscriber of changed threads failed", thread)
    }


async def test_kit5_one_that_leaves_while_others_are_told_is_not_told_any_more(
    platform: PlatformFixture, gateway: PlatformChannelGateway
) -> None:
    heard: list[str] = []
    gateway.watch_threads(lambda thread: unsubscribe())
    unsubscribe = gateway.watch_threads(heard.append)
    await platform.launch()
    assert heard == []


async def test_kit5_a_closed_change_feed_leaves_the_repository(platform: PlatformFixture) -> None:
    before = len(platform.app.repository.changes)
    feed = ChangeFeed(platform.app.repository)
    assert len(platform.app.repository.changes) == before + 1
    feed.close()
    assert len(platform.app.repository.changes) == before
