"""The decision that the phrases of an undecided reply resemble: its first line, and the lines below it. Pure."""

from collections.abc import Sequence
from typing import Literal

from channels.email.inbound.decision_grammar.line_grammar import classify_line
from channels.email.inbound.decision_grammar.line_text import normalize_phrase, strip_invisible
from channels.email.inbound.decision_grammar.refusal_vetoes import has_condition
from channels.email.inbound.decision_grammar.replier_profile import ReplyAuthor, is_courtesy
from channels.email.inbound.decision_grammar.reply_lines import strip_reply_signature
from channels.email.inbound.decision_grammar.verdict_hints_in_undecided_lines import (
    has_approval_phrase,
    has_open_doubt,
    has_refusal_phrase,
    has_wait_phrase,
)
from channels.email.inbound.decision_grammar.vocabulary import BARE_NO


def find_phrase_leaning(lines: Sequence[str], speaker: ReplyAuthor) -> Literal["", "approve", "reject"]:
    """Return the decision that an undecided reply resembles; empty when it asks, sets a condition or wants to wait."""
    first, body = lines[0], strip_reply_signature(lines, speaker)
    if any("?" in strip_invisible(line) or "？" in line for line in body):
        return ""
    below = [line for line in body[1:] if not is_courtesy(normalize_phrase(line), speaker)]
    is_open = any(has_open_doubt(line, speaker) for line in below)
    if has_approval_phrase(first, speaker) and not is_open:
        return "approve"
    approves_below = any("approve" in classify_line(line, speaker) for line in below)
    if approves_below and not is_open and not has_open_doubt(first, speaker) and not has_refusal_phrase(first, speaker):
        return "approve"
    if (
        "approve" not in classify_line(first, speaker)
        and normalize_phrase(first).split()[:1]
        and normalize_phrase(first).split()[0].strip(",.") in BARE_NO
        and not has_wait_phrase(first, speaker)
    ):
        return "reject"
    return "reject" if has_refusal_phrase(first, speaker) and not has_condition(first, speaker) else ""
