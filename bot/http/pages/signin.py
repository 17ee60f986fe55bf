"""Signing in with a link and signing out. Opening a link changes nothing: mail scanners and previews open links too."""

from fastapi.responses import Response
from starlette.requests import Request

from bot.core.errors import Unauthenticated
from bot.http.forms import own_path, read_form, token_of
from bot.http.pages.desk import Desk, onward
from bot.http.sessions import LASTS, SESSION, TooManyTries

FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")


async def ask(desk: Desk, request: Request) -> Response:
    """GET /sign-in/{token}: who would be signed in, and a button."""
    token = request.path_params["token"]
    present = desk.sessions.visitor(desk.secret(request))
    try:
        person = desk.sessions.holder(token, client_of(request))
    except Unauthenticated as error:
        return _refused(desk, request, error)
    next = own_path(request.query_params.get("next", "/"))
    return desk.show("signin.html", present, person=person, token=token, next=next, link_csrf=token_of(token))


async def redeem(desk: Desk, request: Request) -> Response:
    """POST /sign-in/{token}: the link is used up, and the browser gets a session."""
    token = request.path_params["token"]
    fields = await read_form(request, desk.origin, token)
    try:
        visitor = await desk.sessions.redeem(token, client_of(request), desk.secret(request))
    except Unauthenticated as error:
        return _refused(desk, request, error)
    answer = onward(fields.get("next", "/"))
    answer.set_cookie(
        desk.sessions.cookie,
        visitor.secret,
        max_age=int(LASTS[SESSION].total_seconds()),
        path="/",
        secure=desk.sessions.is_secure,
        httponly=True,
        samesite="lax",
    )
    return answer


async def sign_out(desk: Desk, request: Request) -> Response:
    """POST /sign-out: the session ends here, not only in the browser."""
    visitor, _ = await desk.form(request)
    await desk.sessions.end(visitor)
    answer = onward("/")
    answer.delete_cookie(desk.sessions.cookie, path="/", secure=desk.sessions.is_secure, httponly=True, samesite="lax")
    return answer


def client_of(request: Request) -> str:
    """The address that the request came from; empty when somebody forwarded it, for then it is not the sender's."""
    if any(name in request.headers for name in FORWARDED) or request.client is None:
        return ""
    return request.client.host


def _refused(desk: Desk, request: Request, error: Unauthenticated) -> Response:
    status = 429 if isinstance(error, TooManyTries) else 401
    present = desk.sessions.visitor(desk.secret(request))
    answer = desk.show("signin_refused.html", present, status, text=str(error))
    if status == 429:
        answer.headers["Retry-After"] = "60"
    return answer
