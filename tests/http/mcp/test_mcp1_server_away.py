"""mcp1: a client of `countersign mcp` is told that the server is away, in words, and goes on."""

from pathlib import Path
from typing import Any, Literal

import httpx2
import mcp_types as types
import pytest
from mcp.client import Client
from mcp.client.extension import ClientExtension
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError

from bot.http.api_client import ApiClient
from bot.http.mcp.request_tools import RequestTools, make_state_security
from bot.http.mcp.tool_and_task_server import TASKS, build_protocol_server
from tests.cli.terminal import free_port


class TaskParams(types.RequestParams):
    task_id: str


class ReadTask(types.Request[TaskParams, Literal["tasks/get"]]):
    method: Literal["tasks/get"] = "tasks/get"
    params: TaskParams
    name_param = "taskId"


class TaskReader(ClientExtension):
    identifier = TASKS


def server_of(http: httpx2.AsyncClient) -> Server[Any]:
    tools = RequestTools(lambda ctx: ApiClient(http, None, is_inside=False), str(http.base_url))
    security = make_state_security([b"k" * 32], lambda ctx: None)
    return build_protocol_server("countersign", "", tools.list_tools(), tools, security)


async def test_mcp1_a_server_that_is_away_is_named(tmp_path: Path) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    async with (
        httpx2.AsyncClient(base_url=url, trust_env=False) as http,
        Client(server_of(http), extensions=[TaskReader()]) as client,
    ):
        for _ in range(2):
            read = await client.call_tool("get_request", {"request_id": "t1-2", "wait_seconds": 0})
            assert read.is_error
            (said,) = read.content
            assert isinstance(said, types.TextContent)
            assert url in said.text
            assert "does not answer" in said.text
        with pytest.raises(MCPError, match="does not answer"):
            await client.session.send_request(ReadTask(params=TaskParams(task_id="t1-2")), types.Result)
