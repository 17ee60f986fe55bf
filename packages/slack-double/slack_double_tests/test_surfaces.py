"""Clicks, modals, Home tabs, commands and response URLs: payloads as Slack's, and only acts that its client allows."""

from typing import Any

import aiohttp
import pytest

from slack_double import CannotDo, SlackMessage
from slack_double_tests.acme_workspace import AcmeWorkspace, BareListener, acme, actions, button, modal, reason, section

JSON = dict[str, Any]

PICK = {
    "type": "static_select",
    "action_id": "pick",
    "options": [{"text": {"type": "plain_text", "text": name}, "value": name.lower()} for name in ("One", "Two")],
}


async def _card(at: AcmeWorkspace, *elements: JSON) -> SlackMessage:
    blocks = [section("Approve?"), actions(*(elements or (button("Approve", value="r1"), button("Reject"))))]
    await at.client.chat_postMessage(channel=at.room.id, text="Approve?", blocks=blocks)
    return at.slack.messages(at.room)[-1]


async def test_a_click_on_a_message_brings_the_message_and_the_buttons_value() -> None:
    async with acme() as at, BareListener() as app:
        card = await _card(at)
        at.app.request_url = app.url
        click = await at.app.click(at.olive, card, "Approve")
        [payload] = [request.payload for request in app.requests]
        assert click.ok
        assert (payload["type"], payload["user"]["id"], payload["team"]["id"]) == ("block_actions", "U0OLIVE", "T0ACME")
        assert payload["container"] == {
            "type": "message",
            "message_ts": card.ts,
            "channel_id": "C0OPS",
            "is_ephemeral": False,
        }
        assert payload["message"]["blocks"] == card.blocks
        [action] = payload["actions"]
        assert (action["action_id"], action["block_id"], action["value"]) == ("approve", "answer", "r1")
        assert {"action_ts", "text", "type"} <= set(action)
        assert {"response_url", "trigger_id", "api_app_id", "state", "channel"} <= set(payload)


async def test_a_click_on_an_ephemeral_brings_no_message_and_only_its_reader_can() -> None:
    async with acme() as at, BareListener() as app:
        blocks = [actions(button("Again"))]
        await at.client.chat_postEphemeral(channel=at.room.id, user=at.olive.id, text="x", blocks=blocks)
        at.app.request_url = app.url
        [shown] = at.slack.ephemerals(at.olive)
        await at.app.click(at.olive, shown, "Again")
        payload = app.requests[0].payload
        assert "message" not in payload
        assert payload["container"]["is_ephemeral"]
        assert payload["container"]["message_ts"] == shown.ts
        with pytest.raises(CannotDo, match="Sam does not see"):
            await at.app.click(at.sam, shown, "Again")


async def test_a_chosen_option_comes_as_selected_option_and_in_the_state() -> None:
    async with acme() as at, BareListener() as app:
        card = await _card(at, PICK, button("Send"))
        at.app.request_url = app.url
        await at.app.click(at.olive, card, "pick", entered="Two")
        payload = app.requests[0].payload
        assert payload["actions"][0]["selected_option"]["value"] == "two"
        assert payload["state"]["values"]["answer"]["pick"]["selected_option"]["value"] == "two"
        with pytest.raises(CannotDo, match="no option 'Three'"):
            await at.app.click(at.olive, card, "pick", entered="Three")


async def test_old_buttons_and_forged_values_can_be_clicked_by_who_means_to() -> None:
    async with acme() as at, BareListener() as app:
        card = await _card(at)
        await at.client.chat_update(channel=at.room.id, ts=card.ts, text="done", blocks=[section("done")])
        await at.slack.quiet()
        at.app.request_url = app.url
        with pytest.raises(CannotDo, match="0 elements are called 'Approve'"):
            await at.app.click(at.olive, card, "Approve")
        await at.app.click(at.olive, card, "Approve", version=0)
        await at.app.click(at.olive, card, "Approve", version=0, value="r2")
        assert [request.payload["actions"][0]["value"] for request in app.requests] == ["r1", "r2"]
        card.is_deleted = True
        with pytest.raises(CannotDo, match="is deleted"):
            await at.app.click(at.olive, card, "Approve")


async def test_a_click_in_a_home_tab_has_the_view_as_its_container() -> None:
    async with acme() as at, BareListener() as app:
        home = {"type": "home", "blocks": [section("r1"), actions(button("Approve", value="r1"))]}
        await at.client.views_publish(user_id=at.olive.id, view=home)
        at.app.request_url = app.url
        view = at.slack.home(at.olive)
        assert view is not None
        await at.app.click(at.olive, view, "Approve")
        payload = app.requests[0].payload
        assert payload["container"] == {"type": "view", "view_id": view.id}
        assert payload["view"]["type"] == "home"
        assert "message" not in payload
        assert "response_url" not in payload


async def _open(at: AcmeWorkspace, view: JSON) -> None:
    await at.client.views_open(trigger_id=at.slack.grants.trigger(at.app.id, at.olive).id, view=view)


