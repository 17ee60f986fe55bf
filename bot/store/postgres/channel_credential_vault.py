"""The vault: credentials of channels. Values are sealed before they reach a statement.

`kind` and `key` are not encrypted and appear in errors: they must hold no secret.
"""

from collections.abc import Sequence

from bot.core.base_types import to_micros
from bot.core.channel_messages import VaultEntry
from bot.core.errors import CannotOpen
from bot.core.ports import UtcClock
from bot.secret_keys import HEAD, SecretKeys
from bot.store.postgres.connecting import SqlConnection
from bot.store.postgres.database import PostgresDatabase
from bot.store.vault_seal import PURPOSE, name_row, open_row, seal_row

_READ = "SELECT body FROM vault WHERE kind = %s AND key = %s"


class PostgresVault:
    """The `SecretVault` port. A value sealed with an unknown secret raises LostKey; a changed one raises BrokenSeal."""

    def __init__(self, database: PostgresDatabase, keys: SecretKeys, clock: UtcClock) -> None:
        self._database, self._keys, self._clock = database, keys, clock

    async def put(self, kind: str, key: str, value: bytes) -> None:
        """Keep the value under the current secret, in place of the earlier one."""
        await self.put_all((VaultEntry(kind, key, value),))

    async def put_all(self, entries: Sequence[VaultEntry]) -> None:
        """Keep all of these or none, each in place of the earlier one."""
        at = to_micros(self._clock())
        rows = [(kind, key, seal_row(self._keys, kind, key, value), at) for kind, key, value in entries]

        def unit(connection: SqlConnection) -> None:
            for row in rows:
                connection.execute(
                    "INSERT INTO vault (kind, key, body, at) VALUES (%s, %s, %s, %s)"
                    " ON CONFLICT (kind, key) DO UPDATE SET body = excluded.body, at = excluded.at",
                    row,
                )

        await self._database.write_unit(unit)

    async def get(self, kind: str, key: str) -> bytes | None:
        row = await self._database.reader.fetch_one(_READ, (kind, key))
        return open_row(self._keys, kind, key, row[0]) if row else None

    async def take(self, kind: str, key: str) -> bytes | None:
        """Return the value and delete it. Of several callers one gets it; a value that does not open stays."""

        def unit(connection: SqlConnection) -> bytes | None:
            row = connection.execute(_READ, (kind, key)).fetchone()
            value = open_row(self._keys, kind, key, row[0]) if row else None
            delete_row(connection, kind, key)
            return value

        return await self._database.write_unit(unit)

    async def delete(self, kind: str, key: str) -> bool:
        """Delete the value; True when there was one. It need not open."""
        return await self._database.write_unit(lambda connection: delete_row(connection, kind, key))

    async def list_keys(self, kind: str) -> list[str]:
        rows = await self._database.reader.fetch_all("SELECT key FROM vault WHERE kind = %s ORDER BY key", (kind,))
        return [key for (key,) in rows]

    async def reseal_values(self) -> int:
        """Seal values of older secrets with the current one; return their number. A value that does not open stays
        unchanged.
        """

        def unit(connection: SqlConnection) -> int:
            query = "SELECT kind, key, body FROM vault WHERE substr(body, 1, %s::int) <> %s FOR UPDATE"
            prefix, resealed = self._keys.make_seal_prefix(PURPOSE), 0
            for kind, key, body in connection.execute(query, (HEAD, prefix)).fetchall():
                about = name_row(kind, key)
                try:
                    plain = self._keys.open_value(PURPOSE, body, about)
                except CannotOpen:
                    continue
                connection.execute(
                    "UPDATE vault SET body = %s WHERE kind = %s AND key = %s",
                    (self._keys.seal_value(PURPOSE, plain, about), kind, key),
                )
                resealed += 1
            return resealed

        return await self._database.write_unit(unit)


def delete_row(connection: SqlConnection, kind: str, key: str) -> bool:
    return connection.execute("DELETE FROM vault WHERE kind = %s AND key = %s", (kind, key)).rowcount == 1
