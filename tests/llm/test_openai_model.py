"""The openai client behind the Model port, against a server on the loopback that speaks the wire format."""

import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.core.errors import BadSetting
from bot.core.ports import LanguageModel, ModelUnavailable
from bot.core.prompts.event_rendering import ModelPrompt, write_chat_request
from bot.core.steps import COMMON_STEPS, InvalidAnswer, ModelAnswer, Reply, read_step, write_tools_json
from bot.llm import NO_KEY, OpenAIModel
from tests.doubles import openai_wire as wire
from tests.doubles.openai_wire import OpenAIWire, call, completion, failure, reply

KEY = "sk-test-1234567890abcdef"
STEPS = {step.intent: step for step in COMMON_STEPS}
PROMPT = ModelPrompt(
    model="gpt-test", system="Sei freundlich.", user="Grüße 🚀", tools=write_tools_json(STEPS), max_tokens=500
)
HELLO = call("reply", '{"message":"Hello.","go_on":false}')

Ask = Callable[..., Awaitable[ModelAnswer]]


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_ORG_ID", "OPENAI_ADMIN_KEY"):
        monkeypatch.delenv(name, raising=False)


@asynccontextmanager
async def talking(*script: wire.Scripted, **settings: Any) -> AsyncIterator[tuple[OpenAIModel, OpenAIWire]]:
    async with OpenAIWire(*script) as server:
        model = OpenAIModel(
            **{"api_key": KEY, "base_url": server.base_url, "model": "gpt-test", "profile": "compatible", **settings}
        )
        try:
            yield model, server
        finally:
            await model.close()


async def ask(*script: wire.Scripted, **settings: Any) -> ModelAnswer:
    async with talking(*script, **settings) as (model, _):
        return await model.choose(model.write_request(PROMPT))


async def refused(*script: wire.Scripted, **settings: Any) -> str:
    """The line that says why there is no answer."""
    with pytest.raises(ModelUnavailable) as caught:
        await ask(*script, **settings)
    line = str(caught.value)
    assert "\n" not in line
    assert len(line) < 400
    return line


def step(chosen: ModelAnswer) -> object:
    return read_step(chosen, STEPS)


def misstep(chosen: ModelAnswer) -> str:
    found = read_step(chosen, STEPS)
    assert isinstance(found, InvalidAnswer)
    return found.kind


# What is sent


async def test_the_server_receives_exactly_the_bytes_of_the_request() -> None:
    async with talking(completion(HELLO)) as (model, server):
        await model.choose(model.write_request(PROMPT))
    assert [received.body for received in server.received] == [write_chat_request(PROMPT)]


async def test_bytes_that_no_encoder_would_write_are_sent_untouched() -> None:
    odd = b'{ "model" :\t"x",  "a":1.0, "a":2 }\n'
    async with talking(completion(HELLO)) as (model, server):
        await model.choose(odd)
    assert server.received[0].body == odd


async def test_the_request_goes_to_chat_completions_as_json_with_the_key() -> None:
    async with talking(completion(HELLO)) as (model, server):
        await model.choose(model.write_request(PROMPT))
    received = server.received[0]
    assert (received.method, received.path) == ("POST", "/v1/chat/completions")
    assert received.headers["content-type"] == "application/json"
    assert received.headers["authorization"] == f"Bearer {KEY}"


async def test_a_retry_sends_the_same_bytes() -> None:
    async with talking(failure(503, "busy"), completion(HELLO)) as (model, server):
        await model.choose(model.write_request(PROMPT))
    assert [received.body for received in server.received] == [write_chat_request(PROMPT)] * 2


async def test_it_is_a_model() -> None:
    async with talking(completion(HELLO)) as (model, _):
        port: LanguageModel = model
        assert port.name == "gpt-test"


# What is read


async def test_a_tool_call_is_chosen_as_it_came() -> None:
    chosen = await ask(completion(call("reply", '{ "message": "Hi" }'), content="I greet them."))
    assert (chosen.tool, chosen.arguments) == ("reply", '{ "message": "Hi" }')
    assert (chosen.words, chosen.input_tokens, chosen.output_tokens) == ("I greet them.", 11, 7)
    assert (chosen.refusal, chosen.truncated, chosen.several, chosen.fault) == (None, False, (), "")


