"""The route `/mcp` of the server: it admits API keys, and its tools call the API of the same app with the caller's key."""

from typing import TYPE_CHECKING, NamedTuple

from fastapi import FastAPI, Request
from starlette.responses import Response
from starlette.routing import Route

from bot.engine.platform import CountersignPlatform
from bot.http.api.api_keys import bearer, find_principal
from bot.http.api.problems import make_problem
from bot.http.mcp.stateless_endpoint import McpEndpoint

if TYPE_CHECKING:
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

PATH = "/mcp"
CALLER = "countersign.mcp_caller"
"""The entry of a request's scope that holds its `McpCaller`."""


class McpCaller(NamedTuple):
    """The caller of a request to `/mcp`: its key's name in the log, and the key's secret. The repr shows no secret."""

    credential: str
    secret: str

    def __repr__(self) -> str:
        return f"McpCaller({self.credential!r})"


class McpRoute:
    """The route and its endpoint. `app` has the API that the tools call, at the URL `origin`."""

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
        from bot.http.mcp.session_manager_builder import (
            build_manager,  # `mcp` and the HTTP client take a second to load
        )

        return build_manager(self.app, self.origin, self.platform.keys)
