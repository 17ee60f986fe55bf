"""The queue of one process under the contract of the `JobQueue` port, over the PostgreSQL store."""

from collections.abc import AsyncIterator

import pytest

from bot.queue.port import JobQueue
from bot.queue.single_process import EmbeddedQueue
from bot.store.postgres.jobs import write_jobs
from bot.store.postgres.store import PostgresStore, open_postgres_store
from bot.store.thread_append import JobWrite
from tests.platform_fixture import FakeClock
from tests.postgres_databases import KEYS
from tests.queue.queue_contract import JobQueueContract, OpenQueue, OweJob


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def store(postgres_url: str) -> AsyncIterator[PostgresStore]:
    opened = open_postgres_store(postgres_url, lambda: KEYS)
    try:
        yield opened
    finally:
        await opened.close()


@pytest.fixture
def open_queue(store: PostgresStore, clock: FakeClock) -> OpenQueue:
    async def open_next() -> JobQueue:
        return EmbeddedQueue(store.jobs, clock)

    return open_next


@pytest.fixture
def owe(store: PostgresStore) -> OweJob:
    async def write(job: JobWrite) -> None:
        await store.database.write_unit(lambda connection: write_jobs(connection, [job]))

    return write


class TestEmbeddedQueueOverPostgres(JobQueueContract):
    pass
