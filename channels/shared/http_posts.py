"""Posts a delivery to a URL, and tells apart: taken, nothing was sent, it may have been sent, refused."""

import logging
from collections.abc import Mapping
from urllib.parse import urlsplit

import httpx2

from bot.core.errors import BadSetting
from bot.core.ports import NotNow, TryLater, Undeliverable

PATIENCE = 20.0
"""Seconds for a connection, and for the answer."""
SOON, LONGEST = 60.0, 3_600.0
"""Seconds until the next try where the other side names none, and at the most."""
LOOPBACK = ("127.0.0.1", "localhost", "::1")

_NOT_SENT = (
    httpx2.ConnectError,
    httpx2.ConnectTimeout,
    httpx2.PoolTimeout,
    httpx2.ProxyError,
    httpx2.UnsupportedProtocol,
    httpx2.LocalProtocolError,
)


class PostedUrlFilter(logging.Filter):
    """Drops the lines of the HTTP client that quote a URL of ours: its path or query may be a secret."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: set[str] = set()

    def filter(self, record: logging.LogRecord) -> bool:
        return not any(str(arg) in self.urls for arg in record.args or ())


_FILTER = PostedUrlFilter()
logging.getLogger(httpx2.__name__).addFilter(_FILTER)


def hide_url(url: str) -> None:
    """Keep this URL out of the log of the HTTP client."""
    _FILTER.urls.add(str(httpx2.URL(url)))


def read_post_url(environ: Mapping[str, str], name: str) -> str:
    """The URL in the variable `name`. Raises `BadSetting`, without quoting it: its path may be a secret."""
    value = environ.get(name, "")
    try:
        parts = urlsplit(value)
        is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    except ValueError:
        is_safe = False
    if not is_safe or not parts.hostname:
        raise BadSetting(name, "…" if value else "", "set it to an https URL (http on this machine)")
    return value


async def post_json(url: str, body: bytes, headers: Mapping[str, str]) -> None:
    """Post a JSON body; return when the other side took it. Redirects are not followed, and the answer is not read.

    Raises `NotNow` when nothing was sent or the other side asks to wait, `TryLater` when it may have been taken,
    `Undeliverable` when it was refused. Their texts hold neither the URL nor the body.
    """
    hide_url(url)
    try:
        async with (
            httpx2.AsyncClient(timeout=PATIENCE, follow_redirects=False) as client,
            client.stream("POST", url, content=body, headers={"content-type": "application/json", **headers}) as answer,
        ):
            status, after = answer.status_code, answer.headers.get("retry-after", "")
    except _NOT_SENT as error:
        raise NotNow(f"there is no connection ({type(error).__name__})", SOON) from error
    except httpx2.HTTPError as error:
        raise TryLater(f"The answer was lost ({type(error).__name__}).") from error
    wait = min(float(after), LONGEST) if after.isascii() and after.isdigit() else SOON
    if status == 429:
        raise NotNow("the other side asks to wait (429)", wait)
    if status == 408 or status >= 500:
        raise TryLater(f"The other side answered {status}.", wait if after else None)
    if not 200 <= status < 300:
        raise Undeliverable(f"The other side refused it: {status}.")
