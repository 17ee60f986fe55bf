"""The events of calls and questions that programs outside of this server ask people about."""

from datetime import timedelta
from typing import ClassVar, Literal

from pydantic import Field

from bot.core.base_types import JSON, FrozenModel
from bot.core.canonical_json import parse_json
from bot.core.channel_messages import ChannelAddress
from bot.core.escaping import show_arguments
from bot.core.event_base import Event
from bot.core.event_meanings import CallAmendment, CallProgress, CallProposal, EventPeople, ProgramPost
from bot.core.humanlayer.message_envelopes import write_message_envelope
from bot.core.original_messages import OriginalMessage
from bot.core.people import ApproverClause
from bot.core.policy import RejectOption
from bot.core.timeline_lines import TimelineLine, TimelineWording

__all__ = [
    "CallAmended",
    "CallCommented",
    "CallSubmission",
    "CallSubmitted",
    "CallTerms",
    "CallTermsSet",
    "CallbackRepeated",
    "ClaimExpired",
    "ExecutionReported",
    "MessageForwarded",
]

CALLBACK = "callback"
"""The channel of the addresses that are URLs of programs."""
CLAIMED_ONLY = "Claimed, never reported"
"""The state of a call whose program said that it starts, and nothing more."""
REPORTED = "Reported by the agent: "
"""The beginning of what a program says of the execution: nobody here saw it."""


class CallSubmission(FrozenModel):
    """The data that a program sent about a call besides its arguments.

    `title` is a template of the program, with names of arguments in braces. `typed_as` is the JSON schema of the
    arguments, as canonical JSON; empty: they are typed as they came. `to` and `lasts` narrow the policy: these people
    and groups alone, for this time at most. `callback` is the URL that is told of the decision; empty: none. `metadata`
    is canonical JSON for the program alone; empty: none.
    """

    kind: Literal["approval", "question"] = "approval"
    title: str = ""
    typed_as: str = ""
    to: ApproverClause | None = None
    lasts: timedelta | None = None
    callback: str = ""
    metadata: str = ""

    @property
    def address(self) -> ChannelAddress | None:
        """The address of the callback; None: there is no callback."""
        return ChannelAddress(channel=CALLBACK, address=self.callback) if self.callback else None


class CallTerms(FrozenModel):
    """The terms of a program's call besides its policy; they only narrow the policy.

    `dialect` names the foreign API by which the program asks: it reads the request and is called back in its shapes. `to`
    are the only people and groups of the policy that are asked. Of each clause of `together` somebody approves; the
    policy then has one clause. `reject_options` come before those of the policy. `is_fixed`: the program runs the
    arguments that it sent and no others, so they cannot be edited. `escalations` counts how often it had people asked anew.
    """

    dialect: Literal["", "humanlayer"] = ""
    to: ApproverClause | None = None
    together: tuple[ApproverClause, ...] = ()
    reject_options: tuple[RejectOption, ...] = ()
    is_fixed: bool = False
    escalations: int = 0


NO_TERMS = CallTerms()


class CallSubmitted(Event):
    """A program asked people about a call of its own. `intent` is the policy that it uses.

    `credential` is the key that it came with, `by` the key's person, `makers` the other makers of the key. `others` are
    the people that it claims to act for: ids, or accounts that the directory does not know. `words` are its own
    explanation. `key` is its idempotency key.
    """

    type: ClassVar[str] = "CallSubmitted"
    call: str
    intent: str
    arguments: str
    by: str
    credential: str
    makers: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    words: str = ""
    key: str = ""
    submission: CallSubmission = CallSubmission()

    def data(self) -> dict[str, JSON]:
        """Return the fields for readers of the log: the metadata is for the program alone."""
        found = super().data()
        return {**found, "submission": {**found["submission"], "metadata": ""}}

    def describe(self, wording: TimelineWording) -> TimelineLine:
        arguments = () if self.submission.kind == "question" else show_arguments(self.arguments)
        head = f"A program of {wording.find_name(self.by)} asked under the policy {self.intent}"
        return TimelineLine(head, arguments=arguments, words=self.words, request=self.call)

    @property
    def people(self) -> EventPeople:
        return EventPeople(writers=(self.by, *self.others))

    @property
    def authors(self) -> tuple[str | None, ...]:
        return (self.by, *self.makers, *self.others)

    @property
    def proposal(self) -> CallProposal:
        return CallProposal(self.call, self.intent, self.arguments)


