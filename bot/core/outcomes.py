"""How long an unknown outcome waits for its probe. Pure.

A probe that finds the effect is believed at once. One that does not find it may only have come too early: what the try
left behind (a process, a connection, a lock that somebody else holds) may still bring the effect about.
"""

from datetime import timedelta

from bot.core.agent import Tool
from bot.core.people import Clause, Directory
from bot.core.steps import Step
from bot.core.thread import Call
from bot.core.word import Moment, moment

MAX_ATTEMPTS = 3
FIRST_LOOK = timedelta(seconds=5)
LAST_LOOK = timedelta(hours=6)


def probe_wait(tool: Tool[Step], attempt: int) -> timedelta:
    """How long after this try's start its effect may still come: `probe_after`, doubled with each further try."""
    return timedelta(seconds=tool.probe_after.total_seconds() * 2 ** max(attempt - 1, 0))


def next_look(call: Call, tool: Tool[Step], now: Moment) -> Moment | None:
    """When to ask the probe again that has not found the effect of this started call; None: its word counts now.

    It is asked three times as late each time, so that an effect which comes late is seen soon.
    """
    start = moment(call.since)
    due = start + probe_wait(tool, call.attempt)
    return None if now >= due else min(due, now + max(FIRST_LOOK, 2 * (now - start)))


def next_held_look(call: Call, now: Moment) -> Moment:
    """When to ask the probe again about a started call that a hold keeps from another try: each time twice as late."""
    return now + min(max(FIRST_LOOK, now - moment(call.since)), LAST_LOOK)


def first_recheck(call: Call, tool: Tool[Step], now: Moment) -> Moment | None:
    """When the probe looks once more at a call that is now said not to have happened; None: it has no probe."""
    return None if tool.probe is None else now + max(probe_wait(tool, call.attempt + 1), FIRST_LOOK)


def next_recheck(call: Call, now: Moment) -> Moment | None:
    """When the probe looks after that: each time after twice as long, up to six hours. None: that was the last look."""
    waited = max((call.look_at or now) - moment(call.since), FIRST_LOOK)
    return None if 2 * waited > LAST_LOOK else now + 2 * waited


def people_of(clause: Clause, directory: Directory) -> tuple[str, ...]:
    """The ids of the people whom the clause names."""
    return tuple(person.id for person in directory.people.values() if clause.names(person))
