"""Values and short forms that the fixtures of the conformance kit share. The kit states each of them in its scenarios."""

from collections.abc import Mapping
from typing import Any

import mcp_types as t

from bot.http.mcp.tool_and_task_server import CallContext, CallTool, ServedTool

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg=="
"""One red pixel."""
WAV = "UklGRiQAAABXQVZFZm10IBAAAAABAAEARKwAAIhYAQACABAAZGF0YQAAAAA="
"""No sample."""
TEXT: dict[str, Any] = {"type": "string"}


def text_result(*texts: str, is_error: bool = False) -> t.CallToolResult:
    return t.CallToolResult(content=[t.TextContent(type="text", text=each) for each in texts], is_error=is_error)


def tool(name: str, call: CallTool, schema: Mapping[str, Any] | None = None) -> ServedTool:
    """A tool with these arguments: their schemas by their names, or a whole schema."""
    given = dict(schema or {})
    whole = given if "type" in given else {"type": "object", "properties": given}
    return ServedTool(t.Tool(name=name, description=f"The kit's fixture {name}.", input_schema=whole), call)


def form(message: str, fields: Mapping[str, Any], required: bool = True) -> t.ElicitRequest:
    schema = {"type": "object", "properties": dict(fields), **({"required": list(fields)} if required else {})}
    return t.ElicitRequest(params=t.ElicitRequestFormParams(message=message, requested_schema=schema))


def sample(text: str, most: int = 100) -> t.CreateMessageRequest:
    said = t.SamplingMessage(role="user", content=t.TextContent(type="text", text=text))
    return t.CreateMessageRequest(params=t.CreateMessageRequestParams(messages=[said], max_tokens=most))


def content_of(params: Any, key: str, field: str) -> Any:
    """The value of a field of an accepted form; None when there is no such answer, or it is no form."""
    answer = dump((params.input_responses or {}).get(key))
    content = answer.get("content") if isinstance(answer, dict) and answer.get("action") == "accept" else None
    return content.get(field) if isinstance(content, dict) else None


def dump(value: Any) -> Any:
    return value.model_dump(by_alias=True, mode="json") if hasattr(value, "model_dump") else value


def capabilities_of(ctx: CallContext) -> t.ClientCapabilities:
    return ctx.session.client_capabilities or t.ClientCapabilities()
