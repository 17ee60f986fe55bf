"""What channels remember: plain values with an end, in rows of their channel. See docs/storage.md."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from functools import partial

import structlog

from bot.core.base_types import UtcMoment, to_micros
from bot.core.channel_messages import ChannelEntry
from bot.core.errors import CannotOpen
from bot.core.ports import UtcClock
from bot.secret_keys import SecretKeys
from bot.store.sqlite.channel_credential_vault import open_row
from bot.store.sqlite.database import SqliteDatabase

log_line = structlog.get_logger()

BATCH = 500
"""Rows that one transaction of a sweep or of a move touches: other writes wait for milliseconds."""

LIVE = "channel=? AND kind=? AND key=? AND (expires IS NULL OR expires>?)"
"""The row of a key, unless its end has passed."""


class ChannelDataStore:
    """The `ChannelStore` port over the rows of one channel."""

    def __init__(self, database: SqliteDatabase, clock: UtcClock, channel: str) -> None:
        self._database, self._clock, self._channel = database, clock, channel

    async def put(self, kind: str, key: str, value: bytes, *, expires: UtcMoment | None) -> None:
        """Keep the value in place of the earlier one."""
        await self.put_all((ChannelEntry(kind, key, value, expires),))

    async def put_all(self, entries: Sequence[ChannelEntry]) -> None:
        """Keep all of these or none, each in place of the earlier one."""
        at = self._read_clock()
        await self._database.write_unit(lambda connection: write_entries(connection, self._channel, entries, at))

    async def set_end(self, kind: str, keys: Sequence[str], expires: UtcMoment | None) -> int:
        """Let the present values of these keys end at this moment, never for None; return their number."""
        end, now = _convert_end(expires), self._read_clock()

        def set_ends(connection: sqlite3.Connection) -> int:
            query = f"UPDATE channel_data SET expires=? WHERE {LIVE}"  # noqa: S608  a constant of this module
            return sum(connection.execute(query, (end, self._channel, kind, key, now)).rowcount for key in keys)

        return await self._database.write_unit(set_ends)

    async def get(self, kind: str, key: str) -> bytes | None:
        with self._database.read() as connection:
            return self._read_value(connection, kind, key)

    async def take(self, kind: str, key: str) -> bytes | None:
        """Return the value and delete it. Of several callers one gets it."""

        def take_value(connection: sqlite3.Connection) -> bytes | None:
            value = self._read_value(connection, kind, key)
            self._delete_row(connection, kind, key)
            return value

        return await self._database.write_unit(take_value)

    async def delete(self, kind: str, key: str) -> bool:
        """Delete the value; True when there was one."""
        return await self._database.write_unit(lambda connection: self._delete_row(connection, kind, key))

    async def list_keys(self, kind: str) -> list[str]:
        query = (
            "SELECT key FROM channel_data WHERE channel=? AND kind=? AND (expires IS NULL OR expires>?) ORDER BY key"
        )
        with self._database.read() as connection:
            return [key for (key,) in connection.execute(query, (self._channel, kind, self._read_clock()))]

    def _read_value(self, connection: sqlite3.Connection, kind: str, key: str) -> bytes | None:
        query = f"SELECT value FROM channel_data WHERE {LIVE}"  # noqa: S608  a constant of this module
        row = connection.execute(query, (self._channel, kind, key, self._read_clock())).fetchone()
        return bytes(row[0]) if row else None

    def _delete_row(self, connection: sqlite3.Connection, kind: str, key: str) -> bool:
        query = f"DELETE FROM channel_data WHERE {LIVE}"  # noqa: S608  a constant of this module
        return connection.execute(query, (self._channel, kind, key, self._read_clock())).rowcount == 1

    def _read_clock(self) -> int:
        return to_micros(self._clock())


def write_entries(connection: sqlite3.Connection, channel: str, entries: Iterable[ChannelEntry], at: int) -> None:
    """Keep these values of the channel in the caller's transaction. Raises ValueError for a kind with a slash."""
    connection.executemany(
        "INSERT OR REPLACE INTO channel_data (channel, kind, key, value, expires, at) VALUES (?,?,?,?,?,?)",
        [(channel, _check_kind(kind), key, value, _convert_end(expires), at) for kind, key, value, expires in entries],
    )


def delete_expired(connection: sqlite3.Connection, now: int, limit: int = BATCH) -> int:
    """Delete at most `limit` rows whose end has passed, the earliest first; return their number."""
    query = (
        "DELETE FROM channel_data WHERE rowid IN "
        "(SELECT rowid FROM channel_data WHERE expires IS NOT NULL AND expires<=? ORDER BY expires LIMIT ?)"
    )
    return connection.execute(query, (now, limit)).rowcount


async def sweep_expired(database: SqliteDatabase, now: int) -> int:
    """Delete all rows whose end has passed, `BATCH` in one transaction; return their number."""
    swept, last = 0, BATCH
    while last == BATCH:
        last = await database.write_unit(partial(delete_expired, now=now), is_long=True)
        swept += last
    return swept


async def move_from_vault(
    database: SqliteDatabase, keys: SecretKeys, clock: UtcClock, channel: str, kinds: Mapping[str, timedelta | None]
) -> int:
    """Move the vault's rows of these kinds into the channel's; return their number. See `EarlierVaultUser`.

    Each row changes its table in one transaction, so a move that was killed is continued by the next one. A row that does
    not open stays in the vault.
    """
    moved = 0
    for kind, lifetime in kinds.items():
        expires = _convert_end(None if lifetime is None else clock() + lifetime)
        after: str | None = ""
        while after is not None:
            unit = partial(_move_batch, keys=keys, channel=channel, kind=kind, expires=expires, after=after)
            count, after = await database.write_unit(unit, is_long=True)
            moved += count
    if moved:
        log_line.info("moved out of the vault", channel=channel, values=moved)
    return moved


def _move_batch(
    connection: sqlite3.Connection, keys: SecretKeys, channel: str, kind: str, expires: int | None, after: str
) -> tuple[int, str | None]:
    """Move up to `BATCH` rows with keys after `after`. Return their number and the last key; None: there are no more."""
    query = "SELECT key, body, at FROM vault WHERE kind=? AND key>=? ORDER BY key LIMIT ?"
    rows = connection.execute(query, (kind, after, BATCH)).fetchall()
    moved = 0
    for key, body, at in rows:
        try:
            value = open_row(keys, kind, key, body)
        except CannotOpen as error:
            log_line.warning("a value stays in the vault", kind=kind, key=key, error=str(error))
            continue
        connection.execute(
            "INSERT OR IGNORE INTO channel_data (channel, kind, key, value, expires, at) VALUES (?,?,?,?,?,?)",
            (channel, kind, key, value, expires, at),
        )
        connection.execute("DELETE FROM vault WHERE kind=? AND key=?", (kind, key))
        moved += 1
    return moved, f"{rows[-1][0]}\0" if len(rows) == BATCH else None


def _convert_end(expires: UtcMoment | None) -> int | None:
    return None if expires is None else to_micros(expires)


def _check_kind(kind: str) -> str:
    if "/" in kind:
        raise ValueError(f"The kind {kind!r} holds a slash; write it without one.")
    return kind
