"""WEB6: a sign-in link by real mail and by a direct message of Slack: to the person alone, and usable as it is sent."""

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.http.asgi_app import create_server
from bot.settings import EnvironmentSettings
from tests.channels.email.mail_world import ORIGIN, body, correspondence
from tests.channels.slack.slack_workspace import slack_platform
from tests.http.page_browser import FormBrowser
from tests.servers.mail import Servers

LINK = re.compile(r"https?://\S+/sign-in/[\w-]{43}")


@pytest.fixture
def trusted(mail_servers: Servers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(mail_servers.dove.root / "ca.pem"))


async def asks(browser: FormBrowser, who: str) -> None:
    assert (await browser.open("/")).status_code == 401
    assert (await browser.submit("/sign-in", where="who", who=who)).status_code == 200


@pytest.mark.usefixtures("trusted")
async def test_web6_by_mail_to_the_registered_address(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path) as here:
        browser = FormBrowser(create_server(here.platform, EnvironmentSettings(base_url=ORIGIN)), ORIGIN, "127.0.0.1")
        await asks(browser, here.people["olive"].address.upper())
        sent_mail = await here.mail("olive", "Sign in to Countersign")
        (url,) = LINK.findall(body(sent_mail))
        html = sent_mail.get_body(("html",))
        assert html is not None
        assert f'href="{url}"' in html.get_content()
        assert (sent_mail["Auto-Submitted"], sent_mail["Reply-To"], sent_mail["To"]) == (
            "auto-generated",
            None,
            here.people["olive"].address,
        )
        assert here.bot.address in str(sent_mail["From"])
        assert (await browser.open(urlsplit(url).path)).status_code == 200
        assert (await browser.submit("/sign-in/")).status_code == 303
        assert "Olive" in (await browser.open("/")).text
        assert await here.mails("sam") == await here.mails("max") == []
        assert (here.thread_ids(), [note.what for note in here.audit()][-2:]) == (
            [],
            ["sign-in link sent", "sign-in link asked"],
        )


@pytest.mark.usefixtures("trusted")
async def test_web6_a_mail_that_the_server_refuses_is_in_the_audit(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path) as here:
        mail.submission.ever[here.people["olive"].address] = "550 5.1.1 no such user"
        browser = FormBrowser(create_server(here.platform, EnvironmentSettings(base_url=ORIGIN)), ORIGIN, "127.0.0.1")
        await asks(browser, "olive")
        note = await here.noted("sign-in link not sent")
        assert (note.person, note.detail.startswith("email: ")) == ("olive", True)
        assert "550 5.1.1" in note.detail


@pytest.mark.usefixtures("trusted")
async def test_web6_an_address_that_two_people_have_gets_no_link(mail: Servers, tmp_path: Path) -> None:
    shared = mail.fresh()
    people = dict.fromkeys(("olive", "max"), shared)
    async with correspondence(mail, tmp_path, people={"sam": mail.fresh(), **people}) as here:
        browser = FormBrowser(create_server(here.platform, EnvironmentSettings(base_url=ORIGIN)), ORIGIN, "127.0.0.1")
        await asks(browser, "olive")
        assert "somebody else's, too" in (await here.noted("sign-in link not sent")).detail
        assert await here.mails("olive") == []


@pytest.mark.parametrize("who", ["gail", "max"])
async def test_web6_an_account_that_could_not_decide_in_slack_gets_no_link(tmp_path: Path, who: str) -> None:
    """Gail is a guest, Max was deactivated."""
    async with slack_platform(tmp_path) as here:
        here.user("max").is_deleted = True
        origin = here.app.request_url.removesuffix("/slack/events")
        browser = FormBrowser(create_server(here.platform, EnvironmentSettings(base_url=origin)), origin, "127.0.0.1")
        await asks(browser, who)
        assert [(note.what, note.person) for note in here.audit()] == [
            ("sign-in link not sent", who),
            ("sign-in link asked", who),
        ]
        assert here.ours(here.app.direct(here.user(who))) == []


async def test_web6_by_slack_as_a_direct_message(tmp_path: Path) -> None:
    async with slack_platform(tmp_path) as here:
        origin = here.app.request_url.removesuffix("/slack/events")
        browser = FormBrowser(create_server(here.platform, EnvironmentSettings(base_url=origin)), origin, "127.0.0.1")
        await asks(browser, "U0OLIVE")
        message = await here.until(lambda: next(iter(here.ours(here.app.direct(here.user("olive")))), None))
        urls = set(LINK.findall(json.dumps(message.blocks).replace("|", " ").replace("<", " ")))
        (url,) = {found.rstrip('">') for found in urls}
        assert url not in message.text
        assert (await browser.open(urlsplit(url).path)).status_code == 200
        assert (await browser.submit("/sign-in/")).status_code == 303
        for other in ("sam", "max"):
            assert here.ours(here.app.direct(here.user(other))) == []
        assert here.ours(here.channel()) == []
