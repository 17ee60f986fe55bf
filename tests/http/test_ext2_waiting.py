"""ext2: a program hears of the decision at once: by a long poll, and by a stream that goes on where it ended."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest

from bot.http import request_waits
from bot.http.api.api_keys import revoke_key
from bot.http.request_waits import RequestWaits
from tests.http.http_client import API, assert_problem, listening
from tests.http.programs import ProgramFixture, programs_in


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[ProgramFixture]:
    async with programs_in(tmp_path) as found:
        yield found


def waits_of(server: ProgramFixture) -> RequestWaits:
    found: RequestWaits = server.app.state.waits
    return found


async def until_waiting(server: ProgramFixture, count: int) -> None:
    while waits_of(server).waiting != count:
        await asyncio.sleep(0)


class TestLongPoll:
    async def test_ext2_it_answers_as_soon_as_the_request_is_decided(self, server: ProgramFixture) -> None:
        shop = await server.program()
        asked = await server.ask(shop)
        polls = [asyncio.create_task(shop.get(f"{API}/requests/{asked['id']}?wait=60")) for _ in range(5)]
        await until_waiting(server, 5)
        await server.ask(shop, arguments={"customer": "bob", "amount": 1})  # another thread ends no wait
        await asyncio.sleep(0.02)
        assert not any(poll.done() for poll in polls)
        await server.decide(asked)
        async with asyncio.timeout(5):
            answers = [await poll for poll in polls]
        assert {answer.json()["status"] for answer in answers} == {"approved"}
        assert waits_of(server).waiting == 0

    async def test_ext2_a_decided_request_is_not_waited_for(self, server: ProgramFixture) -> None:
        shop = await server.program()
        asked = await server.ask(shop)
        await server.decide(asked, decision="reject")
        async with asyncio.timeout(5):
            assert (await shop.get(f"{API}/requests/{asked['id']}?wait=60")).json()["status"] == "rejected"

    async def test_ext2_after_its_time_it_answers_with_the_open_request(
        self, server: ProgramFixture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(request_waits, "LONGEST_WAIT", 0.05)
        shop = await server.program()
        asked = await server.ask(shop)
        assert (await shop.get(f"{API}/requests/{asked['id']}?wait=60")).json()["status"] == "pending"

    async def test_ext2_a_foreign_request_is_not_waited_for(self, server: ProgramFixture) -> None:
        shop, other = await server.program(), await server.program(person="mira")
        asked = await server.ask(shop)
        async with asyncio.timeout(5):
            assert_problem(await other.get(f"{API}/requests/{asked['id']}?wait=60"), 404)

    async def test_ext2_a_key_that_is_revoked_meanwhile_is_told_nothing(self, server: ProgramFixture) -> None:
        shop = await server.program()
        asked = await server.ask(shop)
        poll = asyncio.create_task(shop.get(f"{API}/requests/{asked['id']}?wait=60"))
        await until_waiting(server, 1)
        await revoke_key(server.platform.app, asked["submission"]["key"], "mira")
        await server.decide(asked)
        async with asyncio.timeout(5):
            assert_problem(await poll, 401)

    async def test_ext2_only_so_many_wait(self, server: ProgramFixture, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(request_waits, "MAX_OF_KEY", 2)
        shop, other = await server.program(), await server.program(person="mira")
        asked = await server.ask(shop)
        mine = await server.ask(other, arguments={"customer": "bob", "amount": 1})
        polls = [asyncio.create_task(shop.get(f"{API}/requests/{asked['id']}?wait=60")) for _ in range(2)]
        await until_waiting(server, 2)
        refused = await shop.get(f"{API}/requests/{asked['id']}?wait=60")
        assert_problem(refused, 503, "Too many")
        assert refused.headers["retry-after"] == "1"
        assert (await shop.get(f"{API}/requests/{asked['id']}")).status_code == 200
        polls.append(asyncio.create_task(other.get(f"{API}/requests/{mine['id']}?wait=60")))
        await until_waiting(server, 3)
        waits_of(server).close()  # a server that stops ends them all; the client asks the next one
        async with asyncio.timeout(5):
            assert {(await poll).json()["status"] for poll in polls} == {"pending"}


class EventReader:
    """The events of one stream, as they come."""

    def __init__(self, response: httpx2.Response) -> None:
        self.lines = response.aiter_lines()

    async def next(self) -> dict[str, str]:
        """The next event, without comments."""
        fields: dict[str, str] = {}
        async with asyncio.timeout(10):
            async for line in self.lines:
                name, _, value = line.partition(": ")
                if line.startswith(":") or (not line and "event" not in fields):
                    continue
                if not line:
                    return fields
                fields[name] = value
        raise AssertionError("the stream ended")


@asynccontextmanager
async def streaming(server: ProgramFixture, client: httpx2.AsyncClient, last: str = "") -> AsyncIterator[EventReader]:
    """A stream over a real socket."""
    headers = {"Authorization": client.headers["Authorization"], **({"Last-Event-ID": last} if last else {})}
    async with (
        listening(server.platform) as (host, port),
        httpx2.AsyncClient(trust_env=False) as real,
        real.stream("GET", f"http://{host}:{port}{API}/events", headers=headers) as response,
    ):
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        yield EventReader(response)


def told(event: dict[str, str]) -> tuple[str, str]:
    data: dict[str, Any] = json.loads(event["data"])
    return data["id"], data["status"]


class TestStream:
    async def test_ext2_a_stream_tells_each_change_of_the_keys_requests_and_of_no_other(
        self, server: ProgramFixture
    ) -> None:
        shop, other = await server.program(), await server.program(person="mira")
        async with streaming(server, shop) as events:
            foreign = await server.ask(other, arguments={"customer": "bob", "amount": 1})
            server.platform.clock.passes(seconds=1)
            asked = await server.ask(shop)
            assert told(await events.next()) == (asked["id"], "pending")
            await server.decide(foreign)
            server.platform.clock.passes(seconds=1)
            await server.decide(asked)
            assert told(await events.next()) == (asked["id"], "approved")

    async def test_ext2_a_stream_goes_on_after_the_last_event(self, server: ProgramFixture) -> None:
        shop, other = await server.program(), await server.program(person="mira")
        async with streaming(server, shop) as events:
            server.platform.clock.passes(seconds=1)
            asked = await server.ask(shop)
            last = (await events.next())["id"]
        server.platform.clock.passes(minutes=1)
        await server.decide(asked)
        await server.ask(other, arguments={"customer": "bob", "amount": 1})
        async with streaming(server, shop, last) as events:
            assert told(await events.next()) == (asked["id"], "approved")

    async def test_ext2_a_stream_that_missed_too_much_says_so(
        self, server: ProgramFixture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(request_waits, "MAX_BACKLOG", 1)
        shop = await server.program()
        for n in range(3):
            await server.ask(shop, arguments={"customer": "bob", "amount": n})
        async with streaming(server, shop, "1") as events:
            assert (await events.next())["event"] == "reset"

    async def test_ext2_a_stream_ends_with_its_key(
        self, server: ProgramFixture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(request_waits, "HEARTBEAT", 0.05)
        shop = await server.program()
        asked = await server.ask(shop)
        async with streaming(server, shop) as events:
            await revoke_key(server.platform.app, asked["submission"]["key"], "mira")
            assert (await events.next())["event"] == "end"

    async def test_ext2_a_stream_needs_a_key_and_an_id_of_ours(self, server: ProgramFixture) -> None:
        shop = await server.program()
        assert_problem(await server.nobody.get(f"{API}/events"), 401)
        assert_problem(await shop.get(f"{API}/events", headers={"Last-Event-ID": "x' OR 1"}), 422)
