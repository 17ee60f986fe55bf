"""The id of a request: it is in the response, in each log line that the request causes, and in problem+json."""

import re
import secrets

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars, get_contextvars

HEADER = "X-Request-Id"
FIELD = "request_id"

_SANE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:+/=-]{0,127}", re.ASCII)


class RequestIdMiddleware:
    """ASGI middleware, the outermost. A client's or proxy's own id is kept when `is_sane`, else a new one is made."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).getlist(HEADER)
        id = scope[FIELD] = given[0] if len(given) == 1 and is_sane(given[0]) else make_request_id()

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[HEADER] = id
            await send(message)

        with bound_contextvars(**{FIELD: id}):
            await self.app(scope, receive, send_with_id)


def is_sane(id: str) -> bool:
    """Whether a foreign id is kept: 1 to 128 letters, digits and `._:+/=-`, so that it is one word in any log."""
    return _SANE.fullmatch(id) is not None


def make_request_id() -> str:
    return secrets.token_hex(16)


def find_request_id() -> str:
    """Return the id of the request that the running code answers; empty outside of requests."""
    id = get_contextvars().get(FIELD, "")
    return id if isinstance(id, str) else ""
