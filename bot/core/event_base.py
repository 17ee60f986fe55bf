"""The base of all events: how they are written to the log and read from it.

The log keeps an event under its explicit `type` and `version`, not under the name of its class. How to change an event:
`docs/events.md`.
"""

from typing import ClassVar, Literal, NamedTuple

from pydantic_core import from_json, to_json

from bot.core.base_types import JSON, FrozenModel, UtcMoment, from_micros
from bot.core.channel_messages import ChannelAddress
from bot.core.event_meanings import (
    NO_PEOPLE,
    CallAmendment,
    CallProgress,
    CallProposal,
    DeliveryTry,
    EventPeople,
    ForkOrigin,
    NoticeReach,
    PersonDecision,
    ProgramPost,
    RequestEnd,
    RequestOpening,
    ThreadEnd,
    UnusedEnd,
    WindowRole,
    WrittenWords,
)
from bot.core.event_upcasters import UPCASTERS, UpcasterTable, upcast_body
from bot.core.prompts.model_requests import RequestForm
from bot.core.timeline_lines import TimelineLine, TimelineWording


class Event(FrozenModel):
    """One thing that happened.

    Each class declares its `type`, the name under which rows are stored: it is never changed or used again. `version`
    counts the changes of its fields. The meaning of an event for its readers (pages, cards, the index) is
    defined here by questions with the answers of most events; a class gives its own answers. The fold of a thread alone dispatches on
    classes.

    `is_resting_fact`: it may be appended to a resting thread: an arrival, a report of a channel, that people were
    told, that outcomes are doubted after a restore, and how a call went that ran when the unread event came.
    `is_told_of_holds`: after it, a thread under a hold checks whether people must be told of the hold. `is_decision`: a
    person decided or answered a request.
    """

    type: ClassVar[str]
    version: ClassVar[int] = 1
    is_resting_fact: ClassVar[bool] = False
    is_told_of_holds: ClassVar[bool] = False
    is_decision: ClassVar[bool] = False
    answers: ClassVar[frozenset[str]] = frozenset()
    """The questions (names of properties of `Event`) that this class answers in its own way: a reader of many events need
    not ask the others."""

    def __init_subclass__(cls, *, is_stored: bool = True, **kwargs: JSON) -> None:
        """Register the class under its own `type`. Raises `TypeError` when it declares none, or one that is taken."""
        super().__init_subclass__(**kwargs)
        questions = [name for name, value in vars(Event).items() if isinstance(value, property)]
        cls.answers = frozenset(name for name in questions if getattr(cls, name) is not getattr(Event, name))
        if not is_stored:
            return
        declared = cls.__dict__.get("type")
        if not isinstance(declared, str) or not declared:
            raise TypeError(f"{cls.__name__} declares no `type`: it cannot be stored.")
        if (other := EVENT_TYPES.get(declared)) is not None:
            raise TypeError(f"{cls.__name__} declares the type {declared!r}, which is that of {other.__name__}.")
        EVENT_TYPES[declared] = cls

    @property
    def row_type(self) -> str:
        """The type of the stored row."""
        return self.type

    @property
    def row_version(self) -> int:
        """The version of the stored row."""
        return self.version

    def render(self, at: str) -> str | None:
        """Return the piece for the model (`bot.core.prompts.event_rendering`); `at` is the attribute of its time. None
        shows nothing."""
        return None

    def describe(self, wording: TimelineWording) -> TimelineLine:
        """Return the line in the timeline of the thread; of an unread event, its type and version."""
        head = f"An event that this version cannot read: {self.row_type!r}, version {self.row_version}"
        return TimelineLine(head, "A newer version of Countersign wrote it. The thread rests.", tone="bad")

    @property
    def people(self) -> EventPeople:
        """The people that it brings into the audience of the thread."""
        return NO_PEOPLE

    @property
    def written_words(self) -> WrittenWords | None:
        """The words that a person wrote: they are told when a secret was taken out of them."""
        return None

    @property
    def authors(self) -> tuple[str | None, ...]:
        """The authors of the words or acts in it, ids or accounts; of a decision only when it has a text or an edit."""
        return ()

    @property
    def decided_call(self) -> str:
        """The call that it answers or settles; empty for other events."""
        return ""

    @property
    def window_role(self) -> WindowRole | None:
        return None

    @property
    def model_call(self) -> "ModelCall | None":
        """The model call that it records."""
        return None

    @property
    def model_outcome(self) -> str:
        """How a call of the model ended: `step`, or the kind of its refusal; empty: it records no such call."""
        return ""

    @property
    def person_decision(self) -> PersonDecision | None:
        """The decision or answer that a person gave."""
        return None

    @property
    def delivery_try(self) -> DeliveryTry | None:
        """The try of a delivery that it records."""
        return None

    @property
    def proposal(self) -> CallProposal | None:
        """The call that was chosen."""
        return None

    @property
    def amendment(self) -> CallAmendment | None:
        """The arguments by which a person replaced those of a call."""
        return None

    @property
    def progress(self) -> CallProgress | None:
        """The state to which it brought a started call."""
        return None

    @property
    def unused_end(self) -> UnusedEnd | None:
        """The end of a call that did not start."""
        return None

    @property
    def request_opening(self) -> RequestOpening | None:
        """The request that was asked."""
        return None

    @property
    def request_end(self) -> RequestEnd | None:
        """The end of a request."""
        return None

    @property
    def thread_end(self) -> ThreadEnd | None:
        return None

    @property
    def fork_origin(self) -> ForkOrigin | None:
        """Set when the events before it were copied from another thread."""
        return None

    @property
    def outbound_text(self) -> str | None:
        """The words that push channels owe to people, outside of a request's card."""
        return None

    @property
    def program_post(self) -> ProgramPost | None:
        """The post that a program is owed, outside of its requests."""
        return None

    @property
    def notice_reach(self) -> NoticeReach | None:
        """The people that a notice is for."""
        return None

    @property
    def renewed_request(self) -> str:
        """The request that gets new cards below its posted ones, in their place; empty: none."""
        return ""

    def list_addresses(self, request: str) -> tuple[ChannelAddress, ...]:
        """Return the addresses to which it owes a card of this request."""
        return ()

    def find_reference(self, channel: str) -> str:
        """Return the channel's name of the message that it is about; empty: it is about none of this channel."""
        return ""

    def body(self) -> bytes:
        """Return the JSON that the log keeps."""
        return self.__pydantic_serializer__.to_json(self, exclude_defaults=True)

    def data(self) -> dict[str, JSON]:
        """Return all fields as JSON, defaults too: for people and programs that read the log."""
        return self.model_dump(mode="json")


