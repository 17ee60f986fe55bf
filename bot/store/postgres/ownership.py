"""One process owns a database: its writing session holds an advisory lock, which ends with the session.

So a process that can write is the owner, whatever happened to the network meanwhile. A process that lost its session and
has the lock again also compares the number of the ownership: when another process owned the database in between, what this
one remembers may be out of date, and it must stop.
"""

import os
import socket
import time

import psycopg

from bot.core.errors import DatabaseInUse, DatabaseReplaced
from bot.store.postgres.connecting import SqlConnection

LOCK = (0x434F554E, 1)
"""The two numbers of the advisory lock: "COUN", and the kind of the lock."""
CLAIM_SECONDS = 1.0
HANDOVER_SECONDS = 20.0
"""How long a lost session of our own may keep the lock: the server's keepalive ends it within 15 s."""
PAUSE = 0.1


class DatabaseTaken(DatabaseReplaced):
    """This process no longer owns {0}: {1}. It has written nothing since. One process owns a database at a time; stop the other one, and start again."""


def claim(connection: SqlConnection, database: str) -> None:
    """Take the lock for this session. Raises DatabaseInUse, which names the owner.

    Waits a moment: the server needs one to notice that a killed process is gone.
    """
    end = time.monotonic() + CLAIM_SECONDS
    while not _try_lock(connection):
        if time.monotonic() < end:
            time.sleep(PAUSE)
            continue
        raise DatabaseInUse(database[0].upper() + database[1:], read_owner(connection) or "an unknown process")


def begin_ownership(connection: SqlConnection) -> int:
    """Note this process as the owner; return the number of its ownership."""
    row = connection.execute(
        "INSERT INTO owner (no, host, process, since) VALUES (1, %(host)s, %(process)s, %(since)s)"
        " ON CONFLICT (only_row) DO UPDATE SET no = owner.no + 1, host = excluded.host, process = excluded.process,"
        " since = excluded.since RETURNING no",
        {"host": socket.gethostname(), "process": os.getpid(), "since": time.time_ns() // 1000},
    ).fetchone()
    assert row is not None
    return int(row[0])


def resume_ownership(connection: SqlConnection, database: str, number: int, backend: tuple[int, str]) -> None:
    """Take the lock again in a new session after the one of `backend` (its process id and start) was lost.

    Waits until that session has ended, so the outcome of its last transaction is settled. Raises DatabaseTaken.
    """
    end = time.monotonic() + HANDOVER_SECONDS
    while not _try_lock(connection):
        if not _end_session(connection, backend) or time.monotonic() > end:
            raise DatabaseTaken(database, f"{read_owner(connection) or 'an unknown process'} owns it")
        time.sleep(PAUSE)
    row = connection.execute("SELECT no FROM owner").fetchone()
    if row is None or row[0] != number:
        raise DatabaseTaken(database, f"{read_owner(connection) or 'an unknown process'} owned it meanwhile")


def give_up(connection: SqlConnection) -> None:
    """Release the lock at once: the server ends a closed session a little later."""
    connection.execute("SELECT pg_advisory_unlock(%s::int, %s::int)", LOCK)


def read_backend(connection: SqlConnection) -> tuple[int, str]:
    """The server's process of this session, and when it began, as text."""
    row = connection.execute(
        "SELECT pid, backend_start::text FROM pg_stat_activity WHERE pid = pg_backend_pid()"
    ).fetchone()
    assert row is not None
    return int(row[0]), str(row[1])


def is_owned(connection: SqlConnection) -> bool:
    """Whether a process owns this database now."""
    row = connection.execute(
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = %s::bigint::oid AND objid = %s::bigint::oid"
        " AND objsubid = 2 AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
        LOCK,
    ).fetchone()
    return row is not None and bool(row[0])


def read_owner(connection: SqlConnection) -> str:
    """The process that began the last ownership, in words; empty when it is not known."""
    try:
        row = connection.execute("SELECT process, host FROM owner").fetchone()
    except psycopg.errors.UndefinedTable:
        return ""
    return f"process {row[0]} on {row[1]}" if row else ""


def _try_lock(connection: SqlConnection) -> bool:
    row = connection.execute("SELECT pg_try_advisory_lock(%s::int, %s::int)", LOCK).fetchone()
    return row is not None and bool(row[0])


def _end_session(connection: SqlConnection, backend: tuple[int, str]) -> bool:
    """Ask the server to end this session. False: there is no such session any more, so somebody else has the lock."""
    found = connection.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = %s AND backend_start::text = %s", backend
    ).fetchall()
    return bool(found)
