"""Folds the events of waits for something outside. Pure."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.core import events as e
from bot.core.threads.fold_updates import close_call, open_call
from bot.core.threads.thread import Thread

MAX_ARRIVALS = 200
"""Arrivals of a thread that are remembered, so that none of them ends a later wait."""


def fold_awaited(event: e.EventAwaited, thread: Thread, at: e.RecordedEvent) -> Thread:
    call = thread.calls.get(event.call)
    if call is None:
        return thread
    return open_call(thread, call._replace(state="awaiting", awaited=event, since=at.at))._replace(awaits=True)


def fold_registered(event: e.WaitRegistered, thread: Thread, at: e.RecordedEvent) -> Thread:
    call = thread.calls.get(event.call)
    return open_call(thread, call._replace(is_registered=True)) if call else thread


def fold_arrived(event: e.EventArrived, thread: Thread, at: e.RecordedEvent) -> Thread:
    """Close the wait. The people behind the arrival shape the next calls, as if they had written."""
    shaping = thread.shaping
    for who in event.whose:
        shaping = shaping.add_act(who, "wrote")
    had = (*thread.arrivals, event.arrival)[-MAX_ARRIVALS:]
    return close_call(thread, event.call)._replace(news=at.seq, arrivals=had, shaping=shaping)


def fold_missed(event: e.EventMissed, thread: Thread, at: e.RecordedEvent) -> Thread:
    return close_call(thread, event.call)._replace(news=at.seq)


WAIT_FOLDS: Mapping[type[e.Event], Callable[[Any, Thread, e.RecordedEvent], Thread]] = {
    e.EventAwaited: fold_awaited,
    e.WaitRegistered: fold_registered,
    e.EventArrived: fold_arrived,
    e.EventMissed: fold_missed,
}
"""The fold of each event of a wait."""
