"""Reads a text as what it spells: JSON's and Python's escapes, percent-encoding and terminal colours undone. Pure.

What is searched for in a text may stand behind such a sign (`\\nghp_…` in JSON, `\\u0067hp_…`, `\\/` in a URL, a colour's `m`)
or be spelled with them.
"""

import re
from typing import NamedTuple

_SIGN = re.compile(
    r"(?:\x1b|\\{1,16}(?:u001[bB]|x1[bB]|033|e))\[[0-9;?]{0,40}[A-Za-z]"  # ECMA-48, 5.4: a control sequence
    r"|\\{1,16}(?:u00(?P<json>[0-7][0-9A-Fa-f])|x(?P<hex>[0-7][0-9A-Fa-f])|(?P<letter>[nrtbf/\"']))"  # RFC 8259, 7
    r"|%(?P<percent>[2-7][0-9A-Fa-f])"  # RFC 3986, 2.1
)
_LETTERS = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
_HINTS = ("\\", "\x1b", "%")


class Spelled(NamedTuple):
    """The text that another one spells, and where in that one each of its characters begins and ends."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where what stands from `start` up to `end` stands in the text that spells it."""
        return self.starts[start], self.ends[end - 1]


def spelled(text: str) -> Spelled | None:
    """What the text spells; None: itself. A backslash before a backslash counts as one: JSON within JSON has many."""
    if not any(hint in text for hint in _HINTS):
        return None
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for sign in _SIGN.finditer(text):
        parts.append(text[at : sign.start()])
        starts += range(at, sign.start())
        ends += range(at + 1, sign.start() + 1)
        if letter := _letter(sign):
            parts.append(letter)
            starts.append(sign.start())
            ends.append(sign.end())
        at = sign.end()
    if not at:
        return None
    starts += range(at, len(text))
    ends += range(at + 1, len(text) + 1)
    return Spelled("".join((*parts, text[at:])), tuple(starts), tuple(ends))


def _letter(sign: re.Match[str]) -> str:
    """The one character of a sign; empty for a colour."""
    if code := sign["json"] or sign["hex"] or sign["percent"]:
        return chr(int(code, 16))
    return _LETTERS.get(sign["letter"], sign["letter"]) if sign["letter"] else ""
