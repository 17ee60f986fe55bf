"""A reply as lines: without its greeting on top and its signature below. Pure."""

from collections.abc import Sequence

from bot.core.escaping import show_words
from bot.core.memoization import remember
from channels.email.inbound.decision_grammar.line_grammar import is_kind_by_rules
from channels.email.inbound.decision_grammar.line_text import normalize_phrase, split_phrases_of_line, strip_invisible
from channels.email.inbound.decision_grammar.replier_profile import (
    ReplyAuthor,
    is_courtesy,
    is_greeting,
    is_introduction,
    list_asker_names,
)
from channels.email.inbound.reply_text.program_lines import is_device, is_image
from channels.email.inbound.reply_text.signatures_and_footers import is_company, is_signature

MAX_LINES_OF_APPROVAL = 40


def split_reply_lines(text: str, speaker: ReplyAuthor) -> list[str]:
    """Return the lines with content, visible letters only, without a greeting on top.

    Thanks that are a yes in another language stay where nothing but courtesies follows: "Tak." and a name.
    """
    return list(_split_lines(text, speaker))


@remember(longest=1_000, most=1_024)
def _split_lines(text: str, speaker: ReplyAuthor) -> tuple[str, ...]:
    lines = [line for line in map(strip_invisible, text.split("\n")) if line.strip()]
    opened = 0
    while opened < len(lines) - 1 and is_opening_line(lines[opened], speaker):
        opened += 1
    sounding = next((at for at in range(opened) if normalize_phrase(lines[at]) in speaker.words.sounds), opened)
    is_polite = all(is_closing_line(line, speaker) or is_opening_line(line, speaker) for line in lines[opened:])
    return tuple(lines[sounding if is_polite else opened :])


def is_opening_line(line: str, speaker: ReplyAuthor) -> bool:
    """Whether the line is a greeting or another customary opening, such as "Sam," to the requester."""
    parts = split_phrases_of_line(line)
    if " ".join(parts) in speaker.words.approves:
        return False
    if is_greeting(" ".join(parts), speaker) or all(is_greeting(part, speaker) for part in parts or [""]):
        return True
    if parts and all(is_kind_by_rules("courtesy", part, speaker) or is_greeting(part, speaker) for part in parts):
        return True
    if (
        parts
        and is_kind_by_rules("courtesy", parts[0], speaker)
        and all(is_introduction(part, speaker) for part in parts[1:])
    ):
        return True
    return len(parts) == 1 and line.rstrip().endswith((",", "，", "、", "!")) and parts[0] in list_asker_names(speaker)


def strip_reply_signature(lines: Sequence[str], speaker: ReplyAuthor) -> list[str]:
    """Return the lines above the signature: the person's name, and below it only lines that prove to be one."""
    kept = [line for line in lines if not is_device(line) and not is_image(line)]
    if len(kept) > MAX_LINES_OF_APPROVAL:
        return kept
    names = (*speaker.signs[:1], *speaker.names)
    for at in range(1, len(kept)):
        if is_signature(kept[at:], names, speaker.signs) or is_company(kept[at:]):
            return kept[:at]
    return kept


def is_closing_line(line: str, speaker: ReplyAuthor) -> bool:
    found = split_phrases_of_line(line)
    return bool(found) and all(is_courtesy(segment, speaker) for segment in found)


def cut_reason(text: str) -> str:
    return show_words(text if len(text) <= 60 else text[:59] + "…")
