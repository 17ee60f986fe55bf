"""Budgets: an agent that errs, repeats or floods is stopped by code, and a person says how to go on."""

from pathlib import Path

import pytest

from bot.core import events as e
from bot.core.agent import AgentLimits
from bot.core.errors import (
    ToolError,
)
from bot.core.ports import ModelUnavailable
from tests.engine.failing_tools import reader, restart, with_tools
from tests.platform_fixture import MANAGERS, FakeClock, PlatformFixture, choose


@pytest.mark.parametrize("word", ["go on", "stop"])
async def test_three_errors_in_a_row_stop_the_agent_and_a_person_says_how_to_go_on(tmp_path: Path, word: str) -> None:
    look = reader(*[ToolError("asleep")] * 3)
    async with PlatformFixture(tmp_path, *[choose("look")] * 3, agents=[with_tools(tmp_path, look=look)]) as platform:
        thread = await platform.launch()
        assert platform.types(thread)[-2:] == ["LimitReached", "QuestionAsked"]
        assert len(platform.model.seen) == 3
        (question,) = await platform.pending()
        assert question.text == "pusher stopped: look failed 3 times in a row. The last time: asleep. Shall it go on?"
        await restart(platform)
        assert len(platform.model.seen) == 3
        await platform.answer(question, word)
        await platform.settle()
        assert await platform.app.queries.find_status(thread) == "finished"
        assert len(platform.model.seen) == (4 if word == "go on" else 3)


async def test_the_limit_of_steps_holds_whatever_the_model_wants(tmp_path: Path) -> None:
    script = [choose("look") for _ in range(50)]
    async with PlatformFixture(tmp_path, *script, agent={"limits": AgentLimits(steps=4)}) as platform:
        thread = await platform.launch()
        assert len(platform.model.seen) == 4
        (limit,) = [event for event in platform.log(thread) if isinstance(event, e.LimitReached)]
        assert limit.limit == "steps"
        await platform.say(thread, "go on then")
        assert len(platform.model.seen) == 8
        assert [request.status for request in await platform.pending()] == ["pending"]


async def test_llm20_the_limit_of_asks_holds(tmp_path: Path) -> None:
    script = [choose("push", tag=f"v{n}") for n in range(9)]
    policy = MANAGERS.model_copy(update={"shapers_may_decide": True})
    async with PlatformFixture(tmp_path, *script, agent={"limits": AgentLimits(asks=3), "policy": policy}) as platform:
        await platform.launch()
        for n in range(1, 9):
            open_now = [request for request in await platform.pending() if request.kind == "approval"]
            for request in open_now:
                await platform.decide(request, "reject", reason=f"no {n}")
            await platform.settle()
        assert [
            x.limit for x in platform.log((await platform.pending())[0].thread_id) if isinstance(x, e.LimitReached)
        ] == ["asks"]


async def test_llm19_a_model_that_does_not_answer_is_asked_again_later_then_a_person_is(tmp_path: Path) -> None:
    down = ModelUnavailable("503")
    async with PlatformFixture(tmp_path, down, down, down, choose("reply", message="Here again.")) as platform:
        thread = await platform.launch()
        assert len(platform.model.seen) == 1
        await platform.settle()
        assert len(platform.model.seen) == 1
        platform.clock.passes(seconds=5)
        await platform.settle()
        assert len(platform.model.seen) == 2
        platform.clock.passes(seconds=29)
        await platform.settle()
        assert len(platform.model.seen) == 2
        platform.clock.passes(seconds=1)
        await platform.settle()
        assert len(platform.model.seen) == 3
        assert platform.types(thread)[-2:] == ["LimitReached", "QuestionAsked"]
        platform.clock.passes(hours=1)
        await platform.settle()
        assert len(platform.model.seen) == 3
        await platform.answer((await platform.pending())[0], "go on")
        await platform.settle()
        assert platform.types(thread)[-1] == "Said"


async def test_llm19_the_retry_survives_a_restart(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, ModelUnavailable("503")) as platform:
        thread = await platform.launch()
    clock = FakeClock()
    async with PlatformFixture(tmp_path, clock=clock) as platform:
        await restart(platform)
        assert platform.model.seen == []
        clock.passes(seconds=5)
        await platform.settle()
        assert platform.types(thread)[-1] == "Finished"


async def test_llm16_answers_that_are_no_step_go_back_to_the_model_three_times(tmp_path: Path) -> None:
    script = [choose("push", tag=7), choose("pushh", tag="v1"), choose("PUSH", tag="v1")]
    async with PlatformFixture(tmp_path, *script) as platform:
        thread = await platform.launch()
        kinds = [event.kind for event in platform.log(thread) if isinstance(event, e.StepRefused)]
        assert kinds == ["invalid", "unknown", "unknown"]
        assert platform.types(thread)[-2:] == ["LimitReached", "QuestionAsked"]
