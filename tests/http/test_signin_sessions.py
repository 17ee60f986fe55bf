"""Sign-in links and sessions: how they are made, redeemed once, ended, and refused."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.errors import NotFound
from bot.core.people import PeopleDirectory
from bot.http.client_address import is_loopback
from bot.http.csrf_forms import choose_own_path
from bot.http.signin_sessions import DEMO_LINK, TRIES, InvalidLink, SignInSessions, TooManyTries
from bot.settings import EnvironmentSettings
from tests.http.page_browser import PageClient
from tests.platform_fixture import MAX, OLIVE, PEOPLE, PlatformFixture
from tests.sqlite_access import list_notes, sqlite_of

HERE, AWAY = "127.0.0.1", "203.0.113.9"


@pytest.fixture
async def platform(tmp_path: Path) -> AsyncIterator[PlatformFixture]:
    async with PlatformFixture(tmp_path) as platform:
        yield platform


@pytest.fixture
def page_client(platform: PlatformFixture) -> PageClient:
    return PageClient(platform)


@pytest.fixture
def sessions(page_client: PageClient) -> SignInSessions:
    return page_client.sessions


async def token_for(sessions: SignInSessions, person: str = "olive", **given: str) -> str:
    link = await sessions.make_link(person, **given)  # type: ignore[arg-type]
    return link.rpartition("/")[2]


async def test_a_link_carries_256_bits_and_the_database_only_its_hash(
    platform: PlatformFixture, sessions: SignInSessions
) -> None:
    """WEB09"""
    token = await token_for(sessions)
    assert len(token) >= 43
    assert token.encode() not in sqlite_of(platform.app).path.read_bytes()
    wal = sqlite_of(platform.app).path.with_name("house.db-wal")
    assert token.encode() not in wal.read_bytes()


async def test_a_link_is_built_from_the_configured_origin(platform: PlatformFixture) -> None:
    """WHK12"""
    sessions = PageClient(platform, "https://bots.example.com").sessions
    assert (await sessions.make_link("olive")).startswith("https://bots.example.com/sign-in/")


async def test_a_link_works_once(sessions: SignInSessions) -> None:
    """WEB08"""
    token = await token_for(sessions)
    visitor = await sessions.redeem_link(token, HERE)
    assert visitor.person == OLIVE
    with pytest.raises(InvalidLink):
        await sessions.redeem_link(token, HERE)


async def test_of_two_who_redeem_at_once_one_gets_in(sessions: SignInSessions) -> None:
    """WEB08"""
    token = await token_for(sessions)
    first = sessions.redeem_link(token, HERE)
    second = sessions.redeem_link(token, HERE)
    await first
    with pytest.raises(InvalidLink):
        await second


async def test_a_link_works_for_ten_minutes(platform: PlatformFixture, sessions: SignInSessions) -> None:
    """WEB08"""
    token = await token_for(sessions)
    platform.clock.passes(minutes=9, seconds=59)
    assert await sessions.find_holder(token, HERE) == OLIVE
    platform.clock.passes(seconds=1)
    with pytest.raises(InvalidLink):
        await sessions.find_holder(token, HERE)


async def test_looking_at_a_link_does_not_use_it_up(sessions: SignInSessions) -> None:
    """WEB08"""
    token = await token_for(sessions)
    for _ in range(5):
        assert await sessions.find_holder(token, HERE) == OLIVE
    await sessions.redeem_link(token, HERE)


async def test_a_demo_link_works_again_and_only_on_the_machine_itself(sessions: SignInSessions) -> None:
    token = await token_for(sessions, kind=DEMO_LINK)
    for _ in range(3):
        await sessions.redeem_link(token, HERE)
    for stranger in (AWAY, "", "not an address"):
        with pytest.raises(InvalidLink):
            await sessions.redeem_link(token, stranger)


async def test_a_forwarded_request_is_not_from_the_machine_itself(page_client: PageClient) -> None:
    link = await page_client.link("olive", DEMO_LINK)
    answer = await page_client.browser().open(link, **{"X-Forwarded-For": "127.0.0.1"})
    assert answer.status_code == 401


async def test_a_session_is_no_link_and_a_link_no_session(sessions: SignInSessions) -> None:
    token = await token_for(sessions)
    assert await sessions.find_visitor(token) is None
    visitor = await sessions.redeem_link(token, HERE)
    with pytest.raises(InvalidLink):
        await sessions.find_holder(visitor.secret, HERE)


async def test_a_session_lasts_twelve_hours(platform: PlatformFixture, sessions: SignInSessions) -> None:
    visitor = await sessions.redeem_link(await token_for(sessions), HERE)
    platform.clock.passes(hours=11, minutes=59)
    assert await sessions.find_visitor(visitor.secret) == visitor
    platform.clock.passes(minutes=1)
    assert await sessions.find_visitor(visitor.secret) is None


async def test_signing_in_makes_a_new_session_and_ends_the_old_one(sessions: SignInSessions) -> None:
    """WEB03"""
    old = await sessions.redeem_link(await token_for(sessions), HERE)
    new = await sessions.redeem_link(await token_for(sessions), HERE, old.secret)
    assert new.secret != old.secret
    assert await sessions.find_visitor(old.secret) is None
    assert await sessions.find_visitor(new.secret) == new


async def test_a_planted_session_id_is_worth_nothing_after_sign_in(sessions: SignInSessions) -> None:
    """WEB03"""
    planted = "A" * 43
    visitor = await sessions.redeem_link(await token_for(sessions), HERE, planted)
    assert visitor.secret != planted
    assert await sessions.find_visitor(planted) is None


async def test_a_session_ends_on_the_server(sessions: SignInSessions) -> None:
    """WEB03"""
    visitor = await sessions.redeem_link(await token_for(sessions), HERE)
    await sessions.end_session(visitor)
    assert await sessions.find_visitor(visitor.secret) is None


async def test_who_is_no_longer_active_has_no_session_and_no_link(sessions: SignInSessions) -> None:
    """WEB03"""
    visitor = await sessions.redeem_link(await token_for(sessions), HERE)
    token = await token_for(sessions)
    gone = OLIVE.model_copy(update={"active": False})
    sessions.platform.repository.directory = PeopleDirectory(people={**PEOPLE.people, "olive": gone})
    assert await sessions.find_visitor(visitor.secret) is None
    with pytest.raises(InvalidLink):
        await sessions.find_holder(token, HERE)
    with pytest.raises(NotFound):
        await sessions.make_link("olive")


async def test_nobody_unknown_gets_a_link(sessions: SignInSessions) -> None:
    with pytest.raises(NotFound):
        await sessions.make_link("mallory")


async def test_guessing_is_slowed_down_for_who_guesses(platform: PlatformFixture, sessions: SignInSessions) -> None:
    """WEB09, WEB6: the guesser is; a person with a right link at the same address is not."""
    token = await token_for(sessions)
    for _ in range(TRIES):
        with pytest.raises(InvalidLink):
            await sessions.find_holder("guess", AWAY)
    with pytest.raises(TooManyTries):
        await sessions.find_holder("guess", AWAY)
    assert await sessions.find_holder(token, AWAY) == await sessions.find_holder(token, HERE) == OLIVE
    with pytest.raises(InvalidLink):
        await sessions.find_holder("guess", HERE)
    platform.clock.passes(seconds=61)
    with pytest.raises(InvalidLink):
        await sessions.find_holder("guess", AWAY)


async def test_guessers_take_a_bounded_room(sessions: SignInSessions) -> None:
    """WEB09"""
    for n in range(1500):
        with pytest.raises(InvalidLink):
            await sessions.find_holder("guess", f"2001:db8:0:{n:x}::1")
    assert len(sessions._wrong) == 1000


async def test_the_audit_says_who_signed_in_and_out(platform: PlatformFixture, sessions: SignInSessions) -> None:
    visitor = await sessions.redeem_link(await token_for(sessions, "max"), HERE)
    await sessions.end_session(visitor)
    notes = list_notes(platform.app, 10)
    assert [(note.what, note.person) for note in reversed(notes)] == [
        ("sign-in link made", MAX.id),
        ("signed in", MAX.id),
        ("signed out", MAX.id),
    ]


@pytest.mark.parametrize(
    ("origin", "name"),
    [
        ("https://bots.example.com", "__Host-countersign"),
        ("http://127.0.0.1:8080", "countersign-8080"),
        ("http://127.0.0.1:9090", "countersign-9090"),
    ],
)
async def test_the_cookie_is_bound_to_the_host_where_it_can_be(
    platform: PlatformFixture, origin: str, name: str
) -> None:
    app = platform.app
    sessions = SignInSessions(app, EnvironmentSettings(base_url=origin))
    assert sessions.cookie == name
    assert sessions.is_secure == origin.startswith("https")


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])
def test_loopback_is_the_machine_itself(address: str) -> None:
    assert is_loopback(address)


@pytest.mark.parametrize("address", ["", "10.0.0.1", "::ffff:10.0.0.1", "localhost", "127.0.0.1.evil.example"])
def test_nothing_else_is(address: str) -> None:
    assert not is_loopback(address)


@pytest.mark.parametrize("path", ["/", "/requests/t1-3", "/threads/t1?x=1#event-3", "/%2f%2fevil.example"])
def test_a_path_of_ours_is_gone_to(path: str) -> None:
    assert choose_own_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "//evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        " //evil.example",
        "evil.example",
        "/ä",
        "/" + "a" * 1000,
    ],
)
def test_a_path_of_others_is_not(path: str) -> None:
    """WEB07"""
    assert choose_own_path(path) == "/"
