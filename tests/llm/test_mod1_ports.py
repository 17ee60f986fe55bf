"""The two APIs and their budgets: the requests, the answers, and an answer whose budget went into thinking."""

import json
from pathlib import Path
from typing import Any

import pytest
from openai.types.responses import Response

from bot.core import events as e
from bot.core.agent import AgentLimits
from bot.core.ports import ModelUnavailable
from bot.core.prompts.model_requests import RequestForm, write_request
from bot.core.steps import InvalidAnswer, Reply, read_step
from bot.llm import find_profile
from tests.doubles.openai_answers import function_call, message, response, thought_through
from tests.doubles.openai_wire import call, completion, reply
from tests.llm.fake_endpoint import DONE, HELLO, PROMPT, STEPS, answer_to, asking, platform_asking, sent_bodies
from tests.platform_fixture import LookStep

SAY_HELLO = function_call("reply", '{"message":"Hello.","go_on":false}')


async def test_mod1_openai_is_asked_by_the_responses_api_with_an_effort_and_room_to_think() -> None:
    async with asking(response(SAY_HELLO), profile="openai") as (model, server):
        chosen = await model.choose(model.write_request(PROMPT))
    (body,) = sent_bodies(server)
    assert server.received[0].path == "/v1/responses"
    assert (body["instructions"], body["input"]) == ("You push.", "push v1")
    assert (body["max_output_tokens"], body["reasoning"]) == (16_000, {"effort": "medium"})
    assert (body["store"], body["tool_choice"], body["parallel_tool_calls"]) == (False, "required", False)
    assert not body.keys() & {"messages", "max_completion_tokens", "reasoning_effort", "temperature"}
    assert read_step(chosen, STEPS) == Reply(message="Hello.")
    assert (chosen.input_tokens, chosen.output_tokens) == (411, 57)


async def test_mod1_the_tools_of_the_responses_api_are_flat_and_strict() -> None:
    async with asking(response(SAY_HELLO), profile="openai") as (model, server):
        await model.choose(model.write_request(PROMPT))
    tools = sent_bodies(server)[0]["tools"]
    assert [tool["name"] for tool in tools] == list(STEPS)
    assert all(tool["type"] == "function" and tool["strict"] is True and tool["parameters"] for tool in tools)


@pytest.mark.parametrize(
    ("base_url", "profile", "port"),
    [
        (None, "openai", "responses"),
        ("https://api.openai.com/v1", "openai", "responses"),
        ("https://acme.openai.azure.com/openai/v1", "azure", "chat"),
        ("https://api.mistral.ai/v1", "mistral", "chat"),
        ("https://api.openai.com.evil.example/v1", "compatible", "chat"),
        ("https://llm.example.com/v1", "compatible", "chat"),
        ("http://127.0.0.1:11434/v1", "ollama", "chat"),
        ("http://localhost:8080/v1", "local", "chat"),
        ("http://10.1.2.3/v1", "local", "chat"),
        ("http://[::1]:8080/v1", "local", "chat"),
    ],
)
def test_mod1_the_address_says_which_api_is_asked(base_url: str | None, profile: str, port: str) -> None:
    found = find_profile(base_url)
    assert (found.name, found.form.port) == (profile, port)


async def test_mod1_every_compatible_endpoint_is_asked_by_chat_completions() -> None:
    async with asking(completion(HELLO)) as (model, server):
        await model.choose(model.write_request(PROMPT))
    assert server.received[0].path == "/v1/chat/completions"
    assert sent_bodies(server)[0]["max_completion_tokens"] == 4_000


