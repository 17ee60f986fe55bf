"""Who sits at the browser: sign-in links that work once, and sessions that end when the server says so."""

import secrets
from collections import OrderedDict
from datetime import timedelta
from ipaddress import IPv6Address, ip_address
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from bot.core.errors import Unauthenticated, Unknown
from bot.core.people import Directory, Person
from bot.core.ports import Clock
from bot.core.word import Moment, micros
from bot.settings import Settings
from bot.store import doors
from bot.store.database import Database

LinkKind = Literal["link", "demo-link"]
LINK: LinkKind = "link"
DEMO_LINK: LinkKind = "demo-link"
SESSION = "session"

LASTS = {LINK: timedelta(minutes=10), DEMO_LINK: timedelta(hours=24), SESSION: timedelta(hours=12)}
TRIES, A_MINUTE = 20, timedelta(minutes=1)
"""How many wrong links one address may try in a minute. A link has 256 bits; this only keeps the noise down."""
MOST_ADDRESSES = 1000


class NotThisLink(Unauthenticated):
    """This sign-in link does not work: it was used, it is older than ten minutes, or it was never ours."""


class TooManyTries(Unauthenticated):
    """Too many sign-in links from your address did not work. Wait a minute, then open a new one."""


class Visitor(NamedTuple):
    """A person with a session. The secret stands in the browser's cookie and nowhere else."""

    person: Person
    secret: str

    @property
    def credential(self) -> str:
        """What the log calls this session."""
        return f"session:{doors.hashed(self.secret).hex()[:12]}"


class Sessions:
    """Makes and redeems sign-in links, and knows the sessions that came of them."""

    def __init__(self, database: Database, directory: Directory, clock: Clock, settings: Settings) -> None:
        self.database, self.directory, self.clock, self.origin = database, directory, clock, settings.origin
        self._wrong: OrderedDict[str, list[Moment]] = OrderedDict()

    async def make_link(self, person: str, kind: LinkKind = LINK, by: str = "") -> str:
        """A URL that signs this person in; the audit says by whom it was made. Raises Unknown for a person who is not known or not active."""
        found = self.directory.find(person)
        if found is None or not found.active:
            raise Unknown("active person", person)
        token = secrets.token_urlsafe(32)
        link, now = self._lasting(kind, person), micros(self.clock())

        def unit(connection: doors.Connection) -> None:
            doors.add_session(connection, link, token)
            doors.note(connection, doors.Note(now, "sign-in link made", by or person, "web", person, kind))

        await self.database.write(unit)
        return f"{self.origin}/sign-in/{token}"

    def holder(self, token: str, client: str) -> Person:
        """Whom this link signs in; changes nothing. Raises NotThisLink, TooManyTries."""
        self._refuse_guessing(client)
        person = self._holder(token, client)
        if person is None:
            self._count_wrong(client)
            raise NotThisLink()
        return person

    async def redeem(self, token: str, client: str, old: str | None = None) -> Visitor:
        """A new session for the link's holder; the browser's old one ends. Raises NotThisLink, TooManyTries."""
        person = self.holder(token, client)
        secret = secrets.token_urlsafe(32)
        session, now = self._lasting(SESSION, person.id), micros(self.clock())
        reusable = self._row(DEMO_LINK, token) is not None

        def unit(connection: doors.Connection) -> None:
            if not reusable and not doors.use_session(connection, token, now):
                raise NotThisLink()
            if old:
                doors.use_session(connection, old, now)
            doors.add_session(connection, session, secret)
            doors.note(connection, doors.Note(now, "signed in", person.id, "web"))

        await self.database.write(unit)
        return Visitor(person, secret)

    def visitor(self, secret: str | None) -> Visitor | None:
        """Whose session this is, when it stands and its person is still active."""
        session = self._row(SESSION, secret) if secret else None
        person = self.directory.find(session.person) if session else None
        return Visitor(person, secret) if secret and person and person.active else None

    async def end(self, visitor: Visitor) -> None:
        """The session works no more, from this moment, wherever its cookie may be."""
        now = micros(self.clock())

        def unit(connection: doors.Connection) -> None:
            doors.use_session(connection, visitor.secret, now)
            doors.note(connection, doors.Note(now, "signed out", visitor.person.id, "web"))

        await self.database.write(unit)

    @property
    def is_secure(self) -> bool:
        return self.origin.startswith("https://")

    @property
    def cookie(self) -> str:
        """The cookie's name. Cookies do not know ports, so that of plain http names its own."""
        return "__Host-countersign" if self.is_secure else f"countersign-{urlsplit(self.origin).port or 80}"

    def _holder(self, token: str, client: str) -> Person | None:
        link = self._row(LINK, token) or (self._row(DEMO_LINK, token) if is_loopback(client) else None)
        person = self.directory.find(link.person) if link else None
        return person if person and person.active else None

    def _row(self, kind: str, secret: str) -> doors.Session | None:
        return doors.session_by_secret(self.database.reading, kind, secret, micros(self.clock()))

    def _lasting(self, kind: str, person: str) -> doors.Session:
        now = self.clock()
        return doors.Session(kind, person, micros(now), micros(now + LASTS[kind]), None)

    def _refuse_guessing(self, client: str) -> None:
        since = self.clock() - A_MINUTE
        recent = [at for at in self._wrong.pop(client, []) if at > since]
        if recent:
            self._wrong[client] = recent
        if len(recent) >= TRIES:
            raise TooManyTries()

    def _count_wrong(self, client: str) -> None:
        """Counts for an address that is known. Behind a proxy it is not, and one guesser must not lock all others out."""
        if not client:
            return
        self._wrong.setdefault(client, []).append(self.clock())
        while len(self._wrong) > MOST_ADDRESSES:
            self._wrong.popitem(last=False)


def is_loopback(client: str) -> bool:
    """Whether this address is the machine itself."""
    try:
        address = ip_address(client)
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback
