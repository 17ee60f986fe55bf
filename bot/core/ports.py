"""The sockets: what the house asks of a model, a channel and a clock. Each is small; each has one fake in the tests."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol, TypeAlias, runtime_checkable

from bot.core.access.access_lists import AccessOperation
from bot.core.agent import PayloadReader
from bot.core.card.card import RequestCard
from bot.core.card.review_links import ReviewLink
from bot.core.decisions import ApprovalDecision, QuestionAnswer
from bot.core.errors import CountersignError
from bot.core.events import RecordedEvent
from bot.core.findings import CheckFinding
from bot.core.forms import FormField
from bot.core.messages import ChannelAddress, DiscardedInput, InboundMessage, IntakeResult, OutboundDelivery, VaultEntry
from bot.core.people import PeopleDirectory, Person
from bot.core.prompts.event_rendering import ModelPrompt
from bot.core.requests import Request
from bot.core.steps import ModelAnswer
from bot.core.threads.thread import Thread
from bot.core.values import FrozenModel, UtcMoment

UtcClock: TypeAlias = Callable[[], UtcMoment]
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


class LanguageModel(Protocol):
    """Whoever chooses the next step.

    `request` changes nothing: the exact bytes that `choose` sends for this prompt. `choose` takes those bytes and returns
    what came back, unjudged. An endpoint may refuse their form; where `choose` then sent another one, `ModelAnswer.sent` is the
    prompt in it. It raises ModelUnavailable when nothing usable came (after its own retries), and ModelRefused, which is
    one, when asking again would be refused again; PromptTooLong, which is one of those, when only a shorter prompt would
    be taken: `share` is how much of this one.
    """

    name: str

    def write_request(self, prompt: ModelPrompt) -> bytes: ...

    async def choose(self, request: bytes) -> ModelAnswer: ...


@runtime_checkable
class EventModel(Protocol):
    """What chooses the next step from the events themselves, by rules of its own, where no language model is set.

    `choose_from` gets the thread and those of its events that a prompt would show now, oldest first: no event is left out
    or let in that a Model would not be shown. It is pure. The prompt is made and kept all the same, and sent to nobody.
    """

    name: str

    def choose_from(self, thread: Thread, events: Sequence[RecordedEvent]) -> ModelAnswer: ...


AnyModel: TypeAlias = LanguageModel | EventModel


@runtime_checkable
class ClosingPort(Protocol):
    """A model or a channel that holds connections, and lets go of them when the house closes."""

    async def close(self) -> None: ...


@runtime_checkable
class OpeningPort(Protocol):
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


class PushChannel(Protocol):
    """A place that must be told. `name` is the channel of its routes; `fallback` its last resort when nobody is reached.

    `deliver` returns what the channel calls the message, or raises NotNow (nothing was sent; in how many seconds it may
    be), TryLater (it may have been sent) or Undeliverable. It may be called twice with one delivery id: when the
    delivery says `again`, it looks for its own earlier message by that id. An `update` rewrites the card that stands
    there. Surfaces that read the log themselves (the web inbox, the terminal) are not channels: nothing is owed to them.
    """

    name: str

    @property
    def fallback(self) -> ChannelAddress | None: ...

    async def deliver(self, delivery: OutboundDelivery, card: RequestCard) -> str: ...

    def find_address(self, person: Person) -> ChannelAddress | None:
        """Where this channel reaches this person directly; None when it does not."""
        ...

    def is_shared(self, route: ChannelAddress) -> bool:
        """Whether whoever has an account here sees what stands at this route, and is told of it there."""
        ...


@runtime_checkable
class PrivateMessenger(Protocol):
    """A channel that can write to one person alone what belongs to no thread, such as a link to sign in.

    `send_private` goes to where `route_to` reaches the person, when nobody else has that account. What it sends is a
    secret: it is neither logged nor kept. Raises NotNow, TryLater, Undeliverable, Forbidden, Unavailable.
    """

    name: str

    def find_address(self, person: Person) -> ChannelAddress | None: ...

    async def send_private(self, person: Person, text: str, url: str) -> None: ...


class InboundRequest(FrozenModel):
    """An HTTP request of the outside, its body whole and raw. Header names are in lower case."""

    name: str
    headers: Mapping[str, str]
    body: bytes


class SecretVault(Protocol):
    """Small secrets of channels, sealed at rest."""

    async def put(self, kind: str, key: str, value: bytes) -> None: ...

    async def put_all(self, entries: Sequence[VaultEntry]) -> None:
        """Keeps all of these or none."""
        ...

    async def get(self, kind: str, key: str) -> bytes | None: ...

    async def take(self, kind: str, key: str) -> bytes | None:
        """Reads and deletes at once: of two takers, one has it."""
        ...

    async def delete(self, kind: str, key: str) -> bool: ...

    async def list_keys(self, kind: str) -> list[str]: ...


class ThreadSummary(FrozenModel):
    """Where a thread stands: the route where people last spoke, its status in one word, whose wish it follows, its title.

    `agent` is the name of its agent, which may not be configured now. Of a cancelled or paused thread, `stopped_by` is the name
    of who did it and `stopped_at` the time, also where a hold pauses it.
    """

    route: ChannelAddress | None
    status: str
    title: str = ""
    requester: str | None = None
    agent: str = ""
    stopped_by: str = ""
    stopped_at: UtcMoment | None = None


class ChannelGateway(Protocol):
    """What the house offers to a channel. Everything below `listener` needs it to be open."""

    clock: UtcClock
    environ: Mapping[str, str]
    origin: str
    """The URL of the inbox, for links."""

    @property
    def directory(self) -> PeopleDirectory:
        """The people as they are now. Whoever keeps it keeps people who have left meanwhile."""
        ...

    @property
    def agents(self) -> Sequence[str]: ...

    def derive(self, purpose: bytes) -> tuple[bytes, ...]:
        """Keys for signing, the current one first. They outlive the process."""
        ...

    def make_review_link(self, link: ReviewLink) -> str:
        """The URL under which a message's reader may read its request and sign in to decide it."""
        ...

    def find_payload_reader(self, agent: str) -> PayloadReader | None:
        """How this agent reads a payload; None when it reads none. Raises Unknown."""
        ...

    @property
    def vault(self) -> SecretVault: ...

    async def take_message(self, message: InboundMessage) -> IntakeResult: ...

    async def keep_ignored(self, ignored: DiscardedInput, keeping: Sequence[VaultEntry] = ()) -> IntakeResult:
        """Keeps the id of something that was dealt with, and these entries of the vault in the same transaction; neither where the id
        came before. Raises SameIdOtherBody, Unavailable."""
        ...

    async def decide(self, decision: ApprovalDecision) -> Request: ...

    async def answer(self, reply: QuestionAnswer) -> Request: ...

    async def rehearse(self, given: ApprovalDecision | QuestionAnswer) -> None:
        """Raises what `decide` or `answer` would raise, as far as neither a tool nor the network is asked."""
        ...

    async def pause(self, thread: str, *, by: str) -> None: ...

    async def resume(self, thread: str, *, by: str) -> None: ...

    async def find_request(self, id: str) -> Request: ...

    async def list_requests(self, status: str | None, limit: int) -> list[Request]:
        """Requests, newest first; of this status, or of all."""
        ...

    def build_form(self, request: str) -> tuple[FormField, ...]:
        """The form of a pending approval's arguments, filled with those that stand. Raises Unknown, Conflict."""
        ...

    def find_thread(self, channel: str, reference: str) -> str | None:
        """The thread that speaks at an address of this channel: one that it joined, or a message of ours."""
        ...

    def summarize_thread(self, thread: str) -> ThreadSummary: ...

    def explain_denial(
        self, operation: AccessOperation, person: Person | None, account: str, *, thread: str = "", agent: str = ""
    ) -> str:
        """Why somebody may not do this in a thread, or in a new one of the agent, as a sentence; empty: they may.

        `account` names them as in an Arrival, also whom the directory knows. See `bot.core.access.permissions`. Raises BrokenThread.
        """
        ...

    def list_references(self, thread: str, channel: str) -> list[str]:
        """What came into a thread through this channel and what went out, oldest first, each as the channel calls it."""
        ...

    def has_received(self, channel: str, id: str) -> bool:
        """Whether this id was taken or ignored before."""
        ...

    async def record_return(self, channel: str, reference: str, why: str) -> None:
        """What the channel had taken came back, such as a mail that bounced: others are told instead."""
        ...

    async def write_note(
        self, what: str, *, person: str = "", door: str = "", about: str = "", detail: str = ""
    ) -> None:
        """A line of the audit: what happened at a door without becoming an event."""
        ...

    def watch_threads(self, changed: Callable[[str], None]) -> None:
        """`changed` is called with a thread's id after every append, in the event loop."""
        ...


