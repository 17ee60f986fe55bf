"""The table of holds, which decides which calls may start. The statement that writes a start reads it."""

from collections.abc import Callable
from typing import Any

from bot.core.base_types import from_micros, to_micros
from bot.core.holds import Hold
from bot.store.port import HoldsCommitted
from bot.store.postgres.audit_row_insert import add_notes
from bot.store.postgres.connecting import SqlConnection
from bot.store.postgres.database import PostgresDatabase
from bot.store.postgres.jobs import write_jobs
from bot.store.postgres.peer_feed import HOLDS, JOBS
from bot.store.records import AuditNote
from bot.store.refusals import HoldAlreadyActive
from bot.store.thread_append import HoldNotices, JobWrite

_ALL = 'SELECT id, scope, name, "by", reason, placed, lifted, lifted_by FROM hold ORDER BY id'
_ACTIVE = 'SELECT id, scope, name, "by", reason, placed, lifted, lifted_by FROM hold WHERE lifted IS NULL ORDER BY id'
COUNT_CHANGES = "SELECT count(*) + count(lifted) FROM hold"
_OPEN = """(status IN ('working', 'waiting', 'sleeping', 'paused', 'resting')
    OR id IN (SELECT thread FROM request WHERE status = 'pending'))"""


def read_active_holds(connection: SqlConnection) -> list[Hold]:
    """In the order in which they were placed."""
    return [_read_hold(row) for row in connection.execute(_ACTIVE)]


def _read_all(connection: SqlConnection) -> tuple[Hold, ...]:
    return tuple(_read_hold(row) for row in connection.execute(_ALL))


def _count_changes(connection: SqlConnection) -> int:
    row = connection.execute(COUNT_CHANGES).fetchone()
    return int(row[0]) if row else 0


def _place_hold(connection: SqlConnection, hold: Hold) -> Hold:
    for other in read_active_holds(connection):
        if (other.scope, other.name) == (hold.scope, hold.name):
            raise HoldAlreadyActive(other)
    row = connection.execute(
        'INSERT INTO hold (scope, name, "by", reason, placed) VALUES (%s, %s, %s, %s, %s) RETURNING id',
        (hold.scope, hold.name, hold.by, hold.reason, to_micros(hold.placed)),
    ).fetchone()
    assert row is not None
    return hold.model_copy(update={"id": row[0]})


def _owe_notices(connection: SqlConnection, notices: HoldNotices) -> list[str]:
    """Add these jobs by one statement; return their threads."""
    kind, agents, at = notices
    rows = connection.execute(
        "INSERT INTO job (kind, key, run_at, attempts) SELECT %(kind)s, id, %(at)s::bigint, 0 FROM thread"  # noqa: S608
        f" WHERE {_OPEN} AND (%(agents)s::text[] IS NULL OR agent = ANY (%(agents)s::text[]))"
        " ON CONFLICT (kind, key) DO UPDATE SET run_at = excluded.run_at, attempts = 0 RETURNING key",
        {"kind": kind, "at": at, "agents": None if agents is None else list(agents)},
    )
    return [key for (key,) in rows]


def _read_hold(row: tuple[Any, ...]) -> Hold:
    id, scope, name, by, reason, placed, lifted, lifted_by = row
    return Hold(
        id=id,
        scope=scope,
        name=name,
        by=by,
        reason=reason,
        placed=from_micros(placed),
        lifted=None if lifted is None else from_micros(lifted),
        lifted_by=lifted_by,
    )


class PostgresHoldStore:
    """The `HoldStore` port."""

    def __init__(self, database: PostgresDatabase) -> None:
        self._database, self._reader = database, database.reader

    async def read_holds(self) -> tuple[Hold, ...]:
        return tuple(_read_hold(row) for row in await self._reader.fetch_all(_ALL))

    async def count_changes(self) -> int:
        row = await self._reader.fetch_one(COUNT_CHANGES)
        return int(row[0]) if row else 0

    async def place(
        self, hold: Hold, note: Callable[[Hold], AuditNote], notices: HoldNotices, committed: HoldsCommitted
    ) -> tuple[Hold, list[str]]:
        holds: tuple[Hold, ...] = ()

        def unit(connection: SqlConnection) -> tuple[Hold, list[str]]:
            nonlocal holds
            placed = _place_hold(connection, hold)
            add_notes(connection, [note(placed)])
            holds = _read_all(connection)
            return placed, _owe_notices(connection, notices)

        return await self._database.write_unit(unit, lambda: committed(holds), (HOLDS,))

    async def lift(self, id: int, note: AuditNote, notices: HoldNotices, committed: HoldsCommitted) -> list[str] | None:
        holds: tuple[Hold, ...] = ()

        def unit(connection: SqlConnection) -> list[str] | None:
            nonlocal holds
            done = connection.execute(
                "UPDATE hold SET lifted = %s, lifted_by = %s WHERE id = %s AND lifted IS NULL",
                (note.at, note.person, id),
            )
            holds = _read_all(connection)
            if done.rowcount != 1:
                return None
            add_notes(connection, [note])
            return _owe_notices(connection, notices)

        return await self._database.write_unit(unit, lambda: committed(holds), (HOLDS,))

    async def settle_notice(self, notice: JobWrite, seen: int, turn: JobWrite, seq: int) -> bool:
        def unit(connection: SqlConnection) -> bool:
            last = connection.execute("SELECT seq FROM thread WHERE id = %s", (notice.key,)).fetchone()
            is_done = _count_changes(connection) == seen and last == (seq,)
            write_jobs(connection, [notice, turn] if is_done else [turn])
            return is_done

        return await self._database.write_unit(unit, told=(JOBS,))

    async def owe_lost_notices(self, kind: str, at: int) -> list[str]:
        found: list[str] = await self._database.write_plain(
            "INSERT INTO job (kind, key, run_at, attempts) SELECT %(kind)s, id, %(at)s::bigint, 0 FROM thread"  # noqa: S608
            f" WHERE {_OPEN} AND (EXISTS (SELECT FROM hold WHERE lifted IS NULL)"
            " OR EXISTS (SELECT FROM event WHERE event.thread = thread.id AND type = 'HoldPlaced'))"
            " ON CONFLICT DO NOTHING RETURNING key",
            {"kind": kind, "at": at},
            lambda rows: [key for (key,) in rows],
        )
        return found
