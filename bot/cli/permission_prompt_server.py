"""The MCP server for `--permission-prompt-tool` of Claude Code: one tool, which waits for people."""

import asyncio
import json
import os
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from countersign import Countersign
from countersign.coding_agents.hook_call import HookCall
from countersign.coding_agents.hook_call_approval import HookDecision, decide_call

DEADLINE = 580.0
"""Seconds after which a call is denied. The request stands."""


async def answer_prompt(client: Countersign, call: HookCall, policy: str | None) -> str:
    """Return the decision about a call as Claude Code reads it, one JSON text. Every failure is a denial."""
    try:
        async with asyncio.timeout(DEADLINE):
            found = await decide_call(client, call, policy, may_edit=True, is_waiting=True)
    except TimeoutError:
        said = f"Nobody decided within {DEADLINE:g} seconds. A request that was asked stands"
        found = HookDecision("deny", f"{said}: make the same call again later.")
    except Exception as error:  # noqa: BLE001  a tool that fails says why, and its call does not run
        found = HookDecision("deny", f"Countersign could not ask people: {error or type(error).__name__}")
    if found.verdict != "allow":
        return json.dumps({"behavior": "deny", "message": found.reason})
    changed: Mapping[str, Any] = call.input if found.input is None else found.input
    return json.dumps({"behavior": "allow", "updatedInput": changed})


async def serve_permission_prompts(url: str, key: str, policy: str | None) -> None:
    """Serve the tool `permission_prompt` on stdin and stdout, for one session of Claude Code."""
    from mcp.server.mcpserver import MCPServer

    client, session = Countersign(url, key), uuid4().hex
    server = MCPServer(
        "countersign", instructions="Claude Code asks here before a call. Do not call its tool yourself."
    )

    async def permission_prompt(tool_name: str, input: dict[str, Any], tool_use_id: str = "") -> str:
        """Ask people whether a call may run. For --permission-prompt-tool alone."""
        return await answer_prompt(client, HookCall("Claude Code", session, tool_name, os.getcwd(), input), policy)

    server.add_tool(permission_prompt, structured_output=False)
    await server.run_stdio_async()
