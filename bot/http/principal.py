"""Who speaks to the API: a bearer key is a person and a scope. Agents may ask; only people decide."""

import secrets
from collections.abc import Sequence
from typing import Annotated, Literal, NamedTuple

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from bot.core.access import Subject
from bot.core.errors import Conflict, NotUnderstood, ScopeTooSmall, Unauthenticated, Unknown
from bot.core.people import Directory
from bot.core.redact import remove_secrets
from bot.core.word import micros
from bot.engine.house import Countersign
from bot.store import doors

Scope = Literal["agent", "operator", "admin"]

READ: tuple[Scope, ...] = ("agent", "operator", "admin")
DECIDE: tuple[Scope, ...] = ("operator", "admin")
ADMIN: tuple[Scope, ...] = ("admin",)

bearer = HTTPBearer(auto_error=False, description="An API key: `countersign keys create`.")


class Principal(NamedTuple):
    """A person, through a key. `credential` names the key in the log, never its secret; `makers` made it for them.

    `agents` are those that a key of the scope `agent` is bound to; it reads and asks nothing of any other.
    """

    person: str
    scope: Scope
    credential: str
    makers: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()

    def must_be(self, scopes: tuple[Scope, ...], what: str) -> None:
        """Raises ScopeTooSmall."""
        if self.scope not in scopes:
            raise ScopeTooSmall(self.scope, what, ", ".join(scopes))

    def subject(self, directory: Directory) -> Subject:
        """Whose rights count, see `bot.core.access`."""
        kind: Literal["person", "agent", "admin"] = "person" if self.scope == "operator" else self.scope
        return Subject(directory.find(self.person), scope=kind, agents=frozenset(self.agents))

    def makers_for(self, person: str) -> tuple[str, ...]:
        """The makers of a credential that this principal makes for `person`: itself, and who made its own; never `person`."""
        return tuple(maker for maker in dict.fromkeys((self.person, *self.makers)) if maker != person)


async def principal(
    request: Request, given: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]
) -> Principal:
    """Whose key this is. Raises Unauthenticated: no key, an unknown or revoked one, or a person who is not active."""
    house: Countersign = request.app.state.house
    if given is None:
        raise Unauthenticated("Send an API key as `Authorization: Bearer …`.")
    key = doors.key_by_secret(house.database.reading, given.credentials)
    person = house.directory.find(key.person) if key else None
    if key is None or person is None or not person.active:
        raise Unauthenticated("This API key is not known, was revoked, or its person is no longer active.")
    return Principal(key.person, _scope(key.scope), doors.credential_of(key.id), key.makers, key.agents)


Caller = Annotated[Principal, Depends(principal)]


def _scope(word: str) -> Scope:
    return next(scope for scope in READ if scope == word)


class LastAdminKey(Conflict):
    """The key {0!r} is the last admin key that works: without it nobody could make keys or links through the server.
    Make another admin key first, or revoke it all the same with --force (API: ?force=true)."""


async def make_key(
    house: Countersign,
    person: str,
    scope: Scope,
    label: str = "",
    by: Principal | None = None,
    agents: Sequence[str] = (),
) -> tuple[doors.Key, str]:
    """A new key of this person, and its secret, which is kept nowhere. Key and audit say who made it; None: the person.

    `agents` are those that a key of the scope `agent` is bound to: at least one, and for no other scope.

    Raises Unknown for a person or an agent that nobody knows, NotUnderstood.
    """
    if house.directory.find(person) is None:
        raise Unknown("person", person)
    if scope != "agent" and agents:
        raise NotUnderstood(f"A key of the scope {scope} is bound to no agent: leave the agents out.")
    if scope == "agent":
        refuse_unknown_agents(house, agents)
    now, label = micros(house.clock()), remove_secrets(label)
    secret = f"cs_{secrets.token_urlsafe(32)}"
    makers = by.makers_for(person) if by else ()
    key = doors.Key(secrets.token_hex(6), scope, person, label, now, None, makers, tuple(dict.fromkeys(agents)))
    bound = f" for {', '.join(key.agents)}" if key.agents else ""
    detail = f"{scope} of {person}{bound} {label}".strip()
    note = doors.Note(now, "key made", by.person if by else person, "api", key.id, detail)

    def unit(connection: doors.Connection) -> None:
        doors.add_key(connection, key, secret)
        doors.note(connection, note)

    await house.database.write(unit)
    return key, secret


async def bind_key(house: Countersign, id: str, agents: Sequence[str], by: str) -> doors.Key:
    """The key with these agents in place of those that it was bound to. Raises Unknown, NotUnderstood."""
    refuse_unknown_agents(house, agents)
    named = tuple(dict.fromkeys(agents))
    note = doors.Note(micros(house.clock()), "key bound", by, "api", id, ", ".join(named))

    def unit(connection: doors.Connection) -> doors.Key | None:
        if not doors.bind_key(connection, id, named):
            return None
        doors.note(connection, note)
        return next(key for key in doors.keys(connection) if key.id == id)

    bound = await house.database.write(unit)
    if bound is None:
        raise Unknown("working agent key", id)
    return bound


def refuse_unknown_agents(house: Countersign, agents: Sequence[str]) -> None:
    """Raises NotUnderstood when none is named, Unknown for one that is not configured."""
    if not agents:
        known = ", ".join(house.agents) or "none"
        raise NotUnderstood(f"A key of the scope agent is bound to agents: name at least one. There are: {known}.")
    for agent in agents:
        if agent not in house.agents:
            raise Unknown("agent", agent)


async def revoke_key(house: Countersign, id: str, by: str, *, force: bool = False) -> None:
    """The key works no more, and no vote that came with it counts for what has not started yet.

    Raises Unknown; LastAdminKey without `force`.
    """
    now = micros(house.clock())
    note = doors.Note(now, "key revoked", by, "api", id, "forced" if force else "")

    def unit(connection: doors.Connection) -> bool:
        admins = [key.id for key in doors.keys(connection) if _is_working_admin(house, key)]
        if admins == [id] and not force:
            raise LastAdminKey(id)
        revoked = doors.revoke_key(connection, id, now)
        if revoked:
            doors.note(connection, note)
        return revoked

    if not await house.database.write(unit):
        raise Unknown("working key", id)
    house.record.read_revoked()


def _is_working_admin(house: Countersign, key: doors.Key) -> bool:
    person = house.directory.find(key.person)
    return key.revoked is None and key.scope in ADMIN and person is not None and person.active
