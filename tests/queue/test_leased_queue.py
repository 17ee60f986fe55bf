"""The queue of one of several processes under the contract of the `JobQueue` port, and what it does beside another one."""

import asyncio
from collections.abc import AsyncIterator

import psycopg
import pytest

from bot.core.base_types import to_micros
from bot.core.errors import Unavailable
from bot.queue.leased import LeasedQueue, OfferingQueue
from bot.queue.port import JobKey, JobQueue
from bot.store.peer_port import LeasedJob, PeerChanges, PeerListener
from bot.store.postgres import job_leases
from bot.store.postgres.jobs import write_jobs
from bot.store.postgres.store import PostgresStore, open_postgres_store
from bot.store.thread_append import JobWrite
from tests.platform_fixture import FakeClock
from tests.postgres_databases import KEYS
from tests.queue.queue_contract import ONE, TWO, JobQueueContract, OpenQueue, OweJob


class SharedQueues:
    """The queues of processes over one database, each with its own link."""

    def __init__(self, url: str, clock: FakeClock) -> None:
        self.url, self.clock = url, clock
        self.stores: list[PostgresStore] = []
        self.changes: list[PeerChanges] = []

    async def open(self) -> LeasedQueue:
        store = open_postgres_store(self.url, lambda: KEYS, is_shared=True)
        self.stores.append(store)
        assert store.peers is not None
        await store.peers.admit_others()
        queue = LeasedQueue(store.jobs, store.peers, self.clock)
        await store.peers.start(PeerListener(self.changes.append, queue.lose_claims))
        return queue

    async def open_next(self) -> JobQueue:
        """The queue of the next process, after the one before has ended."""
        for store in self.stores:
            await store.close()
        self.stores.clear()
        return await self.open()

    async def owe(self, job: JobWrite) -> None:
        await self.stores[-1].database.write_unit(lambda connection: write_jobs(connection, [job]))


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def queues(postgres_url: str, clock: FakeClock) -> AsyncIterator[SharedQueues]:
    made = SharedQueues(postgres_url, clock)
    try:
        yield made
    finally:
        for store in made.stores:
            await store.close()


@pytest.fixture
def open_queue(queues: SharedQueues) -> OpenQueue:
    return queues.open_next


@pytest.fixture
def owe(queues: SharedQueues) -> OweJob:
    return queues.owe


class TestLeasedQueue(JobQueueContract):
    pass


async def claimed(queue: JobQueue, job: JobKey) -> None:
    """Return once the queue has claimed the job."""
    async with asyncio.timeout(30):
        while job not in await queue.claim_jobs(9):
            queue.poll_soon()
            await asyncio.sleep(0.05)


async def test_pg4_a_job_runs_in_one_process_at_a_time(queues: SharedQueues) -> None:
    one, two = await queues.open(), await queues.open()
    for queue in (one, two):
        queue.wake_job(*ONE, 0)
    assert await one.claim_jobs(9) == [ONE]
    assert await two.claim_jobs(9) == []
    two.wake_job(*ONE, 0)
    two.wake_job(*TWO, 0)
    assert await two.claim_jobs(9) == [TWO], "a job that another one runs stops no other job"
    one.finish_job(ONE)
    await queues.owe(JobWrite(*ONE, 1))
    await claimed(two, ONE)


async def test_pg4_of_claims_at_once_one_gets_each_job(queues: SharedQueues) -> None:
    opened = [await queues.open() for _ in range(3)]
    jobs = [JobKey("turn", f"t{number:02}") for number in range(40)]
    for queue in opened:
        for job in jobs:
            queue.wake_job(*job, 0)
    won = await asyncio.gather(*(queue.claim_jobs(100) for queue in opened))
    assert sorted(job for each in won for job in each) == jobs


