"""The queue's contract: a look is owed with the events that call for it, survives the process, and comes in due order."""

import sqlite3
import tracemalloc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.core.base_types import to_micros
from bot.queue.port import JobKey
from bot.queue.single_process import EmbeddedQueue
from bot.store.records import DueJob
from bot.store.sqlite.jobs import SqliteJobStore, write_jobs
from bot.store.sqlite.store import open_sqlite_store
from bot.store.thread_append import JobWrite
from tests.platform_fixture import FakeClock

SECOND = 1_000_000


@asynccontextmanager
async def queue_on(folder: Path, clock: FakeClock) -> AsyncIterator[EmbeddedQueue]:
    """A queue on the file in this folder; opened again, it is the next process."""
    store = open_sqlite_store(f"sqlite:///{folder / 'queue.db'}")
    try:
        yield EmbeddedQueue(store.jobs, clock)
    finally:
        await store.close()


async def write(queue: EmbeddedQueue, *written: JobWrite) -> None:
    assert isinstance(queue.jobs, SqliteJobStore)
    await queue.jobs._database.write_unit(lambda connection: write_jobs(connection, written))


async def owe(queue: EmbeddedQueue, key: str, seconds: float, kind: str = "turn") -> None:
    run_at = to_micros(queue.clock()) + int(seconds * SECOND)
    await write(queue, JobWrite(kind, key, run_at))


async def ready(queue: EmbeddedQueue) -> list[JobKey]:
    await queue.gather_due()
    found = list(queue.ready)
    queue.ready.clear()
    return found


async def test_what_is_due_is_ready_longest_overdue_first(tmp_path: Path) -> None:
    clock = FakeClock()
    async with queue_on(tmp_path, clock) as queue:
        await owe(queue, "b", -5)
        await owe(queue, "later", 10)
        await owe(queue, "a", -9)
        await owe(queue, "c", 0)
        assert await ready(queue) == [("turn", "a"), ("turn", "b"), ("turn", "c")]


async def test_a_due_time_survives_the_process(tmp_path: Path) -> None:
    clock = FakeClock()
    async with queue_on(tmp_path, clock) as queue:
        await owe(queue, "later", 3600)
    async with queue_on(tmp_path, clock) as queue:
        assert await ready(queue) == []
        assert queue.count_seconds_to_alarm() == 3600
        clock.passes(minutes=59)
        assert await ready(queue) == []
        clock.passes(minutes=1)
        assert await ready(queue) == [("turn", "later")]


async def test_a_look_that_is_not_over_when_the_process_dies_is_owed_to_the_next(tmp_path: Path) -> None:
    clock = FakeClock()
    async with queue_on(tmp_path, clock) as queue:
        await owe(queue, "a", 0)
        assert await ready(queue) == [("turn", "a")]
    async with queue_on(tmp_path, clock) as queue:
        assert await ready(queue) == [("turn", "a")]


async def test_one_job_a_kind_and_key_and_the_last_date_counts(tmp_path: Path) -> None:
    clock = FakeClock()
    async with queue_on(tmp_path, clock) as queue:
        for seconds in (0, 50, 20):
            await owe(queue, "a", seconds)
        await owe(queue, "a", 30, kind="deliver")
        assert await ready(queue) == []
        clock.passes(seconds=20)
        assert await ready(queue) == [("turn", "a")]
        await write(queue, JobWrite("turn", "a", None))
        clock.passes(seconds=10)
        queue.alarm = 0
        assert await ready(queue) == [("deliver", "a")]


async def test_a_job_goes_with_its_transaction(tmp_path: Path) -> None:
    clock = FakeClock()
    async with queue_on(tmp_path, clock) as queue:

        def undone(connection: sqlite3.Connection) -> None:
            write_jobs(connection, [JobWrite("turn", "a", 0)])
            raise ValueError("undone")

        assert isinstance(queue.jobs, SqliteJobStore)
        with pytest.raises(ValueError, match="undone"):
            await queue.jobs._database.write_unit(undone)
        assert await ready(queue) == []


async def test_waking_stirs_now_what_is_due_and_sets_the_alarm_for_what_is_not(tmp_path: Path) -> None:
    clock = FakeClock()
    async with queue_on(tmp_path, clock) as queue:
        await queue.gather_due()
        now = to_micros(clock())
        queue.wake_job("turn", "later", now + 60 * SECOND)
        queue.wake_job("turn", "much later", now + 90 * SECOND)
        assert queue.woken.is_set()
        assert queue.count_seconds_to_alarm() == 60
        assert not queue.ready
        queue.wake_job("turn", "now", now)
        assert list(queue.ready) == [("turn", "now")]


async def test_more_than_one_gathering_is_needed_for_many_and_none_is_lost(tmp_path: Path) -> None:
    clock = FakeClock()
    async with queue_on(tmp_path, clock) as queue:
        await write(queue, *(JobWrite("turn", f"{n:02}", n) for n in range(25)))
        seen: list[str] = []
        while len(seen) < 25:
            await queue.gather_due(limit=10)
            found = [key for _, key in queue.ready]
            queue.ready.clear()
            assert len(found) <= 10
            for key in found:
                await write(queue, JobWrite("turn", key, None))
            seen += found
            clock.passes(seconds=1)
        assert seen == [f"{n:02}" for n in range(25)]


async def test_a_backlog_that_is_gathered_again_is_not_held_twice(tmp_path: Path) -> None:
    clock = FakeClock()
    async with queue_on(tmp_path, clock) as queue:
        await write(queue, *(JobWrite("turn", f"{n:02}", n) for n in range(50)))
        for _ in range(20):
            await queue.gather_due(limit=50)
            queue.wake_job("turn", "07", 0)
            clock.passes(seconds=2)
        assert len(queue.ready) == 50


async def test_ten_thousand_timers_of_next_year_cost_rows_and_no_memory(tmp_path: Path) -> None:
    clock = FakeClock()
    async with queue_on(tmp_path, clock) as queue:
        far = to_micros(clock()) + 365 * 86_400 * SECOND

        await write(queue, *(JobWrite("turn", f"t{n}", far + n) for n in range(10_000)))
        tracemalloc.start()
        try:
            for n in range(10_000):
                queue.wake_job("turn", f"t{n}", far + n)
            assert await ready(queue) == []
            held, _ = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert held < 50_000
        assert queue.alarm == far


async def test_a_postponed_job_counts_its_failures_until_it_is_owed_anew(tmp_path: Path) -> None:
    clock = FakeClock()
    async with queue_on(tmp_path, clock) as queue:
        await owe(queue, "a", 0)
        for attempts in (1, 2, 3):
            await queue.postpone_job(await queue.find_job("turn", "a"), to_micros(clock()) + SECOND)
            assert (await queue.find_job("turn", "a")).attempts == attempts
        await owe(queue, "a", 0)
        assert (await queue.find_job("turn", "a")).attempts == 0
        assert await queue.find_job("turn", "unheard of") == DueJob("turn", "unheard of", 0, 0)
