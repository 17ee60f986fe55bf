"""ext5: between the Python client and the real server is a network that loses what it likes: nothing is asked twice, nothing
runs twice, and no result is lost."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal

import pytest

from countersign import ApiRefusal, ApprovalLost, Countersign, SyncCountersign
from tests.clients.test_ext4_client import deciding
from tests.http.http_client import listening
from tests.http.programs import ProgramFixture, programs_in

Fault = Literal["refused", "answer lost", "502", "502 after it", "page", "slow"]
SENT_ON: tuple[Fault, ...] = ("answer lost", "502 after it", "slow")
BAD_GATEWAY = (
    b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 3\r\nConnection: close\r\n\r\n502"
)
PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\nConnection: close\r\n\r\nLogin"


class FaultyProxy:
    """A proxy on loopback. `faults` are those of the next requests with this in their first line, then there are none; `lines` are
    the first lines of all that came."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        self.faults: list[tuple[str, Fault]] = []
        self.lines: list[str] = []
        self.url = ""

    @asynccontextmanager
    async def listen(self) -> AsyncIterator["FaultyProxy"]:
        async with await asyncio.start_server(self._serve, "127.0.0.1", 0) as server:
            self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
            yield self

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
            body = await reader.readexactly(int(lengths[0].partition(b":")[2]) if lengths else 0)
            self.lines.append(head.decode().partition("\r\n")[0])
            fault = self._find_fault(self.lines[-1])
            answer = await self._send_on(head, body) if fault is None or fault in SENT_ON else b""
            if fault == "slow":
                await reader.read()  # the client has given up waiting
            writer.write(
                {"502": BAD_GATEWAY, "502 after it": BAD_GATEWAY, "page": PAGE, "answer lost": b""}.get(
                    fault or "", answer
                )
            )
            if fault not in ("refused", "answer lost"):
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def _find_fault(self, line: str) -> Fault | None:
        if self.faults and self.faults[0][0] in line:
            return self.faults.pop(0)[1]
        return None

    async def _send_on(self, head: bytes, body: bytes) -> bytes:
        ours, theirs = self.url.removeprefix("http://").encode(), f"{self.host}:{self.port}".encode()
        reader, writer = await asyncio.open_connection(self.host, self.port)
        try:
            writer.write(head.replace(ours, theirs).replace(b"onnection: keep-alive", b"onnection: close") + body)
            return await reader.read()
        finally:
            writer.close()


@pytest.fixture
async def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[ProgramFixture]:
    monkeypatch.setattr("countersign.client.PAUSE", 0.01)
    async with programs_in(tmp_path) as found:
        yield found


@pytest.fixture
async def proxy(server: ProgramFixture) -> AsyncIterator[FaultyProxy]:
    async with listening(server.platform) as (host, port), FaultyProxy(host, port).listen() as found:
        yield found


async def secret_of(server: ProgramFixture) -> str:
    return (await server.program()).headers["Authorization"].removeprefix("Bearer ")


class Shop:
    """A program with one gated function, behind the faulty network."""

    def __init__(self, client: Countersign) -> None:
        self.client, self.ran = client, list[int]()

        @client.requires_approval(title="Pay {amount}")
        async def pay(amount: int) -> str:
            self.ran.append(amount)
            return "paid"

        self.pay = pay


async def list_executions(server: ProgramFixture) -> list[str]:
    found = (await server.platform.app.queries.list_requests()).items
    return [each.execution.status if each.execution else "" for each in found]


FAULTS: tuple[Fault, ...] = ("refused", "answer lost", "502", "502 after it")


@pytest.mark.parametrize("fault", FAULTS)
async def test_ext5_a_lost_answer_asks_people_once(server: ProgramFixture, proxy: FaultyProxy, fault: Fault) -> None:
    shop = Shop(Countersign(proxy.url, await secret_of(server)))
    proxy.faults = [("POST /api/v1/requests ", fault)] * 2
    async with deciding(server), asyncio.timeout(30):
        assert await shop.pay(7) == "paid"
    assert (shop.ran, proxy.faults) == ([7], [])
    assert await list_executions(server) == ["done"]


