"""The tools by which the conformance kit tries `input_required` and its sealed state."""

import json
from typing import Any

import mcp_types as t

from bot.http.mcp.tool_and_task_server import CallContext, ServedTool
from tests.http.mcp.kit.fixture_values import (
    TEXT,
    capabilities_of,
    content_of,
    dump,
    form,
    sample,
    text_result,
    tool,
)

Answer = t.CallToolResult | t.InputRequiredResult
NAME = form("What is your name?", {"name": TEXT})
CONFIRM = form("Please confirm", {"ok": {"type": "boolean"}})
ROOTS = t.ListRootsRequest()


async def ask_name(ctx: CallContext, params: t.CallToolRequestParams) -> Answer:
    name = content_of(params, "user_name", "name")
    if not isinstance(name, str):
        return t.InputRequiredResult(input_requests={"user_name": NAME})
    return text_result(f"Hello, {name}!")


async def ask_model(ctx: CallContext, params: t.CallToolRequestParams) -> Answer:
    said = dump((params.input_responses or {}).get("capital_question"))
    if said is None:
        return t.InputRequiredResult(input_requests={"capital_question": sample("What is the capital of France?")})
    return text_result(json.dumps(said))


async def ask_roots(ctx: CallContext, params: t.CallToolRequestParams) -> Answer:
    said = dump((params.input_responses or {}).get("client_roots"))
    if said is None:
        return t.InputRequiredResult(input_requests={"client_roots": ROOTS})
    return text_result(json.dumps(said))


async def keep_state(ctx: CallContext, params: t.CallToolRequestParams) -> Answer:
    if params.request_state is None or content_of(params, "confirm", "ok") is None:
        return t.InputRequiredResult(input_requests={"confirm": CONFIRM}, request_state="first")
    return text_result("state-ok" if params.request_state == "first" else "wrong state")


async def ask_all(ctx: CallContext, params: t.CallToolRequestParams) -> Answer:
    asked: dict[str, Any] = {"user_name": NAME, "greeting": sample("Generate a greeting", 50), "client_roots": ROOTS}
    if missing := {key: each for key, each in asked.items() if key not in (params.input_responses or {})}:
        return t.InputRequiredResult(input_requests=missing, request_state="all")
    return text_result(json.dumps({key: dump(each) for key, each in (params.input_responses or {}).items()}))


async def ask_twice(ctx: CallContext, params: t.CallToolRequestParams) -> Answer:
    match params.request_state:
        case None:
            step = form("Step 1: What is your name?", {"name": TEXT})
            return t.InputRequiredResult(input_requests={"step1": step}, request_state='{"step": 1}')
        case '{"step": 1}':
            name = content_of(params, "step1", "name")
            step = form("Step 2: What is your favorite color?", {"color": TEXT})
            return t.InputRequiredResult(input_requests={"step2": step}, request_state=json.dumps({"name": name}))
        case state:
            return text_result(f"{json.loads(state)['name']} likes {content_of(params, 'step2', 'color')}.")


async def ask_what_is_declared(ctx: CallContext, params: t.CallToolRequestParams) -> Answer:
    declared, asked = capabilities_of(ctx), dict[str, Any]()
    if declared.elicitation is not None:
        asked["user_name"] = NAME
    if declared.sampling is not None:
        asked["greeting"] = sample("Generate a greeting", 50)
    if not asked or params.input_responses is not None:
        return text_result("Nothing to ask.")
    return t.InputRequiredResult(input_requests=asked)


INPUT_TOOLS: list[ServedTool] = [
    tool("test_input_required_result_elicitation", ask_name),
    tool("test_input_required_result_sampling", ask_model),
    tool("test_input_required_result_list_roots", ask_roots),
    tool("test_input_required_result_request_state", keep_state),
    tool("test_input_required_result_tampered_state", keep_state),
    tool("test_input_required_result_multiple_inputs", ask_all),
    tool("test_input_required_result_multi_round", ask_twice),
    tool("test_input_required_result_capabilities", ask_what_is_declared),
]
