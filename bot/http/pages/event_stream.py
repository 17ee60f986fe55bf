"""GET /live: server-sent events that make an open page read itself again. Each carries a number and no content."""

from collections.abc import AsyncIterator

from fastapi.responses import Response, StreamingResponse
from starlette.requests import Request

from bot.core.errors import CountersignError
from bot.http.csrf_forms import refuse_other_sites
from bot.http.pages.page_context import HEADERS, PageContext
from bot.http.signin_sessions import SignedInVisitor

HEARTBEAT = 15.0
"""Seconds between events. Proxies close a silent connection after a minute; each event also checks the session."""


async def stream_changes(context: PageContext, request: Request) -> Response:
    """GET /live. `thread` in the query names one thread; without it, changes of all visible threads are sent."""
    refuse_other_sites(request, context.origin)
    visitor = await context.require_visitor(request)
    thread = request.query_params.get("thread")
    await _find_position(context, visitor, thread)
    headers = {**HEADERS, "X-Accel-Buffering": "no"}
    if request.method == "HEAD":
        return Response(media_type="text/event-stream", headers=headers)
    return StreamingResponse(_write_events(context, visitor, thread), media_type="text/event-stream", headers=headers)


async def _write_events(context: PageContext, visitor: SignedInVisitor, thread: str | None) -> AsyncIterator[str]:
    async for changed in context.live.find_follower(visitor.person).watch_changes(thread, HEARTBEAT):
        if await context.sessions.find_visitor(visitor.secret) is None:
            yield "event: changed\ndata: signed out\n\n"
            return
        if not changed:
            yield ": still here\n\n"
            continue
        try:
            position = await _find_position(context, visitor, thread)
        except CountersignError:  # the right to read it has ended; the next read of the page reports so
            yield "event: changed\ndata: gone\n\n"
            return
        yield f"event: changed\ndata: {position}\nretry: 1000\n\n"


async def _find_position(context: PageContext, visitor: SignedInVisitor, thread: str | None) -> int:
    """The number of the thread's last event; without a thread the count of visible changes. Raises `NotFound`."""
    if thread is None:
        return await context.live.find_follower(visitor.person).read_count()
    return (await context.authorize_platform(visitor).find_thread(thread)).seq
