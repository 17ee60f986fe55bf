"""Sign-in links that people request themselves: limited in number, and sent to the registered address of the person.

The answer to a request is the same for every name. The person is looked up after the answer was sent.
"""

import asyncio
import re
import secrets
from collections import OrderedDict
from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

import structlog

from bot.core.base_types import UtcMoment, to_micros
from bot.core.errors import CountersignError, Unauthenticated
from bot.core.people import PeopleDirectory, Person
from bot.core.ports import NotNow, PrivateMessenger, UtcClock
from bot.engine.platform import CountersignPlatform
from bot.http.client_address import find_network
from bot.http.signin_sessions import SignInSessions
from bot.store.records import AuditNote

log = structlog.get_logger()

WINDOW = timedelta(minutes=10)
PER_CLIENT = 10
"""Maximum requests of one client network within `WINDOW`. The client sees this limit only: others would reveal known names."""
PER_PERSON_AND_CLIENT, PER_PERSON = 3, 15
"""Maximum links to one person within `WINDOW`: for one client network, and for all clients.

There is no limit over all people: one client could use it up and so lock out all others."""
UNKNOWN = 60
"""Maximum audit rows within `WINDOW` about requests for unknown names."""
MAX_KEYS = 1_000
SOON = 10.0
"""Maximum seconds to wait for a channel that raises `NotNow`."""
TEXT = (
    "Somebody, most likely you, asked for a link to sign in to Countersign as {name}. It works once, for ten minutes, in the"
    " browser where it was asked for. If it was not you, do nothing: nobody else can use it. Do not pass it on."
)

_NONCE = re.compile(r"[A-Za-z0-9_-]{43}")


class TooManyLinksAsked(Unauthenticated):
    """Too many sign-in links were asked for. Wait ten minutes, or ask the operator of this Countersign for one."""


class LinkRequest(NamedTuple):
    """A browser's request for a link: the typed name, the browser's nonce, its Host header, the path to go to.

    `client` is the address of the client; empty: not known. With a `channel`, `who` is the id of a person, the link is
    sent by that channel only, and decisions in its session count as made in that channel.
    """

    who: str
    browser: str
    host: str
    onward: str
    client: str = ""
    channel: str = ""


class SlidingLimit:
    """Allows `most` uses within `window` for each key. Beyond `MAX_KEYS` keys the oldest is forgotten."""

    def __init__(self, most: int, window: timedelta, clock: UtcClock) -> None:
        self.most, self.window, self.clock = most, window, clock
        self._taken: OrderedDict[str, list[UtcMoment]] = OrderedDict()

    def has_room(self, key: str) -> bool:
        """Whether one more use of `key` is allowed."""
        return len(self._list_recent(key)) < self.most

    def count_use(self, key: str) -> bool:
        """Count one use. False, without counting, when the limit is reached."""
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
    """Admits a request, then sends the link. The answer to the browser goes out between `admit_request` and `send_link`."""

    def __init__(self, platform: CountersignPlatform, sessions: SignInSessions) -> None:
        self.platform, self.sessions, self.messengers = platform, sessions, list_messengers(platform)
        self._people = SlidingLimit(PER_PERSON, WINDOW, platform.clock)
        self._askers = SlidingLimit(PER_PERSON_AND_CLIENT, WINDOW, platform.clock)
        self._clients = SlidingLimit(PER_CLIENT, WINDOW, platform.clock)
        self._unknown = SlidingLimit(UNKNOWN, WINDOW, platform.clock)
        self._noted = SlidingLimit(1, WINDOW, platform.clock)

    async def admit_request(self, client: str) -> None:
        """Count one request of this client (empty: not known). Raises `TooManyLinksAsked`."""
        key = find_network(client)
        if key and not self._clients.count_use(key):
            if self._noted.count_use(""):
                await self._note("sign-in link refused", detail="too many were asked for")
            raise TooManyLinksAsked()

    async def send_link(self, asked: LinkRequest) -> None:
        """Send the link when `asked` names exactly one person and a channel reaches them. Errors are logged."""
        try:
            await self._find_and_send(asked)
        except Exception as error:  # noqa: BLE001  it runs after the answer was sent, so no caller is left
            log.error("sign-in link not sent", error=type(error).__name__)

    async def _find_and_send(self, asked: LinkRequest) -> None:
        directory = self.platform.directory
        person = directory.find_person(asked.who) if asked.channel else find_person(directory, asked.who)
        if person is None or not person.active:
            if self._unknown.count_use(""):
                await self._note("sign-in link refused", detail="asked for nobody who is known")
            return
        allowed = [each for each in self.messengers if asked.channel in ("", each.name)]
        reaching = [each for each in allowed if each.find_address(person) is not None]
        if not reaching:
            await self._note("sign-in link refused", person.id, "no channel reaches them")
            return
        # The limit of one client comes first, so that its refused requests do not count for others.
        has_room = self._askers.count_use(f"{person.id} {find_network(asked.client)}")
        if not (has_room and self._people.count_use(person.id)):
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

    async def _note(self, what: str, person: str = "", detail: str = "") -> None:
        note = AuditNote(to_micros(self.platform.clock()), what, person, "web", person, detail[:1000])
        await self.platform.store.audit.add_notes([note])


async def _send_soon(messenger: PrivateMessenger, person: Person, url: str) -> None:
    """Send the link; after `NotNow` once more, when the wait is at most `SOON` seconds. Raises as `send_private` does."""
    text = TEXT.format(name=person.name)
    try:
        await messenger.send_private(person, text, url)
    except NotNow as error:
        if error.seconds > SOON:
            raise
        await asyncio.sleep(error.seconds)
        await messenger.send_private(person, text, url)


def list_messengers(platform: CountersignPlatform) -> Sequence[PrivateMessenger]:
    """The channels that can write to one person privately."""
    pushes: list[object] = [surface.push for surface in platform.surfaces]
    return [push for push in pushes if isinstance(push, PrivateMessenger)]


def find_person(directory: PeopleDirectory, typed: str) -> Person | None:
    """The active person with this id, or else with this name or account, compared without case. None for several."""
    wanted = _fold_case(typed)
    active = [person for person in directory.people.values() if person.active]
    if by_id := next((person for person in active if person.id.casefold() == wanted), None):
        return by_id
    found = [
        person
        for person in active
        if wanted == _fold_case(person.name) or any(_is_account(person, channel, typed) for channel in person.accounts)
    ]
    return found[0] if len(found) == 1 else None


def choose_nonce(cookie: str | None) -> str:
    """The nonce of a browser: the valid one of its cookie, so that earlier links still open, or else a new one."""
    return cookie if cookie and _NONCE.fullmatch(cookie) else secrets.token_urlsafe(32)


def _is_account(person: Person, channel: str, typed: str) -> bool:
    """Whether `typed` is an account of the person in `channel`, with or without the workspace before the slash."""
    names = person.accounts.get(channel, "").casefold().split()
    return _fold_case(typed) in {*names, *(name.rpartition("/")[2] for name in names)}


def _fold_case(typed: str) -> str:
    return " ".join(typed.casefold().split()).removeprefix("@")
