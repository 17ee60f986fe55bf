"""The ASGI app at `/mcp` (streamable HTTP): makes the checks that the protocol leaves to the server, then `mcp` answers.

No session is kept: each request carries its key, and any process of this installation may answer it. So a client that
comes back after a restart goes on. GET and DELETE, which are for sessions, are answered with 405.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from bot.core.canonical_json import parse_json
from bot.core.errors import CountersignError
from bot.core.mcp.tool_table import MAX_ID
from bot.http.api.problems import make_problem
from bot.http.csrf_forms import list_own_origins
from bot.http.request_guard import MAX_BODY, replay_body

if TYPE_CHECKING:
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

PARSE_ERROR, INVALID_REQUEST = -32700, -32600
"""Codes of JSON-RPC 2.0."""
BuildManager = Callable[[], "StreamableHTTPSessionManager"]
"""Builds the server of the protocol. It is called once, in a thread, at the first request."""
AdmitRequest = Callable[[Request], Awaitable[Response | None]]
"""Returns the response that refuses a request, or notes in the request's scope who calls and returns None."""


class McpEndpoint:
    """The ASGI app. `origin` is the URL of this server; a browser page of another origin is refused (DNS rebinding).

    `methods` are POST alone for a manager that keeps no sessions.
    """

    def __init__(
        self, build: BuildManager, origin: str, admit: AdmitRequest, methods: tuple[str, ...] = ("POST",)
    ) -> None:
        self.build, self.admit, self.methods = build, admit, methods
        self.origins = list_own_origins(origin)
        self._manager: StreamableHTTPSessionManager | None = None
        self._running: asyncio.Task[None] | None = None
        self._starting = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        refusal = self._check_sender(request.method, request.headers) or await self.admit(request)
        body = await request.body()
        if refusal is None and request.method == "POST":
            refusal = check_message(body)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        manager = self._manager or await self._start()
        await manager.handle_request(scope, replay_body(body, receive), send)

    async def aclose(self) -> None:
        """End all requests that are being answered."""
        if self._running is not None:
            self._running.cancel()
            with suppress(asyncio.CancelledError):
                await self._running

    def _check_sender(self, method: str, headers: Headers) -> Response | None:
        """The response that refuses a page of another site, or a method that is not taken."""
        origin = headers.get("origin")
        if origin is not None and origin not in self.origins:
            return make_problem(403, f"This server answers no page of {origin[:100]!r}.")
        if method not in self.methods:
            refused = make_problem(405, f"This address does not take {method[:20]}: it keeps no sessions.")
            refused.headers["Allow"] = ", ".join(self.methods)
            return refused
        return None

    async def _start(self) -> "StreamableHTTPSessionManager":
        """Load `mcp` and build the server. It takes a second, so it is done in a thread, and only where it is used."""
        async with self._starting:
            if self._manager is None:
                manager, ready = await asyncio.to_thread(self.build), asyncio.Event()
                self._running = asyncio.create_task(_run(manager, ready))
                await ready.wait()
                self._manager = manager
            return self._manager


def check_message(body: bytes) -> Response | None:
    """The response that refuses a message which is no JSON with one reading, or has too long an id."""
    try:
        message = parse_json(body, MAX_BODY)
    except CountersignError as error:
        return _make_rpc_error(PARSE_ERROR, f"The body is no JSON with one reading: {error}")
    id = message.get("id") if isinstance(message, dict) else None
    if isinstance(id, str) and len(id) > MAX_ID:
        return _make_rpc_error(INVALID_REQUEST, f"The id has {len(id)} characters; {MAX_ID} are the most.")
    return None


def _make_rpc_error(code: int, text: str) -> JSONResponse:
    """An error of JSON-RPC 2.0 to a message with an unknown id. The status is 400."""
    return JSONResponse({"jsonrpc": "2.0", "id": None, "error": {"code": code, "message": text}}, 400)


async def _run(manager: "StreamableHTTPSessionManager", ready: asyncio.Event) -> None:
    async with manager.run():
        ready.set()
        await asyncio.Event().wait()
