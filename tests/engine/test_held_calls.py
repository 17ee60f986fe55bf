"""No call of a held tool or agent starts; a call that was started before the hold is only probed."""

from pathlib import Path
from typing import Any

import pytest

from bot.core import events as e
from bot.core.agent import EffectDidNotHappen, ProbeResult, Tool, ToolContext
from bot.core.holds import Hold
from tests.engine.failing_tools import die_in_the_tool, restart
from tests.engine.hold_cases import PUSH, SCOPES, Scope, every_scope, one
from tests.platform_fixture import (
    MANAGERS,
    FakeClock,
    LookStep,
    OutsideLedger,
    PlatformFixture,
    PushStep,
    agent,
    choose,
)


@every_scope
async def test_gate7_an_approved_call_does_not_start_before_it_is_resumed(
    tmp_path: Path, scope: Scope, name: str
) -> None:
    async with PlatformFixture(tmp_path, *PUSH) as house:
        thread = await house.launch()
        await house.decide(await one(house))
        hold = await house.app.place_hold(scope, name, by="max", reason="the origin burns")
        await house.settle()
        assert house.ledger.lines == []
        assert "ToolStarted" not in house.types(thread)
        await house.app.lift_hold(hold.id, by="olive")
        await house.settle()
        assert len(house.ledger.lines) == 1
        assert house.types(thread)[-1] == "Finished"


@every_scope
async def test_gate7_the_start_itself_looks_when_nobody_knew_of_the_hold(
    tmp_path: Path, scope: Scope, name: str
) -> None:
    """A row that this process has not read: only the transaction of the start can see it."""
    async with PlatformFixture(tmp_path, *PUSH) as house:
        thread = await house.launch()
        await house.decide(await one(house))
        row = (scope, name, "max", "", 1)
        await house.app.database.write_unit(
            lambda connection: connection.execute(
                'INSERT INTO hold (scope, name, "by", reason, placed) VALUES (?,?,?,?,?)', row
            )
        )
        await house.settle()
        assert house.ledger.lines == []
        assert "ToolStarted" not in house.types(thread)
        (active,) = house.app.holds.active
        await house.app.lift_hold(active.id, by="max")
        await house.settle()
        assert len(house.ledger.lines) == 1


@every_scope
async def test_gate7_a_read_that_the_model_chose_meanwhile_is_logged_and_not_started(
    tmp_path: Path, scope: Scope, name: str
) -> None:
    """The hold comes while the model thinks: its choice is kept, its start is not."""
    name = name and {"push": "look"}.get(name, name)
    async with PlatformFixture(tmp_path, choose("look", limit=2), choose("done", message="Two.")) as house:
        placed: list[Hold] = []
        chosen = house.model.choose

        async def slowly(request: bytes) -> Any:
            if not placed:
                placed.append(await house.app.place_hold(scope, name, by="max"))
            return await chosen(request)

        house.model.choose = slowly  # type: ignore[method-assign]
        thread = await house.launch()
        assert "StepChosen" in house.types(thread)
        assert "ToolStarted" not in house.types(thread)
        await house.app.lift_hold(placed[0].id, by="max")
        await house.settle()
        assert house.types(thread).count("ToolStarted") == 1
        assert house.types(thread)[-1] == "Finished"


async def test_gate7_a_read_started_in_the_commit_of_its_choice_is_refused_there(tmp_path: Path) -> None:
    """As above with a hold that no process has read: the commit of the choice is refused, and made again without the start."""
    async with PlatformFixture(tmp_path, choose("look", limit=2), choose("done", message="Two.")) as house:
        chosen, inserted = house.model.choose, list[int]()

        async def slowly(request: bytes) -> Any:
            if not inserted:
                inserted.append(1)
                await house.app.database.write_unit(
                    lambda connection: connection.execute(
                        "INSERT INTO hold (scope, name, \"by\", reason, placed) VALUES ('all','','max','',1)"
                    )
                )
            return await chosen(request)

        house.model.choose = slowly  # type: ignore[method-assign]
        thread = await house.launch()
        assert house.types(thread).count("StepChosen") == 1
        assert "ToolStarted" not in house.types(thread)
        assert len(house.model.seen) == 1
        await house.app.lift_hold(1, by="max")
        await house.settle()
        assert house.types(thread)[-1] == "Finished"


