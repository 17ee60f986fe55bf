"""Calls that DeepSeek and gpt-oss write as content: read where the profile says so, whole or not at all."""

from pathlib import Path

import pytest

from bot.core import events as e
from bot.core.steps import InvalidAnswer, Step, read_step
from bot.llm.tool_calls_in_text import read_written_calls
from tests.doubles.openai_wire import completion
from tests.growth_ratio import is_linear
from tests.llm.fake_endpoint import DONE, STEPS, answer_to, platform_asking
from tests.platform_fixture import LookStep, PushStep

OFFERED = {name: {"properties": step.model_json_schema()["properties"]} for name, step in STEPS.items()}

V31 = (
    "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>{name}<｜tool▁sep｜>{arguments}<｜tool▁call▁end｜><｜tool▁calls▁end｜>"
)
V3 = (
    "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>{name}\n```json\n{arguments}\n```<｜tool▁call▁end｜>"
    "<｜tool▁calls▁end｜><｜end▁of▁sentence｜>"
)
ASCII = "<|tool_calls_begin|><|tool_call_begin|>{name}<|tool_sep|>{arguments}<|tool_call_end|><|tool_calls_end|>"
DSML = '<｜DSML｜function_calls>\n<｜DSML｜invoke name="{name}">\n{arguments}\n</｜DSML｜invoke>\n</｜DSML｜function_calls>'
HARMONY = "<|channel|>commentary to=functions.{name} <|constrain|>json<|message|>{arguments}<|call|>"
HARMONY_CUT = "<|start|>assistant<|channel|>commentary to=functions.{name} json<|message|>{arguments}"
HARMONY_EARLY = (
    "<|start|>assistant to=functions.{name}<|channel|>commentary<|constrain|>json<|message|>{arguments}<|call|>"
)
THOUGHT = (
    "<|channel|>analysis<|message|>The user wants v1.<|end|><|start|>assistant<|channel|>commentary to=functions.{name} "
    "<|constrain|>json<|message|>{arguments}<|call|>"
)
BARE = "commentary to=functions.{name} json{arguments}"
FORMS = {
    "v3.1": V31, "v3": V3, "ascii": ASCII, "dsml": DSML, "harmony": HARMONY, "harmony cut": HARMONY_CUT,
    "harmony early": HARMONY_EARLY, "harmony thought": THOUGHT, "bare": BARE,
}  # fmt: skip
PARAMETERS = (
    '<｜DSML｜function_calls>\n<｜DSML｜invoke name="look">\n<｜DSML｜parameter name="limit" string="false">2'
    "</｜DSML｜parameter>\n</｜DSML｜invoke>\n</｜DSML｜function_calls>"
)
TEXTS = (
    '<｜DSML｜function_calls><｜DSML｜invoke name="push"><｜DSML｜parameter name="tag" string="true">7</｜DSML｜parameter>'
    "</｜DSML｜invoke></｜DSML｜function_calls>"
)


def written(form: str, name: str = "push", arguments: str = '{"tag":"v1"}') -> str:
    return FORMS[form].replace("{name}", name).replace("{arguments}", arguments)


async def step_of(content: str, profile: str = "lmstudio") -> Step | InvalidAnswer:
    return read_step(await answer_to(completion(content=content), profile=profile), STEPS)


@pytest.mark.parametrize("form", FORMS)
async def test_mod2_a_written_call_of_these_models_is_a_step_where_the_profile_reads_them(form: str) -> None:
    assert await step_of(written(form)) == PushStep(tag="v1")
    assert await step_of(f"\n  {written(form)}\n") == PushStep(tag="v1")
    assert await step_of(f"<think>Let me see.</think>\n{written(form)}") == PushStep(tag="v1")


@pytest.mark.parametrize("form", FORMS)
async def test_mod2_elsewhere_it_is_refused_and_the_model_is_told_the_truth(form: str) -> None:
    found = await step_of(written(form), profile="compatible")
    assert isinstance(found, InvalidAnswer)
    assert found.reason == "The call of push was written as text and was not run. Call the tool itself."


async def test_mod2_the_values_of_deepseeks_parameters_have_the_kind_that_it_says() -> None:
    assert await step_of(PARAMETERS) == LookStep(limit=2)
    assert await step_of(TEXTS) == PushStep(tag="7")
    refused = await step_of(TEXTS.replace('string="true"', 'string="false"'))
    assert isinstance(refused, InvalidAnswer)
    assert "tag: Input should be a valid string" in refused.reason


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("I will do it. ", ""),
        ("", " That is all."),
        ("> ", ""),
        ("Sam wrote:\n", ""),
        ("", "\n<|channel|>final<|message|>ok"),
    ],
)
def test_mod2_with_words_around_it_is_words(form: str, before: str, after: str) -> None:
    assert read_written_calls(f"{before}{written(form)}{after}", OFFERED) == ()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("arguments", ['{"tag":"v1",}', '{"tag":"v1"', "[]", '"v1"', "", '{"tag":"a","tag":"b"}'])
