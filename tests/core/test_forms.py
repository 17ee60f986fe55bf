"""Forms: a step's fields as inputs, their values read back, and complaints beside the field."""

import json
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, ClassVar, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import Field, ValidationError, model_validator

from bot.core.argument_edits import build_edited_step
from bot.core.base_types import JSON, FrozenModel
from bot.core.canonical_json import canonicalize, parse_json
from bot.core.decisions import build_edit_form
from bot.core.errors import FormComplaints, NotUnderstood
from bot.core.escaping import make_visible
from bot.core.forms import FormField, build_fields, convert_values, find_complaints, write_value
from bot.core.steps import Step
from tests.core.thread_log import asked_to_tag, log
from tests.random_seed import share


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


class Part(FrozenModel):
    size: int


class Everything(Step):
    """Has a field of every kind."""

    intent: ClassVar[str] = "everything"
    tag: str = Field(title="The tag", description="A new one.", min_length=1, max_length=100)
    notes: str = Field(default="", max_length=5_000)
    free: str = "start"
    maybe: str | None = None
    count: int = Field(ge=1, le=9)
    many: int | None = None
    share: float = 0.5
    force: bool = False
    unsure: bool | None = None
    target: Literal["staging", "production"] = "staging"
    colour: Colour | None = None
    one_of: Literal[1, 2, 3] = 1
    zones: tuple[Literal["eu", "us", "ap"], ...] = ()
    some: list[Colour] = Field(default=[Colour.RED], min_length=1)
    day: date = date(2026, 11, 21)
    at: datetime | None = None
    price: Decimal = Decimal("1.50")
    part: Part = Part(size=1)
    parts: list[Part] = Field(default=[])
    either: int | str = 1


def everything(**given: Any) -> str:
    return Everything(**{"tag": "v1", "count": 3, **given}).write_arguments()


def field(name: str, **given: Any) -> FormField:
    return {field.name: field for field in build_fields(Everything, everything(**given))}[name]


def as_sent(fields: tuple[FormField, ...]) -> dict[str, JSON]:
    """The submission of an untouched form by a browser: line breaks as CRLF, unchecked boxes left out."""
    sent: dict[str, JSON] = {}
    for each in fields:
        match each.kind:
            case "boolean" if each.required:
                sent |= {each.name: True} if each.value else {}
            case "choices":
                sent |= {each.name: [choice for choice in each.choices if choice in (each.value or [])]}
            case _:
                sent[each.name] = write_value(each.value).replace("\n", "\r\n")
    return sent


@pytest.mark.parametrize(
    ("name", "kind", "required", "value"),
    [
        ("tag", "text", True, "v1"),
        ("notes", "long_text", False, ""),
        ("free", "text", True, "start"),
        ("maybe", "text", False, None),
        ("count", "integer", True, 3),
        ("many", "integer", False, None),
        ("share", "number", True, 0.5),
        ("force", "boolean", True, False),
        ("target", "choice", True, "staging"),
        ("colour", "choice", False, None),
        ("one_of", "integer", True, 1),
        ("zones", "choices", False, []),
        ("some", "choices", True, ["red"]),
        ("day", "date", True, "2026-11-21"),
        ("at", "text", False, None),
        ("price", "json", True, '"1.50"'),
        ("part", "json", True, '{"size":1}'),
        ("parts", "json", True, "[]"),
        ("either", "json", True, "1"),
    ],
)
def test_a_field_of_a_step_is_an_input_of_its_kind(name: str, kind: str, required: bool, value: JSON) -> None:
    found = field(name)
    assert (found.kind, found.required, found.value) == (kind, required, value)


def test_labels_help_choices_and_limits_come_from_the_step() -> None:
    assert (field("tag").label, field("tag").help, field("tag").max_length) == ("The tag", "A new one.", 100)
    assert (field("count").label, field("count").help) == ("count", "")
    assert field("target").choices == ("staging", "production")
    assert field("colour").choices == ("red", "blue")
    assert field("zones").choices == ("eu", "us", "ap")
    assert field("one_of").help == "One of: 1, 2, 3."


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("short", "text", "short"),
        ("two\nlines", "long_text", "two\nlines"),
        ("x" * 101, "long_text", "x" * 101),
        ("m\u0430in", "text", "m\u0430in"),
        ("main\u202e", "json", '"main\\u202e"'),
        ("a\rb", "json", '"a\\rb"'),
        ("\U0001f600\u200b", "json", '"\\ud83d\\ude00\\u200b"'),
    ],
)
def test_llm09_a_text_of_which_something_would_not_be_seen_is_written_out(text: str, kind: str, value: str) -> None:
    found = field("free", free=text)
    assert (found.kind, found.value) == (kind, value)
    assert convert_values((found,), {"free": value}) == canonicalize({"free": text}).decode()


