"""WEB2 and WEB3: a change is seen before it is approved; one primary control names the act; typed words are asked about."""

import re

import pytest
from playwright.async_api import Page, expect

from bot.core.canonical_json import canonicalize
from bot.core.request_views import Request
from bot.http.pages.approve_label import choose_naming_word, shorten_word
from tests.browser.conftest import BrowserFixture, Opens
from tests.browser.test_forms import FINAL
from tests.browser.test_inbox import DONE, with_scripts
from tests.browser.test_input_on_changing_page import (
    EDITS,
    TWO,
    approve,
    decided,
    press_here,
    push,
    request_of,
    rest_on,
    settled,
)
from tests.http.pages.rollout_forms import GIVEN, rollout
from tests.platform_fixture import choose

pytestmark = pytest.mark.browser

PLACES = ("/", "/threads/{thread}", "/requests/{id}")
SEEN = "I have seen the change"


async def before_a_request(
    opens: Opens, place: str, tag: str = "v3.1.0", policy: object = TWO
) -> tuple[BrowserFixture, Page, Request]:
    """A served platform with one request that waits, and Olive before it."""
    site = await opens(push(tag), DONE, agent={"policy": policy})
    thread = await site.platform.app.launch("pusher", "push it", by="sam")
    request = await request_of(site, tag)
    olive = await site.sign_in("olive", viewport={"width": 1000, "height": 900})
    await olive.goto(place.format(thread=thread, id=request.id))
    await expect(approve(olive, tag)).to_be_visible()
    if site.scripts:
        await settled(olive)
    return site, olive, request


async def edit(site: BrowserFixture, request: Request, tag: str, by: str = "max") -> None:
    """A colleague approves other arguments."""
    await site.platform.decide(request, by=by, arguments=f'{{"commit":"f4b7f10","tag":"{tag}"}}')


@pytest.mark.parametrize("place", PLACES)
@with_scripts
async def test_web2_enter_on_a_button_whose_call_was_edited_approves_nothing(opens: Opens, place: str) -> None:
    site, olive, request = await before_a_request(opens, place)
    await approve(olive, "v3.1.0").focus()
    await edit(site, request, "v9.9.8")
    alert = olive.get_by_role("alert")
    await expect(alert).to_contain_text('tag: "v3.1.0" → "v9.9.8"')
    await expect(alert).to_be_focused()
    await expect(olive.get_by_role("button", name=re.compile("^Approve"))).to_have_count(0)
    for _ in range(3):
        await olive.keyboard.press("Enter")
    assert [person for person, _, _ in decided(site)] == ["max"]
    await settled(olive)
    await olive.get_by_role("button", name=SEEN).click()
    await expect(approve(olive, "v9.9.8")).to_be_visible()
    await olive.keyboard.press("Enter")
    assert [person for person, _, _ in decided(site)] == ["max"]
    await settled(olive)
    await approve(olive, "v9.9.8").click()
    await site.sees(olive, "v1.4.2 is out.") if place != PLACES[2] else await site.sees(olive, "Approved by")
    assert [line.split()[1] for line in site.platform.ledger.lines] == ["v9.9.8"]


@pytest.mark.parametrize("place", PLACES)
@with_scripts
async def test_web2_a_resting_mouse_neither_approves_nor_acknowledges(opens: Opens, place: str) -> None:
    site, olive, request = await before_a_request(opens, place)
    await rest_on(olive, approve(olive, "v3.1.0"))
    await edit(site, request, "v9.9.8")
    await expect(olive.get_by_role("alert")).to_contain_text("v9.9.8")
    for _ in range(3):
        await settled(olive)
        await press_here(olive)
    await expect(olive.get_by_role("button", name=SEEN)).to_be_visible()
    assert [person for person, _, _ in decided(site)] == ["max"]


@with_scripts
async def test_web2_an_acknowledgement_that_appears_under_a_resting_mouse_needs_the_mouse_to_move(opens: Opens) -> None:
    site, olive, request = await before_a_request(opens, PLACES[2])
    await edit(site, request, "v9.9.8")
    seen = olive.get_by_role("button", name=SEEN)
    x, y = await rest_on(olive, seen)
    await olive.reload()
    await expect(approve(olive, "v9.9.8")).to_be_visible()
    await olive.mouse.move(x, y + 1)
    await edit(site, (await site.platform.app.queries.find_request(request.id)), "v9.9.9")
    await expect(seen).to_be_visible()
    await settled(olive)
    await press_here(olive)
    await expect(seen).to_be_visible()
    await olive.mouse.move(x + 20, y + 2)
    await press_here(olive)
    await expect(approve(olive, "v9.9.9")).to_be_visible()


