"""A server that sends without end is reported as one, at once, before memory or the deadline ends the call."""

import gzip
import time
import tracemalloc
from pathlib import Path

import pytest

from bot.core import events as e
from bot.core.ports import ModelRefused, ModelUnavailable
from bot.core.steps import Reply, read_step
from bot.llm.size_limited_http_client import MAX_ANSWER
from tests.doubles.openai_answers import function_call, response
from tests.doubles.openai_wire import Reply as WireReply
from tests.doubles.openai_wire import completion
from tests.llm.fake_endpoint import DONE, HELLO, PROMPT, STEPS, answer_to, asking, platform_asking

TOO_LONG = "The model did not answer: 200: an answer of more than 8 MiB, which was not read to its end"
START = completion(content="Once upon a time").body[:-40]
PIECE = b"and so on, and so on, " * 3_000
BOMB = gzip.compress(b" " * (MAX_ANSWER * 8), compresslevel=1)


@pytest.mark.parametrize(
    ("answer", "profile"),
    [
        (WireReply(START, flood=PIECE), "compatible"),
        (WireReply(b'{"object":"response","output":[', flood=b'{"type":"reasoning"},' * 1_000), "openai"),
        (WireReply(b"data: {}\n\n", flood=b": keep-alive\n\n" * 1_000), "compatible"),
        (WireReply(b"", flood=b" " * 65_536), "compatible"),
        (WireReply(BOMB, headers={"Content-Encoding": "gzip"}), "compatible"),
        (WireReply(b"x" * (MAX_ANSWER + 1)), "compatible"),
    ],
    ids=["words", "items of a response", "events", "spaces", "a packed body", "one byte more"],
)
async def test_mod3_an_answer_without_end_is_refused_at_its_limit_and_not_asked_for_again(
    answer: WireReply, profile: str
) -> None:
    async with asking(answer, profile=profile, deadline=60, retries=2) as (model, server):
        tracemalloc.start()
        began = time.process_time()
        with pytest.raises(ModelUnavailable) as caught:
            await model.choose(model.write_request(PROMPT))
        worked, (_, peak) = time.process_time() - began, tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert str(caught.value) == TOO_LONG
    assert len(server.received) == 1
    assert worked < 20
    assert peak < 4 * MAX_ANSWER


@pytest.mark.parametrize(("status", "kind"), [(400, ModelRefused), (503, ModelUnavailable)])
async def test_mod3_an_error_without_end_is_known_by_its_status(status: int, kind: type[Exception]) -> None:
    endless = WireReply(b"<html>", status, flood=PIECE)
    with pytest.raises(kind) as caught:
        await answer_to(endless, retries=0, deadline=60)
    assert str(status) in str(caught.value)
    assert "an error of more than 256 KiB" in str(caught.value)


async def test_mod3_a_long_answer_below_the_limit_is_read_packed_or_not() -> None:
    long = completion(HELLO, reasoning_content="so " * 1_000_000)
    packed = WireReply(
        gzip.compress(long.body), headers={"Content-Encoding": "gzip", "Content-Type": "application/json"}
    )
    for answer in (long, packed):
        assert read_step(await answer_to(answer), STEPS) == Reply(message="Hello.")
    calls = response(
        {"type": "reasoning", "summary": ["so " * 1_000_000]}, function_call("reply", '{"message":"Hello."}')
    )
    assert read_step(await answer_to(calls, profile="openai"), STEPS) == Reply(message="Hello.")


async def test_mod3_a_thread_goes_on_after_an_answer_without_end(tmp_path: Path) -> None:
    async with platform_asking(tmp_path, WireReply(START, flood=PIECE), DONE, retries=0) as (platform, _):
        thread = await platform.launch()
        (refused,) = [event for event in platform.log(thread) if isinstance(event, e.StepRefused)]
        assert (refused.kind, refused.reason) == ("unavailable", TOO_LONG)
        platform.clock.passes(seconds=6)
        await platform.settle()
        assert platform.types(thread)[-1] == "Finished"
