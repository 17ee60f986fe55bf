"""Requests as the server answers them. Further fields are ignored."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel


class Submission(BaseModel):
    """What this program sent. `usable_until`: until then an approval may be used."""

    policy: str
    metadata: dict[str, Any] | None = None
    usable_until: datetime | None = None


class Execution(BaseModel):
    """The execution of an approved call, as it was reported: not_started, running, done, failed or unknown."""

    status: str
    result: str = ""
    error: str = ""


class Request(BaseModel):
    """A request and its decision. `arguments` are those that were approved; of a question, `reason` is the answer.

    `is_repeat`: it had been asked before, with the same idempotency key.
    """

    id: str
    thread_id: str
    kind: str
    status: str
    tool: str
    arguments: dict[str, Any]
    digest: str
    decided_by: str | None = None
    decided_by_name: str | None = None
    decided_at: datetime | None = None
    reason: str = ""
    submission: Submission | None = None
    execution: Execution | None = None
    is_repeat: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it waits for people."""
        return self.status == "pending"