@with_scripts
async def test_web2_a_decision_that_crosses_an_edit_is_told_the_difference(opens: Opens) -> None:
    site, olive, request = await before_a_request(opens, PLACES[0])
    await rest_on(olive, approve(olive, "v3.1.0"))
    await olive.mouse.down()
    await edit(site, request, "v9.9.8")
    await olive.mouse.up()
    await expect(olive.locator(".changed")).to_contain_text('tag: "v3.1.0" → "v9.9.8"')
    await expect(olive.locator(".changed")).to_be_focused()
    await olive.keyboard.press("Enter")
    await expect(olive.get_by_role("button", name=re.compile("^Approve"))).to_have_count(0)
    assert [person for person, _, _ in decided(site)] == ["max"]


@with_scripts
async def test_web2_what_was_typed_waits_through_the_change(opens: Opens) -> None:
    site, olive, request = await before_a_request(opens, PLACES[2])
    await olive.get_by_text("Reject…").click()
    await olive.get_by_label("Why? The agent reads this").fill("not this week")
    await edit(site, request, "v9.9.8")
    await expect(olive.get_by_label("What you wrote")).to_have_value("not this week")
    await olive.get_by_role("button", name=SEEN).click()
    await expect(olive.get_by_label("Why? The agent reads this")).to_have_value("not this week")
    await approve(olive, "v9.9.8").click()
    await expect(olive.get_by_text("Reject, or discard the words?")).to_be_visible()
    assert [person for person, _, _ in decided(site)] == ["max"]


@pytest.mark.parametrize("scripts", [False], ids=["no-scripts"])
async def test_web2_without_scripts_a_stale_page_is_shown_the_difference_and_no_button(opens: Opens) -> None:
    site, olive, request = await before_a_request(opens, PLACES[2])
    await edit(site, request, "v9.9.8")
    await approve(olive, "v3.1.0").click()
    await expect(olive.locator(".changed")).to_contain_text('tag: "v3.1.0" → "v9.9.8"')
    await expect(olive.get_by_role("button", name=re.compile("^Approve"))).to_have_count(0)
    await olive.get_by_role("button", name=SEEN).click()
    await approve(olive, "v9.9.8").click()
    await site.sees(olive, "Approved by")
    assert ("olive", "approve", None) in decided(site)


@pytest.mark.parametrize("place", PLACES)
@with_scripts
async def test_web3_an_open_edit_form_leaves_no_plain_approve(opens: Opens, place: str) -> None:
    site, olive, _ = await before_a_request(opens, place, "v3.0.0", EDITS)
    await olive.get_by_text("Edit…").click()
    await expect(approve(olive, "v3.0.0")).to_have_count(1)
    await olive.get_by_label("tag").press_sequentially(".1")
    await olive.get_by_label("tag").fill("v3.0.1")
    await expect(approve(olive, "v3.0.0")).to_have_count(0)
    assert await olive.locator("button:visible").filter(has_text="Approve").all_inner_texts() == ["Approve v3.0.1"]
    await olive.keyboard.press("Enter")
    assert decided(site) == []
    await approve(olive, "v3.0.1").click()
    await expect(olive.get_by_text("Approved by Olive").first).to_be_visible()
    assert [arguments for _, _, arguments in decided(site)] == ['{"commit":"f4b7f10","tag":"v3.0.1"}']


@with_scripts
async def test_web3_typed_arguments_are_asked_about_when_the_plain_approve_is_pressed(opens: Opens) -> None:
    site, olive, _ = await before_a_request(opens, PLACES[2], "v3.0.0", EDITS)
    await olive.get_by_text("Edit…").click()
    await olive.get_by_label("tag").fill("v3.0.1")
    await olive.get_by_role("link", name="Back").click()
    await approve(olive, "v3.0.0").click()
    await expect(olive.get_by_text("You typed other arguments.")).to_be_visible()
    assert decided(site) == []
    await olive.get_by_role("button", name="Go on editing").click()
    await expect(olive.get_by_label("tag")).to_have_value("v3.0.1")
    await expect(approve(olive, "v3.0.1")).to_be_visible()


@pytest.mark.parametrize("place", PLACES)
@with_scripts
async def test_web3_a_typed_reason_is_asked_about(opens: Opens, place: str) -> None:
    site, olive, _ = await before_a_request(opens, place, "v3.0.0", EDITS)
    await olive.get_by_text("Reject…").click()
    await olive.get_by_label("Why? The agent reads this").fill("not this week")
    await approve(olive, "v3.0.0").click()
    await expect(olive.get_by_text("Reject, or discard the words?")).to_be_visible()
    await olive.keyboard.press("Enter")
    await expect(approve(olive, "v3.0.0")).to_have_count(0)
    assert decided(site) == []
    await olive.get_by_role("button", name="Reject with these words").click()
    await expect(olive.get_by_text("not this week").first).to_be_visible()
    await expect(olive.get_by_text("Rejected by Olive").first).to_be_visible()
    assert [(person, decision) for person, decision, _ in decided(site)] == [("olive", "reject")]


