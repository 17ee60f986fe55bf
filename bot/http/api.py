"""/api/v1: threads and requests for programs. Every route names the scopes that may use it."""

from typing import Annotated, Literal

from fastapi import APIRouter, Header, Query, Request
from fastapi import Path as InPath

from bot.core.agent import Agent
from bot.core.answers import Ballot, Reply
from bot.core.canonical import canonical
from bot.core.contact import Route
from bot.core.effects import status
from bot.core.errors import NotUnderstood
from bot.core.redact import kinds_in
from bot.core.word import JSON, moment
from bot.engine.guarded import GuardedHouse
from bot.engine.house import Countersign
from bot.http import shapes as s
from bot.http.principal import DECIDE, READ, Caller
from bot.http.problems import RESPONSES
from bot.store.tables import ThreadRow

DOOR = "api"

router = APIRouter(prefix="/api/v1", responses=RESPONSES)

ThreadStatus = Literal["working", "waiting", "sleeping", "paused", "idle", "finished", "cancelled"]
RequestStatus = Literal[
    "pending", "approved", "rejected", "answered", "expired", "withdrawn", "superseded", "undeliverable", "cancelled"
]
Limit = Annotated[int, Query(ge=1, le=200)]
Cursor = Annotated[str | None, Query(max_length=120)]
Id = Annotated[str, InPath(max_length=120)]
Once = Annotated[str | None, Header(alias="Idempotency-Key", min_length=1, max_length=200)]


