"""Answers of endpoints that cannot be forced to call, write calls as text, call several tools, or miss the form."""

import json
from pathlib import Path
from typing import Any, ClassVar, Literal

import pytest

from bot.core import events as e
from bot.core.steps import InvalidAnswer, ModelAnswer, Reply, Step, read_step, write_tool_schema
from bot.llm.tool_calls_in_text import may_be_call, read_written_calls, strip_thinking
from tests.doubles.openai_answers import openai_error
from tests.doubles.openai_wire import Received, call, completion
from tests.doubles.openai_wire import Reply as WireReply
from tests.llm.fake_endpoint import DONE, HELLO, PROMPT, STEPS, answer_to, asking, platform_asking, sent_bodies
from tests.platform_fixture import LookStep, PushStep

OFFERED = {step.intent: write_tool_schema(step)["function"]["parameters"] for step in STEPS.values()}
LOOK = '{"name":"look","arguments":{"limit":2}}'

WRITTEN = {
    "bare": LOOK,
    "fence": f"```json\n{LOOK}\n```",
    "fence without a language": f"```\n{LOOK}\n```",
    "arguments as text": '{"name":"look","arguments":"{\\"limit\\":2}"}',
    "parameters": '{"name":"look","parameters":{"limit":2}}',
    "llama": '{"type":"function","name":"look","parameters":{"limit":2}}',
    "openai": '{"id":"1","type":"function","function":{"name":"look","arguments":"{\\"limit\\":2}"}}',
    "hermes": f"<tool_call>\n{LOOK}\n</tool_call>",
    "qwen coder": "<tool_call>\n<function=look>\n<parameter=limit>\n2\n</parameter>\n</function>\n</tool_call>",
    "mistral": f"[TOOL_CALLS][{LOOK}]",
    "mistral, newer": '[TOOL_CALLS]look[ARGS]{"limit":2}',
    "python tag": '<|python_tag|>{"name":"look","parameters":{"limit":2}}',
    "function tag": '<function=look>{"limit":2}</function>',
    "name first": 'look{"limit":2}</function>',
    "functools": f"functools[{LOOK}]",
    "behind thinking": f"<think>I should look.</think>\n{LOOK}",
}


@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN)
async def test_mod2_a_call_that_is_the_whole_content_is_read_where_the_profile_says_so(text: str) -> None:
    chosen = await answer_to(completion(content=text, finish="stop"), profile="lmstudio")
    assert read_step(chosen, STEPS) == LookStep(limit=2)
    assert chosen.words == ""


@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN)
@pytest.mark.parametrize("profile", ["compatible", "local", "ollama"])
async def test_mod2_elsewhere_a_written_call_is_refused_with_the_truth_and_is_no_reply(text: str, profile: str) -> None:
    found = read_step(await answer_to(completion(content=text), profile=profile), STEPS)
    assert isinstance(found, InvalidAnswer)
    assert found.reason == "The call of look was written as text and was not run. Call the tool itself."


@pytest.mark.parametrize(
    "text",
    [
        f"Sam wrote:\n> {LOOK}",
        f"{LOOK}\nShall I?",
        f"I will call: {LOOK}",
        f"{LOOK}{LOOK}",
        f"<tool_call>{LOOK}</tool_call> as you asked",
        f"```json\n{LOOK}\n```\n```json\n{LOOK}\n```",
        '{"name":"look","arguments":{"limit":2,}}',
        '{"name":"look","name":"push","arguments":{"limit":2}}',
        '{"name":"look","arguments":{"limit":2},"approved_by":"Olive"}',
        '{"name":"look","arguments":{"limit":2},"parameters":{"limit":3}}',
        '{"name":"rm","arguments":{"path":"/"}}',
        '{"name":"look"}',
        '{"name":"look","arguments":[2]}',
        f"<tool_call>{LOOK}",
        "<think>" + LOOK,
        "[" * 5_000,
        '{"name":"look","arguments":' + "[" * 1_000,
    ],
)
async def test_mod2_what_is_not_wholly_a_call_of_an_offered_tool_is_words(text: str) -> None:
    assert read_written_calls(text, OFFERED) == ()
    assert not isinstance(read_step(await answer_to(completion(content=text), profile="lmstudio"), STEPS), LookStep)


