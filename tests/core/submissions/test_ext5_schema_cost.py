"""ext5: a schema whose types or patterns would take the server seconds is refused before they are built, and the arguments
are kept as they were sent or not at all."""

from collections.abc import Callable

import pytest

from bot.core.base_types import JSON
from bot.core.errors import NotUnderstood
from bot.core.steps import InvalidAnswer, read_arguments
from bot.core.submissions.drafts import read_call_arguments
from bot.core.submissions.step_class_from_schema import MAX_MATCHED, load_step_class, make_step_class

TWELVE: JSON = {f"q{n}": {} for n in range(12)}
COSTLY: list[tuple[JSON, str]] = [
    ({"n": {"type": ["object"] * 800, "properties": TWELVE}}, "different types"),
    ({"n": {"type": ["string"] * 1000, "pattern": r"\p{L}{60}"}}, "different types"),
    ({f"p{n}": {"type": "object", "properties": TWELVE} for n in range(15)}, "16 objects and 195 properties"),
    ({f"p{n}": {"type": "object"} for n in range(60)}, "61 objects"),
    ({f"p{n}": {"type": ["null", "object"]} for n in range(60)}, "61 objects"),
    (
        {"n": {"type": "array", "items": {"type": "object", "properties": {f"q{k}": {} for k in range(100)}}}},
        "101 prop",
    ),
    ({"n": {"type": "string", "pattern": r"(?x)\w{ 9 9 9 9 9 }"}}, "no flags"),
    ({"n": {"type": "string", "pattern": "(?ix:\\w{9\n999})"}}, "no flags"),
]


@pytest.mark.parametrize(("properties", "why"), COSTLY)
def test_ext5_a_costly_schema_is_refused_before_its_class_is_made(properties: JSON, why: str) -> None:
    with pytest.raises(NotUnderstood, match=why):
        make_step_class("refunds", "", {"type": "object", "properties": properties})


def test_ext5_a_schema_may_have_groups_and_twenty_objects() -> None:
    inner: JSON = {"type": "object", "properties": {"a": {"type": "string", "pattern": "^(?:ab)+$"}}}
    step = make_step_class(
        "refunds", "", {"type": "object", "properties": {"n": inner, "m": {"type": ["object", "null"]}}}
    )
    assert not isinstance(read_arguments(step, '{"n":{"a":"abab"}}'), InvalidAnswer)


def test_ext5_a_text_with_a_pattern_is_short() -> None:
    step = make_step_class(
        "refunds", "", {"type": "object", "properties": {"n": {"type": "string", "pattern": "^a*$"}}}
    )
    assert not isinstance(read_arguments(step, f'{{"n":"{"a" * MAX_MATCHED}"}}'), InvalidAnswer)
    assert isinstance(read_arguments(step, f'{{"n":"{"a" * (MAX_MATCHED + 1)}"}}'), InvalidAnswer)


@pytest.mark.parametrize("load", [make_step_class, read_call_arguments])
def test_ext5_refused_schemas_are_no_classes(load: Callable[..., object]) -> None:
    made = load_step_class.cache_info().currsize
    for properties, _ in COSTLY:
        schema = {"type": "object", "properties": properties}
        with pytest.raises(NotUnderstood):
            load("refunds", "", schema, *(({}, "t") if load is read_call_arguments else ()))
    assert load_step_class.cache_info().currsize <= made


@pytest.mark.parametrize("sent", ["1704067200", "2024-01-01 ", "-1"])
def test_ext5_arguments_that_a_schema_would_change_are_refused(sent: str) -> None:
    schema = {"type": "object", "properties": {"day": {"type": "string", "format": "date"}}}
    with pytest.raises(NotUnderstood):
        read_call_arguments("refunds", "", schema, {"day": sent}, "t")
    assert read_call_arguments("refunds", "", schema, {"day": "2024-01-01"}, "t") == '{"day":"2024-01-01"}'
