"""ML5: the button of a real mail leads to a page that shows the same request, and lets its reader sign in to decide."""

import re
from email.message import EmailMessage
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.http.asgi_app import create_server
from bot.settings import EnvironmentSettings
from tests.channels.email.hostile_mails import PUSH, WAIT, sent_to
from tests.channels.email.mail_world import ORIGIN, MailFixture, body, correspondence
from tests.http.page_browser import FormBrowser
from tests.platform_fixture import choose
from tests.servers.mail import Servers

SIGN_IN = re.compile(r"https?://\S+/sign-in/[\w-]{43}")


@pytest.fixture(autouse=True)
def trusted(mail_servers: Servers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(mail_servers.dove.root / "ca.pem"))


def browser_of(here: MailFixture) -> FormBrowser:
    return FormBrowser(create_server(here.platform, EnvironmentSettings(base_url=ORIGIN)), ORIGIN, "127.0.0.1")


async def sign_in(browser: FormBrowser, url: str) -> str:
    """Opens a sign-in link and goes on: where to."""
    await browser.open(urlsplit(url).path)
    answer = await browser.submit("/sign-in/")
    assert answer.status_code == 303
    return answer.headers["location"]


def button(sent_mail: EmailMessage, label: str = "Review and decide") -> str:
    """The path that the button of the mail's HTML opens."""
    html = sent_mail.get_body(("html",))
    assert html is not None
    found = re.search(rf'<a\s[^>]*href="([^"]+)"[^>]*>\s*{label}\s*<', html.get_content())
    assert found is not None
    assert unescape(found[1]) in body(sent_mail)
    return urlsplit(unescape(found[1])).path


async def test_ml5_from_the_button_to_the_decision(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, PUSH, WAIT) as here:
        thread = await here.platform.launch("pusher", "push v1", by="sam")
        path = button(await here.mail("olive", "Approval needed"))
        browser = browser_of(here)
        shown = await browser.open(path)
        assert shown.status_code == 200
        assert all(word in browser.page.text for word in ("push", '"v1"', "Sam"))
        assert not [form for form in browser.page.forms if "decide" in form["action"]]
        assert (await browser.submit("/review/")).status_code == 200
        assert len(sent_to(here, "olive")) == 2
        (url,) = SIGN_IN.findall(body(await here.mail("olive", "Sign in to Countersign")))
        landed = await sign_in(browser, url)
        assert landed == f"/requests/{thread}-3"
        await browser.open(landed)
        await browser.submit(f"/requests/{thread}-3/decide", decision="approve")
        await here.until(lambda: here.ledger.lines)
        (vote,) = (await here.platform.queries.find_request(f"{thread}-3")).votes
        assert (vote.person, vote.door) == ("olive", "email")


async def test_ml5_who_is_signed_in_goes_on_to_the_request(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, PUSH) as here:
        thread = await here.platform.launch("pusher", "push v1", by="sam")
        path = button(await here.mail("olive", "Approval needed"))
        server = create_server(here.platform, EnvironmentSettings(base_url=ORIGIN))
        browser = FormBrowser(server, ORIGIN, "127.0.0.1")
        await sign_in(browser, await server.state.sessions.make_link("max"))
        assert (await browser.client.get(path)).headers["location"] == f"/requests/{thread}-3"


async def test_ml5_whoever_holds_the_link_gets_no_session_and_a_link_goes_to_its_person_alone(
    mail: Servers, tmp_path: Path
) -> None:
    async with correspondence(mail, tmp_path, PUSH) as here:
        await here.platform.launch("pusher", "push v1", by="sam")
        path = button(await here.mail("olive", "Approval needed"))
        await here.mail("max", "Approval needed")
        before = {who: len(sent_to(here, who)) for who in ("sam", "max")}
        scanner = browser_of(here)
        for _ in range(3):
            assert (await scanner.client.get(path)).status_code == 200
            assert (await scanner.client.head(path)).status_code == 200
        assert not list(scanner.client.cookies)
        await scanner.open(path)
        await scanner.submit("/review/")
        await here.mail("olive", "Sign in to Countersign")
        assert {who: len(sent_to(here, who)) for who in ("sam", "max")} == before
        assert (await scanner.open("/")).status_code == 401


