"""GET /grants: the grants of coding agents, each with its scope, and forms to revoke them."""

from fastapi.responses import Response
from starlette.requests import Request

from bot.core.canonical_json import canonicalize
from bot.core.errors import Conflict, CountersignError, NotAllowed, NotFound
from bot.core.escaping import show_argument_text
from bot.engine.grants import GrantState
from bot.http.api.problems import find_status
from bot.http.pages.page_context import PageContext, redirect_to
from bot.http.signin_sessions import SignedInVisitor


async def show_grants(context: PageContext, request: Request) -> Response:
    """GET /grants."""
    return await _render_grants(context, await context.require_visitor(request))


async def revoke_grant(context: PageContext, request: Request) -> Response:
    """POST /grants/{id}/revoke."""
    visitor, _ = await context.read_form(request)
    try:
        await context.authorize_platform(visitor).revoke_grant(request.path_params["id"], "")
    except (Conflict, NotAllowed, NotFound) as refused:
        return await _render_grants(context, visitor, refused)
    return redirect_to("/grants")


async def _render_grants(
    context: PageContext, visitor: SignedInVisitor, refused: CountersignError | None = None
) -> Response:
    platform, directory = context.authorize_platform(visitor), context.platform.directory
    found = await platform.list_grants()

    def name_givers(grant: GrantState) -> str:
        return ", ".join(directory.find_name(who) for who in grant.given_by)

    return context.render_page(
        "grants.html",
        visitor,
        find_status(refused) if refused else 200,
        grants=found,
        name_givers=name_givers,
        show_scope=lambda grant: show_argument_text(canonicalize(grant.scope.arguments).decode()),
        may_revoke=frozenset(each.call.id for each in found if platform.check.may_access("operate", each.thread)),
        problem=str(refused) if refused else "",
        here="/grants",
        live="/live",
        position=str(await context.live.find_follower(visitor.person).read_count()),
    )
