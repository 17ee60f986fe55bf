"""ext2: a client that waits over a restart of the server hears the decision: by the stream after its last event, and by the
Python client's long poll while the address answers with errors of a gateway, slowly, or not at all."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from bot.http import request_waits
from countersign import Countersign
from tests.cli.terminal import free_port
from tests.clients.test_ext5_client_faults import FaultyProxy
from tests.http.http_client import client_of, listening
from tests.http.programs import ProgramFixture, programs_in
from tests.http.test_ext2_waiting import EventReader, streaming, told


@asynccontextmanager
async def restarted(folder: Path, first: ProgramFixture) -> AsyncIterator[ProgramFixture]:
    """The server of a new process over the same database, with the rules and the time of the first one."""
    async with programs_in(folder) as second:
        second.platform.clock.now = first.platform.clock()
        second.platform.clock.passes(minutes=1)
        second.policies.update(first.policies)
        await second.reload()
        yield second


async def test_ext2_a_stream_goes_on_over_a_restart_of_the_server(tmp_path: Path) -> None:
    async with programs_in(tmp_path) as first:
        shop = await first.program()
        async with streaming(first, shop) as events:
            first.platform.clock.passes(seconds=1)
            asked = [await first.ask(shop, arguments={"customer": "ada", "amount": n}) for n in range(2)]
            ids = [(await events.next())["id"] for _ in asked]
        first.platform.clock.passes(seconds=1)
        await first.decide(asked[0])  # and the process died before the stream told of it
    async with restarted(tmp_path, first) as second:
        secret = shop.headers["Authorization"].removeprefix("Bearer ")
        async with streaming(second, client_of(second.app, secret), ids[-1]) as events:
            assert (asked[0]["id"], "approved") in await read_until(events, asked[0]["id"], "approved")
            await second.decide(asked[1], decision="reject", reason="No.")
            assert (asked[1]["id"], "rejected") in await read_until(events, asked[1]["id"], "rejected")


async def read_until(events: EventReader, id: str, status: str) -> list[tuple[str, str]]:
    """The events up to this one: some may be told twice."""
    found = [told(await events.next())]
    while found[-1] != (id, status):
        found.append(told(await events.next()))
    return found


async def until_asked(proxy: FaultyProxy) -> None:
    """Returns once a long poll came and was sent on."""
    async with asyncio.timeout(30):
        while proxy.faults or not any("wait=" in line for line in proxy.lines):
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("decided", ["before the restart", "after it"])
async def test_ext2_the_python_client_waits_over_a_restart_a_502_and_a_lost_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, decided: str
) -> None:
    monkeypatch.setattr("countersign.client.PAUSE", 0.01)
    monkeypatch.setattr(request_waits, "LONGEST_WAIT", 1.0)  # so long the open poll holds the first server up
    async with AsyncExitStack() as life, AsyncExitStack() as proxies:
        first = await life.enter_async_context(programs_in(tmp_path))
        program = await first.program()
        host, port = await life.enter_async_context(listening(first.platform))
        proxy = await proxies.enter_async_context(FaultyProxy(host, port).listen())
        client = Countersign(proxy.url, program.headers["Authorization"].removeprefix("Bearer "))
        asked = await client.approve("Pay {amount}", {"amount": 1}, key="o-1")
        proxy.faults = [("wait=", "answer lost")] if decided == "before the restart" else []
        waiting = asyncio.create_task(client.wait(asked.id))
        await until_asked(proxy)
        proxy.port = free_port()  # nobody listens there
        vote = {"id": asked.id, "digest": asked.digest}
        if decided == "before the restart":
            assert (await first.decide(vote)).status_code == 200
        await life.aclose()
        assert not waiting.done(), waiting.exception()
        async with restarted(tmp_path, first) as second, listening(second.platform, port):
            proxy.faults, proxy.port = [("wait=", "502"), ("wait=", "refused")], port
            proxy.lines.clear()
            async with asyncio.timeout(30):
                if decided == "after it":
                    await until_asked(proxy)
                    assert (await second.decide(vote)).status_code == 200
                assert (await waiting).status == "approved"
        assert proxy.faults == []
