"""An adapter in a real platform: on real SQLite, behind its real HTTP server. The contract tests of channels run in it."""

import importlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from agents.deploybot.webhooks import listen
from bot.core import events as e
from bot.core.people import ApproverClause, PeopleDirectory, Person
from bot.core.policy import Policy
from bot.core.ports import ChannelSurface, PushChannel
from bot.core.request_views import Request
from bot.engine.channel_gateway import PlatformChannelGateway
from tests.http.http_client import ORIGIN, HttpFixture
from tests.platform_fixture import FakeClock, OutsideLedger, PlatformFixture, agent, choose

ACCOUNTS = {"olive": "acc-olive", "max": "acc-max", "sam": "acc-sam"}
STRANGER = "acc-eve"
PROPOSABLE = Policy(approvers=(ApproverClause(groups=("managers",)),), edits="by_another")
"""One manager approves; an edit needs the approval of another one."""
TWO = Policy(approvers=(ApproverClause(groups=("managers",), quorum=2),))
"""Two managers approve."""


@dataclass
class AdapterSetup:
    """How the adapter of a test is built. `secrets` are texts that no log may hold."""

    package: str
    name: str
    table: dict[str, Any]
    environ: dict[str, str]
    secrets: tuple[str, ...]
    bad_tables: list[dict[str, Any]] = field(default_factory=list)
    bad_environs: list[dict[str, str]] = field(default_factory=list)

    def build(self, gateway: Any, table: Mapping[str, Any] | None = None) -> ChannelSurface:
        module = importlib.import_module(f"channels.{self.package}.channel")
        surface: ChannelSurface = module.build(module.OPTIONS.model_validate(table or self.table), gateway)
        return surface

    def make_people(self, *known: str) -> PeopleDirectory:
        """Sam asks; Olive and Max are managers. Those of `known` have an account at the channel."""
        return PeopleDirectory(
            people={
                id: Person(
                    id=id,
                    name=id.title(),
                    groups=() if id == "sam" else ("managers",),
                    accounts={self.name: account} if id in known else {},
                )
                for id, account in ACCOUNTS.items()
            }
        )


@dataclass
class ChannelWorld:
    """An adapter in a platform with its HTTP server."""

    setup: AdapterSetup
    platform: PlatformFixture
    surface: ChannelSurface
    http: HttpFixture

    @property
    def push(self) -> PushChannel:
        assert self.surface.push is not None
        return self.surface.push

    async def ask(self, text: str = "push it") -> Request:
        """A thread whose agent asks for an approval; the request."""
        thread = await self.platform.launch(text)
        return next(request for request in await self.platform.pending() if request.thread_id == thread)

    async def list_votes(self) -> list[e.Answered]:
        """All decisions that are in the log, in the order of threads."""
        threads = (await self.platform.app.queries.list_threads(limit=200)).items
        events = [event for row in reversed(threads) for event in self.platform.log(row.id)]
        return [event for event in events if isinstance(event, e.Answered)]


@asynccontextmanager
async def open_world(
    setup: AdapterSetup, folder: Path, *tags: str, known: tuple[str, ...] = ("olive",), policy: Policy = PROPOSABLE
) -> AsyncIterator[ChannelWorld]:
    """A platform whose agent wants to push these tags, one in each thread. `known` people have an account."""
    clock = FakeClock()
    pusher = agent(OutsideLedger(folder / "ledger"), policy=policy, listen=partial(listen, branch="main"))
    people = setup.make_people(*known)
    script = [choose("push", tag=tag) for tag in tags or ("v1",)]
    platform = PlatformFixture(folder, *script, agents=[pusher], directory=people, clock=clock)
    async with platform:
        surface = setup.build(PlatformChannelGateway(platform.app, setup.name, setup.environ, ORIGIN))
        platform.app.add_channels([surface])
        yield ChannelWorld(setup, platform, surface, HttpFixture(platform))
