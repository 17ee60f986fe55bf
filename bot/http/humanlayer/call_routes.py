"""The routes of HumanLayer's API. Each is a translation to an act of the requests of programs, with the same rights."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request
from fastapi import Path as InPath

from bot.core.base_types import JSON
from bot.core.decisions import ApprovalDecision, QuestionAnswer
from bot.core.errors import Conflict, NotFound
from bot.core.humanlayer.call_answers import (
    is_changed,
    read_contact_response,
    read_function_response,
    write_function_call,
    write_human_contact,
)
from bot.core.humanlayer.call_drafts import DIALECT, DraftedCall, draft_function_call, draft_human_contact
from bot.core.humanlayer.call_escalations import read_escalation
from bot.core.humanlayer.shapes import (
    CallEscalation,
    FunctionCall,
    FunctionCallStatus,
    HumanContact,
    HumanContactStatus,
)
from bot.core.request_views import Request as AskedRequest
from bot.engine.authorized_platform import AuthorizedPlatform
from bot.http.api.api_keys import DECIDE, READ, ApiCaller
from bot.http.api.core_routes import authorize_platform, find_platform
from bot.http.humanlayer import document_schemas as doc
from bot.http.humanlayer.error_shapes import ERRORS, HumanLayerRoute

ENTRY_POINT = "api"
HANDED_OVER = "Its program read the approval."
"""The report by which an approval is used up as its program reads it: HumanLayer's clients run the call then."""
MAX_PENDING = 1_000

CallIdPath = Annotated[str, InPath(max_length=120)]
CallKind = Literal["approval", "question"]

FUNCTION_CALL, HUMAN_CONTACT = doc.answer_with(doc.FunctionCallOut), doc.answer_with(doc.HumanContactOut)

router = APIRouter(prefix="/humanlayer/v1", route_class=HumanLayerRoute, tags=[doc.TAG], responses=ERRORS)


@router.get("/status", response_model=None, responses=doc.answer_with(doc.ServerStatusOut))
async def read_status(caller: ApiCaller) -> dict[str, Any]:
    """Whether the server answers, and the key works."""
    return {"status": "ok"}


@router.get("/project", response_model=None, responses=doc.answer_with(doc.ProjectOut))
async def read_project(caller: ApiCaller, request: Request) -> dict[str, Any]:
    """The fields of both readers that are known: HumanLayer's command line and the agent control plane."""
    name = find_platform(request).directory.find_name(caller.person)
    return {"name": name, "slug": caller.person, "organization": "countersign"} | {
        "project_slug": caller.person,
        "org_slug": "countersign",
    }


@router.post("/function_calls", response_model=None, responses=FUNCTION_CALL)
async def create_function_call(caller: ApiCaller, request: Request, body: FunctionCall) -> dict[str, Any]:
    """Asks for an approval. The same `call_id` and call again answers with the same one."""
    caller.require_scope(READ, "asking people")
    platform = authorize_platform(caller, request)
    return await _submit(platform, draft_function_call(body, platform.find_programs()))


@router.get("/function_calls/{call_id}", response_model=None, responses=FUNCTION_CALL)
async def read_function_call(caller: ApiCaller, request: Request, call_id: CallIdPath) -> dict[str, Any]:
    """The call. An approval that its own program reads here is used up by that, if it still holds; else it stays pending."""
    caller.require_scope(READ, "reading requests")
    platform = authorize_platform(caller, request)
    return await _write(platform, await _find(platform, call_id, "approval"))


@router.post("/agent/function_calls/{call_id}/respond", response_model=None, responses=FUNCTION_CALL)
async def respond_to_function_call(
    caller: ApiCaller, request: Request, call_id: CallIdPath, body: FunctionCallStatus
) -> dict[str, Any]:
    """The decision of the key's person, as by any other surface: the policy checks whether they may decide."""
    caller.require_scope(DECIDE, "responding")
    platform = authorize_platform(caller, request)
    found = await _find(platform, call_id, "approval")
    read = read_function_response(body, found)
    decision = ApprovalDecision(
        call=found.id,
        digest=found.digest,
        decision=read.decision,
        reason=read.reason,
        option=read.option,
        person=caller.person,
        door=ENTRY_POINT,
        credential=caller.credential,
        makers=caller.makers,
    )
    return write_function_call(await platform.decide(decision), False)


@router.post("/agent/function_calls/{call_id}/escalate_email", response_model=None, responses=FUNCTION_CALL)
async def escalate_function_call(
    caller: ApiCaller, request: Request, call_id: CallIdPath, body: CallEscalation
) -> dict[str, Any]:
    """Asks people of the policy anew, and those that the escalation names with them."""
    caller.require_scope(READ, "escalating requests")
    return await _escalate(authorize_platform(caller, request), call_id, "approval", body)


@router.get(
    "/agent/function_calls/pending", response_model=None, responses=doc.answer_with(doc.FunctionCallOut, is_list=True)
)
async def list_function_calls(caller: ApiCaller, request: Request) -> list[dict[str, Any]]:
    """The open calls that the caller reads, newest first, at most 1,000."""
    caller.require_scope(READ, "reading requests")
    return await _list_pending(authorize_platform(caller, request), "approval")


