"""Protocols between the platform and a model, a channel and a clock, and the errors that these raise."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol, TypeAlias, runtime_checkable

from bot.core.base_types import FrozenModel
from bot.core.card.card import RequestCard
from bot.core.channel_messages import (
    ChannelAddress,
    DiscardedInput,
    InboundEvent,
    InboundMessage,
    OutboundDelivery,
    VaultEntry,
)
from bot.core.channel_store import ChannelStore
from bot.core.doctor_findings import CheckFinding
from bot.core.errors import CountersignError
from bot.core.events import RecordedEvent
from bot.core.gateway_ports import (
    AccessExplainer,
    AgentRegistry,
    AuditWriter,
    ChangeSource,
    ChannelEnvironment,
    DecisionTaker,
    GatewayClock,
    InboundReporter,
    KeyDeriver,
    LinkMaker,
    MessageTaker,
    PeopleSource,
    RequestReader,
    ReturnRecorder,
    ThreadPauser,
    ThreadReader,
)
from bot.core.gateway_ports import ThreadSummary as ThreadSummary
from bot.core.gateway_ports import UtcClock as UtcClock
from bot.core.inbound_decisions import InboundDecision
from bot.core.people import Person
from bot.core.prompts.event_rendering import ModelPrompt
from bot.core.steps import ModelAnswer
from bot.core.threads.thread import Thread


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


@runtime_checkable
class LeadingPort(Protocol):
    """A surface with work that one of several processes does, such as reading a mailbox. It is open while it leads."""

    async def lead(self, *, is_alone: bool) -> None:
        """Begin this work. `is_alone`: no other process has the channel open."""

    async def step_down(self) -> None:
        """End this work: another process leads, or the platform closes."""


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
    """A channel that delivers, by three methods. `name` is the channel of its addresses; `fallback` its last address when
    no recipient is reached, None for none: an attribute or a property.

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
class AddressChecker(Protocol):
    """A push channel with addresses from outside."""

    def check_address(self, address: str) -> None:
        """Raises `NotUnderstood` for an address that the channel never delivers to."""
        ...


@runtime_checkable
class ReportingPort(Protocol):
    """A channel with options that name addresses of other channels, at which the messages of its threads are posted."""

    reports: Sequence[ChannelAddress]


@runtime_checkable
class CallingPort(Protocol):
    """A channel that calls its senders back with the answers of their threads: `callbacks` are the addresses of its options;
    `calls_back`: there are some, or addresses that its inputs name."""

    callbacks: Sequence[ChannelAddress]
    calls_back: bool


@runtime_checkable
class AgentNamingOptions(Protocol):
    """The table of a channel that begins threads by its messages."""

    def find_agents(self, configured: Sequence[str]) -> Sequence[str]:
        """Return the agents for which its messages begin threads, each once; where it names none, the only one of `configured`."""
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
    """Credentials of channels, sealed at rest. All other values go into the `ChannelStore`."""

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


class ChannelGateway(
    GatewayClock,
    ChannelEnvironment,
    PeopleSource,
    AgentRegistry,
    KeyDeriver,
    LinkMaker,
    MessageTaker,
    DecisionTaker,
    ThreadPauser,
    RequestReader,
    ThreadReader,
    AccessExplainer,
    ReturnRecorder,
    AuditWriter,
    ChangeSource,
    InboundReporter,
    Protocol,
):
    """All operations that the platform offers to a channel: the argument of `build`. A part of a channel asks for less."""

    @property
    def vault(self) -> SecretVault: ...

    @property
    def store(self) -> ChannelStore:
        """The values of this channel. Raises `CannotStart` before the platform is open."""
        ...


class WebhookReceiver(Protocol):
    """The HTTP entry point of a channel: POST `/{path}/{name}`. It verifies and normalises; the platform commits.

    `receive` returns the message, the decision of a person, an outside event, or an input to discard that may come again. Raises
    `Unauthenticated`, `Forbidden`, `NotFound`, `Conflict`, `BadInput`.
    """

    path: str

    def receive(self, request: InboundRequest) -> InboundMessage | InboundDecision | InboundEvent | DiscardedInput: ...


ASGI: TypeAlias = Callable[[Any, Any, Any], Awaitable[None]]


class ChannelSurface(Protocol):
    """A channel as the platform knows it: its push channel, its HTTP entry point, and its own pages below `/{name}/`."""

    name: str
    push: PushChannel | None
    receiver: WebhookReceiver | None
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
