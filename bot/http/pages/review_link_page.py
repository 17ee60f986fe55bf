"""GET /review/{token}: the request of a mail, and a button that sends its person a sign-in link. Decides nothing."""

from fastapi.responses import Response
from starlette.background import BackgroundTask
from starlette.requests import Request

from bot.core.card.card import RequestCard
from bot.core.card.signed_review_link import PURPOSE, ReviewLink, read_link
from bot.core.errors import THREAD_RESTS, NotFound
from bot.http.csrf_forms import read_open_form
from bot.http.pages.page_context import PageContext, redirect_to
from bot.http.pages.signin_pages import refuse_sign_in, render_link_sent
from bot.http.requested_signin_links import LinkRequest, TooManyLinksAsked


class UnknownReviewLink(NotFound):
    """This link does not lead to a request: it is not ours, or a part of it is missing. Open it from the mail once more."""


async def show_review(context: PageContext, request: Request) -> Response:
    """GET /review/{token}. A signed-in visitor is redirected to the request."""
    link = _read_link(context, request)
    if await context.sessions.find_visitor(context.read_session_secret(request)) is not None:
        return redirect_to(f"/requests/{link.request}")
    return context.render_page(
        "review.html", None, card=await _find_card(context, link), token=request.path_params["token"]
    )


async def send_link(context: PageContext, request: Request) -> Response:
    """POST /review/{token}: send a sign-in link to the recipient of the message, by the channel of the message."""
    link = _read_link(context, request)
    await read_open_form(request, context.origin)
    client = context.clients.find_client(request)
    try:
        await context.links.admit_request(client)
    except TooManyLinksAsked as error:
        return await refuse_sign_in(context, request, error)

    def sending(nonce: str) -> BackgroundTask:
        host = request.headers.get("host", "")
        asked = LinkRequest(link.person, nonce, host, f"/requests/{link.request}", client, link.channel)
        return BackgroundTask(context.links.send_link, asked)

    return await render_link_sent(context, request, sending)


def _read_link(context: PageContext, request: Request) -> ReviewLink:
    """Raises `UnknownReviewLink`."""
    found = read_link(request.path_params["token"], context.platform.keys.derive_keys(PURPOSE))
    if found is None:
        raise UnknownReviewLink()
    return found


async def _find_card(context: PageContext, link: ReviewLink) -> RequestCard | None:
    """The card, while it equals the fully shown card of the message and its person may decide; else None."""
    try:
        found = await context.platform.queries.find_request(link.request)
    except NotFound:
        return None
    is_current = found.status == "pending" and found.digest.startswith(link.digest)
    may = link.person in found.card.may
    is_shown = found.card.withheld in ("", THREAD_RESTS)
    return found.card if is_current and may and link.is_whole and is_shown else None
