"""Sign-in links, which work once, and the sessions of browsers, which the server can end."""

import secrets
from collections import OrderedDict
from datetime import timedelta
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from bot.core.base_types import UtcMoment, to_micros
from bot.core.errors import NotFound, Unauthenticated
from bot.core.people import Person
from bot.engine.platform import CountersignPlatform
from bot.http.api.api_keys import ApiPrincipal
from bot.http.client_address import find_network, is_loopback
from bot.http.request_guard import list_own_hosts
from bot.settings import EnvironmentSettings
from bot.store.records import AuditNote, SessionRecord, hash_secret
from bot.store.refusals import SecretUsed

LinkKind = Literal["link", "demo-link"]
LINK: LinkKind = "link"
DEMO_LINK: LinkKind = "demo-link"
SESSION = "session"
WEB = "web"
BY_LINK = "link"
"""The assurance of a session from a link; "link:email" when the link was requested on the page of a mail."""

LASTS = {LINK: timedelta(minutes=10), DEMO_LINK: timedelta(hours=24), SESSION: timedelta(hours=12)}
TRIES, A_MINUTE = 20, timedelta(minutes=1)
"""Maximum wrong links of one network in a minute. A token has 256 bits, so this limits load, not guessing."""
MOST_ADDRESSES = 1000


class InvalidLink(Unauthenticated):
    """This sign-in link does not work: it was used, it is older than ten minutes, or it was never ours."""


class OtherBrowser(Unauthenticated):
    """Open this link in the browser where you asked for it: this is another one. The link was not used up. Copy it over there,
    or ask for a new one here."""


class TooManyTries(Unauthenticated):
    """Too many sign-in links from your address did not work. Wait a minute, then open a new one."""


class SignedInVisitor(NamedTuple):
    """A person with a session. The server stores a hash of the secret; the browser's cookie holds the secret.

    `makers` are the other makers of its link; `assurance` is the way in which the person was verified.
    """

    person: Person
    secret: str
    makers: tuple[str, ...] = ()
    assurance: str = ""

    @property
    def entry_point(self) -> str:
        """The entry point of decisions in this session: "web", or the channel of the message that led here."""
        return self.assurance.partition(":")[2] or WEB

    @property
    def credential(self) -> str:
        """The name of this session in the log."""
        return f"session:{hash_secret(self.secret).hex()[:12]}"


class FoundLink(NamedTuple):
    """A valid link: its person, and in `onward` the path to show after signing in."""

    person: Person
    row: SessionRecord

    @property
    def onward(self) -> str:
        return self.row.onward or "/"


