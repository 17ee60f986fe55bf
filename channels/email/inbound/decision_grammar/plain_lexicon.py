"""The words of a plain approval by language: a closed list in which each phrase has one letter or more, its classes. Pure.

The tables are those of `plain_word_tables`; the words of the call's own acts come from `call_rule_tables`. A word outside of them is unknown, and
an unknown word makes a sentence no approval, unless it is one letter away from a word of approving (`correct_word`).
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from channels.email.inbound.decision_grammar.call_rule_builder import ALWAYS, list_act_rows, list_written
from channels.email.inbound.decision_grammar.decision_word_tables import UNSPACED
from channels.email.inbound.decision_grammar.doubt_words import has_doubt
from channels.email.inbound.decision_grammar.phrase_index import UMLAUTS, PhraseIndex
from channels.email.inbound.decision_grammar.phrase_rules import ASKER, BOT, PARTY, VALUE, list_dangerous_words
from channels.email.inbound.decision_grammar.plain_word_tables import PLAIN_TABLES
from channels.email.inbound.decision_grammar.replier_profile import NAME_LIKE
from channels.email.inbound.decision_grammar.table_rows import part_words
from channels.email.inbound.decision_grammar.vocabulary import fold_accents, normalize_words

MIN_FOLDED = 4
"""Letters of a word that is known without its accents, too: a shorter one is another word, as Spanish "si"."""

MIN_MISSPELT = 6
"""Letters of a word that may be a misspelt word of approving."""

KEPT_ENDING = 2
"""Letters at the end of a word that a misspelling has as they are: they tell who approves, and when."""

_CALL_LETTERS = {"V": "x", "I": "x", "T": "x", "P": "s", "N": "N", "A": "N", "O": "j", "H": "m"}
"""By slot of `call_rule_tables`: the class of its words here."""

_TOLD_BY_ACCENT = frozenset({"fr", "es", "it", "pt"})
"""Languages in which an accent at the end of a word tells who acts and when: "regarde" looks now, "regardé" was looked at."""

ORDER_OR_REPORT = {"de": re.compile(r"(?:be|ver|er|ent|zer|miss|über|ueber|unter|ge)\w+t|\w+iert")}
"""By language: a verb whose order to several people is its participle, too: "bezahlt", "storniert"."""

_PRODUCTION_TEXT = "production prod produktion produktiv producción produzione produção productie produkcja produkcję produkcji produkcyjnym"
PRODUCTION = frozenset(_PRODUCTION_TEXT.split())
"""The most common name of an environment in every language: a call that names it has all of them."""


@dataclass(frozen=True, eq=False)
class PlainTable:
    """The phrases of one language that every call has."""

    index: PhraseIndex[str]
    known: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def find_letters(self, phrase: str) -> str:
        """Return the letters of the classes of a phrase; empty: it is in no row."""
        key = self.index.find_key(phrase)
        if key not in self.known:
            if not (found := self._load_letters(key)):
                return ""
            self.known[key] = found
        return self.known[key].get(phrase, "")

    def _load_letters(self, key: str) -> Mapping[str, str]:
        letters = join_marks(self.index, key)
        for phrase, found in letters.items():
            if "!" in found:
                letters[phrase] = "!"
            elif phrase in NAME_LIKE:
                letters[phrase] = found.replace("c", "").replace("x", "")
        return letters

    @cached_property
    def heads(self) -> Mapping[str, tuple[str, ...]]:
        """By first letter the single words that approve, which a misspelt word may be."""
        heads: dict[str, tuple[str, ...]] = {}
        for word in self.index.list_single_words("c", "d") - self.index.list_single_words("!") - NAME_LIKE:
            if len(word) >= MIN_MISSPELT:
                heads[word[0]] = (*heads.get(word[0], ()), word)
        return heads


@dataclass(frozen=True, eq=False)
class PlainLexicon:
    """The table of one language, over it the phrases of a call of some acts, and single words of the call's things."""

    language: str
    table: PlainTable
    own: PhraseIndex[str]
    known: dict[str, Mapping[str, str]] = field(default_factory=dict)
    things: frozenset[str] = frozenset()

    @cached_property
    def longest(self) -> int:
        """Words of the longest phrase at most, or its letters where no blanks part words."""
        return max(self.table.index.longest, self.own.longest, 1)

    def find_letters(self, phrase: str) -> str:
        """Return the letters of the classes of a phrase for this call; empty: it is in no row."""
        key = self.own.find_key(phrase)
        if key not in self.known:
            if not (found := self._load_letters(key)):
                return self.table.find_letters(phrase)
            self.known[key] = found
        return self.known[key].get(phrase) or self.table.find_letters(phrase)

    def _load_letters(self, key: str) -> Mapping[str, str]:
        """Return the letters of the phrases of the call's acts, with those that they have for every call."""
        letters: dict[str, str] = {}
        for phrase, own in join_marks(self.own, key).items():
            before = self.table.find_letters(phrase)
            found = before + "".join(letter for letter in own if letter not in before)
            if found == before:
                continue
            if "!" in found:
                found = "!"
            elif "x" in found:
                if (told := ORDER_OR_REPORT.get(self.language)) and told.fullmatch(phrase):
                    found += "s"
                found = found.replace("x", "") if "s" in found else found  # "bezahlt" is an order and a report
                found = f"{found}b" if "x" in found and set(found) & set("Nj") else found
            letters[phrase] = found
        return letters

    @property
    def is_spaced(self) -> bool:
        """Whether blanks part the words of this language."""
        return self.language not in UNSPACED

    def has_word(self, word: str) -> bool:
        """Whether a word stands in a phrase; in a language without blanks, whether a letter does."""
        return word in self.table.index.words or word in self.own.words or word in self.things

    def correct_word(self, word: str) -> str:
        """Return the word of approving that this word misspells by one letter, or by two in each other's place; empty when it is none.

        The first letter and the ending are never wrong, but for two letters in each other's place: "approves" is no "approved".
        """
        if len(word) < MIN_MISSPELT - 1:
            return ""
        found = {head for head in self.table.heads.get(word[0], ()) if is_misspelt_form(word, head)}
        if len({fold_accents(head) for head in found}) != 1 or has_doubt(word) or word in list_dangerous_words():
            return ""
        return found.pop()


