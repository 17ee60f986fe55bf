"""Receives over HTTP: one route for the payloads of Slack, and two for the installation. Verifies before it reads."""

import json
from collections.abc import Sequence
from contextlib import suppress
from urllib.parse import parse_qs

import aiohttp
import structlog
from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.core.errors import Unauthenticated
from bot.core.ports import ChannelGateway
from channels.slack.inbound.bolt_listeners import SlackListeners
from channels.slack.inbound.payload_parser import UNREADABLE
from channels.slack.inbound.signature import verify_signature

log = structlog.get_logger()

NOT_INSTALLED = "Slack did not answer, so nothing was installed. Begin again at /slack/install."
MAX_CHALLENGE = 256
"""Characters of a challenge that are echoed: Slack's have about 50, and longer ones are not reflected (SLK32)."""


class HttpEntry:
    """The routes below /slack/: /events with signing secrets, the installation with an OAuth flow."""

    def __init__(
        self, listeners: SlackListeners, gateway: ChannelGateway, secrets: Sequence[str], flow: AsyncOAuthFlow | None
    ) -> None:
        self.listeners, self.gateway, self.secrets, self.flow = listeners, gateway, secrets, flow

    def build_pages(self) -> Starlette:
        routes = [Route("/events", self.receive_event, methods=["POST"])] if self.secrets else []
        if self.flow is not None:
            routes += [Route("/install", self.start_install), Route("/oauth_redirect", self.finish_install)]
        return Starlette(routes=routes)

    async def receive_event(self, request: Request) -> Response:
        """POST /slack/events: 401 for a body without a fresh signature of Slack, before it is parsed."""
        body = await request.body()
        if (  # Slack checks our certificate now and then: unsigned, and without effect
            b"ssl_check=1" in body[:500]
            and parse_qs(body.decode("latin-1")).get("ssl_check") == ["1"]
            and len(body) < 500
        ):
            return PlainTextResponse("")
        try:
            headers: dict[str, str] = {}
            for name, value in request.headers.items():
                headers[name.lower()] = "" if name.lower() in headers else value
            verify_signature(headers, body, self.secrets, self.gateway.clock())
            text = body.decode("utf-8")
        except (Unauthenticated, UnicodeDecodeError) as error:
            return JSONResponse({"error": str(error)[:200]}, 401)
        if request.headers.get("content-type", "").startswith("application/json"):
            with suppress(ValueError, RecursionError):
                found = json.loads(text)
                if isinstance(found, dict) and found.get("type") == "url_verification":
                    challenge = found.get("challenge")
                    if isinstance(challenge, str) and 0 < len(challenge) <= MAX_CHALLENGE:
                        return PlainTextResponse(challenge)
                    return JSONResponse({"error": f"A challenge has at most {MAX_CHALLENGE} characters."}, 400)
        try:
            parsed = to_async_bolt_request(request, text.encode())
        except UNREADABLE as error:
            log.warning("a signed payload that is none of Slack's", error=type(error).__name__)
            return JSONResponse({"error": "This is no payload of Slack's."}, 400)
        answer = await self.listeners.answer_payload(parsed)
        response = to_starlette_response(answer.response)
        response.background = BackgroundTask(answer.work)  # runs after the last byte of the response
        return response

    async def start_install(self, request: Request) -> Response:
        assert self.flow is not None
        return to_starlette_response(await self.flow.handle_installation(to_async_bolt_request(request, b"")))

    async def finish_install(self, request: Request) -> Response:
        assert self.flow is not None
        try:
            answer = await self.flow.handle_callback(to_async_bolt_request(request, b""))
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            log.warning("installation not finished", error=type(error).__name__)
            return PlainTextResponse(NOT_INSTALLED, 503)
        return to_starlette_response(answer)
