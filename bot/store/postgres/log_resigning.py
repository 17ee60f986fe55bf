"""Signs the heads of all threads anew, after a change of the secret."""

from bot.store.log_signing import HeadSigner
from bot.store.postgres import signed_log_summary
from bot.store.postgres.connecting import SqlConnection
from bot.store.postgres.log_verification import BATCH, HEADS, CheckedBatch, verify_batch
from bot.store.postgres.signed_sum_rows import BASE


def sign_anew(connection: SqlConnection, signer: HeadSigner, after: str) -> CheckedBatch:
    """After a change of the secret, sign the verified heads of the next batch with the current one, in the caller's
    transaction. Raises NoEvidence.
    """
    base = signed_log_summary.parse_base(connection.execute(signed_log_summary.READ_SUM).fetchone(), signer)
    batch = verify_batch(connection, signer, after)
    broken = {fault.thread for fault in batch.faults}
    changes = []
    for thread, seq, head, mac in connection.execute(HEADS, (after, BATCH)).fetchall():
        fresh = signer.sign_head(thread, seq, head)
        if thread not in broken and mac != fresh:
            connection.execute("UPDATE thread SET mac = %s WHERE id = %s", (fresh, thread))
            changes.append((mac, fresh))
    changed = base.replace_total(signed_log_summary.change_sum(base.total, changes))
    signed_log_summary.write_sum_row(connection, signer, BASE, changed)
    return batch
