"""Detects the lines that programs write above a quote: an attribution, a header block, a rule, a gateway's banner. Pure.

Each is recognised by its structure, in any language: an attribution is one sentence with our name or address, a date or time, and
a colon at its end; a header block (`header_blocks.py`) is three labels or more, one with our name, one with a date or time.
"""

import re
from collections.abc import Collection, Sequence

from channels.email.inbound.decision_grammar.doubt_words import DAYS, has_doubt
from channels.email.inbound.reply_text.header_blocks import find_block_start
from channels.email.inbound.reply_text.own_identity import (
    QuotedSender,
    has_moment,
    has_our_address,
    has_our_name,
    is_about_our_moment,
    is_dated,
    is_our_moment,
    strip_our_name,
)
from channels.email.inbound.reply_text.program_lines import (
    QUOTE_SIGN,
    is_image,
    is_separator,
    measure_width,
    normalize_line,
)
from channels.email.inbound.reply_text.signatures_and_footers import has_call_word

MIN_ROOM = 64
"""Columns that fit into a line of any program: a line is broken only before a word that would exceed them."""

MAX_UNKNOWN = 40
"""Foreign lines with a quote sign between an introduction and our first line: a gateway's, a translation."""

MAX_BANNER = 8

_COLON = re.compile(r"[:：]\s*$")
_FULL_MOMENT = re.compile(r"\d{4} \d{1,2}:\d{2}:\d{2} [+-]\d{4}\s*$")
"""The end of a date as in the header Date (RFC 5322, 3.3): Claws and Sylpheed break the line after it."""

_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"\S+@\S+")
MAX_WORDS = 9
"""Words of an attribution that has only the time of our mail: `On <date> <time> <zone>, you wrote:`."""

_STARTS = re.compile(
    r"(?:on|am|le|el|il|em|a|op|den|den|no dia|w dniu|dnia|in data|pe|ti|ke|to|la|su|ma|dne|dňa|în|la data|στις|на|в|вкл|vào|ngày|pada|"
    r"v|u|d\.|wiadomość napisana|il giorno)\b|\d|在|於|\w{1,4}[.,]",
    re.I,
)
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


def judge_introduction(
    lines: Sequence[str], bare: Sequence[str], at: int, sender: QuotedSender, boxed: Collection[int]
) -> list[tuple[int, bool]]:
    """Return each line from the introduction's start down to the quote that begins at line `at`, and whether a program wrote it.

    Between both may be empty lines and a gateway's banner; other words there are the person's. `bare` are the lines without quote
    signs, `boxed` the numbers of lines in a program's box for quotes.
    """
    begun, end = _find_introduction(lines, bare, at, sender, boxed)
    is_software = is_banner([line for line in bare[end:at] if line.strip()])
    return [(above, above < end or is_software or not normalize_line(bare[above])) for above in range(begun, at)]


def _find_introduction(
    lines: Sequence[str], bare: Sequence[str], at: int, sender: QuotedSender, boxed: Collection[int]
) -> tuple[int, int]:
    """Return the start and end of the introduction of a quote.

    It is directly above the quote, or above lines with quote signs in front of our first line, such as a gateway's banner. `bare` are
    the lines without quote signs, since some programs put them before the introduction as well. A program's box around it helps where
    its form is unknown.
    """
    for end in range(at, max(at - MAX_UNKNOWN, -1), -1):
        if end < at and not QUOTE_SIGN.match(lines[end]):
            break
        start = _find_start_across_banner(bare, end, sender)
        if start == end and end - 1 in boxed:
            box = end
            while box and box - 1 in boxed and end - box < 3:
                box -= 1
            whole = " ".join(bare[box:end])
            is_ours = sender.address in whole.lower() or (
                bool(sender.name) and sender.name.casefold() in whole.casefold()
            )
            start = box if whole.rstrip().endswith((":", "：")) and is_ours else end
        if start < end:
            return start, end
    return at, at


def _find_start_across_banner(lines: Sequence[str], start: int, sender: QuotedSender) -> int:
    """Return where the introduction above line `start` begins, with a banner between them or none; `start` when there is none."""
    begun = _find_start(lines, start, sender)
    if begun < start:
        return begun
    for banner in range(start - 1, max(start - MAX_BANNER, 0) - 1, -1):
        if is_banner([line for line in lines[banner:start] if not _is_empty(line)]):
            above = _find_start(lines, banner, sender)
            if above < banner:
                return above
    return start


def _find_start(lines: Sequence[str], start: int, sender: QuotedSender) -> int:
    is_headed = False
    for unit in (_skip_separators, find_block_start, _find_sentence_start, _skip_separators):
        end = start
        while end and start - end < 3 and _is_empty(lines[end - 1]):
            end -= 1
        if unit is _find_sentence_start and is_headed:
            continue  # a program writes a header block or a sentence
        begun = unit(lines, end, sender)
        is_headed |= begun < end and (
            unit is find_block_start or any(_is_framed(line, sender) for line in lines[begun:end])
        )
        start = begun if begun < end else start
    return start


def _is_empty(line: str) -> bool:
    return not line.strip(" \t\u00a0\ufeff\u200b") or is_image(line)


def _skip_separators(lines: Sequence[str], end: int, sender: QuotedSender) -> int:
    start = end
    while start and (is_separator(lines[start - 1]) or _is_framed(lines[start - 1], sender)):
        start -= 1
    return start


