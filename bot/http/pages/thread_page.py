"""GET /threads/{id}: the log as a timeline with its open requests, a form to write, and the acts of operators."""

import secrets
from collections.abc import Awaitable, Callable, Mapping

from fastapi.responses import Response
from starlette.requests import Request

from bot.core.channel_messages import ChannelAddress
from bot.core.errors import Conflict, CountersignError, NotAllowed, NotUnderstood
from bot.core.next_action import describe_status
from bot.core.threads.thread import explain_rest
from bot.engine.thread_control import TaskChoice
from bot.http.api.problems import find_status
from bot.http.pages.inbox_page import ENTRY_POINT, make_message_id
from bot.http.pages.page_context import PageContext, PageHandler, read_optional_text, read_required_text, redirect_to
from bot.http.pages.timeline import ThreadTimeline
from bot.http.signin_sessions import SignedInVisitor

MAX_REASON = 500

ThreadAct = Callable[[PageContext, str, SignedInVisitor, Mapping[str, str]], Awaitable[str | None]]
"""An act on a thread. Returns the id of the thread to show next, None for the same."""


async def show_thread(context: PageContext, request: Request) -> Response:
    """GET /threads/{id}."""
    return await _render_thread(context, await context.require_visitor(request), request.path_params["id"])


def make_act_endpoint(act: ThreadAct) -> PageHandler:
    """A POST handler that runs `act` and shows the thread, with the reason when the act is refused."""

    async def page(context: PageContext, request: Request) -> Response:
        visitor, fields = await context.read_form(request)
        id = request.path_params["id"]
        try:
            other = await act(context, id, visitor, fields)
        except (Conflict, NotAllowed, NotUnderstood) as refused:
            return await _render_thread(context, visitor, id, refused, fields.get("text", ""))
        return redirect_to(f"/threads/{other or id}")

    return page


async def say_message(context: PageContext, id: str, visitor: SignedInVisitor, fields: Mapping[str, str]) -> None:
    text, route = read_required_text(fields, "text"), ChannelAddress(channel=ENTRY_POINT)
    await context.authorize_platform(visitor).say(
        id, text, route=route, key=make_message_id(visitor, fields, f"{id}\n{text}")
    )


async def pause_thread(context: PageContext, id: str, visitor: SignedInVisitor, fields: Mapping[str, str]) -> None:
    await context.authorize_platform(visitor).pause(id)


async def resume_thread(context: PageContext, id: str, visitor: SignedInVisitor, fields: Mapping[str, str]) -> None:
    await context.authorize_platform(visitor).resume(id)


async def cancel_thread(context: PageContext, id: str, visitor: SignedInVisitor, fields: Mapping[str, str]) -> None:
    reason, tasks = read_optional_text(fields, "reason", MAX_REASON).strip(), fields.get("tasks", "")
    if tasks not in ("", "stop", "keep"):
        raise NotUnderstood(f"tasks is {tasks[:20]!r}; choose stop or keep.")
    chosen: TaskChoice | None = "stop" if tasks == "stop" else "keep" if tasks == "keep" else None
    await context.authorize_platform(visitor).cancel(id, reason, chosen)


async def fork_thread(context: PageContext, id: str, visitor: SignedInVisitor, fields: Mapping[str, str]) -> str:
    at = fields.get("at", "").strip()
    if at and not (at.isascii() and at.isdigit() and len(at) <= 9):
        raise NotUnderstood(f"{at[:20]!r} is not the number of an event.")
    return await context.authorize_platform(visitor).fork(id, int(at) if at else None)


async def _render_thread(
    context: PageContext, visitor: SignedInVisitor, id: str, refused: CountersignError | None = None, typed: str = ""
) -> Response:
    """The page of a thread; each open request is shown at the event that asked last."""
    platform = context.authorize_platform(visitor)
    thread, log = await platform.find_thread(id), await platform.list_events(id)
    asked = {opening.call: each.seq for each in log if (opening := each.event.request_opening) is not None}
    waiting = [call.id for call in thread.calls.values() if call.state in ("asked", "question") and call.id in asked]
    found = {asked[call]: await platform.find_request(call) for call in waiting}
    return context.render_page(
        "thread.html",
        visitor,
        find_status(refused) if refused else 200,
        thread=thread,
        status=describe_status(thread),
        resting=explain_rest(thread),
        entries=ThreadTimeline(
            thread.agent, context.platform.directory, await platform.list_answers(id, log)
        ).list_entries(log),
        open={seq: context.build_view(request, thread, visitor) for seq, request in found.items()},
        known=frozenset(thread.calls),
        tasks=[call.delegation for call in thread.calls.values() if call.delegation and not call.recalled],
        may_speak=platform.check.may_access("speak", thread),
        may_operate=platform.check.may_access("operate", thread),
        typed=typed,
        once=secrets.token_hex(8),
        problem=str(refused) if refused else "",
        here=f"/threads/{id}",
        live=f"/live?thread={id}",
        position=str(thread.seq),
        word=describe_status(thread),
    )
