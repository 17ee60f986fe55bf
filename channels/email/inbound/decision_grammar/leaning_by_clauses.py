"""Finds one clause that decides by itself in an undecided reply, whatever words stand beside it. Worth a question, never an approval. Pure.

A text in which the language that knows most of its words has a condition, a limit or a doubt has no leaning, nor has a question or a quotation.
"""

from channels.email.inbound.decision_grammar.explicit_yes_among_remarks import MAX_TEXT, load_explicit_words
from channels.email.inbound.decision_grammar.explicit_yes_words import EXPLICIT_TABLES
from channels.email.inbound.decision_grammar.leaning_by_words import (
    CLAUSES,
    QUOTED,
    WordLeaning,
    fold_text,
    load_leaning_words,
)
from channels.email.inbound.decision_grammar.line_grammar import classify_phrase
from channels.email.inbound.decision_grammar.line_text import ARE_OF_CJK, normalize_phrase, strip_invisible
from channels.email.inbound.decision_grammar.name_and_value_marks import mark_text
from channels.email.inbound.decision_grammar.plain_clause_classifier import classify_clause
from channels.email.inbound.decision_grammar.plain_lexicon import (
    PlainLexicon,
    find_letters,
    list_units,
    load_plain_lexicon,
)
from channels.email.inbound.decision_grammar.plain_word_tables import PLAIN_TABLES
from channels.email.inbound.decision_grammar.replier_profile import ReplyAuthor
from channels.email.inbound.decision_grammar.sentence_word_tables import UNSPACED


def find_clause_leaning(text: str, author: ReplyAuthor) -> WordLeaning:
    """Return the decision of the clauses of a text that decide by themselves; empty when they disagree or none does."""
    text = strip_invisible(text).strip()
    if not text or len(text) > MAX_TEXT or ">" in text or "?" in text or "？" in text or QUOTED.search(text):
        return ""
    clauses = [each for each in map(normalize_phrase, CLAUSES.split(mark_text(text, author))) if each]
    lexicon = _load_best_lexicon(clauses, text, author)
    if lexicon is None:
        return ""
    is_spaced = lexicon.language not in UNSPACED
    bare = fold_text(text.casefold()) if is_spaced else text
    words = load_leaning_words(lexicon.language)
    rest = words.harmless.sub(" ", words.obstacle.sub(" ", bare))
    if load_explicit_words(lexicon.language).hard.search(rest) or words.contrast.search(rest):
        return ""
    kinds = {classify_phrase(each, author) for each in clauses}
    says_yes = "approve" in kinds or any(
        classify_clause(units, lexicon) in ("approval", "yes")
        for each in clauses
        if (units := list_units(each, lexicon))
    )
    says_no = "reject" in kinds
    if says_yes == says_no or "hold" in kinds:
        return ""
    return "approve" if says_yes else "reject"


def _load_best_lexicon(clauses: list[str], text: str, author: ReplyAuthor) -> PlainLexicon | None:
    """Return the words of the language that knows most units of the clauses."""
    is_cjk = ARE_OF_CJK.search(text) is not None
    known = (each for each in author.languages if each in PLAIN_TABLES and each in EXPLICIT_TABLES)
    found = [
        load_plain_lexicon(each, author.call_acts or (), author.things)
        for each in known
        if (each in UNSPACED) == is_cjk
    ]
    return min(found, key=lambda lexicon: _count_unknown(clauses, lexicon), default=None)


def _count_unknown(clauses: list[str], lexicon: PlainLexicon) -> int:
    units = (unit for each in clauses for unit in list_units(each, lexicon))
    return sum(not (lexicon.has_word(unit) or find_letters(unit, lexicon)) for unit in units)
