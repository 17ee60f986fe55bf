"""Attacks on the pages by the name of the attack: GETs that change state, ended sessions, stale tabs, streams."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlencode

import httpx2
import pytest
from starlette.routing import Route

from bot.core.card.signed_review_link import PURPOSE, ReviewLink, sign_link
from bot.core.events import EVENT_TYPES, UnreadEvent
from bot.core.people import ApproverClause, PeopleDirectory
from bot.core.policy import Policy
from bot.http import pages
from bot.http.signin_sessions import SignInSessions
from bot.settings import EnvironmentSettings
from tests.http.http_client import listening
from tests.http.page_browser import HtmlPage
from tests.http.page_case import PUSH, SCRIPTS, Case, assert_harmless, case_of, own
from tests.platform_fixture import OLIVE, PEOPLE, PlatformFixture, choose
from tests.sqlite_access import sqlite_of

AGAIN = choose("push", "Then this one.", tag="v1.4.2", commit="0ddba11")


@pytest.fixture
async def case(tmp_path: Path) -> AsyncIterator[Case]:
    async with PlatformFixture(tmp_path, PUSH) as platform:
        yield await case_of(platform)


async def test_web02_no_get_changes_anything(case: Case) -> None:
    await case.olive.open("/")
    before = state(case)
    places = {"token": (await case.page_client.link("max")).rpartition("/")[2], "n": "1"}
    before = state(case)
    review = review_path(case)
    for path in pages.GET:
        id = case.id if path.startswith("/requests") else case.thread
        url = review if path == "/review/{token}" else path.format(id=id, **places)
        for method in ("GET", "HEAD"):
            for headers in ({}, {"Purpose": "prefetch"}, {"Sec-Purpose": "prefetch;prerender"}, {"X-Moz": "prefetch"}):
                if path == "/live" and method == "GET":
                    continue
                answer = await case.olive.client.request(method, url, headers=headers)
                allowed = 403 if path.endswith("/edit") else 200  # this policy allows no edits
                allowed = 303 if path == "/review/{token}" else allowed  # who is signed in goes on
                assert answer.status_code == allowed, (method, url)
    assert state(case) == before


def review_path(case: Case) -> str:
    keys = case.platform.app.keys.derive_keys(PURPOSE)
    return f"/review/{sign_link(ReviewLink('post', case.id, '0' * 64, 'olive', True), keys)}"


def state(case: Case) -> list[object]:
    """Everything that is kept: the events, the sessions, the audit."""
    reading = sqlite_of(case.platform.app).reading
    tables = [reading.execute(f"SELECT * FROM {name}").fetchall() for name in ("event", "session", "audit", "job")]
    return [list(table) for table in tables]


async def test_web02_nothing_that_changes_something_answers_to_get(case: Case) -> None:
    for path in pages.POST.keys() - pages.GET.keys():
        url = path.format(id=case.id if path.startswith("/requests") else case.thread, token="x")
        for method in ("GET", "HEAD", "PUT", "DELETE", "PATCH"):
            answer = await case.olive.client.request(method, url)
            assert answer.status_code in (404, 405), (method, url)
    assert await case.is_untouched()


async def test_web03_a_session_that_ended_decides_nothing(case: Case) -> None:
    visitor = await case.page_client.sessions.find_visitor(case.olive.client.cookies[case.page_client.sessions.cookie])
    assert visitor is not None
    await case.page_client.sessions.end_session(visitor)
    assert (await case.olive.post(case.action, case.fields)).status_code == 401
    assert await case.is_untouched()


async def test_web03_who_was_dismissed_decides_nothing(case: Case) -> None:
    gone = OLIVE.model_copy(update={"active": False})
    case.page_client.platform.app.repository.directory = PeopleDirectory(people={**PEOPLE.people, "olive": gone})
    assert (await case.olive.post(case.action, case.fields)).status_code == 401
    assert await case.is_untouched()


async def test_web06_every_page_carries_the_headers_that_hold_a_browser(case: Case) -> None:
    for path in ("/", f"/requests/{case.id}", f"/threads/{case.thread}", "/requests/none", "/sign-in/none"):
        headers = (await case.olive.open(path)).headers
        policy = headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cache-control"] == "no-store"


async def test_web06_static_files_are_ours_and_nothing_beyond(case: Case) -> None:
    page = case.olive.page
    files = [found.get("src") or found["href"] for tag, found in page.elements if tag in ("script", "link", "img")]
    assert len(files) == 3 + len(SCRIPTS)
    for file in files:
        assert (await case.page_client.browser().open(file)).status_code == 200
    for path in ("/static/../looks.py", "/static/%2e%2e/looks.py", "/static/"):
        assert (await case.page_client.browser().open(path)).status_code == 404


@pytest.mark.parametrize("next", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
async def test_web07_nothing_sends_a_browser_elsewhere(case: Case, next: str) -> None:
    browser = case.page_client.browser()
    await browser.open(await case.page_client.link("max") + "?" + urlencode({"next": next}))
    assert browser.page.forms[0]["fields"]["next"] == "/"
    assert (await browser.submit("/sign-in/", next=next)).headers["location"] == "/"
    assert (await case.olive.post(case.action, {**case.fields, "next": next})).headers["location"] == "/"


async def test_web08_opening_a_link_many_times_signs_nobody_in(case: Case) -> None:
    link = await case.page_client.link("max")
    scanner = case.page_client.browser("203.0.113.9")
    for _ in range(3):
        assert (await scanner.open(link)).status_code == 200
        assert "set-cookie" not in (await scanner.client.head(link)).headers
    assert dict(scanner.client.cookies) == {}


async def test_web08_the_token_leaves_for_no_other_site(case: Case) -> None:
    answer = await case.page_client.browser().open(await case.page_client.link("max"))
    assert answer.headers["referrer-policy"] == "same-origin"
    assert not any(
        own(found.get(key, "/")) is False for _, found in HtmlPage(answer.text).elements for key in ("src", "href")
    )


async def test_web09_guessing_links_is_slowed_down(case: Case) -> None:
    guesser = case.page_client.browser("203.0.113.9")
    codes = [(await guesser.open(f"/sign-in/{n}")).status_code for n in range(25)]
    assert codes == [401] * 20 + [429] * 5
    assert (await case.page_client.browser().open(await case.page_client.link("max"))).status_code == 200


async def test_web10_a_stale_tab_is_shown_what_stands_now(tmp_path: Path) -> None:
    two = Policy(approvers=(ApproverClause(groups=("managers",), quorum=2),), edits=True)
    async with PlatformFixture(tmp_path, PUSH, agent={"policy": two}) as platform:
        case = await case_of(platform)
        stale = case.fields
        max = await case.page_client.sign_in("max")
        await max.open(f"/requests/{case.id}/edit")
        edited = {"field.tag": "v1.5.0", "decision": "approve"}
        assert (await max.submit(case.action, "field.tag", **edited)).status_code == 303
        answer = await case.olive.post(case.action, {**stale, "decision": "approve"})
        assert answer.status_code == 409
        assert "it was changed after it was shown to you" in case.olive.page.text
        assert '"v1.5.0"' in case.olive.page.text
        assert [form["action"] for form in case.olive.page.forms] == ["/sign-out", f"/requests/{case.id}"]
        await case.olive.open(f"/requests/{case.id}")
        assert case.fields["digest"] != stale["digest"]
        assert (await case.olive.post(case.action, {**case.fields})).status_code == 303
        await platform.settle()
        assert platform.ledger.lines == [f"{case.id} v1.5.0 f4b7f10"]


async def test_web10_a_tab_that_is_too_late_says_who_decided(case: Case) -> None:
    fields = case.fields
    (request,) = await case.platform.pending()
    await case.platform.decide(request, "reject", by="max", reason="no")
    answer = await case.olive.post(case.action, fields)
    assert answer.status_code == 409
    assert "already rejected by Max" in case.olive.page.text
    assert not any(form["action"] == case.action for form in case.olive.page.forms)


@pytest.mark.parametrize("digest", ["0" * 64, "", "zzz", "A" * 64, "<script>"])
async def test_web11_a_tampered_digest_is_refused(case: Case, digest: str) -> None:
    answer = await case.olive.post(case.action, {**case.fields, "digest": digest})
    assert answer.status_code == 409
    assert await case.is_untouched()
    assert_harmless(digest, answer.text)


async def test_web11_a_form_for_a_posted_to_b_is_refused(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, PUSH, AGAIN) as platform:
        case = await case_of(platform)
        await platform.launch("and the other")
        other = next(request for request in await platform.pending() if request.id != case.id)
        answer = await case.olive.post(f"/requests/{other.id}/decide", case.fields)
        assert answer.status_code == 409
        assert '"0ddba11"' in case.olive.page.text
        await platform.settle()
        assert platform.ledger.lines == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Cookie": ""}, 401),
    ],
)
async def test_web12_a_stream_is_for_our_own_pages(case: Case, headers: dict[str, str], status: int) -> None:
    answer = await case.olive.open(f"/live?thread={case.thread}", **headers)
    assert answer.status_code == status
    assert case.page_client.live.listeners == 0


async def test_web12_a_stream_tells_a_number_and_nothing_else_and_ends_with_the_session(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, PUSH) as platform, listening(platform) as (host, port):
        thread = await platform.launch()
        settings = EnvironmentSettings(base_url=f"http://{host}:{port}")
        sessions = SignInSessions(platform.app, settings)
        visitor = await sessions.redeem_link((await sessions.make_link("olive")).rpartition("/")[2], host)
        async with (
            httpx2.AsyncClient(base_url=settings.origin, cookies={sessions.cookie: visitor.secret}) as client,
            asyncio.timeout(60),
            client.stream("GET", f"/live?thread={thread}") as stream,
        ):
            assert stream.headers["content-type"].startswith("text/event-stream")
            lines = stream.aiter_lines()
            first = len(platform.log(thread))
            assert await told(lines) == first
            await platform.app.pause(thread, by="olive")
            assert await told(lines) == first + 1
            await sessions.end_session(visitor)
            await platform.app.resume(thread, by="olive")
            assert [line async for line in lines] == ["event: changed", "data: signed out", ""]


async def told(lines: AsyncIterator[str]) -> int:
    """The number in the next message of a stream, which says nothing else."""
    event, data, retry, end = [await anext(lines) for _ in range(4)]
    assert (event, retry, end) == ("event: changed", "retry: 1000", "")
    return int(data.removeprefix("data: "))


async def test_every_event_that_can_happen_has_a_line_of_its_own() -> None:
    without = [kind.__name__ for kind in EVENT_TYPES.values() if kind.describe is UnreadEvent.describe]
    assert without == []


async def test_the_pages_are_not_in_the_openapi(case: Case) -> None:
    paths = case.page_client.app.openapi()["paths"]
    assert not any(path in paths for path in (*pages.GET, *pages.POST))
    assert all(isinstance(route, Route) for route in pages_of(case))


def pages_of(case: Case) -> list[Route]:
    return [route for route in case.page_client.app.routes if isinstance(route, Route) and route.path in pages.GET]
