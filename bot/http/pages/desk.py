"""What every page shares: the house, who visits, forms that are ours, and how a template becomes an answer."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.requests import Request

from bot.core import requests as r
from bot.core.access import Subject
from bot.core.errors import CountersignError, NotUnderstood, Unauthenticated
from bot.core.holds import announce_hold, describe_target
from bot.core.ports import EventModel
from bot.core.thread import Thread
from bot.core.word import Moment
from bot.engine.guarded import GuardedHouse
from bot.engine.house import Countersign
from bot.engine.trace import trace
from bot.http.client_address import ClientAddresses
from bot.http.forms import own_path, read_form, read_own_words, token_of
from bot.http.live import Live
from bot.http.pages import looks
from bot.http.pages.view import View, view_of
from bot.http.problems import log, loggable_path, status_of
from bot.http.sessions import Sessions, Visitor
from bot.http.signin_links import SignInLinks
from bot.settings import Settings

MAX_TEXT = 20_000

HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}
"""With no-referrer a browser would send `Origin: null` with our own forms."""


class NoSession(Unauthenticated):
    """You are not signed in, or your session is over."""

    words: tuple[str, ...] = ()
    """What the person had typed into the form that came too late: it is shown to them, and nothing is done with it."""


class Desk:
    """The pages' share of the house."""

    def __init__(self, house: Countersign, live: Live, sessions: Sessions, settings: Settings) -> None:
        self.house, self.live, self.sessions = house, live, sessions
        self.links, self.clients = SignInLinks(house, sessions), ClientAddresses(settings.proxies)
        self.origin = settings.origin
        self.templates = looks.environment()

    @property
    def now(self) -> Moment:
        return self.house.clock()

    @property
    def is_offline(self) -> bool:
        """Whether fixed rules answer for an agent, since no language model is set."""
        return any(isinstance(model, EventModel) for model in self.house.models.values())

    def guarded(self, visitor: Visitor) -> GuardedHouse:
        """The house as this visitor may use it."""
        return GuardedHouse(self.house, Subject(visitor.person), visitor.makers)

    def secret(self, request: Request) -> str | None:
        """What the browser's cookie says, believed or not."""
        return request.cookies.get(self.sessions.cookie)

    def visitor(self, request: Request) -> Visitor:
        """Who visits. Raises NoSession."""
        found = self.sessions.visitor(self.secret(request))
        if found is None:
            raise NoSession()
        return found

    async def form(self, request: Request) -> tuple[Visitor, Mapping[str, str]]:
        """Who sent a form, and its fields. Raises NoSession, ForgedForm, TooLarge, NotUnderstood."""
        try:
            visitor = self.visitor(request)
        except NoSession as ended:
            ended.words = await read_own_words(request, self.origin)
            raise
        return visitor, await read_form(request, self.origin, visitor.secret)

    def view(self, request: r.Request, thread: Thread, visitor: Visitor) -> View:
        """A request as this visitor sees it; `thread` is the one that it belongs to, as it is now."""
        agent = self.house.agents.get(thread.agent)
        return view_of(request, thread, visitor.person, self.house.directory, agent)

    def holds(self, visitor: Visitor) -> list[dict[str, Any]]:
        """What is paused now of what the visitor sees, as every page says it."""
        return [
            {
                "id": hold.id,
                "text": announce_hold(hold, self.house.directory),
                "target": describe_target(hold.scope, hold.name),
            }
            for hold in self.guarded(visitor).holds
            if hold.is_active
        ]

    def show(self, template: str, visitor: Visitor | None, code: int = 200, **values: Any) -> HTMLResponse:
        """A template as a page. It must be given every name that it uses."""
        common = {
            "visitor": visitor,
            "csrf": token_of(visitor.secret) if visitor else "",
            "is_offline": self.is_offline,
            "now": self.now,
            "holds": self.holds(visitor) if visitor else [],
            "here": "",
            "live": "",
            "position": "",
            "word": "",
            "problem": "",
        }
        html = self.templates.get_template(template).render(common | values)
        return HTMLResponse(html, code, HEADERS)

    def error_page(self, status: int, text: str) -> HTMLResponse:
        """The page for an error that happened before any page was found; it looks up no session."""
        return self.show("error.html", None, status, text=text, number=status)

    def error(self, request: Request, error: CountersignError) -> Response:
        """The page for an error that no form can show."""
        status = status_of(error)
        visitor = self.sessions.visitor(self.secret(request))
        if isinstance(error, NoSession):
            return self.show("signin_hint.html", None, status, next=_way_back(request), words=error.words)
        if status == 500:
            log.error("unexpected error", path=loggable_path(request.url.path), error=str(error), trace=trace(error))
        text = "Something went wrong on our side; it was noted." if status == 500 else str(error)
        return self.show("error.html", visitor, status, text=text, number=status)


def _way_back(request: Request) -> str:
    """The path that a browser without a session was on its way to."""
    query = f"?{request.url.query}" if request.url.query else ""
    return own_path(f"{request.url.path}{query}") if request.method in ("GET", "HEAD") else "/"


Page = Callable[[Desk, Request], Awaitable[Response]]


def seen_by(desk: Desk, page: Page) -> Callable[[Request], Awaitable[Response]]:
    """The page as an endpoint: our errors become pages too."""

    async def endpoint(request: Request) -> Response:
        try:
            return await page(desk, request)
        except CountersignError as error:
            return desk.error(request, error)

    return endpoint


def written(fields: Mapping[str, str], name: str, most: int = MAX_TEXT) -> str:
    """The text of a field. Raises NotUnderstood when it is empty or too long."""
    text = fields.get(name, "")
    if not text.strip():
        raise NotUnderstood("Write something first.")
    return brief(fields, name, most)


def brief(fields: Mapping[str, str], name: str, most: int) -> str:
    """The text of a field, which may be empty. Raises NotUnderstood when it is too long."""
    text = fields.get(name, "")
    if len(text) > most:
        raise NotUnderstood(f"That is {len(text)} characters; {most} is the most.")
    return text


def onward(path: str) -> RedirectResponse:
    """See other: the browser reads this page of ours next."""
    return RedirectResponse(own_path(path), 303, HEADERS)
