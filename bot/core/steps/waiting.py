"""The step by which an agent waits: for a time, or for an outside event."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import ClassVar

from pydantic import Field

from bot.core import events as e
from bot.core.base_types import JSON, UtcMoment
from bot.core.canonical_json import canonicalize
from bot.core.steps.base import TEXT, WHOLE_NUMBER, BuiltInStep, StepSituation


class Wait(BuiltInStep):
    """Wait, then look again. Durable: it survives restarts. A message from a person ends it early."""

    intent: ClassVar[str] = "wait"
    wire_properties: ClassVar[Mapping[str, JSON]] = {"seconds": WHOLE_NUMBER}
    seconds: int = Field(ge=1, le=7 * 24 * 3600)
    why: str = Field(default="", max_length=500)
    event: str = Field(
        default="", max_length=64, description="An outside event; it ends the wait, at most the seconds."
    )
    key: str = Field(default="", max_length=200, description="Which one of them.")

    def write_arguments(self) -> str:
        """Return the canonical JSON; without fields of later releases that are not used, as earlier ones wrote it."""
        unused = {name for name in ("event", "key") if not getattr(self, name)}
        return canonicalize(self.model_dump(mode="json", exclude=unused)).decode("utf-8")

    def derive_events(self, at: StepSituation) -> list[e.Event]:
        return [e.Slept(call=at.call, until=compute_wake_time(self, at.now), why=self.why)]


def plan_wait(step: Wait, at: StepSituation, awaits: Sequence[str]) -> list[e.Event]:
    """Return the events after the choice of `wait` by an agent that may wait for these outside events."""
    if not step.event:
        if step.key:
            return at.refuse(f"key = {step.key!r} is that of an event. Name the event, or leave out key.")
        return step.derive_events(at)
    if step.event not in awaits:
        return at.refuse(
            f"There is no event {step.event!r} that you may wait for; there are: {', '.join(awaits) or 'none'}."
        )
    for call in at.thread.calls.values():
        if call.awaited is not None and (call.awaited.name, call.awaited.key) == (step.event, step.key):
            return at.refuse(f"You wait for it already: {call.id}.")
    until = compute_wake_time(step, at.now)
    return [e.EventAwaited(call=at.call, name=step.event, key=step.key, until=until, why=step.why)]


def describe_awaited(names: Iterable[str]) -> Mapping[str, JSON]:
    """Return the fields of `wait` on the wire for an agent that may wait for these outside events."""
    return {"event": {"type": "string", "enum": list(names)}, "key": TEXT}


def compute_wake_time(step: Wait, now: UtcMoment) -> UtcMoment:
    return now + timedelta(seconds=step.seconds)
