"""The threads whose logs do not verify, and the alarm about each: a line in the log and one in the audit."""

import asyncio

import structlog

from bot.core.base_types import to_micros
from bot.core.errors import BrokenThread, Unavailable
from bot.core.ports import UtcClock
from bot.store.port import AuditLog
from bot.store.records import AuditNote

log_line = structlog.get_logger()

MAX_BROKEN = 10_000
"""Names of broken threads that this process keeps."""


class BrokenThreadAlarms:
    """Tells the operator of each broken thread once for each process. `threads` are those that are broken now."""

    def __init__(self, audit: AuditLog, clock: UtcClock) -> None:
        self.audit, self.clock = audit, clock
        self.threads: dict[str, BrokenThread] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def alarm(self, broken: BrokenThread) -> BrokenThread:
        """Write the line, and begin to write the note if the audit has none yet. Returns its argument, to be raised."""
        thread = str(broken.facts[0])
        if thread not in self.threads and len(self.threads) < MAX_BROKEN:
            self.threads[thread] = broken
            log_line.error("thread does not verify", thread=thread, error=str(broken))
            at = to_micros(self.clock())
            note = AuditNote(at, "thread does not verify", about=thread, detail=str(broken))
            task = asyncio.get_running_loop().create_task(self._note_once(note))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return broken

    async def flush(self) -> None:
        """Wait until the audit holds all alarms so far."""
        await asyncio.gather(*self._tasks)

    async def _note_once(self, note: AuditNote) -> None:
        try:
            await self.audit.add_note_once(note)
        except Unavailable as error:
            log_line.error("audit not written", about=note.about, error=str(error))
