"""Finds what an undecided reply leans to by the classes of its words, so that one question is asked about it. Pure; decides nothing.

Words that speak against a decision of now (conditions, questions, doubts, somebody else's decision) outweigh all others. A leaning to an
approval needs a yes, a permission, an order or a negated obstacle; a leaning to a refusal needs a word of refusing or a negated act.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import takewhile
from typing import Literal, TypeAlias

from channels.email.inbound.decision_grammar.decision_word_tables import UNSPACED
from channels.email.inbound.decision_grammar.leaning_words import LEANING_TABLES
from channels.email.inbound.decision_grammar.line_text import (
    ARE_OF_CJK,
    ONLY_CHEERS,
    mark_bots,
    mark_values,
    strip_cheers,
    strip_invisible,
)
from channels.email.inbound.decision_grammar.replier_profile import ReplyAuthor, list_asker_names, list_name_words
from channels.email.inbound.decision_grammar.sentence_reading import REGRET, UNKNOWN, spell_clause
from channels.email.inbound.decision_grammar.vocabulary import BARE_NO, fold_accents, normalize_words

WordLeaning: TypeAlias = Literal["", "approve", "reject"]

MAX_LEANING = 300
"""Characters of a text that may lean to a decision; a longer one tells more than that."""

MAX_SENTENCES = 5
MAX_BEGINNING = 3
"""Words behind a contrast among which a yes begins."""

MAX_NEGATED = 5
"""Words between a negation and what it negates."""

CLAUSES = re.compile(r"[,;:–—、，。！!.\n]+|\s-+\s")
_SENTENCE = re.compile(r"[.!。！…]+(?:\s|$)|[。！]|\n")
_ANY_WORD = r"[^\\s,.;:!?]+"
_MARKS_OF_ROWS = "~0+-na&!tw"
_ENDING = re.compile(r"(?<!\\)([a-z])[*]")
_FOR = re.compile(r"(?<!\w)(?:for|fur|pour|para|per|voor|na|dla|a|at|um|le|o|h|am|pm|uur|uhr)(?!\w)")
"""What stands between a yes and the time that it is for."""

_GOING = re.compile("[👍✅👌🚀🆗🟢✔☑💯🔥]")
"""Emoji that say yes or go beside words; others only cheer."""

QUOTED = re.compile(r"[\"“”„«»「」『』]")
_ASKING = re.compile(r"[^.!?\n。！]*[?？]+")
_FIGURE = re.compile(r"\S*\d\S*")
_FIRST_NO = frozenset(map(fold_accents, BARE_NO)) | {"nao", "nie", "nej", "nee", "non", "nein"}
_BARE_YES = frozenset({"yes", "ja", "oui", "sim", "tak", "はい"})


def _compile_class(mark: str) -> "cached_property[re.Pattern[str]]":
    """The pattern of the rows with this mark of a `LeaningLexicon`, compiled for the first text that is searched with it."""

    def compile_rows(lexicon: "LeaningLexicon") -> re.Pattern[str]:
        return compile_words("|".join(lexicon.rows[mark]), lexicon.is_unspaced)

    return cached_property(compile_rows)


@dataclass(frozen=True, eq=False)
class LeaningLexicon:
    """The word classes of one language as patterns. `rows` are those of its table by mark."""

    rows: Mapping[str, Sequence[str]]
    is_unspaced: bool

    harmless = _compile_class("~")
    obstacle = _compile_class("0")
    yes = _compile_class("+")
    refusal = _compile_class("-")
    negation = _compile_class("n")
    negated = _compile_class("a")
    contrast = _compile_class("&")
    stop = _compile_class("!")
    time = _compile_class("t")
    neither = _compile_class("w")

    def list_patterns(self) -> Sequence[re.Pattern[str]]:
        """Return the patterns of all classes."""
        decided = (self.harmless, self.obstacle, self.yes, self.refusal, self.negation, self.negated)
        return (*decided, self.contrast, self.stop, self.time, self.neither)


@lru_cache(maxsize=32)
def load_leaning_words(language: str) -> LeaningLexicon:
    """Return the patterns of a language; accents are folded in all but the unspaced ones. Raises KeyError for a mark that is no class."""
    rows: dict[str, list[str]] = {mark: [] for mark in _MARKS_OF_ROWS}
    for row in LEANING_TABLES[language].strip().split("\n"):
        mark, _, written = row.strip().partition(" ")
        rows[mark].append(written)
    return LeaningLexicon(rows, language in UNSPACED)


def compile_words(written: str, is_unspaced: bool) -> re.Pattern[str]:
    """Return a row of `leaning_words` as a pattern of whole words; in an unspaced language of letters anywhere."""
    if is_unspaced:
        return re.compile(re.sub(r"(?<![a-z\\])([a-z]{2,})", r"(?<![a-z])\1(?![a-z])", written))
    folded = fold_accents(written).replace("…", r"\b[^.,;:!?\n]*")
    ending = r"\1[^\\W\\d_]*"
    folded = re.sub(r"\\w[+](?= )|(?<= )\\w[+]", _ANY_WORD, folded)
    return re.compile(rf"(?<!\w)(?:{re.sub(_ENDING, ending, folded)})(?!\w)")


def find_word_leaning(text: str, author: ReplyAuthor) -> WordLeaning:
    """Return what a text without its greeting and signature leans to, in the language that knows most of its words."""
    text = strip_invisible(text).strip()
    if (
        ">" in text
        or len(text) > MAX_LEANING
        or len([each for each in _SENTENCE.split(text) if each.strip()]) > MAX_SENTENCES
    ):
        return ""
    if ONLY_CHEERS.fullmatch(text):
        return "approve"
    whole = mark_leaning_text(text, author)
    told, is_answer = _strip_asking(whole)
    if not told.strip(" ,.!"):
        return ""
    languages = [each for each in author.languages if each in LEANING_TABLES]
    is_cjk = ARE_OF_CJK.search(text) is not None
    readings = [_LeaningReading(told, each, is_answer, author) for each in languages if (each in UNSPACED) == is_cjk]
    unknown = [each.count_unknown(whole) for each in readings]
    best = [each for each, count in zip(readings, unknown, strict=True) if count == min(unknown)]
    found = {each.lean() for each in best}
    leaning = found.pop() if len(found) == 1 else ""
    if not leaning and found and not any(each.is_stopped() for each in best):
        decided = found - {""}
        leaning = decided.pop() if len(decided) == 1 else ""
    return leaning


def denies_obstacle(text: str, author: ReplyAuthor) -> bool:
    """Whether a text leans to an approval because it denies what would stand against it: "nothing wrong with it"."""
    if find_word_leaning(text, author) != "approve":
        return False
    is_cjk = ARE_OF_CJK.search(text) is not None
    told = normalize_words(text) if is_cjk else fold_text(normalize_words(text))
    languages = (each for each in author.languages if each in LEANING_TABLES and (each in UNSPACED) == is_cjk)
    return any(load_leaning_words(each).obstacle.search(told) for each in languages)


def strip_negated_obstacles(text: str, author: ReplyAuthor) -> str:
    """Return a text without accents and without what says nothing of a decision: "no reason to wait" asks for no wait."""
    is_cjk = ARE_OF_CJK.search(text) is not None
    text = normalize_words(text) if is_cjk else fold_text(normalize_words(text))
    for language in (each for each in author.languages if each in LEANING_TABLES and (each in UNSPACED) == is_cjk):
        words = load_leaning_words(language)
        text = words.harmless.sub(" ", words.obstacle.sub(" ", text))
    return text


def mark_leaning_text(text: str, author: ReplyAuthor) -> str:
    """Return a text in small letters with marks for the call's own values and our bots, without the name of who is spoken to."""
    lines = mark_values(text, author.values).split("\n")
    signs = tuple(f"{name} |" for name in (*author.signs, *author.names))
    kept = list(takewhile(lambda line: not line.strip().startswith(signs), lines[1:])) if signs else lines[1:]
    marked = "\n".join(map(normalize_words, [*lines[:1], *kept]))
    for name in sorted(list_asker_names(author), key=len, reverse=True):
        marked = re.sub(
            rf"(?:^|(?<=[\n.!,]))\s*{re.escape(name)}\s*,|,?\s*{re.escape(name)}\s*(?=[.!,]|$)", " ", marked
        )
    return mark_bots(marked, (name for name in author.bots))


