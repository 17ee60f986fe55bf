"""The threads in PostgreSQL: appends, verified reads, lists."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from bot.core.access.permissions import ThreadReach
from bot.core.threads.unreadable_events import UnreadMark
from bot.store.hash_chain import NO_HASH, BrokenChain, ChainReader, VerifiedRows
from bot.store.port import EVERYTHING
from bot.store.postgres import list_queries, prompt_texts
from bot.store.postgres.append_statement import LEASED, AppendStatement, list_claim_values
from bot.store.postgres.connecting import SqlConnection
from bot.store.postgres.database import PostgresDatabase
from bot.store.postgres.holds import COUNT_CHANGES
from bot.store.postgres.jobs import ADD_JOBS, DROP_JOBS, list_job_values
from bot.store.records import SnapshotRecord, ThreadRecord
from bot.store.snapshot_seal import open_snapshot, seal_snapshot
from bot.store.thread_append import JobWrite, PeerFence, ThreadAppend

_ROWS = """SELECT thread.seq, thread.head, thread.mac, previous.hash, event.seq, event.type, event.v, event.at, event.body,
    event.hash FROM (SELECT %(id)s::text AS id, %(after)s::bigint AS after) asked LEFT JOIN thread ON thread.id = asked.id
    LEFT JOIN event previous ON previous.thread = asked.id AND previous.seq = asked.after
    LEFT JOIN event ON event.thread = asked.id AND event.seq > asked.after ORDER BY event.seq"""
"""One statement is one snapshot: the head, the hash before the rows, and the rows. Without rows, one row with NULLs."""

_KEEP_SNAPSHOT = """INSERT INTO thread_snapshot AS kept (thread, seq, head, version, body, mac) VALUES (%s, %s, %s, %s, %s, %s)
    ON CONFLICT (thread) DO UPDATE SET seq = excluded.seq, head = excluded.head, version = excluded.version,
    body = excluded.body, mac = excluded.mac WHERE excluded.seq >= kept.seq OR excluded.version <> kept.version"""


class PostgresThreadStore:
    """The `ThreadStore` port."""

    def __init__(self, database: PostgresDatabase) -> None:
        self._database, self._reader = database, database.reader

    async def append(self, append: ThreadAppend, committed: Callable[[bytes], None]) -> None:
        peers = self._database.peers
        statement = AppendStatement(
            append, self._database.signer, peers.list_words(append) if peers is not None else ()
        )
        await self._database.write(statement, lambda: committed(statement.mac))

    async def rest(
        self, thread: str, seq: int, due: int | None, writes: Sequence[JobWrite], fence: PeerFence | None = None
    ) -> bool:
        values = {"id": thread, "seq": seq, "due": due, **list_job_values(writes)}
        rules = ""
        if fence is not None:
            rules = f"AND ({COUNT_CHANGES}) = %(holds)s"
            values["holds"] = fence.holds
            if fence.claim is not None:
                rules += f" AND {LEASED}"
                values.update(list_claim_values(fence.claim))
        parts = [f"won AS (UPDATE thread SET due = %(due)s WHERE id = %(id)s AND seq = %(seq)s {rules} RETURNING id)"]  # noqa: S608
        if values["job_kinds"]:
            parts.append(f"added AS ({ADD_JOBS.format(source='won, ')})")
        if values["dropped_kinds"]:
            parts.append(f"dropped AS ({DROP_JOBS.format(source='won, ')})")
        text = f"WITH {', '.join(parts)} SELECT id FROM won"  # noqa: S608
        done: bool = await self._database.write_plain(text, values, bool, thread, reads_others=False)
        return done

    async def read_rows(self, thread: str, after: int = 0, before: bytes | None = None) -> VerifiedRows:
        found = await self._reader.fetch_all(_ROWS, {"id": thread, "after": after})
        head = None if found[0][0] is None else found[0][:3]
        raws = [row[4:] for row in found if row[4] is not None]
        if after and before is None:
            if head is not None and after > head[0]:
                return VerifiedRows([], head[2], head[0])  # rows after the end do not count
            before = found[0][3]
        reader = ChainReader(thread, after, before or NO_HASH)
        rows = [reader.check_row(raw) for raw in raws]
        if head is None and not rows and not after:
            return VerifiedRows([], b"", 0)
        reader.check_head(head, self._database.signer)
        assert head is not None
        return VerifiedRows(rows, head[2], head[0])

    async def verify_rows(self, thread: str, after: int, before: bytes, last: int) -> bytes:
        reader = ChainReader(thread, after, before)
        for raw in await self._reader.fetch_all(
            "SELECT seq, type, v, at, body, hash FROM event WHERE thread = %s AND seq > %s AND seq <= %s ORDER BY seq",
            (thread, after, last),
        ):
            reader.check_row(raw)
        if reader.seq != last:
            raise BrokenChain(reader.seq + 1, "it is missing")
        return reader.hash

    async def keep_snapshot(self, snapshot: SnapshotRecord) -> None:
        sealed = seal_snapshot(self._database.signer, snapshot)

        def unit(connection: SqlConnection) -> None:
            connection.execute(_KEEP_SNAPSHOT, sealed)

        await self._database.write_unit(unit)

    async def find_snapshot(self, thread: str, version: str) -> SnapshotRecord | None:
        row = await self._reader.fetch_one(
            "SELECT seq, head, body, mac FROM thread_snapshot WHERE thread = %s AND version = %s", (thread, version)
        )
        return open_snapshot(self._database.signer, thread, version, row)

    async def find_broken_event(self, thread: str) -> int | None:
        found = await self._reader.fetch_all(_ROWS, {"id": thread, "after": 0})
        return _find_broken_event(thread, found, self._database)

    async def read_pieces(self, thread: str, renderer: str) -> dict[int, str]:
        return await prompt_texts.read_pieces(self._reader, thread, renderer)

    async def list_kept_seqs(self, thread: str, renderer: str, first: int, last: int) -> set[int]:
        return await prompt_texts.list_kept_seqs(self._reader, thread, renderer, first, last)

    async def read_texts(self, hashes: Collection[str]) -> dict[str, str]:
        return await prompt_texts.read_texts(self._reader, hashes)

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
            self._reader, status=status, agent=agent, before=before, limit=limit, reach=reach
        )

    async def find_unread_events(self, threads: Collection[str]) -> dict[str, UnreadMark]:
        return await list_queries.find_unread_events(self._reader, threads)

    async def filter_reachable(self, threads: Iterable[str], reach: ThreadReach) -> list[str]:
        return await list_queries.filter_reachable(self._reader, threads, reach)

    async def list_with_events(self, types: Collection[str], after: str) -> list[str]:
        rows = await self._reader.fetch_all(
            "SELECT id FROM thread WHERE id > %s AND EXISTS"
            " (SELECT FROM event WHERE event.thread = thread.id AND type = ANY (%s::text[])) ORDER BY id LIMIT 200",
            (after, list(types)),
        )
        return [id for (id,) in rows]


def _find_broken_event(thread: str, found: Sequence[tuple[Any, ...]], database: PostgresDatabase) -> int | None:
    reader = ChainReader(thread)
    try:
        for row in found:
            if row[4] is not None:
                reader.check_row(row[4:])
        reader.check_head(None if found[0][0] is None else found[0][:3], database.signer)
    except BrokenChain as broken:
        return broken.seq
    return None
