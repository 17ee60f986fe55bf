"""All printers of cards compared, field by field of each part, on odd cards: none drops anything in silence.

A field of a part that is new fails here until this table says how it is seen and every printer prints it.
"""

import html
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from itertools import count
from typing import Any, NamedTuple

import pytest

from bot.cli.terminal_output import format_card, read_document
from bot.core.card import document_builder as card_document
from bot.core.card.card import RequestCard
from bot.core.card.document_builder import UNLIMITED, CardLimits, CardReader, build_document
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
from bot.core.escaping import ShownArgument, show_arguments
from bot.core.forms import FormField
from bot.core.policy import RejectOption
from channels._template.channel import LIMITS as TEMPLATE_LIMITS
from channels.email.outbound.card_printer import MAIL_LIMITS
from channels.email.outbound.card_printer import format_moment as format_mail_time
from channels.email.outbound.request_mail import render_card as render_mail
from channels.pager.channel import LIMITS as PAGER_LIMITS
from channels.shared.plain_card import print_plain_card
from channels.slack.views.blocks import format_date
from channels.slack.views.card_printer import SLACK_LIMITS
from channels.slack.views.card_printer import render_card as render_slack
from channels.slack.views.modals import DETAILS_LIMITS, make_details_modal
from tests.channels.email.mail_reader import look as look_at_mail
from tests.channels.slack.odd_cards import ODD
from tests.channels.slack.sample_cards import look
from tests.channels.slack.views.test_card_document import DECIDING, clickable, see
from tests.core.card.odd_cards import ODD_CARDS
from tests.http.pages.test_card_document import make_view, render_page

CARDS = {
    **{f"core {number}": card for number, card in enumerate(ODD_CARDS)},
    **{f"slack {n}": c for n, c in ODD.items()},
}


class PrintedCard(NamedTuple):
    """A card as a reader sees it, all printers the same way: the document, the text, and whether it can be approved."""

    document: CardDocument
    text: str
    approves: bool


def strip_tags(page: str) -> str:
    """The text of a page with the values of its fields and controls, without the names of styles."""
    page = re.sub(r"(?s)<(style|head|title|template)\b.*?</\1>", "", page)
    values = " ".join(re.findall(r'(?:value|data-text)="([^"]*)"', page))
    return html.unescape(re.sub(r"<[^>]*>", "", page) + values)


def print_slack(card: RequestCard) -> PrintedCard:
    made = render_slack(card, look(link=f"https://inbox.example/requests/{SLACK_LIMITS.make_line(card.request or '')}"))
    shown = see(made.blocks)
    return PrintedCard(build_document(card, SLACK_LIMITS), shown, bool(clickable(made.blocks) & DECIDING))


def print_mail_text(card: RequestCard) -> PrintedCard:
    made = render_mail(card, look_at_mail())
    return PrintedCard(build_document(card, MAIL_LIMITS), made.text, "approve or reject" in made.text)


def print_mail_html(card: RequestCard) -> PrintedCard:
    made = render_mail(card, look_at_mail())
    return PrintedCard(build_document(card, MAIL_LIMITS), strip_tags(made.html), "Approve by mail" in made.html)


def print_web(card: RequestCard) -> PrintedCard:
    view = make_view(card)
    page = render_page(view)
    return PrintedCard(
        build_document(card, UNLIMITED), f"{view.title} {strip_tags(page)}", 'value="approve" id=' in page
    )


def print_terminal(card: RequestCard) -> PrintedCard:
    status = "pending" if card.outcome is None else card.outcome.status
    request = {"id": card.request, "card": card.model_dump(mode="json"), "status": status}
    document = build_document(card, UNLIMITED)
    return PrintedCard(document, format_card(request), not (card.paused or read_document(request).why_not))


def print_pager(card: RequestCard) -> PrintedCard:
    document = build_document(card, PAGER_LIMITS)
    return PrintedCard(document, print_plain_card(document), document.may_press_approve)


def print_template(card: RequestCard) -> PrintedCard:
    document = build_document(card, TEMPLATE_LIMITS)
    return PrintedCard(document, print_plain_card(document), document.may_press_approve)


