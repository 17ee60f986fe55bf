"""The request and response bodies of the API. Requests are checked strictly."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, Field, model_validator

from bot.core.base_types import JSON, TableName
from bot.core.card.execution import ExecutionStatus
from bot.core.holds import HoldScope
from bot.core.policy import Policy
from bot.core.request_views import Request
from bot.http.api.request_body_base import StrictBody
from bot.http.api.submission_schemas import SubmissionOut, convert_submission

MAX_SEQ = 2**53


class LaunchIn(StrictBody):
    agent: TableName
    message: str = Field(min_length=1, max_length=20_000)
    persona: str = Field(default="", max_length=64, description="A persona of the agent; left out: that of its table.")


class MessageIn(StrictBody):
    message: str = Field(min_length=1, max_length=20_000)


class CancelIn(StrictBody):
    reason: str = Field(default="", max_length=2_000)
    tasks: Literal["stop", "keep"] | None = Field(default=None, description="For running tasks of other agents.")


class ForkIn(StrictBody):
    at: int | None = Field(
        default=None, ge=1, le=MAX_SEQ, strict=True, description="The last event to copy; all when left out."
    )


class DecisionIn(StrictBody):
    """`digest` is the digest of the call that was shown. `arguments` replaces arguments, where the policy allows edits;
    under the rule `by_another`, somebody else must then approve.

    `take_back` withdraws your own approval while the call has not started. `option` names one of the policy's
    `reject_options`: its text is the reason when `reason` is empty. `confirmation` is the card's `typed` word, needed to
    approve a call that cannot be undone; with other `arguments`, the new value of that argument.
    """

    decision: Literal["approve", "reject", "take_back"]
    digest: str = Field(pattern=r"^[0-9a-f]{64}$")
    reason: str = Field(default="", max_length=2_000)
    option: str = Field(default="", max_length=200)
    arguments: dict[str, Any] | None = None
    confirmation: str = Field(default="", max_length=200)


class AnswerIn(StrictBody):
    """Either `answer`, or the `values` of a form by the names of its fields."""

    answer: str | None = Field(default=None, min_length=1, max_length=8_000)
    values: dict[str, Any] | None = None

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if (self.answer is None) == (self.values is None):
            raise ValueError("give either answer or, for a form, values")
        return self


class KeyIn(StrictBody):
    person: str = Field(max_length=64)
    scope: Literal["agent", "operator", "admin"]
    label: str = Field(default="", max_length=120)
    agents: list[Annotated[str, Field(max_length=64)]] = Field(
        default=[], max_length=100, description="The agents that a key of the scope agent is bound to: at least one."
    )


class BindIn(StrictBody):
    """The agents to bind an agent key to."""

    agents: list[Annotated[str, Field(max_length=64)]] = Field(min_length=1, max_length=100)


class LinkIn(StrictBody):
    person: str = Field(max_length=64)


class HoldIn(StrictBody):
    """The target of a pause: everything (`all`), an agent, or a tool of all agents, by its `name`."""

    scope: HoldScope
    name: str = Field(default="", max_length=64)
    reason: str = Field(default="", max_length=500)


class UnreadOut(BaseModel):
    """The first event of a thread that this version of Countersign cannot read: its number, type and version.

    `text` is the sentence that surfaces show.
    """

    event: int
    type: str
    v: int
    text: str


class ThreadOut(BaseModel):
    id: str
    agent: str
    title: str
    status: str
    requested_by: str | None
    created_at: datetime
    updated_at: datetime
    events: int
    unread: UnreadOut | None = Field(
        default=None,
        description="Set while the thread rests (`status` is `resting`): a newer version wrote an event in it that this"
        " version cannot read. Nothing of the thread runs and nothing in it is decided; acts on it answer 409. Messages"
        " are kept.",
    )


class ThreadsOut(BaseModel):
    items: list[ThreadOut]
    next_cursor: str | None


class EventOut(BaseModel):
    seq: int
    at: datetime
    type: str
    v: int
    data: dict[str, Any]


class EventsOut(BaseModel):
    items: list[EventOut]


class PromptOut(BaseModel):
    """`request` is the exact text that was sent; `is_exact`: its SHA-256 equals the logged one.

    `answer` is the answer of the model, JSON text with `words`, `calls`, `refusal`, `finish` and `usage`; null: not stored.
    """

    n: int
    model: str
    is_exact: bool
    sha256: str
    request: str
    answer: str | None = None


class ExecutionOut(BaseModel):
    """The execution of an approved call. `result` is set on `done`; `error` on `failed` (the cause) and `unknown` (the facts).

    Both are redacted and cut after 2,000 characters; the events of the thread have the full text. `attempts` counts the
    starts, `started_at` is the first. `finished_at` is set at the end: with `not_started`, the approval ended unused, and
    `error` gives the cause.
    """

    status: ExecutionStatus
    result: str
    error: str
    started_at: datetime | None
    finished_at: datetime | None
    attempts: int


class RequestOut(BaseModel):
    """`execution` is null for a question and until an approval is given; then it has the state of the call."""

    id: str
    thread_id: str
    kind: Literal["approval", "question"]
    status: str
    tool: str
    arguments: dict[str, Any]
    digest: str
    requested_by: str | None
    askers: list[str]
    expires_at: datetime | None
    created_at: datetime
    text: str
    choices: list[str]
    decided_by: str | None
    decided_by_name: str | None
    decided_at: datetime | None
    reason: str
    execution: ExecutionOut | None


class VoteOut(BaseModel):
    """`makers` made the key or link of the vote. `why_not` says why it does not count; empty when it counts.

    `counts_with`: the people with earlier approvals that count as one with it, since one person made all their keys or
    links.
    """

    person: str
    name: str
    decision: str
    door: str
    reason: str
    digest: str
    counts: bool
    why_not: str = ""
    makers: list[str] = []
    maker_names: list[str] = []
    counts_with: list[str] = []
    counts_with_names: list[str] = []


class WholeRequestOut(RequestOut):
    """`card` is the content of all surfaces: the rendered arguments, the facts, the agent's words.

    `submission` is set where a program outside of this server asked.
    """

    policy: dict[str, Any] | None
    votes: list[VoteOut]
    card: dict[str, Any]
    submission: SubmissionOut | None = None


class RequestsOut(BaseModel):
    items: list[RequestOut]
    next_cursor: str | None


class HoldOut(BaseModel):
    """`text` is the sentence that surfaces show. The hold is active while `lifted_at` is null."""

    id: int
    scope: HoldScope
    name: str
    by: str
    by_name: str
    reason: str
    placed_at: datetime
    lifted_at: datetime | None
    lifted_by: str | None
    text: str


class HoldsOut(BaseModel):
    items: list[HoldOut]


class PersonOut(BaseModel):
    id: str
    name: str
    title: str
    groups: list[str]
    active: bool


class PeopleOut(BaseModel):
    items: list[PersonOut]


class MeOut(BaseModel):
    person: str
    name: str
    scope: str
    makers: list[str] = Field(default=[], description="The people who made this key, other than `person`.")
    agents: list[str] | None = Field(
        default=None, description="The agents that a key of the scope agent is bound to; of no other key."
    )


class KeyOut(BaseModel):
    id: str
    person: str
    scope: str
    label: str
    created_at: datetime
    revoked_at: datetime | None
    makers: list[str] = Field(default=[], description="The people who made this key, other than `person`.")
    agents: list[str] = Field(
        default=[], description="The agents that a key of the scope agent is bound to; none: it reads and asks nothing."
    )
    secret: str | None = Field(default=None, description="Only in the answer that made the key; kept nowhere.")


class KeysOut(BaseModel):
    items: list[KeyOut]


class LinkOut(BaseModel):
    url: str


class NoteOut(BaseModel):
    at: datetime
    what: str
    person: str
    door: str
    about: str
    detail: str


class AuditOut(BaseModel):
    items: list[NoteOut]


class TakenOut(BaseModel):
    """The result of a webhook. `again`: a repeat of an earlier id, ignored. `thread` is null when it concerned no thread."""

    thread: str | None
    again: bool = False


def convert_request(request: Request) -> RequestOut:
    return RequestOut(**_collect_fields(request))


def convert_whole_request(request: Request, *, is_own: bool = False) -> WholeRequestOut:
    """`is_own`: the caller is the program that asked."""
    return WholeRequestOut(
        **_collect_fields(request),
        policy=convert_policy(request.policy),
        votes=[VoteOut(**vote.model_dump()) for vote in request.votes],
        card=request.card.model_dump(mode="json"),
        submission=convert_submission(request, is_own),
    )


def convert_policy(policy: Policy | None) -> dict[str, JSON] | None:
    return policy.model_dump(mode="json") | {"version": policy.version} if policy else None


def _collect_fields(request: Request) -> dict[str, JSON]:
    made = ("choices", "askers", "execution")
    return {name: getattr(request, name) for name in RequestOut.model_fields if name not in made} | {
        "choices": list(request.choices),
        "askers": list(request.askers),
        "execution": request.execution and ExecutionOut(**request.execution.model_dump()),
    }


class BrokenOut(BaseModel):
    """A thread that does not verify: the first wrong event, and the problem."""

    thread: str
    event: int
    problem: str


class RestingOut(BaseModel):
    """A thread that rests: the first event that this version cannot read, its type and version."""

    thread: str
    event: int
    type: str
    v: int


class VerifiedOut(BaseModel):
    """`threads` is the number of checked threads. `missing` tells how they differ from the stored count; empty if not."""

    threads: int
    is_sound: bool
    broken_threads: int
    broken: list[BrokenOut]
    missing: str
    history: list[str]
    resting_threads: int = Field(description="Threads that verify and hold an event that this version cannot read.")
    resting: list[RestingOut]


class SweptOut(BaseModel):
    """`jobs` is the number of turns and deliveries that were owed by a log and missing in the job table."""

    threads: int
    broken_threads: int = Field(description="Threads that do not verify; they rest.")
    jobs: int
