"""The queries of lists and pages, put together from the conditions that a caller gives."""

from collections.abc import Collection, Iterable
from typing import Any

from bot.core import events as e
from bot.core.access.permissions import ThreadReach
from bot.core.next_action import RESTING
from bot.core.threads.unreadable_events import UnreadMark
from bot.store.postgres.reader import PostgresReader
from bot.store.records import RequestFilter, RequestRecord, ThreadRecord

_THREAD = ", ".join(f"thread.{name}" for name in ThreadRecord._fields)
_REQUEST = ", ".join(f'request."{name}"' for name in RequestRecord._fields)
_UNREAD = """(event.type, event.v) NOT IN
    (SELECT * FROM unnest(%(known_types)s::text[], %(known_versions)s::bigint[]))"""


async def list_threads(
    reader: PostgresReader,
    *,
    status: str | None,
    agent: str | None,
    before: tuple[int, str] | None,
    limit: int,
    reach: ThreadReach,
) -> list[ThreadRecord]:
    """Threads within reach, last touched first, after the (touched, id) of `before`."""
    conditions, values = ["true"], {"limit": limit, "status": status, "agent": agent}
    if not reach.is_all:
        conditions.append(make_reach_condition(reach, values))
    if status == RESTING:  # the row's status may be that which a newer version wrote
        conditions.append(f"EXISTS (SELECT FROM event WHERE event.thread = thread.id AND {_UNREAD})")
        values.update(_list_known())
    elif status:
        conditions.append("thread.status = %(status)s")
    if agent:
        conditions.append("thread.agent = %(agent)s")
    if before:
        conditions.append("(thread.touched, thread.id) < (%(before_at)s, %(before_id)s)")
        values["before_at"], values["before_id"] = before
    rows = await reader.fetch_all(
        f"SELECT {_THREAD} FROM thread WHERE {' AND '.join(conditions)}"  # noqa: S608  texts of this module
        " ORDER BY thread.touched DESC, thread.id DESC LIMIT %(limit)s",
        values,
    )
    return [ThreadRecord(*row) for row in rows]


async def list_requests(
    reader: PostgresReader,
    *,
    status: str | None,
    thread: str | None,
    before: tuple[int, str] | None,
    limit: int,
    reach: ThreadReach,
    chosen: RequestFilter,
) -> list[RequestRecord]:
    """The `chosen` requests within reach, newest first, after the (opened, id) of `before`."""
    conditions, values = ["true"], {"limit": limit, "status": status, "thread": thread, **chosen._asdict()}
    if not reach.is_all:
        within = make_reach_condition(reach, values)
        conditions.append(f"request.thread IN (SELECT thread.id FROM thread WHERE {within})")  # noqa: S608
    if status:
        conditions.append("request.status = %(status)s")
    if thread:
        conditions.append("request.thread = %(thread)s")
    if chosen.agent:
        conditions.append("request.thread IN (SELECT thread.id FROM thread WHERE thread.agent = %(agent)s)")
    if chosen.person:
        conditions.append(
            "(%(person)s::text = ANY (string_to_array(request.\"by\", ', '))"
            " OR request.thread IN (SELECT thread.id FROM thread WHERE thread.requester = %(person)s))"
        )
    if chosen.since is not None:
        conditions.append("request.opened >= %(since)s")
    if chosen.until is not None:
        conditions.append("request.opened < %(until)s")
    if before:
        conditions.append("(request.opened, request.id) < (%(before_at)s, %(before_id)s)")
        values["before_at"], values["before_id"] = before
    rows = await reader.fetch_all(
        f"SELECT {_REQUEST} FROM request WHERE {' AND '.join(conditions)}"  # noqa: S608  texts of this module
        " ORDER BY request.opened DESC, request.id DESC LIMIT %(limit)s",
        values,
    )
    return [RequestRecord(*row) for row in rows]


def make_reach_condition(reach: ThreadReach, values: dict[str, Any]) -> str:
    """The condition of a thread within reach; its values are added to `values`.

    The index of the people that a thread concerns only finds threads. A thread that is read is also checked against its log.
    """
    values.update(reach_names=list(reach.names), reach_agents=list(reach.agents))
    concerned = "thread.requester = ANY (%(reach_names)s::text[])"
    if not reach.is_own:
        listed = "SELECT audience.thread FROM audience WHERE audience.who = ANY (%(reach_names)s::text[])"
        concerned = f"({concerned} OR thread.id IN ({listed}))"
    if reach.within is not None:
        values["reach_within"] = list(reach.within)
        concerned = f"(thread.agent = ANY (%(reach_within)s::text[]) AND {concerned})"
    return f"coalesce(thread.agent = ANY (%(reach_agents)s::text[]) OR {concerned}, false)"


async def filter_reachable(reader: PostgresReader, threads: Iterable[str], reach: ThreadReach) -> list[str]:
    """The threads among these that exist and are within reach, by one query for missing and foreign ones."""
    asked = list(threads)
    values: dict[str, Any] = {"threads": asked}
    condition = "true" if reach.is_all else make_reach_condition(reach, values)
    rows = await reader.fetch_all(
        f"SELECT id FROM thread WHERE id = ANY (%(threads)s::text[]) AND {condition}",  # noqa: S608
        values,
    )
    found = {id for (id,) in rows}
    return [thread for thread in asked if thread in found]


async def find_unread_events(reader: PostgresReader, threads: Collection[str]) -> dict[str, UnreadMark]:
    """The threads among these with an event that this version cannot read, each with the mark of its first one."""
    rows = await reader.fetch_all(
        "SELECT DISTINCT ON (thread) thread, seq, type, v FROM event"  # noqa: S608  texts of this module
        f" WHERE thread = ANY (%(threads)s::text[]) AND {_UNREAD} ORDER BY thread, seq",
        {"threads": list(threads), **_list_known()},
    )
    return {thread: UnreadMark(seq, type, v, seq) for thread, seq, type, v in rows}


def _list_known() -> dict[str, Any]:
    """The types and versions of events that this version can read."""
    known = [(type, v) for type, kind in e.EVENT_TYPES.items() for v in range(1, kind.version + 1)]
    return {"known_types": [type for type, _ in known], "known_versions": [v for _, v in known]}
