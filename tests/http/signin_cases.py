"""A platform with two messengers and its sign-in page, for the tests of sign-in links."""

from typing import NamedTuple

from bot.core.people import PeopleDirectory, Person
from bot.http.signin_sessions import SignInSessions
from tests.http.fake_messenger import FakeMessenger
from tests.http.page_browser import FormBrowser, PageClient
from tests.platform_fixture import PlatformFixture
from tests.sqlite_access import list_notes

PEOPLE = PeopleDirectory(
    people={
        person.id: person
        for person in (
            Person(id="sam", name="Sam Stone"),
            Person(
                id="olive",
                name="Olive Oil",
                groups=("managers",),
                accounts={"post": "Olive@Example.com", "chat": "T1/U0OLIVE T2/U7"},
            ),
            Person(id="max", name="Max", groups=("managers",), accounts={"post": "max@example.com"}),
            Person(id="maxine", name="Max", accounts={"post": "maxine@example.com"}),
            Person(id="gone", name="Gone", accounts={"post": "gone@example.com"}, active=False),
        )
    }
)


class SignInFixture(NamedTuple):
    platform: PlatformFixture
    page_client: PageClient
    box: FakeMessenger
    chat: FakeMessenger

    @property
    def sessions(self) -> SignInSessions:
        return self.page_client.sessions

    def notes(self) -> list[tuple[str, str, str]]:
        """The audit, oldest first."""
        found = list_notes(self.platform.app, 1000)
        return [(note.what, note.person, note.detail) for note in reversed(found)]


async def asking(signin: SignInFixture, who: str = "olive", path: str = "/", address: str = "127.0.0.1") -> FormBrowser:
    """A browser that has no session and asks for a link on the page it is shown."""
    browser = signin.page_client.browser(address)
    assert (await browser.open(path)).status_code in (200, 401)
    answer = await browser.submit("/sign-in", where="who", who=who)
    assert answer.status_code == 200, answer.text
    return browser
