"""API keys, browser sessions and sign-in links. A secret is kept as its SHA-256."""

import hashlib
from collections.abc import Sequence
from sqlite3 import Connection
from typing import Any, NamedTuple

__all__ = ["ApiKey", "Connection", "SessionRecord"]


class ApiKey(NamedTuple):
    """An API key. `makers` are the people that made it, other than `person`; `agents` are those that an agent key is
    bound to.
    """

    id: str
    scope: str
    person: str
    label: str
    created: int
    revoked: int | None
    makers: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()


class SessionRecord(NamedTuple):
    """A session or a sign-in link (`kind`). The last four fields are those of `SessionRow`."""

    kind: str
    person: str
    created: int
    expires: int
    used: int | None
    makers: tuple[str, ...] = ()
    assurance: str = ""
    browser: str = ""
    onward: str = ""


_KEYS = "SELECT id, scope, person, label, created, revoked, makers, agents FROM api_key"


def hash_secret(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


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


def name_credential(key: str) -> str:
    """The name of the key with this id in a log."""
    return f"key:{key}"


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
