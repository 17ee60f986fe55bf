"""Decodes the bytes of a mail by the charset that it names. Pure.

Programs name a charset and write in its successor (listed in the WHATWG Encoding Standard), so the wider one is used.
"""

import re
from codecs import lookup

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
