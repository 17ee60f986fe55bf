"""Removes the frame of an OpenPGP cleartext signature (RFC 9580, 7). Pure.

Only lines of the exact form are removed; text around the signed text stays.
"""

import re

_BEGIN = "-----BEGIN PGP SIGNED MESSAGE-----"
_SIGNATURE = "-----BEGIN PGP SIGNATURE-----"
_END = "-----END PGP SIGNATURE-----"
_HASH = re.compile(r"Hash: ?[A-Z0-9, -]{3,60}\s*")
_VERSION = re.compile(r"Version: ?(?:GnuPG|OpenPGP\.js|ProtonMail|Mailvelope|PGP|BCPG|GopenPGP)[\w .()/-]{0,60}\s*")
_FULL = re.compile(r"[A-Za-z0-9+/]{60,76}\s*")
_LAST = re.compile(r"[A-Za-z0-9+/]{0,75}={0,2}\s*")
_CHECKSUM = re.compile(r"=[A-Za-z0-9+/]{4}\s*")


def remove_armour(text: str) -> str:
    """Return the text without the frame of a cleartext signature and with its dash escapes undone.

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
    if not begin < start <= middle < end or lines[start].strip() or not _is_armour(lines[middle + 1 : end]):
        return text
    signed = [line.removeprefix("- ") for line in lines[start + 1 : middle]]
    return "\n".join([*lines[:begin], *signed, *lines[end + 1 :]])


def _is_armour(lines: list[str]) -> bool:
    """Whether the lines are an armoured signature: version, an empty line, and data in full lines except the last."""
    while lines and _VERSION.fullmatch(lines[0]):
        lines = lines[1:]
    if not lines or lines[0].strip():
        return False
    data = lines[1:]
    if data and _CHECKSUM.fullmatch(data[-1]):
        data = data[:-1]
    return bool(data) and all(map(_FULL.fullmatch, data[:-1])) and _LAST.fullmatch(data[-1]) is not None
