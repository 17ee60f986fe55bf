"""What makes the events of an append from the latest thread."""

from collections.abc import Awaitable, Callable, Sequence

from bot.core import events as e
from bot.core.threads.thread import Thread

EventFactory = Callable[[Thread], Sequence[e.Event] | Awaitable[Sequence[e.Event]]]
"""Makes the events to append from the latest thread, sync or async. It is called again when another append came first."""


async def await_events(made: Sequence[e.Event] | Awaitable[Sequence[e.Event]]) -> Sequence[e.Event]:
    """The events of a factory, sync or async."""
    return await made if isinstance(made, Awaitable) else made
