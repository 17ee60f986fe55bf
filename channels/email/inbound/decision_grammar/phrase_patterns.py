"""Patterns of phrases: the notation of the tables of rules, and where in a phrase a pattern fits. Pure.

`a (b|c) [d] {LIST}` is words, a choice, what may be left out, and a named list; `a<b,c>` is ab and ac.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

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
        """Every word that stands in it, as often as it does."""
        for literal in self.literals:
            yield from literal.split()
        for sequence in self.sequences:
            for part in sequence:
                yield from part.list_words()

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word that stands in it."""
        own = [word for literal in self.literals for word in literal.split()]
        return frozenset(own).union(*(part.words for sequence in self.sequences for part in sequence))


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


class PatternTable(Mapping[str, WordPattern]):
    """The patterns of a table by kind, each built when it is first asked for. `rows` by kind, `lists` by name: as `read_table` returns them."""

    def __init__(self, rows: Mapping[str, Sequence[str]], lists: Mapping[str, str], end: str) -> None:
        self._rows, self._lists = rows, lists
        self._reader = _PatternReader(lists, end)
        self._built: dict[str, WordPattern] = {}

    def __getitem__(self, kind: str) -> WordPattern:
        if kind not in self._built:
            rows = self._rows[kind]
            self._built[kind] = self._reader.join_patterns([self._reader.read_pattern(row) for row in rows])
        return self._built[kind]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of its patterns, read without building them."""
        tokens: set[str] = set()
        texts, named = [row for rows in self._rows.values() for row in rows], set[str]()
        while texts:
            tokens |= (found := set(_TOKEN.findall(texts.pop())))
            names = {token[1:-1] for token in found if token[0] == "{"} - named
            texts += [self._lists[name] for name in names]
            named |= names
        words = (token for token in tokens if token[0] not in "{([)]|")
        return frozenset(form for word in words for form in _list_forms(word) if form)


class JoinedPatterns(Mapping[str, WordPattern]):
    """The patterns of several tables by kind: of a kind, any of theirs."""

    def __init__(self, *tables: "PatternTable | JoinedPatterns") -> None:
        self._tables = tables
        self._joined: dict[str, WordPattern] = {}

    def __getitem__(self, kind: str) -> WordPattern:
        if kind not in self._joined:
            found = [table[kind] for table in self._tables if kind in table]
            if not found:
                raise KeyError(kind)
            # the parts keep what they found out about themselves
            several = WordPattern(frozenset(), tuple((pattern,) for pattern in found))
            self._joined[kind] = found[0] if len(found) == 1 else several
        return self._joined[kind]

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(kind for table in self._tables for kind in table))

    def __len__(self) -> int:
        return len({kind for table in self._tables for kind in table})

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of its patterns."""
        return frozenset[str]().union(*(table.words for table in self._tables))


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
