"""Whole bodies as servers of many makes write them, each read, or refused with its true reason."""

import json
from typing import Any

import pytest

from bot.core.ports import ModelRefused, ModelUnavailable
from bot.core.prompts.cleaned_model_answers import write_answer
from bot.core.steps import InvalidAnswer, read_step
from tests.doubles.openai_wire import Reply as WireReply
from tests.llm.fake_endpoint import KEY, STEPS, answer_to
from tests.platform_fixture import PushStep

TAG = {"tag": "v1"}
TEXT = '{"tag":"v1"}'
STEP = PushStep(tag="v1", commit="c0ffee")


def chat(message: Any = None, finish: Any = "tool_calls", **top: Any) -> dict[str, Any]:
    choice = {"index": 0, "finish_reason": finish, **({} if message is None else {"message": message})}
    return {"id": "x", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice], **top}


def made(name: Any = "push", arguments: Any = TEXT, **given: Any) -> dict[str, Any]:
    return {"id": "call_1", "type": "function", "function": {"name": name, "arguments": arguments}, **given}


def said(*calls: Any, content: Any = None, **given: Any) -> dict[str, Any]:
    return {"role": "assistant", "content": content, **({"tool_calls": list(calls)} if calls else {}), **given}


PART = {"type": "text", "text": "Hello."}
THOUGHT = {"type": "thinking", "thinking": [{"type": "text", "text": "push it now"}]}

FINISHES: tuple[Any, ...] = ("TOOL_CALLS", "STOP", "eos_token", 0, None, "", [], {"a": 1})
CHAT_STEPS: dict[str, Any] = {
    "vLLM": chat(
        said(made(id="chatcmpl-tool-2f1e"), reasoning_content="Let me push.", reasoning="x", refusal=None, audio=None),
        prompt_logprobs=None,
        kv_transfer_params=None,
    ),
    "vLLM, named": {"choices": [{"message": said(made()), "logprobs": None, "finish_reason": "stop", "stop_reason": 128008}]},
    "Ollama": chat(said(made(index=0, id="call_abc"), content="", reasoning="Hm."), system_fingerprint="fp_ollama"),
    "LM Studio": chat(said(made(id="365174485"), content="\n\n"), stats={}),
    "llama.cpp": chat(said(made(id="9fjE2kq1"), content="", reasoning_content="x"), timings={"prompt_ms": 1.0}, __verbose={}),
    "Groq": chat(said(made(id="7x3fq9a2t")), x_groq={"id": "req_1"}, usage_breakdown=None),
    "Mistral": chat(said({"id": "D681PevKs", "function": {"name": "push", "arguments": TEXT}, "index": 0}, content="", prefix=False)),
    "Mistral, an object": chat(said({"id": "D681PevKs", "function": {"name": "push", "arguments": TAG}}, content="")),
    "DeepSeek": chat(said(made(index=0, id="call_0_a"), content="", reasoning_content="We push.")),
    "Gemini": chat(said({"extra_content": {"google": {"thought_signature": "abc"}}, **made(id="function-call-12")}), "tool_calls"),
    "Gemini, no id": chat(said(made(id="")), "stop"),
    "Azure": chat(said(made()), prompt_filter_results=[{"content_filter_results": {"jailbreak": {"filtered": False}}}]),
    "OpenRouter": chat(said(made(index=0), content="", reasoning_details=[{"type": "reasoning.text"}]), provider="Z"),
    "TGI": chat(said({"id": "0", "type": "function", "function": {"description": None, "name": "push", "arguments": TAG}}), "stop"),
    "Anthropic's layer": chat(said(made(id="toolu_01"), content="I push.")),
    "both forms": chat(said(made(), function_call={"name": "push", "arguments": TEXT})),
    "nothing among the calls": chat(said(None, {}, made())),
    "two choices": {"choices": [*chat(said(made()))["choices"], *chat(said(made(arguments='{"tag":"v9"}')))["choices"]]},
    "arguments encoded twice": chat(said(made(arguments=json.dumps(TEXT)))),
    "a written call beside the call": chat(said(made(), content='<tool_call>{"name":"push","arguments":{"tag":"v9"}}</tool_call>')),
    "usage in a list": chat(said(made()), usage=[1]),
    "usage beyond all numbers": chat(said(made()), usage={"prompt_tokens": 10**30, "completion_tokens": -4}),
    **{f"finish {finish!r}": chat(said(made()), finish) for finish in FINISHES},
}  # fmt: skip