class SignInSessions:
    """Makes and redeems sign-in links, and finds the sessions of browsers."""

    def __init__(self, platform: CountersignPlatform, settings: EnvironmentSettings) -> None:
        self.platform, self.clock, self.origin = platform, platform.clock, settings.origin
        self._wrong: OrderedDict[str, list[UtcMoment]] = OrderedDict()

    async def make_link(self, person: str, kind: LinkKind = LINK, by: ApiPrincipal | None = None) -> str:
        """A URL that signs this person in. Link and audit name the maker `by`; None: the person.

        Raises `NotFound` for an unknown or inactive person.
        """
        makers = by.list_makers_for(person) if by else ()
        note = AuditNote(0, "sign-in link made", by.person if by else person, "web", person, kind)
        return await self._store_link(
            self._make_lasting_session(kind, person)._replace(makers=makers), note, self.origin
        )

    async def make_own_link(self, person: str, browser: str, host: str, onward: str, channel: str = "") -> str:
        """A URL that signs the person in, only in the browser with the nonce `browser`, under the Host header `host`.

        Decisions in its session count as made in `channel`; empty: on the web. On loopback `host` may be any loopback
        name, since cookies belong to the name that the browser uses.

        Raises `NotFound` for an unknown or inactive person.
        """
        assurance = f"{BY_LINK}:{channel}" if channel else ""
        link = self._make_lasting_session(LINK, person)._replace(
            browser=hash_secret(browser).hex(), onward=onward, assurance=assurance
        )
        note = AuditNote(0, "sign-in link asked", person, "web", person)
        is_ours = host.lower() in list_own_hosts(self.origin)
        origin = f"{urlsplit(self.origin).scheme}://{host.lower()}" if is_ours else self.origin
        return await self._store_link(link, note, origin)

    async def find_link(self, token: str, client: str, browser: str | None = None) -> FoundLink:
        """The link with this token; changes nothing. Raises `InvalidLink`, `OtherBrowser`, `TooManyTries`."""
        row = await self._find_row(LINK, token) or (
            await self._find_row(DEMO_LINK, token) if is_loopback(client) else None
        )
        person = self.platform.directory.find_person(row.person) if row else None
        if row is None or person is None or not person.active:
            self._count_wrong(find_network(client))
            raise InvalidLink()
        if row.browser and row.browser != hash_secret(browser or "").hex():
            raise OtherBrowser()
        return FoundLink(person, row)

    async def find_holder(self, token: str, client: str, browser: str | None = None) -> Person:
        """The person of this link; changes nothing. Raises `InvalidLink`, `OtherBrowser`, `TooManyTries`."""
        return (await self.find_link(token, client, browser)).person

    async def redeem_link(
        self, token: str, client: str, old: str | None = None, browser: str | None = None
    ) -> SignedInVisitor:
        """Start a session for the link's person; the session `old` ends. Raises `InvalidLink`, `OtherBrowser`, `TooManyTries`."""
        person, link = await self.find_link(token, client, browser)
        secret = secrets.token_urlsafe(32)
        session = self._make_lasting_session(SESSION, person.id)._replace(
            makers=link.makers, assurance=link.assurance or BY_LINK
        )
        now = to_micros(self.clock())
        note = AuditNote(now, "signed in", person.id, "web", detail="by a link that was sent" if link.browser else "")

        used_up = None if link.kind == DEMO_LINK else token
        try:
            await self.platform.store.access.start_session(session, secret, note, link=used_up, ended=old)
        except SecretUsed as error:
            raise InvalidLink() from error
        return SignedInVisitor(person, secret, session.makers, session.assurance)

    async def find_visitor(self, secret: str | None) -> SignedInVisitor | None:
        """The visitor of this session secret; None when the session has ended or its person is not active."""
        session = await self._find_row(SESSION, secret) if secret else None
        person = self.platform.directory.find_person(session.person) if session else None
        if not (session and secret and person and person.active):
            return None
        return SignedInVisitor(person, secret, session.makers, session.assurance)

    async def end_session(self, visitor: SignedInVisitor) -> None:
        """End the session on the server, so that its cookie stops working in all browsers."""
        note = AuditNote(to_micros(self.clock()), "signed out", visitor.person.id, "web")
        await self.platform.store.access.end_session(visitor.secret, note)

    @property
    def is_secure(self) -> bool:
        return self.origin.startswith("https://")

    @property
    def cookie(self) -> str:
        """The name of the session cookie. Cookies ignore ports, so the name for plain http holds the port."""
        return "__Host-countersign" if self.is_secure else f"countersign-{urlsplit(self.origin).port or 80}"

    @property
    def asking_cookie(self) -> str:
        """The name of the cookie with the nonce of a browser that requested a link."""
        return f"{self.cookie}-asked"

    async def _store_link(self, link: SessionRecord, note: AuditNote, origin: str) -> str:
        found = self.platform.directory.find_person(link.person)
        if found is None or not found.active:
            raise NotFound("active person", link.person)
        token = secrets.token_urlsafe(32)

        await self.platform.store.access.add_session(link, token, note._replace(at=link.created))
        return f"{origin}/sign-in/{token}"

    async def _find_row(self, kind: str, secret: str) -> SessionRecord | None:
        return await self.platform.store.access.find_session(kind, secret, to_micros(self.clock()))

    def _make_lasting_session(self, kind: str, person: str) -> SessionRecord:
        now = self.clock()
        return SessionRecord(kind, person, to_micros(now), to_micros(now + LASTS[kind]), None)

    def _count_wrong(self, network: str) -> None:
        """Raises `TooManyTries` for a network with too many wrong links; empty: not known, and not counted.

        Valid links of that network keep working, since other people may share it.
        """
        if not network:
            return
        since = self.clock() - A_MINUTE
        recent = [at for at in self._wrong.pop(network, []) if at > since]
        if len(recent) >= TRIES:
            self._wrong[network] = recent
            raise TooManyTries()
        self._wrong[network] = [*recent, self.clock()]
        while len(self._wrong) > MOST_ADDRESSES:
            self._wrong.popitem(last=False)
