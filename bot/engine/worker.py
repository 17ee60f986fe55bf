"""The outer loop: takes due jobs, one at a time for each key, and survives whatever a job does. The one broad `except`."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

import structlog

from bot.core.errors import Unavailable
from bot.core.word import micros
from bot.engine.queue import EmbeddedQueue
from bot.store.jobs import Job

log = structlog.get_logger()

CONCURRENT = 64
ATTEMPTS = 3
QUARANTINE = 6 * 3600
POLL = 30.0
"""Seconds at the most between two looks at the table, should an alarm be missed."""

Look = Callable[[str], Awaitable[None]]


class Worker:
    """Runs the looks of a queue. `looks` says what a job of a kind is: its function of the key."""

    def __init__(self, queue: EmbeddedQueue, looks: Mapping[str, Look], concurrent: int = CONCURRENT) -> None:
        self.queue, self.looks, self.concurrent = queue, looks, concurrent
        self._running: dict[tuple[str, str], asyncio.Task[None]] = {}
        self._again: set[tuple[str, str]] = set()
        self._loop: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._loop = asyncio.get_running_loop().create_task(self._run(), name="countersign-worker")

    async def stop(self) -> None:
        """Takes no more jobs and lets those that run come to their next durable point, 10 s at most."""
        if self._loop is not None:
            self._loop.cancel()
            await asyncio.gather(self._loop, return_exceptions=True)
            self._loop = None
        if self._running:
            _, late = await asyncio.wait(self._running.values(), timeout=10)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def drain(self) -> None:
        """Runs all that is due, and what becomes due by it, then returns. For tests and for one-shot commands."""
        while True:
            self._pump()
            if not self._running:
                return
            await asyncio.wait(self._running.values(), return_when=asyncio.FIRST_COMPLETED)
            await asyncio.sleep(0)

    async def _run(self) -> None:
        while True:
            self.queue.stirred.clear()
            self._pump()
            seconds = self.queue.seconds_to_alarm()
            wait = POLL if seconds is None else min(seconds, POLL)
            try:
                async with asyncio.timeout(wait):
                    await self.queue.stirred.wait()
            except TimeoutError:
                self.queue.alarm = 0 if wait == POLL else self.queue.alarm

    def _pump(self) -> None:
        self.queue.gather()
        ready = self.queue.ready
        while ready and len(self._running) < self.concurrent:
            key = ready.popleft()
            if key in self._running:
                self._again.add(key)
            else:
                self._start(key)

    def _start(self, key: tuple[str, str]) -> None:
        task = asyncio.get_running_loop().create_task(self._look(key))
        self._running[key] = task
        task.add_done_callback(lambda _: self._ended(key))

    def _ended(self, key: tuple[str, str]) -> None:
        del self._running[key]
        if key in self._again:
            self._again.discard(key)
            self.queue.ready.append(key)
        if self.queue.ready:
            self.queue.stirred.set()

    async def _look(self, key: tuple[str, str]) -> None:
        kind, name = key
        try:
            await self.looks[kind](name)
        except Exception as error:
            log.error("job failed", kind=kind, key=name, error=f"{type(error).__name__}: {error}", exc_info=error)
            await self._postpone(self.queue.job(kind, name), error)

    async def _postpone(self, job: Job, error: Exception) -> None:
        """Tries again in 1 s, 2 s; after three failures the key is quarantined for hours, and the others go on."""
        failed = job.attempts + 1
        seconds = 2**job.attempts if failed < ATTEMPTS else QUARANTINE
        if failed >= ATTEMPTS:
            log.error("job quarantined", kind=job.kind, key=job.key, hours=QUARANTINE / 3600, error=str(error))
        run_at = micros(self.queue.clock()) + seconds * 1_000_000
        try:
            await self.queue.postpone(job, run_at)
        except Unavailable:
            self.queue.wake(job.kind, job.key, run_at)
