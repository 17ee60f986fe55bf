"""The part of the platform that channels call: intake, decisions, people, keys. Channels are built before the platform
opens.
"""

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from bot.core import events as e
from bot.core.access.access_lists import AccessOperation
from bot.core.access.permissions import AccessSubject
from bot.core.agent import Agent, PayloadReader
from bot.core.card.review_links import PURPOSE, ReviewLink, sign_link
from bot.core.channel_messages import ChannelEntry, DiscardedInput, InboundMessage, IntakeResult, VaultEntry
from bot.core.channel_store import ChannelStore, check_vault_kind
from bot.core.decisions import ApprovalDecision, QuestionAnswer
from bot.core.errors import CannotStart, NotFound
from bot.core.forms import FormField
from bot.core.gateway_ports import Unsubscribe
from bot.core.inbound_decisions import InboundDecision
from bot.core.next_action import describe_status
from bot.core.people import PeopleDirectory, Person
from bot.core.ports import SecretVault, ThreadSummary, UtcClock
from bot.core.request_views import Request
from bot.core.values import to_micros
from bot.engine.access_checks import AccessCheck
from bot.store import audit, deduplication, message_threads

if TYPE_CHECKING:
    from bot.engine.platform import CountersignPlatform


@dataclass
class PlatformReference:
    """The platform that the gateways of all channels share; None before it is built."""

    platform: "CountersignPlatform | None" = None


class PlatformChannelGateway:
    """The `ChannelGateway` port. `platform` is set after the platform is built. A channel gets `bind_channel` of it."""

    def __init__(
        self,
        agents: Mapping[str, Agent],
        directory: PeopleDirectory,
        clock: UtcClock,
        environ: Mapping[str, str],
        origin: str,
    ) -> None:
        self._agents, self._directory, self.clock = agents, directory, clock
        self.environ, self.origin = environ, origin
        self._built, self._channel = PlatformReference(), ""

    def bind_channel(self, channel: str) -> Self:
        """Return the gateway of this channel: its `store` and its `vault` have the rows of this channel alone."""
        bound = copy.copy(self)
        bound._channel = channel
        return bound

    @property
    def directory(self) -> PeopleDirectory:
        """The current people; a reload changes them."""
        return self._built.platform.directory if self._built.platform else self._directory

    @property
    def agents(self) -> Sequence[str]:
        return tuple(self._known_agents)

    def find_payload_reader(self, agent: str) -> PayloadReader | None:
        if agent not in self._known_agents:
            raise NotFound("agent", agent)
        return self._known_agents[agent].listen

    @property
    def _known_agents(self) -> Mapping[str, Agent]:
        return self._built.platform.agents if self._built.platform else self._agents

    @property
    def platform(self) -> "CountersignPlatform":
        if self._built.platform is None:
            raise CannotStart("The platform is not open yet.")
        return self._built.platform

    @platform.setter
    def platform(self, platform: "CountersignPlatform") -> None:
        self._built.platform = platform

    def derive(self, purpose: bytes) -> tuple[bytes, ...]:
        return self.platform.keys.derive_keys(purpose)

    def make_review_link(self, link: ReviewLink) -> str:
        return f"{self.origin}/review/{sign_link(link, self.derive(PURPOSE))}"

    @property
    def vault(self) -> SecretVault:
        return _ChannelVault(self, self._require_channel())

    @property
    def store(self) -> ChannelStore:
        return self.platform.open_channel_store(self._require_channel())

    def _require_channel(self) -> str:
        if not self._channel:
            raise CannotStart("This gateway belongs to no channel: build the channel with gateway.bind_channel(name).")
        return self._channel

    async def take_message(self, message: InboundMessage) -> IntakeResult:
        return await self.platform.take_message(message)

    async def keep_ignored(self, ignored: DiscardedInput, keeping: Sequence[ChannelEntry] = ()) -> IntakeResult:
        if keeping and ignored.channel != self._channel:
            raise ValueError(f"{ignored.channel!r} is another channel than {self._channel!r}: keep its entries there.")
        return await self.platform.keep_ignored(ignored, keeping)

    async def decide(self, decision: ApprovalDecision) -> Request:
        return await self.platform.decide(decision)

    async def take_decision(self, inbound: InboundDecision) -> IntakeResult:
        return await self.platform.take_decision(inbound)

    async def answer(self, reply: QuestionAnswer) -> Request:
        return await self.platform.answer(reply)

    async def rehearse(self, given: ApprovalDecision | QuestionAnswer) -> None:
        await self.platform.rehearse(given)

    async def pause(self, thread: str, *, by: str) -> None:
        await self.platform.pause(thread, by=by)

    async def resume(self, thread: str, *, by: str) -> None:
        await self.platform.resume(thread, by=by)

    async def find_request(self, id: str) -> Request:
        return await self.platform.queries.find_request(id)

    async def list_requests(self, status: str | None, limit: int) -> list[Request]:
        return (await self.platform.queries.list_requests(status=status, limit=limit)).items

    def build_form(self, request: str) -> tuple[FormField, ...]:
        return self.platform.queries.build_form(request)

    def find_thread(self, channel: str, reference: str) -> str | None:
        return message_threads.find_thread(self.platform.database.reading, channel, reference)

    def summarize_thread(self, thread: str) -> ThreadSummary:
        found = self.platform.queries.find_thread(thread)
        by, at = (found.hold.by, found.hold.placed) if found.hold else ("", None)
        if found.paused or found.ended == "cancelled":
            stopping = e.Cancelled if found.ended == "cancelled" else e.Paused
            stops = [(each.event, each.moment) for each in self.platform.queries.list_events(thread)]
            by, at = next(((event.by, at) for event, at in reversed(stops) if isinstance(event, stopping)), ("", None))
        return ThreadSummary(
            route=found.route,
            status=describe_status(found),
            requester=found.requester,
            title=found.title,
            agent=found.agent,
            stopped_by=self.directory.find_name(by) if by else "",
            stopped_at=at,
        )

    def explain_denial(
        self, operation: AccessOperation, person: Person | None, account: str, *, thread: str = "", agent: str = ""
    ) -> str:
        check = AccessCheck(self.platform.repository, AccessSubject(person, account))
        if thread:
            found = self.platform.repository.load_thread(thread).thread
            return "" if check.may_access(operation, found) else str(check.make_refusal(operation, found.agent))
        is_known = agent in self._known_agents
        return (
            ""
            if not is_known or check.may_access_agent(operation, self._known_agents[agent])
            else str(check.make_refusal(operation, agent))
        )

    def list_references(self, thread: str, channel: str) -> list[str]:
        events = [recorded.event for recorded in self.platform.queries.list_events(thread)]
        return [name for event in events if (name := _find_reference(event, channel))]

    def has_received(self, channel: str, id: str) -> bool:
        return deduplication.find_message_id(self.platform.database.reading, channel, id) is not None

    async def record_return(self, channel: str, reference: str, why: str) -> None:
        await self.platform.outbox.record_return(channel, reference, why)

    async def write_note(
        self, what: str, *, person: str = "", door: str = "", about: str = "", detail: str = ""
    ) -> None:
        row = audit.AuditNote(to_micros(self.clock()), what, person, door, about, detail[:1000])
        await self.platform.database.write_unit(lambda connection: audit.add_note(connection, row))

    def watch_threads(self, changed: Callable[[str], None]) -> Unsubscribe:
        return self.platform.repository.changes.subscribe(changed)


