"""IMAP's ways of writing (RFC 3501): names and words to the server, and what its answers say. Pure."""

import base64
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from bot.core.values import EPOCH

ResponseLines = Sequence[bytes | bytearray]
"""An answer's lines. A literal is a bytearray of its own between the line that announced it and the one that goes on."""


class MessageFacts(NamedTuple):
    uid: int
    size: int
    received: datetime


class FolderNamespace(NamedTuple):
    """Where our own folders are made: what stands before their names, and what stands between their parts."""

    prefix: str = ""
    delimiter: str = "/"


def quote_string(text: str) -> str:
    """A quoted string. Raises ValueError for what none can hold: line breaks and NUL."""
    if re.search(r"[\r\n\0]", text):
        raise ValueError(f"{text!r} has a line break or a NUL")
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def is_plain(text: str) -> bool:
    """Whether a quoted string can hold it on every server: printable ASCII."""
    return text.isascii() and text.isprintable()


def encode_folder_name(name: str) -> str:
    """A folder's name as modified UTF-7 (RFC 3501 section 5.1.3), quoted: without quotes, `Sent Items` opens `Sent`."""
    return quote_string(_encode_utf7(name))


def name_own_folder(name: str, space: FolderNamespace) -> str:
    """The name, quoted, of a folder of ours; its parts are divided by `/` in `name`."""
    return quote_string(space.prefix + space.delimiter.join(_encode_utf7(part) for part in name.split("/")))


def format_uid_set(uids: Iterable[int]) -> str:
    return ",".join(map(str, uids))


def find_number(word: bytes, lines: ResponseLines) -> int | None:
    """The number in `[WORD number]`: UIDVALIDITY, UIDNEXT."""
    found = re.search(rb"\[" + word + rb" (\d+)\]", b"\n".join(lines), re.IGNORECASE)
    return int(found[1]) if found else None


def has_permanent_keyword(keyword: str, lines: ResponseLines) -> bool:
    """Whether PERMANENTFLAGS says that the server keeps this keyword, or any."""
    found = re.search(rb"\[PERMANENTFLAGS \(([^)]*)\)", b"\n".join(lines), re.IGNORECASE)
    flags = found[1].decode("ascii", "replace").lower().split() if found else []
    return "\\*" in flags or keyword.lower() in flags


def read_namespace(lines: ResponseLines) -> FolderNamespace:
    """The first personal name space of a NAMESPACE answer (RFC 2342)."""
    found = re.search(rb'\(\("((?:[^"\\]|\\.)*)" "\\?(.)"', b"\n".join(lines))
    return (
        FolderNamespace(found[1].decode("ascii", "replace"), found[2].decode("ascii", "replace"))
        if found
        else FolderNamespace()
    )


def read_uids(lines: ResponseLines) -> list[int]:
    """The numbers of a SEARCH answer. Its last line is the server's words."""
    return sorted({int(word) for line in lines[:-1] if re.fullmatch(rb"[\d ]*", line) for word in line.split()})


def read_facts(lines: ResponseLines) -> list[MessageFacts]:
    """UID, RFC822.SIZE and INTERNALDATE of a FETCH answer. A date that cannot be read is 1970."""
    found = []
    for line in lines:
        uid, size = _match_number(rb"UID (\d+)", line), _match_number(rb"RFC822\.SIZE (\d+)", line)
        if uid is not None and size is not None:
            date = re.search(rb'INTERNALDATE "([^"]*)"', line, re.IGNORECASE)
            found.append(MessageFacts(uid, size, _read_date(date[1].decode("ascii", "replace") if date else "")))
    return found


def read_body(lines: ResponseLines, uid: int) -> bytes | None:
    """The bytes of BODY[...] in a FETCH answer for one mail: a literal, a quoted string or NIL. None: no such mail."""
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


def _read_date(date: str) -> datetime:
    try:
        return parsedate_to_datetime(date.strip()).astimezone(UTC)
    except (ValueError, OverflowError):
        return EPOCH


def _encode_utf7(text: str) -> str:
    return re.sub(
        r"[^\x20-\x7e]+",
        lambda run: "&" + base64.b64encode(run[0].encode("utf-16-be")).rstrip(b"=").decode().replace("/", ",") + "-",
        text.replace("&", "&-"),
    )
