"""Whether a reply quotes a mail of ours: a yes below another one's words is no yes to us. Pure; it judges no words."""

import re
from collections.abc import Iterable

from channels.email.inbound.reply_text.reply_extraction import SentMail
from channels.email.inbound.reply_text.program_lines import normalize_line

_MARKS = re.compile(r"^[ \t]*(?:[>|＞][ \t]*)+")
_QUOTED = re.compile(r"[ \t]{0,3}[>|＞]+(?!.*>>>\s*$)(.*)")
"""A quoted line; GroupWise's attribution between `>>>` and `>>>` is none."""


def is_about_another(texts: Iterable[str], sent: SentMail | None) -> bool:
    """Whether these texts quote something, and nothing of it is ours.

    Whoever knows a person's private address can write to them under it and ask something harmless. One line of ours is
    enough: programs break lines and rewrite links. Who quotes nothing is about what the address says.
    """
    return any(_has_foreign_quotes(text, sent) for text in texts)


def is_quoted_in(texts: Iterable[str], sent: SentMail | None, *, but_not_in: SentMail | None) -> bool:
    """Whether a whole line of these texts, quoted or not, is one of `sent` and none of `but_not_in`."""
    if sent is None:
        return False
    only = _split_lines(sent.texts) - (_split_lines(but_not_in.texts) if but_not_in else set())
    return any(normalize_line(_MARKS.sub("", line)) in only for text in texts for line in text.split("\n"))


def _split_lines(texts: Iterable[str]) -> set[str]:
    return {words for text in texts for line in text.split("\n") if (words := normalize_line(line))}


def _has_foreign_quotes(text: str, sent: SentMail | None) -> bool:
    quoted = [words for line in text.split("\n") if (found := _QUOTED.match(line)) and (words := normalize_line(found[1]))]
    known = {normalize_line(line) for each in sent.texts for line in each.split("\n")} if sent else set()
    whole = [" ".join(map(normalize_line, each.split("\n"))) for each in sent.texts] if sent else []
    return bool(quoted) and not any(_is_own_line(line, known, whole, sent) for line in quoted)


def _is_own_line(line: str, known: set[str], whole: Iterable[str], sent: SentMail | None) -> bool:
    marker = normalize_line(sent.marker) if sent else ""
    return line in known or bool(marker and marker in line) or (len(line) >= 20 and any(line in each for each in whole))
