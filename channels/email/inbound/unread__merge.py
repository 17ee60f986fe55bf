"""Mail whose words are not read: what its writer is told, and its headers alone, which may still prove who that is. Pure."""

import math
import re

from channels.email.inbound.parsing.mime_structure import MAX_HEADERS, MAX_SIZE

MEGABYTE = 1024 * 1024
FAULT = (
    "A fault here kept your mail from being taken in, and it was laid aside for an operator. What you wrote for may not have "
    "happened. Before you write again, look here how it stands: {0}"
)
_GAP = re.compile(rb"\r?\n\r?\n")


def keep_headers_only(raw: bytes) -> bytes:
    """The headers of a mail with the empty line below them; nothing when they are longer than a mail's may be.

    What is cut off is the end, so no header is read that the whole mail does not have.
    """
    end = _GAP.search(raw, 0, MAX_HEADERS)
    return raw[: end.end()] if end else b""


def describe_size(size: int) -> str:
    """Why a mail of this size, in bytes, is not read."""
    megabytes = math.ceil(size / MEGABYTE * 10) / 10
    most = MAX_SIZE // MEGABYTE
    return f"Your mail has {megabytes:.1f} MB and was not read: {most} MB is the most. Write it again without its attachments."


def describe_flaw(why: str) -> str:
    """Why a mail that the reader refused, for the reason `why`, is not read."""
    return f"Your mail could not be read. {why[:1].upper()}{why[1:].rstrip('.')}. Write it again as plain text."