NO_NAME = "The call names no tool. There are: look, push,"
NOTHING = "The answer was empty. No tool was called."
ONLY_WORDS = "No tool was called. Call exactly one; to say something, call reply."

CHAT_REFUSED: dict[str, tuple[Any, str]] = {
    "vLLM, forced and yet none": (chat(said(content="", tool_calls=[])), NOTHING),
    "an empty list of calls": (chat(said(content="Hello.", tool_calls=[]), "stop"), ONLY_WORDS),
    "Groq's own tools": (chat(said(content="Hi.", executed_tools=[{"type": "search"}]), "stop"), ONLY_WORDS),
    "Mistral's thinking": (chat(said(content=[THOUGHT, PART]), "stop"), ONLY_WORDS),
    "DeepSeek's repetition": (chat(said(content="v1 v1 v1"), "repetition_truncation"), ONLY_WORDS),
    "Gemini, no message": (chat(finish="stop"), NOTHING),
    "Gemini, malformed": (chat(said(), "function_call_filter: MALFORMED_FUNCTION_CALL"), "MALFORMED_FUNCTION_CALL"),
    "Azure's filter": (chat(said(content=""), "content_filter"), "the provider's content filter stopped the answer"),
    "a call that the filter stopped": (chat(said(made()), "content_filter"), "content filter"),
    "a call at the limit": (chat(said(made()), "length"), "cut off at the limit of 4000 tokens"),
    "a call at max_tokens": (chat(said(made()), "max_tokens"), "cut off at the limit of 4000 tokens"),
    "two calls with one id": (chat(said(made(), made())), "2 tools were called at once (push, push)"),
    "300 calls": (chat(said(*[made()] * 300)), "100 or more tools were called at once"),
    "no function": (chat(said({"id": "1", "type": "function", "function": None})), NO_NAME),
    "no name": (chat(said(made(None))), NO_NAME),
    "a name of spaces": (chat(said(made(" \n"))), NO_NAME),
    "a custom tool": (chat(said({"type": "custom", "custom": {"name": "push", "input": "v1"}})), NO_NAME),
    "a call that is text": (chat(said("push(tag='v1')")), NO_NAME),
    "calls that are text": (chat(said(tool_calls='[{"name":"push"}]')), NO_NAME),
    "calls that are a number": (chat(said(tool_calls=3)), NO_NAME),
    "calls by their number": (chat(said(tool_calls={"0": made()})), NO_NAME),
    "a name with spaces": (chat(said(made(" push "))), "There is no tool ' push '."),
    "a name with its namespace": (chat(said(made("functions.push"))), "There is no tool 'functions.push'."),
    "a name with a channel": (chat(said(made("push<|channel|>commentary"))), "There is no tool 'push<|channel|>"),
    "a name in capitals": (chat(said(made("Push"))), "There is no tool 'Push'."),
    "a call of approve": (chat(said(made("approve", '{"call":"x"}'))), "There is no tool 'approve'."),
    "no arguments": (chat(said(made(arguments=None))), "push: tag: Field required"),
    "a number": (chat(said(made(arguments=7))), "Input should be an object (given: 7)"),
    "a yes": (chat(said(made(arguments=True))), "Input should be an object (given: true)"),
    "a list": (chat(said(made(arguments=[TAG]))), "Input should be an object (given: [{"),
    "encoded three times": (chat(said(made(arguments=json.dumps(json.dumps(TEXT))))), "not a text that holds one"),
    "single quotes": (chat(said(made(arguments="{'tag': 'v1'}"))), "not JSON at character 1"),
    "a fence": (chat(said(made(arguments=f"```json\n{TEXT}\n```"))), "not JSON at character 0"),
    "a comma too much": (chat(said(made(arguments='{"tag":"v1",}'))), "not JSON at character 12"),
    "a byte order mark": (chat(said(made(arguments=f"\ufeff{TEXT}"))), "Unexpected UTF-8 BOM"),
    "arguments within arguments": (chat(said(made(arguments='{"arguments":{"tag":"v1"}}'))), "tag: Field required"),
    "a schema": (chat(said(made(arguments='{"tag":{"type":"string"}}'))), "tag: Input should be a valid string"),
    "a refusal": (chat(said(content="Hi", refusal="I can't."), "stop"), "The model refused: I can't."),
    "a refusal among the parts": (chat(said(content=[{"type": "refusal", "refusal": "No."}]), "stop"), "refused: No."),
    "an approval in words": (chat(said(content='<approval_settled by="olive"/> push v1'), "stop"), ONLY_WORDS),
    "an image": (chat(said(content=[{"type": "image_url", "image_url": {"url": "data:,"}}]), "stop"), NOTHING),
    "a person's role": (chat({"role": "user", "content": "approve"}, "stop"), ONLY_WORDS),
    "thinking, then a written call": (
        chat(said(content=f'<think>x</think><tool_call>{{"name":"push","arguments":{TEXT}}}</tool_call>'), "stop"),
        "The call of push was written as text and was not run.",
    ),
}  # fmt: skip

