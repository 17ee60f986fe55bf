"""Detects the block of header lines that many programs write above a quote: sender, date, recipient, subject. Pure.

It is recognised by its structure, in any language and order: three labels or more, one with our name, one with a date or time; and
one value that no person writes: our address, the subject of our mail, or its exact minute. Lines above it are the person's, except
the subject of the answered mail and a rule directly above the block.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from channels.email.inbound.decision_grammar.doubt_words import DAYS, has_doubt
from channels.email.inbound.reply_text.own_identity import (
    QuotedSender,
    has_moment,
    has_our_address,
    has_our_name,
    is_about_our_moment,
    is_dated,
    strip_addresses,
    strip_subject_prefix,
)
from channels.email.inbound.reply_text.program_lines import MAX_LINE, is_named_separator, is_separator
from channels.email.inbound.reply_text.signatures_and_footers import has_call_word

MAX_BLOCK = 12
"""Lines of a header block: its labels, and addresses that continue in the next line."""

MIN_LABELS = 3

_PEOPLE = re.compile(r"""(?:(?:"[^"<>@]{0,100}"|[^"<>@,;]{0,100})\s*<[^<>\s@]+@[^<>\s@]+>|[^<>\s@,;]+@[^<>\s@,;]+)""")
_LABEL = re.compile(
    r"[ \t]{0,3}\*?([^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0900-\u0dff\u0e30-\u0e4e '’().-]){0,27}?)\s*\*?\s*[:：]\*?(?!//)\s*(.*)"
)
_PLAIN_LABEL = re.compile(r"\s*([^\W\d_]{2,20})\s+(\S.*?)\s*")
_NOON = re.compile(r"午[前後]")
"""Before and after noon in Japanese; elsewhere these characters express a doubt."""

_WORD = re.compile(r"[^\W\d_]+")
_NO_MOMENT = re.compile(r"[^\W\d_]{3,}")
_ORIGINAL = re.compile(
    r"(?:original(?=$|[ -](?:message|e?-?mail|nachricht|appointment))|ursprüngliche|oorspronkelijk|oryginalna|ursprungligt|oprindelig|opprinnelig|alkuperäinen|původní|pôvodná|orijinal|"
    r"eredeti|originalni|izvorna|originală|исходное|оригінальне|αρχικό|הודעה|الرسالة|原始|元の|원본)(?:[ -]?[^\W\d_]{1,15}){0,2}|"
    r"[^\W\d_]{1,15} (?:original[ea]?|d'origine|originale?|gốc|الأصلية|מקורית)",
    re.I,
)
"""`Original message` in many languages; other framed words count as a person's."""

_FRAME = re.compile(r"\s*-{5,}\s*(\S(?:.{0,38}?\S)?)\s*-{5,}\s*")


class _HeaderLine(NamedTuple):
    start: int
    label: str
    value: str


def find_block_start(lines: Sequence[str], end: int, sender: QuotedSender) -> int:
    """Return where the header block that ends at `end` begins; `end` itself when there is none.

    Labels may lack their colon below a rule with dashes (eM Client).
    """
    start = _find_labelled_start(lines, end, sender)
    if start == end:
        start, values = end, list[str]()
        while start and end - start < MAX_BLOCK and (found := _PLAIN_LABEL.fullmatch(lines[start - 1])) is not None:
            people = [each.strip() for each in re.split(r"[;,](?=\s|$)", found[2]) if each.strip()]
            is_people = people and all(
                _PEOPLE.fullmatch(each) and not has_doubt(strip_addresses(each)) for each in people
            )
            if not (is_people or _is_bare_moment(found[2]) or _is_subject(found[2], sender)):
                break
            values.append(found[2])
            start -= 1
        is_block = len(values) >= MIN_LABELS and start > 0 and is_separator(lines[start - 1])
        is_ours = any(_has_our_name(value, sender) for value in values) and any(map(_is_bare_moment, values))
        start = start if is_block and is_ours else end
    if start < end and start:
        # a framed line directly above: `-----Original-Nachricht-----`, or without its frame (BlackBerry)
        above = lines[start - 1]
        framed = _FRAME.fullmatch(above)
        is_original = framed is not None and _ORIGINAL.fullmatch(framed[1]) is not None
        if is_named_separator(above) or (is_original and not has_call_word(above)):
            return start - 1
    return start


