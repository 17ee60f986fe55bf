"""ext5: over one PostgreSQL, a program that waits at one process hears of what is decided at another."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.http import request_waits
from tests.engine.test_pg4_shared_database import OpenPlatform
from tests.engine.test_pg4_shared_database import open_peer as open_peer
from tests.http.http_client import API
from tests.http.programs import FINANCE, PEOPLE, ProgramFixture, build_agents
from tests.http.test_ext2_waiting import streaming, told, until_waiting
from tests.platform_fixture import OutsideLedger


class TwoServers:
    """Two processes with the same rules. A program and its request are at the first."""

    def __init__(self, one: ProgramFixture, two: ProgramFixture) -> None:
        self.one, self.two = one, two

    async def start(self) -> None:
        self.shop = await self.one.program()
        await self.two.reload()
        self.asked = await self.one.ask(self.shop)


@pytest.fixture
async def servers(open_peer: OpenPlatform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TwoServers:
    monkeypatch.setattr(request_waits, "RECHECK", 600.0)  # a waiter is woken by what it hears, or not at all
    policies: dict[str, dict[str, Any]] = {"refunds": {"approval": {**FINANCE}}}
    ledger = OutsideLedger(tmp_path / "effects")
    peers = [await open_peer(agents=build_agents(policies, ledger), directory=PEOPLE) for _ in range(2)]
    found = TwoServers(*(ProgramFixture(each, policies, ledger) for each in peers))
    await found.start()
    return found


async def test_ext5_a_decision_at_another_process_answers_the_long_poll(servers: TwoServers) -> None:
    polls = [asyncio.create_task(servers.shop.get(f"{API}/requests/{servers.asked['id']}?wait=60")) for _ in range(3)]
    await until_waiting(servers.one, 3)
    assert (await servers.two.decide(servers.asked)).status_code == 200
    async with asyncio.timeout(10):
        assert {(await poll).json()["status"] for poll in polls} == {"approved"}


async def test_ext5_a_decision_at_another_process_is_told_by_the_stream(servers: TwoServers) -> None:
    async with streaming(servers.one, servers.shop) as events:
        servers.one.platform.clock.passes(seconds=1)
        assert (await servers.two.decide(servers.asked)).status_code == 200
        assert told(await events.next()) == (servers.asked["id"], "approved")


async def test_ext5_what_was_not_heard_while_the_database_was_lost_is_told_after_it(servers: TwoServers) -> None:
    """The session that hears of the other process ends, and is opened again: the process takes everything for changed."""
    first: Any = servers.one.platform
    poll = asyncio.create_task(servers.shop.get(f"{API}/requests/{servers.asked['id']}?wait=60"))
    await until_waiting(servers.one, 1)
    async with streaming(servers.one, servers.shop) as events:
        first.is_deaf = True
        servers.one.platform.clock.passes(seconds=1)
        assert (await servers.two.decide(servers.asked)).status_code == 200
        await first.hears()
        assert not poll.done()
        first.app.repository.mark_outdated()
        assert told(await events.next()) == (servers.asked["id"], "approved")
        async with asyncio.timeout(10):
            assert (await poll).json()["status"] == "approved"


async def test_ext5_an_event_that_is_on_disk_before_the_state_has_it_is_told_once_the_state_has_it(
    servers: TwoServers,
) -> None:
    first: Any = servers.one.platform
    async with streaming(servers.one, servers.shop) as events:
        first.is_deaf = True
        servers.one.platform.clock.passes(seconds=1)
        assert (await servers.two.decide(servers.asked)).status_code == 200
        await first.hears()
        first.app.repository.changes.notify_subscribers(servers.asked["thread_id"])
        other = await servers.one.ask(servers.shop, arguments={"customer": "bob", "amount": 1})
        while told(await events.next())[0] != other["id"]:
            pass
        first.app.repository.mark_outdated(servers.asked["thread_id"])
        while told(await events.next()) != (servers.asked["id"], "approved"):
            pass
