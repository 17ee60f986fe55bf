"""Signing in with a link, and signing out. GET on a link changes nothing, since mail scanners open links too."""

from collections.abc import Callable

from fastapi.responses import Response
from starlette.background import BackgroundTask
from starlette.requests import Request

from bot.core.errors import Unauthenticated
from bot.http.csrf_forms import choose_own_path, make_form_token, read_form, read_open_form
from bot.http.pages.page_context import PageContext, read_required_text, redirect_to
from bot.http.requested_signin_links import LinkRequest, TooManyLinksAsked, choose_nonce
from bot.http.signin_sessions import LASTS, LINK, SESSION, OtherBrowser, TooManyTries

MAX_WHO = 200


async def show_sign_in_form(context: PageContext, request: Request) -> Response:
    """GET /sign-in: a form to ask for a link."""
    present = await context.sessions.find_visitor(context.read_session_secret(request))
    return context.render_page(
        "signin_offer.html", present, next=choose_own_path(request.query_params.get("next", "/"))
    )


async def send_link(context: PageContext, request: Request) -> Response:
    """POST /sign-in: the same answer for every name; afterwards a link is sent to the named person.

    The answer always sets the nonce cookie: the link opens in the browser that holds it.
    """
    fields = await read_open_form(request, context.origin)
    who = read_required_text(fields, "who", MAX_WHO)
    client = context.clients.find_client(request)
    try:
        await context.links.admit_request(client)
    except TooManyLinksAsked as error:
        return await refuse_sign_in(context, request, error)

    def sending(nonce: str) -> BackgroundTask:
        host, next = request.headers.get("host", ""), choose_own_path(fields.get("next", "/"))
        return BackgroundTask(context.links.send_link, LinkRequest(who, nonce, host, next, client))

    return await render_link_sent(context, request, sending)


async def render_link_sent(
    context: PageContext, request: Request, sending: Callable[[str], BackgroundTask]
) -> Response:
    """The answer to a request for a link. The task that `sending` makes from the browser's nonce runs after it."""
    nonce = choose_nonce(request.cookies.get(context.sessions.asking_cookie))
    answer = context.render_page(
        "signin_sent.html", await context.sessions.find_visitor(context.read_session_secret(request))
    )
    answer.background = sending(nonce)
    _set_cookie(context, answer, context.sessions.asking_cookie, nonce, int(LASTS[LINK].total_seconds()))
    return answer


async def show_link_page(context: PageContext, request: Request) -> Response:
    """GET /sign-in/{token}: the name of the person, and a button to sign in."""
    token = request.path_params["token"]
    present = await context.sessions.find_visitor(context.read_session_secret(request))
    try:
        link = await context.sessions.find_link(
            token, context.clients.find_client(request), request.cookies.get(context.sessions.asking_cookie)
        )
    except Unauthenticated as error:
        return await refuse_sign_in(context, request, error)
    next = choose_own_path(request.query_params.get("next", link.onward))
    return context.render_page(
        "signin.html", present, person=link.person, token=token, next=next, link_csrf=make_form_token(token)
    )


async def redeem_link(context: PageContext, request: Request) -> Response:
    """POST /sign-in/{token}: use the link and give the browser a session."""
    token = request.path_params["token"]
    fields = await read_form(request, context.origin, token)
    nonce = request.cookies.get(context.sessions.asking_cookie)
    try:
        visitor = await context.sessions.redeem_link(
            token, context.clients.find_client(request), context.read_session_secret(request), nonce
        )
    except Unauthenticated as error:
        return await refuse_sign_in(context, request, error)
    answer = redirect_to(fields.get("next", "/"))
    _set_cookie(context, answer, context.sessions.cookie, visitor.secret, int(LASTS[SESSION].total_seconds()))
    return answer


async def sign_out(context: PageContext, request: Request) -> Response:
    """POST /sign-out: end the session on the server and delete the cookie."""
    visitor, _ = await context.read_form(request)
    await context.sessions.end_session(visitor)
    answer = redirect_to("/")
    answer.delete_cookie(
        context.sessions.cookie, path="/", secure=context.sessions.is_secure, httponly=True, samesite="lax"
    )
    return answer


def _set_cookie(context: PageContext, answer: Response, name: str, value: str, seconds: int) -> None:
    answer.set_cookie(
        name, value, max_age=seconds, path="/", secure=context.sessions.is_secure, httponly=True, samesite="lax"
    )


async def refuse_sign_in(context: PageContext, request: Request, error: Unauthenticated) -> Response:
    """The page of a refused link or request: 401, or 429 with Retry-After."""
    wait = {TooManyTries: "60", TooManyLinksAsked: "600"}.get(type(error))
    present = await context.sessions.find_visitor(context.read_session_secret(request))
    title = (
        "Open this link where you asked for it" if isinstance(error, OtherBrowser) else "This link does not sign you in"
    )
    title = "Not now" if wait else title
    answer = context.render_page(
        "signin_refused.html", present, 429 if wait else 401, text=str(error), title=title, next="/"
    )
    if wait:
        answer.headers["Retry-After"] = wait
    return answer
