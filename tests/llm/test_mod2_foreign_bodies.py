"""Bodies of servers that imitate the two APIs loosely: read, or refused with the reason."""

import json
from typing import Any

import pytest

from bot.core.ports import ModelUnavailable
from bot.core.prompts.cleaned_model_answers import write_answer
from bot.core.steps import InvalidAnswer, Reply, read_step
from tests.doubles.openai_answers import function_call, message, response
from tests.doubles.openai_wire import Reply as WireReply
from tests.doubles.openai_wire import call, completion
from tests.llm.fake_endpoint import HELLO, STEPS, answer_to
from tests.platform_fixture import PushStep

PUSH = call("push", '{"tag":"v1"}')
TAG_V1 = PushStep(tag="v1", commit="c0ffee")


def changed(reply: WireReply, old: bytes, new: bytes) -> WireReply:
    """This answer with other bytes in it."""
    assert old in reply.body
    return WireReply(reply.body.replace(old, new), reply.status, reply.headers)


def with_choice(**choice: Any) -> WireReply:
    body = {"id": "c", "object": "chat.completion", "choices": [{"index": 0, **choice}]}
    return WireReply(json.dumps(body).encode())


READ = {
    "a byte order mark": WireReply(b"\xef\xbb\xbf" + completion(PUSH).body),
    "a finish reason that is a number": changed(completion(PUSH, finish="stop"), b'"stop"', b"3"),
    "a finish reason that is a list": changed(completion(PUSH, finish="stop"), b'"stop"', b'["stop"]'),
    "no refusal said as false": completion(PUSH, refusal=False),
    "no refusal said as a list": completion(PUSH, refusal=[]),
    "function_call, the form before tool_calls": completion(
        finish="function_call", function_call={"name": "push", "arguments": '{"tag":"v1"}'}
    ),
    "one call that is no list": completion(tool_calls=PUSH),
    "a call without its envelope": completion(tool_calls=[{"name": "push", "arguments": {"tag": "v1"}}]),
    "nothing among the calls": completion(tool_calls=[None, PUSH]),
    "usage that is no number": changed(completion(PUSH), b'"prompt_tokens": 11', b'"prompt_tokens": NaN'),
    "an error without content beside the choices": changed(
        completion(PUSH), b'{"id": "chatcmpl', b'{"error": {"message": "", "code": null}, "id": "chatcmpl'
    ),
}


@pytest.mark.parametrize("answer", READ.values(), ids=READ)
async def test_mod2_a_loosely_written_chat_answer_is_read_as_the_call_that_it_is(answer: WireReply) -> None:
    chosen = await answer_to(answer)
    assert read_step(chosen, STEPS) == TAG_V1
    kept = json.loads(write_answer(chosen))["calls"]
    assert [(each["tool"], json.loads(each["arguments"])) for each in kept] == [("push", {"tag": "v1"})]


@pytest.mark.parametrize("stranger", [{"type": None}, {"type": 7}, {}, "text", None, []])
async def test_mod2_what_a_response_holds_beside_its_call_is_passed_over(stranger: Any) -> None:
    chosen = await answer_to(response(stranger, function_call("push", '{"tag":"v1"}')), profile="openai")
    assert read_step(chosen, STEPS) == TAG_V1


async def test_mod2_two_forms_of_a_call_in_one_answer_are_two_calls_unless_they_are_the_same() -> None:
    legacy = {"name": "push", "arguments": '{"tag":"v1"}'}
    assert read_step(await answer_to(completion(PUSH, function_call=legacy)), STEPS) == TAG_V1
    other = {"name": "push", "arguments": '{"tag":"v2"}'}
    found = read_step(await answer_to(completion(PUSH, function_call=other)), STEPS)
    assert isinstance(found, InvalidAnswer)
    assert "2 tools were called at once (push, push)" in found.reason


