"""Signs the heads of threads and keeps the evidence of the log, so that rows and heads cannot be forged without the
secret.

The table `evidence` has two rows, each with an HMAC. `log` holds since when heads are signed and the history of the
file. `threads` holds the number of threads and the XOR of the signatures of their heads, so that a thread that is
deleted whole, or set back to an older signed head, is detected.
"""

import hmac
from sqlite3 import Connection
from typing import Literal, NamedTuple

from pydantic import ValidationError

from bot.core.errors import Unavailable
from bot.core.values import FrozenModel
from bot.secret_keys import SecretKeys

__all__ = ["Connection", "HeadSigner", "LogEvidence", "NoEvidence", "ThreadSum"]

PURPOSE = b"heads of the log"
UNSIGNED = b""


class HeadSigner:
    """Signs with the current secret, and verifies signatures of older secrets too."""

    __slots__ = ("_keys", "key_name")

    def __init__(self, keys: SecretKeys) -> None:
        self._keys = keys.derive_keys(PURPOSE)
        self.key_name = hmac.digest(self._keys[0], b"name", "sha256")[:4].hex()

    def sign_head(self, thread: str, seq: int, head: bytes) -> bytes:
        """The HMAC-SHA256 over a thread's id, the number of its last event and that event's hash."""
        return hmac.digest(self._keys[0], _write_head_message(thread, seq, head), "sha256")

    def verify_head(self, thread: str, seq: int, head: bytes, mac: bytes) -> bool:
        return self._verify_mac(_write_head_message(thread, seq, head), mac)

    def sign_note(self, name: str, body: bytes) -> bytes:
        return hmac.digest(self._keys[0], _write_note_message(name, body), "sha256")

    def verify_note(self, name: str, body: bytes, mac: bytes) -> bool:
        return self._verify_mac(_write_note_message(name, body), mac)

    def _verify_mac(self, message: bytes, mac: bytes) -> bool:
        return any(hmac.compare_digest(hmac.digest(key, message, "sha256"), mac) for key in self._keys)


def _write_head_message(thread: str, seq: int, head: bytes) -> bytes:
    return b"head\n%b\n%d\n%b" % (thread.encode("utf-8", "surrogatepass"), seq, head)


def _write_note_message(name: str, body: bytes) -> bytes:
    return b"note\n%b\n%b" % (name.encode(), body)


class LogEvidence(FrozenModel):
    """The content of the row `log`. Times are microseconds since 1970 in UTC.

    `how` the heads came to be signed: from the first event on (`new`), once at an upgrade, or by `countersign audit
    sign`. Events older than `signed_at` are unproven for the latter two. `restored_at`: a backup was restored.
    `missing_at`: threads were found missing or set back. `is_open`: calls that were approved or started are still to be
    marked unknown.
    """

    signed_at: int
    how: Literal["new", "upgrade", "command"]
    key_name: str
    unsigned: int = 0
    restored_at: int | None = None
    missing_at: int | None = None
    missing: str = ""
    is_open: bool = False


class ThreadSum(NamedTuple):
    """The number of threads, and the XOR of the signatures of their heads."""

    threads: int
    total: int

    def write_body(self) -> bytes:
        return b"%d %064x" % self


class NoEvidence(Exception):
    """A row of `evidence` is missing, or was not signed with a known secret."""


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
    count, total = _read_note(connection, signer, "threads").split()
    return ThreadSum(int(count), int(total, 16))


def write_thread_sum(connection: Connection, signer: HeadSigner, found: ThreadSum) -> None:
    _write_note(connection, signer, "threads", found.write_body())


def count_threads(connection: Connection) -> ThreadSum:
    """The count and the sum of the current rows: one scan of the thread table."""
    count = total = 0
    for (mac,) in connection.execute("SELECT mac FROM thread"):
        count += 1
        total ^= _read_mac_number(mac)
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


def replace_head(connection: Connection, signer: HeadSigner, before: bytes | None, after: bytes) -> None:
    """Update the sum when a head's signature changes, in the same transaction; `before` is None for a new thread.

    Raises Unavailable when the kept sum is not ours: another program wrote into the file.
    """
    try:
        count, total = read_thread_sum(connection, signer)
    except NoEvidence as error:
        raise Unavailable(
            f"The database was changed by another program: {error}. Stop and run `countersign doctor`."
        ) from error
    body = ThreadSum(
        count + (before is None), total ^ _read_mac_number(after) ^ _read_mac_number(before or UNSIGNED)
    ).write_body()
    mac = signer.sign_note("threads", body)
    connection.execute("UPDATE evidence SET body=?, mac=? WHERE name='threads'", (body, mac))


def _read_mac_number(mac: bytes) -> int:
    """A signature as a number. An invalid signature counts as 1, so that it changes the sum."""
    return int.from_bytes(mac, "big") if isinstance(mac, bytes) and len(mac) <= 32 else 1


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
