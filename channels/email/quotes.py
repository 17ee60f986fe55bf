"""Whether a reply quotes a mail of ours: a yes below another one's words is no yes to us. Pure; it judges no words."""

import re
from collections.abc import Iterable

from channels.email.extract import Sent
from channels.email.lines import normalised

_MARKS = re.compile(r"^[ \t]*(?:[>|＞][ \t]*)+")
_QUOTED = re.compile(r"[ \t]{0,3}[>|＞]+(?!.*>>>\s*$)(.*)")
"""A quoted line; GroupWise's attribution between `>>>` and `>>>` is none."""


def is_about_another(texts: Iterable[str], sent: Sent | None) -> bool:
    """Whether these texts quote something, and nothing of it is ours.

    Whoever knows a person's private address can write to them under it and ask something harmless. One line of ours is
    enough: programs break lines and rewrite links. Who quotes nothing is about what the address says.
    """
    return any(_quotes_others(text, sent) for text in texts)


def stands_in(texts: Iterable[str], sent: Sent | None, *, but_not_in: Sent | None) -> bool:
    """Whether a whole line of these texts, quoted or not, is one of `sent` and none of `but_not_in`."""
    if sent is None:
        return False
    only = _lines(sent.texts) - (_lines(but_not_in.texts) if but_not_in else set())
    return any(normalised(_MARKS.sub("", line)) in only for text in texts for line in text.split("\n"))


def _lines(texts: Iterable[str]) -> set[str]:
    return {words for text in texts for line in text.split("\n") if (words := normalised(line))}


def _quotes_others(text: str, sent: Sent | None) -> bool:
    quoted = [words for line in text.split("\n") if (found := _QUOTED.match(line)) and (words := normalised(found[1]))]
    known = {normalised(line) for each in sent.texts for line in each.split("\n")} if sent else set()
    whole = [" ".join(map(normalised, each.split("\n"))) for each in sent.texts] if sent else []
    return bool(quoted) and not any(_is_ours(line, known, whole, sent) for line in quoted)


def _is_ours(line: str, known: set[str], whole: Iterable[str], sent: Sent | None) -> bool:
    marker = normalised(sent.marker) if sent else ""
    return line in known or bool(marker and marker in line) or (len(line) >= 20 and any(line in each for each in whole))