def _strip_asking(text: str) -> tuple[str, bool]:
    """Return a text without the question in front of its answer, and whether it had one; all is a question: nothing."""
    told = _ASKING.sub(" ", text)
    return told, told != text


class _LeaningReading:
    """One text as one language reads it."""

    def __init__(self, text: str, language: str, is_behind_question: bool, author: ReplyAuthor) -> None:
        self.language = language
        self.words = load_leaning_words(language)
        self.is_behind_question = is_behind_question
        self.author = author
        folded = text if language in UNSPACED else fold_text(text)
        bare, self.obstacles = self.words.obstacle.subn(" ", folded)
        bare = self.words.harmless.sub(" ", bare)
        self.text = self._cut_contrast(bare)
        clauses = [each for each in map(str.strip, CLAUSES.split(self.text)) if each]
        acts = author.call_acts or ()
        self.clauses = clauses
        self.spelt = [spell_clause(each, language, acts) for each in clauses]

    def _cut_contrast(self, text: str) -> str:
        """Return the part behind a contrast that begins with a yes: "in a meeting, but yes, do it"."""
        text = _strip_start(self.words.contrast, text)
        found = self.words.contrast.search(text)
        if found is None:
            return text
        head, tail = text[: found.start()], text[found.end() :].lstrip(" ,")
        begins = " ".join(tail.split()[:MAX_BEGINNING])
        if self.words.yes.search(begins) and not self.words.refusal.search(head):
            return tail
        is_regret = REGRET in spell_clause(head, self.language, ()) and not self.words.yes.search(head)
        return tail if is_regret else text

    def count_unknown(self, text: str) -> int:
        """Return how many words of a text this language does not know."""
        bare = text if self.language in UNSPACED else fold_text(text)
        for pattern in self.words.list_patterns():
            bare = pattern.sub(" ", bare)
        clauses = filter(None, (strip_cheers(each).strip() for each in CLAUSES.split(bare.replace("?", "."))))
        return sum(spell_clause(each, self.language, self.author.call_acts or ()).count(UNKNOWN) for each in clauses)

    def is_stopped(self) -> bool:
        """Whether a condition, a question, a doubt or somebody else's decision stands in the text."""
        return (
            self.words.stop.search(self.text) is not None
            or self.words.neither.search(self.text) is not None
            or self.words.contrast.search(self.text) is not None
            or QUOTED.search(self.text) is not None
        )

    def lean(self) -> WordLeaning:
        if self._refuses():
            return "reject"
        return "approve" if not self.is_behind_question and self._approves() else ""

    def _refuses(self) -> bool:
        text = self.text
        says_yes = any(
            {each.split()[0], each.split()[-1]} & _BARE_YES
            or (self.words.yes.fullmatch(each) and not self.words.refusal.search(each))
            for each in self.clauses
        )
        if (
            self.obstacles
            or says_yes
            or self.words.neither.search(text)
            or QUOTED.search(text)
            or self.words.contrast.search(text)
        ):
            return False
        refusing = [each for each in self.clauses if self._is_bare_no(each) or self._negates(each)]
        if not self.is_behind_question:
            refusing += filter(self.words.refusal.search, self.clauses)
        refusing += filter(self.words.refusal.match, self.clauses)
        if self.clauses and self.clauses[-1] in _FIRST_NO and not self.words.yes.search(text):
            return True
        return bool(refusing) and not any(
            self.words.stop.search(self.words.refusal.sub(" ", each)) for each in refusing
        )

    @staticmethod
    def _is_bare_no(clause: str) -> bool:
        """Whether a clause ends in a bare no behind two words at most: "por tanto no"."""
        words = clause.split()
        return len(words) <= MAX_BEGINNING and words[-1] in _FIRST_NO

    def _negates(self, clause: str) -> bool:
        """Whether a negation stands near an act of refusing or of the call in a clause."""
        negations = [found.span() for found in self.words.negation.finditer(clause)]
        acts = [found.span() for pattern in (self.words.negated, self.words.yes) for found in pattern.finditer(clause)]
        return any(
            _count_between(clause, negation, act) <= MAX_NEGATED
            for negation in negations
            for act in acts
            if negation != act
        )

    def _approves(self) -> bool:
        text = self.text
        if self.is_stopped() or self._names_other_person(text):
            return False
        is_about_other = self.words.time.search(text) is not None or _FIGURE.search(text) is not None
        if is_about_other and not any(is_yes_with_time(self.words, clause) for clause in self.clauses):
            return False
        if (
            self.words.refusal.search(text)
            or self.words.negation.search(text)
            or any("k" in each or "z" in each for each in self.spelt)
        ):
            return False
        return (
            bool(self.obstacles)
            or _GOING.search(text) is not None
            or self.words.yes.search(text) is not None
            or any(set(each) & set("chdxfsby") for each in self.spelt)
        )

    def _names_other_person(self, text: str) -> bool:
        names = {fold_accents(each) for each in list_name_words((), (), self.author.others)}
        return any(word in names for word in re.findall(r"[^\W\d_]+", text))


def is_yes_with_time(words: LeaningLexicon, clause: str) -> bool:
    """Whether a clause is a yes and nothing else, or a yes for a time: "approved for Thursday 9 am"."""
    rest = words.yes.sub(" ", clause, count=1) if words.yes.match(clause) else clause
    rest = _FIGURE.sub(" ", _FOR.sub(" ", words.time.sub(" ", rest)))
    return not rest.strip()


def fold_text(text: str) -> str:
    """Return a text without accents; "sí" would become a condition without it, and "nä" a preposition."""
    return fold_accents(re.sub(r"(?<!\w)nä(?!\w)", "nej", re.sub(r"(?<!\w)s[íì](?!\w)", "yes", text)))


def _strip_start(pattern: re.Pattern[str], text: str) -> str:
    """Return the text without a match at its beginning: "But yes" sets nothing against something."""
    bare = text.lstrip()
    found = pattern.match(bare)
    return bare[found.end() :] if found else text


def _count_between(clause: str, first: tuple[int, int], second: tuple[int, int]) -> int:
    start, end = min(first[1], second[1]), max(first[0], second[0])
    return len(clause[start:end].split())
