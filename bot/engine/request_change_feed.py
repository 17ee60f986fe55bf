"""The changes of requests, read and encoded once for all their followers. Rights are checked by the caller, for each reader."""

import json
from collections import OrderedDict
from collections.abc import Iterator
from typing import NamedTuple, TypeVar

from bot.core import events as e
from bot.core.base_types import JSON
from bot.core.holds import Hold
from bot.core.people import PeopleDirectory
from bot.core.threads.thread import Thread
from bot.engine.queries import PlatformQueries
from bot.engine.repository.thread_repository import ThreadRepository
from bot.engine.shared_reads import SharedReads

T = TypeVar("T")

MAX_THREADS, MAX_REQUESTS = 2_000, 4_000
"""Threads and requests that are remembered, those that were used last."""


class RequestChange(NamedTuple):
    """An event that is about these requests. `at` in microseconds."""

    seq: int
    at: int
    requests: tuple[str, ...]


class ThreadChanges(NamedTuple):
    """A thread, and all events up to its present state that are about requests."""

    thread: Thread
    changes: tuple[RequestChange, ...]


class _KnownThread(NamedTuple):
    """The kept values of a thread that was read up to the event `seq`; not its state, which the repository may forget."""

    seq: int
    submitter: str
    changes: tuple[RequestChange, ...]


class _Encoded(NamedTuple):
    """A request as JSON, and its source: the thread up to the event `seq`."""

    seq: int
    holds: tuple[Hold, ...]
    directory: PeopleDirectory
    text: str


class RequestChangeReader:
    """Reads each new event, and encodes each state of a request, once for all readers."""

    def __init__(self, repository: ThreadRepository, queries: PlatformQueries) -> None:
        self.repository, self.queries = repository, queries
        self._threads = OrderedDict[str, _KnownThread]()
        self._requests = OrderedDict[str, _Encoded]()
        self._reads = SharedReads()

    async def read_thread(self, id: str) -> ThreadChanges:
        """The thread as it is now, and its changes: an event may be on disk before it is in that state, and is not among them.

        Raises NotFound, BrokenThread, Unavailable.
        """
        thread = (await self.repository.load_thread(id)).thread
        known = self._threads.get(id)
        if known is None or known.seq != thread.seq:
            known = await self._reads.share((id, thread.seq), lambda: self._read_further(thread))
        return ThreadChanges(thread, known.changes)

    async def _read_further(self, thread: Thread) -> _KnownThread:
        known = self._threads.get(thread.id)
        if known is None or known.seq > thread.seq:
            known = _KnownThread(0, "", ())
        rows = await self.repository.read_rows(thread.id, known.seq)
        recorded = (row.recorded for row in rows if row.seq <= thread.seq)
        new = (RequestChange(each.seq, each.at, tuple(_list_requests(each.event))) for each in recorded)
        changes = (*known.changes, *(each for each in new if each.requests))
        found = self._threads[thread.id] = _KnownThread(thread.seq, thread.submitter, changes)
        _forget_oldest(self._threads, thread.id, MAX_THREADS)
        return found

    def find_submitter(self, id: str) -> str | None:
        """The credential of the program that opened this thread, empty for any other; None: the thread was not read yet."""
        known = self._threads.get(id)
        return known.submitter if known else None

    async def encode_request(self, id: str, thread: Thread) -> str:
        """The state of this request in `thread`, as JSON. Raises NotFound for a call without a request, Unavailable."""
        known, now = self._requests.get(id), self.repository
        if known and known.seq == thread.seq and known.holds is now.holds and known.directory is now.directory:
            return known.text
        return await self._reads.share((id, thread.seq, now.holds), lambda: self._encode(id, thread))

    async def _encode(self, id: str, thread: Thread) -> str:
        holds, directory = self.repository.holds, self.repository.directory
        found = await self.queries.find_request(id)
        data: dict[str, JSON] = {
            "id": found.id,
            "thread_id": found.thread_id,
            "kind": found.kind,
            "status": found.status,
            "digest": found.digest,
            "execution": found.execution.status if found.execution else None,
        }
        self._requests[id] = _Encoded(thread.seq, holds, directory, json.dumps(data))
        _forget_oldest(self._requests, id, MAX_REQUESTS)
        return self._requests[id].text


def _forget_oldest(kept: OrderedDict[str, T], used: str, most: int) -> None:
    kept.move_to_end(used)
    if len(kept) > most:
        kept.popitem(last=False)


def _list_requests(event: e.Event) -> Iterator[str]:
    """The ids of the calls that an event is about."""
    roles = (event.request_opening, event.request_end, event.amendment, event.progress, event.unused_end)
    yield from (role.call for role in roles if role is not None)
    if event.decided_call:
        yield event.decided_call
