"""The part of the platform that one channel calls: intake, decisions, people, keys, and the channel's own values."""

from collections.abc import Callable, Mapping, Sequence

from bot.core import events as e
from bot.core.access.access_lists import AccessOperation
from bot.core.access.permissions import AccessSubject
from bot.core.agent import PayloadReader, SuggestedPrompt
from bot.core.base_types import to_micros
from bot.core.card.signed_review_link import PURPOSE, ReviewLink, sign_link
from bot.core.channel_messages import ChannelEntry, DiscardedInput, IntakeResult, VaultEntry
from bot.core.channel_store import check_vault_kind
from bot.core.errors import NotFound
from bot.core.forms import FormField
from bot.core.gateway_ports import Unsubscribe
from bot.core.next_action import describe_status
from bot.core.people import Person
from bot.core.ports import SecretVault, ThreadSummary
from bot.core.request_views import Request
from bot.core.telemetry_observations import InboundHandled, InboundKind
from bot.engine.access_checks import AccessCheck
from bot.engine.platform import CountersignPlatform
from bot.engine.platform_operations import PlatformOperations
from bot.store.records import AuditNote


class PlatformChannelGateway(PlatformOperations):
    """The `ChannelGateway` port for the channel of this name. `store` and `vault` have the values of this channel alone.

    `environ` are the environment variables; `origin` is the URL of the inbox, without a slash at its end.
    """

    def __init__(self, platform: CountersignPlatform, channel: str, environ: Mapping[str, str], origin: str) -> None:
        super().__init__(platform.repository, platform.new_id)
        self._platform, self._channel = platform, channel
        self.environ, self.origin = environ, origin
        self.vault = ChannelVault(platform.vault, channel)
        self.store = platform.store.open_channel_store(channel, platform.clock)

    @property
    def agents(self) -> Sequence[str]:
        return tuple(self.repository.agents)

    def find_payload_reader(self, agent: str) -> PayloadReader | None:
        if agent not in self.repository.agents:
            raise NotFound("agent", agent)
        return self.repository.agents[agent].listen

    def list_awaited_events(self, agent: str) -> Sequence[str]:
        return self.repository.agents[agent].awaits if agent in self.repository.agents else ()

    def list_suggestions(self, agent: str) -> Sequence[SuggestedPrompt]:
        return self.repository.agents[agent].suggestions if agent in self.repository.agents else ()

    def reads_bare_webhooks(self, key: str) -> bool:
        """Return whether the program of this key (its id) reads HumanLayer's older form, in which the body is the event alone."""
        return any(key in agent.programs.bare_webhooks for agent in self.repository.agents.values())

    def derive(self, purpose: bytes) -> tuple[bytes, ...]:
        return self._platform.keys.derive_keys(purpose)

    def make_review_link(self, link: ReviewLink) -> str:
        return f"{self.origin}/review/{sign_link(link, self.derive(PURPOSE))}"

    async def keep_ignored(self, ignored: DiscardedInput, keeping: Sequence[ChannelEntry] = ()) -> IntakeResult:
        if keeping and ignored.channel != self._channel:
            raise ValueError(f"{ignored.channel!r} is another channel than {self._channel!r}: keep its entries there.")
        return await super().keep_ignored(ignored, keeping)

    async def find_request(self, id: str) -> Request:
        return await self.queries.find_request(id)

    async def list_requests(self, status: str | None, limit: int) -> list[Request]:
        return (await self.queries.list_requests(status=status, limit=limit)).items

    async def build_form(self, request: str) -> tuple[FormField, ...]:
        return await self.queries.build_form(request)

    async def find_thread(self, channel: str, reference: str) -> str | None:
        return await self.repository.store.inbound.find_thread(channel, reference)

    async def summarize_thread(self, thread: str) -> ThreadSummary:
        found = await self.queries.find_thread(thread)
        by, at = (found.hold.by, found.hold.placed) if found.hold else ("", None)
        if found.paused or found.ended == "cancelled":
            stopping = e.Cancelled if found.ended == "cancelled" else e.Paused
            stops = [(each.event, each.moment) for each in await self.queries.list_events(thread)]
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

    async def explain_denial(
        self, operation: AccessOperation, person: Person | None, account: str, *, thread: str = "", agent: str = ""
    ) -> str:
        check = AccessCheck(self.repository, AccessSubject(person, account))
        if thread:
            found = (await self.repository.load_thread(thread)).thread
            return "" if check.may_access(operation, found) else str(check.make_refusal(operation, found.agent))
        known = self.repository.agents.get(agent)
        is_denied = known is not None and not check.may_access_agent(operation, known)
        return str(check.make_refusal(operation, agent)) if is_denied else ""

    async def list_references(self, thread: str, channel: str) -> list[str]:
        events = [recorded.event for recorded in await self.queries.list_events(thread)]
        return [name for event in events if (name := event.find_reference(channel))]

    async def has_received(self, channel: str, id: str) -> bool:
        return await self.repository.store.inbound.find_message_id(channel, id) is not None

    async def record_return(self, channel: str, reference: str, why: str) -> None:
        await self._platform.outbox.record_return(channel, reference, why)

    async def write_note(
        self, what: str, *, person: str = "", door: str = "", about: str = "", detail: str = ""
    ) -> None:
        note = AuditNote(to_micros(self.clock()), what, person, door, about, detail[:1000])
        await self.repository.store.audit.add_notes([note])

    def report_inbound(self, kind: InboundKind, outcome: str) -> None:
        self.repository.telemetry.report(InboundHandled(self._channel, kind, outcome))

    def watch_threads(self, changed: Callable[[str], None]) -> Unsubscribe:
        return self.repository.changes.subscribe(changed)


class ChannelVault:
    """The vault's values of one channel. Each method raises `CannotStart` for a kind of another channel."""

    def __init__(self, vault: SecretVault, channel: str) -> None:
        self._vault, self._channel = vault, channel

    async def put(self, kind: str, key: str, value: bytes) -> None:
        await self._vault.put(check_vault_kind(self._channel, kind), key, value)

    async def put_all(self, entries: Sequence[VaultEntry]) -> None:
        for entry in entries:
            check_vault_kind(self._channel, entry.kind)
        await self._vault.put_all(entries)

    async def get(self, kind: str, key: str) -> bytes | None:
        return await self._vault.get(check_vault_kind(self._channel, kind), key)

    async def take(self, kind: str, key: str) -> bytes | None:
        return await self._vault.take(check_vault_kind(self._channel, kind), key)

    async def delete(self, kind: str, key: str) -> bool:
        return await self._vault.delete(check_vault_kind(self._channel, kind), key)

    async def list_keys(self, kind: str) -> list[str]:
        return await self._vault.list_keys(check_vault_kind(self._channel, kind))
