"""The queries of lists and pages: sqlmodel for lists, one prepared statement for a row."""

import sqlite3
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, text, tuple_
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.core import events as e
from bot.core.access.permissions import ThreadReach
from bot.core.errors import Unavailable
from bot.core.next_action import RESTING
from bot.core.threads.unreadable_events import UnreadMark
from bot.store.backlog_counts import COUNTS, BacklogCounts, read_counts
from bot.store.records import RejectedRequest, RequestFilter, RequestRecord, ThreadRecord
from bot.store.sqlite import audience_index
from bot.store.sqlite.database import SqliteDatabase
from bot.store.tables import EventRow, RequestRow, ThreadRow


async def list_threads(
    database: SqliteDatabase,
    *,
    status: str | None,
    agent: str | None,
    before: tuple[int, str] | None,
    limit: int,
    reach: ThreadReach,
) -> list[ThreadRecord]:
    """Threads within reach, last touched first, after the (touched, id) of `before`."""
    query = select(ThreadRow).order_by(col(ThreadRow.touched).desc(), col(ThreadRow.id).desc()).limit(limit)
    query = query.where(audience_index.make_reach_condition(reach))
    if status == RESTING:  # the row's status may be that which a newer version wrote
        query = query.where(
            select(EventRow.thread).where(col(EventRow.thread) == col(ThreadRow.id), _make_unread_condition()).exists()
        )
    elif status:
        query = query.where(ThreadRow.status == status)
    if agent:
        query = query.where(ThreadRow.agent == agent)
    if before:
        touched, id = before
        same = (col(ThreadRow.touched) == touched) & (col(ThreadRow.id) < id)
        query = query.where((col(ThreadRow.touched) < touched) | same)
    rows = await _run_query(database, query)
    return [ThreadRecord(*(getattr(row, name) for name in ThreadRecord._fields)) for row in rows]


async def find_unread_events(database: SqliteDatabase, threads: Collection[str]) -> dict[str, UnreadMark]:
    """The threads among these with an event that this version cannot read, each with the mark of its first one."""
    query = select(EventRow.thread, EventRow.seq, EventRow.type, EventRow.v)
    query = query.where(col(EventRow.thread).in_(threads), _make_unread_condition())
    rows = await _run_query(database, query.order_by(col(EventRow.thread), col(EventRow.seq)))
    return {thread: UnreadMark(seq, type, v, seq) for thread, seq, type, v in reversed(rows)}


def _make_unread_condition() -> ColumnElement[bool]:
    """The condition of an event of a type or version that this version cannot read."""
    known = [(type, v) for type, kind in e.EVENT_TYPES.items() for v in range(1, kind.version + 1)]
    return tuple_(col(EventRow.type), col(EventRow.v)).not_in(known)


async def list_requests(
    database: SqliteDatabase,
    *,
    status: str | None,
    thread: str | None,
    before: tuple[int, str] | None,
    limit: int,
    reach: ThreadReach,
    chosen: RequestFilter,
) -> list[RequestRecord]:
    """The `chosen` requests within reach, newest first, after the (opened, id) of `before`."""
    query = select(RequestRow).order_by(col(RequestRow.opened).desc(), col(RequestRow.id).desc()).limit(limit)
    if not reach.is_all:
        query = query.where(
            col(RequestRow.thread).in_(select(ThreadRow.id).where(audience_index.make_reach_condition(reach)))
        )
    if status:
        query = query.where(RequestRow.status == status)
    if thread:
        query = query.where(RequestRow.thread == thread)
    if chosen.agent:
        query = query.where(col(RequestRow.thread).in_(select(ThreadRow.id).where(ThreadRow.agent == chosen.agent)))
    if chosen.person:
        asked = col(RequestRow.thread).in_(select(ThreadRow.id).where(ThreadRow.requester == chosen.person))
        decided = func.instr(", " + func.coalesce(RequestRow.by, "") + ", ", f", {chosen.person}, ") > 0
        query = query.where(asked | decided)
    if chosen.since is not None:
        query = query.where(col(RequestRow.opened) >= chosen.since)
    if chosen.until is not None:
        query = query.where(col(RequestRow.opened) < chosen.until)
    if before:
        opened, id = before
        same = (col(RequestRow.opened) == opened) & (col(RequestRow.id) < id)
        query = query.where((col(RequestRow.opened) < opened) | same)
    rows = await _run_query(database, query)
    return [RequestRecord(*(getattr(row, name) for name in RequestRecord._fields)) for row in rows]


