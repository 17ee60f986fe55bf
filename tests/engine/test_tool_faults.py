"""Tools that fail, hang, or return no text: one short line to the model, the rest to the audit."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.agent_packages import AgentOperation
from bot.bootstrap import load_agent
from bot.core import events as e
from bot.core.agent import EffectHappened, ToolContext
from bot.core.configuration.reload_changes import CheckedConfiguration, split_changes
from bot.core.errors import (
    OutcomeUnclear,
    ToolError,
)
from tests.engine.failing_tools import approved, die_in_the_tool, failing, reader, restart, says, with_tools
from tests.platform_fixture import PEOPLE, OutsideLedger, PlatformFixture, PushStep, choose


async def test_a_tool_that_says_it_did_not_happen_is_believed(tmp_path: Path) -> None:
    run = failing(OutsideLedger(tmp_path / "ledger"), ToolError("The tag v1 exists already."), before=True)
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), agents=[with_tools(tmp_path, run=run)]) as platform:
        thread = await approved(platform)
        await platform.settle()
        (failed,) = [event for event in platform.log(thread) if isinstance(event, e.ToolFailed)]
        assert (failed.error, failed.audit) == ("The tag v1 exists already.", "")
        assert b"The tag v1 exists already." in platform.model.seen[-1]
        assert platform.ledger.lines == []


@pytest.mark.parametrize("fault", [OutcomeUnclear("The connection was reset."), ZeroDivisionError("0"), TimeoutError()])
async def test_any_other_fault_of_a_writing_tool_is_an_unknown_outcome(tmp_path: Path, fault: Exception) -> None:
    run = failing(OutsideLedger(tmp_path / "ledger"), fault)
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), agents=[with_tools(tmp_path, run=run)]) as platform:
        thread = await approved(platform)
        await platform.settle()
        assert platform.types(thread)[-3:] == ["OutcomeUnknown", "QuestionAsked", "PeopleNotified"]
        assert len(platform.ledger.lines) == 1


async def test_a_fault_of_a_writing_tool_with_a_probe_that_finds_it_is_a_success(tmp_path: Path) -> None:
    run = failing(OutsideLedger(tmp_path / "ledger"), ConnectionResetError("reset by peer"))
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), agent={"run": run}) as platform:
        thread = await approved(platform)
        await platform.settle()
        assert platform.types(thread)[-1] == "Finished"
        assert len(platform.ledger.lines) == 1


async def test_a_probe_that_always_misses_lets_it_run_three_times_at_most_then_a_person_is_asked(
    tmp_path: Path,
) -> None:
    run = failing(OutsideLedger(tmp_path / "ledger"), *[ConnectionResetError("reset")] * 9, before=True)
    async with PlatformFixture(
        tmp_path, choose("push", tag="v1"), agent={"run": run, "probe_after": timedelta(minutes=2)}
    ) as platform:
        thread = await approved(platform)
        await platform.settle()
        assert platform.types(thread).count("ToolStarted") == 1
        for _ in range(9):
            platform.clock.passes(minutes=10)
            await platform.settle()
        assert platform.types(thread).count("ToolStarted") == 3
        assert platform.types(thread)[-3:] == ["OutcomeUnknown", "QuestionAsked", "PeopleNotified"]
        assert "ToolFailed" not in platform.types(thread)


async def test_a_tool_that_takes_too_long_is_stopped_and_its_outcome_unknown(tmp_path: Path) -> None:
    async def push(step: PushStep, at: ToolContext) -> str:
        await asyncio.sleep(60)
        return "late"

    pusher = with_tools(tmp_path, run=push, timeout=timedelta(seconds=0.02))
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), agents=[pusher]) as platform:
        thread = await approved(platform)
        await platform.settle()
        (asked,) = [event for event in platform.log(thread) if isinstance(event, e.OutcomeUnknown)]
        assert asked.facts.startswith("It took too long and was stopped.")


@pytest.mark.parametrize("hook", ["check", "facts"])
async def test_a_check_that_never_answers_does_not_hold_the_thread_for_ever(tmp_path: Path, hook: str) -> None:
    async def hang(step: PushStep) -> Any:
        await asyncio.sleep(3600)

    given: dict[str, Any] = {hook: hang}
    pusher = with_tools(tmp_path, timeout=timedelta(seconds=0.02), **given)
    script = (choose("push", tag="v1"), choose("reply", message="It cannot be checked."))
    async with PlatformFixture(tmp_path, *script, agents=[pusher]) as platform:
        async with asyncio.timeout(60):
            thread = await platform.launch()
        assert "ApprovalAsked" not in platform.types(thread)
        assert platform.ledger.lines == []


async def test_f9_errors_are_one_short_line_to_the_model_and_the_trace_is_for_the_audit_alone(tmp_path: Path) -> None:
    secret = "hunter2-" + "x" * 500
    look = reader(ZeroDivisionError(f"first\nsecond {secret}"))
    async with PlatformFixture(tmp_path, choose("look"), agents=[with_tools(tmp_path, look=look)]) as platform:
        thread = await platform.launch()
        (failed,) = [event for event in platform.log(thread) if isinstance(event, e.ToolFailed)]
        assert len(failed.error) == 200
        assert failed.error.startswith("ZeroDivisionError: first second")
        assert "Traceback" in failed.audit
        assert "Traceback" not in b"".join(platform.model.seen).decode()
        assert "failing_tools.py" in failed.audit
        assert "failing_tools.py" not in b"".join(platform.model.seen).decode()


async def test_f9_an_error_that_was_overcome_is_no_longer_shown(tmp_path: Path) -> None:
    look = reader(ToolError("The remote is asleep."), "c0")
    script = (choose("look"), choose("look"), choose("reply", message="There."))
    async with PlatformFixture(tmp_path, *script, agents=[with_tools(tmp_path, look=look)]) as platform:
        await platform.launch()
        assert b"asleep" in platform.model.seen[1]
        assert b"asleep" not in platform.model.seen[2]


async def test_fac3_4_the_key_of_the_table_shows_resolved_errors_to_the_model(tmp_path: Path) -> None:
    assert load_agent("deploybot", {"repository": ".", "show_resolved_errors": True}).show_resolved_errors
    look = reader(ToolError("The remote is asleep."), "c0")
    shown = replace(with_tools(tmp_path, look=look), show_resolved_errors=True)
    script = (choose("look"), choose("look"), choose("reply", message="There."))
    async with PlatformFixture(tmp_path, *script, agents=[shown]) as platform:
        thread = await platform.launch()
        assert b"asleep" in platform.model.seen[2]
        rebuilt = await platform.app.prompts.rebuild_prompt(thread, 3)
        assert (rebuilt.request, rebuilt.is_exact) == (platform.model.seen[2], True)


def test_fac3_4_a_change_of_what_the_model_is_shown_waits_for_a_new_platform() -> None:
    def found(is_shown: bool) -> CheckedConfiguration:
        operation = AgentOperation(show_resolved_errors=is_shown)
        return CheckedConfiguration(PEOPLE, {"agents.a.operation": operation})

    for before in (False, True):
        split = split_changes(found(before), found(not before))
        assert split.now.tables["agents.a.operation"] == AgentOperation(show_resolved_errors=before)
        assert [change.waits for change in split.changes] == ["SIGHUP"]


@pytest.mark.parametrize("result", ["tag \ud800 there", None, 7, b"bytes"], ids=["surrogate", "None", "int", "bytes"])
async def test_a_result_that_is_no_text_does_not_stop_the_thread(tmp_path: Path, result: Any) -> None:
    async def push(step: PushStep, at: ToolContext) -> Any:
        platform.ledger.write(f"{at.call} {step.tag}")
        return result

    pusher = with_tools(tmp_path, look=reader(result), run=push)
    script = (choose("look"), choose("push", tag="v1"))
    async with PlatformFixture(tmp_path, *script, agents=[pusher]) as platform:
        with capture_logs() as logs:
            thread = await approved(platform)
            await platform.settle()
        assert logs == []
        assert len(platform.ledger.lines) == 1
        assert platform.types(thread).count("ToolStarted") == 2


@pytest.mark.parametrize("words", ["\ud800", "\x00\x07", "🦆" * 10_000])
async def test_llm02_whatever_the_model_says_beside_its_step_the_turn_goes_on(tmp_path: Path, words: str) -> None:
    script = (choose("push", words=words, tag="v1"),)
    async with PlatformFixture(tmp_path, *script) as platform:
        with capture_logs() as logs:
            thread = await approved(platform)
            await platform.settle()
        assert logs == []
        assert platform.types(thread)[-1] == "Finished"


async def test_a_very_long_result_is_cut_and_says_so(tmp_path: Path) -> None:
    async with PlatformFixture(
        tmp_path, choose("look"), agents=[with_tools(tmp_path, look=reader("x" * 200_000))]
    ) as platform:
        thread = await platform.launch()
        (found,) = [event for event in platform.log(thread) if isinstance(event, e.ToolFinished)]
        assert len(found.result) < 66_000
        assert "134464 more" in found.result[-40:]


async def test_a_probe_says_more_than_fits_and_the_thread_goes_on(tmp_path: Path) -> None:
    thread = await die_in_the_tool(tmp_path, before=False)
    probe = lambda step, at: says(EffectHappened("there \ud800 " + "x" * 100_000))  # noqa: E731
    async with PlatformFixture(tmp_path, agents=[with_tools(tmp_path, probe=probe)]) as platform:
        with capture_logs() as logs:
            await restart(platform)
        assert logs == []
        assert platform.types(thread)[-1] == "Finished"
