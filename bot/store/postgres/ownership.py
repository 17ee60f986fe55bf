"""Who owns a database: one process alone, or several that share it. The lock of an owner ends with its writing session.

So a process that can write is an owner, whatever happened to the network meanwhile. A process that lost its session and
has the lock again also compares the number of the ownership: when another process owned the database alone in between, what
this one remembers may be out of date, and it must stop.
"""

import os
import socket
import time

import psycopg

from bot.core.errors import DatabaseInUse, DatabaseReplaced
from bot.store.postgres.connecting import SqlConnection

LOCK = (0x434F554E, 1)
"""The two numbers of the advisory lock: "COUN", and the kind of the lock."""
ROW_FOR_EACH = "0015"
"""The revision of the release that brought a row of the sum over the heads for each process."""
CLAIM_SECONDS = 1.0
PREPARING_SECONDS = 60.0
"""How long the first of several processes may prepare a database, such as sign its log with a new secret."""
HANDOVER_SECONDS = 20.0
"""How long a lost session of our own may keep the lock: the server's keepalive ends it within 15 s."""
PAUSE = 0.1


class DatabaseTaken(DatabaseReplaced):
    """This process no longer owns {0}: {1}. It has written nothing since. One process owns a database at a time; stop the other one, and start again."""


def claim(connection: SqlConnection, database: str) -> bool:
    """Take the lock for this session alone. Raises DatabaseInUse, which names the owner.

    Waits a moment: the server needs one to notice that a killed process is gone. Returns True.
    """
    end = time.monotonic() + CLAIM_SECONDS
    while not _try_lock(connection):
        if time.monotonic() < end:
            time.sleep(PAUSE)
            continue
        raise DatabaseInUse(database[0].upper() + database[1:], read_owner(connection) or "an unknown process")
    return True


def claim_shared(connection: SqlConnection, database: str) -> bool:
    """Take the lock for this session beside others that share it. Raises DatabaseInUse, which names the owner.

    True: no other process has it, so this one prepares the database while it holds the lock alone, until `admit_others`.
    """
    end = time.monotonic() + PREPARING_SECONDS
    while True:
        if _try_lock(connection):
            return True
        if _try_lock(connection, is_shared=True):
            return False
        if time.monotonic() > end:
            raise DatabaseInUse(database[0].upper() + database[1:], read_owner(connection) or "an unknown process")
        time.sleep(PAUSE)


def await_leases(connection: SqlConnection) -> None:
    """Wait until no job is leased: its process may have lost its session, and still run the job."""
    while connection.execute("SELECT to_regclass('lease')").fetchone() != (None,):
        found = connection.execute("SELECT 1 FROM lease WHERE until > clock_timestamp() LIMIT 1").fetchone()
        if found is None:
            return
        time.sleep(PAUSE)


def admit_others(connection: SqlConnection) -> None:
    """Share the lock that this session holds alone, without a moment in which it has none."""
    connection.execute("SELECT pg_advisory_lock_shared(%s::int, %s::int)", LOCK)
    connection.execute("SELECT pg_advisory_unlock(%s::int, %s::int)", LOCK)


def begin_ownership(connection: SqlConnection, *, is_shared: bool = False, is_restored: bool = False) -> int:
    """Note this process as the owner; return the number of its ownership.

    The number of a shared one goes on when all its processes had lost their sessions, unless the database came back from a
    copy: what they remember is read again, and need not be forgotten.
    """
    row = connection.execute(
        "INSERT INTO owner (no, host, process, since, shared) VALUES (1, %(host)s, %(process)s, %(since)s, %(shared)s)"
        " ON CONFLICT (only_row) DO UPDATE SET"
        " no = owner.no + CASE WHEN owner.shared AND %(shared)s AND NOT %(restored)s THEN 0 ELSE 1 END,"
        " rules = CASE WHEN owner.shared AND %(shared)s THEN owner.rules ELSE '' END,"
        " host = excluded.host, process = excluded.process, since = excluded.since, shared = excluded.shared RETURNING no",
        {
            "host": socket.gethostname(),
            "process": os.getpid(),
            "since": time.time_ns() // 1000,
            "shared": is_shared,
            "restored": is_restored,
        },
    ).fetchone()
    assert row is not None
    return int(row[0])


