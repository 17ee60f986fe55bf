"""Who speaks to the API: a bearer key is a person and a scope. Agents may ask; only people decide."""

import secrets
from typing import Annotated, Literal, NamedTuple

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from bot.core.errors import ScopeTooSmall, Unauthenticated, Unknown
from bot.core.word import micros
from bot.engine.house import Countersign
from bot.store import doors

Scope = Literal["agent", "operator", "admin"]

READ: tuple[Scope, ...] = ("agent", "operator", "admin")
DECIDE: tuple[Scope, ...] = ("operator", "admin")
ADMIN: tuple[Scope, ...] = ("admin",)

bearer = HTTPBearer(auto_error=False, description="An API key: `countersign keys create`.")


class Principal(NamedTuple):
    """A person, through a key. `credential` names the key in the log, never its secret."""

    person: str
    scope: Scope
    credential: str

    def must_be(self, scopes: tuple[Scope, ...], what: str) -> None:
        """Raises ScopeTooSmall."""
        if self.scope not in scopes:
            raise ScopeTooSmall(self.scope, what, ", ".join(scopes))


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
    return Principal(key.person, _scope(key.scope), f"key:{key.id}")


Caller = Annotated[Principal, Depends(principal)]


def _scope(word: str) -> Scope:
    return next(scope for scope in READ if scope == word)


async def make_key(
    house: Countersign, person: str, scope: Scope, label: str = "", by: str = ""
) -> tuple[doors.Key, str]:
    """A new key of this person, and its secret, which is kept nowhere. The audit says who made it.

    Raises Unknown for a person nobody knows.
    """
    if house.directory.find(person) is None:
        raise Unknown("person", person)
    now = micros(house.clock())
    secret = f"cs_{secrets.token_urlsafe(32)}"
    key = doors.Key(secrets.token_hex(6), scope, person, label, now, None)
    note = doors.Note(now, "key made", by or person, "api", key.id, f"{scope} of {person} {label}".strip())

    def unit(connection: doors.Connection) -> None:
        doors.add_key(connection, key, secret)
        doors.note(connection, note)

    await house.database.write(unit)
    return key, secret


async def revoke_key(house: Countersign, id: str, by: str) -> None:
    """The key works no more. Raises Unknown."""
    now = micros(house.clock())
    note = doors.Note(now, "key revoked", by, "api", id)

    def unit(connection: doors.Connection) -> bool:
        revoked = doors.revoke_key(connection, id, now)
        if revoked:
            doors.note(connection, note)
        return revoked

    if not await house.database.write(unit):
        raise Unknown("working key", id)
