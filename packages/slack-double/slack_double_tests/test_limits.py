"""Each documented limit of messages, blocks and views, refused by the double with Slack's code and a reason."""

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slack_double.size_limits import CallRefused, check_chunks, check_message, check_metadata, check_view
from slack_double_tests.acme_workspace import (
    AcmeWorkspace,
    acme,
    actions,
    button,
    code,
    modal,
    reason,
    refusal,
    section,
)

JSON = dict[str, Any]


def select(count: int, value: str = "v", label: str = "o") -> JSON:
    text: Callable[[int], JSON] = lambda n: {"type": "plain_text", "text": f"{label}{n}"}  # noqa: E731
    options = [{"text": text(n), "value": f"{value}{n}"} for n in range(count)]
    return {"type": "static_select", "action_id": "pick", "options": options}


def confirm(**parts: str) -> JSON:
    said = {"title": "t", "text": "t", "confirm": "y", "deny": "n"} | parts
    return {name: {"type": "plain_text", "text": text} for name, text in said.items()}


REFUSED: dict[str, list[JSON]] = {
    "more than 50 blocks": [{"type": "divider"}] * 51,
    "section text over 3000": [section("x" * 3001)],
    "empty section text": [section("")],
    "section with nothing": [{"type": "section"}],
    "text that is no object": [{"type": "section", "text": "hello"}],
    "eleven fields": [{"type": "section", "fields": [{"type": "mrkdwn", "text": "x"}] * 11}],
    "field over 2000": [{"type": "section", "fields": [{"type": "mrkdwn", "text": "x" * 2001}]}],
    "header over 150": [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}],
    "header of mrkdwn": [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
    "eleven context elements": [{"type": "context", "elements": [{"type": "mrkdwn", "text": "x"}] * 11}],
    "button in a context": [{"type": "context", "elements": [button("Approve")]}],
    "twenty-six elements": [actions(*[button("B", f"a{n}") for n in range(26)])],
    "no elements": [actions()],
    "button text over 75": [actions(button("x" * 76))],
    "button of mrkdwn": [actions(button("x") | {"text": {"type": "mrkdwn", "text": "x"}})],
    "button value over 2000": [actions(button("A", value="x" * 2001))],
    "button url over 3000": [actions(button("A", url="https://e.example/" + "x" * 3000))],
    "button style of its own": [actions(button("A", style="success"))],
    "accessibility label over 75": [actions(button("A", accessibility_label="x" * 76))],
    "action_id over 255": [actions(button("A", "x" * 256))],
    "block_id over 255": [section("x", block_id="x" * 256)],
    "one action_id twice in a block": [actions(button("A", "same"), button("B", "same"))],
    "one block_id twice": [section("a", block_id="same"), section("b", block_id="same")],
    "confirm title over 100": [actions(button("A", confirm=confirm(title="x" * 101)))],
    "confirm text over 300": [actions(button("A", confirm=confirm(text="x" * 301)))],
    "confirm button over 30": [actions(button("A", confirm=confirm(confirm="x" * 31)))],
    "confirm without a denial": [actions(button("A", confirm={"title": {"type": "plain_text", "text": "t"}}))],
    "101 options": [actions(select(101))],
    "option label over 75": [actions(select(1, label="x" * 75))],
    "option value over 150": [actions(select(1, value="x" * 150))],
    "placeholder over 150": [actions(select(1) | {"placeholder": {"type": "plain_text", "text": "x" * 151}})],
    "markdown over 12000": [{"type": "markdown", "text": "x" * 12001}],
    "markdown blocks over 12000 together": [{"type": "markdown", "text": "x" * 6001}] * 2,
    "table row of 21 cells": [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * 21]}],
    "table of 101 rows": [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]] * 101}],
    "alert outside a modal": [{"type": "alert", "text": {"type": "mrkdwn", "text": "x"}}],
    "unknown block": [{"type": "sectoin", "text": {"type": "mrkdwn", "text": "x"}}],
    "unknown field": [section("x", colour="red")],
    "unknown field of a button": [actions(button("A", colour="red"))],
    "no type": [{"text": {"type": "mrkdwn", "text": "x"}}],
    "image without alt text": [{"type": "image", "image_url": "https://e.example/i.png"}],
    "eleven radio buttons": [actions(select(11) | {"type": "radio_buttons"})],
    "input label over 2000": [reason() | {"label": {"type": "plain_text", "text": "x" * 2001}}],
    "the same option twice": [actions(select(1) | {"options": select(1)["options"] * 2})],
}


@pytest.mark.parametrize("name", REFUSED)
async def test_blocks_slack_would_refuse_are_refused_with_a_reason(name: str) -> None:
    async with acme() as at:
        refused = await refusal(at.client.chat_postMessage(channel=at.room.id, text="x", blocks=REFUSED[name]))
        assert refused["error"] == "invalid_blocks"
        assert refused["response_metadata"]["messages"][0].startswith("[ERROR] ")
        assert at.slack.messages(at.room) == []
        assert [complaint.code for complaint in at.slack.complaints] == ["invalid_blocks"]


