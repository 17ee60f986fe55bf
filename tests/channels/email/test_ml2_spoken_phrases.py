"""A yes beside an excuse, a fact, a signature or an emoji approves around our real mail; what only looks like one never does."""

import pytest

from channels.email.inbound.decision_grammar.decision_parser import ApprovingReply, UndecidedReply
from tests.channels.email.inbound.decision_grammar.test_ml2_productive_rules import of, table
from tests.channels.email.spoken_phrases import NEVER, YES


@pytest.mark.parametrize("language", YES)
def test_ml2_a_spoken_yes_approves(language: str) -> None:
    assert [text for text in table(YES[language]) if of(text) != ApprovingReply()] == []


@pytest.mark.parametrize("language", NEVER)
def test_ml2_what_only_looks_like_a_spoken_yes_never_approves(language: str) -> None:
    assert len(table(NEVER[language])) >= 30
    assert [text for text in table(NEVER[language]) if of(text) == ApprovingReply()] == []


@pytest.mark.parametrize(
    "text", ["Push it out until Friday", "Push it out to next week", "Please push it out to Monday"]
)
def test_ml2_to_push_out_to_a_time_is_a_wish_to_wait(text: str) -> None:
    found = of(text)
    assert isinstance(found, UndecidedReply)
    assert "ask to wait" in found.why


def test_ml2_to_push_out_without_a_time_is_asked_about() -> None:
    found = of("Please push it out")
    assert isinstance(found, UndecidedReply)
    assert found.leaning == "approve"


@pytest.mark.parametrize("name", ["Max", "Sam", "Max Muster"])
def test_ml2_a_slash_signs_with_the_own_name_alone(name: str) -> None:
    assert of("Godkänt. /Olive") == ApprovingReply()
    assert of(f"Godkänt. /{name}") != ApprovingReply()


def test_ml2_a_french_preposition_is_no_finnish_negation() -> None:
    found = of("On part en vacances")
    assert isinstance(found, UndecidedReply)
    assert found.leaning == ""
