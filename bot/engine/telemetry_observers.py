"""Reports events to metrics, logs and traces, in the event loop, as soon as they are durable."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import copy_context
from time import perf_counter

import structlog

from bot.core.base_types import to_micros
from bot.core.events import RecordedEvent
from bot.core.gateway_ports import Unsubscribe, UtcClock
from bot.core.telemetry_observations import (
    EventsAppended,
    StartTimes,
    TelemetryObservation,
    TurnBegan,
    TurnEnded,
    read_observations,
)
from bot.core.threads.thread import Thread

log = structlog.get_logger()

TelemetryObserver = Callable[[TelemetryObservation], None]


def _report_nothing() -> None:
    """Report an append of a process that nobody observes."""


class TelemetryObservers:
    """The callbacks that are told of observations. A failing one is logged and stops nothing. Without any, nothing is read."""

    def __init__(self, clock: UtcClock) -> None:
        self.clock = clock
        self._observers: list[TelemetryObserver] = []
        self._began = StartTimes()

    def subscribe(self, observer: TelemetryObserver) -> Unsubscribe:
        """Call `observer` with each observation, until the result is called."""
        self._observers.append(observer)

        def unsubscribe() -> None:
            if observer in self._observers:
                self._observers.remove(observer)

        return unsubscribe

    def report(self, observation: TelemetryObservation) -> None:
        for observer in [*self._observers]:
            try:
                observer(observation)
            except Exception:
                log.exception("observation not reported", observation=type(observation).__name__)

    def prepare_append(self, before: Thread, after: Thread, appended: Sequence[RecordedEvent]) -> Callable[[], None]:
        """Return the function that reports this append once it is durable, in the context of this call."""
        if not self._observers:
            return _report_nothing
        began, context = perf_counter(), copy_context()
        return lambda: context.run(self.report_append, before, after, appended, perf_counter() - began)

    def report_append(self, before: Thread, after: Thread, appended: Sequence[RecordedEvent], seconds: float) -> None:
        """Report an append that took this long to be durable, and the observations of its events."""
        types = tuple([each.event.row_type for each in appended])
        self.report(EventsAppended(after.id, types, seconds, after.agent))
        for observation in read_observations(before, after, appended, self._began):
            self.report(observation)

    def note_start(self, id: str) -> None:
        """Note that the delivery of this id begins now, or that the model is asked for the thread of this id."""
        if self._observers:
            self._began.note(id, to_micros(self.clock()))

    @contextmanager
    def observe_turn(self, thread: str) -> Iterator[None]:
        """Report the beginning and the end of a turn."""
        if not self._observers:
            yield
            return
        self.report(TurnBegan(thread, to_micros(self.clock())))
        error = ""
        try:
            yield
        except (Exception, asyncio.CancelledError) as ended:
            error = type(ended).__name__
            raise
        finally:
            self.report(TurnEnded(thread, error, to_micros(self.clock())))
