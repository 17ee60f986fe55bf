"""The thread of each message of ours, by its reference in the channel: an answer below it goes to this thread."""

import sqlite3


def keep_reference(connection: sqlite3.Connection, channel: str, reference: str, thread: str) -> None:
    """Keep a message in the caller's transaction; the first thread of a reference stays."""
    connection.execute(
        "INSERT OR IGNORE INTO place (channel, reference, thread) VALUES (?,?,?)", (channel, reference, thread)
    )


class ReferenceTaken(Exception):
    """Another thread has this reference: `thread`."""

    def __init__(self, thread: str) -> None:
        super().__init__(thread)
        self.thread = thread


def claim_reference(connection: sqlite3.Connection, channel: str, reference: str, thread: str) -> None:
    """Give the reference to this thread in the caller's transaction. Raises ReferenceTaken, which undoes the
    transaction.
    """
    keep_reference(connection, channel, reference, thread)
    if (owner := find_thread(connection, channel, reference)) != thread:
        raise ReferenceTaken(owner or "")


def find_thread(connection: sqlite3.Connection, channel: str, reference: str) -> str | None:
    row = connection.execute(
        "SELECT thread FROM place WHERE channel=? AND reference=?", (channel, reference)
    ).fetchone()
    return str(row[0]) if row else None
