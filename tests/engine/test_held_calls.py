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
from tests.sqlite_access import sqlite_of


@every_scope
async def test_gate7_an_approved_call_does_not_start_before_it_is_resumed(
    tmp_path: Path, scope: Scope, name: str
) -> None:
    async with PlatformFixture(tmp_path, *PUSH) as platform:
        thread = await platform.launch()
        await platform.decide(await one(platform))
        hold = await platform.app.place_hold(scope, name, by="max", reason="the origin burns")
        await platform.settle()
        assert platform.ledger.lines == []
        assert "ToolStarted" not in platform.types(thread)
        await platform.app.lift_hold(hold.id, by="olive")
        await platform.settle()
        assert len(platform.ledger.lines) == 1
        assert platform.types(thread)[-1] == "Finished"


@every_scope
async def test_gate7_the_start_itself_looks_when_nobody_knew_of_the_hold(
    tmp_path: Path, scope: Scope, name: str
) -> None:
    """A row that this process has not read: only the transaction of the start can see it."""
    async with PlatformFixture(tmp_path, *PUSH) as platform:
        thread = await platform.launch()
        await platform.decide(await one(platform))
        row = (scope, name, "max", "", 1)
        await sqlite_of(platform.app).write_unit(
            lambda connection: connection.execute(
                'INSERT INTO hold (scope, name, "by", reason, placed) VALUES (?,?,?,?,?)', row
            )
        )
        await platform.settle()
        assert platform.ledger.lines == []
        assert "ToolStarted" not in platform.types(thread)
        (active,) = platform.app.holds.active
        await platform.app.lift_hold(active.id, by="max")
        await platform.settle()
        assert len(platform.ledger.lines) == 1


@every_scope
async def test_gate7_a_read_that_the_model_chose_meanwhile_is_logged_and_not_started(
    tmp_path: Path, scope: Scope, name: str
) -> None:
    """The hold comes while the model thinks: its choice is kept, its start is not."""
    name = name and {"push": "look"}.get(name, name)
    async with PlatformFixture(tmp_path, choose("look", limit=2), choose("done", message="Two.")) as platform:
        placed: list[Hold] = []
        chosen = platform.model.choose

        async def slowly(request: bytes) -> Any:
            if not placed:
                placed.append(await platform.app.place_hold(scope, name, by="max"))
            return await chosen(request)

        platform.model.choose = slowly  # type: ignore[method-assign]
        thread = await platform.launch()
        assert "StepChosen" in platform.types(thread)
        assert "ToolStarted" not in platform.types(thread)
        await platform.app.lift_hold(placed[0].id, by="max")
        await platform.settle()
        assert platform.types(thread).count("ToolStarted") == 1
        assert platform.types(thread)[-1] == "Finished"


async def test_gate7_a_read_started_in_the_commit_of_its_choice_is_refused_there(tmp_path: Path) -> None:
    """As above with a hold that no process has read: the commit of the choice is refused, and made again without the start."""
    async with PlatformFixture(tmp_path, choose("look", limit=2), choose("done", message="Two.")) as platform:
        chosen, inserted = platform.model.choose, list[int]()

        async def slowly(request: bytes) -> Any:
            if not inserted:
                inserted.append(1)
                await sqlite_of(platform.app).write_unit(
                    lambda connection: connection.execute(
                        "INSERT INTO hold (scope, name, \"by\", reason, placed) VALUES ('all','','max','',1)"
                    )
                )
            return await chosen(request)

        platform.model.choose = slowly  # type: ignore[method-assign]
        thread = await platform.launch()
        assert platform.types(thread).count("StepChosen") == 1
        assert "ToolStarted" not in platform.types(thread)
        assert len(platform.model.seen) == 1
        await platform.app.lift_hold(1, by="max")
        await platform.settle()
        assert platform.types(thread)[-1] == "Finished"


async def test_gate7_another_tool_goes_on_and_the_held_one_is_not_even_looked_at(tmp_path: Path) -> None:
    looked: list[str] = []

    async def check(step: PushStep) -> None:
        looked.append(step.tag)

    async def run(step: Any, at: ToolContext) -> str:
        return "done"

    tools = (Tool(step=LookStep, run=run), Tool(step=PushStep, run=run, writes=True, policy=MANAGERS, check=check))
    script = (choose("push", tag="v1"), choose("look"), choose("reply", message="x"))
    async with PlatformFixture(
        tmp_path, *script, agents=[agent(OutsideLedger(tmp_path / "l"), tools=tools)]
    ) as platform:
        hold = await platform.app.place_hold("tool", "push", by="max")
        thread = await platform.launch()
        assert platform.types(thread).count("ToolFinished") == 0
        await platform.say(thread, "then look")
        assert platform.types(thread).count("ToolFinished") == 1
        assert looked == []
        assert await platform.pending() == []
        await platform.app.lift_hold(hold.id, by="max")
        await platform.settle()
        assert looked == ["v1"]
        assert (await one(platform)).tool == "push"


async def test_gate1_gate7_a_prefetch_of_a_held_tool_is_not_run_and_its_reason_is_no_wish(tmp_path: Path) -> None:
    ran: list[int] = []

    async def look(step: LookStep, at: ToolContext) -> str:
        ran.append(step.limit)
        return "c1"

    tools = (Tool(step=LookStep, run=look),)
    pusher = agent(OutsideLedger(tmp_path / "l"), tools=tools, prefetch=(LookStep(),))
    async with PlatformFixture(tmp_path, agents=[pusher]) as platform:
        await platform.app.place_hold("tool", "look", by="max", reason="it leaks")
        thread = await platform.launch()
        (fetched,) = [event for event in platform.log(thread) if isinstance(event, e.ContextFetched)]
        assert ran == []
        assert fetched.error == "The tool look is paused."
        assert platform.types(thread)[-1] == "Finished"


@every_scope
async def test_gate7_a_started_call_is_found_out_and_not_started_again(tmp_path: Path, scope: Scope, name: str) -> None:
    """The process died before the effect. The probe is asked; that it did not happen starts nothing under a hold."""
    probes: list[str] = []

    async def looks(step: PushStep, at: ToolContext) -> ProbeResult:
        probes.append(at.call)
        return EffectDidNotHappen("it is not there")

    thread = await die_in_the_tool(tmp_path, before=True)
    clock = FakeClock()
    async with PlatformFixture(tmp_path, clock=clock, agent={"probe": looks}) as platform:
        hold = await platform.app.place_hold(scope, name, by="max")
        await restart(platform)
        assert set(probes) == {f"{thread}-3"}
        assert platform.types(thread).count("ToolStarted") == 1
        clock.passes(hours=3)
        await restart(platform)
        assert "ToolFailed" not in platform.types(thread)
        assert platform.ledger.lines == []
        assert len(probes) <= 4
        await platform.app.lift_hold(hold.id, by="max")
        await platform.settle()
        assert len(platform.ledger.lines) == 1
        assert platform.types(thread).count("ToolStarted") == 2
        assert platform.types(thread)[-1] == "Finished"


@pytest.mark.parametrize(("scope", "name"), SCOPES[:2], ids=["all", "agent"])
async def test_gate7_under_a_hold_the_probe_settles_what_happened(tmp_path: Path, scope: Scope, name: str) -> None:
    thread = await die_in_the_tool(tmp_path, before=False)
    async with PlatformFixture(tmp_path) as platform:
        await platform.app.place_hold(scope, name, by="max")
        await restart(platform)
        (settled,) = [event for event in platform.log(thread) if isinstance(event, e.OutcomeSettled)]
        assert settled.happened
        assert platform.model.seen == []
