"""The outer loop: runs due jobs, one at a time for each key, and survives the errors of a job."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from functools import partial

import structlog

from bot.core.base_types import to_micros
from bot.core.errors import BrokenThread, Unavailable, UnreadThread
from bot.engine.current_claim import CURRENT_CLAIM
from bot.engine.whole_tracebacks import format_traceback
from bot.queue.port import JobKey, JobQueue
from bot.store.refusals import LeaseLost

log = structlog.get_logger()

CONCURRENT = 64
ATTEMPTS = 3
QUARANTINE = 6 * 3600
POLL = 5.0
"""Seconds between two reads of the job table: a lost wake-up is found then."""
PAUSE = 1.0
"""Seconds before an operation is tried again that the store refused."""

HOUR, MINUTE = 3_600_000_000, 60_000_000
"""Microseconds between two calls of `upkeep`, and before a failed one is tried again."""

JobFunction = Callable[[str], Awaitable[None]]


class JobWorker:
    """Runs the jobs of a queue. `handlers` maps each kind of job to its function of the key.

    `upkeep` runs once an hour by the queue's clock, for the first time an hour after the worker was made.
    """

    def __init__(
        self,
        queue: JobQueue,
        handlers: Mapping[str, JobFunction],
        concurrent: int = CONCURRENT,
        upkeep: Callable[[], Awaitable[object]] | None = None,
    ) -> None:
        self.queue, self.handlers, self.concurrent, self.upkeep = queue, handlers, concurrent, upkeep
        self._last_upkeep = to_micros(queue.clock())
        self._running: dict[JobKey, asyncio.Task[None]] = {}
        self._loop: asyncio.Task[None] | None = None
        queue.watch_lost(self._stop_jobs)

    def start(self) -> None:
        self._loop = asyncio.get_running_loop().create_task(self._run_loop(), name="countersign-worker")

    async def stop(self) -> None:
        """Take no more jobs and let running ones reach their next durable point, 10 s at most."""
        if self._loop is not None:
            self._loop.cancel()
            await asyncio.gather(self._loop, return_exceptions=True)
            self._loop = None
        if self._running:
            _, late = await asyncio.wait(self._running.values(), timeout=10)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def drain_queue(self) -> None:
        """Run all due jobs, and the jobs that become due by them, then return. For tests and one-shot commands."""
        await self._run_upkeep()
        while True:
            await self._start_due_jobs()
            if not self._running:
                return
            await asyncio.wait(self._running.values(), return_when=asyncio.FIRST_COMPLETED)
            await asyncio.sleep(0)

    async def _run_loop(self) -> None:
        time, polled = asyncio.get_running_loop().time, float("-inf")
        while True:
            if time() >= polled + POLL:
                polled = time()
                self.queue.poll_soon()
            try:
                await self._run_upkeep()
                await self._start_due_jobs()
            except Unavailable as error:
                log.warning("queue not read", error=str(error))
                await asyncio.sleep(min(PAUSE, POLL))
            except Exception as error:  # noqa: BLE001  the loop survives each error of a poll and logs its trace
                log.error("queue not read", error=f"{type(error).__name__}: {error}", trace=format_traceback(error))
                await asyncio.sleep(min(PAUSE, POLL))
            await self.queue.wait_for_work(polled + POLL - time())

    async def _run_upkeep(self) -> None:
        """A failed upkeep is tried again a minute later; jobs go on."""
        now = to_micros(self.queue.clock())
        if self.upkeep is None or now < self._last_upkeep + HOUR:
            return
        self._last_upkeep = now
        try:
            await self.upkeep()
        except Unavailable as error:
            log.warning("lost jobs not looked for", error=str(error))
            self._last_upkeep = now - HOUR + MINUTE

    async def _start_due_jobs(self) -> None:
        for job in await self.queue.claim_jobs(self.concurrent - len(self._running)):
            self._running[job] = task = asyncio.get_running_loop().create_task(self._run_job(job))
            task.add_done_callback(partial(self._finish_job, job))

    def _stop_jobs(self, jobs: Collection[JobKey]) -> None:
        for job in jobs:
            if (task := self._running.get(job)) is not None:
                log.warning("job stopped: another process may run it", kind=job.kind, key=job.key)
                task.cancel()

    def _finish_job(self, job: JobKey, task: "asyncio.Task[None]") -> None:
        del self._running[job]
        self.queue.finish_job(job)

    async def _run_job(self, job: JobKey) -> None:
        """Run one job. An unavailable store does not count as a failure of the job."""
        kind, name = job
        CURRENT_CLAIM.set(self.queue.find_claim(job))
        try:
            await self.handlers[kind](name)
        except LeaseLost:
            log.warning("job left: another process may run it", kind=kind, key=name)
        except (BrokenThread, UnreadThread):
            try:  # the reader of the thread has told; the next run is hours later, in case the thread can be read then
                await self.queue.postpone_job(await self.queue.find_job(kind, name), self._compute_run_time(QUARANTINE))
            except Unavailable:
                self.queue.wake_job(kind, name, self._compute_run_time(PAUSE))
        except Unavailable as error:
            log.warning("job put off", kind=kind, key=name, error=str(error))
            self.queue.wake_job(kind, name, self._compute_run_time(PAUSE))
        except asyncio.CancelledError as error:
            task = asyncio.current_task()
            if task is not None and task.cancelling() > 0:
                raise  # the task was told to stop; other cancellations come from within the job
            await self._retry_or_quarantine(kind, name, error)
        except Exception as error:  # noqa: BLE001  the loop survives each error of a job, logs it and tries the job again
            await self._retry_or_quarantine(kind, name, error)

    async def _retry_or_quarantine(self, kind: str, name: str, error: BaseException) -> None:
        """Try again in 1 s, then 2 s. After three failures the key is quarantined for hours, and other keys go on."""
        log.error(
            "job failed", kind=kind, key=name, error=f"{type(error).__name__}: {error}", trace=format_traceback(error)
        )
        try:
            job = await self.queue.find_job(kind, name)
            failed = job.attempts + 1
            if failed >= ATTEMPTS:
                log.error("job quarantined", kind=kind, key=name, hours=QUARANTINE / 3600, error=str(error))
            await self.queue.postpone_job(
                job, self._compute_run_time(2**job.attempts if failed < ATTEMPTS else QUARANTINE)
            )
        except Unavailable:
            self.queue.wake_job(kind, name, self._compute_run_time(PAUSE))

    def _compute_run_time(self, seconds: float) -> int:
        return to_micros(self.queue.clock()) + int(seconds * 1_000_000)
