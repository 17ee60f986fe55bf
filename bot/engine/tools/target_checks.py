"""Checks whether an approved call still acts on the target that people were shown."""

import asyncio
from typing import Any

from bot.core.agent import Tool
from bot.core.card.call_targets import clean_target, explain_move
from bot.core.threads.thread import ToolCall


async def find_target(tool: Tool[Any]) -> str:
    """The current target of the tool; empty: it names none. Raises the errors of the tool, ValueError for a target that
    is too long.
    """
    if tool.target is None:
        return ""
    said = await tool.target()
    return clean_target(said.encode("utf-8", "replace").decode("utf-8"))


async def find_move(tool: Tool[Any], call: ToolCall) -> str:
    """Why the approval does not cover the call's current target; empty: it does. Raises the errors of the tool."""
    if call.asked is None:
        return ""
    if tool.target is None:
        return explain_move(call, "")
    async with asyncio.timeout(tool.timeout.total_seconds()):
        return explain_move(call, await find_target(tool))


async def is_in_place(tool: Tool[Any], call: ToolCall) -> bool:
    """Whether a started call may be tried again: its target is known to be the same."""
    try:
        return not await find_move(tool, call)
    except Exception:  # noqa: BLE001  a tool is foreign code and may raise any error
        return False
