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

    def __init__(self, house: PlatformFixture) -> None:
        self.open, self.asked = asyncio.Event(), asyncio.Event()
        answer = house.model.choose

        async def choose(request: bytes) -> Any:
            self.asked.set()
            await self.open.wait()
            return await answer(request)

        house.model.choose = choose  # type: ignore[method-assign]


@pytest.mark.parametrize("tool", ["look", "push"])
async def test_f6_a_pause_between_selection_and_execution_holds(tmp_path: Path, tool: str) -> None:
    script = choose("look") if tool == "look" else choose("push", tag="v1")
    async with PlatformFixture(tmp_path, script) as house:
        gate = Gate(house)
        thread = await house.app.launch("pusher", "go", by="sam")
        turn = asyncio.ensure_future(house.settle())
        await gate.asked.wait()
        await house.app.pause(thread, by="olive")
        gate.open.set()
        await turn
        assert house.types(thread) == ["ThreadOpened", "MessageReceived", "Paused", "StepChosen"]
        await house.settle()
        assert house.types(thread)[-1] == "StepChosen"
        await house.app.resume(thread, by="olive")
        await house.settle()
        assert house.types(thread)[5] == ("ToolStarted" if tool == "look" else "ApprovalAsked")


async def test_f6_an_approval_given_while_paused_waits_for_the_resumption_also_over_a_restart(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as house:
        thread = await house.launch()
        (request,) = await house.pending()
        await house.app.pause(thread, by="olive")
        await house.decide(request)
        await house.settle()
    async with PlatformFixture(tmp_path) as house:
        await restart(house)
        assert house.ledger.lines == []
        assert house.app.queries.find_status(thread) == "paused"
        await house.app.resume(thread, by="olive")
        await house.settle()
        assert len(house.ledger.lines) == 1


async def test_f6_a_pause_while_a_tool_runs_lets_it_end_and_nothing_follows(tmp_path: Path) -> None:
    began, go = asyncio.Event(), asyncio.Event()

    async def push(step: PushStep, at: ToolContext) -> str:
        began.set()
        await go.wait()
        house.ledger.write(f"{at.call} {step.tag}")
        return "pushed"

    async with PlatformFixture(tmp_path, choose("push", tag="v1"), agent={"run": push}) as house:
        thread = await approved(house)
        turn = asyncio.ensure_future(house.settle())
        await began.wait()
        await house.app.pause(thread, by="olive")
        go.set()
        await turn
        assert house.types(thread)[-2:] == ["Paused", "ToolFinished"]
        assert len(house.model.seen) == 1
        with pytest.raises(AlreadyPaused):
            await house.app.pause(thread, by="olive")
        await house.app.resume(thread, by="olive")
        with pytest.raises(NotPaused):
            await house.app.resume(thread, by="olive")
        await house.settle()
        assert house.types(thread)[-1] == "Finished"


async def test_a_cancellation_withdraws_what_is_asked_and_nothing_can_be_said_after_it(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as house:
        thread = await house.launch()
        (request,) = await house.pending()
        await house.app.cancel(thread, by="sam", reason="not today")
        assert house.types(thread)[-2:] == ["ApprovalSettled", "Cancelled"]
        assert await house.pending() == []
        assert (await house.app.queries.find_request(request.id)).status == "cancelled"
        for act in (house.app.cancel(thread, by="sam"), house.app.pause(thread, by="sam"), house.say(thread, "hm")):
            with pytest.raises(AlreadyEnded):
                await act
        house.clock.passes(days=9)
        await restart(house)
        assert house.types(thread)[-1] == "Cancelled"


async def test_eng03_a_tool_that_ends_after_the_cancellation_is_still_recorded(tmp_path: Path) -> None:
    began, go = asyncio.Event(), asyncio.Event()

    async def push(step: PushStep, at: ToolContext) -> str:
        began.set()
        await go.wait()
        house.ledger.write(f"{at.call} {step.tag}")
        return "pushed"

    async with PlatformFixture(tmp_path, choose("push", tag="v1"), agent={"run": push}) as house:
        thread = await approved(house)
        turn = asyncio.ensure_future(house.settle())
        await began.wait()
        await house.app.cancel(thread, by="olive")
        go.set()
        await turn
        assert house.types(thread)[-3:] == ["Cancelled", "ToolFinished", "PeopleNotified"]
        assert house.app.queries.find_status(thread) == "cancelled"


async def test_a_model_that_answers_after_the_cancellation_is_not_obeyed(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as house:
        gate = Gate(house)
        thread = await house.app.launch("pusher", "go", by="sam")
        turn = asyncio.ensure_future(house.settle())
        await gate.asked.wait()
        await house.app.cancel(thread, by="olive")
        gate.open.set()
        await turn
        assert house.types(thread)[-2:] == ["Cancelled", "StepRefused"]


async def test_a_fork_is_paused_has_nothing_open_and_leaves_its_source_as_it_was(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("look"), choose("push", tag="v1"), choose("push", tag="v2")) as house:
        thread = await house.launch()
        (request,) = await house.pending()
        before = [(row.seq, row.at, row.event) for row in house.app.queries.list_events(thread)]
        fork = await house.app.fork(thread, by="olive")
        assert house.app.queries.find_status(fork) == "paused"
        assert house.app.queries.find_thread(fork).calls == {}
        assert [(row.seq, row.at, row.event) for row in house.app.queries.list_events(thread)] == before
        assert [open_now.id for open_now in await house.pending()] == [request.id]
        await restart(house)
        assert house.types(fork)[-2:] == ["Forked", "PeopleNotified"]
        await house.decide(request)
        await house.settle()
        assert [line.split()[0] for line in house.ledger.lines] == [request.id]
        await house.app.resume(fork, by="olive")
        await house.settle()
        assert house.app.queries.find_broken_event(fork) is None
        assert house.app.queries.find_broken_event(thread) is None


@pytest.mark.parametrize("at", [7, 8, 9, None])
async def test_a_fork_of_what_was_settled_does_not_open_it_again(tmp_path: Path, at: int | None) -> None:
    async with PlatformFixture(tmp_path, choose("look"), choose("push", tag="v1")) as house:
        thread = await house.launch()
        (request,) = await house.pending()
        house.clock.passes(minutes=5)
        await house.decide(request)
        await house.settle()
        settled = await house.app.queries.find_request(request.id)
        house.clock.passes(minutes=5)
        await house.app.fork(thread, at=at, by="olive")
        assert await house.pending() == []
        assert await house.app.queries.find_request(request.id) == settled
        with pytest.raises(AlreadySettled, match="already approved"):
            await house.decide(request)


@pytest.mark.parametrize("at", [0, -1, 99])
async def test_a_fork_at_no_event_is_refused(tmp_path: Path, at: int) -> None:
    async with PlatformFixture(tmp_path) as house:
        thread = await house.launch()
        with pytest.raises(NotUnderstood, match="has the events 1 to"):
            await house.app.fork(thread, at=at, by="olive")


async def test_the_prompts_of_a_fork_can_be_rebuilt_to_the_byte(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("look"), choose("push", tag="v1")) as house:
        thread = await house.launch()
        fork = await house.app.fork(thread, by="olive")
        await house.app.resume(fork, by="olive")
        await house.settle()
        calls = house.app.prompts.list_calls(fork)
        assert [house.app.prompts.rebuild_prompt(fork, call.n).request for call in calls] == house.model.seen


async def test_a_wait_survives_a_restart_and_ends_by_the_clock(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("wait", seconds=3600, why="the build runs")) as house:
        thread = await house.launch()
        assert house.app.queries.find_status(thread) == "sleeping"
    clock = FakeClock()
    clock.passes(minutes=59)
    async with PlatformFixture(tmp_path, choose("reply", message="Good morning."), clock=clock) as house:
        await restart(house)
        assert house.types(thread)[-1] == "Slept"
        clock.passes(minutes=1)
        await house.settle()
        assert house.types(thread)[-3:] == ["Woke", "StepChosen", "Said"]


async def test_a_message_ends_a_wait(tmp_path: Path) -> None:
    async with PlatformFixture(
        tmp_path, choose("wait", seconds=3600, why="x"), choose("reply", message="Yes?")
    ) as house:
        thread = await house.launch()
        await house.say(thread, "hello?")
        assert house.types(thread)[-2:] == ["StepChosen", "Said"]
        house.clock.passes(hours=2)
        await house.settle()
        assert "Woke" not in house.types(thread)


async def test_eng03_an_outcome_can_still_be_told_after_the_thread_was_cancelled(tmp_path: Path) -> None:
    thread = await die_in_the_tool(tmp_path, before=False)
    async with PlatformFixture(tmp_path, agents=[with_tools(tmp_path)]) as house:
        await restart(house)
        (question,) = await house.pending()
        await house.app.cancel(thread, by="olive")
        assert [open_now.id for open_now in await house.pending()] == [question.id]
        await house.answer(question, "it happened")
        await house.settle()
        assert house.types(thread)[-2:] == ["OutcomeSettled", "PeopleNotified"]
        assert house.app.queries.find_status(thread) == "cancelled"


async def test_sl2_what_waits_in_a_paused_thread_says_who_paused_it_and_a_decision_says_so_too(tmp_path: Path) -> None:
    script = (choose("push", tag="v1"), choose("done", message="v1 is out."))
    async with PlatformFixture(tmp_path, *script) as house:
        thread = await house.launch()
        (request,) = await house.pending()
        assert request.card.stopped == ""
        await house.app.pause(thread, by="olive")
        (request,) = await house.pending()
        at = f"{house.clock():%-d %b %Y, %H:%M} UTC"
        may = "It can be decided; what is approved waits until its thread is resumed."
        assert (request.card.stopped, request.card.paused) == (f"Paused by Olive at {at}. {may}", "")
        after = await house.decide(request)
        assert after.status == "approved"
        assert (after.card.stopped, after.card.outcome is None) == ("", False)
        after = await house.app.queries.find_request(request.id)
        assert after.card.paused == f"Paused by Olive at {at}. It waits until its thread is resumed."
        await house.app.resume(thread, by="sam")
        await house.settle()
        after = await house.app.queries.find_request(request.id)
        assert (after.card.paused, after.card.stopped, house.ledger.lines != []) == ("", "", True)


async def test_sl2_a_question_in_a_paused_thread_says_who_paused_it(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("ask_human", question="Which tag?")) as house:
        thread = await house.launch()
        await house.app.pause(thread, by="slack:T1/U9")
        (request,) = await house.pending()
        assert request.card.stopped.startswith("Paused by @U9, not linked (slack T1) at ")
        assert request.card.stopped.endswith("It can be answered; the agent goes on when its thread is resumed.")
        await house.app.resume(thread, by="sam")
        (request,) = await house.pending()
        assert request.card.stopped == ""
