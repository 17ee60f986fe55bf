"""The events of approvals and questions: they are asked, answered and settled."""

from typing import ClassVar, Literal, TypeAlias

from bot.core.base_types import FrozenModel, UtcMoment
from bot.core.channel_messages import ChannelAddress
from bot.core.escaping import show_arguments
from bot.core.event_base import Event
from bot.core.event_meanings import (
    CallAmendment,
    EventPeople,
    PersonDecision,
    RequestEnd,
    RequestOpening,
    UnusedEnd,
    WindowRole,
    WrittenWords,
)
from bot.core.forms import FormField
from bot.core.people import ApproverClause
from bot.core.policy import Policy, Verdict
from bot.core.prompts.piece_markup import escape_attribute, escape_text
from bot.core.timeline_lines import TimelineLine, TimelineWording

__all__ = ["Answered", "ApprovalAsked", "ApprovalLapsed", "ApprovalSettled", "CallFact", "QuestionAsked", "QuestionFormat", "QuestionPurpose", "QuestionSettled", "QuestionUrgency", "QuestionVerdict", "RequestAsked"]  # fmt: skip


class CallFact(FrozenModel):
    """A label and lines that the tool itself (not the model) says about a call."""

    label: str
    lines: tuple[str, ...]


class ApprovalAsked(Event):
    """People are asked for consent to exactly this call. When asked anew, its cards are replaced, as after an
    edit.

    `facts` come from the tool, `notes` from the platform. `target` is the object of the call; empty: the tool names
    none.
    """

    type: ClassVar[str] = "ApprovalAsked"
    is_told_of_holds: ClassVar[bool] = True
    call: str
    digest: str
    tool_version: str
    target: str = ""
    policy: Policy
    facts: tuple[CallFact, ...] = ()
    notes: tuple[CallFact, ...] = ()
    expires_at: UtcMoment | None = None
    routes: tuple[ChannelAddress, ...] = ()
    renewed: tuple[ChannelAddress, ...] = ()

    def render(self, at: str) -> str:
        return f"<approval_asked call={escape_attribute(self.call)} {at}/>"

    def describe(self, wording: TimelineWording) -> TimelineLine:
        head = f"Asked for approval of {wording.describe_call(self.call)}"
        return TimelineLine(head, tone="wait", request=self.call)

    @property
    def people(self) -> EventPeople:
        return EventPeople(approvers=self.policy.approvers)

    @property
    def window_role(self) -> WindowRole:
        return WindowRole("noted", self.call)

    @property
    def request_opening(self) -> RequestOpening:
        return RequestOpening(self.call, "approval", f"{self.tool_version} {self.policy.version}")

    @property
    def renewed_request(self) -> str:
        return self.call

    def list_addresses(self, request: str) -> tuple[ChannelAddress, ...]:
        return self.routes if self.call == request else ()


QuestionFormat = Literal["free_text", "yes_no", "multiple_choice", "form"]
QuestionUrgency = Literal["low", "medium", "high"]
QuestionPurpose = Literal["ask", "limit", "outcome"]
QuestionVerdict = Literal["answered", "expired", "withdrawn", "cancelled"]


class QuestionAsked(Event):
    """A person is asked, by the agent (`purpose` is `ask`) or by the platform (`limit`, or `outcome` of the call
    `about`)."""

    type: ClassVar[str] = "QuestionAsked"
    is_told_of_holds: ClassVar[bool] = True
    call: str
    digest: str
    question: str
    context: str = ""
    urgency: QuestionUrgency = "medium"
    format: QuestionFormat = "free_text"
    choices: tuple[str, ...] = ()
    fields: tuple[FormField, ...] = ()
    to: ApproverClause
    purpose: QuestionPurpose = "ask"
    about: str | None = None
    expires_at: UtcMoment | None = None
    routes: tuple[ChannelAddress, ...] = ()

    def render(self, at: str) -> str | None:
        if self.purpose == "ask":
            return None
        return f"<asked_by_the_house>\n{escape_text(self.question)}\n</asked_by_the_house>"

    def describe(self, wording: TimelineWording) -> TimelineLine:
        return TimelineLine("Asked a question", self.question, tone="wait", request=self.call)

    @property
    def people(self) -> EventPeople:
        return EventPeople(asked=(self.to,))

    @property
    def window_role(self) -> WindowRole:
        return WindowRole("asked", self.call)

    @property
    def request_opening(self) -> RequestOpening:
        return RequestOpening(self.call, "question")

    def list_addresses(self, request: str) -> tuple[ChannelAddress, ...]:
        return self.routes if self.call == request else ()


RequestAsked: TypeAlias = ApprovalAsked | QuestionAsked
"""Both kinds of requests."""


