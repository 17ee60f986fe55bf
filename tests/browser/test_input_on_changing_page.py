"""WEB1: input on a page that changes: typed text stays, and a button that moved under the pointer is not armed."""

import asyncio
import re
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect
from playwright.async_api import Route as Route_

from bot.core import events as e
from bot.core.agent import ToolContext
from bot.core.channel_messages import ChannelAddress
from bot.core.people import ApproverClause
from bot.core.policy import Policy
from bot.core.request_views import Request
from tests.browser.conftest import BrowserFixture, Opens
from tests.browser.test_inbox import with_scripts
from tests.platform_fixture import MANAGERS, PushStep, choose
from tests.sqlite_access import sqlite_of

pytestmark = [pytest.mark.browser, with_scripts]

TWO = Policy(approvers=(ApproverClause(groups=("managers",), quorum=2),), edits=True)
EDITS = MANAGERS.model_copy(update={"edits": True})
MIDDLE = {"width": 1000, "height": 900}


PRESS = """([x, y], aimed) => {
  const target = aimed || document.elementFromPoint(x, y);
  for (const type of ["pointerdown", "mousedown", "pointerup", "mouseup", "click"]) {
    const Kind = type.startsWith("pointer") ? PointerEvent : MouseEvent;
    target.dispatchEvent(new Kind(type, {bubbles: true, cancelable: true, clientX: x, clientY: y, detail: 1}));
  }
}"""
"""A press in the page itself, on a control or on what is at a point: no time passes between what happened and the press."""


def push(tag: str) -> Any:
    return choose("push", f"I push {tag}.", tag=tag, commit="f4b7f10")


def approve(page: Page, tag: str) -> Locator:
    return page.get_by_role("button", name=f"Approve {tag}", exact=True)


async def settled(page: Page) -> None:
    """Waits until no control is inert any more because something moved."""
    await expect(page.locator("[data-settling]")).to_have_count(0)


async def rest_on(page: Page, target: Locator) -> tuple[float, float]:
    """Moves the mouse to the middle of a control, and leaves it there."""
    await settled(page)
    await target.scroll_into_view_if_needed()
    await settled(page)
    box = await target.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    await page.mouse.move(x, y, steps=3)
    return x, y


async def press_here(page: Page) -> None:
    """Presses where the mouse is, without moving it."""
    await page.mouse.down()
    await page.mouse.up()


def decided(site: BrowserFixture) -> list[tuple[str, str, str | None]]:
    """All that was decided anywhere: the person, the decision, and the arguments when they were changed."""
    threads = sqlite_of(site.platform.app).reading.execute("select distinct thread from event").fetchall()
    logs = [site.platform.log(thread) for (thread,) in threads]
    return [
        (each.person, each.decision, each.arguments) for log in logs for each in log if isinstance(each, e.Answered)
    ]


async def reads_again(page: Page) -> None:
    """Lets the page read itself again, and waits until it shows what it found."""
    await page.evaluate("window.countersign.read()")


async def request_of(site: BrowserFixture, tag: str) -> Request:
    """The open request for this tag. Waits until it is asked."""
    async with asyncio.timeout(60):
        while True:
            for request in await site.platform.pending():
                if isinstance(request.arguments, dict) and request.arguments.get("tag") == tag:
                    return request
            await asyncio.sleep(0.02)


async def asks(site: BrowserFixture, tag: str) -> Request:
    """Another request arrives."""
    site.platform.model.script.insert(0, push(tag))
    await site.platform.app.launch("pusher", f"push {tag}", by="sam")
    return await request_of(site, tag)


async def approved(site: BrowserFixture) -> list[str]:
    """The tags that were approved, once nothing is on its way any more."""
    found = (await site.platform.app.queries.list_requests(status="approved")).items
    return [str(each.arguments["tag"]) for each in found if isinstance(each.arguments, dict)]