@pytest.mark.parametrize(
    "content",
    [{"type": "text", "text": "Hello."}, [{"type": "text", "text": {"value": "Hello."}}], ["Hel", {"text": "lo."}]],
)
async def test_mod2_words_in_an_object_are_words(content: Any) -> None:
    assert read_step(await answer_to(completion(content=content), profile="ollama"), STEPS) == Reply(message="Hello.")


TWO_READINGS = {
    "a key twice": (b'{"tag":"v1","tag":"v2"}', "the key 'tag' stands twice"),
    "a key twice, deeper": (b'{"tag":{"a":1,"a":2}}', "the key 'a' stands twice"),
    "an escaped key twice": (b'{"tag":"v1","t\\u0061g":"v2"}', "the key 'tag' stands twice"),
    "no number": (b'{"tag":NaN}', "NaN is not JSON"),
    "a lone surrogate": (b'{"tag":"\\ud800"}', "a lone surrogate"),
    "a number of 6,000 digits": (b'{"tag":' + b"1" * 6_000 + b"}", "Infinity is not JSON"),
    "a number of 50 digits": (b'{"tag":' + b"1" * 50 + b"}", "not exact in a double"),
    "90 lists": (b"[" * 90 + b"]" * 90, "nested 90 deep"),
}


@pytest.mark.parametrize(("arguments", "reason"), TWO_READINGS.values(), ids=TWO_READINGS)
@pytest.mark.parametrize("port", ["chat", "responses"])
async def test_mod2_arguments_that_are_an_object_are_as_strict_as_text(
    port: str, arguments: bytes, reason: str
) -> None:
    if port == "chat":
        chosen = await answer_to(changed(completion(call("push", "@")), b'"@"', arguments))
    else:
        chosen = await answer_to(changed(response(function_call("push", "@")), b'"@"', arguments), profile="openai")
    found = read_step(chosen, STEPS)
    assert isinstance(found, InvalidAnswer)
    assert reason in found.reason
    (kept,) = json.loads(write_answer(chosen))["calls"]
    assert kept["arguments"].count("tag") == arguments.replace(b"\\u0061", b"a").count(b"tag")


NO_ANSWER = {
    "a chunk of a stream": (
        with_choice(delta={"content": "hi"}, finish_reason=None),
        "a part of a stream in place of a message",
    ),
    "a text completion": (with_choice(text="hi", finish_reason="stop"), "a text completion in place of a message"),
    "an error beside an empty choice": (
        changed(completion(content=""), b'{"id"', b'{"error": {"message": "upstream died", "code": 503}, "id"'),
        "an answer with an error (upstream died)",
    ),
    "an error of FastAPI": (WireReply(b'{"detail":"the model is loading"}'), "without choices (the model is loading)"),
    "an old error of vLLM": (
        WireReply(b'{"object":"error","message":"engine dead","code":500}'),
        "without choices (engine dead)",
    ),
    "a stream": (
        WireReply(b'data: {"choices":[{"delta":{"content":"hi"}}]}\n\ndata: [DONE]\n\n'),
        "a stream of events, which was not asked for",
    ),
    "a stream behind a comment": (WireReply(b": PROCESSING\n\ndata: {}\n\n"), "a stream of events"),
    "nothing": (WireReply(b" \n"), "an empty body"),
    "Latin-1": (changed(completion(content="x"), b'"x"', b'"caf\xe9"'), "is not UTF-8"),
    "a page": (WireReply(b"\xef\xbb\xbf<html>"), "an HTML page"),
    "10,000 lists": (WireReply(b"[" * 10_000 + b"]" * 10_000), "nested 10000 deep"),
    "arguments of 900 lists": (
        changed(completion(call("push", "@")), b'"@"', b"[" * 900 + b"]" * 900),
        "JSON that is nested 90",
    ),
    "half of it": (WireReply(completion(HELLO).body[:-40]), "not JSON"),
    "choices that are an object": (WireReply(b'{"choices":{}}'), "not a chat completion: choices"),
}


