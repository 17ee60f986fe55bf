"""GET /holds: the holds, and forms to pause everything, an agent or a tool, and to resume."""

from collections.abc import Mapping
from typing import get_args

from fastapi.responses import Response
from starlette.requests import Request

from bot.core.errors import BadInput, Conflict, CountersignError, NotAllowed, NotFound, NotUnderstood
from bot.core.holds import HoldScope, describe_target
from bot.engine.hold_control import MAX_REASON, read_hold_id
from bot.http.api.problems import find_status
from bot.http.pages.inbox_page import ENTRY_POINT
from bot.http.pages.page_context import PageContext, read_optional_text, redirect_to
from bot.http.signin_sessions import SignedInVisitor

LATEST = 20
"""Maximum lifted holds on the page."""


async def show_holds(context: PageContext, request: Request) -> Response:
    """GET /holds."""
    return await _render_holds(context, await context.require_visitor(request))


async def place_hold(context: PageContext, request: Request) -> Response:
    """POST /holds: `target` is "all", "agent:NAME" or "tool:NAME", and `reason` may be empty."""
    visitor, fields = await context.read_form(request)
    try:
        word, _, name = fields.get("target", "").partition(":")
        scope: HoldScope | None = next((known for known in get_args(HoldScope) if known == word), None)
        if scope is None:
            raise NotUnderstood("Choose what to pause: everything, an agent or a tool.")
        reason = read_optional_text(fields, "reason", MAX_REASON)
        await context.authorize_platform(visitor).place_hold(scope, name, reason=reason, door=ENTRY_POINT)
    except (Conflict, BadInput, NotAllowed, NotFound) as refused:
        return await _render_holds(context, visitor, refused, fields)
    return redirect_to("/holds")


async def lift_hold(context: PageContext, request: Request) -> Response:
    """POST /holds/{id}/lift."""
    visitor, _ = await context.read_form(request)
    try:
        await context.authorize_platform(visitor).lift_hold(read_hold_id(request.path_params["id"]), door=ENTRY_POINT)
    except (Conflict, NotAllowed, NotFound) as refused:
        return await _render_holds(context, visitor, refused)
    return redirect_to("/holds")


async def _render_holds(
    context: PageContext,
    visitor: SignedInVisitor,
    refused: CountersignError | None = None,
    typed: Mapping[str, str] | None = None,
) -> Response:
    platform, directory = context.authorize_platform(visitor), context.platform.directory
    return context.render_page(
        "pause.html",
        visitor,
        find_status(refused) if refused else 200,
        lifted=[hold for hold in reversed(platform.holds) if not hold.is_active][:LATEST],
        name_of=directory.find_name,
        target_of=describe_target,
        targets=[
            (f"{scope}:{name}" if name else scope, describe_target(scope, name)) for scope, name in platform.targets
        ],
        may_lift=frozenset(hold.id for hold in platform.holds if platform.check.may_hold(hold.scope, hold.name)),
        most=MAX_REASON,
        typed=typed or {},
        problem=str(refused) if refused else "",
        here="/holds",
        live="/live",
        position=str(await context.live.find_follower(visitor.person).read_count()),
    )