def test_a_long_label_is_cut_and_never_refused() -> None:
    class Long(Step):
        """Long."""

        intent: ClassVar[str] = "long"
        x: int = Field(title="t" * 200)

    (found,) = build_fields(Long, '{"x":1}')
    assert found.label == "t" * 74 + "…"


def test_what_nobody_touched_stays_what_it_was() -> None:
    arguments = everything(
        notes="a\n\nb", maybe="", share=1e-7, unsure=None, zones=("ap", "eu"), parts=[Part(size=2)], either="x"
    )
    fields = build_fields(Everything, arguments)
    assert convert_values(fields, as_sent(fields)) == arguments


texts = st.text(st.sampled_from(' \n\r\tab\u202e\u0430é\U0001f600"\\'), max_size=8)


@settings(max_examples=share(300))
@given(
    st.builds(
        everything,
        tag=texts.filter(bool),
        notes=texts,
        free=texts,
        maybe=st.none() | texts,
        many=st.none() | st.integers(-(2**53) + 1, 2**53 - 1),
        share=st.floats(-1e15, 1e15).map(lambda number: number or 0.0),
        force=st.booleans(),
        unsure=st.none() | st.booleans(),
        colour=st.none() | st.sampled_from(Colour),
        zones=st.lists(st.sampled_from(["eu", "us", "ap"]), max_size=4).map(tuple),
        day=st.dates(),
        either=texts | st.integers(0, 9),
    )
)
def test_llm11_an_untouched_form_is_no_edit_whatever_it_holds(arguments: str) -> None:
    fields = build_fields(Everything, arguments)
    assert convert_values(fields, as_sent(fields)) == arguments
    for each in fields:
        assert isinstance(each.value, list) or make_visible(write_value(each.value)) == write_value(each.value)


def a_field(kind: str, **given: Any) -> FormField:
    return FormField(**{"name": "tag", "label": "Tag", "kind": kind, **given})


AB = ("a", "b", "")


@pytest.mark.parametrize(
    ("kind", "given", "sent", "understood"),
    [
        ("text", {}, " v1 ", " v1 "),
        ("text", {"required": False}, "", None),
        ("text", {"required": False}, None, None),
        ("text", {"required": False, "blank": ""}, "", ""),
        ("text", {"required": False}, "  ", "  "),
        ("text", {"value": ""}, "", ""),
        ("long_text", {}, "a\nb", "a\nb"),
        ("integer", {}, " 42 ", 42),
        ("integer", {}, "-7", -7),
        ("integer", {}, "+7", 7),
        ("integer", {}, "007", 7),
        ("integer", {}, "-0", 0),
        ("integer", {}, 42, 42),
        ("integer", {"required": False}, " ", None),
        ("integer", {"required": False, "value": 3}, "", None),
        ("number", {}, "1.50", 1.5),
        ("number", {}, ".5", 0.5),
        ("number", {}, "5.", 5),
        ("number", {}, "1e-7", 1e-7),
        ("number", {}, "0.0000001", 1e-7),
        ("number", {}, "-0.0", 0),
        ("number", {}, 0.1, 0.1),
        ("number", {}, 3, 3),
        ("boolean", {}, "on", True),
        ("boolean", {}, "true", True),
        ("boolean", {}, True, True),
        ("boolean", {}, "False", False),
        ("boolean", {}, None, False),
        ("boolean", {}, "", False),
        ("boolean", {"required": False}, "", None),
        ("boolean", {"required": False}, False, False),
        ("choice", {"choices": AB}, "a", "a"),
        ("choice", {"choices": AB}, "", ""),
        ("choice", {"choices": ("a\nb",)}, "a\r\nb", "a\nb"),
        ("choice", {"choices": ("a",), "required": False}, "", None),
        ("choices", {"choices": ("a", "b")}, ["b", "a", "b"], ["b", "a"]),
        ("choices", {"choices": ("a", "b")}, "b", ["b"]),
        ("choices", {"choices": ("a",), "required": False, "blank": []}, [], []),
        ("choices", {"choices": ("a", "b"), "value": ["b", "a"]}, ["a", "b"], ["b", "a"]),
        ("choices", {"choices": ("a", "b"), "value": ["b"], "required": False, "blank": []}, None, []),
        ("date", {}, " 2026-11-21", "2026-11-21"),
        ("date", {"required": False}, "", None),
        ("json", {}, ' {"b": [1, 2]}', {"b": [1, 2]}),
        ("json", {}, "null", None),
        ("json", {"value": "null"}, "null", None),
        ("json", {}, {"b": 1}, {"b": 1}),
        ("json", {}, [], []),
    ],
)
def test_what_was_put_in_is_understood(kind: str, given: dict[str, Any], sent: JSON, understood: JSON) -> None:
    found = parse_json(convert_values((a_field(kind, **given),), {"tag": sent}))
    assert found == {"tag": understood}
    assert type(found["tag"]) is type(understood) or kind == "number"


