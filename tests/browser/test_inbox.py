"""The inbox in a real browser: everything works with and without JavaScript; with it, pages change by themselves."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Opens
from tests.platform_fixture import MANAGERS, choose

pytestmark = pytest.mark.browser

PUSH = choose("push", "I push.", tag="v1.4.2", commit="f4b7f10")
DONE = choose("done", message="v1.4.2 is out.")
RIGHTMOST = "Math.max(...[...document.querySelectorAll('main *')].map(each => each.getBoundingClientRect().right))"
with_scripts = pytest.mark.parametrize("scripts", [True], ids=["scripts"])


async def mark(page: Page) -> None:
    """From here on a navigation would show: the mark lives in this document alone."""
    await page.evaluate("window.untouched = true")


async def is_same_document(page: Page) -> bool:
    return bool(await page.evaluate("window.untouched === true"))


async def test_a_request_is_approved_from_the_inbox(opens: Opens) -> None:
    site = await opens(PUSH, DONE)
    olive = await site.sign_in("olive")
    await site.platform.app.launch("pusher", "push it", by="sam")
    await site.sees(olive, "pusher wants to run push")
    await olive.get_by_role("link", name="on its own page").click()
    await expect(olive.get_by_text('"v1.4.2"')).to_be_visible()
    await olive.get_by_role("button", name="Approve").click()
    await site.sees(olive, "Approved by Olive")
    await expect(olive.get_by_role("button", name="Approve")).to_have_count(0)
    await olive.get_by_role("link", name="push it").click()
    await site.sees(olive, "v1.4.2 is out.")
    assert len(site.platform.ledger.lines) == 1


async def test_a_request_is_rejected_with_a_reason(opens: Opens) -> None:
    site = await opens(PUSH, choose("done", message="I leave it."))
    thread = await site.platform.app.launch("pusher", "push it", by="sam")
    olive = await site.sign_in("olive")
    await olive.goto(f"/threads/{thread}")
    await site.sees(olive, "pusher wants to run push")
    await olive.get_by_text("Reject…").click()
    await olive.get_by_label("Why? The agent reads this").fill("not on a Friday")
    await olive.get_by_role("button", name="Reject", exact=True).click()
    await site.sees(olive, "I leave it.")
    await expect(olive.get_by_text("Rejected by Olive").first).to_be_visible()
    await expect(olive.get_by_text("not on a Friday").first).to_be_visible()
    assert site.platform.ledger.lines == []


async def test_other_arguments_are_approved(opens: Opens) -> None:
    site = await opens(PUSH, DONE, agent={"policy": MANAGERS.model_copy(update={"edits": True})})
    thread = await site.platform.app.launch("pusher", "push it", by="sam")
    olive = await site.sign_in("olive")
    await olive.goto(f"/threads/{thread}")
    await site.sees(olive, "pusher wants to run push")
    await olive.get_by_text("Edit…").click()
    await expect(olive.get_by_label("tag")).to_have_value("v1.4.2")
    await olive.get_by_label("tag").fill("v1.5.0")
    await olive.get_by_role("button", name=re.compile("^Approve (v1.5.0|with these arguments)$")).click()
    await site.sees(olive, "Olive approved with other arguments")
    await site.sees(olive, "v1.4.2 is out.")
    assert site.platform.ledger.lines[0].endswith(" v1.5.0 f4b7f10")


async def test_a_question_is_answered_by_a_button(opens: Opens) -> None:
    question = choose("ask_human", question="Really?", context="It is Friday.", urgency="high", format="yes_no")
    site = await opens(question, choose("done", message="As you wish."))
    sam = await site.sign_in("sam")
    await site.platform.app.launch("pusher", "push it", by="sam")
    await site.sees(sam, "Really?")
    await sam.get_by_role("link", name="on its own page").click()
    await sam.get_by_role("button", name="no").click()
    await site.sees(sam, "Answered by Sam")
    await sam.get_by_role("link", name="push it").click()
    await site.sees(sam, "As you wish.")


async def test_an_agent_is_talked_to(opens: Opens) -> None:
    site = await opens(choose("done", message="Hello Sam."), choose("done", message="Hello again."))
    sam = await site.sign_in("sam")
    await sam.get_by_label("What should it do?").fill("say hello\nto me")
    await sam.get_by_role("button", name="Ask").click()
    await sam.wait_for_url("**/threads/*")
    await site.sees(sam, "Hello Sam.")
    await sam.get_by_label("Write to pusher").fill("once more")
    await sam.get_by_role("button", name="Send").click()
    await site.sees(sam, "Hello again.")
    await expect(sam.get_by_label("Write to pusher")).to_have_value("")


async def test_a_thread_is_paused_resumed_forked_and_cancelled(opens: Opens) -> None:
    site = await opens(PUSH)
    thread = await site.platform.app.launch("pusher", "push it", by="sam")
    olive = await site.sign_in("olive")
    await olive.goto(f"/threads/{thread}")
    await site.sees(olive, "pusher wants to run push")
    await olive.get_by_role("button", name="Pause").click()
    await site.sees(olive, "Olive paused the thread")
    await olive.get_by_role("button", name="Resume").click()
    await site.sees(olive, "Olive resumed the thread")
    await olive.get_by_text("Fork…").click()
    await olive.get_by_role("button", name="Fork", exact=True).click()
    await site.sees(olive, "Olive forked this thread from")
    assert thread not in olive.url
    await olive.get_by_text("Cancel…").click()
    await olive.get_by_role("button", name="Cancel the thread").click()
    await site.sees(olive, "Olive cancelled the thread")


async def test_signing_out_is_the_end(opens: Opens) -> None:
    site = await opens()
    olive = await site.sign_in("olive")
    await olive.get_by_role("button", name="Sign out").click()
    await expect(olive.get_by_role("heading", name="You are not signed in")).to_be_visible()


@with_scripts
async def test_an_approval_shows_its_outcome_without_a_navigation_here_and_in_another_tab(opens: Opens) -> None:
    site = await opens(PUSH, DONE)
    thread = await site.platform.app.launch("pusher", "push it", by="sam")
    olive = await site.sign_in("olive")
    await olive.goto(f"/threads/{thread}")
    await site.sees(olive, "pusher wants to run push")
    other = await site.tab(olive.context)
    await other.goto(f"/threads/{thread}")
    max = await site.sign_in("max")
    await expect(max.get_by_text("pusher wants to run push")).to_be_visible()
    for page in (olive, other, max):
        await mark(page)
    await olive.get_by_role("button", name="Approve").click()
    for page in (olive, other):
        await site.sees(page, "v1.4.2 is out.")
        await expect(page.locator("#head").get_by_text("Finished")).to_be_visible()
        await expect(page.get_by_role("button", name="Approve")).to_have_count(0)
    await site.sees(max, "Approved by Olive")
    await expect(max.get_by_role("button", name="Approve")).to_have_count(0)
    assert [await is_same_document(page) for page in (olive, other, max)] == [True] * 3
    await expect(other.locator("#said")).to_have_text("Finished")


@with_scripts
async def test_nobody_is_interrupted_in_writing(opens: Opens) -> None:
    site = await opens(PUSH, DONE)
    thread = await site.platform.app.launch("pusher", "push it", by="sam")
    olive = await site.sign_in("olive")
    await olive.goto(f"/threads/{thread}")
    await site.sees(olive, "pusher wants to run push")
    await olive.get_by_label("Write to pusher").fill("half a sent")
    (request,) = await site.platform.pending()
    await site.platform.decide(request, by="max")
    await site.sees(olive, "v1.4.2 is out.")
    await expect(olive.get_by_label("Write to pusher")).to_have_value("half a sent")
    await expect(olive.get_by_label("Write to pusher")).to_be_focused()


@with_scripts
async def test_deciding_keeps_what_was_typed_elsewhere_on_the_page(opens: Opens) -> None:
    site = await opens(PUSH, DONE)
    thread = await site.platform.app.launch("pusher", "push it", by="sam")
    olive = await site.sign_in("olive")
    await olive.goto(f"/threads/{thread}")
    await site.sees(olive, "pusher wants to run push")
    await olive.get_by_label("Write to pusher").fill("and then")
    await olive.get_by_role("button", name="Approve").click()
    await site.sees(olive, "v1.4.2 is out.")
    await expect(olive.get_by_label("Write to pusher")).to_have_value("and then")


@with_scripts
async def test_who_writes_a_reason_is_told_that_it_is_too_late(opens: Opens) -> None:
    site = await opens(PUSH, DONE)
    thread = await site.platform.app.launch("pusher", "push it", by="sam")
    olive = await site.sign_in("olive")
    await olive.goto(f"/threads/{thread}")
    await site.sees(olive, "pusher wants to run push")
    await olive.get_by_text("Reject…").click()
    await olive.get_by_label("Why? The agent reads this").fill("because")
    (request,) = await site.platform.pending()
    await site.platform.decide(request, by="max")
    await site.sees(olive, "Approved by Max")
    await expect(olive.get_by_label("What you wrote")).to_have_value("because")
    await expect(olive.get_by_role("button", name="Reject", exact=True)).to_have_count(0)


@with_scripts
async def test_an_impatient_double_click_decides_once(opens: Opens) -> None:
    site = await opens(PUSH, DONE)
    thread = await site.platform.app.launch("pusher", "push it", by="sam")
    olive = await site.sign_in("olive")
    await olive.goto(f"/threads/{thread}")
    await site.sees(olive, "pusher wants to run push")
    posts: list[str] = []
    olive.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    await olive.get_by_role("button", name="Approve").dblclick()
    await site.sees(olive, "v1.4.2 is out.")
    assert len(posts) == 1
    assert len(site.platform.ledger.lines) == 1


@with_scripts
async def test_what_was_folded_open_stays_open(opens: Opens) -> None:
    site = await opens(choose("look", limit=2), PUSH, DONE)
    thread = await site.platform.app.launch("pusher", "push it", by="sam")
    olive = await site.sign_in("olive")
    await olive.goto(f"/threads/{thread}")
    await site.sees(olive, "pusher wants to run push")
    await olive.get_by_text("2 lines").click()
    (request,) = await site.platform.pending()
    await site.platform.decide(request, by="max")
    await site.sees(olive, "v1.4.2 is out.")
    await expect(olive.locator("pre", has_text="c0")).to_be_visible()


@with_scripts
async def test_a_session_that_ended_elsewhere_ends_here_too(opens: Opens) -> None:
    site = await opens(choose("done", message="Hi."))
    olive = await site.sign_in("olive")
    other = await site.tab(olive.context)
    await other.goto("/")
    await other.get_by_role("button", name="Sign out").click()
    await site.platform.app.launch("pusher", "hello", by="sam")
    await expect(olive.get_by_role("heading", name="You are not signed in")).to_be_visible()


async def test_all_is_done_by_keyboard(opens: Opens) -> None:
    site = await opens(PUSH, DONE)
    thread = await site.platform.app.launch("pusher", "push it", by="sam")
    olive = await site.sign_in("olive")
    await olive.goto(f"/threads/{thread}")
    await site.sees(olive, "pusher wants to run push")
    (request,) = await site.platform.pending()
    await expect(olive.locator("[data-settling]")).to_have_count(0)
    for _ in range(30):
        await olive.keyboard.press("Tab")
        if await olive.locator(f"#approve-{request.id}:focus").count():
            break
    await olive.keyboard.press("Enter")
    await site.sees(olive, "v1.4.2 is out.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@with_scripts
async def test_nothing_is_wider_than_a_phone(opens: Opens, scheme: str) -> None:
    wide = choose("push", "w" * 300, tag="v" * 300, commit="c" * 300)
    site = await opens(wide)
    thread = await site.platform.app.launch("pusher", "l" * 300, by="sam")
    olive = await site.sign_in("olive", viewport={"width": 375, "height": 740}, color_scheme=scheme)
    await olive.goto(f"/threads/{thread}")
    await site.sees(olive, "pusher wants to run push")
    (request,) = await site.platform.pending()
    for path in ("/", f"/threads/{thread}", f"/requests/{request.id}", f"/threads/{thread}/prompts/1"):
        await olive.goto(path)
        assert await olive.evaluate("document.documentElement.scrollWidth") <= 375, path
        assert await olive.evaluate(RIGHTMOST) <= 376, path
