"""The events of calls that were started: their tries, their ends, and outcomes that are not known."""

from typing import ClassVar

from pydantic import Field

from bot.core.base_types import UtcMoment
from bot.core.event_base import Event
from bot.core.event_meanings import CallProgress, WindowRole
from bot.core.prompts.piece_markup import escape_attribute, escape_text
from bot.core.timeline_lines import TimelineLine, TimelineWording

__all__ = ["PROBE", "EffectNotFound", "OutcomeDoubted", "OutcomeSettled", "OutcomeUnknown", "ToolFailed", "ToolFinished", "ToolProcessStarted", "ToolStarted"]  # fmt: skip

PROBE = "probe"
"""`OutcomeSettled.by` when the tool's own probe found the outcome."""


class ToolStarted(Event):
    """A try of a call started; committed before the effect. `key` is the idempotency key for receivers; empty: the
    call's id."""

    type: ClassVar[str] = "ToolStarted"
    call: str
    key: str = ""
    digest: str = ""
    attempt: int = 1

    def describe(self, wording: TimelineWording) -> TimelineLine:
        again = f", try {self.attempt}" if self.attempt > 1 else ""
        return TimelineLine(f"Started {wording.describe_call(self.call)}{again}")

    @property
    def progress(self) -> CallProgress:
        return CallProgress(self.call, "running", attempt=self.attempt)


class ToolProcessStarted(Event):
    """The effect runs as a process of its own: the leader of this process group.

    `host` names the machine and its boot, `start_ticks` the start of the process (clock ticks since that boot, from
    /proc; 0: not known). Together they tell it from a later process with the same number.
    """

    type: ClassVar[str] = "ToolProcessStarted"
    is_resting_fact: ClassVar[bool] = True
    call: str
    attempt: int
    host: str
    process_group: int
    start_ticks: int = 0

    def describe(self, wording: TimelineWording) -> TimelineLine:
        return TimelineLine(f"{wording.describe_call(self.call)} runs as process group {self.process_group}", self.host)


class ToolFinished(Event):
    type: ClassVar[str] = "ToolFinished"
    is_resting_fact: ClassVar[bool] = True
    call: str
    result: str

    def render(self, at: str) -> str:
        return f"<result call={escape_attribute(self.call)} {at}>\n{escape_text(self.result)}\n</result>"

    def describe(self, wording: TimelineWording) -> TimelineLine:
        return TimelineLine(f"{wording.describe_call(self.call)} finished", tone="good", output=self.result)

    @property
    def window_role(self) -> WindowRole:
        return WindowRole("result", self.call, result=self.result)

    @property
    def progress(self) -> CallProgress:
        return CallProgress(self.call, "done", self.result)


class ToolFailed(Event):
    """The tool did not do it. `error` (at most 200 characters) goes to the model; `audit` does not.

    `look_at` is set when an earlier try had an unknown end: at that time the probe is asked once more, for a late
    effect.
    """

    type: ClassVar[str] = "ToolFailed"
    is_resting_fact: ClassVar[bool] = True
    call: str
    intent: str
    error: str = Field(max_length=200)
    audit: str = ""
    look_at: UtcMoment | None = None

    def render(self, at: str) -> str:
        return f"<error call={escape_attribute(self.call)} {at}>\n{escape_text(self.error)}\n</error>"

    def describe(self, wording: TimelineWording) -> TimelineLine:
        return TimelineLine(f"{self.intent} did not happen", self.error, tone="bad", output=self.audit)

    @property
    def window_role(self) -> WindowRole:
        return WindowRole("closed", self.call)

    @property
    def progress(self) -> CallProgress:
        return CallProgress(self.call, "failed", self.error)


class EffectNotFound(Event):
    """The probe did not find the effect of a started call yet. `look_at` is the time of the next probe; None: there is
    none."""

    type: ClassVar[str] = "EffectNotFound"
    is_resting_fact: ClassVar[bool] = True
    call: str
    attempt: int
    detail: str
    look_at: UtcMoment | None = None

    def describe(self, wording: TimelineWording) -> TimelineLine:
        again = (
            f"; it is looked for again at {wording.format_moment(self.look_at)}"
            if self.look_at
            else "; that was the last look"
        )
        return TimelineLine(
            f"{wording.describe_call(self.call)} was not found to have happened{again}", self.detail, tone="wait"
        )


class OutcomeUnknown(Event):
    """A tool was started and its end is not known. `facts` is all that is known; `question` asks a person."""

    type: ClassVar[str] = "OutcomeUnknown"
    call: str
    question: str
    facts: str

    def render(self, at: str) -> str:
        return (
            f"<outcome_unknown call={escape_attribute(self.call)}>\n{escape_text(self.facts, 200)}\n</outcome_unknown>"
        )

    def describe(self, wording: TimelineWording) -> TimelineLine:
        return TimelineLine(f"Nobody knows how {wording.describe_call(self.call)} ended", self.facts, tone="bad")

    @property
    def window_role(self) -> WindowRole:
        return WindowRole("noted", self.call)

    @property
    def progress(self) -> CallProgress:
        return CallProgress(self.call, "unknown", self.facts, question=self.question)


class OutcomeSettled(Event):
    """The tool's own probe or a person said whether the effect happened.

    `look_at` is the time of one more probe when it did not. A second event with `happened` overrules the first.
    """

    type: ClassVar[str] = "OutcomeSettled"
    is_resting_fact: ClassVar[bool] = True
    call: str
    happened: bool
    by: str
    detail: str = ""
    look_at: UtcMoment | None = None

    def render(self, at: str) -> str:
        happened = "yes" if self.happened else "no"
        return f'<outcome call={escape_attribute(self.call)} happened="{happened}" by={escape_attribute(self.by)}>\n{escape_text(self.detail)}\n</outcome>'

    def describe(self, wording: TimelineWording) -> TimelineLine:
        happened = "happened" if self.happened else "did not happen"
        return TimelineLine(
            f"{wording.describe_call(self.call)} {happened}, says {wording.find_name(self.by)}", self.detail
        )

    @property
    def authors(self) -> tuple[str | None, ...]:
        return (self.by,) if self.by != PROBE else ()

    @property
    def decided_call(self) -> str:
        return self.call

    @property
    def window_role(self) -> WindowRole:
        return WindowRole("settled" if self.happened else "closed", self.call)

    @property
    def progress(self) -> CallProgress:
        return CallProgress(self.call, "done" if self.happened else "failed", self.detail, by=self.by)


class OutcomeDoubted(Event):
    """The log may be older than the outside, for this `reason`: a call approved or started here may have run since."""

    type: ClassVar[str] = "OutcomeDoubted"
    is_resting_fact: ClassVar[bool] = True
    call: str
    reason: str

    def describe(self, wording: TimelineWording) -> TimelineLine:
        return TimelineLine(
            f"Whether {wording.describe_call(self.call)} ran is no longer known", f"Why: {self.reason}.", tone="bad"
        )

    @property
    def progress(self) -> CallProgress:
        return CallProgress(self.call, "unknown", self.reason, is_doubt=True)
