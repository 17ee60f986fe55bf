"""Pausing and resuming many threads at once: the threads that a filter finds, and the result for each. Pure.

A batch has the effects of the same act on each of its threads, with the same rights, and no others. Done again, it
changes nothing.
"""

from collections.abc import Sequence
from typing import Literal

from pydantic import model_validator

from bot.core.base_types import FrozenModel, UtcMoment, from_micros
from bot.core.threads.thread import Thread

BatchAction = Literal["pause", "resume"]

BatchOutcome = Literal["changed", "unchanged", "ended", "resting", "not_allowed", "paused_by_another", "new_fork"]
"""The result for a thread, done or foreseen: `changed` it was paused or resumed; `unchanged` it was so before; `ended`;
`resting` this version cannot read it; `not_allowed`; `paused_by_another` person than the caller named; `new_fork` it is a
fork that was not resumed yet, and no batch does."""

ANYBODY = "anybody"
"""The value of `ThreadFilter.paused_by` for the pauses of all people."""


class ThreadFilter(FrozenModel):
    """The threads of a batch: those that fit all that is given. Raises ValueError when nothing is given.

    `status` is that of lists. `opened_before` and `touched_before` are about the first and the last event. `paused_by`
    is for `resume`: the person (id) whose pauses it ends, or `anybody`; empty: those of the caller.
    """

    agent: str = ""
    status: str = ""
    opened_before: UtcMoment | None = None
    touched_before: UtcMoment | None = None
    paused_by: str = ""

    @model_validator(mode="after")
    def _names_something(self) -> "ThreadFilter":
        if not (self.agent or self.status or self.opened_before or self.touched_before):
            raise ValueError("name the threads: by an agent, a status, opened_before or touched_before")
        return self

    def is_of_age(self, opened: int, touched: int) -> bool:
        """Whether a thread with these times (microseconds) is old enough."""
        is_opened = self.opened_before is None or from_micros(opened) < self.opened_before
        return is_opened and (self.touched_before is None or from_micros(touched) < self.touched_before)


class BatchItem(FrozenModel):
    """One thread of a batch. `detail` says more, such as the person of the pause."""

    thread: str
    agent: str
    title: str
    status: str
    outcome: BatchOutcome
    detail: str = ""


class BatchReport(FrozenModel):
    """The results of a batch; foreseen ones when it was not `applied`.

    `items` are the threads that it changes, and those that it would have changed but for a right or another person's
    pause. `counts` has the number of threads of each outcome. `has_more`: more threads fit; the same batch again takes
    them.
    """

    action: BatchAction
    applied: bool
    items: tuple[BatchItem, ...]
    counts: dict[BatchOutcome, int]
    has_more: bool = False

    @property
    def changed(self) -> int:
        return self.counts.get("changed", 0)


LISTED: Sequence[BatchOutcome] = ("changed", "resting", "not_allowed", "paused_by_another", "new_fork")
"""The outcomes whose threads a report names; of the others it has the number."""


def judge_thread(action: BatchAction, thread: Thread, by: str, paused_by: str) -> tuple[BatchOutcome, str]:
    """Return the outcome of a batch of the person `by` for this thread, and a detail.

    A person may resume what another one paused, for a reason that only this one knows: so a batch does it only when it
    is told whose pauses to end. A fork is born paused, so that nothing of the copy runs by accident: it is resumed by
    itself.
    """
    if thread.unread is not None:
        return "resting", f"This version cannot read its event {thread.unread.seq}."
    if action == "pause":
        if thread.ended:
            return "ended", ""
        return ("unchanged", "") if thread.paused else ("changed", "")
    if not thread.paused:
        return ("ended" if thread.ended else "unchanged"), ""
    if thread.source and thread.paused_at <= thread.forked_at:
        return "new_fork", f"A copy of {thread.source} that nobody has resumed yet."
    if paused_by != ANYBODY and thread.paused_by != (paused_by or by):
        return "paused_by_another", thread.paused_by
    return "changed", ""
