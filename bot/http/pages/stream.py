"""GET /live: server-sent events that tell an open page to read itself again. They carry a number and nothing else."""

from collections.abc import AsyncIterator

from fastapi.responses import Response, StreamingResponse
from starlette.requests import Request

from bot.core.errors import CountersignError
from bot.http.forms import refuse_other_sites
from bot.http.pages.desk import HEADERS, Desk
from bot.http.sessions import Visitor

HEARTBEAT = 15.0
"""Seconds. Proxies close a connection that is silent for a minute; a session that ended is noticed no later."""


async def listen(desk: Desk, request: Request) -> Response:
    """`thread` in the query names one thread; without it, everything is listened to."""
    refuse_other_sites(request, desk.origin)
    visitor = desk.visitor(request)
    thread = request.query_params.get("thread")
    _position(desk, visitor, thread)
    headers = {**HEADERS, "X-Accel-Buffering": "no"}
    if request.method == "HEAD":
        return Response(media_type="text/event-stream", headers=headers)
    return StreamingResponse(_told(desk, visitor, thread), media_type="text/event-stream", headers=headers)


async def _told(desk: Desk, visitor: Visitor, thread: str | None) -> AsyncIterator[str]:
    async for changed in desk.live.follower(visitor.person).changes(thread, HEARTBEAT):
        if desk.sessions.visitor(visitor.secret) is None:
            yield "event: changed\ndata: signed out\n\n"
            return
        if not changed:
            yield ": still here\n\n"
            continue
        try:
            position = _position(desk, visitor, thread)
        except CountersignError:  # it is not there for them any more: the page is told so when it is read again
            yield "event: changed\ndata: gone\n\n"
            return
        yield f"event: changed\ndata: {position}\nretry: 1000\n\n"


def _position(desk: Desk, visitor: Visitor, thread: str | None) -> int:
    """How far the thread is, or with no thread all that the visitor sees. Raises Unknown."""
    return desk.live.follower(visitor.person).count if thread is None else desk.guarded(visitor).thread(thread).seq
