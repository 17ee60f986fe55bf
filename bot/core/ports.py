"""The sockets: what the house asks of a model, a channel and a clock. Each is small; each has one fake in the tests."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol, TypeAlias, runtime_checkable

from bot.core.agent import Listen
from bot.core.answers import Ballot, Reply
from bot.core.card import Card
from bot.core.contact import Arrival, Delivery, Ignored, KeptSecret, Route, Taken
from bot.core.context import Prompt
from bot.core.errors import CountersignError
from bot.core.events import Recorded
from bot.core.findings import Finding
from bot.core.forms import FormField
from bot.core.people import Directory, Person
from bot.core.requests import Request
from bot.core.review_links import ReviewLink
from bot.core.rights import Operation
from bot.core.steps import Chosen
from bot.core.thread import Thread
from bot.core.word import Moment, Word

Clock: TypeAlias = Callable[[], Moment]
"""Gives the time as an aware UTC datetime. Core never reads one."""


class ModelUnavailable(CountersignError):
    """The model did not answer: {0}"""

    #: Seconds before which the server does not want to be asked again; 0 where it says nothing of that.
    retry_after: float = 0.0


class ModelRefused(ModelUnavailable):
    """The model cannot be asked: {0}"""


class PromptTooLong(ModelRefused):
    """The model cannot be asked: {0}"""

    def __init__(self, line: str, share: float = 0.5) -> None:
        super().__init__(line)
        self.share = share


class Model(Protocol):
    """Whoever chooses the next step.

    `request` changes nothing: the exact bytes that `choose` sends for this prompt. `choose` takes those bytes and returns
    what came back, unjudged. An endpoint may refuse their form; where `choose` then sent another one, `Chosen.sent` is the
    prompt in it. It raises ModelUnavailable when nothing usable came (after its own retries), and ModelRefused, which is
    one, when asking again would be refused again; PromptTooLong, which is one of those, when only a shorter prompt would
    be taken: `share` is how much of this one.
    """

    name: str

    def request(self, prompt: Prompt) -> bytes: ...

    async def choose(self, request: bytes) -> Chosen: ...


@runtime_checkable
class EventModel(Protocol):
    """What chooses the next step from the events themselves, by rules of its own, where no language model is set.

    `choose_from` gets the thread and those of its events that a prompt would show now, oldest first: no event is left out
    or let in that a Model would not be shown. It is pure. The prompt is made and kept all the same, and sent to nobody.
    """

    name: str

    def choose_from(self, thread: Thread, events: Sequence[Recorded]) -> Chosen: ...


AnyModel: TypeAlias = Model | EventModel


@runtime_checkable
class Closing(Protocol):
    """A model or a channel that holds connections, and lets go of them when the house closes."""

    async def close(self) -> None: ...


@runtime_checkable
class Opening(Protocol):
    """A surface that has something to begin once the house is open, such as connections, and stops taking in before it closes."""

    async def open(self) -> None: ...

    async def shut(self) -> None: ...


class Undeliverable(CountersignError):
    """{0}"""


class TryLater(CountersignError):
    """{0}"""

    def __init__(self, why: str, seconds: float | None = None) -> None:
        super().__init__(why)
        self.seconds = seconds


class NotNow(CountersignError):
    """Nothing was sent: {0}"""

    def __init__(self, why: str, seconds: float) -> None:
        super().__init__(why)
        self.seconds = seconds


class Channel(Protocol):
    """A place that must be told. `name` is the channel of its routes; `fallback` its last resort when nobody is reached.

    `deliver` returns what the channel calls the message, or raises NotNow (nothing was sent; in how many seconds it may
    be), TryLater (it may have been sent) or Undeliverable. It may be called twice with one delivery id: when the
    delivery says `again`, it looks for its own earlier message by that id. An `update` rewrites the card that stands
    there. Surfaces that read the log themselves (the web inbox, the terminal) are not channels: nothing is owed to them.
    """

    name: str

    @property
    def fallback(self) -> Route | None: ...

    async def deliver(self, delivery: Delivery, card: Card) -> str: ...

    def route_to(self, person: Person) -> Route | None:
        """Where this channel reaches this person directly; None when it does not."""
        ...

    def is_shared(self, route: Route) -> bool:
        """Whether whoever has an account here sees what stands at this route, and is told of it there."""
        ...


@runtime_checkable
class Messenger(Protocol):
    """A channel that can write to one person alone what belongs to no thread, such as a link to sign in.

    `send_private` goes to where `route_to` reaches the person, when nobody else has that account. What it sends is a
    secret: it is neither logged nor kept. Raises NotNow, TryLater, Undeliverable, Forbidden, Unavailable.
    """

    name: str

    def route_to(self, person: Person) -> Route | None: ...

    async def send_private(self, person: Person, text: str, url: str) -> None: ...


class Inbound(Word):
    """An HTTP request of the outside, its body whole and raw. Header names are in lower case."""

    name: str
    headers: Mapping[str, str]
    body: bytes


class Vault(Protocol):
    """Small secrets of channels, sealed at rest."""

    async def put(self, kind: str, key: str, value: bytes) -> None: ...

    async def put_all(self, entries: Sequence[KeptSecret]) -> None:
        """Keeps all of these or none."""
        ...

    async def get(self, kind: str, key: str) -> bytes | None: ...

    async def take(self, kind: str, key: str) -> bytes | None:
        """Reads and deletes at once: of two takers, one has it."""
        ...

    async def drop(self, kind: str, key: str) -> bool: ...

    async def keys(self, kind: str) -> list[str]: ...


class Place(Word):
    """Where a thread stands: the route where people last spoke, its status in one word, whose wish it follows, its title.

    `agent` is the name of its agent, which may not be configured now. Of a cancelled or paused thread, `stopped_by` is the name
    of who did it and `stopped_at` the time, also where a hold pauses it.
    """

    route: Route | None
    status: str
    title: str = ""
    requester: str | None = None
    agent: str = ""
    stopped_by: str = ""
    stopped_at: Moment | None = None


class House(Protocol):
    """What the house offers to a channel. Everything below `listener` needs it to be open."""

    clock: Clock
    environ: Mapping[str, str]
    origin: str
    """The URL of the inbox, for links."""

    @property
    def directory(self) -> Directory:
        """The people as they are now. Whoever keeps it keeps people who have left meanwhile."""
        ...

    @property
    def agents(self) -> Sequence[str]: ...

    def derive(self, purpose: bytes) -> tuple[bytes, ...]:
        """Keys for signing, the current one first. They outlive the process."""
        ...

    def review_link(self, link: ReviewLink) -> str:
        """The URL under which a message's reader may read its request and sign in to decide it."""
        ...

    def listener(self, agent: str) -> Listen | None:
        """How this agent reads a payload; None when it reads none. Raises Unknown."""
        ...

    @property
    def vault(self) -> Vault: ...

    async def take(self, arrival: Arrival) -> Taken: ...

    async def ignore(self, ignored: Ignored, keeping: Sequence[KeptSecret] = ()) -> Taken:
        """Keeps the id of something that was dealt with, and these entries of the vault in the same transaction; neither where the id
        came before. Raises SameIdOtherBody, Unavailable."""
        ...

    async def decide(self, ballot: Ballot) -> Request: ...

    async def answer(self, reply: Reply) -> Request: ...

    async def rehearse(self, given: Ballot | Reply) -> None:
        """Raises what `decide` or `answer` would raise, as far as neither a tool nor the network is asked."""
        ...

    async def pause(self, thread: str, *, by: str) -> None: ...

    async def resume(self, thread: str, *, by: str) -> None: ...

    async def request(self, id: str) -> Request: ...

    async def requests(self, status: str | None, limit: int) -> list[Request]:
        """Requests, newest first; of this status, or of all."""
        ...

    def form(self, request: str) -> tuple[FormField, ...]:
        """The form of a pending approval's arguments, filled with those that stand. Raises Unknown, Conflict."""
        ...

    def thread_of(self, channel: str, reference: str) -> str | None:
        """The thread that speaks at an address of this channel: one that it joined, or a message of ours."""
        ...

    def place(self, thread: str) -> Place: ...

    def why_not(
        self, operation: Operation, person: Person | None, account: str, *, thread: str = "", agent: str = ""
    ) -> str:
        """Why somebody may not do this in a thread, or in a new one of the agent, as a sentence; empty: they may.

        `account` names them as in an Arrival, also whom the directory knows. See `bot.core.access`. Raises BrokenThread.
        """
        ...

    def told(self, thread: str, channel: str) -> list[str]:
        """What came into a thread through this channel and what went out, oldest first, each as the channel calls it."""
        ...

    def has_come(self, channel: str, id: str) -> bool:
        """Whether this id was taken or ignored before."""
        ...

    async def returned(self, channel: str, reference: str, why: str) -> None:
        """What the channel had taken came back, such as a mail that bounced: others are told instead."""
        ...

    async def note(self, what: str, *, person: str = "", door: str = "", about: str = "", detail: str = "") -> None:
        """A line of the audit: what happened at a door without becoming an event."""
        ...

    def watch(self, changed: Callable[[str], None]) -> None:
        """`changed` is called with a thread's id after every append, in the event loop."""
        ...


