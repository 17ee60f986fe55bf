"""JSON-RPC messages to `/mcp` as clients send them, written out by hand, so that a test can also send wrong ones."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2

from tests.http.programs import ProgramFixture, programs_in

MODERN, LEGACY = "2026-07-28", "2025-11-25"
TASKS = "io.modelcontextprotocol/tasks"
PLAIN: Mapping[str, Any] = {}
WITH_TASKS: Mapping[str, Any] = {"extensions": {TASKS: {}}}
WITH_PAGES: Mapping[str, Any] = {"elicitation": {"form": {}, "url": {}}}
ACCEPT = "application/json, text/event-stream"
NAMES = {"tools/call": "name", "tasks/get": "taskId", "tasks/update": "taskId", "tasks/cancel": "taskId"}


def make_message(
    method: str, params: Mapping[str, Any] | None = None, capabilities: Mapping[str, Any] = PLAIN, id: Any = 1
) -> dict[str, Any]:
    """A request of the version without sessions."""
    meta = {
        "io.modelcontextprotocol/protocolVersion": MODERN,
        "io.modelcontextprotocol/clientCapabilities": dict(capabilities),
        "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
    }
    return {"jsonrpc": "2.0", "id": id, "method": method, "params": {**(params or {}), "_meta": meta}}


def make_headers(message: Mapping[str, Any]) -> dict[str, str]:
    method = message["method"]
    name = message["params"].get(NAMES.get(method, ""))
    return {
        "Accept": ACCEPT,
        "MCP-Protocol-Version": MODERN,
        "Mcp-Method": method,
        **({"Mcp-Name": name} if isinstance(name, str) else {}),
    }


async def send(
    client: httpx2.AsyncClient,
    method: str,
    params: Mapping[str, Any] | None = None,
    capabilities: Mapping[str, Any] = PLAIN,
    **headers: str,
) -> httpx2.Response:
    """Send a message, with these headers in place of ours: `mcp_name="x"`."""
    message = make_message(method, params, capabilities)
    sent = httpx2.Headers(make_headers(message))
    sent.update({name.replace("_", "-"): value for name, value in headers.items()})
    return await client.post("/mcp", json=message, headers=sent)


async def result_of(
    client: httpx2.AsyncClient,
    method: str,
    params: Mapping[str, Any] | None = None,
    capabilities: Mapping[str, Any] = PLAIN,
) -> dict[str, Any]:
    """The result; the test fails on an error of the protocol."""
    response = await send(client, method, params, capabilities)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()["result"]
    return found


async def call(
    client: httpx2.AsyncClient,
    name: str,
    capabilities: Mapping[str, Any] = PLAIN,
    more: Mapping[str, Any] | None = None,
    **arguments: Any,
) -> dict[str, Any]:
    """The result of a tool. `more`: further params, such as requestState."""
    params = {"name": name, "arguments": arguments, **(more or {})}
    return await result_of(client, "tools/call", params, capabilities)


async def error_of(response: httpx2.Response, code: int, status: int) -> str:
    """The text of a JSON-RPC error of this code and HTTP status."""
    assert (response.status_code, response.json()["error"]["code"]) == (status, code), response.text
    text: str = response.json()["error"]["message"]
    return text


@asynccontextmanager
async def mcp_programs(folder: Path, **given: Any) -> AsyncIterator[ProgramFixture]:
    """The server of programs; what `/mcp` began is ended with it."""
    async with programs_in(folder, **given) as server:
        try:
            yield server
        finally:
            await server.app.state.mcp.aclose()
