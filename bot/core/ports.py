"""Protocols between the platform and a model, a channel and a clock, and the errors that these raise."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol, TypeAlias, runtime_checkable

from bot.core.access.access_lists import AccessOperation
from bot.core.agent import PayloadReader
from bot.core.card.card import RequestCard
from bot.core.card.review_links import ReviewLink
from bot.core.channel_messages import (
    ChannelAddress,
    ChannelEntry,
    DiscardedInput,
    InboundMessage,
    IntakeResult,
    OutboundDelivery,
    VaultEntry,
)
from bot.core.channel_store import ChannelStore
from bot.core.decisions import ApprovalDecision, QuestionAnswer
from bot.core.errors import CountersignError
from bot.core.events import RecordedEvent
from bot.core.findings import CheckFinding
from bot.core.forms import FormField
from bot.core.people import PeopleDirectory, Person
from bot.core.prompts.event_rendering import ModelPrompt
from bot.core.request_views import Request
from bot.core.steps import ModelAnswer
from bot.core.threads.thread import Thread
from bot.core.values import FrozenModel, UtcMoment

UtcClock: TypeAlias = Callable[[], UtcMoment]
"""Returns the time as an aware UTC datetime."""


class ModelUnavailable(CountersignError):
    """The model did not answer: {0}"""

    #: Seconds after which the server accepts another request; 0: it names none.
    retry_after: float = 0.0


class ModelRefused(ModelUnavailable):
    """The model cannot be asked: {0}"""


class PromptTooLong(ModelRefused):
    """The model cannot be asked: {0}"""

    def __init__(self, line: str, share: float = 0.5) -> None:
        super().__init__(line)
        self.share = share


class LanguageModel(Protocol):
    """A model that chooses the next step.

    `write_request` is pure: the exact bytes that `choose` sends for this prompt. `choose` takes those bytes and returns
    the answer as it came. An endpoint may refuse their form; where `choose` then sent another one, `ModelAnswer.sent`
    is the prompt in it. `choose` raises `ModelUnavailable` when no usable answer came (after its own retries); its
    subclass `ModelRefused` when another try would be refused again; and of that the subclass `PromptTooLong` when only
    a shorter prompt would be accepted: `share` is the accepted part of this one (0 to 1).
    """

    name: str

    def write_request(self, prompt: ModelPrompt) -> bytes: ...

    async def choose(self, request: bytes) -> ModelAnswer: ...


@runtime_checkable
class EventModel(Protocol):
    """A model that chooses the next step from the events themselves, by rules, where no language model is set.

    `choose_from` gets the thread and those of its events that a prompt would show now, oldest first. It is pure. The
    prompt is made and kept as well, and not sent.
    """

    name: str

    def choose_from(self, thread: Thread, events: Sequence[RecordedEvent]) -> ModelAnswer: ...


AnyModel: TypeAlias = LanguageModel | EventModel


@runtime_checkable
class ClosingPort(Protocol):
    """A model or a channel that holds connections and releases them when the platform closes."""

    async def close(self) -> None: ...


@runtime_checkable
class OpeningPort(Protocol):
    """A surface that starts work, such as connections, once the platform is open, and stops taking input before it
    closes."""

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


class PushChannel(Protocol):
    """A channel that delivers. `name` is the channel of its addresses; `fallback` its last address when no recipient is
    reached.

    `deliver` returns the channel's reference of the message. It raises `NotNow` when nothing was sent (`seconds`: when
    to try again), `TryLater` when it may have been sent, or `Undeliverable`. It may be called twice with one delivery
    id: when `delivery.again` is set, it searches for its own earlier message by that id. An `update` rewrites the
    posted card. Surfaces that read the log themselves (the web inbox, the terminal) are not push channels: nothing is
    owed to them.
    """

    name: str

    @property
    def fallback(self) -> ChannelAddress | None: ...

    async def deliver(self, delivery: OutboundDelivery, card: RequestCard) -> str: ...

    def find_address(self, person: Person) -> ChannelAddress | None:
        """Return the address at which this channel reaches this person directly; None when it does not."""
        ...

    def is_shared(self, route: ChannelAddress) -> bool:
        """Return whether every account holder can read messages at `route` and is notified there."""
        ...


@runtime_checkable
class PrivateMessenger(Protocol):
    """A channel that can write to one person alone, outside of any thread: for example a link to sign in.

    `send_private` goes to the address from `find_address`, when no other person has that account. Its text and URL are
    secret: they are neither logged nor kept. Raises `NotNow`, `TryLater`, `Undeliverable`, `Forbidden`, `Unavailable`.
    """

    name: str

    def find_address(self, person: Person) -> ChannelAddress | None: ...

    async def send_private(self, person: Person, text: str, url: str) -> None: ...


class InboundRequest(FrozenModel):
    """An HTTP request from outside with its whole raw body. Header names are in lower case."""

    name: str
    headers: Mapping[str, str]
    body: bytes


class SecretVault(Protocol):
    """Credentials of channels, sealed at rest. What is no credential goes into the `ChannelStore`."""

    async def put(self, kind: str, key: str, value: bytes) -> None: ...

    async def put_all(self, entries: Sequence[VaultEntry]) -> None:
        """Keep all of these entries, or none."""
        ...

    async def get(self, kind: str, key: str) -> bytes | None: ...

    async def take(self, kind: str, key: str) -> bytes | None:
        """Read and delete in one act: of two callers, one gets the value."""
        ...

    async def delete(self, kind: str, key: str) -> bool: ...

    async def list_keys(self, kind: str) -> list[str]: ...


class ThreadSummary(FrozenModel):
    """A summary of a thread: the address where people last spoke, its status in one word, its requester, its title.

    `agent` is the name of its agent, which may not be configured now. Of a cancelled or paused thread, `stopped_by` is
    the name of the person that did it and `stopped_at` the time, also where a hold pauses it.
    """

    route: ChannelAddress | None
    status: str
    title: str = ""
    requester: str | None = None
    agent: str = ""
    stopped_by: str = ""
    stopped_at: UtcMoment | None = None


class ChannelGateway(Protocol):
    """The operations that the platform offers to a channel. Those below `find_payload_reader` need the platform to be
    open."""

    clock: UtcClock
    environ: Mapping[str, str]
    origin: str
    """The URL of the inbox, for links."""

    @property
    def directory(self) -> PeopleDirectory:
        """The people as they are now. Do not keep the result: it does not follow changes."""
        ...

    @property
    def agents(self) -> Sequence[str]: ...

    def derive(self, purpose: bytes) -> tuple[bytes, ...]:
        """Return signing keys for this purpose, the current one first. They outlive the process."""
        ...

    def make_review_link(self, link: ReviewLink) -> str:
        """Return the URL under which a message's reader may read its request and sign in to decide it."""
        ...

    def find_payload_reader(self, agent: str) -> PayloadReader | None:
        """Return this agent's reader of payloads; None when it has none. Raises `NotFound`."""
        ...

    @property
    def vault(self) -> SecretVault: ...

    @property
    def store(self) -> ChannelStore:
        """The values of this channel. Raises `CannotStart` before the platform is open."""
        ...

    async def take_message(self, message: InboundMessage) -> IntakeResult: ...

    async def keep_ignored(self, ignored: DiscardedInput, keeping: Sequence[ChannelEntry] = ()) -> IntakeResult:
        """Keep the id of a discarded input and these entries of `store` in one transaction; neither when the id came
        before.

        Raises `SameIdOtherBody`, `Unavailable`.
        """
        ...

    async def decide(self, decision: ApprovalDecision) -> Request: ...

    async def answer(self, reply: QuestionAnswer) -> Request: ...

    async def rehearse(self, given: ApprovalDecision | QuestionAnswer) -> None:
        """Raise the error that `decide` or `answer` would raise, as far as no tool and no network is needed to know it."""
        ...

    async def pause(self, thread: str, *, by: str) -> None: ...

    async def resume(self, thread: str, *, by: str) -> None: ...

    async def find_request(self, id: str) -> Request: ...

    async def list_requests(self, status: str | None, limit: int) -> list[Request]:
        """Return the requests of this status, or of all for None, newest first."""
        ...

    def build_form(self, request: str) -> tuple[FormField, ...]:
        """Return the form of a pending approval, filled with the present arguments. Raises `NotFound`, `Conflict`."""
        ...

    def find_thread(self, channel: str, reference: str) -> str | None:
        """Return the thread at a reference of this channel: a conversation that the thread joined, or a message that
        was sent."""
        ...

    def summarize_thread(self, thread: str) -> ThreadSummary: ...

    def explain_denial(
        self, operation: AccessOperation, person: Person | None, account: str, *, thread: str = "", agent: str = ""
    ) -> str:
        """Return why a person may not do this in a thread, or in a new one of the agent, as a sentence; empty when they
        may.

        `account` is that of `InboundMessage`, given also for people in the directory. See
        `bot.core.access.permissions`. Raises `BrokenThread`.
        """
        ...

    def list_references(self, thread: str, channel: str) -> list[str]:
        """Return the channel's references of a thread's messages, in and out, oldest first."""
        ...

    def has_received(self, channel: str, id: str) -> bool:
        """Return whether this id was taken or discarded before."""
        ...

    async def record_return(self, channel: str, reference: str, why: str) -> None:
        """Record that a delivered message came back, such as a bounced mail: other recipients are told instead."""
        ...

    async def write_note(
        self, what: str, *, person: str = "", door: str = "", about: str = "", detail: str = ""
    ) -> None:
        """Write a row of the audit: something that happened at an entry point without becoming an event."""
        ...

    def watch_threads(self, changed: Callable[[str], None]) -> None:
        """Call `changed` with a thread's id after every append, in the event loop."""
        ...