def _find_labelled_start(lines: Sequence[str], end: int, sender: QuotedSender) -> int:
    """Search from the lowest label that completes the block: the one with our name, or the date above it (GMX, T-Online)."""
    labels: set[str] = set()
    moments, was_named, is_proved, is_ours = False, False, True, False
    fields = _list_fields(lines, end)
    for start, label, value in fields:
        # digits of our subject (`v2026.11`), or of a name beside an address, are no date
        is_known = "@" in value or _is_subject(value, sender)
        bare = _NOON.sub("", value) if has_moment(value) else value
        words = _WORD.sub(lambda found: "" if found[0].casefold() in DAYS else found[0], bare)
        if label in labels or (has_doubt(label) and "@" not in value) or (not is_known and has_doubt(words)):
            break
        labels.add(label)
        is_named = _has_our_name(value, sender)
        is_date = is_dated(value) and not _is_subject(value, sender)
        is_first_moment = not moments and is_date
        moments |= is_date or (has_moment(value) and not is_known)
        is_complete = is_named or (was_named and is_proved and is_first_moment)
        is_ours |= _has_our_address(value, sender) or _is_subject(value, sender)
        is_ours |= bool(sender.sent) and is_date and is_about_our_moment(value, sender)
        if len(labels) >= MIN_LABELS and moments and is_complete and is_ours:
            for above in fields:  # lines of our address or subject, which no person writes
                if not _has_our_address(above.value, sender) and not _is_subject(above.value, sender):
                    break
                start = above.start
            return start
        is_proved = is_named or (is_proved and is_known)
        was_named |= is_named
    return end


def _list_fields(lines: Sequence[str], end: int) -> Iterator[_HeaderLine]:
    """Yield the header lines that end at `end`, the lowest first: position, label and value.

    In a table each cell is a line of its own, so that labels and values alternate.
    """
    is_table = end > 1 and read_label(lines[end - 1]) is None and _is_bare_label(lines[end - 2])
    at, below = end - 1, ""
    while at >= max(end - MAX_BLOCK, 0):
        line = lines[at].strip()
        found = read_label(line)
        if is_table and at and found is None and _is_bare_label(lines[at - 1]):
            below, at = line, at - 1
        elif found is not None and not (is_table and found[1]):
            yield _HeaderLine(at, found[0], found[1] or below)
            below, at = "", at - 1
        elif (
            not is_table
            and found is None
            and (
                "@" in line
                and ":" not in line
                and line.endswith((">", ";", ","))
                and not has_doubt(strip_addresses(line))
            )
        ):
            at -= 1
        else:
            return


def read_label(line: str) -> tuple[str, str] | None:
    """Return the label and the value of a line such as `From: …`, `*Von:* …` or `寄件者：…`, in any language; None for other lines."""
    found = _LABEL.fullmatch(line.rstrip()) if len(line) <= MAX_LINE else None
    return (found[1].strip().casefold(), found[2].strip()) if found else None


def _is_bare_label(line: str) -> bool:
    found = read_label(line)
    return found is not None and not found[1]


def _is_subject(value: str, sender: QuotedSender) -> bool:
    return bool(sender.subject) and sender.subject == strip_subject_prefix(value)


def _has_our_address(value: str, sender: QuotedSender) -> bool:
    return has_our_address(f"<{value}>", sender) or has_our_address(value, sender)


def _has_our_name(value: str, sender: QuotedSender) -> bool:
    return _has_our_address(value, sender) or has_our_name(value, sender)


# Labels without a colon


def _is_bare_moment(value: str) -> bool:
    return is_dated(value) and len(_NO_MOMENT.findall(value)) <= 2 and not has_doubt(value)
