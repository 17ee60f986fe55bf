"""Jobs and sessions of two platforms over one database: offers, newcomers, a server alone after several, polls."""

import asyncio
from contextlib import closing

from bot.core.base_types import to_micros
from bot.engine.platform import ProcessPart
from bot.queue.leased import LeasedQueue
from bot.queue.port import JobKey
from bot.store.postgres.connecting import connect_for_writing
from bot.store.postgres.peer_feed import TURNS
from bot.store.postgres.peer_link import PostgresPeers
from bot.store.postgres.store import PostgresStore, open_postgres_store
from bot.store.thread_append import JobWrite
from tests.engine.test_pg4_shared_database import OpenPlatform
from tests.engine.test_pg4_shared_database import open_peer as open_peer
from tests.postgres_databases import KEYS


async def test_pg4_an_offer_makes_a_job_due_that_has_a_later_time(open_peer: OpenPlatform) -> None:
    web, worker = await open_peer(part=ProcessPart.WEB), await open_peer()
    later = to_micros(worker.clock()) + 10**12
    store = worker.app.store
    assert isinstance(store, PostgresStore)
    await store.jobs.settle("t1", 0, JobWrite("turn", "t1", later))
    await store.database.write_plain(
        "INSERT INTO job (kind, key, run_at, attempts) VALUES ('turn', 't1', %(at)s, 0)", {"at": later}
    )
    web.app.queue.wake_job("turn", "t1", 0)
    async with asyncio.timeout(30):
        while not await store.jobs.list_due(to_micros(worker.clock()), 9):
            await asyncio.sleep(0.01)


async def test_pg4_an_offer_outlives_the_session_that_should_have_made_it(open_peer: OpenPlatform) -> None:
    web = await open_peer(part=ProcessPart.WEB)
    web.app.queue.wake_job("turn", "one", 0)
    await asyncio.sleep(0.3)
    query = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
        " AND query = 'COMMIT' AND pid <> pg_backend_pid()"
    )
    ended = await web.app.store.database.write_plain(query, {}, len)
    assert ended == 1, "the session of leases, which offers"
    await asyncio.sleep(0.2)
    web.app.queue.wake_job("turn", "two", 0)
    async with asyncio.timeout(30):
        while "two" not in [job.key for job in await web.app.store.jobs.list_due(to_micros(web.clock()), 9)]:
            await asyncio.sleep(0.05)


async def test_pg4_an_append_offers_its_turn_to_a_process_that_takes_turns(open_peer: OpenPlatform) -> None:
    web, worker = await open_peer(part=ProcessPart.WEB), await open_peer()
    thread = await web.app.launch("pusher", "push it", by="sam")
    async with asyncio.timeout(30):
        while ("turn", thread) not in worker.app.queue.ready:  # it has read no job table
            await asyncio.sleep(0.005)
    assert JobKey("turn", thread) in await worker.app.queue.claim_jobs(9)


async def test_pg4_a_turn_that_is_offered_to_a_process_which_is_gone_is_found_in_the_table(
    open_peer: OpenPlatform,
) -> None:
    web, worker = await open_peer(part=ProcessPart.WEB), await open_peer()
    peers, queue = web.app.store.peers, worker.app.queue
    assert isinstance(peers, PostgresPeers)
    peers._takers.note_payload(f"gone t0 {TURNS}")
    thread = await web.app.launch("pusher", "push it", by="sam")
    async with asyncio.timeout(30):
        while not queue.ready and not worker.heard:
            await asyncio.sleep(0.005)
    assert ("turn", thread) not in queue.ready
    queue.poll_soon()
    assert JobKey("turn", thread) in await queue.claim_jobs(9)


async def test_pg4_a_newcomer_after_all_sessions_were_lost_ends_nobody(postgres_url: str) -> None:
    stores = [open_postgres_store(postgres_url, lambda: KEYS, is_shared=True)]
    assert stores[0].peers is not None
    await stores[0].peers.admit_others()
    stores.append(open_postgres_store(postgres_url, lambda: KEYS, is_shared=True))
    query = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid()"
    )
    with closing(connect_for_writing(postgres_url)) as connection:
        connection.execute(query)
    stores.append(open_postgres_store(postgres_url, lambda: KEYS, is_shared=True))
    assert stores[2].peers is not None
    await stores[2].peers.admit_others()
    for store in stores:
        await store.database.write_plain("SELECT 1", {})
        assert store.database._writer.taken is None
    for store in stores:
        await store.close()


async def test_pg4_a_server_alone_waits_for_the_leases_of_processes_that_lost_their_sessions(postgres_url: str) -> None:
    shared = open_postgres_store(postgres_url, lambda: KEYS, is_shared=True)
    await shared.database.write_plain(
        "INSERT INTO lease VALUES ('turn', 't1', 'another process', 1, clock_timestamp() + interval '1 s')", {}
    )
    await shared.close()
    alone = await asyncio.to_thread(open_postgres_store, postgres_url, lambda: KEYS)
    row = await alone.database.write_plain(
        "SELECT count(*) FROM lease WHERE until > clock_timestamp()", {}, lambda rows: rows[0][0]
    )
    await alone.close()
    assert row == 0


async def test_pg4_a_poll_wakes_no_job_that_runs_here(open_peer: OpenPlatform) -> None:
    one = await open_peer()
    await one.app.launch("pusher", "push it", by="sam")
    queue = one.app.queue
    assert isinstance(queue, LeasedQueue)
    queue.poll_soon()
    (job,) = [job for job in await queue.claim_jobs(9) if job.kind == "turn"]
    queue.poll_soon()
    assert await queue.claim_jobs(9) == []
    assert job not in queue.again