ACCEPTED: dict[str, list[JSON]] = {
    "50 blocks": [{"type": "divider"}] * 50,
    "everything at its limit": [
        {"type": "header", "text": {"type": "plain_text", "text": "x" * 150}},
        section("x" * 3000, block_id="b" * 255),
        {"type": "section", "fields": [{"type": "mrkdwn", "text": "x" * 500}] * 10},
        actions(button("x" * 75, "a" * 255, "v" * 2000, style="danger", confirm=confirm(text="x" * 300))),
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "x"}] * 10},
    ],
    "selects, dates, people": [
        actions(
            select(100),
            {"type": "datepicker", "action_id": "d", "initial_date": "2026-11-25"},
            {"type": "users_select", "action_id": "u"},
            {"type": "overflow", "action_id": "o", "options": select(2)["options"]},
        )
    ],
    "rich text": [
        {
            "type": "rich_text",
            "elements": [
                {"type": "rich_text_section", "elements": [{"type": "text", "text": "a", "style": {"bold": True}}]},
                {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "a"}], "border": 0},
                {
                    "type": "rich_text_list",
                    "style": "bullet",
                    "indent": 0,
                    "elements": [
                        {"type": "rich_text_section", "elements": [{"type": "link", "url": "https://e.example"}]}
                    ],
                },
            ],
        }
    ],
    "the same action_id in two blocks": [
        actions(button("A", "same"), block_id="one"),
        actions(button("A", "same"), block_id="two"),
    ],
    "a container with cards": [
        {
            "type": "container",
            "title": {"type": "plain_text", "text": "t"},
            "child_blocks": [section("x"), {"type": "divider"}],
        }
    ],
    "an input": [reason(multiline=True, max_length=1000, min_length=3)],
    "a block Slack has and the SDK has not": [{"type": "data_visualization", "chart": {}}],
}


@pytest.mark.parametrize("name", ACCEPTED)
async def test_blocks_within_the_limits_are_taken(name: str) -> None:
    async with acme() as at:
        await at.client.chat_postMessage(channel=at.room.id, text="x", blocks=ACCEPTED[name])
        assert at.slack.complaints == []


async def test_all_block_text_together_has_a_limit_of_its_own() -> None:
    async with acme() as at:
        four = [section("x" * 3000)] * 4
        await at.client.chat_postMessage(channel=at.room.id, text="x", blocks=[*four, section("x" * 1200)])
        refused = at.client.chat_postMessage(channel=at.room.id, text="x", blocks=[*four, section("x" * 1201)])
        assert await code(refused) == "msg_blocks_too_long"


async def test_a_message_needs_something_in_it_and_markdown_stands_alone() -> None:
    async with acme() as at:
        post = at.client.chat_postMessage
        empty = at.client.api_call("chat.postMessage", json={"channel": at.room.id, "text": ""})
        assert await code(empty) == "no_text"
        assert await code(post(channel=at.room.id, markdown_text="x" * 12_001)) == "msg_too_long"
        assert await code(post(channel=at.room.id, text="a", markdown_text="b")) == "markdown_text_conflict"
        with_blocks = post(channel=at.room.id, blocks=[section("a")], markdown_text="b")
        assert await code(with_blocks) == "markdown_text_conflict"
        assert await code(post(channel=at.room.id, text="a", thread_ts="1.2")) == "thread_not_found"
        bad = post(channel=at.room.id, text="a", metadata={"event": "x"})
        assert await code(bad) == "invalid_metadata_format"


async def test_a_text_of_more_than_forty_thousand_characters_is_cut() -> None:
    async with acme() as at:
        sent = await at.client.chat_postMessage(channel=at.room.id, text="x" * 40_001)
        assert len(at.slack.messages(at.room)[0].text) == 40_000
        assert "message_truncated" in sent["response_metadata"]["warnings"]


BAD_VIEWS: dict[str, JSON] = {
    "title over 24": modal(title="x" * 25),
    "submit over 24": modal(submit={"type": "plain_text", "text": "x" * 25}),
    "title of mrkdwn": modal(title="x") | {"title": {"type": "mrkdwn", "text": "x"}},
    "no title": {name: part for name, part in modal().items() if name != "title"},
    "an input and no submit": {name: part for name, part in modal().items() if name != "submit"},
    "private metadata over 3000": modal(private_metadata="x" * 3001),
    "callback_id over 255": modal() | {"callback_id": "x" * 256},
    "101 blocks": modal(*[{"type": "divider"}] * 101),
    "a home for a modal": {"type": "home", "blocks": [section("x")]},
    "unknown field": modal() | {"colour": "red"},
    "a bad block": modal(section("x" * 3001)),
}


