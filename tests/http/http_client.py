"""HTTP clients of a test platform: in-process with a key, or over a real socket."""

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import unquote

import httpx2
import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp, Message

from bot.http.api.api_keys import KeyScopeName, make_key
from bot.http.asgi_app import create_server
from bot.http.head_deadline import DeadlineProtocol
from bot.settings import EnvironmentSettings
from bot.store.records import AuditNote
from tests.platform_fixture import PlatformFixture
from tests.sqlite_access import list_notes

ORIGIN = "http://127.0.0.1:8080"
SETTINGS = EnvironmentSettings(base_url=ORIGIN)
API = "/api/v1"


def server_of(platform: PlatformFixture, settings: EnvironmentSettings = SETTINGS) -> FastAPI:
    return create_server(platform.app, settings)


SAME_ID = {"X-Request-Id": "of-a-test"}
"""The id that test clients give all their requests, so that equal answers are equal in every byte."""


def client_of(
    app: FastAPI, secret: str | None = None, *, raises: bool = True, ids: Mapping[str, str] = SAME_ID
) -> httpx2.AsyncClient:
    """A client of the app, in-process. With `raises` an error inside of the app fails the test."""
    headers = {**ids, **({"Authorization": f"Bearer {secret}"} if secret else {})}
    transport = httpx2.ASGITransport(app=app, raise_app_exceptions=raises)
    return httpx2.AsyncClient(transport=transport, base_url=ORIGIN, headers=headers)


class HttpFixture:
    """A platform with its server, and a client for each person: `await server.as_("olive")`."""

    def __init__(self, platform: PlatformFixture, *, raises: bool = True, ids: Mapping[str, str] = SAME_ID) -> None:
        self.platform, self.raises = platform, raises
        self.app = server_of(platform)
        self.ids = ids
        self.nobody = client_of(self.app, raises=raises, ids=ids)

    async def secret(self, person: str, scope: KeyScopeName = "operator") -> str:
        agents = tuple(self.platform.app.agents) if scope == "agent" else ()
        _, secret = await make_key(self.platform.app, person, scope, agents=agents)
        return secret

    async def as_(self, person: str, scope: KeyScopeName = "operator") -> httpx2.AsyncClient:
        return client_of(self.app, await self.secret(person, scope), raises=self.raises, ids=self.ids)

    def audit(self) -> list[AuditNote]:
        return list_notes(self.platform.app, 1000)


def assert_problem(response: httpx2.Response, status: int, *words: str) -> dict[str, Any]:
    """The response is problem+json of this status, its detail holds these words; the body."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert body["status"] == status
    assert body["title"]
    for word in words:
        assert word in body["detail"], body
    return body


Pair = tuple[bytes, bytes]
HOST: Pair = (b"host", b"127.0.0.1:8080")


async def raw(
    app: ASGIApp,
    method: str,
    target: str,
    *headers: Pair,
    incoming: list[Message] | None = None,
    host: Pair | None = HOST,
) -> tuple[int, dict[str, str], bytes]:
    """Status (0: no answer), headers and body of a request that no client library would send; the path is decoded as uvicorn does it."""
    path, _, query = target.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [*([host] if host else []), *headers],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8080),
    }
    sent: list[Message] = []
    left = incoming or [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Message:
        return left.pop(0) if left else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    if not sent:
        return 0, {}, b""
    named = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in sent[0]["headers"]}
    return sent[0]["status"], named, b"".join(each.get("body", b"") for each in sent[1:])


@asynccontextmanager
async def listening(platform: PlatformFixture, port: int = 0, **given: Any) -> AsyncIterator[tuple[str, int]]:
    """A real uvicorn on a free port of loopback, or on this one, speaking as ours does; its host and port. It listens
    already."""
    with socket.create_server(("127.0.0.1", port)) as listener:
        host, port = listener.getsockname()
        app = server_of(platform, EnvironmentSettings(base_url=f"http://{host}:{port}"))
        ours = {
            "http": DeadlineProtocol,
            "lifespan": "off",
            "log_config": None,
            "access_log": False,
            "server_header": False,
        }
        config = uvicorn.Config(app, **{**ours, **given})
        server = uvicorn.Server(config)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(server._serve([listener]))
            try:
                yield host, port
            finally:
                server.should_exit = True
