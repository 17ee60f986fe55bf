"""Forms in a real browser: filled in with and without JavaScript, never wider than a phone, never taken away while written in."""

import re

import pytest
from playwright.async_api import expect

from bot.core.people import ApproverClause
from bot.core.policy import Policy, RejectOption
from tests.browser.conftest import Opens
from tests.browser.test_inbox import DONE, RIGHTMOST, with_scripts
from tests.http.pages.rollout_forms import ASK, GIVEN, rollout
from tests.platform_fixture import MANAGERS, choose

pytestmark = pytest.mark.browser

EDITS = MANAGERS.model_copy(update={"edits": True})
FINAL = Policy(
    approvers=(ApproverClause(groups=("managers",)),),
    edits=True,
    irreversible=True,
    typed="tag",
    reject_options=(
        RejectOption(name="Not today", text="Not today: ask again tomorrow."),
        RejectOption(name="Wrong commit", text="The wrong commit."),
    ),
)
EDITED = re.compile("^Approve (v2|v1.4.2|with these arguments)$")
"""With scripts the button names what stands in the form."""
ROLLOUT = choose("rollout", "I roll it out.", **GIVEN)


async def test_arguments_are_edited_field_by_field(opens: Opens) -> None:
    site = await opens(ROLLOUT, DONE, agents=[rollout(EDITS)])
    thread = await site.platform.app.launch("pusher", "roll it out", by="sam")
    olive = await site.sign_in("olive")
    await olive.goto(f"/threads/{thread}")
    await site.sees(olive, "pusher wants to run rollout")
    await olive.get_by_text("Edit…").click()
    await olive.get_by_label("tag", exact=True).fill("v2")
    await olive.get_by_label("notes").fill("first\n\nsecond")
    await olive.get_by_label("target").select_option("production")
    await olive.get_by_label("force").check()
    await olive.get_by_label("us", exact=True).uncheck()
    await olive.get_by_label("ap", exact=True).check()
    await olive.get_by_role("button", name=EDITED).click()
    await site.sees(olive, "Olive approved with other arguments")
    (request,) = (await site.platform.app.queries.list_requests(status="approved")).items
    given = {name: request.arguments[name] for name in ("tag", "notes", "target", "force", "zones")}
    zones = ["eu", "ap"]
    assert given == {"tag": "v2", "notes": "first\n\nsecond", "target": "production", "force": True, "zones": zones}


async def test_what_does_not_fit_is_said_beside_its_field(opens: Opens) -> None:
    site = await opens(ROLLOUT, DONE, agents=[rollout(EDITS)])
    await site.platform.app.launch("pusher", "roll it out", by="sam")
    olive = await site.sign_in("olive")
    await site.sees(olive, "pusher wants to run rollout")
    await olive.get_by_text("Edit…").click()
    await olive.get_by_label("count").fill("many")
    await olive.get_by_label("force").check()
    await olive.get_by_role("button", name=EDITED).click()
    await site.sees(olive, '"many" is not an integer')
    wrong = olive.get_by_label("count")
    await expect(wrong).to_have_value("many")
    await expect(wrong).to_have_attribute("aria-invalid", "true")
    await expect(olive.get_by_label("force")).to_be_checked()
    await wrong.fill("3")
    await olive.get_by_role("button", name=EDITED).click()
    await site.sees(olive, "Approved by Olive")


async def test_a_question_is_filled_in(opens: Opens) -> None:
    site = await opens(ASK, DONE)
    await site.platform.app.launch("pusher", "push it", by="sam")
    sam = await site.sign_in("sam")
    await site.sees(sam, "What exactly?")
    await sam.get_by_label("Tag").fill("v1")
    await sam.get_by_label("How many").fill("3")
    await sam.get_by_label("Day").fill("2026-11-21")
    await sam.get_by_label("Where").select_option("staging")
    await sam.get_by_label("eu").check()
    await sam.get_by_role("button", name="Answer").click()
    await site.sees(sam, "v1.4.2 is out.")
    (request,) = (await site.platform.app.queries.list_requests(status="answered")).items
    assert request.reason == (
        '{"count":3,"day":"2026-11-21","hurry":false,"tag":"v1","where":"staging","why":null,"zones":["eu"]}'
    )


async def test_what_cannot_be_undone_is_typed(opens: Opens) -> None:
    site = await opens(ROLLOUT, DONE, agents=[rollout(FINAL)])
    await site.platform.app.launch("pusher", "roll it out", by="sam")
    olive = await site.sign_in("olive")
    await site.sees(olive, "cannot be undone")
    word = olive.get_by_label("Type v1.4.2 to approve.")
    await word.fill("yes")
    await olive.get_by_role("button", name="Approve v1.4.2", exact=True).click()
    await site.sees(olive, "type exactly this: v1.4.2")
    await word.fill("v1.4.2")
    await olive.get_by_role("button", name="Approve v1.4.2", exact=True).click()
    await site.sees(olive, "Approved by Olive")


@with_scripts
async def test_a_chosen_reason_stands_in_its_field_and_ones_own_words_stay(opens: Opens) -> None:
    site = await opens(ROLLOUT, choose("done", message="I leave it."), agents=[rollout(FINAL)])
    await site.platform.app.launch("pusher", "roll it out", by="sam")
    olive = await site.sign_in("olive")
    await site.sees(olive, "pusher wants to run rollout")
    await olive.get_by_text("Reject…").click()
    reason = olive.get_by_label("In your own words")
    await olive.get_by_label("Not today").check()
    await expect(reason).to_have_value("Not today: ask again tomorrow.")
    await olive.get_by_label("Wrong commit").check()
    await expect(reason).to_have_value("The wrong commit.")
    await reason.fill("The wrong commit. The one before.")
    await olive.get_by_label("Not today").check()
    await expect(reason).to_have_value("The wrong commit. The one before.")
    await olive.get_by_label("Another reason").check()
    await expect(reason).to_have_value("The wrong commit. The one before.")
    await olive.get_by_role("button", name="Reject", exact=True).click()
    await site.sees(olive, "I leave it.")


@with_scripts
async def test_what_was_ticked_is_not_taken_away(opens: Opens) -> None:
    site = await opens(ROLLOUT, DONE, agents=[rollout(EDITS)])
    thread = await site.platform.app.launch("pusher", "roll it out", by="sam")
    olive = await site.sign_in("olive")
    await olive.goto(f"/threads/{thread}")
    await site.sees(olive, "pusher wants to run rollout")
    await olive.get_by_text("Edit…").click()
    await olive.get_by_label("force").check()
    await olive.get_by_role("heading", name="roll it out").click()
    await site.platform.say(thread, "and hurry")
    await site.sees(olive, "and hurry")
    await expect(olive.get_by_label("force")).to_be_checked()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@with_scripts
async def test_no_form_is_wider_than_a_phone(opens: Opens, scheme: str) -> None:
    site = await opens(choose("rollout", **{**GIVEN, "labels": ["x" * 400]}), DONE, agents=[rollout(FINAL)])
    thread = await site.platform.app.launch("pusher", "roll it out", by="sam")
    olive = await site.sign_in("olive", viewport={"width": 375, "height": 700}, color_scheme=scheme)
    await olive.goto(f"/threads/{thread}")
    await site.sees(olive, "pusher wants to run rollout")
    for panel in ("Edit…", "Reject…"):
        await olive.get_by_text(panel).click()
        assert await olive.evaluate(RIGHTMOST) <= 375
        await olive.get_by_role("link", name="Back").click()
