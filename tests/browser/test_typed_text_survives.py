"""WEB4: typed text outlives the session, for the same person and the same form, and signing in does not send it."""

import pytest
from playwright.async_api import Page, expect

from bot.core.request_views import Request
from tests.browser.conftest import BrowserFixture, Opens
from tests.browser.test_inbox import DONE, with_scripts
from tests.browser.test_input_on_changing_page import EDITS, approve, decided, push, request_of
from tests.platform_fixture import choose

pytestmark = pytest.mark.browser

WHY = "Why? The agent reads this"
LOOKS = 700
"""Milliseconds that a person looks before they press again: what has just moved is inert for 600."""
OUT = "You are not signed in"


async def begin(opens: Opens, place: str = "/requests/{id}") -> tuple[BrowserFixture, Page, Request, str]:
    site = await opens(push("v3.0.0"), DONE, agent={"policy": EDITS.model_copy(update={"expires_after": None})})
    thread = await site.platform.app.launch("pusher", "push it", by="sam")
    request = await request_of(site, "v3.0.0")
    olive = await site.sign_in("olive")
    await olive.goto(place.format(id=request.id, thread=thread))
    return site, olive, request, thread


async def sign_in_again(site: BrowserFixture, page: Page, person: str, then: str = "") -> None:
    await page.goto(await site.page_client.link(person) + (f"?next={then}" if then else ""))
    await page.get_by_role("button", name="Continue as").click()
    await expect(page.get_by_role("button", name="Sign out")).to_be_visible()


async def sign_out_elsewhere(site: BrowserFixture, page: Page) -> None:
    """The person's session ends in another tab of the same browser."""
    other = await site.tab(page.context)
    await other.goto("/")
    await other.get_by_role("button", name="Sign out").click()
    await expect(other.get_by_role("heading", name=OUT)).to_be_visible()
    await other.close()


@pytest.mark.parametrize("end", ["expired", "signed out elsewhere"])
@with_scripts
async def test_web4_a_reason_returns_to_its_form_and_is_not_sent(opens: Opens, end: str) -> None:
    site, olive, request, _ = await begin(opens)
    await olive.get_by_text("Reject…").click()
    await olive.get_by_label(WHY).fill("half a reason")
    if end == "expired":
        site.platform.clock.passes(hours=13)
    else:
        await sign_out_elsewhere(site, olive)
    await olive.get_by_role("button", name="Reject", exact=True).click()
    await expect(olive.get_by_role("heading", name=OUT)).to_be_visible()
    await expect(olive.locator("#kept")).to_be_visible()
    await sign_in_again(site, olive, "olive", f"/requests/{request.id}")
    await expect(olive.get_by_label(WHY)).to_have_value("half a reason")
    assert decided(site) == []
    await olive.get_by_role("button", name="Reject", exact=True).click()
    await expect(olive.get_by_text("Rejected by Olive")).to_be_visible()
    await olive.reload()
    await expect(olive.get_by_label("What you wrote")).to_have_count(0)


@with_scripts
async def test_web4_what_a_live_page_finds_out_by_itself_loses_nothing_either(opens: Opens) -> None:
    site, olive, _, thread = await begin(opens, "/threads/{thread}")
    await olive.get_by_label("Write to pusher").fill("half a sentence")
    await olive.get_by_text("Edit…").click()
    await olive.get_by_label("tag").fill("v3.0.1")
    await sign_out_elsewhere(site, olive)
    await site.platform.app.pause(thread, by="max")
    await expect(olive.get_by_role("heading", name=OUT)).to_be_visible()
    await sign_in_again(site, olive, "olive")
    await olive.get_by_role("link", name="go to it").click()
    await expect(olive.get_by_label("Write to pusher")).to_have_value("half a sentence")
    await expect(olive.get_by_label("tag")).to_have_value("v3.0.1")
    await expect(approve(olive, "v3.0.1")).to_be_visible()
    await expect(approve(olive, "v3.0.0")).to_have_count(0)
    assert decided(site) == []