def _is_framed(line: str, sender: QuotedSender) -> bool:
    """Whether the line is a separator with a sentence in it.

    `---- On Fri, … Bot <bot@…> wrote ----` (Zoho), `>>> Bot <bot@…> 11/21/26 1:02 PM >>>` (GroupWise).
    """
    text = line.strip()
    is_framed = (text.startswith("---") and text.endswith("---")) or (text.endswith(">>>") and has_moment(text))
    return is_framed and has_our_address(line, sender)


# Sentences


def _find_sentence_start(lines: Sequence[str], end: int, sender: QuotedSender) -> int:
    """Find `On <date>, Bot <bot@…> wrote:` in any language, in up to three lines.

    The shortest match counts, so that no line of the person above it is included.
    """
    if not end or not _COLON.search(lines[end - 1]):
        return end
    if _is_attribution(lines[end - 1], sender):
        # `Wiadomość napisana przez Countersign` may be above the line, which begins with our address then
        is_cut = lines[end - 1].lstrip().startswith("<") and end > 1 and _is_up_to_our_name(lines[end - 2], sender)
        return end - 2 if is_cut and _is_alone(lines, end - 2) else end - 1
    for start in range(end - 2, max(end - 4, -1), -1):
        # a program breaks the line where the next word has no room, after a comma, a `<` or the date of our mail; after a colon only
        # inside parentheses
        upper, word = lines[start].rstrip(), (lines[start + 1].split() or [""])[0]
        is_full = measure_width(upper) + 1 + measure_width(word) > MIN_ROOM
        is_inside = upper.rfind("(") > upper.rfind(")")
        is_dated_end = _FULL_MOMENT.search(upper) is not None and is_our_moment(upper, sender)
        is_broken = is_full and (is_inside or not _COLON.search(upper))
        if not (is_broken or is_dated_end or upper.endswith((",", "<"))):
            break
        line, whole = lines[start], " ".join(lines[start:end])
        if line.rstrip().endswith("<"):  # Gmail breaks the sentence after the `<` of the address, or before a long one
            is_first = has_our_name(line, sender)
        else:
            is_dated_or_open = has_moment(line) or line.rstrip().endswith(",")
            is_named = has_our_address(line, sender) or _is_up_to_our_name(line, sender)
            is_first = is_named or (
                is_dated_or_open and (_STARTS.match(line) is not None or has_our_name(line, sender))
            )
        is_begun = is_first and _is_alone(lines, start) and has_moment(whole)
        if is_begun and (has_our_address(whole, sender) or _is_attribution(whole, sender)):
            return start
    # a sentence with only the exact time of our mail: `On <date>, you wrote:` (The Bat!, KMail)
    line = lines[end - 1]
    is_short = "@" not in line and len(_WORD.findall(line)) <= MAX_WORDS
    return end - 1 if is_short and is_our_moment(line, sender) and _is_plain(line, sender) else end


def _is_alone(lines: Sequence[str], start: int) -> bool:
    """Whether no line of text is directly above this one."""
    return start == 0 or not lines[start - 1].strip() or is_separator(lines[start - 1])


def _is_up_to_our_name(line: str, sender: QuotedSender) -> bool:
    """Whether the line ends with our name, in front of a long address: `Countersign`, `Wiadomość napisana przez Countersign`."""
    before, name, after = line.strip(" \"'").casefold().rpartition(sender.name.casefold() or "\0")
    if not name or after:
        return False
    return not before.strip(" \"'") or (_STARTS.match(before) is not None and _is_plain(before, sender, has_days=True))


def _is_attribution(text: str, sender: QuotedSender) -> bool:
    """Whether it is a sentence with our address and a date or time; or with our name, the time of our mail and no word about the call."""
    if has_our_address(text, sender):
        return has_moment(text)
    if not is_dated(text) or not has_our_name(text, sender):
        return False
    if "@" not in text and not is_about_our_moment(text, sender):
        return False
    if is_our_moment(text, sender):
        return _is_plain(text, sender)
    return (
        _STARTS.match(text.lstrip()) is not None or text.lstrip(" \"'").casefold().startswith(sender.name.casefold())
    ) and _is_plain(text, sender, has_days=True)


def _is_plain(text: str, sender: QuotedSender, *, has_days: bool = False) -> bool:
    """Whether the text has no doubt and no word about the call. With `has_days` a day of the week counts as a doubt, as in a person's text."""
    rest = _ADDRESS.sub(" ", strip_our_name(text, sender))
    if not has_days:
        rest = _WORD.sub(lambda found: "" if found[0].casefold() in DAYS else found[0], rest)
    return not has_doubt(rest) and not has_call_word(rest)


# Banners


def is_banner(lines: Sequence[str]) -> bool:
    """Whether the lines are a gateway's warning about an external mail, without a word about the call."""
    text = " ".join(line.strip() for line in lines)
    if not text or len(text) > 900:
        return False
    if _MARKS.search(text) or all(len(line) < 200 and _BANNER_HEAD.fullmatch(line) for line in lines):
        return True
    if has_call_word(text):
        return False
    return _OUTSIDE.search(text) is not None and len({found[0].casefold() for found in _BANNER.finditer(text)}) >= 3
