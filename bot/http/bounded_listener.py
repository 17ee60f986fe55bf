"""The listening socket of the server: sets TCP_NODELAY, limits the open connections, and refuses the others with 503.

`asyncio` sets TCP_NODELAY only on sockets with the protocol number IPPROTO_TCP, and `socket.create_server` makes one with
0: each answer on a kept connection would wait for the delayed acknowledgement of the answer before (40 ms). At the limit
of file descriptors `asyncio` logs a traceback for each place of its backlog; this socket logs one line a minute.
"""

import errno
import os
import resource
import socket
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any
from weakref import WeakSet

import structlog

from bot.http.security_headers import HEADERS

log = structlog.get_logger()

MAX_CONNECTIONS = 10_000
RESERVED = 128
"""File descriptors kept free for the database, git, mail and Slack; at most three quarters of the limit."""
REPORT_EVERY = 60.0
"""Seconds between two log lines about refused connections."""
ROUND = 64
"""Maximum connections refused in one call; then the event loop does other work."""
EXHAUSTED = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)
PAUSE = 1.0
"""Seconds for which `asyncio` stops accepting after such an error (ACCEPT_RETRY_DELAY)."""

_DETAIL = (
    b'{"type":"about:blank","title":"Service Unavailable","status":503,"detail":"Too many connections. Try again."}'
)
REFUSAL = b"\r\n".join(
    [
        b"HTTP/1.1 503 Service Unavailable",
        b"Content-Type: application/problem+json",
        b"Content-Length: %d" % len(_DETAIL),
        b"Retry-After: 5",
        b"Connection: close",
        b"Cache-Control: no-store",
        *(f"{name}: {value}".encode() for name, value in HEADERS.items()),
        b"",
        _DETAIL,
    ]
)


class AcceptedConnection(socket.socket):
    """An accepted connection. Its listener counts it until it is closed."""

    held_in: "WeakSet[AcceptedConnection] | None" = None

    def close(self) -> None:
        if self.held_in is not None:
            self.held_in.discard(self)
        super().close()


class BoundedListener(socket.socket):
    """A listening TCP socket with at most `limit` accepted connections. `open_listener` makes it."""

    limit = MAX_CONNECTIONS
    clock: Callable[[], float] = staticmethod(time.monotonic)

    def __init__(self, plain: socket.socket, limit: int) -> None:
        """Take over the descriptor of `plain`."""
        super().__init__(plain.family, plain.type, socket.IPPROTO_TCP, fileno=plain.detach())
        self.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.limit = limit
        self._held: WeakSet[AcceptedConnection] = WeakSet()
        self._spare: int | None = os.open(os.devnull, os.O_RDONLY)
        self._refused = 0
        self._report_at = self._resume_at = 0.0

    def accept(self) -> tuple[socket.socket, Any]:
        """The next connection within the limit. Raises BlockingIOError when there is none, as `asyncio` expects."""
        for _ in range(ROUND):
            plain, address = self._accept_plain()
            if len(self._held) < self.limit:
                connection = AcceptedConnection(plain.family, plain.type, plain.proto, fileno=plain.detach())
                connection.held_in = self._held
                self._held.add(connection)
                return connection, address
            self._refuse_connection(plain, "the connection limit is reached")
        raise BlockingIOError(errno.EAGAIN, "other work first")

    def close(self) -> None:
        if self._spare is not None:
            os.close(self._spare)
            self._spare = None
        super().close()

    @property
    def held(self) -> int:
        """The number of open accepted connections."""
        return len(self._held)

    def _accept_plain(self) -> tuple[socket.socket, Any]:
        try:
            return super().accept()
        except OSError as error:
            if error.errno not in EXHAUSTED:
                raise
            self._refuse_with_spare(error)
            raise BlockingIOError(errno.EAGAIN, "no file descriptor is free") from error

    def _refuse_with_spare(self, error: OSError) -> None:
        """Refuse one connection with the spare descriptor, since no other is free.

        Without a spare one, raises `error`, at which `asyncio` stops accepting for `PAUSE` seconds; once a pause, since
        `asyncio` calls `accept` again in the same round.
        """
        if self._spare is not None:
            os.close(self._spare)
            self._spare = None
            try:
                plain, _ = super().accept()
            except OSError:
                pass
            else:
                self._refuse_connection(plain, "no file descriptor is free")
        with suppress(OSError):
            self._spare = os.open(os.devnull, os.O_RDONLY)
        if self._spare is None and self.clock() >= self._resume_at:
            self._resume_at = self.clock() + PAUSE
            self._report_refusals("no file descriptor is free")
            raise error

    def _refuse_connection(self, plain: socket.socket, why: str) -> None:
        """Answer 503 without waiting for the request. Bytes already received are read, so that the close is no TCP reset."""
        with plain, suppress(OSError):
            plain.setblocking(False)
            plain.send(REFUSAL)
            plain.shutdown(socket.SHUT_WR)
            plain.recv(65_536)
        self._refused += 1
        self._report_refusals(why)

    def _report_refusals(self, why: str) -> None:
        """Log the number of refused connections, at most once in `REPORT_EVERY` seconds."""
        if self.clock() >= self._report_at:
            log.warning("connections refused", why=why, refused=self._refused, open=self.held, limit=self.limit)
            self._refused, self._report_at = 0, self.clock() + REPORT_EVERY


def open_listener(host: str, port: int, family: socket.AddressFamily) -> BoundedListener:
    """Open the listening socket of this address. Raises OSError."""
    limit = compute_connection_limit(resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    return BoundedListener(socket.create_server((host, port), family=family, backlog=2048), limit)


def compute_connection_limit(descriptors: int) -> int:
    """The limit of connections under this limit of file descriptors (RLIMIT_NOFILE)."""
    if descriptors == resource.RLIM_INFINITY:
        return MAX_CONNECTIONS
    return max(1, min(MAX_CONNECTIONS, descriptors - min(RESERVED, descriptors * 3 // 4)))


def is_accept_failure(context: Mapping[str, Any]) -> bool:
    """Whether an event loop reports a failed accept without a free descriptor. The listener logs it itself."""
    return context.get("message") == "socket.accept() out of system resource"
