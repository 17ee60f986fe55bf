"""The threads in SQLite."""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Sequence

from bot.core.access.permissions import ThreadReach
from bot.core.threads.unreadable_events import UnreadMark
from bot.store.hash_chain import VerifiedRows
from bot.store.port import EVERYTHING
from bot.store.records import (
    SnapshotRecord,
    ThreadRecord,
)
from bot.store.snapshot_seal import seal_snapshot
from bot.store.sqlite import (
    audience_index,
    equal_open_calls,
    event_log,
    holds,
    jobs,
    list_queries,
    received_ids_and_message_references,
)
from bot.store.sqlite.database import SqliteDatabase
from bot.store.sqlite.thread_snapshots import find_snapshot, keep_snapshot
from bot.store.sqlite.writer import JointWrite
from bot.store.thread_append import NO_SIDE_WRITES, JobWrite, PeerFence, SideWrites, ThreadAppend

MANY_ROWS = 200
"""Rows of an append above which it is not written in the event loop's thread: a fork copies a whole log."""
MANY_NUMBERS = 20_000
"""Threads whose numbers are held in memory; more are looked up again."""


class SqliteThreadStore:
    """The `ThreadStore` port."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database
        self._numbers: dict[str, int] = {}  # of threads whose rows are durable, so that no undone one is among them

    async def append(self, append: ThreadAppend, committed: Callable[[bytes], None]) -> None:
        waiting = _WaitingAppend(append)

        def note_commit() -> None:
            if len(self._numbers) >= MANY_NUMBERS:
                self._numbers.clear()
            self._numbers[append.head.id] = waiting.number
            committed(waiting.mac)

        await self._database.write_unit(
            lambda connection: self._write_appends(connection, [waiting]),
            note_commit,
            is_long=len(append.rows) > MANY_ROWS,
            joint=JointWrite(self._write_appends, waiting),
        )

    def _write_appends(self, connection: sqlite3.Connection, waiting: Sequence["_WaitingAppend"]) -> None:
        """Write these appends, with one statement for each large table. An error concerns them all."""
        appends = [each.append for each in waiting]
        for append in appends:
            if append.starts:
                holds.refuse_held(connection, append.head.agent, append.starts, append.lineage)
        told = [append.hold_notice for append in appends if append.hold_notice is not None]
        if told and holds.is_any_active(connection):
            jobs.write_jobs(connection, told)
        rows = [event_log.RowsToAppend(each.head, each.rows, each.signed, each.is_touched) for each in appends]
        ids = {each.head.id for each in appends}
        numbers = {id: number for id in ids if (number := self._numbers.get(id))}
        macs = event_log.append_to_threads(connection, self._database.signer, rows, numbers)
        audience_index.add_names(connection, [(name, each.head.id) for each in appends for name in each.names])
        for append in appends:
            if append.changes or append.closed:
                equal_open_calls.forget_open_calls(connection, append.changes, append.closed)
                event_log.index_requests(connection, append.changes)
                equal_open_calls.keep_open_calls(connection, append.changes, append.closed, append.unreadable)
        written = [(each.head.id, each.side_writes) for each in appends if each.side_writes is not NO_SIDE_WRITES]
        if written:
            _write_side_rows(connection, written, numbers)
        jobs.write_jobs(connection, [job for append in appends for job in append.jobs])
        for each, mac in zip(waiting, macs, strict=True):
            each.mac, each.number = mac, numbers[each.append.head.id]

    async def rest(
        self, thread: str, seq: int, due: int | None, writes: Sequence[JobWrite], fence: PeerFence | None = None
    ) -> bool:
        def unit(connection: sqlite3.Connection) -> bool:
            if is_last := event_log.read_length(connection, thread) == seq:
                jobs.write_jobs(connection, writes)
                event_log.set_due(connection, thread, due)
            return is_last

        return await self._database.write_unit(unit)

    async def read_rows(self, thread: str, after: int = 0, before: bytes | None = None) -> VerifiedRows:
        with self._database.read() as connection:
            return event_log.read_checked(connection, self._database.signer, thread, after, before)

    async def verify_rows(self, thread: str, after: int, before: bytes, last: int) -> bytes:
        with self._database.read() as connection:
            return event_log.verify_rows(connection, thread, after, before, last)

    async def keep_snapshot(self, snapshot: SnapshotRecord) -> None:
        sealed = seal_snapshot(self._database.signer, snapshot)
        await self._database.write_unit(lambda connection: keep_snapshot(connection, sealed))

    async def find_snapshot(self, thread: str, version: str) -> SnapshotRecord | None:
        with self._database.read() as connection:
            return find_snapshot(connection, self._database.signer, thread, version)

    async def find_broken_event(self, thread: str) -> int | None:
        with self._database.read() as connection:
            return event_log.find_broken_event(connection, thread, self._database.signer)

    async def read_pieces(self, thread: str, renderer: str) -> dict[int, str]:
        with self._database.read() as connection:
            return event_log.read_pieces(connection, thread, renderer)

    async def list_kept_seqs(self, thread: str, renderer: str, first: int, last: int) -> set[int]:
        with self._database.read() as connection:
            return event_log.list_kept_seqs(connection, thread, renderer, first, last)

    async def read_texts(self, hashes: Collection[str]) -> dict[str, str]:
        with self._database.read() as connection:
            return event_log.read_texts(connection, hashes)

    async def list_threads(
        self,
        *,
        status: str | None = None,
        agent: str | None = None,
        before: tuple[int, str] | None,
        limit: int,
        reach: ThreadReach = EVERYTHING,
    ) -> list[ThreadRecord]:
        return await list_queries.list_threads(
            self._database, status=status, agent=agent, before=before, limit=limit, reach=reach
        )

    async def find_unread_events(self, threads: Collection[str]) -> dict[str, UnreadMark]:
        return await list_queries.find_unread_events(self._database, threads)

    async def filter_reachable(self, threads: Iterable[str], reach: ThreadReach) -> list[str]:
        with self._database.read() as connection:
            return audience_index.filter_reachable(connection, list(threads), reach)

    async def list_with_events(self, types: Collection[str], after: str) -> list[str]:
        with self._database.read() as connection:
            return list_queries.list_threads_with_events(connection, types, after)


class _WaitingAppend:
    """An append, and the thread's number and the signature of its new head once it was written."""

    __slots__ = ("append", "mac", "number")

    def __init__(self, append: ThreadAppend) -> None:
        self.append, self.mac, self.number = append, b"", 0


def _write_side_rows(
    connection: sqlite3.Connection, written: Sequence[tuple[str, SideWrites]], numbers: dict[str, int]
) -> None:
    """Write what the appends keep beside their events, with the thread of each and its number."""
    event_log.keep_pieces(connection, written, numbers)
    texts = [text for _, each in written for text in (*each.texts, each.answer) if text]
    event_log.keep_texts(connection, texts)
    for thread, each in written:
        if each.copied_from is not None:
            source, last = each.copied_from
            event_log.copy_pieces(connection, source, thread, last)
        received_ids_and_message_references.add_message_ids(connection, each.inbound_ids)
        if each.reference is not None:
            received_ids_and_message_references.keep_reference(connection, each.reference)
