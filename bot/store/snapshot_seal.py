"""The stored form of a thread's kept state: deflated and signed, the same in every database."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from bot.store.compression import deflate_snapshot, inflate_snapshot
from bot.store.log_signing import HeadSigner
from bot.store.records import SnapshotRecord


class SealedSnapshot(NamedTuple):
    """The columns of a row, in their order. `mac` signs the others."""

    thread: str
    seq: int
    head: bytes
    version: str
    body: bytes
    mac: bytes


def seal_snapshot(signer: HeadSigner, snapshot: SnapshotRecord) -> SealedSnapshot:
    columns = snapshot._replace(body=deflate_snapshot(snapshot.body))
    return SealedSnapshot(*columns, signer.sign_snapshot(*columns))


def open_snapshot(signer: HeadSigner, thread: str, version: str, row: Sequence[Any] | None) -> SnapshotRecord | None:
    """The state of the row (seq, head, body, mac); None without a row or without a signature of ours.

    Nothing is inflated before the signature is known to be valid.
    """
    if row is None:
        return None
    seq, head, packed, mac = row
    if not (isinstance(seq, int) and all(isinstance(each, bytes) for each in (head, packed, mac))):
        return None
    if not signer.verify_snapshot(thread, seq, head, version, packed, mac):
        return None
    return SnapshotRecord(thread, seq, head, version, inflate_snapshot(packed))