def test_mod2_arguments_that_are_no_object_are_no_call(form: str, arguments: str) -> None:
    if (form, arguments) == ("dsml", ""):
        assert [call.arguments for call in read_written_calls(written(form, arguments=""), OFFERED)] == ["{}"]
        return
    assert read_written_calls(written(form, arguments=arguments), OFFERED) == ()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["erase", "Push", "push.x", "push look", ""])
def test_mod2_a_name_that_is_not_offered_is_no_call(form: str, name: str) -> None:
    assert read_written_calls(written(form, name=name), OFFERED) == ()


@pytest.mark.parametrize(
    "text",
    [
        V31.replace("{name}<｜tool▁sep｜>", "push"),
        V31.replace("{name}", "push<｜tool▁sep｜>look"),
        "<｜tool▁calls▁begin｜><｜tool▁calls▁end｜>",
        V31.replace("<｜tool▁calls▁end｜>", ""),
        V31.replace("<｜tool▁calls▁begin｜>", ""),
        V31.replace("<｜tool▁calls▁end｜>", "and then<｜tool▁calls▁end｜>"),
        DSML.replace("{arguments}", "say{arguments}"),
        TEXTS.replace(
            "</｜DSML｜invoke>", '<｜DSML｜parameter name="tag" string="true">8</｜DSML｜parameter></｜DSML｜invoke>'
        ),
        TEXTS.replace(' string="true"', ""),
        "<｜DSML｜function_calls></｜DSML｜function_calls>",
        "<|channel|>commentary<|message|>{arguments}<|end|>",
        "<|channel|>final<|message|>{arguments}<|return|>",
        "<|channel|>analysis<|message|>I think.<|end|>",
        "<|channel|>commentary to=browser.push<|message|>{arguments}<|call|>",
        "<|channel|>commentary to=functions.push<|message|>{arguments}<|call|><|channel|>commentary<|message|>hm<|end|>",
        "analysisI think.assistantcommentary to=functions.push json{arguments}",
        "commentary to=functions.push json{arguments}commentary to=functions.push json{arguments}",
    ],
)
def test_mod2_what_is_almost_such_a_call_is_none(text: str) -> None:
    assert read_written_calls(text.replace("{name}", "push").replace("{arguments}", '{"tag":"v1"}'), OFFERED) == ()


@pytest.mark.parametrize("form", ["v3.1", "dsml", "harmony"])
async def test_mod2_two_calls_at_once_are_told_and_none_of_them_runs(form: str) -> None:
    one, two = written(form), written(form, "look", '{"limit":2}')
    inner = {
        "v3.1": (one.removesuffix("<｜tool▁calls▁end｜>"), two.removeprefix("<｜tool▁calls▁begin｜>")),
        "dsml": (one.removesuffix("</｜DSML｜function_calls>"), two.removeprefix("<｜DSML｜function_calls>")),
        "harmony": (one, two),
    }[form]
    found = await step_of("".join(inner))
    assert isinstance(found, InvalidAnswer)
    assert "2 tools were called at once (push, look)" in found.reason


@pytest.mark.parametrize("form", FORMS)
async def test_mod2_a_gated_call_that_was_written_asks_as_always(tmp_path: Path, form: str) -> None:
    async with platform_asking(tmp_path, completion(content=written(form)), DONE, profile="lmstudio") as (platform, _):
        thread = await platform.launch()
        (request,) = await platform.pending()
        assert (request.kind, platform.ledger.lines) == ("approval", [])
        (chosen,) = [x for x in platform.log(thread) if isinstance(x, e.StepChosen) and x.intent == "push"]
        assert chosen.arguments == '{"commit":"c0ffee","tag":"v1"}'


@pytest.mark.parametrize(
    ("head", "part"),
    [
        ("<|channel|>commentary", " "),
        ("", "<|channel|>"),
        ("", "<|channel|>analysis<|message|>"),
        ("<|start|>assistant", "\n"),
        ("<｜tool▁calls▁begin｜>", "<｜tool▁call▁begin｜>"),
        ("", "<｜tool▁calls▁begin｜>"),
        ('<｜DSML｜function_calls><｜DSML｜invoke name="a">', '<｜DSML｜parameter name="a" string="true">'),
        ("commentary to=functions.push", " "),
        ("<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>a", "\n"),
    ],
    ids=lambda text: text[:30],
)
def test_mod2_long_nonsense_costs_as_much_as_its_length(head: str, part: str) -> None:
    def read(size: int) -> None:
        assert read_written_calls(head + part * (size // len(part)), OFFERED) == ()

    assert is_linear(read, 8_000)
