"""The Home tab: each person's inbox inside Slack, published when they open it and again when it changes. Decides nothing."""

import hashlib
import json
from collections.abc import Sequence
from typing import NamedTuple

import structlog

from bot.core.errors import CountersignError
from bot.core.ports import House
from bot.core.requests import Request
from bot.core.word import JSON
from channels.slack import home
from channels.slack.address import Team
from channels.slack.look import Look
from channels.slack.members import Members
from channels.slack.parse import Sender
from channels.slack.post import Looks
from channels.slack.tell import FAULTS, code_of
from channels.slack.workspaces import Workspaces

log = structlog.get_logger()

HOMES = "slack home"
"""The vault's kind for who has opened Home, with the hash of what it shows."""
PENDING, LATEST, RECENT = 200, 40, 20
"""How many requests are looked at, and how many decided ones are shown."""


class Lists(NamedTuple):
    """What one person sees: what they may decide (oldest first), what waits for others, what was decided lately."""

    mine: Sequence[Request]
    others: Sequence[Request]
    recent: Sequence[Request]

    @property
    def state(self) -> str:
        facts = [
            [(r.id, r.status, r.digest, r.card.progress, _ran(r), r.card.paused) for r in requests] for requests in self
        ]
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:32]


def _ran(request: Request) -> str:
    return request.execution.status if request.execution else ""


class Homes:
    """Everybody's Home, of those who have opened it."""

    def __init__(self, house: House, workspaces: Workspaces, members: Members, looks: Looks) -> None:
        self.house, self.workspaces, self.members, self.looks = house, workspaces, members, looks
        self._shown: dict[str, str] = {}
        self._pending: frozenset[tuple[str, str, str, str]] | None = None
        self._running: frozenset[str] = frozenset()

    async def open(self) -> None:
        for key in await self.house.vault.keys(HOMES):
            self._shown[key] = (await self.house.vault.get(HOMES, key) or b"").decode()

    async def show(self, sender: Sender, page: int = 0) -> None:
        """Publishes Home as it stands now, and keeps it up to date from here on."""
        if person := self.members.person(sender):
            await self.members.look_up([person], sender.team)
        await self._publish(sender, await self.lists(sender), page)

    async def lists(self, sender: Sender) -> Lists:
        """This person's requests, as they stand."""
        return self._lists(sender, *await self._read())

    async def refresh(self) -> None:
        """Publishes the Homes again whose content has changed.

        No more is read while the pending requests are the same and no approved call was on its way.
        """
        if not self._shown:
            return
        pending = await self.house.requests("pending", PENDING)
        now = frozenset((r.id, r.digest, r.card.progress, r.card.paused) for r in pending)
        if now == self._pending and not self._running:
            return
        latest = await self.house.requests(None, LATEST)
        for key, state in list(self._shown.items()):
            team, _, user = key.rpartition("/")
            sender = Sender(Team(team), user)
            lists = self._lists(sender, pending, latest)
            if lists.state != state:
                await self._publish(sender, lists, 0)
        self._pending = now
        self._running = frozenset(r.id for r in latest if r.execution and not r.execution.finished_at)

    async def _read(self) -> tuple[list[Request], list[Request]]:
        return await self.house.requests("pending", PENDING), await self.house.requests(None, LATEST)

    def _lists(self, sender: Sender, pending: Sequence[Request], latest: Sequence[Request]) -> Lists:
        person = self.members.person(sender)
        if person is None:
            return Lists((), (), ())
        may = self.members.may_decide(person, sender.team)
        mine = [request for request in reversed(pending) if may and person.id in request.card.may]
        theirs = [request for request in pending if request not in mine]
        others = [r for r in theirs if person.id in (r.requested_by, *r.askers)]
        concerned = [r for r in latest if r.status != "pending" and person.id in (*r.card.may, *r.askers)]
        return Lists(mine, others, concerned[:RECENT])

    async def _publish(self, sender: Sender, lists: Lists, page: int) -> None:
        key, version = f"{sender.team}/{sender.user}", f"{self.house.clock():%H%M%S%f}"

        def look_of(request: Request) -> Look:
            return self.looks.home(request.card, sender.team, sender.user, version)

        view: JSON = home.home(*lists, look_of, self.house.clock(), page)
        try:
            client = await self.workspaces.client(sender.team)
            await client.views_publish(user_id=sender.user, view=view)
        except (*FAULTS, CountersignError) as error:
            log.info("home not shown", user=key, error=code_of(error))
            return
        if self._shown.get(key) != lists.state:
            self._shown[key] = lists.state
            await self.house.vault.put(HOMES, key, lists.state.encode())
