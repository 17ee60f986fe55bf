"""Two teams with an agent each, a thread of each that waits for an approval, and everybody's keys and sessions."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import httpx2

from bot.core.access.access_lists import ROLES, AccessList, AgentAccess
from bot.core.people import ApproverClause, PeopleDirectory, Person
from bot.core.policy import Policy
from bot.core.request_views import Request
from bot.http.api.api_keys import make_key
from tests.http.http_client import client_of
from tests.http.page_browser import FormBrowser, PageClient
from tests.platform_fixture import OutsideLedger, PlatformFixture, agent, choose

Kind = Literal["session", "operator", "agent", "admin"]

PEOPLE = PeopleDirectory(
    people={
        id: Person(id=id, name=id.title(), groups=groups)
        for id, groups in {
            "ann": ("team-a",),
            "abe": ("team-a",),
            "asa": (),
            "ben": ("team-b",),
            "bob": (),
            "rea": (),
            "zoe": (),
        }.items()
    }
)
CANARIES = {"alpha": "CANARYALPHA", "beta": "CANARYBETA"}


@dataclass(frozen=True)
class KeyHolder:
    """A credential: its person, its kind, and for an agent key the agent that it is bound to."""

    person: str
    kind: Kind
    bound: str = ""

    def __str__(self) -> str:
        return f"{self.person}-{self.kind}{self.bound and '-' + self.bound}"


class TwoTeams:
    """The platform with its clients. `threads` and `requests` are by the name of the agent."""

    def __init__(self, folder: Path) -> None:
        ledger = OutsideLedger(folder / "effects")

        def one(name: str, team: str, requester: str, *readers: str) -> object:
            return agent(
                ledger,
                name=name,
                policy=Policy(approvers=(ApproverClause(groups=(team,)),)),
                owners=ApproverClause(groups=(team,)),
                access=AgentAccess(
                    readers=AccessList(people=readers, roles=ROLES),
                    starters=AccessList(people=(requester,), groups=(team,)),
                ),
            )

        agents = [one("alpha", "team-a", "asa", "rea"), one("beta", "team-b", "bob")]
        asks = [choose("push", words=canary, tag=canary) for canary in CANARIES.values()]
        self.platform = PlatformFixture(folder, *asks, agents=agents, directory=PEOPLE)  # type: ignore[arg-type]
        self.page_client = PageClient(self.platform)
        self.threads: dict[str, str] = {}
        self.requests: dict[str, Request] = {}
        self.holds: dict[str, int] = {}

    async def start(self) -> "TwoTeams":
        for name, requester in {"alpha": "asa", "beta": "bob"}.items():
            canary = CANARIES[name]
            self.threads[name] = await self.platform.app.launch(name, f"push {canary}", by=requester)
            await self.platform.settle()
        for request in await self.platform.pending():
            self.requests[request.card.agent] = request
        for name, by in {"alpha": "ann", "beta": "ben"}.items():
            hold = await self.platform.app.place_hold("agent", name, by=by, reason=CANARIES[name])
            self.holds[name] = hold.id
        await self.platform.settle()
        return self

    async def client(self, holder: KeyHolder) -> httpx2.AsyncClient:
        agents = (holder.bound,) if holder.bound else ()
        assert holder.kind != "session"
        _, secret = await make_key(self.platform.app, holder.person, holder.kind, agents=agents)
        return client_of(self.page_client.app, secret)

    async def browser(self, person: str) -> FormBrowser:
        return await self.page_client.sign_in(person)

    def log_lengths(self) -> list[int]:
        return [len(self.platform.log(thread)) for thread in self.threads.values()]


def absent(id: str) -> str:
    """An id like this one, as long, of nothing that exists."""
    thread, dash, seq = id.partition("-")
    return f"{thread[:-1]}{'0' if thread[-1] != '0' else '1'}{dash}{seq}"