def _find_reference(event: e.Event, channel: str) -> str:
    """The channel's reference of the message that an event is about; empty when it is about no message of this channel."""
    match event:
        case e.MessageReceived(arrival=str() as arrival) if arrival.startswith(f"{channel}:"):
            return arrival.removeprefix(f"{channel}:")
        case e.Delivered() if f".{channel}." in event.delivery:
            return event.reference
        case _:
            return ""


class _ChannelVault:
    """The vault's values of one channel, of a platform that may open later. Each method raises `CannotStart` for a kind of
    another channel, and before the opening."""

    def __init__(self, gateway: PlatformChannelGateway, channel: str) -> None:
        self._gateway, self._channel = gateway, channel

    async def put(self, kind: str, key: str, value: bytes) -> None:
        await self._open(kind).put(kind, key, value)

    async def put_all(self, entries: Sequence[VaultEntry]) -> None:
        await self._open(*(entry.kind for entry in entries)).put_all(entries)

    async def get(self, kind: str, key: str) -> bytes | None:
        return await self._open(kind).get(kind, key)

    async def take(self, kind: str, key: str) -> bytes | None:
        return await self._open(kind).take(kind, key)

    async def delete(self, kind: str, key: str) -> bool:
        return await self._open(kind).delete(kind, key)

    async def list_keys(self, kind: str) -> list[str]:
        return await self._open(kind).list_keys(kind)

    def _open(self, *kinds: str) -> SecretVault:
        for kind in kinds:
            check_vault_kind(self._channel, kind)
        return self._gateway.platform.vault
