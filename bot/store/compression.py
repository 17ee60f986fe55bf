"""The stored forms of bodies and of pieces of a prompt: deflated where it saves space."""

import zlib

LARGE = 400
"""Bytes of a body above which it is stored deflated."""
LARGEST = 64 * 1024 * 1024
"""Bytes of an inflated body. Our events are far smaller; a forged row must not fill the memory."""


def pack_body(body: bytes) -> bytes:
    """The stored form of a body: deflated when it is large. A row over 1,002 bytes would take a page of its own.

    The two forms cannot be confused: a body is a JSON object and begins with `{`, a zlib stream with `x`.
    """
    return zlib.compress(body) if len(body) > LARGE else body


def unpack_body(raw: bytes) -> bytes:
    """The body. Raises zlib.error when it cannot be inflated, or is larger than any event."""
    if raw[:1] != b"x":
        return raw
    inflater = zlib.decompressobj()
    body = inflater.decompress(raw, LARGEST)
    if not inflater.eof:
        raise zlib.error("incomplete, or too large")
    return body


def deflate_snapshot(body: bytes) -> bytes:
    """Quick rather than small: a snapshot is replaced after 200 events."""
    return zlib.compress(body, 1)


def inflate_snapshot(packed: bytes) -> bytes:
    return zlib.decompress(packed)


def deflate_piece(piece: str, body: bytes) -> bytes:
    """The piece, compressed with its event's body as the dictionary: little more than the text that the renderer added."""
    # The smallest window that fits: a larger one costs time to clear.
    window = min(15, max(9, (len(body) + len(piece) + 262).bit_length()))
    compressor = zlib.compressobj(6, zlib.DEFLATED, -window, 5, zlib.Z_DEFAULT_STRATEGY, body[-32_000:])
    return compressor.compress(piece.encode()) + compressor.flush()


def inflate_piece(delta: bytes, body: bytes) -> str:
    decompressor = zlib.decompressobj(-15, body[-32_000:])
    return (decompressor.decompress(delta) + decompressor.flush()).decode()
