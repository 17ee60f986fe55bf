"""A browser without JavaScript, for tests: it follows links and sends the forms that a page really showed."""

from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx2
from fastapi import FastAPI

from bot.http.page_change_feed import ChangeFeed
from bot.http.signin_sessions import LINK, LinkKind, SignInSessions
from bot.settings import EnvironmentSettings
from tests.http.http_client import ORIGIN, SAME_ID, server_of
from tests.platform_fixture import PlatformFixture

FORM = {"Content-Type": "application/x-www-form-urlencoded"}

INLINE = frozenset({"a", "bdi", "code", "span", "strong", "time"})


class PageClient:
    """A test platform with its server: `await page_client.sign_in("olive")` is a signed-in browser."""

    def __init__(self, platform: PlatformFixture, origin: str = ORIGIN) -> None:
        self.platform, self.origin = platform, origin
        self.app: FastAPI = server_of(platform, EnvironmentSettings(base_url=origin))

    @property
    def sessions(self) -> SignInSessions:
        found: SignInSessions = self.app.state.sessions
        return found

    @property
    def live(self) -> ChangeFeed:
        found: ChangeFeed = self.app.state.live
        return found

    async def link(self, person: str, kind: LinkKind = LINK) -> str:
        """The path of a fresh sign-in link."""
        return urlsplit(await self.sessions.make_link(person, kind)).path

    def browser(self, address: str = "127.0.0.1") -> "FormBrowser":
        return FormBrowser(self.app, self.origin, address)

    async def sign_in(self, person: str) -> "FormBrowser":
        browser = self.browser()
        await browser.open(await self.link(person))
        answer = await browser.submit("/sign-in/")
        assert answer.status_code == 303, answer.text
        return browser


class FormBrowser:
    """One cookie jar, the page that was opened last, and the headers that browsers send."""

    def __init__(self, app: FastAPI, origin: str, address: str) -> None:
        transport = httpx2.ASGITransport(app=app, client=(address, 4321))
        self.client = httpx2.AsyncClient(transport=transport, base_url=origin, headers=SAME_ID)
        self.origin = origin
        self.page = HtmlPage("")

    async def open(self, path: str, **headers: str) -> httpx2.Response:
        answer = await self.client.get(path, headers=headers)
        self.page = HtmlPage(answer.text)
        return answer

    async def submit(self, action: str, /, where: str = "", **typed: str) -> httpx2.Response:
        """Sends the form of the open page whose action starts with this; of several, the one that has the field `where`."""
        form = next(f for f in self.page.forms if f["action"].startswith(action) and (not where or where in f["names"]))
        return await self.post(form["action"], form["fields"] | typed)

    async def post(self, path: str, fields: Mapping[str, str], **headers: str) -> httpx2.Response:
        sent = {**FORM, "Origin": self.origin, **headers}
        answer = await self.client.post(path, content=urlencode(fields), headers={k: v for k, v in sent.items() if v})
        if answer.status_code != 303:
            self.page = HtmlPage(answer.text)
        return answer


class HtmlPage(HTMLParser):
    """A page as a browser without JavaScript sees it: its elements with their attributes, its text, its forms.

    The content of a `template` is listed among the elements, but it is neither text nor form.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.forms: list[dict[str, Any]] = []
        self.words: list[str] = []
        self._area = self._select = ""
        self._templates = 0
        self.feed(text)

    @property
    def text(self) -> str:
        """The visible text, on one line."""
        return " ".join("".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.elements.append((tag, found))
        self._templates += tag == "template"
        if self._templates:
            return
        self.words.append("" if tag in INLINE else " ")
        if tag == "form":
            self.forms.append({"action": found.get("action", ""), "fields": {}, "names": set()})
        elif tag in ("input", "textarea", "select", "button") and self.forms:
            self._field(tag, found)
        elif tag == "option" and self._select and (self._select not in self.forms[-1]["fields"] or "selected" in found):
            self.forms[-1]["fields"][self._select] = found.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        self._templates -= tag == "template"
        if tag == "textarea":
            self._area = ""
        elif tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        if self._templates:
            return
        if self._area:
            self.forms[-1]["fields"][self._area] = data.removeprefix("\n")
        self.words.append(data)

    def _field(self, tag: str, found: dict[str, str]) -> None:
        name = found.get("name", "")
        if not name:
            return
        self.forms[-1]["names"].add(name)
        if found.get("type") in ("checkbox", "radio") and "checked" not in found:
            return
        if tag == "textarea":
            self._area = name
        if tag == "select":
            self._select = name
        if tag in ("input", "textarea"):
            self.forms[-1]["fields"][name] = found.get("value", "")
