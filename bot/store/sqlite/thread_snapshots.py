"""The kept states of long threads in SQLite, one for each thread."""

import sqlite3

from bot.store.log_signing import HeadSigner
from bot.store.records import SnapshotRecord
from bot.store.snapshot_seal import SealedSnapshot, open_snapshot


def keep_snapshot(connection: sqlite3.Connection, sealed: SealedSnapshot) -> None:
    """Keep the state, unless a newer one of the thread by the same fold is kept."""
    connection.execute(
        "INSERT INTO thread_snapshot (thread, seq, head, version, body, mac) VALUES (?,?,?,?,?,?)"
        " ON CONFLICT (thread) DO UPDATE SET seq=excluded.seq, head=excluded.head, version=excluded.version,"
        " body=excluded.body, mac=excluded.mac WHERE excluded.seq>=thread_snapshot.seq"
        " OR excluded.version<>thread_snapshot.version",
        sealed,
    )


def find_snapshot(
    connection: sqlite3.Connection, signer: HeadSigner, thread: str, version: str
) -> SnapshotRecord | None:
    row = connection.execute(
        "SELECT seq, head, body, mac FROM thread_snapshot WHERE thread=? AND version=?", (thread, version)
    ).fetchone()
    return open_snapshot(signer, thread, version, row)
