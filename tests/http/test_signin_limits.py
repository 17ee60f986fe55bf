"""WEB6: how often sign-in links are sent, by person and by client address."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from starlette.requests import Request
from structlog.testing import capture_logs

from bot.core.errors import BadSetting
from bot.http.client_address import ClientAddresses
from bot.http.requested_signin_links import (
    MAX_KEYS,
    PER_CLIENT,
    PER_PERSON,
    PER_PERSON_AND_CLIENT,
    UNKNOWN,
    WINDOW,
    SlidingLimit,
)
from bot.ip_network_setting import read_networks
from bot.settings import EnvironmentSettings, read_settings
from tests.http.fake_messenger import FakeMessenger, FakeMessengerSurface
from tests.http.http_client import server_of
from tests.http.page_browser import FormBrowser, PageClient
from tests.http.signin_cases import PEOPLE, SignInFixture, asking
from tests.platform_fixture import FakeClock, PlatformFixture, choose


@pytest.fixture
async def signin(tmp_path: Path) -> AsyncIterator[SignInFixture]:
    box, chat = FakeMessenger("post"), FakeMessenger("chat")
    script = [choose("push", tag="v1")] * 3
    surfaces = [FakeMessengerSurface(box), FakeMessengerSurface(chat)]
    async with PlatformFixture(tmp_path, *script, directory=PEOPLE, surfaces=surfaces) as platform:
        yield SignInFixture(platform, PageClient(platform), box, chat)


OLIVES = ("olive", "Olive Oil", "u0olive", "olive@example.com", "t1/u0olive")


async def test_web6_too_many_for_one_person_are_silently_not_sent(signin: SignInFixture) -> None:
    """By any name: the answer is the same, or it would show the known people."""
    for who in OLIVES:
        await asking(signin, who, address="203.0.113.1")
    assert len(signin.box.sent + signin.chat.sent) == PER_PERSON_AND_CLIENT
    assert signin.notes()[-1] == ("sign-in link refused", "olive", "too many were asked for")
    signin.platform.clock.now += WINDOW
    await asking(signin, address="203.0.113.1")
    assert len(signin.box.sent + signin.chat.sent) == PER_PERSON_AND_CLIENT + 1


async def test_web6_another_client_does_not_keep_a_person_without_links(signin: SignInFixture) -> None:
    for _ in range(PER_CLIENT):
        await asking(signin, "olive", address="203.0.113.66")
    before = len(signin.box.sent)
    await asking(signin, "olive", address="198.51.100.7")
    assert len(signin.box.sent) == before + 1


async def test_web6_a_persons_mailbox_is_not_flooded_from_many_addresses(signin: SignInFixture) -> None:
    for n in range(PER_PERSON + 10):
        await asking(signin, OLIVES[n % 5], address=f"203.0.113.{n}")
    assert len(signin.box.sent + signin.chat.sent) == PER_PERSON
    assert signin.notes().count(("sign-in link refused", "olive", "too many were asked for")) == 1
    await asking(signin, "max@example.com", address="203.0.113.1")
    assert signin.box.sent[-1].to == "max@example.com"


@pytest.mark.parametrize("who", ["olive", "mallory"])
async def test_web6_one_address_asks_so_often_and_no_more(signin: SignInFixture, who: str) -> None:
    for _ in range(PER_CLIENT):
        await asking(signin, who, address="203.0.113.9")
    browser = signin.page_client.browser("203.0.113.9")
    await browser.open("/sign-in")
    refused = await browser.submit("/sign-in", where="who", who=who)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "600")
    await asking(signin, "max@example.com", address="203.0.113.10")
    assert (
        len([note for note in signin.notes() if note == ("sign-in link refused", "", "too many were asked for")]) == 1
    )


FORGED = (
    {"X-Forwarded-For": "198.51.100.{n}"},
    {"X-Real-IP": "198.51.100.{n}"},
    {"Forwarded": "for=198.51.100.{n}"},
    {"X-Forwarded-For": "{n}, nobody, 10.0.0.{n}"},
)


@pytest.mark.parametrize("forged", FORGED, ids=str)
async def test_web6_a_client_that_writes_its_own_address_is_limited_and_locks_nobody_out(
    signin: SignInFixture, forged: dict[str, str]
) -> None:
    browser = signin.page_client.browser("203.0.113.66")
    await browser.open("/sign-in")
    statuses = []
    for n in range(100):
        sent = {name: value.format(n=n) for name, value in forged.items()}
        statuses.append((await browser.post("/sign-in", {"who": f"mallory{n}"}, **sent)).status_code)
    assert statuses == [200] * PER_CLIENT + [429] * (100 - PER_CLIENT)
    await asking(signin, "olive", address="198.51.100.7")
    assert [posted.to for posted in signin.box.sent] == ["Olive@Example.com"]


async def test_web6_behind_a_proxy_that_nobody_configured_one_client_does_not_lock_the_others_out(
    signin: SignInFixture,
) -> None:
    """Everybody then comes from the proxy's address."""
    attacker, olive = signin.page_client.browser(), signin.page_client.browser()
    with capture_logs() as logs:
        for n in range(UNKNOWN + 20):
            sent = {"X-Forwarded-For": f"198.51.100.{n}"}
            assert (await attacker.post("/sign-in", {"who": "mallory"}, **sent)).status_code == 200
    assert [line["fix"] for line in logs] == ["name it in COUNTERSIGN_TRUSTED_PROXIES"]
    assert signin.notes().count(("sign-in link refused", "", "asked for nobody who is known")) == UNKNOWN
    assert (await olive.post("/sign-in", {"who": "olive"}, **{"X-Forwarded-For": "203.0.113.5"})).status_code == 200
    assert [posted.to for posted in signin.box.sent] == ["Olive@Example.com"]


