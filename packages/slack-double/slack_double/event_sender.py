"""Deliveries to the app: signed HTTP or Socket Mode, three seconds to answer, events again at 0, 60 and 300 s.

Interactions and commands are sent once.
Sources: docs.slack.dev/apis/events-api (retries), /authentication/verifying-requests-from-slack (signature).
"""

import asyncio
import contextlib
import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple
from urllib.parse import urlencode

import aiohttp

if TYPE_CHECKING:
    from slack_double.app_registration import AppRegistration
    from slack_double.double import SlackDouble

JSON = dict[str, Any]
Envelope = Literal["events_api", "interactive", "slash_commands"]

RETRIES = (0.0, 60.0, 300.0)  # Slack's seconds after the first failure
REORDER_SECONDS = 0.2
FORM, JSON_TYPE = "application/x-www-form-urlencoded", "application/json"


class DeliveryAttempt(NamedTuple):
    """One try. `status` is None when nothing came back (then `reason` says why); `seconds` until the answer, real time.

    `at`: real seconds since the first attempt. `sent` and `headers` are the very bytes and headers that went out.
    """

    number: int
    at: float
    status: int | None
    body: str
    seconds: float
    reason: str | None
    sent: bytes
    headers: dict[str, str]
    stop: bool = False

    @property
    def ok(self) -> bool:
        """Whether the app acknowledged it."""
        return self.status is not None and 200 <= self.status < 300


@dataclass(eq=False)
class EventDelivery:
    """One delivery with its attempts. `outcome`: the effect of the answer to a form or view."""

    kind: str
    envelope: Envelope
    payload: JSON
    app_id: str = ""
    may_retry: bool = True
    attempts: list[DeliveryAttempt] = field(default_factory=list)
    outcome: str = ""
    done: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def first(self) -> DeliveryAttempt:
        """The first attempt."""
        return self.attempts[0]

    @property
    def last(self) -> DeliveryAttempt:
        """The newest attempt."""
        return self.attempts[-1]

    @property
    def ok(self) -> bool:
        """Whether any attempt was acknowledged."""
        return any(attempt.ok for attempt in self.attempts)

    @property
    def status(self) -> int | None:
        """HTTP status of the first attempt (an envelope's ack counts as 200); None when none came."""
        return self.first.status

    @property
    def body(self) -> str:
        """The body of the app's first answer."""
        return self.first.body

    @property
    def seconds(self) -> float:
        """Real seconds until the first answer."""
        return self.first.seconds

    def json(self) -> JSON:
        """The first answer's JSON object, empty when there was none."""
        try:
            answer = json.loads(self.body or "{}")
        except ValueError:
            return {}
        return answer if isinstance(answer, dict) else {}

    async def wait_until_done(self, seconds: float = 60.0) -> "EventDelivery":
        """Wait until no retry is left; returns itself."""
        await asyncio.wait_for(self.done.wait(), seconds)
        return self


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """`X-Slack-Signature` of a body: v0= and the HMAC-SHA256 of `v0:timestamp:body`."""
    return "v0=" + hmac.new(secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256).hexdigest()


def encode_delivery(delivery: EventDelivery) -> tuple[bytes, str]:
    """Body and content type of a delivery over HTTP: events are JSON, commands a form, interactions JSON in a form."""
    match delivery.envelope:
        case "events_api":
            return json.dumps(delivery.payload).encode(), JSON_TYPE
        case "interactive":
            return urlencode({"payload": json.dumps(delivery.payload)}).encode(), FORM
        case "slash_commands":
            return urlencode(delivery.payload).encode(), FORM


