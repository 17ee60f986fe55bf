"""A model's answer becomes exactly one typed step, or the reason why it is none. Reading it does nothing."""

import json
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from bot.core.base_types import JSON
from bot.core.canonical_json import canonicalize
from bot.core.steps import (
    COMMON_STEPS,
    InvalidAnswer,
    ModelAnswer,
    NotStrict,
    Reply,
    RequestApproval,
    Step,
    Wait,
    Withdraw,
    compute_wake_time,
    read_step,
    write_tool_schema,
)
from tests.core.json_values import canonical_values
from tests.core.thread_log import AGENT, NOON, TagRelease, agent
from tests.random_seed import share


def answered(arguments: str, tool: str = "tag_release", **more: Any) -> Step | InvalidAnswer:
    return read_step(ModelAnswer(tool=tool, arguments=arguments, **more), AGENT.steps)


def refused(found: Step | InvalidAnswer) -> InvalidAnswer:
    assert isinstance(found, InvalidAnswer)
    return found


def test_f1_1_an_answer_becomes_one_typed_step() -> None:
    assert answered('{"tag": "v1", "sha": "c0ffee"}') == TagRelease(tag="v1", sha="c0ffee")
    assert answered('{"message": "hi", "go_on": false}', tool="reply") == Reply(message="hi")


@pytest.mark.parametrize(
    ("chosen", "kind", "says"),
    [
        (ModelAnswer(refusal="I will not"), "refused", "I will not"),
        (ModelAnswer(tool="tag_release", arguments="{}", refusal="no"), "refused", "no"),
        (ModelAnswer(tool="tag_release", arguments='{"tag": "v', truncated=True), "truncated", "Answer shorter"),
        (ModelAnswer(words="Sure!"), "invalid", "No tool was called"),
        (ModelAnswer(), "invalid", "No tool was called"),
        (ModelAnswer(tool=""), "unknown", "The call names no tool"),
        (ModelAnswer(tool="tag_release", arguments=""), "invalid", "tag: Field required"),
        (ModelAnswer(tool="tag_release", arguments="null"), "invalid", "tag: Field required"),
        (ModelAnswer(tool="tag_release", arguments="[]"), "invalid", "tag_release"),
        (ModelAnswer(tool="tag_release", arguments='"v1"'), "invalid", "tag_release"),
        (ModelAnswer(tool="tag_release", arguments="{}"), "invalid", "tag: Field required"),
        (ModelAnswer(tool="tag_release", arguments='{"tag": 1}'), "invalid", "tag: Input should be a valid string"),
        (ModelAnswer(tool="tag_release", arguments='{"tag": ""}'), "invalid", "tag: String should have at least 1"),
        (ModelAnswer(tool="tag_release", arguments='{"tag": "v1", "approved": true}'), "invalid", "approved: Extra"),
        (
            ModelAnswer(tool="list_tags", arguments='{"limit": "5"}'),
            "invalid",
            "limit: Input should be a valid integer",
        ),
        (ModelAnswer(tool="list_tags", arguments='{"limit": 1.0}'), "invalid", "limit"),
        (ModelAnswer(tool="list_tags", arguments='{"limit": 51}'), "invalid", "limit: Input should be less than"),
        (ModelAnswer(tool="list_tags", arguments='{"limit": true}'), "invalid", "limit"),
    ],
)
def test_f1_2_what_is_no_step_is_refused_with_the_field_and_the_reason(
    chosen: ModelAnswer, kind: str, says: str
) -> None:
    found = refused(read_step(chosen, AGENT.steps))
    assert found.kind == kind
    assert says in found.reason
    assert len(found.reason) <= 2_000


@pytest.mark.parametrize(
    "arguments",
    [
        '{"tag": "v1", "tag": "v2"}',
        '{"tag": "v1", "\\u0074ag": "v2"}',
        '{"tag": "\\ud800"}',
        '{"tag": NaN}',
        '{"tag": "v1", "sha": -0}',
        '{"tag": "v1"} {"tag": "v2"}',
        '\ufeff{"tag": "v1"}',
        '{"tag": "' + "v" * 70_000 + '"}',
        "[" * 40 + "]" * 40,
    ],
)
def test_llm15_arguments_with_two_readings_are_refused(arguments: str) -> None:
    assert refused(answered(arguments)).kind == "invalid"


