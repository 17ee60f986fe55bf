"""Splits a mail into headers and parts by one linear scan over its bytes, without decoding and without recursion.

The limits apply here, so that later steps meet no mail that is built to be expensive.
"""

import re
from email.message import Message
from typing import NamedTuple

from channels.email.inbound.parsing.parsed_mail import MailLimitExceeded

MAX_SIZE = 10 * 1024 * 1024
MAX_HEADERS = 64 * 1024
MAX_HEADER = 8 * 1024
MAX_RECEIVED = 50
MAX_PARTS = 200
MAX_DEPTH = 20

_BLANK = re.compile(rb"^\n", re.M)
_FOLD = re.compile(rb"\n(?=[ \t])")
_NAME = re.compile(rb"[!-9;-~]+")
_NOTE = re.compile(rb"(?:x|arc)-", re.I)
"""Headers between servers. Some of Exchange's exceed 8 KiB; no decision depends on their end."""
_DELIMITER = re.compile(rb"^--([^\n]{1,200})$", re.M)


HeaderFields = tuple[tuple[str, str], ...]
"""Names in lower case with their values, unfolded, in order."""


class MimePart(NamedTuple):
    """One MIME part: headers, type, and the start and end of its body in the bytes. `is_container`: it has parts itself."""

    headers: HeaderFields
    fields: "Message[str, str]"
    type: str
    start: int
    end: int
    is_container: bool


class MimeStructure(NamedTuple):
    """The headers of a mail and its parts in document order, the outermost first. The positions of the parts are in `raw`."""

    raw: bytes
    headers: HeaderFields
    parts: tuple[MimePart, ...]


def read_structure(raw: bytes) -> MimeStructure:
    """Return the structure of a mail, with line feeds as line ends. Raises MailLimitExceeded.

    A carriage return without a line feed becomes a blank, though other programs take it for a line end.
    """
    if len(raw) > MAX_SIZE:
        raise MailLimitExceeded(f"The mail has {len(raw)} bytes, {MAX_SIZE} is the most.")
    raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b" ")
    head, body = _read_head(raw, 0)
    headers = read_headers(head)
    received = sum(name == "received" for name, _ in headers)
    if received > MAX_RECEIVED:
        raise MailLimitExceeded(
            f"The mail has {received} Received headers, {MAX_RECEIVED} is the most: it goes round in circles."
        )
    return MimeStructure(raw, headers, tuple(_split_parts(raw, headers, body)))


def read_headers(block: bytes) -> HeaderFields:
    """Return the header fields of a block, without lines that are no fields and without blanks before the colon.

    A field longer than `MAX_HEADER` is cut if it is a server's (`x-`, `arc-`), else MailLimitExceeded is raised. Bytes that are not
    UTF-8 are read as Latin-1.
    """
    found = []
    for line in _FOLD.sub(b"", block).split(b"\n"):
        name, colon, value = line.partition(b":")
        name = name.rstrip(b" \t")
        if len(line) > MAX_HEADER and not _NOTE.match(name):
            raise MailLimitExceeded(
                f"The header {_decode_bytes(name[:40])!r} has {len(line)} bytes, {MAX_HEADER} is the most."
            )
        if colon and _NAME.fullmatch(name):
            found.append((name.decode("ascii").lower(), _decode_bytes(value.strip(b" \t")[:MAX_HEADER])))
    return tuple(found)


def _decode_bytes(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _read_head(raw: bytes, start: int) -> tuple[bytes, int]:
    """Return the header block that begins at `start`, and the position of the body after it."""
    blank = _BLANK.search(raw, start)
    end, body = (blank.start(), blank.end()) if blank else (len(raw), len(raw))
    if end - start > MAX_HEADERS:
        raise MailLimitExceeded(f"The headers have {end - start} bytes, {MAX_HEADERS} is the most.")
    return raw[start:end], body


def _split_parts(raw: bytes, headers: HeaderFields, body: int) -> list[MimePart]:
    """Return all parts. A part ends at the next delimiter of any container around it."""
    parts: list[MimePart] = []
    open_: list[tuple[bytes, str]] = []

    def begin(headers: HeaderFields, start: int) -> None:
        fields: Message[str, str] = Message()
        for name, value in headers:
            if name in ("content-type", "content-disposition", "content-transfer-encoding"):
                fields[name] = value
        if open_ and open_[-1][1] == "multipart/digest":
            fields.set_default_type("message/rfc822")
        type = fields.get_content_type()
        boundary = fields.get_boundary() if type.startswith("multipart/") else None
        named = boundary.encode("utf-8", "replace").rstrip(b" \t") if boundary else b""
        if len(parts) >= MAX_PARTS:
            raise MailLimitExceeded(f"The mail has more than {MAX_PARTS} parts.")
        parts.append(MimePart(headers, fields, type, start, -1, bool(named)))
        if named:
            open_.append((named, type))
        if len(open_) > MAX_DEPTH:
            raise MailLimitExceeded(f"The mail is nested more than {MAX_DEPTH} deep.")

    begin(headers, body)
    position = body
    while open_ and (found := _find_delimiter(raw, position, open_)):
        depth, is_last, start, position = found
        if not parts[-1].is_container and parts[-1].end < 0:
            parts[-1] = parts[-1]._replace(end=start)
        del open_[depth if is_last else depth + 1 :]
        if not is_last:
            head, position = _read_head(raw, position)
            begin(read_headers(head), position)
    return [part if part.end >= 0 else part._replace(end=len(raw)) for part in parts]


def _find_delimiter(raw: bytes, position: int, open_: list[tuple[bytes, str]]) -> tuple[int, bool, int, int] | None:
    """Return the next delimiter: the depth of its container, whether it is the last, the end of the part before, its own end."""
    depths = {boundary: depth for depth, (boundary, _) in enumerate(open_)}
    for found in _DELIMITER.finditer(raw, position):
        line = found[1].rstrip(b" \t")
        is_last = line not in depths and line.endswith(b"--")
        depth = depths.get(line[:-2] if is_last else line)
        if depth is not None:
            # the line end before a delimiter belongs to the delimiter (RFC 2046, 5.1.1)
            return depth, is_last, found.start() - 1, min(found.end() + 1, len(raw))
    return None