async def test_web1_a_newcomer_waits_and_the_same_pixel_still_approves_what_stood_there(opens: Opens) -> None:
    site = await opens(push("v6.0.0"))
    await site.platform.app.launch("pusher", "push it", by="sam")
    await request_of(site, "v6.0.0")
    olive = await site.sign_in("olive", viewport=MIDDLE)
    before = await rest_on(olive, approve(olive, "v6.0.0"))
    await asks(site, "v6.6.6")
    show = olive.get_by_role("button", name="1 new: show")
    await expect(show).to_be_visible()
    await expect(olive.get_by_role("status").filter(has_text="1 new request waits")).to_have_count(1)
    await expect(approve(olive, "v6.6.6")).to_have_count(0)
    assert await rest_on(olive, approve(olive, "v6.0.0")) == before
    await press_here(olive)
    await olive.wait_for_url("**/threads/*")
    assert await approved(site) == ["v6.0.0"]


async def test_web1_two_newcomers_are_counted_and_shown_at_once(opens: Opens) -> None:
    site = await opens(push("v6.0.0"))
    await site.platform.app.launch("pusher", "push it", by="sam")
    await request_of(site, "v6.0.0")
    olive = await site.sign_in("olive")
    await asks(site, "v6.1.0")
    await asks(site, "v6.2.0")
    await olive.get_by_role("button", name="2 new: show").click()
    await expect(approve(olive, "v6.1.0")).to_be_visible()
    await expect(approve(olive, "v6.2.0")).to_be_visible()
    await expect(olive.locator("#tray")).to_be_hidden()


async def test_web1_what_came_by_show_is_inert_at_first_for_mouse_and_keyboard(opens: Opens) -> None:
    site = await opens(push("v6.0.0"))
    await site.platform.app.launch("pusher", "push it", by="sam")
    await request_of(site, "v6.0.0")
    olive = await site.sign_in("olive", viewport=MIDDLE)
    await asks(site, "v6.6.6")
    await expect(olive.get_by_role("button", name="1 new: show")).to_be_visible()
    await settled(olive)
    await olive.evaluate(
        f"""() => {{
          document.querySelector("#tray button").click();
          const came = [...document.querySelectorAll("button.approve")].find((each) => each.textContent.includes("v6.6.6"));
          const box = came.getBoundingClientRect();
          ({PRESS})([box.x + 20, box.y + 20], came);
          came.focus();
          came.click();  // what a browser makes of Enter and Space
        }}"""
    )
    await expect(olive.get_by_role("status").filter(has_text="This has just moved")).to_have_count(1)
    assert decided(site) == []
    await approve(olive, "v6.6.6").click()
    await olive.wait_for_url("**/threads/*")
    assert await approved(site) == ["v6.6.6"]


async def test_web1_what_was_settled_elsewhere_keeps_place_and_height_and_shows_its_outcome(opens: Opens) -> None:
    site = await opens(push("v1.0.0"))
    await site.platform.app.launch("pusher", "push it", by="sam")
    old = await request_of(site, "v1.0.0")
    new = await asks(site, "v2.0.0")
    olive = await site.sign_in("olive", viewport=MIDDLE)
    under = await rest_on(olive, approve(olive, "v1.0.0"))
    first = olive.locator("article").first
    place = await first.bounding_box()
    await olive.evaluate("window.stood = document.querySelectorAll('article')[1].querySelector('button.approve')")
    await site.platform.decide(new, by="max")
    await expect(first.get_by_text("Approved by Max")).to_be_visible()
    await expect(first.get_by_role("button")).to_have_count(0)
    assert await first.bounding_box() == place
    assert await olive.evaluate("window.stood.isConnected")
    assert await rest_on(olive, approve(olive, "v1.0.0")) == under
    await press_here(olive)
    await olive.wait_for_url("**/threads/*")
    assert (await site.platform.app.queries.find_request(old.id)).status == "approved"
    assert ("olive", "approve", None) in decided(site)


@pytest.mark.parametrize("decision", ["approve", "reject"])
async def test_web1_a_focused_button_whose_request_is_settled_elsewhere_presses_nothing(
    opens: Opens, decision: str
) -> None:
    site = await opens(push("v1.0.0"))
    thread = await site.platform.app.launch("pusher", "push it", by="sam")
    request = await request_of(site, "v1.0.0")
    olive = await site.sign_in("olive")
    for path in ("/", f"/threads/{thread}", f"/requests/{request.id}"):
        await olive.goto(path)
        await expect(approve(olive, "v1.0.0")).to_be_visible()
    await settled(olive)
    await approve(olive, "v1.0.0").focus()
    await site.platform.decide(request, decision, by="max", reason="because")
    await expect(olive.get_by_role("button", name="Approve")).to_have_count(0)
    await olive.keyboard.press("Enter")
    await olive.keyboard.press("Space")
    assert [person for person, _, _ in decided(site)] == ["max"]


