"""Whether a call that people approved still acts on what they were shown."""

import asyncio
from typing import Any

from bot.core.agent import Tool
from bot.core.card.call_targets import clean_target, explain_move
from bot.core.threads.thread import ToolCall


async def find_target(tool: Tool[Any]) -> str:
    """What the tool acts on now; empty: it does not say. Raises what the tool raises, ValueError for a target too long."""
    if tool.target is None:
        return ""
    said = await tool.target()
    return clean_target(said.encode("utf-8", "replace").decode("utf-8"))


async def find_move(tool: Tool[Any], call: ToolCall) -> str:
    """Why its approval does not cover what the call would act on now; empty: it does. Raises what the tool raises."""
    if call.asked is None:
        return ""
    async with asyncio.timeout(tool.timeout.total_seconds()):
        return explain_move(call, await find_target(tool))


async def is_in_place(tool: Tool[Any], call: ToolCall) -> bool:
    """Whether a call that was started may be tried again: it is known to act on the same."""
    try:
        return not await find_move(tool, call)
    except Exception:  # noqa: BLE001  the tool's own code, which may raise anything
        return False
