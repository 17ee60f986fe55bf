"""Whether the process lives (/healthz) and whether it can take work (/readyz). Neither asks a model or tells a secret."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from bot.http.api import house_of

router = APIRouter(include_in_schema=False)


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    return {"status": "ok"}


@router.get("/readyz")
async def readyz(request: Request) -> JSONResponse:
    """200 when a write goes through to the disk now, 503 when not."""
    if await house_of(request).database.is_answering():
        return JSONResponse({"status": "ready"})
    return JSONResponse({"status": "the database does not answer"}, 503)
