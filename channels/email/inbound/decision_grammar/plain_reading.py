"""Reads a reply whose every word is known and harmless: a clear approval, and beside it what changes nothing of it. Pure.

A text is cut into sentences and clauses. Each clause is of one kind: an approval, a plain yes, a fact that speaks for the call, where the
writer is, thanks. A clause of which one word is in none of the lists has no kind, and then the text has no reading. The words that could
limit, delay or move a decision, or say that it is another person's, are in no list.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal

from channels.email.inbound.decision_grammar.act_approvals import mark_act_approvals
from channels.email.inbound.decision_grammar.approval_vetoes import (
    is_about_something_else,
    may_be_read_otherwise,
    names_other_place,
)
from channels.email.inbound.decision_grammar.counts_in_call_arguments import mark_raised_counts
from channels.email.inbound.decision_grammar.courtesies import DISMISSALS, MOCKERY, SORRIES
from channels.email.inbound.decision_grammar.facts_beside_approvals import may_stand_beside_approval
from channels.email.inbound.decision_grammar.line_grammar import classify_line, classify_phrase, is_approval
from channels.email.inbound.decision_grammar.line_text import (
    ARE_OF_CJK,
    ONLY_CHEERS,
    has_odd_bracket,
    mark_askers,
    mark_bots,
    normalize_phrase,
    strip_cheers,
    strip_invisible,
)
from channels.email.inbound.decision_grammar.misspelt_verdicts import is_misspelt_approval
from channels.email.inbound.decision_grammar.name_and_value_marks import (
    compile_names,
    drop_asker_genitive,
    mark_text,
    strip_quoted_things,
)
from channels.email.inbound.decision_grammar.phrase_rules import ASKER, BOT
from channels.email.inbound.decision_grammar.plain_clause_classifier import (
    APPROVING,
    ClauseKind,
    classify_clause,
    is_whole_approval,
)
from channels.email.inbound.decision_grammar.plain_lexicon import (
    PRODUCTION,
    PlainLexicon,
    find_letters,
    list_units,
    load_plain_lexicon,
    spell_units,
)
from channels.email.inbound.decision_grammar.plain_word_tables import PLAIN_TABLES
from channels.email.inbound.decision_grammar.replier_profile import (
    BARE_NOUNS,
    CONCESSIONS,
    CONJUNCTIONS,
    NAME_LIKE,
    NAME_WORDS,
    ReplyAuthor,
    is_approval_wish,
    is_courtesy,
    list_asker_names,
    list_bot_names,
    list_name_words,
)
from channels.email.inbound.decision_grammar.sentence_reading import names_other_act
from channels.email.inbound.decision_grammar.sentence_word_tables import UNSPACED
from channels.email.inbound.decision_grammar.vocabulary import BARE_NO, is_plain_yes, normalize_words

MAX_TEXT = 400
"""Characters of a text that is read so."""

MIN_WORDS = 2
"""Words of a text that is read so: a single one approves by the lists alone, and a misspelt one is asked about."""

MAX_SENTENCES, MAX_CLAUSES = 6, 9
"""Sentences of a text, and parts of one sentence, at its punctuation and at "and"."""

_UNREADABLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]|(?:^|\s)-{1,2}\w|[?？¿\"“”„«»「」『』\[\]…*_|<>]|\.\.|[,、:;]\s*[,、:;)]|^\W*[,.:;!()、。]|[:;：(]\s*$|^[^\n]*[,、]\s*$"
)
_SENTENCES = re.compile(r"(?:[.。]|\s?[!！]{1,3})(?:\s|$)|[。！\n]")
_CLAUSES = re.compile(r"[,:;–—、，：；()!（）]|\s-{1,2}\s|(?<=\w)-{1,2}\s|\s/{1,2}\s?")
_CHEERS = re.compile(
    "[😍😄🥰🤩🍁🎃🍃🖖✈🛫🛬🍌🚢🛳👊🤘🤙🎈🙋🕺💃🌈⚡🎸🥂🍻🍾🐳🏄🏆💥☕🫡🛠🔧🤗😎🏃🚂🚄🏎🌻🍀🌸💜💙💛🧡🙇🚀🎉🙂😊🙏🟢😀😃😄😁🙌👏❤✨💪🥳🤝🎊🔥⭐🌟💚✌☺🍂🍁🌞☀🎄📨✉📧💯🏁🎯]+"
)
PlainReading = Literal["approval", "approval beside facts", ""]
"""What a text is; empty: it has no reading."""

REMOVING = frozenset({"delete", "revoke", "cancel", "close"})
_THUMBS = re.compile("[👍👌✅✔☑🆗]+")
_SIGNS_AS_OTHER = re.compile(rf"/\s*{ASKER}|\(\s*[{ASKER}{BOT}]")
_LINE_KINDS = {"approve", "support", "courtesy"}


def read_plainly(text: str, author: ReplyAuthor) -> PlainReading:
    """What a text without its greeting and signature is in the words of one of the author's languages.

    `approval` is a clear one; `approval beside facts` has facts with it that are none of `facts_beside_approvals`, so it is asked about.
    """
    written = text = strip_quoted_things(text, author)
    told = _strip_last_comma(drop_asker_genitive(strip_invisible(text).strip(), author), author)
    if not told or len(told) > MAX_TEXT or _UNREADABLE.search(told) or has_odd_bracket(told):
        return ""
    is_removal = bool(REMOVING & set(author.call_acts or ()))
    told = (
        told.replace("\N{WASTEBASKET}\ufe0f", "\N{WASTEBASKET}").replace("\N{WASTEBASKET}", " ") if is_removal else told
    )
    acting = mark_act_approvals(told, author)
    text, told = (acting, acting) if acting != told else (text, told)
    told = mark_raised_counts(told, author.values) if "scale" in (author.call_acts or ()) else told
    marked = mark_text(_THUMBS.sub(" , 👍 , ", _CHEERS.sub(" , ", told)), author)
    if _SIGNS_AS_OTHER.search(mark_askers(normalize_words(marked), list_asker_names(author))):
        return ""
    sentences = [each.strip() for each in _SENTENCES.split(marked) if each.strip(" ,.!")]
    if any(_is_no_answer(sentence, author) for sentence in sentences):
        return ""
    if not sentences or len(sentences) > MAX_SENTENCES:
        return ""
    if _is_single(told):
        word = normalize_phrase(strip_cheers(told))
        return "approval" if is_misspelt_approval(word, author.languages) and not is_courtesy(word, author) else ""
    is_cjk = ARE_OF_CJK.search(told) is not None
    languages = [each for each in author.languages if each in PLAIN_TABLES and (each in UNSPACED) == is_cjk]
    read = [kinds for language in languages if (kinds := _read_sentences(sentences, language, author))]
    if not any(_has_approval([kind for kind, _ in kinds]) for kinds in read):
        return ""
    is_clear = any(_approves(kinds, author) for kinds in read) and not _is_open(text, author)
    is_clear = is_clear and not is_about_something_else(written, author)
    return "approval" if is_clear else "approval beside facts"


def _strip_last_comma(text: str, author: ReplyAuthor) -> str:
    """Return a text without the comma behind a closing at its end, whose signature was cut: "procedan. Cordialmente,"."""
    bare = text.rstrip(" ,、")
    last = normalize_phrase(re.split(r"[.,!。、\n]\s*", bare)[-1])
    is_closing = bare != text and last != normalize_phrase(bare)
    return bare if is_closing and is_courtesy(last, author) else text


def _is_no_answer(sentence: str, author: ReplyAuthor) -> bool:
    """Whether a part of a sentence refuses or waits, or a noun of approval has "please" beside it, or stands alone: "Freigabe, bitte"."""
    parts = _list_phrases(sentence, author)
    is_no = any(classify_phrase(part, author) in ("reject", "hold") for part in parts)
    return is_no or is_approval_wish(" ".join(filter(None, parts))) or bool(BARE_NOUNS & set(parts))


def _is_single(text: str) -> bool:
    """Whether a text has one word alone; of a language without blanks this is not known."""
    return len(text.split()) < MIN_WORDS and not ARE_OF_CJK.search(text)


def _has_approval(kinds: Sequence[ClauseKind]) -> bool:
    """Whether clauses of these kinds have an approval: beside a plain yes alone a fact may answer something else."""
    return "approval" in kinds or {"yes", "urgency"} <= set(kinds) <= {"yes", "urgency", "polite"}


def _approves(clauses: Sequence[tuple[ClauseKind, str]], author: ReplyAuthor) -> bool:
    """Whether clauses are an approval together, with no fact beside it but the listed ones about this call."""
    return _has_approval([kind for kind, _ in clauses]) and all(
        kind in _ALWAYS_BESIDE or may_stand_beside_approval(text, author) for kind, text in clauses
    )


_ALWAYS_BESIDE = frozenset({"approval", "yes", "urgency", "polite"})
"""Kinds of clauses that change nothing of an approval beside them."""


def _is_open(text: str, author: ReplyAuthor) -> bool:
    """Whether the text may be a question or a report, or names a place that the call has not."""
    bare = compile_names(author.parties).sub("X", text) if author.parties else text
    if may_be_read_otherwise(bare, author, knows_acts=True):
        return True
    if PRODUCTION & set(map(str.casefold, author.things)):
        return False
    return names_other_place(compile_names(author.things).sub("X", bare) if author.things else bare, author)


def _read_sentences(
    sentences: Sequence[str], language: str, author: ReplyAuthor
) -> list[tuple[ClauseKind, str]] | None:
    """Return the clauses of all sentences with their kinds, read in one language; None where one of them has none."""
    lexicon = load_plain_lexicon(language, author.call_acts or (), author.things)
    if not all(_is_known(sentence, lexicon, author) for sentence in sentences):
        return None
    found: list[tuple[ClauseKind, str]] = []
    for sentence in sentences:
        if found and normalize_phrase(sentence) in list_asker_names(author):
            return None  # below a decision, the name of who asked is no greeting
        if (clauses := _read_sentence(sentence, lexicon, author, found[-1][0] if found else "")) is None:
            return None
        found += clauses
    return found


def _is_known(sentence: str, lexicon: PlainLexicon, author: ReplyAuthor) -> bool:
    """Whether each part of a sentence has words of this language alone, or is known as a phrase: else the sentence is not read at all."""
    unknown = [part for part in _list_phrases(sentence, author) if not _has_known_words(part, lexicon)]
    if not unknown or _classify_known(sentence, author) in ("approval", "yes"):
        return True
    return all(_classify_known(part, author) for part in unknown)


def _has_known_words(phrase: str, lexicon: PlainLexicon) -> bool:
    units = (_correct(unit, lexicon) for unit in list_units(phrase, lexicon))
    return all(lexicon.has_word(unit) or find_letters(unit, lexicon) for unit in units)


def _read_sentence(
    sentence: str, lexicon: PlainLexicon, author: ReplyAuthor, previous: ClauseKind = ""
) -> list[tuple[ClauseKind, str]] | None:
    """Return the clauses of a sentence with their kinds; `previous` is the kind of the clause in front of it."""
    is_wish = classify_phrase(normalize_phrase(sentence), author) == "courtesy"  # "que salga bien" could order, too
    if (kind := _classify_known(sentence, author)) in ("approval", "yes") or is_wish:
        return [(kind, sentence)]
    parts, ends = _cut_sentence(sentence, lexicon, author)
    if not parts or len(parts) > MAX_CLAUSES:
        return None
    reached: list[list[tuple[ClauseKind, str]] | None] = [[], *[None] * len(parts)]
    for end in range(1, len(parts) + 1):
        for start in range(end):
            before = reached[start]
            if before is None:
                continue
            units = [unit for part in parts[start:end] for unit in part]
            kind = classify_clause(units, lexicon, before[-1][0] if before else previous)
            if not kind and end == start + 1 and ends[end - 1] != "and":
                kind = _classify_known(" ".join(units), author)
            if kind == "approval" and start and ends[start - 1] == ":" and before[-1][0] != "topic":
                kind = kind if set("cxb") & set(spell_units(units, lexicon, APPROVING)) else ""
            if kind == "yes" and start and ends[start - 1] == ":" and before[-1][0] not in ("place", "polite"):
                kind = ""  # "Approval: yes"
            if kind and not (ends[end - 1] == ":" and not _may_introduce(units, lexicon)):
                clause = [*before, (kind, " ".join(units))]
                other = reached[end]
                if other is None or _rank_reading(clause, author) > _rank_reading(other, author):
                    reached[end] = clause
    return reached[-1]


def _rank_reading(clauses: Sequence[tuple[ClauseKind, str]], author: ReplyAuthor) -> tuple[bool, int]:
    """A reading with an approval is the better one, then the one with fewer facts that are not listed."""
    facts = sum(kind == "fact" and not may_stand_beside_approval(text, author) for kind, text in clauses)
    return any(kind == "approval" for kind, _ in clauses), -facts


def _may_introduce(units: Sequence[str], lexicon: PlainLexicon) -> bool:
    """Whether a clause may stand in front of a colon: "Sam: go ahead" tells what Sam said."""
    return not set("".join(find_letters(unit, lexicon) for unit in units)) <= {"n", "m", "Y"}


def _cut_sentence(sentence: str, lexicon: PlainLexicon, author: ReplyAuthor) -> tuple[list[list[str]], list[str]]:
    """Return the parts of a sentence as words, and what ends each: a colon, another mark, or "and" in front of the next one."""
    parts: list[list[str]] = []
    ends: list[str] = []
    people = list_name_words(author.signs, author.names, author.others)
    marks = [*(found[0].strip() for found in _CLAUSES.finditer(sentence)), "."]
    for phrase, mark in zip(_list_phrases(sentence, author), marks, strict=True):
        units = [_correct(unit, lexicon) for unit in list_units(phrase, lexicon)]
        if not units:
            continue
        if _ends_talk(phrase, units, lexicon, author) or people & set(NAME_WORDS.findall(phrase)):
            return [], []
        for run in _split_at_joints(units, lexicon):
            parts.append(run)
            ends.append("and")
        ends[-1] = ":" if mark in ":：" else mark
    return parts, ends


@lru_cache(maxsize=1_024)
def _list_phrases(sentence: str, author: ReplyAuthor) -> tuple[str, ...]:
    """Return the phrases of a sentence between its punctuation, with marks for the names of bots and of who asked; some may be empty."""
    bots, askers = list_bot_names(author), list_asker_names(author)
    return tuple(mark_askers(mark_bots(normalize_phrase(part), bots), askers) for part in _CLAUSES.split(sentence))


def _ends_talk(phrase: str, units: Sequence[str], lexicon: PlainLexicon, author: ReplyAuthor) -> bool:
    """Whether a clause is or ends in a no ("hazlo que va"), waves the question away, or asks somebody else to approve by a bare noun."""
    if any(classify_phrase(" ".join(units[-size:]), author) == "reject" for size in (2, 3) if len(units) > size):
        return True
    if units[-1] in _NO or (units[0] in _NO and (len(units) == 1 or bool(find_letters(units[0], lexicon)))):
        return True
    return phrase in DISMISSALS | MOCKERY or phrase.startswith(_DISMISSIVE)


def _correct(unit: str, lexicon: PlainLexicon) -> str:
    """Return a word as the lexicon has it: a misspelt word of approving as it is meant."""
    if not lexicon.is_spaced or lexicon.has_word(unit) or find_letters(unit, lexicon):
        return unit
    return lexicon.correct_word(unit) or unit


def _split_at_joints(units: Sequence[str], lexicon: PlainLexicon) -> Iterator[list[str]]:
    """Yield runs of words, each but the first one with a word such as "and" or "so" in front."""
    if not lexicon.is_spaced:
        yield from _split_behind_joints(units, lexicon)
        return
    if is_whole_approval(units, lexicon):
        yield list(units)
        return
    run: list[str] = []
    for unit in units:
        if run and set("kBC") & set(find_letters(unit, lexicon)):
            yield run
            run = []
        run.append(unit)
    yield run


def _split_behind_joints(units: Sequence[str], lexicon: PlainLexicon) -> Iterator[list[str]]:
    """Yield runs of letters, each but the last one with a conjunction behind, as Japanese has it."""
    start, at = 0, 1
    while at < len(units):
        size = next((size for size in (4, 3, 2, 1) if "k" in find_letters("".join(units[at : at + size]), lexicon)), 0)
        if size and at + size < len(units):
            yield list(units[start : at + size])
            start = at + size
            at = start
        at += 1
    yield list(units[start:])


@lru_cache(maxsize=4_096)
def _classify_known(phrase: str, author: ReplyAuthor) -> ClauseKind:
    """What a sentence or a clause is by the lists and the rules of whole phrases."""
    bare = normalize_phrase(phrase)
    if bare in SORRIES | DISMISSALS | CONJUNCTIONS or bare in NAME_LIKE | BARE_NOUNS | CONCESSIONS or ASKER in bare:
        return ""
    if ONLY_CHEERS.fullmatch(bare):
        return ""
    kinds = classify_line(phrase, author)
    if set(kinds) == {"context"} or classify_phrase(bare, author) == "context":
        return "fact"
    if not set(kinds) <= _LINE_KINDS:
        return ""
    if is_approval(kinds):
        if author.call_acts is not None and names_other_act(bare, author.languages, author.call_acts):
            return ""
        return "yes" if is_plain_yes(re.sub(r"[^\w' ]+", " ", bare)) else "approval"
    return "fact" if "support" in kinds else "polite"


_DISMISSIVE = tuple(f"{phrase} " for phrase in DISMISSALS if " " in phrase)

_NO = BARE_NO | {"nao", "nie"}
"""A clause that is one of these, or ends with one, is never read: Portuguese "no" is English "no", too."""
