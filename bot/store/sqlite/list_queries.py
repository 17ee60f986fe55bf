"""The queries of lists, put together from the conditions that a caller gives, and those of rows, one prepared statement each."""

import json
import sqlite3
from collections.abc import Collection
from typing import Any

from bot.core import events as e
from bot.core.access.permissions import ThreadReach
from bot.core.next_action import RESTING
from bot.core.threads.unreadable_events import UnreadMark
from bot.store.backlog_counts import COUNTS, BacklogCounts, read_counts
from bot.store.records import RejectedRequest, RequestFilter, RequestRecord, ThreadRecord
from bot.store.sqlite import audience_index
from bot.store.sqlite.database import SqliteDatabase
from bot.store.sqlite.list_reader import bind_list

_THREAD = ", ".join(f"thread.{name}" for name in ThreadRecord._fields)
_REQUEST = ", ".join(f'request."{name}"' for name in RequestRecord._fields)


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
    values: dict[str, Any] = {"limit": limit, "status": status, "agent": agent}
    conditions = [audience_index.make_reach_condition(reach, values)]
    if status == RESTING:  # the row's status may be that which a newer version wrote
        unread = _make_unread_condition(values)
        conditions.append(f"EXISTS (SELECT 1 FROM event WHERE event.thread = thread.id AND {unread})")  # noqa: S608
    elif status:
        conditions.append("thread.status = :status")
    if agent:
        conditions.append("thread.agent = :agent")
    if before:
        conditions.append("(thread.touched < :before_at OR (thread.touched = :before_at AND thread.id < :before_id))")
        values["before_at"], values["before_id"] = before
    rows = await database.lists.fetch_all(
        f"SELECT {_THREAD} FROM thread WHERE {' AND '.join(conditions)}"  # noqa: S608  texts of this module
        " ORDER BY thread.touched DESC, thread.id DESC LIMIT :limit",
        values,
    )
    return [ThreadRecord(*row) for row in rows]


async def find_unread_events(database: SqliteDatabase, threads: Collection[str]) -> dict[str, UnreadMark]:
    """The threads among these with an event that this version cannot read, each with the mark of its first one."""
    values: dict[str, Any] = {}
    named, unread = bind_list(values, "thread", threads), _make_unread_condition(values)
    rows = await database.lists.fetch_all(
        f"SELECT thread, seq, type, v FROM event WHERE event.thread IN {named} AND {unread} ORDER BY thread, seq",  # noqa: S608
        values,
    )
    return {thread: UnreadMark(seq, type, v, seq) for thread, seq, type, v in reversed(rows)}


def _make_unread_condition(values: dict[str, Any]) -> str:
    """The condition of an event of a type or version that this version cannot read; the known ones are added to `values`."""
    known = [(type, v) for type, kind in e.EVENT_TYPES.items() for v in range(1, kind.version + 1)]
    pairs = ", ".join(bind_list(values, f"known_{number}", pair) for number, pair in enumerate(known))
    return f"(event.type, event.v) NOT IN (VALUES {pairs})"


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
    values: dict[str, Any] = {"limit": limit, "status": status, "thread": thread, **chosen._asdict()}
    conditions = ["true"]
    if not reach.is_all:
        within = audience_index.make_reach_condition(reach, values)
        conditions.append(f"request.thread IN (SELECT thread.id FROM thread WHERE {within})")  # noqa: S608
    if status:
        conditions.append("request.status = :status")
    if thread:
        conditions.append("request.thread = :thread")
    if chosen.agent:
        conditions.append("request.thread IN (SELECT thread.id FROM thread WHERE thread.agent = :agent)")
    if chosen.person:
        conditions.append(
            "(request.thread IN (SELECT thread.id FROM thread WHERE thread.requester = :person)"
            " OR instr(', ' || coalesce(request.\"by\", '') || ', ', ', ' || :person || ', ') > 0)"
        )
    if chosen.since is not None:
        conditions.append("request.opened >= :since")
    if chosen.until is not None:
        conditions.append("request.opened < :until")
    if before:
        conditions.append("(request.opened < :before_at OR (request.opened = :before_at AND request.id < :before_id))")
        values["before_at"], values["before_id"] = before
    rows = await database.lists.fetch_all(
        f"SELECT {_REQUEST} FROM request WHERE {' AND '.join(conditions)}"  # noqa: S608  texts of this module
        " ORDER BY request.opened DESC, request.id DESC LIMIT :limit",
        values,
    )
    return [RequestRecord(*row) for row in rows]


async def count_backlog(database: SqliteDatabase, now: int) -> BacklogCounts:
    return read_counts(await database.lists.fetch_all(COUNTS.format(now=":now"), {"now": now}))


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


def filter_rejected(connection: sqlite3.Connection, wishes: Collection[str]) -> set[str]:
    """The wishes among these of which people rejected a call."""
    rows = connection.execute(
        "SELECT DISTINCT wish FROM request WHERE wish IN (SELECT value FROM json_each(?)) AND wish<>''"
        " AND status='rejected'",
        (json.dumps(list(wishes)),),
    )
    return {wish for (wish,) in rows}


def list_approved(connection: sqlite3.Connection, wish: str, limit: int) -> list[str]:
    """The ids of equal calls that people approved, the latest first."""
    rows = connection.execute(
        "SELECT id FROM request WHERE wish=? AND wish<>'' AND status='approved' ORDER BY settled DESC LIMIT ?",
        (wish, limit),
    )
    return [id for (id,) in rows]


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
