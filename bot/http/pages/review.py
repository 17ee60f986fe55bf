"""GET /review/{token}: what a mail showed of its request, and a button that sends its person a sign-in link. Decides nothing."""

from fastapi.responses import Response
from starlette.background import BackgroundTask
from starlette.requests import Request

from bot.core.card import Card
from bot.core.errors import Unknown
from bot.core.review_links import PURPOSE, ReviewLink, read_link
from bot.http.forms import read_open_form
from bot.http.pages.desk import Desk, onward
from bot.http.pages.signin import answer_sent, refuse_sign_in
from bot.http.signin_links import LinkRequest, TooManyAsked


class NotThisReview(Unknown):
    """This link does not lead to a request: it is not ours, or a part of it is missing. Open it from the mail once more."""


async def read(desk: Desk, request: Request) -> Response:
    """Who is signed in goes on to the request itself."""
    link = _link(desk, request)
    if desk.sessions.visitor(desk.secret(request)) is not None:
        return onward(f"/requests/{link.request}")
    return desk.show("review.html", None, card=await _card(desk, link), token=request.path_params["token"])


async def send_link(desk: Desk, request: Request) -> Response:
    """POST /review/{token}: a sign-in link to the person whose message it was, by the channel that it came by."""
    link = _link(desk, request)
    await read_open_form(request, desk.origin)
    client = desk.clients.find_client(request)
    try:
        await desk.links.admit(client)
    except TooManyAsked as error:
        return refuse_sign_in(desk, request, error)

    def sending(nonce: str) -> BackgroundTask:
        host = request.headers.get("host", "")
        asked = LinkRequest(link.person, nonce, host, f"/requests/{link.request}", client, link.channel)
        return BackgroundTask(desk.links.send, asked)

    return answer_sent(desk, request, sending)


def _link(desk: Desk, request: Request) -> ReviewLink:
    """Raises NotThisReview."""
    found = read_link(request.path_params["token"], desk.house.keys.derive(PURPOSE))
    if found is None:
        raise NotThisReview()
    return found


async def _card(desk: Desk, link: ReviewLink) -> Card | None:
    """The card, while it is what the message showed whole to who may still decide; None: whoever is signed in looks at it."""
    try:
        found = await desk.house.views.request(link.request)
    except Unknown:
        return None
    stands = found.status == "pending" and found.digest.startswith(link.digest)
    may = link.person in found.card.may
    return found.card if stands and may and link.is_whole and not found.card.withheld else None
