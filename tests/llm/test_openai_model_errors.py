"""`OpenAIModel` against servers that fail: retries, deadlines, unusable bodies, and errors without the key."""

import socket
from typing import Any

import pytest

from bot.core.ports import ModelUnavailable
from tests.doubles import openai_wire as wire
from tests.doubles.openai_wire import completion, failure, reply
from tests.llm.openai_calls import HELLO, KEY, PROMPT, ask, talking


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_ORG_ID", "OPENAI_ADMIN_KEY"):
        monkeypatch.delenv(name, raising=False)


async def refused(*script: wire.Scripted, **settings: Any) -> str:
    """The line that says why there is no answer."""
    with pytest.raises(ModelUnavailable) as caught:
        await ask(*script, **settings)
    line = str(caught.value)
    assert "\n" not in line
    assert len(line) < 400
    return line


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
    assert "no answer within 0.3 seconds" in await refused(wire.Reply(drip=0.02), timeout=60, deadline=0.3)


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
