"""Waits for changes of requests: a long poll until a request is decided, and a stream of the requests that change.

Both answer from the log: a client that asks again after a restart misses nothing.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from bot.core.base_types import to_micros
from bot.core.errors import CountersignError, NotFound, NotUnderstood, Unauthenticated, Unavailable
from bot.core.request_views import Request
from bot.core.threads.thread import Thread, find_thread_id
from bot.engine.authorized_platform import AuthorizedPlatform
from bot.engine.queries import PlatformQueries
from bot.engine.repository.thread_repository import ThreadRepository
from bot.engine.request_change_feed import RequestChange, RequestChangeReader
from bot.engine.shared_reads import SharedReads

LONGEST_WAIT = 60.0
"""Seconds that a long poll waits at the most."""
RECHECK = 10.0
"""Seconds after which a long poll looks at its request again, in case another process decided it."""
STREAM_SECONDS = 3600.0
"""Seconds after which a stream ends; its client connects again."""
HEARTBEAT = 15.0
"""Seconds between two lines of a stream. Each also checks the key."""
GATHERING = 0.02
"""Seconds in which a stream gathers changes, so that many commits are one look at the key."""
MAX_WAITS, MAX_OF_KEY = 400, 40
"""Polls and streams that wait at the same time, and those of one key."""
OVERLAP = 10_000_000
"""Microseconds before the last event from which a stream goes on: commits of that time may have come in another order."""
MAX_BACKLOG = 500
"""Changed threads that a stream catches up with; after more it says `reset`."""

CATCH_UP_PAGE = 200
"""Threads that a stream that catches up reads at once."""
EVERYTHING = ""
"""Stands for the id of a thread where any may have changed: another process may have committed unheard."""

Authorize = Callable[[], Coroutine[Any, Any, AuthorizedPlatform | None]]
"""Returns the platform with the present rights of the caller; None: the key works no more."""


class _Waiter(NamedTuple):
    """A client that waits: for changes of the thread `only` (empty: of any), of which `changed` are not told yet.

    `own`: the credential of a program's key, which reads no thread of another program; empty: of any other key.
    """

    only: str
    own: str
    changed: set[str]


class RequestWaits:
    """The clients that wait. `close` ends them all, so that a server can stop.

    Values that several of them want at the same moment are read once: the key, each new event and each state of a request.
    """

    def __init__(self, repository: ThreadRepository, queries: PlatformQueries) -> None:
        self.repository = repository
        self.changes = RequestChangeReader(repository, queries)
        self._waiting: Counter[str] = Counter()
        self._wakes: dict[asyncio.Event, _Waiter] = {}
        self._reads, self._heard = SharedReads(), 0
        self._closed = False
        self._unsubscribe = repository.changes.subscribe(self._tell)
        repository.rule_listeners.append(lambda: self._tell(EVERYTHING))

    async def wait_for_decision(self, authorize: Authorize, id: str, seconds: float, credential: str) -> Request:
        """The request, once it does not wait for people any more, or after this time.

        Raises NotFound, Unauthenticated, Unavailable.
        """
        time = asyncio.get_running_loop().time
        until, is_known = time() + min(seconds, LONGEST_WAIT), False
        with self._listen(credential, only=find_thread_id(id)) as (wake, _):
            while True:
                wake.clear()
                if (platform := await self._authorize(authorize, credential)) is None:
                    raise Unauthenticated("This API key was revoked meanwhile.")
                found = await (self._find_again(platform, id) if is_known else platform.find_request(id))
                is_known, left = True, until - time()
                if found.status != "pending" or left <= 0 or self._closed:
                    return found
                await _wait(wake, min(left, RECHECK))

    async def stream(
        self, authorize: Authorize, credential: str, last: str, *, is_program: bool = False
    ) -> AsyncIterator[str]:
        """Server-sent events: each request that changes and that the key reads, in the order of the changes. `last` is
        the id of the last one that the client has; empty: the stream begins now. `is_program`: the key has the scope agent.

        It ends when the database does not answer: its client connects again.

        An id is the time up to which nothing is left out. The first line has one, so that a client that was told
        nothing yet can go on, too.
        """
        now = to_micros(self.repository.clock())
        if last and not (last.isascii() and last.isdigit() and len(last) <= 18):
            raise NotUnderstood("The Last-Event-ID is not one that we gave. Leave it out to begin now.")
        reached = int(last) if last else now
        changes = _StreamedChanges(self.changes, after=reached - OVERLAP if last else now - 1)
        with self._listen(credential, own=credential if is_program else "") as (wake, changed):
            yield f"retry: 1000\nid: {reached}\n\n"
            if last:
                changed.add(EVERYTHING)
                wake.set()
            until = asyncio.get_running_loop().time() + STREAM_SECONDS
            while not self._closed and (left := until - asyncio.get_running_loop().time()) > 0:
                await _wait(wake, min(HEARTBEAT, left))
                await asyncio.sleep(GATHERING)
                started, threads = to_micros(self.repository.clock()), set(changed)
                changed.clear()
                wake.clear()
                try:
                    if (platform := await self._authorize(authorize, credential)) is None:
                        yield "event: end\ndata: the key works no more\n\n"
                        return
                    if EVERYTHING in threads:
                        threads |= (found := await _list_changed(platform, reached - OVERLAP)) or set()
                        if found is None:
                            yield f"event: reset\nid: {started}\ndata: too much has changed; read the list of requests\n\n"
                    async for line in changes.write(platform, threads - {EVERYTHING}, started):
                        yield line
                except Unavailable:
                    return
                reached = started
                if not threads:
                    yield ": still here\n\n"

    async def _find_again(self, platform: AuthorizedPlatform, id: str) -> Request:
        """A request that this client has read before, built once for all clients that read it now. Raises NotFound for a client that may
        read it no more."""
        thread = (await self.repository.load_thread(find_thread_id(id))).thread
        if not platform.check.may_access("read", thread):
            raise NotFound("request", id)
        return await self._reads.share((id, self._heard), lambda: self.changes.queries.find_request(id))

    async def _authorize(self, authorize: Authorize, credential: str) -> AuthorizedPlatform | None:
        """The present rights of this credential, read once for all of its clients that ask at this moment: no read that
        began before the last change was heard is good enough."""
        return await self._reads.share((credential, self._heard), authorize)

    @contextmanager
    def _listen(self, credential: str, *, only: str = "", own: str = "") -> Iterator[tuple[asyncio.Event, set[str]]]:
        """A flag that is set after each append that this client may read of, and the threads that it was about.

        Raises `Unavailable` when too many wait.
        """
        if self._waiting.total() >= MAX_WAITS or self._waiting[credential] >= MAX_OF_KEY:
            raise Unavailable("Too many clients wait for changes. Ask again without waiting, or later.")
        wake, changed = asyncio.Event(), set[str]()
        self._waiting[credential] += 1
        self._wakes[wake] = _Waiter(only, own, changed)
        try:
            yield wake, changed
        finally:
            del self._wakes[wake]
            self._waiting[credential] -= 1
            if not self._waiting[credential]:
                del self._waiting[credential]

    @property
    def waiting(self) -> int:
        """The number of clients that wait."""
        return self._waiting.total()

    def close(self) -> None:
        """End all waits and streams."""
        self._closed = True
        self._unsubscribe()
        for wake in self._wakes:
            wake.set()

    def _tell(self, thread: str) -> None:
        self._heard += 1
        submitter = self.changes.find_submitter(thread)
        for wake, waiter in self._wakes.items():
            if waiter.only not in ("", thread) and thread != EVERYTHING:
                continue
            if waiter.own and submitter not in (None, "", waiter.own):
                continue
            waiter.changed.add(thread)
            wake.set()


async def _wait(wake: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await wake.wait()
    except TimeoutError:
        return


async def _list_changed(platform: AuthorizedPlatform, after: int) -> set[str] | None:
    """The threads that changed after this time (microseconds); None: more than `MAX_BACKLOG`."""
    changed: set[str] = set()
    page = None
    while page is None or page.next_cursor:
        page = await platform.list_threads(cursor=page.next_cursor if page else None, limit=CATCH_UP_PAGE, since=after)
        changed.update(row.id for row in page.items if row.touched >= after)
        if len(changed) > MAX_BACKLOG:
            return None
    return changed


class _StreamedChanges:
    """The changes that one stream has told. Of a thread that it told nothing about, events after `after` count."""

    def __init__(self, reader: RequestChangeReader, after: int) -> None:
        self._reader, self._after = reader, after
        self._seen: dict[str, int] = {}

    async def write(self, platform: AuthorizedPlatform, threads: Iterable[str], started: int) -> AsyncIterator[str]:
        """An event for each request that an untold event of these threads is about, oldest change first; none of a foreign
        thread. `started`: no change before this time is in another thread.

        The order is that of all threads together: a client that is cut off in the middle has the changes before its
        last id, and no later one of some thread in place of an earlier one of another.
        """
        latest: dict[str, tuple[int, Thread]] = {}
        for id in sorted(threads):
            thread, changes = await self._read_untold(platform, id)
            latest |= {request: (each.at, thread) for each in changes for request in each.requests}
        for request, (at, thread) in sorted(latest.items(), key=lambda change: change[1][0]):
            try:
                data = await self._reader.encode_request(request, thread)
            except Unavailable:
                raise
            except CountersignError:  # a call without a request
                continue
            yield f"event: request\nid: {min(at, started)}\ndata: {data}\n\n"

    async def _read_untold(self, platform: AuthorizedPlatform, id: str) -> tuple[Thread, list[RequestChange]]:
        """A thread as the key reads it now, and its changes that were not told."""
        try:
            thread, changes = await self._reader.read_thread(id)
        except Unavailable:
            raise  # to leave the thread out would be a gap
        except CountersignError:
            return Thread(id=id), []  # it rests or is broken
        if not platform.check.may_access("read", thread):
            return thread, []
        seen, self._seen[id] = self._seen.get(id), thread.seq
        return thread, [each for each in changes if (each.at > self._after if seen is None else each.seq > seen)]
