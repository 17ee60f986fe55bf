"""API keys, browser sessions and sign-in links. A secret is kept as its SHA-256 alone."""

import hashlib
from collections.abc import Sequence
from sqlite3 import Connection
from typing import Any, NamedTuple

__all__ = ["ApiKey", "Connection", "SessionRecord"]


class ApiKey(NamedTuple):
    """An API key. `makers` are the people who made it, other than `person`; `agents` those that an agent key is bound to."""

    id: str
    scope: str
    person: str
    label: str
    created: int
    revoked: int | None
    makers: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()


class SessionRecord(NamedTuple):
    """A session or a sign-in link (`kind`). The last four are those of SessionRow."""

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
    """False when there is no such key that still works."""
    return connection.execute("UPDATE api_key SET revoked=? WHERE id=? AND revoked IS NULL", (at, id)).rowcount == 1


def find_key_by_secret(connection: Connection, secret: str) -> ApiKey | None:
    """The working key with this secret. Found by its hash, so the time taken says nothing about a near miss."""
    row = connection.execute(f"{_KEYS} WHERE hash=? AND revoked IS NULL", (hash_secret(secret),)).fetchone()
    return _read_key(row) if row else None


def name_credential(key: str) -> str:
    """What a log calls the key of this id."""
    return f"key:{key}"


def list_revoked_credentials(connection: Connection) -> frozenset[str]:
    """The keys that work no more, each as a log calls it."""
    rows = connection.execute("SELECT id FROM api_key WHERE revoked IS NOT NULL")
    return frozenset(name_credential(id) for (id,) in rows)


def list_keys(connection: Connection) -> list[ApiKey]:
    return [_read_key(row) for row in connection.execute(f"{_KEYS} ORDER BY created")]


def _read_key(row: tuple[Any, ...]) -> ApiKey:
    key = ApiKey(*row)
    return key._replace(makers=_split_names(row[-2]), agents=_split_names(row[-1]))


def bind_key(connection: Connection, id: str, agents: Sequence[str]) -> bool:
    """Binds a working agent key to these agents, in place of those before; False when there is no such key."""
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
    """The names of one column: they hold no spaces."""
    return tuple(makers.split())


def use_session(connection: Connection, secret: str, at: int) -> bool:
    """Marks a session or link as used up; False when it was before."""
    done = connection.execute("UPDATE session SET used=? WHERE hash=? AND used IS NULL", (at, hash_secret(secret)))
    return done.rowcount == 1


def forget_expired(connection: Connection, now: int) -> None:
    """Deletes sessions and links whose time is over: they open nothing, and the audit has their story."""
    connection.execute("DELETE FROM session WHERE expires<=?", (now,))
