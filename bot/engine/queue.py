"""The queue port: it wakes the worker. A job says when to handle a thread; the log says which action is due.

One waiting job for each kind and key; one running job for each key; at least once; due times survive the process. A job
is written in the transaction of the events that need it, so neither is lost without the other.
"""

import asyncio
import sqlite3
from collections import OrderedDict
from typing import Protocol

from bot.core.ports import UtcClock
from bot.core.values import to_micros
from bot.store import jobs
from bot.store.jobs import DueJob
from bot.store.sqlite.database import SqliteDatabase


class JobQueue(Protocol):
    """The methods of a queue that the engine uses. `enqueue_job` and `drop_job` run inside the caller's transaction.

    `wake_job` is called after that transaction: the queue starts the job now instead of at its next poll. `mark_seen`
    is called at the end of a job, with no await between the last read of the log and the call. `await_recall` is for a
    job that waits for several things at once.
    """

    def enqueue_job(self, connection: sqlite3.Connection, kind: str, key: str, run_at: int) -> None: ...

    def drop_job(self, connection: sqlite3.Connection, kind: str, key: str) -> None: ...

    def wake_job(self, kind: str, key: str, run_at: int) -> None: ...

    def mark_seen(self, kind: str, key: str) -> None: ...

    def await_recall(self, kind: str, key: str) -> "asyncio.Future[None]": ...


class EmbeddedQueue:
    """The queue of one process that owns its SQLite file: jobs in a table, wake-ups in memory.

    `ready` are the keys to handle, each once, first come first; `running` are the keys in work, and `again` those of
    them that must run once more. At start every due job is queued again. A timer of the far future costs one row and no
    memory.
    """

    def __init__(self, database: SqliteDatabase, clock: UtcClock) -> None:
        self.database, self.clock = database, clock
        self.ready: OrderedDict[tuple[str, str], None] = OrderedDict()
        self.running: set[tuple[str, str]] = set()
        self.again: set[tuple[str, str]] = set()
        self.woken = asyncio.Event()
        self._recalled: dict[tuple[str, str], asyncio.Future[None]] = {}
        self.alarm: int | None = 0

    def enqueue_job(self, connection: sqlite3.Connection, kind: str, key: str, run_at: int) -> None:
        jobs.enqueue_job(connection, kind, key, run_at)

    def drop_job(self, connection: sqlite3.Connection, kind: str, key: str) -> None:
        jobs.drop_job(connection, kind, key)

    def wake_job(self, kind: str, key: str, run_at: int) -> None:
        """Start the job now if it is due; otherwise set the alarm to it, if it is the earliest."""
        if run_at <= to_micros(self.clock()):
            if (kind, key) in self.running:
                self.recall_key((kind, key))
                return
            self.ready[kind, key] = None
        elif self.alarm is None or run_at < self.alarm:
            self.alarm = run_at
        else:
            return
        self.woken.set()

    def mark_seen(self, kind: str, key: str) -> None:
        """Drop the wake-ups of this key so far: its running job has just read everything."""
        self.again.discard((kind, key))

    def recall_key(self, key: tuple[str, str]) -> None:
        """A running key is due once more: it runs again afterwards. The running job may react before its end."""
        self.again.add(key)
        waiting = self._recalled.pop(key, None)
        if waiting is not None and not waiting.done():
            waiting.set_result(None)

    def await_recall(self, kind: str, key: str) -> "asyncio.Future[None]":
        """A future that is done when this running key is due once more. The caller cancels it in the end."""
        waiting = self._recalled.get((kind, key))
        if waiting is None or waiting.done():
            waiting = self._recalled[kind, key] = asyncio.get_running_loop().create_future()

            def forget(done: "asyncio.Future[None]") -> None:
                if self._recalled.get((kind, key)) is done:
                    del self._recalled[kind, key]

            waiting.add_done_callback(forget)
        return waiting

    def gather_due(self, limit: int = 1000) -> None:
        """Move the due jobs from the table to `ready`, and set the alarm to the next one."""
        now = to_micros(self.clock())
        if self.alarm is None or self.alarm > now:
            return
        due = jobs.list_due_jobs(self.database.reading, now, limit)
        self.ready.update(((job.kind, job.key), None) for job in due)
        self.alarm = now + 1_000_000 if len(due) == limit else jobs.find_next_due(self.database.reading, now)

    def count_seconds_to_alarm(self) -> float | None:
        if self.alarm is None:
            return None
        return max(0.0, (self.alarm - to_micros(self.clock())) / 1_000_000)

    def find_job(self, kind: str, key: str) -> DueJob:
        """The job in the table, or a fresh one."""
        return jobs.read_job(self.database.reading, kind, key) or DueJob(kind, key, 0, 0)

    async def postpone_job(self, job: DueJob, run_at: int) -> None:
        """Count a failed run and set the next one."""
        await self.database.write_unit(lambda connection: jobs.postpone_job(connection, job, run_at))
        self.wake_job(job.kind, job.key, run_at)
