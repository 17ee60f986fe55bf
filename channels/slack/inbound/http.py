"""Receives over HTTP: one route for the payloads of Slack, and two for the installation.

Slack's signature is verified before a body is parsed, by slack_sdk's `SignatureVerifier`. Bolt's `ssl_check` and
`url_verification` are not used: Bolt parses a body before it verifies it, and echoes a challenge of any length as JSON
(SLK32: at most 256 characters, as plain text).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import parse_qs

import aiohttp
import structlog
from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_sdk.signature import Clock, SignatureVerifier
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.core.errors import Unauthenticated
from bot.core.gateway_ports import GatewayClock
from channels.slack.inbound.bolt_listeners import SlackListeners
from channels.slack.inbound.payload_parser import UNREADABLE

log = structlog.get_logger()

NOT_INSTALLED = "Slack did not answer, so nothing was installed. Begin again at /slack/install."
NOT_SIGNED = "No signature of Slack for this body, made in the last five minutes, comes with it."
MAX_CHALLENGE = 256
"""Characters of a challenge that are echoed: Slack's have about 50, and longer ones are not reflected (SLK32)."""
MAX_SSL_CHECK = 500
"""Bytes of a check of our certificate."""

TIMESTAMP, SIGNATURE = "x-slack-request-timestamp", "x-slack-signature"


class HttpEntry:
    """The routes below /slack/: /events with signing secrets, the installation with an OAuth flow."""

    def __init__(
        self, listeners: SlackListeners, gateway: GatewayClock, secrets: Sequence[str], flow: AsyncOAuthFlow | None
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
        is_short = b"ssl_check=1" in body and len(body) < MAX_SSL_CHECK
        if is_short and parse_qs(body.decode("latin-1")).get("ssl_check") == ["1"]:
            return PlainTextResponse("")  # Slack checks our certificate now and then: unsigned, and without effect
        try:
            headers = {name: ",".join(request.headers.getlist(name)) for name in (TIMESTAMP, SIGNATURE)}
            verify_signature(headers, body, self.secrets, self.gateway.clock())
        except Unauthenticated as error:
            return JSONResponse({"error": str(error)}, 401)
        try:
            parsed = to_async_bolt_request(request, body)
        except UNREADABLE as error:
            log.warning("a signed payload that is none of Slack's", error=type(error).__name__)
            return JSONResponse({"error": "This is no payload of Slack's."}, 400)
        match parsed.body:
            case {"type": "url_verification", "challenge": str(text)} if (
                text.isascii() and 0 < len(text) <= MAX_CHALLENGE
            ):
                return PlainTextResponse(text)
            case {"type": "url_verification"}:
                return JSONResponse({"error": f"A challenge has at most {MAX_CHALLENGE} characters, all ASCII."}, 400)
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


class RequestTime(Clock):
    """The platform's time of a request, for slack_sdk."""

    def __init__(self, at: datetime) -> None:
        self._at = at.timestamp()

    def now(self) -> float:
        return self._at


def verify_signature(headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: datetime) -> None:
    """Returns when one of `secrets` (several while rotating) has signed `v0:{timestamp}:{body}` within five minutes of
    `now`.

    Header names in any case, each once; the body as received. Raises `Unauthenticated`; `ValueError` for an empty
    secret of the installation. Source: https://docs.slack.dev/authentication/verifying-requests-from-slack
    """
    verifiers = [SignatureVerifier(secret, RequestTime(now)) for secret in secrets]
    given = {name.lower(): value for name, value in headers.items()}
    timestamp, signature = given.get(TIMESTAMP, ""), given.get(SIGNATURE)
    is_plain = len(given) == len(headers) and timestamp.isascii() and timestamp.isdigit()  # slack_sdk takes "+1", " 1"
    try:
        is_signed = is_plain and any(verifier.is_valid(body, timestamp, signature) for verifier in verifiers)
    except (ValueError, TypeError, OverflowError):
        is_signed = (
            False  # slack_sdk raises for a body that is not UTF-8, and for odd numbers and characters in headers
        )
    if not is_signed:
        raise Unauthenticated(NOT_SIGNED)
