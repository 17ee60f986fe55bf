"""The hash chain of a thread's events and its check. Each hash covers the hash before it, the row's columns and its body."""

import hashlib
import zlib
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from bot.core import events as e
from bot.store.compression import unpack_body
from bot.store.log_signing import HeadSigner

NO_HASH = bytes(32)


class LogRow(NamedTuple):
    """A row of the event table. `at` is microseconds since 1970, UTC."""

    seq: int
    type: str
    v: int
    at: int
    body: bytes
    hash: bytes

    @property
    def recorded(self) -> e.RecordedEvent:
        return e.RecordedEvent(self.seq, self.at, e.load_event(self.type, self.v, self.body))


class BrokenChain(Exception):
    """The rows of a thread differ from those that were written, from event `seq` on; `why` is the reason."""

    def __init__(self, seq: int, why: str) -> None:
        super().__init__(seq, why)
        self.seq, self.why = seq, why


class VerifiedRows(NamedTuple):
    """Verified rows, the signature of the head after them, and its number. For a missing thread: none, none and 0."""

    rows: list[LogRow]
    mac: bytes
    seq: int


def chain_rows(thread: str, before: bytes, recorded: Iterable[e.RecordedEvent]) -> list[LogRow]:
    """The rows of these events: each hash is the SHA-256 of the one before, the row's own columns and its body."""
    rows = []
    for seq, at, event in recorded:
        type, v, body = event.row_type, event.row_version, event.body()
        before = hash_row(thread, before, seq, type, v, at, body)
        rows.append(LogRow(seq, type, v, at, body, before))
    return rows


def hash_row(thread: str, before: bytes, seq: int, type: str, v: int, at: int, body: bytes) -> bytes:
    return hashlib.sha256(
        b"%b%b\n%d\n%b\n%d\n%d\n%b" % (before, thread.encode(), seq, type.encode(), v, at, body)
    ).digest()


class ChainReader:
    """Checks the rows of one thread in order, each against the one before. It holds no row.

    Starts after event `seq` with the hash `hash`.
    """

    __slots__ = ("hash", "seq", "thread")

    def __init__(self, thread: str, seq: int = 0, hash: bytes = NO_HASH) -> None:
        self.thread, self.seq, self.hash = thread, seq, hash

    def check_row(self, raw: Sequence[Any]) -> LogRow:
        """The next row, from the stored columns (seq, type, v, at, body, hash). Raises BrokenChain."""
        seq, type, v, at, body, hash = raw
        due = self.seq + 1
        if seq != due:
            raise BrokenChain(due, f"it is missing, event {seq} comes next")
        if not (isinstance(type, str) and isinstance(v, int) and isinstance(at, int) and isinstance(body, bytes)):
            raise BrokenChain(due, "a column holds a value of another kind")
        try:
            plain = unpack_body(body, self.thread)
        except zlib.error as error:
            raise BrokenChain(due, "its body cannot be inflated") from error
        if hash_row(self.thread, self.hash, seq, type, v, at, plain) != hash:
            raise BrokenChain(due, "its hash does not follow from the event and the hash before it")
        self.seq, self.hash = seq, hash
        return LogRow(seq, type, v, at, plain, hash)

    def check_head(self, head: Sequence[Any] | None, signer: HeadSigner | None) -> None:
        """Check the thread's own row, (seq, head, mac), after its last event. Raises BrokenChain.

        Without a signer the signature is not checked.
        """
        if head is None:
            raise BrokenChain(max(self.seq, 1), "the thread's own row is gone")
        seq, hash, *mac = head
        if not isinstance(seq, int) or seq > self.seq:
            raise BrokenChain(self.seq + 1, f"it is missing, the thread's own row counts {seq} events")
        if seq < self.seq:
            raise BrokenChain(seq + 1, f"it was added behind the {seq} events that the thread's own row counts")
        if hash != self.hash:
            raise BrokenChain(seq, "the head in the thread's own row is not its hash")
        if signer is None:
            return
        if not isinstance(mac[0], bytes) or not mac[0]:
            raise BrokenChain(seq, "the head is not signed")
        if not signer.verify_head(self.thread, seq, hash, mac[0]):
            raise BrokenChain(seq, "the head was not signed with a known secret")
