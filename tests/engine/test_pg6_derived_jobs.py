"""Every job is derived from the logs: with the whole queue deleted, all that was owed is done, once."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from bot.core.base_types import to_micros
from bot.core.policy import Policy
from bot.engine.repository.lost_job_rows import DerivedJobs, derive_jobs
from bot.queue.single_process import EmbeddedQueue
from bot.store.postgres.connecting import connect_for_writing
from bot.store.postgres.store import open_postgres_store
from tests.platform_fixture import MANAGERS, PlatformFixture, choose
from tests.postgres_databases import KEYS

EXPIRING = Policy(approvers=MANAGERS.approvers, expires_after=timedelta(hours=2))


def forget_wake_ups(platform: PlatformFixture) -> None:
    """As a process that died with them."""
    assert isinstance(platform.app.queue, EmbeddedQueue)
    platform.app.queue.ready.clear()


def empty_queue(folder: Path) -> None:
    """Delete the job table and the columns from which a start restores it."""
    with closing(sqlite3.connect(folder / "house.db")) as connection, connection:
        connection.execute("DELETE FROM job")
        connection.execute("UPDATE thread SET due = NULL, owes = NULL")


async def test_pg6_turns_and_timers_are_owed_again_and_run_once(tmp_path: Path) -> None:
    script = (choose("push", tag="v1"), choose("push", tag="v2"), choose("push", tag="v3"))
    async with PlatformFixture(tmp_path, *script, agent={"policy": EXPIRING}) as platform:
        for _ in range(3):
            await platform.launch()
        first, second, third = sorted(await platform.pending(), key=lambda request: request.id)
        await platform.decide(first)
        await platform.settle()
        await platform.decide(second)
        unheard = await platform.app.launch("pusher", "one more", by="sam")
        forget_wake_ups(platform)
        empty_queue(tmp_path)
        platform.app.repository.forget_threads()
        await platform.settle()
        assert len(platform.ledger.lines) == 1, "nothing is owed by the queue"
        found = await derive_jobs(platform.app.repository)
        assert (found.threads, found.broken, found.jobs) == (4, 0, 3)
        await platform.settle()
        assert len(platform.ledger.lines) == 2
        assert "StepChosen" in platform.types(unheard)
        assert (await platform.app.queries.find_request(third.id)).status == "pending"
        assert (await derive_jobs(platform.app.repository)).jobs == 0, "what is there stays"
        platform.clock.passes(hours=3)
        await platform.settle()
        assert (await platform.app.queries.find_request(third.id)).status == "expired"
        assert len(platform.ledger.lines) == 2


async def test_pg6_a_job_that_is_too_late_is_due_in_time_again(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as platform:
        thread = await platform.app.launch("pusher", "push it", by="sam")
        late = to_micros(platform.clock() + timedelta(days=9))
        forget_wake_ups(platform)
        with closing(sqlite3.connect(tmp_path / "house.db")) as connection, connection:
            connection.execute("UPDATE job SET run_at = ?", (late,))
        assert (await derive_jobs(platform.app.repository)).jobs == 1
        await platform.settle()
        assert "StepChosen" in platform.types(thread)


async def test_pg6_a_thread_that_does_not_verify_is_counted_and_stops_no_other(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as platform:
        broken = await platform.app.launch("pusher", "push it", by="sam")
        whole = await platform.app.launch("pusher", "push it", by="sam")
        forget_wake_ups(platform)
        empty_queue(tmp_path)
        platform.app.repository.forget_threads()
        with closing(sqlite3.connect(tmp_path / "house.db")) as connection, connection:
            connection.execute("UPDATE event SET at = at + 1 WHERE thread = ? AND seq = 2", (broken,))
        assert await derive_jobs(platform.app.repository) == DerivedJobs(2, 1, 1)
        await platform.settle()
        assert "StepChosen" in platform.types(whole)


async def test_pg6_so_it_is_over_postgresql(tmp_path: Path, postgres_url: str) -> None:
    store = open_postgres_store(postgres_url, lambda: KEYS)
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), store=store) as platform:
        await platform.launch()
        (request,) = await platform.pending()
        await platform.decide(request)
        forget_wake_ups(platform)
        with closing(connect_for_writing(postgres_url)) as connection:
            connection.execute("DELETE FROM job")
            connection.execute("UPDATE thread SET due = NULL, owes = NULL")
        await platform.settle()
        assert platform.ledger.lines == []
        assert (await derive_jobs(platform.app.repository)).jobs == 1
        await platform.settle()
        assert len(platform.ledger.lines) == 1
