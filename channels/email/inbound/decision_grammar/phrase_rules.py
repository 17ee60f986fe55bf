"""Productive rules of a language's replies: which phrases approve, support, reject, ask to wait or are polite. Pure.

A table has one rule a line, in the notation of `phrase_patterns`; `NAME = a|b` names a list. What begins with `+` approves, `~`
supports a yes and sounds like one, `?` tells a fact that an order to act may stand beside, `-` rejects, `!` asks to wait, `=` is a courtesy; `>` may stand in front of an approval, `<`
behind a phrase. A phrase fits whole or not at all: a word that no rule knows makes it none.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from itertools import islice, product
from typing import Literal

from channels.email.inbound.decision_grammar.decision_word_tables import SENTENCE_TABLES
from channels.email.inbound.decision_grammar.doubt_words import has_doubt
from channels.email.inbound.decision_grammar.phrase_patterns import (
    JoinedPatterns,
    PatternTable,
    PhraseText,
    WordPattern,
    build_pattern,
)
from channels.email.inbound.decision_grammar.phrase_rule_tables import GRAMMARS
from channels.email.inbound.decision_grammar.vocabulary import fold_accents

RuleKind = Literal["approve", "support", "context", "reject", "hold", "courtesy"]
PhraseEnds = Callable[[int], Iterable[int]]

VALUE = "\ue000"
"""Stands in a phrase for a value of the request's own arguments. A line in which a person wrote it holds no phrase."""

BOT = "\ue001"
"""Stands in a phrase for the name of a bot that asked. A line in which a person wrote it holds no phrase."""

PARTY = "\ue002"
"""Stands in a phrase for a person or a company that the call is about. A line in which a person wrote it holds no phrase."""

ASKER = "\ue003"
"""Stands in a fact or a courtesy for who asked."""

MARKS = (VALUE, BOT, PARTY, ASKER)
"""What no person's line holds."""

UNSPACED = frozenset({"ja", "zh", "ko"})
"""Languages whose phrases are compared without blanks."""

MAX_WORDS = 24
"""Words of a phrase that rules are tried on."""

MAX_UNSPACED = 60
"""Characters of a phrase that rules are tried on, where words are not parted by blanks."""

_MARKS = {
    "+": "approve",
    "~": "support",
    "?": "context",
    "-": "reject",
    "!": "hold",
    "=": "courtesy",
    ">": "before",
    "<": "behind",
}
_TWICE = re.compile(r"(?:^| )(\S+) \1(?: |$)")
_BEFORE, _CORES, _BEHIND = 4, 3, 3
"""How many phrases may follow each other in front of an approval, in it, and behind it."""

_AND: Mapping[str, str] = {
    "en": "and|so|&|therefore|hence|then", "de": "und|also|daher|deshalb|somit", "fr": "et|donc|alors", "es": "y|así que|por lo tanto|por tanto",
    "it": "e|quindi|perciò|pertanto", "pt": "e|portanto|por isso|então", "nl": "en|dus|daarom", "pl": "i|więc|zatem|dlatego", "sv": "och|så|därför",
    "da": "og", "nb": "og", "fi": "ja", "cs": "a", "tr": "ve", "ru": "и", "uk": "і|та",
}  # fmt: skip
"""Words between two approving phrases. Two may also follow each other without one."""

_NOTHING = WordPattern(frozenset())
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})

MIN_ACCENTED = 3
"""Letters of a word that is known without its accents: shorter ones are other words ("si", "é")."""

MAX_ACCENTED = 9
"""Forms of a phrase that are tried."""


def _list_bare_forms(word: str, language: str) -> tuple[str, ...]:
    """A word as it is typed without its accents; none where it has none."""
    bare = fold_accents(word)
    if bare == word:
        return ()
    return (bare, word.translate(_GERMAN)) if language == "de" else (bare,)


@cache
def list_dangerous_words() -> frozenset[str]:
    """The single words that keep a clause from being read in some language, as the tables of sentences list them."""
    rows = (row for table in SENTENCE_TABLES.values() for row in table.split("\n") if row.startswith("! "))
    phrases = (phrase.strip() for row in rows for phrase in row[2:].split("|"))
    return frozenset(phrase for phrase in phrases if phrase.isalpha())


