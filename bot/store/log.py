"""The append path and the range scan: prepared SQL, nothing else. An append is refused when somebody came first."""

import hashlib
import sqlite3
import zlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bot.core import events as e

NO_HASH = bytes(32)
LARGE = 400
"""Bytes of a body from which on it is kept deflated."""


class SomebodyCameFirst(Exception):
    """The thread is longer than the append believed: read on, decide anew."""


class Row(NamedTuple):
    """An event as it lies in the log."""

    seq: int
    type: str
    v: int
    at: int
    body: bytes
    hash: bytes

    @property
    def recorded(self) -> e.Recorded:
        return e.Recorded(self.seq, self.at, e.load(self.type, self.v, self.body))


class Head(NamedTuple):
    """What the thread's own row says after an append."""

    id: str
    agent: str
    title: str
    requester: str | None
    status: str
    opened: int
    touched: int


class Settled(NamedTuple):
    """A request that ended in this append."""

    id: str
    status: str
    at: int
    by: str | None


class Opened(NamedTuple):
    """A request that was asked, or asked anew, in this append. `wish` stands for what it asks for, see `wish_of`."""

    id: str
    thread: str
    kind: str
    basis: str
    at: int
    wish: str = ""


class Amended(NamedTuple):
    """A request whose arguments were edited in this append."""

    id: str
    wish: str


def wish_of(agent: str, intent: str, arguments: str) -> str:
    """32 hex digits that are the same for equal calls (tool and canonical arguments) of one agent, in whatever thread."""
    return hashlib.sha256(f"{agent}\0{intent}\0{arguments}".encode()).hexdigest()[:32]


def chain(thread: str, before: bytes, recorded: Iterable[e.Recorded]) -> list[Row]:
    """The rows of these events: each hash is the SHA-256 of the one before, the row's own columns and its body."""
    rows = []
    for seq, at, event in recorded:
        body = event.body()
        v = event.version if isinstance(event, e.Unread) else event.v
        before = row_hash(thread, before, seq, event.type, v, at, body)
        rows.append(Row(seq, event.type, v, at, body, before))
    return rows


def row_hash(thread: str, before: bytes, seq: int, type: str, v: int, at: int, body: bytes) -> bytes:
    return hashlib.sha256(
        b"%b%b\n%d\n%b\n%d\n%d\n%b" % (before, thread.encode(), seq, type.encode(), v, at, body)
    ).digest()


def append(connection: sqlite3.Connection, head: Head, rows: Sequence[Row]) -> None:
    """Adds rows to the end of a thread, opening it when the first row is its first. Raises SomebodyCameFirst."""
    first, last = rows[0].seq, rows[-1]
    if first == 1:
        try:
            connection.execute(
                "INSERT INTO thread (id, agent, title, requester, status, seq, head, opened, touched)"
                " VALUES (?,?,?,?,?,?,?,?,?)",
                (
                    head.id,
                    head.agent,
                    head.title,
                    head.requester,
                    head.status,
                    last.seq,
                    last.hash,
                    head.opened,
                    head.touched,
                ),
            )
        except sqlite3.IntegrityError as error:
            raise SomebodyCameFirst(head.id) from error
    else:
        updated = connection.execute(
            "UPDATE thread SET seq=?, head=?, status=?, touched=? WHERE id=? AND seq=?",
            (last.seq, last.hash, head.status, head.touched, head.id, first - 1),
        )
        if updated.rowcount != 1:
            raise SomebodyCameFirst(head.id)
    connection.executemany(
        "INSERT INTO event (thread, seq, type, v, at, body, hash) VALUES (?,?,?,?,?,?,?)",
        [(head.id, row.seq, row.type, row.v, row.at, pack(row.body), row.hash) for row in rows],
    )