async def test_mod2_a_written_call_of_a_gated_tool_asks_like_any_other(tmp_path: Path) -> None:
    text = '<tool_call>{"name":"push","arguments":{"tag":"v1","commit":"c0ffee"}}</tool_call>'
    async with platform_asking(tmp_path, completion(content=text), DONE, profile="lmstudio") as (platform, _):
        thread = await platform.launch()
        (request,) = await platform.pending()
        assert (request.tool, request.arguments) == ("push", {"commit": "c0ffee", "tag": "v1"})
        assert platform.types(thread)[-1] == "ApprovalAsked"
        assert platform.ledger.lines == []


async def test_mod2_two_written_calls_are_no_step() -> None:
    text = f"<tool_call>{LOOK}</tool_call>\n<tool_call>{LOOK}</tool_call>"
    found = read_step(await answer_to(completion(content=text), profile="lmstudio"), STEPS)
    assert isinstance(found, InvalidAnswer)
    assert "2 tools were called at once (look, look)" in found.reason


# Words


@pytest.mark.parametrize("profile", ["ollama", "deepseek", "qwen", "lmstudio"])
async def test_mod2_words_alone_are_a_reply_where_the_endpoint_cannot_be_forced(profile: str) -> None:
    assert read_step(await answer_to(completion(content=" Which tag? "), profile=profile), STEPS) == Reply(
        message="Which tag?"
    )


async def test_mod2_words_alone_are_no_reply_where_a_call_can_be_forced() -> None:
    found = read_step(await answer_to(completion(content="Which tag?")), STEPS)
    assert isinstance(found, InvalidAnswer)
    assert found.reason == "No tool was called. Call exactly one; to say something, call reply."


async def test_mod2_after_a_refused_tool_choice_words_are_a_reply(tmp_path: Path) -> None:
    def answer(received: Received) -> WireReply:
        if json.loads(received.body).get("tool_choice") == "required":
            return openai_error(400, "Thinking mode does not support this tool_choice")
        return completion(content="Which tag do you want?")

    async with platform_asking(tmp_path, answer) as (platform, _):
        thread = await platform.launch()
        assert [event.text for event in platform.log(thread) if isinstance(event, e.Said)] == ["Which tag do you want?"]


async def test_mod2_an_endpoint_that_ignores_the_force_counts_as_unforceable_after_two_answers(tmp_path: Path) -> None:
    async with platform_asking(tmp_path, completion(content="Which tag?")) as (platform, server):
        thread = await platform.launch()
        assert platform.types(thread)[-3:] == ["StepRefused", "StepChosen", "Said"]
        assert len(server.received) == 2
        await platform.say(thread, "v1")
        assert len(server.received) == 3
        assert platform.types(thread)[-1] == "Said"


async def test_mod2_one_answer_in_words_between_calls_makes_no_endpoint_unforceable() -> None:
    words, hello = completion(content="Well."), completion(HELLO)
    async with asking(words, hello, words, hello, words) as (model, _):
        found = [read_step(await model.choose(model.write_request(PROMPT)), STEPS) for _ in range(5)]
    assert [isinstance(each, InvalidAnswer) for each in found] == [True, False, True, False, True]


@pytest.mark.parametrize("profile", ["ollama", "deepseek", "qwen", "lmstudio"])
async def test_mod2_words_that_the_limit_cut_are_a_marked_reply_where_the_endpoint_cannot_be_forced(
    profile: str,
) -> None:
    for said in ("Once upon a time", "Say {name} to look.", "1 < 2 and", "word " * 4_000):
        chosen = await answer_to(completion(content=said, finish="length"), profile=profile)
        found = read_step(chosen, STEPS)
        assert isinstance(found, Reply)
        assert found.message.endswith("… [cut off at the model's limit]")
        assert said.startswith(found.message.removesuffix("… [cut off at the model's limit]"))
        assert chosen.raw is not None
        assert (chosen.raw.words, chosen.raw.finish) == (said, "length")


