r"""Decodes escapes in a text: those of JSON and Python, percent-encoding and terminal colours; letters that look like
others (full width, mathematical) become those, invisible letters are left out. Pure.

A secret in a text may follow such a sign (`\nghp_…` in JSON, `\u0067hp_…`, `\/` in a URL, a colour's `m`) or be
spelled with them. A wrapped text is also read with its lines joined.
"""

import re
import unicodedata
from bisect import bisect_right
from typing import NamedTuple

_SIGN = re.compile(
    r"(?:\x1b|\\{1,16}(?:u001[bB]|x1[bB]|033|e))\[[0-9;?]{0,40}[A-Za-z]"  # ECMA-48, 5.4: a control sequence
    r"|\\{1,16}u(?P<high>[dD][89abAB][0-9A-Fa-f]{2})\\{1,16}u(?P<low>[dD][c-fC-F][0-9A-Fa-f]{2})"
    r"|\\{1,16}(?:u(?P<json>[0-9A-Fa-f]{4})|x(?P<hex>[0-7][0-9A-Fa-f])|(?P<letter>[nrtbf/\"']))"  # RFC 8259, 7
    r"|%(?P<percent>[2-7][0-9A-Fa-f])"  # RFC 3986, 2.1
    r"|(?P<odd>[\u00a0\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u202a-\u202f\u205f-\u209c\u2100-\u214f"
    r"\u2460-\u24ff\u3000\u3164\ufe00-\ufe0f\ufe50-\ufe6b\ufeff\uff01-\uff5e\uffa0\ufff9-\ufffb"
    r"\U0001d400-\U0001d7ff\U0001f100-\U0001f16f\U000e0000-\U000e0fff])"  # Unicode, UAX #15 and DerivedCoreProperties
)
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
"""Invisible letters that are not in the category Cf or Mn (variation selectors)."""
_LETTERS = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
_HINTS = ("\\", "\x1b", "%")


class DecodedText(NamedTuple):
    """A decoded text, and the start and end of each of its characters in the original text."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def map_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the original text of the decoded characters from `start` up to `end`."""
        return self.starts[start], self.ends[end - 1]


class JoinedText(NamedTuple):
    """A text without some pieces of it. `ends` are the lengths of the parts up to each cut, `cuts` how much was cut up to there."""

    text: str
    ends: tuple[int, ...]
    cuts: tuple[int, ...]

    def map_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the original text of the characters from `start` up to `end`."""
        return self._map(start), self._map(end - 1) + 1

    def _map(self, at: int) -> int:
        before = bisect_right(self.ends, at)
        return at + (self.cuts[before - 1] if before else 0)


def decode_text(text: str) -> DecodedText | None:
    """Return the decoded text; None: it holds no escapes. A run of backslashes counts as one: JSON within JSON has
    many."""
    if text.isascii() and not any(hint in text for hint in _HINTS):
        return None
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for sign in _SIGN.finditer(text):
        parts.append(text[at : sign.start()])
        starts += range(at, sign.start())
        ends += range(at + 1, sign.start() + 1)
        if letter := _decode_escape(sign):
            parts.append(letter)
            starts.append(sign.start())
            ends.append(sign.end())
        at = sign.end()
    if not at:
        return None
    starts += range(at, len(text))
    ends += range(at + 1, len(text) + 1)
    return DecodedText("".join((*parts, text[at:])), tuple(starts), tuple(ends))


_NEXT_LINE = re.compile(
    r"\n(?:[ \t]{0,8}[>|]){0,9}[ \t]{0,40}"
    r"(?=[A-Za-z_+/=.-]{0,200}\d[A-Za-z0-9_+/=.-]{0,200}|[\w+/=.-]{0,200}?[a-z][A-Z])(?=[\d_+/=.-]{0,200}[A-Za-z])"
)
"""The end of a line whose next one, behind quote marks of mail, begins with no natural word: letters with digits, or capital letters
after small ones. It begins with one character, to which the search jumps."""
_LINE_REST = re.compile(r"(?<=[A-Za-z0-9_+/=.-])[ \t]{0,8}\\?\r?\Z")
"""What may stand between a word that a line's end cuts and that end."""
MAX_LINE_REST = 10


def join_pieces(text: str) -> JoinedText | None:
    """Return the text with words joined that a line's end cut; None when there seem to be none."""
    parts: list[str] = []
    ends: list[int] = []
    cuts: list[int] = []
    at = size = 0
    for line in _NEXT_LINE.finditer(text):
        newline, end = line.span()
        if (rest := _LINE_REST.search(text, max(newline - MAX_LINE_REST, 0), newline)) is None:
            continue
        begin = rest.start()
        parts.append(text[at:begin])
        size += begin - at
        ends.append(size)
        cuts.append(end - size)
        at = end
    return JoinedText("".join((*parts, text[at:])), tuple(ends), tuple(cuts)) if at else None


def _decode_escape(sign: re.Match[str]) -> str:
    """Return the one character of a sign; empty for a colour, and for an invisible character."""
    if high := sign["high"]:
        return _read_visible(chr(0x10000 + ((int(high, 16) - 0xD800) << 10) + int(sign["low"], 16) - 0xDC00))
    if code := sign["json"] or sign["hex"] or sign["percent"]:
        return _read_visible(chr(int(code, 16)))
    if odd := sign["odd"]:
        return _read_visible(odd)
    return _LETTERS.get(sign["letter"], sign["letter"]) if sign["letter"] else ""


def _read_visible(letter: str) -> str:
    """Return the ASCII letter that this one looks like, nothing for an invisible one, else itself."""
    if letter in _UNSEEN or unicodedata.category(letter) == "Cf" or "\ufe00" <= letter <= "\ufe0f":
        return ""
    plain = unicodedata.normalize("NFKC", letter)
    return plain if len(plain) == 1 and plain.isascii() else letter
