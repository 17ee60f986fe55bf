# mypy: ignore-errors
"""An agent on the client of `mcp` 1, which knows the version with sessions only. Runs in an environment of its own.

It asks for an approval and reads the request until people have decided, also while the server is away. Each line that it
prints is a JSON object.
"""

import asyncio
import json
import os
import sys
from contextlib import asynccontextmanager

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamablehttp_client

REFUND = {"title": "Refund {amount} EUR to {customer}", "arguments": {"customer": "ada", "amount": 240}}


@asynccontextmanager
async def connect(where):
    if where.startswith("http"):
        headers = {"Authorization": f"Bearer {os.environ['COUNTERSIGN_API_KEY']}"}
        wire = streamablehttp_client(where, headers=headers)
        async with wire as (reading, writing, _), ClientSession(reading, writing) as session:
            await session.initialize()
            yield session
    else:
        given = StdioServerParameters(command=where, args=["-m", "bot", "mcp"], env=dict(os.environ))
        async with stdio_client(given) as (reading, writing), ClientSession(reading, writing) as session:
            await session.initialize()
            yield session


async def read_until_decided(where, id):
    while True:
        try:
            async with connect(where) as session:
                while True:
                    read = await session.call_tool("get_request", {"request_id": id, "wait_seconds": 20})
                    if not read.isError and read.structuredContent["status"] != "pending":
                        return read.structuredContent
                    await asyncio.sleep(0.1)
        except Exception:  # noqa: BLE001  the server is away
            await asyncio.sleep(0.3)


async def main(where):
    async with connect(where) as session:
        tools = await session.list_tools()
        print(json.dumps({"tools": [tool.name for tool in tools.tools]}), flush=True)
        asked = await session.call_tool("request_approval", REFUND)
    print(json.dumps(asked.structuredContent), flush=True)
    print(json.dumps(await read_until_decided(where, asked.structuredContent["request_id"])), flush=True)


asyncio.run(main(sys.argv[1]))