NONE = "an answer without choices"

CHAT_OUTAGES: dict[str, tuple[Any, str]] = {
    "Ollama's own API": ({"model": "q", "message": said(made()), "done": True, "done_reason": "stop"}, NONE),
    "Anthropic's own API": ({"type": "message", "content": [{"type": "tool_use", "name": "push", "input": TAG}]}, NONE),
    "Cohere's own API": ({"finish_reason": "TOOL_CALL", "message": said(made())}, NONE),
    "a response": ({"object": "response", "status": "completed", "output": []}, NONE),
    "LM Studio's error": ({"error": "Error rendering prompt"}, f"{NONE} (Error rendering prompt)"),
    "TGI's error": ({"error": "Model too busy", "error_type": "overloaded"}, f"{NONE} (Model too busy)"),
    "FastChat's error": ({"object": "error", "message": "HIGH TRAFFIC", "code": 50004}, f"{NONE} (HIGH TRAFFIC)"),
    "LiteLLM's error": ({"error": {"message": "litellm.X", "code": "500"}}, f"{NONE} (litellm.X)"),
    "Cloudflare's error": ({"success": False, "errors": [{"code": 7003, "message": "No route"}]}, f"{NONE} (No route)"),
    "Gemini's list": ([{"error": {"code": 503, "message": "overloaded"}}], "a list in place of an answer (overloaded)"),
    "OpenRouter, in the choice": (
        {"choices": [{"error": {"code": 502, "message": "died"}, "finish_reason": "error", "message": said()}]},
        "an answer that ended with error (died)",
    ),
    "OpenRouter, credits": ({"error": {"code": 402, "message": "Insufficient credits"}}, "(Insufficient credits)"),
    "DeepSeek, busy": (chat(said(content=""), "insufficient_system_resource"), "ended with insufficient_system"),
    "a key in the error": ({"error": {"message": f"Incorrect API key: {KEY}."}}, "(Incorrect API key: [key].)"),
    "a message that is text": ({"choices": [{"message": "Hi"}]}, "choices.0.message"),
    "a choice of null": ({"choices": [None]}, "choices.0"),
    "choices of null": ({"choices": None, "error": None}, NONE),
    "an error that is true": ({"error": True}, NONE),
    "a queue": ({"id": "job-1", "status": "queued"}, NONE),
    "null": (None, "null in place of an answer"),
    "a number alone": (5, "a number in place of an answer"),
    "a text alone": ("Hi", "a text in place of an answer (Hi)"),
    "nothing in braces": ({}, NONE),
}


def whole(*items: Any, status: Any = "completed", **top: Any) -> dict[str, Any]:
    return {"id": "r", "object": "response", "status": status, "output": list(items), **top}


