"""Derives from a thread after an append when a turn and the outbox must handle it, and the thread's own row."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import NamedTuple

from bot.core import events as e
from bot.core.agent import Agent
from bot.core.base_types import MICROSECOND, UtcMoment, floor_to_second, to_micros
from bot.core.holds import Hold
from bot.core.next_action import RESTING_RECHECK, describe_status, find_next_action
from bot.core.next_action_types import Idle, NextAction
from bot.core.people import PeopleDirectory
from bot.core.threads.deliveries import list_front_deliveries
from bot.core.threads.thread import Thread
from bot.store.thread_append import JobWrite, ThreadHead

CURRENT = timedelta(seconds=1)
"""Time for which the next action of an unchanged thread is not looked for again."""
TURN, DELIVER, HOLD = "turn", "deliver", "hold"
UNKNOWN_AGENT_RECHECK = timedelta(minutes=1)
"""Time after which another process looks at a thread whose agent this one does not have, or which it cannot read."""


class ActionBasis(NamedTuple):
    """What the next action of a thread follows from, besides the time."""

    thread: Thread
    agent: Agent
    directory: PeopleDirectory
    holds: Sequence[Hold]

    def find_action(self, now: UtcMoment) -> NextAction:
        return find_next_action(self.thread, self.agent, self.directory, now, self.holds)


class FoundAction(NamedTuple):
    """The next action as it was found at a moment."""

    basis: ActionBasis
    at: UtcMoment
    action: NextAction

    def is_current(self, basis: ActionBasis, now: UtcMoment) -> bool:
        """Whether it was found a moment ago, from these very objects: a reload, a hold and an append make others.

        What became due meanwhile comes next, as if it had become due after this action began. A rest that is over is not current.
        """
        mine = self.basis
        if not (mine.thread is basis.thread and mine.agent is basis.agent):
            return False
        if not (mine.directory is basis.directory and mine.holds is basis.holds and self.at <= now < self.at + CURRENT):
            return False
        return not isinstance(self.action, Idle) or self.action.until is None or now < self.action.until


def find_due_time(
    thread: Thread,
    agent: Agent | None,
    directory: PeopleDirectory,
    holds: Sequence[Hold],
    now: UtcMoment,
    *,
    is_alone: bool,
) -> tuple[int | None, FoundAction | None]:
    """When a turn must handle this thread next (microseconds; None: never), and the action that is due then, if it was looked for.

    `is_alone`: no other process may have its agent.
    """
    if agent is None:
        return None if is_alone else to_micros(now + UNKNOWN_AGENT_RECHECK), None
    if thread.unread is not None and not is_alone:  # a process of a newer release may read it
        return to_micros(now + UNKNOWN_AGENT_RECHECK), None
    basis = ActionBasis(thread, agent, directory, holds)
    found = FoundAction(basis, now, basis.find_action(now))
    if isinstance(found.action, Idle):
        return to_micros(found.action.until) if found.action.until else None, found
    return to_micros(now), found


def find_starts(after: Thread, events: Iterable[e.Event]) -> dict[str, str]:
    """The calls that these events start, each with its tool. A fork copies starts and starts nothing."""
    ended = [at for event in events if "progress" in event.answers and (at := event.progress) is not None]
    return {at.call: after.calls[at.call].intent for at in ended if at.status == "running" and at.call in after.calls}


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
