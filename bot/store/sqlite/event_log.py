"""The append and the range scan of the event log, in prepared SQL. An append is refused when another one came first."""

import hashlib
import itertools
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from typing import Any, NamedTuple

from bot.core.errors import Unavailable
from bot.store.compression import deflate_piece, inflate_piece, pack_body, unpack_body
from bot.store.hash_chain import NO_HASH, BrokenChain, ChainReader, LogRow, VerifiedRows
from bot.store.log_signing import HeadSigner
from bot.store.refusals import AppendConflict
from bot.store.sqlite.signed_log_summary import replace_heads
from bot.store.thread_append import IndexChange, RequestAmended, RequestOpened, RequestSettled, SideWrites, ThreadHead

SqlRow = tuple[Any, ...]

_OPEN_THREAD = (
    "INSERT INTO thread (id, agent, title, requester, status, seq, head, mac, opened, touched, due, owes)"
    " VALUES (?,?,?,?,?,?,?,?,?,?,?,?)"
)
_TOUCH_THREAD = "UPDATE thread SET seq=?, head=?, mac=?, status=?, due=?, owes=?, touched=? WHERE id=? AND seq=?"
_UPDATE_THREAD = "UPDATE thread SET seq=?, head=?, mac=?, status=?, due=?, owes=? WHERE id=? AND seq=?"

MAX_EVENTS = (1 << 24) - 1
"""Events of one thread: the key of an event is the number of its thread, and its own in the last 24 bits."""
_ADD_EVENT = "INSERT INTO numbered_event (key, type, v, at, body, hash) VALUES (?,?,?,?,?,?)"
_ADD_FIRST_PIECE = "INSERT OR IGNORE INTO numbered_piece (key, renderer, delta) VALUES (?,?,?)"
_ADD_PIECE = (
    "INSERT INTO numbered_piece (key, renderer, delta) SELECT ?1 + kept, ?2, ?3 FROM (SELECT count(*) AS kept,"
    " coalesce(sum(renderer=?2), 0) AS same FROM numbered_piece WHERE key BETWEEN ?1 AND ?1 + 15) WHERE same=0 AND kept<16"
)
"""In the next free one of the 16 slots of an event, unless the piece of this renderer is kept."""


class RowsToAppend(NamedTuple):
    """Rows for the end of a thread, or of a new one. `signed` is the signature of the head before; `is_touched`: `touched` of
    the head is another than before."""

    head: ThreadHead
    rows: Sequence[LogRow]
    signed: bytes | None = None
    is_touched: bool = True


def append_rows(
    connection: sqlite3.Connection,
    signer: HeadSigner,
    head: ThreadHead,
    rows: Sequence[LogRow],
    signed: bytes | None = None,
) -> bytes:
    """Append to one thread, see `append_to_threads`; return the signature of its new head."""
    return append_to_threads(connection, signer, [RowsToAppend(head, rows, signed)])[0]


def append_to_threads(
    connection: sqlite3.Connection,
    signer: HeadSigner,
    appends: Sequence[RowsToAppend],
    numbers: dict[str, int] | None = None,
) -> list[bytes]:
    """Append to several threads with one statement for each table, and return the signatures of their new heads.

    `numbers` are those of threads that are known; the others are added to it. Raises AppendConflict when another append to one of them came first: then nothing may be kept of all. Raises Unavailable.
    """
    numbers = {} if numbers is None else numbers
    opened, touched, updated, macs = list[SqlRow](), list[SqlRow](), list[SqlRow](), list[bytes]()
    for head, rows, _, is_touched in appends:
        last = rows[-1]
        if last.seq > MAX_EVENTS:
            raise Unavailable(
                f"The thread {head.id} has {MAX_EVENTS} events, and the database takes no more for one thread."
            )
        macs.append(mac := signer.sign_head(head.id, last.seq, last.hash))
        if rows[0].seq == 1:
            opened.append((*head[:5], last.seq, last.hash, mac, *head[5:]))
            continue
        state, where = (last.seq, last.hash, mac, head.status, head.due, head.owes), (head.id, rows[0].seq - 1)
        if is_touched:
            touched.append((*state, head.touched, *where))
        else:  # SQLite would write the index anew even with an equal value
            updated.append((*state, *where))
    ids = ", ".join(each.head.id for each in appends)
    try:
        if opened:
            connection.executemany(_OPEN_THREAD, opened)
            numbers.update(_number_threads(connection, [id for id, *_ in opened]))
        for statement, changed in ((_TOUCH_THREAD, touched), (_UPDATE_THREAD, updated)):
            if changed and connection.executemany(statement, changed).rowcount != len(changed):
                raise AppendConflict(ids)
        find_numbers(connection, [each.head.id for each in appends], numbers)
        connection.executemany(
            _ADD_EVENT,
            [
                (numbers[head.id] << 24 | row.seq, row.type, row.v, row.at, pack_body(row.body, head.id), row.hash)
                for head, rows, *_ in appends
                for row in rows
            ],
        )
    except sqlite3.IntegrityError as error:
        raise AppendConflict(ids) from error
    before = [None if each.rows[0].seq == 1 else each.signed for each in appends]
    replace_heads(connection, signer, list(zip(before, macs, strict=True)))
    return macs


