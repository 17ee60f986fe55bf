"""The Home tab: each person's inbox in Slack, published when they open it and again when it changes. Decides nothing."""

import asyncio
import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, Self

import structlog

from bot.core.base_types import JSON
from bot.core.errors import CountersignError
from bot.core.people import Person
from bot.core.ports import ChannelGateway
from bot.core.request_views import Request
from channels.slack.addresses import SlackTeam
from channels.slack.inbound.identity import MemberIdentity, name_credential, name_sender_account
from channels.slack.inbound.payload_parser import SlackSender
from channels.slack.installation.workspaces import WorkspaceClients
from channels.slack.outbound.interaction_replies import FAULTS, UNDRAWN, read_error_code, read_error_reasons
from channels.slack.outbound.notifier import ViewContexts
from channels.slack.views import home
from channels.slack.views.plain_text_for_refused_blocks import make_plain_view
from channels.slack.views.view_context import SlackViewContext

log = structlog.get_logger()

HOMES = "slack home"
"""The store's kind for accounts that have opened Home, with the hash of the shown content."""
UNOPENED = timedelta(days=90)
"""How long a Home is kept up to date after its person opened it last. The next opening publishes it again."""
PENDING, LATEST, RECENT = 200, 40, 20
"""How many requests are read, and how many decided ones are shown."""
AT_ONCE = 5
"""How many Homes are published at the same time after a change."""
PUBLISHING = 5.0
"""Seconds that Slack gets to take one Home; it is tried again."""
FOR_EVER = ("user_not_found", "not_enabled", "invalid_arguments", "view_too_large", "invalid_auth", "account_inactive")
"""Errors after which a Home is not tried again before it changes."""


class HomeLists(NamedTuple):
    """The requests of one person: those they may decide (oldest first), those of others, and recent decisions.

    `mine` also holds requests that were settled since the person looked: a row keeps its place, so that no other row
    moves under a click.
    """

    mine: Sequence[Request]
    others: Sequence[Request]
    recent: Sequence[Request]

    @property
    def state(self) -> str:
        facts = [
            [
                (
                    r.id,
                    r.status,
                    r.digest,
                    r.card.title,
                    r.card.who_may,
                    r.card.expires_at and r.card.expires_at.isoformat(),
                    r.card.progress,
                    r.execution.status if r.execution else "",
                    r.card.paused,
                    r.card.stopped,
                )
                for r in requests
            ]
            for requests in self
        ]
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:32]


class ShownHome(NamedTuple):
    """The published Home of a person: the hash of its content, its page, the requests listed as theirs, and the time when
    they opened it last.
    """

    opened: datetime
    state: str = ""
    page: int = 0
    mine: tuple[str, ...] = ()

    @property
    def end(self) -> datetime:
        return self.opened + UNOPENED

    def dump_json(self) -> bytes:
        return json.dumps([self.state, self.page, self.mine, self.opened.isoformat()]).encode()

    @classmethod
    def load_json(cls, raw: bytes, now: datetime) -> Self:
        """Reads a stored value. Older releases stored the hash alone, or no time: it counts as opened `now`."""
        try:
            state, page, mine, *opened = json.loads(raw)
        except ValueError:
            return cls(now, raw.decode())
        return cls(datetime.fromisoformat(opened[0]) if opened else now, state, page, tuple(mine))


