"""Phrases that are expanded by their first word have the classes that the expansion of every row gives them."""

import pytest

from channels.email.inbound.decision_grammar.call_rule_builder import ALWAYS, list_act_rows, list_written
from channels.email.inbound.decision_grammar.decision_word_tables import SENTENCE_TABLES, UNSPACED
from channels.email.inbound.decision_grammar.phrase_index import PhraseIndex
from channels.email.inbound.decision_grammar.phrase_patterns import build_pattern
from channels.email.inbound.decision_grammar.phrase_rule_tables import GRAMMARS
from channels.email.inbound.decision_grammar.phrase_rules import build_rules, read_table
from channels.email.inbound.decision_grammar.plain_lexicon import (
    _CALL_LETTERS,
    MIN_MISSPELT,
    ORDER_OR_REPORT,
    list_phrase_forms,
    load_plain_lexicon,
)
from channels.email.inbound.decision_grammar.plain_word_tables import PLAIN_TABLES
from channels.email.inbound.decision_grammar.replier_profile import NAME_LIKE
from channels.email.inbound.decision_grammar.sentence_reading import (
    _WHOLE,
    PhraseClasses,
    _list_forms,
    load_lexicon,
)
from channels.email.inbound.decision_grammar.table_rows import expand_row

ACTS = ("release", "refund")


def expand_plain_table(language: str, acts: frozenset[str]) -> dict[str, str]:
    """The letters of every phrase of a table that has one of these acts, or none; in the order of the rows."""
    found: dict[str, str] = {}
    for row in filter(None, map(str.strip, PLAIN_TABLES[language].split("\n"))):
        mark, _, written = row.partition(" ")
        letter, _, named = mark.partition(":")
        phrases = expand_row(written) if "|" in written or not letter.endswith("*") else written.split()
        if set(named.split(",")) & (acts or {""}):
            for form in (form for phrase in phrases for form in list_phrase_forms(phrase, language)):
                found[form] = found.get(form, "") + letter.rstrip("*").strip(found.get(form, " "))
    return found


def expand_general_table(language: str) -> dict[str, str]:
    letters = expand_plain_table(language, frozenset())
    for phrase, found in letters.items():
        if "!" in found:
            letters[phrase] = "!"
        elif phrase in NAME_LIKE:
            letters[phrase] = found.replace("c", "").replace("x", "")
    return letters


def expand_own_table(language: str, general: dict[str, str]) -> dict[str, str]:
    """The letters of every phrase that a call of `ACTS` has of its own."""
    known = frozenset({*ACTS, ALWAYS})
    rows = [
        (_CALL_LETTERS[slot], form)
        for act, slot, words in list_act_rows(language)
        if act in known and slot in _CALL_LETTERS
        for phrase in list_written(words)
        for form in list_phrase_forms(phrase, language)
    ]
    own: dict[str, str] = {}
    rows += [(letter, form) for form, letters in expand_plain_table(language, known).items() for letter in letters]
    for letter, phrase in rows:
        if letter not in (before := own.get(phrase, general.get(phrase, ""))):
            own[phrase] = before + letter
    for phrase, found in own.items():
        if "!" in found:
            own[phrase] = "!"
        elif "x" in found:
            if (told := ORDER_OR_REPORT.get(language)) and told.fullmatch(phrase):
                found += "s"
            found = found.replace("x", "") if "s" in found else found
            own[phrase] = f"{found}b" if "x" in found and set(found) & set("Nj") else found
    return own


@pytest.mark.parametrize("language", PLAIN_TABLES)
def test_fast9_each_phrase_of_a_plain_table_has_the_classes_of_its_rows(language: str) -> None:
    general = expand_general_table(language)
    own = expand_own_table(language, general)
    lexicon = load_plain_lexicon(language, ACTS)
    assert {phrase: set(lexicon.table.find_letters(phrase)) for phrase in general} == {
        phrase: set(letters) for phrase, letters in general.items()
    }
    expected = {**general, **own}
    assert {phrase: set(lexicon.find_letters(phrase)) for phrase in expected} == {
        phrase: set(letters) for phrase, letters in expected.items()
    }
    assert {form for found in lexicon.table.known.values() for form in found} == general.keys()
    words = {word for form in expected for word in ([*form, form] if language in UNSPACED else form.split())}
    assert lexicon.table.index.words | lexicon.own.words == words
    heads = {form for form, found in general.items() if set(found) & {"c", "d"} and " " not in form}
    assert {word for found in lexicon.table.heads.values() for word in found} == {
        head for head in heads - NAME_LIKE if len(head) >= MIN_MISSPELT
    }
    assert lexicon.longest >= max(len(form) if language in UNSPACED else form.count(" ") + 1 for form in expected)


@pytest.mark.parametrize("language", SENTENCE_TABLES)
def test_fast9_each_phrase_of_a_sentence_table_has_the_classes_of_its_rows(language: str) -> None:
    letters: dict[str, set[str]] = {}
    acts: dict[str, set[str]] = {}
    for row in filter(None, map(str.strip, SENTENCE_TABLES[language].split("\n"))):
        mark, _, written = row.partition(" ")
        letter, _, act = mark.partition(":")
        for phrase in expand_row(written):
            is_whole = letter in _WHOLE and (" " in phrase or language in UNSPACED)
            for form in _list_forms(phrase, language, letter):
                letters.setdefault(form, set()).add(_WHOLE[letter] if is_whole else letter)
                acts.setdefault(form, set()).add(act)
    lexicon = load_lexicon(language)
    assert {form: lexicon.find_classes(form) for form in letters} == {
        form: PhraseClasses(frozenset(found), frozenset(acts[form] - {""})) for form, found in letters.items()
    }
    assert {form for found in lexicon.known.values() for form in found} == letters.keys()
    assert lexicon.index.longest >= max(len(form if language in UNSPACED else form.split()) for form in letters)


@pytest.mark.parametrize("language", GRAMMARS)
def test_fast9_the_words_of_rules_are_known_without_their_patterns(language: str) -> None:
    lists, rows = read_table(GRAMMARS[language])
    end = "" if language in UNSPACED else " "
    patterns = [build_pattern(found, lists, end) for found in rows.values()]
    assert language in UNSPACED or build_rules(language, frozenset()).patterns.words == frozenset[str]().union(
        *(pattern.words for pattern in patterns)
    )


def test_fast9_a_phrase_is_expanded_with_those_of_its_first_word_alone() -> None:
    lexicon = load_plain_lexicon.__wrapped__("fr", ACTS)
    lexicon.find_letters("vous avez mon accord")
    assert set(lexicon.known) <= {"vous"}
    index = PhraseIndex(
        [("c", "(go|carry on) [now]|send[s] it|tú sí"), ("d", "go|done")], "en", lambda phrase, _: [phrase]
    )
    assert [tuple(each) for each in index.list_phrases("go")] == [
        ("c", "go now", "go now"), ("c", "go", "go"), ("d", "go", "go"),
    ]  # fmt: skip
    assert list(index.list_phrases("now")) == []
    assert {each.written for each in index.list_phrases("sends")} == {"sends it"}
    assert index.words == {"go", "carry", "on", "now", "send", "sends", "it", "done", "tú", "sí"}
    assert index.longest == 3
    assert index.list_single_words("c", "d") == {"go", "done"}
