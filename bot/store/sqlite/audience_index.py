"""The index of the people that each thread concerns. It is written in the transaction of the events it follows from.

The log is the source (`bot.core.access.writers_and_people_asked`); the index only finds threads. A thread that is read is also
checked against its log.
"""

import json
import sqlite3
from collections.abc import Sequence
from typing import Any

from bot.core.access.permissions import ThreadReach
from bot.store.sqlite.list_reader import bind_list


def add_names(connection: sqlite3.Connection, rows: Sequence[tuple[str, str]]) -> None:
    """Add these names, each with its thread."""
    if rows:
        connection.executemany("INSERT OR IGNORE INTO audience (who, thread) VALUES (?,?)", rows)


def filter_reachable(connection: sqlite3.Connection, threads: Sequence[str], reach: ThreadReach) -> list[str]:
    """The threads among these that exist and are within reach, by the same two queries for missing and foreign ones."""
    asked, names = json.dumps(threads), json.dumps(sorted(reach.names))
    rows = connection.execute(
        "SELECT id, agent, requester FROM thread WHERE id IN (SELECT value FROM json_each(?))", (asked,)
    )
    found = {id: (agent, requester) for id, agent, requester in rows}
    rows = connection.execute(
        "SELECT DISTINCT thread FROM audience WHERE thread IN (SELECT value FROM json_each(?))"
        " AND who IN (SELECT value FROM json_each(?))",
        (asked, names),
    )
    naming = {thread for (thread,) in rows}

    def is_within(thread: str) -> bool:
        agent, requester = found[thread]
        if reach.is_all or agent in reach.agents:
            return True
        is_concerned = requester in reach.names or (thread in naming and not reach.is_own)
        return is_concerned and (reach.within is None or agent in reach.within)

    return [thread for thread in threads if thread in found and is_within(thread)]


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
