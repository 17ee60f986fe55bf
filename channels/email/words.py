"""The closed lists of the decision grammar, by language, and how a person's languages choose among them.

An approval never crosses languages: a phrase that approves in one configured language and means something else in another
one only sounds like a yes.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from channels.email.approval_words import APPROVING, HEDGES, SOUNDING, by_language
from channels.email.courtesies import CLOSING, GREETED, GREETING
from channels.email.rejection_words import HOLDING, REJECTING

__all__ = [
    "APPROVE",
    "CLOSING",
    "EMOJI_APPROVE",
    "EMOJI_REJECT",
    "GREETED",
    "GREETING",
    "REJECT",
    "Vocabulary",
    "vocabulary",
    "words_of",
]

APPROVE: Mapping[str, tuple[str, ...]] = by_language(APPROVING)
SOUNDS: Mapping[str, tuple[str, ...]] = by_language(SOUNDING)
REJECT: Mapping[str, tuple[str, ...]] = by_language(REJECTING)
HOLD: Mapping[str, tuple[str, ...]] = by_language(HOLDING)

EMOJI_APPROVE = ("👍", "✅")
EMOJI_REJECT = ("👎", "❌", "🛑", "🙅", "⛔", "🚫")

_LONG = {
    "i'm": "i am", "you're": "you are", "we're": "we are", "i've": "i have", "we've": "we have", "you've": "you have", "it's": "it is",
    "that's": "that is", "i'll": "i will", "we'll": "we will", "don't": "do not", "doesn't": "does not", "can't": "cannot",
    "can not": "cannot", "won't": "will not", "isn't": "is not", "aren't": "are not", "there's": "there is", "everything's": "everything is",
    "thats": "that is", "youre": "you are", "dont": "do not", "ive": "i have", "lets": "let's", "wont": "will not", "theres": "there is",
}  # fmt: skip
_SHORT = re.compile(rf"\b(?:{'|'.join(map(re.escape, _LONG))})\b")
_ALIASES = {"no": "nb", "nn": "nb"}


class Vocabulary(NamedTuple):
    """The phrases that count for a person, as `phrase_of` writes them. `supports` may stand beside a yes."""

    approves: frozenset[str]
    sounds: frozenset[str]
    supports: frozenset[str]
    rejects: frozenset[str]
    holds: frozenset[str]


def phrase_of(text: str) -> str:
    """A phrase for looking up: compatibility forms, case, apostrophes, blanks and English contractions evened out."""
    plain = unicodedata.normalize("NFKC", text).replace("’", "'").replace("‘", "'").casefold()
    return " ".join(_SHORT.sub(lambda found: _LONG[found[0]], plain).split())


def folded(text: str) -> str:
    """A phrase without accents, and with one i: for refusals and delays alone, where an error only delays."""
    plain = unicodedata.normalize("NFD", text.replace("ı", "i").replace("ł", "l").replace("ø", "o"))
    return unicodedata.normalize("NFC", "".join(letter for letter in plain if unicodedata.category(letter) != "Mn"))


def words_of(lists: Mapping[str, tuple[str, ...]], locales: Iterable[str]) -> frozenset[str]:
    """The phrases of English and of these languages (`de`, `de-AT`, `pt_BR`). An unknown language has none.

    Polish "no" is a yes in a kitchen and a no in an office, so where Polish alone is spoken it is neither. Among other
    languages it is theirs: it rejects, which is the safe side.
    """
    languages = languages_of(locales)
    found = {phrase_of(phrase) for language in languages for phrase in lists.get(language, ())}
    return frozenset(found - {"no"} if languages <= {"en", "pl", "cs"} and languages != {"en"} else found)


def vocabulary(locales: Iterable[str]) -> Vocabulary:
    """The phrases of English and of these languages."""
    return _vocabulary(frozenset(languages_of(locales)))


@lru_cache(maxsize=64)
def _vocabulary(languages: frozenset[str]) -> Vocabulary:
    sounds, rejects, holds = (words_of(lists, languages) for lists in (SOUNDS, REJECT, HOLD))
    approves = words_of(APPROVE, languages) | {word.replace("ı", "i") for word in words_of(APPROVE, languages & {"tr"})}
    clear = approves - sounds - rejects - holds
    return Vocabulary(
        approves=clear | set(EMOJI_APPROVE),
        sounds=sounds | (approves - clear),
        supports=sounds - HEDGES - rejects - holds,
        rejects=rejects | {folded(phrase) for phrase in rejects} - clear | set(EMOJI_REJECT),
        holds=holds | {folded(phrase) for phrase in holds} - clear,
    )


def languages_of(locales: Iterable[str]) -> set[str]:
    """The languages of these locales, and English."""
    named = (locale.lower().replace("_", "-").partition("-")[0] for locale in locales)
    return {"en", *(_ALIASES.get(name, name) for name in named)}
