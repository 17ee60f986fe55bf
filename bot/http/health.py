"""/healthz: the process runs; /readyz: it can take work. Neither calls a model or shows a secret."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from bot.core.base_types import JSON
from bot.core.ports import TroubleReporter
from bot.http.api.core_routes import find_platform

router = APIRouter(include_in_schema=False)


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    return {"status": "ok"}


@router.get("/readyz")
async def readyz(request: Request) -> JSONResponse:
    """200 when the database can be written and the disk has room, 503 when not.

    The answer stays 200, with a field for the operator, when some threads do not verify or rest (a newer version wrote in them), when a channel needs a person
    (such as one with a refused token), and when a changed countersign.toml was not applied or waits in part. The file
    is not quoted.
    """
    platform = find_platform(request)
    if not await platform.store.is_answering():
        return JSONResponse({"status": "the database cannot be written: look at the disk and the file"}, 503)
    answer: dict[str, JSON] = {"status": "ready"}
    if platform.repository.broken:
        answer |= {"threads_that_do_not_verify": len(platform.repository.broken), "run": "countersign audit verify"}
    if platform.repository.resting.marks:
        answer["threads_that_rest"] = len(platform.repository.resting.marks)
    troubled = [surface for surface in platform.surfaces if isinstance(surface, TroubleReporter)]
    if troubles := {surface.name: surface.trouble for surface in troubled if surface.trouble}:
        answer["channels_in_trouble"] = troubles
    if platform.reload.fault:
        answer["configuration_not_taken"] = platform.reload.fault
    if platform.reload.waiting:
        answer["configuration_changes_that_wait"] = len(platform.reload.waiting)
    return JSONResponse(answer)
