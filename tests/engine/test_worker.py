"""The worker's contract: one turn at a time for a key, none forgotten, and a failed turn affects no other key."""

import asyncio
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.core.base_types import to_micros
from bot.core.errors import Unavailable
from bot.engine import worker as outer
from bot.engine.worker import QUARANTINE, JobWorker
from bot.queue.single_process import EmbeddedQueue
from bot.store.records import DueJob
from bot.store.sqlite.jobs import SqliteJobStore, write_jobs
from bot.store.sqlite.store import open_sqlite_store
from bot.store.thread_append import JobWrite
from tests.platform_fixture import FakeClock


class WorkerFixture:
    """A worker on a real queue, whose turns the test defines."""

    def __init__(self, queue: EmbeddedQueue, clock: FakeClock, look: Callable[[str], Awaitable[None]], size: int):
        self.queue, self.clock = queue, clock
        self.worker = JobWorker(queue, {"turn": look}, concurrent=size)

    async def owe(self, *keys: str, seconds: float = 0) -> None:
        run_at = to_micros(self.clock()) + int(seconds * 1_000_000)
        for key in keys:
            await self.write(JobWrite("turn", key, run_at))
            self.queue.wake_job("turn", key, run_at)

    async def over(self, key: str) -> None:
        await self.write(JobWrite("turn", key, None))

    async def write(self, job: JobWrite) -> None:
        assert isinstance(self.queue.jobs, SqliteJobStore)
        await self.queue.jobs._database.write_unit(lambda connection: write_jobs(connection, [job]))


@asynccontextmanager
async def open_worker(
    folder: Path, look: Callable[[str], Awaitable[None]], size: int = 8
) -> AsyncIterator[WorkerFixture]:
    clock = FakeClock()
    store = open_sqlite_store(f"sqlite:///{folder / 'queue.db'}")
    made = WorkerFixture(EmbeddedQueue(store.jobs, clock), clock, look, size)
    try:
        yield made
    finally:
        await made.worker.stop()
        await store.close()


async def until(true: Callable[[], Any]) -> None:
    async with asyncio.timeout(60):
        while not true():
            await asyncio.sleep(0.001)


async def test_draining_runs_what_is_due_and_leaves_the_future_alone(tmp_path: Path) -> None:
    seen: list[str] = []

    async def look(key: str) -> None:
        seen.append(key)
        await here.over(key)

    async with open_worker(tmp_path, look) as here:
        await here.owe("a", "b")
        await here.owe("later", seconds=60)
        await here.worker.drain_queue()
        assert set(seen) == {"a", "b"}
        here.clock.passes(seconds=60)
        await here.worker.drain_queue()
        assert set(seen) == {"a", "b", "later"}


async def test_draining_runs_also_what_becomes_due_by_it(tmp_path: Path) -> None:
    seen: list[str] = []

    async def look(key: str) -> None:
        seen.append(key)
        await here.over(key)
        if len(seen) < 5:
            await here.owe(f"child of {key}"[-20:])

    async with open_worker(tmp_path, look) as here:
        await here.owe("a")
        await here.worker.drain_queue()
        assert len(seen) == 5


async def test_one_look_at_a_time_for_a_key_and_none_that_was_called_for_meanwhile_is_lost(tmp_path: Path) -> None:
    running: Counter[str] = Counter()
    looks: Counter[str] = Counter()

    async def look(key: str) -> None:
        running[key] += 1
        assert running[key] == 1
        looks[key] += 1
        if looks[key] == 1:
            for _ in range(3):
                here.queue.wake_job("turn", key, 0)
        await asyncio.sleep(0)
        running[key] -= 1

    async with open_worker(tmp_path, look) as here:
        await here.owe("a", "b", "a", "b", "a")
        await here.worker.drain_queue()
        assert 2 <= looks["a"] <= 3
        assert 2 <= looks["b"] <= 3


async def test_no_more_than_so_many_run_at_once_and_all_get_their_turn(tmp_path: Path) -> None:
    running, most = set[str](), 0

    async def look(key: str) -> None:
        nonlocal most
        running.add(key)
        most = max(most, len(running))
        await asyncio.sleep(0)
        running.discard(key)
        await here.over(key)
        done.append(key)

    done: list[str] = []
    async with open_worker(tmp_path, look, size=3) as here:
        await here.owe(*map(str, range(20)))
        here.worker.start()
        await until(lambda: len(set(done)) == 20)
        assert most == 3


