"""A person's machine: the proxy with its folder, before a server; and the people who decide at a real Countersign."""

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import mcp_types as types
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from countersign.client import Countersign
from countersign.proxy.proxy_command import accept_tools
from countersign.proxy.proxy_server import ProxyServer
from countersign.proxy.proxy_settings import ProxySettings
from countersign.proxy.upstream_server import ServerLaunch, UpstreamServer
from tests.busy_machine import stretch
from tests.clients.bridge_server import BridgeServer
from tests.clients.proxy.hostile_server import HostileServer


class ProxyWorld:
    """`folder` is COUNTERSIGN_PROXY_HOME. `name` is the name of the server: each test has its own, so that it finds its requests."""

    def __init__(self, server: BridgeServer, folder: Path, name: str) -> None:
        self.server, self.folder, self.name = server, folder, name
        folder.mkdir(exist_ok=True)
        self.configure()

    def configure(self, **policy: Any) -> None:
        lines = [f"{key} = {value!r}" for key, value in {"wait": 60, **policy}.items()]
        (self.folder / "proxy.toml").write_text(f"[servers.{self.name}]\n" + "\n".join(lines).replace("(", "["))

    @property
    def environment(self) -> dict[str, str]:
        return self.server.program(COUNTERSIGN_PROXY_HOME=str(self.folder))

    @property
    def settings(self) -> ProxySettings:
        return ProxySettings(self.folder, self.environment)

    async def accept(self, command: Sequence[str] = (), *, url: str = "") -> None:
        launch = ServerLaunch(self.name, url=url) if url else ServerLaunch(self.name, command[0], tuple(command[1:]))
        assert await accept_tools(self.settings, launch, is_sure=True) == 0

    @asynccontextmanager
    async def connect(
        self, command: Sequence[str] = (), mode: str = "auto", *, url: str = "", python: str = sys.executable
    ) -> AsyncIterator[Client]:
        """A client of the real `countersign-proxy` in a process of its own, whose id is in the file `pid`."""
        target = ["--url", url] if url else ["--", *command]
        words = [python, "-m", "countersign.proxy.proxy_command", "--name", self.name, *target]
        script = 'echo $$ > "$0/pid"; exec "$@"'
        given = StdioServerParameters(command="sh", args=["-c", script, str(self.folder), *words], env=self.environment)
        async with Client(stdio_client(given), mode=mode) as client:
            yield client

    @asynccontextmanager
    async def connect_inside(self, hostile: HostileServer, *, url: str = "", **more: Any) -> AsyncIterator[Client]:
        """A client of a proxy in this process, before a server that the test changes. `url`: another Countersign."""
        launch = ServerLaunch(self.name, command="hostile")
        settings = self.settings
        proxy = ProxyServer(settings, launch, Countersign(url or settings.url, settings.key))
        proxy.upstream = UpstreamInside(launch, proxy.upstream, hostile)
        proxy.calls.server = proxy.upstream
        keeping = asyncio.create_task(proxy.upstream.keep_connected())
        try:
            async with Client(proxy.build(), **more) as client:
                yield client
        finally:
            keeping.cancel()
            await asyncio.wait({keeping})

    def accept_inside(self, hostile: HostileServer) -> None:
        from countersign.proxy.tool_pins import PinFile, read_definition

        identity = ServerLaunch(self.name, command="hostile").identity
        dumped = [tool.model_dump(mode="json", by_alias=True, exclude_none=True) for tool in hostile.tools]
        PinFile(self.settings.lock_file).accept(self.name, [read_definition(each, identity) for each in dumped])

    def list_requests(self, status: str = "pending") -> list[dict[str, Any]]:
        """The requests of this server, the oldest first."""
        answer = self.server.olive.get("/requests", params={"status": status, "limit": 100}).raise_for_status()
        found = [each for each in answer.json()["items"] if each["arguments"].get("mcp_server") == self.name]
        return found[::-1]

    async def find_request(self) -> dict[str, Any]:
        """The one request that waits, as soon as there is one."""
        async with asyncio.timeout(stretch(60)):
            while not (found := await asyncio.to_thread(self.list_requests)):
                await asyncio.sleep(0.02)
        (request,) = found
        return request

    async def approve_next(
        self, client: Client, tool: str, arguments: dict[str, Any], **more: Any
    ) -> tuple[types.CallToolResult, dict[str, Any]]:
        """Call, approve, and return the result and the request as people saw it."""
        calling = asyncio.create_task(client.call_tool(tool, arguments))
        request = await self.find_request()
        await self.decide(request, **more)
        return await calling, request

    async def decide(self, request: dict[str, Any], decision: str = "approve", **more: Any) -> None:
        await asyncio.to_thread(lambda: self.server.decide(request, decision, **more))

    async def read(self, request: dict[str, Any]) -> dict[str, Any]:
        return await asyncio.to_thread(self.server.read, request["id"])


class UpstreamInside(UpstreamServer):
    """The connection of a proxy to a server in this process."""

    def __init__(self, launch: ServerLaunch, before: UpstreamServer, hostile: HostileServer) -> None:
        super().__init__(launch, before._changed)
        self.hostile = hostile

    @asynccontextmanager
    async def _connect(self) -> AsyncIterator[Client]:
        async with Client(self.hostile.server, cache=None, message_handler=self._hear) as client:
            yield client


def text_of(result: types.CallToolResult) -> str:
    return "\n".join(block.text for block in result.content if isinstance(block, types.TextContent))
