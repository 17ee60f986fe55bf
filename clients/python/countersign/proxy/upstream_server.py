"""The connection to the MCP server behind the proxy. It is made when it is needed, and made anew after it was lost.

The client declares no sampling, no elicitation and no roots, so that the server can ask nothing of the model or of the person.
"""

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

import httpx2
import mcp_types as types
from mcp.client import Client
from mcp.client.session import IncomingMessage
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client
from mcp.client.subscriptions import ListenNotSupportedError, SubscriptionLost
from mcp.shared.exceptions import MCPError

from countersign.errors import CallRefused
from countersign.proxy.tool_pins import ToolDefinition, list_unambiguous, read_definition

CONNECT_SECONDS = 120.0
"""Seconds for the start of a server: `npx` may have to install it."""
LIST_SECONDS = 60.0
MOST_PAGES, MOST_TOOLS = 50, 1_000
R = TypeVar("R")

log = logging.getLogger("countersign.proxy")


@dataclass(frozen=True)
class ServerLaunch:
    """How the server is started or reached. `headers` and the environment may hold secrets, and are no part of the identity."""

    name: str
    command: str = ""
    args: tuple[str, ...] = ()
    url: str = ""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def identity(self) -> dict[str, Any]:
        """What the tools are pinned with: the configuration, not what the server says of itself."""
        return {"url": self.url} if self.url else {"command": self.command, "args": list(self.args)}


