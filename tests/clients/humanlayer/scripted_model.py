"""A model behind chat completions, for agents of any framework: it calls the tools that the user names as JSON
(`[["refund", {…}], …]`), and then repeats what the tools returned."""

import json
from typing import Any


def answer_chat(_: str, body: bytes) -> bytes:
    """The body of a chat completion for the body of its request."""
    messages = json.loads(body)["messages"]
    results = [read_text(each["content"]) for each in messages if each["role"] == "tool"]
    message: dict[str, Any] = {"role": "assistant", "content": " | ".join(results) or None}
    if not results:
        (wanted,) = [read_text(each["content"]) for each in messages if each["role"] == "user"]
        calls = [
            {"id": f"call_{n}", "type": "function", "function": {"name": name, "arguments": json.dumps(given)}}
            for n, (name, given) in enumerate(json.loads(wanted))
        ]
        message = {**message, "tool_calls": calls}
    choice = {"index": 0, "message": message, "finish_reason": "stop" if results else "tool_calls"}
    usage = {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}
    whole = {"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice], "usage": usage}
    return json.dumps(whole).encode()


def read_text(content: Any) -> str:
    """The text of a message, which some clients send as a list of parts."""
    return content if isinstance(content, str) else "".join(part["text"] for part in content)