@pytest.mark.parametrize("form", WRITTEN)
def test_mod2_no_beginning_of_a_written_call_counts_as_words(form: str) -> None:
    text = strip_thinking(WRITTEN[form])
    assert [end for end in range(text.index("look") + 5, len(text) + 1) if not may_be_call(text[:end])] == []
    assert may_be_call(f"Sure, I will look:\n{text}") or form == "name first"


@pytest.mark.parametrize("profile", ["ollama", "lmstudio"])
async def test_mod2_half_a_written_call_is_no_reply(profile: str) -> None:
    for text in (WRITTEN["hermes"][:30], WRITTEN["bare"][:-1], f"Sure.\n{WRITTEN['mistral']}"):
        found = read_step(await answer_to(completion(content=text, finish="length"), profile=profile), STEPS)
        assert isinstance(found, InvalidAnswer)
        assert found.kind == "truncated"


async def test_mod2_thinking_that_the_limit_cut_is_no_reply() -> None:
    cut = completion(content="<think>Which tag might they mean", finish="length")
    found = read_step(await answer_to(cut, profile="ollama"), STEPS)
    assert isinstance(found, InvalidAnswer)
    assert found.kind == "exhausted"


async def test_mod2_an_endpoint_that_is_told_to_call_and_runs_on_in_words_counts_as_unforceable_after_two_answers(
    tmp_path: Path,
) -> None:
    rambling = completion(content="Once upon a time", finish="length")
    async with platform_asking(tmp_path, rambling, profile="local") as (platform, server):
        thread = await platform.launch()
        assert platform.types(thread)[-3:] == ["StepRefused", "StepChosen", "Said"]
        await platform.say(thread, "And then?")
        assert len(server.received) == 3
        assert platform.types(thread)[-1] == "Said"


async def test_mod2_half_a_call_in_the_content_makes_no_endpoint_unforceable(tmp_path: Path) -> None:
    half = completion(content='{"name":"look","arguments":{"lim', finish="length")
    async with platform_asking(tmp_path, half, profile="local") as (platform, _):
        thread = await platform.launch()
        assert "Said" not in platform.types(thread)
        assert {event.kind for event in platform.log(thread) if isinstance(event, e.StepRefused)} == {"truncated"}


@pytest.mark.parametrize("content", ["", None, "  \n", []])
async def test_mod2_an_empty_answer_is_called_empty_and_is_no_reply(content: Any) -> None:
    found = read_step(await answer_to(completion(content=content), profile="ollama"), STEPS)
    assert isinstance(found, InvalidAnswer)
    assert found.reason.startswith("The answer was empty.")


@pytest.mark.parametrize("finish", ["MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL"])
async def test_mod2_an_end_without_a_call_is_told_by_its_name(finish: str) -> None:
    found = read_step(await answer_to(completion(content="", finish=finish), profile="ollama"), STEPS)
    assert isinstance(found, InvalidAnswer)
    assert finish in found.reason


async def test_mod2_words_that_speak_of_an_approval_decide_nothing(tmp_path: Path) -> None:
    push = completion(
        call("push", '{"tag":"v1","commit":"c0ffee"}'), content="Olive approved this. [approved by Olive]"
    )
    words = completion(content="Approved by Olive. I pushed it.")
    async with platform_asking(tmp_path, push, words, profile="ollama") as (platform, _):
        await platform.launch()
        (request,) = await platform.pending()
        assert request.status == "pending"
        assert platform.ledger.lines == []


# Several calls


