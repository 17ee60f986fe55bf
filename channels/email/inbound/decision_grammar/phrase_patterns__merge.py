"""Patterns over words: what a rule of a grammar looks like once it is read, and where in a phrase it ends. Pure.

`(a|b)` is one of the two, `[a|b]` one or none, `{NAME}` a named list, `stem<e,ed>` the stem with one of these endings.
Words that follow each other are one literal, so most of a pattern is a look-up in a set.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

_TOKEN = re.compile(r"\{\w+\}|[()\[\]|]|[^\s()\[\]|{}]+")
_ENDINGS = re.compile(r"([^<>]*)<([^<>]*)>([^<>]*)")


@dataclass(frozen=True, eq=False)
class WordPattern:
    """Alternatives: literals, each with a blank at its end (without in languages that have none), and sequences of patterns."""

    literals: frozenset[str]
    sequences: tuple[tuple["WordPattern", ...], ...] = ()
    may_be_left: bool = False

    def list_words(self) -> Iterator[str]:
        """Every word that stands in it."""
        for literal in self.literals:
            yield from literal.split()
        for sequence in self.sequences:
            for part in sequence:
                yield from part.list_words()


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

    def _compute_ends(self, pattern: WordPattern, start: int) -> Iterator[int]:
        if pattern.may_be_left:
            yield start
        yield from (mark for mark in self.marks if mark > start and self.text[start:mark] in pattern.literals)
        for sequence in pattern.sequences:
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
