"""GET /requests/{id} and its acts: approve, reject, edit, answer. A refusal shows the request in its current state.

Editing and rejecting have pages of their own (GET …/edit, …/reject), without the plain Approve button.
"""

import re
from collections.abc import Awaitable, Mapping
from typing import Literal

from fastapi.responses import Response
from starlette.requests import Request

from bot.core import request_views as r
from bot.core.card.call_revision_diff import ChangedArgument, find_change
from bot.core.decisions import ApprovalDecision, QuestionAnswer
from bot.core.errors import (
    BadInput,
    Conflict,
    CountersignError,
    DigestMismatch,
    Forbidden,
    FormComplaints,
    NotUnderstood,
)
from bot.core.forms import convert_values
from bot.core.secrets.redaction import remove_secrets
from bot.core.threads.thread import find_thread_id
from bot.engine.authorized_platform import AuthorizedPlatform
from bot.http.api.problems import find_status
from bot.http.csrf_forms import choose_own_path, collect_words
from bot.http.pages.form_inputs import read_values
from bot.http.pages.page_context import PageContext, read_optional_text, read_required_text, redirect_to
from bot.http.signin_sessions import SignedInVisitor

MAX_REASON, MAX_ANSWER, MAX_WORD = 2_000, 8_000, 200

DecisionWord = Literal["approve", "reject", "take_back"]
DECISIONS: Mapping[str, DecisionWord] = {"approve": "approve", "reject": "reject", "take_back": "take_back"}

RequestPanel = Literal["", "edit", "reject"]
"""The form on the page; "" is the plain Approve button with links to the two others."""

NO_REASON = "Write why, or choose a reason: the agent reads it. Nothing was decided."

_DIGEST = re.compile(r"[0-9a-f]{64}")


async def show_request(context: PageContext, request: Request) -> Response:
    """GET /requests/{id}. `seen` in the query is the digest that was shown before: when the request has another one, the
    page shows the difference, without buttons to decide. `next` is the page to return to.
    """
    return await _render_request(
        context, await context.require_visitor(request), request.path_params["id"], asked=request.query_params
    )


async def show_edit_page(context: PageContext, request: Request) -> Response:
    """GET /requests/{id}/edit. Raises `Forbidden` when the policy allows no edits."""
    return await _show_panel(context, request, "edit")


async def show_reject_page(context: PageContext, request: Request) -> Response:
    """GET /requests/{id}/reject."""
    return await _show_panel(context, request, "reject")


async def _show_panel(context: PageContext, request: Request, panel: RequestPanel) -> Response:
    visitor, id = await context.require_visitor(request), request.path_params["id"]
    platform = context.authorize_platform(visitor)
    found = await platform.find_request(id)
    view = context.build_view(found, await platform.find_thread(found.thread_id), visitor)
    if panel == "edit" and view.may and not view.form:
        raise Forbidden(f"The policy of {found.tool} allows no edits. Reject with a reason instead.")
    return await _render_request(context, visitor, id, asked=request.query_params, panel=panel)


async def decide_request(context: PageContext, request: Request) -> Response:
    """POST /requests/{id}/decide: `decision` and the shown `digest`; optional are `reason`, `option`, a typed
    `confirmation`, and other arguments: as JSON in `arguments`, or with `edit` = `form` as the fields of their form.
    """
    visitor, fields = await context.read_form(request)
    id = request.path_params["id"]
    return await _respond_after(context, visitor, id, fields, _submit_decision(context, visitor, id, fields))


async def answer_request(context: PageContext, request: Request) -> Response:
    """POST /requests/{id}/answer."""
    visitor, fields = await context.read_form(request)
    id = request.path_params["id"]
    return await _respond_after(context, visitor, id, fields, _submit_answer(context, visitor, id, fields))


async def ask_grant(context: PageContext, request: Request) -> Response:
    """POST /requests/{id}/grant: ask people for a grant for exactly this call, and show its request, where it is decided."""
    visitor, fields = await context.read_form(request)
    id = request.path_params["id"]
    try:
        asked = await context.authorize_platform(visitor).ask_grant(id, "", None)
    except (Conflict, Forbidden, BadInput) as refused:
        return await _render_request(context, visitor, id, refused, fields)
    return redirect_to(f"/requests/{asked.id}")


async def _respond_after(
    context: PageContext, visitor: SignedInVisitor, id: str, fields: Mapping[str, str], act: Awaitable[r.Request]
) -> Response:
    """Run `act` and redirect to `next`; when it is refused, show the request in its current state with the reason."""
    try:
        await act
    except (Conflict, Forbidden, BadInput) as refused:
        return await _render_request(context, visitor, id, refused, fields)
    return redirect_to(fields.get("next") or f"/requests/{id}")


