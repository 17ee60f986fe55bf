"""The job table: which threads must be handled, and when. The log is the truth; a job only wakes."""

import sqlite3
from collections.abc import Collection, Iterable

from bot.store.records import DueJob
from bot.store.sqlite import list_queries
from bot.store.sqlite.database import SqliteDatabase
from bot.store.sqlite.event_log import read_length
from bot.store.thread_append import JobWrite


def write_jobs(connection: sqlite3.Connection, jobs: Iterable[JobWrite]) -> None:
    """Add or delete these jobs in the caller's transaction."""
    latest = {(kind, key): run_at for kind, key, run_at in jobs}
    if deleted := [job for job, run_at in latest.items() if run_at is None]:
        connection.executemany("DELETE FROM job WHERE kind=? AND key=?", deleted)
    if added := [(*job, run_at) for job, run_at in latest.items() if run_at is not None]:
        connection.executemany(
            "INSERT INTO job (kind, key, run_at) VALUES (?,?,?) ON CONFLICT (kind, key)"
            " DO UPDATE SET run_at=excluded.run_at, attempts=0",
            added,
        )


def postpone_job(connection: sqlite3.Connection, job: DueJob, run_at: int) -> None:
    """Count a failed run and set the time of the next one, unless the job was written anew since it was read."""
    connection.execute(
        "INSERT INTO job (kind, key, run_at, attempts) VALUES (?,?,?,1)"
        " ON CONFLICT (kind, key) DO UPDATE SET run_at=excluded.run_at, attempts=attempts+1 WHERE job.run_at=?",
        (job.kind, job.key, run_at, job.run_at),
    )


def list_due_jobs(connection: sqlite3.Connection, now: int, limit: int) -> list[DueJob]:
    """The due jobs, longest overdue first."""
    rows = connection.execute(
        "SELECT kind, key, run_at, attempts FROM job WHERE run_at<=? ORDER BY run_at LIMIT ?", (now, limit)
    )
    return [DueJob(*row) for row in rows]


def read_job(connection: sqlite3.Connection, kind: str, key: str) -> DueJob | None:
    row = connection.execute(
        "SELECT kind, key, run_at, attempts FROM job WHERE kind=? AND key=?", (kind, key)
    ).fetchone()
    return DueJob(*row) if row else None


def find_next_due(connection: sqlite3.Connection, after: int) -> int | None:
    """When the first job after `after` is due (microseconds)."""
    row = connection.execute("SELECT min(run_at) FROM job WHERE run_at>?", (after,)).fetchone()
    return row[0] if row else None


def list_lost_jobs(connection: sqlite3.Connection) -> list[DueJob]:
    """The jobs that are missing although the thread's own row has a time for a turn (`due`) or the outbox (`owes`)."""
    return [
        DueJob(kind, key, run_at, 0)
        for kind, column in (("turn", "due"), ("deliver", "owes"))
        for key, run_at in connection.execute(
            f"SELECT id, {column} FROM thread WHERE {column} IS NOT NULL"  # noqa: S608
            f" AND NOT EXISTS (SELECT 1 FROM job WHERE kind=? AND key=thread.id)",
            (kind,),
        )
    ]


def restore_jobs(connection: sqlite3.Connection, lost: Iterable[DueJob]) -> None:
    """Add these jobs again, unless they were added meanwhile."""
    connection.executemany("INSERT OR IGNORE INTO job (kind, key, run_at) VALUES (?,?,?)", [job[:3] for job in lost])


class SqliteJobStore:
    """The `JobStore` port."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    async def list_due(self, now: int, limit: int) -> list[DueJob]:
        with self._database.read() as connection:
            return list_due_jobs(connection, now, limit)

    async def find_next_due(self, after: int) -> int | None:
        with self._database.read() as connection:
            return find_next_due(connection, after)

    async def find_job(self, kind: str, key: str) -> DueJob | None:
        with self._database.read() as connection:
            return read_job(connection, kind, key)

    async def postpone(self, job: DueJob, run_at: int) -> None:
        await self._database.write_unit(lambda connection: postpone_job(connection, job, run_at))

    async def settle(self, thread: str, seq: int, job: JobWrite) -> None:
        def unit(connection: sqlite3.Connection) -> None:
            if read_length(connection, thread) == seq:
                write_jobs(connection, [job])

        await self._database.write_unit(unit)

    async def list_keys(self, kind: str) -> list[str]:
        with self._database.read() as connection:
            return list_queries.list_threads_with_jobs(connection, kind)

    async def restore_lost(self) -> list[DueJob]:
        with self._database.read() as connection:
            lost = list_lost_jobs(connection)
        if lost:
            await self._database.write_unit(lambda connection: restore_jobs(connection, lost), is_long=True)
        return lost

    async def list_waiting_without_job(self) -> list[str]:
        with self._database.read() as connection:
            return list_queries.list_waiting_without_job(connection)

    async def list_threads_to_wake(self, bases: Collection[str]) -> list[str]:
        with self._database.read() as connection:
            return list_queries.list_threads_to_wake(connection, bases)
