"""Formats the API's JSON as lines of text, with words from outside escaped; reads lines from the terminal."""

import json
import signal
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, assert_never

from pydantic import ValidationError

from bot.cli.terminal_text import escape_text, print_text
from bot.core.base_types import JSON
from bot.core.canonical_json import parse_json
from bot.core.card.card import RequestCard
from bot.core.card.complete_argument_rows import format_row
from bot.core.card.document_builder import UNLIMITED, build_document
from bot.core.card.execution import describe_status
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
from bot.core.errors import NotCanonical, NotUnderstood
from bot.core.escaping import ShownArgument, bar_lines, show_argument_text, show_words
from bot.core.forms import FormField


def print_json(value: JSON) -> None:
    """Print JSON indented and in ASCII, so that it holds no terminal control characters."""
    print_text(json.dumps(value, indent=2))


def format_table(head: Sequence[str], rows: Iterable[Sequence[str]], none: str) -> str:
    """A table with uncut columns under `head`; `none` when there are no rows. Cells must hold escaped text."""
    whole = [tuple(head), *(tuple(cell.replace("\n", " / ") for cell in row) for row in rows)]
    if len(whole) == 1:
        return none
    widths = [max(len(row[column]) for row in whole) for column in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in whole
    )


def format_time(at: str | None) -> str:
    """A moment of the API, to the second, UTC; "-" for None."""
    return f"{at[:10]} {at[11:19]}" if at else "-"


def format_threads(threads: Iterable[Mapping[str, Any]]) -> str:
    rows = (
        (each["id"], each["agent"], each["status"], format_time(each["updated_at"]), show_words(each["title"]))
        for each in threads
    )
    return format_table(("THREAD", "AGENT", "STATUS", "UPDATED (UTC)", "TITLE"), rows, "No threads.")


def format_requests(requests: Iterable[Mapping[str, Any]]) -> str:
    rows = (
        (
            each["id"],
            each["kind"],
            describe_request_status(each),
            format_time(each["created_at"]),
            show_words(each["requested_by"] or "-"),
            describe_request(each),
        )
        for each in requests
    )
    return format_table(("REQUEST", "KIND", "STATUS", "ASKED (UTC)", "BY", "WHAT"), rows, "No requests.")


def describe_request_status(request: Mapping[str, Any]) -> str:
    """The status of a request; for an approved one with the status of its call: `approved, failed`."""
    run = request["execution"]
    is_approved = run is not None and request["status"] == "approved"
    return f"approved, {_describe_execution(run)}" if is_approved else request["status"]


def format_execution(request: Mapping[str, Any]) -> str:
    """The status of the call of an approved request, with its result or error; empty when it has no execution."""
    run = request["execution"]
    if run is None:
        return ""
    detail = show_words(run["result"] or run["error"])
    return f"{request['tool']}: {_describe_execution(run)}" + (f"\n{indent_text(detail)}" if detail else "")


def _describe_execution(run: Mapping[str, Any]) -> str:
    return describe_status(run["status"], is_over=run["finished_at"] is not None)


def describe_request(request: Mapping[str, Any]) -> str:
    """A request on one line: the question, or the tool and its arguments as cards show them."""
    if request["kind"] == "question":
        return show_words(request["text"])
    return f"{request['tool']}: {format_arguments(json.dumps(request['arguments']))}".replace("\n", ", ")


SHOWN_FIELDS: Mapping[str, Sequence[str]] = {
    "ThreadOpened": ("title",),
    "MessageReceived": ("sender", "text"),
    "ContextFetched": ("intent", "arguments", "result", "error"),
    "StepChosen": ("intent", "arguments", "words"),
    "StepRefused": ("kind", "reason", "answer"),
    "LookedBack": ("first", "last"),
    "ToolStarted": ("call",),
    "ToolProcessStarted": ("attempt", "process_group", "host"),
    "EffectNotFound": ("attempt", "detail", "look_at"),
    "ToolFinished": ("result",),
    "ToolFailed": ("intent", "error"),
    "OutcomeUnknown": ("facts",),
    "OutcomeDoubted": ("call", "reason"),
    "OutcomeSettled": ("happened", "by", "detail"),
    "ApprovalAsked": ("call", "digest", "expires_at"),
    "QuestionAsked": ("call", "question", "choices", "fields"),
    "Answered": ("person", "decision", "digest", "text", "edited", "arguments"),
    "ApprovalSettled": ("call", "verdict", "by", "reason"),
    "ApprovalLapsed": ("call", "reason"),
    "QuestionSettled": ("call", "verdict", "by", "answer"),
    "Said": ("text",),
    "PeopleNotified": ("to", "text"),
    "HoldPlaced": ("scope", "name", "by", "reason"),
    "HoldLifted": ("scope", "name", "by"),
    "LimitReached": ("limit", "detail"),
    "Forked": ("source", "at", "by"),
}
"""The fields that the line of an event shows. An event that is not listed shows all fields."""