async def _submit_decision(
    context: PageContext, visitor: SignedInVisitor, id: str, fields: Mapping[str, str]
) -> r.Request:
    choice = DECISIONS.get(fields.get("decision", ""))
    if choice is None:
        raise NotUnderstood("Approve or reject: the form said neither.")
    digest = fields.get("digest", "")
    if not _DIGEST.fullmatch(digest):
        raise DigestMismatch(
            digest[:12] or "nothing", (await context.authorize_platform(visitor).find_request(id)).digest[:12]
        )
    if choice == "reject" and not (fields.get("reason", "").strip() or fields.get("option")):
        raise FormComplaints({"reason": NO_REASON})
    decision = ApprovalDecision(
        call=id,
        digest=digest,
        decision=choice,
        reason=read_optional_text(fields, "reason", MAX_REASON),
        option=fields.get("option", ""),
        arguments=await _read_arguments(context.authorize_platform(visitor), id, digest, fields),
        confirmation=read_optional_text(fields, "confirmation", MAX_WORD),
        person=visitor.person.id,
        door=visitor.entry_point,
        credential=visitor.credential,
        makers=visitor.makers,
    )
    return await context.authorize_platform(visitor).decide(decision)


async def _read_arguments(platform: AuthorizedPlatform, id: str, digest: str, fields: Mapping[str, str]) -> str | None:
    """The edited arguments as JSON text, None without an edit. Raises `FormComplaints`."""
    if fields.get("edit") != "form":
        return fields.get("arguments")
    request = await platform.find_request(id)
    if request.status != "pending" or request.digest != digest:
        return ""  # no valid arguments: the platform reports first that the request was settled or changed
    form = await platform.build_form(id)
    return convert_values(form, read_values(form, fields))


async def _submit_answer(
    context: PageContext, visitor: SignedInVisitor, id: str, fields: Mapping[str, str]
) -> r.Request:
    ask = (await context.authorize_platform(visitor).find_request(id)).card.ask
    if ask is not None and ask.format == "form" and "answer" not in fields:
        text = convert_values(ask.fields, read_values(ask.fields, fields))
    else:
        text = read_required_text(fields, "answer", MAX_ANSWER)
    reply = QuestionAnswer(
        call=id,
        answer=text,
        person=visitor.person.id,
        door=visitor.entry_point,
        credential=visitor.credential,
        makers=visitor.makers,
    )
    return await context.authorize_platform(visitor).answer(reply)


async def _render_request(
    context: PageContext,
    visitor: SignedInVisitor,
    id: str,
    refused: CountersignError | None = None,
    typed: Mapping[str, str] | None = None,
    *,
    asked: Mapping[str, str] | None = None,
    panel: RequestPanel = "",
) -> Response:
    """The page of the request. `typed` are the fields of a form that was `refused`, `asked` is the query of a GET."""
    fields = {name: remove_secrets(text) for name, text in (typed or {}).items()}
    query, platform = asked or {}, context.authorize_platform(visitor)
    request, thread = await platform.find_request(id), await platform.find_thread(find_thread_id(id))
    view = context.build_view(request, thread, visitor)
    seen = fields.get("digest", "") if isinstance(refused, DigestMismatch) else query.get("seen", "")
    is_kept = isinstance(refused, BadInput)
    complaints = refused.complaints if isinstance(refused, FormComplaints) else {}
    if is_kept:
        panel = "reject" if fields.get("decision") == "reject" else "edit" if fields.get("edit") == "form" else ""
    return context.render_page(
        "request.html",
        visitor,
        find_status(refused) if refused else 200,
        view=view,
        thread=thread,
        panel=panel,
        changes=_find_changes(request, seen),
        seen=seen,
        next=choose_own_path(fields.get("next") or query.get("next") or f"/requests/{id}"),
        typed=fields if is_kept else {},
        unsent=() if is_kept else collect_words(fields),
        complaints=complaints,
        # A missing reason is no argument, so the message must not name its field.
        problem=NO_REASON if list(complaints.values()) == [NO_REASON] else str(refused or ""),
        here=f"/requests/{id}",
        live=f"/live?thread={thread.id}",
        position=str(thread.seq),
        word=view.state_words,
        may_ask_grant=platform.may_ask_grant(request, thread),
    )


def _find_changes(request: r.Request, seen: str) -> tuple[ChangedArgument, ...] | None:
    """The arguments that changed since the digest `seen`. None when it is the current one or the request is not open."""
    if request.status != "pending" or request.kind != "approval" or not _DIGEST.fullmatch(seen):
        return None
    if seen == request.digest:
        return None
    change = find_change(request.card.changes, seen)
    return change.arguments if change else ()