@pytest.mark.parametrize(
    ("answer", "outcome", "left"),
    [
        (None, "closed", 0),
        ({"response_action": "errors", "errors": {"why": "too vague"}}, "errors", 1),
        ({"response_action": "update", "view": modal(section("Saved"), title="Done")}, "updated", 1),
        ({"response_action": "push", "view": modal(title="More")}, "pushed", 2),
        ({"response_action": "clear"}, "cleared", 0),
    ],
)
async def test_a_submission_follows_what_the_app_answers(answer: JSON | None, outcome: str, left: int) -> None:
    async with acme() as at, BareListener(answer=lambda payload: answer) as app:
        at.app.request_url = app.url
        await _open(at, modal(reason(), private_metadata="r1"))
        delivery = await at.app.submit(at.olive, values={"why": {"text": "not that one"}})
        assert (delivery.outcome, len(at.slack.modals(at.olive))) == (outcome, left)
        payload = app.requests[0].payload
        assert payload["type"] == "view_submission"
        assert payload["view"]["private_metadata"] == "r1"
        typed = payload["view"]["state"]["values"]["why"]["text"]
        assert typed == {"type": "plain_text_input", "value": "not that one"}
        assert at.slack.complaints == []


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"nowhere": "x"}},
        {"response_action": "update", "view": modal(section("x" * 3001))},
        {"response_action": "close"},
        {"response_action": ["clear"]},
    ],
)
async def test_an_answer_slack_cannot_follow_leaves_the_modal_and_a_complaint(answer: JSON) -> None:
    async with acme() as at, BareListener(answer=lambda payload: answer) as app:
        at.app.request_url = app.url
        await _open(at, modal())
        delivery = await at.app.submit(at.olive, values={"why": {"text": "x"}})
        assert (delivery.outcome, len(at.slack.modals(at.olive)), len(at.slack.complaints)) == ("failed", 1, 1)


async def test_a_failed_submission_leaves_the_modal_open() -> None:
    async with acme() as at, BareListener([500]) as app:
        at.app.request_url = app.url
        await _open(at, modal())
        assert (await at.app.submit(at.olive, values={"why": {"text": "x"}})).outcome == "failed"
        assert len(at.slack.modals(at.olive)) == 1


async def test_the_client_checks_required_fields_and_lengths_before_anything_is_sent() -> None:
    async with acme() as at, BareListener() as app:
        at.app.request_url = app.url
        await _open(at, modal(reason(min_length=3, max_length=5)))
        with pytest.raises(CannotDo, match="required field"):
            await at.app.submit(at.olive)
        with pytest.raises(CannotDo, match="takes 3 to 5 characters"):
            await at.app.submit(at.olive, values={"why": {"text": "no"}})
        with pytest.raises(CannotDo, match="no block 'reason'"):
            await at.app.submit(at.olive, values={"reason": {"text": "no"}})
        with pytest.raises(CannotDo, match="Sam has no modal"):
            await at.app.submit(at.sam)
        assert app.requests == []


async def test_closing_tells_only_who_asked_to_be_told() -> None:
    async with acme() as at, BareListener() as app:
        at.app.request_url = app.url
        await _open(at, modal())
        assert await at.app.close(at.olive) is None
        await _open(at, modal(notify_on_close=True))
        closed = await at.app.close(at.olive)
        assert closed is not None
        assert (closed.payload["type"], closed.payload["is_cleared"]) == ("view_closed", False)
        assert at.slack.modals(at.olive) == []


async def test_a_commands_answer_is_shown_to_who_typed_it() -> None:
    async with acme() as at, BareListener(answer=lambda payload: f"You said {payload['text']}") as app:
        at.app.request_url = app.url
        delivery = await at.app.command(at.olive, at.room, "/approvals", "mine")
        assert delivery.outcome == "shown"
        assert [message.text for message in at.slack.ephemerals(at.olive)] == ["You said mine"]
        fields = app.requests[0].payload
        assert (fields["command"], fields["channel_id"], fields["user_id"]) == ("/approvals", "C0OPS", "U0OLIVE")
        assert app.requests[0].headers["content-type"] == "application/x-www-form-urlencoded"


async def test_a_reload_loses_what_only_one_person_was_shown() -> None:
    async with acme() as at:
        await at.client.chat_postEphemeral(channel=at.room.id, user=at.olive.id, text="only you")
        at.slack.reload(at.olive)
        assert at.slack.ephemerals(at.olive) == []


async def _respond(url: str, **said: Any) -> tuple[int, str]:
    async with aiohttp.ClientSession() as http, http.post(url, json=said) as answer:
        return answer.status, await answer.text()


async def test_a_response_url_answers_replaces_and_deletes_five_times() -> None:
    async with acme() as at:
        card = await _card(at)
        url = (await at.app.click(at.olive, card, "Approve")).payload["response_url"]
        assert await _respond(url, text="only you") == (200, "ok")
        assert [message.text for message in at.slack.ephemerals(at.olive)] == ["only you"]
        assert await _respond(url, text="all", response_type="in_channel") == (200, "ok")
        await _respond(url, text="done", blocks=[section("done")], replace_original=True)
        assert [(v.by, v.text) for v in card.versions][-1] == ("response_url", "done")
        assert await _respond(url, text="x", blocks=[section("")]) == (400, "invalid_blocks")
        assert await _respond(url, delete_original=True) == (200, "ok")
        assert card.is_deleted
        assert await _respond(url, text="once more") == (404, "used_url")


async def test_a_response_url_is_good_for_thirty_minutes() -> None:
    async with acme() as at:
        card = await _card(at)
        url = (await at.app.click(at.olive, card, "Approve")).payload["response_url"]
        at.slack.clock.skip(30 * 60 + 1)
        assert await _respond(url, text="late") == (404, "expired_url")
        assert await _respond(f"{at.slack.url}/_response/none", text="x") == (404, "invalid_url")


async def test_an_ephemeral_is_changed_by_its_response_url_alone() -> None:
    async with acme() as at:
        blocks = [actions(button("Again"))]
        await at.client.chat_postEphemeral(channel=at.room.id, user=at.olive.id, text="x", blocks=blocks)
        [shown] = at.slack.ephemerals(at.olive)
        url = (await at.app.click(at.olive, shown, "Again")).payload["response_url"]
        await _respond(url, text="better", replace_original=True)
        assert [message.text for message in at.slack.ephemerals(at.olive)] == ["better"]
        await _respond(url, delete_original=True)
        assert at.slack.ephemerals(at.olive) == []
