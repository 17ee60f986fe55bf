"""The queue port: it wakes the worker. A job says when to handle a thread; the log says which action is due.

One waiting job for each kind and key; one running job for each key; at least once; due times survive the process. A job
is enqueued as part of the append that needs it (`bot.store.thread_append.JobWrite`), so neither is lost without the
other.
"""

import asyncio
from collections.abc import Callable, Collection
from typing import NamedTuple, Protocol

from bot.core.ports import UtcClock
from bot.store.peer_port import JobClaim
from bot.store.records import DueJob


class JobKey(NamedTuple):
    """The kind of work, and the thread that it is for."""

    kind: str
    key: str


class JobQueue(Protocol):
    """The methods of a queue that the engine uses. All may raise Unavailable when the job table cannot be reached."""

    @property
    def clock(self) -> UtcClock: ...

    @property
    def is_offering(self) -> bool:
        """Whether other processes run the jobs of this one: an append offers those that it makes due (`ThreadAppend.offers`)."""
        ...

    def wake_job(self, kind: str, key: str, run_at: int) -> None:
        """Tell of a job after the transaction that wrote it: the queue starts it now instead of at its next poll."""
        ...

    async def claim_jobs(self, most: int) -> list[JobKey]:
        """Take the due jobs that do not run, at most this many. Each runs until `finish_job`."""
        ...

    def finish_job(self, job: JobKey) -> None:
        """The run is over. A job that was woken meanwhile is due at once."""
        ...

    async def find_job(self, kind: str, key: str) -> DueJob:
        """The job in the table, or a fresh one."""
        ...

    async def postpone_job(self, job: DueJob, run_at: int) -> None:
        """Count a failed run and set the time of the next one (microseconds)."""
        ...

    def mark_seen(self, kind: str, key: str) -> None:
        """Drop the wake-ups of this key so far: its running job has just read everything.

        Called at the end of a job, with no await between its last read of the log and the call.
        """
        ...

    def await_recall(self, kind: str, key: str) -> "asyncio.Future[None]":
        """A future that is done when this running key is due once more, for a job that waits for several things at once.
        The caller cancels it in the end.
        """
        ...

    def find_claim(self, job: JobKey) -> JobClaim | None:
        """The lease under which this claimed job runs; None where one process owns the database."""
        ...

    def watch_lost(self, lost: Callable[[Collection[JobKey]], None]) -> None:
        """Call `lost` with running jobs that another process may run from now on: they must stop here."""
        ...

    async def wait_for_work(self, seconds: float) -> None:
        """Return when a job may be due, after this many seconds at the latest."""
        ...

    def poll_soon(self) -> None:
        """Read the job table at the next claim, in case a wake-up was lost."""
        ...