@pytest.mark.parametrize(
    ("kind", "given", "sent", "why"),
    [
        ("text", {}, "", "it is required, and empty"),
        ("text", {}, " \n", "it is required, and empty"),
        ("text", {}, None, "it is required, and empty"),
        ("text", {"value": "x"}, None, "it is required, and empty"),
        ("text", {}, 3, "3 is not a text"),
        ("text", {}, ["a"], '["a"] is not a text'),
        ("text", {"max_length": 3}, "abcd", '"abcd" has 4 characters; 3 is the most'),
        ("integer", {}, "abc", '"abc" is not an integer'),
        ("integer", {}, "1.0", '"1.0" is not an integer'),
        ("integer", {}, "1e3", '"1e3" is not an integer'),
        ("integer", {}, "٣", '"٣" is not an integer'),
        ("integer", {}, "1_0", '"1_0" is not an integer'),
        ("integer", {}, True, "true is not an integer"),
        ("integer", {}, 1.5, "1.5 is not an integer"),
        ("integer", {}, "9007199254740992", "9007199254740992 is too large to be exact; 9007199254740991 is the most"),
        ("integer", {}, "9" * 41, "is not an integer"),
        ("number", {}, "1,5", '"1,5" is not a number; write it as 12.5'),
        ("number", {}, "nan", '"nan" is not a number; write it as 12.5'),
        ("number", {}, "Infinity", '"Infinity" is not a number; write it as 12.5'),
        ("number", {}, "1e999", '"1e999" has more digits than can be kept exactly'),
        ("number", {}, "0.1234567890123456789", "has more digits than can be kept exactly"),
        ("number", {}, False, "false is not a number"),
        ("boolean", {}, "perhaps", '"perhaps" is not true or false'),
        ("boolean", {}, 1, "1 is not true or false"),
        ("choice", {"choices": ("a", "b")}, "A", '"A" is not one of: a, b'),
        ("choice", {"choices": ("a", "b")}, ["a"], '["a"] is not one of: a, b'),
        ("choice", {"choices": ("a", "b")}, "", "it is required, and empty"),
        ("choices", {"choices": ("a", "b")}, ["a", "c"], '"c" is not one of: a, b'),
        ("choices", {"choices": ("a", "b")}, [], "it is required, and empty"),
        ("date", {}, "21.11.2026", '"21.11.2026" is not a date; write it as 2026-11-21'),
        ("date", {}, "20261121", '"20261121" is not a date; write it as 2026-11-21'),
        ("date", {}, "2026-02-30", '"2026-02-30" is not a date; write it as 2026-11-21'),
        ("json", {}, "{", '"{" is not JSON that can be kept: not JSON at character 1'),
        ("json", {}, '{"a":1,"a":2}', "the key 'a' stands twice"),
        ("json", {}, "", "it is required, and empty"),
    ],
)
def test_what_was_put_in_is_refused_beside_its_field(kind: str, given: dict[str, Any], sent: JSON, why: str) -> None:
    with pytest.raises(FormComplaints) as refused:
        convert_values((a_field(kind, **given),), {"tag": sent})
    assert list(refused.value.complaints) == ["tag"]
    assert why in refused.value.complaints["tag"]
    assert str(refused.value) == f"tag: {refused.value.complaints['tag']}"


