"""What a line sounds like that decides nothing: a yes, a no, a wish to wait. Worth one question, never an approval. Pure."""

import re
from collections.abc import Collection

from channels.email.doubts import has_doubt
from channels.email.leaning_words import NO_WORDS, YES_WORDS, is_about_later, is_misspelt, leans_to_no, leans_to_yes
from channels.email.phrase_grammar import fits_rules, kind_of
from channels.email.phrase_texts import ARE_OF_CJK, ONLY_CHEERS, plain_phrase, segments, with_values, without_cheers
from channels.email.rejection_words import BARE_NO, NEGATIONS
from channels.email.speaker import Speaker, is_in
from channels.email.words import folded

MAX_GRAM = 5


MAX_SOUNDS = 1_000
"""Characters of a line that may sound like a decision."""


YES_KINDS = frozenset({"approve", "support", "sounds"})


def sounds_like_yes(line: str, speaker: Speaker) -> bool:
    """Whether a phrase of a yes stands somewhere in the line, and no word of doubt: worth one question, never an approval."""
    if len(line) > MAX_SOUNDS:
        return False
    line = with_values(line, speaker.values)
    words, bare = speaker.words, plain_phrase(line)
    if ONLY_CHEERS.fullmatch(bare):
        return True
    if any(kind_of(part, speaker) == "other" and leans_to_no(part) for part in segments(line)):
        return False
    if without_cheers(bare).strip() in words.sounds or kind_of(bare, speaker) in YES_KINDS:
        return True
    parts = segments(line)
    kinds = [kind_of(part, speaker) for part in parts]
    if "reject" in kinds or "hold" in kinds or open_doubt(line, speaker):
        return False
    return (
        bool(YES_KINDS & set(kinds))
        or _holds_any(bare, words.approves | words.sounds)
        or leans_to_yes(bare)
        or is_misspelt(bare, YES_WORDS)
    )


def open_doubt(line: str, speaker: Speaker) -> bool:
    """Whether a word of doubt stands in a part of the line that is no known phrase: "no objections" has none."""
    line = with_values(line, speaker.values)
    known = {*YES_KINDS, "courtesy"}
    parts = segments(line) or [line]
    if kind_of(plain_phrase(line), speaker) in known:
        return False
    return any(has_doubt(part) for part in parts if kind_of(part, speaker) not in known and not is_about_later(part))


def sounds_like_no(line: str, speaker: Speaker) -> bool:
    """Whether a phrase of a no, or a negation, stands somewhere in the line, and it is no question."""
    if len(line) > MAX_SOUNDS:
        return False
    line = with_values(line, speaker.values)
    bare = folded(plain_phrase(line))
    if bare.endswith(("?", "？")):
        return False
    kinds = {part: kind_of(part, speaker) for part in segments(line) or [plain_phrase(line)]}
    if "approve" in kinds.values():
        return False
    if "reject" in kinds.values():
        return True
    open = folded(" ".join(part for part, kind in kinds.items() if kind not in (*YES_KINDS, "courtesy")))
    is_negated = bool(NEGATIONS & set(re.findall(r"[^\W_]+(?:'[^\W_]+)?", open)))
    return is_negated or leans_to_no(open) or is_misspelt(open, NO_WORDS) or _holds_any(open, speaker.words.rejects)


def starts_with_no(line: str, speaker: Speaker) -> str | None:
    """What follows a phrase of a no at the beginning of a line, without punctuation between; None when there is none.

    A no of one word does not count: "no problem" is none.
    """
    bare = plain_phrase(with_values(line, speaker.values))
    first, _, more = bare.partition(" ")
    if first in BARE_NO and more and kind_of(more, speaker) in ("reject", "courtesy"):
        return ""
    found = [phrase for phrase in _prefixes(bare) if phrase not in BARE_NO and _rejects(phrase, speaker)]
    return bare[len(found[-1]) :].strip() if found else None


def _rejects(phrase: str, speaker: Speaker) -> bool:
    return is_in(phrase, speaker.words.rejects) or (" " in phrase and fits_rules("reject", phrase, speaker))


def begins_with_hold(line: str, speaker: Speaker) -> bool:
    """Whether the line begins with a wish to wait by a rule, whatever follows."""
    bare = plain_phrase(with_values(line, speaker.values))
    return len(line) <= MAX_SOUNDS and any(rules.begins_with_hold(bare) for rules in speaker.rules)


def holds(line: str, speaker: Speaker) -> bool:
    """Whether the line asks to wait, anywhere in it."""
    return len(line) <= MAX_SOUNDS and _holds_any(folded(plain_phrase(line)), speaker.words.holds)


def _prefixes(text: str) -> list[str]:
    parts = text.split()
    return [" ".join(parts[:count]) for count in range(1, min(len(parts), 8))]


def _holds_any(text: str, phrases: Collection[str]) -> bool:
    parts = re.findall(r"[^\s,.;:!?()\"“”]+", text)
    if any(" ".join(parts[at : at + size]) in phrases for at in range(len(parts)) for size in range(1, MAX_GRAM + 1)):
        return True
    return ARE_OF_CJK.search(text) is not None and any(
        len(phrase) > 1 and phrase in text for phrase in phrases if ARE_OF_CJK.search(phrase)
    )