class CallTermsSet(Event):
    """The terms of a call: set as it is submitted, and changed as its program escalates it. `words` are then the
    program's own, shown below its explanation, unchecked."""

    type: ClassVar[str] = "CallTermsSet"
    call: str
    terms: CallTerms
    words: str = ""
    credential: str

    def describe(self, wording: TimelineWording) -> TimelineLine:
        head = "The program escalated its request" if self.words else "The program set the terms of its request"
        return TimelineLine(head, words=self.words, request=self.call)


class CallAmended(Event):
    """The program replaced the arguments of a call that waits. `digest` is the new one: all votes end."""

    type: ClassVar[str] = "CallAmended"
    call: str
    arguments: str
    digest: str
    by: str
    credential: str

    def describe(self, wording: TimelineWording) -> TimelineLine:
        arguments = show_arguments(self.arguments)
        return TimelineLine("The program changed the arguments", arguments=arguments, request=self.call)

    @property
    def amendment(self) -> CallAmendment:
        return CallAmendment(self.call, self.arguments)


class CallCommented(Event):
    """The program said more about a request that waits. The words are shown below its explanation, unchecked."""

    type: ClassVar[str] = "CallCommented"
    call: str
    text: str
    credential: str

    def describe(self, wording: TimelineWording) -> TimelineLine:
        return TimelineLine("The program commented", words=self.text, request=self.call)


class CallbackRepeated(Event):
    """A person or the program asked that its URL is told of the decision once more."""

    type: ClassVar[str] = "CallbackRepeated"
    call: str
    route: ChannelAddress
    by: str

    def describe(self, wording: TimelineWording) -> TimelineLine:
        return TimelineLine(f"{wording.find_name(self.by)} asked for the callback once more", request=self.call)


class ExecutionReported(Event):
    """The program said how the approved call goes: its claim, which nothing here checked.

    `running` uses the approval up: it cannot be taken back any more.
    """

    type: ClassVar[str] = "ExecutionReported"
    is_resting_fact: ClassVar[bool] = True
    call: str
    status: Literal["running", "done", "failed"]
    text: str = Field(default="", max_length=4_000)
    by: str
    credential: str

    def describe(self, wording: TimelineWording) -> TimelineLine:
        head = f"{REPORTED}{self.status}"
        return TimelineLine(head, tone="bad" if self.status == "failed" else "", output=self.text, request=self.call)

    @property
    def progress(self) -> CallProgress:
        attempt = 1 if self.status == "running" else 0
        return CallProgress(self.call, self.status, f"{REPORTED}{self.text or self.status}", attempt=attempt)


class ClaimExpired(Event):
    """A program claimed an approval and did not say in time how its call ended: its outcome is unknown.

    The call is closed, so that an equal one may be asked about. A later report of the program is kept.
    """

    type: ClassVar[str] = "ClaimExpired"
    call: str
    facts: str = Field(max_length=500)

    def describe(self, wording: TimelineWording) -> TimelineLine:
        return TimelineLine(CLAIMED_ONLY, tone="bad", output=self.facts, request=self.call)

    @property
    def progress(self) -> CallProgress:
        return CallProgress(self.call, "unknown", f"{CLAIMED_ONLY}: {self.facts}")


class MessageForwarded(Event):
    """A person wrote to a program: the URL of its key is told of the message, in HumanLayer's shapes.

    `credential` is the key; the thread is its own from then on. `by` is the writer, None for one whom the directory does not know.
    """

    type: ClassVar[str] = "MessageForwarded"
    credential: str
    original: OriginalMessage
    address: ChannelAddress
    by: str | None = None

    def describe(self, wording: TimelineWording) -> TimelineLine:
        return TimelineLine("The program is told of the message")

    @property
    def program_post(self) -> ProgramPost:
        return ProgramPost(write_message_envelope(self.original), self.by)


def read_metadata(submission: CallSubmission) -> JSON:
    """Return the metadata that the program sent; None: none."""
    return parse_json(submission.metadata) if submission.metadata else None
