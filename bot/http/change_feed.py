"""Tells open pages that something changed, not what: they read it again. One flag a listener, however much happens.

Everybody has a count of their own: a change of what they do not see neither rings nor counts.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator

from bot.core.access.permissions import AccessSubject
from bot.core.people import Person
from bot.engine.access_checks import AccessCheck
from bot.engine.repository.thread_repository import ThreadRepository

MAX_FOLLOWERS = 10_000
"""People whose counts are kept. Whose is forgotten reads their page once more."""


MAX_UNSEEN = 1_000
"""Changed threads that are kept for who has no page open. Beyond that their count goes up by one, whoever's they are."""


class ChangeFollower:
    """One person's share of what changes. While they have no page open, a change costs no look at their rights."""

    def __init__(self, repository: ThreadRepository, person: str) -> None:
        self.repository, self.person = repository, person
        self._count, self._unseen = 0, set[str]()
        self._held = self._list_visible_holds()
        self._flags: dict[str | None, set[asyncio.Event]] = {}
        self._closed = False

    @property
    def check(self) -> AccessCheck:
        """The person's rights by the people and agents that count now."""
        return AccessCheck(self.repository, AccessSubject(self.repository.directory.find_person(self.person)))

    @property
    def count(self) -> int:
        """How many changes of it there were: their inbox's place in time."""
        if self._unseen:
            is_over = len(self._unseen) >= MAX_UNSEEN
            self._count += 1 if is_over else len(self.check.filter_reachable(self._unseen))
            self._unseen.clear()
        return self._count

    async def watch_changes(self, thread: str | None, every: float | None = None) -> AsyncIterator[bool]:
        """True at once, and again after each change of this thread (None: of any that the person sees); many at once are
        told as one.

        False when nothing changed for `every` seconds. Ends when the house closes.
        """
        flag = asyncio.Event()
        flag.set()
        self._flags.setdefault(thread, set()).add(flag)
        try:
            while not self._closed:
                heard = await _is_set_within(flag, every)
                flag.clear()
                if not self._closed:
                    yield heard
        finally:
            self._forget_flag(thread, flag)

    def tell_thread(self, thread: str) -> None:
        """This thread changed."""
        if not self._flags:
            if len(self._unseen) < MAX_UNSEEN:
                self._unseen.add(thread)
        elif self.check.filter_reachable([thread]):
            self._count += 1
            for flag in (*self._flags.get(thread, ()), *self._flags.get(None, ())):
                flag.set()

    def tell_holds(self) -> None:
        """What is paused changed."""
        if self._held != (now := self._list_visible_holds()):
            self._held = now
            self._count += 1
            for flag in self.iterate_flags():
                flag.set()

    def tell_rules(self) -> None:
        """Other people or agents count: what stands on an open page may not be this person's any more."""
        self._held = self._list_visible_holds()
        self._count += 1
        for flag in self.iterate_flags():
            flag.set()

    def close(self) -> None:
        self._closed = True
        for flag in self.iterate_flags():
            flag.set()

    def iterate_flags(self) -> Iterator[asyncio.Event]:
        return (flag for flags in self._flags.values() for flag in flags)

    def _list_visible_holds(self) -> tuple[int, ...]:
        check = self.check
        return tuple(hold.id for hold in self.repository.holds if hold.is_active and check.may_see_hold(hold))

    def _forget_flag(self, thread: str | None, flag: asyncio.Event) -> None:
        flags = self._flags[thread]
        flags.discard(flag)
        if not flags:
            del self._flags[thread]


class ChangeFeed:
    """Hears every commit of a record, and tells those who follow it."""

    def __init__(self, repository: ThreadRepository) -> None:
        self.repository = repository
        self._followers: dict[str, ChangeFollower] = {}
        self._closed = False
        before = repository.changed

        def changed(thread: str) -> None:
            before(thread)
            for follower in self._followers.values():
                follower.tell_thread(thread)

        repository.changed = changed
        repository.held_anew.append(self._tell_holds)
        repository.ruled_anew.append(self._tell_rules)

    def find_follower(self, person: Person) -> ChangeFollower:
        """This person's share, from now on."""
        if person.id not in self._followers:
            self._make_room()
            self._followers[person.id] = found = ChangeFollower(self.repository, person.id)
            if self._closed:
                found.close()
        return self._followers[person.id]

    def close(self) -> None:
        """Ends every listening, so that a server can stop without waiting for open pages."""
        self._closed = True
        for follower in self._followers.values():
            follower.close()

    @property
    def listeners(self) -> int:
        return sum(1 for follower in self._followers.values() for _ in follower.iterate_flags())

    def _tell_holds(self) -> None:
        for follower in self._followers.values():
            follower.tell_holds()

    def _tell_rules(self) -> None:
        for follower in self._followers.values():
            follower.tell_rules()

    def _make_room(self) -> None:
        """Forgets who has no page open, the oldest first."""
        if len(self._followers) >= MAX_FOLLOWERS:
            idle = next(
                (id for id, each in self._followers.items() if not any(True for _ in each.iterate_flags())), None
            )
            if idle is not None:
                del self._followers[idle]


async def _is_set_within(flag: asyncio.Event, seconds: float | None) -> bool:
    try:
        async with asyncio.timeout(seconds):
            return await flag.wait()
    except TimeoutError:
        return False
