"""A thread's log as a person reads it: one entry an event, whatever its type. Pure; it shows and decides nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import singledispatchmethod
from typing import Literal

from bot.core import events as e
from bot.core.execution import Execution, executions_of
from bot.core.holds import describe_target
from bot.core.model_answers import cut
from bot.core.people import Directory
from bot.core.shown import Argument, shown
from bot.core.word import Moment
from bot.http.pages.looks import status_words, when

SPOKEN = frozenset({"reply", "done", "ask_human", "wait"})
"""Steps whose arguments stand in the event behind them."""

MAX_ANSWER = 2_000
"""Characters of a model's answer in a timeline; the page of its call has the whole."""

Look = Literal["message", "said", "line"]
Tone = Literal["", "good", "bad", "wait"]


@dataclass(frozen=True)
class Line:
    """What is said of one event. `output` is long text that stands folded, and so is `answer`, what the model of the call
    `prompt` answered; `request` is the id of one to link to.

    `run` is how the approved call went; it is all that may change in a line that was shown already.
    """

    head: str
    text: str = ""
    look: Look = "line"
    tone: Tone = ""
    arguments: tuple[Argument, ...] = ()
    words: str = ""
    output: str = ""
    prompt: int | None = None
    answer: str = ""
    request: str = ""
    run: str = ""
    via: str = ""


@dataclass(frozen=True)
class Entry:
    """An event's line with its place in the log."""

    seq: int
    at: Moment
    type: str
    line: Line


