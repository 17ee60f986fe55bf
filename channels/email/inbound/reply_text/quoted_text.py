"""Which lines of a reply are quoted: by the text that we sent, then by quote marks, then by what introduces them. Pure.

A program's boxes are hints only: people write inside them, too. So is a quote mark: people write `> only on staging` themselves.
"""

import re
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from bot.core.values import FrozenModel
from channels.email.inbound.reply_text.attribution_lines import find_introduction_start, is_banner
from channels.email.inbound.reply_text.program_lines import normalize_line
from channels.email.inbound.reply_text.quoted_sender import QuotedSender, strip_subject_prefix

LONG = 20
"""Letters from which on a line that stands in our text is ours wherever it stands; shorter ones only beside such a line."""

MAX_UNKNOWN = 40
"""Marked lines between an introduction and the first line of ours that may be none of ours: a gateway's, a translation."""

_QUOTE = re.compile(r"[ \t]{0,3}[A-Z]{0,3}[>＞]")
_QUOTES = re.compile(r"^(?:[ \t]{0,3}[A-Z]{0,3}[>＞])+ ?")
"""Quote marks, with the initials of who is quoted in front of them (The Bat!)."""

_BIDI = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Marks of the direction of writing, which programs put around an attribution in Hebrew and Arabic."""


class SentMail(FrozenModel):
    """A mail of ours that may be answered: all texts of it (plain, and the HTML's as `markup.text_of` gives it), the
    marker line that stands in it and nowhere else, our address, the name beside it, and the subject of the reply. `dates` are the
    times of our mails, where they are known. `frame`: text that a question of ours said is no part of its answer."""

    texts: tuple[str, ...]
    marker: str = ""
    bot: str
    name: str = ""
    subject: str = ""
    dates: tuple[datetime, ...] = ()
    frame: str = ""


class ReplyRegions(NamedTuple):
    """A reply around what it quotes: the lines above, pieces between, and the lines below. Empty lines are kept.

    `is_marked`: every quoted line stands behind a quote mark. `is_in_box`: some lines that are not quoted stand in a
    program's box for quotes. Where nothing is quoted, all is `above`.
    """

    above: tuple[str, ...]
    between: tuple[tuple[str, ...], ...] = ()
    below: tuple[str, ...] = ()
    is_marked: bool = False
    has_quote: bool = False
    is_in_box: bool = False


def split_regions(lines: Sequence[str], sent: SentMail, boxed: Collection[int] = ()) -> ReplyRegions:
    """The lines of a reply by where they stand. `boxed` are numbers of lines in a program's box for quotes."""
    marks = _mark_quoted(lines, sent, boxed)
    first = next((at for at, is_marked in enumerate(marks) if is_marked), None)
    if first is None:
        return ReplyRegions(above=tuple(lines), is_in_box=_has_words_in(boxed, lines, marks))
    last = max(at for at, is_marked in enumerate(marks) if is_marked)
    marked = [line for line, is_marked in zip(lines, marks, strict=True) if is_marked and line.strip()]
    begun = next((at for at, line in enumerate(marked) if _QUOTE.match(line)), len(marked))
    return ReplyRegions(
        above=tuple(lines[:first]),
        between=_collect_between(lines, marks, first, last),
        below=tuple(lines[last + 1 :]),
        is_marked=(begun < len(marked) and all(_QUOTE.match(line) for line in marked[begun:])),
        has_quote=True,
        is_in_box=_has_words_in([at for at in boxed if at < first or at > last], lines, marks),
    )


def _has_words_in(numbers: Collection[int], lines: Sequence[str], marks: Sequence[bool]) -> bool:
    return any(at < len(lines) and lines[at].strip() and not marks[at] for at in numbers)


def _collect_between(lines: Sequence[str], marks: Sequence[bool], first: int, last: int) -> tuple[tuple[str, ...], ...]:
    pieces: list[list[str]] = [[]]
    for line, is_marked in zip(lines[first : last + 1], marks[first : last + 1], strict=True):
        if is_marked:
            pieces.append([])
        else:
            pieces[-1].append(line)
    return tuple(tuple(piece) for piece in pieces if any(line.strip() for line in piece))


# Which lines are not the person's


def _mark_quoted(lines: Sequence[str], sent: SentMail, boxed: Collection[int]) -> list[bool]:
    """Which lines are quoted or ours, with the lines above them that say whose words follow."""
    marks = _mark_own_lines(lines, sent)
    bare = [_QUOTES.sub("", _BIDI.sub("", line)) for line in lines]
    sender = QuotedSender(sent.bot, sent.name, strip_subject_prefix(sent.subject), sent.dates)
    for at in range(len(lines)):
        if marks[at] and not (at and marks[at - 1]):
            begun, end = _find_introduction(lines, bare, at, sender, boxed)
            is_software = is_banner([line for line in bare[end:at] if line.strip()])
            for above in range(begun, at):
                marks[above] = above < end or is_software or not normalize_line(bare[above])
    return marks


def _find_introduction(
    lines: Sequence[str], bare: Sequence[str], at: int, sender: QuotedSender, boxed: Collection[int]
) -> tuple[int, int]:
    """Where the introduction of a quote begins and ends: directly above it, or above marked lines in front of the first one of
    ours, such as a gateway's banner.

    `bare` are the lines without quote marks, since some programs mark the introduction, too.
    """
    for start in range(at, max(at - MAX_UNKNOWN, -1), -1):
        if start < at and not _QUOTE.match(lines[start]):
            break
        begun = _find_introduction_at(bare, start, sender, boxed)
        if begun < start:
            return begun, start
    return at, at


def _find_introduction_at(lines: Sequence[str], at: int, sender: QuotedSender, boxed: Collection[int]) -> int:
    """Where the introduction that ends at a line begins. A program's box around it helps where its words are of no known form."""
    start = find_introduction_start(lines, at, sender)
    if start < at or at - 1 not in boxed:
        return start
    begun = at
    while begun and begun - 1 in boxed and at - begun < 3:
        begun -= 1
    whole = " ".join(lines[begun:at])
    is_ours = sender.name.casefold() in whole.casefold() if sender.name else False
    return begun if whole.rstrip().endswith((":", "：")) and (is_ours or sender.address in whole.lower()) else start


def _mark_own_lines(lines: Sequence[str], sent: SentMail) -> list[bool]:
    """Which lines stand in our text, or behind a quote mark with nothing else in them.

    Short lines are ours only beside others: a person may well use a word of ours. A marked line above our first one is the
    person's own, unless an introduction stands above it.
    """
    ours = [[normalize_line(line) for line in text.split("\n")] for text in sent.texts]
    known = {line for text in ours for line in text if line}
    whole = [" ".join(filter(None, text)) for text in ours]
    marker = normalize_line(sent.marker)
    plain = [normalize_line(_QUOTES.sub("", line)) for line in lines]
    marks = [
        (bool(marker) and marker in text)
        or (len(text) >= LONG and (text in known or any(text in each for each in whole)))
        for text in plain
    ]
    _extend_marks(marks, plain, whole)
    last = max((at for at, text in enumerate(plain) if marks[at] and text), default=-1)
    for at in range(last + 1, len(marks)):
        marks[at] = False
    _mark_quote_signs(marks, lines, plain, whole)
    return marks


def _mark_quote_signs(marks: list[bool], lines: Sequence[str], plain: Sequence[str], whole: Sequence[str]) -> None:
    """Marks what stands behind quote marks from the first line of ours on, where it has no words, or words that stand in our text so.

    Our mails quote nothing, so other words behind a mark were written into the quote.
    """
    first = next((at for at, is_ours in enumerate(marks) if is_ours), len(marks))
    last = max((at for at, is_ours in enumerate(marks) if is_ours), default=-1)
    for at in range(first, len(lines)):
        if marks[at] or not _QUOTE.match(lines[at]):
            continue
        is_in_ours = at <= last and any(f" {plain[at]} " in f" {each} " for each in whole)
        marks[at] = not plain[at] or is_in_ours


def _extend_marks(marks: list[bool], plain: Sequence[str], whole: Sequence[str]) -> None:
    """Marks what goes on below and above a line of ours, in our own order, whatever the lines were broken into."""
    before = ""
    for at, text in enumerate(plain):
        if marks[at] or (before and (not text or _is_following(before, text, whole))):
            marks[at], before = True, text or before
        else:
            before = ""
    after = ""
    for at in range(len(plain) - 1, -1, -1):
        text = plain[at]
        if text and (marks[at] or (after and _is_following(text, after, whole))):
            marks[at], after = True, text
        elif text:
            after = ""


def _is_following(before: str, text: str, whole: Sequence[str]) -> bool:
    return any(f" {before} {text} " in f" {each} " for each in whole)
