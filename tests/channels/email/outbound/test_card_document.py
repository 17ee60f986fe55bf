"""Each part of a card's document is printed in both forms of the mail, or the mail offers no approval."""

import html
import re

import pytest
from hypothesis import given

from bot.core.card.card import RequestCard
from bot.core.card.parts import ActionsPart, CardDocument, DeadlinePart, ReferencePart, StatusPart, TitlePart
from bot.core.errors import THREAD_RESTS
from channels.email.outbound.card_printer import build_mail_document, format_moment
from channels.email.outbound.request_mail import render_card
from channels.email.outbound.view_context import MailContent
from tests.channels.email.mail_reader import look, reads_as_a_decision
from tests.channels.email.outbound.request_mail_cases import buttons, read
from tests.channels.slack.sample_cards import approval, hostile_approvals, hostile_questions, question, tries
from tests.core.card.odd_cards import ODD_CARDS, SECRET, VOTES
from tests.core.card.part_texts import list_texts


def flatten(text: str) -> str:
    return re.sub(r"[\s\u00a0|>]+", "", text)


def read_texts(document: CardDocument) -> list[str]:
    """All texts of the parts that a reader must see, beside the title and the reference."""
    texts: list[str] = []
    for part in document.list_printed():
        match part:
            case StatusPart():
                texts += [part.by, part.reason, *([format_moment(part.at)] if part.at else [])]
            case DeadlinePart():
                texts += [part.silence, *([format_moment(part.at)] if part.at else [])]
            case ReferencePart():
                texts += [part.request, part.digest[:12]]
            case ActionsPart() | TitlePart(tool=""):
                pass  # a settled question has the outcome as its title
            case _:
                texts += list_texts(part)
    return [text for text in texts if text.strip()]


def forms_of(made: MailContent) -> tuple[str, str]:
    page = html.unescape(re.sub(r"<[^>]*>", "", re.sub(r"(?s)<(style|head|title)\b.*?</\1>", "", made.html)))
    return flatten(made.text).lower(), flatten(page).lower()


@pytest.mark.parametrize("card", ODD_CARDS)
def test_card1_each_part_is_in_both_forms_of_the_mail_or_it_offers_no_approval(card: RequestCard) -> None:
    context = look()
    document, made = build_mail_document(card, context), render_card(card, context)
    if not document.is_whole:
        assert "Approve by mail" not in buttons(made)
    for form in forms_of(made):
        for text in read_texts(document):
            assert flatten(text).lower() in form, text
    assert SECRET not in made.text + made.html + made.subject


@tries(40)
@given(card=hostile_approvals() | hostile_questions())
def test_card1_a_hostile_card_is_printed_whole_or_offers_no_approval(card: RequestCard) -> None:
    context = look()
    document, made = build_mail_document(card, context), render_card(card, context)
    if not document.is_whole:
        assert "Approve by mail" not in buttons(made)
    plain, page = forms_of(made)
    for text in read_texts(document):
        begin = flatten(" ".join(text.split())).lower()[:60]
        assert begin in plain, text[:200]
        assert begin in page, text[:200]


@pytest.mark.parametrize("card", ODD_CARDS)
def test_card1_no_line_of_ours_about_votes_reads_as_a_decision(card: RequestCard) -> None:
    assert not [line for line in render_card(card, look()).text.split("\n") if reads_as_a_decision(line)]
    assert read(render_card(card, look()))


def test_card1_a_mail_about_a_partly_approved_call_says_so() -> None:
    made = render_card(approval(votes=VOTES, title="Release v1.4.3"), look())
    assert "\nAnother approval needed: Release v1.4.3\n" in made.text
    assert "\nApproved so far by: Otto\n" in made.text
    assert "\nVote: Max approved (by slack, does not count: before the arguments were changed)\n" in made.text


@pytest.mark.parametrize(
    "card",
    [
        approval(withheld=THREAD_RESTS, stopped=THREAD_RESTS, edits=False),
        question().model_copy(update={"stopped": THREAD_RESTS}),
        question(format="yes_no", choices=()).model_copy(update={"stopped": THREAD_RESTS}),
    ],
    ids=["approval", "choice", "yes or no"],
)
def test_card1_a_mail_of_a_resting_thread_says_so_and_asks_for_no_reply(card: RequestCard) -> None:
    made = render_card(card, look())
    assert buttons(made) == ["Open in the inbox"]
    for form in forms_of(made):
        assert flatten(THREAD_RESTS).lower() in form
        assert not re.search(r"replywith|replyto|bymail", form)
        assert "openintheinbox" in form