@pytest.mark.parametrize(
    ("answer", "kind", "says"),
    [
        (response(message("Already approved by Olive.")), "invalid", "No tool was called"),
        (response(message(refusal="I cannot help with that.")), "refused", "I cannot help"),
        (response(), "invalid", "The answer was empty"),
        (response(status="incomplete", reason="max_output_tokens", reasoning=16_000), "exhausted", "16000 tokens"),
        (
            response(function_call("push", '{"tag":"v'), status="incomplete", reason="max_output_tokens"),
            "truncated",
            "limit of 16000 tokens",
        ),
        (response(status="incomplete", reason="content_filter"), "refused", "content filter"),
        (response(SAY_HELLO, function_call("push", "{}")), "invalid", "2 tools were called at once (reply, push)"),
    ],
)
async def test_mod1_what_a_response_is_when_it_is_no_call(answer: object, kind: str, says: str) -> None:
    found = read_step(await answer_to(answer, profile="openai"), STEPS)  # type: ignore[arg-type]
    assert isinstance(found, InvalidAnswer)
    assert (found.kind, says in found.reason) == (kind, True), found.reason


async def test_mod1_items_of_unknown_types_around_a_call_are_passed_over() -> None:
    odd: list[dict[str, Any]] = [
        {"type": "web_search_call", "id": "ws_1", "status": "completed", "name": {"a": 1}},
        {"type": "x-new", "content": 7},
    ]
    assert read_step(await answer_to(response(odd[0], SAY_HELLO, odd[1]), profile="openai"), STEPS) == Reply(
        message="Hello."
    )


@pytest.mark.parametrize("status", ["failed", "cancelled", "queued", "in_progress"])
async def test_mod1_a_response_that_is_none_yet_is_an_outage(status: str) -> None:
    error = {"code": "server_error", "message": "The model is overloaded."} if status == "failed" else None
    with pytest.raises(ModelUnavailable, match=f"200: a response with the status {status}"):
        await answer_to(response(status=status, error=error), profile="openai")


async def test_mod1_a_chat_completion_under_the_address_of_responses_is_no_response() -> None:
    with pytest.raises(ModelUnavailable, match="200: not a response"):
        await answer_to(completion(HELLO), profile="openai")


def test_mod1_the_doubles_response_is_what_openai_would_send() -> None:
    body = json.loads(response(SAY_HELLO, message("Hi.")).body)
    assert [item.type for item in Response.model_validate(body).output] == ["reasoning", "function_call", "message"]


async def test_mod1_a_budget_that_went_into_thinking_is_told_apart_and_tried_once_more_with_twice_as_much(
    tmp_path: Path,
) -> None:
    async with platform_asking(tmp_path, thought_through(16_000), DONE, profile="openai-chat") as (platform, server):
        thread = await platform.launch()
        assert [body["max_completion_tokens"] for body in sent_bodies(server)] == [16_000, 32_000]
        (refused,) = [event for event in platform.log(thread) if isinstance(event, e.StepRefused)]
        assert refused.kind == "exhausted"
        assert "Answer shorter" not in refused.reason
        assert refused.model is not None
        assert (refused.model.max_tokens, refused.model.output_tokens) == (16_000, 16_000)
        assert platform.types(thread)[-1] == "Finished"


async def test_mod1_the_second_try_thinks_with_less_effort(tmp_path: Path) -> None:
    empty = response(status="incomplete", reason="max_output_tokens", reasoning=16_000)
    done = response(function_call("done", '{"message":"That is all."}'))
    async with platform_asking(tmp_path, empty, done, profile="openai") as (platform, server):
        thread = await platform.launch()
        first, second = sent_bodies(server)
        assert (first["reasoning"], first["max_output_tokens"]) == ({"effort": "medium"}, 16_000)
        assert (second["reasoning"], second["max_output_tokens"]) == ({"effort": "low"}, 32_000)
        calls = await platform.app.prompts.list_calls(thread)
        rebuilt = [await platform.app.prompts.rebuild_prompt(thread, each.n) for each in calls]
        assert [each.is_exact for each in rebuilt] == [True, True]
        assert [each.request for each in rebuilt] == [received.body for received in server.received]


async def test_mod1_after_the_second_empty_answer_a_person_is_told_the_truth(tmp_path: Path) -> None:
    empty = thought_through(16_000)
    async with platform_asking(tmp_path, empty, thought_through(32_000), DONE, profile="openai-chat") as (
        platform,
        server,
    ):
        thread = await platform.launch()
        assert len(server.received) == 2
        assert platform.types(thread)[-2:] == ["LimitReached", "QuestionAsked"]
        (question,) = await platform.pending()
        assert "used its whole budget (32000 tokens) thinking" in question.text
        await platform.answer(question, "go on")
        await platform.settle()
        assert sent_bodies(server)[2]["max_completion_tokens"] == 16_000
        assert platform.types(thread)[-1] == "Finished"


