"""The operations that the platform offers to a channel, as small protocols. `bot.core.ports.ChannelGateway` has them all.

A part of a channel names the smallest protocol that it needs, so that its reader sees its operations and its test needs
no more. Operations other than those of `GatewayClock`, `ChannelEnvironment`, `PeopleSource` and `AgentRegistry` need the
platform to be open.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeAlias

from bot.core.access.access_lists import AccessOperation
from bot.core.agent import PayloadReader, SuggestedPrompt
from bot.core.base_types import FrozenModel, UtcMoment
from bot.core.card.signed_review_link import ReviewLink
from bot.core.channel_messages import ChannelAddress, ChannelEntry, DiscardedInput, InboundMessage, IntakeResult
from bot.core.decisions import ApprovalDecision, QuestionAnswer
from bot.core.forms import FormField
from bot.core.inbound_decisions import InboundDecision
from bot.core.people import PeopleDirectory, Person
from bot.core.request_views import Request
from bot.core.telemetry_observations import InboundKind

UtcClock: TypeAlias = Callable[[], UtcMoment]
"""Returns the time as an aware UTC datetime."""

Unsubscribe: TypeAlias = Callable[[], None]
"""Ends a subscription. Further calls do nothing."""


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


class GatewayClock(Protocol):
    """The time."""

    @property
    def clock(self) -> UtcClock: ...


class ChannelEnvironment(Protocol):
    """The environment variables: a channel reads its secrets from them when it is built."""

    @property
    def environ(self) -> Mapping[str, str]: ...


class PeopleSource(Protocol):
    """The people, and the accounts that they have at channels."""

    @property
    def directory(self) -> PeopleDirectory:
        """The people as they are now. Do not keep the result: it does not follow changes."""
        ...


class AgentRegistry(Protocol):
    """The names of the configured agents, their readers of payloads, and their suggestions."""

    @property
    def agents(self) -> Sequence[str]: ...

    def find_payload_reader(self, agent: str) -> PayloadReader | None:
        """Return this agent's reader of payloads; None when it has none. Raises `NotFound`."""
        ...

    def list_awaited_events(self, agent: str) -> Sequence[str]:
        """Return the names of the outside events that this agent may wait for; none for an unknown agent."""
        ...

    def list_suggestions(self, agent: str) -> Sequence[SuggestedPrompt]:
        """Return the first messages that this agent offers; none for an unknown agent."""
        ...


class KeyDeriver(Protocol):
    """Keys for signing values that come back: tokens of buttons, reply addresses."""

    def derive(self, purpose: bytes) -> tuple[bytes, ...]:
        """Return signing keys for this purpose, the current one first. They outlive the process."""
        ...


class LinkMaker(Protocol):
    """URLs of the inbox."""

    @property
    def origin(self) -> str:
        """The URL of the inbox, without a slash at its end."""
        ...

    def make_review_link(self, link: ReviewLink) -> str:
        """Return the URL under which a message's reader may read its request and sign in to decide it."""
        ...


class MessageTaker(Protocol):
    """The intake of messages. An id counts once in its channel, for ever."""

    async def take_message(self, message: InboundMessage) -> IntakeResult: ...

    async def keep_ignored(self, ignored: DiscardedInput, keeping: Sequence[ChannelEntry] = ()) -> IntakeResult:
        """Keep the id of a discarded input and these entries of `store` in one transaction; neither when the id came
        before.

        Raises `SameIdOtherBody`, `Unavailable`.
        """
        ...

    async def has_received(self, channel: str, id: str) -> bool:
        """Return whether this id was taken or discarded before."""
        ...


class DecisionTaker(Protocol):
    """The intake of decisions and answers of verified people."""

    async def decide(self, decision: ApprovalDecision) -> Request: ...

    async def take_decision(self, inbound: InboundDecision) -> IntakeResult:
        """Commit a decision and the ids of its input in one transaction, so that no copy of the input decides again.

        Raises the errors of `decide`, `SameIdOtherBody`, `DecisionUsed`, `Unavailable`.
        """
        ...

    async def answer(self, reply: QuestionAnswer) -> Request: ...

    async def rehearse(self, given: ApprovalDecision | QuestionAnswer) -> None:
        """Raise the error that `decide` or `answer` would raise, as far as no tool and no network is needed to know it."""
        ...


class ThreadPauser(Protocol):
    """Pauses and resumes threads for a person; `AccessExplainer.explain_denial` checks the person's right first."""

    async def pause(self, thread: str, *, by: str) -> None: ...

    async def resume(self, thread: str, *, by: str) -> None: ...


class RequestReader(Protocol):
    """Reads requests and the forms of their arguments."""

    async def find_request(self, id: str) -> Request: ...

    async def list_requests(self, status: str | None, limit: int) -> list[Request]:
        """Return the requests of this status, or of all for None, newest first."""
        ...

    async def build_form(self, request: str) -> tuple[FormField, ...]:
        """Return the form of a pending approval, filled with the present arguments. Raises `NotFound`, `Conflict`."""
        ...


class ThreadReader(Protocol):
    """Reads threads, and finds them by the channel's references of messages."""

    async def find_thread(self, channel: str, reference: str) -> str | None:
        """Return the thread at a reference of this channel: a conversation that the thread joined, or a message that
        was sent."""
        ...

    async def summarize_thread(self, thread: str) -> ThreadSummary: ...

    async def list_references(self, thread: str, channel: str) -> list[str]:
        """Return the channel's references of a thread's messages, in and out, oldest first."""
        ...


class AccessExplainer(Protocol):
    """Tells whether a person may do something."""

    async def explain_denial(
        self, operation: AccessOperation, person: Person | None, account: str, *, thread: str = "", agent: str = ""
    ) -> str:
        """Return why a person may not do this in a thread, or in a new one of the agent, as a sentence; empty when they
        may.

        `account` is that of `InboundMessage`, given also for people in the directory. See
        `bot.core.access.permissions`. Raises `BrokenThread`.
        """
        ...


class ReturnRecorder(Protocol):
    """Takes reports of messages that came back after their delivery."""

    async def record_return(self, channel: str, reference: str, why: str) -> None:
        """Record that a delivered message came back, such as a bounced mail: other recipients are told instead."""
        ...


class AuditWriter(Protocol):
    """Writes rows of the audit."""

    async def write_note(
        self, what: str, *, person: str = "", door: str = "", about: str = "", detail: str = ""
    ) -> None:
        """Write a row of the audit: something that happened at an entry point without becoming an event."""
        ...


class InboundReporter(Protocol):
    """Reports the result of an input to the platform's metrics."""

    def report_inbound(self, kind: InboundKind, outcome: str) -> None:
        """Count an input of this channel. `outcome` is one word of a small fixed set; it names no person and no message."""
        ...


class ChangeSource(Protocol):
    """Tells of changed threads."""

    def watch_threads(self, changed: Callable[[str], None]) -> Unsubscribe:
        """Call `changed` with a thread's id after every append, in the event loop, until the result is called.

        An error of `changed` is logged and stops no other subscriber.
        """
        ...
