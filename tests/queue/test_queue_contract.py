"""The queue of one process under the contract of the `JobQueue` port, over the SQLite store."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.queue.port import JobQueue
from bot.queue.single_process import EmbeddedQueue
from bot.store.sqlite.jobs import write_jobs
from bot.store.sqlite.store import SqliteStore, open_sqlite_store
from bot.store.thread_append import JobWrite
from tests.platform_fixture import FakeClock
from tests.queue.queue_contract import JobQueueContract, OpenQueue, OweJob


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    opened = open_sqlite_store(f"sqlite:///{tmp_path / 'queue.db'}")
    try:
        yield opened
    finally:
        await opened.close()


@pytest.fixture
def open_queue(store: SqliteStore, clock: FakeClock) -> OpenQueue:
    async def open_next() -> JobQueue:
        return EmbeddedQueue(store.jobs, clock)

    return open_next


@pytest.fixture
def owe(store: SqliteStore) -> OweJob:
    async def write(job: JobWrite) -> None:
        await store.database.write_unit(lambda connection: write_jobs(connection, [job]))

    return write


class TestEmbeddedQueue(JobQueueContract):
    pass
