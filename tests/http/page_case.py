"""One open request and a signed-in approver on its page, for the tests of attacks on the pages."""

from bot.core.linkify import find_host
from tests.http.page_browser import FormBrowser, HtmlPage, PageClient
from tests.platform_fixture import PlatformFixture, choose

PUSH = choose("push", "I push.", tag="v1.4.2", commit="f4b7f10")


class Case:
    """A platform with one open request, and Olive's browser on its page."""

    def __init__(self, page_client: PageClient, id: str, olive: FormBrowser) -> None:
        self.page_client, self.id, self.olive = page_client, id, olive
        self.thread = id.rpartition("-")[0]
        self.platform = page_client.platform

    @property
    def action(self) -> str:
        return f"/requests/{self.id}/decide"

    @property
    def fields(self) -> dict[str, str]:
        form = next(form for form in self.olive.page.forms if form["action"] == self.action)
        return {**form["fields"], "decision": "approve"}

    async def is_untouched(self) -> bool:
        request = await self.platform.app.queries.find_request(self.id)
        return request.status == "pending" and request.votes == () and self.platform.ledger.lines == []


async def case_of(platform: PlatformFixture) -> Case:
    page_client = PageClient(platform)
    await platform.launch()
    (request,) = await platform.pending()
    olive = await page_client.sign_in("olive")
    await olive.open(f"/requests/{request.id}")
    return Case(page_client, request.id, olive)


SCRIPTS = [f"/static/{name}.js" for name in ("guard", "unsent_text", "decide", "patch", "live")]


def assert_harmless(name: str, html: str) -> None:
    page = HtmlPage(html)
    scripts = [found.get("src", "") for tag, found in page.elements if tag == "script"]
    assert [each.partition("?v=")[0] for each in scripts] == SCRIPTS, name
    for tag, found in page.elements:
        assert tag not in {"svg", "iframe", "object", "embed", "base", "style", "b"}, (name, tag)
        assert not any(key.startswith("on") or key == "style" for key in found), (name, found)
        for key in ("href", "src", "action", "formaction"):
            is_shown_link = tag == "a" and found.get("rel") == "noopener noreferrer nofollow"
            assert own(found.get(key, "/")) or (is_shown_link and find_host(found["href"])), (name, found)
    assert not set("\u202e\u202c\u200b\u2066") & set(html), name
    assert html.count("</main>") == 1, name


def own(url: str) -> bool:
    return url.startswith("#") or (url.startswith("/") and not url.startswith("//"))