@dataclass(frozen=True)
class Timeline:
    """Reads the log of one agent's thread aloud. `answers` are the model's, by the number of its call."""

    agent: str
    directory: Directory
    answers: Mapping[int, str] = field(default_factory=dict)
    intents: dict[str, str] = field(default_factory=dict)
    executions: dict[str, Execution] = field(default_factory=dict)

    def entries(self, log: Sequence[e.Recorded]) -> list[Entry]:
        self.executions.update(executions_of(log, self.directory))
        return [Entry(each.seq, each.moment, each.event.type, self._noted(each.event)) for each in log]

    def _noted(self, event: e.Event) -> Line:
        if isinstance(event, e.StepChosen):
            self.intents[event.call] = event.intent
        return self.line(event)

    @singledispatchmethod
    def line(self, event: e.Event) -> Line:
        """What is said of this event; of one that we do not know, its name."""
        return Line(event.type, "This release does not know this event; it is kept as it came.")

    def _name(self, person: str | None) -> str:
        return self.directory.name_of(person)

    def _answer(self, n: int | None) -> str:
        return cut(self.answers.get(n or 0, ""), MAX_ANSWER)

    def _what(self, call: str) -> str:
        return self.intents.get(call, "the call")

    @line.register
    def _(self, event: e.ThreadOpened) -> Line:
        return Line(f"{event.sender or self._name(event.requester)} opened a thread with {self.agent}")

    @line.register
    def _(self, event: e.MessageReceived) -> Line:
        who = event.sender or self._name(event.by)
        return Line(who, event.text, look="message", via=event.route.channel)

    @line.register
    def _(self, event: e.Said) -> Line:
        return Line(self.agent, event.text, look="said")

    @line.register
    def _(self, event: e.ContextFetched) -> Line:
        return Line(
            f"Looked up {event.intent} beforehand",
            event.error or "",
            tone="bad" if event.error else "",
            arguments=shown(event.arguments),
            output=event.result or "",
        )

    @line.register
    def _(self, event: e.StepChosen) -> Line:
        arguments = () if event.intent in SPOKEN else shown(event.arguments)
        n = event.model.n
        head = f"Chose {event.intent}"
        return Line(head, arguments=arguments, words=event.words, prompt=n, answer=self._answer(n))

    @line.register
    def _(self, event: e.StepRefused) -> Line:
        prompt = event.model.n if event.model else None
        head = f"A step was not taken ({event.kind})"
        return Line(head, event.reason, tone="bad", prompt=prompt, answer=self._answer(prompt))

    @line.register
    def _(self, event: e.LookedBack) -> Line:
        return Line(f"Read the events {event.first} to {event.last} again")

    @line.register
    def _(self, event: e.ToolStarted) -> Line:
        again = f", try {event.attempt}" if event.attempt > 1 else ""
        return Line(f"Started {self._what(event.call)}{again}")

    @line.register
    def _(self, event: e.ToolProcessStarted) -> Line:
        return Line(f"{self._what(event.call)} runs as process group {event.process_group}", event.host)

    @line.register
    def _(self, event: e.EffectNotFound) -> Line:
        again = f"; it is looked for again at {when(event.look_at)}" if event.look_at else "; that was the last look"
        return Line(f"{self._what(event.call)} was not found to have happened{again}", event.detail, tone="wait")

    @line.register
    def _(self, event: e.ToolFinished) -> Line:
        return Line(f"{self._what(event.call)} finished", tone="good", output=event.result)

    @line.register
    def _(self, event: e.ToolFailed) -> Line:
        return Line(f"{event.intent} did not happen", event.error, tone="bad", output=event.audit)

    @line.register
    def _(self, event: e.OutcomeUnknown) -> Line:
        return Line(f"Nobody knows how {self._what(event.call)} ended", event.facts, tone="bad")

    @line.register
    def _(self, event: e.OutcomeSettled) -> Line:
        happened = "happened" if event.happened else "did not happen"
        return Line(f"{self._what(event.call)} {happened}, says {self._name(event.by)}", event.detail)

    @line.register
    def _(self, event: e.OutcomeDoubted) -> Line:
        return Line(f"Whether {self._what(event.call)} ran is no longer known", f"Why: {event.reason}.", tone="bad")

    @line.register
    def _(self, event: e.ApprovalAsked) -> Line:
        return Line(f"Asked for approval of {self._what(event.call)}", tone="wait", request=event.call)

    @line.register
    def _(self, event: e.QuestionAsked) -> Line:
        return Line("Asked a question", event.question, tone="wait", request=event.call)

    @line.register
    def _(self, event: e.Answered) -> Line:
        verb = {"approve": "approved", "reject": "rejected", "answer": "answered"}[event.decision]
        edited = shown(event.arguments) if event.arguments else ()
        changed = " with other arguments" if edited else ""
        return Line(f"{self._name(event.person)} {verb}{changed}", event.text, arguments=edited, via=event.door)

    @line.register
    def _(self, event: e.ApprovalSettled) -> Line:
        by = ", ".join(self._name(person) for person in event.by)
        head = f"{status_words(event.verdict)} by {by}" if by else status_words(event.verdict)
        tone: Tone = "good" if event.verdict == "approved" else "bad"
        run = self.executions.get(event.call) if event.verdict == "approved" else None
        if run and run.is_bad:
            tone = "bad"
        return Line(head, "" if by else event.reason, tone=tone, request=event.call, run=run.words if run else "")

    @line.register
    def _(self, event: e.ApprovalLapsed) -> Line:
        return Line(
            f"The approval of {self._what(event.call)} has lapsed", event.reason, tone="bad", request=event.call
        )

    @line.register
    def _(self, event: e.QuestionSettled) -> Line:
        head = f"Answered by {self._name(event.by)}" if event.by else f"The question is {event.verdict}"
        return Line(head, tone="good" if event.by else "", request=event.call)

    @line.register
    def _(self, event: e.PeopleNotified) -> Line:
        return Line(
            f"Told {', '.join(self._name(person) for person in event.to)}", event.text, request=event.about or ""
        )

    @line.register
    def _(self, event: e.Slept) -> Line:
        return Line(f"Waits until {when(event.until)}", event.why)

    @line.register
    def _(self, event: e.Woke) -> Line:
        return Line("The wait is over")

    @line.register
    def _(self, event: e.Paused) -> Line:
        return Line(f"{self._name(event.by)} paused the thread", tone="wait")

    @line.register
    def _(self, event: e.Resumed) -> Line:
        return Line(f"{self._name(event.by)} resumed the thread")

    @line.register
    def _(self, event: e.HoldPlaced) -> Line:
        target = describe_target(event.scope, event.name)
        return Line(f"{target} is paused by {self._name(event.by)}", event.reason, tone="wait")

    @line.register
    def _(self, event: e.HoldLifted) -> Line:
        return Line(f"{describe_target(event.scope, event.name)} is resumed by {self._name(event.by)}")

    @line.register
    def _(self, event: e.Cancelled) -> Line:
        return Line(f"{self._name(event.by)} cancelled the thread", event.reason, tone="bad")

    @line.register
    def _(self, event: e.Forked) -> Line:
        return Line(f"{self._name(event.by)} forked this thread from {event.source}, up to its event {event.at}")

    @line.register
    def _(self, event: e.LimitReached) -> Line:
        return Line(f"A limit was reached: {event.limit}", event.detail, tone="wait", request=event.question)

    @line.register
    def _(self, event: e.Delivered) -> Line:
        return Line("Delivered", event.reference)

    @line.register
    def _(self, event: e.DeliveryFailed) -> Line:
        again = f"; tried again at {when(event.retry_at)}" if event.retry_at else "; given up"
        return Line(f"A delivery failed (try {event.attempt}){again}", event.error, tone="bad")

    @line.register
    def _(self, event: e.Finished) -> Line:
        return Line(f"{self._name(event.by)} stopped the thread" if event.by else "Finished", tone="good")