@pytest.mark.parametrize("fault", FAULTS)
async def test_ext5_a_lost_report_takes_no_result(server: ProgramFixture, proxy: FaultyProxy, fault: Fault) -> None:
    client = Countersign(proxy.url, await secret_of(server))
    shop = Shop(client)
    asked = await client.approve("Pay {amount}", {"amount": 7})
    await server.decide({"id": asked.id, "digest": asked.digest})
    await client.claim(asked.id)
    proxy.faults = [("/execution", fault)] * 3
    async with asyncio.timeout(30):
        await client.report(asked.id, failed=False, text="paid")
    assert await list_executions(server) == ["done"]
    async with deciding(server), asyncio.timeout(30):
        task = asyncio.create_task(shop.pay(8))
        while not shop.ran:
            await asyncio.sleep(0)
        proxy.faults = [("/execution", fault)] * 20  # the report never gets through
        assert await task == "paid"
    assert shop.ran == [8]


@pytest.mark.parametrize("fault", FAULTS)
async def test_ext5_a_lost_claim_runs_once_or_not_at_all(
    server: ProgramFixture, proxy: FaultyProxy, fault: Fault
) -> None:
    shop = Shop(Countersign(proxy.url, await secret_of(server)))
    proxy.faults = [("/execution", fault)]
    async with deciding(server), asyncio.timeout(30):
        if fault in SENT_ON:
            with pytest.raises(ApprovalLost):
                await shop.pay(7)
        else:
            assert await shop.pay(7) == "paid"
    assert shop.ran == ([] if fault in SENT_ON else [7])


async def test_ext5_a_slow_server_is_asked_again_and_asks_people_once(
    server: ProgramFixture, proxy: FaultyProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each answer comes after the client's patience; what it asked was done, and is not done twice."""
    shop = Shop(Countersign(proxy.url, await secret_of(server)))
    monkeypatch.setattr("countersign.client.POLL", -18)  # the client waits POLL + 20 seconds for an answer
    proxy.faults = [("POST /api/v1/requests ", "slow")] * 2
    async with asyncio.timeout(30):
        asked = await shop.client.approve("Pay {amount}", {"amount": 7})
    monkeypatch.undo()
    await server.decide({"id": asked.id, "digest": asked.digest})
    assert proxy.faults == []
    assert len((await server.platform.app.queries.list_requests()).items) == 1
    assert (await shop.client.wait(asked.id)).status == "approved"


async def test_ext5_a_page_of_a_proxy_is_no_answer(server: ProgramFixture, proxy: FaultyProxy) -> None:
    client = Countersign(proxy.url, await secret_of(server))
    proxy.faults = [("POST", "page")]
    with pytest.raises(ApiRefusal, match="no answer of a Countersign server: Login"):
        await client.approve("Pay", {})


async def test_ext5_a_plain_function_may_begin_an_event_loop(server: ProgramFixture, proxy: FaultyProxy) -> None:
    client = SyncCountersign(proxy.url, await secret_of(server))

    @client.requires_approval(title="Pay {amount}")
    def pay(amount: int) -> int:
        async def double() -> int:
            return 2 * amount

        return asyncio.run(double())

    async with deciding(server), asyncio.timeout(30):
        assert await asyncio.to_thread(pay, 4) == 8
    assert await list_executions(server) == ["done"]


async def test_ext5_an_error_of_the_function_is_raised_though_its_report_is_lost(
    server: ProgramFixture, proxy: FaultyProxy
) -> None:
    client = Countersign(proxy.url, await secret_of(server))

    @client.requires_approval(title="Pay {amount}")
    async def pay(amount: int) -> Any:
        proxy.faults = [("/execution", "answer lost")] * 20
        raise ZeroDivisionError(amount)

    async with deciding(server), asyncio.timeout(30):
        with pytest.raises(ZeroDivisionError):
            await pay(3)
