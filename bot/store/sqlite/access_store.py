"""API keys, browser sessions and sign-in links. A secret is kept as its SHA-256."""

from collections.abc import Callable, Sequence
from sqlite3 import Connection
from typing import Any

from bot.store.records import ApiKey, AuditNote, SessionRecord, hash_secret, name_credential
from bot.store.refusals import OnlyKeyLeft, SecretUsed
from bot.store.sqlite.audit_log import add_notes
from bot.store.sqlite.database import SqliteDatabase

_KEYS = "SELECT id, scope, person, label, created, revoked, makers, agents FROM api_key"


def add_key(connection: Connection, key: ApiKey, secret: str) -> None:
    connection.execute(
        "INSERT INTO api_key (id, hash, scope, person, label, created, makers, agents) VALUES (?,?,?,?,?,?,?,?)",
        (
            key.id,
            hash_secret(secret),
            key.scope,
            key.person,
            key.label,
            key.created,
            " ".join(key.makers),
            " ".join(key.agents),
        ),
    )


def revoke_key(connection: Connection, id: str, at: int) -> bool:
    """Revoke a key. False: no such key is valid."""
    return connection.execute("UPDATE api_key SET revoked=? WHERE id=? AND revoked IS NULL", (at, id)).rowcount == 1


def find_key_by_secret(connection: Connection, secret: str) -> ApiKey | None:
    """The valid key with this secret. It is found by its hash, so the time says nothing about a similar secret."""
    row = connection.execute(f"{_KEYS} WHERE hash=? AND revoked IS NULL", (hash_secret(secret),)).fetchone()
    return _read_key(row) if row else None


def list_revoked_credentials(connection: Connection) -> frozenset[str]:
    """The names of the revoked keys, as in a log."""
    rows = connection.execute("SELECT id FROM api_key WHERE revoked IS NOT NULL")
    return frozenset(name_credential(id) for (id,) in rows)


def list_keys(connection: Connection) -> list[ApiKey]:
    return [_read_key(row) for row in connection.execute(f"{_KEYS} ORDER BY created")]


def _read_key(row: tuple[Any, ...]) -> ApiKey:
    key = ApiKey(*row)
    return key._replace(makers=_split_names(row[-2]), agents=_split_names(row[-1]))


def bind_key(connection: Connection, id: str, agents: Sequence[str]) -> bool:
    """Bind a valid agent key to these agents, in place of the earlier ones. False: no such key."""
    done = connection.execute(
        "UPDATE api_key SET agents=? WHERE id=? AND scope='agent' AND revoked IS NULL", (" ".join(agents), id)
    )
    return done.rowcount == 1


def add_session(connection: Connection, session: SessionRecord, secret: str) -> None:
    connection.execute(
        "INSERT INTO session (hash, kind, person, created, expires, used, makers, assurance, browser, onward)"
        " VALUES (?,?,?,?,?,?,?,?,?,?)",
        (hash_secret(secret), *session[:5], " ".join(session.makers), *session[6:]),
    )


def find_session_by_secret(connection: Connection, kind: str, secret: str, now: int) -> SessionRecord | None:
    row = connection.execute(
        "SELECT kind, person, created, expires, used, makers, assurance, browser, onward FROM session"
        " WHERE hash=? AND kind=? AND expires>? AND used IS NULL",
        (hash_secret(secret), kind, now),
    ).fetchone()
    return SessionRecord(*row)._replace(makers=_split_names(row[5])) if row else None


def _split_names(makers: str) -> tuple[str, ...]:
    """The names in one column; they hold no spaces."""
    return tuple(makers.split())


def use_session(connection: Connection, secret: str, at: int) -> bool:
    """Mark a session or link as used. False: it was used before."""
    done = connection.execute("UPDATE session SET used=? WHERE hash=? AND used IS NULL", (at, hash_secret(secret)))
    return done.rowcount == 1


def forget_expired(connection: Connection, now: int) -> None:
    """Delete expired sessions and links. The audit keeps their history."""
    connection.execute("DELETE FROM session WHERE expires<=?", (now,))


class SqliteAccessStore:
    """The `AccessStore` port."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    async def add_key(self, key: ApiKey, secret: str, note: AuditNote) -> None:
        def unit(connection: Connection) -> None:
            add_key(connection, key, secret)
            add_notes(connection, [note])

        await self._database.write_unit(unit)

    async def bind_key(self, id: str, agents: Sequence[str], note: AuditNote) -> ApiKey | None:
        def unit(connection: Connection) -> ApiKey | None:
            if not bind_key(connection, id, agents):
                return None
            add_notes(connection, [note])
            return next(key for key in list_keys(connection) if key.id == id)

        return await self._database.write_unit(unit)

    async def revoke_key(
        self,
        id: str,
        note: AuditNote,
        committed: Callable[[frozenset[str]], None],
        needed: Callable[[ApiKey], bool] | None = None,
    ) -> bool:
        revoked: frozenset[str] = frozenset()

        def unit(connection: Connection) -> bool:
            nonlocal revoked
            if needed and [key.id for key in list_keys(connection) if key.revoked is None and needed(key)] == [id]:
                raise OnlyKeyLeft(id)
            if is_revoked := revoke_key(connection, id, note.at):
                add_notes(connection, [note])
            revoked = list_revoked_credentials(connection)
            return is_revoked

        return await self._database.write_unit(unit, lambda: committed(revoked))

    async def find_key(self, secret: str) -> ApiKey | None:
        with self._database.read() as connection:
            return find_key_by_secret(connection, secret)

    async def list_keys(self) -> list[ApiKey]:
        with self._database.read() as connection:
            return list_keys(connection)

    async def list_revoked(self) -> frozenset[str]:
        with self._database.read() as connection:
            return list_revoked_credentials(connection)

    async def add_session(self, session: SessionRecord, secret: str, note: AuditNote) -> None:
        def unit(connection: Connection) -> None:
            add_session(connection, session, secret)
            add_notes(connection, [note])

        await self._database.write_unit(unit)

    async def find_session(self, kind: str, secret: str, now: int) -> SessionRecord | None:
        with self._database.read() as connection:
            return find_session_by_secret(connection, kind, secret, now)

    async def start_session(
        self, session: SessionRecord, secret: str, note: AuditNote, *, link: str | None, ended: str | None
    ) -> None:
        def unit(connection: Connection) -> None:
            if link is not None and not use_session(connection, link, note.at):
                raise SecretUsed()
            if ended:
                use_session(connection, ended, note.at)
            add_session(connection, session, secret)
            add_notes(connection, [note])

        await self._database.write_unit(unit)

    async def end_session(self, secret: str, note: AuditNote) -> None:
        def unit(connection: Connection) -> None:
            use_session(connection, secret, note.at)
            add_notes(connection, [note])

        await self._database.write_unit(unit)

    async def forget_expired(self, now: int) -> None:
        await self._database.write_unit(lambda connection: forget_expired(connection, now), is_long=True)
