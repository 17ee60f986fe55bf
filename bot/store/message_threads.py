"""Which thread a message of ours belongs to, by what its channel calls it: whoever answers below it speaks there."""

import sqlite3


def keep_reference(connection: sqlite3.Connection, channel: str, reference: str, thread: str) -> None:
    """Notes a message in the caller's transaction; the first thread that it belonged to stays."""
    connection.execute(
        "INSERT OR IGNORE INTO place (channel, reference, thread) VALUES (?,?,?)", (channel, reference, thread)
    )


class ReferenceTaken(Exception):
    """Another thread has this place: `thread`."""

    def __init__(self, thread: str) -> None:
        super().__init__(thread)
        self.thread = thread


def claim_reference(connection: sqlite3.Connection, channel: str, reference: str, thread: str) -> None:
    """Makes the place this thread's, in the caller's transaction. Raises Taken, and with it the transaction is undone."""
    keep_reference(connection, channel, reference, thread)
    if (owner := find_thread(connection, channel, reference)) != thread:
        raise ReferenceTaken(owner or "")


def find_thread(connection: sqlite3.Connection, channel: str, reference: str) -> str | None:
    row = connection.execute(
        "SELECT thread FROM place WHERE channel=? AND reference=?", (channel, reference)
    ).fetchone()
    return str(row[0]) if row else None
