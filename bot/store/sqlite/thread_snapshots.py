"""The kept states of long threads in SQLite: signed, deflated, one for each thread."""

import sqlite3

from bot.store.compression import inflate_snapshot
from bot.store.head_signing import HeadSigner
from bot.store.records import SnapshotRecord


def keep_snapshot(connection: sqlite3.Connection, signer: HeadSigner, snapshot: SnapshotRecord, packed: bytes) -> None:
    """Keep the state, whose deflated body is `packed`, unless a newer one of the thread is kept."""
    columns = snapshot._replace(body=packed)
    connection.execute(
        "INSERT INTO thread_snapshot (thread, seq, head, version, body, mac) VALUES (?,?,?,?,?,?)"
        " ON CONFLICT (thread) DO UPDATE SET seq=excluded.seq, head=excluded.head, version=excluded.version,"
        " body=excluded.body, mac=excluded.mac WHERE excluded.seq>=thread_snapshot.seq OR excluded.version<>version",
        (*columns, signer.sign_snapshot(*columns)),
    )


def find_snapshot(
    connection: sqlite3.Connection, signer: HeadSigner, thread: str, version: str
) -> SnapshotRecord | None:
    """The kept state, when this fold wrote it and its signature is ours. Nothing is inflated before that is known."""
    row = connection.execute(
        "SELECT seq, head, body, mac FROM thread_snapshot WHERE thread=? AND version=?", (thread, version)
    ).fetchone()
    if row is None:
        return None
    seq, head, packed, mac = row
    if not (isinstance(seq, int) and all(isinstance(each, bytes) for each in (head, packed, mac))):
        return None
    if not signer.verify_snapshot(thread, seq, head, version, packed, mac):
        return None
    return SnapshotRecord(thread, seq, head, version, inflate_snapshot(packed))
