"""Knocking at a test house's HTTP doors: in-process as somebody with a key, or over a real socket."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx2
import uvicorn
from fastapi import FastAPI

from bot.http.principal import Scope, make_key
from bot.http.server import create_server
from bot.http.wire import Hurried
from bot.settings import Settings
from bot.store import doors
from tests.house import House

ORIGIN = "http://127.0.0.1:8080"
SETTINGS = Settings(base_url=ORIGIN)
API = "/api/v1"


def server_of(house: House, settings: Settings = SETTINGS) -> FastAPI:
    return create_server(house.app, settings)


def client_of(app: FastAPI, secret: str | None = None, *, raises: bool = True) -> httpx2.AsyncClient:
    """A client of the app, in-process. With `raises` an error inside of the app fails the test."""
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    transport = httpx2.ASGITransport(app=app, raise_app_exceptions=raises)
    return httpx2.AsyncClient(transport=transport, base_url=ORIGIN, headers=headers)


class Street:
    """A house with its server, and a client for everybody: `await street.as_("olive")`."""

    def __init__(self, house: House, *, raises: bool = True) -> None:
        self.house, self.raises = house, raises
        self.app = server_of(house)
        self.nobody = client_of(self.app, raises=raises)

    async def secret(self, person: str, scope: Scope = "operator") -> str:
        _, secret = await make_key(self.house.app, person, scope)
        return secret

    async def as_(self, person: str, scope: Scope = "operator") -> httpx2.AsyncClient:
        return client_of(self.app, await self.secret(person, scope), raises=self.raises)

    def audit(self) -> list[doors.Note]:
        return doors.notes(self.house.app.database.reading, 1000)


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


@asynccontextmanager
async def listening(house: House, **given: Any) -> AsyncIterator[tuple[str, int]]:
    """A real uvicorn on a free port of loopback, speaking as ours does; its host and port. It listens already."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        host, port = listener.getsockname()
        app = server_of(house, Settings(base_url=f"http://{host}:{port}"))
        ours = {"http": Hurried, "lifespan": "off", "log_config": None, "access_log": False, "server_header": False}
        config = uvicorn.Config(app, **{**ours, **given})
        server = uvicorn.Server(config)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(server._serve([listener]))
            try:
                yield host, port
            finally:
                server.should_exit = True
