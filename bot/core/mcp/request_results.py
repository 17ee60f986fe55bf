"""The forms in which MCP clients read a request: the result of a tool, and the task of the tasks extension. Pure.

The task of a request is `working` while people decide. A rejection, an expiry or an answer is its result; a withdrawn
request is a cancelled task. Source: SEP-2663, https://modelcontextprotocol.io.
"""

from datetime import datetime
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

from bot.core.base_types import JSON
from bot.core.canonical_json import canonicalize
from bot.core.card.execution import ExecutionStatus

POLL_MILLISECONDS = 5_000
"""How often a client should read a task."""
TaskStatus = Literal["working", "completed", "cancelled"]

CONCLUSIONS = {
    "pending": "It waits for people. Nothing is decided: call get_request with this request_id.",
    "approved": "Approved. Claim it with report_execution (running), then run exactly these arguments.",
    "rejected": "Rejected. Do not run it.",
    "answered": "Answered. An answer approves no call.",
    "expired": "It expired undecided. That is no approval: do not run it.",
    "withdrawn": "It was withdrawn. Do not run it.",
    "superseded": "The approval holds no more. Do not run it; request it anew.",
    "cancelled": "It was cancelled. Do not run it.",
    "undeliverable": "Nobody could be asked. That is no approval: do not run it.",
}
"""What each status means for the program that asked."""
UNKNOWN_CONCLUSION = "That is no approval: do not run it."
CLAIMED_CONCLUSION = "Approved and claimed. Whoever claimed it runs exactly these arguments once, and reports the end."
OVER_CONCLUSION = "The approval is over: its end was reported, is not known, or it lapsed. Do not run it."


class _Execution(BaseModel):
    status: ExecutionStatus
    finished_at: datetime | None


class _Submission(BaseModel):
    usable_until: datetime | None


class RequestReading(BaseModel):
    """The fields of `GET /api/v1/requests/{id}` that clients are told. Other fields are left out."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str
    kind: Literal["approval", "question"]
    status: str
    arguments: dict[str, JSON]
    digest: str
    expires_at: datetime | None
    created_at: datetime
    decided_by_name: str | None
    decided_at: datetime | None
    reason: str
    execution: _Execution | None
    submission: _Submission | None = None

    @property
    def is_usable(self) -> bool:
        """Whether it is an approval that may be claimed, or was claimed and has no end yet."""
        ran = self.execution
        is_open = ran is None or (ran.status in ("not_started", "running") and ran.finished_at is None)
        return self.kind == "approval" and self.status == "approved" and is_open

    @property
    def conclusion(self) -> str:
        """The meaning of its state for the program that asked."""
        if self.status != "approved":
            return CONCLUSIONS.get(self.status, UNKNOWN_CONCLUSION)
        if not self.is_usable:
            return OVER_CONCLUSION
        return CLAIMED_CONCLUSION if self.execution and self.execution.status == "running" else CONCLUSIONS["approved"]


class ToolAnswer(NamedTuple):
    """The result of a tool: text for the model, and the same as an object of the schema `ANSWER_SCHEMA`."""

    text: str
    structured: dict[str, JSON]


_TEXT: dict[str, JSON] = {"type": "string"}
_MAYBE_TEXT: dict[str, JSON] = {"type": ["string", "null"]}
ANSWER_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "request_id": {**_TEXT, "description": "For get_request and report_execution."},
        "kind": {"type": "string", "enum": ["approval", "question"]},
        "status": {**_TEXT, "description": f"One of: {', '.join(CONCLUSIONS)}. Only approved is an approval."},
        "url": {**_TEXT, "description": "The page where people decide, after they signed in."},
        "digest": {**_TEXT, "description": "SHA-256 of the call that people see. An edit has another one."},
        "arguments": {"type": ["object", "null"], "description": "Of an approved call: run exactly these."},
        "answer": {**_MAYBE_TEXT, "description": "Of an answered question."},
        "comment": {**_MAYBE_TEXT, "description": "A reason that a person gave."},
        "decided_by": _MAYBE_TEXT,
        "decided_at": _MAYBE_TEXT,
        "expires_at": _MAYBE_TEXT,
        "usable_until": {**_MAYBE_TEXT, "description": "An approval that was not claimed by then lapses."},
        "execution": {**_MAYBE_TEXT, "description": "How the approved call goes, as it was reported."},
    },
    "required": ["request_id", "kind", "status", "url", "digest", "arguments", "answer", "comment"],
    "additionalProperties": False,
}
"""The JSON schema of the object that each tool returns."""


def describe_request(request: RequestReading, origin: str) -> ToolAnswer:
    """Return the text of a tool about this request. `origin` is the URL of the server without a slash at its end."""
    is_answered = request.status == "answered"
    usable = request.submission.usable_until if request.submission else None
    structured: dict[str, JSON] = {
        "request_id": request.id,
        "kind": request.kind,
        "status": request.status,
        "url": make_request_url(request, origin),
        "digest": request.digest,
        "arguments": request.arguments if request.is_usable else None,
        "answer": request.reason if is_answered else None,
        "comment": None if is_answered else request.reason or None,
        "decided_by": request.decided_by_name,
        "decided_at": _write_moment(request.decided_at),
        "expires_at": _write_moment(request.expires_at),
        "usable_until": _write_moment(usable),
        "execution": request.execution.status if request.execution else None,
    }
    return ToolAnswer(f"{request.conclusion}\n{canonicalize(structured).decode()}", structured)


def make_request_url(request: RequestReading, origin: str) -> str:
    """The page of the request. It carries no credential: its reader signs in first."""
    return f"{origin}/requests/{request.id}"


def find_task_status(request: RequestReading) -> TaskStatus:
    """Return the status of the request's task."""
    match request.status:
        case "pending":
            return "working"
        case "withdrawn" | "cancelled":
            return "cancelled"
        case _:
            return "completed"


def describe_task(request: RequestReading, origin: str) -> dict[str, JSON]:
    """Return the fields of the request's task, without the result. It is kept as long as its thread: without limit."""
    changed = request.decided_at or request.created_at
    waiting = f"Waits for people at {make_request_url(request, origin)}"
    return {
        "taskId": request.id,
        "status": find_task_status(request),
        "statusMessage": waiting if request.status == "pending" else request.status,
        "createdAt": _write_moment(request.created_at),
        "lastUpdatedAt": _write_moment(changed),
        "ttlMs": None,
        "pollIntervalMs": POLL_MILLISECONDS,
    }


def _write_moment(moment: datetime | None) -> str | None:
    return moment.isoformat().replace("+00:00", "Z") if moment else None
