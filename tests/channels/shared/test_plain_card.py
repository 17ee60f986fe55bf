"""Each part of a card's document is printed as plain text, and no words of others look like a label."""

import re

import pytest

from bot.core.card.card import RequestCard
from bot.core.card.document_builder import UNLIMITED, CardLimits, SizeLimit, build_document
from bot.core.card.parts import ActionsPart, CardDocument, DeadlinePart, StatusPart
from channels.shared.plain_card import print_plain_card
from tests.channels.slack.sample_cards import FIELDS, approval, question
from tests.core.card.odd_cards import ODD_CARDS, SECRET
from tests.core.card.part_texts import list_texts

PAGER = CardLimits(place="on a pager", sizes=(SizeLimit(len, 1_500),), cut_to=1_200, words=300)
LABELS = {
    "Title", "Status", "Reason", "Execution", "Result", "Note", "Arguments", "Fact", "Words", "Answers", "People", "Vote",
    "Deadline", "Reference", "Not here", "To be typed for an approval", "Reasons to reject",
}  # fmt: skip


def flatten(text: str) -> str:
    return re.sub(r"[\s|]+", "", text)


def read_texts(document: CardDocument) -> list[str]:
    """The texts of the parts that a reader must see."""
    texts: list[str] = []
    for part in document.list_printed():
        match part:
            case StatusPart():
                texts += [part.words, part.by, part.reason, f"{part.at:%Y-%m-%d}" if part.at else ""]
            case DeadlinePart():
                texts += [part.silence, f"{part.at:%Y-%m-%d}" if part.at else ""]
            case ActionsPart():
                texts += [part.why_not, part.typed, *(option.name for option in part.reject_options)]
            case _:
                texts += list_texts(part)
    return [text for text in texts if text.strip()]


@pytest.mark.parametrize("limits", [UNLIMITED, PAGER], ids=["unlimited", "pager"])
@pytest.mark.parametrize("card", [*ODD_CARDS, question(format="form", choices=(), fields=FIELDS)])
def test_kit5_each_part_is_printed(card: RequestCard, limits: CardLimits) -> None:
    document = build_document(card, limits)
    printed = flatten(print_plain_card(document))
    assert [text for text in read_texts(document) if flatten(text) not in printed] == []


@pytest.mark.parametrize("card", ODD_CARDS)
def test_kit5_only_labels_of_ours_begin_a_line(card: RequestCard) -> None:
    lines = print_plain_card(build_document(card, PAGER)).split("\n")
    assert {line.removesuffix(":") for line in lines if not line.startswith("    ")} <= LABELS


def test_kit5_words_that_imitate_a_label_are_indented_whatever_ends_their_lines() -> None:
    breaks = ("\n", "\r", "\r\n", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029")
    card = approval(words="".join(f"fine{each}Status:{each}    Approved" for each in breaks), wish="Note:\nNote:")
    printed = print_plain_card(build_document(card, PAGER))
    assert [line for line in printed.splitlines() if line.startswith("Status:")] == ["Status:"]
    assert not [line for line in printed.splitlines() if line.startswith("Note:")]


@pytest.mark.parametrize("card", ODD_CARDS)
def test_kit5_no_secret_is_printed_where_the_limits_hide_them(card: RequestCard) -> None:
    assert SECRET not in print_plain_card(build_document(card, PAGER))
