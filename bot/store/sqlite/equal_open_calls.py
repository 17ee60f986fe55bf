"""The gated calls that people were asked about and that are not over, each under its wish. Of equal calls only one is
open.

The transaction that writes a request reads and writes this table, so no two threads ask for one call at the same time.
"""

import sqlite3
from collections.abc import Container, Iterable

from bot.core.threads.thread import find_thread_id
from bot.store.records import OpenCall
from bot.store.refusals import EqualCallOpen
from bot.store.thread_append import IndexChange, RequestSettled


def find_open_call(connection: sqlite3.Connection, wish: str) -> str | None:
    """The open call with this wish, unless its thread is gone."""
    row = connection.execute(
        "SELECT call FROM open_call WHERE wish=? AND EXISTS"
        " (SELECT 1 FROM request JOIN thread ON thread.id = request.thread WHERE request.id=call)",
        (wish,),
    ).fetchone()
    return str(row[0]) if row else None


def forget_open_calls(connection: sqlite3.Connection, changes: Iterable[IndexChange], closed: Iterable[str]) -> None:
    """Take away the notes of `closed` calls, and of those that are about to be noted under the wish of an index change.

    Call it before the index is updated: a note is found by the wish that the index has of its call, so that the table
    needs no index of calls.
    """
    for call in {*closed, *(each.id for each in changes if not isinstance(each, RequestSettled) and each.wish)}:
        asked = connection.execute("SELECT wish FROM request WHERE id=? AND kind='approval'", (call,)).fetchone()
        if asked is None:
            continue
        deleted = connection.execute("DELETE FROM open_call WHERE wish=? AND call=?", (*asked, call))
        if deleted.rowcount == 0:  # an older release indexed no wishes
            connection.execute("DELETE FROM open_call WHERE call=?", (call,))


def keep_open_calls(
    connection: sqlite3.Connection,
    changes: Iterable[IndexChange],
    closed: Iterable[str],
    unreadable: Container[str],
) -> None:
    """Note calls that changes of the request index opened, or changed by an edit, unless they are `closed`.

    Call it after the index was updated, and `forget_open_calls` before. Calls of `unreadable` threads run nothing and block no
    request. Raises EqualCallOpen.
    """
    for change in changes:
        if isinstance(change, RequestSettled) or not change.wish or change.id in frozenset(closed):
            continue
        other = find_open_call(connection, change.wish)
        if other is not None and other != change.id and find_thread_id(other) not in unreadable:
            raise EqualCallOpen(other)
        connection.execute("INSERT OR REPLACE INTO open_call (wish, call) VALUES (?,?)", (change.wish, change.id))


def is_unfilled(connection: sqlite3.Connection) -> bool:
    """Whether an older release wrote this file: it has requests, and no open call was noted yet."""
    noted = connection.execute("SELECT 1 FROM open_call LIMIT 1").fetchone()
    asked = connection.execute("SELECT 1 FROM request WHERE kind='approval' LIMIT 1").fetchone()
    return noted is None and asked is not None


def list_threads_to_read(connection: sqlite3.Connection) -> list[str]:
    """Threads in which a gated call may be open."""
    rows = connection.execute(
        "SELECT id FROM thread WHERE status IN ('working', 'waiting', 'paused')"
        " AND EXISTS (SELECT 1 FROM request WHERE thread=thread.id AND kind='approval') ORDER BY opened"
    )
    return [id for (id,) in rows]


def fill_open_calls(connection: sqlite3.Connection, found: Iterable[OpenCall]) -> None:
    """Note the calls of an older release; of equal ones the first."""
    connection.executemany("INSERT OR IGNORE INTO open_call (wish, call) VALUES (?,?)", found)
