"""The real app on a socket, for a client that cannot send a key: each request to `/mcp` gets the one of a program."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.engine.platform import CountersignPlatform
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
async def keyed_app(platform: CountersignPlatform, secret: str) -> AsyncIterator[tuple[str, FastAPI]]:
    """The URL of `/mcp` of a real server of this platform, and its app."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        origin = f"http://127.0.0.1:{listener.getsockname()[1]}"
        app = create_server(platform, EnvironmentSettings(base_url=origin))
        server = uvicorn.Server(uvicorn.Config(add_key(app, secret), lifespan="off", log_config=None))
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(server._serve([listener]))
            try:
                yield f"{origin}/mcp", app
            finally:
                server.should_exit = True
                await app.state.mcp.aclose()


@asynccontextmanager
async def keyed_server(folder: Path) -> AsyncIterator[str]:
    """The URL of `/mcp` for a program that may ask."""
    async with mcp_programs(folder) as programs:
        key, secret = await make_key(programs.platform.app, "sam", "agent", agents=("external",))
        programs.policies["refunds"]["keys"] = [key.id]
        await programs.reload()
        async with keyed_app(programs.platform.app, secret) as (url, _):
            yield url
