"""Model endpoints on the loopback that replay turns in the wire form of their vendors: Anthropic's messages and OpenAI's
responses, both as server-sent events. A turn is a text, or the calls of tools."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any, NamedTuple


class ModelCall(NamedTuple):
    """A call of a tool that the model makes."""

    id: str
    tool: str
    arguments: dict[str, Any]


Turn = str | list[ModelCall]


@dataclass
class ReplayedModel:
    """Answers the requests of an agent with `turns`, in their order, and keeps the requests. After the last one: a text."""

    turns: list[Turn]
    asked: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""
    _lock: Lock = field(default_factory=Lock)

    def choose(self, body: dict[str, Any]) -> Turn:
        with self._lock:
            if not body.get("tools"):
                return "A title."
            self.asked.append(body)
            return self.turns.pop(0) if self.turns else "Done."


def write_anthropic(turn: Turn) -> list[tuple[str, dict[str, Any]]]:
    """The events of `POST /v1/messages` with `stream: true`."""
    start = {"id": "msg_1", "type": "message", "role": "assistant", "model": "fake", "content": []}
    usage = {"input_tokens": 1, "output_tokens": 1}
    events: list[tuple[str, dict[str, Any]]] = [("message_start", {"message": {**start, "usage": usage}})]
    blocks: list[tuple[dict[str, Any], dict[str, Any]]] = (
        [({"type": "text", "text": ""}, {"type": "text_delta", "text": turn})]
        if isinstance(turn, str)
        else [
            (
                {"type": "tool_use", "id": each.id, "name": each.tool, "input": {}},
                {"type": "input_json_delta", "partial_json": json.dumps(each.arguments)},
            )
            for each in turn
        ]
    )
    for index, (block, delta) in enumerate(blocks):
        events.append(("content_block_start", {"index": index, "content_block": block}))
        events.append(("content_block_delta", {"index": index, "delta": delta}))
        events.append(("content_block_stop", {"index": index}))
    reason = "end_turn" if isinstance(turn, str) else "tool_use"
    events.append(("message_delta", {"delta": {"stop_reason": reason, "stop_sequence": None}, "usage": usage}))
    return [*events, ("message_stop", {})]


def write_openai(turn: Turn) -> list[tuple[str, dict[str, Any]]]:
    """The events of `POST /v1/responses` with `stream: true`."""
    items: list[dict[str, Any]] = (
        [{"type": "message", "role": "assistant", "id": "m", "content": [{"type": "output_text", "text": turn}]}]
        if isinstance(turn, str)
        else [
            {"type": "function_call", "call_id": each.id, "name": each.tool, "arguments": json.dumps(each.arguments)}
            for each in turn
        ]
    )
    usage = {"input_tokens": 1, "output_tokens": 1, "total_tokens": 2}
    done = [("response.output_item.done", {"item": item}) for item in items]
    return [
        ("response.created", {"response": {"id": "r"}}),
        *done,
        ("response.completed", {"response": {"id": "r", "usage": usage}}),
    ]


@contextmanager
def replaying(turns: list[Turn]) -> Iterator[ReplayedModel]:
    """Both endpoints, on a free port."""
    model = ReplayedModel(turns)

    class Endpoint(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            path = self.path.partition("?")[0]
            if path not in ("/v1/messages", "/v1/responses"):
                self.send_error(404)
                return
            turn = model.choose(body)
            events = write_anthropic(turn) if path == "/v1/messages" else write_openai(turn)
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Connection", "close")
            self.end_headers()
            for name, data in events:
                self.wfile.write(f"event: {name}\ndata: {json.dumps({'type': name, **data})}\n\n".encode())

        def do_GET(self) -> None:
            self.send_error(404)

        def do_HEAD(self) -> None:
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Endpoint) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        model.url = f"http://127.0.0.1:{server.server_port}"
        try:
            yield model
        finally:
            server.shutdown()
            thread.join()
