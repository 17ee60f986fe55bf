"""The syntax of IMAP (RFC 3501): strings and names for commands, and parsers for responses. Pure."""

import base64
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from bot.core.base_types import EPOCH

ResponseLines = Sequence[bytes | bytearray]
"""The lines of a response. A literal is a bytearray of its own, between the lines before and after it."""


class MessageFacts(NamedTuple):
    uid: int
    size: int
    received: datetime


class FolderNamespace(NamedTuple):
    """The namespace of our own folders: the prefix of their names, and the delimiter between the parts."""

    prefix: str = ""
    delimiter: str = "/"


def quote_string(text: str) -> str:
    """Return a quoted string. Raises ValueError for line breaks and NUL, which it cannot contain."""
    if re.search(r"[\r\n\0]", text):
        raise ValueError(f"{text!r} has a line break or a NUL")
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def is_plain(text: str) -> bool:
    """Whether a quoted string may contain `text` on every server: printable ASCII."""
    return text.isascii() and text.isprintable()


def encode_folder_name(name: str) -> str:
    """Return a folder name in modified UTF-7 (RFC 3501 section 5.1.3), quoted: without quotes, `Sent Items` opens `Sent`."""
    return quote_string(_encode_utf7(name))


def name_own_folder(name: str, space: FolderNamespace) -> str:
    """Return the quoted name of a folder of ours; `name` has `/` between its parts."""
    return quote_string(space.prefix + space.delimiter.join(_encode_utf7(part) for part in name.split("/")))


def format_uid_set(uids: Iterable[int]) -> str:
    return ",".join(map(str, uids))


def find_number(word: bytes, lines: ResponseLines) -> int | None:
    """Return the number in `[WORD number]`: UIDVALIDITY, UIDNEXT."""
    found = re.search(rb"\[" + word + rb" (\d+)\]", b"\n".join(lines), re.IGNORECASE)
    return int(found[1]) if found else None


def has_permanent_keyword(keyword: str, lines: ResponseLines) -> bool:
    """Whether the server keeps this keyword, or any, according to PERMANENTFLAGS."""
    found = re.search(rb"\[PERMANENTFLAGS \(([^)]*)\)", b"\n".join(lines), re.IGNORECASE)
    flags = found[1].decode("ascii", "replace").lower().split() if found else []
    return "\\*" in flags or keyword.lower() in flags


def read_namespace(lines: ResponseLines) -> FolderNamespace:
    """Return the first personal namespace of a NAMESPACE response (RFC 2342)."""
    found = re.search(rb'\(\("((?:[^"\\]|\\.)*)" "\\?(.)"', b"\n".join(lines))
    return (
        FolderNamespace(found[1].decode("ascii", "replace"), found[2].decode("ascii", "replace"))
        if found
        else FolderNamespace()
    )


def read_uids(lines: ResponseLines) -> list[int]:
    """Return the numbers of a SEARCH response. Its last line is the server's text."""
    return sorted({int(word) for line in lines[:-1] if re.fullmatch(rb"[\d ]*", line) for word in line.split()})


def read_facts(lines: ResponseLines) -> list[MessageFacts]:
    """Return UID, RFC822.SIZE and INTERNALDATE from a FETCH response. A date that cannot be read becomes 1970."""
    found = []
    for line in lines:
        uid, size = _match_number(rb"UID (\d+)", line), _match_number(rb"RFC822\.SIZE (\d+)", line)
        if uid is not None and size is not None:
            date = re.search(rb'INTERNALDATE "([^"]*)"', line, re.IGNORECASE)
            try:
                text = date[1].decode("ascii", "replace").strip() if date else ""
                received = parsedate_to_datetime(text).astimezone(UTC)
            except (ValueError, OverflowError):
                received = EPOCH
            found.append(MessageFacts(uid, size, received))
    return found


def read_body(lines: ResponseLines, uid: int) -> bytes | None:
    """Return the bytes of BODY[...] from a FETCH response for one mail: a literal, a quoted string or NIL. None: no such mail."""
    for number, line in enumerate(lines):
        if isinstance(line, bytearray) or not re.match(rb"\d+ FETCH .*BODY\[", line, re.IGNORECASE):
            continue
        said = re.search(rb'BODY\[[^]]*\](?:<\d+>)? (?:\{\d+\}$|"((?:[^"\\]|\\.)*)"|NIL)', line, re.IGNORECASE)
        after = lines[number + 1 : number + 3]
        if said is None or uid not in {_match_number(rb"UID (\d+)", each) for each in (line, *after[1:])}:
            continue
        if line.endswith(b"}"):
            return bytes(after[0]) if after and isinstance(after[0], bytearray) else None
        return re.sub(rb"\\(.)", rb"\1", said[1] or b"")
    return None


def _match_number(pattern: bytes, line: bytes | bytearray) -> int | None:
    found = re.search(rb"\b" + pattern, line, re.IGNORECASE)
    return int(found[1]) if found else None


def _encode_utf7(text: str) -> str:
    return re.sub(
        r"[^\x20-\x7e]+",
        lambda run: "&" + base64.b64encode(run[0].encode("utf-16-be")).rstrip(b"=").decode().replace("/", ",") + "-",
        text.replace("&", "&-"),
    )
