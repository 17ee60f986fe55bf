"""Prints the parts of a card as pieces of a mail. Decides nothing: the document has the acts that are offered."""

from collections.abc import Iterator
from datetime import datetime
from typing import assert_never

from bot.core.card.card import RequestCard
from bot.core.card.document_builder import CardLimits, CardReader, SizeLimit, build_document, summarize_call
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
from channels.email.outbound.document import DocumentPiece, print_lines
from channels.email.outbound.view_context import MailViewContext, format_line

MAX_SHOWN = 9_000
"""Characters of the call, or of a question with its context and answers."""

MAX_HTML = 40_000
"""Bytes of the same as HTML: the whole mail stays under 100 KB, because Gmail clips mails after 102 KB."""

MAX_WORDS, MAX_LINE = 2_000, 300
"""Characters of quoted words, and of a name or a sentence."""

MAX_TOTAL = 18_000
"""Characters of all texts of a card; as HTML, as many times `MAX_HTML` as it is of `MAX_SHOWN`."""

MAX_OTHERS = 20


def measure_html(text: str) -> int:
    return len(print_lines(text).encode("utf-8"))


MAIL_LIMITS = CardLimits(
    place="in a mail",
    sizes=(SizeLimit(len, MAX_SHOWN), SizeLimit(measure_html, MAX_HTML)),
    words=MAX_WORDS,
    line=MAX_LINE,
    total=MAX_TOTAL,
)

ICONS: dict[str, str] = {
    "paused": "⏸ ",
    "stopped": "⏸ ",
    "urgent": "🔴 ",
    "unusual": "⚠ ",
    "irreversible": "⚠ ",
    "cut": "✂ ",
    "secret": "🔒 ",
    "voted": "",
}


def build_mail_document(card: RequestCard, context: MailViewContext) -> CardDocument:
    """Return the parts of a card within the limits of a mail, for the reader of this mail."""
    return build_document(card, MAIL_LIMITS, CardReader(may_decide=context.is_live))


def print_pieces(document: CardDocument, context: MailViewContext) -> tuple[DocumentPiece, ...]:
    """Print all parts above the buttons: everything but the words of the agent."""
    return tuple(
        piece
        for part in document.list_printed()
        if not _is_below(part)
        for piece in _print_part(part, document, context)
    )


def print_words(document: CardDocument, context: MailViewContext) -> tuple[DocumentPiece, ...]:
    """Print the words of the agent, which come below the buttons."""
    return tuple(
        piece for part in document.list_printed() if _is_below(part) for piece in _print_part(part, document, context)
    )


def _is_below(part: PrintedPart) -> bool:
    return isinstance(part, QuotePart) and part.source in ("agent", "context")


def _print_part(part: PrintedPart, document: CardDocument, context: MailViewContext) -> Iterator[DocumentPiece]:
    """Print one part. The title, the reference and the actions are the mail's own title, footer and buttons."""
    match part:
        case TitlePart() | ReferencePart() | ActionsPart():
            return
        case StatusPart():
            yield from _print_status(part, document)
        case ExecutionPart():
            status = f"{part.words[:1].upper()}{part.words[1:]}" + (f", {format_moment(part.at)}" if part.at else "")
            tries = f" ({part.attempts} attempts)" if part.attempts > 1 else ""
            yield DocumentPiece("row", f"{status}{tries}", "The call")
            if part.detail.strip():
                yield DocumentPiece("code", part.detail, "What its tool said")
        case NoticePart():
            yield DocumentPiece("warning", ICONS.get(part.kind, "") + format_line(part.text, 900))
        case ArgumentsPart():
            title = document.find_part(TitlePart)
            if title is not None and (title.text != title.tool or title.sentence):
                about = f": {title.sentence}" if title.sentence else ""
                yield DocumentPiece("row", format_line(f"{title.tool}{about}", 700), "Tool")
            yield DocumentPiece("code", part.text)
        case FactPart():
            yield DocumentPiece("code", part.text, part.label)
        case QuotePart():
            yield DocumentPiece("words", part.text, part.label)
        case AnswersPart():
            yield from _print_answers(part)
        case PeoplePart():
            yield DocumentPiece("row", format_line(part.text, 600), part.label)
            if part.kind == "deciders" and context.others:  # the others who got the mail
                more = len(context.others) - MAX_OTHERS
                named = ", ".join(format_line(name, 60) for name in context.others[:MAX_OTHERS])
                yield DocumentPiece("row", named + (f" and {more} more" if more > 0 else ""), "Also asked")
        case VotePart():
            notes = f" ({', '.join(part.notes)})" if part.notes else ""
            yield DocumentPiece("row", format_line(f"{part.text}{notes}", 2_000), "Vote")
            if part.reason.strip():
                yield DocumentPiece("words", part.reason, "The reason:")
        case DeadlinePart():
            if part.at:
                yield DocumentPiece("row", format_moment(part.at), "Expires")
            if part.silence:
                yield DocumentPiece("row", format_line(part.silence, 300), "On silence")
        case _:
            assert_never(part)


_ENDED = {"expired": "has expired", "undeliverable": "could not be delivered"}
"""Words for an outcome in a title; other outcomes are "was" and the status."""

_RAN = {"running": " and is running", "done": " and is done", "failed": ", but it failed"}
_RAN |= {"unknown": ", but its outcome is not known"}
"""Words for the execution of an approved call in a title."""


def format_outcome_title(document: CardDocument, what: str) -> str:
    """Return the outcome as a title: "The request tag_release was approved, but it failed".

    "Rejected: …" is not used, because it reads as an answer.
    """
    status, run = document.find_part(StatusPart) or StatusPart(""), document.find_part(ExecutionPart)
    if status.is_shortage:
        return f"{what} ended: too few people may decide it"
    ran = _RAN.get(run.status, "") if run and status.status == "approved" else ""
    return f"{what} {_ENDED.get(status.status, f'was {format_line(status.status, 40)}')}{ran}"


def _print_status(part: StatusPart, document: CardDocument) -> Iterator[DocumentPiece]:
    """Print each decision with its person, time and reason; nothing while the request is open, as the title tells it."""
    if part.at is None:
        return
    by = f" by {format_line(part.by, 200)}" if part.by.strip() else ""
    how = "Ended undecided" if part.is_shortage else format_line(part.status, 40).capitalize()
    yield DocumentPiece("own", f"{how}{by} on {format_moment(part.at)}.")
    if part.reason.strip():
        is_question = any(quote.source == "question" for quote in document.list_parts(QuotePart))
        yield DocumentPiece("words", part.reason, "The answer:" if is_question else "The reason:")


def _print_answers(part: AnswersPart) -> tuple[DocumentPiece, ...]:
    match part.format:
        case "multiple_choice":
            numbered = "\n".join(f"{number}. {answer}" for number, answer in enumerate(part.answers, 1))
            return (DocumentPiece("words", numbered, "The answers to choose from:"),)
        case "form":
            labels = "\n".join(f"- {format_line(MAIL_LIMITS.make_safe(field.label), 200)}" for field in part.fields)
            return (DocumentPiece("words", labels, "The form asks for:"),)
        case _:
            return ()


def summarize_card_call(card: RequestCard, limit: int) -> str:
    """Return the call in one line, without secrets, shortened."""
    return format_line(summarize_call(card, MAIL_LIMITS), limit)


def format_moment(at: datetime) -> str:
    return f"{at:%-d %b %Y, %H:%M} UTC"