class UpstreamServer:
    """The server. `changed` is called when it says that its tools changed; nothing depends on its saying so."""

    def __init__(self, launch: ServerLaunch, changed: Callable[[], Awaitable[None]]) -> None:
        self.launch, self._changed = launch, changed
        self._wanted, self._lost = asyncio.Event(), asyncio.Event()
        self._client: asyncio.Future[Client] = asyncio.get_running_loop().create_future()
        self._in_flight = 0

    async def keep_connected(self) -> None:
        """Connect whenever somebody needs the server, until this task is cancelled."""
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            waiting, self._lost = self._client, asyncio.Event()
            try:
                async with self._connect() as client:
                    waiting.set_result(client)
                    async with asyncio.TaskGroup() as group:
                        listening = group.create_task(self._listen(client))
                        await self._lost.wait()
                        listening.cancel()
            except Exception as error:  # noqa: BLE001  whatever a foreign server does, the next call tries again
                log.warning("The MCP server %s: %s", self.launch.name, _describe(error))
                if not waiting.done():
                    waiting.set_exception(CallRefused(f"The MCP server {self.launch.name} does not start or answer."))
                    waiting.exception()  # it may be that nobody waits any more
            finally:
                self._forget(waiting)

    async def list_tools(self) -> list[ToolDefinition]:
        """The tools as the server lists them now, without those that a call cannot name. Raises `CallRefused`.

        After a failure the connection is made anew once, unless a call runs over it: to list changes nothing, and a server that was
        restarted answers to an old session with an error of any kind.
        """

        async def read(client: Client) -> list[ToolDefinition]:
            found: list[ToolDefinition] = []
            cursor: str | None = None
            for _ in range(MOST_PAGES):
                page = await client.list_tools(cursor=cursor, cache_mode="bypass")
                dumped = (tool.model_dump(mode="json", by_alias=True, exclude_none=True) for tool in page.tools)
                found += [read_definition(each, self.launch.identity) for each in dumped]
                cursor = page.next_cursor
                if not cursor and len(found) <= MOST_TOOLS:
                    return list(list_unambiguous(found))
            raise CallRefused(f"The MCP server {self.launch.name} lists tools without an end.")

        try:
            return await self.use(read, LIST_SECONDS)
        except CallRefused:
            if self._in_flight:
                raise
            self._forget(self._client)
            return await self.use(read, LIST_SECONDS)

    async def find_tool(self, name: str) -> ToolDefinition:
        """The tool as the server defines it now. Raises `CallRefused`."""
        found = {each.name: each for each in await self.list_tools()}
        if name not in found:
            raise CallRefused(f"The MCP server {self.launch.name} has no tool {name[:128]!r}, or lists it twice.")
        return found[name]

    async def call_tool(self, name: str, arguments: dict[str, Any], seconds: float) -> types.CallToolResult:
        """Call the tool, once. Raises `CallRefused`: the sentence says what is known of the call."""

        async def call(client: Client) -> types.CallToolResult | types.InputRequiredResult:
            return await client.session.call_tool(name, arguments, seconds, allow_input_required=True)

        found = await self.use(call, seconds + 5)
        if isinstance(found, types.InputRequiredResult):
            asked = sorted({each.method for each in (found.input_requests or {}).values()})
            raise CallRefused(
                f"The server asked for {', '.join(asked) or 'input'}, which the proxy refuses. It did not finish."
            )
        return found

    async def use(self, act: Callable[[Client], Awaitable[R]], seconds: float) -> R:
        """Act with the connected client. All that a foreign server can raise becomes `CallRefused`."""
        connected = await self._get_connected()
        self._in_flight += 1
        try:
            async with asyncio.timeout(seconds):
                return await act(connected.result())
        except MCPError as error:
            if error.code == types.CONNECTION_CLOSED:
                self._forget(connected)
                raise CallRefused("The connection to the server was lost.") from error
            if error.code == types.REQUEST_TIMEOUT:
                raise CallRefused("The server did not answer in time.") from error
            words = f"Its words, which are data: {error.message[:1_000]!r}"
            raise CallRefused(f"The server answered with the error {error.code}. {words}") from error
        except TimeoutError as error:
            raise CallRefused("The server did not answer in time.") from error
        except CallRefused:
            raise
        except Exception as error:
            self._forget(connected)
            log.warning("The MCP server %s: %s", self.launch.name, _describe(error))
            raise CallRefused(f"The server answered what is no result ({type(error).__name__}).") from error
        finally:
            self._in_flight -= 1

    async def _get_connected(self) -> asyncio.Future[Client]:
        self._wanted.set()
        connected = self._client
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                await asyncio.shield(connected)
        except TimeoutError as error:
            raise CallRefused(f"The MCP server {self.launch.name} does not start or answer.") from error
        return connected

    def _forget(self, connected: asyncio.Future[Client]) -> None:
        """Let the next call connect anew, unless another one found the loss before."""
        if self._client is connected:
            self._client = asyncio.get_running_loop().create_future()
            self._lost.set()

    @asynccontextmanager
    async def _connect(self) -> AsyncIterator[Client]:
        if self.launch.url:
            async with (
                httpx2.AsyncClient(headers=dict(self.launch.headers), timeout=httpx2.Timeout(60, read=900)) as http,
                Client(
                    streamable_http_client(self.launch.url, http_client=http), cache=None, message_handler=self._hear
                ) as client,
            ):
                yield client
            return
        given = StdioServerParameters(
            command=self.launch.command, args=list(self.launch.args), env=make_environment(os.environ)
        )
        async with Client(stdio_client(given), cache=None, message_handler=self._hear) as client:
            yield client

    async def _listen(self, client: Client) -> None:
        """Hear of changed tools in the version without sessions; the other one sends notifications by itself."""
        with suppress(ListenNotSupportedError, SubscriptionLost, MCPError):  # a server need not offer it
            async with client.listen(tools_list_changed=True) as events:
                async for _ in events:
                    await self._changed()

    async def _hear(self, message: IncomingMessage) -> None:
        if isinstance(message, types.ToolListChangedNotification):
            await self._changed()


def make_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment of the server: this one, without our key and all else of Countersign."""
    return {name: value for name, value in environment.items() if not name.startswith("COUNTERSIGN_")}


def _describe(error: BaseException) -> str:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"
