"""The bodies of the routes by which programs ask people."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from bot.core.events.submissions import read_metadata
from bot.core.request_views import Request
from bot.http.api.request_body_base import StrictBody


class AmendmentIn(StrictBody):
    """All arguments of the call, in place of those before."""

    arguments: dict[str, Any]


class CommentIn(StrictBody):
    text: str = Field(min_length=1, max_length=2_000, pattern=r"\S")


class WithdrawalIn(StrictBody):
    reason: str = Field(default="", max_length=2_000)


class ExecutionIn(StrictBody):
    """`running` claims the approval before the call runs: it answers 409 where the approval holds no more. `done` and
    `failed` tell the end; people read them as reported by the agent."""

    status: Literal["running", "done", "failed"]
    text: str = Field(default="", max_length=4_000, description="The result, or why it failed.")


class CallbackSecretOut(BaseModel):
    secret: str = Field(description="whsec_ and the base64 of 32 bytes.")


class SubmissionOut(BaseModel):
    """The data that a program sent with its request. `metadata` is in answers to the program's own key alone.

    `usable_until`: an approval that was not used by then has lapsed; null: it is not approved, or has no limit.
    """

    policy: str
    key: str = Field(description="The id of the program's API key.")
    callback_url: str | None
    on_behalf_of: list[str]
    metadata: dict[str, Any] | None
    usable_until: datetime | None


def convert_submission(request: Request, is_own: bool) -> SubmissionOut | None:
    """Return the data that the program of this request sent; None for a request of an agent. `is_own`: the caller is that program."""
    submitted, policy = request.submitted, request.policy
    if submitted is None:
        return None
    life = policy.shelf_life if policy and request.status == "approved" else None
    return SubmissionOut(
        policy=submitted.intent,
        key=submitted.credential.partition(":")[2],
        callback_url=submitted.submission.callback or None,
        on_behalf_of=list(submitted.others),
        metadata=read_metadata(submitted.submission) if is_own else None,
        usable_until=request.decided_at + life if life and request.decided_at else None,
    )
