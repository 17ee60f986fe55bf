"""The parts of an append: the function that makes its events, and the thread's row, index and jobs written with them."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import NamedTuple

from bot.core import events as e
from bot.core.access.permissions import find_joining_names
from bot.core.threads.thread import Thread
from bot.engine.repository.request_index_changes import find_closed_calls, find_index_changes
from bot.engine.repository.thread_jobs import (
    DELIVER,
    HOLD,
    find_next_delivery,
    find_starts,
    make_head,
    make_turn_job,
)
from bot.store.hash_chain import LogRow
from bot.store.peer_port import LeasedJob
from bot.store.thread_append import JobWrite, PeerFence, SideWrites, ThreadAppend

MICROS = 1_000_000
"""Microseconds of a second: the row of a thread has the second of its last event."""
EventFactory = Callable[[Thread], Sequence[e.Event] | Awaitable[Sequence[e.Event]]]
"""Makes the events to append from the latest thread, sync or async. It is called again when another append came first."""


class AppendBasis(NamedTuple):
    """The knowledge of the process besides the thread: the signature of its head, the due time of its job (-1: not known), the threads
    that do not verify, and what the append depends on where other processes share the database. `is_offering`: they run its jobs.
    """

    signed: bytes
    job: int | None
    broken: Collection[str]
    fence: PeerFence | None
    is_offering: bool = False


def build_append(
    before: Thread,
    after: Thread,
    recorded: Sequence[e.RecordedEvent],
    rows: Sequence[LogRow],
    due: int | None,
    basis: AppendBasis,
    side_writes: SideWrites,
) -> ThreadAppend:
    """The append of these events, after which a turn must handle the thread at `due` (microseconds)."""
    at, events = recorded[0].at, [record.event for record in recorded]
    changes, next_delivery = find_index_changes(before, after, recorded), find_next_delivery(after, at)
    jobs = [job] if (job := make_turn_job(after.id, due, basis.job, at)) else []
    if after.owed is not before.owed and next_delivery is not None:
        jobs.append(JobWrite(DELIVER, after.id, next_delivery))
    due_jobs = [LeasedJob(kind, key) for kind, key, run_at in jobs if run_at is not None and run_at <= at]
    return ThreadAppend(
        head=make_head(after, due, next_delivery),
        rows=rows,
        is_touched=before.touched // MICROS != after.touched // MICROS,
        signed=basis.signed,
        starts=find_starts(after, events),
        lineage=after.lineage,
        fence=basis.fence,
        hold_notice=JobWrite(HOLD, after.id, at) if [each for each in events if each.is_told_of_holds] else None,
        names=find_joining_names(before, after),
        changes=changes,
        closed=find_closed_calls(before, after, changes),
        unreadable=frozenset(basis.broken) if changes else frozenset(),
        jobs=jobs,
        offers=due_jobs if basis.is_offering else (),
        side_writes=side_writes,
    )
