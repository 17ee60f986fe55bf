"""Prints a card as plain text for channels without formatting of their own. Pure.

Only labels of this module begin a line. Words of others are indented, and behind a bar where the platform says something
beside them: none looks like a label, an argument or a note.
"""

from collections.abc import Iterator
from typing import assert_never

from bot.core.base_types import UtcMoment
from bot.core.card.parts import (
    ActionsPart,
    AnswersPart,
    ArgumentsPart,
    CardDocument,
    DeadlinePart,
    ExecutionPart,
    FactPart,
    NoticePart,
    PeoplePart,
    PrintedPart,
    QuotePart,
    ReferencePart,
    StatusPart,
    TitlePart,
    VotePart,
)
from bot.core.escaping import bar_lines

INDENT, BAR = "    ", "| "


def print_plain_card(document: CardDocument) -> str:
    """All parts of a card in reading order."""
    return "\n".join(line for part in document.list_printed() for line in _print_part(part))


def _print_part(part: PrintedPart) -> Iterator[str]:
    match part:
        case TitlePart(text, tool, sentence):
            yield from _label("Title", " · ".join(dict.fromkeys(filter(None, (text, tool, sentence)))))
        case StatusPart(words, by=by, at=at, reason=reason):
            yield from _label("Status", " ".join(filter(None, (words, by and f"by {by}", _print_time(at)))))
            yield from _label("Reason", reason)
        case ExecutionPart(words=words, detail=detail, at=at, attempts=attempts):
            tries = f"({attempts} attempts)" if attempts > 1 else ""
            yield from _label("Execution", " ".join(filter(None, (words, _print_time(at), tries))))
            yield from _label("Result", detail)
        case NoticePart(text=text):
            yield from _label("Note", text)
        case ArgumentsPart(text):
            yield from _label("Arguments", text)
        case FactPart(label, text):
            yield from _label("Fact", f"{label}\n{bar_lines(text, BAR)}")
        case QuotePart(label=label, text=text):
            yield from _label("Words", "\n".join(filter(None, (label, bar_lines(text, BAR)))))
        case AnswersPart(answers=answers, fields=fields):
            yield from _label("Answers", "\n".join((*answers, *(field.label or field.name for field in fields))))
        case PeoplePart(label=label, text=text):
            yield from _label("People", f"{label}: {text}")
        case VotePart(text, reason, notes):
            yield from _label("Vote", "\n".join(filter(None, (text, *notes, bar_lines(reason, BAR) if reason else ""))))
        case DeadlinePart(at, silence):
            yield from _label("Deadline", " ".join(filter(None, (_print_time(at), silence))))
        case ReferencePart(request, digest):
            yield from _label("Reference", " ".join(filter(None, (request, digest))))
        case ActionsPart(why_not=why_not, typed=typed, reject_options=options):
            yield from _label("Not here", why_not)
            yield from _label("To be typed for an approval", typed)
            yield from _label("Reasons to reject", "\n".join(option.name for option in options))
        case _:
            assert_never(part)


def _label(name: str, text: str) -> Iterator[str]:
    """The label and the text; nothing for an empty text. Each line of the text is indented."""
    if text.strip():
        yield f"{name}:"
        yield from (f"{INDENT}{line}" for line in text.splitlines())


def _print_time(at: UtcMoment | None) -> str:
    return at.strftime("%Y-%m-%d %H:%M UTC") if at else ""
