"""A person loses the right to read an open page: the page says so by itself, and sends no more requests."""

from dataclasses import replace

import pytest
from playwright.async_api import expect

from bot.core.access.access_lists import ROLES, AccessList, AgentAccess
from bot.core.people import PeopleDirectory, Person
from tests.browser.conftest import Opens
from tests.browser.test_inbox import DONE, with_scripts
from tests.browser.test_input_on_changing_page import push, request_of
from tests.platform_fixture import PEOPLE

pytestmark = pytest.mark.browser
PAGE_LOADS = ("document", "fetch", "xhr", "eventsource")


@with_scripts
@pytest.mark.parametrize("place", ["/threads/{thread}", "/requests/{id}"])
async def test_see1_an_open_page_that_one_may_read_no_more_says_so(opens: Opens, place: str) -> None:
    people = PeopleDirectory(people={**PEOPLE.people, "nell": Person(id="nell", name="Nell")})
    listed = AgentAccess(
        readers=AccessList(people=("nell",), roles=ROLES), speakers=AccessList(people=("nell",), roles=ROLES)
    )
    site = await opens(push("v3.0.0"), DONE, agent={"access": listed}, directory=people)
    app = site.platform.app
    thread = await app.launch("pusher", "push it", by="sam")
    request = await request_of(site, "v3.0.0")
    nell = await site.sign_in("nell")
    await nell.goto(place.format(thread=thread, id=request.id))
    await site.sees(nell, "pusher wants to run push")
    agents = [replace(each, access=AgentAccess()) for each in app.agents.values()]
    await app.replace_rules(app.directory, agents, dict(app.models))
    await expect(nell.get_by_role("heading", name="Nothing is here")).to_be_visible()
    await expect(nell.get_by_text("you may not read it")).to_be_visible()
    assert "v3.0.0" not in await nell.content()
    asked: list[str] = []
    # Chromium asks for the page's icon when it likes, so a request is counted by what it fetches.
    nell.on("request", lambda each: asked.append(each.url) if each.resource_type in PAGE_LOADS else None)
    await app.replace_rules(app.directory, agents, dict(app.models))
    await nell.wait_for_timeout(1_500)
    assert asked == []