async def test_web6_a_configured_proxy_is_believed_about_its_own_client_alone(signin: SignInFixture) -> None:
    settings = EnvironmentSettings(base_url=signin.page_client.origin, trusted_proxies="10.0.0.7, fd00::/64")
    app = server_of(signin.platform, settings)
    for n in range(PER_CLIENT + 1):
        forged = {"X-Forwarded-For": f"198.51.100.{n}, 203.0.113.66, fd00::9"}
        attacker = FormBrowser(app, signin.page_client.origin, "10.0.0.7")
        answer = await attacker.post("/sign-in", {"who": "mallory"}, **forged)
        assert answer.status_code == (200 if n < PER_CLIENT else 429)
    other = FormBrowser(app, signin.page_client.origin, "10.0.0.7")
    answer = await other.post("/sign-in", {"who": "olive"}, **{"X-Forwarded-For": "203.0.113.67"})
    assert answer.status_code == 200
    assert [posted.to for posted in signin.box.sent] == ["Olive@Example.com"]


@pytest.mark.parametrize(
    ("peer", "header", "client"),
    [
        ("203.0.113.1", None, "203.0.113.1"),
        ("8.8.8.8", "127.0.0.1", "8.8.8.8"),
        ("127.0.0.1", None, "127.0.0.1"),
        ("127.0.0.1", "127.0.0.1", ""),
        ("10.0.0.7", None, "10.0.0.7"),
        ("10.0.0.7", "8.8.8.8", "8.8.8.8"),
        ("10.0.0.7", "127.0.0.1, 8.8.8.8:4711", "8.8.8.8"),
        ("10.0.0.7", "8.8.8.8, 10.0.1.9", "8.8.8.8"),
        ("::ffff:10.0.0.7", "[2001:db8::5]:443", "2001:db8::5"),
        ("10.0.0.7", "8.8.8.8, unknown", ""),
        ("10.0.0.7", "10.0.1.1, 10.0.1.2", ""),
        ("10.0.0.7", "", ""),
    ],
)
def test_web6_whose_word_about_an_address_counts(peer: str, header: str | None, client: str) -> None:
    headers = [] if header is None else [(b"x-forwarded-for", header.encode())]
    request = Request({"type": "http", "client": (peer, 1), "headers": headers})
    assert ClientAddresses(read_networks("10.0.0.7 10.0.1.0/24")).find_client(request) == client


@pytest.mark.parametrize(
    "wrong", ["proxy.local", "10.0.0.1/8", "10.0.0.0/33", "0.0.0.0/0", "::/0", "10.0.0.1;10.0.0.2"]
)
def test_web6_a_wrong_proxy_is_named(wrong: str) -> None:
    with pytest.raises(BadSetting, match="COUNTERSIGN_TRUSTED_PROXIES") as raised:
        read_settings(COUNTERSIGN_TRUSTED_PROXIES=f"10.0.0.9 {wrong}")
    assert wrong in str(raised.value)


async def test_web6_an_ipv6_line_is_one_address(signin: SignInFixture) -> None:
    for n in range(PER_CLIENT):
        await asking(signin, "mallory", address=f"2001:db8::{n:x}")
    browser = signin.page_client.browser("2001:db8::ffff")
    assert (await browser.post("/sign-in", {"who": "mallory"})).status_code == 429
    await asking(signin, "mallory", address="2001:db8:0:1::1")


def test_web6_a_limit_takes_a_bounded_room() -> None:
    clock = FakeClock()
    limit = SlidingLimit(2, WINDOW, clock)
    for n in range(3 * MAX_KEYS):
        assert limit.count_use(str(n))
    assert len(limit._taken) == MAX_KEYS
    assert [limit.count_use("a") for _ in range(3)] == [True, True, False]
    clock.now += WINDOW
    assert limit.count_use("a")
