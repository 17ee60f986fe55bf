"""Expands the rows of the word tables and parts words as the tables do: one notation for `plain_word_tables` and `decision_word_tables`. Pure."""

import re

from channels.email.inbound.decision_grammar.decision_word_tables import ELIDING

_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")
_ELISION = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
_SIGN = re.compile(r"[()\[\]|]")


def expand_row(written: str) -> list[str]:
    """Return the phrases of a row: `a (b|c) [d]|e` is a b, a b d, a c, a c d, e."""
    found, _ = expand_choice(written + ")", 0)
    return [" ".join(each.split()) for each in found if each.split()]


def expand_choice(text: str, at: int) -> tuple[list[str], int]:
    """Return the alternatives up to the closing bracket, and the place behind it."""
    done: list[str] = []
    now = [""]
    while found := _SIGN.search(text, at):
        if literal := text[at : found.start()]:
            now = [head + literal for head in now]
        at = found.end()
        if found[0] in "([":
            inner, at = expand_choice(text, at)
            now = [head + each for head in now for each in ([*inner, ""] if found[0] == "[" else inner)]
        elif found[0] in ")]":
            return [*done, *now], at
        else:
            done, now = [*done, *now], [""]
    raise ValueError("a bracket is not closed")


def part_words(text: str, language: str) -> str:
    """Return the text with hyphens as blanks, and a blank behind the apostrophe of a language that joins words by it."""
    parted = _HYPHEN.sub(" ", text) if "-" in text else text
    return _ELISION.sub("' ", parted) if language in ELIDING and "'" in parted else parted