def index(connection: sqlite3.Connection, changes: Iterable[Opened | Amended | Settled]) -> None:
    """Keeps the index of requests: in the same transaction as the events it follows from."""
    for change in changes:
        match change:
            case Opened():
                connection.execute(
                    "INSERT INTO request (id, thread, kind, status, basis, wish, opened) VALUES (?,?,?,'pending',?,?,?)"
                    " ON CONFLICT (id) DO UPDATE SET status='pending', basis=excluded.basis, wish=excluded.wish",
                    (change.id, change.thread, change.kind, change.basis, change.wish, change.at),
                )
            case Amended():
                connection.execute("UPDATE request SET wish=? WHERE id=?", (change.wish, change.id))
            case Settled():
                connection.execute(
                    'UPDATE request SET status=?, settled=?, "by"=? WHERE id=?',
                    (change.status, change.at, change.by, change.id),
                )


def keep_pieces(
    connection: sqlite3.Connection, thread: str, renderer: str, pieces: Iterable[tuple[int, str, bytes]]
) -> None:
    """Keeps what the model is shown of these events: (seq, piece, the event's body)."""
    connection.executemany(
        "INSERT OR IGNORE INTO piece (thread, seq, renderer, delta) VALUES (?,?,?,?)",
        [(thread, seq, renderer, deflate(piece, body)) for seq, piece, body in pieces],
    )


def copy_pieces(connection: sqlite3.Connection, source: str, thread: str, last: int) -> None:
    """What was kept of a thread's events up to `last`, for a thread that has copies of them."""
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


def pack(body: bytes) -> bytes:
    """The body as it lies in the file: deflated when it is large. A row over 1,002 bytes would take a page of its own.

    The two forms cannot be confused: a body is a JSON object and begins with `{`, a zlib stream with `x`.
    """
    return zlib.compress(body) if len(body) > LARGE else body


def unpack(raw: bytes) -> bytes:
    return zlib.decompress(raw) if raw[:1] == b"x" else raw


def deflate(piece: str, body: bytes) -> bytes:
    """The piece, compressed with its event's body as the dictionary: little more than what the renderer added."""
    window = min(
        15, max(9, (len(body) + len(piece) + 262).bit_length())
    )  # no larger than it need be: it costs memory to clear
    compressor = zlib.compressobj(6, zlib.DEFLATED, -window, 5, zlib.Z_DEFAULT_STRATEGY, body[-32_000:])
    return compressor.compress(piece.encode()) + compressor.flush()


def inflate(delta: bytes, body: bytes) -> str:
    decompressor = zlib.decompressobj(-15, body[-32_000:])
    return (decompressor.decompress(delta) + decompressor.flush()).decode()


def read(connection: sqlite3.Connection, thread: str, after: int = 0) -> list[Row]:
    """The rows behind `after`, in order: one range scan of the primary key."""
    rows = connection.execute(
        "SELECT seq, type, v, at, body, hash FROM event WHERE thread=? AND seq>? ORDER BY seq", (thread, after)
    )
    return [Row(seq, type, v, at, unpack(body), hash) for seq, type, v, at, body, hash in rows]


def length(connection: sqlite3.Connection, thread: str) -> int:
    """The number of the last event, 0 when there is no such thread."""
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
    return {seq: inflate(delta, unpack(body)) for seq, delta, body in rows}


def read_text(connection: sqlite3.Connection, sha256: str) -> str | None:
    row = connection.execute("SELECT body FROM text WHERE hash=?", (bytes.fromhex(sha256),)).fetchone()
    return row[0] if row else None


def broken_at(connection: sqlite3.Connection, thread: str) -> int | None:
    """The number of the first event whose chain does not hold (edited, deleted, reordered, cut off), or None."""
    head = connection.execute("SELECT seq, head FROM thread WHERE id=?", (thread,)).fetchone()
    before, expected = NO_HASH, 1
    for row in read(connection, thread):
        before = row_hash(thread, before, row.seq, row.type, row.v, row.at, row.body)
        if row.seq != expected or before != row.hash:
            return expected
        expected += 1
    if head is None or (head[0], head[1]) != (expected - 1, before):
        return expected
    return None
