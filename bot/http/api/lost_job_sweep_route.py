"""/api/v1 for the operator of a server that lost its job table."""

from fastapi import APIRouter, Request

from bot.engine.repository.lost_job_rows import derive_jobs
from bot.http.api import schemas as s
from bot.http.api.api_keys import ADMIN, ApiCaller
from bot.http.api.core_routes import find_platform
from bot.http.api.problems import RESPONSES

router = APIRouter(prefix="/api/v1", responses=RESPONSES)


@router.post("/sweep", tags=["administration"])
async def sweep_jobs(caller: ApiCaller, request: Request) -> s.SweptOut:
    """Reads every log and adds the turns and deliveries that it owes and the job table lacks. A server does so by itself for each lost
    row, from the threads' own rows, at its start and every hour."""
    caller.require_scope(ADMIN, "sweeping jobs")
    found = await derive_jobs(find_platform(request).repository)
    return s.SweptOut(threads=found.threads, broken_threads=found.broken, jobs=found.jobs)