async def count_backlog(database: SqliteDatabase, now: int) -> BacklogCounts:
    return read_counts(await _run_query(database, text(COUNTS.format(now=":now")).bindparams(now=now)))


async def _run_query(database: SqliteDatabase, query: Any) -> Sequence[Any]:
    try:
        async with AsyncSession(database.lists) as session:
            rows: Sequence[Any] = (await session.exec(query)).all()
            return rows
    except SQLAlchemyError as error:
        raise Unavailable(f"The database cannot be read now: {error}. Try again.") from error


def list_decided(connection: sqlite3.Connection, person: str, since: int, limit: int) -> list[str]:
    """The ids of approvals that were settled since `since` and that this person decided or asked for, latest first.

    `request."by"` holds ids of people, joined by ", ".
    """
    rows = connection.execute(
        "SELECT request.id FROM request JOIN thread ON thread.id = request.thread"
        " WHERE request.kind='approval' AND request.status<>'pending' AND request.settled>=?"
        " AND (instr(', ' || request.\"by\" || ', ', ', ' || ? || ', ') > 0 OR thread.requester=?)"
        " ORDER BY request.settled DESC, request.id DESC LIMIT ?",
        (since, person, person, limit),
    )
    return [id for (id,) in rows]


def find_request_row(connection: sqlite3.Connection, id: str) -> RequestRecord | None:
    row = connection.execute(
        'SELECT id, thread, kind, status, basis, opened, settled, "by" FROM request WHERE id=?', (id,)
    ).fetchone()
    return RequestRecord(*row) if row else None


def list_rejected(connection: sqlite3.Connection, wishes: Collection[str], limit: int) -> list[RejectedRequest]:
    """Equal calls that people rejected, the latest first; `wishes` are hashes of `bot.store.thread_append.hash_wish`."""
    placeholders = ",".join("?" * len(wishes))
    rows = connection.execute(
        "SELECT id, thread, wish, coalesce(settled, 0), coalesce(\"by\", '') FROM request"  # noqa: S608
        f" WHERE wish IN ({placeholders}) AND wish<>'' AND status='rejected' ORDER BY settled DESC LIMIT ?",
        (*wishes, limit),
    )
    return [RejectedRequest(*row) for row in rows]


def list_threads_to_wake(connection: sqlite3.Connection, bases: Collection[str]) -> list[str]:
    """Threads that work, sleep or rested under an older version, and those with an open approval with a basis outside
    `bases`."""
    working = connection.execute("SELECT id FROM thread WHERE status IN ('working', 'sleeping', 'resting')").fetchall()
    pending = connection.execute("SELECT thread, basis FROM request WHERE status='pending' AND kind='approval'")
    changed = [(thread,) for thread, basis in pending if basis not in bases]
    return [thread for (thread,) in dict.fromkeys([*working, *changed])]


def list_waiting_without_job(connection: sqlite3.Connection) -> list[str]:
    """Threads with a pending request and no turn job: their requests have no date, or the job was lost."""
    rows = connection.execute(
        "SELECT DISTINCT thread FROM request WHERE status='pending'"
        " AND NOT EXISTS (SELECT 1 FROM job WHERE kind='turn' AND key=request.thread)"
    )
    return [thread for (thread,) in rows]


def list_waiting_threads(connection: sqlite3.Connection) -> list[str]:
    """Threads with a request that waits for people."""
    return [thread for (thread,) in connection.execute("SELECT DISTINCT thread FROM request WHERE status='pending'")]


def list_threads_with_events(connection: sqlite3.Connection, types: Collection[str], after: str) -> list[str]:
    """The next 200 threads after the id `after` with an event of one of these types; empty: there are no more."""
    placeholders = ",".join("?" * len(types))
    rows = connection.execute(
        f"SELECT id FROM thread WHERE id>? AND EXISTS"  # noqa: S608
        f" (SELECT 1 FROM event WHERE thread=thread.id AND type IN ({placeholders})) ORDER BY id LIMIT 200",
        (after, *types),
    )
    return [id for (id,) in rows]


def list_threads_with_jobs(connection: sqlite3.Connection, kind: str) -> list[str]:
    return [key for (key,) in connection.execute("SELECT key FROM job WHERE kind=?", (kind,))]
