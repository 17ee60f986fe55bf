"""Derives from a thread after an append when a turn and the outbox must handle it, and the thread's own row."""

from collections.abc import Iterable

from bot.core import events as e
from bot.core.base_types import MICROSECOND, floor_to_second, to_micros
from bot.core.next_action import RESTING_RECHECK, describe_status
from bot.core.threads.deliveries import list_front_deliveries
from bot.core.threads.thread import Thread
from bot.store.thread_append import JobWrite, ThreadHead

TURN, DELIVER, HOLD = "turn", "deliver", "hold"


def find_starts(after: Thread, events: Iterable[e.Event]) -> dict[str, str]:
    """The calls that these events start, each with its tool. A fork copies starts and starts nothing."""
    started = (at.call for event in events if (at := event.progress) is not None and at.status == "running")
    return {call: after.calls[call].intent for call in started if call in after.calls}


def find_next_delivery(thread: Thread, now: int) -> int | None:
    """When the outbox must handle this thread next (microseconds). None: nothing is owed."""
    if not thread.owed:
        return None
    times = [owed.retry_at for owed in list_front_deliveries(thread.deliverable)]
    if not times:  # the thread rests: what it owes is looked at again by the version that runs then
        return now + RESTING_RECHECK // MICROSECOND
    return min(to_micros(time) if time else now for time in times)


def make_turn_job(thread: str, due: int | None, known: int | None, now: int) -> JobWrite | None:
    """The job of the next turn. None: what is `known` to be written suffices, since it is equal, or both are in the past.

    `known` is -1 when it is not known.
    """
    is_written = due == known or (due is not None and known is not None and known >= 0 and max(due, known) <= now)
    return None if is_written else JobWrite(TURN, thread, due)


def make_head(thread: Thread, due: int | None, owes: int | None) -> ThreadHead:
    return ThreadHead(
        id=thread.id,
        agent=thread.agent,
        title=thread.title,
        requester=thread.requester,
        status=describe_status(thread),
        opened=thread.opened,
        touched=floor_to_second(thread.touched),  # the index by which threads are listed changes once a second
        due=due,
        owes=owes,
    )