def print_details(card: RequestCard) -> PrintedCard:
    """The dialog with the details in Slack, in which nothing is decided."""
    link = f"https://inbox.example/requests/{SLACK_LIMITS.make_line(card.request or '')}"
    view = make_details_modal(card, look(link=link))
    document = build_document(card, DETAILS_LIMITS, CardReader(may_decide=False))
    return PrintedCard(document, see(view["blocks"]), bool(clickable(view) & DECIDING))


PRINTERS: dict[str, Callable[[RequestCard], PrintedCard]] = {
    "slack": print_slack,
    "slack details": print_details,
    "mail text": print_mail_text,
    "mail html": print_mail_html,
    "web": print_web,
    "terminal": print_terminal,
    "pager": print_pager,
    "template": print_template,
}
TIMES: dict[str, Callable[[datetime], str]] = {
    "slack": lambda at: html.unescape(format_date(at)),
    "slack details": lambda at: html.unescape(format_date(at)),
    "mail text": format_mail_time,
    "mail html": format_mail_time,
    "web": lambda at: f"{at:%-d %b %Y, %H:%M}",
    "terminal": lambda at: f"{at:%Y-%m-%d %H:%M}",
    "pager": lambda at: f"{at:%Y-%m-%d %H:%M}",
    "template": lambda at: f"{at:%Y-%m-%d %H:%M}",
}

KIND: Callable[[Any], list[str]] = lambda value: []  # noqa: E731  a mark of the table
"""A kind, which chooses the place, the icon or the control, and is no text."""


def read_text(value: str) -> list[str]:
    return [value]


def read_attempts(value: int) -> list[str]:
    return [f"{value} attempts"] if value > 1 else []


SEEN: dict[tuple[type, str], Callable[[Any], list[str]]] = {
    **{(TitlePart, name): read_text for name in TitlePart._fields},
    **{(StatusPart, name): read_text for name in ("words", "by", "reason")},
    **{(StatusPart, name): KIND for name in ("status", "is_paused", "is_shortage", "is_bad")},
    **{(ExecutionPart, name): read_text for name in ("words", "detail")},
    **{(ExecutionPart, name): KIND for name in ("status", "is_over")},
    (ExecutionPart, "attempts"): read_attempts,
    (NoticePart, "kind"): KIND,
    (NoticePart, "text"): read_text,
    (ArgumentsPart, "text"): read_text,
    (ArgumentsPart, "rows"): lambda rows: [text for row in rows for text in (row.name, row.note, *(row.lines or (row.text,)))],
    **{(FactPart, name): read_text for name in FactPart._fields},
    (QuotePart, "source"): KIND,
    **{(QuotePart, name): lambda value: [value.removesuffix(":")] for name in ("label", "text")},
    (AnswersPart, "format"): KIND,
    (AnswersPart, "answers"): list,
    (AnswersPart, "fields"): lambda fields: [field.label for field in fields],
    (PeoplePart, "kind"): KIND,
    **{(PeoplePart, name): read_text for name in ("label", "text")},
    **{(VotePart, name): read_text for name in ("text", "reason")},
    (VotePart, "notes"): list,
    (DeadlinePart, "silence"): read_text,
    (ReferencePart, "request"): read_text,
    (ReferencePart, "digest"): lambda value: [value[:12]],
    **{(ActionsPart, name): KIND for name in ("may_approve", "may_reject", "may_answer", "edit_rule", "is_elsewhere")},
    (ActionsPart, "why_not"): read_text,
    (ActionsPart, "typed"): read_text,
    (ActionsPart, "reject_options"): lambda options: [option.name for option in options],
}  # fmt: skip
"""How a field is seen. The times are in `TIMES`."""

