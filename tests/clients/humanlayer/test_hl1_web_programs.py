"""hl1: web applications with HumanLayer's package, FastAPI and Flask: they ask and return at once, and hear of the decision by
webhook, also after an hour in which they were down and the server was restarted."""

import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest

from bot.core.events import DeliveryFailed
from tests.channels.callback.callback_server import CallbackServer
from tests.channels.callback.test_ext2_callbacks import add_callbacks, url_of
from tests.cli.terminal import end, free_port
from tests.clients.bridge_environments import make_environment
from tests.clients.humanlayer.foreign_environments import OUTSIDE
from tests.http.http_client import API, listening
from tests.http.humanlayer.humanlayer_case import HL
from tests.http.programs import ProgramFixture, programs_in
from tests.platform_fixture import FakeClock


@contextmanager
def web_program(name: str, *more: str, environment: dict[str, str]) -> Iterator["subprocess.Popen[str]"]:
    """The process of a web application. It is killed with the block."""
    python = str(make_environment("humanlayer-families"))
    command = [python, "-I", str(OUTSIDE / "families" / name), *more]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=environment, text=True, stdout=pipe, stderr=pipe) as process:
        try:
            yield process
        finally:
            process.kill()


async def until_listening(client: httpx2.AsyncClient, process: "subprocess.Popen[str]") -> None:
    with anyio.fail_after(60):
        while process.poll() is None:
            with suppress(httpx2.TransportError):
                await client.get("/bought")
                return
            await anyio.sleep(0.05)
    raise AssertionError(end(process))


class ShopServer:
    """A server on a port that stays the same over restarts, and the web application that it tells of decisions."""

    def __init__(self, folder: Path, kind: str, clock: FakeClock) -> None:
        self.folder, self.kind, self.clock, self.port = folder, kind, clock, free_port()
        self.outside = CallbackServer()
        self.outside.port = free_port()
        self.keys: list[str] = []
        self.environment: dict[str, str] = {}

    @asynccontextmanager
    async def serve(self) -> AsyncIterator[ProgramFixture]:
        async with programs_in(self.folder, clock=self.clock) as server:
            add_callbacks(server, self.outside)
            if not self.keys:
                program = await server.program()
                self.keys = server.policies["refunds"]["keys"]
                secret = (await program.get(f"{API}/callbacks/secret")).json()["secret"]
                key = program.headers["Authorization"].removeprefix("Bearer ")
                url = f"http://127.0.0.1:{self.port}{HL}"
                self.environment = {"WEBHOOK_SECRET": secret, "HUMANLAYER_API_KEY": key, "HUMANLAYER_API_BASE": url}
            server.policies["refunds"]["keys"] = self.keys
            server.options["webhooks"] = {self.keys[0]: url_of(self.outside).replace("/hook", "/webhook/inbound")}
            await server.reload()
            async with listening(server.platform, self.port):
                yield server

    @asynccontextmanager
    async def run_program(self) -> AsyncIterator[httpx2.AsyncClient]:
        address = f"http://127.0.0.1:{self.outside.port}"
        async with httpx2.AsyncClient(base_url=address, trust_env=False, timeout=60) as client:
            port = str(self.outside.port)
            with web_program("web_programs.py", self.kind, port, environment=self.environment) as process:
                await until_listening(client, process)
                yield client


async def decide(server: ProgramFixture, quantity: int, **given: Any) -> None:
    (request,) = [each for each in await server.platform.pending() if each.arguments["quantity"] == quantity]
    answer = await server.decide({"id": request.id, "digest": request.digest}, **given)
    assert answer.status_code == 200, answer.text


@pytest.mark.full_only
@pytest.mark.parametrize("kind", ["fastapi", "flask"])
async def test_hl1_a_web_application_asks_and_hears_by_webhook(tmp_path: Path, kind: str) -> None:
    shop = ShopServer(tmp_path, kind, FakeClock(datetime.now(UTC)))
    async with shop.serve() as server, shop.run_program() as client:
        for quantity in (3, 4):
            assert (await client.post(f"/purchase?quantity={quantity}")).json()["call_id"]
        await server.platform.settle()
        assert (await client.get("/bought")).json() == []
        await decide(server, 3)
        await decide(server, 4, decision="reject", reason="Too many.")
        await server.platform.settle()
        bought = (await client.get("/bought")).json()
        assert sorted(bought) == [[3, 3, "bought"], [4, 4, "refused: Too many."]]


async def test_ext2_an_application_that_was_down_for_an_hour_hears_each_decision_also_over_a_restart(
    tmp_path: Path,
) -> None:
    """The clock begins three hours ago: the verifier of the application looks at its own, and the next try after an hour is at 2:35."""
    begin = datetime.now(UTC) - timedelta(hours=3)
    clock = FakeClock(begin)
    shop = ShopServer(tmp_path, "fastapi", clock)
    async with AsyncExitStack() as first:
        server = await first.enter_async_context(shop.serve())
        async with shop.run_program() as client:
            for quantity in (3, 4):
                await client.post(f"/purchase?quantity={quantity}")
        await decide(server, 3)
        await decide(server, 4, decision="reject", reason="Too many.")
        failed: list[DeliveryFailed] = []
        while clock() < begin + timedelta(hours=1):
            await server.platform.settle()
            threads = (await server.platform.app.queries.list_threads()).items
            logs = [event for thread in threads for event in server.platform.log(thread.id)]
            failed = [each for each in logs if isinstance(each, DeliveryFailed)]
            clock.now = min(each.retry_at for each in failed if each.retry_at and each.retry_at > clock())
        assert len(failed) >= 6, "each was tried again and again"
    clock.now = datetime.now(UTC)
    async with shop.run_program() as client, shop.serve() as server:
        await server.platform.settle()
        bought = (await client.get("/bought")).json()
        assert sorted(bought) == [[3, 3, "bought"], [4, 4, "refused: Too many."]]
