"""The actions that `find_next_action` may return for a thread, each a value. The worker carries them out."""

from dataclasses import dataclass
from typing import TypeAlias

from bot.core.base_types import UtcMoment
from bot.core.events import LimitKind
from bot.core.policy import Verdict
from bot.core.steps import Step
from bot.core.threads.thread import ToolCall


@dataclass(frozen=True, slots=True)
class ChooseStep:
    """Ask the model for the next step."""


@dataclass(frozen=True, slots=True)
class FetchContext:
    """Run this pre-fetch before the first model call."""

    step: Step


@dataclass(frozen=True, slots=True)
class AskApprovers:
    """Ask the approvers about this call: it was not asked about yet, or the tool or its policy has changed since."""

    call: ToolCall


@dataclass(frozen=True, slots=True)
class RunCall:
    """Run this call: it needs no approval, or it is approved."""

    call: ToolCall


@dataclass(frozen=True, slots=True)
class RecoverCall:
    """Find out how this call ended: it was started and its end is not in the log."""

    call: ToolCall


@dataclass(frozen=True, slots=True)
class LapseApproval:
    """End the approval of this call: it was approved and not started in time."""

    call: ToolCall
    reason: str


@dataclass(frozen=True, slots=True)
class ExpireClaim:
    """Close this call of a program with an unknown outcome: its approval was claimed at `claimed`, and nothing was reported in
    time."""

    call: ToolCall
    claimed: UtcMoment


@dataclass(frozen=True, slots=True)
class RecheckCall:
    """Ask the probe once more about this call: it is closed as not having happened, but a try may have taken effect
    late."""

    call: ToolCall


@dataclass(frozen=True, slots=True)
class SettleCall:
    """Settle this call with a verdict. For a question, `expired` or `withdrawn`."""

    call: ToolCall
    verdict: Verdict
    reason: str = ""


@dataclass(frozen=True, slots=True)
class HaltThread:
    """A budget is used up: ask a person whether to go on. `context` is shown to them besides the cause."""

    limit: LimitKind
    detail: str
    context: str = ""


@dataclass(frozen=True, slots=True)
class WakeThread:
    """End the sleep of the thread: its time is over."""


@dataclass(frozen=True, slots=True)
class StartTask:
    """Open the child thread of this call."""

    call: ToolCall


@dataclass(frozen=True, slots=True)
class RecallTask:
    """Wait no longer for the task of this call, and have its child stopped."""

    call: ToolCall
    reason: str
    is_expired: bool = False


@dataclass(frozen=True, slots=True)
class StopTask:
    """Stop the child of this recalled call."""

    call: ToolCall


@dataclass(frozen=True, slots=True)
class ReportTask:
    """Tell the parent of this child the end of its task. `fault` is why it cannot go on; empty: it ended by itself."""

    fault: str = ""


@dataclass(frozen=True, slots=True)
class RegisterWait:
    """Keep the wait of this call for an outside event, and look whether the event came already."""

    call: ToolCall


@dataclass(frozen=True, slots=True)
class MissEvent:
    """End the wait of this call: the outside event did not come in time."""

    call: ToolCall


@dataclass(frozen=True, slots=True)
class Idle:
    """Do nothing until somebody writes or decides, or until `until`. `reason` is set when the thread rests."""

    until: UtcMoment | None = None
    reason: str = ""


NextAction: TypeAlias = (
    ChooseStep
    | FetchContext
    | AskApprovers
    | RunCall
    | RecoverCall
    | RecheckCall
    | LapseApproval
    | ExpireClaim
    | SettleCall
    | HaltThread
    | WakeThread
    | StartTask
    | RecallTask
    | StopTask
    | ReportTask
    | RegisterWait
    | MissEvent
    | Idle
)
