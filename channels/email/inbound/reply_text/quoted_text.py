"""Splits a reply into quoted and own lines: by the text that we sent, then by quote signs, then by the introduction above. Pure.

A program's box for quotes is a hint only, and so is a quote sign: people write inside of boxes, and `> only on staging` themselves.
"""

import re
from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from bot.core.base_types import FrozenModel
from channels.email.inbound.reply_text.own_identity import QuotedSender, strip_subject_prefix
from channels.email.inbound.reply_text.program_lines import QUOTE_SIGN, normalize_line
from channels.email.inbound.reply_text.quote_introductions import judge_introduction

LONG = 20
"""Characters from which on a line of our text is ours at any position; shorter lines only beside such a line."""

_QUOTES = re.compile(r"^(?:[ \t]{0,3}[A-Z]{0,3}[>＞])+ ?")
"""Quote signs, with the initials of the quoted person in front of them (The Bat!)."""

_BIDI = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Control characters of the writing direction, which programs put around an attribution in Hebrew and Arabic."""


class SentMail(FrozenModel):
    """A mail of ours that may be answered.

    `texts` are all its texts: plain, and the HTML's (`extract_text`). `marker` is its marker line, `bot` our address, `name` the name
    beside it, `subject` that of the reply. `dates` are the times of our mails, where they are known. `frame` is text that a
    confirmation mail showed as no part of its answer.
    """

    texts: tuple[str, ...]
    marker: str = ""
    bot: str
    name: str = ""
    subject: str = ""
    dates: tuple[datetime, ...] = ()
    frame: str = ""


class ReplyRegions(NamedTuple):
    """A reply split around its quotes: the lines above, pieces between, and the lines below. Empty lines are kept.

    `is_marked`: each quoted line has a quote sign. `is_in_box`: some lines that are not quoted are in a program's box for quotes.
    Without a quote all lines are in `above`.
    """

    above: tuple[str, ...]
    between: tuple[tuple[str, ...], ...] = ()
    below: tuple[str, ...] = ()
    is_marked: bool = False
    has_quote: bool = False
    is_in_box: bool = False


def split_regions(lines: Sequence[str], sent: SentMail, boxed: Collection[int] = ()) -> ReplyRegions:
    """Split the lines of a reply. `boxed` are the numbers of lines in a program's box for quotes."""
    # a line is quoted if it is ours, or of the introduction above a quote
    quoted = _mark_own_lines(lines, sent)
    bare = [_QUOTES.sub("", _BIDI.sub("", line)) for line in lines]
    sender = QuotedSender(sent.bot, sent.name, strip_subject_prefix(sent.subject), sent.dates)
    for at in range(len(lines)):
        if quoted[at] and not (at and quoted[at - 1]):
            for above, is_introduced in judge_introduction(lines, bare, at, sender, boxed):
                quoted[above] = is_introduced
    if not any(quoted):
        return ReplyRegions(above=tuple(lines), is_in_box=_has_words_in(boxed, lines, quoted))
    first, last = quoted.index(True), len(quoted) - 1 - quoted[::-1].index(True)
    runs = groupby(zip(lines[first : last + 1], quoted[first : last + 1], strict=True), key=itemgetter(1))
    between = [tuple(line for line, _ in run) for is_quoted, run in runs if not is_quoted]
    marked = [line for line, is_quoted in zip(lines, quoted, strict=True) if is_quoted and line.strip()]
    signed = next((at for at, line in enumerate(marked) if QUOTE_SIGN.match(line)), len(marked))
    return ReplyRegions(
        above=tuple(lines[:first]),
        between=tuple(piece for piece in between if any(line.strip() for line in piece)),
        below=tuple(lines[last + 1 :]),
        is_marked=(signed < len(marked) and all(QUOTE_SIGN.match(line) for line in marked[signed:])),
        has_quote=True,
        is_in_box=_has_words_in([at for at in boxed if at < first or at > last], lines, quoted),
    )


def _has_words_in(numbers: Collection[int], lines: Sequence[str], quoted: Sequence[bool]) -> bool:
    return any(at < len(lines) and lines[at].strip() and not quoted[at] for at in numbers)


# Lines that are not the person's


def _mark_own_lines(lines: Sequence[str], sent: SentMail) -> list[bool]:
    """Return for each line whether it is of our text, or has a quote sign and nothing else.

    Short lines are ours only beside others, because a person may use a word of ours. A line with a quote sign above our first one is
    the person's, unless it has an introduction above it.
    """
    ours = [[normalize_line(line) for line in text.split("\n")] for text in sent.texts]
    known = {line for text in ours for line in text if line}
    whole = [" ".join(filter(None, text)) for text in ours]
    marker = normalize_line(sent.marker)
    plain = [normalize_line(_QUOTES.sub("", line)) for line in lines]
    quoted = [
        (bool(marker) and marker in text)
        or (len(text) >= LONG and (text in known or any(text in each for each in whole)))
        for text in plain
    ]
    # lines that continue one of ours below and above, in the order of our text, however the lines were broken
    before = ""
    for at, text in enumerate(plain):
        if quoted[at] or (before and (not text or _is_following(before, text, whole))):
            quoted[at], before = True, text or before
        else:
            before = ""
    after = ""
    for at in range(len(plain) - 1, -1, -1):
        text = plain[at]
        if text and (quoted[at] or (after and _is_following(text, after, whole))):
            quoted[at], after = True, text
        elif text:
            after = ""
    last = max((at for at, text in enumerate(plain) if quoted[at] and text), default=-1)
    for at in range(last + 1, len(quoted)):
        quoted[at] = False
    # our mails quote nothing, so other words after a quote sign were written into the quote
    first = next((at for at, is_ours in enumerate(quoted) if is_ours), len(quoted))
    last = max((at for at, is_ours in enumerate(quoted) if is_ours), default=-1)
    for at in range(first, len(lines)):
        if not quoted[at] and QUOTE_SIGN.match(lines[at]):
            is_in_ours = at <= last and any(f" {plain[at]} " in f" {each} " for each in whole)
            quoted[at] = not plain[at] or is_in_ours
    return quoted


def _is_following(before: str, text: str, whole: Sequence[str]) -> bool:
    return any(f" {before} {text} " in f" {each} " for each in whole)
