"""DEL1 on PostgreSQL: the same events as on SQLite, and one child and one result also where several processes work."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.core import events as e
from bot.store.postgres.store import open_postgres_store
from tests.campaigns.kill_scenarios import GIVEN, Planner
from tests.engine.delegation.task_platform import TaskPlatform
from tests.engine.test_pg4_shared_database import PeerPlatform
from tests.platform_fixture import FakeClock
from tests.postgres_databases import KEYS

ROUNDS = 6


async def list_types(platform: TaskPlatform, thread: str) -> list[str]:
    return [each.event.row_type for each in await platform.app.queries.list_events(thread)]


async def give_and_approve(platform: TaskPlatform) -> list[list[str]]:
    """The types of the events of the parent and of the child."""
    parent = await platform.app.launch("boss", "release it", by="sam")
    await platform.settle()
    await platform.approve()
    events = [each.event for each in await platform.app.queries.list_events(parent)]
    (child,) = [each.child for each in events if isinstance(each, e.TaskDelegated)]
    return [await list_types(platform, parent), await list_types(platform, child)]


async def test_del1_both_databases_hold_the_same_events(tmp_path: Path, postgres_url: str) -> None:
    (tmp_path / "pg").mkdir()
    async with TaskPlatform(tmp_path) as one:
        on_sqlite = await give_and_approve(one)
    async with TaskPlatform(tmp_path / "pg", store=open_postgres_store(postgres_url, lambda: KEYS)) as other:
        assert await give_and_approve(other) == on_sqlite


class TaskPeer(TaskPlatform, PeerPlatform):
    """One of several platforms over one database, each with both agents."""


OpenPeer = Callable[[], Awaitable[TaskPeer]]


@pytest.fixture
async def open_peer(tmp_path: Path, postgres_url: str) -> AsyncIterator[OpenPeer]:
    clock = FakeClock()
    async with AsyncExitStack() as opened:

        async def open_next() -> TaskPeer:
            store = open_postgres_store(postgres_url, lambda: KEYS, is_shared=True)
            peer = await opened.enter_async_context(TaskPeer(tmp_path, clock=clock, store=store))
            peer.app.models.update({"boss": Planner(GIVEN), "pusher": Planner(())})
            return peer

        yield open_next


async def test_del1_of_two_processes_one_opens_the_child_and_one_reports_it(open_peer: OpenPeer) -> None:
    peers = [await open_peer() for _ in range(2)]
    threads = [await peers[n % 2].app.launch("boss", "release it", by="sam") for n in range(ROUNDS)]
    async with asyncio.timeout(60):
        while True:
            for peer in peers:
                peer.app.queue.poll_soon()
            await asyncio.gather(*(peer.settle() for peer in peers))
            ends = [await count_ends(peers[0], thread) for thread in threads]
            if all(ends):
                break
    assert ends == [1] * ROUNDS
    rows = (await peers[1].app.queries.list_threads(limit=100)).items
    assert len(rows) == 2 * ROUNDS


async def count_ends(platform: TaskPlatform, thread: str) -> int:
    platform.app.repository.mark_outdated(thread)
    return (await list_types(platform, thread)).count("TaskEnded")