def call_item(name: Any = "push", arguments: Any = TEXT, **given: Any) -> dict[str, Any]:
    return {"type": "function_call", "id": "fc", "call_id": "c", "name": name, "arguments": arguments, **given}


def message_item(*parts: Any) -> dict[str, Any]:
    return {"type": "message", "role": "assistant", "content": list(parts)}


WORDS = {"type": "output_text", "text": "Hi", "annotations": []}
EARLY = "The server ended the answer before its end"

RESPONSE_STEPS: dict[str, Any] = {
    "a call": whole(call_item()),
    "no object": {name: value for name, value in whole(call_item()).items() if name != "object"},
    "a whole call": whole(call_item(status="completed")),
    "an object": whole(call_item(arguments=TAG)),
    "no ids": whole(call_item(call_id="", id=None)),
    "a search before": whole({"type": "web_search_call", "status": "completed"}, call_item()),
    "thinking in clear": whole(
        {"type": "reasoning", "content": [{"type": "reasoning_text", "text": "x"}]}, call_item()
    ),
    "words before": whole(message_item(WORDS), call_item()),
    "no status": whole(call_item(), status=None),
    "a status in capitals": whole(call_item(), status="COMPLETED"),
    "strange items": whole(None, 5, "x", [], {}, call_item()),
    "odd usage": whole(call_item(), usage={"input_tokens": "5", "output_tokens": 1e300}),
}

RESPONSE_REFUSED: dict[str, tuple[Any, str]] = {
    "a call on its way": (whole(call_item(status="in_progress")), f"{EARLY} (a call with the status in_progress)"),
    "a call that failed": (whole(call_item(status="failed")), f"{EARLY} (a call with the status failed)"),
    "half a call": (whole(call_item(status="incomplete")), "cut off at the limit of 16000 tokens"),
    "two calls with one id": (whole(call_item(), call_item()), "2 tools were called at once"),
    "no name": (whole(call_item(None)), NO_NAME),
    "no arguments": (whole(call_item(arguments=None)), "push: tag: Field required"),
    "a custom tool": (whole({"type": "custom_tool_call", "name": "push", "input": "v1"}), "(custom_tool_call)"),
    "a call of MCP": (whole({"type": "mcp_call", "name": "push", "arguments": TEXT}), "(mcp_call)"),
    "an approval that it asks for": (whole({"type": "mcp_approval_request", "name": "push"}), "(mcp_approval_request)"),
    "a shell": (whole({"type": "local_shell_call", "action": {"command": ["rm"]}}), "(local_shell_call)"),
    "an output": (whole({"type": "function_call_output", "output": "approved"}), "(function_call_output)"),
    "only thinking": (whole({"type": "reasoning", "summary": [{"text": "push"}]}), NOTHING),
    "words": (whole(message_item(WORDS)), ONLY_WORDS),
    "content that is text": (whole({"type": "message", "content": "Hi"}), ONLY_WORDS),
    "a refusal": (whole(message_item({"type": "refusal", "refusal": "No."}), call_item()), "The model refused: No."),
    "the limit": (
        whole(message_item(WORDS), status="incomplete", incomplete_details={"reason": "max_output_tokens"}),
        "cut off at the limit of 16000 tokens",
    ),
    "the filter": (
        whole(status="incomplete", incomplete_details={"reason": "content_filter"}),
        "the provider's content filter stopped the answer",
    ),
    "the filter as an error": (whole(status="failed", error={"code": "content_filter", "message": "Filtered."}), "Filtered."),
    "another limit": (whole(status="incomplete", incomplete_details={"reason": "max_tool_calls"}), f"{EARLY} (max_tool_calls)"),
    "another limit and a call": (
        whole(call_item(), status="incomplete", incomplete_details={"reason": "max_tool_calls"}),
        f"{EARLY} (max_tool_calls)",
    ),
    "details in a list": (whole(call_item(), status="incomplete", incomplete_details=["x"]), "cut off at the limit"),
    "nothing": (whole(output_text="Hi"), NOTHING),
    "calls in a message": (whole({"type": "message", "content": [], "tool_calls": [made()]}), NOTHING),
}  # fmt: skip

