"""GET /requests/{id} and what a person does there: approve, reject, edit, answer. A refusal shows what stands now.

Editing and rejecting have pages of their own (GET …/edit, …/reject) with no plain Approve on them.
"""

import re
from collections.abc import Awaitable, Mapping
from typing import Literal

from fastapi.responses import Response
from starlette.requests import Request

from bot.core import requests as r
from bot.core.answers import Ballot, Reply
from bot.core.changes import ChangedArgument, find_change
from bot.core.errors import (
    BadInput,
    Conflict,
    CountersignError,
    DigestMismatch,
    Forbidden,
    FormComplaints,
    NotUnderstood,
)
from bot.core.forms import values_to_arguments
from bot.core.redact import remove_secrets
from bot.core.thread import thread_of
from bot.engine.guarded import GuardedHouse
from bot.http.forms import own_path, words_of
from bot.http.pages.desk import Desk, brief, onward, written
from bot.http.pages.filling import values_of
from bot.http.problems import status_of
from bot.http.sessions import Visitor

MAX_REASON, MAX_ANSWER, MAX_WORD = 2_000, 8_000, 200

Decision = Literal["approve", "reject", "take_back"]
DECISIONS: Mapping[str, Decision] = {"approve": "approve", "reject": "reject", "take_back": "take_back"}

Panel = Literal["", "edit", "reject"]
"""Which form stands alone on the page; "" is the plain Approve, with the ways to the two others."""

NO_REASON = "Write why, or choose a reason: the agent reads it. Nothing was decided."

_DIGEST = re.compile(r"[0-9a-f]{64}")


async def read(desk: Desk, request: Request) -> Response:
    """GET /requests/{id}. `seen` in the query is the digest that was shown: where another stands, the difference comes
    first and nothing can be pressed. `next` is the page to come back to.
    """
    return await _shown(desk, desk.visitor(request), request.path_params["id"], asked=request.query_params)


async def edit(desk: Desk, request: Request) -> Response:
    """GET /requests/{id}/edit. Raises Forbidden."""
    return await _alone(desk, request, "edit")


async def reject(desk: Desk, request: Request) -> Response:
    """GET /requests/{id}/reject. Raises Forbidden."""
    return await _alone(desk, request, "reject")


async def _alone(desk: Desk, request: Request, panel: Panel) -> Response:
    visitor, id = desk.visitor(request), request.path_params["id"]
    house = desk.guarded(visitor)
    found = await house.request(id)
    view = desk.view(found, house.thread(found.thread_id), visitor)
    if panel == "edit" and view.may and not view.form:
        raise Forbidden(f"The policy of {found.tool} allows no edits. Reject with a reason instead.")
    return await _shown(desk, visitor, id, asked=request.query_params, panel=panel)


async def decide(desk: Desk, request: Request) -> Response:
    """POST /requests/{id}/decide: `decision` and the `digest` that was shown; perhaps a `reason` or an `option`, a typed
    `confirmation`, and other arguments: as JSON in `arguments`, or with `edit` = `form` in the fields of their form.
    """
    visitor, fields = await desk.form(request)
    id = request.path_params["id"]
    return await _done(desk, visitor, id, fields, _decide(desk, visitor, id, fields))


async def answer(desk: Desk, request: Request) -> Response:
    """POST /requests/{id}/answer."""
    visitor, fields = await desk.form(request)
    id = request.path_params["id"]
    return await _done(desk, visitor, id, fields, _answer(desk, visitor, id, fields))


async def _done(
    desk: Desk, visitor: Visitor, id: str, fields: Mapping[str, str], act: Awaitable[r.Request]
) -> Response:
    """Onward when the act was taken; the request as it stands now, with the reason, when it was refused."""
    try:
        await act
    except (Conflict, Forbidden, BadInput) as refused:
        return await _shown(desk, visitor, id, refused, fields)
    return onward(fields.get("next") or f"/requests/{id}")


