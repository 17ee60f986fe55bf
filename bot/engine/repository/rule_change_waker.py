"""Wakes the threads that wait for people, after the rules changed: they look at their requests again."""

import asyncio
from contextlib import suppress

import structlog

from bot.core.errors import Unavailable
from bot.engine.repository.thread_jobs import TURN
from bot.queue.port import JobQueue
from bot.store.port import RequestIndex

log_line = structlog.get_logger()

WAKE_AGAIN = 1.0
"""Seconds between two tries."""


class WaitingThreadWaker:
    def __init__(self, requests: RequestIndex, queue: JobQueue) -> None:
        self.requests, self.queue = requests, queue
        self._later: asyncio.Task[None] | None = None

    async def wake_threads(self) -> None:
        """Wake them now, or as soon as the store can be read."""
        try:
            await self._wake_all()
        except Unavailable as error:
            log_line.warning("waiting threads are woken later", error=str(error))
            self._later = asyncio.get_running_loop().create_task(self._wake_later())

    def stop(self) -> None:
        """Wake nothing from now on."""
        if self._later is not None:
            self._later.cancel()

    async def _wake_all(self) -> None:
        for thread in await self.requests.list_waiting_threads():
            self.queue.wake_job(TURN, thread, 0)

    async def _wake_later(self) -> None:
        while True:
            await asyncio.sleep(WAKE_AGAIN)
            with suppress(Unavailable):
                return await self._wake_all()
