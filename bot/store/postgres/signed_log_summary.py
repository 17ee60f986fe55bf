"""The table `evidence`: the note `log`, and the sum over the heads of the threads (`signed_sum_rows`). See `bot.store.log_signing`."""

import time
from collections.abc import Iterable

from pydantic import ValidationError

from bot.core.errors import Unavailable
from bot.store.log_signing import UNSIGNED, HeadSigner, LogEvidence, NoEvidence, ThreadSum, read_mac_number
from bot.store.postgres.connecting import SqlConnection
from bot.store.postgres.signed_sum_rows import BASE, BaseSum, SumRows, WriterSum, parse_sum_rows, verify_note

READ_SUM = "SELECT body, mac FROM evidence WHERE name = 'threads' FOR UPDATE"
"""The lock of this row lets one transaction at a time write, of those that take it."""
READ_ROWS = "SELECT name, body, mac FROM evidence WHERE name = 'threads' OR name LIKE 'threads:%'"
WRITE_NOTE = (
    "INSERT INTO evidence (name, body, mac) VALUES (%(name)s, %(body)s, %(mac)s)"
    " ON CONFLICT (name) DO UPDATE SET body = excluded.body, mac = excluded.mac"
)
REPLACE_SUM = (
    "WITH replaced AS (UPDATE evidence SET body = %(body)s, mac = %(mac)s"
    " WHERE name = %(name)s AND body = %(body_before)s AND mac = %(mac_before)s AND %(count)s ="
    " (SELECT count(*) FROM thread WHERE id = ANY (%(threads)s::text[]) AND xmin = pg_current_xact_id()::xid"
    " AND encode(mac, 'hex') = ANY (%(heads)s::text[]))"
    " AND EXISTS (SELECT FROM evidence WHERE name = 'threads' AND body = %(base)s AND mac = %(base_mac)s) RETURNING 1)"
    " SELECT 1 / count(*) FROM replaced"
)
"""Fails, and with it its transaction, unless the row is the one before, the row `threads` too, and all of these threads got these
heads in the transaction: another statement may have changed a thread whose append was refused."""


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


def read_sum_rows(connection: SqlConnection, signer: HeadSigner) -> SumRows:
    """The kept rows of the sum. Raises NoEvidence."""
    return parse_sum_rows(connection.execute(READ_ROWS).fetchall(), signer)


def parse_base(row: tuple[object, ...] | None, signer: HeadSigner) -> BaseSum:
    """The content of the row `threads`, (body, mac). Raises NoEvidence."""
    return BaseSum.parse(verify_note(row, signer, BASE))


def write_thread_sum(connection: SqlConnection, signer: HeadSigner, found: ThreadSum) -> None:
    """Let this be the whole sum: the processes that have rows begin new ones."""
    connection.execute("DELETE FROM evidence WHERE name LIKE 'threads:%%'", {})
    write_sum_row(connection, signer, BASE, BaseSum(found))


def write_sum_row(connection: SqlConnection, signer: HeadSigner, name: str, found: BaseSum | WriterSum) -> None:
    connection.execute(WRITE_NOTE, make_sum_row(signer, name, found))


def make_sum_row(signer: HeadSigner, name: str, found: BaseSum | WriterSum) -> dict[str, str | bytes]:
    """The values of `WRITE_NOTE` for this row."""
    body = found.write_body()
    return {"name": name, "body": body, "mac": signer.sign_note(name, body)}


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
        rows, found = read_sum_rows(connection, signer), count_threads(connection)
    kept = rows.add_up()
    if set_back := rows.describe_set_back():
        return set_back
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
