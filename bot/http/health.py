"""Whether the process lives (/healthz) and whether it can take work (/readyz). Neither asks a model or tells a secret."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from bot.core.ports import TroubleReporter
from bot.core.values import JSON
from bot.http.api.thread_routes import find_platform

router = APIRouter(include_in_schema=False)


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    return {"status": "ok"}


@router.get("/readyz")
async def readyz(request: Request) -> JSONResponse:
    """200 when a write goes through to the disk now and there is room for more, 503 when not.

    Threads that do not verify rest and the others go on: that is 200 with how many there are, for the operator's eyes.
    So is a channel that only a person can mend, such as one whose token is refused: the other surfaces go on.
    So is a countersign.toml that was changed and not taken, and what of it waits; neither is quoted here.
    """
    platform = find_platform(request)
    if not await platform.database.is_answering():
        return JSONResponse({"status": "the database cannot be written: look at the disk and the file"}, 503)
    answer: dict[str, JSON] = {"status": "ready"}
    if platform.repository.broken:
        answer |= {"threads_that_do_not_verify": len(platform.repository.broken), "run": "countersign audit verify"}
    troubled = [surface for surface in platform.surfaces if isinstance(surface, TroubleReporter)]
    if troubles := {surface.name: surface.trouble for surface in troubled if surface.trouble}:
        answer["channels_in_trouble"] = troubles
    if platform.reload.fault:
        answer["configuration_not_taken"] = platform.reload.fault
    if platform.reload.waiting:
        answer["configuration_changes_that_wait"] = len(platform.reload.waiting)
    return JSONResponse(answer)