async def test_a_tool_call_becomes_a_step() -> None:
    assert step(await ask(completion(HELLO))) == Reply(message="Hello.")


async def test_a_refusal_is_a_refusal() -> None:
    chosen = await ask(completion(refusal="I cannot help with that."))
    assert chosen.refusal == "I cannot help with that."
    assert misstep(chosen) == "refused"


async def test_an_empty_refusal_is_none() -> None:
    assert (await ask(completion(HELLO, refusal=""))).refusal is None


async def test_a_content_filter_is_a_refusal() -> None:
    assert misstep(await ask(completion(content=None, finish="content_filter"))) == "refused"


async def test_a_content_filter_refuses_a_tool_call_too() -> None:
    assert misstep(await ask(completion(HELLO, finish="content_filter"))) == "refused"


async def test_a_refusal_among_the_content_parts_is_a_refusal() -> None:
    assert misstep(await ask(completion(content=[{"type": "refusal", "refusal": "No."}]))) == "refused"


async def test_an_answer_cut_at_the_token_limit_is_truncated_even_when_its_arguments_parse() -> None:
    chosen = await ask(completion(HELLO, finish="length"))
    assert chosen.truncated
    assert misstep(chosen) == "truncated"


async def test_words_without_a_tool_are_kept_and_are_no_step() -> None:
    chosen = await ask(completion(content="Already approved, go ahead."))
    assert (chosen.tool, chosen.words) == (None, "Already approved, go ahead.")
    assert misstep(chosen) == "invalid"


async def test_two_tool_calls_are_no_step_and_the_first_is_not_taken() -> None:
    chosen = await ask(completion(HELLO, call("done", '{"message":"x"}'), content="Both."))
    assert (chosen.tool, chosen.arguments) == (None, "")
    assert (chosen.words, chosen.several) == ("Both.", ("reply", "done"))
    assert misstep(chosen) == "invalid"


@pytest.mark.parametrize("arguments", ["{", "", "nope", '{"message":"a","message":"b"}', '{"message":NaN}', "[]", "{}"])
async def test_invalid_arguments_reach_the_reader_and_are_no_step(arguments: str) -> None:
    chosen = await ask(completion(call("reply", arguments)))
    assert chosen.arguments == arguments
    assert misstep(chosen) == "invalid"


@pytest.mark.parametrize("name", ["push_tag", "Reply", "reply ", "", None])
async def test_an_unknown_tool_is_unknown(name: str | None) -> None:
    assert misstep(await ask(completion(call(name, "{}")))) == "unknown"


async def test_a_call_that_is_no_function_is_unknown() -> None:
    assert misstep(await ask(completion({"id": "1", "type": "custom", "custom": {"name": "reply"}}))) == "unknown"


# Servers with manners of their own


async def test_arguments_given_as_an_object_are_written_as_json() -> None:
    chosen = await ask(completion(call("reply", {"message": "Grüße", "go_on": True})))
    assert chosen.arguments == '{"message":"Grüße","go_on":true}'
    assert step(chosen) == Reply(message="Grüße", go_on=True)


async def test_null_arguments_are_empty() -> None:
    assert (await ask(completion(call("reply", None)))).arguments == ""


async def test_content_parts_are_joined() -> None:
    parts = [{"type": "text", "text": "One, "}, {"type": "thinking", "thinking": []}, {"type": "text", "text": "two."}]
    assert (await ask(completion(HELLO, content=parts))).words == "One, two."


@pytest.mark.parametrize(
    "usage", [None, {}, [], "12", {"prompt_tokens": None, "completion_tokens": -3}, {"prompt_tokens": "x"}]
)
async def test_missing_or_odd_usage_counts_as_zero(usage: object) -> None:
    choice = {"message": {"tool_calls": [HELLO]}}
    chosen = await ask(reply({"choices": [choice], "usage": usage}))
    assert (chosen.tool, chosen.input_tokens, chosen.output_tokens) == ("reply", 0, 0)


