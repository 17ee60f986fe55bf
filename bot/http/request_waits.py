"""Waits for changes of requests: a long poll until a request is decided, and a stream of the requests that change.

Both answer from the log: a client that asks again after a restart misses nothing.
"""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager

from bot.core import events as e
from bot.core.base_types import JSON, to_micros
from bot.core.errors import CountersignError, NotUnderstood, Unauthenticated, Unavailable
from bot.core.request_views import Request
from bot.core.threads.thread import find_thread_id
from bot.engine.authorized_platform import AuthorizedPlatform
from bot.engine.repository.thread_repository import ThreadRepository

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

Authorize = Callable[[], Awaitable[AuthorizedPlatform | None]]
"""Returns the platform with the present rights of the caller; None: the key works no more."""


class RequestWaits:
    """The clients that wait. `close` ends them all, so that a server can stop."""

    def __init__(self, repository: ThreadRepository) -> None:
        self.repository = repository
        self._waiting: Counter[str] = Counter()
        self._wakes: dict[asyncio.Event, tuple[str, set[str]]] = {}
        self._closed = False
        self._unsubscribe = repository.changes.subscribe(self._tell)
        repository.rule_listeners.append(lambda: self._tell(EVERYTHING))

    async def wait_for_decision(self, authorize: Authorize, id: str, seconds: float, credential: str) -> Request:
        """The request, once it does not wait for people any more, or after this time.

        Raises NotFound, Unauthenticated, Unavailable.
        """
        time = asyncio.get_running_loop().time
        until = time() + min(seconds, LONGEST_WAIT)
        with self._listen(credential, find_thread_id(id)) as (wake, _):
            while True:
                wake.clear()
                if (platform := await authorize()) is None:
                    raise Unauthenticated("This API key was revoked meanwhile.")
                found = await platform.find_request(id)
                left = until - time()
                if found.status != "pending" or left <= 0 or self._closed:
                    return found
                await _wait(wake, min(left, RECHECK))

    async def stream(self, authorize: Authorize, credential: str, last: str) -> AsyncIterator[str]:
        """Server-sent events: each request that changes and that the key reads, in the order of the changes. `last` is
        the id of the last one that the client has; empty: the stream begins now.

        It ends when the database does not answer: its client connects again.

        An id is the time up to which nothing is left out. The first line has one, so that a client that was told
        nothing yet can go on, too.
        """
        now = to_micros(self.repository.clock())
        reached = _read_cursor(last) if last else now
        changes = _StreamedChanges(after=reached - OVERLAP if last else now - 1)
        with self._listen(credential) as (wake, changed):
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
                    if (platform := await authorize()) is None:
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

    @contextmanager
    def _listen(self, credential: str, only: str = "") -> Iterator[tuple[asyncio.Event, set[str]]]:
        """A flag that is set after each append (`only`: to this thread), and the threads that it was about.

        Raises `Unavailable` when too many wait.
        """
        if self._waiting.total() >= MAX_WAITS or self._waiting[credential] >= MAX_OF_KEY:
            raise Unavailable("Too many clients wait for changes. Ask again without waiting, or later.")
        wake, changed = asyncio.Event(), set[str]()
        self._waiting[credential] += 1
        self._wakes[wake] = (only, changed)
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
        for wake, (only, changed) in self._wakes.items():
            if EVERYTHING in (only, thread) or only == thread:
                changed.add(thread)
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

    def __init__(self, after: int) -> None:
        self._after = after
        self._seen: dict[str, int] = {}

    async def write(self, platform: AuthorizedPlatform, threads: Iterable[str], started: int) -> AsyncIterator[str]:
        """An event for each request that an untold event of these threads is about, oldest change first; none of a foreign
        thread. `started`: no change before this time is in another thread.

        The order is that of all threads together: a client that is cut off in the middle has the changes before its
        last id, and no later one of some thread in place of an earlier one of another.
        """
        latest: dict[str, int] = {}
        for thread in sorted(threads):
            for row in await self._read_untold(platform, thread):
                latest |= dict.fromkeys(_list_requests(row.event), row.at)
        for id, at in sorted(latest.items(), key=lambda change: change[1]):
            try:
                found = await platform.find_request(id)
            except Unavailable:
                raise
            except CountersignError:  # a call without a request, or a thread that the key reads no more
                continue
            data: dict[str, JSON] = {
                "id": found.id,
                "thread_id": found.thread_id,
                "kind": found.kind,
                "status": found.status,
                "digest": found.digest,
                "execution": found.execution.status if found.execution else None,
            }
            yield f"event: request\nid: {min(at, started)}\ndata: {json.dumps(data)}\n\n"

    async def _read_untold(self, platform: AuthorizedPlatform, thread: str) -> list[e.RecordedEvent]:
        """The events of a thread that were not told, up to the state that `find_request` shows: an event may be on disk
        before it is in that state, and then a notice of it follows.
        """
        try:
            shown = (await platform.find_thread(thread)).seq
            log = await platform.list_events(thread, self._seen.get(thread, 0))
        except Unavailable:
            raise  # to leave the thread out would be a gap
        except CountersignError:
            return []  # a thread that the key does not read, or that rests or is broken
        rows = [row for row in log if row.seq <= shown and (thread in self._seen or row.at > self._after)]
        if rows:
            self._seen[thread] = rows[-1].seq
        return rows


def _list_requests(event: e.Event) -> Iterator[str]:
    """The ids of the calls that an event is about."""
    roles = (event.request_opening, event.request_end, event.amendment, event.progress, event.unused_end)
    yield from (role.call for role in roles if role is not None)
    if event.decided_call:
        yield event.decided_call


def _read_cursor(last: str) -> int:
    if not (last.isascii() and last.isdigit() and len(last) <= 18):
        raise NotUnderstood("The Last-Event-ID is not one that we gave. Leave it out to begin now.")
    return int(last)
