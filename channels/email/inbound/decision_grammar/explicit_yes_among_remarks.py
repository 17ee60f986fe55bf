"""Finds an explicit yes among reports and reasons: "Audit needs none of them any more. You have my ok." Pure; decides nothing.

It is asked about once, and the question repeats the whole call. A clause that tells what was checked, who waits or why says nothing of the
decision; what is left must say yes and nothing against it. To a call that removes something, its own words are no refusal: "get rid of it".
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from channels.email.inbound.decision_grammar.counts_in_call_arguments import mark_counts
from channels.email.inbound.decision_grammar.explicit_yes_words import EXPLICIT_TABLES
from channels.email.inbound.decision_grammar.leaning_by_words import (
    CLAUSES,
    QUOTED,
    LeaningLexicon,
    compile_words,
    fold_text,
    is_yes_with_time,
    load_leaning_words,
    mark_leaning_text,
)
from channels.email.inbound.decision_grammar.line_text import ARE_OF_CJK, mark_askers, strip_cheers, strip_invisible
from channels.email.inbound.decision_grammar.phrase_rules import MARKS, VALUE
from channels.email.inbound.decision_grammar.replier_profile import ReplyAuthor, list_asker_names, list_name_words
from channels.email.inbound.decision_grammar.sentence_reading import UNKNOWN, spell_clause
from channels.email.inbound.decision_grammar.sentence_word_tables import UNSPACED
from channels.email.inbound.decision_grammar.vocabulary import BARE_NO, fold_accents

MAX_TEXT = 600
"""Characters of a text in which an explicit yes is looked for."""

MAX_CLAUSES = 14

ABOUT = 1
"""Unknown words by which the language of a text may differ from the one that knows most of its words."""

REMOVING = frozenset({"delete", "revoke", "cancel", "close"})
"""Acts whose own words refuse other calls: "away with it"."""

_MARKED = "~yhrud"
_STRETCHED = re.compile(r"(?<!\w)([a-z]+?)([a-z])\2+(?!\w)")
_YES_TEXT = "yes ja ok si oui sim tak yep yeah ye klar go dale pewnie jasne okay vale"
_YES_WORDS = frozenset(_YES_TEXT.split())
_FIGURE = re.compile(r"\S*\d\S*")
_NO = frozenset(map(fold_accents, BARE_NO)) | {"nao", "nie", "nej", "nee", "non", "nein"}
_SAID_MARK = f"[{''.join(MARKS)}]"


@dataclass(frozen=True)
class ExplicitLexicon:
    """The word classes of one language as patterns: what says nothing, a yes, what is no report, a report, "not needed", an order to remove."""

    nothing: re.Pattern[str]
    yes: re.Pattern[str]
    hard: re.Pattern[str]
    report: re.Pattern[str]
    unneeded: re.Pattern[str]
    removal: re.Pattern[str]


@lru_cache(maxsize=32)
def load_explicit_words(language: str) -> ExplicitLexicon:
    """Return the patterns of a language; accents are folded in all but the unspaced ones."""
    rows = {row.strip()[0]: row.strip()[2:] for row in EXPLICIT_TABLES[language].strip().split("\n")}
    return ExplicitLexicon(
        *(compile_words(rows[mark].replace("@", _SAID_MARK), language in UNSPACED) for mark in _MARKED)
    )


def has_explicit_yes(text: str, author: ReplyAuthor) -> bool:
    """Whether a text without its greeting and signature says yes, and beside it only reports and gives reasons."""
    found = _read_in_best_languages(text, author)
    return any(each.says_yes() for each in found) and not any(each.is_refused() or each.is_limited() for each in found)


def orders_removal(text: str, author: ReplyAuthor) -> bool:
    """Whether the call removes something and each clause of a text orders that or says that nobody needs the thing."""
    return bool(REMOVING & set(author.call_acts or ())) and any(
        each.is_removal_alone() for each in _read_in_best_languages(text, author)
    )


def _read_in_best_languages(text: str, author: ReplyAuthor) -> "list[_YesReading]":
    """Return the readings of a text in the languages that know most of its words; none of a question, a quotation or a long text."""
    text = strip_invisible(text).strip()
    if not text or len(text) > MAX_TEXT or ">" in text or "?" in text or "？" in text or QUOTED.search(text):
        return []
    marked, is_other = mark_counts(mark_leaning_text(text, author), author.values)
    if is_other:
        return []
    marked = mark_askers(marked, list_asker_names(author))
    is_cjk = ARE_OF_CJK.search(text) is not None
    languages = [each for each in author.languages if each in EXPLICIT_TABLES and (each in UNSPACED) == is_cjk]
    readings = [_YesReading(marked, each, author) for each in languages]
    fewest = min((each.unknown for each in readings), default=0)
    return [each for each in readings if each.unknown <= fewest + ABOUT]


class _YesReading:
    """One text as one language reads it."""

    def __init__(self, text: str, language: str, author: ReplyAuthor) -> None:
        self.words: LeaningLexicon = load_leaning_words(language)
        self.own = load_explicit_words(language)
        self.acts = author.call_acts or ()
        self.language = language
        self.others = list_name_words((), (), author.others) - {
            word for name in list_asker_names(author) for word in name.split()
        }
        bare = text if language in UNSPACED else _shorten(fold_text(text))
        bare = self.own.nothing.sub(" ", bare)
        self.clauses = [each for each in (strip_cheers(each).strip() for each in CLAUSES.split(bare)) if each]
        self.spelt = [spell_clause(each, language, self.acts) for each in self.clauses]
        self.unknown = sum(
            spelt.count(UNKNOWN)
            for clause, spelt in zip(self.clauses, self.spelt, strict=True)
            if not self._is_known(clause)
        )
        self.is_removal = bool(REMOVING & set(self.acts))

    def _is_known(self, clause: str) -> bool:
        return any(pattern.fullmatch(clause) for pattern in (self.own.yes, self.own.unneeded, self.own.removal))

    def _strip(self, clause: str) -> tuple[str, bool]:
        """Return a clause without what says nothing against the call, and whether it said something for it."""
        bare, obstacles = self.words.obstacle.subn(" ", clause)
        removals = 0
        if self.is_removal:
            bare = self.own.unneeded.sub(" ", bare)
            bare, removals = self.own.removal.subn(" ", bare)
        bare = self.words.harmless.sub(" ", bare)
        return bare, bool(obstacles or removals)

    def says_yes(self) -> bool:
        if len(self.clauses) > MAX_CLAUSES:
            return False
        is_yes = False
        for clause, spelt in zip(self.clauses, self.spelt, strict=True):
            bare, speaks_for = self._strip(clause)
            if self._is_yes(clause, bare, spelt, speaks_for):
                is_yes = True
            elif not self._says_nothing(bare):
                return False
        return is_yes

    def _is_yes(self, clause: str, bare: str, spelt: str, speaks_for: bool) -> bool:
        said = [each[0] for each in self.own.yes.finditer(clause)]
        own = any(not (self.words.negation.search(each) or self.own.hard.search(each)) for each in said)
        rest = self.own.yes.sub(" ", clause) if own else clause
        rest, _ = self._strip(rest)
        if self._is_open(rest) or self.words.refusal.search(rest) or self.words.negation.search(rest):
            return False
        if own or speaks_for:
            return True
        if "k" in spelt or "z" in spelt:
            return False
        return self.words.yes.search(bare) is not None or bool(set(spelt) & set("chdxfsy"))

    def _is_open(self, clause: str) -> bool:
        patterns = (self.words.stop, self.words.neither, self.words.contrast, self.words.time)
        figures = _FIGURE.findall(clause)
        is_other = any(pattern.search(clause) for pattern in patterns) or (bool(figures) and VALUE not in clause)
        return (is_other and not is_yes_with_time(self.words, clause)) or any(
            word in self.others for word in re.findall(r"[^\W\d_]+", clause)
        )

    def _says_nothing(self, bare: str) -> bool:
        """Whether a clause is a report or a reason, or has no word against a decision of now."""
        if self.own.hard.search(bare) or self.words.contrast.search(bare) or self.words.neither.search(bare):
            return False
        if set(bare.split()) <= _NO and bare.split():
            return False
        if self.own.report.search(bare):
            return not self.words.refusal.match(bare)
        return not (
            self.words.stop.search(bare)
            or self.words.time.search(bare)
            or self.words.refusal.search(bare)
            or self.words.negation.search(bare)
        )

    def is_refused(self) -> bool:
        """Whether a clause begins with a refusal, or is a bare no."""
        bare = [self._strip(clause)[0].strip() for clause in self.clauses]
        return any(
            self.words.refusal.match(each) or set(each.split()) & _NO == set(each.split()) != set() for each in bare
        )

    def is_limited(self) -> bool:
        """Whether a condition, a limit or a contrast stands in a clause."""
        bare = [self._strip(clause)[0] for clause in self.clauses]
        return any(
            self.own.hard.search(self.own.yes.sub(" ", each)) or self.words.contrast.search(each) for each in bare
        )

    def is_removal_alone(self) -> bool:
        """Whether each clause orders to remove the thing, says that nobody needs it, or is polite, and one orders it."""
        if not self.is_removal:
            return False
        rests = [(self._strip(clause)[0], self.own.removal.search(clause) is not None) for clause in self.clauses]
        if any(is_order and self.words.negation.search(bare) for bare, is_order in rests):
            return False
        return any(is_order for _, is_order in rests) and all(
            self._says_nothing(bare) or not bare.strip() for bare, _ in rests
        )


def _shorten(text: str) -> str:
    """Return a text with stretched words of a yes as they are: "jaa" is "ja", "okk" is "ok"."""

    def replace(found: re.Match[str]) -> str:
        short = found[1] + found[2]
        if short not in _YES_WORDS:
            return found[0]
        return "yes" if short == "si" else short  # alone it is "if"

    return _STRETCHED.sub(replace, text)