async def test_eng12_a_look_that_fails_is_tried_again_then_set_aside_while_others_go_on(tmp_path: Path) -> None:
    looks: Counter[str] = Counter()

    async def look(key: str) -> None:
        looks[key] += 1
        if key == "poison":
            raise ZeroDivisionError("always")
        await here.over(key)

    async with open_worker(tmp_path, look) as here:
        await here.owe("poison", "good")
        with capture_logs() as logs:
            for seconds in (0, 1, 2, 4, 60):
                here.clock.passes(seconds=seconds)
                await here.owe("good")
                await here.worker.drain_queue()
        assert looks["poison"] == 3
        assert looks["good"] >= 5
        assert [entry["event"] for entry in logs] == ["job failed"] * 3 + ["job quarantined"]
        here.clock.passes(seconds=QUARANTINE)
        with capture_logs():
            await here.worker.drain_queue()
        assert looks["poison"] == 4


async def test_eng04_a_store_that_does_not_answer_is_no_fault_of_the_thread(tmp_path: Path) -> None:
    """A full disk or a locked file sets no thread aside for hours, however long it lasts."""
    looks = 0

    async def look(key: str) -> None:
        nonlocal looks
        looks += 1
        if looks <= 10:
            raise Unavailable("The database did not take it: locked. Nothing was changed; try again.")
        await here.over(key)

    async with open_worker(tmp_path, look) as here:
        await here.owe("a")
        with capture_logs():
            for _ in range(12):
                await here.worker.drain_queue()
                here.clock.passes(seconds=5)
        assert looks == 11


async def test_the_loop_outlives_a_queue_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outer, "POLL", 0.01)
    done: list[str] = []
    faults = 3

    async def look(key: str) -> None:
        done.append(key)
        await here.over(key)

    async with open_worker(tmp_path, look) as here:
        list_due = here.queue.jobs.list_due

        async def failing(now: int, limit: int) -> list[DueJob]:
            nonlocal faults
            if faults:
                faults -= 1
                raise sqlite3.OperationalError("disk I/O error")
            return await list_due(now, limit)

        here.queue.jobs.list_due = failing  # type: ignore[method-assign]
        await here.owe("a")
        with capture_logs() as logs:
            here.worker.start()
            await until(lambda: done)
        assert "disk I/O error" in str(logs[0])


async def test_a_look_whose_alarm_was_missed_is_found_though_the_platform_is_never_quiet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A job without a notification (its committer ended) is found by the poll, and other notifications do not delay that."""
    monkeypatch.setattr(outer, "POLL", 0.05)
    done: list[str] = []

    async def look(key: str) -> None:
        done.append(key)
        await here.over(key)

    async with open_worker(tmp_path, look) as here:
        here.worker.start()
        await here.owe("first")
        await until(lambda: "first" in done)
        await here.write(JobWrite("turn", "unheard", 0))
        async with asyncio.timeout(60):
            while "unheard" not in done:
                here.queue.wake_job("turn", "busy", 0)
                await asyncio.sleep(0.005)


async def test_eng24_stopping_lets_a_look_come_to_its_end_and_starts_no_other(tmp_path: Path) -> None:
    done: list[str] = []
    begun, may_end = asyncio.Event(), asyncio.Event()

    async def look(key: str) -> None:
        begun.set()
        await may_end.wait()
        done.append(key)

    async with open_worker(tmp_path, look, size=1) as here:
        await here.owe("a", "b")
        here.worker.start()
        await begun.wait()
        stopping = asyncio.create_task(here.worker.stop())
        await asyncio.sleep(0)  # it is told to stop while the look is under way
        assert (done, stopping.done()) == ([], False)
        may_end.set()
        await stopping
        assert done == ["a"]


async def test_a_look_that_was_cancelled_from_within_is_looked_at_again(tmp_path: Path) -> None:
    looks = 0

    async def look(key: str) -> None:
        nonlocal looks
        looks += 1
        if looks == 1:
            raise asyncio.CancelledError
        await here.over(key)

    async with open_worker(tmp_path, look) as here:
        await here.owe("a")
        await here.worker.drain_queue()
        here.clock.passes(seconds=5)
        await here.worker.drain_queue()
        assert looks == 2
