"""Who speaks to the API: a bearer key is a person and a scope. Agents may ask; only people decide."""

import secrets
from collections.abc import Sequence
from typing import Annotated, Literal, NamedTuple

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from bot.core.access.permissions import AccessSubject
from bot.core.errors import Conflict, NotFound, NotUnderstood, ScopeTooSmall, Unauthenticated
from bot.core.people import PeopleDirectory
from bot.core.secrets.redaction import remove_secrets
from bot.core.values import to_micros
from bot.engine.platform import CountersignPlatform
from bot.store import audit, credentials

KeyScopeName = Literal["agent", "operator", "admin"]

READ: tuple[KeyScopeName, ...] = ("agent", "operator", "admin")
DECIDE: tuple[KeyScopeName, ...] = ("operator", "admin")
ADMIN: tuple[KeyScopeName, ...] = ("admin",)

bearer = HTTPBearer(auto_error=False, description="An API key: `countersign keys create`.")


class ApiPrincipal(NamedTuple):
    """A person, through a key. `credential` names the key in the log, never its secret; `makers` made it for them.

    `agents` are those that a key of the scope `agent` is bound to; it reads and asks nothing of any other.
    """

    person: str
    scope: KeyScopeName
    credential: str
    makers: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()

    def require_scope(self, scopes: tuple[KeyScopeName, ...], what: str) -> None:
        """Raises ScopeTooSmall."""
        if self.scope not in scopes:
            raise ScopeTooSmall(self.scope, what, ", ".join(scopes))

    def make_subject(self, directory: PeopleDirectory) -> AccessSubject:
        """Whose rights count, see `bot.core.access.permissions`."""
        kind: Literal["person", "agent", "admin"] = "person" if self.scope == "operator" else self.scope
        return AccessSubject(directory.find_person(self.person), scope=kind, agents=frozenset(self.agents))

    def list_makers_for(self, person: str) -> tuple[str, ...]:
        """The makers of a credential that this principal makes for `person`: itself, and who made its own; never `person`."""
        return tuple(maker for maker in dict.fromkeys((self.person, *self.makers)) if maker != person)


async def authenticate_key(
    request: Request, given: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]
) -> ApiPrincipal:
    """Whose key this is. Raises Unauthenticated: no key, an unknown or revoked one, or a person who is not active."""
    platform: CountersignPlatform = request.app.state.platform
    if given is None:
        raise Unauthenticated("Send an API key as `Authorization: Bearer …`.")
    key = credentials.find_key_by_secret(platform.database.reading, given.credentials)
    person = platform.directory.find_person(key.person) if key else None
    if key is None or person is None or not person.active:
        raise Unauthenticated("This API key is not known, was revoked, or its person is no longer active.")
    return ApiPrincipal(key.person, _read_scope(key.scope), credentials.name_credential(key.id), key.makers, key.agents)


ApiCaller = Annotated[ApiPrincipal, Depends(authenticate_key)]


def _read_scope(word: str) -> KeyScopeName:
    return next(scope for scope in READ if scope == word)


class LastAdminKey(Conflict):
    """The key {0!r} is the last admin key that works: without it nobody could make keys or links through the server.
    Make another admin key first, or revoke it all the same with --force (API: ?force=true)."""


async def make_key(
    platform: CountersignPlatform,
    person: str,
    scope: KeyScopeName,
    label: str = "",
    by: ApiPrincipal | None = None,
    agents: Sequence[str] = (),
) -> tuple[credentials.ApiKey, str]:
    """A new key of this person, and its secret, which is kept nowhere. Key and audit say who made it; None: the person.

    `agents` are those that a key of the scope `agent` is bound to: at least one, and for no other scope.

    Raises Unknown for a person or an agent that nobody knows, NotUnderstood.
    """
    if platform.directory.find_person(person) is None:
        raise NotFound("person", person)
    if scope != "agent" and agents:
        raise NotUnderstood(f"A key of the scope {scope} is bound to no agent: leave the agents out.")
    if scope == "agent":
        refuse_unknown_agents(platform, agents)
    now, label = to_micros(platform.clock()), remove_secrets(label)
    secret = f"cs_{secrets.token_urlsafe(32)}"
    makers = by.list_makers_for(person) if by else ()
    key = credentials.ApiKey(
        secrets.token_hex(6), scope, person, label, now, None, makers, tuple(dict.fromkeys(agents))
    )
    bound = f" for {', '.join(key.agents)}" if key.agents else ""
    detail = f"{scope} of {person}{bound} {label}".strip()
    note = audit.AuditNote(now, "key made", by.person if by else person, "api", key.id, detail)

    def unit(connection: credentials.Connection) -> None:
        credentials.add_key(connection, key, secret)
        audit.add_note(connection, note)

    await platform.database.write_unit(unit)
    return key, secret


async def bind_key(platform: CountersignPlatform, id: str, agents: Sequence[str], by: str) -> credentials.ApiKey:
    """The key with these agents in place of those that it was bound to. Raises Unknown, NotUnderstood."""
    refuse_unknown_agents(platform, agents)
    named = tuple(dict.fromkeys(agents))
    note = audit.AuditNote(to_micros(platform.clock()), "key bound", by, "api", id, ", ".join(named))

    def unit(connection: credentials.Connection) -> credentials.ApiKey | None:
        if not credentials.bind_key(connection, id, named):
            return None
        audit.add_note(connection, note)
        return next(key for key in credentials.list_keys(connection) if key.id == id)

    bound = await platform.database.write_unit(unit)
    if bound is None:
        raise NotFound("working agent key", id)
    return bound


def refuse_unknown_agents(platform: CountersignPlatform, agents: Sequence[str]) -> None:
    """Raises NotUnderstood when none is named, Unknown for one that is not configured."""
    if not agents:
        known = ", ".join(platform.agents) or "none"
        raise NotUnderstood(f"A key of the scope agent is bound to agents: name at least one. There are: {known}.")
    for agent in agents:
        if agent not in platform.agents:
            raise NotFound("agent", agent)


async def revoke_key(platform: CountersignPlatform, id: str, by: str, *, force: bool = False) -> None:
    """The key works no more, and no vote that came with it counts for what has not started yet.

    Raises Unknown; LastAdminKey without `force`.
    """
    now = to_micros(platform.clock())
    note = audit.AuditNote(now, "key revoked", by, "api", id, "forced" if force else "")

    def unit(connection: credentials.Connection) -> bool:
        admins = [key.id for key in credentials.list_keys(connection) if _is_working_admin(platform, key)]
        if admins == [id] and not force:
            raise LastAdminKey(id)
        revoked = credentials.revoke_key(connection, id, now)
        if revoked:
            audit.add_note(connection, note)
        return revoked

    if not await platform.database.write_unit(unit):
        raise NotFound("working key", id)
    platform.repository.read_revoked()


def _is_working_admin(platform: CountersignPlatform, key: credentials.ApiKey) -> bool:
    person = platform.directory.find_person(key.person)
    return key.revoked is None and key.scope in ADMIN and person is not None and person.active
