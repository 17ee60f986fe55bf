"""The step by which an agent takes back a request."""

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field

from bot.core import events as e
from bot.core.base_types import JSON
from bot.core.steps.base import TEXT, BuiltInStep, StepSituation


class Withdraw(BuiltInStep):
    """Take back an approval, a question or a task of yours that is still open."""

    intent: ClassVar[str] = "withdraw"
    wire_properties: ClassVar[Mapping[str, JSON]] = {"call": TEXT, "why": TEXT}
    call: str = Field(description="The id of the open request.")
    why: str = Field(min_length=1, max_length=500)

    def derive_events(self, at: StepSituation) -> list[e.Event]:
        found = at.thread.calls.get(self.call)
        if found is not None and found.delegation is not None and found.recalled is None:
            recalled = e.TaskRecalled(call=found.id, reason=self.why)
            return [recalled, e.ToolFinished(call=at.call, result=f"{self.call} is stopped; its end follows.")]
        if found is not None and found.awaited is not None:
            missed = e.EventMissed(call=found.id, name=found.awaited.name, key=found.awaited.key)
            return [missed, e.ToolFinished(call=at.call, result=f"{self.call} waits no more.")]
        is_open = found is not None and found.state in ("asked", "question")
        if found is None or not is_open or (found.question is not None and found.question.purpose != "ask"):
            return at.refuse(f"There is no open request {self.call[:80]!r} of yours.")
        if found.question is not None:
            ended = found.settle_question("withdrawn", answer=self.why)
        else:
            ended = found.settle_approval("withdrawn", reason=self.why)
        return [ended, e.ToolFinished(call=at.call, result=f"{self.call} is withdrawn.")]
