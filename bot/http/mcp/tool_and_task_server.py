"""A server of the protocol from a table of tools and a store of tasks. It serves both versions, over HTTP and stdio.

`mcp` does the wire. The tasks extension (SEP-2663) is ours: `mcp` does not have it.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from importlib import metadata
from typing import Any, NamedTuple, Protocol, TypeAlias

import mcp_types as types
from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.server.request_state import RequestStateBoundary, RequestStateSecurity
from mcp.shared.exceptions import MCPError
from mcp_types.version import LATEST_HANDSHAKE_VERSION, LATEST_MODERN_VERSION
from pydantic import Field

from bot.core.base_types import JSON

TASKS = "io.modelcontextprotocol/tasks"
"""The name of the tasks extension."""

CallContext: TypeAlias = ServerRequestContext[Any, Any]
"""The request that is answered: its version, the capabilities of its client, and over HTTP its headers."""
CallTool: TypeAlias = Callable[[CallContext, types.CallToolRequestParams], Awaitable[HandlerResult]]


class ServedTool(NamedTuple):
    """A tool as clients list it, and the function that answers a call of it."""

    definition: types.Tool
    call: CallTool


class TaskStore(Protocol):
    """The tasks of clients. An unknown task, and that of another caller, raise `make_unknown_task()`."""

    async def get_task(self, ctx: CallContext, id: str) -> dict[str, JSON]:
        """The task with its `result`, `error` or `inputRequests`."""

    async def update_task(self, ctx: CallContext, id: str, responses: Mapping[str, JSON]) -> None:
        """Take answers to input requests. Unknown and answered keys are ignored."""

    async def cancel_task(self, ctx: CallContext, id: str) -> None:
        """Cancel the task if it can still be."""


class TaskParams(types.RequestParams):
    task_id: str


class TaskUpdateParams(TaskParams):
    input_responses: dict[str, Any] = Field(default={})


def build_protocol_server(
    name: str, instructions: str, tools: Sequence[ServedTool], tasks: TaskStore, security: RequestStateSecurity
) -> Server[Any]:
    """The server of these tools and tasks. `security` seals the `requestState` of calls that ask their client for input."""
    named = {tool.definition.name: tool for tool in tools}

    async def list_tools(ctx: CallContext, params: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[tool.definition for tool in tools])

    def find_schema(name: str) -> dict[str, Any] | None:
        return named[name].definition.input_schema if name in named else None

    server: Server[Any] = Server(
        name,
        version=metadata.version("countersign"),
        instructions=instructions,
        on_list_tools=list_tools,
        get_tool_input_schema=find_schema,
    )

    async def call_tool(ctx: CallContext, params: types.CallToolRequestParams) -> HandlerResult:
        if (tool := named.get(params.name)) is None:
            raise MCPError(types.INVALID_PARAMS, f"There is no tool {params.name[:100]!r}.")
        return await tool.call(ctx, params)

    server.add_request_handler("tools/call", types.CallToolRequestParams, call_tool)
    server.middleware.append(RequestStateBoundary(security, default_audience=name))
    server.middleware.append(list_both_versions)
    _add_task_methods(server, tasks)
    return server


async def list_both_versions(ctx: CallContext, call_next: CallNext) -> HandlerResult:
    """Middleware: `server/discover` names the version with a handshake too, which `mcp` serves and does not list."""
    result = await call_next(ctx)
    if ctx.method != "server/discover" or not isinstance(result, dict):
        return result
    return {**result, "supportedVersions": [*result["supportedVersions"], LATEST_HANDSHAKE_VERSION]}


def is_modern(ctx: CallContext) -> bool:
    """Whether the request has no session: it may be answered by `input_required` and by a task."""
    return ctx.protocol_version == LATEST_MODERN_VERSION


def has_tasks(ctx: CallContext) -> bool:
    """Whether this request's client takes tasks."""
    capabilities = ctx.session.client_capabilities
    return is_modern(ctx) and capabilities is not None and TASKS in (capabilities.extensions or {})


def may_open_urls(ctx: CallContext) -> bool:
    """Whether this request's client opens a page for its person, and the answer may ask for it."""
    capabilities = ctx.session.client_capabilities
    elicitation = capabilities.elicitation if capabilities else None
    return is_modern(ctx) and elicitation is not None and elicitation.url is not None


def require_tasks(ctx: CallContext) -> None:
    """Raises the protocol's error -32021 when this request's client did not declare the tasks extension."""
    if not has_tasks(ctx):
        needed = types.ClientCapabilities(extensions={TASKS: {}})
        data = types.MissingRequiredClientCapabilityErrorData(required_capabilities=needed)
        raise MCPError(
            types.MISSING_REQUIRED_CLIENT_CAPABILITY,
            f"The client did not declare the extension {TASKS}.",
            data.model_dump(by_alias=True, mode="json", exclude_none=True),
        )


def make_unknown_task() -> MCPError:
    """The error of a task that does not exist, or that another caller made."""
    return MCPError(types.INVALID_PARAMS, "There is no such task.")


def _add_task_methods(server: Server[Any], tasks: TaskStore) -> None:
    def admit(ctx: CallContext, params: TaskParams) -> str:
        if not is_modern(ctx):
            raise MCPError(types.METHOD_NOT_FOUND, "Method not found", ctx.method)
        require_tasks(ctx)
        if ctx.request is not None and ctx.request.headers.get("mcp-name") != params.task_id:
            raise MCPError(types.HEADER_MISMATCH, "The header Mcp-Name is not the taskId of the body.")
        return params.task_id

    async def get(ctx: CallContext, params: TaskParams) -> HandlerResult:
        return {"resultType": "complete", **await tasks.get_task(ctx, admit(ctx, params))}

    async def update(ctx: CallContext, params: TaskUpdateParams) -> HandlerResult:
        await tasks.update_task(ctx, admit(ctx, params), params.input_responses)
        return {"resultType": "complete"}

    async def cancel(ctx: CallContext, params: TaskParams) -> HandlerResult:
        await tasks.cancel_task(ctx, admit(ctx, params))
        return {"resultType": "complete"}

    server.add_request_handler("tasks/get", TaskParams, get)
    server.add_request_handler("tasks/update", TaskUpdateParams, update)
    server.add_request_handler("tasks/cancel", TaskParams, cancel)
    server.extensions[TASKS] = {}