@pytest.mark.parametrize(
    "name",
    [
        "Tag_Release",
        "TAG_RELEASE",
        "tag-release",
        "tagrelease",
        " tag_release",
        "tag_release ",
        "tag_release\n",
        "tag_release\x00",
        "t\u0430g_release",
        "tag_re\u200blease",
        "\uff54ag_release",
        "tag\u005frelease2",
        "TagRelease",
        "deploybot.tag_release",
        "functions.tag_release",
        "mcp__git__tag_release",
        "__class__",
        "drop_table; --",
        "x" * 10_000,
    ],
)
def test_llm03_a_tool_by_another_name_is_unknown(name: str) -> None:
    found = refused(answered('{"tag": "v1"}', tool=name))
    assert found.kind == "unknown"
    assert len(found.reason) < 400


@settings(max_examples=share(150))
@given(
    st.none() | st.sampled_from(list(AGENT.steps)) | st.text(),
    st.text() | canonical_values().map(lambda value: canonicalize(value).decode()),
    st.none() | st.text(),
    st.booleans(),
)
def test_reading_never_raises(tool: str | None, arguments: str, refusal: str | None, truncated: bool) -> None:
    found = read_step(ModelAnswer(tool=tool, arguments=arguments, refusal=refusal, truncated=truncated), AGENT.steps)
    assert isinstance(found, Step | InvalidAnswer)


FIELDS = st.sampled_from(
    ["tag", "sha", "message", "go_on", "limit", "question", "choices", "seconds", "why", "call", "x"]
)


@settings(max_examples=share(150))
@given(st.sampled_from(list(AGENT.steps)), st.dictionaries(FIELDS, canonical_values(), max_size=5))
def test_reading_never_raises_for_almost_right_arguments(tool: str, arguments: dict[str, Any]) -> None:
    found = answered(canonicalize(arguments).decode(), tool=tool)
    if isinstance(found, Step):
        again = answered(found.write_arguments(), tool=tool)
        assert again == found
    else:
        assert len(found.reason) <= 400


def test_the_arguments_of_a_step_are_canonical_and_whole() -> None:
    assert TagRelease(tag="v1").write_arguments() == '{"sha":"c0ffee","tag":"v1"}'
    found = answered('{ "tag" : "v1" , "sha" : "\\u0063" }')
    assert isinstance(found, TagRelease)
    assert found.write_arguments() == '{"sha":"c","tag":"v1"}'


READINGS: list[str] = []


def note_reading(value: str) -> str:
    READINGS.append(value)
    return value


class Noted(Step):
    """A step that notes each reading of its field."""

    intent: ClassVar[str] = "noted"
    tag: Annotated[str, AfterValidator(note_reading)]
    lines: str = None  # type: ignore[assignment]  # a default that its type does not allow


@pytest.mark.parametrize(
    ("text", "readings"),
    [('{"lines":"a","tag":"v1"}', 1), ('{"tag":"v1","lines":"a"}', 2), ('{"lines":"a","tag": "v1"}', 2)],
)
def test_fast9_2_arguments_that_are_canonical_are_read_once(text: str, readings: int) -> None:
    READINGS.clear()
    found = read_step(ModelAnswer(tool="noted", arguments=text), {"noted": Noted})
    assert isinstance(found, Noted)
    assert len(READINGS) == readings


def test_fast9_2_what_could_not_be_read_again_is_no_step_though_the_model_wrote_its_canonical_form() -> None:
    found = read_step(ModelAnswer(tool="noted", arguments='{"lines":null,"tag":"v1"}'), {"noted": Noted})
    assert isinstance(found, InvalidAnswer)


class Restless(Step):
    """A step whose fields change each time they are read."""

    intent: ClassVar[str] = "restless"
    path: Annotated[str, AfterValidator(lambda path: f"{path}/..")]


class Hiding(Step):
    """A step that is stored under other names than it is read by."""

    intent: ClassVar[str] = "hiding"
    path: str = Field(alias="file")


class Measured(Step):
    """A step with a number."""

    intent: ClassVar[str] = "measured"
    size: Annotated[float, AfterValidator(lambda size: size * 1e20)]


@pytest.mark.parametrize(
    ("step", "arguments"), [(Restless, '{"path": "a"}'), (Hiding, '{"file": "a"}'), (Measured, '{"size": 1.5}')]
)
def test_a_step_that_is_stored_as_another_than_was_read_is_refused(step: type[Step], arguments: str) -> None:
    """The stored text is shown and run: reading it must give the step that was stored."""
    assert refused(read_step(ModelAnswer(tool=step.intent, arguments=arguments), {step.intent: step})).kind == "invalid"


SUPPORTED = {
    "type", "properties", "required", "additionalProperties", "items", "enum", "const", "anyOf", "$ref", "$defs",
    "description", "pattern", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
}  # fmt: skip