async def _decide(desk: Desk, visitor: Visitor, id: str, fields: Mapping[str, str]) -> r.Request:
    decision = _decision(fields.get("decision", ""))
    digest = fields.get("digest", "")
    if not _DIGEST.fullmatch(digest):
        raise DigestMismatch(digest[:12] or "nothing", (await desk.guarded(visitor).request(id)).digest[:12])
    if decision == "reject" and not (fields.get("reason", "").strip() or fields.get("option")):
        raise FormComplaints({"reason": NO_REASON})
    ballot = Ballot(
        call=id,
        digest=digest,
        decision=decision,
        reason=brief(fields, "reason", MAX_REASON),
        option=fields.get("option", ""),
        arguments=await _arguments(desk.guarded(visitor), id, digest, fields),
        confirmation=brief(fields, "confirmation", MAX_WORD),
        person=visitor.person.id,
        door=visitor.door,
        credential=visitor.credential,
        makers=visitor.makers,
    )
    return await desk.guarded(visitor).decide(ballot)


async def _arguments(house: GuardedHouse, id: str, digest: str, fields: Mapping[str, str]) -> str | None:
    """Other arguments than those that stand, None when there are none. Raises FormComplaints."""
    if fields.get("edit") != "form":
        return fields.get("arguments")
    request = await house.request(id)
    if request.status != "pending" or request.digest != digest:
        return ""  # no arguments at all: the house says by whom it was settled or changed
    form = house.form(id)
    return values_to_arguments(form, values_of(form, fields))


def _decision(word: str) -> Decision:
    if word not in DECISIONS:
        raise NotUnderstood("Approve or reject: the form said neither.")
    return DECISIONS[word]


async def _answer(desk: Desk, visitor: Visitor, id: str, fields: Mapping[str, str]) -> r.Request:
    ask = (await desk.guarded(visitor).request(id)).card.ask
    if ask is not None and ask.format == "form" and "answer" not in fields:
        text = values_to_arguments(ask.fields, values_of(ask.fields, fields))
    else:
        text = written(fields, "answer", MAX_ANSWER)
    reply = Reply(
        call=id,
        answer=text,
        person=visitor.person.id,
        door=visitor.door,
        credential=visitor.credential,
        makers=visitor.makers,
    )
    return await desk.guarded(visitor).answer(reply)


async def _shown(
    desk: Desk,
    visitor: Visitor,
    id: str,
    refused: CountersignError | None = None,
    typed: Mapping[str, str] | None = None,
    *,
    asked: Mapping[str, str] | None = None,
    panel: Panel = "",
) -> Response:
    """The request as it stands now; `typed` are the fields of a form that was `refused`, `asked` the query of a GET."""
    fields = {name: remove_secrets(text) for name, text in (typed or {}).items()}
    query, house = asked or {}, desk.guarded(visitor)
    request, thread = await house.request(id), house.thread(thread_of(id))
    view = desk.view(request, thread, visitor)
    seen = fields.get("digest", "") if isinstance(refused, DigestMismatch) else query.get("seen", "")
    is_kept = isinstance(refused, BadInput)
    return desk.show(
        "request.html",
        visitor,
        status_of(refused) if refused else 200,
        view=view,
        thread=thread,
        panel=_panel_of(fields) if is_kept else panel,
        changes=_changes(request, seen),
        seen=seen,
        next=own_path(fields.get("next") or query.get("next") or f"/requests/{id}"),
        typed=fields if is_kept else {},
        unsent=() if is_kept else words_of(fields),
        complaints=refused.complaints if isinstance(refused, FormComplaints) else {},
        problem=_said(refused),
        here=f"/requests/{id}",
        live=f"/live?thread={thread.id}",
        position=str(thread.seq),
        word=view.state_words,
    )


def _said(refused: CountersignError | None) -> str:
    """The refusal in words. A reason that is missing is no argument, so its field is not named."""
    if isinstance(refused, FormComplaints) and list(refused.complaints.values()) == [NO_REASON]:
        return NO_REASON
    return str(refused) if refused else ""


def _panel_of(fields: Mapping[str, str]) -> Panel:
    if fields.get("decision") == "reject":
        return "reject"
    return "edit" if fields.get("edit") == "form" else ""


def _changes(request: r.Request, seen: str) -> tuple[ChangedArgument, ...] | None:
    """What differs from what the digest `seen` stood for; None when that is what stands, or nothing waits any more."""
    if request.status != "pending" or request.kind != "approval" or not _DIGEST.fullmatch(seen):
        return None
    if seen == request.digest:
        return None
    change = find_change(request.card.changes, seen)
    return change.arguments if change else ()