@pytest.mark.parametrize(("answer", "reason"), NO_ANSWER.values(), ids=NO_ANSWER)
async def test_mod3_a_200_that_is_no_answer_is_told_as_what_it_is(answer: WireReply, reason: str) -> None:
    with pytest.raises(ModelUnavailable) as caught:
        await answer_to(answer)
    assert reason in str(caught.value)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (response(error={"code": "server_error", "message": "boom"}), "a response with an error (boom)"),
        (WireReply(b'{"detail":"the model is loading"}'), "a response without output (the model is loading)"),
        (WireReply(b'event: response.created\ndata: {"type":"response.created"}\n\n'), "a stream of events"),
    ],
)
async def test_mod3_a_response_that_is_no_answer_is_told_as_what_it_is(answer: WireReply, reason: str) -> None:
    with pytest.raises(ModelUnavailable) as caught:
        await answer_to(answer, profile="openai")
    assert reason in str(caught.value)


async def test_mod2_a_call_that_its_response_calls_incomplete_is_not_run() -> None:
    half = {**function_call("push", '{"tag":"v1"}'), "status": "incomplete"}
    found = read_step(await answer_to(response(half), profile="openai"), STEPS)
    assert isinstance(found, InvalidAnswer)
    assert found.kind == "truncated"


async def test_mod2_a_refusal_beside_a_call_is_a_refusal_in_both_apis() -> None:
    for answer, profile in (
        (completion(PUSH, refusal="No."), "compatible"),
        (response(message(refusal="No."), function_call("push", '{"tag":"v1"}')), "openai"),
    ):
        found = read_step(await answer_to(answer, profile=profile), STEPS)
        assert isinstance(found, InvalidAnswer)
        assert found.kind == "refused"


@pytest.mark.parametrize("profile", ["compatible", "ollama"])
async def test_mod2_words_with_half_of_a_surrogate_pair_are_refused_and_kept(profile: str) -> None:
    chosen = await answer_to(changed(completion(content="x"), b'"x"', b'"a\\ud800"'), profile=profile)
    assert isinstance(read_step(chosen, STEPS), InvalidAnswer)
    assert json.loads(write_answer(chosen).encode("utf-8"))["words"] == "a\ud800"


AROUND = {
    "Location: /v1/chat/completions": (
        WireReply(b"", 307, {"Location": "/v1/chat/completions"}),
        "redirects without end",
    ),
    "no gzip": (
        WireReply(completion(HELLO).body, headers={"Content-Encoding": "gzip"}),
        "the answer of 127.0.0.1 cannot be decoded (DecodingError)",
    ),
    "hung up": (WireReply(drop=True), "the connection to 127.0.0.1 broke (RemoteProtocolError)"),
}


@pytest.mark.parametrize(("answer", "reason"), AROUND.values(), ids=AROUND)
async def test_mod3_a_server_that_was_reached_is_not_called_unreachable(answer: WireReply, reason: str) -> None:
    with pytest.raises(ModelUnavailable) as caught:
        await answer_to(answer, retries=0)
    assert reason in str(caught.value)
    assert "cannot reach" not in str(caught.value)


@pytest.mark.parametrize("generation", ['<function=push>{"tag":"v1"}', [{"name": "push", "parameters": {"tag": "v1"}}]])
async def test_mod3_what_a_server_could_not_read_is_the_models_misstep_in_every_form(generation: Any) -> None:
    error = {"message": "Failed to call a function", "code": "tool_use_failed", "failed_generation": generation}
    chosen = await answer_to(WireReply(json.dumps({"error": error}).encode(), 400))
    found = read_step(chosen, STEPS)
    assert isinstance(found, InvalidAnswer)
    assert found.reason.startswith("The server could not read the call: Failed")
    assert "push" in json.loads(write_answer(chosen))["words"]
