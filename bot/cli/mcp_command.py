"""The verb `mcp`: the tools of `/mcp` over stdin and stdout, for a client that starts programs. It calls a server."""

from typing import Annotated

import typer

from bot.cli.api_connection import connect_server, is_remote
from bot.cli.command_options import make_command
from bot.core.errors import CannotStart
from bot.core.mcp.tool_table import INSTRUCTIONS, LONGEST_WAIT
from bot.garbage_collection import pause_collector
from bot.secret_keys import SecretKeys
from bot.settings import read_settings

PATIENCE = LONGEST_WAIT + 15.0
"""Seconds in which the server must answer, also a request that waits for people."""


@make_command
async def mcp(
    permission_prompts: Annotated[
        bool, typer.Option("--permission-prompts", help="Serve permission_prompt alone, for Claude Code.")
    ] = False,
    policy: Annotated[str, typer.Option(help="Of permission_prompt: the policy.", show_default=False)] = "",
) -> None:
    """Serve the tools of `/mcp` on stdin and stdout, for an MCP client that starts this command."""
    settings = read_settings()
    if not is_remote(settings):
        raise CannotStart(
            "`countersign mcp` calls a running server. Set COUNTERSIGN_URL to its address and COUNTERSIGN_API_KEY to a"
            " key of the scope agent."
        )
    if permission_prompts:
        from bot.cli.permission_prompt_server import serve_permission_prompts

        url = (settings.url or settings.base_url).rstrip("/")
        await serve_permission_prompts(url, settings.api_key.get_secret_value(), policy or None)
        return
    with pause_collector():
        from mcp.server.stdio import stdio_server

        from bot.http.mcp.request_tools import SERVER, STATE_PURPOSE, RequestTools, make_state_security
        from bot.http.mcp.tool_and_task_server import build_protocol_server

    # States are sealed by a key of the API key: one that was sealed before a restart opens, and only for this key.
    keys = SecretKeys((settings.api_key.get_secret_value(),)).derive_keys(STATE_PURPOSE)
    async with connect_server(settings, PATIENCE) as api:
        tools = RequestTools(lambda ctx: api, (settings.url or settings.base_url).rstrip("/"))
        security = make_state_security(keys, lambda ctx: None)
        server = build_protocol_server(SERVER, INSTRUCTIONS, tools.list_tools(), tools, security)
        async with stdio_server() as (reading, writing):
            await server.run(reading, writing, server.create_initialization_options())
