"""Sign-in links that people ask for themselves: found by what they typed, limited, sent to the registered address alone.

Whoever asks gets one answer, whoever they name. All that depends on the person happens behind that answer.
"""

import asyncio
import re
import secrets
from collections import OrderedDict
from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

import structlog

from bot.core.errors import CountersignError, Unauthenticated
from bot.core.people import PeopleDirectory, Person
from bot.core.ports import NotNow, PrivateMessenger, UtcClock
from bot.core.values import UtcMoment, to_micros
from bot.engine.platform import CountersignPlatform
from bot.http.client_address import find_network
from bot.http.sessions import SignInSessions
from bot.store import audit

log = structlog.get_logger()

WINDOW = timedelta(minutes=10)
PER_CLIENT = 10
"""How often one client's network may ask within WINDOW, whoever it asks for. Only this limit is shown to the asker: any other
one would tell who is known."""
PER_PERSON_AND_CLIENT, PER_PERSON = 3, 15
"""Links that are sent to one person within WINDOW: to askers of one client's network, and to all askers together.

There is no limit over all people: whoever used it up would keep everybody out."""
UNKNOWN = 60
"""How many askings for nobody who is known stand in the audit within WINDOW."""
MAX_KEYS = 1_000
SOON = 10.0
"""Seconds for which a channel that says "not now" is waited for."""
TEXT = (
    "Somebody, most likely you, asked for a link to sign in to Countersign as {name}. It works once, for ten minutes, in the"
    " browser where it was asked for. If it was not you, do nothing: nobody else can use it. Do not pass it on."
)

_NONCE = re.compile(r"[A-Za-z0-9_-]{43}")


class TooManyLinksAsked(Unauthenticated):
    """Too many sign-in links were asked for. Wait ten minutes, or ask whoever runs this Countersign for one."""


class LinkRequest(NamedTuple):
    """What a browser asked for: `who` as it was typed, the `browser`'s nonce, the `host` it knows us by, where it was going.

    `client` is the address that it asked from; empty: not known. `channel`: by that one alone, to the person of the id `who`,
    and what is decided in the session that comes of it counts as decided there.
    """

    who: str
    browser: str
    host: str
    onward: str
    client: str = ""
    channel: str = ""


class SlidingLimit:
    """At most `most` times within `window` for each key. The oldest of MAX_KEYS keys is forgotten for a new one."""

    def __init__(self, most: int, window: timedelta, clock: UtcClock) -> None:
        self.most, self.window, self.clock = most, window, clock
        self._taken: OrderedDict[str, list[UtcMoment]] = OrderedDict()

    def has_room(self, key: str) -> bool:
        return len(self._list_recent(key)) < self.most

    def count_use(self, key: str) -> bool:
        """Counts one more; False, and nothing counted, when there is no room."""
        recent = self._list_recent(key)
        if len(recent) >= self.most:
            return False
        self._taken[key] = [*recent, self.clock()]
        self._taken.move_to_end(key)
        while len(self._taken) > MAX_KEYS:
            self._taken.popitem(last=False)
        return True

    def _list_recent(self, key: str) -> list[UtcMoment]:
        since = self.clock() - self.window
        return [at for at in self._taken.get(key, ()) if at > since]


