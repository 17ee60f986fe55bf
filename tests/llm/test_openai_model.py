"""`OpenAIModel` against a server on the loopback: the bytes it sends, the answers it reads, its settings."""

import json

import pytest

from bot.core.errors import BadSetting
from bot.core.ports import LanguageModel
from bot.core.prompts.event_rendering import write_chat_request
from bot.core.steps import InvalidAnswer, ModelAnswer, Reply, read_step
from bot.llm.openai_model import NO_KEY, OpenAIModel
from tests.doubles import openai_wire as wire
from tests.doubles.openai_wire import OpenAIWire, call, completion, failure, reply
from tests.llm.openai_calls import HELLO, KEY, PROMPT, STEPS, ask, step, talking


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_ORG_ID", "OPENAI_ADMIN_KEY"):
        monkeypatch.delenv(name, raising=False)


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