@with_scripts
async def test_web4_words_never_go_to_another_person(opens: Opens) -> None:
    site, olive, request, _ = await begin(opens)
    await olive.get_by_text("Reject…").click()
    await olive.get_by_label(WHY).fill("between us")
    await sign_out_elsewhere(site, olive)
    await olive.reload()
    await sign_in_again(site, olive, "max", f"/requests/{request.id}")
    await expect(olive.get_by_text("Max").first).to_be_visible()
    await olive.get_by_text("Reject…").click()
    await expect(olive.get_by_label(WHY)).to_have_value("")
    await olive.get_by_role("button", name="Sign out").click()
    await sign_in_again(site, olive, "olive", f"/requests/{request.id}")
    await expect(olive.get_by_label(WHY)).to_have_value("between us")


@with_scripts
async def test_web4_signing_in_in_another_tab_brings_the_words_back_to_this_one(opens: Opens) -> None:
    site, olive, _, _ = await begin(opens)
    await olive.get_by_text("Reject…").click()
    await olive.get_by_label(WHY).fill("half a reason")
    other = await site.tab(olive.context)
    await sign_in_again(site, other, "olive")
    await olive.get_by_role("button", name="Reject", exact=True).click()
    await expect(
        olive.get_by_text("You have signed in anew").or_(olive.get_by_text("Rejected by Olive")).first
    ).to_be_visible()
    if not decided(site):
        await expect(olive.get_by_label(WHY)).to_have_value("half a reason")
        await olive.wait_for_timeout(LOOKS)
        await olive.get_by_role("button", name="Reject", exact=True).click()
    await expect(olive.get_by_text("Rejected by Olive")).to_be_visible()


@with_scripts
async def test_web4_a_tab_of_another_person_sends_nothing_in_their_name(opens: Opens) -> None:
    site, olive, request, _ = await begin(opens)
    await olive.get_by_text("Reject…").click()
    await olive.get_by_label(WHY).fill("as olive")
    other = await site.tab(olive.context)
    await sign_in_again(site, other, "max")
    await olive.get_by_role("button", name="Reject", exact=True).click()
    await expect(olive.locator(".me")).to_contain_text("Max")
    assert decided(site) == []
    await sign_in_again(site, olive, "olive", f"/requests/{request.id}")
    await expect(olive.get_by_label(WHY)).to_have_value("as olive")


@with_scripts
async def test_web4_an_answer_and_a_new_wish_return_too(opens: Opens) -> None:
    site = await opens(choose("ask_human", question="Which one?", format="free_text"))
    await site.platform.launch("push it")
    sam = await site.sign_in("sam")
    await sam.goto("/")
    await sam.get_by_label("Your answer").fill("the second")
    await sam.get_by_label("What should it do?").fill("and then rest")
    await sign_out_elsewhere(site, sam)
    await sam.get_by_role("button", name="Answer").click()
    await expect(sam.get_by_role("heading", name=OUT)).to_be_visible()
    await sign_in_again(site, sam, "sam")
    await expect(sam.get_by_label("Your answer")).to_have_value("the second")
    await expect(sam.get_by_label("What should it do?")).to_have_value("and then rest")
    assert decided(site) == []


@pytest.mark.parametrize("scripts", [False], ids=["no-scripts"])
async def test_web4_without_scripts_the_words_stand_on_the_page_to_copy(opens: Opens) -> None:
    site, olive, _, _ = await begin(opens)
    await olive.get_by_text("Reject…").click()
    await olive.get_by_label(WHY).fill("half a reason")
    site.platform.clock.passes(hours=13)
    await olive.get_by_role("button", name="Reject", exact=True).click()
    await expect(olive.get_by_role("heading", name=OUT)).to_be_visible()
    await expect(olive.get_by_label("What you wrote")).to_have_value("half a reason")
    assert decided(site) == []


@with_scripts
async def test_web4_a_server_that_is_gone_takes_no_words(opens: Opens) -> None:
    site, olive, _, _ = await begin(opens)
    await olive.get_by_text("Reject…").click()
    await olive.get_by_label(WHY).fill("half a reason")
    await olive.context.set_offline(True)
    await olive.get_by_role("button", name="Reject", exact=True).click()
    await expect(olive.get_by_text("That was not sent.")).to_be_visible()
    await expect(olive.get_by_label(WHY)).to_have_value("half a reason")
    await olive.wait_for_timeout(LOOKS)
    await olive.context.set_offline(False)
    await olive.get_by_role("button", name="Reject", exact=True).click()
    await expect(olive.get_by_text("Rejected by Olive")).to_be_visible()
    site.complaints.clear()  # the browser notes that it was offline
