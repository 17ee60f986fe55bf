"""The log of a thread as a timeline with one entry for each event. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.core import events as e
from bot.core.base_types import UtcMoment
from bot.core.card.execution import CallExecution, fold_executions
from bot.core.people import PeopleDirectory
from bot.core.prompts.cleaned_model_answers import cut_text_with_note
from bot.core.timeline_lines import RunState, TimelineLine
from bot.http.pages.templating import describe_status, format_moment

MAX_ANSWER = 2_000
"""Maximum characters of a model's answer in a timeline; the page of its call shows all of it."""


@dataclass(frozen=True)
class TimelineEntry:
    """The line of an event, with the number and time of the event."""

    seq: int
    at: UtcMoment
    type: str
    line: TimelineLine


@dataclass(frozen=True)
class ThreadTimeline:
    """The `TimelineWording` of one thread, with which its events describe themselves. `answers` are the model's, by the
    number of the model call."""

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
            if (proposal := each.event.proposal) is not None:
                self.intents[proposal.call] = proposal.intent
            entries.append(TimelineEntry(each.seq, each.moment, each.event.row_type, each.event.describe(self)))
        return entries

    def find_name(self, person: str | None) -> str:
        return self.directory.find_name(person)

    def find_answer(self, n: int | None) -> str:
        return cut_text_with_note(self.answers.get(n or 0, ""), MAX_ANSWER)

    def describe_call(self, call: str) -> str:
        return self.intents.get(call, "the call")

    def describe_status(self, status: str) -> str:
        return describe_status(status)

    def format_moment(self, at: UtcMoment) -> str:
        return format_moment(at)

    def find_run(self, call: str) -> RunState | None:
        run = self.executions.get(call)
        return RunState(run.words, run.is_bad) if run else None
