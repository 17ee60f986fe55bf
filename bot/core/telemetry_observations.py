"""Observations of the platform for metrics, logs and traces: frozen values, read from appended events.

They hold ids and names of the configuration; no text of a message, an argument, a result or an error. Pure.
"""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple, TypeAlias

from bot.core.events import RecordedEvent
from bot.core.threads.thread import Thread


class ThreadBegan(NamedTuple):
    """A thread was opened. `at` is microseconds since 1970, as all times here."""

    thread: str
    agent: str
    channel: str
    at: int


class EventsAppended(NamedTuple):
    """The stored types of the events of one append, and the seconds until they were durable."""

    thread: str
    types: tuple[str, ...]
    seconds: float
    agent: str


class DecisionMade(NamedTuple):
    """A person decided or answered. `settled` is the status in which it ended the request; empty: it is still open."""

    thread: str
    request: str
    verdict: str
    surface: str
    person: str
    settled: str


class DecisionRefused(NamedTuple):
    """A decision or an answer was refused; `error` is the name of the refusal's class."""

    thread: str
    request: str
    surface: str
    person: str
    error: str


class HumanWaitEnded(NamedTuple):
    """A request that waited for people ended. `intent` is the tool of an approval, or the step of a question."""

    thread: str
    request: str
    kind: str
    intent: str
    status: str
    asked: int
    at: int


class DeliveryTried(NamedTuple):
    """A push channel was given a delivery, or one came back. `began` is the start of the try, 0: it is not known."""

    thread: str
    request: str
    delivery: str
    channel: str
    kind: str
    outcome: Literal["sent", "retried", "failed", "returned"]
    attempt: int
    began: int
    at: int


class EffectEnded(NamedTuple):
    """A run of a tool ended, or an outcome that was unknown was settled by the probe or a person (`by`)."""

    thread: str
    call: str
    tool: str
    outcome: Literal["done", "failed", "unknown"]
    attempt: int
    by: str
    began: int
    at: int


class ModelCalled(NamedTuple):
    """A model was asked. `outcome` is `step`, or the kind of the refusal; `model` is empty when no answer came."""

    thread: str
    agent: str
    model: str
    outcome: str
    input_tokens: int
    output_tokens: int
    began: int
    at: int


class TurnBegan(NamedTuple):
    """A turn of a thread starts."""

    thread: str
    at: int


class TurnEnded(NamedTuple):
    """A turn of a thread ended; `error` is the class of the error that ended it, empty: it came to its rest."""

    thread: str
    error: str
    at: int


InboundKind: TypeAlias = Literal["mail", "click", "webhook"]


class InboundHandled(NamedTuple):
    """A channel has handled a mail, a click or a webhook. `outcome` is one word of a small set of its channel."""

    channel: str
    kind: InboundKind
    outcome: str


TelemetryObservation: TypeAlias = (
    ThreadBegan
    | EventsAppended
    | DecisionMade
    | DecisionRefused
    | HumanWaitEnded
    | DeliveryTried
    | EffectEnded
    | ModelCalled
    | TurnBegan
    | TurnEnded
    | InboundHandled
)


def read_observations(
    before: Thread, after: Thread, appended: Sequence[RecordedEvent], began: "StartTimes"
) -> Iterator[TelemetryObservation]:
    """Yield the observations of these events of one append, in their order. `before` is the thread without them."""
    if before.seq == 0 and appended:
        channel = after.origin.channel if after.origin else ""
        yield ThreadBegan(after.id, after.agent, channel, appended[0].at)
    ends = {end.call: end.status for each in appended if (end := each.event.request_end) is not None}
    for each in appended:
        event, at = each.event, each.at
        if outcome := event.model_outcome:
            asked = event.model_call
            model, used = (asked.model, (asked.input_tokens, asked.output_tokens)) if asked else ("", (0, 0))
            yield ModelCalled(after.id, after.agent, model, outcome, *used, began.take(after.id, at), at)
        if (decided := event.person_decision) is not None:
            settled = ends.get(decided.call, "")
            yield DecisionMade(after.id, decided.call, decided.verdict, decided.door, decided.person, settled)
        call = before.calls.get(end.call) if (end := event.request_end) is not None else None
        if end is not None and call is not None and call.state in ("asked", "question"):
            yield HumanWaitEnded(after.id, call.id, end.kind, call.intent, end.status, call.since, at)
        if (progress := event.progress) is not None and progress.status != "running":
            found = before.calls.get(progress.call) or before.rechecks.get(progress.call)
            if found is not None:
                yield EffectEnded(
                    *(after.id, found.id, found.intent, progress.status, found.attempt, progress.by),
                    *(found.since if found.state == "started" else at, at),
                )
        if event.delivery_try is not None:
            yield _read_delivery(before, each, began)


class StartTimes:
    """When deliveries and calls of models began (microseconds), by the delivery's or the thread's id.

    A start without an end is forgotten after 10,000 others.
    """

    def __init__(self) -> None:
        self._began: dict[str, int] = {}

    def note(self, id: str, at: int) -> None:
        if len(self._began) >= 10_000:
            del self._began[next(iter(self._began))]
        self._began[id] = at

    def take(self, id: str, default: int = 0) -> int:
        return self._began.pop(id, default)


def _read_delivery(before: Thread, recorded: RecordedEvent, began: StartTimes) -> DeliveryTried:
    tried = recorded.event.delivery_try
    assert tried is not None
    owed = before.owed.get(tried.delivery)
    delivery = owed.delivery if owed else before.out.overtaken.get(tried.delivery)
    attempt = tried.attempt or (owed.attempt if owed else 0) + 1
    # an id that is owed no longer still names its channel: thread.seq.channel[~nth].address
    channel = delivery.route.channel if delivery else tried.delivery.split(".", 3)[2].partition("~")[0]
    kind, request = (delivery.kind, delivery.request) if delivery else ("", "")
    return DeliveryTried(
        *(before.id, request, tried.delivery, channel, kind, tried.outcome, attempt),
        *(began.take(tried.delivery), recorded.at),
    )
