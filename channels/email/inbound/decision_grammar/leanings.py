"""What a line sounds like that decides nothing: a yes, a no, a wish to wait. Worth one question, never an approval. Pure."""

import re
from collections.abc import Collection

from channels.email.inbound.decision_grammar.doubt_words import has_doubt
from channels.email.inbound.decision_grammar.leaning_words__merge import NO_WORDS, YES_WORDS, is_about_later, is_misspelt, has_refusal_word, has_approval_word
from channels.email.inbound.decision_grammar.line_grammar import is_kind_by_rules, classify_phrase
from channels.email.inbound.decision_grammar.phrase_texts import ARE_OF_CJK, ONLY_CHEERS, normalize_phrase, split_phrases_of_line, mark_values, strip_cheers
from channels.email.inbound.decision_grammar.rejection_words__merge import BARE_NO, NEGATIONS
from channels.email.inbound.decision_grammar.reply_author import ReplyAuthor, is_listed
from channels.email.inbound.decision_grammar.vocabulary import fold_accents

MAX_GRAM = 5


MAX_SOUNDS = 1_000
"""Characters of a line that may sound like a decision."""


YES_KINDS = frozenset({"approve", "support", "sounds"})


def has_approval_phrase(line: str, speaker: ReplyAuthor) -> bool:
    """Whether a phrase of a yes stands somewhere in the line, and no word of doubt: worth one question, never an approval."""
    if len(line) > MAX_SOUNDS:
        return False
    line = mark_values(line, speaker.values)
    words, bare = speaker.words, normalize_phrase(line)
    if ONLY_CHEERS.fullmatch(bare):
        return True
    if any(classify_phrase(part, speaker) == "other" and has_refusal_word(part) for part in split_phrases_of_line(line)):
        return False
    if strip_cheers(bare).strip() in words.sounds or classify_phrase(bare, speaker) in YES_KINDS:
        return True
    parts = split_phrases_of_line(line)
    kinds = [classify_phrase(part, speaker) for part in parts]
    if "reject" in kinds or "hold" in kinds or has_open_doubt(line, speaker):
        return False
    return (
        bool(YES_KINDS & set(kinds))
        or _has_any_phrase(bare, words.approves | words.sounds)
        or has_approval_word(bare)
        or is_misspelt(bare, YES_WORDS)
    )


def has_open_doubt(line: str, speaker: ReplyAuthor) -> bool:
    """Whether a word of doubt stands in a part of the line that is no known phrase: "no objections" has none."""
    line = mark_values(line, speaker.values)
    known = {*YES_KINDS, "courtesy"}
    parts = split_phrases_of_line(line) or [line]
    if classify_phrase(normalize_phrase(line), speaker) in known:
        return False
    return any(has_doubt(part) for part in parts if classify_phrase(part, speaker) not in known and not is_about_later(part))


def has_refusal_phrase(line: str, speaker: ReplyAuthor) -> bool:
    """Whether a phrase of a no, or a negation, stands somewhere in the line, and it is no question."""
    if len(line) > MAX_SOUNDS:
        return False
    line = mark_values(line, speaker.values)
    bare = fold_accents(normalize_phrase(line))
    if bare.endswith(("?", "？")):
        return False
    kinds = {part: classify_phrase(part, speaker) for part in split_phrases_of_line(line) or [normalize_phrase(line)]}
    if "approve" in kinds.values():
        return False
    if "reject" in kinds.values():
        return True
    open = fold_accents(" ".join(part for part, kind in kinds.items() if kind not in (*YES_KINDS, "courtesy")))
    is_negated = bool(NEGATIONS & set(re.findall(r"[^\W_]+(?:'[^\W_]+)?", open)))
    return is_negated or has_refusal_word(open) or is_misspelt(open, NO_WORDS) or _has_any_phrase(open, speaker.words.rejects)


def find_text_after_refusal(line: str, speaker: ReplyAuthor) -> str | None:
    """What follows a phrase of a no at the beginning of a line, without punctuation between; None when there is none.

    A no of one word does not count: "no problem" is none.
    """
    bare = normalize_phrase(mark_values(line, speaker.values))
    first, _, more = bare.partition(" ")
    if first in BARE_NO and more and classify_phrase(more, speaker) in ("reject", "courtesy"):
        return ""
    found = [phrase for phrase in _list_prefixes(bare) if phrase not in BARE_NO and _is_refusal(phrase, speaker)]
    return bare[len(found[-1]) :].strip() if found else None


def _is_refusal(phrase: str, speaker: ReplyAuthor) -> bool:
    return is_listed(phrase, speaker.words.rejects) or (" " in phrase and is_kind_by_rules("reject", phrase, speaker))


def has_wait_start(line: str, speaker: ReplyAuthor) -> bool:
    """Whether the line begins with a wish to wait by a rule, whatever follows."""
    bare = normalize_phrase(mark_values(line, speaker.values))
    return len(line) <= MAX_SOUNDS and any(rules.has_wait_start(bare) for rules in speaker.rules)


def has_wait_phrase(line: str, speaker: ReplyAuthor) -> bool:
    """Whether the line asks to wait, anywhere in it."""
    return len(line) <= MAX_SOUNDS and _has_any_phrase(fold_accents(normalize_phrase(line)), speaker.words.holds)


def _list_prefixes(text: str) -> list[str]:
    parts = text.split()
    return [" ".join(parts[:count]) for count in range(1, min(len(parts), 8))]


def _has_any_phrase(text: str, phrases: Collection[str]) -> bool:
    parts = re.findall(r"[^\s,.;:!?()\"“”]+", text)
    if any(" ".join(parts[at : at + size]) in phrases for at in range(len(parts)) for size in range(1, MAX_GRAM + 1)):
        return True
    return ARE_OF_CJK.search(text) is not None and any(
        len(phrase) > 1 and phrase in text for phrase in phrases if ARE_OF_CJK.search(phrase)
    )
