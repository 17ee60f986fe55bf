"""The threads in memory of this process: some of them whole, and the last known length of many more."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Iterable, Sequence

from pydantic import ValidationError

from bot.core import events as e
from bot.core.agent import Agent
from bot.core.errors import BrokenThread
from bot.core.prompts.event_rendering import RENDERER, ContextWindow, mark_same_read, render_event
from bot.core.steps import describe_validation_errors
from bot.core.threads.thread import Thread
from bot.engine.repository.thread_jobs import FoundAction
from bot.store.hash_chain import NO_HASH, LogRow

DEFAULT_WINDOW = 60_000
"""Characters of history of a thread whose agent is not configured."""
CACHE_ROOM = 64 * 1024 * 1024
"""Bytes that the threads in memory take together."""
THREAD_BYTES, PIECE_BYTES, CALL_BYTES = 6_000, 250, 1_500
"""About the bytes of a thread without history, of a piece besides its text, and of a call or a posted card."""
MAX_LATEST = 16
"""Events of a cached thread that are kept as they were appended or read: enough for those of a decision and what it runs."""


class CachedThread:
    """A thread in memory: folded up to its last read event, with the pieces that its model is shown.

    `job` is the due time that this process last wrote for the thread's turn; None: none is owed; -1: not known.
    `appending` is the lock of an append: first come, first served, so no decision is made on a thread that is about to
    change. `head` is the hash of the last event, `mac` the signature of that head. `latest` are the last events.
    `snapshot` is the number and the hash of the event after which its state was kept last; None: it was not.
    `kept` are the events whose pieces are known to be in the store, as the agent's renderer made them.
    `is_whole`: no renderer failed over an event, so that nothing is missing in the window. `is_outdated`: another process
    appended to the log; `reading` is the lock of the read that follows. `found_action` is the next action that the last append found.
    """

    __slots__ = (
        *("_body_bytes", "_latest_sizes", "appending", "bodies", "found_action", "head", "is_outdated", "is_whole"),
        *("job", "kept", "latest", "mac", "reading", "snapshot", "thread", "window"),
    )  # fmt: skip

    def __init__(self, thread: Thread, window: ContextWindow) -> None:
        self.thread, self.window = thread, window
        self.head, self.mac = NO_HASH, b""
        self.job: int | None = -1
        self.found_action: FoundAction | None = None
        self.snapshot: tuple[int, bytes] | None = None
        self.appending, self.reading = asyncio.Lock(), asyncio.Lock()
        self.bodies: dict[int, bytes] = {}
        self.kept: set[int] = set()
        self._body_bytes, self._latest_sizes = 0, deque[int](maxlen=MAX_LATEST)
        self.is_whole, self.is_outdated = True, False
        self.latest: deque[e.RecordedEvent] = deque(maxlen=MAX_LATEST)

    def add_events(self, after: Thread, rows: Sequence[LogRow], recorded: Iterable[e.RecordedEvent]) -> None:
        """Add further events; `after` is the thread with them. Bodies stay in memory until their pieces are kept."""
        kept, self.thread, self.head = self.thread.shown, after, rows[-1].hash
        is_whole, self.is_whole = self.is_whole, False
        for row, record in zip(rows, recorded, strict=True):
            self.window.add_event(record)
            self.latest.append(record)
            self._latest_sizes.append(len(row.body))
            if record.seq in self.window.pieces:
                self.bodies[row.seq] = row.body
                self._body_bytes += len(row.body)
        self.is_whole = is_whole
        if after.shown != kept or len(self.bodies) > 2 * len(self.window.pieces):
            shown, pieces = after.shown, self.window.pieces
            self.bodies = {seq: body for seq, body in self.bodies.items() if seq > shown and seq in pieces}
            self._body_bytes = sum(map(len, self.bodies.values()))

    def list_latest(self, after: int) -> list[e.RecordedEvent] | None:
        """The events after number `after`; None when they are not all in memory."""
        if not self.latest or self.latest[0].seq > after + 1:
            return None
        return [record for record in self.latest if record.seq > after]

    @property
    def size(self) -> int:
        """About the bytes that it takes in memory."""
        window, thread = self.window, self.thread
        pieces = len(window.pieces) + len(window.pinned)
        kept = len(thread.wishes) + len(thread.calls) + len(thread.out.posted_cards)
        texts = window.size + window.pinned_size + self._body_bytes + 2 * sum(self._latest_sizes)
        return THREAD_BYTES + PIECE_BYTES * pieces + texts + CALL_BYTES * kept


class ThreadCache:
    """The threads in memory. Those used longest ago are dropped when together they take more than `room` bytes."""

    def __init__(self, room: int = 0) -> None:
        self.room = room or CACHE_ROOM
        self._threads: OrderedDict[str, CachedThread] = OrderedDict()
        self._sizes: dict[str, int] = {}
        self._size = 0

    def __len__(self) -> int:
        return len(self._threads)

    def get(self, id: str) -> CachedThread | None:
        return self._threads.get(id)

    def use(self, id: str) -> CachedThread | None:
        """The thread, which is the one used last from now on."""
        if (found := self._threads.get(id)) is not None:
            self._threads.move_to_end(id)
        return found

    def add(self, id: str, cached: CachedThread) -> None:
        self.drop(id)
        self._threads[id] = cached
        self.note_growth(id)

    def note_growth(self, id: str) -> None:
        """The thread was changed. Drops others, never this one."""
        if (cached := self._threads.get(id)) is None:
            return
        size = cached.size
        self._size += size - self._sizes.get(id, 0)
        self._sizes[id] = size
        while self._size > self.room and (oldest := next(iter(self._threads))) != id:
            self.drop(oldest)

    def mark_outdated(self, id: str | None) -> None:
        """Another process appended to this thread, or may have appended to any."""
        for cached in self._threads.values() if id is None else filter(None, [self._threads.get(id)]):
            cached.is_outdated = True

    def drop(self, id: str) -> None:
        self._threads.pop(id, None)
        self._size -= self._sizes.pop(id, 0)

    def clear(self) -> None:
        self._threads.clear()
        self._sizes.clear()
        self._size = 0


def name_renderer(agent: Agent | None) -> str:
    """The name, with a version, of what renders the events of this agent's threads."""
    return agent.renderer if agent else RENDERER


def make_window(agent: Agent | None, limit: int | None = None) -> ContextWindow:
    """The context window of a thread of this agent. Only our own renderer shortens equal reads to one line."""
    if agent is None:
        return ContextWindow(render_event, limit or DEFAULT_WINDOW)
    is_ours = agent.render is render_event
    reads = agent.reads if is_ours else frozenset[str]()
    size, same_read = limit or agent.limits.context, mark_same_read if is_ours else None
    return ContextWindow(agent.render, size, reads, same_read, agent.rank)


def read_events(thread: str, rows: Sequence[LogRow]) -> list[e.RecordedEvent]:
    """The events of these rows. Raises BrokenThread when a verified event of a known type does not fit its shape."""
    recorded = []
    for row in rows:
        try:
            recorded.append(row.recorded)
        except ValidationError as error:
            raise BrokenThread(
                thread, row.seq, f"it cannot be read: {describe_validation_errors(error)[:200]}"
            ) from error
        except (ValueError, OverflowError) as error:
            raise BrokenThread(thread, row.seq, f"it cannot be read: {str(error)[:200]}") from error
    return recorded