class WebhookReceiver(Protocol):
    """The HTTP entry point of a channel: POST `/{path}/{name}`. It verifies and normalises; the platform commits.

    `receive` returns the message, or an input to discard that may come again. Raises `Unauthenticated`, `NotFound`,
    `BadInput`.
    """

    path: str

    def receive(self, request: InboundRequest) -> InboundMessage | DiscardedInput: ...


ASGI: TypeAlias = Callable[[Any, Any, Any], Awaitable[None]]


class ChannelSurface(Protocol):
    """A channel as the platform knows it: its push channel, its HTTP entry point, and its own pages below `/{name}/`."""

    name: str
    push: PushChannel | None
    door: WebhookReceiver | None
    pages: ASGI | None


@runtime_checkable
class TroubleReporter(Protocol):
    """A surface that knows, without a call outside, which trouble keeps it from working until a person acts; empty:
    none."""

    name: str

    @property
    def trouble(self) -> str: ...


@runtime_checkable
class SelfExamining(Protocol):
    """A surface that checks its own set-up. It may use the network, and changes nothing."""

    async def examine(self) -> Sequence[CheckFinding]: ...


@runtime_checkable
class SelfTesting(Protocol):
    """A surface that can send itself a message and wait for it, a minute or two: `countersign doctor --send-test`.

    Each step is a finding; the steps after a failed one are left out.
    """

    async def send_test(self) -> Sequence[CheckFinding]: ...
