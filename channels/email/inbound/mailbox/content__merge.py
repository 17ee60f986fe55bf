"""What a mail is, whatever way it came: its Message-ID and a digest of what its author wrote. Pure; never raises."""

import hashlib
import re

HEAD = 65_536
"""Bytes in which the headers must end. What has more is digested as it is."""

OF_THE_AUTHOR = frozenset(
    b"from sender reply-to to cc date subject message-id in-reply-to references "
    b"mime-version content-type content-transfer-encoding content-disposition "
    b"delivered-to x-original-to envelope-to x-gm-original-to".split()
)
"""Headers that are the same however often and whatever way a mail comes to one recipient. The others tell of its way."""

_GAP = re.compile(rb"\r?\n\r?\n")
_NEXT = re.compile(rb"\r?\n(?![ \t])")


def read_message_id(raw: bytes) -> str:
    """The value of the first Message-ID header, unfolded; empty when there is none."""
    for name, value in _split_fields(raw[:HEAD]):
        if name == b"message-id":
            return value.decode("utf-8", "replace")[:998]
    return ""


def compute_mail_digest(raw: bytes) -> str:
    """SHA-256, in hex, of the author's headers and the body: equal for one mail that was delivered to one address twice."""
    end = _GAP.search(raw, 0, HEAD)
    if end is None:
        return hashlib.sha256(raw).hexdigest()
    digest = hashlib.sha256()
    for name, value in _split_fields(raw[: end.start()]):
        if name in OF_THE_AUTHOR:
            digest.update(name + b":" + value + b"\n")
    digest.update(b"\n")
    digest.update(memoryview(raw)[end.end() :])
    return digest.hexdigest()


def _split_fields(head: bytes) -> list[tuple[bytes, bytes]]:
    """Names in lower case, values with each white space as one blank."""
    end = _GAP.search(head)
    lines = _NEXT.split(head[: end.start()] if end else head)
    parted = (line.partition(b":") for line in lines)
    return [(name.strip().lower(), b" ".join(value.split())) for name, _, value in parted]
