"""The vault: small secrets of channels, sealed before they reach a statement. It never writes one that can be read.

`kind` and `key` lie open in the file and stand in errors: no secret may be part of them.
"""

import sqlite3
from collections.abc import Callable, Sequence

from bot.core.errors import CannotOpen
from bot.core.messages import VaultEntry
from bot.core.ports import UtcClock
from bot.core.values import to_micros
from bot.secret_keys import HEAD, SecretKeys
from bot.store.sqlite.database import SqliteDatabase

PURPOSE = b"vault"


class SealedVault:
    """The Vault port. What was sealed with a secret that is not here raises LostKey; what was changed, BrokenSeal."""

    def __init__(self, database: SqliteDatabase, keys: SecretKeys, clock: UtcClock) -> None:
        self._database, self._keys, self._clock = database, keys, clock

    async def put(self, kind: str, key: str, value: bytes) -> None:
        """Keeps the value under the current secret, in place of the one before."""
        await self.put_all((VaultEntry(kind, key, value),))

    async def put_all(self, entries: Sequence[VaultEntry]) -> None:
        """Keeps all of these or none, each in place of the one before."""
        await self._database.write_unit(self.prepare_writes(entries))

    def prepare_writes(self, entries: Sequence[VaultEntry]) -> Callable[[sqlite3.Connection], None]:
        """What keeps these within another's transaction. They are sealed before it begins."""
        at = to_micros(self._clock())
        rows = [
            (kind, key, self._keys.seal_value(PURPOSE, value, _name_row(kind, key)), at) for kind, key, value in entries
        ]

        def unit(connection: sqlite3.Connection) -> None:
            connection.executemany("INSERT OR REPLACE INTO vault (kind, key, body, at) VALUES (?,?,?,?)", rows)

        return unit

    async def get(self, kind: str, key: str) -> bytes | None:
        return self._read_value(self._database.reading, kind, key)

    async def take(self, kind: str, key: str) -> bytes | None:
        """The value, which is gone once this returns. Of many takers one has it; what does not open stays."""

        def taken(connection: sqlite3.Connection) -> bytes | None:
            value = self._read_value(connection, kind, key)
            _delete_row(connection, kind, key)
            return value

        return await self._database.write_unit(taken)

    async def delete(self, kind: str, key: str) -> bool:
        """Whether there was one. It need not open."""
        return await self._database.write_unit(lambda connection: _delete_row(connection, kind, key))

    async def list_keys(self, kind: str) -> list[str]:
        rows = self._database.reading.execute("SELECT key FROM vault WHERE kind=? ORDER BY key", (kind,))
        return [key for (key,) in rows]

    async def reseal_values(self) -> int:
        """Seals with the current secret what was sealed with an older one; how many. What does not open stays as it is.

        Once it has been called, the older secrets may go.
        """
        return await self._database.write_unit(self._reseal_rows)

    def _reseal_rows(self, connection: sqlite3.Connection) -> int:
        rows = connection.execute(
            "SELECT kind, key, body FROM vault WHERE substr(body, 1, ?) <> ?",
            (HEAD, self._keys.make_seal_prefix(PURPOSE)),
        )
        resealed = 0
        for kind, key, body in rows.fetchall():
            about = _name_row(kind, key)
            try:
                plain = self._keys.open_value(PURPOSE, body, about)
            except CannotOpen:
                continue
            body = self._keys.seal_value(PURPOSE, plain, about)
            connection.execute("UPDATE vault SET body=? WHERE kind=? AND key=?", (body, kind, key))
            resealed += 1
        return resealed

    def _read_value(self, connection: sqlite3.Connection, kind: str, key: str) -> bytes | None:
        row = connection.execute("SELECT body FROM vault WHERE kind=? AND key=?", (kind, key)).fetchone()
        return self._keys.open_value(PURPOSE, row[0], _name_row(kind, key)) if row else None


def list_seal_prefixes(connection: sqlite3.Connection) -> list[bytes]:
    """How each value begins, which tells what secret it needs: see Keys.heads."""
    return [head for (head,) in connection.execute("SELECT substr(body, 1, ?) FROM vault", (HEAD,))]


def _delete_row(connection: sqlite3.Connection, kind: str, key: str) -> bool:
    return connection.execute("DELETE FROM vault WHERE kind=? AND key=?", (kind, key)).rowcount == 1


def _name_row(kind: str, key: str) -> bytes:
    """What a value is sealed for. A kind holds no slash, so no two rows share it."""
    if "/" in kind:
        raise ValueError(f"The kind {kind!r} holds a slash; write it without one.")
    return f"{kind}/{key}".encode()
