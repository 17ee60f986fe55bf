"""GET /live: server-sent events that tell an open page to read itself again. They carry a number and nothing else."""

from collections.abc import AsyncIterator

from fastapi.responses import Response, StreamingResponse
from starlette.requests import Request

from bot.core.errors import CountersignError
from bot.http.csrf_forms import refuse_other_sites
from bot.http.pages.page_context import HEADERS, PageContext
from bot.http.sessions import SignedInVisitor

HEARTBEAT = 15.0
"""Seconds. Proxies close a connection that is silent for a minute; a session that ended is noticed no later."""


async def stream_changes(context: PageContext, request: Request) -> Response:
    """`thread` in the query names one thread; without it, everything is listened to."""
    refuse_other_sites(request, context.origin)
    visitor = context.require_visitor(request)
    thread = request.query_params.get("thread")
    _find_position(context, visitor, thread)
    headers = {**HEADERS, "X-Accel-Buffering": "no"}
    if request.method == "HEAD":
        return Response(media_type="text/event-stream", headers=headers)
    return StreamingResponse(_write_events(context, visitor, thread), media_type="text/event-stream", headers=headers)


async def _write_events(context: PageContext, visitor: SignedInVisitor, thread: str | None) -> AsyncIterator[str]:
    async for changed in context.live.find_follower(visitor.person).watch_changes(thread, HEARTBEAT):
        if context.sessions.find_visitor(visitor.secret) is None:
            yield "event: changed\ndata: signed out\n\n"
            return
        if not changed:
            yield ": still here\n\n"
            continue
        try:
            position = _find_position(context, visitor, thread)
        except CountersignError:  # it is not there for them any more: the page is told so when it is read again
            yield "event: changed\ndata: gone\n\n"
            return
        yield f"event: changed\ndata: {position}\nretry: 1000\n\n"


def _find_position(context: PageContext, visitor: SignedInVisitor, thread: str | None) -> int:
    """How far the thread is, or with no thread all that the visitor sees. Raises Unknown."""
    return (
        context.live.find_follower(visitor.person).count
        if thread is None
        else context.authorize_platform(visitor).find_thread(thread).seq
    )
