"""/api/v1: threads, requests and agents. Each route requires a scope."""

from typing import Annotated, Literal

from fastapi import APIRouter, Header, Query, Request
from fastapi import Path as InPath
from pydantic import AwareDatetime, BeforeValidator

from bot.core.agent import Agent
from bot.core.base_types import floor_to_second, from_micros, refuse_number, to_micros
from bot.core.canonical_json import canonicalize
from bot.core.channel_messages import ChannelAddress
from bot.core.decisions import ApprovalDecision, QuestionAnswer
from bot.core.errors import NotUnderstood, UnreadThread
from bot.core.next_action import describe_status
from bot.core.secrets.redaction import list_secret_kinds
from bot.core.threads.unreadable_events import UnreadMark
from bot.engine.authorized_platform import AuthorizedPlatform
from bot.engine.platform import CountersignPlatform
from bot.http.api import schemas as s
from bot.http.api.agent_schemas import AgentOut, AgentsOut, ToolOut
from bot.http.api.api_keys import DECIDE, READ, ApiCaller, ApiPrincipal, find_principal
from bot.http.api.batch_pause_schemas import ThreadStatus
from bot.http.api.problems import RESPONSES
from bot.http.request_waits import Authorize, RequestWaits
from bot.store.records import RequestFilter

ENTRY_POINT = "api"

router = APIRouter(prefix="/api/v1", responses=RESPONSES)

RequestStatus = Literal[
    "pending", "approved", "rejected", "answered", "expired", "withdrawn", "superseded", "undeliverable", "cancelled"
]
LimitQuery = Annotated[int, Query(ge=1, le=200)]
CursorQuery = Annotated[str | None, Query(max_length=120)]
ListTime = Annotated[AwareDatetime, BeforeValidator(refuse_number)]
IdPath = Annotated[str, InPath(max_length=120)]
IdempotencyKey = Annotated[str | None, Header(alias="Idempotency-Key", min_length=1, max_length=200)]


@router.get("/threads", tags=["threads"])
async def list_threads(
    caller: ApiCaller,
    request: Request,
    status: ThreadStatus | None = None,
    agent: Annotated[str | None, Query(max_length=64)] = None,
    cursor: CursorQuery = None,
    limit: LimitQuery = 50,
) -> s.ThreadsOut:
    """The threads that the caller may read, last touched first."""
    caller.require_scope(READ, "reading threads")
    platform = authorize_platform(caller, request)
    page = await platform.list_threads(status=status, agent=agent, cursor=cursor, limit=limit)
    resting = await platform.find_resting()
    items = [
        s.ThreadOut(
            id=row.id,
            agent=row.agent,
            title=row.title,
            status=row.status,
            requested_by=row.requester,
            created_at=from_micros(row.opened),
            updated_at=from_micros(floor_to_second(row.touched)),
            events=row.seq,
            unread=_convert_mark(resting.get(row.id), row.id),
        )
        for row in page.items
    ]
    return s.ThreadsOut(items=items, next_cursor=page.next_cursor)


@router.post("/threads", tags=["threads"], status_code=201)
async def launch(caller: ApiCaller, request: Request, body: s.LaunchIn, once: IdempotencyKey = None) -> s.ThreadOut:
    """Opens a thread. A repeat with the same Idempotency-Key and body answers with the same thread."""
    caller.require_scope(READ, "launching")
    platform = authorize_platform(caller, request)
    key, route = _make_message_id(caller, once), ChannelAddress(channel=ENTRY_POINT)
    id = await platform.launch(body.agent, body.message, route=route, key=key, persona=body.persona)
    return await _convert_thread(platform, id)


@router.get("/threads/{id}", tags=["threads"])
async def read_thread(caller: ApiCaller, request: Request, id: IdPath) -> s.ThreadOut:
    """One thread, with its state."""
    caller.require_scope(READ, "reading threads")
    return await _convert_thread(authorize_platform(caller, request), id)


@router.get("/threads/{id}/events", tags=["threads"])
async def read_events(
    caller: ApiCaller, request: Request, id: IdPath, after: Annotated[int, Query(ge=0, le=s.MAX_SEQ)] = 0
) -> s.EventsOut:
    """The events of a thread behind the event `after`, as they are stored."""
    caller.require_scope(READ, "reading threads")
    found = await authorize_platform(caller, request).list_events(id, after)
    return s.EventsOut(
        items=[
            s.EventOut(seq=seq, at=from_micros(at), type=event.row_type, v=event.row_version, data=event.data())
            for seq, at, event in found
        ]
    )


@router.post("/threads/{id}/messages", tags=["threads"], status_code=202)
async def say(
    caller: ApiCaller, request: Request, id: IdPath, body: s.MessageIn, once: IdempotencyKey = None
) -> s.ThreadOut:
    """Writes a message into the thread. It neither approves nor rejects open requests."""
    caller.require_scope(READ, "writing messages")
    platform = authorize_platform(caller, request)
    await platform.say(id, body.message, route=ChannelAddress(channel=ENTRY_POINT), key=_make_message_id(caller, once))
    return await _convert_thread(platform, id)