def test_all_that_is_wrong_is_said_at_once() -> None:
    fields = (a_field("integer"), a_field("text", name="why"))
    with pytest.raises(FormComplaints) as refused:
        convert_values(fields, {"tag": "abc", "else": "x"})
    assert refused.value.complaints == {
        "else": "there is no such field",
        "tag": '"abc" is not an integer',
        "why": "it is required, and empty",
    }


def test_half_of_a_surrogate_pair_is_a_complaint_about_the_whole() -> None:
    with pytest.raises(FormComplaints) as refused:
        convert_values((a_field("text"),), {"tag": "\ud800"})
    assert list(refused.value.complaints) == [""]


class Release(Step):
    """Release."""

    intent: ClassVar[str] = "release"
    tag: Annotated[str, Field(pattern=r"^v[0-9.]+$")]
    count: int = Field(default=1, le=9)
    parts: list[Part] = Field(default=[])

    @model_validator(mode="after")
    def _adds_up(self) -> "Release":
        if self.tag == "v13":
            raise ValueError("v13 brings bad luck")
        return self


@pytest.mark.parametrize(
    ("arguments", "complaints"),
    [
        ('{"tag":"v1"}', {}),
        ('{"tag":"one"}', {"tag": "\"one\": String should match pattern '^v[0-9.]+$'"}),
        ('{"tag":"v1","count":12}', {"count": "12: Input should be less than or equal to 9"}),
        ('{"tag":"v1","count":"3"}', {"count": '"3": Input should be a valid integer'}),
        ('{"count":1}', {"tag": "it is missing"}),
        ('{"tag":"v1","force":true}', {"force": "there is no such field"}),
        ('{"tag":"v1","parts":[{"size":"x"}]}', {"parts": 'at 0.size: "x": Input should be a valid integer'}),
        ('{"tag":"v13"}', {"": '{"tag": "v13"}: v13 brings bad luck'}),
        ('{"tag":"a","count":"b"}', {"tag": "", "count": ""}),
    ],
)
def test_what_pydantic_says_stands_at_its_field(arguments: str, complaints: dict[str, str]) -> None:
    found = find_complaints(Release, arguments)
    assert found.keys() == complaints.keys()
    assert all(text in found[name] for name, text in complaints.items())


@pytest.mark.parametrize("arguments", ["{", "[1]", '{"tag":1,"tag":2}', "3"])
def test_what_is_no_object_is_wrong_as_a_whole(arguments: str) -> None:
    assert list(find_complaints(Release, arguments)) == [""]


def test_a_complaint_quotes_no_more_than_sixty_characters_and_hides_none() -> None:
    found = find_complaints(Release, json.dumps({"tag": "\u202e" + "x" * 500}))["tag"]
    assert "\u202e" not in found
    assert len(found) < 120


def test_an_edit_that_does_not_fit_says_where() -> None:
    told = asked_to_tag()
    with pytest.raises(FormComplaints, match="The edited arguments do not fit: tag: ") as refused:
        build_edited_step(told.call(), '{"tag":"","sha":"c0ffee"}', told.agent)
    assert list(refused.value.complaints) == ["tag"]


def test_the_form_of_a_call_holds_what_stands_now() -> None:
    told = asked_to_tag()
    assert [(each.name, each.kind, each.value) for each in build_edit_form(told.call(), told.agent)] == [
        ("tag", "text", "v1"),
        ("sha", "text", "c0ffee"),
    ]
    edited = told.voted("olive", edit={"tag": "v2", "sha": "c0ffee"})
    assert build_edit_form(edited.call(), told.agent)[0].value == "v2"
    with pytest.raises(NotUnderstood, match="no longer a tool"):
        build_edit_form(log().opened().said("x").chose("gone").call(), told.agent)


@pytest.mark.parametrize("wrong", [{"name": ""}, {"name": "a b"}, {"name": "a."}, {"label": ""}, {"label": "x" * 76}])
def test_a_field_has_a_name_and_a_short_label(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        a_field("text", **wrong)