class Answered(Event):
    """One person's decision or answer, with its entry point (`door`) and its credential.

    `arguments` and `edited` (the new digest) are set when the person approved other arguments than were asked for;
    `facts` are the tool's facts about these. `makers` are the makers of the credential other than the person. `renewed`
    are the addresses where a posted card loses its buttons and a new one comes below it, so that a card does not change
    its call under a person's hand; without it (logs of older releases) cards are rewritten in place.
    """

    type: ClassVar[str] = "Answered"
    is_decision: ClassVar[bool] = True
    call: str
    digest: str
    person: str
    door: str
    credential: str
    decision: Literal["approve", "reject", "answer"]
    text: str = ""
    arguments: str | None = None
    edited: str | None = None
    facts: tuple[CallFact, ...] = ()
    makers: tuple[str, ...] = ()
    renewed: tuple[ChannelAddress, ...] = ()

    def render(self, at: str) -> str | None:
        if self.arguments is None:
            return None
        return f"<edited call={escape_attribute(self.call)} by={escape_attribute(self.person)}>\n{escape_text(self.arguments)}\n</edited>"

    def describe(self, wording: TimelineWording) -> TimelineLine:
        verb = {"approve": "approved", "reject": "rejected", "answer": "answered"}[self.decision]
        edited = show_arguments(self.arguments) if self.arguments else ()
        changed = " with other arguments" if edited else ""
        head = f"{wording.find_name(self.person)} {verb}{changed}"
        return TimelineLine(head, self.text, arguments=edited, via=self.door)

    @property
    def people(self) -> EventPeople:
        return EventPeople(writers=(self.person,))

    @property
    def written_words(self) -> WrittenWords:
        return WrittenWords(self.person, self.text)

    @property
    def authors(self) -> tuple[str | None, ...]:
        return (self.person, *self.makers) if self.text or self.arguments is not None else ()

    @property
    def decided_call(self) -> str:
        return self.call

    @property
    def person_decision(self) -> PersonDecision:
        return PersonDecision(self.call, self.decision, self.person, self.door)

    @property
    def window_role(self) -> WindowRole:
        return WindowRole("noted", self.call)

    @property
    def amendment(self) -> CallAmendment | None:
        return None if self.arguments is None else CallAmendment(self.call, self.arguments)

    @property
    def renewed_request(self) -> str:
        return "" if self.edited is None else self.call

    def list_addresses(self, request: str) -> tuple[ChannelAddress, ...]:
        return self.renewed if self.call == request else ()


class ApprovalSettled(Event):
    """An approval ended. `routes` were written before cards were rewritten in place; so with `QuestionSettled`."""

    type: ClassVar[str] = "ApprovalSettled"
    call: str
    digest: str
    verdict: Verdict
    by: tuple[str, ...] = ()
    reason: str = ""
    routes: tuple[ChannelAddress, ...] = ()

    def render(self, at: str) -> str:
        head = f"<approval_settled call={escape_attribute(self.call)} verdict={escape_attribute(self.verdict)} by={escape_attribute(', '.join(self.by))} {at}>"
        return f"{head}\n{_render_reason(self.verdict, self.reason)}\n</approval_settled>"

    def describe(self, wording: TimelineWording) -> TimelineLine:
        by = ", ".join(wording.find_name(person) for person in self.by)
        status = wording.describe_status(self.verdict)
        run = wording.find_run(self.call) if self.verdict == "approved" else None
        return TimelineLine(
            f"{status} by {by}" if by else status,
            "" if by else self.reason,
            tone="good" if self.verdict == "approved" and not (run and run.is_bad) else "bad",
            request=self.call,
            run=run.words if run else "",
        )

    @property
    def decided_call(self) -> str:
        return self.call

    @property
    def window_role(self) -> WindowRole:
        return WindowRole("noted" if self.verdict == "approved" else "closed", self.call)

    @property
    def unused_end(self) -> UnusedEnd | None:
        if self.verdict == "approved":
            return None
        return UnusedEnd(self.call, self.reason or f"It was {self.verdict}.")

    @property
    def request_end(self) -> RequestEnd:
        return RequestEnd(self.call, "approval", self.verdict, self.by, self.reason)


class ApprovalLapsed(Event):
    """An approval was not used in time. Its call was not run; people are asked about it anew."""

    type: ClassVar[str] = "ApprovalLapsed"
    call: str
    digest: str
    reason: str = ""

    def describe(self, wording: TimelineWording) -> TimelineLine:
        head = f"The approval of {wording.describe_call(self.call)} has lapsed"
        return TimelineLine(head, self.reason, tone="bad", request=self.call)

    @property
    def unused_end(self) -> UnusedEnd:
        return UnusedEnd(self.call, self.reason)

    @property
    def request_end(self) -> RequestEnd:
        return RequestEnd(self.call, "approval", "superseded", reason=self.reason)


class QuestionSettled(Event):
    type: ClassVar[str] = "QuestionSettled"
    call: str
    verdict: QuestionVerdict
    by: str | None = None
    answer: str = ""
    routes: tuple[ChannelAddress, ...] = ()

    def render(self, at: str) -> str:
        head = f"<answer call={escape_attribute(self.call)} verdict={escape_attribute(self.verdict)} by={escape_attribute(self.by or '')} {at}>"
        return f"{head}\n{_render_reason(self.verdict, self.answer)}\n</answer>"

    def describe(self, wording: TimelineWording) -> TimelineLine:
        head = f"Answered by {wording.find_name(self.by)}" if self.by else f"The question is {self.verdict}"
        return TimelineLine(head, tone="good" if self.by else "", request=self.call)

    @property
    def decided_call(self) -> str:
        return self.call

    @property
    def window_role(self) -> WindowRole:
        return WindowRole("settled" if self.verdict == "answered" else "closed", self.call)

    @property
    def request_end(self) -> RequestEnd:
        return RequestEnd(self.call, "question", self.verdict, (self.by,) if self.by else (), self.answer)


def _render_reason(verdict: str, reason: str) -> str:
    """Return the reason of a verdict. Of a cancelled thread it is left out: a fork would show words of a person that is
    no shaper there."""
    return "" if verdict == "cancelled" else escape_text(reason)
