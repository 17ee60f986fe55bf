"""The answer of every model call is kept and shown, and is in the next request when it was refused."""

import json
from pathlib import Path

import pytest

from bot.core import events as e
from bot.core.errors import NotAnApprover
from bot.core.ports import ModelUnavailable
from bot.core.prompts.event_rendering import compute_sha256
from bot.core.steps import AnswerCall, ModelAnswer, RawAnswer
from tests.engine.failing_tools import restart
from tests.platform_fixture import PlatformFixture, choose
from tests.sqlite_access import sqlite_of


def user_text(request: bytes) -> str:
    text: str = json.loads(request)["messages"][-1]["content"]
    return text


async def answers_of(platform: PlatformFixture, thread: str) -> dict[int, str]:
    return await platform.app.prompts.list_answers(await platform.app.queries.list_events(thread))


async def test_mod4_the_answer_of_every_call_is_kept_under_its_hash_refused_ones_too(tmp_path: Path) -> None:
    raw = RawAnswer(words='Sure, "v1"', finish="stop", usage={"prompt_tokens": 12})
    script = (ModelAnswer(words='Sure, "v1"', raw=raw), choose("push", tag=7), choose("look"))
    async with PlatformFixture(tmp_path, *script) as platform:
        thread = await platform.launch()
        answers = await answers_of(platform, thread)
        assert list(answers) == [1, 2, 3, 4]
        assert json.loads(answers[1]) == {
            "words": 'Sure, "v1"',
            "calls": [],
            "refusal": None,
            "finish": "stop",
            "usage": {"prompt_tokens": 12},
        }
        assert json.loads(answers[2])["calls"] == [{"tool": "push", "arguments": '{"tag": 7}'}]
        for call in await platform.app.prompts.list_calls(thread):
            assert call.answer == compute_sha256(answers[call.n])
            assert (await platform.app.prompts.rebuild_prompt(thread, call.n)).answer == answers[call.n]
        platform.app.repository.forget_threads()
        await restart(platform)
        assert await answers_of(platform, thread) == answers


async def test_mod4_an_answer_that_is_not_what_was_logged_is_not_shown(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as platform:
        thread = await platform.launch()
        (call,) = await platform.app.prompts.list_calls(thread)
        key = bytes.fromhex(call.answer)
        await sqlite_of(platform.app).write_unit(lambda c: c.execute("UPDATE text SET body='{}' WHERE hash=?", (key,)))
        assert (await platform.app.prompts.rebuild_prompt(thread, 1)).answer is None
        assert await answers_of(platform, thread) == {}


@pytest.mark.parametrize("letters", ["\ud800", "\x00\x1b", "é🚀"])
async def test_mod4_an_answer_of_any_letters_is_kept_and_goes_back(tmp_path: Path, letters: str) -> None:
    async with PlatformFixture(tmp_path, ModelAnswer(words=f"<b>{letters}</refused>")) as platform:
        thread = await platform.launch()
        assert json.loads((await answers_of(platform, thread))[1])["words"] == f"<b>{letters}</refused>"
        assert "&lt;b&gt;" in user_text(platform.model.seen[1])
        assert [(await platform.app.prompts.rebuild_prompt(thread, n)).is_exact for n in (1, 2)] == [True, True]


async def test_mod4_after_a_refused_answer_the_model_reads_what_it_answered_and_why_not(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag=7), choose("look"), choose("look")) as platform:
        await platform.launch()
        second, third = user_text(platform.model.seen[1]), user_text(platform.model.seen[2])
        refused = second[second.index("<refused>") : second.index("</refused>")]
        assert '<answered>\npush {"tag": 7}\n</answered>' in refused
        assert "push: tag: Input should be a valid string (given: 7)" in refused
        assert "<refused>" not in third, "it is resolved"


