"""The ids of inbound messages. Each is kept for ever, so that a redelivery is recognised after years."""

import sqlite3


class AlreadyReceived(Exception):
    """This id is known: `thread` is its thread, `body` the SHA-256 (hex) of its body."""

    def __init__(self, thread: str, body: str) -> None:
        super().__init__(thread, body)
        self.thread, self.body = thread, body


def add_message_id(connection: sqlite3.Connection, channel: str, id: str, body: str, thread: str, at: int) -> None:
    """Keep an id in the caller's transaction. Raises AlreadyReceived, which undoes the transaction."""
    added = connection.execute(
        "INSERT OR IGNORE INTO arrival (channel, id, body, thread, at) VALUES (?,?,?,?,?)",
        (channel, id, bytes.fromhex(body), thread, at),
    )
    if added.rowcount == 0 and (before := find_message_id(connection, channel, id)):
        raise before


def find_message_id(connection: sqlite3.Connection, channel: str, id: str) -> AlreadyReceived | None:
    row = connection.execute("SELECT thread, body FROM arrival WHERE channel=? AND id=?", (channel, id)).fetchone()
    return AlreadyReceived(row[0], row[1].hex()) if row else None