@router.post("/threads/{id}/pause", tags=["threads"])
async def pause(caller: ApiCaller, request: Request, id: IdPath) -> s.ThreadOut:
    """Pauses the thread: no further step is taken until it is resumed."""
    caller.require_scope(DECIDE, "pausing")
    platform = authorize_platform(caller, request)
    await platform.pause(id)
    return await _convert_thread(platform, id)


@router.post("/threads/{id}/resume", tags=["threads"])
async def resume(caller: ApiCaller, request: Request, id: IdPath) -> s.ThreadOut:
    """Lets a paused thread go on. 409 when it is not paused."""
    caller.require_scope(DECIDE, "resuming")
    platform = authorize_platform(caller, request)
    await platform.resume(id)
    return await _convert_thread(platform, id)


@router.post("/threads/{id}/cancel", tags=["threads"])
async def cancel(caller: ApiCaller, request: Request, id: IdPath, body: s.CancelIn | None = None) -> s.ThreadOut:
    """Ends the thread for good; its open requests are withdrawn. 409 while tasks of other agents run for it and `tasks` is
    left out."""
    caller.require_scope(DECIDE, "cancelling")
    platform = authorize_platform(caller, request)
    given = body or s.CancelIn()
    await platform.cancel(id, given.reason, given.tasks)
    return await _convert_thread(platform, id)


@router.post("/threads/{id}/fork", tags=["threads"], status_code=201)
async def fork(caller: ApiCaller, request: Request, id: IdPath, body: s.ForkIn | None = None) -> s.ThreadOut:
    """Makes a paused copy of the thread up to an event, without open requests."""
    caller.require_scope(DECIDE, "forking")
    platform = authorize_platform(caller, request)
    return await _convert_thread(platform, await platform.fork(id, body.at if body else None))


@router.get("/threads/{id}/prompts/{n}", tags=["threads"])
async def read_prompt(
    caller: ApiCaller, request: Request, id: IdPath, n: Annotated[int, InPath(ge=1, le=s.MAX_SEQ)]
) -> s.PromptOut:
    """The exact request of the n-th model call, and the answer of the model."""
    caller.require_scope(READ, "reading prompts")
    rebuilt = await authorize_platform(caller, request).rebuild_prompt(id, n)
    return s.PromptOut(
        n=n,
        model=rebuilt.call.model,
        is_exact=rebuilt.is_exact,
        sha256=rebuilt.call.request,
        request=rebuilt.request.decode(),
        answer=rebuilt.answer,
    )


@router.get("/requests", tags=["requests"])
async def list_requests(
    caller: ApiCaller,
    request: Request,
    status: RequestStatus | None = None,
    thread: Annotated[str | None, Query(max_length=120, description="Those of this thread.")] = None,
    agent: Annotated[str | None, Query(max_length=64, description="Those of this agent.")] = None,
    person: Annotated[
        str | None, Query(max_length=64, description="Asked for, or decided, by this person (id).")
    ] = None,
    tool: Annotated[str | None, Query(max_length=64, description="Those of this tool or policy.")] = None,
    since: Annotated[ListTime | None, Query(description="Asked at this time or later.")] = None,
    until: Annotated[ListTime | None, Query(description="Asked before this time.")] = None,
    cursor: CursorQuery = None,
    limit: LimitQuery = 50,
) -> s.RequestsOut:
    """Approvals and questions in threads that the caller may read, newest first.

    A page limited to a `tool` may have fewer than `limit` of them: go on while there is a `next_cursor`.
    """
    caller.require_scope(READ, "reading requests")
    chosen = RequestFilter(agent, person, to_micros(since) if since else None, to_micros(until) if until else None)
    page = await authorize_platform(caller, request).list_requests(
        status=status, thread=thread, cursor=cursor, limit=limit, chosen=chosen, tool=tool
    )
    return s.RequestsOut(items=[s.convert_request(each) for each in page.items], next_cursor=page.next_cursor)


@router.get("/requests/{id}", tags=["requests"])
async def read_request(
    caller: ApiCaller,
    request: Request,
    id: IdPath,
    wait: Annotated[int, Query(ge=0, le=60, description="Seconds to wait until it is decided, at the most.")] = 0,
) -> s.WholeRequestOut:
    """One request. With `wait`, the answer comes as soon as it does not wait for people any more."""
    caller.require_scope(READ, "reading requests")
    platform = authorize_platform(caller, request)
    if wait:
        waits: RequestWaits = request.app.state.waits
        found = await waits.wait_for_decision(make_authorizer(request), id, wait, caller.credential)
    else:
        found = await platform.find_request(id)
    return s.convert_whole_request(found, is_own=platform.is_submitter(found))


