"""The server that the conformance kit tests: the product's endpoint, protocol and tasks, with the kit's tools in place of ours.

Unlike the product it keeps sessions, since the kit's tools ask their client on their own. `python -m … PORT` serves.
"""

import base64
import json
import sys
from typing import Any

import mcp_types as t
import uvicorn
from mcp.server.lowlevel import Server
from mcp.server.streamable_http import EventCallback, EventMessage, EventStore
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.subscriptions import InMemorySubscriptionBus, ListenHandler
from mcp.shared.exceptions import MCPError
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp

from bot.http.mcp.request_tools import make_state_security
from bot.http.mcp.stateless_endpoint import McpEndpoint
from bot.http.mcp.tool_and_task_server import CallContext, build_protocol_server
from bot.http.request_guard import MAX_BODY, RequestGuard
from tests.http.mcp.kit.fixture_inputs import INPUT_TOOLS
from tests.http.mcp.kit.fixture_tasks import MemoryTasks
from tests.http.mcp.kit.fixture_tools import PICTURE, list_plain_tools
from tests.http.mcp.kit.fixture_values import PNG, TEXT, content_of, form

PROMPTS: dict[str, tuple[str, ...]] = {
    "test_simple_prompt": (),
    "test_prompt_with_arguments": ("arg1", "arg2"),
    "test_prompt_with_embedded_resource": ("resourceUri",),
    "test_prompt_with_image": (),
    "test_input_required_result_prompt": (),
}
RESOURCES = {
    "test://static-text": "text/plain",
    "test://static-binary": "image/png",
    "test://watched-resource": "text/plain",
}


class MemoryEvents(EventStore):
    """The messages of sessions, so that a client that lost its stream reads them again."""

    def __init__(self) -> None:
        self.events: list[tuple[str, Any]] = []

    async def store_event(self, stream_id: str, message: Any) -> str:
        self.events.append((stream_id, message))
        return str(len(self.events))

    async def replay_events_after(self, last_event_id: str, send_callback: EventCallback) -> str | None:
        stream = self.events[int(last_event_id) - 1][0]
        for number, (other, message) in enumerate(self.events, 1):
            if number > int(last_event_id) and other == stream and message is not None:
                await send_callback(EventMessage(message, str(number)))
        return stream


def say(text: str) -> t.PromptMessage:
    return t.PromptMessage(role="user", content=t.TextContent(type="text", text=text))


async def list_prompts(ctx: CallContext, params: Any) -> t.ListPromptsResult:
    prompts = [
        t.Prompt(name=name, description=name, arguments=[t.PromptArgument(name=each, required=True) for each in given])
        for name, given in PROMPTS.items()
    ]
    return t.ListPromptsResult(prompts=prompts)


async def get_prompt(ctx: CallContext, params: t.GetPromptRequestParams) -> t.GetPromptResult | t.InputRequiredResult:
    given = params.arguments or {}
    match params.name:
        case "test_simple_prompt":
            messages = [say("This is a simple prompt for testing.")]
        case "test_prompt_with_arguments":
            messages = [say(f"Prompt with arguments: arg1='{given['arg1']}', arg2='{given['arg2']}'")]
        case "test_prompt_with_embedded_resource":
            text = "Embedded resource content for testing."
            held = t.TextResourceContents(uri=given["resourceUri"], mime_type="text/plain", text=text)
            embedded = t.EmbeddedResource(type="resource", resource=held)
            messages = [
                t.PromptMessage(role="user", content=embedded),
                say("Please process the embedded resource above."),
            ]
        case "test_prompt_with_image":
            messages = [t.PromptMessage(role="user", content=PICTURE), say("Please analyze the image above.")]
        case "test_input_required_result_prompt":
            context = content_of(params, "user_context", "context")
            if context is None:
                asked = form("What context should the prompt use?", {"context": TEXT})
                return t.InputRequiredResult(input_requests={"user_context": asked})
            messages = [say(f"Use {context}")]
        case name:
            raise MCPError(t.INVALID_PARAMS, f"There is no prompt {name!r}.")
    return t.GetPromptResult(messages=messages)


