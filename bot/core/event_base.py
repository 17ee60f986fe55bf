"""The base of all events: how they are written to the log and read from it. Unknown events are kept unread."""

from typing import ClassVar, Literal, NamedTuple

from pydantic_core import from_json

from bot.core.prompts.model_requests import RequestForm
from bot.core.values import JSON, FrozenModel, UtcMoment, from_micros


class Event(FrozenModel):
    """One thing that happened. Its `type` is the class's name; `v` counts the changes of its shape."""

    v: ClassVar[int] = 1
    kinds: ClassVar[dict[str, type["Event"]]] = {}

    def __init_subclass__(cls, **kwargs: JSON) -> None:
        super().__init_subclass__(**kwargs)
        Event.kinds[cls.__name__] = cls

    @property
    def type(self) -> str:
        return type(self).__name__

    def body(self) -> bytes:
        """Return the JSON that the log keeps."""
        return self.__pydantic_serializer__.to_json(self, exclude_defaults=True)

    def data(self) -> dict[str, JSON]:
        """Return all fields as JSON, defaults too: for people and programs that read the log."""
        return self.model_dump(mode="json")


class RecordedEvent(NamedTuple):
    """An event with its position in the log: `seq` counts from 1 in its thread, `at` is microseconds since 1970, UTC."""

    seq: int
    at: int
    event: Event

    @property
    def moment(self) -> UtcMoment:
        return from_micros(self.at)


def load_event(type: str, v: int, body: bytes) -> Event:
    """Return the event that the log kept. An unknown type or a newer shape becomes `Unread`, with its bytes."""
    kind = Event.kinds.get(type)
    if kind is None or kind is Unread or v > kind.v:
        return Unread(kind=type, version=v, raw=body)
    found: Event = kind.__pydantic_validator__.validate_json(body)
    return found


class Unread(Event):
    """An event of a type or version that this release does not know. It survives a round trip byte for byte."""

    kind: str
    version: int
    raw: bytes

    @property
    def type(self) -> str:
        return self.kind

    def body(self) -> bytes:
        return self.raw

    def data(self) -> dict[str, JSON]:
        found = from_json(self.raw)
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
