"""The lines that programs write above what they quote: who wrote when, a header block, a rule, a gateway's banner. Pure.

Each is known by its structure, in any language: an attribution is one sentence with our name or address, a moment and a colon
at its end; a header block is three labels or more, the first of them with our name, one with a moment.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from channels.email.doubts import has_doubt
from channels.email.lines import is_image, is_separator, label_of, normalised

MIN_ROOM = 64
"""Letters that every program's line has room for: it breaks a line only before a word that would go beyond."""

MAX_BLOCK = 12
"""Lines of a header block: its labels, and addresses that go on in the next line."""

MAX_BANNER = 8

_TIME = re.compile(r"\d{1,2}[:.h]\d{2}|\d{1,2}時\d{1,2}|\d{1,2}[点點시]")
_DATE = re.compile(r"\d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{2}")
_COLON = re.compile(r"[:：]\s*$")
_STARTS = re.compile(
    r"(?:on|am|le|el|il|em|a|op|den|den|no dia|w dniu|dnia|pe|ti|ke|to|la|su|ma|dne|dňa|în|la data|στις|на|в|вкл|vào|ngày|pada|"
    r"v|u|d\.|wiadomość napisana|il giorno)\b|\d|在|於|\w{1,4}[.,]",
    re.I,
)
_REPLIED = re.compile(r"^(?:(?:re|aw|sv|antw|odp|rif|vs|回复|答复)\s*[:：]\s*)+", re.I)
_BANNER = re.compile(
    r"\b(?:external|extern[aeo]?s?|outside|organi[sz]ation|company|sender|caution|warning|suspicious|phishing|attachments?|links?|originated|click|recogni[sz]e|trust(?:ed)?|"
    r"e-?mails?|message|absender|anhänge|vorsicht|achtung|außerhalb|organisation|unternehmen|nachricht|expéditeur|attention|prudence|"
    r"pièces|courriel|remitente|adjuntos|precaución|enlaces|correo|mittente|allegati|attenzione|afzender|bijlagen|pas op|"
    r"remetente|anexos|cuidado|nadawc\w|załącznik\w*|uwaga|avsändare|bilagor|report|learn why|often get|unknown|verified|safe)\b",
    re.I,
)
_BANNER_HEAD = re.compile(
    r"\W*(?:caution|warning|achtung|vorsicht|attention)?\W*extern(?:al|e|es|o|a|er|al (?:e-?mail|sender|message|mail)|e (?:e-?mail|mail|nachricht)|er absender)\W*",
    re.I,
)
_OUTSIDE = re.compile(
    r"\b(?:external|extern[aeo]?s?|outside|originated|außerhalb|extérieure?|desde fuera|all'esterno|buiten|spoza|utanför|often get|"
    r"suspicious|phishing)\b",
    re.I,
)
_MARKS = re.compile(r"ZjQcmQRYFpfpt\w*|\bsophospsmartbannerend\b", re.I)


class Sender(NamedTuple):
    """Who we are to mail programs: the bot's address, the name beside it, and the normalised subject of the mail that is quoted."""

    address: str
    name: str
    subject: str = ""


def start_of_introduction(lines: Sequence[str], start: int, sender: Sender) -> int:
    """Where the lines begin that introduce the quote which begins at `start`; `start` itself when there are none."""
    begun = _introduction(lines, start, sender)
    if begun < start:
        return begun
    for banner in range(start - 1, max(start - MAX_BANNER, 0) - 1, -1):
        if _is_banner([line for line in lines[banner:start] if not _is_empty(line)]):
            above = _introduction(lines, banner, sender)
            if above < banner:
                return above
    return start


def banner_length(lines: Sequence[str]) -> int:
    """How many of the first lines are a gateway's warning about the sender of the mail: "[EXTERNAL] …", "CAUTION: …"."""
    start = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    end = next((at for at in range(start, len(lines)) if not lines[at].strip()), len(lines))
    return end if _is_banner(lines[start:end]) and end < len(lines) else 0


def bare_subject(subject: str) -> str:
    """A subject without "Re:" and "AW:", for comparing."""
    return normalised(_REPLIED.sub("", subject.strip()))


def names_address(text: str, sender: Sender) -> bool:
    """Whether it holds our address, with or without a token, in the brackets that programs write around one."""
    address = _address(sender)
    return re.search(rf"[<\[(]\s*(?:mailto:)?{address}[>\])]|[:：]\s*{address}\s*$", text.lower()) is not None


def _address(sender: Sender) -> str:
    local, _, domain = sender.address.lower().partition("@")
    return rf"{re.escape(local)}(?:\+[a-z0-9-]+)?@{re.escape(domain)}"


def _introduction(lines: Sequence[str], start: int, sender: Sender) -> int:
    for unit in (_separators, _header_block, _sentence, _separators):
        end = start
        while end and start - end < 3 and _is_empty(lines[end - 1]):
            end -= 1
        begun = unit(lines, end, sender)
        start = begun if begun < end else start
    return start


def _is_empty(line: str) -> bool:
    return not line.strip(" \t\u00a0\ufeff\u200b") or is_image(line)


def _separators(lines: Sequence[str], end: int, sender: Sender) -> int:
    start = end
    while start and (is_separator(lines[start - 1]) or _is_framed(lines[start - 1], sender)):
        start -= 1
    return start


def _is_framed(line: str, sender: Sender) -> bool:
    """A separator with a sentence in it: `---- On Fri, … Bot <bot@…> wrote ----` (Zoho)."""
    return line.strip().startswith("---") and line.strip().endswith("---") and names_address(line, sender)


