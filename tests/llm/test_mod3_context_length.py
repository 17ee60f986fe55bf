"""A prompt that is longer than the model's context: less room for the answer, then less history, then a person, truthfully."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.core import events as e
from bot.core.agent import AgentLimits
from bot.core.ports import ModelRefused, PromptTooLong
from bot.llm.context_overflow import ContextOverflow, compute_fitting_share, compute_smaller_budget, read_overflow
from bot.llm.endpoint_errors import read_failure
from tests.doubles.openai_answers import function_call, openai_error, response, text_error
from tests.doubles.openai_wire import OpenAIWire, Received, Reply, Scripted, call, completion, reply
from tests.engine.failing_tools import restart
from tests.llm.fake_endpoint import PROMPT, answer_to, asking, platform_asking, sent_bodies
from tests.platform_fixture import PlatformFixture, choose


def llamacpp(prompt: int, context: int) -> Reply:
    error = {
        "code": 400,
        "message": "the request exceeds the available context size, try increasing it",
        "type": "exceed_context_size_error",
        "n_prompt_tokens": prompt,
        "n_ctx": context,
    }
    return Reply(json.dumps({"error": error}).encode(), 400, {"Content-Type": "application/json"})


OPENAI_OLD = (
    "This model's maximum context length is 4097 tokens. However, you requested 4120 tokens (3120 in the messages, 1000 in "
    "the completion). Please reduce the length of the messages or completion."
)
OPENAI = "This model's maximum context length is 128000 tokens. However, your messages resulted in 204308 tokens."
RESPONSES = "Your input exceeds the context window of this model. Please adjust your input and try again."
VLLM = (
    "'max_tokens' or 'max_completion_tokens' is too large: 16000. This model's maximum context length is 8192 tokens and your "
    "request has 3000 input tokens (16000 > 8192 - 3000)."
)
VLLM_NEW = (
    "You passed 9001 input tokens and requested 1000 output tokens. However, the model's context length is only 8192 tokens, "
    "resulting in a maximum input length of 7192 tokens."
)
LMSTUDIO = (
    "Trying to keep the first 9000 tokens when context the overflows. However, the model is loaded with context length of only "
    "4096 tokens, which is not enough."
)
OVERFLOWS: dict[str, tuple[Reply, ContextOverflow]] = {
    "openai": (
        openai_error(400, OPENAI_OLD, code="context_length_exceeded", param="messages"),
        ContextOverflow(4097, 3120),
    ),
    "openai new": (openai_error(400, OPENAI, code="context_length_exceeded"), ContextOverflow(128_000, 204_308)),
    "responses": (openai_error(400, RESPONSES, code="context_length_exceeded", param="input"), ContextOverflow()),
    "code alone": (openai_error(400, "Too much.", code="context_length_exceeded"), ContextOverflow()),
    "vllm": (openai_error(400, VLLM, type="BadRequestError", param="max_tokens"), ContextOverflow(8_192, 3_000)),
    "vllm flat": (reply({"object": "error", "message": VLLM_NEW, "code": 400}, 400), ContextOverflow(8_192, 9_001)),
    "vllm engine": (
        openai_error(400, "The decoder prompt (length 9000) is longer than the maximum model length of 8192."),
        ContextOverflow(8_192, 9_000),
    ),
    "llama.cpp": (llamacpp(9_000, 8_192), ContextOverflow(8_192, 9_000)),
    "llama.cpp text": (
        text_error(500, "request (9000 tokens) exceeds the available context size (8192 tokens), try increasing it"),
        ContextOverflow(8_192, 9_000),
    ),
    "ollama": (openai_error(400, "the input length exceeds the context length"), ContextOverflow()),
    "ollama old": (openai_error(500, "input exceeds context length"), ContextOverflow()),
    "ollama runner": (
        openai_error(400, "prompt too long; exceeded max context length by 100 tokens"),
        ContextOverflow(),
    ),
    "lm studio": (text_error(400, LMSTUDIO), ContextOverflow(4_096, 9_000)),
    "anthropic": (
        openai_error(400, "prompt is too long: 210,000 tokens > 200,000 maximum"),
        ContextOverflow(200_000, 210_000),
    ),
    "gemini": (
        reply(
            [
                {
                    "error": {
                        "code": 400,
                        "message": "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).",
                        "status": "INVALID_ARGUMENT",
                    }
                }
            ],
            400,
        ),
        ContextOverflow(1_048_576, 1_200_000),
    ),
    "mistral": (
        openai_error(
            400,
            "Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length",
        ),
        ContextOverflow(32_768, 40_000),
    ),
    "openrouter": (
        reply(
            {
                "error": {
                    "code": 400,
                    "message": "This endpoint's maximum context length is 16384 tokens. However, you requested about 94307 "
                    "tokens (94307 of text input).",
                }
            },
            400,
        ),
        ContextOverflow(16_384, 94_307),
    ),
}
OTHERS = {
    "rate": openai_error(429, "Rate limit: maximum context length is 5", code="rate_limit_exceeded"),
    "budget": openai_error(400, "max_tokens is too large: 99999", param="max_tokens"),
    "string": openai_error(400, "Invalid 'messages[1].content': string too long.", code="string_above_max_length"),
    "key": openai_error(401, "Incorrect API key: context_length_exceeded", code="invalid_api_key"),
    "tpm": openai_error(
        413, "Request too large for model on tokens per minute (TPM): Limit 6000", code="rate_limit_exceeded"
    ),
}


@pytest.mark.parametrize("name", OVERFLOWS)
def test_mod3_each_server_says_it_in_its_own_words(name: str) -> None:
    answer, overflow = OVERFLOWS[name]
    failure = read_failure(answer.status, answer.body, "")
    assert failure.overflow == overflow
    assert failure.is_final
    assert str(failure).startswith(f"{answer.status}: the prompt is longer than the model takes (")


@pytest.mark.parametrize("name", OTHERS)
def test_mod3_other_errors_are_not_taken_for_it(name: str) -> None:
    assert read_failure(OTHERS[name].status, OTHERS[name].body, "").overflow is None


@pytest.mark.parametrize("number", [True, -5, 0, 2**50, "8192", None, 1.5])
def test_mod3_a_number_that_is_none_is_not_known(number: Any) -> None:
    assert read_overflow(400, "exceed_context_size", {"n_ctx": number, "n_prompt_tokens": number}) == ContextOverflow()


@pytest.mark.parametrize(
    ("overflow", "budget", "least", "room"),
    [
        (ContextOverflow(8_192, 3_000), 16_000, 1_000, 4_783),
        (ContextOverflow(8_192, 3_000), 4_783, 1_000, 0),
        (ContextOverflow(8_192, 3_000), 4_784, 1_000, 4_783),
        (ContextOverflow(8_192, 6_782), 16_000, 1_000, 1_001),
        (ContextOverflow(8_192, 6_783), 16_000, 1_000, 1_000),
        (ContextOverflow(8_192, 6_784), 16_000, 1_000, 0),
        (ContextOverflow(8_192, 9_000), 16_000, 1_000, 0),
        (ContextOverflow(0, 3_000), 16_000, 1_000, 0),
        (ContextOverflow(8_192, 0), 16_000, 1_000, 0),
    ],
)
def test_mod3_how_much_smaller_an_answer_makes_the_prompt_fit(
    overflow: ContextOverflow, budget: int, least: int, room: int
) -> None:
    assert compute_smaller_budget(overflow, budget, least) == room


@pytest.mark.parametrize(
    ("overflow", "budget", "history", "rest", "share"),
    [
        (ContextOverflow(), 1_000, 40_000, 4_000, 0.5),
        (ContextOverflow(8_000, 0), 1_000, 40_000, 4_000, 0.5),
        (ContextOverflow(8_000, 16_000), 1_000, 0, 4_000, 0.5),
        (ContextOverflow(8_000, 16_000), 1_600, 44_000, 4_000, (6_000 * 3 - 4_000) / 44_000),
        (ContextOverflow(8_000, 16_000), 99_000, 44_000, 4_000, (3_600 * 3 - 4_000) / 44_000),
        (ContextOverflow(8_000, 8_001), 0, 40_000, 0, 0.9),
        (ContextOverflow(1_000, 90_000), 500, 40_000, 40_000, 0.05),
    ],
)
def test_mod3_how_much_of_the_history_fits(
    overflow: ContextOverflow, budget: int, history: int, rest: int, share: float
) -> None:
    assert compute_fitting_share(overflow, budget, history, rest) == pytest.approx(share)


# On the wire

CONTEXT = 24_000
"""Bytes that the server of these tests takes, and it counts four to a token."""


def taking(limit: int, answer: Callable[[Received], Reply], port: str = "chat") -> Scripted:
    """A server that refuses longer requests."""

    def respond(received: Received) -> Reply:
        if len(received.body) <= limit:
            return answer(received)
        if port == "responses":
            return openai_error(400, RESPONSES, code="context_length_exceeded", param="input")
        return llamacpp(len(received.body) // 4, limit // 4)

    return respond


def done(received: Received) -> Reply:
    arguments = '{"message":"Noted.","go_on":false}'
    if received.path.endswith("/responses"):
        return response(function_call("reply", arguments))
    return completion(call("reply", arguments))


async def long_thread(platform: PlatformFixture, server: OpenAIWire, answer: Scripted, messages: int = 12) -> str:
    """A thread with 36,000 characters of history, which its server has taken so far."""
    server.script = [done]
    thread = await platform.launch("the opening request")
    for n in range(messages):
        await platform.say(thread, f"say {n} " + "word " * 600)
    server.received.clear()
    server.script = [answer]
    return thread


@pytest.mark.parametrize(("port", "profile"), [("chat", "llamacpp"), ("responses", "openai")])
async def test_mod3_a_history_that_is_too_long_is_sent_once_more_with_less_of_it(
    tmp_path: Path, port: str, profile: str
) -> None:
    async with platform_asking(tmp_path, done, profile=profile, budget=500) as (platform, server):
        thread = await long_thread(platform, server, taking(CONTEXT, done, port))
        await platform.say(thread, "the last word")
        first, second = (received.body for received in server.received)
        assert len(first) > CONTEXT >= len(second)
        assert b"the opening request" in second
        assert b"the last word" in second
        assert b"<left_out entries=" in second
        assert platform.types(thread)[-1] == "Said"
        call = (await platform.app.prompts.list_calls(thread))[-1]
        assert 0 < call.window < len(first)
        rebuilt = await platform.app.prompts.rebuild_prompt(thread, call.n)
        assert (rebuilt.is_exact, rebuilt.request) == (True, second)


async def test_mod3_what_the_server_took_is_sent_at_once_the_next_time_also_after_a_restart(tmp_path: Path) -> None:
    async with platform_asking(tmp_path, done, profile="llamacpp", budget=500) as (platform, server):
        thread = await long_thread(platform, server, taking(CONTEXT, done))
        await platform.say(thread, "one")
        assert len(server.received) == 2
        await platform.say(thread, "two")
        assert len(server.received) == 3
        platform.app.repository.forget_threads()
        await restart(platform)
        await platform.say(thread, "three")
        assert len(server.received) == 4
        assert all(len(received.body) <= CONTEXT for received in server.received[1:])
        calls = (await platform.app.prompts.list_calls(thread))[-3:]
        assert [(await platform.app.prompts.rebuild_prompt(thread, each.n)).request for each in calls] == [
            received.body for received in server.received[1:]
        ]


async def test_mod3_after_the_second_refusal_a_person_is_asked_with_the_reason(tmp_path: Path) -> None:
    async with platform_asking(tmp_path, done, profile="llamacpp", budget=500) as (platform, server):
        thread = await long_thread(platform, server, taking(100, done))
        await platform.say(thread, "the last word")
        assert len(server.received) == 2
        assert len(server.received[1].body) < len(server.received[0].body)
        assert platform.types(thread)[-2:] == ["LimitReached", "QuestionAsked"]
        (question,) = await platform.pending()
        assert question.text == (
            "pusher stopped: The model cannot be asked: 400: the prompt is longer than the model takes (the request exceeds the "
            "available context size, try increasing it); a shorter history did not help. Shall it go on?"
        )
        server.script = [done]
        await platform.answer(question, "go on")
        await platform.settle()
        assert platform.types(thread)[-1] == "Said"


async def test_mod3_a_history_that_is_short_already_asks_a_person_at_once(tmp_path: Path) -> None:
    async with platform_asking(tmp_path, OVERFLOWS["ollama"][0], profile="ollama") as (platform, server):
        await platform.launch()
        assert len(server.received) == 1
        (question,) = await platform.pending()
        assert (
            "the prompt is longer than the model takes (the input length exceeds the context length)" in question.text
        )


async def test_mod3_another_model_is_shown_all_again(tmp_path: Path) -> None:
    async with platform_asking(tmp_path, done, profile="llamacpp", budget=500) as (platform, server):
        thread = await long_thread(platform, server, taking(CONTEXT, done))
        await platform.say(thread, "one")
        platform.app.models["pusher"].name = "larger"
        server.script = [done]
        platform.app.repository.forget_threads()
        await restart(platform)
        await platform.say(thread, "two")
        assert len(server.received[-1].body) > CONTEXT


async def test_mod3_an_answer_that_needs_too_much_room_gets_less_of_it_and_the_history_stays(tmp_path: Path) -> None:
    refusal = openai_error(400, VLLM, param="max_tokens")
    async with platform_asking(tmp_path, refusal, done, profile="vllm", budget=16_000) as (platform, server):
        thread = await platform.launch()
        first, second = sent_bodies(server)
        assert (first["max_completion_tokens"], second["max_completion_tokens"]) == (16_000, 4_783)
        assert first["messages"] == second["messages"]
        (made,) = await platform.app.prompts.list_calls(thread)
        assert (made.max_tokens, made.window) == (4_783, 0)
        assert (await platform.app.prompts.rebuild_prompt(thread, 1)).request == server.received[1].body


async def test_mod3_room_is_made_once_and_no_other_form_is_tried(tmp_path: Path) -> None:
    refusal = openai_error(400, VLLM, param="max_tokens")
    async with asking(refusal, profile="vllm", budget=16_000) as (model, server):
        with pytest.raises(PromptTooLong):
            await model.choose(model.write_request(PROMPT))
        assert len(server.received) == 2
        assert {tuple(sorted(body)) for body in sent_bodies(server)} == {tuple(sorted(sent_bodies(server)[0]))}
        assert model.form == model.profile.form


@pytest.mark.parametrize("name", OVERFLOWS)
async def test_mod3_it_is_a_refusal_that_is_not_repeated(name: str) -> None:
    with pytest.raises(ModelRefused, match=r"cannot be asked: [45]00: the prompt is longer"):
        await answer_to(OVERFLOWS[name][0], retries=2, budget=100)


async def test_mod3_a_model_that_says_no_numbers_gets_half(tmp_path: Path) -> None:
    tells = PromptTooLong("400: too long")
    agent = {"limits": AgentLimits(steps=20)}
    async with PlatformFixture(tmp_path, choose("reply", message="Hm."), agent=agent) as platform:
        thread = await platform.launch("open")
        for n in range(6):
            platform.model.script = [choose("reply", message="Hm.")]
            await platform.say(thread, f"say {n} {'w' * 1_000}")
        platform.model.script = [tells, choose("reply", message="Now.")]
        await platform.say(thread, "now")
        long, short = (len(json.loads(seen)["messages"][1]["content"]) for seen in platform.model.seen[-2:])
        assert 0.2 * long < short < 0.7 * long
        assert not [event for event in platform.log(thread) if isinstance(event, e.StepRefused)]
