"""Schedules probes of unknown outcomes. Pure.

A probe that finds the effect is believed at once. One that does not find it may have come too early: a process, a
connection or a lock of the try may still bring the effect about.
"""

from datetime import timedelta

from bot.core.agent import Tool
from bot.core.base_types import UtcMoment, from_micros
from bot.core.people import ApproverClause, PeopleDirectory
from bot.core.steps import Step
from bot.core.threads.thread import ToolCall

MAX_ATTEMPTS = 3
MIN_WAIT = timedelta(seconds=5)
MAX_WAIT = timedelta(hours=6)


def compute_probe_wait(tool: Tool[Step], attempt: int) -> timedelta:
    """Return how long after this try's start its effect may still come: `probe_after`, doubled with each further try."""
    return timedelta(seconds=tool.probe_after.total_seconds() * 2 ** max(attempt - 1, 0))


def schedule_probe(call: ToolCall, tool: Tool[Step], now: UtcMoment) -> UtcMoment | None:
    """Return when to repeat a probe that has not found the effect of this started call; None: its answer counts now.

    Each wait is three times as long, so that a late effect is found soon.
    """
    start = from_micros(call.since)
    due = start + compute_probe_wait(tool, call.attempt)
    return None if now >= due else min(due, now + max(MIN_WAIT, 2 * (now - start)))


def schedule_held_probe(call: ToolCall, now: UtcMoment) -> UtcMoment:
    """Return when to repeat the probe of a started call that a hold keeps from another try: each wait doubles."""
    return now + min(max(MIN_WAIT, now - from_micros(call.since)), MAX_WAIT)


def schedule_first_recheck(call: ToolCall, tool: Tool[Step], now: UtcMoment) -> UtcMoment | None:
    """Return when to probe once more a call that is now closed as not having happened; None: it has no probe."""
    return None if tool.probe is None else now + max(compute_probe_wait(tool, call.attempt + 1), MIN_WAIT)


def schedule_next_recheck(call: ToolCall, now: UtcMoment) -> UtcMoment | None:
    """Return when to probe after that: each wait doubles, up to six hours. None: that was the last probe."""
    waited = max((call.look_at or now) - from_micros(call.since), MIN_WAIT)
    return None if 2 * waited > MAX_WAIT else now + 2 * waited


def list_people(clause: ApproverClause, directory: PeopleDirectory) -> tuple[str, ...]:
    """Return the ids of the people of the clause."""
    return tuple(person.id for person in directory.people.values() if clause.has_person(person))
