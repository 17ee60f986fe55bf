"""The table `evidence` and the sum over the heads of the threads: see `bot.store.log_signing`."""

import time
from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import ValidationError

from bot.core.errors import Unavailable
from bot.store.log_signing import UNSIGNED, HeadSigner, LogEvidence, NoEvidence, ThreadSum, read_mac_number
from bot.store.postgres.connecting import SqlConnection

READ_SUM = "SELECT body, mac FROM evidence WHERE name = 'threads' FOR UPDATE"
"""The lock of this row lets one transaction at a time append."""
WRITE_NOTE = (
    "INSERT INTO evidence (name, body, mac) VALUES (%(name)s, %(body)s, %(mac)s)"
    " ON CONFLICT (name) DO UPDATE SET body = excluded.body, mac = excluded.mac"
)
REPLACE_SUM = (
    "WITH replaced AS (UPDATE evidence SET body = %(body)s, mac = %(mac)s"
    " WHERE name = 'threads' AND body = %(body_before)s AND mac = %(mac_before)s AND %(count)s ="
    " (SELECT count(*) FROM thread WHERE id = ANY (%(threads)s::text[]) AND xmin = pg_current_xact_id()::xid) RETURNING 1)"
    " SELECT 1 / count(*) FROM replaced"
)
"""Fails, and with it its transaction, unless the sum is the one before and all of these threads were changed in the transaction."""


def write_first_evidence(connection: SqlConnection, signer: HeadSigner) -> None:
    """The evidence of an empty log, which is signed from its first event on."""
    write_thread_sum(connection, signer, ThreadSum(0, 0))
    write_log_evidence(
        connection, signer, LogEvidence(signed_at=time.time_ns() // 1000, how="new", key_name=signer.key_name)
    )


def read_log_evidence(connection: SqlConnection, signer: HeadSigner) -> LogEvidence:
    """The content of the row `log`. Raises NoEvidence with the reason."""
    row = connection.execute("SELECT body, mac FROM evidence WHERE name = 'log'").fetchone()
    return parse_log_evidence(row, signer)


def parse_log_evidence(row: tuple[bytes, bytes] | tuple[object, ...] | None, signer: HeadSigner) -> LogEvidence:
    """The content of this row `log`, (body, mac). Raises NoEvidence with the reason."""
    try:
        return LogEvidence.model_validate_json(verify_note(row, signer, "log"))
    except ValidationError as error:
        raise NoEvidence("its row `log` in the table `evidence` does not fit") from error


def write_log_evidence(connection: SqlConnection, signer: HeadSigner, evidence: LogEvidence) -> None:
    body = evidence.model_dump_json(exclude_defaults=True).encode()
    connection.execute(WRITE_NOTE, {"name": "log", "body": body, "mac": signer.sign_note("log", body)})


def read_thread_sum(connection: SqlConnection, signer: HeadSigner) -> ThreadSum:
    """The kept count and sum. Raises NoEvidence."""
    return parse_thread_sum(
        connection.execute("SELECT body, mac FROM evidence WHERE name = 'threads'").fetchone(), signer
    )


def parse_thread_sum(row: tuple[object, ...] | None, signer: HeadSigner) -> ThreadSum:
    count, total = verify_note(row, signer, "threads").split()
    return ThreadSum(int(count), int(total, 16))


def write_thread_sum(connection: SqlConnection, signer: HeadSigner, found: ThreadSum) -> None:
    connection.execute(WRITE_NOTE, make_sum_row(signer, found))


def make_sum_row(signer: HeadSigner, found: ThreadSum) -> dict[str, str | bytes]:
    """The values of `WRITE_NOTE` for this sum."""
    body = found.write_body()
    return {"name": "threads", "body": body, "mac": signer.sign_note("threads", body)}


def replace_sum(
    signer: HeadSigner, before: ThreadSum, after: ThreadSum, threads: Sequence[str]
) -> tuple[str, dict[str, Any]]:
    """`REPLACE_SUM` with its values, for appends to these threads, one to each."""
    kept = make_sum_row(signer, before)
    changed = {"body_before": kept["body"], "mac_before": kept["mac"], "threads": list(threads), "count": len(threads)}
    return REPLACE_SUM, make_sum_row(signer, after) | changed


def change_sum(kept: ThreadSum, heads: Iterable[tuple[bytes | None, bytes]]) -> ThreadSum:
    """The sum after these heads changed their signatures, (before, after); `before` is None for a new thread."""
    count, total = kept
    for before, after in heads:
        count += before is None
        total ^= read_mac_number(after) ^ read_mac_number(before or UNSIGNED)
    return ThreadSum(count, total)


def count_threads(connection: SqlConnection) -> ThreadSum:
    """The count and the sum of the current rows: one scan of the thread table."""
    count = total = 0
    with connection.cursor() as cursor:
        for (mac,) in cursor.stream("SELECT mac FROM thread"):
            count += 1
            total ^= read_mac_number(mac)
    return ThreadSum(count, total)


def describe_missing_threads(connection: SqlConnection, signer: HeadSigner) -> str:
    """The difference between the current threads and the kept sum, in words; empty when there is none. Raises
    NoEvidence.
    """
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        kept, found = read_thread_sum(connection, signer), count_threads(connection)
    if kept == found:
        return ""
    if kept.threads == found.threads:
        return (
            f"of {kept.threads} threads at least one was changed by another program, or set back to what it was before"
        )
    return f"{kept.threads} threads were written, {found.threads} are there"


def make_changed_refusal(error: NoEvidence) -> Unavailable:
    """The refusal of a write when the kept sum is not ours."""
    return Unavailable(f"The database was changed by another program: {error}. Stop and run `countersign doctor`.")


def verify_note(row: tuple[object, ...] | None, signer: HeadSigner, name: str) -> bytes:
    """The body of this row (body, mac). Raises NoEvidence."""
    if row is None:
        raise NoEvidence(f"its row `{name}` in the table `evidence` is gone")
    body, mac = row
    if not (isinstance(body, bytes) and isinstance(mac, bytes) and signer.verify_note(name, body, mac)):
        raise NoEvidence(f"its row `{name}` in the table `evidence` was not signed with a known secret")
    return body