@router.post("/contact_requests", response_model=None, responses=HUMAN_CONTACT)
@router.post("/human_contacts", response_model=None, responses=HUMAN_CONTACT)
async def create_human_contact(caller: ApiCaller, request: Request, body: HumanContact) -> dict[str, Any]:
    """Asks a question. The same `call_id` and question again answers with the same one."""
    caller.require_scope(READ, "asking people")
    platform = authorize_platform(caller, request)
    return await _submit(platform, draft_human_contact(body, platform.find_programs()))


@router.get("/contact_requests/{call_id}", response_model=None, responses=HUMAN_CONTACT)
@router.get("/human_contacts/{call_id}", response_model=None, responses=HUMAN_CONTACT)
async def read_human_contact(caller: ApiCaller, request: Request, call_id: CallIdPath) -> dict[str, Any]:
    """The question and, once a person answered, the answer."""
    caller.require_scope(READ, "reading requests")
    platform = authorize_platform(caller, request)
    return await _write(platform, await _find(platform, call_id, "question"))


@router.post("/agent/human_contacts/{call_id}/respond", response_model=None, responses=HUMAN_CONTACT)
async def respond_to_human_contact(
    caller: ApiCaller, request: Request, call_id: CallIdPath, body: HumanContactStatus
) -> dict[str, Any]:
    """The answer of the key's person."""
    caller.require_scope(DECIDE, "responding")
    platform = authorize_platform(caller, request)
    found = await _find(platform, call_id, "question")
    reply = QuestionAnswer(
        call=found.id,
        answer=read_contact_response(body, found),
        person=caller.person,
        door=ENTRY_POINT,
        credential=caller.credential,
        makers=caller.makers,
    )
    return write_human_contact(await platform.answer(reply), False)


@router.post("/agent/human_contacts/{call_id}/escalate_email", response_model=None, responses=HUMAN_CONTACT)
async def escalate_human_contact(
    caller: ApiCaller, request: Request, call_id: CallIdPath, body: CallEscalation
) -> dict[str, Any]:
    """Asks people of the policy anew, and those that the escalation names with them."""
    caller.require_scope(READ, "escalating requests")
    return await _escalate(authorize_platform(caller, request), call_id, "question", body)


@router.get(
    "/agent/human_contacts/pending", response_model=None, responses=doc.answer_with(doc.HumanContactOut, is_list=True)
)
async def list_human_contacts(caller: ApiCaller, request: Request) -> list[dict[str, Any]]:
    """The open questions that the caller reads, newest first, at most 1,000."""
    caller.require_scope(READ, "reading requests")
    return await _list_pending(authorize_platform(caller, request), "question")


@router.get("/contact_channel/{id}", response_model=None, responses=doc.answer_with(doc.ContactChannelOut))
async def read_contact_channel(caller: ApiCaller, request: Request, id: CallIdPath) -> dict[str, Any]:
    """Whether the server knows a contact of this name: `contacts` of [agents.external]."""
    if id not in authorize_platform(caller, request).find_programs().contacts:
        raise NotFound("contact channel", id)
    return {"id": int(id) if id.isascii() and id.isdigit() else id}


async def _submit(platform: AuthorizedPlatform, drafted: DraftedCall) -> dict[str, JSON]:
    submitted = await platform.submit(drafted.draft, drafted.terms)
    return await _write(platform, await platform.find_request(submitted.id))


async def _find(platform: AuthorizedPlatform, call_id: str, kind: CallKind) -> AskedRequest:
    found = await platform.find_named(call_id, DIALECT)
    if found.kind != kind:
        raise NotFound("function call" if kind == "approval" else "human contact", call_id)
    return found


async def _write(platform: AuthorizedPlatform, request: AskedRequest) -> dict[str, JSON]:
    """The call as this caller reads it; handed over to its own program where it is approved."""
    is_own = platform.is_submitter(request)
    if request.kind == "question":
        return write_human_contact(request, is_own)
    if not is_own or request.status != "approved" or is_changed(request):
        return write_function_call(request, is_own)
    is_usable = request.execution is not None and request.execution.attempts > 0
    if not is_usable:
        try:
            request = await platform.report(request.id, "running", HANDED_OVER)
            is_usable = True
        except Conflict:  # held, lapsed, or handed over at this moment: the next poll sees which
            request = await platform.find_request(request.id)
    return write_function_call(request, is_own, is_usable)


async def _escalate(
    platform: AuthorizedPlatform, call_id: str, kind: CallKind, body: CallEscalation
) -> dict[str, JSON]:
    found = await _find(platform, call_id, kind)
    to = read_escalation(body, found, platform.find_programs())
    return await _write(platform, await platform.escalate(found.id, to, body.escalation_msg.strip()))


async def _list_pending(platform: AuthorizedPlatform, kind: CallKind) -> list[dict[str, JSON]]:
    """The open calls of HumanLayer's clients that the caller reads, newest first, at most `MAX_PENDING`."""
    found: list[dict[str, JSON]] = []
    cursor: str | None = None
    while True:
        page = await platform.list_requests(status="pending", cursor=cursor, limit=200)
        mine = [each for each in page.items if (each.terms.dialect, each.kind) == (DIALECT, kind)]
        found += [await _write(platform, each) for each in mine]
        cursor = page.next_cursor
        if cursor is None or len(found) >= MAX_PENDING:
            return found[:MAX_PENDING]
