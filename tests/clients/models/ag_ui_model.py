"""Pydantic AI's own model for tests, as a stream: AG-UI agents answer in one."""

import json

from pydantic_ai.models.function import DeltaToolCall, FunctionModel


async def answer(messages, _):
    parts = [part for message in messages for part in message.parts]
    results = [str(part.content) for part in parts if part.part_kind in ("tool-return", "retry-prompt")]
    if results:
        yield " | ".join(results)
        return
    (text,) = [part.content for part in parts if part.part_kind == "user-prompt"]
    for number, (name, arguments) in enumerate(json.loads(text)):
        yield {number: DeltaToolCall(name, json.dumps(arguments), tool_call_id=f"call-{number}")}


model = FunctionModel(stream_function=answer)
