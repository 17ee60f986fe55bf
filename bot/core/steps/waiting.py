"""The step by which an agent waits."""

from collections.abc import Mapping
from datetime import timedelta
from typing import ClassVar

from pydantic import Field

from bot.core import events as e
from bot.core.base_types import JSON, UtcMoment
from bot.core.steps.base import WHOLE_NUMBER, BuiltInStep, StepSituation


class Wait(BuiltInStep):
    """Wait, then look again. Durable: it survives restarts. A message from a person ends it early."""

    intent: ClassVar[str] = "wait"
    wire_properties: ClassVar[Mapping[str, JSON]] = {"seconds": WHOLE_NUMBER}
    seconds: int = Field(ge=1, le=7 * 24 * 3600)
    why: str = Field(default="", max_length=500)

    def derive_events(self, at: StepSituation) -> list[e.Event]:
        return [e.Slept(call=at.call, until=compute_wake_time(self, at.now), why=self.why)]


def compute_wake_time(step: Wait, now: UtcMoment) -> UtcMoment:
    return now + timedelta(seconds=step.seconds)