async def test_ml5_a_link_that_was_changed_leads_nowhere(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, PUSH) as here:
        await here.platform.launch("pusher", "push v1", by="sam")
        path = button(await here.mail("olive", "Approval needed"))
        browser = browser_of(here)
        for wrong in (
            path[:-1],
            path[:-1] + "~",
            path.replace("/review/", "/review/x"),
            "/review/x",
            "/review/.",
            "/review/x.y",
        ):
            answer = await browser.open(wrong)
            assert answer.status_code == 404
            assert "Traceback" not in answer.text
            assert "v1" not in browser.page.text


async def test_ml5_what_changed_since_the_mail_is_not_shown(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, PUSH, WAIT) as here:
        thread = await here.platform.launch("pusher", "push v1", by="sam")
        path = button(await here.mail("max", "Approval needed"))
        await here.platform.cancel(thread, by="sam", reason="a secret reason")
        browser = browser_of(here)
        assert (await browser.open(path)).status_code == 200
        assert "Sign in to read it" in browser.page.text
        assert not [word for word in ("v1", "push", "secret reason") if word in browser.page.text]


async def test_ml5_a_call_that_the_mail_did_not_show_whole_is_not_shown_here(mail: Servers, tmp_path: Path) -> None:
    long = choose("push", tag="v" * 20_000)
    async with correspondence(mail, tmp_path, long) as here:
        await here.platform.launch("pusher", "push it", by="sam")
        path = button(await here.mail("olive", "Approval needed"), "Read it whole and decide")
        browser = browser_of(here)
        await browser.open(path)
        assert "Sign in to read it" in browser.page.text
        assert "vvvv" not in browser.page.text


async def test_ml5_what_was_said_since_the_mail_and_who_may_no_longer_decide_stay_unseen(
    mail: Servers, tmp_path: Path
) -> None:
    async with correspondence(mail, tmp_path, PUSH) as here:
        thread = await here.platform.launch("pusher", "push v1", by="sam")
        path = button(await here.mail("olive", "Approval needed"))
        await here.platform.place_hold("all", by="max", reason="a secret reason")
        browser = browser_of(here)
        await browser.open(path)
        assert '"v1"' in browser.page.text
        assert "secret reason" not in browser.page.text
        directory = here.platform.repository.directory
        left = directory.people["olive"].model_copy(update={"groups": ()})
        here.platform.repository.directory = directory.model_copy(
            update={"people": {**directory.people, "olive": left}}
        )
        await browser.open(path)
        assert "v1" not in browser.page.text
        assert (await here.platform.queries.find_request(f"{thread}-3")).status == "pending"


async def test_ml5_the_link_of_a_person_who_was_deactivated_shows_nothing_and_sends_nothing(
    mail: Servers, tmp_path: Path
) -> None:
    async with correspondence(mail, tmp_path, PUSH) as here:
        await here.platform.launch("pusher", "push v1", by="sam")
        path = button(await here.mail("olive", "Approval needed"))
        directory = here.platform.repository.directory
        gone = directory.people["olive"].model_copy(update={"active": False})
        here.platform.repository.directory = directory.model_copy(
            update={"people": {**directory.people, "olive": gone}}
        )
        browser = browser_of(here)
        assert (await browser.open(path)).status_code == 200
        assert not [word for word in ("v1", "push", "Sam") if word in browser.page.text]
        before = len(sent_to(here, "olive"))
        await browser.submit("/review/")
        other = browser_of(here)
        await other.open(button(await here.mail("max", "Approval needed")))
        await other.submit("/review/")
        await here.mail("max", "Sign in to Countersign")
        assert len(sent_to(here, "olive")) == before
