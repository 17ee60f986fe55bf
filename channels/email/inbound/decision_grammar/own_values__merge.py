"""The values of a request's own arguments, as people name them in a reply. Pure.

A reply that names a value says which call it means, so only a value of this very call may stand in an approval, and only one
that no other argument could be confused with.
"""

import re
from collections import Counter
from collections.abc import Iterable

from bot.core.card.card import RequestCard

MIN_VALUE = 3
MAX_VALUE = 80
MIN_HASH = 7
"""Characters of a commit's name that stand for it, as git itself abbreviates."""

_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/+-]*[A-Za-z0-9]")
_HASH = re.compile(r"[0-9a-f]{7,64}")
_VERSION = re.compile(r"[A-Za-z_-]*\d+(?:\.\d+)+.*")


def list_own_values(card: RequestCard) -> tuple[str, ...]:
    """What a reply may name: text without blanks and with a digit, of a form that one argument alone has."""
    texts = [each.text[1:-1] for each in card.arguments if re.fullmatch(r'"[^"\\]*"', each.text)]
    forms = Counter(form for form, _ in {(_find_form(text), text.removeprefix("v")) for text in _list_words(card)})
    return tuple(text for text in dict.fromkeys(texts) if _is_nameable(text) and forms[_find_form(text)] == 1)


def is_value_named(word: str, values: Iterable[str]) -> bool:
    """Whether a word is one of the values, letter by letter, or abbreviates a commit's name."""
    return any(
        word == value or (len(word) >= MIN_HASH and _HASH.fullmatch(value) is not None and value.startswith(word))
        for value in values
    )


def _list_words(card: RequestCard) -> list[str]:
    """Every word in any argument, nested ones and those within text included."""
    return [word for each in card.arguments for word in _WORD.findall(each.text)]


def _is_nameable(text: str) -> bool:
    return MIN_VALUE <= len(text) <= MAX_VALUE and _WORD.fullmatch(text) is not None and any(map(str.isdigit, text))


def _find_form(text: str) -> str:
    """What two values have in common that could stand for each other: `v1.4.3` and `v1.5.0`; two names of commits."""
    if _HASH.fullmatch(text):
        return "hash"
    if _VERSION.fullmatch(text):
        return "version"
    return re.sub(r"[A-Za-z]+", "a", re.sub(r"\d+", "9", text)) if any(map(str.isdigit, text)) else text.casefold()
