"""The sign-in pages without JavaScript: a link signs in by a button, and signing out ends the session."""

from tests.http.pages.open_pages import PUSH, Open, waiting


async def test_a_link_says_who_it_is_for_and_signs_in_by_a_button(page_client: Open) -> None:
    at = page_client()
    browser = at.browser()
    shown = await browser.open(await at.link("olive"))
    assert shown.status_code == 200
    assert "Continue as Olive" in browser.page.text
    answer = await browser.submit("/sign-in/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    assert "Olive" in (await browser.open("/")).text


async def test_the_button_goes_on_to_the_page_that_was_wanted(page_client: Open) -> None:
    at = page_client()
    browser = at.browser()
    await browser.open(await at.link("olive") + "?next=/threads/t1")
    assert (await browser.submit("/sign-in/")).headers["location"] == "/threads/t1"


async def test_a_used_link_is_told_kindly(page_client: Open) -> None:
    at = page_client()
    link = await at.link("olive")
    first, second = at.browser(), at.browser()
    for browser in (first, second):
        await browser.open(link)
    assert (await first.submit("/sign-in/")).status_code == 303
    assert (await second.submit("/sign-in/")).status_code == 401
    assert (await second.open(link)).status_code == 401
    assert "This link does not sign you in" in second.page.text
    await first.open(link)
    assert "You are signed in as Olive" in first.page.text


async def test_without_a_session_every_page_says_how_to_get_one(page_client: Open) -> None:
    at = page_client(PUSH)
    id = await waiting(at)
    browser = at.browser()
    thread = id.rpartition("-")[0]
    for path in (
        "/",
        f"/requests/{id}",
        f"/threads/{thread}",
        f"/threads/{thread}/prompts/1",
        "/live",
        "/threads/none",
    ):
        answer = await browser.open(path)
        assert answer.status_code == 401, path
        assert "countersign link PERSON" in browser.page.text
        assert "v1.4.2" not in answer.text


async def test_signing_out_ends_the_session(page_client: Open) -> None:
    at = page_client()
    browser = await at.sign_in("olive")
    await browser.open("/")
    kept = dict(browser.client.cookies)
    assert (await browser.submit("/sign-out")).status_code == 303
    assert (await browser.open("/")).status_code == 401
    browser.client.cookies.update(kept)
    assert (await browser.open("/")).status_code == 401
