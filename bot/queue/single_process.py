"""The queue of one process that owns its database: jobs in a table, wake-ups in memory."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Collection
from contextlib import suppress

from bot.core.base_types import to_micros
from bot.core.ports import UtcClock
from bot.queue.port import JobKey
from bot.store.peer_port import JobClaim
from bot.store.port import JobStore
from bot.store.records import DueJob


class EmbeddedQueue:
    """The `JobQueue` port over the job table.

    `ready` are the keys to handle, each once, first come first; `running` are the keys in work, and `again` those of
    them that must run once more. At start every due job is queued again. A timer of the far future costs one row and no
    memory.
    """

    is_offering = False

    def __init__(self, jobs: JobStore, clock: UtcClock) -> None:
        self.jobs, self.clock = jobs, clock
        self.ready: OrderedDict[JobKey, None] = OrderedDict()
        self.running: set[JobKey] = set()
        self.again: set[JobKey] = set()
        self.woken = asyncio.Event()
        self._recalled: dict[JobKey, asyncio.Future[None]] = {}
        self.alarm: int | None = 0

    def wake_job(self, kind: str, key: str, run_at: int) -> None:
        """Start the job now if it is due, as one at 0 always is; otherwise set the alarm to it, if it is the earliest."""
        if not run_at or run_at <= to_micros(self.clock()):
            job = JobKey(kind, key)
            if job in self.running:
                self._recall_job(job)
                return
            self.ready[job] = None
        elif self.alarm is None or run_at < self.alarm:
            self.alarm = run_at
        else:
            return
        self.woken.set()

    def mark_seen(self, kind: str, key: str) -> None:
        """Drop the wake-ups of this key so far: its running job has just read everything."""
        self.again.discard(JobKey(kind, key))

    def _recall_job(self, job: JobKey) -> None:
        """A running job is due once more: it runs again afterwards. It may react before its end."""
        self.again.add(job)
        waiting = self._recalled.pop(job, None)
        if waiting is not None and not waiting.done():
            waiting.set_result(None)

    def await_recall(self, kind: str, key: str) -> "asyncio.Future[None]":
        """A future that is done when this running key is due once more. The caller cancels it in the end."""
        job = JobKey(kind, key)
        waiting = self._recalled.get(job)
        if waiting is None or waiting.done():
            waiting = self._recalled[job] = asyncio.get_running_loop().create_future()

            def forget(done: "asyncio.Future[None]") -> None:
                if self._recalled.get(job) is done:
                    del self._recalled[job]

            waiting.add_done_callback(forget)
        return waiting

    async def gather_due(self, limit: int = 1000) -> None:
        """Move the due jobs from the table to `ready`, and set the alarm to the next one."""
        now = to_micros(self.clock())
        if self.alarm is None or self.alarm > now:
            return
        self.alarm = None  # an earlier time that is set during the reads below stays
        due = await self.jobs.list_due(now, limit)
        keys = (JobKey(job.kind, job.key) for job in due)
        self.ready.update((key, None) for key in keys if key not in self.running)
        following = now + 1_000_000 if len(due) == limit else await self.jobs.find_next_due(now)
        self.alarm = min((at for at in (self.alarm, following) if at is not None), default=None)

    async def claim_jobs(self, most: int) -> list[JobKey]:
        try:
            await self.gather_due()
        except BaseException:
            self.alarm = 0
            raise
        claimed: list[JobKey] = []
        while self.ready and len(claimed) < most:
            job, _ = self.ready.popitem(last=False)
            if job in self.running:
                self._recall_job(job)
            else:
                self.running.add(job)
                claimed.append(job)
        return claimed

    def finish_job(self, job: JobKey) -> None:
        self.running.discard(job)
        if job in self.again:
            self.again.discard(job)
            self.ready[job] = None
        if self.ready:
            self.woken.set()

    def count_seconds_to_alarm(self) -> float | None:
        if self.alarm is None:
            return None
        return max(0.0, (self.alarm - to_micros(self.clock())) / 1_000_000)

    def find_claim(self, job: JobKey) -> JobClaim | None:
        """One process owns the database: it needs no lease."""
        return None

    def watch_lost(self, lost: Callable[[Collection[JobKey]], None]) -> None:
        """One process owns the database: it loses no job."""

    async def wait_for_work(self, seconds: float) -> None:
        alarm = self.count_seconds_to_alarm()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds if alarm is None else min(alarm, seconds)):
                await self.woken.wait()
        self.woken.clear()

    def poll_soon(self) -> None:
        self.alarm = 0

    async def find_job(self, kind: str, key: str) -> DueJob:
        return await self.jobs.find_job(kind, key) or DueJob(kind, key, 0, 0)

    async def postpone_job(self, job: DueJob, run_at: int) -> None:
        await self.jobs.postpone(job, run_at)
        self.wake_job(job.kind, job.key, run_at)