async def test_web1_a_timeline_grows_below_and_its_newcomer_waits(opens: Opens) -> None:
    site = await opens(push("v1.0.0"))
    thread = await site.platform.app.launch("pusher", "push it", by="sam")
    await request_of(site, "v1.0.0")
    olive = await site.sign_in("olive", viewport=MIDDLE)
    await olive.goto(f"/threads/{thread}")
    under = await rest_on(olive, approve(olive, "v1.0.0"))
    site.platform.model.script.insert(0, push("v6.6.6"))
    await site.platform.app.say(thread, "and this one", by="sam", route=ChannelAddress(channel="test"))
    await request_of(site, "v6.6.6")
    await expect(olive.get_by_text("and this one")).to_be_visible()
    await expect(olive.get_by_role("button", name="1 new: show")).to_be_visible()
    await expect(approve(olive, "v6.6.6")).to_have_count(0)
    assert await rest_on(olive, approve(olive, "v1.0.0")) == under
    await press_here(olive)
    await site.sees(olive, "Approved by Olive")
    assert await approved(site) == ["v1.0.0"]


async def test_web1_the_hand_on_the_message_box_keeps_it_while_the_timeline_grows(opens: Opens) -> None:
    site = await opens()
    thread = await site.platform.launch("hello")
    olive = await site.sign_in("olive", viewport={"width": 900, "height": 500})
    await olive.goto(f"/threads/{thread}")
    send = olive.get_by_role("button", name="Send")
    _, y = await rest_on(olive, send)
    for number in range(5):
        await site.platform.app.say(thread, f"line {number}", by="sam", route=ChannelAddress(channel="test"))
        await expect(olive.get_by_text(f"line {number}")).to_have_count(1)
    box = await send.bounding_box()
    assert box is not None
    assert abs(box["y"] + box["height"] / 2 - y) < 2


SHIFTS = {
    "an image": "document.querySelector('main').prepend(Object.assign(new Image(), {height: 60, width: 9}))",
    "a banner": "document.body.prepend(Object.assign(document.createElement('p'), {textContent: 'Paused by Max'}))",
    "a notice that grows": "document.querySelector('.crumbs').style.paddingTop = '40px'",
    "details": "document.querySelector('.digest').open = true",
    "scrolling by a script": "scrollBy(0, 30)",
}


@pytest.mark.parametrize("shift", SHIFTS)
async def test_web1_a_control_that_moved_under_the_hand_is_inert_and_comes_back(opens: Opens, shift: str) -> None:
    site = await opens(push("v1.0.0"))
    await site.platform.app.launch("pusher", "push it", by="sam")
    request = await request_of(site, "v1.0.0")
    olive = await site.sign_in("olive", viewport={"width": 700, "height": 560})
    await olive.goto(f"/requests/{request.id}")
    await rest_on(olive, approve(olive, "v1.0.0"))
    before = await approve(olive, "v1.0.0").bounding_box()
    after = await olive.evaluate(
        f"""() => {{
          {SHIFTS[shift]};
          const button = document.querySelector("button.approve"), box = button.getBoundingClientRect();
          ({PRESS})([box.x + 20, box.y + 10], button);
          return box.y;
        }}"""
    )
    assert before is not None
    assert before["y"] != after
    await expect(olive.get_by_role("status").filter(has_text="This has just moved")).to_have_count(1)
    assert decided(site) == []
    await settled(olive)
    await approve(olive, "v1.0.0").click()
    await expect(olive.get_by_text("Approved by Olive")).to_be_visible()


