"""A call whose process, tool or probe fails in the middle of it."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.core import events as e
from bot.core.agent import OutcomeUnsure, ProbeResult
from bot.core.errors import (
    NotUnderstood,
    OutcomeUnclear,
)
from bot.core.people import ApproverClause
from bot.core.policy import Policy
from tests.engine.failing_tools import Died, approved, die_in_the_tool, failing, reader, restart, says, with_tools
from tests.platform_fixture import OutsideLedger, PlatformFixture, choose


async def test_eng02_an_effect_that_the_probe_finds_is_not_done_again(tmp_path: Path) -> None:
    thread = await die_in_the_tool(tmp_path, before=False)
    async with PlatformFixture(tmp_path) as platform:
        await restart(platform)
        assert len(platform.ledger.lines) == 1
        (settled,) = [event for event in platform.log(thread) if isinstance(event, e.OutcomeSettled)]
        assert (settled.happened, settled.by, settled.detail) == (True, "probe", "v1 is there.")
        assert platform.types(thread)[-1] == "Finished"


async def test_eng02_an_effect_that_the_probe_misses_is_done_once_with_the_same_key(tmp_path: Path) -> None:
    thread = await die_in_the_tool(tmp_path, before=True)
    async with PlatformFixture(tmp_path, agent={"probe_after": timedelta(minutes=2)}) as platform:
        await restart(platform)
        assert platform.types(thread)[-1] == "EffectNotFound"
        assert platform.ledger.lines == []
        platform.clock.passes(minutes=3)
        await platform.settle()
        assert len(platform.ledger.lines) == 1
        started = [event for event in platform.log(thread) if isinstance(event, e.ToolStarted)]
        assert [event.attempt for event in started] == [1, 2]
        assert len({event.call for event in started}) == 1
        assert platform.types(thread)[-1] == "Finished"


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize(
    "probed",
    [OutcomeUnsure("The remote is down."), ZeroDivisionError("division by zero"), None],
    ids=["unsure", "raising", "no probe"],
)
@pytest.mark.parametrize("word", ["it happened", "it did not happen"])
async def test_eng02_without_a_sure_probe_a_person_is_asked_and_it_never_runs_again(
    tmp_path: Path, before: bool, probed: ProbeResult | Exception | None, word: str
) -> None:
    thread = await die_in_the_tool(tmp_path, before=before)
    probe = None if probed is None else lambda step, at: says(probed)
    async with PlatformFixture(tmp_path, agents=[with_tools(tmp_path, probe=probe)]) as platform:
        for _ in range(2):
            await restart(platform)
            platform.clock.passes(days=30)
        assert platform.types(thread)[-3:] == ["OutcomeUnknown", "QuestionAsked", "PeopleNotified"]
        (question,) = await platform.pending()
        assert question.text == "push was started and its end is not known. Did it happen?"
        with pytest.raises(NotUnderstood):
            await platform.answer(question, "maybe")
        await platform.answer(question, word)
        await platform.settle()
        assert len(platform.ledger.lines) == (not before)
        (settled,) = [event for event in platform.log(thread) if isinstance(event, e.OutcomeSettled)]
        assert (settled.happened, settled.by) == (word == "it happened", "olive")
        assert platform.types(thread)[-1] == "Finished"
        assert b"<outcome call=" in platform.model.seen[-1]


async def test_eng02_an_idempotent_tool_runs_again_with_the_same_key_and_no_person_is_asked(tmp_path: Path) -> None:
    thread = await die_in_the_tool(tmp_path, before=False, idempotent=True)
    async with PlatformFixture(tmp_path, agents=[with_tools(tmp_path, idempotent=True)]) as platform:
        await restart(platform)
        assert len(set(platform.ledger.lines)) == 1
        assert "OutcomeUnknown" not in platform.types(thread)
        assert platform.types(thread)[-1] == "Finished"


async def test_eng02_an_idempotent_tool_that_never_ends_clearly_is_put_to_a_person_not_called_a_failure(
    tmp_path: Path,
) -> None:
    run = failing(OutsideLedger(tmp_path / "ledger"), *[OutcomeUnclear("The connection was reset.")] * 9)
    pusher = with_tools(tmp_path, run=run, idempotent=True)
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), agents=[pusher]) as platform:
        thread = await approved(platform)
        await platform.settle()
        assert platform.types(thread).count("ToolStarted") == 3
        assert "ToolFailed" not in platform.types(thread)
        (question,) = await platform.pending()
        await platform.answer(question, "it happened")
        await platform.settle()
        assert platform.types(thread)[-1] == "Finished"


async def test_eng02_what_was_started_is_not_called_superseded_when_the_rules_change_meanwhile(tmp_path: Path) -> None:
    """The approver left after the start: it is not run again, and is not reported as not happened."""
    thread = await die_in_the_tool(tmp_path, before=False, idempotent=True)
    stricter = Policy(approvers=(ApproverClause(people=("max",)),))
    async with PlatformFixture(tmp_path, agents=[with_tools(tmp_path, idempotent=True, policy=stricter)]) as platform:
        await restart(platform)
        assert len(platform.ledger.lines) == 1
        assert platform.types(thread)[-3:] == ["OutcomeUnknown", "QuestionAsked", "PeopleNotified"]
        assert [x.verdict for x in platform.log(thread) if isinstance(x, e.ApprovalSettled)] == ["approved"]


async def test_eng02_what_did_not_happen_is_not_run_under_rules_that_changed(tmp_path: Path) -> None:
    thread = await die_in_the_tool(tmp_path, before=True)
    stricter = Policy(approvers=(ApproverClause(people=("max",)),))
    async with PlatformFixture(tmp_path, choose("reply", message="Hm."), agent={"policy": stricter}) as platform:
        await restart(platform)
        platform.clock.passes(minutes=3)
        await platform.settle()
        assert platform.ledger.lines == []
        failed = [x for x in platform.log(thread) if isinstance(x, e.ToolFailed)]
        assert len(failed) == 1
        assert "It was not run again" in failed[0].error
        assert failed[0].look_at is not None


async def test_a_read_that_died_is_simply_read_again(tmp_path: Path) -> None:
    async with PlatformFixture(
        tmp_path, choose("look"), agents=[with_tools(tmp_path, look=reader(Died()))]
    ) as platform:
        thread = await platform.app.launch("pusher", "look", by="sam")
        with pytest.raises(Died):
            await platform.app.worker.handlers["turn"](thread)
    async with PlatformFixture(tmp_path) as platform:
        await restart(platform)
        assert platform.types(thread)[2:] == [
            "StepChosen",
            "ToolStarted",
            "ToolStarted",
            "ToolFinished",
            "StepChosen",
            "Said",
            "Finished",
        ]
