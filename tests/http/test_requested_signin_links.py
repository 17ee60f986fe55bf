"""WEB6: a link that people ask for themselves, in the browser that asked, once, at the registered address alone."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest
from structlog.testing import capture_logs

from bot.core.people import PeopleDirectory, Person
from bot.core.ports import NotNow, Undeliverable
from bot.http.requested_signin_links import find_person
from bot.serve import compose_greeting
from bot.settings import EnvironmentSettings
from tests.http.fake_messenger import FakeMessenger, FakeMessengerSurface
from tests.http.http_client import client_of, listening
from tests.http.page_browser import FormBrowser, PageClient
from tests.http.signin_cases import PEOPLE, SignInFixture, asking
from tests.platform_fixture import PlatformFixture, choose
from tests.sqlite_access import sqlite_of


@pytest.fixture
async def signin(tmp_path: Path) -> AsyncIterator[SignInFixture]:
    box, chat = FakeMessenger("post"), FakeMessenger("chat")
    script = [choose("push", tag="v1")] * 3
    surfaces = [FakeMessengerSurface(box), FakeMessengerSurface(chat)]
    async with PlatformFixture(tmp_path, *script, directory=PEOPLE, surfaces=surfaces) as platform:
        yield SignInFixture(platform, PageClient(platform), box, chat)


async def test_web6_the_whole_way_from_a_request_to_the_request(signin: SignInFixture) -> None:
    await signin.platform.launch()
    (request,) = await signin.platform.pending()
    browser = await asking(signin, "olive", f"/requests/{request.id}?x=1")
    (posted,) = signin.box.sent
    assert posted.to == "Olive@Example.com"
    assert posted.url == f"{signin.page_client.origin}{posted.path}"
    shown = await browser.open(posted.path)
    assert shown.status_code == 200
    assert "Continue as Olive Oil" in shown.text
    answer = await browser.submit("/sign-in/")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/requests/{request.id}?x=1")
    assert "Olive Oil" in (await browser.open("/")).text
    assert signin.notes() == [
        ("sign-in link asked", "olive", ""),
        ("sign-in link sent", "olive", "post"),
        ("signed in", "olive", "by a link that was sent"),
    ]


@pytest.mark.parametrize("open_first", ["GET", "HEAD"])
async def test_web6_whatever_opens_the_link_does_not_use_it_up(signin: SignInFixture, open_first: str) -> None:
    """Mail scanners and previews, with the cookie and without."""
    browser = await asking(signin)
    path = signin.box.sent[0].path
    scanner = client_of(signin.page_client.app)
    for _ in range(10):
        assert (await scanner.request(open_first, path)).status_code == 401
        assert (await browser.client.request(open_first, path)).status_code == 200
    await browser.open(path)
    assert (await browser.submit("/sign-in/")).status_code == 303


async def test_web6_the_link_opens_only_where_it_was_asked_for_and_is_not_burnt_elsewhere(
    signin: SignInFixture,
) -> None:
    browser = await asking(signin)
    path = signin.box.sent[0].path
    other = signin.page_client.browser()
    shown = await other.open(path)
    assert shown.status_code == 401
    assert "in the browser where you asked for it" in other.page.text
    assert "Olive" not in other.page.text
    await browser.open(path)
    fields = next(form["fields"] for form in browser.page.forms if form["action"] == path)
    stolen = await other.post(path, fields)
    assert stolen.status_code == 401
    assert "set-cookie" not in stolen.headers
    another = await asking(signin, "max@example.com")
    assert (await another.open(path)).status_code == 401
    await browser.open(path)
    assert (await browser.submit("/sign-in/")).status_code == 303


async def test_web6_the_link_works_once_and_for_ten_minutes(signin: SignInFixture) -> None:
    browser = await asking(signin)
    path = signin.box.sent[0].path
    await browser.open(path)
    form = browser.page.forms[0]["fields"]
    ends = await asyncio.gather(*(browser.post(path, form) for _ in range(5)))
    assert sorted(end.status_code for end in ends) == [303, 401, 401, 401, 401]
    late = await asking(signin, "max@example.com")
    assert (await late.open(signin.box.sent[1].path)).status_code == 200
    signin.platform.clock.passes(minutes=10)
    assert (await late.open(signin.box.sent[1].path)).status_code == 401


async def test_web6_asking_again_leaves_the_first_link_good(signin: SignInFixture) -> None:
    """Two requests send two mails; either link opens."""
    browser = await asking(signin)
    await browser.open("/sign-in")
    await browser.submit("/sign-in", where="who", who="olive")
    first, second = signin.box.sent
    assert (await browser.open(second.path)).status_code == 200
    await browser.open(first.path)
    assert (await browser.submit("/sign-in/")).status_code == 303


ANYBODY = ["olive", "OLIVE", "  Olive   Oil ", "olive@example.com", "Olive@Example.COM", "u0olive", "@U0OLIVE", "t2/u7"]
NOBODY = [
    "mallory",
    "gone",
    "gone@example.com",
    "stone",
    "sam",
    "o",
    "olive@evil.example",
    "olive@example.com.evil",
    "x" * 200,
]


async def test_web6_one_answer_for_known_and_unknown_people(signin: SignInFixture) -> None:
    answers = []
    for who in ANYBODY + NOBODY:
        signin.platform.clock.passes(hours=1)
        browser = signin.page_client.browser()
        await browser.open("/sign-in")
        answer = await browser.submit("/sign-in", where="who", who=who)
        cookies = re.sub(r"=[\w-]{43};", "=…;", answer.headers["set-cookie"])
        answers.append((answer.status_code, answer.text, cookies, sorted(answer.headers)))
    assert len({str(answer) for answer in answers}) == 1
    assert {posted.to for posted in signin.box.sent + signin.chat.sent} == {"Olive@Example.com", "T1/U0OLIVE"}
    assert len(signin.box.sent + signin.chat.sent) == len(ANYBODY)


async def test_web6_the_answer_goes_out_before_anything_is_looked_up(signin: SignInFixture) -> None:
    """Over a real socket: the answer is read while the channel has not begun to send."""
    async with listening(signin.platform) as (host, port):
        release = asyncio.Event()

        async def slow(*_: object) -> None:
            await release.wait()

        signin.box.send_private = slow  # type: ignore[method-assign, assignment]
        async with httpx2.AsyncClient(base_url=f"http://{host}:{port}", trust_env=False) as client:
            answer = await client.post(
                "/sign-in", content="who=olive", headers={"Content-Type": "application/x-www-form-urlencoded"}
            )
            assert answer.status_code == 200
            assert not release.is_set()
            assert (await client.get("/healthz")).status_code == 200
        release.set()


async def test_web6_it_goes_to_the_registered_address_never_to_what_was_typed(signin: SignInFixture) -> None:
    for who in ("olive@evil.example", "olive,mallory@evil.example", "olive@example.com\r\nBcc: mallory@evil.example"):
        await asking(signin, who)
    assert signin.box.sent == signin.chat.sent == []
    await asking(signin, "U0OLIVE")
    assert [posted.to for posted in signin.chat.sent] == ["T1/U0OLIVE"]
    assert signin.box.sent == []


async def test_web6_a_channel_that_fails_gives_way_to_the_next_and_the_audit_has_no_link(signin: SignInFixture) -> None:
    signin.box.before = lambda: signin.box.fails.append(Undeliverable("550 no such user"))
    await asking(signin)
    (posted,) = signin.chat.sent
    assert [note[0] for note in signin.notes()] == ["sign-in link asked", "sign-in link not sent", "sign-in link sent"]
    assert posted.path.rpartition("/")[2] not in str(signin.notes())


async def test_web6_a_channel_that_says_not_now_is_asked_once_more(signin: SignInFixture) -> None:
    signin.box.fails = [NotNow("one a second", 0.01)]
    await asking(signin, "max@example.com")
    assert len(signin.box.sent) == 1
    signin.box.fails = [NotNow("greylisted", 300)]
    await asking(signin, "maxine")
    assert [note[:2] for note in signin.notes()][-1] == ("sign-in link not sent", "maxine")


async def test_web6_a_fault_of_a_channel_shows_no_link_in_the_log(signin: SignInFixture) -> None:
    urls: list[str] = []

    async def breaks(person: Person, text: str, url: str) -> None:
        urls.append(url)
        raise RuntimeError(f"cannot send {url}")

    signin.box.send_private = breaks  # type: ignore[method-assign]
    with capture_logs() as logs:
        await asking(signin)
    assert [line["error"] for line in logs] == ["RuntimeError"]
    assert urls[0].rpartition("/")[2] not in str(logs) + str(signin.notes())


async def test_web6_neither_token_nor_nonce_lies_in_the_file(signin: SignInFixture) -> None:
    browser = await asking(signin)
    secrets = [signin.box.sent[0].path.rpartition("/")[2], browser.client.cookies[signin.sessions.asking_cookie]]
    path = sqlite_of(signin.platform.app).path
    whole = path.read_bytes() + path.with_name(path.name + "-wal").read_bytes()
    assert [secret.encode() in whole for secret in secrets] == [False, False]


async def test_web6_a_fault_below_sign_in_shows_no_token_in_the_log(signin: SignInFixture) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError("boom")

    signin.sessions.redeem_link = broken  # type: ignore[method-assign,assignment]
    browser = await asking(signin)
    await browser.open(signin.box.sent[0].path)
    lenient = client_of(signin.page_client.app, raises=False)
    lenient.cookies = browser.client.cookies
    browser.client = lenient
    with capture_logs() as logs:
        assert (await browser.submit("/sign-in/")).status_code == 500
    assert logs[0]["path"] == "/sign-in/…"
    assert signin.box.sent[0].path.rpartition("/")[2] not in str(logs[0]["path"])


async def test_web6_another_site_cannot_ask(signin: SignInFixture) -> None:
    browser = signin.page_client.browser()
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert (await browser.post("/sign-in", {"who": "olive"}, **headers)).status_code == 403
    assert (await browser.post("/sign-in", {"who": " "})).status_code == 422
    assert (await browser.post("/sign-in", {})).status_code == 422
    assert (await browser.post("/sign-in", {"who": "x" * 201})).status_code == 422
    assert signin.box.sent == []


@pytest.mark.parametrize("next", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
async def test_web6_nobody_is_sent_to_another_site(signin: SignInFixture, next: str) -> None:
    browser = signin.page_client.browser()
    await browser.post("/sign-in", {"who": "olive", "next": next})
    await browser.open(signin.box.sent[0].path)
    assert (await browser.submit("/sign-in/")).headers["location"] == "/"


@pytest.mark.parametrize("host", ["localhost:8080", "127.0.0.1:8080", "[::1]:8080"])
async def test_web6_on_loopback_the_link_has_the_name_that_the_browser_keeps_its_cookie_for(
    signin: SignInFixture, host: str
) -> None:
    browser = FormBrowser(signin.page_client.app, f"http://{host}", "127.0.0.1")
    assert (await browser.post("/sign-in", {"who": "olive"})).status_code == 200
    assert signin.box.sent[0].url.startswith(f"http://{host}/sign-in/")
    await browser.open(signin.box.sent[0].path)
    assert (await browser.submit("/sign-in/")).status_code == 303


async def test_web6_elsewhere_the_link_has_the_configured_origin(signin: SignInFixture) -> None:
    sessions = PageClient(signin.platform, "https://bots.example.com").sessions
    for host in ("bots.example.com", "evil.example", ""):
        url = await sessions.make_own_link("olive", "n" * 43, host, "/")
        assert url.startswith("https://bots.example.com/sign-in/")
    assert sessions.asking_cookie == "__Host-countersign-asked"


async def test_web6_its_session_has_the_assurance_link_and_makes_neither_keys_nor_links(signin: SignInFixture) -> None:
    browser = await asking(signin)
    await browser.open(signin.box.sent[0].path)
    await browser.submit("/sign-in/")
    secret = browser.client.cookies[signin.sessions.cookie]
    visitor = await signin.sessions.find_visitor(secret)
    assert visitor is not None
    assert (visitor.assurance, visitor.makers) == ("link", ())
    stored = (
        sqlite_of(signin.platform.app).reading.execute("SELECT assurance FROM session WHERE kind='session'").fetchall()
    )
    assert stored == [("link",)]
    for path, body in (("keys", {"person": "olive", "scope": "admin"}), ("links", {"person": "olive"})):
        for headers in ({}, {"Authorization": f"Bearer {secret}"}):
            answer = await browser.client.post(f"/api/v1/{path}", json=body, headers=headers)
            assert answer.status_code == 401


async def test_web6_who_left_meanwhile_is_not_signed_in(signin: SignInFixture) -> None:
    browser = await asking(signin)
    await browser.open(signin.box.sent[0].path)
    gone = PEOPLE.people["olive"].model_copy(update={"active": False})
    signin.sessions.platform.repository.directory = PeopleDirectory(people={**PEOPLE.people, "olive": gone})
    assert (await browser.submit("/sign-in/")).status_code == 401


async def test_web6_the_cookie_is_as_narrow_as_the_sessions(signin: SignInFixture) -> None:
    browser = signin.page_client.browser()
    answer = await browser.post("/sign-in", {"who": "mallory"})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("countersign-8080-asked=")
    for word in ("HttpOnly", "SameSite=lax", "Path=/", "Max-Age=600"):
        assert word in cookie
    assert "Secure" not in cookie


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("olive", "olive"),
        ("max", "max"),
        ("MAXINE", "maxine"),
        ("", None),
        ("@", None),
        ("managers", None),
        ("T1", None),
    ],
)
def test_web6_one_person_is_found_or_none(typed: str, found: str | None) -> None:
    person = find_person(PEOPLE, typed)
    assert (person.id if person else None) == found


async def test_web6_serve_says_how_to_sign_in(signin: SignInFixture, tmp_path: Path) -> None:
    settings = EnvironmentSettings(base_url="https://bots.example.com")
    told = "\n".join(compose_greeting(signin.platform.app, settings))
    assert "Sign in: https://bots.example.com/sign-in sends a link by post, chat" in told
    assert "countersign link NAME" in told
    (tmp_path / "bare").mkdir()
    async with PlatformFixture(tmp_path / "bare") as bare:
        told = "\n".join(compose_greeting(bare.app, settings))
    assert "no channel here can send a link" in told
    assert "countersign link NAME" in told
