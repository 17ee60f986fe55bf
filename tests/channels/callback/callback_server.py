"""A real HTTP server on loopback that takes callbacks, as a program's web application does."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import NamedTuple

from aiohttp import web


class TakenCallback(NamedTuple):
    """One post as it came."""

    path: str
    headers: Mapping[str, str]
    body: bytes


class CallbackServer:
    """`answers` are the next statuses, then 200. `headers` go with each answer."""

    def __init__(self) -> None:
        self.taken: list[TakenCallback] = []
        self.answers: list[int] = []
        self.headers: dict[str, str] = {}
        self.body, self.delay, self.port = b"", 0.0, 0
        self._transports: list[asyncio.BaseTransport] = []

    @asynccontextmanager
    async def listen(self, tls: ssl.SSLContext | None = None) -> AsyncIterator["CallbackServer"]:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._take)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", self.port, ssl_context=tls).start()
        self.port = runner.addresses[0][1]
        try:
            yield self
        finally:
            await runner.cleanup()
            for each in self._transports:  # the client of a callback reads no answer, and ends no TLS in good form
                if isinstance(each, asyncio.WriteTransport):
                    each.abort()
            for _ in range(3):
                await asyncio.sleep(0)

    async def _take(self, request: web.Request) -> web.StreamResponse:
        if request.transport is not None:
            self._transports.append(request.transport)
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.taken.append(TakenCallback(request.path, headers, await request.read()))
        await asyncio.sleep(self.delay)
        return web.Response(status=self.answers.pop(0) if self.answers else 200, headers=self.headers, body=self.body)