async def test_gate7_another_tool_goes_on_and_the_held_one_is_not_even_looked_at(tmp_path: Path) -> None:
    looked: list[str] = []

    async def check(step: PushStep) -> None:
        looked.append(step.tag)

    async def run(step: Any, at: ToolContext) -> str:
        return "done"

    tools = (Tool(step=LookStep, run=run), Tool(step=PushStep, run=run, writes=True, policy=MANAGERS, check=check))
    script = (choose("push", tag="v1"), choose("look"), choose("reply", message="x"))
    async with PlatformFixture(tmp_path, *script, agents=[agent(OutsideLedger(tmp_path / "l"), tools=tools)]) as house:
        hold = await house.app.place_hold("tool", "push", by="max")
        thread = await house.launch()
        assert house.types(thread).count("ToolFinished") == 0
        await house.say(thread, "then look")
        assert house.types(thread).count("ToolFinished") == 1
        assert looked == []
        assert await house.pending() == []
        await house.app.lift_hold(hold.id, by="max")
        await house.settle()
        assert looked == ["v1"]
        assert (await one(house)).tool == "push"


async def test_gate1_gate7_a_prefetch_of_a_held_tool_is_not_run_and_its_reason_is_no_wish(tmp_path: Path) -> None:
    ran: list[int] = []

    async def look(step: LookStep, at: ToolContext) -> str:
        ran.append(step.limit)
        return "c1"

    tools = (Tool(step=LookStep, run=look),)
    inhabitant = agent(OutsideLedger(tmp_path / "l"), tools=tools, prefetch=(LookStep(),))
    async with PlatformFixture(tmp_path, agents=[inhabitant]) as house:
        await house.app.place_hold("tool", "look", by="max", reason="it leaks")
        thread = await house.launch()
        (fetched,) = [event for event in house.log(thread) if isinstance(event, e.ContextFetched)]
        assert ran == []
        assert fetched.error == "The tool look is paused."
        assert house.types(thread)[-1] == "Finished"


@every_scope
async def test_gate7_a_started_call_is_found_out_and_not_started_again(tmp_path: Path, scope: Scope, name: str) -> None:
    """The process died before the effect. The probe is asked; that it did not happen starts nothing under a hold."""
    probes: list[str] = []

    async def looks(step: PushStep, at: ToolContext) -> ProbeResult:
        probes.append(at.call)
        return EffectDidNotHappen("it is not there")

    thread = await die_in_the_tool(tmp_path, before=True)
    clock = FakeClock()
    async with PlatformFixture(tmp_path, clock=clock, agent={"probe": looks}) as house:
        hold = await house.app.place_hold(scope, name, by="max")
        await restart(house)
        assert set(probes) == {f"{thread}-3"}
        assert house.types(thread).count("ToolStarted") == 1
        clock.passes(hours=3)
        await restart(house)
        assert "ToolFailed" not in house.types(thread)
        assert house.ledger.lines == []
        assert len(probes) <= 4
        await house.app.lift_hold(hold.id, by="max")
        await house.settle()
        assert len(house.ledger.lines) == 1
        assert house.types(thread).count("ToolStarted") == 2
        assert house.types(thread)[-1] == "Finished"


@pytest.mark.parametrize(("scope", "name"), SCOPES[:2], ids=["all", "agent"])
async def test_gate7_under_a_hold_the_probe_settles_what_happened(tmp_path: Path, scope: Scope, name: str) -> None:
    thread = await die_in_the_tool(tmp_path, before=False)
    async with PlatformFixture(tmp_path) as house:
        await house.app.place_hold(scope, name, by="max")
        await restart(house)
        (settled,) = [event for event in house.log(thread) if isinstance(event, e.OutcomeSettled)]
        assert settled.happened
        assert house.model.seen == []
