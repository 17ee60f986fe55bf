"""An irreversible call is approved by typing a part of it, exactly; at every entry point, since `decide` requires it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.canonical_json import canonicalize, parse_json
from bot.core.card.card import build_card
from bot.core.card.typed_confirmation_word import MAX_WORD, choose_typed_word, find_typed_word
from bot.core.errors import DigestMismatch, Forbidden, NotAnApprover, NotUnderstood
from bot.core.policy import Policy
from tests.core.thread_log import PEOPLE, RELEASE, TWO_OF_THREE, agent, asked_to_tag

TYPED = RELEASE.model_copy(update={"irreversible": True, "typed": "tag"})
FINAL = agent(TYPED)
V2: dict[str, Any] = {"tag": "v2", "sha": "c0ffee"}


@pytest.mark.parametrize(
    ("arguments", "typed", "word"),
    [
        ({"tag": "v1", "sha": "c0ffee"}, "tag", "v1"),
        ({"tag": "v1", "sha": "c0ffee"}, "", "c0ffee"),
        ({"count": 3, "tag": "v1"}, "", "v1"),
        ({"count": 3, "tag": "v1"}, "count", "3"),
        ({"force": True}, "force", "true"),
        ({"count": 3}, "", "drop"),
        ({}, "", "drop"),
        ({"a": "", "b": "two"}, "", "two"),
        ({"a": " ", "b": "two"}, "", "two"),
        ({"a": "x" * (MAX_WORD + 1), "b": "two"}, "", "two"),
        ({"a": " v1 "}, "", "v1"),
        ({"a": "m\u0430in"}, "", "m\\u{430}in"),
        ({"a": "one\ntwo"}, "", "one\\ntwo"),
        ({"a": 'say "x"'}, "", 'say \\"x\\"'),
        ({"tables": ["a", "b"]}, "tables", "drop"),
        ({"table": None}, "table", "drop"),
        ({"other": "x"}, "table", "drop"),
    ],
)
def test_the_word_is_a_value_as_it_is_shown_else_the_tools_name(
    arguments: dict[str, Any], typed: str, word: str
) -> None:
    assert choose_typed_word("drop", canonicalize(arguments).decode(), typed) == word


@given(st.dictionaries(st.text(max_size=3), st.text(max_size=90) | st.integers(-9, 9) | st.none(), max_size=4))
def test_whatever_the_arguments_there_is_a_word_that_a_keyboard_can_type(arguments: dict[str, Any]) -> None:
    text = canonicalize(arguments).decode()
    for typed in ("", *parse_json(text)):
        word = choose_typed_word("drop", text, typed)
        assert word
        assert word == word.strip()
        assert word.isprintable()
        assert len(word) <= MAX_WORD


def test_what_can_be_undone_needs_no_word() -> None:
    told = asked_to_tag()
    assert find_typed_word(told.call()) == ""
    assert (build_card(told.thread, told.call(), PEOPLE).typed, told.call().intent) == ("", "tag_release")
    assert told.voted("olive", confirmation="anything").call().state == "approved"


def test_the_card_says_what_is_to_be_typed() -> None:
    told = asked_to_tag(FINAL)
    card = build_card(told.thread, told.call(), PEOPLE)
    assert (card.irreversible, card.typed) == (True, "v1")


@pytest.mark.parametrize("confirmation", ["v1", " v1\n", "\tv1"])
def test_the_exact_word_approves(confirmation: str) -> None:
    assert asked_to_tag(FINAL).voted("olive", confirmation=confirmation).call().state == "approved"


@pytest.mark.parametrize("confirmation", ["", " ", "V1", "v", "v1.", '"v1"', "v 1", "yes", "tag_release", "v\u200b1"])
def test_slk19_an_approval_of_what_cannot_be_undone_is_refused_without_its_word(confirmation: str) -> None:
    told = asked_to_tag(FINAL)
    with pytest.raises(
        NotUnderstood, match=r"tag_release cannot be undone\. To approve it, type exactly this: v1"
    ) as refused:
        told.decision_events("olive", confirmation=confirmation)
    assert ("You typed" in str(refused.value)) == bool(confirmation.strip())


def test_a_rejection_needs_no_word_and_neither_does_taking_back() -> None:
    told = asked_to_tag(FINAL)
    assert told.voted("olive", "reject").types[-1] == "ApprovalSettled"
    approved = told.voted("olive", confirmation="v1")
    assert approved.voted("olive", "take_back").types[-2:] == ["Answered", "ApprovalSettled"]


def test_llm11_after_an_edit_the_word_is_that_of_the_edited_arguments() -> None:
    told = asked_to_tag(agent(RELEASE.model_copy(update={"irreversible": True, "typed": "tag", "edits": "by_editor"})))
    with pytest.raises(NotUnderstood, match="type exactly this: v2"):
        told.decision_events("olive", edit=V2, confirmation="v1")
    assert told.voted("olive", edit=V2, confirmation="v2").call().state == "approved"


def test_an_edit_that_changes_nothing_needs_the_word_as_well() -> None:
    told = asked_to_tag(agent(TYPED.model_copy(update={"edits": "by_editor"})))
    with pytest.raises(NotUnderstood, match="type exactly this: v1"):
        told.decision_events("olive", edit={"tag": "v1", "sha": "c0ffee"})


@pytest.mark.parametrize("rule", [TYPED, RELEASE.model_copy(update={"edits": "by_another"})])
def test_gate2_a_proposal_that_changes_nothing_is_no_approval(rule: Policy) -> None:
    told = asked_to_tag(agent(rule))
    with pytest.raises(NotUnderstood, match="nothing was proposed and nothing was decided"):
        told.decision_events("olive", edit={"sha": "c0ffee", "tag": "v1"}, confirmation="v1")
    assert told.voted("olive", confirmation="v1").call().state == "approved"


def test_after_an_edit_the_others_type_the_new_word() -> None:
    own = {"irreversible": True, "typed": "tag", "edits": "by_editor"}
    told = asked_to_tag(agent(TWO_OF_THREE.model_copy(update=own)))
    told = told.voted("olive", edit=V2, confirmation="v2")
    assert build_card(told.thread, told.call(), PEOPLE).typed == "v2"
    with pytest.raises(NotUnderstood, match="type exactly this: v2"):
        told.decision_events("otto", confirmation="v1")
    assert told.voted("otto", confirmation="v2").call().state == "approved"


def test_who_may_not_decide_and_what_was_not_shown_are_said_first() -> None:
    told = asked_to_tag(FINAL)
    with pytest.raises(NotAnApprover):
        told.decision_events("rita")
    with pytest.raises(DigestMismatch):
        told.decision_events("olive", digest="0" * 64)
    no_edits = asked_to_tag(agent(TYPED.model_copy(update={"edits": False})))
    with pytest.raises(Forbidden, match="allows no edits"):
        no_edits.decision_events("olive", edit=V2)


def test_llm25_a_tool_that_became_irreversible_is_asked_for_anew() -> None:
    told = asked_to_tag().by(FINAL)
    with pytest.raises(DigestMismatch):
        told.decision_events("olive", confirmation="v1")


def test_a_policy_without_an_approver_stays_closed_to_the_right_word() -> None:
    told = asked_to_tag(agent(Policy(irreversible=True)))
    with pytest.raises(NotAnApprover):
        told.decision_events("olive", confirmation="c0ffee")
