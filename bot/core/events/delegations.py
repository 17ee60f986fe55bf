"""The events of tasks that one agent gives to another. The task is worked on in a thread of its own, the child."""

from typing import ClassVar, Literal

from bot.core.base_types import FrozenModel, UtcMoment
from bot.core.event_base import Event
from bot.core.event_meanings import CallProgress, WindowRole
from bot.core.prompts.piece_markup import escape_attribute, escape_text
from bot.core.timeline_lines import TimelineLine, TimelineWording

__all__ = ["TaskDelegated", "TaskEnded", "TaskRecalled", "TaskReceived", "TaskReported", "TaskShaper", "TaskStarted", "TaskStatus"]  # fmt: skip

TaskStatus = Literal["done", "failed", "cancelled", "expired"]


class TaskShaper(FrozenModel):
    """A person (id, or account) behind a task, and the acts by which they shaped it (`bot.core.threads.shaper_tracking`)."""

    who: str
    acts: tuple[str, ...]


class TaskDelegated(Event):
    """In the parent: the call waits for the end of this task, on which `agent` works in the thread `child`.

    `steps` and `tokens` limit the child. At `expires_at` the wait ends without a result.
    """

    type: ClassVar[str] = "TaskDelegated"
    call: str
    agent: str
    task: str
    child: str
    steps: int
    tokens: int
    expires_at: UtcMoment

    def describe(self, wording: TimelineWording) -> TimelineLine:
        return TimelineLine(f"Gave a task to {self.agent}, in the thread {self.child}", self.task, tone="wait")

    @property
    def window_role(self) -> WindowRole:
        return WindowRole("noted", self.call)


class TaskStarted(Event):
    """In the parent: the thread `child` is open."""

    type: ClassVar[str] = "TaskStarted"
    call: str
    child: str

    def describe(self, wording: TimelineWording) -> TimelineLine:
        return TimelineLine(f"The thread {self.child} is open")


class TaskRecalled(Event):
    """In the parent: the result is not awaited any more, and the child is to be stopped. `by` is the person, None: no
    person; `is_expired`: its time was over."""

    type: ClassVar[str] = "TaskRecalled"
    call: str
    by: str | None = None
    reason: str = ""
    is_expired: bool = False

    def describe(self, wording: TimelineWording) -> TimelineLine:
        by = f" by {wording.find_name(self.by)}" if self.by else ""
        return TimelineLine(f"The task is stopped{by}", self.reason, tone="wait")


class TaskEnded(Event):
    """In the parent: the end of a task, once. `text` is the child's compact result, or the error.

    `whose` spoke, answered, commented or edited in the child: they shape the parent's next calls. `steps` and `tokens`
    were used there since a person last spoke, and people were asked `asks` times.
    """

    type: ClassVar[str] = "TaskEnded"
    version: ClassVar[int] = 2
    is_resting_fact: ClassVar[bool] = True
    call: str
    agent: str
    child: str
    status: TaskStatus
    text: str
    whose: tuple[str, ...] = ()
    steps: int = 0
    tokens: int = 0
    asks: int = 0

    def render(self, at: str) -> str:
        element = "result" if self.status == "done" else "error"
        head = f"<{element} call={escape_attribute(self.call)} from={escape_attribute(self.agent)} {at}>"
        return f"{head}\n{escape_text(self.text)}\n</{element}>"

    def describe(self, wording: TimelineWording) -> TimelineLine:
        tone: Literal["good", "bad"] = "good" if self.status == "done" else "bad"
        return TimelineLine(f"The task of {self.agent} is {self.status}", self.text, tone=tone)

    @property
    def authors(self) -> tuple[str | None, ...]:
        return self.whose

    @property
    def window_role(self) -> WindowRole:
        return WindowRole("settled" if self.status == "done" else "closed", self.call)

    @property
    def progress(self) -> CallProgress:
        return CallProgress(self.call, "done" if self.status == "done" else "failed", self.text)


class TaskReceived(Event):
    """In the child: its task. `parent` is the thread and `call` the call that wait for it.

    `lineage` are the agents that gave the task on, the first one first. `shapers` are the people behind it: they shape
    each call of the child. `steps` and `tokens` are all that it may use.
    """

    type: ClassVar[str] = "TaskReceived"
    parent: str
    call: str
    lineage: tuple[str, ...]
    text: str
    shapers: tuple[TaskShaper, ...] = ()
    steps: int
    tokens: int

    @property
    def giver(self) -> str:
        """The agent that gave the task."""
        return self.lineage[-1]

    def render(self, at: str) -> str:
        return f"<task from={escape_attribute(self.giver)} {at}>\n{escape_text(self.text)}\n</task>"

    def describe(self, wording: TimelineWording) -> TimelineLine:
        return TimelineLine(f"{self.giver} gave a task, in the thread {self.parent}", self.text)

    @property
    def authors(self) -> tuple[str | None, ...]:
        return tuple(shaper.who for shaper in self.shapers)

    @property
    def window_role(self) -> WindowRole:
        return WindowRole("message")


class TaskReported(Event):
    """In the child: the parent's log has the end of the task, from the events up to `seen`. The child is finished, unless a
    message came after these; a later one opens it again, and its answer then goes to the writer."""

    type: ClassVar[str] = "TaskReported"
    status: TaskStatus
    seen: int

    def describe(self, wording: TimelineWording) -> TimelineLine:
        return TimelineLine(f"Reported the task as {self.status}")
