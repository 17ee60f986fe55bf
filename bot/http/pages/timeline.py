"""The log of a thread as a timeline with one entry for each event. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import singledispatchmethod
from typing import Literal

from bot.core import events as e
from bot.core.card.execution import CallExecution, fold_executions
from bot.core.escaping import ShownArgument, show_arguments
from bot.core.holds import describe_target
from bot.core.people import PeopleDirectory
from bot.core.prompts.stored_answers import cut_text_with_note
from bot.core.values import UtcMoment
from bot.http.pages.templating import describe_status, format_moment

SPOKEN = frozenset({"reply", "done", "ask_human", "wait"})
"""Steps whose arguments are shown by the event that follows."""

MAX_ANSWER = 2_000
"""Maximum characters of a model's answer in a timeline; the page of its call shows all of it."""

LineStyle = Literal["message", "said", "line"]
LineTone = Literal["", "good", "bad", "wait"]


@dataclass(frozen=True)
class TimelineLine:
    """The line of one event. `output` and `answer`, the model's answer to the call `prompt`, are shown folded;
    `request` is the id of a request to link to. `is_markdown`: the text is what channels deliver as a message.

    `run` is the state of the approved call. Of a line already shown, only `run` may change.
    """

    head: str
    text: str = ""
    style: LineStyle = "line"
    tone: LineTone = ""
    arguments: tuple[ShownArgument, ...] = ()
    words: str = ""
    output: str = ""
    prompt: int | None = None
    answer: str = ""
    request: str = ""
    run: str = ""
    via: str = ""
    is_markdown: bool = False


@dataclass(frozen=True)
class TimelineEntry:
    """The line of an event, with the number and time of the event."""

    seq: int
    at: UtcMoment
    type: str
    line: TimelineLine