@pytest.mark.parametrize("choice", [{}, {"message": None}, {"message": {"tool_calls": None}}, {"message": {}}])
async def test_an_answer_that_says_nothing_is_no_step(choice: object) -> None:
    assert misstep(await ask(reply({"choices": [choice]}))) == "invalid"


async def test_json_under_another_content_type_is_read() -> None:
    body = completion(HELLO).body
    assert (await ask(wire.Reply(body, headers={"Content-Type": "text/plain"}))).tool == "reply"


# Nothing usable


async def test_a_429_is_retried_once_and_answers_once() -> None:
    async with talking(failure(429, "slow down"), completion(HELLO)) as (model, server):
        chosen = await model.choose(model.write_request(PROMPT))
    assert chosen.tool == "reply"
    assert len(server.received) == 2


async def test_a_429_for_ever_is_given_up_after_two_retries() -> None:
    async with talking(failure(429, "Rate limit reached")) as (model, server):
        with pytest.raises(
            ModelUnavailable, match=r"answer: 429: too many requests, or .* credit left \(Rate limit reached\)$"
        ):
            await model.choose(model.write_request(PROMPT))
    assert len(server.received) == 3


async def test_a_retry_after_beyond_the_deadline_is_not_waited_for() -> None:
    assert "no answer within 0.2 seconds" in await refused(failure(429, "x", retry_after_ms="60000"), deadline=0.2)


async def test_a_retry_after_of_an_hour_is_not_retried() -> None:
    async with talking(failure(429, "x", retry_after_ms="3600000")) as (model, server):
        with pytest.raises(ModelUnavailable, match="429"):
            await model.choose(model.write_request(PROMPT))
    assert len(server.received) == 1


async def test_a_500_is_unavailable() -> None:
    assert await refused(failure(500, "oops")) == "The model did not answer: 500: internal server error (oops)"


async def test_a_status_that_http_does_not_know_is_unavailable() -> None:
    assert "529: a status that HTTP does not know" in await refused(failure(529, ""))


async def test_a_silent_server_times_out() -> None:
    line = await refused(wire.Reply(delay=30), timeout=0.1, retries=0)
    assert line == "The model did not answer: timed out"


async def test_a_dripping_server_meets_the_deadline() -> None:
    assert "no answer within 0.3 seconds" in await refused(wire.Reply(drip=0.02), timeout=5, deadline=0.3)


async def test_a_dropped_connection_is_unavailable() -> None:
    assert "the connection to 127.0.0.1 broke (RemoteProtocolError)" in await refused(wire.Reply(drop=True), retries=0)


async def test_a_dropped_connection_is_retried() -> None:
    assert (await ask(wire.Reply(drop=True), completion(HELLO), retries=1)).tool == "reply"


async def test_a_closed_port_is_unavailable() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        line = await refused(base_url=f"http://127.0.0.1:{port}/v1", retries=0)
    assert "cannot reach 127.0.0.1 (ConnectError)" in line


async def test_an_html_502_is_unavailable_and_its_page_is_not_quoted() -> None:
    page = wire.Reply(b"<html><h1>Bad gateway at 10.0.0.7</h1>", 502, {"Content-Type": "text/html"})
    assert await refused(page, retries=0) == "The model did not answer: 502: bad gateway (an HTML page)"


async def test_an_html_page_with_status_200_points_at_the_address() -> None:
    line = await refused(wire.Reply(b"<!doctype html>", headers={"Content-Type": "text/html"}))
    assert "an HTML page instead of JSON; check OPENAI_BASE_URL" in line


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b'{"choices":{}}',
        b'{"choices":[{"message":"x"}]}',
        b"[" * 100_000,
    ],
    ids=lambda body: repr(body[:30]),
)
async def test_a_body_that_is_no_completion_is_unavailable(body: bytes) -> None:
    assert "200: not a chat completion" in await refused(wire.Reply(body))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"null", "200: null in place of an answer"),
        (b"[]", "200: a list in place of an answer"),
        (b'"hi"', "200: a text in place of an answer (hi)"),
    ],
)
async def test_a_body_that_is_no_object_is_named(body: bytes, words: str) -> None:
    assert words in await refused(wire.Reply(body))


