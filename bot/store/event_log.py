"""The append and the range scan of the event log, in prepared SQL. An append is refused when another one came first."""

import hashlib
import sqlite3
import zlib
from collections.abc import Iterable, Sequence
from contextlib import closing
from typing import Any, NamedTuple

from bot.core import events as e
from bot.store.signed_heads import HeadSigner, replace_head

NO_HASH = bytes(32)
LARGE = 400
"""Bytes of a body above which it is stored deflated."""
LARGEST = 64 * 1024 * 1024
"""Bytes of an inflated body. Our events are far smaller; a forged row must not fill the memory."""


class AppendConflict(Exception):
    """The thread is longer than the append assumed: read on and decide again."""


class LogRow(NamedTuple):
    """A row of the event table. `at` is microseconds since 1970, UTC."""

    seq: int
    type: str
    v: int
    at: int
    body: bytes
    hash: bytes

    @property
    def recorded(self) -> e.RecordedEvent:
        return e.RecordedEvent(self.seq, self.at, e.load_event(self.type, self.v, self.body))


class BrokenChain(Exception):
    """The rows of a thread differ from those that were written, from event `seq` on; `why` is the reason."""

    def __init__(self, seq: int, why: str) -> None:
        super().__init__(seq, why)
        self.seq, self.why = seq, why


class ThreadHead(NamedTuple):
    """The thread's own row after an append.

    `due` is when a turn must handle the thread and `owes` when the outbox must (microseconds; None: never). The job
    table holds the same; a lost job row is made again from these.
    """

    id: str
    agent: str
    title: str
    requester: str | None
    status: str
    opened: int
    touched: int
    due: int | None = None
    owes: int | None = None


class RequestSettled(NamedTuple):
    """A request that ended in this append."""

    id: str
    status: str
    at: int
    by: str | None


class RequestOpened(NamedTuple):
    """A request that was asked, or asked again, in this append. `wish` is the hash of its call, see `hash_wish`."""

    id: str
    thread: str
    kind: str
    basis: str
    at: int
    wish: str = ""


class RequestAmended(NamedTuple):
    """A request with edited arguments in this append."""

    id: str
    wish: str


def hash_wish(agent: str, intent: str, arguments: str) -> str:
    """32 hex digits that are the same for equal calls (tool and canonical arguments) of one agent, in any thread."""
    return hashlib.sha256(f"{agent}\0{intent}\0{arguments}".encode()).hexdigest()[:32]


def chain_rows(thread: str, before: bytes, recorded: Iterable[e.RecordedEvent]) -> list[LogRow]:
    """The rows of these events: each hash is the SHA-256 of the one before, the row's own columns and its body."""
    rows = []
    for seq, at, event in recorded:
        body = event.body()
        before = hash_row(thread, before, seq, event.row_type, event.row_version, at, body)
        rows.append(LogRow(seq, event.row_type, event.row_version, at, body, before))
    return rows


def hash_row(thread: str, before: bytes, seq: int, type: str, v: int, at: int, body: bytes) -> bytes:
    return hashlib.sha256(
        b"%b%b\n%d\n%b\n%d\n%d\n%b" % (before, thread.encode(), seq, type.encode(), v, at, body)
    ).digest()


