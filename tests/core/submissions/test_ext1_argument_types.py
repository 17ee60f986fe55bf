"""ext1: the JSON schema of a program's arguments becomes a step class, or is refused by the word that is not understood."""

import json
from typing import Any

import pytest

from bot.core.base_types import JSON
from bot.core.canonical_json import canonicalize
from bot.core.errors import NotUnderstood
from bot.core.forms import build_fields
from bot.core.steps import InvalidAnswer, read_arguments
from bot.core.submissions.step_class_from_schema import infer_schema, make_step_class, select_properties


def schema_of(**properties: JSON) -> JSON:
    return {"type": "object", "properties": properties, "required": list(properties)}


TAKEN: list[tuple[JSON, JSON]] = [
    ({"type": "string"}, "a"),
    ({"type": "string", "minLength": 2, "maxLength": 3, "pattern": "^a"}, "ab"),
    ({"type": "string", "pattern": r"^[A-Z]{2}\{\}$"}, "AB{}"),
    ({"type": "string", "format": "date"}, "2026-11-21"),
    ({"type": "integer", "minimum": 1}, 1),
    ({"type": "number", "exclusiveMaximum": 2}, 1.5),
    ({"type": "number"}, 7),
    ({"type": "boolean"}, False),
    ({"type": "null"}, None),
    ({"type": ["string", "null"]}, None),
    ({"enum": ["a", "b", 3]}, "b"),
    ({"const": "a"}, "a"),
    ({"type": "array", "items": {"type": "integer"}, "maxItems": 2}, [1, 2]),
    ({"type": "object", "properties": {"json": {"type": "string"}}}, {"json": "x"}),
    ({"type": "string", "x-display": "diff", "title": "Patch", "description": "The change."}, "-a\n+b"),
    ({}, {"any": ["thing"]}),
]
NOT_TAKEN: list[tuple[JSON, JSON]] = [
    ({"type": "string"}, 1),
    ({"type": "string", "minLength": 2}, "a"),
    ({"type": "string", "pattern": "^a$"}, "b"),
    ({"type": "string", "format": "date"}, "tomorrow"),
    ({"type": "integer", "minimum": 1}, 0),
    ({"type": "integer"}, 1.5),
    ({"type": "integer"}, True),
    ({"type": "number"}, "1"),
    ({"type": "boolean"}, "true"),
    ({"type": "string"}, None),
    ({"enum": ["a"]}, "b"),
    ({"type": "array", "items": {"type": "integer"}}, ["1"]),
    ({"type": "array", "maxItems": 1}, [1, 2]),
    ({"type": "object", "properties": {"a": {"type": "string"}}}, {"b": "x"}),
]
REFUSED: list[tuple[JSON, str]] = [
    ({"$ref": "#/$defs/a"}, "$ref"),
    ({"$ref": "https://evil.example/schema.json"}, "$ref"),
    ({"type": "array", "items": {"$ref": "file:///etc/passwd"}}, "$ref"),
    ({"oneOf": [{"type": "string"}]}, "oneOf"),
    ({"type": "object", "additionalProperties": {"type": "string"}}, "additionalProperties"),
    ({"type": "object", "patternProperties": {}}, "patternProperties"),
    ({"type": "string", "minimum": 1}, "minimum"),
    ({"type": "string", "pattern": "(?=a)a"}, "look-around"),
    ({"type": "string", "pattern": 7}, "no limit"),
    ({"type": "string", "pattern": "a{100000}"}, "count of at most 100"),
    ({"type": "string", "pattern": "(a{9}){9}"}, "one count"),
    ({"type": "string", "pattern": "a{0000000000999}"}, "count of at most 100"),
    ({"type": "string", "pattern": "a{1, 999}"}, "count of at most 100"),
    ({"type": "string", "pattern": "a" * 201}, "200 characters"),
    ({"type": "object", "properties": {f"a{n}": {"type": "string", "pattern": "a"} for n in range(6)}}, "6 patterns"),
    ({"type": "text"}, "'text' is not one of"),
    ({"type": 7}, "type"),
    ({"enum": []}, "enum"),
    ({"enum": [[1]]}, "enum"),
    ({"type": "string", "x-display": "html"}, "'html' is not one of"),
    ({"type": "object", "properties": {"model_x": {}}}, "model_x"),
    ({"type": "object", "properties": {"_a": {}}}, "_a"),
    ("string", "must be a schema"),
]


@pytest.mark.parametrize(("inner", "value"), TAKEN)
def test_ext1_a_value_of_the_type_is_kept_as_it_was_sent(inner: JSON, value: JSON) -> None:
    sent = canonicalize({"it": value}).decode()
    read = read_arguments(make_step_class("pay", "Pays.", schema_of(it=inner)), sent)
    assert not isinstance(read, InvalidAnswer), read
    assert read.write_arguments() == sent


@pytest.mark.parametrize(("inner", "value"), NOT_TAKEN)
def test_ext1_a_value_of_another_type_is_refused_by_its_name(inner: JSON, value: JSON) -> None:
    step = make_step_class("pay", "Pays.", schema_of(it=inner))
    read = read_arguments(step, canonicalize({"it": value}).decode())
    assert isinstance(read, InvalidAnswer)
    assert "it" in read.reason


@pytest.mark.parametrize(("inner", "word"), REFUSED)
def test_ext1_a_word_that_is_not_understood_is_refused_and_nothing_is_fetched(inner: JSON, word: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        make_step_class("pay", "Pays.", schema_of(it=inner))
    assert word in str(refused.value)


@pytest.mark.parametrize(
    "arguments",
    [{}, {"a": 1, "b": 1.5, "c": True, "d": "x", "e": None, "f": {"g": [1]}, "schema": "s", "copy": "c", "json": "{}"}],
)
def test_ext1_arguments_without_a_schema_are_read_as_they_came(arguments: dict[str, Any]) -> None:
    sent = canonicalize(arguments).decode()
    read = read_arguments(make_step_class("pay", "Pays.", infer_schema(arguments)), sent)
    assert not isinstance(read, InvalidAnswer)
    assert read.write_arguments() == sent


def test_ext1_an_editor_sees_the_arguments_that_were_sent_and_no_others() -> None:
    schema = {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "integer"}}}
    step = make_step_class("pay", "Pays.", select_properties(schema, '{"a":"x"}'))
    assert [(field.name, field.required) for field in build_fields(step, '{"a":"x"}')] == [("a", True)]
    assert isinstance(read_arguments(step, '{"a":"x","b":1}'), InvalidAnswer)
    assert isinstance(read_arguments(step, "{}"), InvalidAnswer)


def test_ext1_a_pattern_takes_linear_time() -> None:
    step = make_step_class("pay", "Pays.", schema_of(it={"type": "string", "pattern": "^(a+)+$"}))
    assert isinstance(read_arguments(step, json.dumps({"it": "a" * 50_000 + "b"})), InvalidAnswer)


def test_ext1_a_schema_is_limited_in_size_and_depth() -> None:
    deep: JSON = {"type": "string"}
    for _ in range(12):
        deep = {"type": "object", "properties": {"a": deep}}
    for schema in (
        schema_of(it=deep),
        schema_of(**{f"a{n}": {} for n in range(101)}),
        schema_of(a={"title": "x" * 501}),
    ):
        with pytest.raises(NotUnderstood):
            make_step_class("pay", "Pays.", schema)
