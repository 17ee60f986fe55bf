"""GET /holds: what is paused, by whom, since when and why; forms to pause everything, an agent or a tool, and to resume."""

from collections.abc import Mapping
from typing import get_args

from fastapi.responses import Response
from starlette.requests import Request

from bot.core.errors import BadInput, Conflict, CountersignError, NotAllowed, NotUnderstood, Unknown
from bot.core.holds import HoldScope, describe_target
from bot.engine.holds import MAX_REASON, read_id
from bot.http.pages.desk import Desk, brief, onward
from bot.http.pages.inbox import DOOR
from bot.http.problems import status_of
from bot.http.sessions import Visitor

LATEST = 20
"""How many lifted holds the page shows."""


async def read(desk: Desk, request: Request) -> Response:
    """GET /holds."""
    return _shown(desk, desk.visitor(request))


async def place(desk: Desk, request: Request) -> Response:
    """POST /holds: `target` is "all", "agent:NAME" or "tool:NAME", and `reason` may be empty."""
    visitor, fields = await desk.form(request)
    try:
        scope, name = _target(fields.get("target", ""))
        reason = brief(fields, "reason", MAX_REASON)
        await desk.guarded(visitor).place_hold(scope, name, reason=reason, door=DOOR)
    except (Conflict, BadInput, NotAllowed, Unknown) as refused:
        return _shown(desk, visitor, refused, fields)
    return onward("/holds")


async def lift(desk: Desk, request: Request) -> Response:
    """POST /holds/{id}/lift."""
    visitor, _ = await desk.form(request)
    try:
        await desk.guarded(visitor).lift_hold(read_id(request.path_params["id"]), door=DOOR)
    except (Conflict, NotAllowed, Unknown) as refused:
        return _shown(desk, visitor, refused)
    return onward("/holds")


def _target(text: str) -> tuple[HoldScope, str]:
    word, _, name = text.partition(":")
    scope: HoldScope | None = next((known for known in get_args(HoldScope) if known == word), None)
    if scope is None:
        raise NotUnderstood("Choose what to pause: everything, an agent or a tool.")
    return scope, name


def _shown(
    desk: Desk, visitor: Visitor, refused: CountersignError | None = None, typed: Mapping[str, str] | None = None
) -> Response:
    house, directory = desk.guarded(visitor), desk.house.directory
    return desk.show(
        "pause.html",
        visitor,
        status_of(refused) if refused else 200,
        lifted=[hold for hold in reversed(house.holds) if not hold.is_active][:LATEST],
        name_of=directory.name_of,
        target_of=describe_target,
        targets=[(f"{scope}:{name}" if name else scope, describe_target(scope, name)) for scope, name in house.targets],
        may_lift=frozenset(hold.id for hold in house.holds if house.check.may_hold(hold.scope, hold.name)),
        most=MAX_REASON,
        typed=typed or {},
        problem=str(refused) if refused else "",
        here="/holds",
        live="/live",
        position=str(desk.live.follower(visitor.person).count),
    )