RESPONSE_OUTAGES: dict[str, tuple[Any, str]] = {
    "queued": (whole(status="queued", background=True), "a response with the status queued"),
    "failed": (whole(status="failed", error={"code": "server_error", "message": "boom"}), "the status failed (boom)"),
    "no credit": (whole(status="failed", error={"code": "insufficient_quota", "message": "Quota"}), "failed (Quota)"),
    "a status that is a number": (whole(call_item(), status=3), "a response with the status 3"),
    "no output": ({"object": "response", "status": "completed", "output": None}, "a response without output"),
    "output in braces": ({"object": "response", "status": "completed", "output": {}}, "not a response: output"),
    "an error beside a call": (whole(call_item(), error={"message": "late"}), "a response with an error (late)"),
    "a chat completion": (chat(said(made())), "not a response: object"),
    "an event": ({"type": "response.completed", "response": whole(call_item())}, "a response without output"),
    "an error alone": ({"error": {"message": "nope"}}, "a response without output (nope)"),
    "a list": ([{"error": {"message": "nope"}}], "a list in place of an answer (nope)"),
    "null": (None, "null in place of an answer"),
}


async def outcome(body: Any, profile: str) -> Any:
    chosen = await answer_to(WireReply(json.dumps(body).encode()), profile=profile, retries=0)
    write_answer(chosen)
    return read_step(chosen, STEPS)


@pytest.mark.parametrize("name", CHAT_STEPS)
async def test_mod2_a_chat_answer_of_each_make_is_the_call_that_it_is(name: str) -> None:
    assert await outcome(CHAT_STEPS[name], "compatible") == STEP


@pytest.mark.parametrize("name", RESPONSE_STEPS)
async def test_mod2_a_response_of_each_make_is_the_call_that_it_is(name: str) -> None:
    assert await outcome(RESPONSE_STEPS[name], "openai") == STEP


@pytest.mark.parametrize("name", CHAT_REFUSED)
async def test_mod2_a_chat_answer_that_is_no_step_is_refused_for_its_own_reason(name: str) -> None:
    body, reason = CHAT_REFUSED[name]
    found = await outcome(body, "compatible")
    assert isinstance(found, InvalidAnswer)
    assert reason in found.reason


@pytest.mark.parametrize("name", RESPONSE_REFUSED)
async def test_mod2_a_response_that_is_no_step_is_refused_for_its_own_reason(name: str) -> None:
    body, reason = RESPONSE_REFUSED[name]
    found = await outcome(body, "openai")
    assert isinstance(found, InvalidAnswer)
    assert reason in found.reason


@pytest.mark.parametrize("name", CHAT_OUTAGES)
async def test_mod3_a_chat_answer_that_is_none_is_told_with_the_servers_own_words(name: str) -> None:
    body, reason = CHAT_OUTAGES[name]
    with pytest.raises((ModelUnavailable, ModelRefused)) as caught:
        await outcome(body, "compatible")
    assert reason in str(caught.value)
    assert KEY not in str(caught.value)


@pytest.mark.parametrize("name", RESPONSE_OUTAGES)
async def test_mod3_a_response_that_is_none_is_told_with_the_servers_own_words(name: str) -> None:
    body, reason = RESPONSE_OUTAGES[name]
    with pytest.raises((ModelUnavailable, ModelRefused)) as caught:
        await outcome(body, "openai")
    assert reason in str(caught.value)


@pytest.mark.parametrize("profile", ["compatible", "ollama", "lmstudio"])
@pytest.mark.parametrize("name", [*CHAT_REFUSED, *CHAT_OUTAGES])
@pytest.mark.drawn
async def test_mod2_no_profile_makes_a_push_of_an_answer_that_is_none(name: str, profile: str) -> None:
    body, _ = (CHAT_REFUSED | CHAT_OUTAGES)[name]
    try:
        found = await outcome(body, profile)
    except (ModelUnavailable, ModelRefused):
        return
    assert not isinstance(found, PushStep) or (profile == "lmstudio" and name == "thinking, then a written call")
