"""Tools, models and processes that fail as a test wants them to."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.core.agent import Agent, ProbeResult, Tool, ToolContext
from bot.engine.repository.startup_and_hourly_upkeep import sweep_threads
from tests.platform_fixture import MANAGERS, LookStep, OutsideLedger, PlatformFixture, PushStep, agent, choose

Run = Callable[[PushStep, ToolContext], Awaitable[str]]
Read = Callable[[LookStep, ToolContext], Awaitable[str]]


class Died(BaseException):
    """The process ended here. No code of the platform catches it."""


async def restart(platform: PlatformFixture) -> None:
    """The start of the next process."""
    await sweep_threads(platform.app.repository)
    await platform.settle()


async def approved(platform: PlatformFixture, **given: Any) -> str:
    """A thread whose push was approved and not yet run."""
    thread = await platform.launch(**given)
    (request,) = await platform.pending()
    await platform.decide(request)
    return thread


def failing(ledger: OutsideLedger, *faults: BaseException | None, before: bool = False) -> Run:
    """A push that writes its line and then meets each of these faults in turn; with `before`, meets them instead."""
    left = list(faults)

    async def push(step: PushStep, at: ToolContext) -> str:
        fault = left.pop(0) if left else None
        if fault is not None and before:
            raise fault
        ledger.write(f"{at.call} {step.tag} {step.commit}")
        if fault is not None:
            raise fault
        return "pushed"

    return push


async def says(probed: ProbeResult | BaseException) -> ProbeResult:
    if isinstance(probed, BaseException):
        raise probed
    return probed


def reader(*results: Any) -> Read:
    left = list(results)

    async def look(step: LookStep, at: ToolContext) -> str:
        found = left.pop(0) if left else "c0"
        if isinstance(found, BaseException):
            raise found
        answer: str = found
        return answer

    return look


def with_tools(folder: Path, look: Read | None = None, **push: Any) -> Agent:
    ledger = OutsideLedger(folder / "ledger")
    run = push.pop("run", None) or failing(ledger)
    tools = (
        Tool(step=LookStep, run=look or reader()),
        Tool(step=PushStep, run=run, writes=True, policy=push.pop("policy", MANAGERS), **push),
    )
    return agent(ledger, tools=tools)


async def die_in_the_tool(folder: Path, *, before: bool, **push: Any) -> str:
    """A first life that ends within the approved push, before or after its effect. Returns the thread."""
    run = failing(OutsideLedger(folder / "ledger"), Died(), before=before)
    async with PlatformFixture(
        folder, choose("push", tag="v1"), agents=[with_tools(folder, run=run, **push)]
    ) as platform:
        thread = await approved(platform)
        with pytest.raises(Died):
            await platform.app.worker.handlers["turn"](thread)
        assert platform.types(thread)[-1] == "ToolStarted"
    return thread