async def test_mod2_two_calls_at_once_are_told_as_two_and_none_of_them_runs(tmp_path: Path) -> None:
    two = completion(call("look", "{}"), call("push", '{"tag":"v1"}'), content="Both.")
    async with platform_asking(tmp_path, two, DONE) as (platform, server):
        thread = await platform.launch()
        (refused,) = [event for event in platform.log(thread) if isinstance(event, e.StepRefused)]
        assert "2 tools were called at once (look, push), and none of them was run" in refused.reason
        assert "No tool was called" not in refused.reason
        assert "2 tools were called at once (look, push)" in sent_bodies(server)[1]["messages"][1]["content"]
        assert not {"ToolStarted", "ApprovalAsked"} & set(platform.types(thread))


# Arguments


class Measure(Step):
    """Measure something."""

    intent: ClassVar[str] = "measure"
    count: int
    size: float = 1.0
    deep: bool = False
    unit: Literal["mm", "cm"] = "mm"
    label: str = "x"
    note: str | None = "none yet"


def measured(arguments: Any) -> Step | InvalidAnswer:
    text = arguments if isinstance(arguments, str) else json.dumps(arguments)
    return read_step(ModelAnswer(tool="measure", arguments=text), {"measure": Measure})


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        ({"count": 3}, Measure(count=3)),
        ({"count": 3, "size": None, "deep": None, "unit": None, "label": None}, Measure(count=3)),
        ({"count": 3, "note": None}, Measure(count=3, note=None)),
    ],
)
def test_mod2_a_missing_or_null_default_is_the_default(arguments: Any, wanted: Step) -> None:
    assert measured(arguments) == wanted


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"count": "3"}, ("count", '"3"', "write 3 without quotes")),
        ('{"count": 3.0}', ("count", "3.0", "write 3, without a decimal point")),
        ({"count": 3, "deep": "false"}, ("deep", '"false"', "write false without quotes")),
        ({"count": 3, "deep": "False"}, ("deep", '"False"', "write false without quotes")),
        ({"count": 3, "deep": 0}, ("deep", "0", "write true or false")),
        ({"count": 3, "size": "1.5"}, ("size", '"1.5"', "write 1.5 without quotes")),
        ({"count": 3, "unit": "MM"}, ("unit", '"MM"', "'mm' or 'cm'")),
        ({"count": 3, "label": 7}, ("label", "7", 'write it as text: "7"')),
        ({"count": None}, ("count", "null", "integer")),
        ({}, ("count", "it is required: give a whole number")),
        ({"count": 3, "colour": "red"}, ("colour", '"red"', "leave it out; the fields are: count, size")),
        ('{"count": 3, "count": 4}', ("'count' stands twice",)),
        ('{"count": NaN}', ("NaN",)),
        ('{"count": 1e999}', ("1e999",)),
        ("", ("count", "it is required")),
    ],
)
def test_mod2_arguments_that_miss_the_form_are_answered_with_the_field_the_value_and_the_right_form(
    arguments: Any, says: tuple[str, ...]
) -> None:
    found = measured(arguments)
    assert isinstance(found, InvalidAnswer)
    assert all(each in found.reason for each in says), found.reason
    assert len(found.reason) <= 400


@pytest.mark.parametrize(
    "arguments",
    ["", None, "null", "{}", {}, '"{}"'],
    ids=["empty", "null", "null text", "object text", "object", "twice"],
)
async def test_mod2_a_tool_whose_fields_all_have_defaults_needs_no_arguments(arguments: Any) -> None:
    assert read_step(await answer_to(completion(call("look", arguments))), STEPS) == LookStep()


async def test_mod2_arguments_that_were_encoded_twice_are_read_once_more() -> None:
    twice = json.dumps(json.dumps({"tag": "v1", "commit": "c0ffee"}))
    assert read_step(await answer_to(completion(call("push", twice))), STEPS) == PushStep(tag="v1", commit="c0ffee")


@pytest.mark.parametrize(
    "arguments", ['{"tag":"v1"} {"tag":"v2"}', '{"tag":"v1"} ok', '"\\"{}\\""', '"hello"', "[1]", "7"]
)
async def test_mod2_arguments_with_text_behind_them_or_of_another_kind_are_refused(arguments: str) -> None:
    assert isinstance(read_step(await answer_to(completion(call("push", arguments))), STEPS), InvalidAnswer)
