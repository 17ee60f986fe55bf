"""Waits for changes of requests: a long poll until a request is decided, and a stream of the requests that change.

Both answer from the log: a client that asks again after a restart misses nothing.
"""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager

from bot.core import events as e
from bot.core.base_types import JSON, to_micros
from bot.core.errors import CountersignError, NotFound, NotUnderstood, Unauthenticated, Unavailable
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
        """Server-sent events: each request that changes and that the key reads. `last` is the id of the last one that the
        client has; empty: the stream begins now.
        """
        now = to_micros(self.repository.clock())
        cursor = _read_cursor(last) if last else now
        seen: dict[str, int] = {}
        with self._listen(credential) as (wake, changed):
            yield "retry: 1000\n\n"
            platform = await authorize()
            if platform is not None and last:
                async for line in self._catch_up(platform, cursor - OVERLAP, seen):
                    yield line
            until = asyncio.get_running_loop().time() + STREAM_SECONDS
            while not self._closed and (left := until - asyncio.get_running_loop().time()) > 0:
                await _wait(wake, min(HEARTBEAT, left))
                await asyncio.sleep(GATHERING)
                threads = sorted(changed)
                changed.clear()
                wake.clear()
                platform = await authorize()
                if platform is None:
                    yield "event: end\ndata: the key works no more\n\n"
                    return
                for thread in threads:
                    async for line in _write_changes(platform, thread, now - 1, seen):
                        yield line
                if not threads:
                    yield ": still here\n\n"

    async def _catch_up(self, platform: AuthorizedPlatform, after: int, seen: dict[str, int]) -> AsyncIterator[str]:
        """The requests that changed after this time (microseconds), oldest thread first."""
        changed: list[str] = []
        page = None
        while page is None or page.next_cursor:
            page = await platform.list_threads(cursor=page.next_cursor if page else None, limit=200)
            changed += [row.id for row in page.items if row.touched > after]
            if len(changed) > MAX_BACKLOG:
                yield "event: reset\ndata: too much has changed; read GET /api/v1/requests\n\n"
                return
            if not page.items or page.items[-1].touched <= after:
                break
        for thread in reversed(changed):
            async for line in _write_changes(platform, thread, after, seen):
                yield line

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
            if only in ("", thread):
                changed.add(thread)
                wake.set()


async def _wait(wake: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await wake.wait()
    except TimeoutError:
        return


async def _write_changes(
    platform: AuthorizedPlatform, thread: str, after: int, seen: dict[str, int]
) -> AsyncIterator[str]:
    """An event for each request of this thread that an unseen event is about; none in a foreign thread.

    `seen` has the last event of each thread that was written; of a thread that is not in it, events after this time count.
    """
    try:
        log = await platform.list_events(thread, seen.get(thread, 0))
        rows = [row for row in log if thread in seen or row.at > after]
        ids = dict.fromkeys(id for row in rows for id in _list_requests(row.event))
        if rows:
            seen[thread] = rows[-1].seq
        for id in ids:
            try:
                found = await platform.find_request(id)
            except NotFound:  # a call without a request
                continue
            data: dict[str, JSON] = {
                "id": found.id,
                "thread_id": found.thread_id,
                "kind": found.kind,
                "status": found.status,
                "digest": found.digest,
                "execution": found.execution.status if found.execution else None,
            }
            yield f"event: request\nid: {rows[-1].at}\ndata: {json.dumps(data)}\n\n"
    except CountersignError:
        return  # a thread that the key does not read, or that rests or is broken


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
