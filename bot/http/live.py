"""Tells open pages that something changed, not what: they read it again. One flag a listener, however much happens."""

import asyncio
from collections.abc import AsyncIterator

from bot.engine.record import Record


class Live:
    """Hears every commit of a record. `count` is how many it has heard: the inbox's place in time."""

    def __init__(self, record: Record) -> None:
        self.count = 0
        self._ears: dict[str | None, set[asyncio.Event]] = {}
        self._closed = False
        before = record.changed

        def changed(thread: str) -> None:
            before(thread)
            self._tell(thread)

        record.changed = changed
        record.held_anew.append(self._tell_all)

    async def changes(self, thread: str | None, every: float | None = None) -> AsyncIterator[bool]:
        """True at once, and again after each change of this thread (None: of any); many at once are told as one.

        False when nothing changed for `every` seconds. Ends when the house closes.
        """
        ear = asyncio.Event()
        ear.set()
        self._ears.setdefault(thread, set()).add(ear)
        try:
            while not self._closed:
                heard = await _rings(ear, every)
                ear.clear()
                if not self._closed:
                    yield heard
        finally:
            self._forget(thread, ear)

    def close(self) -> None:
        """Ends every listening, so that a server can stop without waiting for open pages."""
        self._closed = True
        for ears in self._ears.values():
            for ear in ears:
                ear.set()

    @property
    def listeners(self) -> int:
        return sum(len(ears) for ears in self._ears.values())

    def _tell(self, thread: str) -> None:
        self.count += 1
        for ear in (*self._ears.get(thread, ()), *self._ears.get(None, ())):
            ear.set()

    def _tell_all(self) -> None:
        """Something changed for every page: what is paused."""
        self.count += 1
        for ear in (ear for ears in self._ears.values() for ear in ears):
            ear.set()

    def _forget(self, thread: str | None, ear: asyncio.Event) -> None:
        ears = self._ears[thread]
        ears.discard(ear)
        if not ears:
            del self._ears[thread]


async def _rings(ear: asyncio.Event, seconds: float | None) -> bool:
    try:
        async with asyncio.timeout(seconds):
            return await ear.wait()
    except TimeoutError:
        return False
