"""Each part of a card's document is in the terminal's card."""

import pytest

from bot.cli.terminal_output import format_card, list_unknown_fields
from bot.cli.terminal_text import escape_text
from bot.core.card.card import RequestCard
from bot.core.card.document_builder import UNLIMITED, build_document
from bot.core.card.parts import ActionsPart, ArgumentsPart, StatusPart
from bot.core.errors import NotUnderstood
from tests.core.card.odd_cards import ODD_CARDS
from tests.core.card.part_texts import list_texts


@pytest.mark.parametrize("card", ODD_CARDS)
def test_card1_the_terminal_prints_every_part(card: RequestCard) -> None:
    status = "pending" if card.outcome is None else card.outcome.status
    shown = format_card({"card": card.model_dump(mode="json"), "status": status})
    flat = "".join(escape_text(shown).replace("|", "").split())
    for part in build_document(card, UNLIMITED).list_printed():
        if not isinstance(part, ActionsPart | ArgumentsPart | StatusPart):
            for text in list_texts(part):
                assert "".join(escape_text(text).replace("|", "").rstrip(":").split()) in flat
    for row in card.arguments:
        for text in row.lines or (row.text,):
            assert "".join(escape_text(text).replace("|", "").split()) in flat
    if card.outcome:
        assert card.outcome.by in shown


def test_card1_what_a_newer_server_tells_more_is_named_and_the_card_is_not_whole() -> None:
    (card, *_) = ODD_CARDS
    sent = {**card.model_dump(mode="json"), "later": "Beware.", "empty": "", "none": None}
    request = {"id": "th_01-3", "card": sent, "status": "pending"}
    assert "If approved, this runs:" in format_card(request)
    assert "more about it than this version prints: later. Update countersign" in format_card(request)
    assert list_unknown_fields(request) == ("later",)
    assert list_unknown_fields({"card": card.model_dump(mode="json")}) == ()


def test_card1_a_card_of_a_form_that_is_not_known_is_refused_in_a_sentence() -> None:
    (card, *_) = ODD_CARDS
    sent = {**card.model_dump(mode="json"), "facts": [{"label": "a", "lines": ["b"], "new": 1}]}
    with pytest.raises(NotUnderstood, match="this version cannot print"):
        format_card({"id": "th_01-3", "card": sent, "status": "pending"})
