"""The vault: credentials of channels. Values are sealed before they reach a statement.

`kind` and `key` are not encrypted and appear in errors: they must hold no secret.
"""

import sqlite3
from collections.abc import Sequence

from bot.core.base_types import to_micros
from bot.core.channel_messages import VaultEntry
from bot.core.errors import CannotOpen
from bot.core.ports import UtcClock
from bot.secret_keys import HEAD, SecretKeys
from bot.store.sqlite.database import SqliteDatabase
from bot.store.vault_seal import PURPOSE as PURPOSE
from bot.store.vault_seal import name_row
from bot.store.vault_seal import open_row as open_row
from bot.store.vault_seal import seal_row as seal_row


class SealedVault:
    """The `SecretVault` port. A value sealed with an unknown secret raises LostKey; a changed one raises BrokenSeal."""

    def __init__(self, database: SqliteDatabase, keys: SecretKeys, clock: UtcClock) -> None:
        self._database, self._keys, self._clock = database, keys, clock

    async def put(self, kind: str, key: str, value: bytes) -> None:
        """Keep the value under the current secret, in place of the earlier one."""
        await self.put_all((VaultEntry(kind, key, value),))

    async def put_all(self, entries: Sequence[VaultEntry]) -> None:
        """Keep all of these or none, each in place of the earlier one."""
        at = to_micros(self._clock())
        rows = [(kind, key, seal_row(self._keys, kind, key, value), at) for kind, key, value in entries]
        query = "INSERT OR REPLACE INTO vault (kind, key, body, at) VALUES (?,?,?,?)"
        await self._database.write_unit(lambda connection: connection.executemany(query, rows))

    async def get(self, kind: str, key: str) -> bytes | None:
        with self._database.read() as connection:
            return self._read_value(connection, kind, key)

    async def take(self, kind: str, key: str) -> bytes | None:
        """Return the value and delete it. Of several callers one gets it; a value that does not open stays."""

        def take_value(connection: sqlite3.Connection) -> bytes | None:
            value = self._read_value(connection, kind, key)
            _delete_row(connection, kind, key)
            return value

        return await self._database.write_unit(take_value)

    async def delete(self, kind: str, key: str) -> bool:
        """Delete the value; True when there was one. It need not open."""
        return await self._database.write_unit(lambda connection: _delete_row(connection, kind, key))

    async def list_keys(self, kind: str) -> list[str]:
        with self._database.read() as connection:
            rows = connection.execute("SELECT key FROM vault WHERE kind=? ORDER BY key", (kind,))
            return [key for (key,) in rows]

    async def reseal_values(self) -> int:
        """Seal values of older secrets with the current one; return their number. A value that does not open stays
        unchanged.

        Afterwards the older secrets may be removed.
        """

        def reseal_rows(connection: sqlite3.Connection) -> int:
            prefix = self._keys.make_seal_prefix(PURPOSE)
            query = "SELECT kind, key, body FROM vault WHERE substr(body, 1, ?) <> ?"
            resealed = 0
            for kind, key, body in connection.execute(query, (HEAD, prefix)).fetchall():
                about = name_row(kind, key)
                try:
                    plain = self._keys.open_value(PURPOSE, body, about)
                except CannotOpen:
                    continue
                body = self._keys.seal_value(PURPOSE, plain, about)
                connection.execute("UPDATE vault SET body=? WHERE kind=? AND key=?", (body, kind, key))
                resealed += 1
            return resealed

        return await self._database.write_unit(reseal_rows, is_long=True)

    def _read_value(self, connection: sqlite3.Connection, kind: str, key: str) -> bytes | None:
        row = connection.execute("SELECT body FROM vault WHERE kind=? AND key=?", (kind, key)).fetchone()
        return open_row(self._keys, kind, key, row[0]) if row else None


def list_seal_prefixes(connection: sqlite3.Connection) -> list[bytes]:
    """The prefix of each value, which names its secret: see `SecretKeys.make_seal_prefix`."""
    return [head for (head,) in connection.execute("SELECT substr(body, 1, ?) FROM vault", (HEAD,))]


def _delete_row(connection: sqlite3.Connection, kind: str, key: str) -> bool:
    return connection.execute("DELETE FROM vault WHERE kind=? AND key=?", (kind, key)).rowcount == 1
