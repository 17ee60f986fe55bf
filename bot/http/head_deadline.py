"""HTTP/1.1 for uvicorn, parsed strictly by h11, with a deadline for the head of each request.

uvicorn itself waits without limit for the head of a connection's first request, and single bytes keep a connection open.
Use it as `uvicorn.Config(http=DeadlineProtocol)`. `RequestGuard` has the deadline of the body.
"""

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

PATIENCE = 10.0
"""Seconds for the head of a request, from the begin of the connection or from the head's first byte."""


class DeadlineProtocol(H11Protocol):
    """Closes a connection when the head of a request does not arrive in time."""

    patience = PATIENCE

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._alarm: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        self._start_deadline()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._stop_deadline()
        else:
            self._start_deadline()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_deadline()
        super().connection_lost(exc)

    def _start_deadline(self) -> None:
        """Start the deadline unless it runs: later bytes of the same head do not move it."""
        if self._alarm is None:
            self._alarm = self.loop.call_later(self.patience, self._close_late)

    def _stop_deadline(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None

    def _close_late(self) -> None:
        self._alarm = None
        self.timeout_keep_alive_handler()