@pytest.mark.parametrize("name", BAD_VIEWS)
async def test_views_slack_would_refuse_are_refused(name: str) -> None:
    async with acme() as at:
        refused = await refusal(at.client.views_open(trigger_id=_trigger(at), view=BAD_VIEWS[name]))
        assert refused["error"] == "invalid_arguments"
        assert refused["response_metadata"]["messages"]


async def test_a_view_of_more_than_a_quarter_megabyte_is_too_large() -> None:
    async with acme() as at:
        rows = [section("x" * 3000, block_id=str(n)) for n in range(90)]
        assert len(json.dumps(rows)) > 250_000
        assert await code(at.client.views_open(trigger_id=_trigger(at), view=modal(*rows))) == "view_too_large"


async def test_a_trigger_is_good_once_and_for_three_seconds() -> None:
    async with acme() as at:
        spent = _trigger(at)
        await at.client.views_open(trigger_id=spent, view=modal())
        assert await code(at.client.views_open(trigger_id=spent, view=modal())) == "exchanged_trigger_id"
        old = _trigger(at)
        at.slack.clock.skip(at.slack.trigger_seconds + 0.1)
        assert await code(at.client.views_open(trigger_id=old, view=modal())) == "expired_trigger_id"
        assert await code(at.client.views_open(trigger_id="1.2.x", view=modal())) == "invalid_trigger_id"


async def test_modals_stack_three_deep() -> None:
    async with acme() as at:
        first = await at.client.views_open(trigger_id=_trigger(at), view=modal())
        for _ in range(2):
            last = await at.client.views_push(trigger_id=_trigger(at), view=modal())
        assert await code(at.client.views_push(trigger_id=_trigger(at), view=modal())) == "push_limit_reached"
        assert last["view"]["root_view_id"] == first["view"]["id"]
        changed = await at.client.views_update(view_id=last["view"]["id"], hash=last["view"]["hash"], view=modal())
        assert changed["view"]["hash"] != last["view"]["hash"]
        stale = at.client.views_update(view_id=last["view"]["id"], hash=last["view"]["hash"], view=modal())
        assert await code(stale) == "hash_conflict"
        assert await code(at.client.views_update(view_id="V0", view=modal())) == "not_found"


async def test_a_channel_takes_a_small_burst_and_then_a_post_a_second() -> None:
    async with acme(burst=2) as at:
        for _ in range(2):
            await at.client.chat_postMessage(channel=at.room.id, text="x")
        refused = at.client.chat_postMessage(channel=at.room.id, text="x")
        assert await code(refused) == "ratelimited"
        await at.client.chat_postMessage(channel=at.olive.id, text="another channel")
        at.slack.clock.skip(1)
        await at.client.chat_postMessage(channel=at.room.id, text="x")
        assert len(at.slack.messages(at.room)) == 3


async def test_tiers_count_only_when_they_are_switched_on() -> None:
    async with acme(tiers=True) as at:
        for _ in range(20):
            await at.client.users_list()
        assert await code(at.client.users_list()) == "ratelimited"
    async with acme() as at:
        for _ in range(25):
            await at.client.users_list()
        assert len(at.slack.calls("users.list")) == 25


def _trigger(at: AcmeWorkspace) -> str:
    return at.slack.grants.trigger(at.app.id, at.olive).id


NAMES = st.sampled_from(
    [
        "text",
        "elements",
        "accessory",
        "element",
        "options",
        "option_groups",
        "fields",
        "rows",
        "confirm",
        "label",
        "value",
        "style",
        "action_id",
        "block_id",
        "placeholder",
        "child_blocks",
        "title",
        "blocks",
        "status",
        "submit",
        "actions",
    ]
)
TYPES = st.sampled_from(
    [
        "section",
        "actions",
        "context",
        "header",
        "input",
        "button",
        "static_select",
        "overflow",
        "plain_text",
        "mrkdwn",
        "table",
        "markdown",
        "image",
        "rich_text",
        "card",
        "container",
        "carousel",
        "task_update",
        "checkboxes",
        "modal",
    ]
)
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5), TYPES)
TYPED = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.builds(lambda fields, kind: fields | {"type": kind}, st.dictionaries(NAMES, inner, max_size=5), TYPES),
    ),
    max_leaves=20,
)


@settings(max_examples=3 * settings().max_examples, deadline=None)
@given(blocks=st.lists(TYPED, max_size=3), anything=TYPED)
def test_whatever_an_app_sends_is_accepted_or_refused_but_never_breaks_the_double(blocks: Any, anything: Any) -> None:
    checks: tuple[Callable[[], object], ...] = (
        lambda: check_message("text", blocks, None, blocks),
        lambda: check_view({"type": "modal", "blocks": blocks, "title": anything}, home=False),
        lambda: check_view(anything, home=True),
        lambda: check_chunks(blocks),
        lambda: check_metadata(anything),
    )
    for check in checks:
        with suppress(CallRefused):
            check()
