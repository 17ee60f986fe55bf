"""Signs the heads of all threads anew: at an upgrade, on command, after a change of the secret."""

import sqlite3
import time
from typing import Literal

from bot.store.log_signing import HeadSigner, LogEvidence
from bot.store.sqlite import signed_log_summary
from bot.store.sqlite.log_verification import VerifiedBatch, read_heads, read_text_as_is, verify_batch


def sign_all(connection: sqlite3.Connection, signer: HeadSigner, how: Literal["upgrade", "command"]) -> LogEvidence:
    """Sign the heads of all threads with an intact chain, replacing earlier signatures, in the caller's transaction.

    Other heads stay unsigned. An empty file counts as signed from its first event on. In other files nothing proves the
    approvals and starts: the next start doubts them.
    """
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS unsound (id TEXT PRIMARY KEY)")
    connection.execute("DELETE FROM unsound")
    unsigned = 0
    after: str | None = ""
    while after is not None:
        with read_text_as_is(connection):
            batch = verify_batch(connection, None, after)
        connection.executemany("INSERT OR IGNORE INTO unsound VALUES (?)", [(fault.thread,) for fault in batch.faults])
        after, unsigned = batch.last, unsigned + len(batch.faults)
    connection.create_function("sign_head", 3, signer.sign_head, deterministic=True)
    connection.execute("UPDATE thread SET mac=x'' WHERE id IN (SELECT id FROM unsound)")
    connection.execute("UPDATE thread SET mac=sign_head(id, seq, head) WHERE id NOT IN (SELECT id FROM unsound)")
    connection.execute("DROP TABLE unsound")
    found = signed_log_summary.count_threads(connection)
    is_new = how == "upgrade" and not found.threads and not unsigned
    evidence = LogEvidence(
        signed_at=time.time_ns() // 1000,
        how="new" if is_new else how,
        key_name=signer.key_name,
        unsigned=unsigned,
        is_open=not is_new,
    ).model_copy(update=signed_log_summary.read_history(connection))
    signed_log_summary.write_thread_sum(connection, signer, found)
    signed_log_summary.write_log_evidence(connection, signer, evidence)
    return evidence


def sign_anew(connection: sqlite3.Connection, signer: HeadSigner, after: str) -> VerifiedBatch:
    """After a change of the secret, sign the verified heads of the next batch with the current one, in the caller's
    transaction.
    """
    with read_text_as_is(connection):
        batch = verify_batch(connection, signer, after)
    broken = {fault.thread for fault in batch.faults}
    for thread, seq, head, mac in read_heads(connection, signer, after):
        fresh = signer.sign_head(thread, seq, head)
        if thread not in broken and mac != fresh:
            connection.execute("UPDATE thread SET mac=? WHERE id=?", (fresh, thread))
            signed_log_summary.replace_heads(connection, signer, [(mac, fresh)])
    return batch
