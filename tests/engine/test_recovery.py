"""What becomes of a thread when a tool, a model, a person or the process fails in the middle of something."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from structlog.testing import capture_logs

from bot.core import events as e
from bot.core.agent import Agent, Happened, Limits, Probed, Running, Tool, Unsure
from bot.core.errors import (
    AlreadyEnded,
    AlreadyPaused,
    AlreadySettled,
    Conflict,
    DatabaseInUse,
    DigestMismatch,
    NotPaused,
    NotUnderstood,
    OutcomeUnclear,
    ToolError,
)
from bot.core.people import Clause
from bot.core.policy import Policy
from bot.core.ports import ModelUnavailable
from bot.core.steps import Step
from bot.engine.timers import sweep
from tests.house import MANAGERS, FakeClock, House, Ledger, Look, Push, agent, choose

Run = Callable[[Push, Running], Awaitable[str]]
Read = Callable[[Look, Running], Awaitable[str]]


class Died(BaseException):
    """The process ended here. Nothing in the house catches it."""


async def restart(house: House) -> None:
    """What the next process does first."""
    await sweep(house.app.record)
    await house.settle()


async def approved(house: House, **given: Any) -> str:
    """A thread whose push was approved and not yet run."""
    thread = await house.launch(**given)
    (request,) = await house.pending()
    await house.decide(request)
    return thread


def failing(ledger: Ledger, *faults: BaseException | None, before: bool = False) -> Run:
    """A push that writes its line and then meets each of these faults in turn; with `before`, meets them instead."""
    left = list(faults)

    async def push(step: Push, at: Running) -> str:
        fault = left.pop(0) if left else None
        if fault is not None and before:
            raise fault
        ledger.write(f"{at.call} {step.tag} {step.commit}")
        if fault is not None:
            raise fault
        return "pushed"

    return push


async def says(probed: Probed | BaseException) -> Probed:
    if isinstance(probed, BaseException):
        raise probed
    return probed


def reader(*results: Any) -> Read:
    left = list(results)

    async def look(step: Look, at: Running) -> str:
        found = left.pop(0) if left else "c0"
        if isinstance(found, BaseException):
            raise found
        answer: str = found
        return answer

    return look


def with_tools(folder: Path, look: Read | None = None, **push: Any) -> Agent:
    ledger = Ledger(folder / "ledger")
    run = push.pop("run", None) or failing(ledger)
    tools = (
        Tool(step=Look, run=look or reader()),
        Tool(step=Push, run=run, writes=True, policy=push.pop("policy", MANAGERS), **push),
    )
    return agent(ledger, tools=tools)


async def die_in_the_tool(folder: Path, *, before: bool, **push: Any) -> str:
    """A first life that ends within the approved push, before or after its effect. Returns the thread."""
    run = failing(Ledger(folder / "ledger"), Died(), before=before)
    async with House(folder, choose("push", tag="v1"), agents=[with_tools(folder, run=run, **push)]) as house:
        thread = await approved(house)
        with pytest.raises(Died):
            await house.app.worker.looks["turn"](thread)
        assert house.types(thread)[-1] == "ToolStarted"
    return thread


# --- the process dies between start and end -------------------------------------------------------------------------


async def test_eng02_an_effect_that_the_probe_finds_is_not_done_again(tmp_path: Path) -> None:
    thread = await die_in_the_tool(tmp_path, before=False)
    async with House(tmp_path) as house:
        await restart(house)
        assert len(house.ledger.lines) == 1
        (settled,) = [event for event in house.log(thread) if isinstance(event, e.OutcomeSettled)]
        assert (settled.happened, settled.by, settled.detail) == (True, "probe", "v1 is there.")
        assert house.types(thread)[-1] == "Finished"


async def test_eng02_an_effect_that_the_probe_misses_is_done_once_with_the_same_key(tmp_path: Path) -> None:
    thread = await die_in_the_tool(tmp_path, before=True)
    async with House(tmp_path) as house:
        assert house.ledger.lines == []
        await restart(house)
        assert len(house.ledger.lines) == 1
        started = [event for event in house.log(thread) if isinstance(event, e.ToolStarted)]
        assert [event.attempt for event in started] == [1, 2]
        assert len({event.key for event in started}) == 1
        assert house.types(thread)[-1] == "Finished"


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize(
    "probed",
    [Unsure("The remote is down."), ZeroDivisionError("division by zero"), None],
    ids=["unsure", "raising", "no probe"],
)
@pytest.mark.parametrize("word", ["it happened", "it did not happen"])
async def test_eng02_without_a_sure_probe_a_person_is_asked_and_it_never_runs_again(
    tmp_path: Path, before: bool, probed: Probed | Exception | None, word: str
) -> None:
    thread = await die_in_the_tool(tmp_path, before=before)
    probe = None if probed is None else lambda step, at: says(probed)
    async with House(tmp_path, agents=[with_tools(tmp_path, probe=probe)]) as house:
        for _ in range(2):
            await restart(house)
            house.clock.passes(days=30)
        assert house.types(thread)[-2:] == ["OutcomeUnknown", "QuestionAsked"]
        (question,) = await house.pending()
        assert question.text == "push was started and its end is not known. Did it happen?"
        with pytest.raises(NotUnderstood):
            await house.answer(question, "maybe")
        await house.answer(question, word)
        await house.settle()
        assert len(house.ledger.lines) == (not before)
        (settled,) = [event for event in house.log(thread) if isinstance(event, e.OutcomeSettled)]
        assert (settled.happened, settled.by) == (word == "it happened", "olive")
        assert house.types(thread)[-1] == "Finished"
        assert b"<outcome call=" in house.model.seen[-1]


async def test_eng02_an_idempotent_tool_runs_again_with_the_same_key_and_no_person_is_asked(tmp_path: Path) -> None:
    thread = await die_in_the_tool(tmp_path, before=False, idempotent=True)
    async with House(tmp_path, agents=[with_tools(tmp_path, idempotent=True)]) as house:
        await restart(house)
        assert len(set(house.ledger.lines)) == 1
        assert "OutcomeUnknown" not in house.types(thread)
        assert house.types(thread)[-1] == "Finished"


async def test_eng02_an_idempotent_tool_that_never_ends_clearly_is_put_to_a_person_not_called_a_failure(
    tmp_path: Path,
) -> None:
    run = failing(Ledger(tmp_path / "ledger"), *[OutcomeUnclear("The connection was reset.")] * 9)
    inhabitant = with_tools(tmp_path, run=run, idempotent=True)
    async with House(tmp_path, choose("push", tag="v1"), agents=[inhabitant]) as house:
        thread = await approved(house)
        await house.settle()
        assert house.types(thread).count("ToolStarted") == 3
        assert "ToolFailed" not in house.types(thread)
        (question,) = await house.pending()
        await house.answer(question, "it happened")
        await house.settle()
        assert house.types(thread)[-1] == "Finished"


async def test_eng02_what_was_started_is_not_called_superseded_when_the_rules_change_meanwhile(tmp_path: Path) -> None:
    """The approver left after the start: it is not run again, and nobody claims that it had not happened."""
    thread = await die_in_the_tool(tmp_path, before=False, idempotent=True)
    stricter = Policy(approvers=(Clause(people=("max",)),))
    async with House(tmp_path, agents=[with_tools(tmp_path, idempotent=True, policy=stricter)]) as house:
        await restart(house)
        assert len(house.ledger.lines) == 1
        assert house.types(thread)[-2:] == ["OutcomeUnknown", "QuestionAsked"]
        assert [x.verdict for x in house.log(thread) if isinstance(x, e.ApprovalSettled)] == ["approved"]


async def test_eng02_what_did_not_happen_is_not_run_under_rules_that_changed(tmp_path: Path) -> None:
    thread = await die_in_the_tool(tmp_path, before=True)
    stricter = Policy(approvers=(Clause(people=("max",)),))
    async with House(tmp_path, choose("reply", message="Hm."), agent={"policy": stricter}) as house:
        await restart(house)
        assert house.ledger.lines == []
        failed = [x for x in house.log(thread) if isinstance(x, e.ToolFailed)]
        assert len(failed) == 1
        assert "It was not run again" in failed[0].error


async def test_a_read_that_died_is_simply_read_again(tmp_path: Path) -> None:
    async with House(tmp_path, choose("look"), agents=[with_tools(tmp_path, look=reader(Died()))]) as house:
        thread = await house.app.launch("pusher", "look", by="sam")
        with pytest.raises(Died):
            await house.app.worker.looks["turn"](thread)
    async with House(tmp_path) as house:
        await restart(house)
        assert house.types(thread)[2:] == [
            "StepChosen",
            "ToolStarted",
            "ToolStarted",
            "ToolFinished",
            "StepChosen",
            "Said",
            "Finished",
        ]


# --- tools that fail ------------------------------------------------------------------------------------------------


async def test_a_tool_that_says_it_did_not_happen_is_believed(tmp_path: Path) -> None:
    run = failing(Ledger(tmp_path / "ledger"), ToolError("The tag v1 exists already."), before=True)
    async with House(tmp_path, choose("push", tag="v1"), agents=[with_tools(tmp_path, run=run)]) as house:
        thread = await approved(house)
        await house.settle()
        (failed,) = [event for event in house.log(thread) if isinstance(event, e.ToolFailed)]
        assert (failed.error, failed.audit) == ("The tag v1 exists already.", "")
        assert b"The tag v1 exists already." in house.model.seen[-1]
        assert house.ledger.lines == []


@pytest.mark.parametrize("fault", [OutcomeUnclear("The connection was reset."), ZeroDivisionError("0"), TimeoutError()])
async def test_any_other_fault_of_a_writing_tool_is_an_unknown_outcome(tmp_path: Path, fault: Exception) -> None:
    run = failing(Ledger(tmp_path / "ledger"), fault)
    async with House(tmp_path, choose("push", tag="v1"), agents=[with_tools(tmp_path, run=run)]) as house:
        thread = await approved(house)
        await house.settle()
        assert house.types(thread)[-2:] == ["OutcomeUnknown", "QuestionAsked"]
        assert len(house.ledger.lines) == 1


async def test_a_fault_of_a_writing_tool_with_a_probe_that_finds_it_is_a_success(tmp_path: Path) -> None:
    run = failing(Ledger(tmp_path / "ledger"), ConnectionResetError("reset by peer"))
    async with House(tmp_path, choose("push", tag="v1"), agent={"run": run}) as house:
        thread = await approved(house)
        await house.settle()
        assert house.types(thread)[-1] == "Finished"
        assert len(house.ledger.lines) == 1


async def test_a_probe_that_always_misses_lets_it_run_three_times_at_most(tmp_path: Path) -> None:
    run = failing(Ledger(tmp_path / "ledger"), *[ConnectionResetError("reset")] * 9, before=True)
    async with House(tmp_path, choose("push", tag="v1"), agent={"run": run}) as house:
        thread = await approved(house)
        await house.settle()
        assert house.types(thread).count("ToolStarted") == 3
        (failed,) = [event for event in house.log(thread) if isinstance(event, e.ToolFailed)]
        assert "It was not run again" in failed.error


async def test_a_tool_that_takes_too_long_is_stopped_and_its_outcome_unknown(tmp_path: Path) -> None:
    async def push(step: Push, at: Running) -> str:
        await asyncio.sleep(60)
        return "late"

    inhabitant = with_tools(tmp_path, run=push, timeout=timedelta(seconds=0.02))
    async with House(tmp_path, choose("push", tag="v1"), agents=[inhabitant]) as house:
        thread = await approved(house)
        await house.settle()
        (asked,) = [event for event in house.log(thread) if isinstance(event, e.OutcomeUnknown)]
        assert asked.facts.startswith("It took too long and was stopped.")


@pytest.mark.parametrize("hook", ["check", "facts"])
async def test_a_check_that_never_answers_does_not_hold_the_thread_for_ever(tmp_path: Path, hook: str) -> None:
    async def hang(step: Push) -> Any:
        await asyncio.sleep(3600)

    inhabitant = with_tools(tmp_path, timeout=timedelta(seconds=0.02), **{hook: hang})
    script = (choose("push", tag="v1"), choose("reply", message="It cannot be checked."))
    async with House(tmp_path, *script, agents=[inhabitant]) as house:
        async with asyncio.timeout(5):
            thread = await house.launch()
        assert "ApprovalAsked" not in house.types(thread)
        assert house.ledger.lines == []


async def test_f9_errors_are_one_short_line_to_the_model_and_the_trace_is_for_the_audit_alone(tmp_path: Path) -> None:
    secret = "hunter2-" + "x" * 500
    look = reader(ZeroDivisionError(f"first\nsecond {secret}"))
    async with House(tmp_path, choose("look"), agents=[with_tools(tmp_path, look=look)]) as house:
        thread = await house.launch()
        (failed,) = [event for event in house.log(thread) if isinstance(event, e.ToolFailed)]
        assert len(failed.error) == 200
        assert failed.error.startswith("ZeroDivisionError: first second")
        assert "Traceback" in failed.audit
        assert "Traceback" not in b"".join(house.model.seen).decode()
        assert "test_recovery.py" not in b"".join(house.model.seen).decode()


async def test_f9_an_error_that_was_overcome_is_no_longer_shown(tmp_path: Path) -> None:
    look = reader(ToolError("The remote is asleep."), "c0")
    script = (choose("look"), choose("look"), choose("reply", message="There."))
    async with House(tmp_path, *script, agents=[with_tools(tmp_path, look=look)]) as house:
        await house.launch()
        assert b"asleep" in house.model.seen[1]
        assert b"asleep" not in house.model.seen[2]


@pytest.mark.parametrize("result", ["tag \ud800 there", None, 7, b"bytes"], ids=["surrogate", "None", "int", "bytes"])
async def test_a_result_that_is_no_text_does_not_stop_the_thread(tmp_path: Path, result: Any) -> None:
    async def push(step: Push, at: Running) -> Any:
        house.ledger.write(f"{at.call} {step.tag}")
        return result

    inhabitant = with_tools(tmp_path, look=reader(result), run=push)
    script = (choose("look"), choose("push", tag="v1"))
    async with House(tmp_path, *script, agents=[inhabitant]) as house:
        with capture_logs() as logs:
            thread = await approved(house)
            await house.settle()
        assert logs == []
        assert len(house.ledger.lines) == 1
        assert house.types(thread).count("ToolStarted") == 2


@pytest.mark.parametrize("words", ["\ud800", "\x00\x07", "🦆" * 10_000])
async def test_llm02_whatever_the_model_says_beside_its_step_the_turn_goes_on(tmp_path: Path, words: str) -> None:
    script = (choose("push", words=words, tag="v1"),)
    async with House(tmp_path, *script) as house:
        with capture_logs() as logs:
            thread = await approved(house)
            await house.settle()
        assert logs == []
        assert house.types(thread)[-1] == "Finished"


async def test_a_very_long_result_is_cut_and_says_so(tmp_path: Path) -> None:
    async with House(tmp_path, choose("look"), agents=[with_tools(tmp_path, look=reader("x" * 200_000))]) as house:
        thread = await house.launch()
        (found,) = [event for event in house.log(thread) if isinstance(event, e.ToolFinished)]
        assert len(found.result) < 66_000
        assert "134464 more" in found.result[-40:]


# --- budgets --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["go on", "stop"])
async def test_three_errors_in_a_row_stop_the_agent_and_a_person_says_how_to_go_on(tmp_path: Path, word: str) -> None:
    look = reader(*[ToolError("asleep")] * 3)
    async with House(tmp_path, *[choose("look")] * 3, agents=[with_tools(tmp_path, look=look)]) as house:
        thread = await house.launch()
        assert house.types(thread)[-2:] == ["LimitReached", "QuestionAsked"]
        assert len(house.model.seen) == 3
        (question,) = await house.pending()
        assert question.text == "pusher stopped: look failed 3 times in a row. Shall it go on?"
        await restart(house)
        assert len(house.model.seen) == 3
        await house.answer(question, word)
        await house.settle()
        assert house.app.views.status(thread) == "finished"
        assert len(house.model.seen) == (4 if word == "go on" else 3)


async def test_the_limit_of_steps_holds_whatever_the_model_wants(tmp_path: Path) -> None:
    script = [choose("look") for _ in range(50)]
    async with House(tmp_path, *script, agent={"limits": Limits(steps=4)}) as house:
        thread = await house.launch()
        assert len(house.model.seen) == 4
        (limit,) = [event for event in house.log(thread) if isinstance(event, e.LimitReached)]
        assert limit.limit == "steps"
        await house.say(thread, "go on then")
        assert len(house.model.seen) == 8
        assert [request.status for request in await house.pending()] == ["pending"]


async def test_llm20_the_limit_of_asks_holds(tmp_path: Path) -> None:
    script = [choose("push", tag=f"v{n}") for n in range(9)]
    async with House(tmp_path, *script, agent={"limits": Limits(asks=3)}) as house:
        await house.launch()
        for n in range(1, 9):
            open_now = [request for request in await house.pending() if request.kind == "approval"]
            for request in open_now:
                await house.decide(request, "reject", reason=f"no {n}")
            await house.settle()
        assert [x.limit for x in house.log((await house.pending())[0].thread_id) if isinstance(x, e.LimitReached)] == [
            "asks"
        ]


async def test_llm19_a_model_that_does_not_answer_is_asked_again_later_then_a_person_is(tmp_path: Path) -> None:
    down = ModelUnavailable("503")
    async with House(tmp_path, down, down, down, choose("reply", message="Here again.")) as house:
        thread = await house.launch()
        assert len(house.model.seen) == 1
        await house.settle()
        assert len(house.model.seen) == 1
        house.clock.passes(seconds=5)
        await house.settle()
        assert len(house.model.seen) == 2
        house.clock.passes(seconds=29)
        await house.settle()
        assert len(house.model.seen) == 2
        house.clock.passes(seconds=1)
        await house.settle()
        assert len(house.model.seen) == 3
        assert house.types(thread)[-2:] == ["LimitReached", "QuestionAsked"]
        house.clock.passes(hours=1)
        await house.settle()
        assert len(house.model.seen) == 3
        await house.answer((await house.pending())[0], "go on")
        await house.settle()
        assert house.types(thread)[-1] == "Said"


async def test_llm19_the_retry_survives_a_restart(tmp_path: Path) -> None:
    async with House(tmp_path, ModelUnavailable("503")) as house:
        thread = await house.launch()
    clock = FakeClock()
    async with House(tmp_path, clock=clock) as house:
        await restart(house)
        assert house.model.seen == []
        clock.passes(seconds=5)
        await house.settle()
        assert house.types(thread)[-1] == "Finished"


async def test_llm16_answers_that_are_no_step_go_back_to_the_model_three_times(tmp_path: Path) -> None:
    script = [choose("push", tag=7), choose("pushh", tag="v1"), choose("PUSH", tag="v1")]
    async with House(tmp_path, *script) as house:
        thread = await house.launch()
        kinds = [event.kind for event in house.log(thread) if isinstance(event, e.StepRefused)]
        assert kinds == ["invalid", "unknown", "unknown"]
        assert house.types(thread)[-2:] == ["LimitReached", "QuestionAsked"]


# --- pause, cancel, fork, wait --------------------------------------------------------------------------------------


class Gate:
    """A model whose next answer the test can hold back."""

    def __init__(self, house: House) -> None:
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
    async with House(tmp_path, script) as house:
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
    async with House(tmp_path, choose("push", tag="v1")) as house:
        thread = await house.launch()
        (request,) = await house.pending()
        await house.app.pause(thread, by="olive")
        await house.decide(request)
        await house.settle()
    async with House(tmp_path) as house:
        await restart(house)
        assert house.ledger.lines == []
        assert house.app.views.status(thread) == "paused"
        await house.app.resume(thread, by="olive")
        await house.settle()
        assert len(house.ledger.lines) == 1


async def test_f6_a_pause_while_a_tool_runs_lets_it_end_and_nothing_follows(tmp_path: Path) -> None:
    began, go = asyncio.Event(), asyncio.Event()

    async def push(step: Push, at: Running) -> str:
        began.set()
        await go.wait()
        house.ledger.write(f"{at.call} {step.tag}")
        return "pushed"

    async with House(tmp_path, choose("push", tag="v1"), agent={"run": push}) as house:
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
    async with House(tmp_path, choose("push", tag="v1")) as house:
        thread = await house.launch()
        (request,) = await house.pending()
        await house.app.cancel(thread, by="sam", reason="not today")
        assert house.types(thread)[-2:] == ["ApprovalSettled", "Cancelled"]
        assert await house.pending() == []
        assert (await house.app.views.request(request.id)).status == "cancelled"
        for act in (house.app.cancel(thread, by="sam"), house.app.pause(thread, by="sam"), house.say(thread, "hm")):
            with pytest.raises(AlreadyEnded):
                await act
        house.clock.passes(days=9)
        await restart(house)
        assert house.types(thread)[-1] == "Cancelled"


async def test_eng03_a_tool_that_ends_after_the_cancellation_is_still_recorded(tmp_path: Path) -> None:
    began, go = asyncio.Event(), asyncio.Event()

    async def push(step: Push, at: Running) -> str:
        began.set()
        await go.wait()
        house.ledger.write(f"{at.call} {step.tag}")
        return "pushed"

    async with House(tmp_path, choose("push", tag="v1"), agent={"run": push}) as house:
        thread = await approved(house)
        turn = asyncio.ensure_future(house.settle())
        await began.wait()
        await house.app.cancel(thread, by="olive")
        go.set()
        await turn
        assert house.types(thread)[-2:] == ["Cancelled", "ToolFinished"]
        assert house.app.views.status(thread) == "cancelled"


async def test_a_model_that_answers_after_the_cancellation_is_not_obeyed(tmp_path: Path) -> None:
    async with House(tmp_path, choose("push", tag="v1")) as house:
        gate = Gate(house)
        thread = await house.app.launch("pusher", "go", by="sam")
        turn = asyncio.ensure_future(house.settle())
        await gate.asked.wait()
        await house.app.cancel(thread, by="olive")
        gate.open.set()
        await turn
        assert house.types(thread)[-2:] == ["Cancelled", "StepRefused"]


async def test_a_fork_is_paused_has_nothing_open_and_leaves_its_source_as_it_was(tmp_path: Path) -> None:
    async with House(tmp_path, choose("look"), choose("push", tag="v1"), choose("push", tag="v2")) as house:
        thread = await house.launch()
        (request,) = await house.pending()
        before = [(row.seq, row.at, row.event) for row in house.app.views.events(thread)]
        fork = await house.app.fork(thread, by="olive")
        assert house.app.views.status(fork) == "paused"
        assert house.app.views.thread(fork).calls == {}
        assert [(row.seq, row.at, row.event) for row in house.app.views.events(thread)] == before
        assert [open_now.id for open_now in await house.pending()] == [request.id]
        await restart(house)
        assert house.types(fork)[-1] == "Forked"
        await house.decide(request)
        await house.settle()
        assert [line.split()[0] for line in house.ledger.lines] == [request.id]
        await house.app.resume(fork, by="olive")
        await house.settle()
        assert house.app.views.broken_at(fork) is None
        assert house.app.views.broken_at(thread) is None


@pytest.mark.parametrize("at", [7, 8, 9, None])
async def test_a_fork_of_what_was_settled_does_not_open_it_again(tmp_path: Path, at: int | None) -> None:
    async with House(tmp_path, choose("look"), choose("push", tag="v1")) as house:
        thread = await house.launch()
        (request,) = await house.pending()
        house.clock.passes(minutes=5)
        await house.decide(request)
        await house.settle()
        settled = await house.app.views.request(request.id)
        house.clock.passes(minutes=5)
        await house.app.fork(thread, at=at, by="olive")
        assert await house.pending() == []
        assert await house.app.views.request(request.id) == settled
        with pytest.raises(AlreadySettled, match="already approved"):
            await house.decide(request)


@pytest.mark.parametrize("at", [0, -1, 99])
async def test_a_fork_at_no_event_is_refused(tmp_path: Path, at: int) -> None:
    async with House(tmp_path) as house:
        thread = await house.launch()
        with pytest.raises(NotUnderstood, match="has the events 1 to"):
            await house.app.fork(thread, at=at, by="olive")


@pytest.mark.xfail(strict=True, reason="the fold of Forked must set shown=0: a fork has kept no pieces of its own yet")
async def test_the_prompts_of_a_fork_can_be_rebuilt_to_the_byte(tmp_path: Path) -> None:
    async with House(tmp_path, choose("look"), choose("push", tag="v1")) as house:
        thread = await house.launch()
        fork = await house.app.fork(thread, by="olive")
        await house.app.resume(fork, by="olive")
        await house.settle()
        last = house.app.prompts.calls(fork)[-1]
        rebuilt = house.app.prompts.rebuild(fork, last.n)
        assert rebuilt.request == house.model.seen[-1]


async def test_a_wait_survives_a_restart_and_ends_by_the_clock(tmp_path: Path) -> None:
    async with House(tmp_path, choose("wait", seconds=3600, why="the build runs")) as house:
        thread = await house.launch()
        assert house.app.views.status(thread) == "sleeping"
    clock = FakeClock()
    clock.passes(minutes=59)
    async with House(tmp_path, choose("reply", message="Good morning."), clock=clock) as house:
        await restart(house)
        assert house.types(thread)[-1] == "Slept"
        clock.passes(minutes=1)
        await house.settle()
        assert house.types(thread)[-3:] == ["Woke", "StepChosen", "Said"]


async def test_a_message_ends_a_wait(tmp_path: Path) -> None:
    async with House(tmp_path, choose("wait", seconds=3600, why="x"), choose("reply", message="Yes?")) as house:
        thread = await house.launch()
        await house.say(thread, "hello?")
        assert house.types(thread)[-2:] == ["StepChosen", "Said"]
        house.clock.passes(hours=2)
        await house.settle()
        assert "Woke" not in house.types(thread)


# --- the rules change -----------------------------------------------------------------------------------------------


class PushLoudly(Step):
    """Push a tag to a commit."""

    intent: ClassVar[str] = "push"
    tag: str
    commit: str = "c0ffee"
    loud: bool


def changed(folder: Path, what: str) -> Agent:
    ledger = Ledger(folder / "ledger")

    async def run(step: Any, at: Running) -> str:
        ledger.write(f"{at.call} {step.tag}")
        return "pushed"

    policy = Policy(approvers=(Clause(people=("max",)),)) if what == "policy" else MANAGERS
    version = "2" if what == "version" else "1"
    step = PushLoudly if what == "schema" else Push
    tools: Sequence[Tool[Any]] = [Tool(step=step, run=run, writes=True, policy=policy, version=version)]
    return agent(ledger, tools=() if what == "gone" else tools) if what != "gone" else _lookless(ledger)


def _lookless(ledger: Ledger) -> Agent:
    return agent(ledger, tools=[Tool(step=Look, run=reader())])


@pytest.mark.parametrize("what", ["policy", "version"])
async def test_llm24_llm25_what_changed_while_it_was_asked_is_asked_anew(tmp_path: Path, what: str) -> None:
    async with House(tmp_path, choose("push", tag="v1")) as house:
        thread = await house.launch()
        (request,) = await house.pending()
    async with House(tmp_path, agents=[changed(tmp_path, what)]) as house:
        with pytest.raises(DigestMismatch):
            await house.decide(request, by="max")
        await restart(house)
        (anew,) = await house.pending()
        assert (anew.id, anew.arguments) == (request.id, request.arguments)
        assert anew.digest != request.digest
        with pytest.raises(DigestMismatch):
            await house.decide(request, by="max")
        await house.settle()
        assert house.ledger.lines == []
        await house.decide(anew, by="max")
        await house.settle()
        assert len(house.ledger.lines) == 1
        assert house.types(thread).count("ApprovalAsked") == 2


@pytest.mark.parametrize("what", ["policy", "version"])
async def test_llm24_llm25_what_changed_after_the_approval_is_asked_anew(tmp_path: Path, what: str) -> None:
    async with House(tmp_path, choose("push", tag="v1")) as house:
        await approved(house)
    async with House(tmp_path, agents=[changed(tmp_path, what)]) as house:
        await restart(house)
        assert house.ledger.lines == []
        (anew,) = await house.pending()
        assert anew.votes == () or not any(vote.counts for vote in anew.votes)


@pytest.mark.parametrize("state", ["asked", "approved"])
@pytest.mark.parametrize("what", ["schema", "gone"])
async def test_llm24_arguments_that_no_longer_fit_are_given_back_to_the_model(
    tmp_path: Path, what: str, state: str
) -> None:
    async with House(tmp_path, choose("push", tag="v1")) as house:
        thread = await house.launch()
        (request,) = await house.pending()
        if state == "approved":
            await house.decide(request)
    script = (choose("reply", message="It changed."),)
    async with House(tmp_path, *script, agents=[changed(tmp_path, what)]) as house:
        with capture_logs() as logs:
            await restart(house)
        assert logs == []
        assert house.ledger.lines == []
        assert await house.pending() == []
        assert house.types(thread)[-1] == "Said"
        with pytest.raises(Conflict):
            await house.decide(request)


async def test_llm25_a_tool_that_lost_its_gate_keeps_it_for_what_was_asked_under_it(tmp_path: Path) -> None:
    """And who no longer counts as an approver does not get it run by that."""
    gated = [Tool(step=Look, run=reader(), policy=MANAGERS)]
    free = [Tool(step=Look, run=reader())]
    ledger = Ledger(tmp_path / "ledger")
    async with House(tmp_path, choose("look"), agents=[agent(ledger, tools=gated)]) as house:
        thread = await approved(house)
    nobody = House(tmp_path, agents=[agent(ledger, tools=free)], directory=_without("olive"))
    async with nobody as house:
        await restart(house)
        assert "ToolStarted" not in house.types(thread)


def _without(person: str) -> Any:
    from tests.house import PEOPLE

    return PEOPLE.model_copy(update={"people": {id: each for id, each in PEOPLE.people.items() if id != person}})


async def test_llm06_llm07_the_same_call_twice_needs_two_approvals(tmp_path: Path) -> None:
    script = (choose("push", tag="v1"), choose("push", tag="v1"), choose("reply", message="Both."))
    async with House(tmp_path, *script) as house:
        thread = await house.launch()
        (one,) = await house.pending()
        await house.decide(one)
        await house.settle()
        assert len(house.ledger.lines) == 1
        (two,) = await house.pending()
        assert two.id != one.id
        assert two.digest != one.digest
        with pytest.raises(AlreadySettled):
            await house.decide(one)
        with pytest.raises(DigestMismatch):
            await house.decide(two, digest=one.digest)
        await house.settle()
        assert len(house.ledger.lines) == 1
        await house.decide(two)
        await house.settle()
        assert len(house.ledger.lines) == 2
        assert house.types(thread)[-1] == "Said"


# --- poison, and two houses -----------------------------------------------------------------------------------------


async def test_eng12_a_thread_that_breaks_every_turn_is_set_aside_and_others_go_on(tmp_path: Path) -> None:
    async with House(tmp_path) as house:
        answer = house.model.choose

        async def choose_or_break(request: bytes) -> Any:
            if b"poison" in request:
                raise ZeroDivisionError("poison")
            return await answer(request)

        house.model.choose = choose_or_break  # type: ignore[method-assign]
        with capture_logs() as logs:
            poison = await house.launch("poison")
            for _ in range(20):
                house.clock.passes(minutes=1)
                await house.settle()
            good = await house.launch("good")
        assert [entry["event"] for entry in logs].count("job failed") == 3
        assert [entry["event"] for entry in logs].count("job quarantined") == 1
        assert house.types(good)[-1] == "Finished"
        assert house.types(poison) == ["ThreadOpened", "MessageReceived"]


async def test_a_timer_is_not_lost_to_a_turn_that_failed(tmp_path: Path) -> None:
    """A look at a waiting thread fails and is put off by a second; the date of its expiry is owed again after it."""
    async with House(tmp_path, choose("push", tag="v1"), choose("reply", message="Too late.")) as house:
        thread = await house.launch()
        read, failures = house.app.record.agent_of, [ZeroDivisionError("once")]

        def agent_of(found: Any) -> Any:
            if failures:
                raise failures.pop()
            return read(found)

        house.app.record.agent_of = agent_of  # type: ignore[method-assign]
        house.app.queue.wake("turn", thread, 0)
        with capture_logs():
            await house.settle()
        house.clock.passes(seconds=2)
        await house.settle()
        job = house.app.queue.job("turn", thread)
        assert (job.attempts, house.app.queue.alarm) == (0, job.run_at)
        house.clock.passes(hours=4)
        await house.settle()
        assert [x.verdict for x in house.log(thread) if isinstance(x, e.ApprovalSettled)] == ["expired"]


async def test_threads_of_an_agent_that_is_gone_do_not_crowd_out_the_others(tmp_path: Path) -> None:
    async with House(tmp_path) as house:
        for _ in range(5):
            await house.app.launch("pusher", "go", by="sam")
    other = Agent(name="other", job="Is another.", prompt="You are another.")
    async with House(tmp_path, agents=[other]) as house:
        await restart(house)
        house.app.queue.alarm = 0
        house.app.queue.gather()
        assert not house.app.queue.ready
    clock = FakeClock()
    clock.passes(hours=1)
    async with House(tmp_path, clock=clock) as house:
        await restart(house)
        assert {row.status for row in (await house.app.views.threads()).items} == {"finished"}


async def test_a_paused_thread_that_hears_much_holds_no_more_than_its_window(tmp_path: Path) -> None:
    async with House(tmp_path, choose("reply", message="Yes?")) as house:
        thread = await house.launch()
        await house.app.pause(thread, by="olive")
        for n in range(60):
            await house.say(thread, f"{n} " + "x" * 15_000)
        held = house.app.record.load(thread)
        assert held.window.size <= 60_000
        assert sum(map(len, held.bodies.values())) < 200_000


async def test_eng11_a_second_house_on_the_same_file_is_refused(tmp_path: Path) -> None:
    async with House(tmp_path) as house:
        thread = await house.launch()
        with pytest.raises(DatabaseInUse, match="in use by another Countersign process"):
            House(tmp_path)
        assert house.types(thread)[-1] == "Finished"
    async with House(tmp_path) as house:
        assert house.types(thread)[-1] == "Finished"


async def test_eng16_a_message_to_a_finished_thread_opens_it_again(tmp_path: Path) -> None:
    async with House(tmp_path, choose("done", message="There."), choose("done", message="There, too.")) as house:
        thread = await house.launch()
        await house.say(thread, "and another")
        assert house.types(thread).count("Finished") == 2


async def test_eng10_a_clock_that_goes_back_settles_nothing_early_and_nothing_twice(tmp_path: Path) -> None:
    async with House(tmp_path, choose("push", tag="v1")) as house:
        thread = await house.launch()
        house.clock.passes(hours=-5)
        await restart(house)
        (request,) = await house.pending()
        house.clock.passes(hours=8)
        await house.settle()
        assert [open_now.id for open_now in await house.pending()] == [request.id]
        house.clock.passes(hours=1)
        await house.settle()
        assert [x.verdict for x in house.log(thread) if isinstance(x, e.ApprovalSettled)] == ["expired"]


async def test_eng03_an_outcome_can_still_be_told_after_the_thread_was_cancelled(tmp_path: Path) -> None:
    thread = await die_in_the_tool(tmp_path, before=False)
    async with House(tmp_path, agents=[with_tools(tmp_path)]) as house:
        await restart(house)
        (question,) = await house.pending()
        await house.app.cancel(thread, by="olive")
        assert [open_now.id for open_now in await house.pending()] == [question.id]
        await house.answer(question, "it happened")
        await house.settle()
        assert house.types(thread)[-1] == "OutcomeSettled"
        assert house.app.views.status(thread) == "cancelled"


async def test_a_renderer_that_fails_never_breaks_the_chain(tmp_path: Path) -> None:
    from bot.core.context import render

    def fragile(recorded: e.Recorded) -> str | None:
        if isinstance(recorded.event, e.ToolFinished):
            raise ZeroDivisionError("cannot be shown")
        return render(recorded)

    given = {"render": fragile, "renderer": "fragile-1"}
    async with House(tmp_path, choose("look"), agent=given) as house:
        with capture_logs():
            thread = await house.launch()
            for _ in range(3):
                house.clock.passes(minutes=1)
                await house.settle()
    async with House(tmp_path) as house:
        await restart(house)
        assert house.app.views.broken_at(thread) is None
        assert house.types(thread)[-1] == "Finished"


async def test_a_probe_says_more_than_fits_and_the_thread_goes_on(tmp_path: Path) -> None:
    thread = await die_in_the_tool(tmp_path, before=False)
    probe = lambda step, at: says(Happened("there \ud800 " + "x" * 100_000))  # noqa: E731
    async with House(tmp_path, agents=[with_tools(tmp_path, probe=probe)]) as house:
        with capture_logs() as logs:
            await restart(house)
        assert logs == []
        assert house.types(thread)[-1] == "Finished"