def format_event(event: Mapping[str, Any]) -> str:
    """An event with its number and time. Values of several lines follow below, indented."""
    data = event["data"]
    fields = [name for name in SHOWN_FIELDS.get(event["type"], tuple(data)) if data.get(name) not in (None, "", [], ())]
    told = [_format_field_value(name, data[name]) for name in fields]
    short = "  ".join(text for text in told if "\n" not in text)
    type = " ".join(show_words(event["type"]).split())
    head = f"{event['seq']:>4}  {format_time(event['at'])[11:]}  {type:<16}  {short}".rstrip()
    return "\n".join([head, *(indent_text(text, " " * 8) for text in told if "\n" in text)])


def _format_field_value(name: str, value: JSON) -> str:
    match name, value:
        case "arguments", str():
            return format_arguments(value)
        case "result", str():
            return escape_text(value)  # keeps the columns of a listing
        case _, str():
            return show_words(value)
        case "fields", list():
            return ", ".join(show_words(field["label"]) for field in value)
        case _, list():
            return ", ".join(show_words(str(item)) for item in value)
        case _:
            return f"{show_words(name)}={show_words(json.dumps(value))}"


def format_arguments(canonical: str) -> str:
    """Arguments as cards show them, one line each; other text as words."""
    try:
        return show_argument_text(canonical) if isinstance(parse_json(canonical), dict) else show_words(canonical)
    except NotCanonical:
        return show_words(canonical)


def indent_text(text: str, by: str = "    ") -> str:
    return "\n".join(f"{by}{line}" for line in text.strip("\n").split("\n"))


def read_document(request: Mapping[str, Any]) -> CardDocument:
    """The parts of a request's card: all that is printed, and whether it may be approved or answered here.

    Raises `NotUnderstood` for a card of a form that only a newer version knows.
    """
    known = {name: value for name, value in request["card"].items() if name in RequestCard.model_fields}
    try:
        return build_document(RequestCard.model_validate(known), UNLIMITED)
    except ValidationError as error:
        raise NotUnderstood(
            f"The server shows {request['id']} in a way that this version cannot print. {UPDATE}"
        ) from error


def format_card(request: Mapping[str, Any]) -> str:
    """A request as a card: the parts that all surfaces print, with labels; the call first, the agent's words last."""
    document = read_document(request)
    lines = [line for part in document.list_printed() for line in _print_part(part, request)]
    if unknown := list_unknown_fields(request):
        lines.append(f"\n! The server tells more about it than this version prints: {', '.join(unknown)}. {UPDATE}")
    return "\n".join(lines).strip("\n")


UPDATE = "Update countersign, or decide in the inbox."


def list_unknown_fields(request: Mapping[str, Any]) -> tuple[str, ...]:
    """The fields of a newer server's card that hold something and are not printed: such a card is not shown whole."""
    return tuple(
        show_words(name) for name, value in request["card"].items() if value and name not in RequestCard.model_fields
    )


