"""An agent on the client of `mcp` 2, in either version of the protocol. Runs in an environment of its own.

It asks for an approval and reads the request until people have decided, also while the server is away. Each line that it
prints is a JSON object. The second argument is the mode: auto or legacy.
"""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx2
from mcp import StdioServerParameters
from mcp.client import Client
from mcp.client.streamable_http import streamable_http_client

REFUND = {"title": "Refund {amount} EUR to {customer}", "arguments": {"customer": "ada", "amount": 240}}


@asynccontextmanager
async def connect(where: str, mode: str) -> AsyncIterator[Client]:
    if where.startswith("http"):
        headers = {"Authorization": f"Bearer {os.environ['COUNTERSIGN_API_KEY']}"}
        async with (
            httpx2.AsyncClient(headers=headers, timeout=70, trust_env=False) as http,
            Client(streamable_http_client(where, http_client=http), mode=mode) as client,
        ):
            yield client
    else:
        given = StdioServerParameters(command=where, args=["-m", "bot", "mcp"], env=dict(os.environ))
        async with Client(given, mode=mode) as client:
            yield client


async def read_until_decided(where: str, mode: str, id: str) -> Any:
    while True:
        try:
            async with connect(where, mode) as client:
                while True:
                    read = await client.call_tool("get_request", {"request_id": id, "wait_seconds": 20})
                    if not read.is_error and read.structured_content["status"] != "pending":
                        return read.structured_content
                    await asyncio.sleep(0.1)
        except Exception:  # noqa: BLE001  the server is away
            await asyncio.sleep(0.3)


async def main(where: str, mode: str) -> None:
    async with connect(where, mode) as client:
        tools = await client.list_tools()
        print(
            json.dumps({"tools": [tool.name for tool in tools.tools], "version": client.protocol_version}), flush=True
        )
        asked = await client.call_tool("request_approval", REFUND)
    print(json.dumps(asked.structured_content), flush=True)
    print(json.dumps(await read_until_decided(where, mode, asked.structured_content["request_id"])), flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
