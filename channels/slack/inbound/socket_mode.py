"""Receives over Socket Mode: at least two websockets that we open ourselves, so that one may close at any time.

slack_bolt's `AsyncSocketModeHandler` is not used: it has no step for the work that follows the acknowledgement, holds one
connection, and its `connect` repeats an address that failed without end.
"""

import asyncio
import logging
from contextlib import suppress
from itertools import chain, repeat

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

from channels.slack.inbound.bolt_listeners import SlackListeners
from channels.slack.inbound.payload_parser import UNREADABLE
from channels.slack.installation.workspaces import make_web_client
from channels.slack.outbound.single_attempt_api_call import PASSING

log = structlog.get_logger()

AGAIN = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)
"""Seconds between two tries to connect; the last one repeats."""
CONNECTING = 15.0
"""Seconds that one try to open a socket gets."""
WHAT_TO_SET = "Set it to an app-level token (xapp-…) with the scope connections:write, of the app that is meant."


class WatchedClient(SocketModeClient):
    """slack_sdk's client, which reconnects without end and does not report why Slack refuses it.

    `refusal` is Slack's code for the last refused request for an address, empty while it grants them.
    """

    refusal = ""

    async def issue_new_wss_url(self) -> str:
        """The address of a new socket. Raises `SlackApiError`, `aiohttp.ClientError`, `OSError`."""
        try:
            url = await super().issue_new_wss_url()
        except SlackApiError as error:
            code = str(error.response.get("error") if error.response else "")
            if _is_for_a_person(code) and code != self.refusal:
                log.error(
                    "Slack refuses SLACK_APP_TOKEN: nothing comes in over Socket Mode", error=code, hint=WHAT_TO_SET
                )
            self.refusal = code
            raise
        self.refusal = ""
        return url


class SocketConnections:
    """Keeps `count` connections. An envelope comes through one of them, and is acknowledged when the app answers 200."""

    def __init__(self, listeners: SlackListeners, base_url: str, app_token: str, count: int) -> None:
        self.listeners, self.base_url, self.token, self.count = listeners, base_url, app_token, count
        self._clients: list[WatchedClient] = []
        self._tasks: list[asyncio.Task[None]] = []
        self._running: set[asyncio.Task[None]] = set()

    @property
    def trouble(self) -> str:
        """Why no payload comes in until somebody changes the token; empty for problems that pass by themselves."""
        refused = next(filter(_is_for_a_person, (client.refusal for client in self._clients)), "")
        return f"Slack refuses SLACK_APP_TOKEN ({refused}). {WHAT_TO_SET}" if refused else ""

    async def open(self) -> None:
        """Begins to connect; a failed connection is tried again until `shut`."""
        logger = logging.getLogger("countersign.slack.sockets")
        logger.setLevel(logging.CRITICAL)  # slack_sdk logs each failed try with a traceback
        for number in range(self.count):
            client = WatchedClient(
                app_token=self.token,
                web_client=make_web_client(self.base_url),
                auto_reconnect_enabled=True,
                logger=logger,
            )
            client.socket_mode_request_listeners.append(self._take_envelope)
            self._clients.append(client)
            name = f"countersign-slack-socket-{number}"
            self._tasks.append(asyncio.get_running_loop().create_task(self._connect_client(client, number), name=name))

    async def shut(self) -> None:
        """Closes the connections: Slack sends later payloads elsewhere, and unacknowledged ones again."""
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
        sessions = [client.current_session for client in self._clients]
        return sum(1 for session in sessions if session is not None and not session.closed)

    async def _connect_client(self, client: WatchedClient, number: int) -> None:
        """Asks for an address itself: `connect` of slack_sdk repeats a used one without end, and hides a refusal."""
        for wait in chain(AGAIN, repeat(AGAIN[-1])):
            try:
                client.wss_uri = await client.issue_new_wss_url()
                async with asyncio.timeout(CONNECTING):
                    await client.connect()  # type: ignore[no-untyped-call]
            except SlackApiError as error:
                if not _is_for_a_person(client.refusal):
                    log.warning("no socket", number=number, error=client.refusal or str(error))
            except (aiohttp.ClientError, OSError, TimeoutError) as error:
                log.warning("no socket", number=number, error=type(error).__name__)
            else:
                return
            await asyncio.sleep(wait)

    async def _take_envelope(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        """Handles one envelope. Slack repeats it without our answer, which comes once the payload is durable."""
        task = asyncio.current_task()
        if task is not None:
            self._running.add(task)
            task.add_done_callback(self._running.discard)
        try:
            parsed = AsyncBoltRequest(mode="socket_mode", body=request.payload, headers=build_headers(request))
        except UNREADABLE as error:
            log.warning("an envelope that is none of Slack's", error=type(error).__name__)
            await send_async_response(client, request, BoltResponse(status=200, body=""), 0.0)
            return
        answer = await self.listeners.answer_payload(parsed)
        is_broken = answer.response.status == 400  # Slack would send the same payload again
        response = BoltResponse(status=200, body="") if is_broken else answer.response
        await send_async_response(client, request, response, 0.0)
        await answer.work()


def _is_for_a_person(code: str) -> bool:
    """Whether Slack refuses the token or the setup of the app. Connecting is retried all the same: somebody may change
    that.
    """
    return code not in ("", "ratelimited", "rate_limited", *PASSING)
