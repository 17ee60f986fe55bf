"""The real app on a socket, for a client that cannot send a key: each request to `/mcp` gets the one of a program."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.http.api.api_keys import make_key
from bot.http.asgi_app import create_server
from bot.settings import EnvironmentSettings
from tests.http.mcp.mcp_calls import mcp_programs


def add_key(app: ASGIApp, secret: str) -> ASGIApp:
    async def admit(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == "/mcp":
            scope = {**scope, "headers": [*scope["headers"], (b"authorization", f"Bearer {secret}".encode())]}
        await app(scope, receive, send)

    return admit


@asynccontextmanager
async def keyed_server(folder: Path) -> AsyncIterator[str]:
    """The URL of `/mcp`."""
    async with mcp_programs(folder) as programs:
        platform = programs.platform.app
        key, secret = await make_key(platform, "sam", "agent", agents=("external",))
        programs.policies["refunds"]["keys"] = [key.id]
        await programs.reload()
        with socket.create_server(("127.0.0.1", 0)) as listener:
            origin = f"http://127.0.0.1:{listener.getsockname()[1]}"
            app = create_server(platform, EnvironmentSettings(base_url=origin))
            server = uvicorn.Server(uvicorn.Config(add_key(app, secret), lifespan="off", log_config=None))
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(server._serve([listener]))
                try:
                    yield f"{origin}/mcp"
                finally:
                    server.should_exit = True
                    await app.state.mcp.aclose()
