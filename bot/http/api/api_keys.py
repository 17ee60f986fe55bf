"""API keys: a bearer key represents a person and a scope. Keys of the scope `agent` cannot decide."""

import secrets
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal, NamedTuple

from fastapi import Depends, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from bot.core.access.permissions import AccessSubject
from bot.core.base_types import to_micros
from bot.core.errors import BadInput, Conflict, NotFound, NotUnderstood, ScopeTooSmall, Unauthenticated
from bot.core.people import PeopleDirectory
from bot.core.secrets.redaction import remove_secrets
from bot.engine.platform import CountersignPlatform
from bot.store.records import ApiKey, AuditNote, name_credential
from bot.store.refusals import OnlyKeyLeft

KeyScopeName = Literal["agent", "operator", "admin"]

READ: tuple[KeyScopeName, ...] = ("agent", "operator", "admin")
DECIDE: tuple[KeyScopeName, ...] = ("operator", "admin")
ADMIN: tuple[KeyScopeName, ...] = ("admin",)

bearer = HTTPBearer(auto_error=False, description="An API key: `countersign keys create`.")


class ApiPrincipal(NamedTuple):
    """The caller of the API: the person of a key. `credential` is the key's name in the log; `makers` made the key.

    `agents`: a key of the scope `agent` reads and asks these agents only.
    """

    person: str
    scope: KeyScopeName
    credential: str
    makers: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()

    def require_scope(self, scopes: tuple[KeyScopeName, ...], action: str) -> None:
        """Raises `ScopeTooSmall` unless the scope is one of `scopes`. The message names `action`."""
        if self.scope not in scopes:
            raise ScopeTooSmall(self.scope, action, ", ".join(scopes))

    def make_subject(self, directory: PeopleDirectory) -> AccessSubject:
        """The subject of access checks, see `bot.core.access.permissions`."""
        kind: Literal["person", "agent", "admin"] = "person" if self.scope == "operator" else self.scope
        return AccessSubject(
            directory.find_person(self.person), scope=kind, agents=frozenset(self.agents), credential=self.credential
        )

    def list_makers_for(self, person: str) -> tuple[str, ...]:
        """The makers of a credential that this caller makes for `person`: the caller and its own makers, without `person`."""
        return tuple(maker for maker in dict.fromkeys((self.person, *self.makers)) if maker != person)


async def authenticate_key(
    request: Request, given: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]
) -> ApiPrincipal:
    """The caller of this request. Raises `Unauthenticated` without a working key of an active person.

    The app of a verb without a server has one caller, see `create_server`.
    """
    platform: CountersignPlatform = request.app.state.platform
    caller: ApiPrincipal | None = request.app.state.caller
    if caller is not None:
        return caller
    if given is None:
        raise Unauthenticated("Send an API key as `Authorization: Bearer …`.")
    caller = await find_principal(platform, given.credentials)
    if caller is None:
        raise Unauthenticated("This API key is not known, was revoked, or its person is no longer active.")
    refuse_unknown_parameters(request)
    return caller


def refuse_unknown_parameters(request: Request) -> None:
    """Raises `BadInput` for a query parameter that the route does not have, or that is given twice: a mistyped filter must
    not look like one that found everything."""
    route = request.scope["route"]
    known = {field.alias for field in _list_query_fields(route.dependant)} if isinstance(route, APIRoute) else set()
    for name in request.query_params:
        if name not in known:
            there = f"There are: {', '.join(sorted(known))}." if known else "This route has none."
            raise BadInput(f"There is no query parameter {name[:60]!r} here. {there}")
        if len(request.query_params.getlist(name)) > 1:
            raise BadInput(f"The query parameter {name[:60]!r} stands twice. Send it once.")


def _list_query_fields(dependant: Dependant) -> Iterator[Any]:
    yield from dependant.query_params
    for inner in dependant.dependencies:
        yield from _list_query_fields(inner)


async def find_principal(platform: CountersignPlatform, secret: str) -> ApiPrincipal | None:
    """The caller with this key; None when it does not work, or its person is not active."""
    key = await platform.store.access.find_key(secret)
    person = platform.directory.find_person(key.person) if key else None
    if key is None or person is None or not person.active:
        return None
    scope = next(known for known in READ if known == key.scope)
    return ApiPrincipal(key.person, scope, name_credential(key.id), key.makers, key.agents)


ApiCaller = Annotated[ApiPrincipal, Depends(authenticate_key)]


class LastAdminKey(Conflict):
    """The key {0!r} is the last admin key that works: without it no person could make keys or links through the server.
    Make another admin key first, or revoke it all the same with --force (API: ?force=true)."""


async def make_key(
    platform: CountersignPlatform,
    person: str,
    scope: KeyScopeName,
    label: str = "",
    by: ApiPrincipal | None = None,
    agents: Sequence[str] = (),
) -> tuple[ApiKey, str]:
    """Make a key of this person; returns it with its secret, of which only a hash is stored.

    Key and audit name the maker `by`; None: the person. A key of the scope `agent` needs at least one of `agents`; other
    keys have none.

    Raises `NotFound` for an unknown person or agent; `NotUnderstood`.
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
    key = ApiKey(secrets.token_hex(6), scope, person, label, now, None, makers, tuple(dict.fromkeys(agents)))
    bound = f" for {', '.join(key.agents)}" if key.agents else ""
    detail = f"{scope} of {person}{bound} {label}".strip()
    note = AuditNote(now, "key made", by.person if by else person, "api", key.id, detail)

    await platform.store.access.add_key(key, secret, note)
    return key, secret


async def bind_key(platform: CountersignPlatform, id: str, agents: Sequence[str], by: str) -> ApiKey:
    """Bind an agent key to these agents, in place of those before. Raises `NotFound`, `NotUnderstood`."""
    refuse_unknown_agents(platform, agents)
    named = tuple(dict.fromkeys(agents))
    note = AuditNote(to_micros(platform.clock()), "key bound", by, "api", id, ", ".join(named))

    bound = await platform.store.access.bind_key(id, named, note)
    if bound is None:
        raise NotFound("working agent key", id)
    return bound


def refuse_unknown_agents(platform: CountersignPlatform, agents: Sequence[str]) -> None:
    """Raises `NotUnderstood` when `agents` is empty, `NotFound` for an agent that is not configured."""
    if not agents:
        known = ", ".join(platform.agents) or "none"
        raise NotUnderstood(f"A key of the scope agent is bound to agents: name at least one. There are: {known}.")
    for agent in agents:
        if agent not in platform.agents:
            raise NotFound("agent", agent)


async def revoke_key(platform: CountersignPlatform, id: str, by: str, *, force: bool = False) -> None:
    """Revoke a key. Votes given with it no longer count for calls that have not started.

    Raises `NotFound`; `LastAdminKey` without `force`.
    """
    now = to_micros(platform.clock())
    note = AuditNote(now, "key revoked", by, "api", id, "forced" if force else "")

    active = {person.id for person in platform.directory.people.values() if person.active}

    def is_admin(key: ApiKey) -> bool:
        return key.scope in ADMIN and key.person in active

    try:
        is_revoked = await platform.store.access.revoke_key(
            id, note, platform.repository.set_revoked, None if force else is_admin
        )
    except OnlyKeyLeft as error:
        raise LastAdminKey(id) from error
    if not is_revoked:
        raise NotFound("working key", id)
