"""A hold in a real browser: one person pauses, another's open page loses its Approve under the resting mouse, and gets it back."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Opens
from tests.platform_fixture import choose

pytestmark = pytest.mark.browser

PUSH = (choose("push", tag="v1.4.2", commit="f4b7f10"), choose("done", message="v1.4.2 is out."))
with_scripts = pytest.mark.parametrize("scripts", [True], ids=["scripts"])


async def test_gate7_everything_is_paused_and_resumed_from_the_inbox(opens: Opens) -> None:
    site = await opens(*PUSH)
    thread = await site.platform.app.launch("pusher", "push it", by="sam")
    olive, max_ = await site.sign_in("olive"), await site.sign_in("max")
    await olive.goto(f"/threads/{thread}")
    await site.sees(olive, "pusher wants to run push")
    await max_.get_by_role("link", name="Pause…").click()
    await max_.get_by_label("What?").select_option("agent:pusher")
    await max_.get_by_label("Why? Everybody reads this.").fill("the origin burns")
    await max_.get_by_role("button", name="Pause", exact=True).click()
    await site.sees(max_, "The agent pusher is paused by Max")
    if not site.scripts:
        await olive.goto(olive.url)
    await expect(olive.get_by_text("The agent pusher is paused by Max").first).to_be_visible()
    await expect(olive.get_by_role("button", name="Approve")).to_have_count(0)
    await expect(olive.get_by_text("the origin burns").first).to_be_visible()
    await max_.get_by_role("button", name="Resume: The agent pusher").click()
    await site.sees(max_, "Nothing is paused.")
    if site.scripts:
        await expect(olive.get_by_text("What was paused is resumed.")).to_be_visible()
        await expect(olive.get_by_role("button", name="Approve")).to_have_count(0)  # what comes by itself arms nothing
    await olive.goto(olive.url)
    await olive.get_by_role("button", name="Approve").click()
    await site.sees(olive, "v1.4.2 is out.")
    assert len(site.platform.ledger.lines) == 1


@with_scripts
async def test_gate7_a_mouse_that_rests_on_approve_approves_nothing_once_it_is_paused(opens: Opens) -> None:
    site = await opens(*PUSH)
    await site.platform.app.launch("pusher", "push it", by="sam")
    olive = await site.sign_in("olive")
    await site.sees(olive, "pusher wants to run push")
    box = await olive.get_by_role("button", name="Approve").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    await olive.mouse.move(x, y)
    await site.platform.app.place_hold("all", by="max", reason="a fire drill")
    await olive.mouse.click(x, y)
    await expect(olive.get_by_text("Everything is paused by Max").first).to_be_visible()
    await olive.mouse.click(x, y)
    (request,) = await site.platform.pending()
    assert request.votes == ()
    assert site.platform.ledger.lines == []


@with_scripts
async def test_out1_an_open_thread_page_shows_how_it_ended(opens: Opens) -> None:
    site = await opens(*PUSH)
    thread = await site.platform.app.launch("pusher", "push it", by="sam")
    olive = await site.sign_in("olive")
    await olive.goto(f"/threads/{thread}")
    await olive.get_by_role("button", name="Approve").click()
    await site.sees(olive, "v1.4.2 is out.")
    await expect(olive.locator("#head .now")).to_have_text("Finished")
    await expect(olive.get_by_text("is working…")).to_have_count(0)
    await expect(olive.get_by_text("not started yet")).to_have_count(0)
    await expect(olive.locator("#timeline").get_by_text("Approved by Olive see the request · done")).to_be_visible()


@with_scripts
async def test_sl2_an_open_page_says_who_paused_the_thread_and_no_longer_once_it_is_resumed(opens: Opens) -> None:
    site = await opens(*PUSH)
    thread = await site.platform.app.launch("pusher", "push it", by="sam")
    olive = await site.sign_in("olive")
    await site.sees(olive, "pusher wants to run push")
    await site.platform.app.pause(thread, by="max")
    await expect(olive.get_by_text("Paused by Max at").first).to_be_visible()
    await site.platform.app.resume(thread, by="max")
    await expect(olive.get_by_text("Paused by Max at")).to_have_count(0)
