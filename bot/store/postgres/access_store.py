"""API keys, browser sessions and sign-in links. A secret is kept as its SHA-256."""

from collections.abc import Callable, Sequence
from typing import Any

from bot.store.postgres.audit_row_insert import add_notes
from bot.store.postgres.connecting import SqlConnection
from bot.store.postgres.database import PostgresDatabase
from bot.store.postgres.peer_feed import REVOKED
from bot.store.records import ApiKey, AuditNote, SessionRecord, hash_secret, name_credential
from bot.store.refusals import OnlyKeyLeft, SecretUsed

_KEYS = "SELECT id, scope, person, label, created, revoked, makers, agents FROM api_key"
_REVOKED = "SELECT id FROM api_key WHERE revoked IS NOT NULL"


def _list_keys(connection: SqlConnection) -> list[ApiKey]:
    return [_read_key(row) for row in connection.execute(f"{_KEYS} ORDER BY created, id")]


def _read_key(row: tuple[Any, ...]) -> ApiKey:
    key = ApiKey(*row)
    return key._replace(makers=_split_names(row[-2]), agents=_split_names(row[-1]))


def _split_names(names: str) -> tuple[str, ...]:
    """The names in one column; they hold no spaces."""
    return tuple(names.split())


def _add_session(connection: SqlConnection, session: SessionRecord, secret: str) -> None:
    connection.execute(
        "INSERT INTO session (hash, kind, person, created, expires, used, makers, assurance, browser, onward)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        (hash_secret(secret), *session[:5], " ".join(session.makers), *session[6:]),
    )


def _use_session(connection: SqlConnection, secret: str, at: int) -> bool:
    """Mark a session or link as used. False: it was used before."""
    done = connection.execute(
        "UPDATE session SET used = %s WHERE hash = %s AND used IS NULL", (at, hash_secret(secret))
    )
    return done.rowcount == 1


class PostgresAccessStore:
    """The `AccessStore` port."""

    def __init__(self, database: PostgresDatabase) -> None:
        self._database, self._reader = database, database.reader

    async def add_key(self, key: ApiKey, secret: str, note: AuditNote) -> None:
        def unit(connection: SqlConnection) -> None:
            connection.execute(
                "INSERT INTO api_key (id, hash, scope, person, label, created, makers, agents)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
                (key.id, hash_secret(secret), *key[1:5], " ".join(key.makers), " ".join(key.agents)),
            )
            add_notes(connection, [note])

        await self._database.write_unit(unit)

    async def bind_key(self, id: str, agents: Sequence[str], note: AuditNote) -> ApiKey | None:
        def unit(connection: SqlConnection) -> ApiKey | None:
            done = connection.execute(
                "UPDATE api_key SET agents = %s WHERE id = %s AND scope = 'agent' AND revoked IS NULL",
                (" ".join(agents), id),
            )
            if done.rowcount != 1:
                return None
            add_notes(connection, [note])
            return next(key for key in _list_keys(connection) if key.id == id)

        return await self._database.write_unit(unit)

    async def revoke_key(
        self,
        id: str,
        note: AuditNote,
        committed: Callable[[frozenset[str]], None],
        needed: Callable[[ApiKey], bool] | None = None,
    ) -> bool:
        revoked: frozenset[str] = frozenset()

        def unit(connection: SqlConnection) -> bool:
            nonlocal revoked
            if needed and [key.id for key in _list_keys(connection) if key.revoked is None and needed(key)] == [id]:
                raise OnlyKeyLeft(id)
            done = connection.execute(
                "UPDATE api_key SET revoked = %s WHERE id = %s AND revoked IS NULL", (note.at, id)
            )
            if done.rowcount == 1:
                add_notes(connection, [note])
            revoked = frozenset(name_credential(key) for (key,) in connection.execute(_REVOKED))
            return done.rowcount == 1

        return await self._database.write_unit(unit, lambda: committed(revoked), (REVOKED,))

    async def find_key(self, secret: str) -> ApiKey | None:
        row = await self._reader.fetch_one(f"{_KEYS} WHERE hash = %s AND revoked IS NULL", (hash_secret(secret),))
        return _read_key(row) if row else None

    async def list_keys(self) -> list[ApiKey]:
        return [_read_key(row) for row in await self._reader.fetch_all(f"{_KEYS} ORDER BY created, id")]

    async def list_revoked(self) -> frozenset[str]:
        return frozenset(name_credential(id) for (id,) in await self._reader.fetch_all(_REVOKED))

    async def add_session(self, session: SessionRecord, secret: str, note: AuditNote) -> None:
        def unit(connection: SqlConnection) -> None:
            _add_session(connection, session, secret)
            add_notes(connection, [note])

        await self._database.write_unit(unit)

    async def find_session(self, kind: str, secret: str, now: int) -> SessionRecord | None:
        row = await self._reader.fetch_one(
            "SELECT kind, person, created, expires, used, makers, assurance, browser, onward FROM session"
            " WHERE hash = %s AND kind = %s AND expires > %s AND used IS NULL",
            (hash_secret(secret), kind, now),
        )
        return SessionRecord(*row)._replace(makers=_split_names(row[5])) if row else None

    async def start_session(
        self, session: SessionRecord, secret: str, note: AuditNote, *, link: str | None, ended: str | None
    ) -> None:
        def unit(connection: SqlConnection) -> None:
            if link is not None and not _use_session(connection, link, note.at):
                raise SecretUsed()
            if ended:
                _use_session(connection, ended, note.at)
            _add_session(connection, session, secret)
            add_notes(connection, [note])

        await self._database.write_unit(unit)

    async def end_session(self, secret: str, note: AuditNote) -> None:
        def unit(connection: SqlConnection) -> None:
            _use_session(connection, secret, note.at)
            add_notes(connection, [note])

        await self._database.write_unit(unit)

    async def forget_expired(self, now: int) -> None:
        await self._database.write_plain("DELETE FROM session WHERE expires <= %(now)s", {"now": now})
