"""The built-in steps as tools: few bytes that say each step's fields, texts that an agent replaces, steps that it leaves out."""

import json
from typing import Any, get_args

import pytest

from bot.built_in_step_texts import FOLDER, read_built_in_texts
from bot.core.base_types import JSON
from bot.core.errors import BadAgent
from bot.core.events import QuestionFormat, QuestionUrgency
from bot.core.prompts.built_in_tools import MAX_STEP_TEXT
from bot.core.prompts.model_requests import ModelPrompt, RequestForm, write_request
from bot.core.steps import (
    BUILT_IN,
    COMMON_STEPS,
    AskField,
    AskHuman,
    InvalidAnswer,
    RequestApproval,
    Step,
    read_arguments,
)
from tests.core.thread_log import RELEASE, agent

BEFORE = {"chat": 3_419, "responses": 3_328}
"""Bytes of a request that the seven built-in steps took when each had a strict schema."""
BEFORE_WITHOUT_CONSENT = {"chat": 3_043, "responses": 2_965}

SAMPLES: dict[str, JSON] = {
    "reply": {"message": "Hello.", "go_on": True},
    "ask_human": {
        "question": "Which?",
        "context": "Two are there.",
        "urgency": "high",
        "format": "form",
        "choices": ["a", "b"],
        "fields": [{"name": "count", "label": "How many", "kind": "integer"}],
        "to": ["agent:deploybot"],
        "expires_in_hours": 4,
    },
    "request_approval": {"action": "Call the customer."},
    "withdraw": {"call": "t1-3", "why": "Not needed."},
    "delegate": {"agent": "deploybot", "task": "Which tag is deployed?"},
    "wait": {"seconds": 60, "event": "build", "key": "7"},
    "done": {"message": "Done."},
    "nothing_to_do": {"why": "Nobody asked."},
    "look_back": {"first": 3, "last": 9},
}


def tools_of(text: str) -> dict[str, Any]:
    return {tool["function"]["name"]: tool["function"] for tool in json.loads(text)}


def request_bytes(tools: list[JSON], port: str) -> int:
    text = json.dumps(tools, ensure_ascii=False, separators=(",", ":"))
    form = RequestForm.model_validate({"port": port})
    return len(write_request(ModelPrompt(model="m", system="s", user="u", tools=text, max_tokens=0, form=form)))


@pytest.mark.parametrize("port", ["chat", "responses"])
@pytest.mark.parametrize(("given", "before"), [({"consent": RELEASE}, BEFORE), ({}, BEFORE_WITHOUT_CONSENT)])
def test_mod5_the_built_in_steps_take_at_most_45_percent_of_the_bytes_they_took(
    port: str, given: dict[str, Any], before: dict[str, int]
) -> None:
    mine = agent(**given)
    tools = json.loads(mine.tools_json)
    own = [tool for tool in tools if tool["function"]["name"] in {tool.step.intent for tool in mine.tools}]
    taken = request_bytes(tools, port) - request_bytes(own, port)
    assert taken <= 0.45 * before[port]


def test_mod5_every_built_in_step_is_offered_and_look_back_where_something_is_left_out() -> None:
    mine = agent(consent=RELEASE)
    names = [step.intent for step in COMMON_STEPS]
    assert list(tools_of(mine.tools_json))[3:] == names
    assert list(tools_of(mine.tools_to_look_back))[3:] == [*names, "look_back"]
    assert list(mine.steps)[3:] == [*names, "look_back"]


@pytest.mark.parametrize("step", BUILT_IN, ids=lambda step: step.intent)
def test_mod5_what_is_offered_of_a_step_is_what_the_step_takes(step: type[Step]) -> None:
    offered = tools_of(
        agent(consent=RELEASE, delegates={"deploybot": "Deploys."}, awaits=("build",)).tools_to_look_back
    )[step.intent]["parameters"]
    sample = SAMPLES[step.intent]
    assert offered["properties"].keys() == sample.keys() <= step.model_fields.keys()
    found = read_arguments(step, json.dumps(sample))
    assert not isinstance(found, InvalidAnswer), found
    required = {name for name, field in step.model_fields.items() if field.is_required()}
    assert required <= sample.keys()
    least = read_arguments(step, json.dumps({name: sample[name] for name in required}))
    assert not isinstance(least, InvalidAnswer), least
    assert set(offered.get("required", ())) <= required


def test_mod5_the_choices_of_a_question_are_those_that_it_takes_without_the_defaults() -> None:
    offered = tools_of(agent().tools_json)["ask_human"]["parameters"]["properties"]
    assert {*offered["urgency"]["enum"], "medium"} == set(get_args(QuestionUrgency))
    assert {*offered["format"]["enum"], "free_text"} == set(get_args(QuestionFormat))
    assert (AskHuman(question="?").urgency, AskHuman(question="?").format) == ("medium", "free_text")
    required = {name for name, field in AskField.model_fields.items() if field.is_required()}
    assert offered["fields"]["items"]["properties"].keys() == required


