"""The index of the people that each thread concerns. It is written in the transaction of the events it follows from.

The log is the source (`bot.core.access.writers_and_people_asked`); the index only finds threads. A thread that is read is also
checked against its log.
"""

import sqlite3
from collections.abc import Sequence
from typing import Any

from bot.core.access.permissions import ThreadReach
from bot.store.sqlite.list_reader import bind_list


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


def make_reach_condition(reach: ThreadReach, values: dict[str, Any]) -> str:
    """The same rule as a condition on the rows of `thread`; its values are added to `values`."""
    if reach.is_all:
        return "true"
    names = bind_list(values, "reach_name", reach.names)
    concerned = f"thread.requester IN {names}"
    if not reach.is_own:
        concerned = f"({concerned} OR thread.id IN (SELECT thread FROM audience WHERE who IN {names}))"  # noqa: S608
    if reach.within is not None:
        concerned = f"(thread.agent IN {bind_list(values, 'reach_within', reach.within)} AND {concerned})"
    return f"(thread.agent IN {bind_list(values, 'reach_agent', reach.agents)} OR {concerned})"
