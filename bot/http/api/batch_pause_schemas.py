"""The bodies of /api/v1/thread-batches."""

from datetime import datetime
from typing import Literal

from pydantic import AwareDatetime, BaseModel, Field

from bot.core.threads.batch_pause_filter import BatchAction, BatchOutcome
from bot.http.api.request_body_base import StrictBody

ThreadStatus = Literal["working", "waiting", "sleeping", "paused", "idle", "finished", "cancelled", "resting"]


class ThreadBatchIn(StrictBody):
    """The threads to pause or to resume: those that fit all that is given, of `agent`, `status` and the two times."""

    action: BatchAction = Field(description="What to do with the threads.")
    agent: str = Field(default="", max_length=64)
    status: ThreadStatus | None = None
    opened_before: AwareDatetime | None = Field(default=None, description="They were opened earlier.")
    touched_before: AwareDatetime | None = Field(default=None, description="Their last event is older.")
    paused_by: str = Field(
        default="",
        max_length=64,
        description="With `resume`: the person whose pauses end, or `anybody`. Left out: those of the caller alone.",
    )
    apply: bool = Field(
        default=False, strict=True, description="False: the threads are listed, and nothing is changed."
    )


class BatchItemOut(BaseModel):
    """A thread of a batch. `outcome` is `changed`, or the reason why it was not."""

    id: str
    agent: str
    title: str
    status: str
    outcome: BatchOutcome = Field(description="`changed`, or why it was not.")
    detail: str


class ThreadBatchOut(BaseModel):
    """The batch as it was done (`applied`) or would be done. `counts` has the number of threads of each outcome.

    `items` are the threads that it changes, and those that a right or another person's pause keeps it from.
    `has_more`: more threads fit than one batch changes; send it again.
    """

    action: BatchAction = Field(description="What was to be done.")
    applied: bool = Field(description="Whether it was done; false: it was only listed.")
    at: datetime
    changed: int = Field(description="The number of threads that it changed, or would change.")
    counts: dict[BatchOutcome, int] = Field(description="The number of threads of each outcome.")
    items: list[BatchItemOut]
    has_more: bool = Field(description="Whether more threads fit than one batch changes.")
