"""A hold in a real browser: one person pauses, another's open page loses its Approve under the resting mouse, and gets it back."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Opens
from tests.platform_fixture import choose

pytestmark = pytest.mark.browser

PUSH = (choose("push", tag="v1.4.2", commit="f4b7f10"), choose("done", message="v1.4.2 is out."))
with_scripts = pytest.mark.parametrize("scripts", [True], ids=["scripts"])


async def test_gate7_everything_is_paused_and_resumed_from_the_inbox(opens: Opens) -> None:
    office = await opens(*PUSH)
    thread = await office.house.app.launch("pusher", "push it", by="sam")
    olive, max_ = await office.sits("olive"), await office.sits("max")
    await olive.goto(f"/threads/{thread}")
    await office.sees(olive, "pusher wants to run push")
    await max_.get_by_role("link", name="Pause…").click()
    await max_.get_by_label("What?").select_option("agent:pusher")
    await max_.get_by_label("Why? Everybody reads this.").fill("the origin burns")
    await max_.get_by_role("button", name="Pause", exact=True).click()
    await office.sees(max_, "The agent pusher is paused by Max")
    if not office.scripts:
        await olive.goto(olive.url)
    await expect(olive.get_by_text("The agent pusher is paused by Max").first).to_be_visible()
    await expect(olive.get_by_role("button", name="Approve")).to_have_count(0)
    await expect(olive.get_by_text("the origin burns").first).to_be_visible()
    await max_.get_by_role("button", name="Resume: The agent pusher").click()
    await office.sees(max_, "Nothing is paused.")
    if office.scripts:
        await expect(olive.get_by_text("What was paused is resumed.")).to_be_visible()
        await expect(olive.get_by_role("button", name="Approve")).to_have_count(0)  # what comes by itself arms nothing
    await olive.goto(olive.url)
    await olive.get_by_role("button", name="Approve").click()
    await office.sees(olive, "v1.4.2 is out.")
    assert len(office.house.ledger.lines) == 1


@with_scripts
async def test_gate7_a_mouse_that_rests_on_approve_approves_nothing_once_it_is_paused(opens: Opens) -> None:
    office = await opens(*PUSH)
    await office.house.app.launch("pusher", "push it", by="sam")
    olive = await office.sits("olive")
    await office.sees(olive, "pusher wants to run push")
    box = await olive.get_by_role("button", name="Approve").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    await olive.mouse.move(x, y)
    await office.house.app.place_hold("all", by="max", reason="a fire drill")
    await olive.mouse.click(x, y)
    await expect(olive.get_by_text("Everything is paused by Max").first).to_be_visible()
    await olive.mouse.click(x, y)
    (request,) = await office.house.pending()
    assert request.votes == ()
    assert office.house.ledger.lines == []


@with_scripts
async def test_out1_an_open_thread_page_shows_how_it_ended(opens: Opens) -> None:
    office = await opens(*PUSH)
    thread = await office.house.app.launch("pusher", "push it", by="sam")
    olive = await office.sits("olive")
    await olive.goto(f"/threads/{thread}")
    await olive.get_by_role("button", name="Approve").click()
    await office.sees(olive, "v1.4.2 is out.")
    await expect(olive.locator("#head .now")).to_have_text("Finished")
    await expect(olive.get_by_text("is working…")).to_have_count(0)
    await expect(olive.get_by_text("not started yet")).to_have_count(0)
    await expect(olive.locator("#timeline").get_by_text("Approved by Olive see the request · done")).to_be_visible()


@with_scripts
async def test_sl2_an_open_page_says_who_paused_the_thread_and_no_longer_once_it_is_resumed(opens: Opens) -> None:
    office = await opens(*PUSH)
    thread = await office.house.app.launch("pusher", "push it", by="sam")
    olive = await office.sits("olive")
    await office.sees(olive, "pusher wants to run push")
    await office.house.app.pause(thread, by="max")
    await expect(olive.get_by_text("Paused by Max at").first).to_be_visible()
    await office.house.app.resume(thread, by="max")
    await expect(olive.get_by_text("Paused by Max at")).to_have_count(0)
