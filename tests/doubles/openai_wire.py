"""An OpenAI-compatible server on the loopback: it speaks the wire format, follows a script and keeps every raw request.

    async with OpenAIWire(completion(call("reply", '{"message": "Hello."}'))) as wire:
        model = OpenAIModel(api_key="sk-test", base_url=wire.base_url, model="gpt-test")

The script's replies are sent in order; the last one is sent again for ever. A reply may be a function of the request.
"""

import asyncio
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Self, TypeAlias


@dataclass(frozen=True)
class Received:
    """One request as it came: header names in lower case, the body's very bytes."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Reply:
    """The reaction of the server to one request. `delay`: seconds before it answers; `drop` hangs up without a word.

    `drip` sends the head and then one space at a time, every that many seconds, for ever. `flood` is sent behind the body again and
    again, without a pause or an end.
    """

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})
    delay: float = 0.0
    drop: bool = False
    drip: float | None = None
    flood: bytes = b""


Scripted: TypeAlias = Reply | Callable[[Received], Reply]


def call(name: str | None, arguments: Any) -> dict[str, Any]:
    """A tool call of an assistant's message. `arguments` is a string on a well-behaved server."""
    return {"id": "call_1", "type": "function", "function": {"name": name, "arguments": arguments}}


def completion(*calls: dict[str, Any], content: Any = None, finish: str | None = None, **message: Any) -> Reply:
    """A whole chat completion with these tool calls; other fields of the message by name."""
    said = {"role": "assistant", "content": content, **({"tool_calls": list(calls)} if calls else {}), **message}
    choice = {"index": 0, "message": said, "finish_reason": finish or ("tool_calls" if calls else "stop")}
    usage = {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}
    return reply({"id": "chatcmpl-1", "object": "chat.completion", "choices": [choice], "usage": usage})


def reply(body: Any, status: int = 200, **headers: str) -> Reply:
    """Any JSON; header names are written with underscores."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(json.dumps(body).encode(), status, {"Content-Type": "application/json", **named})


def failure(status: int, message: str, **headers: str) -> Reply:
    """An error as OpenAI writes it. Retries come after 1 ms, unless `headers` say otherwise."""
    error = {"message": message, "type": "some_error", "param": None, "code": None}
    return reply({"error": error}, status, **{"retry_after_ms": "1", **headers})


class OpenAIWire:
    """The server, as an async context manager on a free port of 127.0.0.1."""

    def __init__(self, *script: Scripted) -> None:
        self.script = list(script)
        self.received: list[Received] = []
        self._open: set[asyncio.StreamWriter] = set()
        self._closing = asyncio.Event()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/v1"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._closing.set()
        self._server.close()
        for writer in list(self._open):
            writer.close()
        await self._server.wait_closed()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            while (received := await _read(reader)) and await self._answer(received, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client has hung up, as some tests want
        finally:
            self._open.discard(writer)
            writer.close()

    async def _answer(self, received: Received, writer: asyncio.StreamWriter) -> bool:
        """Whether the connection stays open."""
        self.received.append(received)
        scripted = self.script[min(len(self.received), len(self.script)) - 1]
        reply = scripted if isinstance(scripted, Reply) else scripted(received)
        await self._pause(reply.delay)
        if reply.drop or self._closing.is_set():
            return False
        writer.write(_head(reply) + reply.body)
        while reply.drip is not None and not self._closing.is_set():
            await self._pause(reply.drip)
            writer.write(b" ")
            await writer.drain()
        while reply.flood and not self._closing.is_set():
            writer.write(reply.flood)
            await writer.drain()
        await writer.drain()
        return reply.drip is None

    async def _pause(self, seconds: float) -> None:
        """Wait, but not beyond the server's own end."""
        if seconds:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._closing.wait(), seconds)


async def _read(reader: asyncio.StreamReader) -> Received | None:
    head = await reader.readuntil(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").strip().split("\r\n")
    method, path, _ = first.split(" ", 2)
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Received(method, path, headers, body)


def _head(reply: Reply) -> bytes:
    length = len(reply.body) if reply.drip is None else 1_000_000
    lines = [f"HTTP/1.1 {reply.status} Scripted", "Connection: close" if reply.flood else f"Content-Length: {length}"]
    lines += [f"{name}: {value}" for name, value in reply.headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")
