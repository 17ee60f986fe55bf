"""The table of holds, which decides which calls may start. The transaction that writes a start reads it."""

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence

from bot.core.base_types import from_micros, to_micros
from bot.core.holds import Hold
from bot.store.port import HoldsCommitted
from bot.store.records import AuditNote
from bot.store.refusals import HeldCallStart, HoldAlreadyActive
from bot.store.sqlite.audit_log import add_notes
from bot.store.sqlite.database import SqliteDatabase
from bot.store.sqlite.event_log import read_length
from bot.store.sqlite.jobs import write_jobs
from bot.store.thread_append import HoldNotices, JobWrite

_ALL = 'SELECT id, scope, name, "by", reason, placed, lifted, lifted_by FROM hold ORDER BY id'
_ACTIVE = 'SELECT id, scope, name, "by", reason, placed, lifted, lifted_by FROM hold WHERE lifted IS NULL ORDER BY id'


def read_holds(connection: sqlite3.Connection) -> tuple[Hold, ...]:
    """All holds, lifted ones too, in the order in which they were placed."""
    return tuple(_read_hold(row) for row in connection.execute(_ALL))


def refuse_held(
    connection: sqlite3.Connection, agent: str, starts: Mapping[str, str], lineage: Sequence[str] = ()
) -> None:
    """Raises HeldCallStart when an active hold covers one of these calls (id -> tool) of this agent, or an agent of its lineage.

    Call it in the transaction that writes their starts, so that no start is committed after a hold.
    """
    for hold in _list_active(connection):
        if covered := frozenset(call for call, tool in starts.items() if hold.is_covering(agent, tool, lineage)):
            raise HeldCallStart(hold, covered)


def is_any_active(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM hold WHERE lifted IS NULL LIMIT 1").fetchone() is not None


def count_changes(connection: sqlite3.Connection) -> int:
    """How often a hold was placed or lifted. Holds that were read at this count are current."""
    (count,) = connection.execute("SELECT count(*) + count(lifted) FROM hold").fetchone()
    return int(count)


def place_hold(connection: sqlite3.Connection, hold: Hold) -> Hold:
    """Add the hold in the caller's transaction, and return it with its id. Raises HoldAlreadyActive."""
    for other in _list_active(connection):
        if (other.scope, other.name) == (hold.scope, hold.name):
            raise HoldAlreadyActive(other)
    added = connection.execute(
        'INSERT INTO hold (scope, name, "by", reason, placed) VALUES (?,?,?,?,?)',
        (hold.scope, hold.name, hold.by, hold.reason, to_micros(hold.placed)),
    )
    return hold.model_copy(update={"id": added.lastrowid})


def lift_hold(connection: sqlite3.Connection, id: int, by: str, at: int) -> bool:
    """Lift a hold. False: no such hold is active."""
    done = connection.execute("UPDATE hold SET lifted=?, lifted_by=? WHERE id=? AND lifted IS NULL", (at, by, id))
    return done.rowcount == 1


def owe_notices(connection: sqlite3.Connection, notices: HoldNotices) -> list[str]:
    """Add these jobs; return their threads.

    One statement for any number of threads. Each job runs in its own transaction later.
    """
    kind, agents, at = notices
    names = None if agents is None else json.dumps(agents)
    rows = connection.execute(
        "INSERT INTO job (kind, key, run_at, attempts) SELECT ?, id, ?, 0 FROM thread"
        " WHERE (status IN ('working', 'waiting', 'sleeping', 'paused', 'resting')"
        " OR id IN (SELECT thread FROM request WHERE status='pending'))"
        " AND (? IS NULL OR agent IN (SELECT value FROM json_each(?)))"
        " ON CONFLICT (kind, key) DO UPDATE SET run_at=excluded.run_at, attempts=0 RETURNING key",
        (kind, at, names, names),
    )
    return [key for (key,) in rows.fetchall()]


def owe_lost_notices(connection: sqlite3.Connection, kind: str, at: int) -> list[str]:
    """Add a job of this kind for every open thread that a hold may concern and that has no such job; return their ids.

    Only the log of a thread knows the holds it has noted: threads that noted any get a job.
    """
    rows = connection.execute(
        "INSERT OR IGNORE INTO job (kind, key, run_at, attempts) SELECT ?, id, ?, 0 FROM thread"
        " WHERE (status IN ('working', 'waiting', 'sleeping', 'paused', 'resting')"
        " OR id IN (SELECT thread FROM request WHERE status='pending'))"
        " AND (EXISTS (SELECT 1 FROM hold WHERE lifted IS NULL)"
        " OR EXISTS (SELECT 1 FROM event WHERE thread=thread.id AND type='HoldPlaced')) RETURNING key",
        (kind, at),
    )
    return [key for (key,) in rows.fetchall()]


def _list_active(connection: sqlite3.Connection) -> list[Hold]:
    return [_read_hold(row) for row in connection.execute(_ACTIVE).fetchall()]


def _read_hold(row: tuple[object, ...]) -> Hold:
    id, scope, name, by, reason, placed, lifted, lifted_by = row
    return Hold.model_validate(
        {
            "id": id,
            "scope": scope,
            "name": name,
            "by": by,
            "reason": reason,
            "placed": from_micros(int(str(placed))),
            "lifted": None if lifted is None else from_micros(int(str(lifted))),
            "lifted_by": lifted_by,
        }
    )


class SqliteHoldStore:
    """The `HoldStore` port."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    async def read_holds(self) -> tuple[Hold, ...]:
        with self._database.read() as connection:
            return read_holds(connection)

    async def count_changes(self) -> int:
        with self._database.read() as connection:
            return count_changes(connection)

    async def place(
        self, hold: Hold, note: Callable[[Hold], AuditNote], notices: HoldNotices, committed: HoldsCommitted
    ) -> tuple[Hold, list[str]]:
        holds: tuple[Hold, ...] = ()

        def unit(connection: sqlite3.Connection) -> tuple[Hold, list[str]]:
            nonlocal holds
            placed = place_hold(connection, hold)
            add_notes(connection, [note(placed)])
            holds = read_holds(connection)
            return placed, owe_notices(connection, notices)

        return await self._database.write_unit(unit, lambda: committed(holds), is_long=True)

    async def lift(self, id: int, note: AuditNote, notices: HoldNotices, committed: HoldsCommitted) -> list[str] | None:
        holds: tuple[Hold, ...] = ()

        def unit(connection: sqlite3.Connection) -> list[str] | None:
            nonlocal holds
            is_lifted = lift_hold(connection, id, note.person, note.at)
            holds = read_holds(connection)
            if not is_lifted:
                return None
            add_notes(connection, [note])
            return owe_notices(connection, notices)

        return await self._database.write_unit(unit, lambda: committed(holds), is_long=True)

    async def settle_notice(self, notice: JobWrite, seen: int, turn: JobWrite, seq: int) -> bool:
        def unit(connection: sqlite3.Connection) -> bool:
            is_done = count_changes(connection) == seen and read_length(connection, notice.key) == seq
            write_jobs(connection, [notice, turn] if is_done else [turn])
            return is_done

        return await self._database.write_unit(unit)

    async def owe_lost_notices(self, kind: str, at: int) -> list[str]:
        return await self._database.write_unit(lambda connection: owe_lost_notices(connection, kind, at), is_long=True)
