"""PG10: processes of two releases over one database: a thread with an event that the older one cannot read is the newer one's."""

import pytest

from bot.core import events as e
from bot.core.base_types import to_micros
from bot.core.errors import THREAD_RESTS
from tests.engine.resting_cases import with_sleep
from tests.engine.test_pg4_shared_database import OpenPlatform, PeerPlatform
from tests.engine.test_pg4_shared_database import open_peer as open_peer
from tests.platform_fixture import choose


async def work_as_older(older: PeerPlatform, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run what is due in a process that does not know the event `Woke`."""
    with monkeypatch.context() as patched:
        patched.delitem(e.EVENT_TYPES, "Woke")
        older.app.repository.forget_threads()
        older.app.queue.poll_soon()
        await older.settle()
    older.app.repository.forget_threads()


async def list_types(platform: PeerPlatform, thread: str) -> list[str]:
    return [row.type for row in (await platform.app.store.threads.read_rows(thread)).rows]


async def test_pg10_an_older_process_leaves_the_thread_and_its_turn_to_the_newer_one(
    open_peer: OpenPlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer, older = await open_peer(), await open_peer()
    thread = await with_sleep(newer)
    await newer.app.repository.commit_events(thread, lambda now: [e.Woke()])
    before = await list_types(newer, thread)
    await work_as_older(older, monkeypatch)
    assert await list_types(newer, thread) == before, "nobody is told of a rest that is none"
    job = await older.app.store.jobs.find_job("turn", thread)
    assert job is not None
    assert job.run_at <= to_micros(newer.clock()) + 60_000_000
    newer.model.script = [choose("done", message="I am awake.")]
    newer.clock.passes(minutes=2)
    newer.app.repository.forget_threads()
    await newer.settles(lambda: not newer.model.script)
    await newer.settle()
    assert await newer.app.queries.find_status(thread) == "finished"


async def test_pg10_a_thread_that_nobody_reads_is_told_to_rest_once(
    open_peer: OpenPlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer, older = await open_peer(), await open_peer()
    thread = await with_sleep(newer)
    await newer.app.repository.commit_events(thread, lambda now: [e.Woke()])
    for _ in range(4):
        await work_as_older(older, monkeypatch)
        older.clock.passes(minutes=11)
    told = [
        each.event.text
        for each in await older.app.queries.list_events(thread)
        if isinstance(each.event, e.PeopleNotified)
    ]
    assert told == [THREAD_RESTS]
