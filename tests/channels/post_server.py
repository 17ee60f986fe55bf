"""A real HTTP server on loopback that takes posts of JSON, as a pager service does: one page of each id, rewritten by updates.

`plan` sets the next outcomes. Whatever comes is kept, with its headers, so that a test sees the bytes of the wire.
"""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Literal, NamedTuple

from aiohttp import web

PlannedOutcome = Literal["taken", "busy", "failed", "refused", "lost answer"]


class TakenPost(NamedTuple):
    """One post as it came."""

    headers: dict[str, str]
    body: bytes


class PostServer:
    """`id_header` is the header that names a post, `update_field` the field that names the page to be rewritten."""

    def __init__(self, id_header: str, update_field: str) -> None:
        self.id_header, self.update_field = id_header, update_field
        self.posts: list[TakenPost] = []
        self.pages: dict[str, dict[str, Any]] = {}
        self.planned: list[PlannedOutcome] = []
        self.url = ""
        self._runner: web.AppRunner | None = None

    def plan(self, *outcomes: PlannedOutcome) -> None:
        self.planned += outcomes

    def list_pages(self, address: str) -> list[dict[str, Any]]:
        """What is seen at an address now."""
        return [page for page in self.pages.values() if page["to"] == address]

    @asynccontextmanager
    async def listen(self) -> AsyncIterator["PostServer"]:
        app = web.Application()
        app.router.add_post("/secret-path-of-the-hook", self._take)
        self._runner = runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        self.url = f"http://{host}:{port}/secret-path-of-the-hook"
        try:
            yield self
        finally:
            await self.stop()

    async def stop(self) -> None:
        """From now on there is no connection."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _take(self, request: web.Request) -> web.Response:
        outcome = self.planned.pop(0) if self.planned else "taken"
        headers = {name.lower(): value for name, value in request.headers.items()}
        body = await request.read()
        self.posts.append(TakenPost(headers, body))
        match outcome:
            case "busy":
                return web.Response(status=429, headers={"Retry-After": "7"})
            case "failed":
                return web.Response(status=503)
            case "refused":
                return web.Response(status=410)
        self._show(headers[self.id_header], json.loads(body))
        if outcome == "lost answer":
            assert request.transport is not None
            request.transport.abort()
        return web.Response(status=202)

    def _show(self, id: str, page: dict[str, Any]) -> None:
        if earlier := page[self.update_field]:
            self.pages[earlier] = page
        else:
            self.pages.setdefault(id, page)
