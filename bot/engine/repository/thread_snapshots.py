"""Keeps the folded state of long threads, so that a cold one is not folded from its first event.

A snapshot counts only with a valid signature over the thread, the event, its hash and the version of the fold. The rows
beneath it are checked before the first act on the thread in this process, in portions, so that other work goes on.
"""

import asyncio
from collections.abc import Mapping

import structlog

from bot.core.agent import Agent
from bot.core.errors import Unavailable
from bot.core.threads.thread_snapshot import ThreadSnapshot, decode_snapshot, encode_snapshot
from bot.engine.repository.fold_version import find_fold_version
from bot.engine.repository.known_logs import KnownLogs
from bot.engine.repository.thread_cache import CachedThread, make_window, name_renderer
from bot.store.hash_chain import NO_HASH, BrokenChain
from bot.store.port import ThreadStore
from bot.store.records import SnapshotRecord

log_line = structlog.get_logger()

SNAPSHOT_EVENTS = 200
"""A snapshot is kept after this many further events."""
PORTION = 250
"""Rows that are checked before other work gets its turn."""


class ThreadSnapshots:
    """The snapshots of one process."""

    def __init__(self, threads: ThreadStore, known: KnownLogs) -> None:
        self.threads, self._known = threads, known
        self._refused: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def find_thread(self, id: str, agents: Mapping[str, Agent]) -> CachedThread | None:
        """The thread as it was kept, after the event of its `snapshot`. None: its log must be folded from the start."""
        if 0 < self._known.find_length(id) < SNAPSHOT_EVENTS:  # as this process last read or wrote it: it is short
            return None
        if id in self._refused or (kept := await self.threads.find_snapshot(id, find_fold_version())) is None:
            return None
        state = decode_snapshot(kept.body)
        if state is None or (state.thread.id, state.thread.seq) != (id, kept.seq):
            return None
        agent = agents.get(state.thread.agent)
        found = CachedThread(state.thread, make_window(agent, state.window.limit))
        if state.renderer != name_renderer(agent) or not found.window.restore(state.window):
            return None
        found.head, found.snapshot = kept.head, (kept.seq, kept.head)
        return found

    def refuse_snapshot(self, id: str) -> None:
        """The log does not go on from the kept state: from now on it is folded from the start."""
        self._refused.add(id)

    async def check_rows_beneath(self, cached: CachedThread) -> None:
        """Check the rows before the snapshot that the thread was loaded from, once in this process. Raises BrokenChain."""
        id = cached.thread.id
        if cached.snapshot is None or self._known.is_checked(id):
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
            self.refuse_snapshot(id)
            raise
        self._known.note_checked(id)

    def is_due(self, cached: CachedThread) -> bool:
        """Whether enough events came since the state of this thread was kept last, and all of them can be kept."""
        kept = cached.snapshot[0] if cached.snapshot else 0
        is_long = cached.thread.seq - kept >= SNAPSHOT_EVENTS
        return is_long and cached.thread.unread is None and cached.is_whole

    def begin_to_keep(self, cached: CachedThread, agent: Agent | None) -> None:
        """Keep the state of this thread, while other work goes on."""
        thread = cached.thread
        cached.snapshot = (thread.seq, cached.head)
        body = encode_snapshot(ThreadSnapshot(thread, cached.window.save_state(), name_renderer(agent)))
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
