"""Finds which decision an undecided reply resembles, by the classes of its words and by an explicit yes among reports. Pure; decides nothing."""

from collections.abc import Sequence

from channels.email.inbound.decision_grammar.explicit_yes_among_remarks import has_explicit_yes
from channels.email.inbound.decision_grammar.leaning_by_clauses import find_clause_leaning
from channels.email.inbound.decision_grammar.leaning_by_words import (
    WordLeaning,
    find_word_leaning,
    strip_negated_obstacles,
)
from channels.email.inbound.decision_grammar.line_grammar import classify_line
from channels.email.inbound.decision_grammar.refusal_vetoes import stops_for_fault
from channels.email.inbound.decision_grammar.replier_profile import ReplyAuthor
from channels.email.inbound.decision_grammar.reply_lines import split_reply_lines, strip_reply_signature
from channels.email.inbound.decision_grammar.verdict_hints_in_undecided_lines import has_wait_phrase, has_wait_start


def find_leaning(found: WordLeaning, texts: Sequence[str], speaker: ReplyAuthor) -> WordLeaning:
    """Return what the texts of an undecided reply lean to; `found` is what their phrases resemble."""
    told = [strip_frame(text, speaker) for text in texts]
    bare = {text: strip_negated_obstacles(text, speaker) for text in texts}
    if any(asks_to_wait(text, speaker) and asks_to_wait(rest, speaker) for text, rest in bare.items()):
        if all(map(stops_for_fault, told)):
            return "reject"
    else:
        leanings = {find_word_leaning(each, speaker) for each in told}
        found = leanings.pop() if len(leanings) == 1 and "" not in leanings else found
    if found == "approve" or any(
        _is_wait(line, speaker) for text in texts for line in split_reply_lines(text, speaker)
    ):
        return found
    if all(has_explicit_yes(each, speaker) for each in told):
        return "approve"
    leanings = {find_clause_leaning(each, speaker) for each in told} if not found else set()
    return leanings.pop() if len(leanings) == 1 else found


def asks_to_wait(text: str, speaker: ReplyAuthor) -> bool:
    """Whether a line of a text asks to wait, by a phrase anywhere in it."""
    return any(_is_wait(line, speaker) or has_wait_phrase(line, speaker) for line in split_reply_lines(text, speaker))


def _is_wait(line: str, speaker: ReplyAuthor) -> bool:
    return "hold" in classify_line(line, speaker) or has_wait_start(line, speaker)


def strip_frame(text: str, speaker: ReplyAuthor) -> str:
    """Return a text without its greeting and its signature."""
    return "\n".join(strip_reply_signature(split_reply_lines(text, speaker), speaker))