ASIDE: dict[tuple[str, type, str], str] = {
    ("slack", ActionsPart, "typed"): "asked for in the dialog, under the whole card",
    ("slack", ActionsPart, "reject_options"): "in the dialog to reject",
    ("mail text", ActionsPart, "typed"): "not by mail: on the request's page",
    ("mail html", ActionsPart, "typed"): "not by mail: on the request's page",
    ("mail text", ActionsPart, "reject_options"): "a mail rejects in the writer's own words",
    ("mail html", ActionsPart, "reject_options"): "a mail rejects in the writer's own words",
    ("mail text", StatusPart, "words"): "the outcome is the title, in words of its own",
    ("mail html", StatusPart, "words"): "the outcome is the title, in words of its own",
    ("web", StatusPart, "words"): "the pill above the card, with the state of the execution",
    ("web", ArgumentsPart, "text"): "printed from its rows",
    ("terminal", ArgumentsPart, "text"): "printed from its rows",
    ("web", ReferencePart, "request"): "the address of the page",
}  # fmt: skip
"""The fields that a printer shows in another way, and which."""

FROM_THE_CARD: dict[tuple[str, type, str], str] = {
    ("slack", ReferencePart, "request"): "in the address of the link, which its context gives",
    ("slack details", ReferencePart, "request"): "in the address of the link, which its context gives",
    ("mail text", ActionsPart, "why_not"): "the reason of the document",
    ("mail html", ActionsPart, "why_not"): "the reason of the document",
    ("mail text", AnswersPart, "answers"): "yes and no, in the sentence that tells how to answer",
    ("mail html", AnswersPart, "answers"): "yes and no, in the sentence that tells how to answer",
    ("web", ActionsPart, "typed"): "the label of a control",
    ("web", ActionsPart, "reject_options"): "the labels of controls",
    ("web", AnswersPart, "answers"): "the labels of controls",
    ("web", AnswersPart, "fields"): "the labels of controls",
}
"""The fields that a printer takes from elsewhere, and whence."""

IN_READING_ORDER = ("pager", "template")
"""The printers that keep the order of the document throughout."""

NAME_QUESTIONS = {
    "web": "deploybot asks, above the card",
    "mail text": "The question was answered, once it is settled",
    "mail html": "The question was answered, once it is settled",
}
"""The printers that call a question by another name than the document's."""


def list_wanted(part: PrintedPart, printer: str) -> Iterator[tuple[str, str]]:
    """The name of each field of a part that is to be seen, and a text of it."""
    for name in part._fields:
        value = getattr(part, name)
        if isinstance(value, datetime):
            yield name, TIMES[printer](value)
        elif name == "at":
            assert value is None
        elif printer in NAME_QUESTIONS and isinstance(part, TitlePart) and not part.tool:
            continue
        elif (printer, type(part), name) not in ASIDE:
            yield from ((name, text) for text in SEEN[type(part), name](value))


def flatten(text: str) -> str:
    return re.sub(r"[\s|\u00a0]+", "", text).lower()


@pytest.mark.parametrize("printer", PRINTERS)
@pytest.mark.parametrize("name", CARDS)
@pytest.mark.drawn
def test_card1_no_printer_drops_a_field_of_a_part(name: str, printer: str) -> None:
    card = CARDS[name]
    printed = PRINTERS[printer](card)
    shown = flatten(printed.text)
    is_form = card.ask is not None and bool(card.ask.fields)
    if (
        printer == "web" and is_form and card.outcome
    ):  # the page shows the values of a form as rows, by the fields' names
        assert all(
            flatten(text) in shown for row in show_arguments(card.outcome.reason) for text in (row.name, row.text)
        )
        printed = printed._replace(document=printed.document._replace(parts=printed.document.parts[2:]))
    missing = [
        (type(part).__name__, field, text[:80])
        for part in printed.document.list_printed()
        for field, text in list_wanted(part, printer)
        if flatten(text).removesuffix(".") not in shown
    ]
    assert missing == []
    assert not printed.approves or printed.document.is_whole


def test_card1_there_are_many_odd_cards_and_no_two_are_alike() -> None:
    assert len({card.model_dump_json() for card in CARDS.values()}) >= 100


def test_card1_each_exception_of_a_printer_is_one_of_a_field_that_exists() -> None:
    for printer, part, field in ASIDE:
        assert printer in PRINTERS
        assert (part, field) in SEEN
    assert {kind for kind, _ in SEEN} == set(PrintedPart.__args__)