async def test_pg4_a_job_whose_process_renews_no_lease_moves_to_another_one(
    queues: SharedQueues, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job_leases, "LEASE_SECONDS", 0.5)
    monkeypatch.setattr(job_leases, "RENEW_SECONDS", 3600.0)
    one = await queues.open()
    await queues.owe(JobWrite(*ONE, 1))
    await claimed(one, ONE)
    monkeypatch.undo()
    two = await queues.open()
    await claimed(two, ONE)


async def test_pg4_a_lease_that_another_process_took_is_told_and_its_release_leaves_that_one(
    queues: SharedQueues, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, lost = await queues.open(), asyncio.Event()
    one.watch_lost(lambda jobs: lost.set() if ONE in jobs else None)
    await queues.owe(JobWrite(*ONE, 1))
    await claimed(one, ONE)
    await queues.stores[0].database.write_plain("UPDATE lease SET holder = %(other)s", {"other": "another process"})
    async with asyncio.timeout(30):
        await lost.wait()
    one.finish_job(ONE)
    one.wake_job(*ONE, 0)
    assert await one.claim_jobs(9) == [], "the other process has it"


async def test_pg4_leases_that_cannot_be_renewed_are_lost_before_they_end(
    queues: SharedQueues, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job_leases, "LEASE_SECONDS", 2.0)
    monkeypatch.setattr(job_leases, "RENEW_SECONDS", 0.1)
    one, lost = await queues.open(), asyncio.Event()
    one.watch_lost(lambda jobs: lost.set() if ONE in jobs else None)
    one.wake_job(*ONE, 0)
    await claimed(one, ONE)

    def refuse(url: str, **given: float) -> None:
        raise psycopg.OperationalError("the server is away")

    monkeypatch.setattr(job_leases, "connect_for_writing", refuse)
    await queues.stores[0].database.write_plain(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%%lease%%' AND pid <> pg_backend_pid()",
        {},
    )
    async with asyncio.timeout(30):
        await lost.wait()
    one.wake_job(*TWO, 0)
    with pytest.raises(Unavailable, match="did not say which jobs are free"):
        await one.claim_jobs(9)


async def test_pg4_a_process_without_turns_offers_its_jobs(queues: SharedQueues, clock: FakeClock) -> None:
    one, two = await queues.open(), await queues.open()
    web = OfferingQueue(queues.stores[0].jobs, one.peers, clock)
    web.wake_job(*ONE, 0)
    web.wake_job(*TWO, to_micros(clock()) + 1)
    assert await web.claim_jobs(9) == []
    async with asyncio.timeout(30):
        while not any(changes.has_jobs for changes in queues.changes):
            await asyncio.sleep(0.01)
    await claimed(two, ONE)
    assert await two.claim_jobs(9) == []


async def test_pg4_an_offered_job_is_claimed_without_a_read_of_the_table_and_runs_again_if_it_runs(
    queues: SharedQueues,
) -> None:
    queue = await queues.open()
    assert await queue.claim_jobs(9) == []
    queue.take_offers([LeasedJob(*ONE)])
    assert queue.woken.is_set()
    assert await queue.claim_jobs(9) == [ONE]
    queue.take_offers([LeasedJob(*ONE)])
    assert await queue.claim_jobs(9) == []
    queue.finish_job(ONE)
    assert await queue.claim_jobs(9) == [ONE]


@pytest.mark.parametrize("keys", [["t1"], ["t2"], []])
async def test_pg4_a_change_by_another_process_lets_a_running_job_run_again(
    queues: SharedQueues, keys: list[str]
) -> None:
    queue = await queues.open()
    queue.wake_job(*ONE, 0)
    await claimed(queue, ONE)
    queue.recall_jobs(keys)
    queue.finish_job(ONE)
    assert await queue.claim_jobs(9) == ([ONE] if keys == ["t1"] else [])


def test_pg4_a_lease_names_the_job_as_the_queue_does() -> None:
    assert LeasedJob(*ONE) == tuple(ONE)
