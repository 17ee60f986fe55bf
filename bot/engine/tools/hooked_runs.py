"""Runs a tool between the hooks of its agent."""

import asyncio
from typing import NamedTuple

from bot.core import events as e
from bot.core.agent import Agent, Tool, ToolContext
from bot.core.errors import ToolError
from bot.core.hooks import HookContext
from bot.core.steps import Step
from bot.engine.step_hooks import ask_before_tool, condense_result
from bot.engine.tools.result_text import SecretHider, limit_result


class HookStopped(ToolError):
    """{0}"""

    def __init__(self, why: str, applied: tuple[e.HookApplied, ...] = ()) -> None:
        super().__init__(why)
        self.applied = applied


class HookedResult(NamedTuple):
    """The result that the model reads, and the events of the hooks."""

    result: str
    applied: tuple[e.HookApplied, ...] = ()


async def require_run(agent: Agent, tool: Tool[Step], step: Step, at: HookContext) -> HookedResult | None:
    """Ask the hooks before a tool: a result that is used in place of its run, or None. Raises `HookStopped`."""
    said = await ask_before_tool(agent, tool, step, at)
    if said.stopped:
        raise HookStopped(said.stopped, said.applied)
    if said.kept is None:
        return None
    head = f"[kept from {said.kept.fetched:%Y-%m-%dT%H:%M:%SZ}, not read again]"
    return HookedResult(f"{head}\n{limit_result(said.kept.result)}", said.applied)


async def run_reading_tool(
    agent: Agent, tool: Tool[Step], step: Step, at: ToolContext, hooked: HookContext, hide: SecretHider
) -> HookedResult:
    """Run a tool without a gate, or take a kept result. Raises `HookStopped`, and the errors of the tool."""
    if agent.hooks.before_tool and (kept := await require_run(agent, tool, step, hooked)) is not None:
        return kept
    async with asyncio.timeout(tool.timeout.total_seconds()):
        result = limit_result(await tool.run(step, at), hide)
    if not agent.hooks.after_tool:
        return HookedResult(result)
    return HookedResult(*await condense_result(agent, step, result, hooked))
