"""Replies that no list and no rule knows are read by their words: what approves, what is asked about, and what never approves."""

import itertools
import os
import random

import pytest

from bot.core.card.card import RequestCard
from channels.email.inbound.decision_grammar import sentence_reading
from channels.email.inbound.decision_grammar.decision_parser import (
    ApprovingReply,
    RejectingReply,
    ReplyAuthor,
    ReplyDecision,
    UndecidedReply,
    decide_reply,
)
from channels.email.inbound.decision_grammar.line_text import list_own_values, split_phrases_of_line
from channels.email.inbound.decision_grammar.sentence_reading import (
    _CARD_WORDS,
    list_call_acts,
    load_lexicon,
    read_clause,
    spell_clause,
)
from channels.email.inbound.decision_grammar.sentence_word_tables import SENTENCE_TABLES
from channels.email.inbound.decision_grammar.table_rows import expand_row
from channels.email.inbound.parsing.parsed_mail import ParsedMail
from channels.email.inbound.parsing.parser import parse_mail
from channels.email.inbound.reply_text.reply_extraction import ExtractedReply, extract_reply
from channels.email.options import LOCALES
from tests.channels.email.mail_programs import gmail_web
from tests.channels.email.quoted_mails import PersonWords, ours, raw
from tests.channels.email.read_sentences import APPROVING, REJECTING
from tests.channels.email.word_soups import SOUPS
from tests.channels.slack.sample_cards import approval
from tests.random_seed import draw_cases, seed_of_run

FULL = os.environ.get("COUNTERSIGN_CAMPAIGN") == "full"
"""In a full campaign each text answers each card; else each text one of them."""

CARDS = {
    "release": approval(),
    "pay": approval({"invoice": "4711", "amount": "1200.50"}, tool="pay_invoice"),
    "delete": approval({"branch": "feature/login"}, tool="delete_branch"),
}


def write_author(acts: tuple[str, ...], values: tuple[str, ...] = ()) -> ReplyAuthor:
    return ReplyAuthor(
        locales=LOCALES, signs=("Olive Ops", "Olive"), names=("Olive Ops",), others=("Sam", "Max Muster"), bot="Countersign",
        bots=("deploybot",), asked=("Sam",), values=values, call_acts=acts,
    )  # fmt: skip


ALL_ACTS = write_author(tuple(_CARD_WORDS))


def answer_mail(text: str, card: RequestCard) -> ReplyDecision:
    """Return the decision of a reply that Gmail's page writes around the mail that we really send about the card."""
    mail = ours(card)
    parsed = parse_mail(raw(gmail_web(PersonWords(text), mail), "both"))
    assert isinstance(parsed, ParsedMail)
    return decide_reply(extract_reply(parsed, mail.sent), write_author(list_call_acts(card), list_own_values(card)))


def sounds_like_a_yes(decision: ReplyDecision) -> bool:
    return isinstance(decision, ApprovingReply) or getattr(decision, "leaning", "") == "approve"


def table(rows: str) -> list[str]:
    return [" ".join(text.split()) for text in rows.split("·") if text.strip()]


@pytest.mark.parametrize(("language", "act"), [(each, act) for each in APPROVING for act in APPROVING[each]])
def test_ml2_a_sentence_of_an_order_and_harmless_words_is_taken_for_a_yes_to_the_call_that_it_names(
    language: str, act: str
) -> None:
    """Words alone never approve at once: one question follows."""
    card = CARDS[act]
    texts = table(APPROVING[language][act])
    assert [text for text in texts if not sounds_like_a_yes(answer_mail(text, card))] == []


@pytest.mark.parametrize(("language", "act"), [(each, act) for each in APPROVING for act in ("pay", "delete")])
def test_ml2_an_order_of_another_act_is_no_approval(language: str, act: str) -> None:
    other = {"pay": "release", "delete": "pay"}[act]
    author = write_author(list_call_acts(CARDS[other]))
    texts = table(APPROVING[language][act])
    assert [text for text in texts if isinstance(decide_reply(ExtractedReply(text=text), author), ApprovingReply)] == []


def test_ml2_a_yes_to_another_act_is_asked_about() -> None:
    for text in ("yes, pay it", "Ja, bitte überweisen", "Sí, paga la factura por favor."):
        found = answer_mail(text, CARDS["release"])
        assert isinstance(found, UndecidedReply), text
        assert found.leaning == "approve", text


@pytest.mark.parametrize("language", REJECTING)
def test_ml2_a_negated_act_and_a_wish_to_keep_reject(language: str) -> None:
    texts = table(REJECTING[language])
    found = {text: answer_mail(text, CARDS["delete"]) for text in texts}
    assert [text for text, decision in found.items() if not isinstance(decision, RejectingReply)] == []


