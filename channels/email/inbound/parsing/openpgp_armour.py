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
