"""Checks the logs of all threads in bounded memory."""

import math
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from bot.core.errors import NotFound, Unavailable
from bot.store.log_report import LogReport, ThreadFault, UnreadRow, describe_evidence
from bot.store.log_signing import HeadSigner
from bot.store.sqlite import signed_log_summary
from bot.store.thread_check import check_rows

BATCH = 200
"""Threads that are checked in one read transaction: a longer one would delay the checkpoint of the WAL."""


class VerifiedBatch(NamedTuple):
    """The result of one batch: its last id (None: it was the last batch), the number of threads, the broken ones, and
    those that rest since this version cannot read an event of them."""

    last: str | None
    threads: int
    faults: list[ThreadFault]
    resting: list[UnreadRow]


def verify_all(connection: sqlite3.Connection, signer: HeadSigner | None) -> Iterator[VerifiedBatch]:
    """Check all threads, also those with events and no own row. Without a signer, signatures are not checked."""
    after = ""
    while True:
        with _open_snapshot(connection), read_text_as_is(connection):
            batch = verify_batch(connection, signer, after)
        yield batch
        if batch.last is None:
            return
        after = batch.last


def check_thread(
    connection: sqlite3.Connection, signer: HeadSigner | None, thread: str
) -> tuple[ThreadFault | None, UnreadRow | None]:
    """The fault of this thread, None when it verifies, and its first event that this version cannot read."""
    with _open_snapshot(connection), read_text_as_is(connection):
        head = connection.execute(f"SELECT {_list_columns(signer)} FROM thread WHERE id=?", (thread,)).fetchone()  # noqa: S608
        with closing(_select_events(connection, "thread=?", (thread,))) as rows:
            return check_rows(thread, head[1:] if head else None, (row[1:] for row in rows), signer)


def has_thread(connection: sqlite3.Connection, thread: str) -> bool:
    """Whether this thread has a row, its own or an event."""
    found = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM thread WHERE id=?1) OR EXISTS (SELECT 1 FROM event WHERE thread=?1)", (thread,)
    ).fetchone()
    return bool(found[0])


def inspect_log(
    path: Path,
    signer: HeadSigner,
    thread: str | None = None,
    *,
    seconds: float = math.inf,
    progress: Callable[[int], None] = lambda threads: None,
) -> LogReport:
    """Read a database of the current schema, also while a server writes, and check one thread or all, in bounded
    memory.

    `progress` gets the number of checked threads; after `seconds` the rest is left out. Raises NotFound for a missing
    thread, NoEvidence, Unavailable.
    """
    try:
        return _inspect_log(path, signer, thread, seconds, progress)
    except sqlite3.Error as error:
        raise Unavailable(f"The log cannot be read now: {error}. Try again, or restore a backup.") from error


def _inspect_log(
    path: Path, signer: HeadSigner, thread: str | None, seconds: float, progress: Callable[[int], None]
) -> LogReport:
    began = time.monotonic()
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=5, isolation_level=None)) as connection:
        evidence = signed_log_summary.read_log_evidence(connection, signer)
        missing = evidence.missing or signed_log_summary.describe_missing_threads(connection, signer)
        history = tuple(describe_evidence(evidence))
        if thread is not None:
            if not has_thread(connection, thread):
                raise NotFound("thread", thread)
            fault, unread = check_thread(connection, signer, thread)
            resting = (unread,) if unread and not fault else ()
            return LogReport(1, (fault,) if fault else (), missing, history, resting=resting)
        faults: list[ThreadFault] = []
        unreads: list[UnreadRow] = []
        threads = 0
        for batch in verify_all(connection, signer):
            threads += batch.threads
            faults += batch.faults
            unreads += batch.resting
            progress(threads)
            if time.monotonic() > began + seconds and batch.last is not None:
                return LogReport(threads, tuple(faults), missing, history, is_whole=False, resting=tuple(unreads))
        return LogReport(threads, tuple(faults), missing, history, resting=tuple(unreads))


NUMBERED_ROWS = (
    "SELECT thread, key & 16777215, type, v, at, body, hash FROM thread_number"
    " CROSS JOIN numbered_event ON key > number << 24 AND key < (number + 1) << 24"
)
OLDER_ROWS = "SELECT thread, seq, type, v, at, body, hash FROM event"
"""Before schema 0014."""
BEHIND_ALL = b""
"""SQLite sorts every blob after every text: an id that is no text belongs to no thread, and is not loaded."""


def verify_batch(connection: sqlite3.Connection, signer: HeadSigner | None, after: str) -> VerifiedBatch:
    """Check threads after the id `after`: their own rows and their events are read side by side, both in the order of
    ids.
    """
    own = read_heads(connection, signer, after)
    last = own[-1][0] if len(own) == BATCH else None
    upto = last if last is not None else BEHIND_ALL
    events = _select_events(connection, "thread>? AND thread<=?", (after, upto))
    row = events.fetchone()
    faults: list[ThreadFault] = []
    resting: list[UnreadRow] = []

    def rows_of(thread: str) -> Iterator[Any]:
        nonlocal row
        while row is not None and row[0] == thread:
            yield row[1:]
            row = events.fetchone()

    def check(thread: str, head: Any) -> None:
        rows = rows_of(thread)
        fault, unread = check_rows(thread, head, rows, signer)
        if fault:
            faults.append(fault)
        elif unread:
            resting.append(unread)
        for _ in rows:
            continue

    for thread, *head in own:
        while row is not None and row[0] < thread:
            check(row[0], None)
        check(thread, head)
    while row is not None:
        check(row[0], None)
    return VerifiedBatch(last, len(own), faults, resting)


def read_heads(connection: sqlite3.Connection, signer: HeadSigner | None, after: str) -> list[Any]:
    query = f"SELECT {_list_columns(signer)} FROM thread WHERE id>? AND id<? ORDER BY id LIMIT ?"  # noqa: S608
    return connection.execute(query, (after, BEHIND_ALL, BATCH)).fetchall()


def _select_events(connection: sqlite3.Connection, condition: str, values: tuple[Any, ...]) -> sqlite3.Cursor:
    """The events of these threads by thread and number, read in the order of the tables: none is sorted in memory."""
    is_numbered = connection.execute("SELECT 1 FROM sqlite_master WHERE name='numbered_event'").fetchone()
    query, order = (NUMBERED_ROWS, "key") if is_numbered else (OLDER_ROWS, "seq")
    return connection.execute(f"{query} WHERE {condition} ORDER BY thread, {order}", values)


def _list_columns(signer: HeadSigner | None) -> str:
    """A file of an older schema has no signatures."""
    return "id, seq, head, mac" if signer else "id, seq, head"


@contextmanager
def _open_snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")


@contextmanager
def read_text_as_is(connection: sqlite3.Connection) -> Iterator[None]:
    """Read text that is not UTF-8 too, so that it fails the check of its thread instead of stopping all checks."""
    before, connection.text_factory = connection.text_factory, lambda raw: raw.decode(errors="replace")
    try:
        yield
    finally:
        connection.text_factory = before