@router.get("/threads")
async def list_threads(
    caller: Caller,
    request: Request,
    status: ThreadStatus | None = None,
    agent: Annotated[str | None, Query(max_length=64)] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> s.ThreadsOut:
    """The threads that the caller reads, last touched first."""
    caller.must_be(READ, "reading threads")
    page = await guarded(caller, request).threads(status=status, agent=agent, cursor=cursor, limit=limit)
    return s.ThreadsOut(items=[_row(row) for row in page.items], next_cursor=page.next_cursor)


@router.post("/threads", status_code=201)
async def launch(caller: Caller, request: Request, body: s.LaunchIn, once: Once = None) -> s.ThreadOut:
    """Opens a thread. The same Idempotency-Key with the same body again answers with the same thread."""
    caller.must_be(READ, "launching")
    house = guarded(caller, request)
    id = await house.launch(body.agent, body.message, route=Route(channel=DOOR), key=_key(caller, once))
    return _thread(house, id)


@router.get("/threads/{id}")
async def read_thread(caller: Caller, request: Request, id: Id) -> s.ThreadOut:
    caller.must_be(READ, "reading threads")
    return _thread(guarded(caller, request), id)


@router.get("/threads/{id}/events")
async def read_events(
    caller: Caller, request: Request, id: Id, after: Annotated[int, Query(ge=0, le=s.MAX_SEQ)] = 0
) -> s.EventsOut:
    """The log of a thread behind the event `after`, as it is kept."""
    caller.must_be(READ, "reading threads")
    found = guarded(caller, request).events(id, after)
    return s.EventsOut(
        items=[
            s.EventOut(seq=seq, at=moment(at), type=event.type, v=event.v, data=event.data())
            for seq, at, event in found
        ]
    )


@router.post("/threads/{id}/messages", status_code=202)
async def say(caller: Caller, request: Request, id: Id, body: s.MessageIn, once: Once = None) -> s.ThreadOut:
    """A message into the thread. It is neither consent nor refusal of anything that is open."""
    caller.must_be(READ, "writing messages")
    house = guarded(caller, request)
    await house.say(id, body.message, route=Route(channel=DOOR), key=_key(caller, once))
    return _thread(house, id)


@router.post("/threads/{id}/pause")
async def pause(caller: Caller, request: Request, id: Id) -> s.ThreadOut:
    """No further step is taken until the thread is resumed."""
    caller.must_be(DECIDE, "pausing")
    house = guarded(caller, request)
    await house.pause(id)
    return _thread(house, id)


@router.post("/threads/{id}/resume")
async def resume(caller: Caller, request: Request, id: Id) -> s.ThreadOut:
    caller.must_be(DECIDE, "resuming")
    house = guarded(caller, request)
    await house.resume(id)
    return _thread(house, id)


@router.post("/threads/{id}/cancel")
async def cancel(caller: Caller, request: Request, id: Id, body: s.CancelIn | None = None) -> s.ThreadOut:
    """Ends the thread for good; what is open in it is withdrawn."""
    caller.must_be(DECIDE, "cancelling")
    house = guarded(caller, request)
    await house.cancel(id, body.reason if body else "")
    return _thread(house, id)


@router.post("/threads/{id}/fork", status_code=201)
async def fork(caller: Caller, request: Request, id: Id, body: s.ForkIn | None = None) -> s.ThreadOut:
    """A paused copy of the thread up to an event; nothing that was open is open in it."""
    caller.must_be(DECIDE, "forking")
    house = guarded(caller, request)
    return _thread(house, await house.fork(id, body.at if body else None))


@router.get("/threads/{id}/prompts/{n}")
async def read_prompt(
    caller: Caller, request: Request, id: Id, n: Annotated[int, InPath(ge=1, le=s.MAX_SEQ)]
) -> s.PromptOut:
    """The exact request of the n-th model call, and what the model answered."""
    caller.must_be(READ, "reading prompts")
    rebuilt = guarded(caller, request).prompt(id, n)
    return s.PromptOut(
        n=n,
        model=rebuilt.call.model,
        is_exact=rebuilt.is_exact,
        sha256=rebuilt.call.request,
        request=rebuilt.request.decode(),
        answer=rebuilt.answer,
    )


@router.get("/requests")
async def list_requests(
    caller: Caller,
    request: Request,
    status: RequestStatus | None = None,
    thread: Annotated[str | None, Query(max_length=120)] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> s.RequestsOut:
    """Approvals and questions in threads that the caller reads, newest first."""
    caller.must_be(READ, "reading requests")
    page = await guarded(caller, request).requests(status=status, thread=thread, cursor=cursor, limit=limit)
    return s.RequestsOut(items=[s.request_out(each) for each in page.items], next_cursor=page.next_cursor)


@router.get("/requests/{id}")
async def read_request(caller: Caller, request: Request, id: Id) -> s.WholeRequestOut:
    caller.must_be(READ, "reading requests")
    return s.whole_request_out(await guarded(caller, request).request(id))


@router.post("/requests/{id}/decision")
async def decide(caller: Caller, request: Request, id: Id, body: s.DecisionIn) -> s.WholeRequestOut:
    """Approves or rejects what has this digest. 409 when it is settled already or was changed; 403 for who may not."""
    caller.must_be(DECIDE, "deciding")
    ballot = Ballot(
        call=id,
        digest=body.digest,
        decision=body.decision,
        reason=body.reason,
        option=body.option,
        arguments=None if body.arguments is None else canonical(body.arguments).decode(),
        confirmation=body.confirmation,
        person=caller.person,
        door=DOOR,
        credential=caller.credential,
        makers=caller.makers,
    )
    return s.whole_request_out(await guarded(caller, request).decide(ballot))


@router.post("/requests/{id}/answer")
async def answer(caller: Caller, request: Request, id: Id, body: s.AnswerIn) -> s.WholeRequestOut:
    """Answers a question: in words, by one of its choices, or with the values of its form."""
    caller.must_be(DECIDE, "answering")
    house = guarded(caller, request)
    text = body.answer or await _filled(house, id, body.values)
    reply = Reply(
        call=id,
        answer=text,
        person=caller.person,
        door=DOOR,
        credential=caller.credential,
        makers=caller.makers,
    )
    return s.whole_request_out(await house.answer(reply))


async def _filled(house: GuardedHouse, id: str, values: JSON) -> str:
    """The values of a form as the answer's text. Raises NotUnderstood for a question that has none."""
    ask = (await house.request(id)).card.ask
    if ask is not None and ask.format != "form":
        raise NotUnderstood("This question has no form, so it takes no values: send an answer.")
    return canonical(values).decode()


@router.get("/agents")
async def list_agents(caller: Caller, request: Request) -> s.AgentsOut:
    """The agents in which the caller has a right, their tools, and the gate of each tool."""
    caller.must_be(READ, "reading agents")
    house = guarded(caller, request)
    return s.AgentsOut(items=[_agent(agent, house.model_name(agent.name)) for agent in house.agents])


@router.get("/me", response_model_exclude_none=True)
async def me(caller: Caller, request: Request) -> s.MeOut:
    """Whose key this is."""
    name = house_of(request).directory.name_of(caller.person)
    bound = list(caller.agents) if caller.scope == "agent" else None
    return s.MeOut(person=caller.person, name=name, scope=caller.scope, makers=list(caller.makers), agents=bound)


def house_of(request: Request) -> Countersign:
    house: Countersign = request.app.state.house
    return house


def guarded(caller: Caller, request: Request) -> GuardedHouse:
    """The house as this caller may use it."""
    house = house_of(request)
    return GuardedHouse(house, caller.subject(house.directory), caller.makers)


def _key(caller: Caller, once: str | None) -> str | None:
    """The id of what came, as it is kept. Raises NotUnderstood for an Idempotency-Key that is a secret."""
    if once and (kinds := kinds_in(once)):
        raise NotUnderstood(
            f"The Idempotency-Key holds what looks like a secret ({kinds[0]}), and it is kept. Send another."
        )
    return f"{caller.credential}:{once}" if once else None


def _row(row: ThreadRow) -> s.ThreadOut:
    return s.ThreadOut(
        id=row.id,
        agent=row.agent,
        title=row.title,
        status=row.status,
        requested_by=row.requester,
        created_at=moment(row.opened),
        updated_at=moment(row.touched),
        events=row.seq,
    )


def _thread(house: GuardedHouse, id: str) -> s.ThreadOut:
    thread = house.thread(id)
    return s.ThreadOut(
        id=thread.id,
        agent=thread.agent,
        title=thread.title,
        status=status(thread),
        requested_by=thread.requester,
        created_at=moment(thread.opened),
        updated_at=moment(thread.touched),
        events=thread.seq,
    )


def _agent(agent: Agent, model: str) -> s.AgentOut:
    return s.AgentOut(
        name=agent.name,
        job=agent.job,
        model=model,
        limits=agent.limits.model_dump(mode="json"),
        tools=[
            s.ToolOut(
                name=intent,
                description=" ".join((tool.step.__doc__ or "").split()),
                writes=tool.writes,
                version=tool.signature,
                gate=s.policy_out(tool.gate),
            )
            for intent, tool in agent.registry.items()
        ],
    )
