"""The shared context of the pages: platform, visitor, forms, templates and error pages."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.requests import Request

from bot.core import request_views as r
from bot.core.access.permissions import AccessSubject
from bot.core.base_types import UtcMoment
from bot.core.errors import CountersignError, NotUnderstood, Unauthenticated
from bot.core.holds import announce_hold, describe_target
from bot.core.ports import EventModel
from bot.core.threads.thread import Thread
from bot.engine.authorized_platform import AuthorizedPlatform
from bot.engine.platform import CountersignPlatform
from bot.engine.whole_tracebacks import format_traceback
from bot.http.api.problems import find_status, log, redact_path
from bot.http.client_address import ClientAddresses
from bot.http.csrf_forms import choose_own_path, make_form_token, read_form, read_own_words
from bot.http.page_change_feed import ChangeFeed
from bot.http.pages import templating
from bot.http.pages.inbox_row_cache import InboxRows
from bot.http.pages.request_view import RequestView, build_request_view
from bot.http.requested_signin_links import SignInLinks
from bot.http.signin_sessions import SignedInVisitor, SignInSessions
from bot.settings import EnvironmentSettings

MAX_TEXT = 20_000

HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}
"""With no-referrer a browser would send `Origin: null` with our own forms."""


class SessionRequired(Unauthenticated):
    """You are not signed in, or your session is over."""

    words: tuple[str, ...] = ()
    """The texts of the form that came after the end of the session. The page shows them; they are not used otherwise."""


class PageContext:
    """The platform, the sessions and the templates, for page handlers."""

    def __init__(
        self, platform: CountersignPlatform, live: ChangeFeed, sessions: SignInSessions, settings: EnvironmentSettings
    ) -> None:
        self.platform, self.live, self.sessions = platform, live, sessions
        self.links, self.clients = SignInLinks(platform, sessions), ClientAddresses(settings.proxies)
        self.origin = settings.origin
        self.templates = templating.build_environment()
        self.rows = InboxRows(self.templates)

    @property
    def now(self) -> UtcMoment:
        return self.platform.clock()

    @property
    def is_offline(self) -> bool:
        """Whether an agent answers by fixed rules, without a language model."""
        return any(isinstance(model, EventModel) for model in self.platform.models.values())

    def authorize_platform(self, visitor: SignedInVisitor) -> AuthorizedPlatform:
        """The platform with the rights of this visitor."""
        return AuthorizedPlatform(self.platform, AccessSubject(visitor.person), visitor.makers)

    def read_session_secret(self, request: Request) -> str | None:
        """The unverified session secret in the browser's cookie."""
        return request.cookies.get(self.sessions.cookie)

    async def require_visitor(self, request: Request) -> SignedInVisitor:
        """The signed-in visitor. Raises `SessionRequired`."""
        found = await self.sessions.find_visitor(self.read_session_secret(request))
        if found is None:
            raise SessionRequired()
        return found

    async def read_form(self, request: Request) -> tuple[SignedInVisitor, Mapping[str, str]]:
        """The visitor and the fields of a form. Raises `SessionRequired`, `ForgedForm`, `TooLarge`, `NotUnderstood`."""
        try:
            visitor = await self.require_visitor(request)
        except SessionRequired as ended:
            ended.words = await read_own_words(request, self.origin)
            raise
        return visitor, await read_form(request, self.origin, visitor.secret)

    def build_view(self, request: r.Request, thread: Thread, visitor: SignedInVisitor) -> RequestView:
        """The view of a request for this visitor. `thread` is its thread in the current state."""
        agent = self.platform.agents.get(thread.agent)
        return build_request_view(request, thread, visitor.person, self.platform.directory, agent)

    def list_holds(self, visitor: SignedInVisitor) -> list[dict[str, Any]]:
        """The active holds that the visitor may see, for the banner of each page."""
        return [
            {
                "id": hold.id,
                "text": announce_hold(hold, self.platform.directory),
                "target": describe_target(hold.scope, hold.name),
            }
            for hold in self.authorize_platform(visitor).holds
            if hold.is_active
        ]

    def render_page(
        self, template: str, visitor: SignedInVisitor | None, code: int = 200, **values: Any
    ) -> HTMLResponse:
        """Render a template as a page. `values` must hold the names that the template uses beside the common ones."""
        common = {
            "visitor": visitor,
            "csrf": make_form_token(visitor.secret) if visitor else "",
            "is_offline": self.is_offline,
            "now": self.now,
            "holds": self.list_holds(visitor) if visitor else [],
            "here": "",
            "live": "",
            "position": "",
            "word": "",
            "problem": "",
        }
        html = self.templates.get_template(template).render(common | values)
        return HTMLResponse(html, code, HEADERS)

    def render_error_page(self, status: int, text: str) -> HTMLResponse:
        """The page of an error before a page handler ran. It reads no session."""
        return self.render_page("error.html", None, status, text=text, number=status)

    async def render_error(self, request: Request, error: CountersignError) -> Response:
        """The page of an error that a page handler raised."""
        status = find_status(error)
        visitor = await self.sessions.find_visitor(self.read_session_secret(request))
        if isinstance(error, SessionRequired):
            query = f"?{request.url.query}" if request.url.query else ""
            next = f"{request.url.path}{query}" if request.method in ("GET", "HEAD") else "/"
            return self.render_page("signin_hint.html", None, status, next=choose_own_path(next), words=error.words)
        if status == 500:
            log.error(
                "unexpected error", path=redact_path(request.url.path), error=str(error), trace=format_traceback(error)
            )
        text = "Something went wrong on our side; it was noted." if status == 500 else str(error)
        return self.render_page("error.html", visitor, status, text=text, number=status)


PageHandler = Callable[[PageContext, Request], Awaitable[Response]]


def make_endpoint(context: PageContext, page: PageHandler) -> Callable[[Request], Awaitable[Response]]:
    """The page handler as an endpoint. A `CountersignError` becomes an error page."""

    async def endpoint(request: Request) -> Response:
        try:
            return await page(context, request)
        except CountersignError as error:
            return await context.render_error(request, error)

    return endpoint


def read_required_text(fields: Mapping[str, str], name: str, most: int = MAX_TEXT) -> str:
    """The text of a field. Raises `NotUnderstood` when it is empty or longer than `most` characters."""
    text = fields.get(name, "")
    if not text.strip():
        raise NotUnderstood("Write something first.")
    return read_optional_text(fields, name, most)


def read_optional_text(fields: Mapping[str, str], name: str, most: int) -> str:
    """The text of a field, which may be empty. Raises `NotUnderstood` when it is longer than `most` characters."""
    text = fields.get(name, "")
    if len(text) > most:
        raise NotUnderstood(f"That is {len(text)} characters; {most} is the most.")
    return text


def redirect_to(path: str) -> RedirectResponse:
    """303 See Other to a path of this server."""
    return RedirectResponse(choose_own_path(path), 303, HEADERS)
