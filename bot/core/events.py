"""The events of a thread, in the past tense. An event is never edited. How to change one: `docs/events.md`.

A field's default is part of the format: bodies are written without the fields that equal it.
"""

from typing import ClassVar, Literal

from pydantic import Field

from bot.core.channel_messages import ChannelAddress
from bot.core.event_base import EVENT_TYPES as EVENT_TYPES
from bot.core.event_base import Event as Event
from bot.core.event_base import ModelCall as ModelCall
from bot.core.event_base import RecordedEvent as RecordedEvent
from bot.core.event_base import RefusalKind as RefusalKind
from bot.core.event_base import UnreadEvent as UnreadEvent
from bot.core.event_base import can_read as can_read
from bot.core.event_base import load_event as load_event
from bot.core.holds import HoldScope
from bot.core.request_events import Answered as Answered
from bot.core.request_events import ApprovalAsked as ApprovalAsked
from bot.core.request_events import ApprovalLapsed as ApprovalLapsed
from bot.core.request_events import ApprovalSettled as ApprovalSettled
from bot.core.request_events import CallFact as CallFact
from bot.core.request_events import QuestionAsked as QuestionAsked
from bot.core.request_events import QuestionFormat as QuestionFormat
from bot.core.request_events import QuestionPurpose as QuestionPurpose
from bot.core.request_events import QuestionSettled as QuestionSettled
from bot.core.request_events import QuestionUrgency as QuestionUrgency
from bot.core.values import UtcMoment


class ThreadOpened(Event):
    type: ClassVar[str] = "ThreadOpened"
    agent: str
    title: str
    origin: ChannelAddress
    requester: str | None = None
    sender: str = ""
    account: str = ""
    makers: tuple[str, ...] = ()


class MessageReceived(Event):
    """A message arrived. `by` is the person, when the entry point knows them; `sender` is the name to show.

    `account` is the channel account of a writer unknown to the directory ("slack:T1/U9"). `makers` made the writer's
    credential; `others` are further people behind the wish (the author of a merged change): ids, or accounts.
    """

    type: ClassVar[str] = "MessageReceived"
    text: str
    sender: str
    by: str | None = None
    account: str = ""
    others: tuple[str, ...] = ()
    route: ChannelAddress
    arrival: str | None = None
    makers: tuple[str, ...] = ()


class ContextFetched(Event):
    """A pre-fetch ran before the first model call. Exactly one of `result` and `error` is set."""

    type: ClassVar[str] = "ContextFetched"
    intent: str
    arguments: str
    result: str | None = None
    error: str | None = None


class StepChosen(Event):
    """The model chose a step. `heard` is the last event that it was shown; the call's id holds this event's own number."""

    type: ClassVar[str] = "StepChosen"
    call: str
    intent: str
    arguments: str
    heard: int
    words: str = ""
    model: ModelCall


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


class LookedBack(Event):
    """The agent reads the events `first` to `last` again, as far as the result after this event shows them.

    `whose` are the authors of these events' words and wishes (ids, or accounts): they shape the next calls, too.
    """

    type: ClassVar[str] = "LookedBack"
    call: str
    first: int
    last: int
    whose: tuple[str, ...] = ()


class ToolStarted(Event):
    """A try of a call started; committed before the effect. `key` is the idempotency key for receivers; empty: the
    call's id."""

    type: ClassVar[str] = "ToolStarted"
    call: str
    key: str = ""
    digest: str = ""
    attempt: int = 1


class ToolProcessStarted(Event):
    """The effect runs as a process of its own: the leader of this process group.

    `host` names the machine and its boot, `start_ticks` the start of the process (clock ticks since that boot, from
    /proc; 0: not known). Together they tell it from a later process with the same number.
    """

    type: ClassVar[str] = "ToolProcessStarted"
    call: str
    attempt: int
    host: str
    process_group: int
    start_ticks: int = 0


class ToolFinished(Event):
    type: ClassVar[str] = "ToolFinished"
    call: str
    result: str


class ToolFailed(Event):
    """The tool did not do it. `error` (at most 200 characters) goes to the model; `audit` does not.

    `look_at` is set when an earlier try had an unknown end: at that time the probe is asked once more, for a late
    effect.
    """

    type: ClassVar[str] = "ToolFailed"
    call: str
    intent: str
    error: str = Field(max_length=200)
    audit: str = ""
    look_at: UtcMoment | None = None


