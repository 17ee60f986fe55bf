"""A question with a form: asked with fields that a strict schema can say, answered with one canonical JSON object."""

import json
from typing import Any

import pytest

from bot.core import events as e
from bot.core.card.card import build_card
from bot.core.errors import FormComplaints, NotAnApprover, NotUnderstood
from bot.core.forms import FormField, convert_values
from bot.core.request_views import build_request
from bot.core.steps import AskField, AskHuman, ModelAnswer, read_step, write_tool_schema
from bot.core.threads.step_consequences import derive_step_events
from tests.core.thread_log import AGENT, NOON, PEOPLE, ThreadLog, log

SAID = log().opened().said("tag it")
TAG = AskField(name="tag", label="Tag", kind="text", help="Such as v1.4.2.")
COUNT = AskField(name="count", label="How many", kind="integer", required=False)
WHERE = AskField(name="where", label="Where", kind="choice", choices=("staging", "m\u0430in"))
ZONES = AskField(name="zones", label="Zones", kind="choices", choices=("eu", "us"), required=False)
FORM = AskHuman(question="What exactly?", format="form", fields=(TAG, COUNT, WHERE, ZONES))


def follows(step: AskHuman) -> e.Event:
    (event,) = derive_step_events(step, SAID.thread, AGENT, NOON)
    return event


def form() -> ThreadLog:
    asked = follows(FORM)
    assert isinstance(asked, e.QuestionAsked)
    return SAID.happened(asked)


def understood(text: str) -> str:
    answered, settled = form().reply("rita", text)
    assert isinstance(answered, e.Answered)
    assert isinstance(settled, e.QuestionSettled)
    assert (answered.decision, answered.text, settled.verdict) == ("answer", settled.answer, "answered")
    return settled.answer


def test_a_form_is_asked_with_its_fields() -> None:
    asked = follows(FORM)
    assert isinstance(asked, e.QuestionAsked)
    assert (asked.format, asked.choices) == ("form", ())
    assert [(each.name, each.kind, each.required, each.blank) for each in asked.fields] == [
        ("tag", "text", True, None),
        ("count", "integer", False, None),
        ("where", "choice", True, None),
        ("zones", "choices", False, []),
    ]
    assert asked.fields[0] == FormField(name="tag", label="Tag", kind="text", help="Such as v1.4.2.")


def test_another_format_has_no_fields() -> None:
    asked = follows(AskHuman(question="Which?", fields=(TAG,)))
    assert isinstance(asked, e.QuestionAsked)
    assert asked.fields == ()
    assert b"fields" not in asked.body()


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ((), "form needs at least one field."),
        ((TAG, COUNT, TAG), "Two fields of the form are called 'tag': give each its own name."),
        ((AskField(name="a", label="A", kind="choice"),), "The field 'a' needs choices, all of them different."),
        ((AskField(name="a", label="A", kind="choices", choices=("x", "x")),), "The field 'a' needs choices"),
    ],
)
def test_a_form_that_nobody_could_fill_in_is_refused(fields: tuple[AskField, ...], why: str) -> None:
    refused = follows(AskHuman(question="Which?", format="form", fields=fields))
    assert isinstance(refused, e.StepRefused)
    assert (refused.kind, why in refused.reason) == ("impossible", True)


def test_more_than_twenty_fields_are_no_step() -> None:
    fields = [{"name": f"f{n}", "label": "F", "kind": "text"} for n in range(21)]
    chosen = ModelAnswer(tool="ask_human", arguments=json.dumps({"question": "?", "format": "form", "fields": fields}))
    assert "fields" in getattr(read_step(chosen, {"ask_human": AskHuman}), "reason", "")


