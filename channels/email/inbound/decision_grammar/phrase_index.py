"""Finds the phrases of a word table by their first word, and expands an alternative of a row when a text has a word that it begins with. Pure.

A table of some hundred rows stands for up to 50,000 phrases. A reply has a few words, so that nearly none of them is ever asked for.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import cached_property
from typing import Generic, NamedTuple, TypeVar

from channels.email.inbound.decision_grammar.decision_word_tables import UNSPACED
from channels.email.inbound.decision_grammar.table_rows import expand_choice, part_words
from channels.email.inbound.decision_grammar.vocabulary import fold_accents, normalize_words

MarkT = TypeVar("MarkT", bound=Hashable)

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_SIGN = re.compile(r"[()\[\]]")
_SIGN_OR_BAR = re.compile(r"[()\[\]|]")
_INSIDE_WORD = re.compile(r"[^\s|(\[][(\[]|[)\]][^\s|)\]]")
"""A bracket within a word: `send[s]`."""


class TablePhrase(NamedTuple, Generic[MarkT]):
    """A phrase of a row: the row's mark, the phrase as the row has it, and one of its spellings."""

    mark: MarkT
    written: str
    form: str


class PhraseIndex(Generic[MarkT]):
    """The rows of one language as (mark, alternatives in the notation of `table_rows`), in their order.

    `list_forms` returns the spellings of a phrase of a row with this mark. Their first word is that of the phrase, with its accents or without, or with "ue" for "ü".
    """

    def __init__(
        self, rows: Iterable[tuple[MarkT, str]], language: str, list_forms: Callable[[str, MarkT], Iterable[str]]
    ) -> None:
        self.language, self.list_forms = language, list_forms
        self.rows = tuple((mark, part_words(normalize_words(written), language)) for mark, written in rows)

    def find_key(self, phrase: str) -> str:
        """Return the key of a phrase for `list_phrases`: its first word; where no blanks part words, all phrases have one key."""
        return "" if self.language in UNSPACED else phrase.partition(" ")[0]

    def list_phrases(self, key: str) -> Iterator[TablePhrase[MarkT]]:
        """Yield the phrases whose key this is, in the order of their rows."""
        for mark, alternative, first in self._by_first_word.get(key, ()):
            for phrase in _expand_from(alternative, first):
                for form in self.list_forms(phrase, mark):
                    if self.find_key(form) == key:
                        yield TablePhrase(mark, phrase, form)

    def list_keys(self) -> Iterable[str]:
        """Return the keys under which phrases may be; under a key without its accents there may be none."""
        return self._by_first_word.keys()

    def list_single_words(self, *marks: MarkT) -> frozenset[str]:
        """Return the phrases of one word in the rows with one of these marks."""
        return frozenset(
            form
            for mark, written in self.rows
            if mark in marks
            for alternative in _split_at_bars(written)
            for phrase in _expand(alternative, lambda head: len(head.split()) < 2)
            for form in self.list_forms(phrase, mark)
            if " " not in form
        )

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of every phrase; where no blanks part words, their letters and the phrases."""
        if self.language in UNSPACED:
            forms = {each.form for each in self.list_phrases("")}
            return frozenset(forms.union(*forms))
        found: set[tuple[str, MarkT]] = set()
        for mark, written in self.rows:
            for alternative in _split_at_bars(written):
                is_parted = not _INSIDE_WORD.search(alternative)
                phrases = (_SIGN_OR_BAR.sub(" ", alternative),) if is_parted else _expand(alternative)
                found.update((word, mark) for phrase in phrases for word in phrase.split())
        return frozenset(form for word, mark in found for form in self.list_forms(word, mark))

    @cached_property
    def longest(self) -> int:
        """Words of the longest phrase at most, or its letters where no blanks part words."""
        if self.language in UNSPACED:
            return max((len(each.form) for each in self.list_phrases("")), default=0)
        alternatives = (alternative for _, written in self.rows for alternative in _split_at_bars(written))
        return max(map(_count_words, alternatives), default=0)

    @cached_property
    def _by_first_word(self) -> dict[str, list[tuple[MarkT, str, str]]]:
        """By key: the mark, an alternative with a phrase of this key, and the first word of it as the row has it."""
        found: dict[str, list[tuple[MarkT, str, str]]] = {}
        for mark, written in self.rows:
            for alternative in _split_at_bars(written):
                for first in ("",) if self.language in UNSPACED else _list_first_words(alternative):
                    for key in {first} if first.isascii() else {first, fold_accents(first), first.translate(UMLAUTS)}:
                        found.setdefault(key, []).append((mark, alternative, first))
        return found


def _split_at_bars(text: str) -> Iterator[str]:
    """Yield the alternatives of a row without those of its brackets."""
    if not _SIGN.search(text):
        yield from filter(str.strip, text.split("|"))
        return
    depth, start = 0, 0
    for at, sign in enumerate(text):
        if sign in "([":
            depth += 1
        elif sign in ")]":
            depth -= 1
        elif sign == "|" and not depth:
            yield text[start:at]
            start = at + 1
    yield text[start:]


def _list_parts(alternative: str) -> Iterator[list[str]]:
    """Yield the parts of an alternative that follow each other, each as its choices: a literal has one."""
    at = 0
    while at < len(alternative):
        if not (found := _SIGN.search(alternative, at)):
            yield [alternative[at:]]
            return
        if found.start() > at:
            yield [alternative[at : found.start()]]
        choices, at = expand_choice(alternative, found.end())
        yield [*choices, ""] if found[0] == "[" else choices


def _expand(alternative: str, is_wanted: Callable[[str], bool] = bool) -> Iterator[str]:
    """Yield the phrases of an alternative whose beginnings are all wanted."""
    heads = [""]
    for choices in _list_parts(alternative):
        heads = [head + each for head in heads for each in choices]
        heads = [head for head in heads if not head or is_wanted(head)]
    return (phrase for head in heads if (phrase := " ".join(head.split())))


def _expand_from(alternative: str, first: str) -> Iterator[str]:
    """Yield the phrases of an alternative that begin with this word; with the empty one all."""
    if not first:
        return _expand(alternative)
    if not _SIGN.search(alternative):
        return iter((" ".join(alternative.split()),))
    found = _expand(alternative, lambda head: _may_begin_with(head, first))
    return (phrase for phrase in found if phrase.partition(" ")[0] == first)


def _may_begin_with(head: str, first: str) -> bool:
    word, is_whole, _ = head.lstrip().partition(" ")
    return word == first if is_whole else first.startswith(word)


def _list_first_words(alternative: str) -> set[str]:
    """Return the first words of the phrases of an alternative."""
    if not _SIGN.search(alternative):
        return {alternative.split()[0]}
    found: set[str] = set()
    heads = {""}
    for choices in _list_parts(alternative):
        grown = {(head + each).lstrip() for head in heads for each in choices}
        found.update(head.partition(" ")[0] for head in grown if " " in head)
        if not (heads := {head for head in grown if " " not in head}):
            break
    return found | heads - {""}


def _count_words(alternative: str) -> int:
    return sum(max(len(each.split()) for each in choices) for choices in _list_parts(alternative))
