"""The words of a call's short arguments that a plain reply may name: `webshop`, `production`, `Li Wei`. Pure.

They are looked up where every other word of a sentence is known, too; a value with a digit is found by `list_own_values`. A word of doubt,
of time or of danger is none of them, whatever an argument holds, and a call with a source and a target has none: the reply could swap them.
"""

import re

from bot.core.card.card import RequestCard
from channels.email.inbound.decision_grammar.call_amounts_and_names import is_party_name
from channels.email.inbound.decision_grammar.doubt_words import has_doubt, has_foreign_doubt
from channels.email.inbound.decision_grammar.phrase_rules import list_dangerous_words
from channels.email.inbound.decision_grammar.vocabulary import normalize_words

MAX_WORDS = 3
"""Words of an argument that is a name of something; a longer one is a text."""

MIN_LETTERS = 2
MIN_DIGITS = 3

_TEXT = re.compile(r'"([^"\\]*)"')
_WORD = re.compile(r"[^\W_](?:[\w@.+-]*[^\W_])?")
_DIRECTION_TEXT = "from source origin old previous current before to target destination new"
_DIRECTIONS = frozenset(_DIRECTION_TEXT.split())
_FREE_TEXT = "reason note notes comment comments description message body text summary question context why"
_FREE = frozenset(_FREE_TEXT.split())
"""Parts of the name of an argument that holds what somebody wrote, and not a name."""

_NAME_PART = re.compile(r"[A-Za-z][a-z]*")


def list_card_words(card: RequestCard) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words of the things of a call, and of the people and companies that it is about."""
    things: dict[str, None] = {}
    parties: dict[str, None] = {}
    names = [(frozenset(map(str.casefold, _NAME_PART.findall(each.name))), each) for each in card.arguments]
    if sum(bool(parts & _DIRECTIONS) for parts, _ in names) > 1:
        return (), ()
    for parts, each in names:
        found = _TEXT.fullmatch(each.text)
        text = found[1] if found else each.text
        if parts & _FREE or len(text.split()) > MAX_WORDS:
            continue
        is_party = is_party_name(each.name) or "@" in text
        is_name = not has_doubt(text) and not all(map(has_foreign_doubt, text.split()))
        if is_name and not is_party and " " in text and text.replace(" ", "").isalpha():
            things[text] = None  # "Autumn offers" is the name of the thing as a whole; "autumn" alone would be a time
        if has_foreign_doubt(text):
            continue
        words = [*_WORD.findall(text), *(re.split(r"[@._+-]", text.partition("@")[0]) if "@" in text else [])]
        (parties if is_party else things).update(dict.fromkeys(word for word in words if _is_name(word)))
    return tuple(things), tuple(parties)


def _is_name(word: str) -> bool:
    """Whether a word names something: no number, and no word that could change a decision."""
    bare = normalize_words(word)
    if any(map(str.isdigit, bare)):
        return bare.isdecimal() and len(bare) >= MIN_DIGITS
    return len(word) >= MIN_LETTERS and not has_doubt(bare) and bare not in list_dangerous_words()
