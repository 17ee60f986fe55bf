"""A yes beside a greeting, a reason that supports it and a bot's name, around our real mail; no reason, place or name approves alone."""

import random

import pytest

from channels.email.inbound.decision_grammar.decision_parser import ApprovingReply, RejectingReply, UndecidedReply
from tests.channels.email.composed_replies import ASKED, NEITHER, NO, YES
from tests.channels.email.inbound.decision_grammar.test_ml2_productive_rules import FRAMED, FULL, OLIVE, of, table
from tests.channels.email.rule_phrases import NEGATED
from tests.random_seed import seed_of_run


@pytest.mark.parametrize("language", YES)
def test_ml2_a_yes_beside_courtesies_and_reasons_approves(language: str) -> None:
    assert [text for text in table(YES[language]) if of(text) != ApprovingReply()] == []


@pytest.mark.parametrize("language", NO)
def test_ml2_a_no_in_colloquial_words_rejects(language: str) -> None:
    assert [text for text in table(NO[language]) if not isinstance(of(text), RejectingReply)] == []


@pytest.mark.parametrize("text", table(ASKED))
def test_ml2_an_approving_word_beside_unknown_words_costs_one_question(text: str) -> None:
    found = of(text)
    assert isinstance(found, UndecidedReply)
    assert found.leaning == "approve"


def test_ml2_no_reason_place_call_or_thing_of_another_approves() -> None:
    assert [text for text in table(NEITHER) if of(text) == ApprovingReply()] == []


@pytest.mark.parametrize("language", YES)
def test_ml2_no_composed_yes_in_a_frame_that_takes_it_back_approves(language: str) -> None:
    said = [text for text in table(YES[language]) if "\n" not in text]
    framed = [frame.format(text.rstrip(".。!")) for frame in NEGATED[language] for text in said]
    drawn = framed if FULL else random.Random(seed_of_run()).sample(framed, min(FRAMED, len(framed)))
    assert [text for text in drawn if of(text) == ApprovingReply()] == []


def test_ml2_a_bot_that_is_called_as_a_person_opens_no_rule() -> None:
    bot_named_max = OLIVE.model_copy(update={"bots": ("Max",)})
    assert of("Deploybot can go ahead") == ApprovingReply()
    assert not isinstance(of("Max can go ahead", bot_named_max), ApprovingReply)


def test_ml2_a_version_is_the_tag_with_and_without_its_letter_and_no_other() -> None:
    assert of("You can tag 1.4.3") == ApprovingReply()
    assert not isinstance(of("You can tag 1.4.4"), ApprovingReply)
    assert not isinstance(of("You can tag v.1.4.3.1"), ApprovingReply)
