"""All that can have happened in a thread, in the past tense. An event is never edited; what we do not know is kept as it is.

A field's default is part of the format: bodies are written without the fields that equal it.
"""

from typing import Literal

from pydantic import Field

from bot.core.event_base import Event as Event
from bot.core.event_base import ModelCall as ModelCall
from bot.core.event_base import RecordedEvent as RecordedEvent
from bot.core.event_base import RefusalKind as RefusalKind
from bot.core.event_base import Unread as Unread
from bot.core.event_base import load_event as load_event
from bot.core.forms import FormField
from bot.core.holds import HoldScope
from bot.core.messages import ChannelAddress
from bot.core.people import ApproverClause
from bot.core.policy import Policy, Verdict
from bot.core.values import FrozenModel, UtcMoment


class ThreadOpened(Event):
    agent: str
    title: str
    origin: ChannelAddress
    requester: str | None = None
    sender: str = ""
    account: str = ""
    makers: tuple[str, ...] = ()


class MessageReceived(Event):
    """Somebody wrote. `by` is the person, when the door knew one; `sender` is what to call whoever it was.

    `account` is set when a person wrote whom the directory does not know: who they are at their channel ("slack:T1/U9").
    `makers` made the writer's credential; `others` are further people whose wish it is (the author of what the sender
    merged): ids of people, or accounts.
    """

    text: str
    sender: str
    by: str | None = None
    account: str = ""
    others: tuple[str, ...] = ()
    route: ChannelAddress
    arrival: str | None = None
    makers: tuple[str, ...] = ()


class ContextFetched(Event):
    """A pre-fetch ran before the first model call. Exactly one of result and error is set."""

    intent: str
    arguments: str
    result: str | None = None
    error: str | None = None


class StepChosen(Event):
    """The model chose a step. `heard` is the last event it had seen; the call's id holds this event's own number."""

    call: str
    intent: str
    arguments: str
    heard: int
    words: str = ""
    model: ModelCall


class StepRefused(Event):
    """A step that will not be taken, and why: the text goes to the model. `call` is set when it had been chosen before.

    `is_final`: asking the model again would bring the same, so a person is asked at once. `answer` is what the model had
    answered, in few characters: it goes to the model, too.
    """

    kind: RefusalKind
    reason: str
    heard: int
    call: str | None = None
    retry_at: UtcMoment | None = None
    is_final: bool = False
    model: ModelCall | None = None
    answer: str = ""


class LookedBack(Event):
    """The agent reads the events `first` to `last` again, as far as they are shown in the result behind this.

    `whose` are the people whose words or wishes stand in them (ids, or accounts): what comes next follows from those, too.
    """

    call: str
    first: int
    last: int
    whose: tuple[str, ...] = ()


class ToolStarted(Event):
    """Committed before the effect. `key` is what an idempotent receiver deduplicates by; empty: the call's id."""

    call: str
    key: str = ""
    digest: str = ""
    attempt: int = 1


class ToolProcessStarted(Event):
    """The effect runs as a process of its own: the leader of this process group.

    `host` names the machine and its boot, `start_ticks` when the process was started there (clock ticks since that
    boot, from /proc; 0: not known). Together they tell it from a later process with the same number.
    """

    call: str
    attempt: int
    host: str
    process_group: int
    start_ticks: int = 0


class ToolFinished(Event):
    call: str
    result: str


class ToolFailed(Event):
    """The tool did not do it. `error` (at most 200 characters) goes to the model; `audit` never does.

    `look_at` is set when an earlier try had an unknown end: then the probe looks once more whether it came about late.
    """

    call: str
    intent: str
    error: str = Field(max_length=200)
    audit: str = ""
    look_at: UtcMoment | None = None


class EffectNotFound(Event):
    """The probe looked for the effect of a started call and did not find it, which does not prove that it will not come.

    `look_at` is when the probe is asked again; None: this was its last look.
    """

    call: str
    attempt: int
    detail: str
    look_at: UtcMoment | None = None


class OutcomeUnknown(Event):
    """A tool was started and nobody knows how it ended. `facts` is all that is known; `question` asks a person."""

    call: str
    question: str
    facts: str


class OutcomeSettled(Event):
    """Whether it happened, by the tool's own probe or by a person.

    `look_at`: it did not, and the probe looks once more then. A second one that says that it happened overrules the first.
    """

    call: str
    happened: bool
    by: str
    detail: str = ""
    look_at: UtcMoment | None = None