class EffectNotFound(Event):
    """The probe did not find the effect of a started call yet. `look_at` is the time of the next probe; None: there is
    none."""

    type: ClassVar[str] = "EffectNotFound"
    call: str
    attempt: int
    detail: str
    look_at: UtcMoment | None = None


class OutcomeUnknown(Event):
    """A tool was started and its end is not known. `facts` is all that is known; `question` asks a person."""

    type: ClassVar[str] = "OutcomeUnknown"
    call: str
    question: str
    facts: str


class OutcomeSettled(Event):
    """The tool's own probe or a person said whether the effect happened.

    `look_at` is the time of one more probe when it did not. A second event with `happened` overrules the first.
    """

    type: ClassVar[str] = "OutcomeSettled"
    call: str
    happened: bool
    by: str
    detail: str = ""
    look_at: UtcMoment | None = None


class OutcomeDoubted(Event):
    """The log may be older than the outside, for this `reason`: a call approved or started here may have run since."""

    type: ClassVar[str] = "OutcomeDoubted"
    call: str
    reason: str


class Said(Event):
    """The agent wrote to the people in the thread. With `go_on` it continues at once."""

    type: ClassVar[str] = "Said"
    call: str
    text: str
    go_on: bool = False
    routes: tuple[ChannelAddress, ...] = ()


class PeopleNotified(Event):
    """People are told something that needs no answer: `to` are their ids, `about` the call it concerns, if any.

    `topic` is "secret" when they wrote one: each person is told once in a thread.
    """

    type: ClassVar[str] = "PeopleNotified"
    text: str
    to: tuple[str, ...]
    about: str | None = None
    routes: tuple[ChannelAddress, ...] = ()
    topic: Literal["", "secret"] = ""


class Slept(Event):
    type: ClassVar[str] = "Slept"
    call: str
    until: UtcMoment
    why: str = ""


class Woke(Event):
    type: ClassVar[str] = "Woke"


class Paused(Event):
    type: ClassVar[str] = "Paused"
    by: str


class Resumed(Event):
    type: ClassVar[str] = "Resumed"
    by: str
    makers: tuple[str, ...] = ()


class HoldPlaced(Event):
    """A hold covers this thread or one of its calls: no covered call starts until it is lifted.

    The hold is a row of its own, in force from its commit on. `told`: the people that wait for the agent were told.
    """

    type: ClassVar[str] = "HoldPlaced"
    hold: int
    scope: HoldScope
    name: str = ""
    by: str
    reason: str = ""
    placed: UtcMoment
    told: bool = False


class HoldLifted(Event):
    type: ClassVar[str] = "HoldLifted"
    hold: int
    scope: HoldScope
    name: str = ""
    by: str


class Cancelled(Event):
    """A person ended the thread for good. `makers` made their credential."""

    type: ClassVar[str] = "Cancelled"
    by: str
    reason: str = ""
    makers: tuple[str, ...] = ()


class Forked(Event):
    """The events before this one were copied from `source`, up to its event `at`. Its open requests are not open here."""

    type: ClassVar[str] = "Forked"
    source: str
    at: int
    by: str
    makers: tuple[str, ...] = ()


LimitKind = Literal["steps", "errors", "tokens", "asks"]


class LimitReached(Event):
    type: ClassVar[str] = "LimitReached"
    limit: LimitKind
    detail: str
    question: str


class Delivered(Event):
    """A push channel took a delivery; `reference` is the channel's name of it, `shown` the last event that it showed."""

    type: ClassVar[str] = "Delivered"
    delivery: str
    reference: str = ""
    shown: int = 0


class DeliveryFailed(Event):
    """A try of a delivery failed. `retry_at` is the next try; without it, the event is owed to the addresses `instead`.

    `call` is set when no recipient of that request is left: the agent is told. `returned` is set when the delivery had
    been taken before and came back (a bounce): the channel's reference of it.
    """

    type: ClassVar[str] = "DeliveryFailed"
    delivery: str
    error: str = Field(max_length=200)
    attempt: int = 1
    retry_at: UtcMoment | None = None
    instead: tuple[ChannelAddress, ...] = ()
    call: str | None = None
    returned: str = ""


class Finished(Event):
    """The agent is done. A later message opens the thread again. `call` is None when a person stopped it."""

    type: ClassVar[str] = "Finished"
    call: str | None = None
    by: str | None = None