class EventSender:
    """The way from Slack to an app."""

    def __init__(self, slack: "SlackDouble") -> None:
        self.slack = slack
        self.session = aiohttp.ClientSession(
            # a kept connection to an app that was restarted would look like a failed delivery
            connector=aiohttp.TCPConnector(force_close=True, limit=0),
            cookie_jar=aiohttp.DummyCookieJar(),
        )
        self.sent: list[EventDelivery] = []
        self.passed = asyncio.Event()

    async def close(self) -> None:
        """Close the connections."""
        await self.session.close()

    async def send(self, app: "AppRegistration", delivery: EventDelivery) -> EventDelivery:
        """Send it; returns after the first attempt, retries of an event go on behind."""
        self.sent.append(delivery)
        fault = self.slack.faults.strike(delivery.kind, deliveries=True)
        if fault and fault.kind == "reorder":
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.passed.wait(), fault.seconds or REORDER_SECONDS)
        started = time.monotonic()
        if fault and fault.kind == "lost_delivery":
            delivery.attempts.append(DeliveryAttempt(0, 0.0, None, "", 0.0, "connection_failed", b"", {}))
        else:
            await self._attempt(app, delivery, started, None)
        if not (fault and fault.kind == "reorder"):
            self.passed.set()
            self.passed = asyncio.Event()
        if fault and fault.kind == "duplicate":
            await self._attempt(app, delivery, started, None)
        again = delivery.may_retry and delivery.envelope == "events_api"
        if again and not delivery.ok and not delivery.last.stop:
            self.slack.behind(self._retry(app, delivery, started))
        else:
            delivery.done.set()
        return delivery

    async def _retry(self, app: "AppRegistration", delivery: EventDelivery, started: float) -> None:
        waited = 0.0
        for number, at in enumerate(RETRIES, start=1):
            await self.slack.clock.wait(at - waited)
            waited = at
            await self._attempt(app, delivery, started, number)
            if delivery.ok or delivery.last.stop:
                break
        delivery.done.set()

    async def _attempt(
        self, app: "AppRegistration", delivery: EventDelivery, started: float, retry: int | None
    ) -> None:
        reason = delivery.last.reason if retry and delivery.attempts else None
        began = time.monotonic()
        if app.socket_mode:
            attempt = await self.slack.sockets.push(app, delivery, retry, reason)
        else:
            body, content_type = encode_delivery(delivery)
            extra = {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": str(reason)} if retry else {}
            attempt = await self.post(app, body, content_type, extra=extra)
        number = len(delivery.attempts)
        delivery.attempts.append(attempt._replace(number=number, at=began - started))

    async def post(
        self,
        app: "AppRegistration",
        body: bytes,
        content_type: str = JSON_TYPE,
        *,
        timestamp: str | None = None,
        signed: str | None = None,
        extra: dict[str, str | None] | dict[str, str] | None = None,
    ) -> DeliveryAttempt:
        """One signed POST to the app's request URL. `timestamp`, `signed` and `extra` forge; a None header is left out."""
        timestamp = timestamp if timestamp is not None else str(int(time.time()))
        signed = signed if signed is not None else signature(app.signing_secret, timestamp, body)
        headers: dict[str, str | None] = {"Content-Type": content_type, "X-Slack-Request-Timestamp": timestamp}
        headers |= {"X-Slack-Signature": signed, "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)"}
        headers |= {"Accept": "application/json,*/*"} | dict(extra or {})
        sent = {name: value for name, value in headers.items() if value is not None}
        began = time.monotonic()
        status, text, reason, stop = await self._exchange(app, body, sent)
        return DeliveryAttempt(0, 0.0, status, text, time.monotonic() - began, reason, body, sent, stop)

    async def _exchange(
        self, app: "AppRegistration", body: bytes, headers: dict[str, str]
    ) -> tuple[int | None, str, str | None, bool]:
        if not app.request_url:
            return None, "", "connection_failed", False
        limit = aiohttp.ClientTimeout(total=self.slack.ack_seconds)
        try:
            async with self.session.post(
                app.request_url, data=body, headers=headers, timeout=limit, max_redirects=2
            ) as response:
                text = await response.text(errors="replace")
                stop = response.headers.get("X-Slack-No-Retry") == "1"
                return response.status, text, None if response.ok else "http_error", stop
        except TimeoutError:
            return None, "", "http_timeout", False
        except aiohttp.TooManyRedirects:
            return None, "", "too_many_redirects", False
        except aiohttp.ClientError:
            return None, "", "connection_failed", False
