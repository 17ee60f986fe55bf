"""The job table: which threads must be handled, and when. The log is the truth; a job only wakes."""

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple


class DueJob(NamedTuple):
    kind: str
    key: str
    run_at: int
    attempts: int


def enqueue_job(connection: sqlite3.Connection, kind: str, key: str, run_at: int) -> None:
    """Add a job for `run_at` (microseconds) in the caller's transaction, in place of the earlier one of this kind and
    key.
    """
    connection.execute(
        "INSERT INTO job (kind, key, run_at) VALUES (?,?,?) ON CONFLICT (kind, key)"
        " DO UPDATE SET run_at=excluded.run_at, attempts=0",
        (kind, key, run_at),
    )


def drop_job(connection: sqlite3.Connection, kind: str, key: str) -> None:
    """Delete the job of this kind and key."""
    connection.execute("DELETE FROM job WHERE kind=? AND key=?", (kind, key))


def postpone_job(connection: sqlite3.Connection, job: DueJob, run_at: int) -> None:
    """Count a failed run and set the time of the next one."""
    connection.execute(
        "INSERT INTO job (kind, key, run_at, attempts) VALUES (?,?,?,1)"
        " ON CONFLICT (kind, key) DO UPDATE SET run_at=excluded.run_at, attempts=attempts+1",
        (job.kind, job.key, run_at),
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