@router.post("/requests/{id}/decision", tags=["requests"])
async def decide(caller: ApiCaller, request: Request, id: IdPath, body: s.DecisionIn) -> s.WholeRequestOut:
    """Approves or rejects the call with this digest. 409 when it is settled or was changed; 403 without the right."""
    caller.require_scope(DECIDE, "deciding")
    decision = ApprovalDecision(
        call=id,
        digest=body.digest,
        decision=body.decision,
        reason=body.reason,
        option=body.option,
        arguments=None if body.arguments is None else canonicalize(body.arguments).decode(),
        confirmation=body.confirmation,
        person=caller.person,
        door=ENTRY_POINT,
        credential=caller.credential,
        makers=caller.makers,
    )
    return s.convert_whole_request(await authorize_platform(caller, request).decide(decision))


@router.post("/requests/{id}/answer", tags=["requests"])
async def answer(caller: ApiCaller, request: Request, id: IdPath, body: s.AnswerIn) -> s.WholeRequestOut:
    """Answers a question: in words, by one of its choices, or with the values of its form."""
    caller.require_scope(DECIDE, "answering")
    platform = authorize_platform(caller, request)
    text = body.answer
    if not text:
        ask = (await platform.find_request(id)).card.ask
        if ask is not None and ask.format != "form":
            raise NotUnderstood("This question has no form, so it takes no values: send an answer.")
        text = canonicalize(body.values).decode()
    reply = QuestionAnswer(
        call=id,
        answer=text,
        person=caller.person,
        door=ENTRY_POINT,
        credential=caller.credential,
        makers=caller.makers,
    )
    return s.convert_whole_request(await platform.answer(reply))


@router.get("/agents", tags=["agents"])
async def list_agents(caller: ApiCaller, request: Request) -> AgentsOut:
    """The agents that the caller has a right in: their job, channels and budget, their tools, and the policy of each tool."""
    caller.require_scope(READ, "reading agents")
    platform = authorize_platform(caller, request)
    return AgentsOut(items=[_convert_agent(agent, platform) for agent in platform.agents])


@router.get("/me", tags=["administration"], response_model_exclude_none=True)
async def me(caller: ApiCaller, request: Request) -> s.MeOut:
    """The person and the scope of the key."""
    name = find_platform(request).directory.find_name(caller.person)
    bound = list(caller.agents) if caller.scope == "agent" else None
    return s.MeOut(person=caller.person, name=name, scope=caller.scope, makers=list(caller.makers), agents=bound)


def find_platform(request: Request) -> CountersignPlatform:
    """The platform of the app that serves `request`."""
    platform: CountersignPlatform = request.app.state.platform
    return platform


def authorize_platform(caller: ApiPrincipal, request: Request) -> AuthorizedPlatform:
    """The platform with the rights of this caller."""
    platform = find_platform(request)
    return AuthorizedPlatform(platform, caller.make_subject(platform.directory), caller.makers)


def make_authorizer(request: Request) -> Authorize:
    """Looks the key of this request up again, for an answer that takes long."""
    secret = request.headers.get("authorization", "").partition(" ")[2].strip()

    async def authorize() -> AuthorizedPlatform | None:
        caller = await find_principal(find_platform(request), secret)
        return authorize_platform(caller, request) if caller else None

    return authorize


def _make_message_id(caller: ApiCaller, once: str | None) -> str | None:
    """The id of the message from its Idempotency-Key; None without one. Raises `NotUnderstood` for a key that holds a secret."""
    if once and (kinds := list_secret_kinds(once)):
        raise NotUnderstood(
            f"The Idempotency-Key holds what looks like a secret ({kinds[0]}), and it is kept. Send another."
        )
    return f"{caller.credential}:{once}" if once else None


async def _convert_thread(platform: AuthorizedPlatform, id: str) -> s.ThreadOut:
    thread = await platform.find_thread(id)
    return s.ThreadOut(
        id=thread.id,
        agent=thread.agent,
        title=thread.title,
        status=describe_status(thread),
        requested_by=thread.requester,
        created_at=from_micros(thread.opened),
        updated_at=from_micros(floor_to_second(thread.touched)),
        events=thread.seq,
        unread=_convert_mark(thread.unread, thread.id),
    )


def _convert_mark(mark: UnreadMark | None, thread: str) -> s.UnreadOut | None:
    if mark is None:
        return None
    text = str(UnreadThread(thread, mark.seq, mark.type, mark.version))
    return s.UnreadOut(event=mark.seq, type=mark.type, v=mark.version, text=text)


def _convert_agent(agent: Agent, platform: AuthorizedPlatform) -> AgentOut:
    return AgentOut(
        name=agent.name,
        job=agent.job,
        model=platform.find_model_name(agent.name),
        limits=agent.limits.model_dump(mode="json"),
        budget=agent.budget.model_dump(mode="json"),
        channels=list(platform.list_channels(agent.name)),
        tools=[
            ToolOut(
                name=intent,
                description=" ".join((tool.step.__doc__ or "").split()),
                writes=tool.writes,
                version=tool.signature,
                gate=s.convert_policy(tool.gate),
            )
            for intent, tool in agent.registry.items()
        ],
    )
