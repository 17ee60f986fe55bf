"""The job table: which threads must be handled, and when. The log is the truth; a job only wakes."""

from collections.abc import Collection, Iterable
from typing import Any

from bot.store.postgres.connecting import SqlConnection
from bot.store.postgres.database import PostgresDatabase
from bot.store.records import DueJob
from bot.store.thread_append import JobWrite

# `{source}` is empty, or the part of an append that the jobs depend on.
ADD_JOBS = """INSERT INTO job (kind, key, run_at, attempts) SELECT j.kind, j.key, j.run_at, 0 FROM {source}
    unnest(%(job_kinds)s::text[], %(job_keys)s::text[], %(job_times)s::bigint[]) j (kind, key, run_at)
    ON CONFLICT (kind, key) DO UPDATE SET run_at = excluded.run_at, attempts = 0"""
DROP_JOBS = """DELETE FROM job USING {source} unnest(%(dropped_kinds)s::text[], %(dropped_keys)s::text[]) d (kind, key)
    WHERE job.kind = d.kind AND job.key = d.key"""
ADD_NOTICE = """INSERT INTO job (kind, key, run_at, attempts)
    SELECT %(notice_kind)s, %(notice_key)s, %(notice_at)s::bigint, 0 FROM won
    WHERE EXISTS (SELECT FROM hold WHERE lifted IS NULL)
    ON CONFLICT (kind, key) DO UPDATE SET run_at = excluded.run_at, attempts = 0"""

_IS_FREE = """AND NOT EXISTS (SELECT FROM lease WHERE lease.kind = job.kind AND lease.key = job.key
    AND lease.until > clock_timestamp() AND lease.holder <> %(own)s)"""
"""No other process runs it."""

LOST = """SELECT 'turn', id, due FROM thread WHERE due IS NOT NULL
    AND NOT EXISTS (SELECT FROM job WHERE kind = 'turn' AND key = thread.id)
    UNION ALL SELECT 'deliver', id, owes FROM thread WHERE owes IS NOT NULL
    AND NOT EXISTS (SELECT FROM job WHERE kind = 'deliver' AND key = thread.id)"""


def list_job_values(jobs: Iterable[JobWrite]) -> dict[str, Any]:
    """The values of `ADD_JOBS` and `DROP_JOBS`; of two writes of one job the later one counts."""
    last = {(job.kind, job.key): job.run_at for job in jobs}
    added = [(kind, key, run_at) for (kind, key), run_at in last.items() if run_at is not None]
    dropped = [job for job, run_at in last.items() if run_at is None]
    return {
        "job_kinds": [kind for kind, _, _ in added],
        "job_keys": [key for _, key, _ in added],
        "job_times": [run_at for _, _, run_at in added],
        "dropped_kinds": [kind for kind, _ in dropped],
        "dropped_keys": [key for _, key in dropped],
    }


def write_jobs(connection: SqlConnection, jobs: Iterable[JobWrite]) -> None:
    """Add or delete these jobs in the caller's transaction."""
    values = list_job_values(jobs)
    if values["job_kinds"]:
        connection.execute(ADD_JOBS.format(source=""), values)
    if values["dropped_kinds"]:
        connection.execute(DROP_JOBS.format(source=""), values)


class PostgresJobStore:
    """The `JobStore` port."""

    def __init__(self, database: PostgresDatabase) -> None:
        self._database, self._reader = database, database.reader

    async def list_due(self, now: int, limit: int) -> list[DueJob]:
        peers = self._database.peers
        free = "" if peers is None else _IS_FREE
        query = f"SELECT kind, key, run_at, attempts FROM job WHERE run_at <= %(now)s {free} ORDER BY run_at LIMIT %(limit)s"  # noqa: S608
        values = {"now": now, "limit": limit, "own": peers.name if peers else ""}
        return [DueJob(*row) for row in await self._reader.fetch_all(query, values)]

    async def find_next_due(self, after: int) -> int | None:
        row = await self._reader.fetch_one("SELECT min(run_at) FROM job WHERE run_at > %s", (after,))
        return row[0] if row else None

    async def find_job(self, kind: str, key: str) -> DueJob | None:
        row = await self._reader.fetch_one(
            "SELECT kind, key, run_at, attempts FROM job WHERE kind = %s AND key = %s", (kind, key)
        )
        return DueJob(*row) if row else None

    async def postpone(self, job: DueJob, run_at: int) -> None:
        await self._database.write_plain(
            "INSERT INTO job (kind, key, run_at, attempts) VALUES (%(kind)s, %(key)s, %(run_at)s, 1)"
            " ON CONFLICT (kind, key) DO UPDATE SET run_at = excluded.run_at, attempts = job.attempts + 1"
            " WHERE job.run_at = %(before)s",
            {"kind": job.kind, "key": job.key, "run_at": run_at, "before": job.run_at},
            thread=job.key,
        )

    async def settle(self, thread: str, seq: int, job: JobWrite) -> None:
        is_last = "EXISTS (SELECT FROM thread WHERE id = %(thread)s AND seq = %(seq)s)"
        if job.run_at is None:
            text = f"DELETE FROM job WHERE kind = %(kind)s AND key = %(key)s AND {is_last}"  # noqa: S608
        else:
            text = (
                "INSERT INTO job (kind, key, run_at, attempts)"
                f" SELECT %(kind)s, %(key)s, %(run_at)s::bigint, 0 WHERE {is_last}"
                " ON CONFLICT (kind, key) DO UPDATE SET run_at = excluded.run_at, attempts = 0"
            )
        await self._database.write_plain(text, {"thread": thread, "seq": seq, **job._asdict()}, thread=thread)

    async def list_keys(self, kind: str) -> list[str]:
        return [key for (key,) in await self._reader.fetch_all("SELECT key FROM job WHERE kind = %s", (kind,))]

    async def restore_lost(self) -> list[DueJob]:
        lost = [DueJob(kind, key, run_at, 0) for kind, key, run_at in await self._reader.fetch_all(LOST)]
        if lost:
            await self._database.write_plain(
                "INSERT INTO job (kind, key, run_at, attempts) SELECT j.*, 0"
                " FROM unnest(%(job_kinds)s::text[], %(job_keys)s::text[], %(job_times)s::bigint[]) j"
                " ON CONFLICT DO NOTHING",
                list_job_values(JobWrite(*job[:3]) for job in lost),
            )
        return lost

    async def list_waiting_without_job(self) -> list[str]:
        rows = await self._reader.fetch_all(
            "SELECT DISTINCT thread FROM request WHERE status = 'pending'"
            " AND NOT EXISTS (SELECT FROM job WHERE kind = 'turn' AND key = request.thread)"
        )
        return [thread for (thread,) in rows]

    async def list_threads_to_wake(self, bases: Collection[str]) -> list[str]:
        rows = await self._reader.fetch_all(
            "SELECT id FROM thread WHERE status IN ('working', 'sleeping', 'resting')"
            " UNION SELECT thread FROM request WHERE status = 'pending' AND kind = 'approval'"
            " AND basis <> ALL (%s::text[])",
            (list(bases),),
        )
        return [thread for (thread,) in rows]
