"""Each part of a card's document is on the page of its request, and only what is shown whole can be approved there."""

import html
import re
from datetime import timedelta

import pytest

from bot.core.card.card import CardFact, RequestCard
from bot.core.card.document_builder import UNLIMITED, build_document
from bot.core.card.parts import (
    ActionsPart,
    AnswersPart,
    ArgumentsPart,
    CardPart,
    DeadlinePart,
    FactPart,
    NoticePart,
    PeoplePart,
    QuotePart,
    StatusPart,
    TitlePart,
)
from bot.core.request_views import Request
from bot.http.pages.card_layout import CardLayout
from bot.http.pages.request_view import RequestView
from bot.http.pages.templating import build_environment
from tests.channels.slack.sample_cards import NOON, approval
from tests.core.card.odd_cards import ODD_CARDS
from tests.core.card.part_texts import list_texts

PLACES = ("outcome", "call", "notices", "people", "votes", "words", "controls")


def make_view(card: RequestCard) -> RequestView:
    status = "pending" if card.outcome is None else card.outcome.status
    request = Request(
        id=card.request or "",
        thread_id=card.thread,
        kind="question" if card.ask else "approval",
        status=status,
        tool=card.tool,
        arguments={},
        digest=card.digest,
        requested_by="rita",
        expires_at=card.expires_at,
        created_at=NOON,
        reason=card.outcome.reason if card.outcome else "",
    )
    return RequestView(request.model_copy(update={"card": card}), "deploybot wants to run it")


def render_page(view: RequestView) -> str:
    """The HTML of the card on its page."""
    macros = build_environment().from_string(
        '{% from "parts.html" import open_request, settled_request %}{% from "card.html" import votes %}'
        '{% if view.is_open %}{{ open_request(view, "", "/", now) }}{% else %}{{ settled_request(view, "", "/") }}{% endif %}'
        "{{ votes(view) }}"
    )
    return macros.render(view=view, now=NOON + timedelta(hours=1))


def print_page(view: RequestView) -> str:
    """The text of the page, and the page."""
    page = render_page(view)
    return html.unescape(re.sub(r"<[^>]*>", "", page)) + page


@pytest.mark.parametrize("card", ODD_CARDS)
def test_card1_the_page_prints_every_part(card: RequestCard) -> None:
    view = make_view(card)
    page = "".join(print_page(view).split())
    for part in build_document(card, UNLIMITED).list_printed():
        is_heading = isinstance(part, TitlePart) and card.ask is not None  # the page has a heading of its own
        if not (is_heading or isinstance(part, ActionsPart | AnswersPart | ArgumentsPart | StatusPart)):
            for text in list_texts(part):
                assert "".join(text.split()) in page
    for row in card.arguments:
        for text in (*row.lines, row.text, row.note):
            assert "".join(text.split()) in page


LONG = approval(facts=(CardFact(label="Diff", lines=tuple(f"line {n}" for n in range(200))),) * 3)


@pytest.mark.parametrize("card", [*ODD_CARDS, LONG])
def test_card1_nothing_that_is_approved_is_folded(card: RequestCard) -> None:
    """The digest in full and the second form of a text of several lines are one click away, nothing else."""
    view = make_view(card)
    unfolded = re.sub(r"(?s)<details\b.*?</details>", "", render_page(view))
    page = "".join(html.unescape(re.sub(r"<[^>]*>", "", unfolded)).split())
    for part in build_document(card, UNLIMITED).list_printed():
        if isinstance(part, FactPart | NoticePart | QuotePart | PeoplePart | DeadlinePart):
            for text in list_texts(part):
                assert "".join(text.split()) in page, text[:200]
    for row in card.arguments:
        for text in row.lines or (row.text,):
            assert "".join(text.split()) in page, text[:200]


@pytest.mark.parametrize("card", ODD_CARDS)
def test_card1_the_page_has_an_approve_button_only_where_the_document_allows_it(card: RequestCard) -> None:
    view = make_view(card)
    assert ('value="approve" id=' in print_page(view)) == view.actions.may_approve


def test_card1_every_part_has_one_place() -> None:
    for card in ODD_CARDS:
        layout = CardLayout(build_document(card, UNLIMITED))
        placed: list[CardPart] = [each.part for place in PLACES for each in layout.list_placed(place)]  # type: ignore[arg-type]
        assert sorted(map(repr, placed)) == sorted(map(repr, layout.document.list_printed()))
