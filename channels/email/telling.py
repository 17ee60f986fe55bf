"""How a stranger's text is told in a sentence of ours: on one line, cut, quoted, without a private address's token."""

import re

from bot.core.shown import shown_words

LONGEST = 100
"""Characters of a stranger's text in one sentence."""

_TOKEN = re.compile(r"((?:\+|\bcs\.)[rtb]-)[a-z2-7]{26}", re.I)


def quoted(text: str) -> str:
    """The text in quotation marks, its unusual characters escaped."""
    return f"“{shown_words(without_tokens(text)[:LONGEST])}”"


def without_tokens(text: str) -> str:
    """The text, the token of each private address and of each Message-ID of ours taken out: whoever has it may write to it."""
    return _TOKEN.sub(r"\1…", text)