def _number_threads(connection: sqlite3.Connection, threads: Sequence[str]) -> dict[str, int]:
    """Give new threads the next numbers. Call it before their first events are written."""
    (last,) = connection.execute("SELECT coalesce(max(key), 0) >> 24 FROM numbered_event").fetchone()
    numbers = dict(zip(threads, itertools.count(last + 1), strict=False))
    connection.executemany("INSERT INTO thread_number (thread, number) VALUES (?,?)", numbers.items())
    return numbers


def find_numbers(connection: sqlite3.Connection, threads: Iterable[str], numbers: dict[str, int]) -> None:
    """Add the numbers of these threads that are not known yet. Raises Unavailable."""
    for thread in threads:
        if thread in numbers:
            continue
        found = connection.execute("SELECT number FROM thread_number WHERE thread=?", (thread,)).fetchone()
        if found is None or not isinstance(found[0], int):
            raise Unavailable(
                f"The database was changed by another program: the thread {thread} has no number any more."
                " Stop and run `countersign doctor`."
            )
        numbers[thread] = found[0]


def set_due(connection: sqlite3.Connection, thread: str, due: int | None) -> None:
    """Note when a turn must handle this thread next, without an append."""
    connection.execute("UPDATE thread SET due=? WHERE id=?", (due, thread))


def index_requests(connection: sqlite3.Connection, changes: Iterable[IndexChange]) -> None:
    """Update the index of requests, in the transaction of the events."""
    for change in changes:
        match change:
            case RequestOpened():
                connection.execute(
                    "INSERT INTO request (id, thread, kind, status, basis, wish, opened) VALUES (?,?,?,'pending',?,?,?)"
                    " ON CONFLICT (id) DO UPDATE SET status='pending', basis=excluded.basis, wish=excluded.wish",
                    (change.id, change.thread, change.kind, change.basis, change.wish, change.at),
                )
            case RequestAmended():
                connection.execute("UPDATE request SET wish=? WHERE id=?", (change.wish, change.id))
            case RequestSettled():
                connection.execute(
                    'UPDATE request SET status=?, settled=?, "by"=? WHERE id=?',
                    (change.status, change.at, change.by, change.id),
                )


def keep_pieces(
    connection: sqlite3.Connection,
    side_writes: Sequence[tuple[str, SideWrites]],
    numbers: dict[str, int] | None = None,
) -> None:
    """Keep the pieces that the model is shown of events, with the thread of each. `numbers`: see `append_to_threads`."""
    numbers = {} if numbers is None else numbers
    find_numbers(connection, [thread for thread, each in side_writes if each.pieces], numbers)
    rows = [
        ((numbers[thread] << 24 | seq) << 4, each.renderer, deflate_piece(piece, body))
        for thread, each in side_writes
        for seq, piece, body in each.pieces
    ]
    if rows and connection.executemany(_ADD_FIRST_PIECE, rows).rowcount != len(rows):  # some have pieces
        connection.executemany(_ADD_PIECE, rows)


def copy_pieces(connection: sqlite3.Connection, source: str, thread: str, last: int) -> None:
    """Copy the pieces of a thread's events up to `last` to a fork."""
    connection.execute(
        "INSERT INTO numbered_piece (key, renderer, delta)"
        " SELECT fork.number << 28 | (key & 268435455), renderer, delta FROM thread_number AS source"
        " CROSS JOIN numbered_piece ON key BETWEEN source.number << 28 AND (source.number << 24 | ?2) << 4 | 15"
        " CROSS JOIN thread_number AS fork ON fork.thread=?3 WHERE source.thread=?1",
        (source, last, thread),
    )


def keep_texts(connection: sqlite3.Connection, texts: Iterable[str]) -> None:
    if rows := [(hashlib.sha256(text.encode()).digest(), text) for text in texts]:
        connection.executemany("INSERT OR IGNORE INTO text (hash, body) VALUES (?,?)", rows)


def read_checked(
    connection: sqlite3.Connection, signer: HeadSigner, thread: str, after: int = 0, before: bytes | None = None
) -> VerifiedRows:
    """The rows after number `after`, verified up to the signed head. `before` is the hash of event `after`, if it is
    known.

    Otherwise the hash in the file is used: with a changed one the chain would not end at the head. One snapshot, one
    range scan. Raises BrokenChain.
    """
    connection.execute("BEGIN")
    try:
        head = connection.execute("SELECT seq, head, mac FROM thread WHERE id=?", (thread,)).fetchone()
        if after and before is None:
            if head is not None and isinstance(head[0], int) and after > head[0]:
                return VerifiedRows([], head[2], head[0])  # rows after the end do not count
            found = connection.execute(
                "SELECT hash FROM thread_number CROSS JOIN numbered_event ON key = number << 24 | ?2 WHERE thread=?1",
                (thread, after),
            ).fetchone()
            before = found[0] if found else NO_HASH
        if not isinstance(before := before or NO_HASH, bytes):
            raise BrokenChain(after, "a column holds a value of another kind")
        reader = ChainReader(thread, after, before)
        with closing(_select_rows(connection, thread, after)) as cursor:  # an open cursor holds the snapshot
            rows = [reader.check_row(raw) for raw in cursor]
        if head is None and not rows and not after:
            return VerifiedRows([], b"", 0)
        reader.check_head(head, signer)
    except sqlite3.OperationalError as error:
        if "decode" in str(error):
            raise BrokenChain(after + 1, "a text of it or of an event behind it is not UTF-8") from error
        raise
    finally:
        connection.execute("ROLLBACK")
    return VerifiedRows(rows, head[2], head[0])


