"""Folds the events of tasks that agents give to each other. Pure."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from bot.core import events as e
from bot.core.people import SYSTEM
from bot.core.threads.fold_updates import close_call, count_failure, count_success, open_call
from bot.core.threads.shaper_tracking import ShapingAct
from bot.core.threads.thread import MAX_WISH, AskerWords, Thread


def fold_delegated(event: e.TaskDelegated, thread: Thread, at: e.RecordedEvent) -> Thread:
    call = thread.calls.get(event.call)
    if call is None:
        return thread
    return open_call(thread, call._replace(state="delegated", delegation=event, since=at.at))


def fold_started(event: e.TaskStarted, thread: Thread, at: e.RecordedEvent) -> Thread:
    call = thread.calls.get(event.call)
    return open_call(thread, call._replace(is_child_open=True)) if call else thread


def fold_recalled(event: e.TaskRecalled, thread: Thread, at: e.RecordedEvent) -> Thread:
    call = thread.calls.get(event.call)
    return open_call(thread, call._replace(recalled=event)) if call else thread


def fold_ended(event: e.TaskEnded, thread: Thread, at: e.RecordedEvent) -> Thread:
    """Close the call. Who stood behind the task, and who spoke in the child, shape the next calls; what the child used
    counts as used here."""
    call = thread.calls.get(event.call)
    shaping = thread.shaping
    for who, acts in call.shapers.items() if call else ():
        for act in acts:
            shaping = shaping.add_act(who, act)
    for who in event.whose:
        shaping = shaping.add_act(who, "contributed")
    spent = thread._replace(
        steps=thread.steps + event.steps,
        tokens=thread.tokens + event.tokens,
        asks=thread.asks + event.asks,
        shaping=shaping,
    )
    closed, intent = close_call(spent, event.call), call.intent if call else "delegate"
    if event.status == "done":
        return count_success(closed, intent)._replace(news=at.seq)
    return count_failure(closed, intent, at.seq, event.text)._replace(news=at.seq)


def fold_received(event: e.TaskReceived, thread: Thread, at: e.RecordedEvent) -> Thread:
    """Begin the work of a child. The people behind the task shape all of its calls."""
    shaping = thread.shaping
    for shaper in event.shapers:
        for act in shaper.acts:
            shaping = shaping.add_lasting_act(shaper.who, cast("ShapingAct", act))
    text = event.text if len(event.text) <= MAX_WISH else f"{event.text[:MAX_WISH]}…"
    said = (*thread.said, AskerWords(at.seq, f"{SYSTEM}{event.giver}", event.giver, text))
    return thread._replace(task=event, news=at.seq, shaping=shaping, said=said)


def fold_reported(event: e.TaskReported, thread: Thread, at: e.RecordedEvent) -> Thread:
    """Finish the child, unless a message came that its report could not hold any more."""
    ended = thread.ended or ("finished" if thread.news <= event.seen else None)
    return thread._replace(is_task_reported=True, ended=ended)


TASK_FOLDS: Mapping[type[e.Event], Callable[[Any, Thread, e.RecordedEvent], Thread]] = {
    e.TaskDelegated: fold_delegated,
    e.TaskStarted: fold_started,
    e.TaskRecalled: fold_recalled,
    e.TaskEnded: fold_ended,
    e.TaskReceived: fold_received,
    e.TaskReported: fold_reported,
}
"""The fold of each event of a task."""
