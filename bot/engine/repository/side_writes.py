"""The rows that an append writes beside its events: the thread's row, the due times of its jobs, the texts of a model
call.
"""

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.core import events as e
from bot.core.next_action import RESTING_RECHECK, describe_status
from bot.core.prompts.event_rendering import RENDERER
from bot.core.threads.deliveries import list_front_deliveries
from bot.core.threads.thread import Thread
from bot.core.values import MICROSECOND, to_micros
from bot.engine.queue import JobQueue
from bot.store import event_log

TURN = "turn"


@dataclass(frozen=True, slots=True)
class SideWrites:
    """Further writes of the same transaction: pieces, texts and the answer of a model call, or any unit of SQL.

    `texts` belong to many calls, and the process remembers which it has kept; `answer` belongs to one call.
    """

    renderer: str = RENDERER
    pieces: tuple[tuple[int, str, bytes], ...] = ()
    texts: tuple[str, ...] = ()
    answer: str = ""
    unit: Callable[[sqlite3.Connection], None] | None = None


NO_SIDE_WRITES = SideWrites()


def find_starts(after: Thread, events: Iterable[e.Event]) -> dict[str, str]:
    """The calls that these events start, each with its tool. A fork copies starts and starts nothing."""
    started = (event.call for event in events if isinstance(event, e.ToolStarted))
    return {call: after.calls[call].intent for call in started if call in after.calls}


def find_next_delivery(thread: Thread, now: int) -> int | None:
    """When the outbox must handle this thread next (microseconds). None: nothing is owed."""
    if not thread.owed:
        return None
    times = [owed.retry_at for owed in list_front_deliveries(thread.deliverable)]
    if not times:  # the thread rests: what it owes is looked at again by the version that runs then
        return now + RESTING_RECHECK // MICROSECOND
    return min(to_micros(time) if time else now for time in times)


def write_due(
    queue: JobQueue, connection: sqlite3.Connection, thread: str, due: int | None, known: int | None, now: int
) -> None:
    """Write the turn's due time, unless it is known to be written: equal, or both in the past."""
    if due is None:
        if known is not None:
            queue.drop_job(connection, TURN, thread)
    elif known is None or known < 0 or (due != known and max(due, known) > now):
        queue.enqueue_job(connection, TURN, thread, due)


def write_side_rows(connection: sqlite3.Connection, thread: str, side_writes: SideWrites) -> None:
    if side_writes.pieces:
        event_log.keep_pieces(connection, thread, side_writes.renderer, side_writes.pieces)
    if side_writes.texts or side_writes.answer:
        event_log.keep_text(
            connection, (*side_writes.texts, side_writes.answer) if side_writes.answer else side_writes.texts
        )
    if side_writes.unit is not None:
        side_writes.unit(connection)


def make_head(thread: Thread, due: int | None, owes: int | None) -> event_log.ThreadHead:
    return event_log.ThreadHead(
        id=thread.id,
        agent=thread.agent,
        title=thread.title,
        requester=thread.requester,
        status=describe_status(thread),
        opened=thread.opened,
        touched=thread.touched,
        due=due,
        owes=owes,
    )
