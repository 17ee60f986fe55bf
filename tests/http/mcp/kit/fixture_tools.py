"""The tools that the conformance kit calls: content, progress, sampling and elicitation of the version with sessions."""

import json
import warnings
from typing import Any

import anyio
import mcp_types as t
from mcp.server.subscriptions import SubscriptionBus
from mcp.shared.exceptions import MCPError
from mcp.shared.subscriptions import PromptsListChanged, ToolsListChanged

from bot.http.mcp.tool_and_task_server import CallContext, ServedTool, is_modern
from tests.http.mcp.kit.fixture_values import PNG, TEXT, WAV, capabilities_of, form, sample, text_result, tool

STEPS = ((0, 0.0), (50, 0.05), (100, 0.05))
ENUMS: dict[str, Any] = {
    "untitledSingle": {"type": "string", "enum": ["option1", "option2", "option3"]},
    "titledSingle": {
        "type": "string",
        "oneOf": [
            {"const": f"value{n}", "title": f"{word} Option"} for n, word in enumerate(("First", "Second", "Third"), 1)
        ],
    },
    "legacyEnum": {
        "type": "string",
        "enum": ["opt1", "opt2", "opt3"],
        "enumNames": ["Option One", "Option Two", "Option Three"],
    },
    "untitledMulti": {"type": "array", "items": {"type": "string", "enum": ["option1", "option2", "option3"]}},
    "titledMulti": {
        "type": "array",
        "items": {"anyOf": [{"const": f"value{n}", "title": f"Choice {n}"} for n in (1, 2, 3)]},
    },
}
DEFAULTS: dict[str, Any] = {
    "name": {"type": "string", "default": "John Doe"},
    "age": {"type": "integer", "default": 30},
    "score": {"type": "number", "default": 95.5},
    "status": {"type": "string", "enum": ["active", "inactive", "pending"], "default": "active"},
    "verified": {"type": "boolean", "default": True},
}
SCHEMA_2020: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "$defs": {"address": {"$anchor": "addressDef", "type": "object", "properties": {"street": TEXT, "city": TEXT}}},
    "properties": {
        "name": TEXT,
        "address": {"$ref": "#/$defs/address"},
        "contactMethod": {"type": "string", "enum": ["phone", "email"]},
        "phone": TEXT,
        "email": TEXT,
    },
    "allOf": [{"anyOf": [{"required": ["phone"]}, {"required": ["email"]}]}],
    "if": {"properties": {"contactMethod": {"const": "phone"}}, "required": ["contactMethod"]},
    "then": {"required": ["phone"]},
    "else": {"required": ["email"]},
    "additionalProperties": False,
}
PICTURE = t.ImageContent(type="image", data=PNG, mime_type="image/png")
MIXED = t.EmbeddedResource(
    type="resource",
    resource=t.TextResourceContents(
        uri="test://mixed-content-resource", mime_type="application/json", text='{"test":"data","value":123}'
    ),
)
EMBEDDED = t.EmbeddedResource(
    type="resource",
    resource=t.TextResourceContents(
        uri="test://embedded-resource", mime_type="text/plain", text="This is an embedded resource content."
    ),
)