@pytest.mark.parametrize("body", [{}, {"choices": []}, {"choices": None}])
async def test_empty_choices_are_unavailable(body: object) -> None:
    assert "200: an answer without choices" in await refused(reply(body))


async def test_an_error_sent_with_status_200_is_quoted() -> None:
    assert "an answer without choices (Upstream is full)" in await refused(
        reply({"error": {"message": "Upstream is full"}})
    )


@pytest.mark.parametrize(
    ("status", "advice"),
    [
        (400, "check OPENAI_MODEL, and the prompt and tools"),
        (401, "check OPENAI_API_KEY"),
        (403, "check OPENAI_API_KEY and OPENAI_MODEL"),
        (404, "check OPENAI_MODEL and OPENAI_BASE_URL"),
    ],
)
async def test_a_refused_request_says_what_to_do_and_is_not_retried(status: int, advice: str) -> None:
    async with talking(failure(status, "no")) as (model, server):
        with pytest.raises(ModelUnavailable, match=f"{status}: .*{advice}"):
            await model.choose(model.write_request(PROMPT))
    assert len(server.received) == 1


# Secrets


@pytest.mark.parametrize("status", [200, 400, 401, 403, 404, 429, 500])
async def test_the_key_is_never_in_the_text_of_an_error(status: int) -> None:
    line = await refused(failure(status, f"{'x' * 90} Incorrect API key provided: {KEY}."))
    assert "sk-" not in line


async def test_a_key_in_an_error_is_named_as_such() -> None:
    assert "(your key [key] is odd)" in await refused(failure(400, f"your key {KEY} is odd"))


async def test_an_error_body_is_cut_and_made_printable() -> None:
    line = await refused(failure(400, "\x1b[31mred\n\n" + "y" * 5_000))
    assert line.endswith(f"([31mred {'y' * 192})")


async def test_the_chain_of_an_error_does_not_print_the_key() -> None:
    with pytest.raises(ModelUnavailable) as caught:
        await ask(failure(401, f"Incorrect API key provided: {KEY}"))
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


async def test_the_key_is_not_in_the_models_repr() -> None:
    async with talking(completion(HELLO)) as (model, _):
        assert repr(model) == "OpenAIModel('gpt-test' at '127.0.0.1')"


# Settings


async def test_no_key_and_no_address_says_what_to_set() -> None:
    with pytest.raises(BadSetting, match="OPENAI_API_KEY is '': set it, or point OPENAI_BASE_URL"):
        OpenAIModel(api_key=" ", model="gpt-test")


async def test_no_key_with_an_address_sends_a_placeholder() -> None:
    async with talking(completion(HELLO), api_key="") as (model, server):
        await model.choose(model.write_request(PROMPT))
    assert server.received[0].headers["authorization"] == f"Bearer {NO_KEY}"


async def test_the_address_may_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    async with OpenAIWire(completion(HELLO)) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        model = OpenAIModel(api_key="", model="gpt-test")
        assert (await model.choose(model.write_request(PROMPT))).tool == "reply"
        await model.close()


@pytest.mark.parametrize("key", ["sk-ä", "sk-a\nb", "sk-\x00", "sk-“quoted”"])
async def test_a_key_that_no_header_can_hold_is_refused_without_being_quoted(key: str) -> None:
    with pytest.raises(BadSetting) as caught:
        OpenAIModel(api_key=key, model="gpt-test")
    assert "sk-" not in str(caught.value)


@pytest.mark.parametrize("url", ["localhost:8000", "ftp://models/v1", "http://", "http://[::1", "https://me:secret@"])
async def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(BadSetting, match="OPENAI_BASE_URL") as caught:
        OpenAIModel(api_key=KEY, base_url=url, model="gpt-test")
    assert "secret" not in str(caught.value)


async def test_the_doubles_completion_is_what_openai_would_send() -> None:
    from openai.types.chat import ChatCompletion

    body = json.loads(completion(HELLO).body) | {"created": 1, "model": "gpt-test"}
    assert ChatCompletion.model_validate(body).choices[0].finish_reason == "tool_calls"