class WebhookReceiver(Protocol):
    """A channel's way in over HTTP: POST `/{path}/{name}`. It judges and normalises; the house commits.

    `receive` returns the arrival, or what concerns nobody now and may come again. Raises Unauthenticated, Unknown, BadInput.
    """

    path: str

    def receive(self, request: InboundRequest) -> InboundMessage | DiscardedInput: ...


ASGI: TypeAlias = Callable[[Any, Any, Any], Awaitable[None]]


class ChannelSurface(Protocol):
    """A channel as the house knows it: what is pushed through it, its door, and its own pages below `/{name}/`."""

    name: str
    push: PushChannel | None
    door: WebhookReceiver | None
    pages: ASGI | None


@runtime_checkable
class TroubleReporter(Protocol):
    """A surface that knows, without asking anybody, what keeps it from working until a person mends it; empty: nothing."""

    name: str

    @property
    def trouble(self) -> str: ...


@runtime_checkable
class SelfExamining(Protocol):
    """A surface that can say what is wrong with its own set-up. It may ask the network, and changes nothing."""

    async def examine(self) -> Sequence[CheckFinding]: ...


@runtime_checkable
class SelfTesting(Protocol):
    """A surface that can send itself a message and look for it, within a minute or two: `countersign doctor --send-test`.

    Each step is a finding; the steps behind one that failed are left out.
    """

    async def send_test(self) -> Sequence[CheckFinding]: ...
