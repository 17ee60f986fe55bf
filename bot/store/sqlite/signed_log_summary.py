"""The table `evidence` and the sum over the heads of the threads: see `bot.store.log_signing`."""

from collections.abc import Sequence
from sqlite3 import Connection

from pydantic import ValidationError

from bot.core.errors import Unavailable
from bot.store.log_signing import UNSIGNED, HeadSigner, LogEvidence, NoEvidence, ThreadSum, read_mac_number

_SWAP_SUM = "UPDATE evidence SET body=?, mac=? WHERE name='threads' AND body=? AND mac=?"


def read_log_evidence(connection: Connection, signer: HeadSigner) -> LogEvidence:
    """The content of the row `log`. Raises NoEvidence with the reason."""
    try:
        return LogEvidence.model_validate_json(_read_note(connection, signer, "log"))
    except ValidationError as error:
        raise NoEvidence("its row `log` in the table `evidence` does not fit") from error


def read_history(connection: Connection) -> dict[str, object]:
    """The history of the file in the row `log`, with any signature: it adds doubts and removes none."""
    row = connection.execute("SELECT body FROM evidence WHERE name='log'").fetchone()
    try:
        found = LogEvidence.model_validate_json(row[0]) if row and isinstance(row[0], bytes) else None
    except ValidationError:
        found = None
    return found.model_dump(include={"restored_at", "missing_at", "missing"}) if found else {}


def is_proven(connection: Connection, signer: HeadSigner) -> bool:
    """Whether both rows of the evidence exist and are signed with a known secret."""
    try:
        read_log_evidence(connection, signer)
        read_thread_sum(connection, signer)
    except NoEvidence:
        return False
    return True


def write_log_evidence(connection: Connection, signer: HeadSigner, evidence: LogEvidence) -> None:
    _write_note(connection, signer, "log", evidence.model_dump_json(exclude_defaults=True).encode())


def read_thread_sum(connection: Connection, signer: HeadSigner) -> ThreadSum:
    """The kept count and sum. Raises NoEvidence."""
    return _parse_sum(_read_note(connection, signer, "threads"))


def _parse_sum(body: bytes) -> ThreadSum:
    count, total = body.split()
    return ThreadSum(int(count), int(total, 16))


def write_thread_sum(connection: Connection, signer: HeadSigner, found: ThreadSum) -> None:
    _write_note(connection, signer, "threads", found.write_body())


def count_threads(connection: Connection) -> ThreadSum:
    """The count and the sum of the current rows: one scan of the thread table."""
    count = total = 0
    for (mac,) in connection.execute("SELECT mac FROM thread"):
        count += 1
        total ^= read_mac_number(mac)
    return ThreadSum(count, total)


def describe_missing_threads(connection: Connection, signer: HeadSigner) -> str:
    """The difference between the current threads and the kept sum, in words; empty when there is none. Raises
    NoEvidence.
    """
    connection.execute("BEGIN")
    try:
        kept, found = read_thread_sum(connection, signer), count_threads(connection)
    finally:
        connection.execute("ROLLBACK")
    if kept == found:
        return ""
    if kept.threads == found.threads:
        return (
            f"of {kept.threads} threads at least one was changed by another program, or set back to what it was before"
        )
    return f"{kept.threads} threads were written, {found.threads} are there"


def replace_heads(connection: Connection, signer: HeadSigner, changes: Sequence[tuple[bytes | None, bytes]]) -> None:
    """Update the sum after the signatures of heads changed, in the same transaction: (before, after), None for a new thread.

    The sum that was signed last is replaced without being read, if the file has it; else the one in the file is verified.
    Raises Unavailable when the kept sum is not ours: another program wrote into the file.
    """
    last = signer.find_note("threads")
    if last is None or not _swap_sum(connection, signer, last, changes):
        try:
            _read_note(connection, signer, "threads")
        except NoEvidence as error:
            raise Unavailable(
                f"The database was changed by another program: {error}. Stop and run `countersign doctor`."
            ) from error
        last = signer.find_note("threads")
        if last is None or not _swap_sum(connection, signer, last, changes):
            raise Unavailable("The sum of the threads was changed during an append. Nothing was changed; try again.")


def _swap_sum(
    connection: Connection,
    signer: HeadSigner,
    last: tuple[bytes, bytes],
    changes: Sequence[tuple[bytes | None, bytes]],
) -> bool:
    """Replace this body and signature of the sum by those after the changes. False: the file has others, which stay."""
    count, total = _parse_sum(last[0])
    for before, after in changes:
        count += before is None
        total ^= read_mac_number(after) ^ read_mac_number(before or UNSIGNED)
    body = ThreadSum(count, total).write_body()
    new = (body, signer.sign_note("threads", body))
    return connection.execute(_SWAP_SUM, (*new, *last)).rowcount == 1


def _read_note(connection: Connection, signer: HeadSigner, name: str) -> bytes:
    row = connection.execute("SELECT body, mac FROM evidence WHERE name=?", (name,)).fetchone()
    if row is None:
        raise NoEvidence(f"its row `{name}` in the table `evidence` is gone")
    body, mac = row
    if not (isinstance(body, bytes) and isinstance(mac, bytes) and signer.verify_note(name, body, mac)):
        raise NoEvidence(f"its row `{name}` in the table `evidence` was not signed with a known secret")
    return body


def _write_note(connection: Connection, signer: HeadSigner, name: str, body: bytes) -> None:
    connection.execute(
        "INSERT INTO evidence (name, body, mac) VALUES (?,?,?)"
        " ON CONFLICT (name) DO UPDATE SET body=excluded.body, mac=excluded.mac",
        (name, body, signer.sign_note(name, body)),
    )
