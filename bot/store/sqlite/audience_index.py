"""The index of the people that each thread concerns. It is written in the transaction of the events it follows from.

The log is the source (`bot.core.access.writers_and_people_asked`); the index only finds threads. A thread that is read is also
checked against its log.
"""

import sqlite3
from collections.abc import Sequence

from sqlalchemy import ColumnElement, false, or_, true
from sqlmodel import col, select

from bot.core.access.permissions import ThreadReach
from bot.store.tables import AudienceRow, ThreadRow


def add_names(connection: sqlite3.Connection, rows: Sequence[tuple[str, str]]) -> None:
    """Add these names, each with its thread."""
    if rows:
        connection.executemany("INSERT OR IGNORE INTO audience (who, thread) VALUES (?,?)", rows)


def is_within_reach(connection: sqlite3.Connection, thread: str, reach: ThreadReach) -> bool:
    """Whether the thread exists and is within reach. A missing thread takes as long as a foreign one."""
    row = connection.execute("SELECT agent, requester FROM thread WHERE id=?", (thread,)).fetchone()
    placeholders = ",".join("?" * len(reach.names))
    named = connection.execute(
        f"SELECT 1 FROM audience WHERE thread=? AND who IN ({placeholders}) LIMIT 1",  # noqa: S608
        (thread, *reach.names),
    ).fetchone()
    if row is None:
        return False
    agent, requester = row
    if reach.is_all or agent in reach.agents:
        return True
    is_own = requester in reach.names
    return (reach.within is None or agent in reach.within) and (is_own or (named is not None and not reach.is_own))


def make_reach_condition(reach: ThreadReach) -> ColumnElement[bool]:
    """The same rule as a condition on the rows of `ThreadRow`."""
    if reach.is_all:
        return true()
    concerned: ColumnElement[bool] = col(ThreadRow.requester).in_(reach.names)
    if not reach.is_own:
        listed = select(AudienceRow.thread).where(col(AudienceRow.who).in_(reach.names))
        concerned = or_(concerned, col(ThreadRow.id).in_(listed))
    allowed = true() if reach.within is None else col(ThreadRow.agent).in_(reach.within)
    return or_(col(ThreadRow.agent).in_(reach.agents) if reach.agents else false(), allowed & concerned)
