"""/api/v1/events: the stream of requests that change, for programs."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Header, Request
from fastapi.responses import StreamingResponse

from bot.http.api.api_keys import READ, ApiCaller
from bot.http.api.core_routes import make_authorizer
from bot.http.api.problems import RESPONSES
from bot.http.request_waits import RequestWaits

router = APIRouter(prefix="/api/v1", responses=RESPONSES)


@router.get(
    "/events",
    tags=["programs"],
    response_class=StreamingResponse,
    responses={200: {"description": "Server-sent events.", "content": {"text/event-stream": {}}}},
)
async def stream_events(
    caller: ApiCaller,
    request: Request,
    last: Annotated[str | None, Header(alias="Last-Event-ID", max_length=18, pattern=r"^[0-9]+$")] = None,
) -> StreamingResponse:
    """Streams the requests that change, as far as the key reads them, as server-sent events `request`.

    With the header Last-Event-ID it goes on after that event. An event may come twice, and none is left out; after `reset`
    read the list of requests.
    """
    caller.require_scope(READ, "reading events")
    waits: RequestWaits = request.app.state.waits
    found = waits.stream(make_authorizer(request), caller.credential, last or "")
    first = await anext(found)  # a refusal is a problem, and no stream

    async def write() -> AsyncIterator[str]:
        yield first
        async for line in found:
            yield line

    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(write(), media_type="text/event-stream", headers=headers)
