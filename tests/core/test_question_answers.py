"""An answer to a question becomes an event with its consequence, or a named refusal."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from bot.core import events as e
from bot.core.card.card import build_card
from bot.core.decisions import QuestionAnswer, RequestClosed, answer_question
from bot.core.errors import BadInput, NotAnApprover, NotUnderstood
from bot.core.people import ApproverClause
from tests.core.decision_cases import question, types
from tests.core.thread_log import PEOPLE, asked_to_tag, log


def test_f7_2_an_answer_says_who_and_what() -> None:
    told = question()
    answered, end = told.reply("rita", "  v1.4.2 ")
    assert isinstance(answered, e.Answered)
    assert (answered.person, answered.decision, answered.text) == ("rita", "answer", "v1.4.2")
    assert end == e.QuestionSettled(call=told.last, verdict="answered", by="rita", answer="v1.4.2")


@pytest.mark.parametrize("person", ["otto", "gone", "nobody", ""])
def test_only_who_was_asked_may_answer(person: str) -> None:
    with pytest.raises(NotAnApprover, match="only Rita, Olive may answer"):
        question().reply(person, "v1")


def test_slk12_a_question_to_nobody_is_answered_by_nobody() -> None:
    told = question(to=ApproverClause(groups=("empty-group",)))
    for person in PEOPLE.people:
        with pytest.raises(NotAnApprover):
            told.reply(person, "v1")


@pytest.mark.parametrize(
    ("format", "choices", "said", "understood"),
    [
        ("yes_no", (), "Yes", "yes"),
        ("yes_no", (), " no\n", "no"),
        ("multiple_choice", ("v1", "v2"), "V2", "v2"),
        ("multiple_choice", (" spaced ", "x"), "spaced", " spaced "),
        ("multiple_choice", ("m\u0430in", "main"), "main", "main"),
        ("multiple_choice", ("m\u0430in", "main"), "m\\u{430}in", "m\u0430in"),
        ("multiple_choice", ("A", "a"), "a", "a"),
        ("multiple_choice", ("Straße", "x"), "STRASSE", "Straße"),
        ("free_text", (), " any\nthing ", "any\nthing"),
    ],
)
def test_an_answer_is_understood(format: Any, choices: tuple[str, ...], said: str, understood: str) -> None:
    _, end = question(format=format, choices=choices).reply("rita", said)
    assert isinstance(end, e.QuestionSettled)
    assert end.answer == understood


@pytest.mark.parametrize(
    ("format", "choices", "said"),
    [
        ("yes_no", (), "yes please"),
        ("yes_no", (), "y"),
        ("yes_no", (), "approve"),
        ("multiple_choice", ("v1", "v2"), "v3"),
        ("multiple_choice", ("v1", "v2"), "1"),
        ("multiple_choice", ("v1", "v2"), "v1, v2"),
        ("free_text", (), "  \n"),
    ],
)
def test_an_answer_that_is_no_choice_is_refused_and_nothing_is_guessed(
    format: Any, choices: tuple[str, ...], said: str
) -> None:
    with pytest.raises(NotUnderstood, match="is not one of"):
        question(format=format, choices=choices).reply("rita", said)


def test_an_empty_answer_is_none() -> None:
    with pytest.raises(ValidationError):
        QuestionAnswer(call="t1-3", answer="", person="rita", door="web", credential="x")


def test_llm09_a_choice_is_shown_like_everything_else() -> None:
    told = question(format="multiple_choice", choices=("main", "m\u0430in", "\u202eniam"))
    card = build_card(told.thread, told.call(), PEOPLE)
    assert card.ask is not None
    assert card.ask.choices == ("main", "m\\u{430}in", "\\u{202e}niam")


@pytest.mark.parametrize("call", ["t1-99", "t2-3", "t1-2"])
def test_an_answer_to_an_unknown_question_is_gone(call: str) -> None:
    with pytest.raises(RequestClosed):
        question().reply("rita", "v1", call=call)


def test_an_approval_is_not_answered_in_words() -> None:
    with pytest.raises(RequestClosed):
        asked_to_tag().reply("olive", "approve")


def test_f6_4_the_second_answer_is_told_so() -> None:
    told = question()
    with pytest.raises(RequestClosed):
        told.answered("rita", "v1").reply("olive", "v2", call=told.last)


def test_eng14_an_answer_after_the_expiry_settles_it_as_expired() -> None:
    told = question(expires=timedelta(hours=1)).after(hours=2)
    assert told.reply("rita", "v1") == [e.QuestionSettled(call=told.last, verdict="expired")]


def test_go_on_and_stop_and_their_consequences() -> None:
    halted = log().opened().said("x").halted()
    assert types(halted.reply("olive", "Go on")) == ["Answered", "QuestionSettled"]
    end = halted.reply("olive", "stop")[-1]
    assert end == e.Finished(by="olive")


@pytest.mark.parametrize(("said", "happened"), [("it happened", True), ("It did not happen", False)])
def test_eng02_a_person_says_whether_it_happened(said: str, happened: bool) -> None:
    lost = asked_to_tag().voted("olive").started().lost()
    end = lost.reply("olive", said)[-1]
    assert end == e.OutcomeSettled(call="t1-3", happened=happened, by="olive")


def test_eng02_an_outcome_is_not_guessed() -> None:
    lost = asked_to_tag().voted("olive").started().lost()
    with pytest.raises(NotUnderstood):
        lost.reply("olive", "probably")


def test_a_question_about_no_call_has_no_consequence() -> None:
    told = question(purpose="outcome", format="yes_no")
    reply = QuestionAnswer(call=told.last, answer="yes", person="rita", door="web", credential="x")
    with pytest.raises(BadInput, match="about no call"):
        answer_question(told.thread, reply, PEOPLE, told.now)
