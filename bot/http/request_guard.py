"""ASGI middleware before all routes: checks the Host header, reads the body with limits, adds security headers."""

import asyncio
from contextlib import suppress
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.core.canonical_json import parse_json
from bot.core.errors import BadInput, CountersignError, NotUnderstood, TooLarge
from bot.http.api.problems import PROGRAM_PATHS, ErrorPage, convert_error, make_problem, render_for_browser
from bot.http.security_headers import harden_headers

MAX_BODY = 256 * 1024
PROBES = ("/healthz", "/readyz", "/metrics")
"""Paths for monitoring, answered under any Host header: their answers do not depend on it."""
PATIENCE = 20.0
"""Seconds in which the whole body must arrive."""
MAX_DISCARDED = 4 * 1024 * 1024
"""Bytes of a refused body that are read after the answer and forgotten."""
LINGER = 5.0
"""Seconds in which they must arrive."""
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
PORTS = {"http": 80, "https": 443}


class RequestGuard:
    """ASGI middleware. `origin` is the URL of this server; on loopback all loopback names (localhost, …) are accepted.

    The whole body is read before the app runs. A request that ends early, since its client left, does not reach the app.
    A refusal is sent at once, and a body of at most `MAX_DISCARDED` bytes is read to its end before the connection is closed: a
    proxy that is still writing when it is closed gives its client a 502 in place of the answer.
    `page` renders a refusal for a browser.
    """

    def __init__(self, app: ASGIApp, origin: str, page: ErrorPage, patience: float = PATIENCE) -> None:
        self.app, self.page, self.patience = app, page, patience
        self.hosts = list_own_hosts(origin)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_hardened(message: Message) -> None:
            if message["type"] == "http.response.start":
                harden_headers(MutableHeaders(scope=message), scope["path"])
            await send(message)

        answer: Send = send_hardened
        reader = _BodyReader(receive)
        body = await self._admit_request(scope, reader)
        if isinstance(body, Response):
            is_awaited = body.status_code != 408 and _find_announced_size(Headers(scope=scope)) <= MAX_DISCARDED
            answer = reader.read_on_after(answer) if is_awaited else answer
            await render_for_browser(scope, body, self.page)(scope, receive, answer)
        elif body is not None:
            await self.app(scope, replay_body(body, receive), answer)

    async def _admit_request(self, scope: Scope, receive: Receive) -> bytes | Response | None:
        """The body of the request, or the response that refuses it; None when the client left."""
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if host.lower() not in self.hosts and scope["path"] not in PROBES:
            return _close_after(make_problem(421, f"This is not the host {host[:100]!r}."))
        try:
            async with asyncio.timeout(self.patience):
                body = await _read_body(headers, receive)
        except TimeoutError:
            return _close_after(make_problem(408, f"The body did not come within {self.patience:g} seconds."))
        except CountersignError as error:
            return _close_after(convert_error(error))
        try:
            if body and scope["path"].startswith(
                PROGRAM_PATHS
            ):  # JSON with one reading only, whatever its content type
                parse_json(body, MAX_BODY)
        except CountersignError as error:
            return convert_error(error)
        return body


class _BodyReader:
    """A `receive` that knows whether the body was read to its end."""

    def __init__(self, receive: Receive) -> None:
        self._receive, self._is_at_end = receive, False

    async def __call__(self) -> Message:
        message = await self._receive()
        self._is_at_end = message["type"] == "http.disconnect" or not message.get("more_body")
        return message

    def read_on_after(self, send: Send) -> Send:
        """A `send` that reads on behind the last part of an answer, and ends the answer then."""

        async def send_and_read(message: Message) -> None:
            if self._is_at_end or message["type"] != "http.response.body" or message.get("more_body"):
                await send(message)
                return
            await send({**message, "more_body": True})
            size = 0
            with suppress(TimeoutError):
                async with asyncio.timeout(LINGER):
                    while not self._is_at_end and size <= MAX_DISCARDED:
                        size += len((await self()).get("body", b""))
            await send({"type": "http.response.body", "body": b"", "more_body": False})

        return send_and_read


def list_own_hosts(origin: str) -> frozenset[str]:
    """The Host headers of this server, in lower case. The default port of the scheme may be left out."""
    url = urlsplit(origin)
    usual = PORTS.get(url.scheme)
    port = url.port or usual
    ports = {f":{port}", "" if port == usual else f":{port}"}
    name = f"[{url.hostname}]" if ":" in (url.hostname or "") else url.hostname or ""
    names = LOOPBACK if name in LOOPBACK else (name,)
    return frozenset(f"{each}{port}".lower() for each in names for port in ports)


async def _read_body(headers: Headers, receive: Receive) -> bytes | None:
    """The whole body, at most `MAX_BODY` bytes. None when the client left before its end. Raises `CountersignError`."""
    if headers.get("content-encoding", "identity").lower() != "identity":
        raise NotUnderstood(f"The body is encoded as {headers['content-encoding'][:40]!r}; send it as it is.")
    if "transfer-encoding" in headers and "content-length" in headers:  # RFC 9112, 6.1: smuggling; h11 lets it pass
        raise BadInput("Content-Length and Transfer-Encoding say two different things about where the body ends.")
    if _find_announced_size(headers) > MAX_BODY:
        raise TooLarge(MAX_BODY)
    chunks, size = [], 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        chunks.append(message.get("body", b""))
        size += len(chunks[-1])
        if size > MAX_BODY:
            raise TooLarge(MAX_BODY)
        if not message.get("more_body"):
            return b"".join(chunks)


def _find_announced_size(headers: Headers) -> int:
    announced = headers.get("content-length", "0")
    return int(announced[:20]) if announced.isdecimal() else 0


def _close_after(response: Response) -> Response:
    """`response` as the last one of its connection, since the rest of the body stays unread."""
    response.headers["Connection"] = "close"
    return response


def replay_body(body: bytes, receive: Receive) -> Receive:
    """A `receive` that gives the app the body first, then the later messages of the client."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return waiting.pop() if waiting else await receive()

    return again
