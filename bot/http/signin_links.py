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
from bot.core.people import Directory, Person
from bot.core.ports import Clock, Messenger, NotNow
from bot.core.word import Moment, micros
from bot.engine.house import Countersign
from bot.http.client_address import network_of
from bot.http.sessions import Sessions
from bot.store import doors

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


class TooManyAsked(Unauthenticated):
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

    def __init__(self, most: int, window: timedelta, clock: Clock) -> None:
        self.most, self.window, self.clock = most, window, clock
        self._taken: OrderedDict[str, list[Moment]] = OrderedDict()

    def has_room(self, key: str) -> bool:
        return len(self._recent(key)) < self.most

    def take(self, key: str) -> bool:
        """Counts one more; False, and nothing counted, when there is no room."""
        recent = self._recent(key)
        if len(recent) >= self.most:
            return False
        self._taken[key] = [*recent, self.clock()]
        self._taken.move_to_end(key)
        while len(self._taken) > MAX_KEYS:
            self._taken.popitem(last=False)
        return True

    def _recent(self, key: str) -> list[Moment]:
        since = self.clock() - self.window
        return [at for at in self._taken.get(key, ()) if at > since]


class SignInLinks:
    """Admits who asks, then sends. `admit` and `send` are two calls: the answer goes out between them."""

    def __init__(self, house: Countersign, sessions: Sessions) -> None:
        self.house, self.sessions, self.messengers = house, sessions, messengers_of(house)
        self._people = SlidingLimit(PER_PERSON, WINDOW, house.clock)
        self._askers = SlidingLimit(PER_PERSON_AND_CLIENT, WINDOW, house.clock)
        self._clients = SlidingLimit(PER_CLIENT, WINDOW, house.clock)
        self._unknown = SlidingLimit(UNKNOWN, WINDOW, house.clock)
        self._noted = SlidingLimit(1, WINDOW, house.clock)

    async def admit(self, client: str) -> None:
        """Counts one asking from this address (empty: not known). Raises TooManyAsked, whoever is asked for."""
        key = network_of(client)
        if key and not self._clients.take(key):
            if self._noted.take(""):
                await self._note("sign-in link refused", detail="too many were asked for")
            raise TooManyAsked()

    async def send(self, asked: LinkRequest) -> None:
        """Sends the link to whom `asked.who` names, when that is exactly one person whom a channel reaches. Never raises."""
        try:
            await self._send(asked)
        except Exception as error:  # noqa: BLE001  it runs behind the answer: there is nobody to raise to
            log.error("sign-in link not sent", error=type(error).__name__)

    async def _send(self, asked: LinkRequest) -> None:
        directory = self.house.directory
        person = _active(directory.find(asked.who)) if asked.channel else find_person(directory, asked.who)
        if person is None:
            if self._unknown.take(""):
                await self._note("sign-in link refused", detail="asked for nobody who is known")
            return
        allowed = [each for each in self.messengers if asked.channel in ("", each.name)]
        reaching = [each for each in allowed if each.route_to(person) is not None]
        if not reaching:
            await self._note("sign-in link refused", person.id, "no channel reaches them")
            return
        if not self._may_send(person, asked.client):
            if self._noted.take(person.id):
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
        return self._askers.take(f"{person.id} {network_of(client)}") and self._people.take(person.id)

    async def _note(self, what: str, person: str = "", detail: str = "") -> None:
        row = doors.Note(micros(self.house.clock()), what, person, "web", person, detail[:1000])
        await self.house.database.write(lambda connection: doors.note(connection, row))


async def _send_soon(messenger: Messenger, person: Person, url: str) -> None:
    """Sends; where the channel says "not now", once more when it may be, if that is soon. Raises as `send_private` does."""
    text = TEXT.format(name=person.name)
    try:
        await messenger.send_private(person, text, url)
    except NotNow as error:
        if error.seconds > SOON:
            raise
        await asyncio.sleep(error.seconds)
        await messenger.send_private(person, text, url)


def messengers_of(house: Countersign) -> Sequence[Messenger]:
    """The channels that can write to one person alone."""
    pushes: list[object] = [surface.push for surface in house.surfaces]
    return [push for push in pushes if isinstance(push, Messenger)]


def find_person(directory: Directory, typed: str) -> Person | None:
    """The one active person who has this id, or else this name or account, in any case of letters; None for two."""
    wanted = _folded(typed)
    active = [person for person in directory.people.values() if person.active]
    if by_id := next((person for person in active if person.id.casefold() == wanted), None):
        return by_id
    found = [
        person
        for person in active
        if wanted == _folded(person.name) or any(_is_account(person, door, typed) for door in person.accounts)
    ]
    return found[0] if len(found) == 1 else None


def _active(person: Person | None) -> Person | None:
    return person if person and person.active else None


def nonce_of(cookie: str | None) -> str:
    """The nonce of a browser: the one that it has, so that a link it asked for before still opens, or else a new one."""
    return cookie if cookie and _NONCE.fullmatch(cookie) else secrets.token_urlsafe(32)


def _is_account(person: Person, door: str, typed: str) -> bool:
    """Whether this names the person at this door: as registered, or without the workspace before the slash."""
    names = person.accounts.get(door, "").casefold().split()
    return _folded(typed) in {*names, *(name.rpartition("/")[2] for name in names)}


def _folded(typed: str) -> str:
    return " ".join(typed.casefold().split()).removeprefix("@")
