"""A refusal that lasts is put to a person at once, with the provider's own line; a passing one is waited for; a cut answer is reported."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from bot.core import events as e
from bot.core.agent import AgentLimits
from bot.core.ports import ModelRefused, ModelUnavailable
from bot.doctor import examine_installation
from bot.llm import FormMemory
from bot.llm.endpoint_errors import MAX_LINE, clean_line, read_failure
from bot.settings import read_settings
from tests.doubles.openai_answers import (
    azure_filter,
    fastapi_error,
    gemini_error,
    groq_failed,
    mistral_error,
    openai_error,
    text_error,
)
from tests.doubles.openai_wire import Reply, call, completion, failure, reply
from tests.growth_ratio import is_linear
from tests.llm.fake_endpoint import DONE, KEY, PROMPT, answer_to, asking, platform_asking, sent_bodies

QUOTA = openai_error(
    429,
    "You exceeded your current quota, please check your plan and billing details.",
    code="insufficient_quota",
    type="insufficient_quota",
)
LASTING = {
    "400 object": (openai_error(400, "Invalid 'messages[1].content': string too long."), "400", "string too long"),
    "400 list": (gemini_error(400, "API key not valid. Please pass a valid API key."), "400", "API key not valid"),
    "400 string": (text_error(400, "Model is not loaded"), "400", "Model is not loaded"),
    "401": (openai_error(401, "Incorrect API key provided.", code="invalid_api_key"), "401", "Incorrect API key"),
    "401 string": (text_error(401, "Unauthorized"), "401", "Unauthorized"),
    "402": (openai_error(402, "Insufficient Balance"), "402", "Insufficient Balance"),
    "403 list": (gemini_error(403, "Generative Language API is disabled.", "PERMISSION_DENIED"), "403", "is disabled"),
    "404": (
        openai_error(404, "The model `gpt-9` does not exist", code="model_not_found"),
        "404",
        "`gpt-9` does not exist",
    ),
    "404 azure": (
        openai_error(404, "The API deployment does not exist.", code="DeploymentNotFound"),
        "404",
        "deployment",
    ),
    "413": (text_error(413, "Request Entity Too Large"), "413", "Too Large"),
    "422 detail": (fastapi_error("messages"), "422", "Extra inputs are not permitted: messages"),
    "422 mistral": (mistral_error("messages"), "422", "Extra inputs are not permitted: messages"),
    "429 quota": (QUOTA, "429", "exceeded your current quota"),
    "errors list": (reply({"errors": [{"message": "No route for that model"}]}, 400), "400", "No route for that model"),
    "message string": (reply({"message": "no Route matched"}, 404), "404", "no Route matched"),
    "plain text": (Reply(b"upstream says no", 400), "400", "upstream says no"),
    "a page": (Reply(b"<html><body>denied at 10.0.0.7</body></html>", 403), "403", "an HTML page"),
    "azure filter": (azure_filter(), "400", "content filter stopped the prompt: jailbreak"),
    "llama.cpp flag": (text_error(500, "tools param requires --jinja flag"), "500", "requires --jinja flag"),
    "200 with 402": (reply({"error": {"code": 402, "message": "Insufficient credits"}}), "200", "Insufficient credits"),
}


@pytest.mark.parametrize("name", LASTING)
async def test_mod3_a_refusal_that_lasts_asks_a_person_at_once_with_the_providers_line(
    tmp_path: Path, name: str
) -> None:
    answer, status, line = LASTING[name]
    async with platform_asking(tmp_path, answer) as (platform, server):
        thread = await platform.launch()
        assert len(server.received) == 1
        assert platform.types(thread)[-2:] == ["LimitReached", "QuestionAsked"]
        (question,) = await platform.pending()
        assert f"The model cannot be asked: {status}: " in question.text
        assert line in question.text
        assert question.text.endswith("Shall it go on?")
        platform.clock.passes(days=2)
        await platform.settle()
        assert len(server.received) == 1


async def test_mod3_when_a_person_says_go_on_the_model_is_asked_again(tmp_path: Path) -> None:
    async with platform_asking(tmp_path, LASTING["401"][0], DONE) as (platform, server):
        thread = await platform.launch()
        await platform.answer((await platform.pending())[0], "go on")
        await platform.settle()
        assert len(server.received) == 2
        assert platform.types(thread)[-1] == "Finished"


async def test_mod3_a_message_of_a_person_asks_the_model_again(tmp_path: Path) -> None:
    async with platform_asking(tmp_path, LASTING["404"][0], DONE) as (platform, _):
        thread = await platform.launch()
        await platform.say(thread, "I corrected the name.")
        assert platform.types(thread)[-1] == "Finished"


@pytest.mark.parametrize(
    "answer",
    [
        failure(429, "Rate limit reached for gpt-test", retry_after_ms="3600000"),
        failure(503, "busy"),
        failure(529, "overloaded"),
        failure(408, "timeout"),
        Reply(b"<html>bad gateway</html>", 502, {"Content-Type": "text/html"}),
        reply({"error": {"message": "Upstream is full", "code": 502}}),
        reply({"choices": []}),
        completion(content="Half an ans", finish="error"),
        completion(content="", finish="insufficient_system_resource"),
        Reply(drop=True),
    ],
)
async def test_mod3_what_passes_by_itself_is_tried_again_later_and_no_person_is_asked(
    tmp_path: Path, answer: Reply
) -> None:
    async with platform_asking(tmp_path, answer, retries=0) as (platform, server):
        thread = await platform.launch()
        (refused,) = [event for event in platform.log(thread) if isinstance(event, e.StepRefused)]
        assert (refused.kind, refused.is_final) == ("unavailable", False)
        assert refused.retry_at is not None
        assert await platform.pending() == []
        server.script = [DONE]
        wait = 300 if answer.headers.get("retry-after-ms") == "3600000" else 5
        platform.clock.passes(seconds=wait - 1)
        await platform.settle()
        assert platform.types(thread)[-1] == "StepRefused"
        platform.clock.passes(seconds=1)
        await platform.settle()
        assert platform.types(thread)[-1] == "Finished"


async def test_mod3_a_short_rate_limit_is_waited_for_within_the_call() -> None:
    async with asking(failure(429, "slow down", retry_after="1", retry_after_ms="50"), DONE) as (model, server):
        assert (await model.choose(model.write_request(PROMPT))).tool == "done"
        assert len(server.received) == 2


async def test_mod3_a_quota_that_is_used_up_is_asked_for_once_only() -> None:
    async with asking(QUOTA, DONE, retries=2) as (model, server):
        with pytest.raises(ModelRefused, match="429: the account has no credit left"):
            await model.choose(model.write_request(PROMPT))
        assert len(server.received) == 1


async def test_mod3_a_call_that_the_server_could_not_read_is_the_models_misstep(tmp_path: Path) -> None:
    generation = '<function=push>{"tag": "v1"'
    async with platform_asking(tmp_path, groq_failed(generation), DONE) as (platform, server):
        thread = await platform.launch()
        (refused,) = [event for event in platform.log(thread) if isinstance(event, e.StepRefused)]
        assert (refused.kind, refused.is_final) == ("invalid", False)
        assert "could not read the call: Failed to call a function" in refused.reason
        assert "could not read the call" in sent_bodies(server)[1]["messages"][1]["content"]
        assert platform.types(thread)[-1] == "Finished"


# Lines


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"7",
        b'"x"',
        b"{",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"error":{"message":{"a":1}}}',
        b'{"error":[1]}',
        b'{"detail":[[]]}',
        b'{"error":{"message":null,"code":{}}}',
        b'{"error":"' + b"x" * 2_000_000 + b'"}',
    ],
    ids=lambda body: repr(body[:24]),
)
async def test_mod3_any_body_of_an_error_comes_to_one_bounded_line(body: bytes) -> None:
    with pytest.raises(ModelRefused) as caught:
        await answer_to(Reply(body, 400), retries=0)
    line = str(caught.value)
    assert line.startswith("The model cannot be asked: 400: ")
    assert "\n" not in line
    assert len(line) < 400


@pytest.mark.parametrize(
    "quoted",
    [
        KEY,
        f"Bearer {KEY}",
        KEY[:20] + "...",
        KEY[:12] + "…" + KEY[-4:],
        f"{KEY[:8]}********{KEY[-4:]}",
        f"********{KEY[-4:]}",
        KEY[6:],
        f"'{KEY}'",
        f"api_key={KEY}&x=1",
        "sk-another-Key1234567890abcdefgh",
        "ghp_abcdefghijklmnopqrstuvwxyz0123456789",
        "https://user:hunter2pass@proxy.example/v1",
    ],
)
@pytest.mark.parametrize("shape", ["object", "list", "string"])
async def test_mod3_no_part_of_a_key_reaches_a_person(tmp_path: Path, quoted: str, shape: str) -> None:
    said = f"Incorrect API key provided: {quoted}. See the account page."
    answer = {
        "object": openai_error(401, said),
        "list": gemini_error(401, said),
        "string": text_error(401, said),
    }[shape]
    async with platform_asking(tmp_path, answer) as (platform, _):
        thread = await platform.launch()
        (question,) = await platform.pending()
        everything = question.text + "".join(event.body().decode() for event in platform.log(thread))
    assert "Incorrect API key provided" in question.text
    for start in range(len(KEY) - 8):
        assert KEY[start : start + 8] not in everything
    assert KEY[-4:] not in everything
    assert "sk-another" not in everything
    assert "ghp_abc" not in everything
    assert "hunter2pass" not in everything


def test_mod3_a_line_is_printable_bounded_and_keeps_plain_words() -> None:
    said = "\x1b[31mUnsupported\x00 parameter: 'max_completion_tokens'\r\n" + "y" * 500
    line = clean_line(said, KEY)
    assert line.startswith("[31mUnsupported parameter: 'max_completion_tokens' yyy")
    assert len(line) == MAX_LINE


def test_mod3_a_line_is_redacted_before_it_is_cut() -> None:
    assert KEY[:8] not in clean_line("x" * (MAX_LINE - 9) + " " + KEY, KEY)


def test_mod3_reading_an_error_is_quick_however_it_is_made() -> None:
    made: tuple[Callable[[int], bytes], ...] = (
        lambda size: b"a-" * size,
        lambda size: b"*" * size,
        lambda size: b"sk-" * size,
        lambda size: json.dumps({"error": "a." * size}).encode(),
    )

    def read(make: Callable[[int], bytes], size: int) -> object:
        return read_failure(400, make(size), KEY)

    for make in made:
        assert is_linear(partial(read, make), 50_000)


# A prompt that the server cut


def counted(tokens: object, name: str = "look") -> Reply:
    body = json.loads(completion(call(name, "{}" if name == "look" else '{"message":"Hi.","go_on":false}')).body)
    return reply({**body, "usage": {"prompt_tokens": tokens, "completion_tokens": 5}})


async def test_mod3_a_prompt_that_the_server_cut_is_told_once_in_a_thread(tmp_path: Path) -> None:
    history = "Please read this: " + "the release notes of the week " * 640
    script = (counted(2_051), counted(2_051), counted(2_051, "reply"))
    async with platform_asking(tmp_path, *script, profile="ollama", agent={"limits": AgentLimits(context=60_000)}) as (
        platform,
        _,
    ):
        thread = await platform.launch(history)
        told = [event for event in platform.log(thread) if isinstance(event, e.PeopleNotified)]
        assert len(told) == 1
        assert "the model's server cut the prompt: it read 2051 of about" in told[0].text.lower()
        assert set(told[0].to) == {"sam", "olive", "max"}
        calls = await platform.app.prompts.list_calls(thread)
        assert len(calls) == 3
        assert all("cut the prompt" in each.warning for each in calls)


async def test_mod3_doctor_warns_of_a_server_that_cut_a_prompt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTERSIGN_DATA", str(tmp_path / "data"))
    (tmp_path / "data").mkdir()
    memory = FormMemory(read_settings().forms_file)
    async with platform_asking(tmp_path, counted(2_051, "reply"), profile="ollama", memory=memory) as (platform, _):
        await platform.launch("word " * 3_500)
    (told,) = [found for found in await examine_installation() if found.what == "Model endpoint"]
    assert told.mark == "warn"
    assert "The model's server cut the prompt: it read 2051 of about" in told.text
    assert "OLLAMA_CONTEXT_LENGTH" in told.hint


@pytest.mark.parametrize(
    ("tokens", "profile", "text"),
    [
        (8_000, "ollama", "word " * 3_500),
        (None, "ollama", "word " * 3_500),
        (0, "ollama", "word " * 3_500),
        ("12", "ollama", "word " * 3_500),
        (-4, "ollama", "word " * 3_500),
        (10, "openai-chat", "word " * 3_500),
        (900, "ollama", "short"),
    ],
)
async def test_mod3_a_prompt_that_was_read_or_not_counted_is_no_cut(
    tmp_path: Path, tokens: object, profile: str, text: str
) -> None:
    async with platform_asking(tmp_path, counted(tokens, "reply"), profile=profile) as (platform, _):
        thread = await platform.launch(text)
        assert "PeopleNotified" not in platform.types(thread)


@pytest.mark.parametrize(
    "usage", [None, {}, [], "12", {"prompt_tokens": 1.5, "completion_tokens": True}, {"cost": 0.002}]
)
async def test_mod3_odd_usage_is_unknown_and_never_a_crash(usage: object) -> None:
    body = json.loads(completion(call("look", "{}")).body)
    chosen = await answer_to(reply({**body, "usage": usage}))
    assert (chosen.tool, chosen.input_tokens, chosen.output_tokens) == ("look", 0, 0)


async def test_mod3_a_local_server_is_asked_one_thing_at_a_time() -> None:
    import asyncio

    async with asking(Reply(completion(call("look", "{}")).body, delay=0.2), profile="local") as (model, server):
        asked = [asyncio.create_task(model.choose(model.write_request(PROMPT))) for _ in range(3)]
        while not server.received:
            await asyncio.sleep(0.01)
        assert len(server.received) == 1
        await asyncio.gather(*asked)
        assert len(server.received) == 3


async def test_mod3_a_silent_server_is_named_as_timed_out() -> None:
    with pytest.raises(ModelUnavailable, match=r"timed out$"):
        await answer_to(Reply(delay=30), timeout=0.1, retries=0)
