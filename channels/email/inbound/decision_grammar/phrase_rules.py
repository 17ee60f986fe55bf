"""Productive rules of a language's replies: which phrases approve, support, reject, ask to wait or are polite. Pure.

A table has one rule a line, in the notation of `phrase_patterns`; `NAME = a|b` names a list. What begins with `+` approves, `~`
supports a yes and sounds like one, `?` tells a fact that an order to act may stand beside, `-` rejects, `!` asks to wait, `=` is a courtesy; `>` may stand in front of an approval, `<`
behind a phrase. A phrase fits whole or not at all: a word that no rule knows makes it none.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import product
from typing import Literal

from channels.email.inbound.decision_grammar.languages import GRAMMARS
from channels.email.inbound.decision_grammar.vocabulary import fold_accents

_TOKEN = re.compile(r"\{\w+\}|[()\[\]|]|[^\s()\[\]|{}]+")
_ENDINGS = re.compile(r"([^<>]*)<([^<>]*)>([^<>]*)")


@dataclass(frozen=True, eq=False)
class WordPattern:
    """Alternatives: literals, each with a blank at its end (without in languages that have none), and sequences of patterns."""

    literals: frozenset[str]
    sequences: tuple[tuple["WordPattern", ...], ...] = ()
    may_be_left: bool = False

    @cached_property
    def longest(self) -> int:
        """Characters of its longest literal."""
        return max(map(len, self.literals), default=0)

    @cached_property
    def may_be_empty(self) -> bool:
        """Whether it fits nothing at all, too."""
        return self.may_be_left or any(all(part.may_be_empty for part in sequence) for sequence in self.sequences)

    @cached_property
    def first_units(self) -> frozenset[str]:
        """The first words of what it fits, or the first letters where no blanks part words."""
        own = {literal.partition(" ")[0] if literal.endswith(" ") else literal[:1] for literal in self.literals}
        return frozenset(own).union(*map(_list_first_units, self.sequences))

    @cached_property
    def sequences_by_unit(self) -> Mapping[str, tuple[tuple["WordPattern", ...], ...]]:
        """Which sequences can begin with a word or a letter. Those that may be empty stand under each of them and under the empty text."""
        firsts = [(sequence, _list_first_units(sequence)) for sequence in self.sequences]
        empty = [sequence for sequence in self.sequences if all(part.may_be_empty for part in sequence)]
        units = {"", *(unit for _, found in firsts for unit in found)}
        return {
            unit: tuple(sequence for sequence, found in firsts if unit in found or sequence in empty) for unit in units
        }

    def list_words(self) -> Iterator[str]:
        """Every word that stands in it."""
        for literal in self.literals:
            yield from literal.split()
        for sequence in self.sequences:
            for part in sequence:
                yield from part.list_words()


def _list_first_units(sequence: Iterable[WordPattern]) -> frozenset[str]:
    found: set[str] = set()
    for part in sequence:
        found |= part.first_units
        if not part.may_be_empty:
            break
    return frozenset(found)


@dataclass(frozen=True)
class PhraseText:
    """A phrase, the places where a part of it may begin or end, and what was found out about it."""

    text: str
    marks: tuple[int, ...]
    found: dict[tuple[int, int], frozenset[int]] = field(default_factory=dict)

    def find_ends(self, pattern: WordPattern, start: int) -> frozenset[int]:
        """Where the pattern can end that begins at `start`; nowhere: it does not fit."""
        key = (id(pattern), start)
        if key not in self.found:
            self.found[key] = frozenset(self._compute_ends(pattern, start))
        return self.found[key]

    def _find_unit(self, start: int) -> str:
        return self.text[start:].partition(" ")[0] if self.text.endswith(" ") else self.text[start : start + 1]

    def _compute_ends(self, pattern: WordPattern, start: int) -> Iterator[int]:
        if pattern.may_be_left:
            yield start
        for mark in self.marks[bisect_right(self.marks, start) :]:
            if mark - start > pattern.longest:
                break
            if self.text[start:mark] in pattern.literals:
                yield mark
        by_unit = pattern.sequences_by_unit
        for sequence in by_unit.get(self._find_unit(start), by_unit[""]):
            reached: set[int] = {start}
            for part in sequence:
                reached = {end for place in reached for end in self.find_ends(part, place)}
                if not reached:
                    break
            yield from reached


def build_pattern(rows: Iterable[str], lists: Mapping[str, str], end: str) -> WordPattern:
    """The alternatives of these rows. `end` stands behind each word. Raises ValueError for a row that is not well formed."""
    reader = _PatternReader(lists, end)
    return reader.join_patterns([reader.read_pattern(row) for row in rows])


class _PatternReader:
    """Reads patterns; each named list becomes one pattern that all rules share."""

    def __init__(self, lists: Mapping[str, str], end: str) -> None:
        self.lists, self.end = lists, end
        self.named: dict[str, WordPattern] = {}

    def read_pattern(self, row: str) -> WordPattern:
        tokens = _TOKEN.findall(row)[::-1]
        found = self._read_alternatives(tokens)
        if tokens:
            raise ValueError(f"{row!r} has a bracket too many")
        return found

    def join_patterns(self, patterns: list[WordPattern]) -> WordPattern:
        """One pattern that is any of these."""
        literals = frozenset().union(*(each.literals for each in patterns)) if patterns else frozenset()
        return WordPattern(literals, tuple(sequence for each in patterns for sequence in each.sequences))

    def _read_alternatives(self, tokens: list[str]) -> WordPattern:
        """Reads up to a closing bracket or the end; `tokens` are in reverse."""
        literals: set[str] = set()
        sequences: list[tuple[WordPattern, ...]] = []
        while True:
            run = self._read_sequence(tokens)
            match run:
                case [WordPattern(sequences=(), may_be_left=False) as only]:
                    literals |= only.literals
                case _:
                    sequences.append(tuple(run))
            if not tokens or tokens[-1] != "|":
                return WordPattern(frozenset(literals), tuple(sequences))
            tokens.pop()

    def _read_sequence(self, tokens: list[str]) -> list[WordPattern]:
        found: list[WordPattern] = []
        words: list[str] = []
        while tokens and tokens[-1] not in "|)]":
            token = tokens.pop()
            if token[0] in "([{":
                found += [*self._build_literal(words), self._read_group(token, tokens)]
                words = []
            else:
                words.append(token)
        return [*found, *self._build_literal(words)]

    def _read_group(self, opening: str, tokens: list[str]) -> WordPattern:
        if opening[0] == "{":
            return self._find_named_list(opening[1:-1])
        inner = self._read_alternatives(tokens)
        if not tokens or tokens.pop() != {"(": ")", "[": "]"}[opening]:
            raise ValueError(f"a bracket {opening} is not closed")
        return WordPattern(inner.literals, inner.sequences, may_be_left=opening == "[")

    def _find_named_list(self, name: str) -> WordPattern:
        if name not in self.named:
            self.named[name] = self.read_pattern(self.lists[name])
        return self.named[name]

    def _build_literal(self, words: list[str]) -> list[WordPattern]:
        """The words in a row as one literal, once for each combination of their endings."""
        forms = product(*(_list_forms(word) for word in words))
        return [WordPattern(frozenset("".join(word + self.end for word in form) for form in forms))] if words else []


def _list_forms(word: str) -> list[str]:
    found = _ENDINGS.fullmatch(word)
    return [f"{found[1]}{ending}{found[3]}" for ending in found[2].split(",")] if found else [word]


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


@dataclass(frozen=True, eq=False)
class LanguageRules:
    """The rules of one language. `phrases` are its closed list of approving phrases, which rules may join to others."""

    language: str
    phrases: WordPattern
    joints: WordPattern
    patterns: Mapping[str, WordPattern]

    def is_kind(self, kind: RuleKind, phrase: str) -> bool:
        """Whether the phrase, as `phrase_of` writes it, is of this kind. Refusals and delays need no accents."""
        is_folded = kind in ("reject", "hold") and self.language not in UNSPACED
        if not self._has_known_words(fold_accents(phrase) if is_folded else phrase):
            return False
        if kind in ("support", "context") and f"{phrase.rpartition(' ')[2]} " in self.joints.literals:
            return False  # a conjunction at the end begins what is not said
        if kind == "approve":
            return not _TWICE.search(phrase) and self._is_approval(self._prepare_text(phrase))
        pattern = self._folded[kind] if is_folded else self.patterns.get(kind, _NOTHING)
        return self._is_one(self._prepare_text(fold_accents(phrase) if is_folded else phrase), kind, pattern)

    def has_wait_start(self, phrase: str) -> bool:
        """Whether the phrase begins with a wish to wait, whatever follows."""
        is_spaced = self.language not in UNSPACED
        pattern = self._folded["hold"] if is_spaced else self.patterns.get("hold", _NOTHING)
        first = " ".join(phrase.split()[:MAX_WORDS]) if is_spaced else phrase.replace(" ", "")[:MAX_UNSPACED]
        return bool(self._prepare_text(fold_accents(first) if is_spaced else first).find_ends(pattern, 0))

    def _has_known_words(self, phrase: str) -> bool:
        """Whether every word of the phrase stands somewhere in the tables: else no rule fits."""
        return self.language in UNSPACED or self._vocabulary.issuperset(phrase.split())

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        known = [word for each in (self.phrases, self.joints, *self.patterns.values()) for word in each.list_words()]
        return frozenset([*known, *map(fold_accents, known)])

    @cached_property
    def _folded(self) -> Mapping[str, WordPattern]:
        """The rules of refusals and delays without accents."""
        return {kind: _strip_pattern_accents(self.patterns.get(kind, _NOTHING)) for kind in ("reject", "hold")}

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
    patterns = {kind: build_pattern(found, lists, end) for kind, found in rows.items()}
    written = frozenset(f"{phrase} " if end else phrase.replace(" ", "") for phrase in phrases)
    return LanguageRules(
        language, WordPattern(written), build_pattern([_AND[language]] if language in _AND else [], {}, end), patterns
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


def _strip_pattern_accents(pattern: WordPattern) -> WordPattern:
    literals = frozenset(map(fold_accents, pattern.literals))
    sequences = tuple(tuple(map(_strip_pattern_accents, sequence)) for sequence in pattern.sequences)
    return WordPattern(literals, sequences, pattern.may_be_left)