EVENT_TYPES: dict[str, type[Event]] = {}
"""The classes of all events by their stored type."""


class RecordedEvent(NamedTuple):
    """An event with its position in the log: `seq` counts from 1 in its thread, `at` is microseconds since 1970, UTC."""

    seq: int
    at: int
    event: Event

    @property
    def moment(self) -> UtcMoment:
        return from_micros(self.at)


def can_read(type: str, version: int) -> bool:
    """Return whether this release reads events of this type and version."""
    found = EVENT_TYPES.get(type)
    return found is not None and 1 <= version <= found.version


def load_event(type: str, version: int, body: bytes, upcasters: UpcasterTable = UPCASTERS) -> Event:
    """Return the event that the log kept; an older version is brought up to the current one.

    An unknown type or version becomes an `UnreadEvent`. Raises `ValueError` for a body that does not fit its version.
    """
    if not can_read(type, version):
        return UnreadEvent(unread_type=type, unread_version=version, raw=body)
    found = EVENT_TYPES[type]
    if version < found.version:
        older = from_json(body)
        if not isinstance(older, dict):
            raise ValueError("the body is no JSON object")
        try:
            body = to_json(upcast_body(type, version, found.version, older, upcasters))
        except (LookupError, TypeError, AttributeError) as error:
            raise ValueError(f"it cannot be brought from version {version} to {found.version}: {error!r}") from error
    event: Event = found.__pydantic_validator__.validate_json(body)
    return event


class UnreadEvent(Event, is_stored=False):
    """An event of a type or version that this release does not know, with its bytes. Its thread rests: see
    `Thread.unread`."""

    type: ClassVar[str] = ""
    unread_type: str
    unread_version: int
    raw: bytes

    @property
    def row_type(self) -> str:
        return self.unread_type

    @property
    def row_version(self) -> int:
        return self.unread_version

    def body(self) -> bytes:
        return self.raw

    def data(self) -> dict[str, JSON]:
        try:
            found = from_json(self.raw)
        except ValueError:
            found = self.raw.decode("utf-8", "replace")
        return found if isinstance(found, dict) else {"value": found}


RefusalKind = Literal[
    "invalid", "unknown", "refused", "truncated", "exhausted", "unavailable", "impossible", "changed", "cancelled"
]
"""The reasons for which a step is refused."""


class ModelCall(FrozenModel):
    """The input and the cost of one model call. With the kept rendered events it rebuilds the request to the byte.

    `prompt` and `tools` are SHA-256 of texts kept once for all threads; `seen` are the ranges (first, last) of events
    in the prompt, as joined rendered texts; `tail` is the text after them; `request` is the SHA-256 of the request's
    bytes, `form` the form in which they were written. `warning` notes an oddity of the answer, such as a prompt that
    the server cut. `lines` replace rendered events, by the number of the event: a read that was shown before, and
    events left out. `answer` is the SHA-256 of the kept answer; `window` is the number of characters of history in the
    prompt, where an endpoint accepted no more.
    """

    n: int
    model: str
    prompt: str
    tools: str
    renderer: str
    seen: tuple[tuple[int, int], ...]
    tail: str = ""
    request: str
    max_tokens: int
    input_tokens: int = 0
    output_tokens: int = 0
    form: RequestForm = RequestForm()
    warning: str = ""
    lines: tuple[tuple[int, str], ...] = ()
    answer: str = ""
    window: int = 0
