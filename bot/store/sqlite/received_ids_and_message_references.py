"""The ids of inbound messages, kept for ever, so that a redelivery is recognised after years; and the thread of each
message of ours, by its reference in the channel: an answer below it goes to this thread.
"""

import sqlite3
from collections.abc import Iterable

from bot.store.refusals import AlreadyReceived, ReferenceTaken
from bot.store.sqlite.channel_data import write_entries
from bot.store.sqlite.database import SqliteDatabase
from bot.store.thread_append import InboundId, InboundRecord, MessageReference


def add_message_ids(connection: sqlite3.Connection, ids: Iterable[InboundId]) -> None:
    """Keep these ids in the caller's transaction. Raises AlreadyReceived, which undoes the transaction."""
    for channel, id, body, thread, at in ids:
        added = connection.execute(
            "INSERT OR IGNORE INTO arrival (channel, id, body, thread, at) VALUES (?,?,?,?,?)",
            (channel, id, bytes.fromhex(body), thread, at),
        )
        if added.rowcount == 0 and (before := find_message_id(connection, channel, id)):
            raise before


def find_message_id(connection: sqlite3.Connection, channel: str, id: str) -> AlreadyReceived | None:
    row = connection.execute("SELECT thread, body FROM arrival WHERE channel=? AND id=?", (channel, id)).fetchone()
    return AlreadyReceived(row[0], row[1].hex()) if row else None


def keep_reference(connection: sqlite3.Connection, kept: MessageReference) -> None:
    """Keep a message in the caller's transaction; the first thread of a reference stays.

    Raises ReferenceTaken for a claimed reference of another thread, which undoes the transaction.
    """
    connection.execute(
        "INSERT OR IGNORE INTO place (channel, reference, thread) VALUES (?,?,?)",
        (kept.channel, kept.reference, kept.thread),
    )
    if kept.is_claimed and (owner := find_thread(connection, kept.channel, kept.reference)) != kept.thread:
        raise ReferenceTaken(owner or "")


def find_thread(connection: sqlite3.Connection, channel: str, reference: str) -> str | None:
    row = connection.execute(
        "SELECT thread FROM place WHERE channel=? AND reference=?", (channel, reference)
    ).fetchone()
    return str(row[0]) if row else None


class SqliteInboundRegister:
    """The `InboundRegister` port."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    async def find_message_id(self, channel: str, id: str) -> AlreadyReceived | None:
        with self._database.read() as connection:
            return find_message_id(connection, channel, id)

    async def find_thread(self, channel: str, reference: str) -> str | None:
        with self._database.read() as connection:
            return find_thread(connection, channel, reference)

    async def keep(self, record: InboundRecord) -> None:
        def unit(connection: sqlite3.Connection) -> None:
            add_message_ids(connection, record.inbound_ids)
            write_entries(connection, record.channel, record.entries, record.inbound_ids[0].at)

        await self._database.write_unit(unit)
