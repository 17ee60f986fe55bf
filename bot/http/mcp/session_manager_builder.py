"""The server of the protocol beside the API of the same app. Loaded at the first request to `/mcp`."""

import httpx2
from fastapi import FastAPI
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

from bot.core.mcp.tool_table import INSTRUCTIONS
from bot.http.api_client import ApiClient
from bot.http.mcp.mcp_route import CALLER, McpCaller
from bot.http.mcp.request_tools import SERVER, STATE_PURPOSE, RequestTools, make_state_security
from bot.http.mcp.tool_and_task_server import CallContext, build_protocol_server
from bot.http.request_guard import MAX_BODY
from bot.http.request_ids import HEADER, find_request_id
from bot.secret_keys import SecretKeys


def build_manager(app: FastAPI, origin: str, keys: SecretKeys) -> StreamableHTTPSessionManager:
    """Build the server with tools that call the API of `app`, at the URL `origin`. It keeps no sessions."""

    def connect(ctx: CallContext) -> ApiClient:
        """A client with the key of the caller: it is read, checked and noted there like any other."""
        headers = {"Authorization": f"Bearer {_find_caller(ctx).secret}", HEADER: find_request_id()}
        transport = httpx2.ASGITransport(app, raise_app_exceptions=False)
        http = httpx2.AsyncClient(transport=transport, base_url=origin, headers=headers, timeout=None, trust_env=False)
        return ApiClient(http, None, is_inside=False)

    tools = RequestTools(connect, origin)
    security = make_state_security(keys.derive_keys(STATE_PURPOSE), lambda ctx: _find_caller(ctx).credential)
    server = build_protocol_server(SERVER, INSTRUCTIONS, tools.list_tools(), tools, security)
    return StreamableHTTPSessionManager(server, stateless=True, max_request_body_size=MAX_BODY)


def _find_caller(ctx: CallContext) -> McpCaller:
    caller = ctx.request.scope[CALLER] if ctx.request is not None else None
    assert isinstance(caller, McpCaller), "the endpoint admits no request without a key"
    return caller