class Door(Protocol):
    """A channel's way in over HTTP: POST `/{path}/{name}`. It judges and normalises; the house commits.

    `receive` returns the arrival, or what concerns nobody now and may come again. Raises Unauthenticated, Unknown, BadInput.
    """

    path: str

    def receive(self, request: Inbound) -> Arrival | Ignored: ...


ASGI: TypeAlias = Callable[[Any, Any, Any], Awaitable[None]]


class Surface(Protocol):
    """A channel as the house knows it: what is pushed through it, its door, and its own pages below `/{name}/`."""

    name: str
    push: Channel | None
    door: Door | None
    pages: ASGI | None


@runtime_checkable
class Troubled(Protocol):
    """A surface that knows, without asking anybody, what keeps it from working until a person mends it; empty: nothing."""

    name: str

    @property
    def trouble(self) -> str: ...


@runtime_checkable
class Examined(Protocol):
    """A surface that can say what is wrong with its own set-up. It may ask the network, and changes nothing."""

    async def examine(self) -> Sequence[Finding]: ...


@runtime_checkable
class SelfTested(Protocol):
    """A surface that can send itself a message and look for it, within a minute or two: `countersign doctor --send-test`.

    Each step is a finding; the steps behind one that failed are left out.
    """

    async def send_test(self) -> Sequence[Finding]: ...
