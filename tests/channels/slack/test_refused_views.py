"""A dialog or a Home that Slack does not take as it was drawn: the same words plainly, and a line in the log (SL4)."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from structlog.testing import capture_logs

from bot.core.card.card import RequestCard
from channels.slack.views import modals
from channels.slack.views.plain_text_for_refused_blocks import NOTE, make_plain_view
from tests.channels.slack.hostile_requests import decide_in_the_inbox
from tests.channels.slack.sample_cards import FIELDS, approval, hostile_approvals, look, outcome, question, tries
from tests.channels.slack.slack_limits import check_view, of_type, text_of
from tests.channels.slack.slack_workspace import slack_platform
from tests.platform_fixture import choose

WHY = "[ERROR] must be more than 0 characters [json-pointer:/view/blocks/0/text]"
VIEWS: dict[str, Any] = {
    "details": modals.make_details_modal(approval(), look()),
    "settled": modals.make_details_modal(approval(outcome=outcome(reason="Fine.")), look()),
    "question": modals.make_details_modal(question(), look()),
    "reject": modals.make_reject_modal(approval(), "sealed"),
    "edit": modals.make_edit_modal(approval(), FIELDS, "sealed"),
    "confirm": modals.make_confirm_modal(approval(typed="v1.4.3", irreversible=True), "sealed"),
    "answer": modals.make_answer_modal(question(), "sealed"),
}


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_sl4_the_words_of_every_dialog_stand_in_plain_sections(view: Any) -> None:
    bare = make_plain_view(view)
    check_view(bare)
    assert {block["type"] for block in bare["blocks"]} == {"section"}
    assert of_type(bare, "button", "plain_text_input", "mrkdwn") == []
    assert ("submit" in bare, "private_metadata" in bare, bare["title"]) == (False, False, view["title"])
    assert text_of(bare["blocks"]).startswith(NOTE)
    assert "tag_release" in text_of(bare) or "Which tag?" in text_of(bare)
    assert "<!date" not in text_of(bare)


@tries(60)
@given(hostile_approvals())
def test_sl4_whatever_a_card_holds_its_words_fit_into_plain_sections(card: RequestCard) -> None:
    check_view(make_plain_view(modals.make_details_modal(card, look())))
    check_view(make_plain_view(modals.make_reject_modal(card, "sealed")))


async def test_sl4_a_form_that_slack_refuses_is_opened_as_its_words_and_logged(tmp_path: Path) -> None:
    with capture_logs() as logs:
        async with slack_platform(tmp_path, choose("push", tag="v1")) as here:
            await here.ask()
            card = await here.card()
            here.slack.fault("error", "views.open", code="invalid_arguments", reason=WHY)
            await here.app.click(here.user("olive"), card, "Reject…")
            view = await here.modal("olive")
            assert 'push commit = "c0ffee" tag = "v1"' in text_of(view.blocks)
            assert NOTE in text_of(view.blocks)
            assert "submit" not in view.content
            assert here.slack.complaints == []
    (line,) = [line for line in logs if line["event"] == "modal not shown"]
    assert (line["log_level"], line["reasons"]) == ("error", WHY)


async def test_sl4_a_home_that_slack_refuses_is_published_as_its_words_and_is_whole_again_later(tmp_path: Path) -> None:
    with capture_logs() as logs:
        async with slack_platform(tmp_path, choose("push", tag="v1")) as here:
            await here.ask()
            await here.card()
            here.slack.fault("error", "views.publish", code="invalid_arguments", reason=WHY)
            await here.app.open_home(here.user("max"))
            view = await here.until(lambda: here.slack.home(here.user("max")))
            assert 'tag = "v1"' in text_of(view.blocks)
            assert "Waiting for you (1)" in text_of(view.blocks)
            assert "/requests/" in text_of(view.blocks)
            assert of_type(view.blocks, "button") == []
            await decide_in_the_inbox(here, await here.request(), "olive")
            await here.until(lambda: "Approved by Olive" in text_of(here.slack.home(here.user("max")).blocks))  # type: ignore[union-attr]
            assert of_type(here.slack.home(here.user("max")).blocks, "section") == []  # type: ignore[union-attr]
            assert here.slack.complaints == []
    assert [line["reasons"] for line in logs if line["event"] == "home not shown"] == [WHY]