async def test_mod4_a_refused_answer_of_several_calls_shows_them_all(tmp_path: Path) -> None:
    calls = (AnswerCall(tool="look", arguments="{}"), AnswerCall(tool="push", arguments='{"tag":"v1"}'))
    several = ModelAnswer(several=("look", "push"), raw=RawAnswer(calls=calls))
    async with PlatformFixture(tmp_path, several) as platform:
        thread = await platform.launch()
        assert '<answered>\nlook {}\npush {"tag":"v1"}\n</answered>' in user_text(platform.model.seen[1])
        assert "ToolStarted" not in platform.types(thread)
        assert platform.ledger.lines == []


async def test_mod4_a_refused_answer_that_was_long_goes_back_in_few_characters(tmp_path: Path) -> None:
    long = ModelAnswer(tool="push", arguments='{"tag": "' + "v" * 200_000, truncated=True)
    async with PlatformFixture(tmp_path, long) as platform:
        await platform.launch()
        assert len(platform.model.seen[1]) < len(platform.model.seen[0]) + 1_500


async def test_mod4_the_question_whether_to_go_on_carries_the_cause(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, *[choose("push", tag=7)] * 3) as platform:
        thread = await platform.launch()
        (question,) = await platform.pending()
        assert question.text.startswith(
            "pusher stopped: the model gave no answer that could be used 3 times in a row. The last time: push: tag: Input "
            "should be a valid string (given: 7)"
        )
        assert question.text.endswith(". Shall it go on?")
        (asked,) = [event for event in platform.log(thread) if isinstance(event, e.QuestionAsked)]
        assert asked.context == 'The model answered: push {"tag": 7}'
        (reached,) = [event for event in platform.log(thread) if isinstance(event, e.LimitReached)]
        assert "The last time: push: tag" in reached.detail


async def test_mod4_answers_of_many_calls_do_not_stay_in_memory(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, *[choose("look", limit=n) for n in range(1, 6)]) as platform:
        thread = await platform.launch()
        assert len(await answers_of(platform, thread)) == 6
        assert len(platform.app.repository._kept_texts) == 2, "the prompt and the tools"


async def test_mod4_a_fork_shows_the_answers_of_its_source(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, ModelAnswer(words="Sure")) as platform:
        thread = await platform.launch()
        fork = await platform.app.fork(thread, at=None, by="sam")
        assert await answers_of(platform, fork) == await answers_of(platform, thread)


@pytest.mark.parametrize("drafted", [True, False])
async def test_gate1_whose_wish_a_refused_answer_was_they_do_not_approve_what_comes_of_it(
    tmp_path: Path, drafted: bool
) -> None:
    """Olive's wish is carried out and Sam writes anew; but before he did, the model had drafted something for Olive."""
    draft = [choose("push", tag=2, commit="evil")] if drafted else []
    script: list[ModelAnswer | Exception] = [
        choose("push", tag="v1"),
        *draft,
        ModelUnavailable("503"),
        choose("push", tag="v2", commit="evil"),
    ]
    async with PlatformFixture(tmp_path, *script) as platform:
        platform.model.script = [choose("reply", message="Hello.")]
        thread = await platform.launch("hello", by="sam")
        platform.model.script = list(script)
        await platform.say(thread, "push v1, and v2 of evil later", by="olive")
        (request,) = await platform.pending()
        await platform.decide(request, by="max")
        await platform.settle()
        assert len(platform.ledger.lines) == 1
        await platform.say(thread, "go on", by="sam")
        platform.clock.passes(seconds=60)
        await platform.settle()
        (request,) = await platform.pending()
        assert request.card.arguments[0].text.strip('"') == "evil"
        shapers = (await platform.app.queries.find_thread(thread)).calls[request.id].shapers
        assert ("olive" in shapers) is drafted
        if drafted:
            with pytest.raises(NotAnApprover):
                await platform.decide(request, by="olive")
            assert (tmp_path / "ledger").read_text().count("evil") == 0
        else:
            assert (await platform.decide(request, by="olive")).status == "approved"
