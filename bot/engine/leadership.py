"""The work that one process does for all that share a database: lost jobs, upkeep, and the channels' own input."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

import structlog

from bot.core.errors import Unavailable
from bot.core.ports import ChannelSurface, LeadingPort
from bot.engine.repository.job_recovery import run_hourly_upkeep, sweep_threads
from bot.engine.repository.thread_repository import ThreadRepository
from bot.engine.tracebacks import format_traceback

log_line = structlog.get_logger()

UPKEEP_SECONDS = 3600.0
AGAIN = 60.0
"""Seconds before upkeep, and 1 s before a beginning, is tried again that failed."""
BEGIN_AGAIN = 1.0


class Leadership:
    """Leads from `note_leading(True)` until `note_leading(False)`, in a task of its own."""

    def __init__(self, repository: ThreadRepository, surfaces: Sequence[ChannelSurface]) -> None:
        self._repository, self._surfaces = repository, surfaces
        self._task: asyncio.Task[None] | None = None
        self._wanted = asyncio.Event()
        self._is_leading = False

    @property
    def is_leading(self) -> bool:
        return self._is_leading

    def note_leading(self, is_leading: bool) -> None:
        """The database's answer whether this process leads. It changes at most once a second."""
        before = self._task
        if is_leading:
            self._task = asyncio.get_running_loop().create_task(self._lead(before), name="countersign-leader")
        elif before is not None:
            before.cancel()

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _lead(self, before: "asyncio.Task[None] | None") -> None:
        if before is not None:
            await asyncio.wait([before])
        leading: list[LeadingPort] = []
        wait = UPKEEP_SECONDS
        self._is_leading = True
        log_line.info("this process leads: it reads mailboxes and keeps the connections of channels")
        try:
            await self._begin(leading)
            while True:
                await asyncio.sleep(wait)
                wait = UPKEEP_SECONDS if await self._run_upkeep() else AGAIN
        finally:
            self._is_leading = False
            for surface in leading:
                with suppress(Exception):
                    await surface.step_down()

    async def _begin(self, leading: list[LeadingPort]) -> None:
        """Look for lost jobs, then let each surface lead. What fails is tried again: nobody else does it."""
        waiting: list[LeadingPort] = [surface for surface in self._surfaces if isinstance(surface, LeadingPort)]
        is_swept = False
        while not is_swept or waiting:
            try:
                if not is_swept:
                    await sweep_threads(self._repository)
                    is_swept = True
                while waiting:
                    leading.append(waiting[0])
                    await waiting.pop(0).lead(is_alone=False)
            except Unavailable as error:
                log_line.warning("leading begins later", error=str(error))
                waiting += [leading.pop()] if is_swept and leading else []
                await asyncio.sleep(BEGIN_AGAIN)

    async def _run_upkeep(self) -> bool:
        try:
            await run_hourly_upkeep(self._repository)
        except Unavailable as error:
            log_line.warning("lost jobs not looked for", error=str(error))
            return False
        except Exception as error:  # noqa: BLE001  the leader goes on, and tries again in an hour
            log_line.error("upkeep failed", error=str(error), trace=format_traceback(error))
        return True
