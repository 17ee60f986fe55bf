"""Checks the logs of all threads in bounded memory."""

import math
import time
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any, NamedTuple

import psycopg

from bot.core.errors import NotFound, Unavailable
from bot.store.log_report import LogReport, ThreadFault, UnreadRow, describe_evidence
from bot.store.log_signing import HeadSigner
from bot.store.postgres import signed_log_summary
from bot.store.postgres.connecting import SqlConnection, connect_for_reading
from bot.store.postgres.server_error_refusals import shorten_error
from bot.store.thread_check import check_rows

BATCH = 200
"""Threads that are checked in one read transaction: a longer one would keep the server from vacuuming."""
CHUNK = 500
"""Rows of events that are fetched at once."""

HEADS = "SELECT id, seq, head, mac FROM thread WHERE id > %s ORDER BY id LIMIT %s"
_EVENTS = """SELECT thread, seq, type, v, at, body, hash FROM event
    WHERE thread > %(after)s AND (%(last)s::text IS NULL OR thread <= %(last)s) ORDER BY thread, seq"""


class CheckedBatch(NamedTuple):
    """The result of one batch: its last id (None: it was the last batch), the number of threads, the broken ones, and
    those that rest since this version cannot read an event of them."""

    last: str | None
    threads: int
    faults: list[ThreadFault]
    resting: list[UnreadRow]


def verify_all(connection: SqlConnection, signer: HeadSigner) -> Iterator[CheckedBatch]:
    """Check all threads, also those with events and no own row."""
    after = ""
    while True:
        with connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            batch = verify_batch(connection, signer, after)
        yield batch
        if batch.last is None:
            return
        after = batch.last


def inspect_log(
    url: str,
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
        with connect_for_reading(url) as connection:
            evidence = signed_log_summary.read_log_evidence(connection, signer)
            missing = evidence.missing or signed_log_summary.describe_missing_threads(connection, signer)
            history = tuple(describe_evidence(evidence))
            if thread is not None:
                return _inspect_thread(connection, signer, thread, missing, history)
            return _inspect_all(connection, signer, missing, history, time.monotonic() + seconds, progress)
    except psycopg.Error as error:
        raise Unavailable(
            f"The log cannot be read now: {shorten_error(error)}. Try again, or restore a backup."
        ) from error


def _inspect_all(
    connection: SqlConnection,
    signer: HeadSigner,
    missing: str,
    history: tuple[str, ...],
    end: float,
    progress: Callable[[int], None],
) -> LogReport:
    faults: list[ThreadFault] = []
    resting: list[UnreadRow] = []
    threads, is_whole = 0, True
    for batch in verify_all(connection, signer):
        threads += batch.threads
        faults += batch.faults
        resting += batch.resting
        progress(threads)
        if time.monotonic() > end and batch.last is not None:
            is_whole = False
            break
    return LogReport(threads, tuple(faults), missing, history, is_whole=is_whole, resting=tuple(resting))


def _inspect_thread(
    connection: SqlConnection, signer: HeadSigner, thread: str, missing: str, history: tuple[str, ...]
) -> LogReport:
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        head = connection.execute("SELECT seq, head, mac FROM thread WHERE id = %s", (thread,)).fetchone()
        rows = connection.execute(
            "SELECT seq, type, v, at, body, hash FROM event WHERE thread = %s ORDER BY seq", (thread,)
        ).fetchall()
    if head is None and not rows:
        raise NotFound("thread", thread)
    fault, unread = check_rows(thread, head, rows, signer)
    resting = (unread,) if unread and not fault else ()
    return LogReport(1, (fault,) if fault else (), missing, history, resting=resting)


def verify_batch(connection: SqlConnection, signer: HeadSigner, after: str) -> CheckedBatch:
    """Check threads after the id `after`: their own rows, and their events side by side with them, in the order of ids."""
    own = {id: head for id, *head in connection.execute(HEADS, (after, BATCH)).fetchall()}
    threads, last = len(own), max(own) if len(own) == BATCH else None
    faults: list[ThreadFault] = []
    resting: list[UnreadRow] = []

    def check(thread: str, head: Any, rows: Iterator[Any]) -> None:
        fault, unread = check_rows(thread, head, rows, signer)
        if fault:
            faults.append(fault)
        elif unread:
            resting.append(unread)

    with connection.cursor("events") as cursor:
        cursor.itersize = CHUNK
        cursor.execute(_EVENTS, {"after": after, "last": last})
        for thread, rows in groupby(cursor, key=lambda row: row[0]):
            check(thread, own.pop(thread, None), (row[1:] for row in rows))
    for thread, head in own.items():
        check(thread, head, iter(()))
    return CheckedBatch(last, threads, sorted(faults), resting)
