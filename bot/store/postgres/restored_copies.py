"""Notices that a database came back from a copy: calls that were open in it may have run since, and must be doubted.

A signed note holds where the log lives: the number of the database, of the table of events, and the timeline of the server.
A dump that is restored makes new tables; a point-in-time recovery and a failover to a replica, which may lack the last
commits, begin a new timeline. A volume that is set back to a snapshot changes none of them: `countersign database restored`.
"""

import time

import psycopg
import structlog

from bot.store.log_signing import HeadSigner, NoEvidence
from bot.store.postgres import signed_log_summary
from bot.store.postgres.audit_row_insert import add_notes
from bot.store.postgres.connecting import SqlConnection
from bot.store.postgres.signed_sum_rows import verify_note
from bot.store.records import AuditNote

log_line = structlog.get_logger()

NOTE = "place"


def keep_place(connection: SqlConnection, signer: HeadSigner) -> None:
    """Note where the log lives now."""
    body = _read_place(connection).encode()
    connection.execute(signed_log_summary.WRITE_NOTE, {"name": NOTE, "body": body, "mac": signer.sign_note(NOTE, body)})


def doubt_restored(connection: SqlConnection, signer: HeadSigner) -> bool:
    """Mark a database that came back from a copy. Returns whether it did; a note that is missing or forged counts as one."""
    row = connection.execute("SELECT body, mac FROM evidence WHERE name = %s", (NOTE,)).fetchone()
    try:
        kept = verify_note(row, signer, NOTE).decode()
    except NoEvidence:
        kept = ""
    if kept == _read_place(connection):
        return False
    with connection.transaction():
        mark_restored(connection, signer, time.time_ns() // 1000)
    log_line.warning("the database came back from a copy: calls that were open in it are doubted")
    return True


def mark_restored(connection: SqlConnection, signer: HeadSigner, at: int) -> None:
    """Let the next start doubt each open call, and end all sessions, in the caller's transaction."""
    evidence = signed_log_summary.read_log_evidence(connection, signer)
    restored = evidence.model_copy(update={"restored_at": at, "is_open": True})
    signed_log_summary.write_log_evidence(connection, signer, restored)
    connection.execute("DELETE FROM session")
    add_notes(connection, [AuditNote(at, "database restored", door="terminal")])
    keep_place(connection, signer)


def _read_place(connection: SqlConnection) -> str:
    row = connection.execute(
        "SELECT oid::bigint, 'event'::regclass::oid::bigint FROM pg_database WHERE datname = current_database()"
    ).fetchone()
    assert row is not None
    return f"{row[0]} {row[1]} {_read_timeline(connection)}"


def _read_timeline(connection: SqlConnection) -> str:
    """The first eight digits of a WAL file's name; "-" where a hosted server has no such files."""
    try:
        with connection.transaction():
            found = connection.execute("SELECT substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)").fetchone()
    except (psycopg.errors.FeatureNotSupported, psycopg.errors.InsufficientPrivilege, psycopg.errors.UndefinedFunction):
        return "-"
    return str(found[0]) if found else "-"