MARK = re.compile(r"qz\d+zq")


class MarkedText(NamedTuple):
    """A mark that was put into a field of a part, the `number`th of its document."""

    number: int
    part: type
    field: str
    mark: str


def mark_value(value: Any, marks: Iterator[int]) -> Any:
    """The value with a mark of its own in each text of it."""
    match value:
        case str() if value.strip():
            return f"{value} qz{next(marks)}zq"
        case tuple() if not hasattr(value, "_fields"):
            return tuple(mark_value(each, marks) for each in value)
        case ShownArgument():
            texts = {"name": value.name, "note": value.note, "lines": value.lines}
            texts |= {} if value.lines else {"text": value.text}
            return value.model_copy(update={name: mark_value(text, marks) for name, text in texts.items()})
        case FormField():
            return value.model_copy(update={"label": mark_value(value.label, marks)})
        case RejectOption():
            return value.model_copy(update={"name": mark_value(value.name, marks)})
        case _:
            return value


def mark_parts(document: CardDocument) -> CardDocument:
    """The document with a mark in each text of each part; kinds and the digest stay."""
    marks = count(1)
    return document._replace(
        parts=tuple(
            part._replace(
                **{
                    name: mark_value(getattr(part, name), marks)
                    for name in part._fields
                    if SEEN.get((type(part), name), KIND) is not KIND and name != "digest"
                }
            )
            for part in document.parts
            if isinstance(part, PrintedPart)
        )
    )


def list_marks(document: CardDocument) -> list[MarkedText]:
    """The marks that the document has for a printer, in reading order."""
    return [
        MarkedText(number, type(part), name, mark)
        for number, part in enumerate(document.list_printed())
        for name in part._fields
        for mark in MARK.findall(repr(getattr(part, name)))
    ]


@pytest.fixture
def marked_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each text of each part of each card has a mark of its own, which no other text has."""
    build = card_document.build_parts

    def build_marked(card: RequestCard, limits: CardLimits, reader: CardReader) -> CardDocument:
        return mark_parts(build(card, limits, reader))

    monkeypatch.setattr(card_document, "build_parts", build_marked)


@cache
def choose_cards() -> list[str]:
    """The names of cards that have all fields of all parts between them: of each field the first card with it."""
    chosen: dict[tuple[type, str], str] = {}
    for name, card in CARDS.items():
        for part in build_document(card, MAIL_LIMITS).list_printed():
            for field in part._fields:
                if getattr(part, field) not in ("", None, (), False, 0):
                    chosen.setdefault((type(part), field), name)
    return list(dict.fromkeys(chosen.values()))


@pytest.mark.usefixtures("marked_parts")
@pytest.mark.parametrize("printer", PRINTERS)
def test_card1_every_printer_prints_each_text_of_each_part_and_no_other_text_in_its_place(printer: str) -> None:
    """A text that happens to be in another place of the card does not pass for the one of its part: each is marked."""
    for name in choose_cards():
        check_marks(CARDS[name], printer)


@pytest.mark.usefixtures("marked_parts")
@pytest.mark.parametrize("printer", PRINTERS)
@pytest.mark.parametrize("name", CARDS)
@pytest.mark.drawn
def test_card1_every_printer_prints_each_marked_text_of_each_odd_card(name: str, printer: str) -> None:
    check_marks(CARDS[name], printer)


def check_marks(card: RequestCard, printer: str) -> None:
    printed = PRINTERS[printer](card)
    wanted = [
        each
        for each in list_marks(printed.document)
        if (printer, each.part, each.field) not in ASIDE | FROM_THE_CARD
        and not (printer in NAME_QUESTIONS and each.part is TitlePart and card.ask)
        and not (printer == "web" and each.part is StatusPart and card.ask and card.ask.fields)
    ]
    shown = MARK.findall(printed.text)
    assert [each for each in wanted if each.mark not in shown] == []
    assert len(wanted) >= 3
    if printer in IN_READING_ORDER:
        numbers = {each.mark: each.number for each in wanted}
        order = [numbers[mark] for mark in shown if mark in numbers]
        assert order == sorted(order)