@dataclass(frozen=True)
class ThreadTimeline:
    """Describes the events of one thread. `answers` are the model's, by the number of the model call."""

    agent: str
    directory: PeopleDirectory
    answers: Mapping[int, str] = field(default_factory=dict)
    intents: dict[str, str] = field(default_factory=dict)
    executions: dict[str, CallExecution] = field(default_factory=dict)

    def list_entries(self, log: Sequence[e.RecordedEvent]) -> list[TimelineEntry]:
        """The entries of the log, in its order."""
        self.executions.update(fold_executions(log, self.directory))
        entries = []
        for each in log:
            if isinstance(each.event, e.StepChosen):
                self.intents[each.event.call] = each.event.intent
            entries.append(TimelineEntry(each.seq, each.moment, each.event.row_type, self.describe_event(each.event)))
        return entries

    @singledispatchmethod
    def describe_event(self, event: e.Event) -> TimelineLine:
        """The line of this event; for one that this version cannot read, its type and version."""
        head = f"An event that this version cannot read: {event.row_type!r}, version {event.row_version}"
        return TimelineLine(head, "A newer version of Countersign wrote it. The thread rests.", tone="bad")

    def _find_name(self, person: str | None) -> str:
        return self.directory.find_name(person)

    def _find_answer(self, n: int | None) -> str:
        return cut_text_with_note(self.answers.get(n or 0, ""), MAX_ANSWER)

    def _describe_call(self, call: str) -> str:
        return self.intents.get(call, "the call")

    @describe_event.register
    def _(self, event: e.ThreadOpened) -> TimelineLine:
        return TimelineLine(f"{event.sender or self._find_name(event.requester)} opened a thread with {self.agent}")

    @describe_event.register
    def _(self, event: e.MessageReceived) -> TimelineLine:
        who = event.sender or self._find_name(event.by)
        return TimelineLine(who, event.text, style="message", via=event.route.channel)

    @describe_event.register
    def _(self, event: e.Said) -> TimelineLine:
        return TimelineLine(self.agent, event.text, style="said")

    @describe_event.register
    def _(self, event: e.ContextFetched) -> TimelineLine:
        return TimelineLine(
            f"Looked up {event.intent} beforehand",
            event.error or "",
            tone="bad" if event.error else "",
            arguments=show_arguments(event.arguments),
            output=event.result or "",
        )

    @describe_event.register
    def _(self, event: e.StepChosen) -> TimelineLine:
        arguments = () if event.intent in SPOKEN else show_arguments(event.arguments)
        n = event.model.n
        head = f"Chose {event.intent}"
        return TimelineLine(head, arguments=arguments, words=event.words, prompt=n, answer=self._find_answer(n))

    @describe_event.register
    def _(self, event: e.StepRefused) -> TimelineLine:
        prompt = event.model.n if event.model else None
        head = f"A step was not taken ({event.kind})"
        return TimelineLine(head, event.reason, tone="bad", prompt=prompt, answer=self._find_answer(prompt))

    @describe_event.register
    def _(self, event: e.LookedBack) -> TimelineLine:
        return TimelineLine(f"Read the events {event.first} to {event.last} again")

    @describe_event.register
    def _(self, event: e.ToolStarted) -> TimelineLine:
        again = f", try {event.attempt}" if event.attempt > 1 else ""
        return TimelineLine(f"Started {self._describe_call(event.call)}{again}")

    @describe_event.register
    def _(self, event: e.ToolProcessStarted) -> TimelineLine:
        return TimelineLine(
            f"{self._describe_call(event.call)} runs as process group {event.process_group}", event.host
        )

    @describe_event.register
    def _(self, event: e.EffectNotFound) -> TimelineLine:
        again = (
            f"; it is looked for again at {format_moment(event.look_at)}"
            if event.look_at
            else "; that was the last look"
        )
        return TimelineLine(
            f"{self._describe_call(event.call)} was not found to have happened{again}", event.detail, tone="wait"
        )

    @describe_event.register
    def _(self, event: e.ToolFinished) -> TimelineLine:
        return TimelineLine(f"{self._describe_call(event.call)} finished", tone="good", output=event.result)

    @describe_event.register
    def _(self, event: e.ToolFailed) -> TimelineLine:
        return TimelineLine(f"{event.intent} did not happen", event.error, tone="bad", output=event.audit)

    @describe_event.register
    def _(self, event: e.OutcomeUnknown) -> TimelineLine:
        return TimelineLine(f"Nobody knows how {self._describe_call(event.call)} ended", event.facts, tone="bad")

    @describe_event.register
    def _(self, event: e.OutcomeSettled) -> TimelineLine:
        happened = "happened" if event.happened else "did not happen"
        return TimelineLine(
            f"{self._describe_call(event.call)} {happened}, says {self._find_name(event.by)}", event.detail
        )

    @describe_event.register
    def _(self, event: e.OutcomeDoubted) -> TimelineLine:
        return TimelineLine(
            f"Whether {self._describe_call(event.call)} ran is no longer known", f"Why: {event.reason}.", tone="bad"
        )

    @describe_event.register
    def _(self, event: e.ApprovalAsked) -> TimelineLine:
        return TimelineLine(f"Asked for approval of {self._describe_call(event.call)}", tone="wait", request=event.call)

    @describe_event.register
    def _(self, event: e.QuestionAsked) -> TimelineLine:
        return TimelineLine("Asked a question", event.question, tone="wait", request=event.call)

    @describe_event.register
    def _(self, event: e.Answered) -> TimelineLine:
        verb = {"approve": "approved", "reject": "rejected", "answer": "answered"}[event.decision]
        edited = show_arguments(event.arguments) if event.arguments else ()
        changed = " with other arguments" if edited else ""
        return TimelineLine(
            f"{self._find_name(event.person)} {verb}{changed}", event.text, arguments=edited, via=event.door
        )

    @describe_event.register
    def _(self, event: e.ApprovalSettled) -> TimelineLine:
        by = ", ".join(self._find_name(person) for person in event.by)
        head = f"{describe_status(event.verdict)} by {by}" if by else describe_status(event.verdict)
        tone: LineTone = "good" if event.verdict == "approved" else "bad"
        run = self.executions.get(event.call) if event.verdict == "approved" else None
        if run and run.is_bad:
            tone = "bad"
        return TimelineLine(
            head, "" if by else event.reason, tone=tone, request=event.call, run=run.words if run else ""
        )

    @describe_event.register
    def _(self, event: e.ApprovalLapsed) -> TimelineLine:
        return TimelineLine(
            f"The approval of {self._describe_call(event.call)} has lapsed",
            event.reason,
            tone="bad",
            request=event.call,
        )

    @describe_event.register
    def _(self, event: e.QuestionSettled) -> TimelineLine:
        head = f"Answered by {self._find_name(event.by)}" if event.by else f"The question is {event.verdict}"
        return TimelineLine(head, tone="good" if event.by else "", request=event.call)

    @describe_event.register
    def _(self, event: e.PeopleNotified) -> TimelineLine:
        return TimelineLine(
            f"Told {', '.join(self._find_name(person) for person in event.to)}",
            event.text,
            request=event.about or "",
            is_markdown=True,
        )

    @describe_event.register
    def _(self, event: e.Slept) -> TimelineLine:
        return TimelineLine(f"Waits until {format_moment(event.until)}", event.why)

    @describe_event.register
    def _(self, event: e.Woke) -> TimelineLine:
        return TimelineLine("The wait is over")

    @describe_event.register
    def _(self, event: e.Paused) -> TimelineLine:
        return TimelineLine(f"{self._find_name(event.by)} paused the thread", tone="wait")

    @describe_event.register
    def _(self, event: e.Resumed) -> TimelineLine:
        return TimelineLine(f"{self._find_name(event.by)} resumed the thread")

    @describe_event.register
    def _(self, event: e.HoldPlaced) -> TimelineLine:
        target = describe_target(event.scope, event.name)
        return TimelineLine(f"{target} is paused by {self._find_name(event.by)}", event.reason, tone="wait")

    @describe_event.register
    def _(self, event: e.HoldLifted) -> TimelineLine:
        return TimelineLine(f"{describe_target(event.scope, event.name)} is resumed by {self._find_name(event.by)}")

    @describe_event.register
    def _(self, event: e.Cancelled) -> TimelineLine:
        return TimelineLine(f"{self._find_name(event.by)} cancelled the thread", event.reason, tone="bad")

    @describe_event.register
    def _(self, event: e.Forked) -> TimelineLine:
        return TimelineLine(
            f"{self._find_name(event.by)} forked this thread from {event.source}, up to its event {event.at}"
        )

    @describe_event.register
    def _(self, event: e.LimitReached) -> TimelineLine:
        return TimelineLine(f"A limit was reached: {event.limit}", event.detail, tone="wait", request=event.question)

    @describe_event.register
    def _(self, event: e.Delivered) -> TimelineLine:
        return TimelineLine("Delivered", event.reference)

    @describe_event.register
    def _(self, event: e.DeliveryFailed) -> TimelineLine:
        again = f"; tried again at {format_moment(event.retry_at)}" if event.retry_at else "; given up"
        return TimelineLine(f"A delivery failed (try {event.attempt}){again}", event.error, tone="bad")

    @describe_event.register
    def _(self, event: e.Finished) -> TimelineLine:
        return TimelineLine(f"{self._find_name(event.by)} stopped the thread" if event.by else "Finished", tone="good")
