"""The tools of `bot.core.mcp.tool_table` over the API: a client may do here exactly as much as its key may do there."""

from collections.abc import Callable, Mapping, Sequence

import mcp_types as types
from mcp.server.context import HandlerResult
from mcp.server.request_state import RequestStateSecurity
from mcp.shared.exceptions import MCPError

from bot.core.base_types import JSON
from bot.core.errors import CountersignError, NotUnderstood
from bot.core.mcp.request_results import (
    ANSWER_SCHEMA,
    RequestReading,
    describe_request,
    describe_task,
    find_task_status,
    make_request_url,
)
from bot.core.mcp.tool_table import (
    MAX_ID,
    TOOLS,
    USUAL_WAIT,
    ReportToMake,
    RequestToRead,
    ToolEntry,
    make_draft_body,
    read_arguments_of,
)
from bot.http.api_client import ApiClient, ApiNotFound
from bot.http.mcp.tool_and_task_server import (
    CallContext,
    ServedTool,
    has_tasks,
    make_unknown_task,
    may_open_urls,
)

SERVER = "countersign"
"""The name of the server, and the audience of the sealed states."""
STATE_SECONDS = 3600.0
"""Seconds in which a client may come back with a sealed state. A later one reads its request by `get_request`."""
STATE_PURPOSE = b"mcp request state"
"""The purpose of the keys that seal states, see `bot.secret_keys`."""
PAGE = "page"
"""The key of the input request that asks a client to open the page of a request."""


class RequestTools:
    """The tools and tasks. `connect` returns the API client with the key of the caller of this request.

    `origin` is the URL of the server that people open, without a slash at its end.
    """

    def __init__(self, connect: Callable[[CallContext], ApiClient], origin: str) -> None:
        self.connect, self.origin = connect, origin

    def list_tools(self) -> Sequence[ServedTool]:
        """The tools as `build_protocol_server` takes them."""
        return [ServedTool(_define(entry), self.call_tool) for entry in TOOLS.values()]

    async def call_tool(self, ctx: CallContext, params: types.CallToolRequestParams) -> HandlerResult:
        """Answer a call. A refusal by the API is a result with `isError`, which a model can read and correct."""
        entry, api = TOOLS[params.name], self.connect(ctx)
        try:
            read = read_arguments_of(entry, params.arguments or {})
            match read:
                case RequestToRead(request_id=id, wait_seconds=seconds):
                    return self._describe(await self._read(api, id, seconds))
                case ReportToMake(request_id=id, status=status, text=text):
                    body = {"status": status, "text": text}
                    return self._describe(_parse(await api.post("requests", _check_id(id), "execution", body=body)))
            if params.request_state is not None:  # the second round: the client has opened the page, or has not
                has_answer = PAGE in (params.input_responses or {})
                found = await self._read(api, params.request_state, USUAL_WAIT if has_answer else 0)
                is_told = has_answer or found.status != "pending"
                return self._describe(found) if is_told else self._ask_to_open(found)
            asked = _parse(await api.post("requests", body=make_draft_body(entry, read)))
            if has_tasks(ctx):
                return {"resultType": "task", **describe_task(asked, self.origin)}
            return self._ask_to_open(asked) if may_open_urls(ctx) else self._describe(asked)
        except CountersignError as error:
            return types.CallToolResult(content=[types.TextContent(type="text", text=str(error))], is_error=True)

    async def get_task(self, ctx: CallContext, id: str) -> dict[str, JSON]:
        found = await self._find_task(ctx, id)
        task = describe_task(found, self.origin)
        if find_task_status(found) == "completed":
            task["result"] = self._describe(found).model_dump(mode="json", by_alias=True, exclude_none=True)
        return task

    async def update_task(self, ctx: CallContext, id: str, responses: Mapping[str, JSON]) -> None:
        """Nothing is asked of the client here, so its answers are ignored: they decide nothing."""
        await self._find_task(ctx, id)

    async def cancel_task(self, ctx: CallContext, id: str) -> None:
        found = await self._find_task(ctx, id)
        if found.status != "pending":
            return
        try:
            await self.connect(ctx).post("requests", id, "cancel")
        except CountersignError:  # people were faster, or the request is another program's: it stays as it is
            await self._find_task(ctx, id)

    async def _find_task(self, ctx: CallContext, id: str) -> RequestReading:
        try:
            return await self._read(self.connect(ctx), id, 0)
        except (ApiNotFound, NotUnderstood) as error:
            raise make_unknown_task() from error
        except CountersignError as error:
            raise MCPError(types.INTERNAL_ERROR, str(error)) from error

    async def _read(self, api: ApiClient, id: str, seconds: int) -> RequestReading:
        return _parse(await api.read("requests", _check_id(id), wait=seconds or None))

    def _describe(self, request: RequestReading) -> types.CallToolResult:
        text, structured = describe_request(request, self.origin)
        return types.CallToolResult(
            content=[types.TextContent(type="text", text=text)], structured_content=structured, is_error=False
        )

    def _ask_to_open(self, request: RequestReading) -> types.InputRequiredResult:
        """Ask the client to open the page of the request, where people decide after they signed in."""
        page = types.ElicitRequestURLParams(
            message="People decide this on the page of the request, signed in. Opening it decides nothing.",
            url=make_request_url(request, self.origin),
        )
        return types.InputRequiredResult(
            input_requests={PAGE: types.ElicitRequest(params=page)}, request_state=request.id
        )


def make_state_security(keys: Sequence[bytes], bind: Callable[[CallContext], str | None]) -> RequestStateSecurity:
    """The sealing of states by these keys of the installation, the current one first. `bind` names the caller's key."""
    return RequestStateSecurity(keys=list(keys), ttl=STATE_SECONDS, bind_principal=bind)


def _check_id(id: str) -> str:
    if not 0 < len(id) <= MAX_ID:
        raise NotUnderstood(f"The id of a request has 1 to {MAX_ID} characters; this one has {len(id)}.")
    return id


def _parse(body: JSON) -> RequestReading:
    return RequestReading.model_validate(body)


def _define(entry: ToolEntry) -> types.Tool:
    return types.Tool(
        name=entry.name,
        title=entry.title,
        description=entry.about,
        input_schema=entry.input_schema,
        output_schema=ANSWER_SCHEMA,
        annotations=types.ToolAnnotations(
            read_only_hint=entry.only_reads, destructive_hint=False, idempotent_hint=entry.only_reads
        ),
    )
