"""WEB6 in a real browser: asked for on the page that says "not signed in", opened in the same browser, refused in another."""

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import expect

from bot.core.people import PeopleDirectory, Person
from tests.browser.conftest import Opens
from tests.http.fake_messenger import FakeMessenger, FakeMessengerSurface
from tests.platform_fixture import choose

pytestmark = pytest.mark.browser

PEOPLE = PeopleDirectory(
    people={
        "sam": Person(id="sam", name="Sam"),
        "olive": Person(id="olive", name="Olive", groups=("managers",), accounts={"post": "olive@example.com"}),
    }
)


async def test_web6_a_person_asks_for_a_link_and_is_where_they_were_going(opens: Opens, tmp_path: Path) -> None:
    box = FakeMessenger()
    site = await opens(choose("push", tag="v1"), directory=PEOPLE, surfaces=[FakeMessengerSurface(box)])
    await site.platform.launch()
    (request,) = await site.platform.pending()
    mine, other = [
        await site.chromium.new_context(base_url=site.page_client.origin, java_script_enabled=site.scripts)
        for _ in range(2)
    ]
    site.contexts += [mine, other]
    page = await site.tab(mine)
    await page.goto(f"/requests/{request.id}")
    await page.get_by_label("Your name").fill("olive@example.com")
    await page.get_by_role("button", name="Send me a link").click()
    await expect(page.get_by_role("heading", name="Check your mail or Slack")).to_be_visible()
    while not box.sent:
        await asyncio.sleep(0.02)
    (posted,) = box.sent

    elsewhere = await site.tab(other)
    await elsewhere.goto(posted.url)
    await expect(elsewhere.get_by_role("heading", name="Open this link where you asked for it")).to_be_visible()
    await expect(elsewhere.get_by_role("button", name="Continue as")).to_have_count(0)

    opened = await site.tab(mine)
    await opened.goto(posted.url)
    await opened.reload()
    await opened.get_by_role("button", name="Continue as Olive").click()
    await expect(opened).to_have_url(f"{site.page_client.origin}/requests/{request.id}")
    await opened.go_back()
    await opened.reload()
    await expect(opened.get_by_text("You are signed in as Olive")).to_be_visible()