def append_rows(
    connection: sqlite3.Connection,
    signer: HeadSigner,
    head: ThreadHead,
    rows: Sequence[LogRow],
    signed: bytes | None = None,
) -> bytes:
    """Add rows to the end of a thread, open it when the first row is its first, and sign its new head.

    `signed` is the signature of the head before. Returns the new one. Raises AppendConflict, Unavailable.
    """
    first, last = rows[0].seq, rows[-1]
    mac = signer.sign_head(head.id, last.seq, last.hash)
    try:
        if first == 1:
            row = (*head[:5], last.seq, last.hash, mac, *head[5:])
            connection.execute(
                "INSERT INTO thread (id, agent, title, requester, status, seq, head, mac, opened, touched, due, owes)"
                " VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
                row,
            )
        else:
            state = (last.seq, last.hash, mac, head.status, head.touched, head.due, head.owes)
            updated = connection.execute(
                "UPDATE thread SET seq=?, head=?, mac=?, status=?, touched=?, due=?, owes=? WHERE id=? AND seq=?",
                (*state, head.id, first - 1),
            )
            if updated.rowcount != 1:
                raise AppendConflict(head.id)
        connection.executemany(
            "INSERT INTO event (thread, seq, type, v, at, body, hash) VALUES (?,?,?,?,?,?,?)",
            [(head.id, row.seq, row.type, row.v, row.at, pack_body(row.body), row.hash) for row in rows],
        )
    except sqlite3.IntegrityError as error:
        raise AppendConflict(head.id) from error
    replace_head(connection, signer, None if first == 1 else signed, mac)
    return mac


def set_due(connection: sqlite3.Connection, thread: str, due: int | None) -> None:
    """Note when a turn must handle this thread next, without an append."""
    connection.execute("UPDATE thread SET due=? WHERE id=?", (due, thread))


def index_requests(
    connection: sqlite3.Connection, changes: Iterable[RequestOpened | RequestAmended | RequestSettled]
) -> None:
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
    connection: sqlite3.Connection, thread: str, renderer: str, pieces: Iterable[tuple[int, str, bytes]]
) -> None:
    """Keep the pieces that the model is shown of these events: (seq, piece, the event's body)."""
    connection.executemany(
        "INSERT OR IGNORE INTO piece (thread, seq, renderer, delta) VALUES (?,?,?,?)",
        [(thread, seq, renderer, deflate_piece(piece, body)) for seq, piece, body in pieces],
    )


def copy_pieces(connection: sqlite3.Connection, source: str, thread: str, last: int) -> None:
    """Copy the pieces of a thread's events up to `last` to a fork."""
    connection.execute(
        "INSERT INTO piece (thread, seq, renderer, delta) SELECT ?, seq, renderer, delta FROM piece"
        " WHERE thread=? AND seq<=?",
        (thread, source, last),
    )


def keep_text(connection: sqlite3.Connection, texts: Iterable[str]) -> None:
    connection.executemany(
        "INSERT OR IGNORE INTO text (hash, body) VALUES (?,?)",
        [(hashlib.sha256(text.encode()).digest(), text) for text in texts],
    )


def pack_body(body: bytes) -> bytes:
    """The stored form of a body: deflated when it is large. A row over 1,002 bytes would take a page of its own.

    The two forms cannot be confused: a body is a JSON object and begins with `{`, a zlib stream with `x`.
    """
    return zlib.compress(body) if len(body) > LARGE else body


def unpack_body(raw: bytes) -> bytes:
    """The body. Raises zlib.error when it cannot be inflated, or is larger than any event."""
    if raw[:1] != b"x":
        return raw
    inflater = zlib.decompressobj()
    body = inflater.decompress(raw, LARGEST)
    if not inflater.eof:
        raise zlib.error("incomplete, or too large")
    return body


def deflate_piece(piece: str, body: bytes) -> bytes:
    """The piece, compressed with its event's body as the dictionary: little more than the text that the renderer added."""
    # The smallest window that fits: a larger one costs time to clear.
    window = min(15, max(9, (len(body) + len(piece) + 262).bit_length()))
    compressor = zlib.compressobj(6, zlib.DEFLATED, -window, 5, zlib.Z_DEFAULT_STRATEGY, body[-32_000:])
    return compressor.compress(piece.encode()) + compressor.flush()


def inflate_piece(delta: bytes, body: bytes) -> str:
    decompressor = zlib.decompressobj(-15, body[-32_000:])
    return (decompressor.decompress(delta) + decompressor.flush()).decode()


