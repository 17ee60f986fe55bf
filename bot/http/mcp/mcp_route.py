"""The route `/mcp` of the server: it admits API keys, and its tools call the API of the same app with the caller's key."""

from typing import TYPE_CHECKING, NamedTuple

import httpx2
from fastapi import FastAPI, Request
from starlette.responses import Response
from starlette.routing import Route

from bot.engine.platform import CountersignPlatform
from bot.http.api.api_keys import bearer, find_principal
from bot.http.api.problems import make_problem
from bot.http.api_client import ApiClient
from bot.http.mcp.endpoint import McpEndpoint
from bot.http.request_guard import MAX_BODY
from bot.http.request_ids import HEADER, find_request_id

if TYPE_CHECKING:
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

    from bot.http.mcp.protocol_server import CallContext

PATH = "/mcp"
CALLER = "countersign.mcp_caller"
"""The entry of a request's scope that holds its `McpCaller`."""


class McpCaller(NamedTuple):
    """Whose key a request to `/mcp` has: the key's name in the log, and its secret."""

    credential: str
    secret: str

    def __repr__(self) -> str:
        return f"McpCaller({self.credential!r})"


class McpRoute:
    """The route and its endpoint. `app` is the app whose API the tools call, `origin` its URL."""

    def __init__(self, app: FastAPI, platform: CountersignPlatform, origin: str) -> None:
        self.app, self.platform, self.origin = app, platform, origin
        self.endpoint = McpEndpoint(self._build, origin, self._admit)

    def list_routes(self) -> list[Route]:
        """The routes to add to the app."""
        return [Route(PATH, self.endpoint, include_in_schema=False)]

    async def _admit(self, request: Request) -> Response | None:
        given = await bearer(request)
        if given is None:
            return make_problem(401, "Send an API key of the scope agent as `Authorization: Bearer …`.")
        principal = await find_principal(self.platform, given.credentials)
        if principal is None:
            return make_problem(401, "This API key is not known, was revoked, or its person is no longer active.")
        request.scope[CALLER] = McpCaller(principal.credential, given.credentials)
        return None

    def _build(self) -> "StreamableHTTPSessionManager":
        from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

        from bot.core.mcp.tool_table import INSTRUCTIONS
        from bot.http.mcp.protocol_server import build_protocol_server
        from bot.http.mcp.request_tools import SERVER, STATE_PURPOSE, RequestTools, make_state_security

        tools = RequestTools(self._connect, self.origin)
        security = make_state_security(self.platform.keys.derive_keys(STATE_PURPOSE), _name_caller)
        server = build_protocol_server(SERVER, INSTRUCTIONS, tools.list_tools(), tools, security)
        return StreamableHTTPSessionManager(server, stateless=True, max_request_body_size=MAX_BODY)

    def _connect(self, ctx: "CallContext") -> ApiClient:
        """A client of the API of this app with the key of the caller: it is read, checked and noted there like any other."""
        caller = _find_caller(ctx)
        headers = {"Authorization": f"Bearer {caller.secret}", HEADER: find_request_id()}
        transport = httpx2.ASGITransport(self.app, raise_app_exceptions=False)
        http = httpx2.AsyncClient(
            transport=transport, base_url=self.origin, headers=headers, timeout=None, trust_env=False
        )
        return ApiClient(http, None, is_inside=False)


def _find_caller(ctx: "CallContext") -> McpCaller:
    caller = ctx.request.scope[CALLER] if ctx.request is not None else None
    assert isinstance(caller, McpCaller), "the endpoint admits no request without a key"
    return caller


def _name_caller(ctx: "CallContext") -> str:
    return _find_caller(ctx).credential
