"""The closed lists of the decision grammar, by language, and how a person's languages choose among them.

An approval never crosses languages: a phrase that approves in one configured language and means something else in another
one only sounds like a yes.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from channels.email.inbound.decision_grammar.approval_words__merge import APPROVING, HEDGES, SOUNDING, group_by_language
from channels.email.inbound.decision_grammar.courtesies import CLOSING, GREETED, GREETING
from channels.email.inbound.decision_grammar.rejection_words__merge import HOLDING, REJECTING

__all__ = [
    "APPROVE",
    "CLOSING",
    "EMOJI_APPROVE",
    "EMOJI_REJECT",
    "GREETED",
    "GREETING",
    "REJECT",
    "DecisionVocabulary",
    "load_vocabulary",
    "collect_words",
]

APPROVE: Mapping[str, tuple[str, ...]] = group_by_language(APPROVING)
SOUNDS: Mapping[str, tuple[str, ...]] = group_by_language(SOUNDING)
REJECT: Mapping[str, tuple[str, ...]] = group_by_language(REJECTING)
HOLD: Mapping[str, tuple[str, ...]] = group_by_language(HOLDING)

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


class DecisionVocabulary(NamedTuple):
    """The phrases that count for a person, as `phrase_of` writes them. `supports` may stand beside a yes."""

    approves: frozenset[str]
    sounds: frozenset[str]
    supports: frozenset[str]
    rejects: frozenset[str]
    holds: frozenset[str]


def normalize_words(text: str) -> str:
    """A phrase for looking up: compatibility forms, case, apostrophes, blanks and English contractions evened out."""
    plain = unicodedata.normalize("NFKC", text).replace("’", "'").replace("‘", "'").casefold()
    return " ".join(_SHORT.sub(lambda found: _LONG[found[0]], plain).split())


def fold_accents(text: str) -> str:
    """A phrase without accents, and with one i: for refusals and delays alone, where an error only delays."""
    plain = unicodedata.normalize("NFD", text.replace("ı", "i").replace("ł", "l").replace("ø", "o"))
    return unicodedata.normalize("NFC", "".join(letter for letter in plain if unicodedata.category(letter) != "Mn"))


def collect_words(lists: Mapping[str, tuple[str, ...]], locales: Iterable[str]) -> frozenset[str]:
    """The phrases of English and of these languages (`de`, `de-AT`, `pt_BR`). An unknown language has none.

    Polish "no" is a yes in a kitchen and a no in an office, so where Polish alone is spoken it is neither. Among other
    languages it is theirs: it rejects, which is the safe side.
    """
    languages = find_languages(locales)
    found = {normalize_words(phrase) for language in languages for phrase in lists.get(language, ())}
    return frozenset(found - {"no"} if languages <= {"en", "pl", "cs"} and languages != {"en"} else found)


def load_vocabulary(locales: Iterable[str]) -> DecisionVocabulary:
    """The phrases of English and of these languages."""
    return _build_vocabulary(frozenset(find_languages(locales)))


@lru_cache(maxsize=64)
def _build_vocabulary(languages: frozenset[str]) -> DecisionVocabulary:
    sounds, rejects, holds = (collect_words(lists, languages) for lists in (SOUNDS, REJECT, HOLD))
    approves = collect_words(APPROVE, languages) | {word.replace("ı", "i") for word in collect_words(APPROVE, languages & {"tr"})}
    clear = approves - sounds - rejects - holds
    return DecisionVocabulary(
        approves=clear | set(EMOJI_APPROVE),
        sounds=sounds | (approves - clear),
        supports=sounds - HEDGES - rejects - holds,
        rejects=rejects | {fold_accents(phrase) for phrase in rejects} - clear | set(EMOJI_REJECT),
        holds=holds | {fold_accents(phrase) for phrase in holds} - clear,
    )


def find_languages(locales: Iterable[str]) -> set[str]:
    """The languages of these locales, and English."""
    named = (locale.lower().replace("_", "-").partition("-")[0] for locale in locales)
    return {"en", *(_ALIASES.get(name, name) for name in named)}
