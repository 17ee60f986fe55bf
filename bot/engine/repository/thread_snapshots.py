"""Keeps the folded state of long threads, so that a cold one is not folded from its first event.

A snapshot counts only with a valid signature over the thread, the event, its hash and the version of the fold. The rows
beneath it are checked before the first turn of the thread in this process, in portions, so that other work goes on.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from typing import NamedTuple

import structlog

from bot.core.agent import Agent
from bot.core.errors import Unavailable
from bot.core.threads.thread_snapshot import ThreadSnapshot, decode_snapshot, encode_snapshot, find_fold_version
from bot.engine.repository.thread_cache import CachedThread, SeenLengths, make_window
from bot.store.hash_chain import NO_HASH, BrokenChain, VerifiedRows
from bot.store.port import ThreadStore
from bot.store.records import SnapshotRecord

log_line = structlog.get_logger()

SNAPSHOT_EVENTS = 200
"""A snapshot is kept after this many further events."""
PORTION = 250
"""Rows that are checked before other work gets its turn."""
MAX_CHECKED = 100_000
"""Threads of which this process knows that their rows were checked."""


class LoadedThread(NamedTuple):
    """A thread as it was kept, and the rows after that."""

    cached: CachedThread
    later: VerifiedRows


class ThreadSnapshots:
    """The snapshots of one process."""

    def __init__(self, threads: ThreadStore, seen: SeenLengths) -> None:
        self.threads, self.seen = threads, seen
        self._checked: OrderedDict[str, None] = OrderedDict()
        self._refused: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def load_thread(self, id: str, agents: Mapping[str, Agent]) -> LoadedThread | None:
        """The thread from its kept state. None: its log must be folded from the start."""
        if id in self._refused or (kept := await self.threads.find_snapshot(id, find_fold_version())) is None:
            return None
        state = decode_snapshot(kept.body)
        if state is None or (state.thread.id, state.thread.seq) != (id, kept.seq):
            return None
        self.seen.note_length(id, kept.seq)  # a log that ends before it was set back
        try:
            later = await self.threads.read_rows(id, kept.seq, kept.head)
        except BrokenChain:
            self._refused.add(id)
            return None
        cached = CachedThread(state.thread, make_window(agents.get(state.thread.agent), state.window.limit))
        if not cached.window.restore(state.window):
            return None
        cached.head, cached.snapshot = kept.head, (kept.seq, kept.head)
        return LoadedThread(cached, later)

    def note_checked(self, id: str) -> None:
        """All rows of the thread were checked or written by this process."""
        self._checked[id] = None
        self._checked.move_to_end(id)
        if len(self._checked) > MAX_CHECKED:
            self._checked.popitem(last=False)

    async def check_rows_beneath(self, cached: CachedThread) -> None:
        """Check the rows before the snapshot that the thread was loaded from, once in this process. Raises BrokenChain."""
        id = cached.thread.id
        if id in self._checked or cached.snapshot is None:
            return
        seq, head = cached.snapshot
        hash = NO_HASH
        try:
            for after in range(0, seq, PORTION):
                hash = await self.threads.verify_rows(id, after, hash, min(after + PORTION, seq))
                await asyncio.sleep(0)
            if hash != head:
                raise BrokenChain(seq, "its hash is not that of the kept state of the thread")
        except BrokenChain:
            self._refused.add(id)
            raise
        self.note_checked(id)

    def keep_if_due(self, cached: CachedThread) -> None:
        """Begin to keep the state of the thread when enough events came since the last one. Costs nothing before that."""
        thread, kept = cached.thread, cached.snapshot[0] if cached.snapshot else 0
        if thread.seq - kept < SNAPSHOT_EVENTS or thread.unread is not None:
            return
        cached.snapshot = (thread.seq, cached.head)
        body = encode_snapshot(ThreadSnapshot(thread, cached.window.save_state()))
        record = SnapshotRecord(thread.id, thread.seq, cached.head, find_fold_version(), body)
        task = asyncio.get_running_loop().create_task(self._keep(record))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def flush(self) -> None:
        """Wait until all snapshots so far are kept."""
        await asyncio.gather(*self._tasks)

    async def _keep(self, record: SnapshotRecord) -> None:
        try:
            await self.threads.keep_snapshot(record)
        except Unavailable as error:
            log_line.warning("a snapshot is not kept", thread=record.thread, error=str(error))
