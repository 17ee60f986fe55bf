"""A platform with the agent of programs, and programs that ask by their keys."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2

from agents.external.agent import ExternalOptions, build
from bot.core.people import ApproverClause, PeopleDirectory, Person
from bot.http.api.api_keys import KeyScopeName, make_key
from tests.http.http_client import API, HttpFixture, client_of
from tests.platform_fixture import OutsideLedger, PlatformFixture, agent

PEOPLE = PeopleDirectory(
    people={
        person.id: person
        for person in (
            Person(id="sam", name="Sam", groups=("finance",), accounts={"email": "sam@example.com"}),
            Person(id="olive", name="Olive", groups=("managers", "finance"), accounts={"email": "olive@example.com"}),
            Person(id="max", name="Max", groups=("managers", "finance")),
            Person(id="mira", name="Mira"),
        )
    }
)
FINANCE: dict[str, Any] = {"approvers": [{"groups": ["finance"]}]}
REFUND: dict[str, Any] = {"title": "Refund {amount} EUR to {customer}", "arguments": {"customer": "ada", "amount": 240}}


class ProgramFixture(HttpFixture):
    """A server with the agent `external`. `policies` and the other `options` of its table may change before a `reload`."""

    def __init__(self, platform: PlatformFixture, policies: dict[str, dict[str, Any]], ledger: OutsideLedger) -> None:
        super().__init__(platform)
        self.policies, self.ledger = policies, ledger
        self.options: dict[str, Any] = {}

    async def program(
        self, *policies: str, person: str = "sam", scope: KeyScopeName = "agent", bound: tuple[str, ...] = ("external",)
    ) -> httpx2.AsyncClient:
        """A client with a key of its own, which may use these policies."""
        key, secret = await make_key(self.platform.app, person, scope, agents=bound if scope == "agent" else ())
        for name in policies or ("refunds",):
            self.policies[name].setdefault("keys", []).append(key.id)
        await self.reload()
        return client_of(self.app, secret)

    async def reload(self, directory: PeopleDirectory = PEOPLE) -> None:
        """Use the present policies, as after a reload of countersign.toml."""
        agents = build_agents(self.policies, self.ledger, **self.options)
        models = {each.name: self.platform.model for each in agents}
        await self.platform.app.replace_rules(directory, agents, models)

    async def ask(self, program: httpx2.AsyncClient, **more: Any) -> dict[str, Any]:
        """A request that waits, as its program reads it."""
        answer = await program.post(f"{API}/requests", json={**REFUND, **more})
        assert answer.status_code == 201, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def decide(self, request: dict[str, Any], by: str = "olive", **more: Any) -> httpx2.Response:
        client = await self.as_(by)
        body = {"decision": "approve", "digest": request["digest"], **more}
        return await client.post(f"{API}/requests/{request['id']}/decision", json=body)


def build_agents(policies: dict[str, dict[str, Any]], ledger: OutsideLedger, **more: Any) -> list[Any]:
    options = ExternalOptions.model_validate({"policies": policies, "owners": {"people": ["mira"]}, **more})
    return [agent(ledger, owners=ApproverClause(groups=("managers",))), build(options)]


async def admit_programs(platform: PlatformFixture) -> None:
    """Give a running platform the agent `external`; each key that was made so far may use its policy `refunds`."""
    keys = [key.id for key in await platform.app.store.access.list_keys()]
    policy = {"keys": keys, "approval": {"approvers": [{"groups": ["managers"]}]}}
    made = build(ExternalOptions.model_validate({"policies": {"refunds": policy}}))
    others = [each for each in platform.app.agents.values() if each.name != made.name]
    agents = [*others, made]
    await platform.app.replace_rules(platform.app.directory, agents, {each.name: platform.model for each in agents})


@asynccontextmanager
async def programs_in(folder: Path, **given: Any) -> AsyncIterator[ProgramFixture]:
    policies: dict[str, dict[str, Any]] = {
        "refunds": {"about": "Refunds to customers.", "approval": {**FINANCE}},
        "releases": {"approval": {"approvers": [{"groups": ["managers"], "quorum": 2}], "edits": True}},
    }
    ledger = OutsideLedger(folder / "effects")
    async with PlatformFixture(folder, agents=build_agents(policies, ledger), directory=PEOPLE, **given) as platform:
        yield ProgramFixture(platform, policies, ledger)
