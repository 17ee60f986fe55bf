"""The wall before every route: our own Host, a bounded and strictly read body, headers that hold a browser to us."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.core.canonical import parse
from bot.core.errors import CountersignError, NotUnderstood, TooLarge
from bot.http.problems import problem, problem_of

MAX_BODY = 256 * 1024
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class Guard:
    """ASGI middleware. `origin` is the URL that we are known by; on loopback its twins (localhost, …) are us too."""

    def __init__(self, app: ASGIApp, origin: str) -> None:
        self.app = app
        self.hosts = hosts_of(origin)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        answer = _guarded(send, scope["path"])
        if headers.get("host", "").lower() not in self.hosts:
            refused = problem(421, f"This is not the host {headers.get('host', '')[:100]!r}.")
            await refused(scope, receive, answer)
            return
        try:
            body = await _body(headers, receive)
            _refuse_unreadable(scope, headers, body)
        except CountersignError as error:
            await problem_of(error)(scope, receive, answer)
            return
        await self.app(scope, _replay(body, receive), answer)


def hosts_of(origin: str) -> frozenset[str]:
    """The Host headers that mean us."""
    url = urlsplit(origin)
    port = f":{url.port}" if url.port else ""
    name = f"[{url.hostname}]" if ":" in (url.hostname or "") else url.hostname or ""
    names = LOOPBACK if name in LOOPBACK else (name,)
    return frozenset(f"{each}{port}".lower() for each in names)


async def _body(headers: Headers, receive: Receive) -> bytes:
    """The whole body, at most MAX_BODY bytes, whatever Content-Length says."""
    if headers.get("content-encoding", "identity") != "identity":
        raise NotUnderstood(f"The body is encoded as {headers['content-encoding'][:40]!r}; send it as it is.")
    announced = headers.get("content-length", "0")
    if announced.isdigit() and int(announced[:20]) > MAX_BODY:
        raise TooLarge(MAX_BODY)
    chunks, size = [], 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b""
        chunks.append(message.get("body", b""))
        size += len(chunks[-1])
        if size > MAX_BODY:
            raise TooLarge(MAX_BODY)
        if not message.get("more_body"):
            return b"".join(chunks)


def _refuse_unreadable(scope: Scope, headers: Headers, body: bytes) -> None:
    """A JSON body of the API must have one reading only (see bot.core.canonical)."""
    if body and scope["path"].startswith("/api/") and "json" in headers.get("content-type", ""):
        parse(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    """Hands the body that was read to the app, then whatever the client does next."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return waiting.pop() if waiting else await receive()

    return again


def _guarded(send: Send, path: str) -> Callable[[Message], Awaitable[None]]:
    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            if not path.startswith("/static/"):
                headers.setdefault("Cache-Control", "no-store")
        await send(message)

    return guarded
