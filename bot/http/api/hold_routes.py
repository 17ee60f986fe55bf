"""/api/v1/holds: pause everything, an agent or a tool; list holds; resume."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from bot.core.holds import Hold, announce_hold
from bot.engine.hold_control import read_hold_id
from bot.engine.platform import CountersignPlatform
from bot.http.api import schemas as s
from bot.http.api.api_keys import DECIDE, READ, ApiCaller
from bot.http.api.core_routes import ENTRY_POINT, IdPath, authorize_platform, find_platform
from bot.http.api.problems import RESPONSES

router = APIRouter(prefix="/api/v1", responses=RESPONSES)

MOST = 200
"""Maximum holds in a list, the latest of them."""

AllQuery = Annotated[bool, Query(alias="all", description="Lifted ones too.")]


@router.get("/holds", tags=["holds"])
async def list_holds(caller: ApiCaller, request: Request, everything: AllQuery = False) -> s.HoldsOut:
    """The active holds that the caller may see, latest last; with `all`, lifted ones too."""
    caller.require_scope(READ, "reading holds")
    found = [hold for hold in authorize_platform(caller, request).holds if everything or hold.is_active]
    return s.HoldsOut(items=[_convert_hold(hold, find_platform(request)) for hold in found[-MOST:]])


@router.post("/holds", tags=["holds"], status_code=201)
async def place_hold(caller: ApiCaller, request: Request, body: s.HoldIn) -> s.HoldOut:
    """Pauses. After this answer no covered call starts, even an approved one; the time of open requests does not run."""
    caller.require_scope(DECIDE, "pausing")
    platform = authorize_platform(caller, request)
    placed = await platform.place_hold(body.scope, body.name, reason=body.reason, door=ENTRY_POINT)
    return _convert_hold(placed, find_platform(request))


@router.delete("/holds/{id}", tags=["holds"])
async def lift_hold(caller: ApiCaller, request: Request, id: IdPath) -> s.HoldOut:
    """Resumes the calls of this hold. Open requests have as much time left as before the pause."""
    caller.require_scope(DECIDE, "resuming")
    lifted = await authorize_platform(caller, request).lift_hold(read_hold_id(id), door=ENTRY_POINT)
    return _convert_hold(lifted, find_platform(request))


def _convert_hold(hold: Hold, platform: CountersignPlatform) -> s.HoldOut:
    return s.HoldOut(
        id=hold.id,
        scope=hold.scope,
        name=hold.name,
        by=hold.by,
        by_name=platform.directory.find_name(hold.by),
        reason=hold.reason,
        placed_at=hold.placed,
        lifted_at=hold.lifted,
        lifted_by=hold.lifted_by,
        text=announce_hold(hold, platform.directory),
    )
