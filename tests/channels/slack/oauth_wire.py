"""Slack's oauth.v2.access and auth.test on the loopback: refresh tokens work once, and every call is kept.

async with OAuthWire() as wire:
    client = AsyncWebClient(base_url=wire.base_url)
"""

import asyncio
from collections.abc import Mapping
from typing import Any, Self

from aiohttp import web


class OAuthWire:
    """`fails` is answered instead of tokens, with `status`. `reached` is set once it was asked; `gate` holds answers back."""

    def __init__(self) -> None:
        self.asked: list[Mapping[str, str]] = []
        self.tested: list[str] = []
        self.fails: dict[str, Any] | None = None
        self.status = 200
        self.lives = 43200
        self.reached = asyncio.Event()
        self.gate: asyncio.Event | None = None
        self._used: set[str] = set()
        self._app = web.Application()
        self._app.router.add_post("/api/oauth.v2.access", self._access)
        self._app.router.add_post("/api/auth.test", self._test)
        self._runner = web.AppRunner(self._app, shutdown_timeout=1)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        _, port = self._runner.addresses[0][:2]
        self.base_url = f"http://127.0.0.1:{port}/api/"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    async def _access(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.asked.append(form)
        self.reached.set()
        if self.gate is not None:
            await self.gate.wait()
        if self.fails is not None:
            return web.json_response(self.fails, status=self.status, headers={"Retry-After": "17"})
        old = form["refresh_token"]
        if old in self._used:
            return web.json_response({"ok": False, "error": "invalid_refresh_token"})
        self._used.add(old)
        return web.json_response(self._tokens(old, "bot" if old.startswith("xoxe-bot") else "user"))

    def _tokens(self, old: str, kind: str) -> dict[str, Any]:
        name, number = old.rsplit("-", 1)
        letter = {"bot": "b", "user": "p"}[kind]
        after = int(number) + 1
        return {
            "ok": True,
            "access_token": f"xox{letter}-{name}-{after}",
            "refresh_token": f"{name}-{after}",
            "token_type": kind,
            "expires_in": self.lives,
        }

    async def _test(self, request: web.Request) -> web.Response:
        token = request.headers["Authorization"].removeprefix("Bearer ")
        self.tested.append(token)
        answer = {
            "ok": True,
            "team_id": "T1",
            "team": "Shop",
            "user_id": "U0",
            "user": "bot",
            "bot_id": "B1",
            "url": "",
        }
        return web.json_response(answer)
