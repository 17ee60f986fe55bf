"""A dry run: gated calls are asked and approved as ever, and not run; and no approval counts both dry and real."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from bot.agent_packages import AgentOperation
from bot.core import events as e
from bot.core.agent import Agent
from bot.core.card.document_builder import summarize_call
from bot.core.card.limits import UNLIMITED
from bot.core.configuration.reload_changes import CheckedConfiguration, split_changes
from bot.core.dry_run_markers import DRY_RUN_FACT
from bot.core.errors import BadAgent, Conflict
from tests.engine.failing_tools import die_in_the_tool, restart
from tests.platform_fixture import PEOPLE, OutsideLedger, PlatformFixture, PushStep, agent, choose

PUSH = choose("push", tag="v1")
DRY: dict[str, Any] = {"dry_run": True}


async def change_mode(platform: PlatformFixture, *, dry_run: bool) -> Agent:
    """Replace the agent by itself in the other mode, as a reload of the configuration does."""
    after = dataclasses.replace(platform.app.repository.agents["pusher"], dry_run=dry_run)
    await platform.app.replace_rules(platform.app.directory, [after], dict(platform.app.models))
    return after


async def test_ctl3_an_approved_call_of_a_dry_run_is_not_run_and_its_result_says_so(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("look"), PUSH, agent=DRY) as platform:
        thread = await platform.launch()
        (request,) = await platform.pending()
        assert request.card.title == "DRY RUN: push"
        assert (request.card.facts[0].label, request.card.facts[0].lines) == ("DRY RUN", (DRY_RUN_FACT,))
        assert summarize_call(request.card, UNLIMITED).startswith("DRY RUN: push ")
        assert platform.ledger.lines == []
        await platform.decide(request)
        await platform.settle()
        results = [event.result for event in platform.log(thread) if isinstance(event, e.ToolFinished)]
        assert results == ["c0\nc1\nc2", "dry run: not executed"]  # reads are done
        assert platform.ledger.lines == []
        past = await platform.app.queries.find_request(request.id)
        assert past.card.title == "DRY RUN: push"
        assert past.card.execution is not None
        assert past.card.execution.result == "dry run: not executed"


@pytest.mark.parametrize("dry", [True, False], ids=["dry to real", "real to dry"])
async def test_ctl3_an_approval_does_not_count_in_the_other_mode(tmp_path: Path, dry: bool) -> None:
    """It is approved while the agent is paused, so that it has not run when the mode changes."""
    async with PlatformFixture(tmp_path, PUSH, agent={"dry_run": dry}) as platform:
        thread = await platform.launch()
        (request,) = await platform.pending()
        await platform.app.pause(thread, by="olive")
        await platform.decide(request)
        await change_mode(platform, dry_run=not dry)
        await platform.app.resume(thread, by="olive")
        await platform.settle()
        assert platform.ledger.lines == []
        assert "ToolStarted" not in platform.types(thread)
        (again,) = await platform.pending()
        assert (again.id, again.digest != request.digest) == (request.id, True)
        assert again.card.title == ("push" if dry else "DRY RUN: push")
        with pytest.raises(Conflict):
            await platform.decide(request)  # the digest of the other mode
        await platform.decide(again)
        await platform.settle()
        assert bool(platform.ledger.lines) == dry


async def test_ctl3_a_click_on_the_card_of_the_other_mode_decides_nothing(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, PUSH, agent=DRY) as platform:
        await platform.launch()
        (request,) = await platform.pending()
        await change_mode(platform, dry_run=False)
        await platform.settle()
        with pytest.raises(Conflict):
            await platform.decide(request)
        assert platform.ledger.lines == []


async def test_ctl3_a_real_call_that_was_started_is_probed_and_not_said_to_be_dry(tmp_path: Path) -> None:
    """Its process died behind the effect; the next one starts with `dry_run`."""
    thread = await die_in_the_tool(tmp_path, before=False)
    async with PlatformFixture(tmp_path, agent=DRY) as platform:
        await restart(platform)
        (settled,) = [event for event in platform.log(thread) if isinstance(event, e.OutcomeSettled)]
        assert (settled.happened, settled.by, settled.detail) == (True, "probe", "v1 is there.")
        assert "ToolFinished" not in platform.types(thread)
        assert len(platform.ledger.lines) == 1


async def test_ctl3_a_real_call_whose_effect_is_not_there_is_not_run_again_in_a_dry_run(tmp_path: Path) -> None:
    thread = await die_in_the_tool(tmp_path, before=True)
    async with PlatformFixture(tmp_path, agent=DRY) as platform:
        await restart(platform)
        assert "ToolFinished" not in platform.types(thread)
        assert platform.types(thread).count("ToolStarted") == 1
        assert platform.ledger.lines == []


def test_ctl3_what_a_dry_run_cannot_keep_from_running_does_not_start(tmp_path: Path) -> None:
    real = agent(OutsideLedger(tmp_path / "ledger"))
    with pytest.raises(BadAgent, match="its programs run the calls"):
        dataclasses.replace(real, dry_run=True, submitters={"p": ("key:1",)})
    masked = dataclasses.replace(real.registry["push"], version="dry-run:1")
    with pytest.raises(BadAgent, match="which marks dry runs"):
        dataclasses.replace(real, tools=(masked,))


def test_ctl3_a_dry_tool_has_another_signature_and_the_same_gate_check_and_probe(tmp_path: Path) -> None:
    real = agent(OutsideLedger(tmp_path / "ledger"))
    dry = dataclasses.replace(real, dry_run=True)
    assert dry.registry["push"].signature == f"dry-run:{real.registry['push'].signature}"
    assert dry.registry["push"].gate == real.registry["push"].gate
    assert dry.registry["push"].probe is real.registry["push"].probe
    assert dry.registry["look"] is real.registry["look"]


async def test_ctl3_no_argument_and_no_fact_of_a_tool_makes_a_real_card_look_dry(tmp_path: Path) -> None:
    async def say_so(step: PushStep) -> tuple[e.CallFact, ...]:
        return (e.CallFact(label="DRY RUN", lines=(DRY_RUN_FACT,)),)

    real = agent(OutsideLedger(tmp_path / "ledger"))
    lying = dataclasses.replace(real.registry["push"], title="{tag}", facts=say_so)
    lied = dataclasses.replace(real, tools=(real.registry["look"], lying))
    async with PlatformFixture(tmp_path, choose("push", tag="DRY RUN: v1"), agents=[lied]) as platform:
        await platform.launch()
        (request,) = await platform.pending()
        assert not request.card.is_dry_run
        assert not request.card.title.startswith("DRY RUN")
        assert summarize_call(request.card, UNLIMITED).startswith("push ")
        assert [fact.source for fact in request.card.facts if fact.label == "DRY RUN"] == ["tool"]


def test_ctl3_turning_it_on_acts_at_once_and_turning_it_off_waits() -> None:
    def found(dry_run: bool) -> CheckedConfiguration:
        return CheckedConfiguration(PEOPLE, {"agents.a.operation": AgentOperation(dry_run=dry_run)})

    for before, after, now, waits in ((False, True, True, ""), (True, False, True, "SIGHUP")):
        split = split_changes(found(before), found(after))
        assert split.now.tables["agents.a.operation"] == AgentOperation(dry_run=now)
        assert [change.waits for change in split.changes] == [waits]
