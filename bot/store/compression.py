"""The stored forms of bodies and of pieces of a prompt: deflated where it saves space."""

import zlib
from functools import lru_cache

LARGE = 100
"""Bytes of a body from which it is stored deflated."""
LARGEST = 64 * 1024 * 1024
"""Bytes of an inflated body. Our events are far smaller; a forged row must not fill the memory."""

FORM = b"\x01"
"""The first byte of a deflated body; the deflate stream follows, without a header (RFC 1951)."""
WINDOW = 15

DICTIONARY = (
    b'"text":"","sender":"","by":"","account":"","route":{"channel":"slack","address":"","conversation":""},"arrival":"slack:",'
    b'"makers":[""]{"agent":"","title":"","origin":{"channel":"email","address":""},"requester":"","sender":""}'
    b'"reason":"","error":"","audit":"","detail":"","happened":true,"look_at":"","facts":[{"label":"","lines":[""]}],'
    b'"notes":[{"label":"{"call":"","question":"","context":"","format":"free_text","urgency":"","to":{"people":[""]},'
    b'"choices":[""],"routes":[{"channel":"api"}],"delivery":"","reference":"","kind":"","person":"","request":"",'
    b'"tool_version":"1-","policy":{"approvers":[{"people":[""],"groups":[""]}],"quorum":2,"reject_options":[""]},'
    b'"expires_at":"2026-{"call":"","digest":"","person":"","door":"web","credential":"session:","decision":"approve"}'
    b'{"call":"","digest":"","verdict":"approved","by":[""]}{"call":"","text":""}{"call":"","result":""}'
    b'{"call":"","intent":"done","arguments":"{\\"message\\":\\"\\"}","why":"","heard":2,"model":{"n":1,"model":"","prompt":"",'
    b'"tools":"","renderer":"xml-3","seen":[[1,2],[3,4]],"tail":"<now at=\\"2026-01-01T00:00:00Z\\">\\n<open call=\\"\\" step=\\"\\"'
    b' state=\\"asked\\"/>\\n</now>","request":"","max_tokens":0,"input_tokens":10,"output_tokens":5,"answer":""},'
    b'"tool_version":"1-","digest":""}'
)
"""What bodies have in common, the most frequent last. Stored bodies depend on it: it never changes. Another one needs another form."""


def pack_body(body: bytes, thread: str) -> bytes:
    """The stored form of a body of this thread: deflated when it is not small.

    The thread's id is in most bodies, so it belongs to the dictionary. The forms cannot be confused: a body is a JSON
    object and begins with `{`, a deflated one with `FORM`, and one that an older release deflated with `x`.
    """
    if len(body) < LARGE:
        return body
    window = _find_window(len(DICTIONARY) + len(thread) + len(body))
    deflater = _prime_deflater(thread, window).copy()
    return FORM + deflater.compress(body) + deflater.flush()


def unpack_body(raw: bytes, thread: str) -> bytes:
    """The body. Raises zlib.error when it cannot be inflated, or is larger than any event."""
    match raw[:1]:
        case b"\x01":
            inflater, stream = zlib.decompressobj(-WINDOW, _make_dictionary(thread)), raw[1:]
        case b"x":
            inflater, stream = zlib.decompressobj(), raw
        case _:
            return raw
    body = inflater.decompress(stream, LARGEST)
    if not inflater.eof:
        raise zlib.error("incomplete, or too large")
    return body


def deflate_snapshot(body: bytes) -> bytes:
    """Quick rather than small: a snapshot is replaced after 200 events."""
    return zlib.compress(body, 1)


def inflate_snapshot(packed: bytes) -> bytes:
    return zlib.decompress(packed)


@lru_cache(maxsize=64)
def _prime_deflater(thread: str, window: int) -> "zlib._Compress":
    """A deflater with the dictionary of this thread, to be copied: to read the dictionary takes as long as to deflate a body."""
    return zlib.compressobj(6, zlib.DEFLATED, -window, 5, zlib.Z_DEFAULT_STRATEGY, _make_dictionary(thread))


def _make_dictionary(thread: str) -> bytes:
    return DICTIONARY + thread.encode()


def deflate_piece(piece: str, body: bytes) -> bytes:
    """The piece, compressed with its event's body as the dictionary: little more than the text that the renderer added."""
    window = _find_window(len(body) + len(piece))
    compressor = zlib.compressobj(6, zlib.DEFLATED, -window, 5, zlib.Z_DEFAULT_STRATEGY, body[-32_000:])
    return compressor.compress(piece.encode()) + compressor.flush()


def _find_window(length: int) -> int:
    """The smallest window (bits) for so many bytes: a larger one costs time to clear."""
    return min(15, max(9, (length + 262).bit_length()))


def inflate_piece(delta: bytes, body: bytes) -> str:
    decompressor = zlib.decompressobj(-15, body[-32_000:])
    return (decompressor.decompress(delta) + decompressor.flush()).decode()
