"""The events of approvals and questions: they are asked, answered and settled."""

from typing import ClassVar, Literal

from bot.core.channel_messages import ChannelAddress
from bot.core.event_base import Event
from bot.core.forms import FormField
from bot.core.people import ApproverClause
from bot.core.policy import Policy, Verdict
from bot.core.values import FrozenModel, UtcMoment


class CallFact(FrozenModel):
    """A label and lines that the tool itself (not the model) says about a call."""

    label: str
    lines: tuple[str, ...]


class ApprovalAsked(Event):
    """People are asked for consent to exactly this call. When asked anew, its cards are replaced: see
    `Answered.renewed`.

    `facts` come from the tool, `notes` from the platform. `target` is the object of the call; empty: the tool names
    none.
    """

    type: ClassVar[str] = "ApprovalAsked"
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


QuestionFormat = Literal["free_text", "yes_no", "multiple_choice", "form"]
QuestionUrgency = Literal["low", "medium", "high"]
QuestionPurpose = Literal["ask", "limit", "outcome"]


class QuestionAsked(Event):
    """A person is asked, by the agent (`purpose` is `ask`) or by the platform (`limit`, or `outcome` of the call
    `about`)."""

    type: ClassVar[str] = "QuestionAsked"
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


class Answered(Event):
    """One person's decision or answer, with its entry point (`door`) and its credential.

    `arguments` and `edited` (the new digest) are set when the person approved other arguments than were asked for;
    `facts` are the tool's facts about these. `makers` are the makers of the credential other than the person. `renewed`
    are the addresses where a posted card loses its buttons and a new one comes below it, so that a card does not change
    its call under a person's hand; without it (logs of older releases) cards are rewritten in place.
    """

    type: ClassVar[str] = "Answered"
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


class ApprovalSettled(Event):
    """An approval ended. `routes` were written before cards were rewritten in place; so with `QuestionSettled`."""

    type: ClassVar[str] = "ApprovalSettled"
    call: str
    digest: str
    verdict: Verdict
    by: tuple[str, ...] = ()
    reason: str = ""
    routes: tuple[ChannelAddress, ...] = ()


class ApprovalLapsed(Event):
    """An approval was not used in time. Its call was not run; people are asked about it anew."""

    type: ClassVar[str] = "ApprovalLapsed"
    call: str
    digest: str
    reason: str = ""


class QuestionSettled(Event):
    type: ClassVar[str] = "QuestionSettled"
    call: str
    verdict: Literal["answered", "expired", "withdrawn", "cancelled"]
    by: str | None = None
    answer: str = ""
    routes: tuple[ChannelAddress, ...] = ()
