"""The way in over Socket Mode: at least two websockets that we open ourselves, so that one may close at any time."""

import asyncio
from contextlib import suppress

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.adapter.socket_mode.internals import build_headers
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from channels.slack.listen import Ears
from channels.slack.workspaces import web_client

log = structlog.get_logger()

AGAIN = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)
"""Seconds between two tries to connect; the last one repeats."""
FATAL = ("invalid_auth", "not_authed", "account_inactive", "not_allowed_token_type", "missing_scope", "forbidden_team")
"""What no further try will change: somebody must change the token."""


class Sockets:
    """Keeps `count` connections. Each envelope comes through one of them, and is acknowledged when the app says 200."""

    def __init__(self, ears: Ears, base_url: str, app_token: str, count: int) -> None:
        self.ears, self.base_url, self.token, self.count = ears, base_url, app_token, count
        self._clients: list[SocketModeClient] = []
        self._tasks: list[asyncio.Task[None]] = []
        self._running: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Begins to connect; what does not work at once is tried again while the house is open."""
        for number in range(self.count):
            client = SocketModeClient(
                app_token=self.token, web_client=web_client(self.base_url), auto_reconnect_enabled=True
            )
            client.socket_mode_request_listeners.append(self._take)
            self._clients.append(client)
            name = f"countersign-slack-socket-{number}"
            self._tasks.append(asyncio.get_running_loop().create_task(self._connect(client, number), name=name))

    async def shut(self) -> None:
        """Closes the connections: Slack sends what comes next elsewhere, and again what was not acknowledged."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._running:
            await asyncio.wait(self._running, timeout=3)
        for client in self._clients:
            with suppress(aiohttp.ClientError, OSError, RuntimeError):
                await client.close()  # type: ignore[no-untyped-call]
        self._clients, self._tasks = [], []

    @property
    def connected(self) -> int:
        return sum(1 for client in self._clients if _is_open(client))

    async def _connect(self, client: SocketModeClient, number: int) -> None:
        for attempt in range(1_000_000):
            try:
                await client.connect()  # type: ignore[no-untyped-call]
            except SlackApiError as error:
                code = error.response.get("error") if error.response else ""
                level = log.error if code in FATAL else log.warning
                level("no socket", number=number, error=code)
            except (aiohttp.ClientError, OSError, TimeoutError) as error:
                log.warning("no socket", number=number, error=type(error).__name__)
            else:
                return
            await asyncio.sleep(AGAIN[min(attempt, len(AGAIN) - 1)])

    async def _take(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        """One envelope. Without our answer Slack sends it again, so no answer is given before it is durable."""
        task = asyncio.current_task()
        if task is not None:
            self._running.add(task)
            task.add_done_callback(self._running.discard)
        try:
            parsed = AsyncBoltRequest(mode="socket_mode", body=request.payload, headers=build_headers(request))
        except (ValueError, TypeError, AttributeError) as error:
            log.warning("an envelope that is none of Slack's", error=type(error).__name__)
            await send_async_response(client, request, BoltResponse(status=200, body=""), 0.0)
            return
        answer = await self.ears.answer(parsed)
        await send_async_response(client, request, answer.response, 0.0)
        answer.work()


def _is_open(client: SocketModeClient) -> bool:
    session = client.current_session
    return session is not None and not session.closed
