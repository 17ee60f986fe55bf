"""The check of one thread's stored rows, from any database."""

from collections.abc import Iterable, Sequence
from typing import Any

from bot.core.events import can_read
from bot.store.hash_chain import BrokenChain, ChainReader
from bot.store.log_report import ThreadFault, UnreadRow
from bot.store.log_signing import HeadSigner


def check_rows(
    thread: str, head: Sequence[Any] | None, rows: Iterable[Sequence[Any]], signer: HeadSigner | None
) -> tuple[ThreadFault | None, UnreadRow | None]:
    """The fault of a thread, and its first event that this version cannot read.

    `rows` are the stored columns (seq, type, v, at, body, hash) in order; `head` is (seq, head, mac) of the thread's own row.
    """
    reader, unread = ChainReader(thread), None
    try:
        for raw in rows:
            row = reader.check_row(raw)
            if unread is None and not can_read(row.type, row.v):
                unread = UnreadRow(thread, row.seq, row.type, row.v)
        reader.check_head(head, signer)
    except BrokenChain as broken:
        return ThreadFault(thread, broken.seq, broken.why), unread
    return None, unread
