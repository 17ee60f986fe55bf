"""HTTP/1.1 as we let uvicorn speak it: h11's strict reading, and a deadline for whoever does not finish asking.

uvicorn waits for ever for the head of a connection's first request, and a byte now and then keeps any connection. Give
this class as `uvicorn.FileConfig(http=Hurried)`. The body's deadline is the guard's.
"""

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

PATIENCE = 10.0
"""Seconds in which the head of a request must have come, from the connection's begin or from the head's first byte."""


class DeadlineProtocol(H11Protocol):
    """A connection that is closed when the head of a request does not come in time."""

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
        """A later byte of the same head does not move the deadline."""
        if self._alarm is None:
            self._alarm = self.loop.call_later(self.patience, self._close)

    def _stop_deadline(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None

    def _close(self) -> None:
        self._alarm = None
        self.timeout_keep_alive_handler()