def resume_ownership(connection: SqlConnection, database: str, number: int, backend: tuple[int, str]) -> None:
    """Take the lock again in a new session after the one of `backend` (its process id and start) was lost.

    Waits until that session has ended, so the outcome of its last transaction is settled. Raises DatabaseTaken.
    """
    end = time.monotonic() + HANDOVER_SECONDS
    while not _try_lock(connection):
        is_ours = _end_session(connection, backend)
        if not is_ours and _try_lock(connection):  # it ended between the two looks
            break
        if not is_ours or time.monotonic() > end:
            raise DatabaseTaken(database, f"{read_owner(connection) or 'an unknown process'} owns it")
        time.sleep(PAUSE)
    _refuse_other_ownership(connection, database, number)


def rejoin(connection: SqlConnection, database: str, number: int, backend: tuple[int, str]) -> None:
    """Share the lock again in a new session after the one of `backend` (its process id and start) was lost.

    Waits until that session has ended, so the outcome of its last transaction is settled. Raises DatabaseTaken.
    """
    end = time.monotonic() + HANDOVER_SECONDS
    while _end_session(connection, backend):
        if time.monotonic() > end:
            raise psycopg.OperationalError("the server does not end the session that was lost")
        time.sleep(PAUSE)
    while not _try_lock(connection, is_shared=True):
        if time.monotonic() > end:
            raise DatabaseTaken(database, f"{read_owner(connection) or 'an unknown process'} owns it")
        time.sleep(PAUSE)
    _refuse_other_ownership(connection, database, number)


def is_row_for_each_process(connection: SqlConnection) -> bool:
    """Whether each release that may have the database open knows the rows of `own_sum_row`."""
    row = connection.execute("SELECT oldest FROM owner").fetchone()
    return row is not None and (not row[0] or str(row[0]) >= ROW_FOR_EACH)


def refuse_older_release(connection: SqlConnection) -> None:
    """As the first process that shares the database: a release that does not know those rows may not start beside it."""
    connection.execute(
        "UPDATE owner SET oldest_at_rest = oldest, oldest = '' WHERE oldest <> '' AND oldest < %s", (ROW_FOR_EACH,)
    )


def admit_older_release(connection: SqlConnection) -> None:
    """As the last process: without those rows, a release that was refused may start again."""
    if _try_lock(connection):
        connection.execute("UPDATE owner SET oldest = oldest_at_rest WHERE oldest = ''")


def read_number(connection: SqlConnection) -> int:
    """The number of the current ownership."""
    row = connection.execute("SELECT no FROM owner").fetchone()
    return int(row[0]) if row else 0


def give_up(connection: SqlConnection) -> None:
    """Release the locks at once: the server ends a closed session a little later."""
    connection.execute("SELECT pg_advisory_unlock_all()")


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


def _try_lock(connection: SqlConnection, *, is_shared: bool = False) -> bool:
    how = "pg_try_advisory_lock_shared" if is_shared else "pg_try_advisory_lock"
    row = connection.execute(f"SELECT {how}(%s::int, %s::int)", LOCK).fetchone()
    return row is not None and bool(row[0])


def _refuse_other_ownership(connection: SqlConnection, database: str, number: int) -> None:
    """Raises DatabaseTaken when another ownership than this began since."""
    if read_number(connection) != number:
        raise DatabaseTaken(database, f"{read_owner(connection) or 'an unknown process'} owned it meanwhile")


def _end_session(connection: SqlConnection, backend: tuple[int, str]) -> bool:
    """Ask the server to end this session. False: there is no such session any more, so somebody else has the lock."""
    found = connection.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = %s AND backend_start::text = %s", backend
    ).fetchall()
    return bool(found)
