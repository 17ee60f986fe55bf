"""Reads that many callers want at the same moment, done once."""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from typing import Any, TypeVar

T = TypeVar("T")


class SharedReads:
    """Joins the callers of an equal read that has not ended yet. Nothing is kept after its end."""

    def __init__(self) -> None:
        self._running: dict[Hashable, asyncio.Task[Any]] = {}

    async def share(self, key: Hashable, read: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Return the result of `read`, or that of the read with this key that is running. Raises the errors of the read."""
        task: asyncio.Task[T] | None = self._running.get(key)
        if task is None:
            task = self._running[key] = asyncio.get_running_loop().create_task(read())
            task.add_done_callback(lambda done: self._end(key, done))
        return await asyncio.shield(task)

    def _end(self, key: Hashable, done: "asyncio.Task[Any]") -> None:
        del self._running[key]
        if not done.cancelled():
            done.exception()  # all callers may be gone: an error is theirs, and not the loop's