def test_mod5_no_object_of_a_schema_is_without_properties() -> None:
    """Gemini refuses those."""

    def objects(schema: JSON) -> list[JSON]:
        inner = [schema] if schema.get("type") == "object" else []
        parts = [*schema.get("properties", {}).values(), *([schema["items"]] if "items" in schema else [])]
        return inner + [found for part in parts for found in objects(part)]

    for tool in tools_of(agent(consent=RELEASE).tools_to_look_back).values():
        assert all(each["properties"] for each in objects(tool["parameters"]))


@pytest.mark.parametrize("port", ["chat", "responses"])
def test_mod5_own_steps_stay_strict_and_built_in_ones_say_that_they_are_not(port: str) -> None:
    mine = agent()
    form = RequestForm.model_validate({"port": port})
    prompt = ModelPrompt(model="m", system="s", user="u", tools=mine.tools_json, max_tokens=0, form=form)
    tools = [tool.get("function", tool) for tool in json.loads(write_request(prompt))["tools"]]
    strict = {tool["name"]: tool.get("strict") for tool in tools}
    assert {strict[tool.step.intent] for tool in mine.tools} == {True}
    assert {strict[step.intent] for step in COMMON_STEPS if step is not RequestApproval} == (
        {False} if port == "responses" else {None}
    )


def test_mod5_an_agent_replaces_the_texts() -> None:
    mine = agent(step_texts={"wait": "Sleep.", "reply": "Antworte auf Deutsch."})
    tools = tools_of(mine.tools_json)
    assert tools["wait"]["description"] == "Sleep."
    assert tools["reply"]["description"] == "Antworte auf Deutsch."
    assert tools["ask_human"]["description"] == read_built_in_texts()["ask_human"]
    assert "description" not in tools["withdraw"]


def test_fac2_1_every_file_is_the_text_of_a_built_in_step() -> None:
    intents = {step.intent for step in BUILT_IN}
    texts = {path.stem: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
    assert texts.keys() <= intents
    assert all(0 < len(text.strip()) <= MAX_STEP_TEXT for text in texts.values())
    made = agent(consent=RELEASE, delegates={"other": "Ships."})
    offered = {name: tool.get("description", "") for name, tool in tools_of(made.tools_to_look_back).items()}
    assert {name: offered[name] for name in texts if name != "delegate"} == {
        name: text.strip() for name, text in texts.items() if name != "delegate"
    }
    assert offered["delegate"] == f"{texts['delegate'].strip()} other: Ships."
    assert {name for name in intents if offered[name]} == texts.keys()


def test_mod5_an_agent_leaves_steps_out() -> None:
    gone = ("wait", "ask_human", "withdraw", "nothing_to_do", "request_approval", "look_back")
    mine = agent(consent=RELEASE, left_out=gone)
    assert list(tools_of(mine.tools_to_look_back))[3:] == ["reply", "done"]
    assert not mine.steps.keys() & set(gone)
    assert not mine.can_look_back


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"left_out": ("reply",)}, r"'reply' cannot be left out; reply and done must stay"),
        ({"left_out": ("wait", "done")}, r"'done' cannot be left out; reply and done must stay"),
        ({"left_out": ("waiting",)}, r"'waiting' is no built-in step; there are: reply, ask_human, .*, look_back"),
        ({"left_out": ("tag_release",)}, r"'tag_release' is no built-in step"),
        ({"step_texts": {"waiting": "x"}}, r"'waiting' is no built-in step"),
        ({"step_texts": {"wait": " "}}, r"text of the built-in step 'wait' must have 1 to 1000 characters"),
        ({"step_texts": {"wait": "x" * (MAX_STEP_TEXT + 1)}}, r"must have 1 to 1000 characters"),
        ({"step_texts": {"wait": "x"}, "left_out": ("wait",)}, r"'wait' is left out and has a text"),
    ],
)
def test_mod5_what_an_agent_may_not_say_of_built_in_steps_is_told(given: dict[str, Any], says: str) -> None:
    with pytest.raises(BadAgent, match=says):
        agent(**given)


def test_mod5_the_longest_text_is_taken() -> None:
    assert agent(step_texts={"wait": "x" * MAX_STEP_TEXT}).steps
    assert [step.intent for step in BUILT_IN if step.is_indispensable] == ["reply", "done"]


def test_mod5_the_signature_of_a_step_that_people_approve_is_the_same_as_before() -> None:
    """An approval that is open while a release is installed stays valid."""
    assert agent(consent=RELEASE).registry["request_approval"].signature == "1-f59b24a6cf31"
