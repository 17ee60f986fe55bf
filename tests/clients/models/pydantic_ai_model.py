"""Pydantic AI's own model for tests."""

import json

from pydantic_ai.messages import ModelResponse, TextPart, ToolCallPart
from pydantic_ai.models.function import FunctionModel


def answer(messages, _):
    parts = [part for message in messages for part in message.parts]
    results = [str(part.content) for part in parts if part.part_kind in ("tool-return", "retry-prompt")]
    if results:
        return ModelResponse(parts=[TextPart(" | ".join(results))])
    (text,) = [part.content for part in parts if part.part_kind == "user-prompt"]
    return ModelResponse(parts=[ToolCallPart(name, arguments) for name, arguments in json.loads(text)])


model = FunctionModel(answer)