@with_scripts
async def test_web3_discarded_words_are_gone_and_approve_is_back(opens: Opens) -> None:
    site, olive, _ = await before_a_request(opens, PLACES[2], "v3.0.0", EDITS)
    await olive.get_by_text("Reject…").click()
    await olive.get_by_label("Why? The agent reads this").fill("not this week")
    await olive.get_by_role("link", name="Back").click()
    await approve(olive, "v3.0.0").click()
    await olive.get_by_role("button", name="Discard the words").click()
    await olive.get_by_text("Reject…").click()
    await expect(olive.get_by_label("Why? The agent reads this")).to_have_value("")
    await approve(olive, "v3.0.0").click()
    await expect(olive.get_by_text("Approved by Olive")).to_be_visible()
    assert [(person, decision) for person, decision, _ in decided(site)] == [("olive", "approve")]


async def test_web3_editing_and_rejecting_are_pages_of_their_own(opens: Opens) -> None:
    site, olive, request = await before_a_request(opens, PLACES[2], "v3.0.0", EDITS)
    for page in ("edit", "reject"):
        await olive.goto(f"/requests/{request.id}/{page}")
        assert await olive.locator("form[data-plain]").count() == 0
    assert await olive.get_by_role("button", name=re.compile("^Approve")).count() == 0
    await olive.goto(f"/requests/{request.id}/edit")
    await expect(olive.get_by_role("button", name=re.compile("^Approve"))).to_have_count(1)
    await olive.get_by_label("tag").fill("v3.0.1")
    await olive.get_by_label("tag").press("Enter")
    assert decided(site) == []
    label = "Approve v3.0.1" if site.scripts else "Approve with these arguments"
    await olive.get_by_role("button", name=label, exact=True).click()
    await site.sees(olive, "Approved by Olive")
    assert [arguments for _, _, arguments in decided(site)] == ['{"commit":"f4b7f10","tag":"v3.0.1"}']


async def test_web3_enter_in_a_typed_confirmation_approves_nothing(opens: Opens) -> None:
    site = await opens(choose("rollout", **GIVEN), DONE, agents=[rollout(FINAL)])
    await site.platform.app.launch("pusher", "roll it out", by="sam")
    request = await request_of(site, "v1.4.2")
    olive = await site.sign_in("olive")
    for path in (f"/requests/{request.id}", f"/requests/{request.id}/edit"):
        await olive.goto(path)
        word = olive.locator("input[name=confirmation]:visible")
        await word.fill("v1.4.2")
        await word.press("Enter")
        await expect(word).to_have_value("v1.4.2")
    assert decided(site) == []


async def test_web4_a_rejection_needs_a_reason_or_an_option(opens: Opens) -> None:
    site, olive, request = await before_a_request(opens, PLACES[2], "v3.0.0", EDITS)
    await olive.goto(f"/requests/{request.id}/reject")
    reason = olive.get_by_label("Why? The agent reads this")
    for words in ("", "   \n "):
        await reason.fill(words)
        await olive.get_by_role("button", name="Reject", exact=True).click()
        await expect(olive.locator(".complaint")).to_contain_text("Write why, or choose a reason")
        await expect(reason).to_have_attribute("aria-invalid", "true")
    assert decided(site) == []
    await reason.fill("not on a Friday")
    await olive.get_by_role("button", name="Reject", exact=True).click()
    await site.sees(olive, "Rejected by Olive")


WORDS = [
    "v3.0.1",
    "",
    "  ",
    "a  b",
    "\u202e1.0.3v",
    "m\u0430in",
    "e\u0301",
    "caf\u00e9 \u20ac",
    'a"b\\c',
    "tab\there",
    "x" * 41,
    "y" * 40,
]


@with_scripts
async def test_web3_a_button_names_what_is_typed_as_the_server_would(opens: Opens) -> None:
    _, olive, request = await before_a_request(opens, PLACES[2], "v3.0.0", EDITS)
    await olive.goto(f"/requests/{request.id}/edit")
    for word in WORDS:
        await olive.get_by_label("tag").fill(word)
        arguments = canonicalize({"tag": word, "commit": "f4b7f10"}).decode()
        named = choose_naming_word(("tag", "commit"), arguments, "push")
        shown = await olive.locator("[data-act]").evaluate("(button) => button.textContent")
        assert shown == f"Approve {named}", word


def test_web3_a_long_word_shows_both_its_ends() -> None:
    assert shorten_word("a" * 40) == "a" * 40
    assert shorten_word("v1." + "0" * 40 + "-final") == "v1." + "0" * 21 + "…" + "000000-final"
