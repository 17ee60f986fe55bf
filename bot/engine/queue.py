"""The queue port: it only wakes. The log says what is to be done; a job says when to look.

One waiting job a kind and key; one running job a key; at least once; due times survive the process. A job is owed
inside the transaction of the events that call for it, so neither can be lost without the other.
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
    """What the engine needs of a queue. `enqueue` and `drop` run inside the caller's transaction.

    `wake` is called after that transaction: it makes the queue look now instead of at its next poll. `seen` is called
    at the end of a look, with nothing awaited between its last glance at the log and the call. `recalled` is for a look
    that waits for several things at once.
    """

    def enqueue_job(self, connection: sqlite3.Connection, kind: str, key: str, run_at: int) -> None: ...

    def drop_job(self, connection: sqlite3.Connection, kind: str, key: str) -> None: ...

    def wake_job(self, kind: str, key: str, run_at: int) -> None: ...

    def mark_seen(self, kind: str, key: str) -> None: ...

    def await_recall(self, kind: str, key: str) -> "asyncio.Future[None]": ...


class EmbeddedQueue:
    """The queue of one process that owns its SQLite file: jobs in a table, wake-ups in memory.

    `ready` are the keys to look at, each once, first come first; `running` those that are being looked at, and `again`
    those of them that must be looked at once more after that. At start every due job is owed again; a timer of the far future costs one row and no
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
        """The job is looked at now if it is due; otherwise the alarm is set to it, if it is the earliest."""
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
        """Whoever looks at this key has just seen all there is: it need not be looked at again for what woke it so far."""
        self.again.discard((kind, key))

    def recall_key(self, key: tuple[str, str]) -> None:
        """A running key is due once more: it is looked at again behind its look, which may take notice before its end."""
        self.again.add(key)
        waiting = self._recalled.pop(key, None)
        if waiting is not None and not waiting.done():
            waiting.set_result(None)

    def await_recall(self, kind: str, key: str) -> "asyncio.Future[None]":
        """Done when this key, which is running, is due once more. Whoever asks for it cancels it in the end."""
        waiting = self._recalled.get((kind, key))
        if waiting is None or waiting.done():
            waiting = self._recalled[kind, key] = asyncio.get_running_loop().create_future()
            waiting.add_done_callback(lambda done: self._forget_recall((kind, key), done))
        return waiting

    def _forget_recall(self, key: tuple[str, str], done: "asyncio.Future[None]") -> None:
        if self._recalled.get(key) is done:
            del self._recalled[key]

    def gather_due(self, limit: int = 1000) -> None:
        """Moves the jobs whose time has come from the table to `ready`, and sets the alarm to the next one."""
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
        """The job as the table has it, or as a fresh one."""
        return jobs.read_job(self.database.reading, kind, key) or DueJob(kind, key, 0, 0)

    async def postpone_job(self, job: DueJob, run_at: int) -> None:
        """Counts a failed look and sets the next one."""
        await self.database.write_unit(lambda connection: jobs.postpone_job(connection, job, run_at))
        self.wake_job(job.kind, job.key, run_at)
