"""A form that an endpoint refuses is left, one thing at a time, and the one that it takes is remembered."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.core.ports import ModelRefused, ModelUnavailable
from bot.core.prompts.model_requests import RequestForm
from bot.core.steps import Reply, read_step
from bot.doctor import examine_installation
from bot.llm import FormMemory
from bot.llm.endpoint_errors import EndpointFailure
from bot.llm.learned_request_forms import KEPT
from bot.llm.request_fallbacks import choose_next_form
from bot.settings import read_settings
from tests.doubles.openai_answers import (
    EFFORT_NEEDS_RESPONSES,
    fastapi_error,
    function_call,
    gemini_error,
    mistral_error,
    openai_error,
    response,
    text_error,
)
from tests.doubles.openai_wire import OpenAIWire, Received, completion, reply
from tests.doubles.openai_wire import Reply as WireReply
from tests.llm.fake_endpoint import DONE, HELLO, KEY, PROMPT, STEPS, asking, platform_asking, sent_bodies

Body = dict[str, Any]
SAY_HELLO = function_call("reply", '{"message":"Hello.","go_on":false}')


def refusing(*rules: tuple[Callable[[Body], bool], WireReply]) -> Callable[[Received], WireReply]:
    """A server that refuses a request by the first rule that it breaks, and answers any other one."""

    def answer(received: Received) -> WireReply:
        body = json.loads(received.body)
        for is_broken, error in rules:
            if is_broken(body):
                return error
        return response(SAY_HELLO) if received.path.endswith("/responses") else completion(HELLO)

    return answer


def has(field: str) -> Callable[[Body], bool]:
    return lambda body: field in body


def is_strict(body: Body) -> bool:
    return any((tool.get("function") or tool).get("strict") for tool in body["tools"])


def forces(body: Body) -> bool:
    return body.get("tool_choice") == "required"


THINKING_OPENAI = openai_error(400, "Thinking mode does not support this tool_choice")
THINKING_QWEN = openai_error(
    400,
    "<400> InternalError.Algo.InvalidParameter: The tool_choice parameter does not support being set to required or object "
    "in thinking mode",
    code="invalid_parameter_error",
)
NO_PARALLEL = openai_error(
    400,
    "Unsupported parameter: 'parallel_tool_calls' is not supported with this model.",
    code="unsupported_parameter",
    param="parallel_tool_calls",
)
NO_STRICT = openai_error(
    400, "Invalid schema for function 'look': 'strict' is not supported", param="tools[0].function"
)
OLD_BUDGET = openai_error(400, "Unsupported parameter: 'max_completion_tokens'.", param="max_completion_tokens")
EFFORT = openai_error(
    400,
    "Unsupported value: 'reasoning_effort' does not support 'medium' with this model.",
    code="unsupported_value",
    param="reasoning_effort",
)


@pytest.mark.parametrize(
    ("is_broken", "error"),
    [
        (forces, THINKING_OPENAI),
        (forces, THINKING_QWEN),
        (forces, text_error(400, "Invalid tool_choice type: 'required'. Supported string values: none, auto")),
        (has("tool_choice"), openai_error(400, "Unknown parameter: 'tool_choice'", param="tool_choice")),
        (has("parallel_tool_calls"), NO_PARALLEL),
        (
            has("parallel_tool_calls"),
            gemini_error(400, 'Invalid JSON payload received. Unknown name "parallel_tool_calls": Cannot find field.'),
        ),
        (has("parallel_tool_calls"), fastapi_error("parallel_tool_calls")),
        (is_strict, NO_STRICT),
        (is_strict, text_error(500, "failed to compile the grammar")),
        (has("max_completion_tokens"), OLD_BUDGET),
        (has("max_completion_tokens"), mistral_error("max_completion_tokens")),
        (
            lambda body: body["messages"][0]["role"] == "system",
            openai_error(400, "Unsupported value: 'messages[0].role' does not support 'system' with this model."),
        ),
    ],
)
async def test_mod2_a_refused_field_is_left_and_the_next_call_sends_the_accepted_form_at_once(
    is_broken: Callable[[Body], bool], error: WireReply
) -> None:
    async with asking(refusing((is_broken, error)), retries=0) as (model, server):
        assert read_step(await model.choose(model.write_request(PROMPT)), STEPS) == Reply(message="Hello.")
        refused = len(server.received) - 1
        assert 1 <= refused <= 2
        await model.choose(model.write_request(PROMPT))
        bodies = sent_bodies(server)
    assert len(bodies) == refused + 2
    assert [is_broken(body) for body in bodies] == [True] * refused + [False, False]
    assert server.received[-1].body == server.received[-2].body


async def test_mod2_five_things_refused_one_after_the_other_come_to_a_step() -> None:
    server = refusing(
        (has("max_completion_tokens"), OLD_BUDGET),
        (
            has("reasoning_effort"),
            openai_error(400, "Unrecognized request argument: reasoning_effort", code="unknown_parameter"),
        ),
        (has("parallel_tool_calls"), NO_PARALLEL),
        (is_strict, NO_STRICT),
        (forces, THINKING_OPENAI),
    )
    async with asking(server, profile="compatible") as (model, wire):
        model.profile = model.profile.model_copy(update={"form": RequestForm(effort="medium")})
        assert read_step(await model.choose(model.write_request(PROMPT)), STEPS) == Reply(message="Hello.")
        assert len(wire.received) == 6
        await model.choose(model.write_request(PROMPT))
        assert len(wire.received) == 7
        body = sent_bodies(wire)[-1]
    assert body["max_tokens"] == 4_000
    assert not body.keys() & {"max_completion_tokens", "reasoning_effort", "parallel_tool_calls"}
    assert (body["tool_choice"], is_strict(body)) == ("auto", False)


async def test_mod2_tools_that_need_the_responses_api_are_sent_there() -> None:
    chat = refusing((has("messages"), openai_error(400, EFFORT_NEEDS_RESPONSES, param="reasoning_effort")))
    async with asking(chat, profile="openai-chat") as (model, server):
        assert read_step(await model.choose(model.write_request(PROMPT)), STEPS) == Reply(message="Hello.")
        assert [received.path for received in server.received] == ["/v1/chat/completions", "/v1/responses"]


@pytest.mark.parametrize(
    "missing", [WireReply(b'{"detail":"Not Found"}', 404), WireReply(b"", 404), text_error(405, "Method Not Allowed")]
)
async def test_mod2_without_a_responses_api_the_same_model_is_asked_by_chat_and_at_last_without_effort(
    missing: WireReply,
) -> None:
    server = refusing(
        (has("input"), missing),
        (
            lambda body: body.get("reasoning_effort") != "none",
            openai_error(400, EFFORT_NEEDS_RESPONSES, param="reasoning_effort"),
        ),
    )
    async with asking(server, profile="openai") as (model, wire):
        assert read_step(await model.choose(model.write_request(PROMPT)), STEPS) == Reply(message="Hello.")
        assert [received.path for received in wire.received] == [
            "/v1/responses",
            "/v1/chat/completions",
            "/v1/chat/completions",
        ]
        assert sent_bodies(wire)[-1]["reasoning_effort"] == "none"


async def test_mod2_an_effort_that_the_model_does_not_know_is_lowered_then_left_out() -> None:
    error = openai_error(
        400,
        "Unsupported value: 'medium' is not supported with this model.",
        code="unsupported_value",
        param="reasoning.effort",
    )
    async with asking(refusing((has("reasoning"), error)), profile="openai") as (model, server):
        await model.choose(model.write_request(PROMPT))
        efforts = [body.get("reasoning", {}).get("effort") for body in sent_bodies(server)]
    assert efforts == ["medium", "low", "minimal", "none", None]


@pytest.mark.parametrize(
    "error",
    [
        openai_error(400, '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set'),
        text_error(500, "tools param requires --jinja flag"),
        openai_error(400, "registry.ollama.ai/library/phi:latest does not support tools"),
        openai_error(404, "No endpoints found that support tool use"),
        openai_error(404, "The model `gpt-9` does not exist", code="model_not_found"),
        openai_error(400, "This model's maximum context length is 8192 tokens", code="context_length_exceeded"),
        openai_error(401, "Incorrect tool_choice", param="tool_choice"),
    ],
)
async def test_mod2_what_no_other_form_cures_is_not_tried_in_another_one(error: WireReply) -> None:
    async with asking(error, retries=0) as (model, server):
        with pytest.raises(ModelRefused, match=r"cannot be asked: [45]"):
            await model.choose(model.write_request(PROMPT))
        assert len(server.received) == 1


async def test_mod2_an_endpoint_that_refuses_every_form_comes_to_an_end() -> None:
    both = openai_error(
        400, "tool_choice parallel_tool_calls strict max_tokens max_completion_tokens system role temperature"
    )
    async with asking(both) as (model, server):
        with pytest.raises(ModelRefused, match="400"):
            await model.choose(model.write_request(PROMPT))
        assert len(server.received) <= 9
        assert len({received.body for received in server.received}) == len(server.received)


async def test_mod2_what_was_learned_outlives_the_process_for_a_week_and_holds_for_this_endpoint_and_model_only(
    tmp_path: Path,
) -> None:
    now = 1_790_000_000.0
    file = tmp_path / "model-forms.json"
    async with OpenAIWire(refusing((has("parallel_tool_calls"), NO_PARALLEL))) as server:

        async def sent_by(model: str, at: float) -> list[bool]:
            from bot.llm.openai_model import OpenAIModel

            asked = OpenAIModel(
                api_key=KEY,
                base_url=server.base_url.replace("://", "://me:hunter2secret@"),
                model=model,
                profile="compatible",
                memory=FormMemory(file, clock=lambda: at),
            )
            before = len(server.received)
            await asked.choose(asked.write_request(PROMPT))
            await asked.close()
            return ["parallel_tool_calls" in body for body in sent_bodies(server)[before:]]

        assert await sent_by("gpt-test", now) == [True, False]
        assert await sent_by("gpt-test", now + KEPT - 1) == [False]
        assert await sent_by("other", now + 1) == [True, False]
        assert await sent_by("gpt-test", now + KEPT + 1) == [True, False]
    kept = file.read_text()
    assert "hunter2secret" not in kept
    assert KEY not in kept


@pytest.mark.parametrize("text", ["", "{", "[]", '{"a": 1}', "\x00"])
async def test_mod2_a_broken_memory_is_an_empty_one(tmp_path: Path, text: str) -> None:
    file = tmp_path / "model-forms.json"
    file.write_text(text)
    async with asking(completion(HELLO), memory=FormMemory(file)) as (model, _):
        assert read_step(await model.choose(model.write_request(PROMPT)), STEPS) == Reply(message="Hello.")


async def test_mod2_the_log_holds_the_form_that_was_accepted(tmp_path: Path) -> None:
    def answer(received: Received) -> WireReply:
        body = json.loads(received.body)
        return NO_PARALLEL if "parallel_tool_calls" in body else OLD_BUDGET if "max_completion_tokens" in body else DONE

    async with platform_asking(tmp_path, answer) as (platform, server):
        thread = await platform.launch()
        assert platform.types(thread)[-1] == "Finished"
        rebuilt = await platform.app.prompts.rebuild_prompt(thread, 1)
        assert rebuilt.is_exact
        assert rebuilt.request == server.received[-1].body
        assert len(server.received) == 3


async def test_mod2_doctor_tells_what_an_endpoint_made_us_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COUNTERSIGN_DATA", str(tmp_path))
    file = read_settings().forms_file
    server = refusing((has("parallel_tool_calls"), NO_PARALLEL), (forces, THINKING_QWEN))
    async with asking(server, memory=FormMemory(file)) as (model, _):
        await model.choose(model.write_request(PROMPT))
    (told,) = [found.text for found in await examine_installation() if found.what == "Model endpoint"]
    assert told.startswith("gpt-test at 127.0.0.1, since 20")
    assert told.endswith(": tool_choice required → auto, forbids_parallel true → false")


def test_mod2_a_form_is_never_tried_twice() -> None:
    failure = EndpointFailure(400, said="use max_tokens or max_completion_tokens")
    first = RequestForm()
    second = choose_next_form(first, failure, [first])
    assert second == RequestForm(budget_field="max_tokens")
    assert choose_next_form(second, failure, [first, second]) is None


UNEXPLAINED = {
    "llama-cpp-python": reply(
        {"error": {"message": "", "type": "internal_server_error", "param": None, "code": None}}, 500
    ),
    "Starlette": WireReply(b"Internal Server Error", 500, {"Content-Type": "text/plain"}),
    "no body": WireReply(b"", 500),
    "a bare 400": WireReply(b"", 400),
    "a 422 without a word": WireReply(b"{}", 422),
}


@pytest.mark.parametrize("error", UNEXPLAINED.values(), ids=UNEXPLAINED)
async def test_mod2_a_forced_call_that_fails_without_a_word_is_asked_for_once_more_unforced(error: WireReply) -> None:
    async with asking(refusing((forces, error)), retries=0) as (model, server):
        for _ in range(4):
            assert read_step(await model.choose(model.write_request(PROMPT)), STEPS) == Reply(message="Hello.")
        forced = [forces(body) for body in sent_bodies(server)]
    once, twice = [True, False, False, False, False], [True, False, True, False, False, False]
    assert forced == (twice if error.status == 500 else once)


@pytest.mark.parametrize("error", UNEXPLAINED.values(), ids=UNEXPLAINED)
async def test_mod2_a_server_that_fails_in_both_forms_is_told_as_it_is_and_nothing_is_learned(error: WireReply) -> None:
    async with asking(error, retries=0) as (model, server):
        for _ in range(3):
            with pytest.raises(ModelUnavailable, match=f"{error.status}: "):
                await model.choose(model.write_request(PROMPT))
        assert [forces(body) for body in sent_bodies(server)] == [True, False] * 3
        assert model.form == model.profile.form


async def test_mod2_an_outage_that_passes_between_two_requests_is_no_lesson() -> None:
    script = [WireReply(b"", 500), completion(HELLO), completion(HELLO)]
    async with asking(*script, *script, completion(HELLO), retries=0) as (model, server):
        for _ in range(5):
            assert read_step(await model.choose(model.write_request(PROMPT)), STEPS) == Reply(message="Hello.")
        assert [forces(body) for body in sent_bodies(server)] == [True, False, True, True, False, True, True]
        assert model.form == model.profile.form


async def test_mod2_what_else_had_to_change_is_remembered_beside_an_unexplained_failure() -> None:
    server = refusing((has("max_completion_tokens"), OLD_BUDGET), (forces, WireReply(b"", 500)))
    async with asking(server, retries=0) as (model, _):
        await model.choose(model.write_request(PROMPT))
        assert (model.form.budget_field, model.form.tool_choice) == ("max_tokens", "required")
        await model.choose(model.write_request(PROMPT))
        assert (model.form.budget_field, model.form.tool_choice) == ("max_tokens", "auto")


async def test_mod2_an_explained_500_is_not_asked_in_another_form() -> None:
    async with asking(text_error(500, "CUDA out of memory"), retries=0) as (model, server):
        with pytest.raises(ModelUnavailable, match="CUDA out of memory"):
            await model.choose(model.write_request(PROMPT))
        assert len(server.received) == 1
