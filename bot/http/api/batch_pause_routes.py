"""/api/v1/thread-batches: pause or resume the threads that a filter finds."""

from fastapi import APIRouter, Request
from pydantic import ValidationError

from bot.core.errors import NotUnderstood
from bot.core.threads.batch_pause_filter import ThreadFilter
from bot.engine.batch_pause import ThreadBatch
from bot.http.api.api_keys import DECIDE, ApiCaller
from bot.http.api.batch_pause_schemas import BatchItemOut, ThreadBatchIn, ThreadBatchOut
from bot.http.api.core_routes import authorize_platform, find_platform
from bot.http.api.problems import RESPONSES

router = APIRouter(prefix="/api/v1", responses=RESPONSES)


@router.post("/thread-batches", tags=["threads"])
async def run_batch(caller: ApiCaller, request: Request, body: ThreadBatchIn) -> ThreadBatchOut:
    """Pauses or resumes each thread that fits, as a single pause or resume would, with the same right. Without `apply`
    it changes nothing and lists them. Sent again, it changes nothing more.
    """
    caller.require_scope(DECIDE, "pausing" if body.action == "pause" else "resuming")
    try:
        chosen = ThreadFilter(
            agent=body.agent,
            status=body.status or "",
            opened_before=body.opened_before,
            touched_before=body.touched_before,
            paused_by=body.paused_by,
        )
    except ValidationError as error:
        raise NotUnderstood(error.errors()[0]["msg"].removeprefix("Value error, ")) from error
    report = await ThreadBatch(authorize_platform(caller, request), body.action, chosen).run(is_applied=body.apply)
    return ThreadBatchOut(
        action=report.action,
        applied=report.applied,
        at=find_platform(request).clock(),
        changed=report.changed,
        counts=report.counts,
        items=[BatchItemOut(id=each.thread, **each.model_dump(exclude={"thread"})) for each in report.items],
        has_more=report.has_more,
    )
