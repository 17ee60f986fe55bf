"""Reads the text of one part of a mail: transfer encoding, charset, line ends, soft line breaks, and the frame of a signature. Pure.

Programs name a charset and write in its successor (listed in the WHATWG Encoding Standard), so the wider one is used.
"""

import binascii
import re
from codecs import lookup
from email.utils import collapse_rfc2231_value

from channels.email.inbound.parsing.mime_structure import MimePart

MAX_ENCODED = 1024 * 1024
"""Bytes of one part that are decoded."""

_CODED = re.compile(rb"[A-Za-z0-9+/ \t\n]*")


def read_part_text(raw: bytes, part: MimePart) -> tuple[str, bool]:
    """Return the text of a text part of the mail `raw`, with line feeds as line ends, and whether it is whole and certain.

    It is uncertain in an unknown charset, where it is damaged, and with a carriage return, which becomes a blank.
    """
    content, is_whole = decode_content(raw, part)
    text, is_known = decode_text(content, _read_parameter(part, "charset") or "us-ascii")
    text = text.replace("\r\n", "\n")  # line ends inside an encoded part
    is_sound = is_whole and is_known and "\r" not in text
    text = text.replace("\r", " ")
    return (remove_armour(_unwrap_flowed(part, text)) if part.type == "text/plain" else text), is_sound


def decode_content(raw: bytes, part: MimePart) -> tuple[bytes, bool]:
    """Return the bytes of a part with the transfer encoding undone, and whether they are whole and undamaged."""
    body = raw[part.start : min(part.end, part.start + MAX_ENCODED)]
    is_whole = part.end - part.start <= MAX_ENCODED
    match str(part.fields.get("content-transfer-encoding", "")).strip().lower():
        case "base64":
            begun, _, behind = body.partition(b"=")
            letters = re.sub(rb"[^A-Za-z0-9+/]", b"", begun)
            is_clean = _CODED.fullmatch(begun) is not None and not behind.strip(b"= \t\n")
            rest = letters[len(letters) // 4 * 4 :]
            tail = rest + b"=" * (4 - len(rest)) if len(rest) > 1 else b""  # a single character holds no byte
            return binascii.a2b_base64(letters[: len(letters) // 4 * 4] + tail), is_whole and is_clean
        case "quoted-printable":
            return binascii.a2b_qp(body), is_whole
        case "" | "7bit" | "8bit" | "binary":
            return body, is_whole
        case _:
            return body, False


def _read_parameter(part: MimePart, name: str) -> str:
    value = part.fields.get_param(name)
    return "" if value is None else collapse_rfc2231_value(value)


def _unwrap_flowed(part: MimePart, text: str) -> str:
    """Return the text with the soft line breaks of format=flowed undone, outside of quotes (RFC 3676, 4.1 to 4.5)."""
    if _read_parameter(part, "format").lower() != "flowed":
        return text
    joined, is_open = [""], False
    is_deleted = _read_parameter(part, "delsp").lower() == "yes"
    for line in text.split("\n"):
        is_quote = line.startswith(">")
        line = line.removeprefix(" ")
        goes_on = line.endswith(" ") and line != "-- " and not is_quote
        kept = line[:-1] if goes_on and is_deleted else line
        if is_open and not is_quote and line != "-- ":
            joined[-1] += kept
        else:
            joined.append(kept)
        is_open = goes_on
    return "\n".join(joined[1:])


_CHARSETS = re.compile(
    r"utf-8|ascii|iso8859-\d+|cp125\d|cp874|tis-620|gb18030|gbk|gb2312|big5(hkscs)?|shift_jis|cp932|euc_(jp|kr)|cp949|iso2022_(jp(_[12])?|kr)|koi8-[ru]"
)
"""Accepted charsets, by Python's names. Left out: utf-7, and codecs that are no charsets (rot13, hex, idna)."""

_ALIASES = {
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-8-e": "iso8859-8",
    "windows-874": "cp874",
    "x-sjis": "cp932",
    "x-gbk": "gb18030",
    "x-windows-949": "cp949",
    "cp50220": "iso2022_jp",
}
"""Names that mails use and Python does not know."""

_WIDER = {
    "ascii": "utf-8",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
"""Declared charset -> the wider one that programs often write instead, with the same letters and more."""


def decode_text(raw: bytes, charset: str) -> tuple[str, bool]:
    """Return the decoded text, and whether `charset` is one that is read here. Only NUL is removed."""
    try:
        name = lookup(_ALIASES.get(charset.strip().lower(), charset)).name
    except (LookupError, ValueError):
        name = ""
    is_known = _CHARSETS.fullmatch(name) is not None
    return raw.decode(_WIDER.get(name, name) if is_known else "ascii", "replace"), is_known


_BEGIN = "-----BEGIN PGP SIGNED MESSAGE-----"
_SIGNATURE = "-----BEGIN PGP SIGNATURE-----"
_END = "-----END PGP SIGNATURE-----"
_HASH = re.compile(r"Hash: ?[A-Z0-9, -]{3,60}\s*")
_VERSION = re.compile(r"Version: ?(?:GnuPG|OpenPGP\.js|ProtonMail|Mailvelope|PGP|BCPG|GopenPGP)[\w .()/-]{0,60}\s*")
_FULL = re.compile(r"[A-Za-z0-9+/]{60,76}\s*")
_LAST = re.compile(r"[A-Za-z0-9+/]{0,75}={0,2}\s*")
_CHECKSUM = re.compile(r"=[A-Za-z0-9+/]{4}\s*")


def remove_armour(text: str) -> str:
    """Return the text without the frame of an OpenPGP cleartext signature (RFC 9580, 7) and with its dash escapes undone.

    Only lines of the exact form are removed; text around the signed text stays.
    Return the same text where there is no signature, or where the frame has a line that its form does not allow.
    """
    lines = text.split("\n")
    bare = [line.rstrip() for line in lines]
    if [bare.count(each) for each in (_BEGIN, _SIGNATURE, _END)] != [1, 1, 1]:
        return text
    begin, middle, end = (bare.index(each) for each in (_BEGIN, _SIGNATURE, _END))
    start = begin + 1
    while start < middle and _HASH.fullmatch(lines[start]):
        start += 1
    if not begin < start <= middle < end or lines[start].strip():
        return text
    # the signature: versions, an empty line, and data in full lines except the last
    empty = middle + 1
    while empty < end and _VERSION.fullmatch(lines[empty]):
        empty += 1
    data = lines[empty + 1 : end]
    if data and _CHECKSUM.fullmatch(data[-1]):
        data.pop()
    if not data or lines[empty].strip() or not all(map(_FULL.fullmatch, data[:-1])) or not _LAST.fullmatch(data[-1]):
        return text
    signed = [line.removeprefix("- ") for line in lines[start + 1 : middle]]
    return "\n".join([*lines[:begin], *signed, *lines[end + 1 :]])
