"""Rules of a language for one kind of call: its acts and its things in the orders, agreements and facts of `call_rule_tables`. Pure.

A table of `call_rule_tables` has the notation of `phrase_rules`. Beside it, a row `@refund V pay back` lists words of an act or a thing in a
slot of the language, and `{XV}` in a rule is that slot with the words of the call's own acts alone: to a call that refunds, no rule knows
the words of deleting.
"""

import re
from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache

from channels.email.inbound.decision_grammar.call_rule_tables import CALL_TABLES
from channels.email.inbound.decision_grammar.phrase_patterns import JoinedPatterns, PatternTable, build_pattern
from channels.email.inbound.decision_grammar.phrase_rule_tables import GRAMMARS
from channels.email.inbound.decision_grammar.phrase_rules import UNSPACED, LanguageRules, read_table

_ROW = re.compile(r"@(\S+) ([A-Z]+) (.+)")
_SLOT = re.compile(r"\{X([A-Z]+)\}")
_NONE = "\ue00f"
"""Stands in a slot in which the call's acts have no word: nobody writes it."""

ALWAYS = "any"
"""The act whose words every call has: `@any V handle`."""


@lru_cache(maxsize=64)
def list_act_rows(language: str) -> tuple[tuple[str, str, str], ...]:
    """Return the rows of acts and things of a language as (act, slot, words)."""
    rows = map(str.strip, CALL_TABLES.get(language, "").split("\n"))
    found = [(match[1], match[2], match[3]) for row in rows if (match := _ROW.fullmatch(row))]
    return tuple((act, slot, words) for acts, slot, words in found for act in acts.split(","))


def list_written(words: str) -> list[str]:
    """Return each word of a slot with each of its endings: `send<,s>` is send, sends. Of one with a list in it, what stands in front."""
    heads = [re.split(r"[{(\[]", each)[0].strip() for each in words.split("|")]
    patterns = build_pattern([each for each in heads if each and not set(each) & set(")]}")], {}, "\n")
    return sorted(" ".join(literal.split("\n")).strip() for literal in patterns.literals)


@lru_cache(maxsize=256)
def build_call_rules(base: LanguageRules, acts: tuple[str, ...]) -> LanguageRules:
    """Return the rules of a language with those for a call of these acts added; the same rules for a language without a table."""
    table = CALL_TABLES.get(base.language, "")
    if not table:
        return base
    general = "\n".join(row for row in table.split("\n") if not _ROW.fullmatch(row.strip()))
    lists, _ = read_table(GRAMMARS.get(base.language, ""))
    added_lists, own = read_table(general)
    lists |= added_lists | _fill_slots(base.language, acts, general)
    end = "" if base.language in UNSPACED else " "
    added = PatternTable(own, lists, end)
    return replace(base, patterns=JoinedPatterns(base.patterns, added), base=base, added=frozenset(added))


def _fill_slots(language: str, acts: Collection[str], table: str) -> dict[str, str]:
    slots = dict.fromkeys([*_SLOT.findall(table), *(slot for _, slot, _ in list_act_rows(language))], "")
    known = {*acts, ALWAYS}
    for slot in slots:
        slots[slot] = "|".join(words for act, at, words in list_act_rows(language) if at == slot and act in known)
    return {f"X{slot}": words or _NONE for slot, words in slots.items()}