class ChainReader:
    """Checks the rows of one thread in order, each against the one before. It holds no row.

    Starts after event `seq` with the hash `hash`.
    """

    __slots__ = ("hash", "seq", "thread")

    def __init__(self, thread: str, seq: int = 0, hash: bytes = NO_HASH) -> None:
        self.thread, self.seq, self.hash = thread, seq, hash

    def check_row(self, raw: Sequence[Any]) -> LogRow:
        """The next row, from the stored columns (seq, type, v, at, body, hash). Raises BrokenChain."""
        seq, type, v, at, body, hash = raw
        due = self.seq + 1
        if seq != due:
            raise BrokenChain(due, f"it is missing, event {seq} comes next")
        if not (isinstance(type, str) and isinstance(v, int) and isinstance(at, int) and isinstance(body, bytes)):
            raise BrokenChain(due, "a column holds a value of another kind")
        try:
            plain = unpack_body(body)
        except zlib.error as error:
            raise BrokenChain(due, "its body cannot be inflated") from error
        if hash_row(self.thread, self.hash, seq, type, v, at, plain) != hash:
            raise BrokenChain(due, "its hash does not follow from the event and the hash before it")
        self.seq, self.hash = seq, hash
        return LogRow(seq, type, v, at, plain, hash)

    def check_head(self, head: Sequence[Any] | None, signer: HeadSigner | None) -> None:
        """Check the thread's own row, (seq, head, mac), after its last event. Raises BrokenChain.

        Without a signer the signature is not checked.
        """
        if head is None:
            raise BrokenChain(max(self.seq, 1), "the thread's own row is gone")
        seq, hash, *mac = head
        if not isinstance(seq, int) or seq > self.seq:
            raise BrokenChain(self.seq + 1, f"it is missing, the thread's own row counts {seq} events")
        if seq < self.seq:
            raise BrokenChain(seq + 1, f"it was added behind the {seq} events that the thread's own row counts")
        if hash != self.hash:
            raise BrokenChain(seq, "the head in the thread's own row is not its hash")
        if signer is None:
            return
        if not isinstance(mac[0], bytes) or not mac[0]:
            raise BrokenChain(seq, "the head is not signed")
        if not signer.verify_head(self.thread, seq, hash, mac[0]):
            raise BrokenChain(seq, "the head was not signed with a known secret")


class VerifiedRows(NamedTuple):
    """Verified rows, the signature of the head after them, and its number. For a missing thread: none, none and 0."""

    rows: list[LogRow]
    mac: bytes
    seq: int


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
            found = connection.execute("SELECT hash FROM event WHERE thread=? AND seq=?", (thread, after)).fetchone()
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


def _select_rows(connection: sqlite3.Connection, thread: str, after: int) -> sqlite3.Cursor:
    return connection.execute(
        "SELECT seq, type, v, at, body, hash FROM event WHERE thread=? AND seq>? ORDER BY seq", (thread, after)
    )


def read_rows(connection: sqlite3.Connection, thread: str, after: int = 0) -> list[LogRow]:
    """The rows after number `after`, in order, unchecked: for tools that inspect a file."""
    rows = _select_rows(connection, thread, after)
    return [LogRow(seq, type, v, at, unpack_body(body), hash) for seq, type, v, at, body, hash in rows]


def read_length(connection: sqlite3.Connection, thread: str) -> int:
    """The number of the last event, 0 for a missing thread."""
    row = connection.execute("SELECT seq FROM thread WHERE id=?", (thread,)).fetchone()
    return row[0] if row else 0


def read_pieces(connection: sqlite3.Connection, thread: str, renderer: str) -> dict[int, str]:
    """All kept pieces of a thread, by event number."""
    rows = connection.execute(
        "SELECT piece.seq, piece.delta, event.body FROM piece"
        " JOIN event ON event.thread=piece.thread AND event.seq=piece.seq"
        " WHERE piece.thread=? AND piece.renderer=?",
        (thread, renderer),
    )
    return {seq: inflate_piece(delta, unpack_body(body)) for seq, delta, body in rows}


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
        "SELECT seq FROM piece WHERE thread=? AND renderer=? AND seq BETWEEN ? AND ?", (thread, renderer, first, last)
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