async def test_web1_a_page_that_was_just_opened_is_inert_to_the_second_click_of_a_double_click(opens: Opens) -> None:
    site = await opens(push("v1.0.0"))
    await site.platform.app.launch("pusher", "push it", by="sam")
    request = await request_of(site, "v1.0.0")
    olive = await site.sign_in("olive")
    at_once = f"""addEventListener("DOMContentLoaded", () => {{
      const button = document.querySelector("button.approve"), box = button.getBoundingClientRect();
      ({PRESS})([box.x + 20, box.y + 10], button);
      window.isPressed = true;
    }})"""
    await olive.add_init_script(at_once)
    await olive.goto(f"/requests/{request.id}")
    assert await olive.evaluate("window.isPressed")
    await expect(olive.get_by_role("status").filter(has_text="This has just moved")).to_have_count(1)
    assert decided(site) == []


async def test_web1_going_back_shows_what_stands_now(opens: Opens) -> None:
    site = await opens(push("v1.0.0"))
    await site.platform.app.launch("pusher", "push it", by="sam")
    request = await request_of(site, "v1.0.0")
    olive = await site.sign_in("olive")
    await olive.goto(f"/requests/{request.id}")
    await rest_on(olive, approve(olive, "v1.0.0"))
    await olive.goto("/")
    await site.platform.decide(request, "reject", by="max", reason="no")
    await olive.go_back()
    await expect(olive.get_by_text("Rejected by Max")).to_be_visible()
    await press_here(olive)
    await expect(olive.get_by_role("button", name="Approve")).to_have_count(0)
    assert [person for person, _, _ in decided(site)] == ["max"]


async def test_web1_two_tabs_of_one_person(opens: Opens) -> None:
    site = await opens(push("v1.0.0"), agent={"policy": TWO})
    thread = await site.platform.app.launch("pusher", "push it", by="sam")
    await request_of(site, "v1.0.0")
    olive = await site.sign_in("olive")
    await olive.goto(f"/threads/{thread}")
    other = await site.tab(olive.context)
    await other.goto("/")
    await rest_on(other, approve(other, "v1.0.0"))
    await approve(olive, "v1.0.0").click()
    await expect(other.get_by_text("This changed elsewhere.")).to_be_visible()
    await press_here(other)
    assert len(decided(site)) == 1


async def test_web1_a_narrow_window_that_turns_moves_and_disarms(opens: Opens) -> None:
    site = await opens(push("v1.0.0"))
    await site.platform.app.launch("pusher", "push it", by="sam")
    request = await request_of(site, "v1.0.0")
    olive = await site.sign_in("olive", viewport={"width": 375, "height": 740})
    await olive.goto(f"/requests/{request.id}")
    await rest_on(olive, approve(olive, "v1.0.0"))
    await olive.set_viewport_size({"width": 740, "height": 600})
    await expect(approve(olive, "v1.0.0")).to_have_attribute("data-settling", "")
    await settled(olive)
    assert decided(site) == []


async def test_web1_what_happens_while_a_form_is_on_its_way_is_shown_afterwards(opens: Opens) -> None:
    finish, answered, gate = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def run(step: PushStep, at: ToolContext) -> str:
        await finish.wait()
        return "It is pushed."

    async def late(route: Route_) -> None:
        answer = await route.fetch()
        answered.set()
        await gate.wait()
        await route.fulfill(response=answer)

    async def silent(route: Route_) -> None:
        await route.fulfill(body="retry: 100000\n\n", content_type="text/event-stream")

    site = await opens(push("v1.0.0"), choose("done", message="v1.0.0 is out."), agent={"run": run})
    thread = await site.platform.app.launch("pusher", "push it", by="sam")
    await request_of(site, "v1.0.0")
    olive = await site.sign_in("olive")
    await olive.route(re.compile("/live[?]thread"), silent)
    await olive.route("**/decide", late)
    await olive.goto(f"/threads/{thread}")
    await approve(olive, "v1.0.0").click()
    await answered.wait()
    finish.set()
    async with asyncio.timeout(60):
        while "Finished" not in site.platform.types(thread):
            await asyncio.sleep(0.02)
    await olive.evaluate("window.countersign.read()")
    gate.set()
    await expect(olive.get_by_text("v1.0.0 is out.").filter(visible=True).first).to_be_visible()
