"""Forms and politeness of verbs, above all Polish and Japanese, around our real mail; no condition, question, delay or other thing."""

import random

import pytest

from channels.email.inbound.decision_grammar.decision_parser import ApprovingReply, RejectingReply, UndecidedReply
from tests.channels.email.inbound.decision_grammar.test_ml2_productive_rules import FRAMED, FULL, of, table
from tests.channels.email.rule_phrases import NEGATED
from tests.channels.email.widened_phrases import NEITHER, NO, WAITS, YES
from tests.random_seed import seed_of_run


@pytest.mark.parametrize("language", YES)
def test_ml2_a_yes_in_each_form_of_the_language_approves(language: str) -> None:
    assert [text for text in table(YES[language]) if of(text) != ApprovingReply()] == []


@pytest.mark.parametrize("language", NO)
def test_ml2_a_no_in_each_form_of_the_language_rejects(language: str) -> None:
    assert [text for text in table(NO[language]) if not isinstance(of(text), RejectingReply)] == []


@pytest.mark.parametrize("text", table(WAITS))
def test_ml2_a_polite_wish_to_wait_waits(text: str) -> None:
    found = of(text)
    assert isinstance(found, UndecidedReply)
    assert "ask to wait" in found.why


def test_ml2_no_condition_question_delay_or_other_thing_approves() -> None:
    assert [text for text in table(NEITHER) if of(text) == ApprovingReply()] == []


@pytest.mark.parametrize("language", YES)
def test_ml2_no_yes_in_a_frame_that_takes_it_back_approves(language: str) -> None:
    said = [text for text in table(YES[language]) if "\n" not in text]
    framed = [frame.format(text.rstrip(".。!")) for frame in NEGATED[language] for text in said]
    drawn = framed if FULL else random.Random(seed_of_run()).sample(framed, min(FRAMED, len(framed)))
    assert [text for text in drawn if of(text) == ApprovingReply()] == []
