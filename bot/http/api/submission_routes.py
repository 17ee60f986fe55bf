"""/api/v1/requests for programs: they ask people about calls of their own, and report their outcomes."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from bot.core.errors import NotUnderstood
from bot.core.request_views import Request as AskedRequest
from bot.core.secrets.redaction import list_secret_kinds
from bot.core.submissions.callback_payload import PURPOSE, derive_secrets, name_source
from bot.core.submissions.drafts import CallDraft
from bot.engine.authorized_platform import AuthorizedPlatform
from bot.http.api import schemas as s
from bot.http.api.api_keys import ADMIN, READ, ApiCaller
from bot.http.api.core_routes import IdempotencyKey, IdPath, authorize_platform, find_platform
from bot.http.api.problems import RESPONSES
from bot.http.api.submission_schemas import AmendmentIn, CallbackSecretOut, CommentIn, ExecutionIn, WithdrawalIn

router = APIRouter(prefix="/api/v1", responses=RESPONSES)


@router.post("/requests", tags=["programs"], status_code=201)
async def submit(
    caller: ApiCaller, request: Request, response: Response, body: CallDraft, once: IdempotencyKey = None
) -> s.WholeRequestOut:
    """Asks people for an approval of a call that the program will run, or asks them a question.

    A repeat with the same Idempotency-Key (or `key`) and body answers with the same request.
    """
    caller.require_scope(READ, "asking people")
    platform = authorize_platform(caller, request)
    if once and body.key and once != body.key:
        raise NotUnderstood("The Idempotency-Key and the key in the body differ: send one of them.")
    key = once or body.key
    if key and (kinds := list_secret_kinds(key)):
        raise NotUnderstood(f"The key holds what looks like a secret ({kinds[0]}), and it is kept. Send another.")
    submitted = await platform.submit(body.model_copy(update={"key": key}))
    if submitted.again:
        response.headers["Idempotent-Replayed"] = "true"
    return _convert(platform, await platform.find_request(submitted.id))


@router.post("/requests/{id}/amend", tags=["programs"])
async def amend(caller: ApiCaller, request: Request, id: IdPath, body: AmendmentIn) -> s.WholeRequestOut:
    """Replaces the arguments of an approval that waits. It has a new digest, and all votes on the old one end."""
    caller.require_scope(READ, "amending requests")
    platform = authorize_platform(caller, request)
    return _convert(platform, await platform.amend(id, body.arguments))


@router.post("/requests/{id}/comment", tags=["programs"])
async def comment(caller: ApiCaller, request: Request, id: IdPath, body: CommentIn) -> s.WholeRequestOut:
    """Adds words of the program to a request that waits. People see them as unchecked; no vote ends."""
    caller.require_scope(READ, "commenting on requests")
    platform = authorize_platform(caller, request)
    return _convert(platform, await platform.comment(id, body.text))


@router.post("/requests/{id}/cancel", tags=["programs"])
async def withdraw(
    caller: ApiCaller, request: Request, id: IdPath, body: WithdrawalIn | None = None
) -> s.WholeRequestOut:
    """Withdraws a request that waits, or an approval that was not used."""
    caller.require_scope(READ, "withdrawing requests")
    platform = authorize_platform(caller, request)
    return _convert(platform, await platform.withdraw(id, body.reason if body else ""))


@router.post("/requests/{id}/execution", tags=["programs"])
async def report(caller: ApiCaller, request: Request, id: IdPath, body: ExecutionIn) -> s.WholeRequestOut:
    """Tells how the approved call goes. People read it as reported by the agent."""
    caller.require_scope(READ, "reporting executions")
    platform = authorize_platform(caller, request)
    return _convert(platform, await platform.report(id, body.status, body.text))


@router.post("/requests/{id}/callback", tags=["programs"])
async def call_back(caller: ApiCaller, request: Request, id: IdPath) -> s.WholeRequestOut:
    """Tells the program's callback_url of the decision once more, also one that answered 410. For its key or an admin key."""
    caller.require_scope(READ, "asking for callbacks")
    platform = authorize_platform(caller, request)
    return _convert(platform, await platform.call_back_again(id))


@router.get("/callbacks/secret", tags=["programs"])
async def read_callback_secret(
    caller: ApiCaller, request: Request, source: Annotated[str, Query(max_length=64)] = ""
) -> CallbackSecretOut:
    """The secret that signs the callbacks to this key's program (Standard Webhooks), or, for an admin key, those to the sender of
    the webhooks of this `source`."""
    caller.require_scope(ADMIN if source else READ, "reading the secret of callbacks")
    key = name_source(source) if source else caller.credential.partition(":")[2]
    return CallbackSecretOut(secret=derive_secrets(find_platform(request).keys.derive_keys(PURPOSE), key)[0])


def _convert(platform: AuthorizedPlatform, request: AskedRequest) -> s.WholeRequestOut:
    return s.convert_whole_request(request, is_own=platform.is_submitter(request))