def is_misspelt_form(word: str, head: str) -> bool:
    """Whether one letter more, less or another one inside of the word, or two letters in each other's place, make it the head."""
    if word[:1] != head[:1] or abs(len(word) - len(head)) > 1:
        return False
    start = next((at for at, pair in enumerate(zip(word, head, strict=False)) if pair[0] != pair[1]), -1)
    if start < 0:
        return False
    one, other = word[start:], head[start:]
    if len(one) == len(other) and one[:2] == other[:2][::-1] and one[2:] == other[2:]:
        return True
    size = min(len(one), len(other))
    if len(one) == len(other):
        return one[1:] == other[1:] and size > KEPT_ENDING
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return longer[1:] == shorter and size >= KEPT_ENDING


@lru_cache(maxsize=512)
def load_plain_lexicon(language: str, acts: tuple[str, ...], things: tuple[str, ...] = ()) -> PlainLexicon:
    """Return the words of a language for a call of these acts, and single words of its things as values."""
    if things:
        if PRODUCTION & set(map(str.casefold, things)):
            things = (*things, *PRODUCTION)
        named = frozenset(
            word
            for thing in things
            if " " not in thing
            for word in part_words(normalize_words(thing), language).split()
        )
        return replace(load_plain_lexicon(language, acts), things=named)
    known = {*acts, ALWAYS}
    rows = [
        *_list_call_rows(language, known),
        *((mark, row) for mark, of, row in _list_rows(language) if known & set(of)),
    ]
    return PlainLexicon(language, _load_table(language), _build_index(rows, language))


@lru_cache(maxsize=32)
def _load_table(language: str) -> PlainTable:
    rows = [(mark, row) for mark, of, row in _list_rows(language) if not of]
    return PlainTable(_build_index(rows, language))


def _build_index(rows: Iterable[tuple[str, str]], language: str) -> PhraseIndex[str]:
    return PhraseIndex(rows, language, lambda phrase, _: list_phrase_forms(phrase, language))


