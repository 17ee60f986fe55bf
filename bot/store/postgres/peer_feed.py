"""Tells the processes over one database of each other's commits, by NOTIFY.

A note is sent in the transaction that it is about, so that none is lost with its writer. A process whose session was lost
does not know what it missed: then anything may have changed.
"""

import asyncio
import re
import select
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress

import psycopg
import structlog

from bot.store.peer_port import LeasedJob, PeerChanges
from bot.store.postgres.connecting import SqlConnection, connect_for_writing
from bot.store.postgres.prepared_statements import PreparedCall, PreparedStatements
from bot.store.postgres.server_error_refusals import shorten_error
from bot.store.postgres.unanswered_session_timeout import SessionGuard

log_line = structlog.get_logger()

CHANNEL = "countersign"
SEND = "SELECT pg_notify('countersign', %(payload)s::text)"
MAX_PAYLOAD = 7_900
"""Bytes; PostgreSQL takes 7,999."""
HOLDS, REVOKED, JOBS, TURNS = "!holds", "!revoked", "!jobs", "!turns"
"""Words of a payload besides the ids of threads. The first word of a payload is the sender. `TURNS`: it takes turns."""
OFFER = "!offer:"
"""Begins the word of a due job: `!offer:process:kind:key`, for this process, or for all without one. A release before it reads `JOBS`."""
VERSION = "!version:"
"""Begins the word of the version that the sender's row of the sum over the heads has after the commit (`own_sum_row`)."""
_VERSION = re.compile(rf"([0-9a-f]{{16}}) (?:\S+ )*?{VERSION}([0-9]{{1,15}})(?: |\Z)", re.ASCII)

LOOK_SECONDS = 1.0
"""Seconds without a note after which the session is tried, so that its loss is noticed."""
ANSWER_SECONDS = 3.0
GATHER_SECONDS = 0.003
"""Pause after a note, in which further ones gather: the first of a burst is told at once."""
PAUSE = 0.2


def write_offer(job: LeasedJob, process: str = "") -> str:
    """The word that offers this job to a process, by its name, or to all."""
    return f"{OFFER}{process}:{job.kind}:{job.key}"


def write_version(version: int) -> str:
    return f"{VERSION}{version}"


def read_version(payload: str) -> tuple[str, int] | None:
    """The sender of this payload, and the version that it tells, if it does. Any program may send one."""
    found = _VERSION.match(payload)
    return (found[1], int(found[2])) if found else None


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


def make_notes(sender: str, words: Collection[str]) -> list[PreparedCall]:
    """The statements that tell the other processes these words. Without a sender there are none."""
    return [(SEND, {"payload": payload}) for payload in make_payloads(sender, words)] if sender else []


def parse_payloads(payloads: Collection[str], own: str) -> PeerChanges:
    """The changes in these payloads, without those of this process."""
    words: set[str] = set()
    offers: set[str] = set()
    for payload in payloads:
        sender, *told = payload.split(" ")
        if sender != own:
            offered = {word for word in told if word.startswith(OFFER)}
            offers |= offered
            others = (word for word in told if word not in offered and not word.startswith(VERSION))
            words.update(word for word in others if not (offered and word == JOBS))
    marks = {HOLDS, REVOKED, JOBS, TURNS}
    jobs = frozenset(
        LeasedJob(kind, key)
        for process, kind, key in (word.removeprefix(OFFER).split(":", 2) for word in offers)
        if process in ("", own)
    )
    return PeerChanges(frozenset(words - marks), JOBS in words, HOLDS in words, REVOKED in words, offered=jobs)


def _describe_error(error: Exception) -> str:
    return shorten_error(error) if isinstance(error, psycopg.Error) else f"{type(error).__name__}: {error}"


class PeerFeed:
    """Listens in a thread of its own, and calls `take` in the event loop: with payloads, or None after some may have been missed."""

    def __init__(
        self,
        url: str,
        loop: asyncio.AbstractEventLoop,
        take: Callable[[Sequence[str] | None], None],
    ) -> None:
        self._url, self._loop, self._take = url, loop, take
        self._is_closed = threading.Event()
        self.is_listening = loop.create_future()
        self._guard = SessionGuard("countersign-peer-guard")
        self._thread = threading.Thread(target=self._run_loop, name="countersign-peers", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening. Blocks for a few seconds at most."""
        self._is_closed.set()
        self._thread.join()
        self._guard.close()

    def _run_loop(self) -> None:
        while not self._is_closed.is_set():
            try:
                with connect_for_writing(self._url, answer_seconds=ANSWER_SECONDS) as connection:
                    statements = PreparedStatements(connection)  # a cursor would take notes that come with its answer
                    with self._guard.limit(connection, ANSWER_SECONDS):
                        statements.run([(f"LISTEN {CHANNEL}", {})])
                    self._call(self._note_listening)
                    self._listen(connection, statements)
            except Exception as error:  # noqa: BLE001  the thread goes on, and takes everything for changed once it hears again
                log_line.warning("changes of other processes are not heard", error=_describe_error(error))
                self._is_closed.wait(PAUSE)

    def _listen(self, connection: SqlConnection, statements: PreparedStatements) -> None:
        """Raises psycopg.Error when the session is lost."""
        libpq, poll = connection.pgconn, select.poll()
        poll.register(libpq.socket, select.POLLIN)
        while not self._is_closed.is_set():
            if poll.poll(LOOK_SECONDS * 1000):
                libpq.consume_input()
            else:
                with self._guard.limit(connection, ANSWER_SECONDS):
                    statements.run([("SELECT 1", {})])
            heard = []
            while (note := libpq.notifies()) is not None:
                heard.append(note.extra.decode())
            if heard:
                self._call(self._take, heard)
                self._is_closed.wait(GATHER_SECONDS)

    def _note_listening(self) -> None:
        if not self.is_listening.done():
            self.is_listening.set_result(None)
        else:
            self._take(None)

    def _call(self, callback: Callable[..., None], *values: object) -> None:
        with suppress(RuntimeError):  # the loop is closed
            self._loop.call_soon_threadsafe(callback, *values)
