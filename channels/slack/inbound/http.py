"""Receives over HTTP: one route for the payloads of Slack, and two for the installation.

Slack's signature is verified before a body is read: `verify_signature` is pure, and takes the body as bytes only.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
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

from bot.core.errors import BadSetting, Unauthenticated
from bot.core.gateway_ports import GatewayClock
from bot.core.values import EPOCH, convert_to_utc
from channels.slack.inbound.bolt_listeners import SlackListeners
from channels.slack.inbound.payload_parser import UNREADABLE

log = structlog.get_logger()

NOT_INSTALLED = "Slack did not answer, so nothing was installed. Begin again at /slack/install."
MAX_CHALLENGE = 256
"""Characters of a challenge that are echoed: Slack's have about 50, and longer ones are not reflected (SLK32)."""

TIMESTAMP, SIGNATURE = "x-slack-request-timestamp", "x-slack-signature"

TOLERANCE = 300
"""Seconds that a timestamp may lie in the past or the future."""

_TIMESTAMP = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")


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


def verify_signature(headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: datetime) -> None:
    """Returns when one of `secrets` (several while rotating) has signed `v0:{timestamp}:{body}` within TOLERANCE of
    `now`.

    Header names in any case, each exactly once; the body as received. Raises `Unauthenticated`; `BadSetting` for an
    empty secret of the installation. Source: https://docs.slack.dev/authentication/verifying-requests-from-slack
    """
    timestamp = _read_single_header(headers, TIMESTAMP)
    if not _TIMESTAMP.fullmatch(timestamp):
        raise Unauthenticated(f"{TIMESTAMP} is not 1 to 12 digits")
    late = (convert_to_utc(now) - EPOCH).total_seconds() - int(timestamp)
    if abs(late) > TOLERANCE:
        raise Unauthenticated(f"{TIMESTAMP} is {abs(late):.0f} seconds {'old' if late > 0 else 'ahead'}")
    given = _read_single_header(headers, SIGNATURE)
    if not _SIGNATURE.fullmatch(given):
        raise Unauthenticated(f"{SIGNATURE} is not v0= and 64 hex digits in lower case")
    signed = b"v0:" + timestamp.encode("ascii") + b":" + body
    if not all(secrets):
        raise BadSetting("the Slack signing secret", "", "an empty secret is known to everybody")
    macs = ("v0=" + hmac.digest(secret.encode("utf-8"), signed, hashlib.sha256).hex() for secret in secrets)
    if not any(hmac.compare_digest(given, mac) for mac in macs):
        raise Unauthenticated(f"{SIGNATURE} does not fit the body")


def _read_single_header(headers: Mapping[str, str], name: str) -> str:
    found = [value for key, value in headers.items() if key.lower() == name]
    if len(found) != 1:
        raise Unauthenticated(f"the header {name} is missing" if not found else f"the header {name} stands twice")
    return found[0]