@pytest.mark.parametrize("language", SOUPS)
def test_ml2_harmless_words_that_are_no_approval_approve_nothing(language: str) -> None:
    texts = table(SOUPS[language])
    assert len(texts) >= 40
    for place, card in enumerate(CARDS.values()):
        author = write_author(list_call_acts(card), list_own_values(card))
        drawn = texts if FULL else texts[place :: len(CARDS)]
        assert [
            text for text in drawn if isinstance(decide_reply(ExtractedReply(text=text), author), ApprovingReply)
        ] == []


def list_dangers(language: str) -> list[str]:
    rows = [row[2:] for row in SENTENCE_TABLES[language].split("\n") if row.startswith("! ")]
    return [phrase for row in rows for phrase in expand_row(row)]


def list_clauses(language: str) -> list[str]:
    texts = itertools.chain.from_iterable(map(table, APPROVING[language].values()))
    parts = itertools.chain.from_iterable(map(split_phrases_of_line, texts))
    return [part for part in dict.fromkeys(parts) if read_clause(part, (language,), tuple(_CARD_WORDS)) == "approve"]


POLITE = ("var sa god", "si por favor")
"""Phrases of consent in which a word of danger is none: "please", and a yes without its accent."""


@pytest.mark.parametrize("language", [each for each in APPROVING if each != "ja"])
def test_ml2_a_dangerous_word_at_any_place_of_an_approving_clause_stops_it(language: str) -> None:
    """Every word of danger of the language at every place of every clause that approves by its words."""
    clauses = list_clauses(language)
    assert len(clauses) > 3
    approved = []
    for clause, danger in itertools.product(clauses, list_dangers(language)):
        words = clause.split()
        for at in range(len(words) + 1):
            text = " ".join([*words[:at], danger, *words[at:]])
            if any(f" {phrase} " in f" {text} " for phrase in POLITE):
                continue
            if read_clause(text, (language,), tuple(_CARD_WORDS)) == "approve":
                approved.append(text)
    assert approved == []


@pytest.mark.parametrize("language", APPROVING)
def test_ml2_reading_by_words_adds_no_approval_with_a_word_of_danger(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words of danger, each once, at a drawn place of a drawn whole reply: what approves then, the lists of phrases approve alone."""
    drawn = random.Random(seed_of_run())
    texts = list(itertools.chain.from_iterable(map(table, APPROVING[language].values())))
    approved = []
    for danger in draw_cases(f"dangers in {language}", list_dangers(language), 6):
        words = drawn.choice(texts).split()
        at = drawn.randrange(len(words) + 1)
        approved.append(" ".join([*words[:at], danger, *words[at:]]))
    approved = [text for text in approved if not any(phrase in text.casefold() for phrase in POLITE)]
    approved = [
        text for text in approved if isinstance(decide_reply(ExtractedReply(text=text), ALL_ACTS), ApprovingReply)
    ]
    monkeypatch.setattr(sentence_reading, "MAX_READ", -1)
    assert [
        text for text in approved if not isinstance(decide_reply(ExtractedReply(text=text), ALL_ACTS), ApprovingReply)
    ] == []


@pytest.mark.parametrize("language", SENTENCE_TABLES)
def test_ml2_every_word_of_danger_is_one_whatever_else_it_is(language: str) -> None:
    for danger in list_dangers(language):
        assert set("!z") & set(spell_clause(danger.casefold(), language, tuple(_CARD_WORDS))), danger


@pytest.mark.parametrize("language", SENTENCE_TABLES)
def test_ml2_a_language_has_several_hundred_words(language: str) -> None:
    index = load_lexicon(language).index
    words = {form for key in index.list_keys() for _, _, form in index.list_phrases(key)}
    assert len(words) > 500


def test_ml2_a_long_text_and_one_with_a_question_or_a_quotation_are_not_read() -> None:
    said = "yup, please kill that old branch"
    assert sounds_like_a_yes(answer_mail(said, CARDS["delete"]))
    for text in (
        f"{said}?",
        f"“{said}”",
        f"{said}...",
        f"({said})",
        ". ".join([said] * 4),
        f"{said} " + "please " * 40,
    ):
        assert not isinstance(answer_mail(text, CARDS["delete"]), ApprovingReply), text


def test_ml2_the_acts_of_a_call_are_those_of_its_tool() -> None:
    assert list_call_acts(CARDS["release"]) == ("release",)
    assert list_call_acts(CARDS["pay"]) == ("pay",)
    assert list_call_acts(CARDS["delete"]) == ("delete", "branch")
    assert list_call_acts(approval({"delete": "1"}, tool="archive")) == ()
    assert list_call_acts(approval({"user": "u1"}, tool="deleteAccount")) == ("delete", "account")


@pytest.mark.parametrize("text", ["Ja, doei.", "Sim, tchau", "sí claro, como siempre", "Ja sicher, wie immer"])
def test_ml2_a_yes_that_ends_the_talk_is_asked_about(text: str) -> None:
    found = decide_reply(ExtractedReply(text=text), ALL_ACTS)
    assert isinstance(found, UndecidedReply)
