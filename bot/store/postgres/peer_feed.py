"""Tells the processes over one database of each other's commits (NOTIFY), and lets one of them lead (an advisory lock).

A note is sent in the transaction that it is about, so that none is lost with its writer. A process whose session was lost
does not know what it missed: then anything may have changed.
"""

import asyncio
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress

import psycopg
import structlog

from bot.store.peer_port import PeerChanges
from bot.store.postgres.connecting import SqlConnection, connect_for_writing
from bot.store.postgres.grouped_statements import shorten_error

log_line = structlog.get_logger()

CHANNEL = "countersign"
SEND = "SELECT pg_notify('countersign', %s::text)"
MAX_PAYLOAD = 7_900
"""Bytes; PostgreSQL takes 7,999."""
HOLDS, REVOKED, JOBS = "!holds", "!revoked", "!jobs"
"""Words of a payload besides the ids of threads. The first word of a payload is the sender."""

LEAD_LOCK = (0x434F554E, 2)
LOOK_SECONDS = 1.0
"""Seconds between two tries to lead, and between two proofs that the session lives."""
GATHER_SECONDS = 0.003
PAUSE = 0.2


def make_payloads(sender: str, words: Collection[str]) -> Iterator[str]:
    """The payloads that tell these words."""
    payload = sender
    for word in sorted(words):
        if len(payload) + 1 + len(word) > MAX_PAYLOAD:
            yield payload
            payload = sender
        payload = f"{payload} {word}"
    if payload != sender:
        yield payload


def parse_payloads(payloads: Collection[str], own: str) -> PeerChanges:
    """The changes in these payloads, without those of this process."""
    words: set[str] = set()
    for payload in payloads:
        sender, *told = payload.split(" ")
        if sender != own:
            words.update(told)
    marks = {HOLDS, REVOKED, JOBS}
    return PeerChanges(frozenset(words - marks), JOBS in words, HOLDS in words, REVOKED in words)


class PeerFeed:
    """Listens in a thread of its own. Calls `take` with changes and `lead` with whether this process leads, in the loop."""

    def __init__(
        self,
        url: str,
        own: str,
        loop: asyncio.AbstractEventLoop,
        take: Callable[[PeerChanges], None],
        lead: Callable[[bool], None],
        *,
        may_lead: bool,
    ) -> None:
        self._url, self._own, self._loop, self._may_lead = url, own, loop, may_lead
        self._take, self._lead = take, lead
        self._is_leading, self._is_closed = False, threading.Event()
        self.is_listening = loop.create_future()
        self._thread = threading.Thread(target=self._run_loop, name="countersign-peers", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening and leading. Blocks for `LOOK_SECONDS` at most."""
        self._is_closed.set()
        self._thread.join()

    def _run_loop(self) -> None:
        while not self._is_closed.is_set():
            try:
                with connect_for_writing(self._url) as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    self._call(self._note_listening)
                    self._listen(connection)
            except psycopg.Error as error:
                log_line.warning("changes of other processes are not heard", error=shorten_error(error))
                self._set_leading(False)
                self._is_closed.wait(PAUSE)
        self._set_leading(False)

    def _listen(self, connection: SqlConnection) -> None:
        look_at = 0.0
        while not self._is_closed.is_set():
            if time.monotonic() >= look_at:
                self._try_to_lead(connection)
                look_at = time.monotonic() + LOOK_SECONDS
            heard = [note.payload for note in connection.notifies(timeout=LOOK_SECONDS, stop_after=1)]
            if heard:
                heard += [note.payload for note in connection.notifies(timeout=GATHER_SECONDS)]
                changes = parse_payloads(heard, self._own)
                if changes != PeerChanges():
                    self._call(self._take, changes)

    def _try_to_lead(self, connection: SqlConnection) -> None:
        """Take the lock of the leader, or prove that the session that has it lives. Raises psycopg.Error."""
        if self._is_leading or not self._may_lead:
            connection.execute("SELECT 1")
            return
        row = connection.execute("SELECT pg_try_advisory_lock(%s::int, %s::int)", LEAD_LOCK).fetchone()
        self._set_leading(row is not None and bool(row[0]))

    def _set_leading(self, is_leading: bool) -> None:
        if is_leading != self._is_leading:
            self._is_leading = is_leading
            self._call(self._lead, is_leading)

    def _note_listening(self) -> None:
        if not self.is_listening.done():
            self.is_listening.set_result(None)
        else:
            self._take(PeerChanges(is_lost=True))

    def _call(self, callback: Callable[..., None], *values: object) -> None:
        with suppress(RuntimeError):  # the loop is closed
            self._loop.call_soon_threadsafe(callback, *values)
