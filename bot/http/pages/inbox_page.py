"""GET /: the requests that wait for this person and for others, the latest threads, and a form to ask an agent."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import timedelta

from fastapi.responses import Response
from starlette.requests import Request as HttpRequest

from bot.core.channel_messages import ChannelAddress
from bot.core.errors import NotUnderstood
from bot.core.prompts.event_rendering import compute_sha256
from bot.core.request_views import Request
from bot.http.pages.page_context import PageContext, read_required_text, redirect_to
from bot.http.pages.request_view import RequestView
from bot.http.signin_sessions import SignedInVisitor

ENTRY_POINT = "web"
WAITING, RECENT = 100, 20
LATELY, DECIDED = timedelta(days=7), 20
"""Age and number of the requests under "Decided lately"."""
WHOLE = 3
"""Number of requests that are shown whole, with their buttons; the others as a link."""


async def show_inbox(context: PageContext, request: HttpRequest) -> Response:
    """GET /. `waiting` and `threads` in the query are the cursors of the two lists."""
    return await _render_inbox(context, await context.require_visitor(request), request.query_params)


async def open_thread(context: PageContext, request: HttpRequest) -> Response:
    """POST /threads: open a thread. A form that is sent twice opens one thread."""
    visitor, fields = await context.read_form(request)
    try:
        text = read_required_text(fields, "text")
    except NotUnderstood as error:
        return await _render_inbox(context, visitor, {}, 422, problem=str(error), typed=fields.get("text", ""))
    route, key = ChannelAddress(channel=ENTRY_POINT), make_message_id(visitor, fields, text)
    thread = await context.authorize_platform(visitor).launch(fields.get("agent", ""), text, route=route, key=key)
    return redirect_to(f"/threads/{thread}")


def make_message_id(visitor: SignedInVisitor, fields: Mapping[str, str], text: str) -> str:
    """The id of the message of a form: equal when the same person sends the same form again unchanged."""
    number = fields.get("once") or secrets.token_hex(8)
    return compute_sha256(f"{visitor.person.id}\n{number}\n{fields.get('agent', '')}\n{text}")


async def _render_inbox(
    context: PageContext,
    visitor: SignedInVisitor,
    query: Mapping[str, str],
    status: int = 200,
    *,
    problem: str = "",
    typed: str = "",
) -> Response:
    views = context.authorize_platform(visitor)
    position = str(await context.live.find_follower(visitor.person).read_count())
    pending = await views.list_requests(status="pending", cursor=query.get("waiting"), limit=WAITING)
    threads = await views.list_threads(cursor=query.get("threads"), limit=RECENT)
    decided = await views.list_decided(LATELY, DECIDED) if not query else []
    threads_of = await views.find_threads(each.thread_id for each in (*pending.items, *decided))

    def show(requests: Iterable[Request]) -> list[RequestView]:
        readable = (each for each in requests if each.thread_id in threads_of)  # a right may have ended meanwhile
        return [context.build_view(each, threads_of[each.thread_id], visitor) for each in readable]

    seen = show(pending.items)
    return context.render_page(
        "inbox.html",
        visitor,
        status,
        mine=[view for view in seen if view.is_waiting_for_me],
        others=[view for view in seen if not view.is_waiting_for_me],
        more_waiting=pending.next_cursor,
        decided=show(decided),
        whole=WHOLE,
        rows=context.rows,
        threads=[each for each in threads.items if each.id not in context.platform.repository.broken],
        more_threads=threads.next_cursor,
        is_first=not query,
        agents=[agent for agent in views.agents if views.check.may_access_agent("start", agent)],
        typed=typed,
        once=secrets.token_hex(8),
        problem=problem,
        broken=await views.list_broken_threads(),
        resting=await views.find_resting(),
        has_grants=any(agent.programs.grants for agent in views.agents),
        here="/",
        live="/live",
        position=position,
    )