async def list_resources(ctx: CallContext, params: Any) -> t.ListResourcesResult:
    found = [t.Resource(uri=uri, name=uri, description=uri, mime_type=kind) for uri, kind in RESOURCES.items()]
    return t.ListResourcesResult(resources=found)


async def list_templates(ctx: CallContext, params: Any) -> t.ListResourceTemplatesResult:
    template = t.ResourceTemplate(uri_template="test://template/{id}/data", name="data", mime_type="application/json")
    return t.ListResourceTemplatesResult(resource_templates=[template])


async def read_resource(ctx: CallContext, params: t.ReadResourceRequestParams) -> t.ReadResourceResult:
    uri = str(params.uri)
    contents: t.TextResourceContents | t.BlobResourceContents
    if uri == "test://static-binary":
        assert base64.b64decode(PNG)
        contents = t.BlobResourceContents(uri=uri, mime_type="image/png", blob=PNG)
    elif uri in RESOURCES:
        text = "This is the content of the static text resource."
        contents = t.TextResourceContents(uri=uri, mime_type="text/plain", text=text)
    elif uri.startswith("test://template/") and uri.endswith("/data"):
        id = uri.removeprefix("test://template/").removesuffix("/data")
        text = json.dumps({"id": id, "templateTest": True, "data": f"Data for ID: {id}"})
        contents = t.TextResourceContents(uri=uri, mime_type="application/json", text=text)
    else:
        raise MCPError(t.INVALID_PARAMS, "Resource not found", {"uri": uri})
    return t.ReadResourceResult(contents=[contents])


async def complete(ctx: CallContext, params: t.CompleteRequestParams) -> t.CompleteResult:
    return t.CompleteResult(completion=t.Completion(values=[], total=0, has_more=False))


async def accept(ctx: CallContext, params: Any) -> t.EmptyResult:
    return t.EmptyResult()


def add_methods(server: Server[Any], bus: InMemorySubscriptionBus) -> None:
    """What our server does not have: prompts, resources, completion, subscriptions, and the old log level."""
    paged = t.PaginatedRequestParams
    server.add_request_handler("prompts/list", paged, list_prompts)
    server.add_request_handler("prompts/get", t.GetPromptRequestParams, get_prompt)
    server.add_request_handler("resources/list", paged, list_resources)
    server.add_request_handler("resources/templates/list", paged, list_templates)
    server.add_request_handler("resources/read", t.ReadResourceRequestParams, read_resource)
    server.add_request_handler("resources/subscribe", t.SubscribeRequestParams, accept)
    server.add_request_handler("resources/unsubscribe", t.UnsubscribeRequestParams, accept)
    server.add_request_handler("completion/complete", t.CompleteRequestParams, complete)
    server.add_request_handler("logging/setLevel", t.SetLevelRequestParams, accept)
    server.add_request_handler("subscriptions/listen", t.SubscriptionsListenRequestParams, ListenHandler(bus))


def build_app(port: int) -> ASGIApp:
    """The app. Every caller is admitted: the kit sends no key."""

    def build() -> StreamableHTTPSessionManager:
        tasks, bus = MemoryTasks(), InMemorySubscriptionBus()
        tools = [*list_plain_tools(bus), *INPUT_TOOLS, *tasks.list_tools()]
        security = make_state_security([b"k" * 32], lambda ctx: None)
        server = build_protocol_server("kit", "The kit's fixtures.", tools, tasks, security)
        add_methods(server, bus)
        return StreamableHTTPSessionManager(
            server, event_store=MemoryEvents(), retry_interval=100, max_request_body_size=MAX_BODY
        )

    async def admit(request: Request) -> Response | None:
        return None

    def page(status: int, text: str) -> Response:
        return PlainTextResponse(text, status)

    origin = f"http://127.0.0.1:{port}"
    endpoint = McpEndpoint(build, origin, admit, methods=("POST", "GET", "DELETE"))
    return RequestGuard(endpoint, origin=origin, page=page)


if __name__ == "__main__":
    uvicorn.run(
        build_app(int(sys.argv[1])), host="127.0.0.1", port=int(sys.argv[1]), lifespan="off", log_level="warning"
    )