class OutcomeDoubted(Event):
    """The log may be older than the world, for this `reason`: a call approved or started here may have run since."""

    call: str
    reason: str


class CallFact(FrozenModel):
    """Something the tool itself (not the model) has to say about a call: a label and its lines."""

    label: str
    lines: tuple[str, ...]


class ApprovalAsked(Event):
    """People are asked for consent to exactly this call. Asked anew, its cards are replaced: see `Answered.renewed`.

    `facts` are the tool's word on the arguments, `notes` what the platform knows of the request. `target` is what the call acts
    on; empty: the tool does not say.
    """

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
    """A person is asked. `purpose` says by whom: the agent itself (ask), or the house (limit, outcome of `about`)."""

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
    """What one person said, through which door and with which credential. The row that a decision is.

    `arguments` and `edited` (the new digest) are set when the person approved other arguments than were asked for;
    `facts` are then what the tool has to say about those. `makers` are the people who made the credential, when it was
    not the person: an administrator who created the API key or the sign-in link. `renewed` are the places where a card of
    the request stands and is left without buttons, since a new one comes below it: what is under somebody's hand does
    not become something else. Without it (logs of older releases) cards are rewritten where they stand.
    """

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
    """An approval is over. `routes` were written before cards were rewritten in place; so with QuestionSettled."""

    call: str
    digest: str
    verdict: Verdict
    by: tuple[str, ...] = ()
    reason: str = ""
    routes: tuple[ChannelAddress, ...] = ()


class ApprovalLapsed(Event):
    """An approval was not used in time. Its call was not run; people are asked about it anew."""

    call: str
    digest: str
    reason: str = ""


class QuestionSettled(Event):
    call: str
    verdict: Literal["answered", "expired", "withdrawn", "cancelled"]
    by: str | None = None
    answer: str = ""
    routes: tuple[ChannelAddress, ...] = ()


class Said(Event):
    """The agent said something to the people in the thread. With `go_on` it goes on working right away."""

    call: str
    text: str
    go_on: bool = False
    routes: tuple[ChannelAddress, ...] = ()


class PeopleNotified(Event):
    """People are told something that asks nothing of them: `to` are their ids, `about` the call it concerns, if any.

    `topic` is "secret" when they wrote one, which they are told once in a thread.
    """

    text: str
    to: tuple[str, ...]
    about: str | None = None
    routes: tuple[ChannelAddress, ...] = ()
    topic: Literal["", "secret"] = ""


class Slept(Event):
    call: str
    until: UtcMoment
    why: str = ""


class Woke(Event):
    pass


class Paused(Event):
    by: str


class Resumed(Event):
    by: str
    makers: tuple[str, ...] = ()


class HoldPlaced(Event):
    """A hold that covers this thread or one of its calls: nothing it covers starts until it is lifted.

    The hold itself is a row of its own and holds from its own commit on; this only notes it here, so that cards are
    rewritten. `told`: with it, who waits for the agent was told.
    """

    hold: int
    scope: HoldScope
    name: str = ""
    by: str
    reason: str = ""
    placed: UtcMoment
    told: bool = False


class HoldLifted(Event):
    hold: int
    scope: HoldScope
    name: str = ""
    by: str


class Cancelled(Event):
    """A person ended the thread for good. `makers` made their credential."""

    by: str
    reason: str = ""
    makers: tuple[str, ...] = ()


class Forked(Event):
    """The events before this one were copied from `source`, up to its event `at`. What was open there is not open here."""

    source: str
    at: int
    by: str
    makers: tuple[str, ...] = ()


LimitKind = Literal["steps", "errors", "tokens", "asks"]


class LimitReached(Event):
    limit: LimitKind
    detail: str
    question: str


class Delivered(Event):
    """A push channel has taken a delivery; `reference` is what it calls it, `shown` the last event it had shown."""

    delivery: str
    reference: str = ""
    shown: int = 0


class DeliveryFailed(Event):
    """A try failed. With `retry_at` it will be tried again; without, it never will, but perhaps at other routes `instead`.

    `call` is set when with this nobody could be told of that request: the agent hears of it. `returned` is set when it
    had been taken before and came back (a bounce): what the channel had called it.
    """

    delivery: str
    error: str = Field(max_length=200)
    attempt: int = 1
    retry_at: UtcMoment | None = None
    instead: tuple[ChannelAddress, ...] = ()
    call: str | None = None
    returned: str = ""


class Finished(Event):
    """The agent is done. A later message opens the thread again. `call` is None when a person stopped it."""

    call: str | None = None
    by: str | None = None