@dataclass(frozen=True, eq=False)
class LanguageRules:
    """The rules of one language. `phrases` are its closed list of approving phrases, which rules may join to others.

    Rules for one kind of call name the `base` that they extend and the kinds of patterns that they have `added`. A pattern is built
    for the first phrase of whose words all stand in the tables.
    """

    language: str
    phrases: WordPattern
    joints: WordPattern
    patterns: PatternTable | JoinedPatterns
    base: "LanguageRules | None" = None
    added: frozenset[str] = frozenset()
    folded: dict[str, WordPattern] = field(default_factory=dict)

    def is_kind(self, kind: RuleKind, phrase: str) -> bool:
        """Whether the phrase, as `normalize_phrase` writes it, is of this kind. Refusals and delays need no accents."""
        is_folded = kind in ("reject", "hold") and self.language not in UNSPACED
        if not self._has_known_words(fold_accents(phrase) if is_folded else phrase):
            return False
        if not is_folded:
            return any(self._is_kind_as_written(kind, each) for each in self._list_accented(phrase))
        return self._is_one(self._prepare_text(fold_accents(phrase)), kind, self._find_folded(kind))

    def _is_kind_as_written(self, kind: RuleKind, phrase: str) -> bool:
        if kind in ("support", "context") and f"{phrase.rpartition(' ')[2]} " in self.joints.literals:
            return False  # a conjunction at the end begins what is not said
        if kind == "approve":
            return not _TWICE.search(phrase) and self._is_approval(self._prepare_text(phrase))
        return self._is_one(self._prepare_text(phrase), kind, self.patterns.get(kind, _NOTHING))

    def _list_accented(self, phrase: str) -> Iterator[str]:
        """Yield the phrase, and what it is with the accents that many writers leave out.

        A word of doubt in any language gets none: "last" is not Swedish "läst" without its accent.
        """
        yield phrase
        words = phrase.split()
        if self.language in UNSPACED or not any(word in self._accented for word in words):
            return
        dangerous = list_dangerous_words()
        choices = [
            (word, *(() if word in dangerous or has_doubt(word) else self._accented.get(word, ()))) for word in words
        ]
        forms = islice(product(*choices), 1, MAX_ACCENTED)
        yield from (" ".join(form) for form in forms)

    def has_wait_start(self, phrase: str) -> bool:
        """Whether the phrase begins with a wish to wait, whatever follows."""
        is_spaced = self.language not in UNSPACED
        if is_spaced and not self._has_known_words(fold_accents(phrase.partition(" ")[0])):
            return False
        pattern = self._find_folded("hold") if is_spaced else self.patterns.get("hold", _NOTHING)
        first = " ".join(phrase.split()[:MAX_WORDS]) if is_spaced else phrase.replace(" ", "")[:MAX_UNSPACED]
        return bool(self._prepare_text(fold_accents(first) if is_spaced else first).find_ends(pattern, 0))

    def _has_known_words(self, phrase: str) -> bool:
        """Whether every word of the phrase stands somewhere in the tables: else no rule fits."""
        return self.language in UNSPACED or self._vocabulary.issuperset(phrase.split())

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        bare = [form for word in self._exact for form in _list_bare_forms(word, self.language)]
        return self._exact.union(bare)

    @cached_property
    def _accented(self) -> Mapping[str, tuple[str, ...]]:
        """By word without accents, and in German with "ue" for "ü": the words with them."""
        found: dict[str, set[str]] = {}
        for word in self._exact:
            for bare in _list_bare_forms(word, self.language):
                found.setdefault(bare, set()).add(word)
        return {bare: tuple(sorted(words)) for bare, words in found.items() if len(bare) >= MIN_ACCENTED}

    @cached_property
    def _exact(self) -> frozenset[str]:
        """The words of the tables as they stand there."""
        return self.phrases.words | self.joints.words | self.patterns.words

    def _find_folded(self, kind: RuleKind) -> WordPattern:
        """Return the rules of refusals or delays without accents."""
        if self.base is not None and not {"reject", "hold"} & self.added:
            return self.base._find_folded(kind)
        if kind not in self.folded:
            self.folded[kind] = _strip_pattern_accents(self.patterns.get(kind, _NOTHING))
        return self.folded[kind]

    def _prepare_text(self, phrase: str) -> PhraseText:
        """The phrase as the patterns have it; empty when it is too long."""
        if self.language in UNSPACED:
            text = phrase.replace(" ", "")
            return PhraseText(text, tuple(range(len(text) + 1))) if len(text) <= MAX_UNSPACED else PhraseText("", ())
        text = f"{phrase} "
        marks = (0, *(found.end() for found in re.finditer(" ", text)))
        return PhraseText(text, marks) if len(marks) <= MAX_WORDS + 1 else PhraseText("", ())

    def _is_approval(self, text: PhraseText) -> bool:
        """Whether words in front, approving phrases with "and" or nothing between, and words behind make up the phrase."""
        start = _advance_repeatedly({0}, self._find_openings(text), _BEFORE)
        told = _advance_once(start, self._find_ends(text, "context"))  # "the parcel is back so refund her"
        start = start | _advance_once(told, lambda place: text.find_ends(self.joints, place))
        found = done = _advance_once(start, self._find_cores(text))
        for _ in range(_CORES - 1):
            done = _advance_once(
                done | _advance_once(done, lambda place: text.find_ends(self.joints, place)), self._find_cores(text)
            )
            found = found | done
        after = ("behind",) if self.language in UNSPACED else ("behind", "support")
        return bool(text.text) and len(text.text) in _advance_repeatedly(found, self._find_ends(text, *after), _BEHIND)

    def _find_openings(self, text: PhraseText, kind: RuleKind = "approve") -> PhraseEnds:
        """What may stand in front: words of assent, supporting phrases, "and" and "so"; in front of a fact also facts."""
        before = self._find_ends(text, "before", "support", *(["context"] if kind == "context" else []))
        return lambda place: {*before(place), *text.find_ends(self.joints, place)}

    def _find_cores(self, text: PhraseText) -> PhraseEnds:
        by_rule = self._find_ends(text, "approve")
        return lambda place: {*by_rule(place), *text.find_ends(self.phrases, place)}

    def _is_one(self, text: PhraseText, kind: RuleKind, pattern: WordPattern) -> bool:
        """Whether one phrase of this kind, with words that may stand behind it, makes up the phrase."""
        start = {0}
        if kind in ("support", "context"):
            start = _advance_repeatedly({0}, self._find_openings(text, kind), _BEFORE)
        alone = self._find_ends(text, "before") if kind == "support" else self._find_ends(text)
        found = _advance_once(start, lambda place: {*text.find_ends(pattern, place), *alone(place)})
        behind = found if kind == "courtesy" else _advance_repeatedly(found, self._find_ends(text, "behind"), _BEHIND)
        return bool(text.text) and len(text.text) in behind

    def _find_ends(self, text: PhraseText, *kinds: str) -> PhraseEnds:
        patterns = [self.patterns[kind] for kind in kinds if kind in self.patterns]
        return lambda place: {end for pattern in patterns for end in text.find_ends(pattern, place)}