def schemas_in(schema: JSON) -> Iterator[dict[str, JSON]]:
    """This schema and all within it."""
    yield schema
    for key in ("properties", "$defs"):
        for inner in schema.get(key, {}).values():
            yield from schemas_in(inner)
    for inner in schema.get("anyOf", []):
        yield from schemas_in(inner)
    if "items" in schema:
        yield from schemas_in(schema["items"])


def assert_strict(step: type[Step]) -> None:
    tool = write_tool_schema(step)
    assert tool["type"] == "function"
    function = tool["function"]
    assert function["strict"] is True
    assert function["description"]
    assert function["parameters"]["type"] == "object"
    for schema in schemas_in(function["parameters"]):
        assert schema.keys() <= SUPPORTED
        assert schema.keys() & {"type", "anyOf", "$ref", "enum", "const"}
        if "$ref" in schema:
            assert schema.keys() == {"$ref"}
            assert schema["$ref"].removeprefix("#/$defs/") in function["parameters"]["$defs"]
        if schema.get("type") == "object":
            assert schema["additionalProperties"] is False
            assert schema["required"] == list(schema["properties"])


class Inner(BaseModel):
    """A part."""

    model_config = ConfigDict(extra="forbid")
    kind: Literal["inner"] = "inner"
    title: str = Field(default="x", min_length=1, description="A field with an awkward name.")
    next: "Inner | None" = None


class Other(BaseModel):
    kind: Literal["other"] = "other"
    default: int = 0
    format: str | None = None


class Rich(Step):
    """A step with all that schemas have."""

    intent: ClassVar[str] = "rich"
    inner: Inner = Field(default_factory=Inner, description="Stands beside a reference.")
    either: Annotated[Inner | Other, Field(discriminator="kind")]
    many: tuple[Other, ...] = Field(default=(), max_length=3)
    maybe: int | None = Field(default=None, ge=1)
    choice: Literal["a", "b"] = "a"
    properties: str = "an awkward name as well"
    required: bool = False


class Empty(Step):
    """A step with nothing to say."""

    intent: ClassVar[str] = "empty"


@pytest.mark.parametrize("step", [*AGENT.steps.values(), Rich, Empty], ids=lambda step: step.intent)
def test_every_schema_is_strict(step: type[Step]) -> None:
    assert_strict(step)


def test_a_field_keeps_its_name_whatever_it_is_called() -> None:
    parameters = write_tool_schema(Rich)["function"]["parameters"]
    assert parameters["required"] == ["inner", "either", "many", "maybe", "choice", "properties", "required"]
    assert parameters["$defs"]["Inner"]["required"] == ["kind", "title", "next"]
    assert parameters["$defs"]["Other"]["required"] == ["kind", "default", "format"]
    platform = write_tool_schema(AGENT.steps["ask_human"])["function"]["parameters"]
    assert "format" in platform["required"]


class Open(Step):
    """A step that takes any keys."""

    intent: ClassVar[str] = "open"
    labels: Mapping[str, str] = {}


class Mixed(Step):
    """A step with a pair."""

    intent: ClassVar[str] = "mixed"
    pair: tuple[str, int]


class Anything(Step):
    """A step that takes anything."""

    intent: ClassVar[str] = "anything"
    value: Any


class Nested(Step):
    """A step that holds itself."""

    intent: ClassVar[str] = "nested"
    then: "Nested | None" = None


@pytest.mark.parametrize("step", [Open, Mixed, Anything, Nested], ids=lambda step: step.intent)
def test_a_field_that_a_strict_schema_cannot_say_is_refused(step: type[Step]) -> None:
    with pytest.raises(NotStrict, match=step.intent):
        write_tool_schema(step)


def test_the_tools_of_a_request_are_in_a_fixed_order() -> None:
    assert agent().tools_json == AGENT.tools_json
    names = [tool["function"]["name"] for tool in json.loads(AGENT.tools_json)]
    assert names == [
        "tag_release",
        "list_tags",
        "drop_table",
        *(step.intent for step in COMMON_STEPS if step is not RequestApproval),
    ]


def test_a_wait_ends_its_seconds_from_now() -> None:
    assert (compute_wake_time(Wait(seconds=90, why="x"), NOON) - NOON).total_seconds() == 90


def test_a_step_is_data_that_cannot_be_changed() -> None:
    step = Withdraw(call="t1-3", why="no")
    with pytest.raises(ValueError, match="frozen"):
        step.call = "t1-4"  # type: ignore[misc]
