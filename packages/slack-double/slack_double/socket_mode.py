"""Socket Mode: hello, envelopes to one random socket of an app, acknowledgements, disconnects; it reads no payloads.

Source: docs.slack.dev/apis/events-api/using-socket-mode, captured frames.
"""

import asyncio
import json
import secrets
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from aiohttp import WSMsgType, web

from slack_double.event_sender import DeliveryAttempt, EventDelivery

if TYPE_CHECKING:
    from slack_double.app_registration import AppRegistration
    from slack_double.double import SlackDouble

JSON = dict[str, Any]

MOST_SOCKETS = 10


@dataclass(eq=False)
class SocketConnection:
    """One open socket of an app."""

    app_id: str
    wire: web.WebSocketResponse
    got: list[str] = field(default_factory=list)


class SocketPool:
    """All open sockets, and the envelopes that wait for their acknowledgement."""

    def __init__(self, slack: "SlackDouble") -> None:
        self.slack = slack
        self.tickets: dict[str, str] = {}
        self.open: list[SocketConnection] = []
        self.waiting: dict[str, asyncio.Future[JSON]] = {}

    def ticket(self, app_id: str) -> str:
        """A new address for one socket, good for one connection."""
        ticket = secrets.token_hex(12)
        self.tickets[ticket] = app_id
        return f"{self.slack.url.replace('http', 'ws', 1)}/_socket/{ticket}"

    def of(self, app_id: str) -> list[SocketConnection]:
        """The open sockets of one app."""
        return [socket for socket in self.open if socket.app_id == app_id]

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """Serve one socket until it closes."""
        app_id = self.tickets.pop(request.match_info["ticket"], None)
        if app_id is None:
            return web.json_response({"ok": False, "error": "invalid_ticket"}, status=404)
        wire = web.WebSocketResponse(heartbeat=None)
        await wire.prepare(request)
        socket = SocketConnection(app_id, wire)
        if len(self.of(app_id)) >= MOST_SOCKETS:
            await self._disconnect(socket, "too_many_websockets")
            return wire
        self.open.append(socket)
        try:
            debug = {"host": "applink-double-1", "build_number": 1, "approximate_connection_time": 18060}
            hello: JSON = {"type": "hello", "num_connections": len(self.of(app_id)), "debug_info": debug}
            await wire.send_json(hello | {"connection_info": {"app_id": app_id}})
            async for frame in wire:
                if frame.type == WSMsgType.TEXT:
                    self._take_acknowledgement(frame.data)
        finally:
            self.open.remove(socket)
            self._give_up(socket)
        return wire

    def _give_up(self, socket: SocketConnection) -> None:
        """Give up the envelopes that a closed socket has not acknowledged."""
        for envelope_id in socket.got:
            waiting = self.waiting.get(envelope_id)
            if waiting is not None and not waiting.done():
                waiting.set_exception(ConnectionError("the socket closed before it acknowledged"))

    def _take_acknowledgement(self, text: str) -> None:
        try:
            message = json.loads(text)
        except ValueError:
            return
        waiting = self.waiting.pop(str(message.get("envelope_id")), None) if isinstance(message, dict) else None
        if waiting is not None and not waiting.done():
            waiting.set_result(message)

    async def push(
        self, app: "AppRegistration", delivery: EventDelivery, retry: int | None, reason: str | None
    ) -> DeliveryAttempt:
        """Send one envelope to one random socket and wait for its ack, `ack_seconds` at most."""
        open_now = [socket for socket in self.of(app.id) if not socket.wire.closed]
        began = time.monotonic()
        if not open_now:
            return DeliveryAttempt(0, 0.0, None, "", 0.0, "connection_failed", b"", {})
        envelope_id = f"{secrets.token_hex(4)}-{secrets.token_hex(6)}"
        envelope: JSON = {"envelope_id": envelope_id, "type": delivery.envelope, "payload": delivery.payload}
        envelope["accepts_response_payload"] = delivery.envelope != "events_api"
        if delivery.envelope == "events_api":
            envelope |= {"retry_attempt": retry or 0, "retry_reason": reason or ""}
        text = json.dumps(envelope)
        socket = self.slack.dice.choice(open_now)
        socket.got.append(envelope_id)
        self.waiting[envelope_id] = asyncio.get_running_loop().create_future()
        failed = (None, "", "timeout")
        status, body, why = await self._send_and_wait(socket, envelope_id, text) or failed
        return DeliveryAttempt(0, 0.0, status, body, time.monotonic() - began, why, text.encode(), {})

    async def _send_and_wait(
        self, socket: SocketConnection, envelope_id: str, text: str
    ) -> tuple[int, str, None] | None:
        try:
            await socket.wire.send_str(text)
            ack = await asyncio.wait_for(self.waiting[envelope_id], self.slack.ack_seconds)
        except (TimeoutError, ConnectionError):
            return None
        finally:
            self.waiting.pop(envelope_id, None)
        payload = ack.get("payload")
        return 200, json.dumps(payload) if payload else "", None

    async def warn(self, app_id: str) -> None:
        """Tell every socket of an app that it will close soon."""
        for socket in self.of(app_id):
            await socket.wire.send_json({"type": "disconnect", "reason": "warning", "debug_info": {"host": "double"}})

    async def refresh(
        self, app_id: str, reason: Literal["refresh_requested", "link_disabled"] = "refresh_requested"
    ) -> None:
        """Disconnect every socket of an app, as Slack does every few hours."""
        for socket in self.of(app_id):
            await self._disconnect(socket, reason)

    async def cut(self, app_id: str) -> None:
        """Break every socket of an app without a word."""
        for socket in self.of(app_id):
            await socket.wire.close(code=1001)

    async def _disconnect(self, socket: SocketConnection, reason: str) -> None:
        await socket.wire.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "double"}})
        await socket.wire.close()

    async def close(self) -> None:
        """Close all."""
        for socket in list(self.open):
            await socket.wire.close()
