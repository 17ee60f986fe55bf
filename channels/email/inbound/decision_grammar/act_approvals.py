"""Reads clauses that approve the call by its own act, its bot or its count: "accessbot may grant it", "12 is fine". Pure.

Each such clause becomes a plain approval of its language, and `plain_reading` judges it with all that stands beside it. The acts, the bot
and the number are those of the card: another bot, another number or another act matches nothing.
"""

import re
from functools import lru_cache

from channels.email.inbound.decision_grammar.act_approval_patterns import (
    ACT_PATTERNS,
    COUNT_NOUNS,
    DETERMINERS,
    OBJECTS,
    PLAIN_APPROVALS,
    THE_BOT,
)
from channels.email.inbound.decision_grammar.call_rule_builder import ALWAYS, list_act_rows, list_written
from channels.email.inbound.decision_grammar.counts_in_call_arguments import find_count, mark_counts, mark_raised_counts
from channels.email.inbound.decision_grammar.line_text import mark_bots, mark_values
from channels.email.inbound.decision_grammar.phrase_rules import BOT, MARKS, PARTY, VALUE
from channels.email.inbound.decision_grammar.replier_profile import ReplyAuthor, list_bot_names
from channels.email.inbound.decision_grammar.sentence_word_tables import UNSPACED
from channels.email.inbound.decision_grammar.vocabulary import fold_accents, normalize_words

_BREAKS = re.compile(r"([,;!！、。\n]+\s*|\.(?=\s|$)\s*|:\s+|：|\s[-–—]+\s)")
_COUNT = "\ue00e"
"""Stands for the call's count: nobody writes it."""

_INFINITIVES = {"en": "V", "ja": "N"}
_ENDINGS = {"it": "(?:e|lo|la|li|le|glielo|gliela)"}
"""By language: the end of an infinitive, with the pronouns that follow it in one word."""

MAX_CLAUSE = 80


def mark_act_approvals(text: str, author: ReplyAuthor) -> str:
    """Return the text with a plain approval for each clause that approves the call by its act, its bot or its count."""
    if author.call_acts is None or any(mark in text for mark in (*MARKS, _COUNT)):
        return text
    parts = _BREAKS.split(text)
    for at in range(0, len(parts), 2):
        if parts[at].strip() and len(parts[at]) <= MAX_CLAUSE:
            parts[at] = _read_clause(parts[at], author)
    return "".join(parts)


def _read_clause(clause: str, author: ReplyAuthor) -> str:
    bots = list_bot_names(author) & set(map(normalize_words, author.bots))
    counted = clause
    if find_count(author.values) is not None and "scale" in (author.call_acts or ()):
        count = str(find_count(author.values))
        marked, is_other = mark_counts(mark_raised_counts(clause, author.values, count), author.values)
        counted = clause if is_other else marked.replace(VALUE, _COUNT)
    told = mark_bots(normalize_words(mark_values(counted, author.values)), bots)
    folded = fold_accents(told).strip(" .")
    for language in author.languages:
        pattern = _compile_patterns(language, tuple(author.call_acts or ())) if language in ACT_PATTERNS else None
        if pattern and pattern.fullmatch(told.strip(" .") if language in UNSPACED else folded):
            return PLAIN_APPROVALS[language]
    return clause


@lru_cache(maxsize=256)
def _compile_patterns(language: str, acts: tuple[str, ...]) -> re.Pattern[str]:
    """Return the patterns of a language for a call of these acts as one."""
    known = {*acts, ALWAYS}
    rows = [row for row in list_act_rows(language) if row[0] in known]
    things = [*_list_forms(rows, "O", language), *_list_forms(rows, "A", language)]
    slots = {
        "B": f"(?:{BOT}|{THE_BOT[language]})",
        "C": rf"{_COUNT}(?:\s?(?:{COUNT_NOUNS[language]}))?",
        "V": _choose(_list_forms(rows, _INFINITIVES.get(language, "I"), language), _ENDINGS.get(language, "")),
        "T": _choose(_list_forms(rows, "T", language)),
        "N": _choose(_list_forms([row for row in rows if row[0] != ALWAYS], "N", language)),
        "O": f"(?:{OBJECTS[language]}|(?:{DETERMINERS[language]})?(?:{_choose(things)}|{VALUE})|{PARTY})",
    }
    written = "|".join(filter(None, map(str.strip, ACT_PATTERNS[language].strip().split("\n"))))
    return re.compile(re.sub(r"\{([BCVTNO])\}", lambda found: slots[found[1]], written))


def _list_forms(rows: list[tuple[str, str, str]], slot: str, language: str) -> list[str]:
    words = {word for _, at, written in rows if at == slot for word in list_written(written)}
    return sorted(words if language in UNSPACED else set(map(fold_accents, words)), key=len, reverse=True)


def _choose(words: list[str], ending: str = "") -> str:
    """Return a pattern of words; with an `ending` its last letter may be that instead: "assegnare", "assegnarlo"."""
    written = [re.escape(word) if not ending else f"{re.escape(word[:-1])}{ending}" for word in words]
    return f"(?:{'|'.join(written)})" if words else "(?!)"