def _print_part(part: PrintedPart, request: Mapping[str, Any]) -> Iterator[str]:
    match part:
        case StatusPart(at=None):
            yield _format_label("Status", part.words)
        case TitlePart(tool=""):
            yield f"{part.text}\n"
        case TitlePart():
            yield "If approved, this runs:\n" if request["status"] == "pending" else "What was asked for:\n"
            yield f"    {part.text}" if part.text != part.tool else f"    {part.tool}"
            yield from (f"    {text}" for text in (part.tool, part.sentence) if text and text != part.text)
        case StatusPart():
            by = f" by {part.by}" if part.by else ""
            yield _format_label("Outcome", f"{part.words}{by}, {part.at:%Y-%m-%d %H:%M} UTC")
            yield from _bar_words("Reason", part.reason)
        case ExecutionPart():
            at = f", {part.at:%Y-%m-%d %H:%M} UTC" if part.at else ""
            attempts = f" ({part.attempts} attempts)" if part.attempts > 1 else ""
            yield _format_label("The call", f"{part.words}{at}{attempts}")
            yield from _bar_words("What its tool said", part.detail)
        case NoticePart():
            yield f"\n{NOTICES.get(part.kind, '')}{part.text}"
        case ArgumentsPart():
            yield from (indent_text(_format_row(row), " " * 8) for row in part.rows)
            yield ""
        case PeoplePart():
            yield _format_label(part.label, part.text)
        case FactPart():
            yield from _bar_words(part.label, part.text or " ")
        case QuotePart():
            yield from ("", *_bar_words(part.label.rstrip(":") or "Question", part.text), "")
        case AnswersPart():
            yield _format_label("Answers", "\n".join((*part.answers, *map(_format_field, part.fields))))
        case VotePart():
            notes = f" ({', '.join(part.notes)})" if part.notes else ""
            yield _format_label("Vote", f"{part.text}{notes}")
            yield from [bar_lines(part.reason, BAR)] if part.reason else []
        case DeadlinePart():
            yield from [_format_label("Expires", f"{part.at:%Y-%m-%d %H:%M} UTC")] if part.at else []
            yield from [_format_label("Without a decision", part.silence)] if part.silence else []
        case ReferencePart():
            yield _format_label("Request", part.request)
            yield from [_format_label("Digest", part.digest)] if part.digest else []
        case ActionsPart():
            reasons = "\n".join(f"{show_words(each.name)}: {show_words(each.text)}" for each in part.reject_options)
            yield from [_format_label("To approve", f"It cannot be undone: type {part.typed}")] if part.typed else []
            yield from [_format_label("Not now", part.why_not)] if part.why_not else []
            yield from [_format_label("Reasons to reject", reasons)] if reasons else []
        case _:
            assert_never(part)


NOTICES: Mapping[str, str] = {"irreversible": "! ", "unusual": "! ", "secret": "! ", "urgent": "! "}
"""The marks before the sentences of the platform, by their kind."""

LABEL_WIDTH = 24
BAR = "  | "
"""The beginning of each line of other people's words: no such line passes for a row of the platform."""


def _format_row(row: ShownArgument) -> str:
    return format_row(row) + ("    <- unusual characters, shown escaped" if row.unusual and not row.lines else "")


def _format_field(field: FormField) -> str:
    """`count (integer, may stay empty): How many`. The card has escaped labels and choices already."""
    choices = f" of {', '.join(field.choices)}" if field.choices else ""
    empty = "" if field.required else ", may stay empty"
    help = f" ({field.help})" if field.help else ""
    return f"{field.name} ({field.kind}{choices}{empty}): {field.label}{help}"


def _bar_words(label: str, words: str) -> Iterator[str]:
    """A label of the platform, and below it the words of others behind a bar; nothing without words."""
    if words:
        yield f"{label}:"
        yield bar_lines(words, BAR)


def _format_label(label: str, text: str) -> str:
    """A label with its text beside it; further lines of the text below, at the same column."""
    lines = text.split("\n") if text else ["-"]
    head = f"{label:<{LABEL_WIDTH}}" if len(label) < LABEL_WIDTH else f"{label}  "
    return "\n".join([f"{head}{lines[0]}", *(f"{'':<{LABEL_WIDTH}}{line}" for line in lines[1:])])


def ask_confirmation(question: str) -> bool:
    """Whether the person typed y or yes. Other text, an empty line and a missing terminal mean no."""
    return ask_line(f"{question} [y/N] ").lower() in ("y", "yes")


def ask_line(question: str) -> str:
    """The line that the person typed, without blanks at its ends; empty without a terminal."""
    before = signal.getsignal(signal.SIGINT)
    # asyncio's handler would act on Ctrl-C only after the line is complete.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return input(escape_text(question)).strip()
    except EOFError:
        return ""
    finally:
        signal.signal(signal.SIGINT, before)