async def log(ctx: CallContext, text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        await ctx.session.send_log_message("info", text, related_request_id=ctx.request_id)


async def give_text(ctx: CallContext, params: t.CallToolRequestParams) -> t.CallToolResult:
    return text_result("This is a simple text response for testing.")


async def give_image(ctx: CallContext, params: t.CallToolRequestParams) -> t.CallToolResult:
    return t.CallToolResult(content=[PICTURE])


async def give_audio(ctx: CallContext, params: t.CallToolRequestParams) -> t.CallToolResult:
    return t.CallToolResult(content=[t.AudioContent(type="audio", data=WAV, mime_type="audio/wav")])


async def give_resource(ctx: CallContext, params: t.CallToolRequestParams) -> t.CallToolResult:
    return t.CallToolResult(content=[EMBEDDED])


async def give_mixed(ctx: CallContext, params: t.CallToolRequestParams) -> t.CallToolResult:
    text = t.TextContent(type="text", text="Multiple content types test:")
    return t.CallToolResult(content=[text, PICTURE, MIXED])


async def write_logs(ctx: CallContext, params: t.CallToolRequestParams) -> t.CallToolResult:
    for text in ("Tool execution started", "Tool processing data", "Tool execution completed"):
        await log(ctx, text)
        await anyio.sleep(0.05)
    return text_result("Logged.")


async def report_progress(ctx: CallContext, params: t.CallToolRequestParams) -> t.CallToolResult:
    for done, pause in STEPS:
        await anyio.sleep(pause)
        await ctx.session.report_progress(done, 100)
    return text_result("Done.")


async def fail(ctx: CallContext, params: t.CallToolRequestParams) -> t.CallToolResult:
    return text_result("This tool intentionally returns an error for testing", is_error=True)


async def ask_model(ctx: CallContext, params: t.CallToolRequestParams) -> t.CallToolResult:
    asked = sample((params.arguments or {})["prompt"]).params
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        said = await ctx.session.create_message(
            messages=asked.messages, max_tokens=asked.max_tokens, related_request_id=ctx.request_id
        )
    block = said.content
    return text_result(f"LLM response: {block.text if isinstance(block, t.TextContent) else ''}")


async def _elicit(ctx: CallContext, request: t.ElicitRequest) -> t.CallToolResult:
    assert isinstance(request.params, t.ElicitRequestFormParams)
    said = await ctx.session.elicit_form(
        request.params.message, request.params.requested_schema, related_request_id=ctx.request_id
    )
    return text_result(f"Elicitation completed: action={said.action}, content={json.dumps(said.content)}")


async def elicit(ctx: CallContext, params: t.CallToolRequestParams) -> t.CallToolResult:
    return await _elicit(ctx, form((params.arguments or {})["message"], {"username": TEXT, "email": TEXT}))


async def elicit_defaults(ctx: CallContext, params: t.CallToolRequestParams) -> t.CallToolResult:
    return await _elicit(ctx, form("Who are you?", DEFAULTS, required=False))


async def elicit_enums(ctx: CallContext, params: t.CallToolRequestParams) -> t.CallToolResult:
    return await _elicit(ctx, form("Choose.", ENUMS, required=False))


async def need_sampling(ctx: CallContext, params: t.CallToolRequestParams) -> t.CallToolResult:
    if capabilities_of(ctx).sampling is None:
        needed = t.ClientCapabilities(sampling=t.SamplingCapability())
        data = t.MissingRequiredClientCapabilityErrorData(required_capabilities=needed)
        raise MCPError(
            t.MISSING_REQUIRED_CLIENT_CAPABILITY,
            "sampling",
            data.model_dump(by_alias=True, exclude_none=True, mode="json"),
        )
    return text_result("Declared.")


async def reconnect(ctx: CallContext, params: t.CallToolRequestParams) -> t.CallToolResult:
    if ctx.close_sse_stream is not None:
        await ctx.close_sse_stream()
        await anyio.sleep(0.2)
    return text_result("Reconnected.")


async def echo(ctx: CallContext, params: t.CallToolRequestParams) -> t.CallToolResult:
    return text_result(json.dumps(params.arguments))


async def stream_elicitation(
    ctx: CallContext, params: t.CallToolRequestParams
) -> t.CallToolResult | t.InputRequiredResult:
    if is_modern(ctx) and params.input_responses is None and capabilities_of(ctx).elicitation is not None:
        return t.InputRequiredResult(input_requests={"name": form("Who?", {"name": TEXT})})
    return text_result("Hello.")


def list_plain_tools(bus: SubscriptionBus) -> list[ServedTool]:
    """`bus` tells the listeners that a list has changed."""

    async def change_tools(ctx: CallContext, params: t.CallToolRequestParams) -> t.CallToolResult:
        await bus.publish(ToolsListChanged())
        return text_result("Changed.")

    async def change_prompts(ctx: CallContext, params: t.CallToolRequestParams) -> t.CallToolResult:
        await bus.publish(PromptsListChanged())
        return text_result("Changed.")

    return [
        tool("test_simple_text", give_text),
        tool("test_image_content", give_image),
        tool("test_audio_content", give_audio),
        tool("test_embedded_resource", give_resource),
        tool("test_multiple_content_types", give_mixed),
        tool("test_tool_with_logging", write_logs),
        tool("test_logging_tool", write_logs),
        tool("test_tool_with_progress", report_progress),
        tool("test_error_handling", fail),
        tool("test_sampling", ask_model, {"prompt": TEXT}),
        tool("test_elicitation", elicit, {"message": TEXT}),
        tool("test_elicitation_sep1034_defaults", elicit_defaults),
        tool("test_elicitation_sep1330_enums", elicit_enums),
        tool("test_x_mcp_header", echo, {"region": {**TEXT, "x-mcp-header": "Region"}}),
        tool("test_missing_capability", need_sampling),
        tool("test_reconnection", reconnect),
        tool("test_streaming_elicitation", stream_elicitation),
        tool("test_trigger_tool_change", change_tools),
        tool("test_trigger_prompt_change", change_prompts),
        tool("json_schema_2020_12_tool", echo, SCHEMA_2020),
    ]
