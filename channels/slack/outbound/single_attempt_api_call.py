"""Calls Slack's Web API, and maps its failures to the errors of a delivery.

No limiter of a library is used: aiolimiter waits for as long as it takes, and a delivery that must wait longer than a
second is put back with the number of seconds. slack_sdk's retry handlers wait inside of the call in the same way.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackRequestError

from bot.core.ports import NotNow, TryLater, Undeliverable

INTERVAL = 1.0
"""Seconds between two messages to one conversation. Source: docs.slack.dev/apis/web-api/rate-limits, "Posting
messages".
"""
LONGEST = 1.2
"""Seconds that a delivery waits here. A delivery that must wait longer is put back and blocks no other."""
KEPT = 10_000


class SlackRateLimit:
    """The limits of Slack's API. `time` returns monotonic seconds."""

    def __init__(self, time: Callable[[], float], interval: float = INTERVAL) -> None:
        self.time, self.interval = time, interval
        self._next: dict[str, float] = {}
        self._closed: dict[tuple[str, str, str], float] = {}

    async def wait_for_turn(self, conversation: str) -> None:
        """Returns when a message may be posted in `conversation`. Raises `NotNow`."""
        now = self.time()
        at = max(self._next.get(conversation, 0.0), now)
        if at - now > LONGEST:
            raise NotNow("Slack takes one message a second for each conversation", at - now)
        if len(self._next) > KEPT:
            self._next = {name: when for name, when in self._next.items() if when > now}
        self._next[conversation] = at + self.interval
        if at > now:
            await asyncio.sleep(at - now)

    def check_limits(self, team: str, method: str, conversation: str = "") -> None:
        """Raises `NotNow` while Slack has asked us not to call this method in this workspace or conversation."""
        until = max(self._closed.get((team, method, where), 0.0) for where in {"", conversation})
        if (left := until - self.time()) > 0:
            raise NotNow(f"Slack asked to wait with {method}", left)

    def note_retry_after(self, team: str, method: str, seconds: float, conversation: str = "") -> None:
        """Notes a Retry-After of Slack.

        Some limits are per conversation, some per workspace, and Slack does not say which one was met. So it counts for
        the conversation of the call, and for the whole workspace once a second conversation meets it meanwhile.
        """
        now = self.time()
        if len(self._closed) > KEPT:
            self._closed = {key: until for key, until in self._closed.items() if until > now}
        others = (
            where for (of, what, where), until in self._closed.items() if (of, what) == (team, method) and until > now
        )
        is_everywhere = not conversation or any(where != conversation for where in others)
        for where in {conversation, "" if is_everywhere else conversation}:
            key = (team, method, where)
            self._closed[key] = max(now + seconds, self._closed.get(key, 0.0))


log = structlog.get_logger()

PASSING = frozenset(
    {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org", "accesslimited"}
)
"""Slack's own troubles: the call may have had its effect."""
UNDRAWABLE = frozenset(
    {
        *("invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "block_mismatch", "invalid_arguments"),
        *("invalid_attachments", "cannot_parse_attachment", "attachment_payload_limit_exceeded"),
        *("too_many_attachments", "msg_too_long", "no_text"),
    }
)
"""Slack does not take the blocks of a message; its text alone it may."""
RETRY_AFTER = 30.0
"""Seconds to wait when Slack rejects a call as too frequent without a Retry-After."""


class SlackRefused(Undeliverable):
    """Slack refused {0}: {1}."""

    @property
    def code(self) -> str:
        return str(self.facts[1])


ApiCall = Callable[[], Awaitable[Any]]


async def call_api(
    pace: SlackRateLimit, team: str, method: str, call: ApiCall, conversation: str = ""
) -> dict[str, Any]:
    """Slack's answer to a call about `conversation`, or about none.

    Raises `NotNow` (nothing was done), `TryLater` (it may have been done), `SlackRefused` (it never will be).
    """
    pace.check_limits(team, method, conversation)
    try:
        answer = await call()
    except SlackApiError as error:
        response = error.response
        status = getattr(response, "status_code", 0)
        body = response if isinstance(response, dict) else getattr(response, "data", None)
        code = body.get("error", "") if isinstance(body, dict) else ""
        if status == 429 or code in ("ratelimited", "rate_limited"):
            seconds = read_retry_after(getattr(response, "headers", None) or {})
            pace.note_retry_after(team, method, seconds, conversation)
            raise NotNow(f"Slack asked to wait with {method}", seconds) from error
        if code in PASSING or not code or status >= 500:
            raise TryLater(f"{method}: {code or f'status {status}'}") from error
        if code in UNDRAWABLE:
            log.error("Slack refuses our blocks", method=method, error=code, reasons=find_reasons(body))
        needed = body.get("needed") if isinstance(body, dict) and code == "missing_scope" else None
        raise SlackRefused(method, (f"{code} (needs {needed})" if needed else code)) from error
    except (aiohttp.ClientError, SlackRequestError, OSError, TimeoutError) as error:
        raise TryLater(f"{method}: {type(error).__name__}") from error
    return dict(answer.data) if isinstance(answer.data, dict) else {}


def read_retry_after(headers: Mapping[str, Any]) -> float:
    """The seconds of a Retry-After; RETRY_AFTER for a missing or malformed one."""
    found = {str(name).lower(): value for name, value in headers.items()}.get("retry-after", "")
    text = found[0] if isinstance(found, list) and found else found
    is_number = isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 6
    return float(text) if is_number else RETRY_AFTER


def find_reasons(body: Any) -> str:
    """Slack's explanations of the error: [ERROR] … [json-pointer:/blocks/0/…]."""
    metadata = body.get("response_metadata") if isinstance(body, dict) else None
    found = metadata.get("messages") if isinstance(metadata, dict) else None
    return "; ".join(map(str, found))[:600] if isinstance(found, list) else ""