class SignInLinks:
    """Admits who asks, then sends. `admit` and `send` are two calls: the answer goes out between them."""

    def __init__(self, platform: CountersignPlatform, sessions: SignInSessions) -> None:
        self.platform, self.sessions, self.messengers = platform, sessions, list_messengers(platform)
        self._people = SlidingLimit(PER_PERSON, WINDOW, platform.clock)
        self._askers = SlidingLimit(PER_PERSON_AND_CLIENT, WINDOW, platform.clock)
        self._clients = SlidingLimit(PER_CLIENT, WINDOW, platform.clock)
        self._unknown = SlidingLimit(UNKNOWN, WINDOW, platform.clock)
        self._noted = SlidingLimit(1, WINDOW, platform.clock)

    async def admit_request(self, client: str) -> None:
        """Counts one asking from this address (empty: not known). Raises TooManyAsked, whoever is asked for."""
        key = find_network(client)
        if key and not self._clients.count_use(key):
            if self._noted.count_use(""):
                await self._note("sign-in link refused", detail="too many were asked for")
            raise TooManyLinksAsked()

    async def send_link(self, asked: LinkRequest) -> None:
        """Sends the link to whom `asked.who` names, when that is exactly one person whom a channel reaches. Never raises."""
        try:
            await self._find_and_send(asked)
        except Exception as error:  # noqa: BLE001  it runs behind the answer: there is nobody to raise to
            log.error("sign-in link not sent", error=type(error).__name__)

    async def _find_and_send(self, asked: LinkRequest) -> None:
        directory = self.platform.directory
        person = (
            _find_active_person(directory.find_person(asked.who))
            if asked.channel
            else find_person(directory, asked.who)
        )
        if person is None:
            if self._unknown.count_use(""):
                await self._note("sign-in link refused", detail="asked for nobody who is known")
            return
        allowed = [each for each in self.messengers if asked.channel in ("", each.name)]
        reaching = [each for each in allowed if each.find_address(person) is not None]
        if not reaching:
            await self._note("sign-in link refused", person.id, "no channel reaches them")
            return
        if not self._may_send(person, asked.client):
            if self._noted.count_use(person.id):
                await self._note("sign-in link refused", person.id, "too many were asked for")
            return
        url = await self.sessions.make_own_link(person.id, asked.browser, asked.host, asked.onward, asked.channel)
        for messenger in sorted(reaching, key=lambda each: not _is_account(person, each.name, asked.who)):
            try:
                await _send_soon(messenger, person, url)
            except CountersignError as error:
                why = str(error).replace(url, "…").replace(url.rpartition("/")[2], "…")
                await self._note("sign-in link not sent", person.id, f"{messenger.name}: {why}")
            else:
                await self._note("sign-in link sent", person.id, messenger.name)
                return

    def _may_send(self, person: Person, client: str) -> bool:
        """Counts one link to this person. What one client may not have counts for no other."""
        return self._askers.count_use(f"{person.id} {find_network(client)}") and self._people.count_use(person.id)

    async def _note(self, what: str, person: str = "", detail: str = "") -> None:
        row = audit.AuditNote(to_micros(self.platform.clock()), what, person, "web", person, detail[:1000])
        await self.platform.database.write_unit(lambda connection: audit.add_note(connection, row))


async def _send_soon(messenger: PrivateMessenger, person: Person, url: str) -> None:
    """Sends; where the channel says "not now", once more when it may be, if that is soon. Raises as `send_private` does."""
    text = TEXT.format(name=person.name)
    try:
        await messenger.send_private(person, text, url)
    except NotNow as error:
        if error.seconds > SOON:
            raise
        await asyncio.sleep(error.seconds)
        await messenger.send_private(person, text, url)


def list_messengers(platform: CountersignPlatform) -> Sequence[PrivateMessenger]:
    """The channels that can write to one person alone."""
    pushes: list[object] = [surface.push for surface in platform.surfaces]
    return [push for push in pushes if isinstance(push, PrivateMessenger)]


def find_person(directory: PeopleDirectory, typed: str) -> Person | None:
    """The one active person who has this id, or else this name or account, in any case of letters; None for two."""
    wanted = _fold_case(typed)
    active = [person for person in directory.people.values() if person.active]
    if by_id := next((person for person in active if person.id.casefold() == wanted), None):
        return by_id
    found = [
        person
        for person in active
        if wanted == _fold_case(person.name) or any(_is_account(person, door, typed) for door in person.accounts)
    ]
    return found[0] if len(found) == 1 else None


def _find_active_person(person: Person | None) -> Person | None:
    return person if person and person.active else None


def choose_nonce(cookie: str | None) -> str:
    """The nonce of a browser: the one that it has, so that a link it asked for before still opens, or else a new one."""
    return cookie if cookie and _NONCE.fullmatch(cookie) else secrets.token_urlsafe(32)


def _is_account(person: Person, door: str, typed: str) -> bool:
    """Whether this names the person at this door: as registered, or without the workspace before the slash."""
    names = person.accounts.get(door, "").casefold().split()
    return _fold_case(typed) in {*names, *(name.rpartition("/")[2] for name in names)}


def _fold_case(typed: str) -> str:
    return " ".join(typed.casefold().split()).removeprefix("@")
