"""The vault: small secrets of channels, sealed before they reach a statement. It never writes one that can be read.

`kind` and `key` lie open in the file and stand in errors: no secret may be part of them.
"""

import sqlite3
from collections.abc import Callable, Sequence

from bot.core.contact import KeptSecret
from bot.core.errors import CannotOpen
from bot.core.ports import Clock
from bot.core.word import micros
from bot.secret import HEAD, Keys
from bot.store.database import Database

PURPOSE = b"vault"


class SealedVault:
    """The Vault port. What was sealed with a secret that is not here raises LostKey; what was changed, BrokenSeal."""

    def __init__(self, database: Database, keys: Keys, clock: Clock) -> None:
        self._database, self._keys, self._clock = database, keys, clock

    async def put(self, kind: str, key: str, value: bytes) -> None:
        """Keeps the value under the current secret, in place of the one before."""
        await self.put_all((KeptSecret(kind, key, value),))

    async def put_all(self, entries: Sequence[KeptSecret]) -> None:
        """Keeps all of these or none, each in place of the one before."""
        await self._database.write(self.writing(entries))

    def writing(self, entries: Sequence[KeptSecret]) -> Callable[[sqlite3.Connection], None]:
        """What keeps these within another's transaction. They are sealed before it begins."""
        at = micros(self._clock())
        rows = [(kind, key, self._keys.seal(PURPOSE, value, _about(kind, key)), at) for kind, key, value in entries]

        def unit(connection: sqlite3.Connection) -> None:
            connection.executemany("INSERT OR REPLACE INTO vault (kind, key, body, at) VALUES (?,?,?,?)", rows)

        return unit

    async def get(self, kind: str, key: str) -> bytes | None:
        return self._value(self._database.reading, kind, key)

    async def take(self, kind: str, key: str) -> bytes | None:
        """The value, which is gone once this returns. Of many takers one has it; what does not open stays."""

        def taken(connection: sqlite3.Connection) -> bytes | None:
            value = self._value(connection, kind, key)
            _delete(connection, kind, key)
            return value

        return await self._database.write(taken)

    async def drop(self, kind: str, key: str) -> bool:
        """Whether there was one. It need not open."""
        return await self._database.write(lambda connection: _delete(connection, kind, key))

    async def keys(self, kind: str) -> list[str]:
        rows = self._database.reading.execute("SELECT key FROM vault WHERE kind=? ORDER BY key", (kind,))
        return [key for (key,) in rows]

    async def reseal(self) -> int:
        """Seals with the current secret what was sealed with an older one; how many. What does not open stays as it is.

        Once it has been called, the older secrets may go.
        """
        return await self._database.write(self._reseal)

    def _reseal(self, connection: sqlite3.Connection) -> int:
        rows = connection.execute(
            "SELECT kind, key, body FROM vault WHERE substr(body, 1, ?) <> ?", (HEAD, self._keys.head(PURPOSE))
        )
        resealed = 0
        for kind, key, body in rows.fetchall():
            about = _about(kind, key)
            try:
                plain = self._keys.open(PURPOSE, body, about)
            except CannotOpen:
                continue
            body = self._keys.seal(PURPOSE, plain, about)
            connection.execute("UPDATE vault SET body=? WHERE kind=? AND key=?", (body, kind, key))
            resealed += 1
        return resealed

    def _value(self, connection: sqlite3.Connection, kind: str, key: str) -> bytes | None:
        row = connection.execute("SELECT body FROM vault WHERE kind=? AND key=?", (kind, key)).fetchone()
        return self._keys.open(PURPOSE, row[0], _about(kind, key)) if row else None


def heads(connection: sqlite3.Connection) -> list[bytes]:
    """How each value begins, which tells what secret it needs: see Keys.heads."""
    return [head for (head,) in connection.execute("SELECT substr(body, 1, ?) FROM vault", (HEAD,))]


def _delete(connection: sqlite3.Connection, kind: str, key: str) -> bool:
    return connection.execute("DELETE FROM vault WHERE kind=? AND key=?", (kind, key)).rowcount == 1


def _about(kind: str, key: str) -> bytes:
    """What a value is sealed for. A kind holds no slash, so no two rows share it."""
    if "/" in kind:
        raise ValueError(f"The kind {kind!r} holds a slash; write it without one.")
    return f"{kind}/{key}".encode()
