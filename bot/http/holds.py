"""/api/v1/holds: pause everything, an agent or a tool, see what is paused, and resume it."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from bot.core.holds import Hold, announce_hold
from bot.engine.holds import read_id
from bot.engine.house import Countersign
from bot.http import shapes as s
from bot.http.api import DOOR, Id, guarded, house_of
from bot.http.principal import DECIDE, READ, Caller
from bot.http.problems import RESPONSES

router = APIRouter(prefix="/api/v1", responses=RESPONSES)

MOST = 200
"""How many holds a list shows, the latest of them."""

Everything = Annotated[bool, Query(alias="all", description="Lifted ones too.")]


@router.get("/holds")
async def list_holds(caller: Caller, request: Request, everything: Everything = False) -> s.HoldsOut:
    """What is paused now of what the caller sees, by whom, since when and why; the latest last."""
    caller.must_be(READ, "reading holds")
    found = [hold for hold in guarded(caller, request).holds if everything or hold.is_active]
    return s.HoldsOut(items=[_hold(hold, house_of(request)) for hold in found[-MOST:]])


@router.post("/holds", status_code=201)
async def place_hold(caller: Caller, request: Request, body: s.HoldIn) -> s.HoldOut:
    """Pauses. From this answer on no call that it covers starts, whatever was approved; open requests stand still."""
    caller.must_be(DECIDE, "pausing")
    house = guarded(caller, request)
    placed = await house.place_hold(body.scope, body.name, reason=body.reason, door=DOOR)
    return _hold(placed, house_of(request))


@router.delete("/holds/{id}")
async def lift_hold(caller: Caller, request: Request, id: Id) -> s.HoldOut:
    """Resumes what this hold paused. What waited goes on, and has as much time left as it had."""
    caller.must_be(DECIDE, "resuming")
    lifted = await guarded(caller, request).lift_hold(read_id(id), door=DOOR)
    return _hold(lifted, house_of(request))


def _hold(hold: Hold, house: Countersign) -> s.HoldOut:
    return s.HoldOut(
        id=hold.id,
        scope=hold.scope,
        name=hold.name,
        by=hold.by,
        by_name=house.directory.name_of(hold.by),
        reason=hold.reason,
        placed_at=hold.placed,
        lifted_at=hold.lifted,
        lifted_by=hold.lifted_by,
        text=announce_hold(hold, house.directory),
    )
