"""The kept texts of prompts and answers, and the pieces of events that a model was shown."""

import hashlib
from collections.abc import Collection, Iterable
from typing import Any

from bot.store.compression import inflate_piece, unpack_body
from bot.store.postgres.reader import PostgresReader

PIECES = """INSERT INTO piece (thread, seq, renderer, delta) SELECT won.id, p.seq, %(renderer)s, p.delta
    FROM won, unnest(%(piece_seqs)s::bigint[], %(deltas)s::bytea[]) p (seq, delta) ON CONFLICT DO NOTHING"""
TEXTS = """INSERT INTO text (hash, body) SELECT t.* FROM won, unnest(%(text_hashes)s::bytea[], %(text_bodies)s::bytea[]) t
    ON CONFLICT DO NOTHING"""
COPIES = """INSERT INTO piece (thread, seq, renderer, delta) SELECT won.id, seq, renderer, delta FROM won, piece
    WHERE piece.thread = %(source)s AND seq <= %(source_last)s"""


def list_text_values(texts: Iterable[str]) -> dict[str, Any]:
    bodies = {text.encode(): None for text in texts}
    return {"text_bodies": list(bodies), "text_hashes": [hashlib.sha256(body).digest() for body in bodies]}


async def read_pieces(reader: PostgresReader, thread: str, renderer: str) -> dict[int, str]:
    """All kept pieces of a thread, by event number."""
    rows = await reader.fetch_all(
        "SELECT piece.seq, piece.delta, event.body FROM piece"
        " JOIN event ON event.thread = piece.thread AND event.seq = piece.seq"
        " WHERE piece.thread = %s AND piece.renderer = %s",
        (thread, renderer),
    )
    return {seq: inflate_piece(delta, unpack_body(body, thread)) for seq, delta, body in rows}


async def list_kept_seqs(reader: PostgresReader, thread: str, renderer: str, first: int, last: int) -> set[int]:
    """The events from `first` to `last` with a kept piece of this renderer."""
    rows = await reader.fetch_all(
        "SELECT seq FROM piece WHERE thread = %s AND renderer = %s AND seq BETWEEN %s AND %s",
        (thread, renderer, first, last),
    )
    return {seq for (seq,) in rows}


async def read_texts(reader: PostgresReader, hashes: Collection[str]) -> dict[str, str]:
    """The kept texts with these SHA-256 (hex), by their hash."""
    keys = [bytes.fromhex(sha256) for sha256 in hashes]
    rows = await reader.fetch_all("SELECT hash, body FROM text WHERE hash = ANY (%s::bytea[])", (keys,))
    return {hash.hex(): body.decode() for hash, body in rows}