def test_the_model_fills_in_the_fields_by_a_strict_schema() -> None:
    function = write_tool_schema(AskHuman)["function"]
    fields = function["parameters"]["properties"]["fields"]
    shape = function["parameters"]["$defs"]["AskField"]
    assert fields["items"] == {"$ref": "#/$defs/AskField"}
    assert shape["required"] == list(shape["properties"]) == ["name", "label", "kind", "required", "choices", "help"]
    assert shape["additionalProperties"] is False
    everything: dict[str, Any] = {"question": "?", "context": "", "urgency": "low", "format": "form", "choices": []}
    everything["fields"] = [{**TAG.model_dump(), "choices": []}]
    step = read_step(ModelAnswer(tool="ask_human", arguments=json.dumps(everything)), {"ask_human": AskHuman})
    assert isinstance(step, AskHuman)
    assert step.fields == (TAG,)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (
            '{"where": "staging", "tag": "v1"}',
            '{"count":null,"tag":"v1","where":"staging","zones":[]}',
        ),
        (
            ' {"tag": "v1", "count": "3", "where": "m\\\\u{430}in", "zones": ["us"]}\n',
            '{"count":3,"tag":"v1","where":"m\u0430in","zones":["us"]}',
        ),
        (
            '{"tag": "v1", "count": 3, "where": "m\u0430in", "zones": "eu"}',
            '{"count":3,"tag":"v1","where":"m\u0430in","zones":["eu"]}',
        ),
    ],
)
def test_the_answer_is_the_canonical_object_of_its_values(text: str, answer: str) -> None:
    assert understood(text) == answer
    assert understood(answer) == answer


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ('{"tag": "v1"}', ["where"]),
        ('{"tag": "", "where": "staging"}', ["tag"]),
        ('{"tag": 3, "where": "staging", "count": "x"}', ["tag", "count"]),
        ('{"tag": "v1", "where": "main"}', ["where"]),
        ('{"tag": "v1", "where": "staging", "zones": ["eu", "asia"]}', ["zones"]),
        ('{"tag": "v1", "where": "staging", "approved": true}', ["approved"]),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_field_by_field(text: str, wrong: list[str]) -> None:
    with pytest.raises(FormComplaints) as refused:
        form().reply("rita", text)
    assert list(refused.value.complaints) == wrong


@pytest.mark.parametrize("text", ["v1", "[1]", '"v1"', '{"tag": "v1", "tag": "v2"}', "{", "null"])
def test_an_answer_that_is_no_object_says_what_to_write(text: str) -> None:
    with pytest.raises(NotUnderstood, match=r"is not a JSON object.*Write one with: tag, count, where, zones"):
        form().reply("rita", text)


def test_a_long_answer_is_refused_in_a_sentence() -> None:
    text = json.dumps({"tag": "x" * 8_000, "where": "staging"})
    with pytest.raises(NotUnderstood, match="characters; 8000 is the most"):
        form().reply("rita", text)


def test_a_stranger_fills_in_nothing() -> None:
    with pytest.raises(NotAnApprover):
        form().reply("sven", '{"tag": "v1", "where": "staging"}')


def test_llm09_a_form_is_shown_like_everything_else_and_its_shown_choices_are_understood() -> None:
    evil = AskField(name="a", label="Pay\u202eload", help="m\u0430in", kind="choice", choices=("m\u0430in", "main"))
    asked = follows(AskHuman(question="Which?", format="form", fields=(evil,)))
    told = SAID.happened(asked)
    card = build_card(told.thread, told.call(), PEOPLE)
    assert card.ask is not None
    (shown,) = card.ask.fields
    assert (shown.label, shown.help) == ("Pay\\u{202e}load", "m\\u{430}in")
    assert shown.choices == ("m\\u{430}in", "main")
    sent = convert_values(card.ask.fields, {"a": shown.choices[0]})
    settled = told.reply("rita", sent)[-1]
    assert isinstance(settled, e.QuestionSettled)
    assert settled.answer == '{"a":"m\u0430in"}'


def test_a_label_may_grow_longer_by_being_shown() -> None:
    field = AskField(name="a", label="\U0001f600" * 75, kind="text")
    told = SAID.happened(follows(AskHuman(question="Which?", format="form", fields=(field,))))
    card = build_card(told.thread, told.call(), PEOPLE)
    assert card.ask is not None
    assert len(card.ask.fields[0].label) == 75 * len("\\u{1f600}")


def test_a_list_of_requests_shows_the_fields() -> None:
    told = form()
    arguments = build_request(told.thread, told.call(), PEOPLE).arguments
    assert [each["name"] for each in arguments["fields"]] == ["tag", "count", "where", "zones"]