def _list_call_rows(language: str, acts: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield the words of `call_rule_tables` for these acts as (class, phrases)."""
    for act, slot, words in list_act_rows(language):
        if act in acts and slot in _CALL_LETTERS:
            yield _CALL_LETTERS[slot], "|".join(list_written(words))


@lru_cache(maxsize=32)
def _list_rows(language: str) -> Sequence[tuple[str, tuple[str, ...], str]]:
    """Return the rows of a table of `plain_word_tables` as (class, acts, phrases); no acts: every call has them."""
    found = []
    for row in filter(None, map(str.strip, PLAIN_TABLES.get(language, "").split("\n"))):
        mark, _, written = row.partition(" ")
        letter, _, acts = mark.partition(":")
        phrases = "|".join(written.split()) if letter.endswith("*") and "|" not in written else written
        found.append((letter.rstrip("*"), tuple(filter(None, acts.split(","))), phrases))
    return tuple(found)


def join_marks(index: PhraseIndex[str], key: str) -> dict[str, str]:
    """Return the phrases of a key with the marks of their rows, each once."""
    found: dict[str, str] = {}
    for mark, _, form in index.list_phrases(key):
        if mark not in (before := found.get(form, "")):
            found[form] = before + mark
    return found


def list_phrase_forms(phrase: str, language: str) -> tuple[str, ...]:
    """The spellings of a phrase of a table: as it stands, and without accents or with "ue" for "ü"."""
    key = part_words(normalize_words(phrase), language)
    if language in UNSPACED:
        return (key.replace(" ", ""),)
    if key.isascii():
        return (key,)
    kept = language in _TOLD_BY_ACCENT
    words = [(word, len(word) >= MIN_FOLDED and not (kept and not word[-3:].isascii())) for word in key.split()]
    folded = " ".join(_fold_word(word) if is_long else word for word, is_long in words)
    umlauts = " ".join(word.translate(UMLAUTS) for word, _ in words) if language == "de" else key
    return tuple(sorted({key, folded, umlauts}))


@lru_cache(maxsize=8_192)
def _fold_word(word: str) -> str:
    """Return a word without its accents, unless it then is a word of danger of some language: "läst" is no "last"."""
    bare = fold_accents(word)
    return word if has_doubt(bare) or bare in list_dangerous_words() else bare


def list_units(clause: str, lexicon: PlainLexicon) -> list[str]:
    """Return the words of a clause; in a language without blanks its letters, and words in Latin letters whole."""
    bare = part_words(clause, lexicon.language)
    return bare.split() if lexicon.is_spaced else _UNITS_OF_UNSPACED.findall(bare)


_UNITS_OF_UNSPACED = re.compile(r"[A-Za-z0-9]+(?:[-_.'][A-Za-z0-9]+)*|\S")


def spell_units(units: Sequence[str], lexicon: PlainLexicon, allowed: str) -> str:
    """Return one letter for each known phrase of the units, long ones first, the first of `allowed` that it has; empty: one has none."""
    joint = " " if lexicon.is_spaced else ""
    behind: list[str | None] = [None] * len(units) + [""]
    for at in range(len(units) - 1, -1, -1):
        for size in range(min(lexicon.longest, len(units) - at), 0, -1):
            rest = behind[at + size]
            if rest is None:
                continue
            found = find_letters(joint.join(units[at : at + size]), lexicon)
            if letter := next((each for each in allowed if each in found), ""):
                behind[at] = letter + rest
                break
    return behind[0] or ""


_OF_MARKS = {VALUE: "V", PARTY: "Y", BOT: "n", ASKER: "n"}
_NUMBER = re.compile(r"\d{1,2}(?:[:.h]\d{0,2})?(?:h|am|pm|uhr)?")


def find_letters(phrase: str, lexicon: PlainLexicon) -> str:
    """Return the classes of a phrase; those of the marks of values and names, `#` for a number that may be a time."""
    if phrase in _OF_MARKS:
        return _OF_MARKS[phrase]
    found = lexicon.find_letters(phrase)
    if phrase in lexicon.things:
        return f"{found}V"
    return found or ("#" if _NUMBER.fullmatch(phrase) else "")
