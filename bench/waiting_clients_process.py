"""The clients of `bench.waiting_clients`, in a process of their own: they write a line for each decision that they hear of."""

import asyncio
import json
import sys
import time


async def follow(port: int, key: str, path: str) -> None:
    """A client: reads what comes, and writes a line for each request that it hears of as decided."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
    head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nAuthorization: Bearer {key}\r\nConnection: close\r\n\r\n"
    writer.write(head.encode())
    way = "poll" if "wait=" in path else "stream"
    while line := await reader.readline():
        if line.startswith(b"retry:"):
            print(json.dumps(["ready"]), flush=True)
        if line.startswith((b"data: {", b"{")) and b'"status":"approved"' in line.replace(b": ", b":"):
            found = json.loads(line.removeprefix(b"data: "))
            print(json.dumps([way, found["id"], time.monotonic()]), flush=True)
    writer.close()


async def follow_all(port: int, clients: list[list[str]]) -> None:
    await asyncio.gather(*(follow(port, key, path) for key, path in clients))


if __name__ == "__main__":
    asyncio.run(follow_all(*json.loads(sys.argv[1])))