# Header blocks


def _header_block(lines: Sequence[str], end: int, sender: Sender) -> int:
    """From the lowest label that names us, with two more labels and a moment below it, or directly above it (GMX, web.de); a
    blank line ends the block."""
    labels: set[str] = set()
    has_moment = was_named = False
    for start, label, value in _fields(lines, end):
        if label in labels or (has_doubt(label) and "@" not in value) or not _is_value(value, sender):
            break
        labels.add(label)
        has_moment |= _has_moment(value)
        is_named = _names_us(value, sender)
        if len(labels) >= 3 and has_moment and (is_named or (was_named and len(labels) == 4 and _is_dated(value))):
            return start
        was_named = is_named
    return end


def _fields(lines: Sequence[str], end: int) -> Iterator[tuple[int, str, str]]:
    """The header lines that end at `end`, the lowest first: where each begins, its label and its value.

    In a table every cell is a line of its own, so that labels and values alternate.
    """
    is_table = end > 1 and label_of(lines[end - 1]) is None and _is_bare_label(lines[end - 2])
    at, below = end - 1, ""
    while at >= max(end - MAX_BLOCK, 0):
        line = lines[at].strip()
        found = label_of(line)
        if is_table and at and found is None and _is_bare_label(lines[at - 1]):
            below, at = line, at - 1
        elif found is not None and bool(found[1]) != is_table:
            yield at, found[0], found[1] or below
            below, at = "", at - 1
        elif not is_table and found is None and _is_address_list(line):
            at -= 1
        else:
            return


def _is_address_list(line: str) -> bool:
    """Whether a line is the rest of the label above it: more addresses."""
    return "@" in line and ":" not in line and line.endswith((">", ";", ",")) and not has_doubt(line)


def _is_bare_label(line: str) -> bool:
    found = label_of(line)
    return found is not None and not found[1]


def _is_value(value: str, sender: Sender) -> bool:
    """Whether a header has this value: people, a moment, the subject that we know, or words without a doubt in them."""
    is_subject = bool(sender.subject) and sender.subject == bare_subject(value)
    return is_subject or _has_moment(value) or "@" in value or not has_doubt(value)


def _names_us(value: str, sender: Sender) -> bool:
    return names_address(f"<{value}>", sender) or names_address(value, sender) or _names(value, sender)


# Sentences


def _sentence(lines: Sequence[str], end: int, sender: Sender) -> int:
    """`On <date>, Bot <bot@…> wrote:` in any language, in up to three lines. The shortest that fits, so that no line of the
    person's own above it is taken along."""
    if not end or not _COLON.search(lines[end - 1]):
        return end
    if _is_attribution(lines[end - 1], sender):
        return end - 1
    for start in range(end - 2, max(end - 4, -1), -1):
        if not _is_broken(lines[start], lines[start + 1]):
            break
        whole = " ".join(lines[start:end])
        is_begun = _begins(lines[start], sender) and _stands_alone(lines, start)
        if is_begun and (names_address(whole, sender) or _is_attribution(whole, sender)):
            return start
    return end


def _is_broken(line: str, following: str) -> bool:
    """Whether a program may have broken a sentence here: where the next word had no room, behind a comma or a `<`; not a colon."""
    line, word = line.rstrip(), (following.split() or [""])[0]
    is_full = _width(line) + 1 + _width(word) > MIN_ROOM
    return line.endswith((",", "<")) or (is_full and not _COLON.search(line))


def _width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in line)


def _begins(line: str, sender: Sender) -> bool:
    """The first line of a longer one. Gmail breaks it behind the `<` of the address."""
    if line.rstrip().endswith("<"):
        return _names(line, sender)
    return (_has_moment(line) or line.rstrip().endswith(",")) and (
        _STARTS.match(line) is not None or _names(line, sender)
    )


def _is_attribution(text: str, sender: Sender) -> bool:
    if names_address(text, sender):
        return _has_moment(text)
    return (
        _is_dated(text)
        and _names(text, sender)
        and not has_doubt(_without_us(text, sender))
        and _is_begun(text, sender)
    )


def _is_begun(text: str, sender: Sender) -> bool:
    return _STARTS.match(text.lstrip()) is not None or text.lstrip(" \"'").casefold().startswith(sender.name.casefold())


def _without_us(text: str, sender: Sender) -> str:
    text = re.sub(_address(sender), " ", text, flags=re.I)
    return re.sub(re.escape(sender.name), " ", text, flags=re.I) if sender.name else text


def _is_dated(text: str) -> bool:
    return _TIME.search(text) is not None and _DATE.search(text) is not None


def _has_moment(text: str) -> bool:
    return (_TIME.search(text) or _DATE.search(text)) is not None


def _stands_alone(lines: Sequence[str], start: int) -> bool:
    return start == 0 or not lines[start - 1].strip() or is_separator(lines[start - 1])


def _names(text: str, sender: Sender) -> bool:
    """Our name, or our address without brackets (Front)."""
    if len(sender.name) > 2 and sender.name.casefold() in text.casefold():
        return True
    return re.search(rf"(?:^|\s){_address(sender)}(?:\s|$)", text.lower()) is not None


# Banners


def _is_banner(lines: Sequence[str]) -> bool:
    text = " ".join(line.strip() for line in lines)
    if not text or len(text) > 900:
        return False
    if _MARKS.search(text) or all(len(line) < 200 and _BANNER_HEAD.fullmatch(line) for line in lines):
        return True
    return _OUTSIDE.search(text) is not None and len({found[0].casefold() for found in _BANNER.finditer(text)}) >= 3
