"""Forgeries by an attacker that writes SQL into the file and knows our code, but not the secret."""

import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from bot.core import events as e
from bot.store.compression import unpack_body
from bot.store.hash_chain import NO_HASH, hash_row

Forgery = Callable[[sqlite3.Connection, str], None]


def forge(path: Path, thread: str, *acts: Forgery) -> None:
    """Does this to the file, which may be in use."""
    with closing(sqlite3.connect(path, timeout=60)) as connection:
        for act in acts:
            act(connection, thread)
        connection.commit()


def sql(statement: str) -> Forgery:
    """The statement; `?1` in it is the thread."""

    def act(connection: sqlite3.Connection, thread: str) -> None:
        connection.execute(statement, (thread,) if "?1" in statement else ())

    return act


def add_events(*events: Callable[[str, str], e.Event], hashes: str = "chained") -> Forgery:
    """Appends events, made from the open call's id and digest; their hashes are chained, or null."""

    def act(connection: sqlite3.Connection, thread: str) -> None:
        if not connection.in_transaction:
            connection.execute("BEGIN IMMEDIATE")  # a platform that writes meanwhile must not take the same numbers
        call, digest = open_call(connection, thread)
        (seq,) = connection.execute("SELECT MAX(seq) FROM event WHERE thread=?", (thread,)).fetchone()
        (at,) = connection.execute("SELECT MAX(at) FROM event WHERE thread=?", (thread,)).fetchone()
        for number, make in enumerate(events, seq + 1):
            event = make(call, digest)
            row = (thread, number, event.type, event.version, at, event.body(), bytes(32))
            connection.execute("INSERT INTO event VALUES (?,?,?,?,?,?,?)", row)
        if hashes == "chained":
            chain_anew(connection, thread)

    return act


def open_call(connection: sqlite3.Connection, thread: str) -> tuple[str, str]:
    """The call that was asked about last, and its digest."""
    (body,) = connection.execute(
        "SELECT body FROM event WHERE thread=? AND type='ApprovalAsked' ORDER BY seq DESC", (thread,)
    ).fetchone()
    asked = e.load_event("ApprovalAsked", 1, unpack_body(body, thread))
    assert isinstance(asked, e.ApprovalAsked)
    return asked.call, asked.digest


def answered(call: str, digest: str) -> e.Event:
    return e.Answered(call=call, digest=digest, person="olive", door="web", credential="session", decision="approve")


def settled(call: str, digest: str) -> e.Event:
    return e.ApprovalSettled(call=call, digest=digest, verdict="approved", by=("olive",))


def chain_anew(connection: sqlite3.Connection, thread: str) -> None:
    """Renumbers and hashes the thread's rows, and writes number and hash of the last one into the thread's own row."""
    rows = connection.execute("SELECT type, v, at, body FROM event WHERE thread=? ORDER BY seq", (thread,)).fetchall()
    connection.execute("DELETE FROM event WHERE thread=?", (thread,))
    before = NO_HASH
    for seq, (type, v, at, body) in enumerate(rows, 1):
        before = hash_row(thread, before, seq, type, v, at, unpack_body(body, thread))
        connection.execute("INSERT INTO event VALUES (?,?,?,?,?,?,?)", (thread, seq, type, v, at, body, before))
    connection.execute("UPDATE thread SET seq=?, head=? WHERE id=?", (len(rows), before, thread))


def edit_body(type: str, old: bytes, new: bytes) -> Forgery:
    """Changes a body of this type in place."""

    def act(connection: sqlite3.Connection, thread: str) -> None:
        where = "thread=? AND type=?"
        for seq, body in connection.execute(f"SELECT seq, body FROM event WHERE {where}", (thread, type)).fetchall():
            plain = unpack_body(body, thread)
            assert old in plain, plain
            connection.execute(
                "UPDATE event SET body=? WHERE thread=? AND seq=?", (plain.replace(old, new), thread, seq)
            )

    return act


def renamed(connection: sqlite3.Connection, thread: str) -> None:
    """The thread under another id."""
    for table, column in (("event", "thread"), ("thread", "id"), ("request", "thread")):
        connection.execute(f"UPDATE {table} SET {column}=? WHERE {column}=?", (f"{thread}x", thread))


def guessed_mac(connection: sqlite3.Connection, thread: str) -> None:
    """Signs the head as an attacker would that guesses that the key is no secret."""
    seq, head = connection.execute("SELECT seq, head FROM thread WHERE id=?", (thread,)).fetchone()
    guess = hashlib.sha256(b"head\n%b\n%d\n%b" % (thread.encode(), seq, head)).digest()
    connection.execute("UPDATE thread SET mac=? WHERE id=?", (guess, thread))


APPROVED: Sequence[Callable[[str, str], e.Event]] = (answered, settled)