class HomePublisher:
    """Publishes the Home of each person that has opened it."""

    def __init__(
        self, gateway: ChannelGateway, workspaces: WorkspaceClients, members: MemberIdentity, contexts: ViewContexts
    ) -> None:
        self.gateway, self.workspaces, self.members, self.contexts = gateway, workspaces, members, contexts
        self.note_unshown: Callable[[], None] = lambda: None
        """Called for a Home that waits to be published again."""
        self._shown: dict[str, ShownHome] = {}
        self._publishing: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def open(self) -> None:
        """Learn which Homes were opened, in an earlier process or another one."""
        for key in await self.gateway.store.list_keys(HOMES):
            if key not in self._shown:
                raw = await self.gateway.store.get(HOMES, key) or b""
                self._shown.setdefault(key, ShownHome.load_json(raw, self.gateway.clock()))

    async def show_home(self, sender: SlackSender, page: int = 0) -> bool:
        """Publishes the current Home, and keeps it up to date from now on; returns whether Slack took it.

        One that Slack did not take is published again, as a change is.
        """
        if person := self.members.find_person(sender):
            await self.members.look_up_people([person], sender.team)
        async with self._publishing[name_credential(sender)]:
            is_shown = await self._publish_view(sender, await self.find_lists(sender), page, self.gateway.clock())
        if not is_shown:
            self.note_unshown()
        return is_shown

    async def find_lists(self, sender: SlackSender) -> HomeLists:
        """This person's requests in their current state."""
        return await self._build_lists(sender, *await self._read_requests(), ())

    async def refresh_homes(self) -> bool:
        """Publishes the Homes with changed content, each on its current page; returns whether Slack took them all.

        AT_ONCE at a time, those with buttons first; one that Slack does not take in time holds up no other.
        """
        await self.open()
        now = self.gateway.clock()
        for key in [key for key, shown in self._shown.items() if shown.end <= now]:
            del self._shown[key]
        if not self._shown:
            return True
        pending, latest = await self._read_requests()
        changed = [
            key
            for key, shown in self._shown.items()
            if (await self._build_lists(self._read_key(key), pending, latest, shown.mine)).state != shown.state
        ]
        changed.sort(key=lambda key: not self._shown[key].mine)
        places = asyncio.Semaphore(AT_ONCE)

        async def renew(key: str) -> bool:
            async with places, self._publishing[key]:
                shown, sender = self._shown.get(key), self._read_key(key)
                if shown is None:  # its person has not opened it for too long
                    return True
                lists = await self._build_lists(sender, *await self._read_requests(), shown.mine)
                return lists.state == shown.state or await self._publish_view(sender, lists, shown.page, shown.opened)

        return all(await asyncio.gather(*map(renew, changed)))

    def _read_key(self, key: str) -> SlackSender:
        team, _, user = key.rpartition("/")
        return SlackSender(self.workspaces.complete_team(SlackTeam(team)), user)

    async def _read_requests(self) -> tuple[list[Request], list[Request]]:
        return await self.gateway.list_requests("pending", PENDING), await self.gateway.list_requests(None, LATEST)

    async def _build_lists(
        self, sender: SlackSender, pending: Sequence[Request], latest: Sequence[Request], shown: Sequence[str]
    ) -> HomeLists:
        """`shown` are requests that keep their place though they are settled."""
        person = self.members.find_person(sender)
        if person is None:
            return HomeLists((), (), ())
        over = {request.id for request in latest if request.status != "pending"}  # `latest` was read after `pending`
        pending = [request for request in pending if request.id not in over]
        may = self.members.may_decide(person, sender.team)
        asked = [request for request in reversed(pending) if may and person.id in request.card.may]
        mine = [request for request in asked if not request.card.is_resting]
        ids = {request.id for request in mine}
        others = [r for r in pending if r.id not in ids and (person.id in (r.requested_by, *r.askers) or r in asked)]
        others = [r for r in others if await self._may_read(sender, person, r)]
        settled = [r for r in latest if r.status != "pending" and person.id in (*r.card.may, *r.askers)]
        settled = [r for r in settled if await self._may_read(sender, person, r)]
        kept = [request for request in settled if request.id in shown]
        concerned = [request for request in settled if request.id not in shown]
        return HomeLists([*mine, *kept], others, concerned[:RECENT])

    async def _send_view(self, sender: SlackSender, view: JSON) -> str:
        """Why Slack did not take this view; empty when it did."""
        try:
            async with asyncio.timeout(PUBLISHING):
                client = await self.workspaces.make_client(sender.team)
                await client.views_publish(user_id=sender.user, view=view)
        except (*FAULTS, CountersignError) as error:
            code = read_error_code(error) or "unknown"
            level = log.error if code in UNDRAWN else log.warning
            level("home not shown", user=name_credential(sender), error=code, reasons=read_error_reasons(error))
            return code
        return ""

    async def _may_read(self, sender: SlackSender, person: Person, request: Request) -> bool:
        """Whether this person may read the thread of a request that names them."""
        return not await self.gateway.explain_denial(
            "read", person, name_sender_account(sender), thread=request.thread_id
        )

    async def _publish_view(self, sender: SlackSender, lists: HomeLists, page: int, opened: datetime) -> bool:
        """Whether Slack took the view, or will never take it."""
        key, version = name_credential(sender), f"{self.gateway.clock():%H%M%S%f}"

        def build_context(request: Request) -> SlackViewContext:
            return self.contexts.build_home_context(request.card, sender.team, sender.user, version)

        view: JSON = home.render_home(*lists, build_context, self.gateway.clock(), page)
        code = await self._send_view(sender, view)
        if code in UNDRAWN:
            code = await self._send_view(sender, make_plain_view(view))
        if code:
            if code not in FOR_EVER:
                before = self._shown.get(key, ShownHome(opened))
                self._shown[key] = before._replace(state="", page=page)  # `refresh_homes` tries it again
            return code in FOR_EVER
        shown = ShownHome(opened, lists.state, page, tuple(request.id for request in lists.mine))
        if self._shown.get(key) != shown:
            self._shown[key] = shown
            await self.gateway.store.put(HOMES, key, shown.dump_json(), expires=shown.end)
        return True
