"""/api/v1/grants: approvals that let further calls of a coding agent run; ask for one, use one, list and revoke them."""

from typing import Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from bot.core.base_types import JSON, TableName, UtcMoment
from bot.core.submissions.grant_scopes import MAX_COMMAND, MOST_HOURS
from bot.engine.grants import GrantState
from bot.engine.platform import CountersignPlatform
from bot.http.api import schemas as s
from bot.http.api.api_keys import READ, ApiCaller
from bot.http.api.core_routes import IdPath, authorize_platform, find_platform
from bot.http.api.problems import RESPONSES
from bot.http.api.request_body_base import StrictBody

router = APIRouter(prefix="/api/v1", responses=RESPONSES)


class GrantIn(StrictBody):
    """Without fields: exactly this call, in any session, for as long as the policy lets grants last."""

    begins_with: str = Field(
        default="",
        max_length=MAX_COMMAND,
        description="The first words of the request's command: names and relative paths may follow them, and nothing else.",
    )
    hours: int | None = Field(default=None, ge=1, le=MOST_HOURS, strict=True)


class GrantUseIn(StrictBody):
    """A call as its hook would ask about it: all arguments of the request."""

    arguments: dict[str, JSON]
    policy: TableName | None = None


class GrantUseOut(BaseModel):
    """`grant` is the id of the grant that covers the call, and its log holds the use; null: ask people."""

    grant: str | None
    given_by: list[str] = []


class GrantRevocationIn(StrictBody):
    reason: str = Field(default="", max_length=1_000)


class GrantOut(BaseModel):
    """`status`: `asked` waits for people, `given` covers calls, `held` was given and covers none now: `why_not` says why.

    `scope` is the scope as its card shows it. `uses` counts the calls that ran under it.
    """

    id: str
    status: Literal["asked", "given", "held"]
    why_not: str
    policy: str
    key: str = Field(description="The id of the key whose calls it covers.")
    scope: dict[str, JSON]
    uses: int
    given_by: list[str]
    given_by_names: list[str]
    given_at: UtcMoment | None
    ends_at: UtcMoment | None


class GrantsOut(BaseModel):
    items: list[GrantOut]


@router.post("/requests/{id}/grant", tags=["grants"], status_code=201)
async def ask_grant(caller: ApiCaller, request: Request, id: IdPath, body: GrantIn | None = None) -> s.WholeRequestOut:
    """Asks people to let calls like that of this request run without asking. The answer is the request for the grant: people
    decide it as any other, on a card that shows its scope."""
    caller.require_scope(READ, "asking for grants")
    platform, given = authorize_platform(caller, request), body or GrantIn()
    asked = await platform.ask_grant(id, given.begins_with, given.hours)
    return s.convert_whole_request(asked, is_own=platform.is_submitter(asked))


@router.post("/grants/uses", tags=["grants"])
async def use_grant(caller: ApiCaller, request: Request, body: GrantUseIn) -> GrantUseOut:
    """Runs a call under a grant of this key, if one covers it. Each answer with a grant is an event in its log."""
    caller.require_scope(READ, "using grants")
    used = await authorize_platform(caller, request).use_grant(body.arguments, body.policy)
    return GrantUseOut(grant=None) if used is None else GrantUseOut(grant=used.grant, given_by=list(used.given_by))


@router.get("/grants", tags=["grants"])
async def list_grants(caller: ApiCaller, request: Request) -> GrantsOut:
    """The grants that wait for people or hold, as far as the caller reads them. Ended ones are among the requests."""
    caller.require_scope(READ, "reading grants")
    found = await authorize_platform(caller, request).list_grants()
    return GrantsOut(items=[_convert_grant(each, find_platform(request)) for each in found])


@router.post("/grants/{id}/revoke", tags=["grants"])
async def revoke_grant(
    caller: ApiCaller, request: Request, id: IdPath, body: GrantRevocationIn | None = None
) -> s.WholeRequestOut:
    """Ends a grant, or its request. After this answer it covers no call."""
    caller.require_scope(READ, "revoking grants")
    platform = authorize_platform(caller, request)
    revoked = await platform.revoke_grant(id, body.reason if body else "")
    return s.convert_whole_request(revoked, is_own=platform.is_submitter(revoked))


def _convert_grant(grant: GrantState, platform: CountersignPlatform) -> GrantOut:
    is_given = grant.given_at is not None
    return GrantOut(
        id=grant.call.id,
        status=("held" if grant.why_not else "given") if is_given else "asked",
        why_not=grant.why_not,
        policy=grant.call.intent,
        key=grant.credential.partition(":")[2],
        scope=grant.scope.arguments,
        uses=grant.call.uses,
        given_by=list(grant.given_by),
        given_by_names=[platform.directory.find_name(who) for who in grant.given_by],
        given_at=grant.given_at,
        ends_at=grant.ends_at,
    )