def verify_rows(connection: sqlite3.Connection, thread: str, after: int, before: bytes, last: int) -> bytes:
    """Check the rows after number `after`, whose hash is `before`, up to `last`; return its hash. Raises BrokenChain."""
    reader = ChainReader(thread, after, before)
    try:
        with closing(_select_rows(connection, thread, after, last)) as cursor:
            for raw in cursor:
                reader.check_row(raw)
    except sqlite3.OperationalError as error:
        if "decode" in str(error):
            raise BrokenChain(reader.seq + 1, "a text of it is not UTF-8") from error
        raise
    if reader.seq != last:
        raise BrokenChain(reader.seq + 1, "it is missing")
    return reader.hash


def _select_rows(connection: sqlite3.Connection, thread: str, after: int, last: int = MAX_EVENTS) -> sqlite3.Cursor:
    return connection.execute(
        "SELECT key & 16777215, type, v, at, body, hash FROM thread_number"
        " CROSS JOIN numbered_event ON key > number << 24 | ?2 AND key <= number << 24 | ?3 WHERE thread=?1 ORDER BY key",
        (thread, min(after, MAX_EVENTS), min(last, MAX_EVENTS)),
    )


def read_rows(connection: sqlite3.Connection, thread: str, after: int = 0) -> list[LogRow]:
    """The rows after number `after`, in order, unchecked: for tools that inspect a file."""
    rows = _select_rows(connection, thread, after)
    return [LogRow(seq, type, v, at, unpack_body(body, thread), hash) for seq, type, v, at, body, hash in rows]


def read_length(connection: sqlite3.Connection, thread: str) -> int:
    """The number of the last event, 0 for a missing thread."""
    row = connection.execute("SELECT seq FROM thread WHERE id=?", (thread,)).fetchone()
    return row[0] if row else 0


def read_pieces(connection: sqlite3.Connection, thread: str, renderer: str) -> dict[int, str]:
    """All kept pieces of a thread, by event number."""
    rows = connection.execute(
        "SELECT event.key & 16777215, delta, body FROM thread_number CROSS JOIN numbered_piece AS piece"
        " ON piece.key > number << 28 AND piece.key < (number + 1) << 28"
        " CROSS JOIN numbered_event AS event ON event.key = piece.key >> 4 WHERE thread=? AND renderer=?",
        (thread, renderer),
    )
    return {seq: inflate_piece(delta, unpack_body(body, thread)) for seq, delta, body in rows}


def read_texts(connection: sqlite3.Connection, hashes: Iterable[str]) -> dict[str, str]:
    """The kept texts with these SHA-256, by their hash."""
    keys = [bytes.fromhex(sha256) for sha256 in hashes]
    found: dict[str, str] = {}
    for start in range(0, len(keys), 500):
        some = keys[start : start + 500]
        placeholders = ",".join("?" * len(some))
        rows = connection.execute(f"SELECT hash, body FROM text WHERE hash IN ({placeholders})", some)  # noqa: S608
        found.update((hash.hex(), body) for hash, body in rows)
    return found


def list_kept_seqs(connection: sqlite3.Connection, thread: str, renderer: str, first: int, last: int) -> set[int]:
    """The events from `first` to `last` with a kept piece of this renderer."""
    rows = connection.execute(
        "SELECT key >> 4 & 16777215 FROM thread_number CROSS JOIN numbered_piece"
        " ON key BETWEEN (number << 24 | ?3) << 4 AND (number << 24 | ?4) << 4 | 15 WHERE thread=?1 AND renderer=?2",
        (thread, renderer, first, min(last, MAX_EVENTS)),
    )
    return {seq for (seq,) in rows}


def read_text(connection: sqlite3.Connection, sha256: str) -> str | None:
    row = connection.execute("SELECT body FROM text WHERE hash=?", (bytes.fromhex(sha256),)).fetchone()
    return row[0] if row else None


def find_broken_event(connection: sqlite3.Connection, thread: str, signer: HeadSigner | None = None) -> int | None:
    """The number of the first event that breaks the chain (edited, deleted, reordered, cut off), or None."""
    reader = ChainReader(thread)
    try:
        with closing(_select_rows(connection, thread, 0)) as cursor:
            for raw in cursor:
                reader.check_row(raw)
        reader.check_head(
            connection.execute("SELECT seq, head, mac FROM thread WHERE id=?", (thread,)).fetchone(), signer
        )
    except BrokenChain as broken:
        return broken.seq
    return None