def _advance_once(starts: set[int], ends: PhraseEnds) -> set[int]:
    return {end for start in starts for end in ends(start) if end > start}


def _advance_repeatedly(starts: set[int], ends: PhraseEnds, times: int) -> set[int]:
    found = starts
    for _ in range(times):
        found = found | _advance_once(found, ends)
    return found


@lru_cache(maxsize=32)
def build_rules(language: str, phrases: frozenset[str]) -> LanguageRules:
    """The rules of a language with its closed list of approving phrases, which is all that a language without a table has."""
    lists, rows = read_table(GRAMMARS.get(language, ""))
    end = "" if language in UNSPACED else " "
    written = frozenset(f"{phrase} " if end else phrase.replace(" ", "") for phrase in phrases)
    return LanguageRules(
        language,
        WordPattern(written),
        build_pattern([_AND[language]] if language in _AND else [], {}, end),
        PatternTable(rows, lists, end),
    )


def read_table(table: str) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Return the lists of a table by name and its rules by kind."""
    lists: dict[str, str] = {}
    rows: dict[str, list[str]] = {}
    for line in filter(None, map(str.strip, table.split("\n"))):
        name, is_list, words = line.partition(" = ")
        if is_list and re.fullmatch(r"[A-Z0-9]+", name):
            lists[name] = words
        else:
            rows.setdefault(_MARKS[line[0]], []).append(line[1:].strip())
    return lists, rows


def _strip_pattern_accents(pattern: WordPattern, stripped: dict[int, WordPattern] | None = None) -> WordPattern:
    """Return the pattern without accents. A list that stands in several rows is one object, and is stripped once."""
    done = {} if stripped is None else stripped
    if id(pattern) not in done:
        literals = frozenset(each if each.isascii() else fold_accents(each) for each in pattern.literals)
        sequences = tuple(
            tuple(_strip_pattern_accents(part, done) for part in sequence) for sequence in pattern.sequences
        )
        done[id(pattern)] = WordPattern(literals, sequences, pattern.may_be_left)
    return done[id(pattern)]
