"""The events of the agent's own steps: pre-fetches, choices, refusals, waits and its end."""

from typing import ClassVar, Literal

from bot.core.base_types import UtcMoment
from bot.core.escaping import show_arguments
from bot.core.event_base import Event, ModelCall, RefusalKind
from bot.core.event_meanings import CallProposal, ThreadEnd, UnusedEnd, WindowRole
from bot.core.prompts.piece_markup import escape_attribute, escape_text
from bot.core.timeline_lines import TimelineLine, TimelineWording

__all__ = ["ContextFetched", "Finished", "LimitKind", "LimitReached", "LookedBack", "PromptChosen", "Slept", "StepChosen", "StepRefused", "Woke"]  # fmt: skip

SPOKEN = frozenset({"reply", "done", "ask_human", "wait"})
"""Steps whose arguments are shown by the event that follows."""


class ContextFetched(Event):
    """A pre-fetch ran before the first model call. Exactly one of `result` and `error` is set."""

    type: ClassVar[str] = "ContextFetched"
    intent: str
    arguments: str
    result: str | None = None
    error: str | None = None

    def render(self, at: str) -> str:
        body = self.error if self.result is None else self.result
        kind = "error" if self.result is None else "result"
        return f'<context of={escape_attribute(self.intent)} arguments={escape_attribute(self.arguments)} kind="{kind}" {at}>\n{escape_text(body or "")}\n</context>'

    def describe(self, wording: TimelineWording) -> TimelineLine:
        return TimelineLine(
            f"Looked up {self.intent} beforehand",
            self.error or "",
            tone="bad" if self.error else "",
            arguments=show_arguments(self.arguments),
            output=self.result or "",
        )

    @property
    def window_role(self) -> WindowRole | None:
        if self.result is None:
            return None
        return WindowRole("read", intent=self.intent, arguments=self.arguments, result=self.result)


class StepChosen(Event):
    """The model chose a step. `heard` is the last event that it was shown; the call's id holds this event's own number."""

    type: ClassVar[str] = "StepChosen"
    call: str
    intent: str
    arguments: str
    heard: int
    words: str = ""
    model: ModelCall

    def render(self, at: str) -> str:
        return f"<step call={escape_attribute(self.call)} intent={escape_attribute(self.intent)}>\n{escape_text(self.arguments)}\n</step>"

    def describe(self, wording: TimelineWording) -> TimelineLine:
        arguments = () if self.intent in SPOKEN else show_arguments(self.arguments)
        n = self.model.n
        head = f"Chose {self.intent}"
        return TimelineLine(head, arguments=arguments, words=self.words, prompt=n, answer=wording.find_answer(n))

    @property
    def model_call(self) -> ModelCall:
        return self.model

    @property
    def model_outcome(self) -> str:
        return "step"

    @property
    def proposal(self) -> CallProposal:
        return CallProposal(self.call, self.intent, self.arguments)


class PromptChosen(Event):
    """From the model call before this event on, the thread uses the prompt of this name; empty: `prompt.md`."""

    type: ClassVar[str] = "PromptChosen"
    name: str

    def describe(self, wording: TimelineWording) -> TimelineLine:
        return TimelineLine(f"Uses the prompt {self.name or 'prompt.md'}")


class StepRefused(Event):
    """A step was refused; `reason` and `answer` (the model's, shortened) go to the model. `call`: it had been chosen
    before.

    `is_final`: another model call would give the same, so a person is asked at once.
    """

    type: ClassVar[str] = "StepRefused"
    kind: RefusalKind
    reason: str
    heard: int
    call: str | None = None
    retry_at: UtcMoment | None = None
    is_final: bool = False
    model: ModelCall | None = None
    answer: str = ""

    def render(self, at: str) -> str | None:
        if self.kind == "unavailable":
            return None
        call = f" call={escape_attribute(self.call)}" if self.call else ""
        answered = f"<answered>\n{escape_text(self.answer)}\n</answered>\n" if self.answer else ""
        return f"<refused{call}>\n{escape_text(self.reason)}\n{answered}</refused>"

    def describe(self, wording: TimelineWording) -> TimelineLine:
        prompt = self.model.n if self.model else None
        head = f"A step was not taken ({self.kind})"
        return TimelineLine(head, self.reason, tone="bad", prompt=prompt, answer=wording.find_answer(prompt))

    @property
    def model_outcome(self) -> str:
        return self.kind if self.model is not None or self.kind == "unavailable" else ""

    @property
    def model_call(self) -> ModelCall | None:
        return self.model

    @property
    def window_role(self) -> WindowRole | None:
        return None if self.call is None else WindowRole("closed", self.call)

    @property
    def unused_end(self) -> UnusedEnd | None:
        return None if self.call is None else UnusedEnd(self.call, self.reason)


class LookedBack(Event):
    """The agent reads the events `first` to `last` again, as far as the result after this event shows them.

    `whose` are the authors of these events' words and wishes (ids, or accounts): they shape the next calls, too.
    """

    type: ClassVar[str] = "LookedBack"
    call: str
    first: int
    last: int
    whose: tuple[str, ...] = ()

    def describe(self, wording: TimelineWording) -> TimelineLine:
        return TimelineLine(f"Read the events {self.first} to {self.last} again")


class Slept(Event):
    type: ClassVar[str] = "Slept"
    call: str
    until: UtcMoment
    why: str = ""

    def describe(self, wording: TimelineWording) -> TimelineLine:
        return TimelineLine(f"Waits until {wording.format_moment(self.until)}", self.why)

    @property
    def window_role(self) -> WindowRole:
        return WindowRole("closed", self.call)


class Woke(Event):
    type: ClassVar[str] = "Woke"

    def render(self, at: str) -> str:
        return f"<woke {at}/>"

    def describe(self, wording: TimelineWording) -> TimelineLine:
        return TimelineLine("The wait is over")


LimitKind = Literal["steps", "errors", "tokens", "asks"]


class LimitReached(Event):
    type: ClassVar[str] = "LimitReached"
    limit: LimitKind
    detail: str
    question: str

    def describe(self, wording: TimelineWording) -> TimelineLine:
        return TimelineLine(f"A limit was reached: {self.limit}", self.detail, tone="wait", request=self.question)


class Finished(Event):
    """The agent is done. A later message opens the thread again. `call` is None when a person stopped it."""

    type: ClassVar[str] = "Finished"
    call: str | None = None
    by: str | None = None

    def describe(self, wording: TimelineWording) -> TimelineLine:
        return TimelineLine(f"{wording.find_name(self.by)} stopped the thread" if self.by else "Finished", tone="good")

    @property
    def window_role(self) -> WindowRole | None:
        return None if self.call is None else WindowRole("closed", self.call)

    @property
    def thread_end(self) -> ThreadEnd:
        return ThreadEnd(self.by, "The thread was stopped." if self.call is None else "")