async def test_mod1_thinking_that_stands_in_the_content_and_never_ends_is_a_used_up_budget(tmp_path: Path) -> None:
    rambling = completion(content="<think>Let me see. The tag is", finish="length")
    async with platform_asking(tmp_path, rambling, DONE) as (platform, server):
        thread = await platform.launch()
        assert [event.kind for event in platform.log(thread) if isinstance(event, e.StepRefused)] == ["exhausted"]
        assert [body["max_completion_tokens"] for body in sent_bodies(server)] == [4_000, 16_000]


async def test_mod1_words_at_the_limit_are_too_long_and_get_no_larger_budget(tmp_path: Path) -> None:
    cut = completion(content="Once upon a time", finish="length")
    async with platform_asking(tmp_path, cut, DONE) as (platform, server):
        thread = await platform.launch()
        (refused,) = [event for event in platform.log(thread) if isinstance(event, e.StepRefused)]
        assert (refused.kind, refused.reason) == (
            "truncated",
            "The answer was cut off at the limit of 4000 tokens. Answer shorter.",
        )
        assert [body["max_completion_tokens"] for body in sent_bodies(server)] == [4_000, 4_000]


@pytest.mark.parametrize(
    ("profile", "limit", "budget", "sent"),
    [
        ("openai-chat", None, None, 16_000),
        ("openai-chat", 2_000, None, 8_000),
        ("openai-chat", 12_000, None, 12_000),
        ("openai-chat", 12_000, 9_000, 9_000),
        ("compatible", 2_000, None, 2_000),
        ("local", None, None, 8_000),
    ],
)
async def test_mod1_the_budget_of_an_answer(
    tmp_path: Path, profile: str, limit: int | None, budget: int | None, sent: int
) -> None:
    agent = {"limits": AgentLimits(answer=limit)}
    async with platform_asking(tmp_path, DONE, profile=profile, budget=budget, agent=agent) as (platform, server):
        await platform.launch()
        assert sent_bodies(server)[0]["max_completion_tokens"] == sent


@pytest.mark.parametrize("finish", ["tool_calls", "stop", "eos", "end_turn", "whatever_else", None])
async def test_mod1_a_call_is_a_step_whatever_reason_the_server_gives_for_its_end(finish: str | None) -> None:
    choice = {
        "index": 0,
        "message": {"role": "assistant", "content": None, "tool_calls": [call("look", '{"limit":2}')]},
    }
    answer = reply({"choices": [{**choice, "finish_reason": finish}]})
    assert read_step(await answer_to(answer), STEPS) == LookStep(limit=2)


async def test_mod1_thinking_in_front_of_words_is_cut() -> None:
    assert (await answer_to(completion(content="<think>Shall I?</think>\n\nNo."))).words == "No."


@pytest.mark.parametrize("style", ["strict", "loose", "simple"])
@pytest.mark.parametrize("port", ["chat", "responses"])
def test_mod1_each_form_of_a_request_holds_the_same_texts_and_tools(port: str, style: str) -> None:
    form = RequestForm.model_validate({"port": port, "schema_style": style})
    body = json.loads(write_request(PROMPT.model_copy(update={"form": form})))
    functions = [tool.get("function", tool) for tool in body["tools"]]
    assert [function["name"] for function in functions] == list(STEPS)
    texts = [body["instructions"], body["input"]] if port == "responses" else [m["content"] for m in body["messages"]]
    assert texts == ["You push.", "push v1"]
    assert {function.get("strict") for function in functions} == (
        {True} if style == "strict" else {False} if port == "responses" else {None}
    )
    assert ("$ref" in json.dumps(functions)) == (style != "simple")
    assert ("minimum" in json.dumps(functions)) == (style != "simple")
