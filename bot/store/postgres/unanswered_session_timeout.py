"""Ends sessions that get no answer, so that the thread which waits for one goes on. The driver itself waits for ever.

A network that is cut, or a server that stands still, ends no connection by itself for minutes.
"""

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg

from bot.store.postgres.connecting import SqlConnection

LOOK_SECONDS = 0.2


class SessionGuard:
    """Watches, in a thread of its own, how long a session waits for an answer. It also calls `look` at each look."""

    def __init__(self, name: str, look: Callable[[], None] = lambda: None) -> None:
        self._look = look
        self._lock = threading.Lock()
        self._watched: tuple[float, SqlConnection] | None = None
        self._is_closed = threading.Event()
        self._thread = threading.Thread(target=self._run_loop, name=name, daemon=True)
        self._thread.start()

    @contextmanager
    def limit(self, connection: SqlConnection, seconds: float) -> Iterator[None]:
        """Shut the connection down unless the block ends in this time; what waits in it raises psycopg.OperationalError."""
        with self._lock:
            self._watched = (time.monotonic() + seconds, connection)
        try:
            yield
        finally:
            with self._lock:
                self._watched = None

    def close(self) -> None:
        self._is_closed.set()
        self._thread.join()

    def _run_loop(self) -> None:
        while not self._is_closed.wait(LOOK_SECONDS):
            with self._lock:
                if self._watched is not None and time.monotonic() > self._watched[0]:
                    shut_down(self._watched[1])
                    self._watched = None
            self._look()


def shut_down(connection: psycopg.Connection[Any] | psycopg.AsyncConnection[Any]) -> None:
    """End the connection at the socket: its own methods are not for a second thread."""
    with suppress(psycopg.Error, OSError), socket.socket(fileno=os.dup(connection.fileno())) as wire:
        wire.shutdown(socket.SHUT_RDWR)
