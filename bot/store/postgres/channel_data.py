"""What channels remember: plain values with an end, in rows of their channel. See docs/storage.md."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

import structlog

from bot.core.base_types import UtcMoment, to_micros
from bot.core.channel_messages import ChannelEntry
from bot.core.errors import CannotOpen
from bot.core.ports import UtcClock
from bot.secret_keys import SecretKeys
from bot.store.postgres.connecting import SqlConnection
from bot.store.postgres.database import PostgresDatabase
from bot.store.vault_seal import open_row

log_line = structlog.get_logger()

BATCH = 500
"""Rows that one transaction of a sweep or of a move touches: other writes wait for milliseconds."""

_LIVE = "channel = %(channel)s AND kind = %(kind)s AND (expires IS NULL OR expires > %(now)s)"
"""The rows of a kind, but those whose end has passed."""
_PUT = """INSERT INTO channel_data (channel, kind, key, value, expires, at)
    VALUES (%(channel)s, %(kind)s, %(key)s, %(value)s, %(expires)s, %(at)s)"""
_SWEEP = """DELETE FROM channel_data WHERE (channel, kind, key) IN
    (SELECT channel, kind, key FROM channel_data WHERE expires IS NOT NULL AND expires <= %(now)s
    ORDER BY expires LIMIT %(limit)s) RETURNING 1"""


class PostgresChannelStore:
    """The `ChannelStore` port over the rows of one channel."""

    def __init__(self, database: PostgresDatabase, clock: UtcClock, channel: str) -> None:
        self._database, self._clock, self._channel = database, clock, channel

    async def put(self, kind: str, key: str, value: bytes, *, expires: UtcMoment | None) -> None:
        """Keep the value in place of the earlier one."""
        await self.put_all((ChannelEntry(kind, key, value, expires),))

    async def put_all(self, entries: Sequence[ChannelEntry]) -> None:
        """Keep all of these or none, each in place of the earlier one."""
        at = to_micros(self._clock())
        await self._database.write_unit(lambda connection: write_entries(connection, self._channel, entries, at))

    async def set_end(self, kind: str, keys: Sequence[str], expires: UtcMoment | None) -> int:
        """Let the present values of these keys end at this moment, never for None; return their number."""
        found: int = await self._database.write_plain(
            f"UPDATE channel_data SET expires = %(end)s WHERE {_LIVE} AND key = ANY (%(keys)s::text[]) RETURNING 1",  # noqa: S608
            {**self._make_values(kind), "end": _convert_end(expires), "keys": list(keys)},
            len,
        )
        return found

    async def get(self, kind: str, key: str) -> bytes | None:
        row = await self._database.reader.fetch_one(
            f"SELECT value FROM channel_data WHERE {_LIVE} AND key = %(key)s",  # noqa: S608  a constant of this module
            {**self._make_values(kind), "key": key},
        )
        return bytes(row[0]) if row else None

    async def take(self, kind: str, key: str) -> bytes | None:
        """Return the value and delete it. Of several callers one gets it."""
        rows = await self._delete_row(kind, key)
        return bytes(rows[0][0]) if rows else None

    async def delete(self, kind: str, key: str) -> bool:
        """Delete the value; True when there was one."""
        return bool(await self._delete_row(kind, key))

    async def list_keys(self, kind: str) -> list[str]:
        rows = await self._database.reader.fetch_all(
            f"SELECT key FROM channel_data WHERE {_LIVE} ORDER BY key",  # noqa: S608  a constant of this module
            self._make_values(kind),
        )
        return [key for (key,) in rows]

    async def _delete_row(self, kind: str, key: str) -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = await self._database.write_plain(
            f"DELETE FROM channel_data WHERE {_LIVE} AND key = %(key)s RETURNING value",  # noqa: S608
            {**self._make_values(kind), "key": key},
            list,
        )
        return rows

    def _make_values(self, kind: str) -> dict[str, Any]:
        return {"channel": self._channel, "kind": kind, "now": to_micros(self._clock())}


def write_entries(connection: SqlConnection, channel: str, entries: Iterable[ChannelEntry], at: int) -> None:
    """Keep these values of the channel in the caller's transaction. Raises ValueError for a kind with a slash."""
    for kind, key, value, expires in entries:
        connection.execute(
            f"{_PUT} ON CONFLICT (channel, kind, key) DO UPDATE SET value = excluded.value, expires = excluded.expires,"
            " at = excluded.at",
            {
                "channel": channel,
                "kind": _check_kind(kind),
                "key": key,
                "value": value,
                "expires": _convert_end(expires),
                "at": at,
            },
        )


async def delete_expired(database: PostgresDatabase, now: int) -> int:
    """Delete at most `BATCH` rows whose end has passed, the earliest first; return their number."""
    found: int = await database.write_plain(_SWEEP, {"now": now, "limit": BATCH}, len)
    return found


async def sweep_expired(database: PostgresDatabase, now: int) -> int:
    """Delete all rows whose end has passed, `BATCH` in one transaction; return their number."""
    swept, last = 0, BATCH
    while last == BATCH:
        last = await delete_expired(database, now)
        swept += last
    return swept


async def move_from_vault(
    database: PostgresDatabase, keys: SecretKeys, clock: UtcClock, channel: str, kinds: Mapping[str, timedelta | None]
) -> int:
    """Move the vault's rows of these kinds into the channel's; return their number. See `EarlierVaultUser`.

    Each row changes its table in one transaction, so a move that was killed is continued by the next one. A row that does
    not open stays in the vault.
    """
    moved = 0
    for kind, lifetime in kinds.items():
        expires = _convert_end(None if lifetime is None else clock() + lifetime)
        after, is_last = None, False
        while not is_last:
            unit = partial(_move_batch, keys=keys, channel=channel, kind=kind, expires=expires, after=after)
            count, after, is_last = await database.write_unit(unit)
            moved += count
    if moved:
        log_line.info("moved out of the vault", channel=channel, values=moved)
    return moved


def _move_batch(
    connection: SqlConnection, keys: SecretKeys, channel: str, kind: str, expires: int | None, after: str | None
) -> tuple[int, str | None, bool]:
    """Move up to `BATCH` rows with keys behind `after`. Return their number, the last key, and whether it was the last
    batch.
    """
    query = (
        "SELECT key, body, at FROM vault WHERE kind = %(kind)s AND (%(after)s::text IS NULL OR key > %(after)s)"
        " ORDER BY key LIMIT %(limit)s"
    )
    rows = connection.execute(query, {"kind": kind, "after": after, "limit": BATCH}).fetchall()
    moved = 0
    for key, body, at in rows:
        try:
            value = open_row(keys, kind, key, body)
        except CannotOpen as error:
            log_line.warning("a value stays in the vault", kind=kind, key=key, error=str(error))
            continue
        row = {"channel": channel, "kind": kind, "key": key, "value": value, "expires": expires, "at": at}
        connection.execute(f"{_PUT} ON CONFLICT DO NOTHING", row)
        connection.execute("DELETE FROM vault WHERE kind = %s AND key = %s", (kind, key))
        moved += 1
    return moved, rows[-1][0] if rows else after, len(rows) < BATCH


def _convert_end(expires: UtcMoment | None) -> int | None:
    return None if expires is None else to_micros(expires)


def _check_kind(kind: str) -> str:
    if "/" in kind:
        raise ValueError(f"The kind {kind!r} holds a slash; write it without one.")
    return kind
