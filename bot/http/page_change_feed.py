"""Notifies open pages of changes. A notification has no content: the page reads itself again.

Each person has a count of their own, which a change that the person may not see does not increase.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence

import structlog

from bot.core.access.permissions import AccessSubject
from bot.core.errors import Unavailable
from bot.core.people import Person
from bot.engine.access_checks import AccessCheck
from bot.engine.repository.thread_repository import ThreadRepository

log_line = structlog.get_logger()

CHECK_AGAIN = 1.0
"""Seconds after which a check is tried again that the store did not answer."""
MAX_FOLLOWERS = 10_000
"""Maximum people whose counts are kept. A forgotten person's page is read once more."""


MAX_UNSEEN = 1_000
"""Maximum changed threads kept for a person without an open page. Beyond it the count increases by one in any case."""


class ChangeFollower:
    """The changes that one person may see. Without an open page, rights are checked when the count is read."""

    def __init__(self, repository: ThreadRepository, person: str) -> None:
        self.repository, self.person = repository, person
        self._count, self._unseen, self._open_for = 0, Counter[str](), set[str]()
        self._held = self._list_visible_holds()
        self._flags: dict[str | None, set[asyncio.Event]] = {}
        self._checking = asyncio.Lock()
        self._check_task: asyncio.Task[None] | None = None
        self._closed = False

    @property
    def check(self) -> AccessCheck:
        """The person's rights under the current configuration."""
        return AccessCheck(self.repository, AccessSubject(self.repository.directory.find_person(self.person)))

    async def read_count(self) -> int:
        """The number of changes that the person could see: the position of their inbox."""
        await self._count_unseen()
        return self._count

    async def watch_changes(self, thread: str | None, every: float | None = None) -> AsyncIterator[bool]:
        """Yield True at once and after changes of `thread` (None: of all visible threads); several changes may give one.

        Yields False when nothing changed for `every` seconds. Ends when the feed closes.
        """
        flag = asyncio.Event()
        flag.set()
        self._flags.setdefault(thread, set()).add(flag)
        try:
            while not self._closed:
                is_changed = True
                try:
                    async with asyncio.timeout(every):
                        await flag.wait()
                except TimeoutError:
                    is_changed = False
                flag.clear()
                if not self._closed:
                    yield is_changed
        finally:
            self._flags[thread].discard(flag)
            if not self._flags[thread]:
                del self._flags[thread]

    def tell_thread(self, thread: str) -> None:
        """Note a change of this thread. Pages that show it are told once it is known that the person may see it."""
        if len(self._unseen) < MAX_UNSEEN:
            self._unseen[thread] += 1
        if self._flags:
            self._open_for.add(thread)
        self._start_check()

    def _start_check(self) -> None:
        if self._flags and self._unseen and (self._check_task is None or self._check_task.done()):
            self._check_task = asyncio.get_running_loop().create_task(self._count_unseen())

    async def _count_unseen(self) -> None:
        """Count the noted changes that the person may see, and set the flags of the pages that show them."""
        async with self._checking:
            while self._unseen:
                unseen, self._unseen = self._unseen, Counter[str]()
                told, self._open_for = self._open_for, set[str]()
                try:
                    seen = await self.check.filter_reachable(unseen)
                except BaseException as error:
                    self._unseen.update(unseen)
                    self._open_for |= told
                    if not isinstance(error, Unavailable):
                        raise
                    log_line.warning("changes not told to open pages yet", error=str(error))
                    asyncio.get_running_loop().call_later(CHECK_AGAIN, self._start_check)
                    return
                is_over = bool(seen) and len(unseen) >= MAX_UNSEEN
                self._count += 1 if is_over else sum(unseen[thread] for thread in seen)
                for flag in self.iterate_flags() if is_over else self._find_flags([t for t in seen if t in told]):
                    flag.set()

    def _find_flags(self, threads: Sequence[str]) -> Iterator[asyncio.Event]:
        for thread in (*threads, None) if threads else ():
            yield from self._flags.get(thread, ())

    def tell_holds(self) -> None:
        """Count a placed or lifted hold, when the person may see it."""
        if self._held != (now := self._list_visible_holds()):
            self._held = now
            self._count += 1
            for flag in self.iterate_flags():
                flag.set()

    def tell_rules(self) -> None:
        """Count a change of people or agents: the person's rights may be others now."""
        self._held = self._list_visible_holds()
        self._count += 1
        for flag in self.iterate_flags():
            flag.set()

    def close(self) -> None:
        """End all iterations of `watch_changes`."""
        self._closed = True
        for flag in self.iterate_flags():
            flag.set()

    def iterate_flags(self) -> Iterator[asyncio.Event]:
        """The flags of all open pages of the person."""
        return (flag for flags in self._flags.values() for flag in flags)

    def _list_visible_holds(self) -> tuple[int, ...]:
        check = self.check
        return tuple(hold.id for hold in self.repository.holds if hold.is_active and check.may_see_hold(hold))


class ChangeFeed:
    """Subscribes to the commits of the repository and passes them to the followers."""

    def __init__(self, repository: ThreadRepository) -> None:
        self.repository = repository
        self._followers: dict[str, ChangeFollower] = {}
        self._closed = False

        def tell_thread(thread: str) -> None:
            for follower in self._followers.values():
                follower.tell_thread(thread)

        self._unsubscribe = repository.changes.subscribe(tell_thread)

        def tell_holds() -> None:
            for follower in self._followers.values():
                follower.tell_holds()

        def tell_rules() -> None:
            for follower in self._followers.values():
                follower.tell_rules()

        repository.hold_listeners.append(tell_holds)
        repository.rule_listeners.append(tell_rules)

    def find_follower(self, person: Person) -> ChangeFollower:
        """The follower of this person, made at the first call."""
        if person.id not in self._followers:
            if len(self._followers) >= MAX_FOLLOWERS:
                idle = (id for id, each in self._followers.items() if not any(True for _ in each.iterate_flags()))
                self._followers.pop(next(idle, ""), None)  # the oldest one without an open page, if there is one
            self._followers[person.id] = found = ChangeFollower(self.repository, person.id)
            if self._closed:
                found.close()
        return self._followers[person.id]

    def close(self) -> None:
        """Close all followers, so that a server can stop without waiting for open pages."""
        self._closed = True
        self._unsubscribe()
        for follower in self._followers.values():
            follower.close()

    @property
    def listeners(self) -> int:
        """The number of open pages that listen."""
        return sum(1 for follower in self._followers.values() for _ in follower.iterate_flags())
