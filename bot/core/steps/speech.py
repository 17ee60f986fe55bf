"""The steps by which an agent speaks and finishes."""

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field

from bot.core import events as e
from bot.core.base_types import JSON
from bot.core.steps.base import TEXT, BuiltInStep, StepSituation


class Reply(BuiltInStep):
    """Say something to the people in the thread. Set go_on when you will take another step right after."""

    intent: ClassVar[str] = "reply"
    wire_properties: ClassVar[Mapping[str, JSON]] = {"message": TEXT, "go_on": {"type": "boolean"}}
    wire_required: ClassVar[tuple[str, ...]] = ("message",)
    is_indispensable: ClassVar[bool] = True
    message: str = Field(min_length=1, max_length=12_000, description="Plain text or simple markdown.")
    go_on: bool = Field(default=False, description="true: you keep working; false: the floor is theirs.")

    def derive_events(self, at: StepSituation) -> list[e.Event]:
        return [e.Said(call=at.call, text=self.message, go_on=self.go_on)]


class Done(BuiltInStep):
    """You have done what was asked: say the result. The thread closes until somebody writes again."""

    intent: ClassVar[str] = "done"
    wire_properties: ClassVar[Mapping[str, JSON]] = {"message": TEXT}
    wire_required: ClassVar[tuple[str, ...]] = ("message",)
    is_indispensable: ClassVar[bool] = True
    message: str = Field(min_length=1, max_length=12_000)

    def derive_events(self, at: StepSituation) -> list[e.Event]:
        if at.thread.calls:
            return at.refuse(f"Requests are still open: {', '.join(at.thread.calls)}. Reply, or withdraw them.")
        return [e.Said(call=at.call, text=self.message), e.Finished(call=at.call)]


class NothingToDo(BuiltInStep):
    """Nothing is to be done and nobody needs to hear it."""

    intent: ClassVar[str] = "nothing_to_do"
    wire_properties: ClassVar[Mapping[str, JSON]] = {"why": TEXT}
    why: str = Field(default="", max_length=500)

    def derive_events(self, at: StepSituation) -> list[e.Event]:
        if at.thread.calls:
            return at.refuse(f"Requests are still open: {', '.join(at.thread.calls)}. Withdraw or await them.")
        return [e.Finished(call=at.call)]
