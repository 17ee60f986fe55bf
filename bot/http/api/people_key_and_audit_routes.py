"""/api/v1 for operators: people, keys, sign-in links, the audit."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from bot.core.base_types import from_micros
from bot.http.api import schemas as s
from bot.http.api.api_keys import ADMIN, DECIDE, ApiCaller, bind_key, make_key, revoke_key
from bot.http.api.core_routes import IdPath, find_platform
from bot.http.api.problems import RESPONSES
from bot.http.signin_sessions import SignInSessions
from bot.store.records import ApiKey

MAX_BROKEN = 200
"""Maximum broken threads in one answer; `broken_threads` counts all of them."""

router = APIRouter(prefix="/api/v1", responses=RESPONSES)


@router.get("/people", tags=["administration"])
async def list_people(caller: ApiCaller, request: Request) -> s.PeopleOut:
    """The people of countersign.toml, with their groups."""
    caller.require_scope(DECIDE, "reading people")
    people = find_platform(request).directory.people.values()
    return s.PeopleOut(
        items=[
            s.PersonOut(id=each.id, name=each.name, title=each.title, groups=list(each.groups), active=each.active)
            for each in people
        ]
    )


@router.get("/keys", tags=["administration"])
async def list_keys(caller: ApiCaller, request: Request) -> s.KeysOut:
    """All keys, revoked ones too, without their secrets."""
    caller.require_scope(ADMIN, "reading keys")
    return s.KeysOut(items=[_convert_key(key) for key in await find_platform(request).store.access.list_keys()])


@router.post("/keys", tags=["administration"], status_code=201)
async def create_key(caller: ApiCaller, request: Request, body: s.KeyIn) -> s.KeyOut:
    """Makes a key of a person. Only this answer has its secret; the server stores a hash."""
    caller.require_scope(ADMIN, "making keys")
    key, secret = await make_key(find_platform(request), body.person, body.scope, body.label, caller, body.agents)
    return _convert_key(key).model_copy(update={"secret": secret})


@router.put("/keys/{id}/agents", tags=["administration"])
async def bind_agents(caller: ApiCaller, request: Request, id: IdPath, body: s.BindIn) -> s.KeyOut:
    """Binds an agent key to these agents, in place of those before. Keys of older releases are bound to none."""
    caller.require_scope(ADMIN, "binding keys")
    return _convert_key(await bind_key(find_platform(request), id, body.agents, caller.person))


@router.delete("/keys/{id}", tags=["administration"], status_code=204)
async def delete_key(caller: ApiCaller, request: Request, id: IdPath, force: bool = False) -> Response:
    """Revokes a key at once. 409 for the last working admin key, unless `force` is true."""
    caller.require_scope(ADMIN, "revoking keys")
    await revoke_key(find_platform(request), id, caller.person, force=force)
    return Response(status_code=204)


@router.post("/links", tags=["administration"], status_code=201)
async def create_link(caller: ApiCaller, request: Request, body: s.LinkIn) -> s.LinkOut:
    """A link that signs this person in to the inbox, once."""
    caller.require_scope(ADMIN, "making sign-in links")
    sessions: SignInSessions = request.app.state.sessions
    return s.LinkOut(url=await sessions.make_link(body.person, by=caller))


@router.get("/audit", tags=["administration"])
async def read_audit(
    caller: ApiCaller, request: Request, limit: Annotated[int, Query(ge=1, le=1000)] = 100
) -> s.AuditOut:
    """The audit rows, latest first: refused decisions, sign-ins, keys, configuration changes."""
    caller.require_scope(ADMIN, "reading the audit")
    notes = await find_platform(request).store.audit.list_notes(limit)
    return s.AuditOut(items=[s.NoteOut(**note._asdict() | {"at": from_micros(note.at)}) for note in notes])


@router.get("/audit/verify", tags=["administration"])
async def verify_audit(
    caller: ApiCaller, request: Request, thread: Annotated[str | None, Query(max_length=120)] = None
) -> s.VerifiedOut:
    """Checks the hash chain and the signed head of every thread, or of one. Broken threads rest until they are repaired."""
    caller.require_scope(ADMIN, "verifying the log")
    found = await find_platform(request).store.evidence.verify(thread)
    broken = [s.BrokenOut(thread=each.thread, event=each.seq, problem=each.why) for each in found.faults[:MAX_BROKEN]]
    return s.VerifiedOut(
        threads=found.threads,
        is_sound=found.is_sound,
        broken_threads=len(found.faults),
        broken=broken,
        missing=found.missing,
        history=list(found.history),
        resting_threads=len(found.resting),
        resting=[
            s.RestingOut(thread=each.thread, event=each.seq, type=each.type, v=each.version)
            for each in found.resting[:MAX_BROKEN]
        ],
    )


def _convert_key(key: ApiKey) -> s.KeyOut:
    return s.KeyOut(
        id=key.id,
        person=key.person,
        scope=key.scope,
        label=key.label,
        created_at=from_micros(key.created),
        revoked_at=from_micros(key.revoked) if key.revoked else None,
        makers=list(key.makers),
        agents=list(key.agents),
    )
