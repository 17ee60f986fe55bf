"""Pause, cancel, fork and wait: acts of an operator or a model at the same time as others."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.core.agent import ToolContext
from bot.core.errors import (
    AlreadyEnded,
    AlreadyPaused,
    AlreadySettled,
    NotPaused,
    NotUnderstood,
)
from tests.engine.failing_tools import approved, die_in_the_tool, restart, with_tools
from tests.platform_fixture import FakeClock, PlatformFixture, PushStep, choose


class Gate:
    """A model whose next answer the test can hold back."""

    def __init__(self, platform: PlatformFixture) -> None:
        self.open, self.asked = asyncio.Event(), asyncio.Event()
        answer = platform.model.choose

        async def choose(request: bytes) -> Any:
            self.asked.set()
            await self.open.wait()
            return await answer(request)

        platform.model.choose = choose  # type: ignore[method-assign]


@pytest.mark.parametrize("tool", ["look", "push"])
async def test_f6_a_pause_between_selection_and_execution_holds(tmp_path: Path, tool: str) -> None:
    script = choose("look") if tool == "look" else choose("push", tag="v1")
    async with PlatformFixture(tmp_path, script) as platform:
        gate = Gate(platform)
        thread = await platform.app.launch("pusher", "go", by="sam")
        turn = asyncio.ensure_future(platform.settle())
        await gate.asked.wait()
        await platform.app.pause(thread, by="olive")
        gate.open.set()
        await turn
        assert platform.types(thread) == ["ThreadOpened", "MessageReceived", "Paused", "StepChosen"]
        await platform.settle()
        assert platform.types(thread)[-1] == "StepChosen"
        await platform.app.resume(thread, by="olive")
        await platform.settle()
        assert platform.types(thread)[5] == ("ToolStarted" if tool == "look" else "ApprovalAsked")


async def test_f6_an_approval_given_while_paused_waits_for_the_resumption_also_over_a_restart(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as platform:
        thread = await platform.launch()
        (request,) = await platform.pending()
        await platform.app.pause(thread, by="olive")
        await platform.decide(request)
        await platform.settle()
    async with PlatformFixture(tmp_path) as platform:
        await restart(platform)
        assert platform.ledger.lines == []
        assert await platform.app.queries.find_status(thread) == "paused"
        await platform.app.resume(thread, by="olive")
        await platform.settle()
        assert len(platform.ledger.lines) == 1


async def test_f6_a_pause_while_a_tool_runs_lets_it_end_and_nothing_follows(tmp_path: Path) -> None:
    began, go = asyncio.Event(), asyncio.Event()

    async def push(step: PushStep, at: ToolContext) -> str:
        began.set()
        await go.wait()
        platform.ledger.write(f"{at.call} {step.tag}")
        return "pushed"

    async with PlatformFixture(tmp_path, choose("push", tag="v1"), agent={"run": push}) as platform:
        thread = await approved(platform)
        turn = asyncio.ensure_future(platform.settle())
        await began.wait()
        await platform.app.pause(thread, by="olive")
        go.set()
        await turn
        assert platform.types(thread)[-2:] == ["Paused", "ToolFinished"]
        assert len(platform.model.seen) == 1
        with pytest.raises(AlreadyPaused):
            await platform.app.pause(thread, by="olive")
        await platform.app.resume(thread, by="olive")
        with pytest.raises(NotPaused):
            await platform.app.resume(thread, by="olive")
        await platform.settle()
        assert platform.types(thread)[-1] == "Finished"


async def test_a_cancellation_withdraws_what_is_asked_and_nothing_can_be_said_after_it(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as platform:
        thread = await platform.launch()
        (request,) = await platform.pending()
        await platform.app.cancel(thread, by="sam", reason="not today")
        assert platform.types(thread)[-2:] == ["ApprovalSettled", "Cancelled"]
        assert await platform.pending() == []
        assert (await platform.app.queries.find_request(request.id)).status == "cancelled"
        for act in (
            platform.app.cancel(thread, by="sam"),
            platform.app.pause(thread, by="sam"),
            platform.say(thread, "hm"),
        ):
            with pytest.raises(AlreadyEnded):
                await act
        platform.clock.passes(days=9)
        await restart(platform)
        assert platform.types(thread)[-1] == "Cancelled"


async def test_eng03_a_tool_that_ends_after_the_cancellation_is_still_recorded(tmp_path: Path) -> None:
    began, go = asyncio.Event(), asyncio.Event()

    async def push(step: PushStep, at: ToolContext) -> str:
        began.set()
        await go.wait()
        platform.ledger.write(f"{at.call} {step.tag}")
        return "pushed"

    async with PlatformFixture(tmp_path, choose("push", tag="v1"), agent={"run": push}) as platform:
        thread = await approved(platform)
        turn = asyncio.ensure_future(platform.settle())
        await began.wait()
        await platform.app.cancel(thread, by="olive")
        go.set()
        await turn
        assert platform.types(thread)[-3:] == ["Cancelled", "ToolFinished", "PeopleNotified"]
        assert await platform.app.queries.find_status(thread) == "cancelled"


async def test_a_model_that_answers_after_the_cancellation_is_not_obeyed(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as platform:
        gate = Gate(platform)
        thread = await platform.app.launch("pusher", "go", by="sam")
        turn = asyncio.ensure_future(platform.settle())
        await gate.asked.wait()
        await platform.app.cancel(thread, by="olive")
        gate.open.set()
        await turn
        assert platform.types(thread)[-2:] == ["Cancelled", "StepRefused"]


async def test_a_fork_is_paused_has_nothing_open_and_leaves_its_source_as_it_was(tmp_path: Path) -> None:
    async with PlatformFixture(
        tmp_path, choose("look"), choose("push", tag="v1"), choose("push", tag="v2")
    ) as platform:
        thread = await platform.launch()
        (request,) = await platform.pending()
        before = [(row.seq, row.at, row.event) for row in await platform.app.queries.list_events(thread)]
        fork = await platform.app.fork(thread, by="olive")
        assert await platform.app.queries.find_status(fork) == "paused"
        assert (await platform.app.queries.find_thread(fork)).calls == {}
        assert [(row.seq, row.at, row.event) for row in await platform.app.queries.list_events(thread)] == before
        assert [open_now.id for open_now in await platform.pending()] == [request.id]
        await restart(platform)
        assert platform.types(fork)[-2:] == ["Forked", "PeopleNotified"]
        await platform.decide(request)
        await platform.settle()
        assert [line.split()[0] for line in platform.ledger.lines] == [request.id]
        await platform.app.resume(fork, by="olive")
        await platform.settle()
        assert await platform.app.queries.find_broken_event(fork) is None
        assert await platform.app.queries.find_broken_event(thread) is None


@pytest.mark.parametrize("at", [7, 8, 9, None])
async def test_a_fork_of_what_was_settled_does_not_open_it_again(tmp_path: Path, at: int | None) -> None:
    async with PlatformFixture(tmp_path, choose("look"), choose("push", tag="v1")) as platform:
        thread = await platform.launch()
        (request,) = await platform.pending()
        platform.clock.passes(minutes=5)
        await platform.decide(request)
        await platform.settle()
        settled = await platform.app.queries.find_request(request.id)
        platform.clock.passes(minutes=5)
        await platform.app.fork(thread, at=at, by="olive")
        assert await platform.pending() == []
        assert await platform.app.queries.find_request(request.id) == settled
        with pytest.raises(AlreadySettled, match="already approved"):
            await platform.decide(request)


@pytest.mark.parametrize("at", [0, -1, 99])
async def test_a_fork_at_no_event_is_refused(tmp_path: Path, at: int) -> None:
    async with PlatformFixture(tmp_path) as platform:
        thread = await platform.launch()
        with pytest.raises(NotUnderstood, match="has the events 1 to"):
            await platform.app.fork(thread, at=at, by="olive")


async def test_the_prompts_of_a_fork_can_be_rebuilt_to_the_byte(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("look"), choose("push", tag="v1")) as platform:
        thread = await platform.launch()
        fork = await platform.app.fork(thread, by="olive")
        await platform.app.resume(fork, by="olive")
        await platform.settle()
        calls = await platform.app.prompts.list_calls(fork)
        assert [
            (await platform.app.prompts.rebuild_prompt(fork, call.n)).request for call in calls
        ] == platform.model.seen


async def test_a_wait_survives_a_restart_and_ends_by_the_clock(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("wait", seconds=3600, why="the build runs")) as platform:
        thread = await platform.launch()
        assert await platform.app.queries.find_status(thread) == "sleeping"
    clock = FakeClock()
    clock.passes(minutes=59)
    async with PlatformFixture(tmp_path, choose("reply", message="Good morning."), clock=clock) as platform:
        await restart(platform)
        assert platform.types(thread)[-1] == "Slept"
        clock.passes(minutes=1)
        await platform.settle()
        assert platform.types(thread)[-3:] == ["Woke", "StepChosen", "Said"]


async def test_a_message_ends_a_wait(tmp_path: Path) -> None:
    async with PlatformFixture(
        tmp_path, choose("wait", seconds=3600, why="x"), choose("reply", message="Yes?")
    ) as platform:
        thread = await platform.launch()
        await platform.say(thread, "hello?")
        assert platform.types(thread)[-2:] == ["StepChosen", "Said"]
        platform.clock.passes(hours=2)
        await platform.settle()
        assert "Woke" not in platform.types(thread)


async def test_eng03_an_outcome_can_still_be_told_after_the_thread_was_cancelled(tmp_path: Path) -> None:
    thread = await die_in_the_tool(tmp_path, before=False)
    async with PlatformFixture(tmp_path, agents=[with_tools(tmp_path)]) as platform:
        await restart(platform)
        (question,) = await platform.pending()
        await platform.app.cancel(thread, by="olive")
        assert [open_now.id for open_now in await platform.pending()] == [question.id]
        await platform.answer(question, "it happened")
        await platform.settle()
        assert platform.types(thread)[-2:] == ["OutcomeSettled", "PeopleNotified"]
        assert await platform.app.queries.find_status(thread) == "cancelled"


async def test_sl2_what_waits_in_a_paused_thread_says_who_paused_it_and_a_decision_says_so_too(tmp_path: Path) -> None:
    script = (choose("push", tag="v1"), choose("done", message="v1 is out."))
    async with PlatformFixture(tmp_path, *script) as platform:
        thread = await platform.launch()
        (request,) = await platform.pending()
        assert request.card.stopped == ""
        await platform.app.pause(thread, by="olive")
        (request,) = await platform.pending()
        at = f"{platform.clock():%-d %b %Y, %H:%M} UTC"
        may = "It can be decided; what is approved waits until its thread is resumed."
        assert (request.card.stopped, request.card.paused) == (f"Paused by Olive at {at}. {may}", "")
        after = await platform.decide(request)
        assert after.status == "approved"
        assert (after.card.stopped, after.card.outcome is None) == ("", False)
        after = await platform.app.queries.find_request(request.id)
        assert after.card.paused == f"Paused by Olive at {at}. It waits until its thread is resumed."
        await platform.app.resume(thread, by="sam")
        await platform.settle()
        after = await platform.app.queries.find_request(request.id)
        assert (after.card.paused, after.card.stopped, platform.ledger.lines != []) == ("", "", True)


async def test_sl2_a_question_in_a_paused_thread_says_who_paused_it(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("ask_human", question="Which tag?")) as platform:
        thread = await platform.launch()
        await platform.app.pause(thread, by="slack:T1/U9")
        (request,) = await platform.pending()
        assert request.card.stopped.startswith("Paused by @U9, not linked (slack T1) at ")
        assert request.card.stopped.endswith("It can be answered; the agent goes on when its thread is resumed.")
        await platform.app.resume(thread, by="sam")
        (request,) = await platform.pending()
        assert request.card.stopped == ""
