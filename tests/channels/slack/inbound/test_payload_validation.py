"""Signed payloads of wrong shapes: none is a server error, none decides anything, and good ones still come through (SL3)."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from channels.slack.inbound.payload_parser import classify_payload, replace_surrogates
from tests.channels.slack.hostile_requests import settled
from tests.channels.slack.inbound.test_acknowledgements import PUSH
from tests.channels.slack.slack_workspace import SlackFixture, slack_platform
from tests.random_seed import draw_cases

ACTION = {"action_id": "countersign.details", "block_id": "b", "type": "button", "value": "v"}
VIEW = {"id": "V1", "type": "modal", "callback_id": "countersign.edit", "state": {"values": {}}}
FRAME = {"team": {"id": "T0ACME"}, "user": {"id": "U0OLIVE", "team_id": "T0ACME"}, "api_app_id": "A0CS"}
EVENT = {"type": "app_mention", "user": "U0STRANGER", "text": "hi", "ts": "1.2", "channel": "C0OPS"}
GOOD: dict[str, Any] = {
    "event": {"type": "event_callback", "team_id": "T0ACME", "api_app_id": "A0CS", "event_id": "Ev1", "event": EVENT},
    "click": {**FRAME, "type": "block_actions", "actions": [ACTION]},
    "form": {**FRAME, "type": "view_submission", "view": VIEW},
    "closed form": {**FRAME, "type": "view_closed", "view": VIEW},
    "options": {**FRAME, "type": "block_suggestion", "action_id": "q", "value": "v"},
    "shortcut": {**FRAME, "type": "shortcut", "callback_id": "x"},
}


@pytest.mark.parametrize("body", GOOD.values(), ids=GOOD)
def test_sl3_whole_payloads_are_whole(body: Any) -> None:
    assert classify_payload(body) == "whole"


@pytest.mark.parametrize(
    ("body", "shape"),
    [
        (None, "broken"),
        ([], "broken"),
        ({}, "unused"),
        ({"type": []}, "unused"),
        ({"type": "workflow_step_edit", "callback_id": "x"}, "unused"),
        ({"type": "interactive_message", "callback_id": "x"}, "unused"),
        ({"command": 1}, "broken"),
        (GOOD["event"] | {"event": None}, "broken"),
        (GOOD["event"] | {"event": {"type": 0}}, "broken"),
        (GOOD["event"] | {"event": "type"}, "broken"),
        (GOOD["click"] | {"actions": []}, "broken"),
        (GOOD["click"] | {"actions": {"0": ACTION}}, "broken"),
        (GOOD["click"] | {"actions": [{"action_id": 1}]}, "broken"),
        (GOOD["form"] | {"view": None}, "broken"),
        (GOOD["form"] | {"view": VIEW | {"callback_id": 0}}, "broken"),
        (GOOD["shortcut"] | {"callback_id": None}, "broken"),
    ],
)
def test_sl3_what_lacks_its_kinds_shape_is_broken_and_unknown_kinds_are_unused(body: Any, shape: str) -> None:
    assert classify_payload(body) == shape


ABSURD = ("C" * 600, "C0 OPS", "1.2/../3", "1\n2", "<@U1>", "１.２", "\ufffd")


@pytest.mark.parametrize("absurd", ABSURD)
@pytest.mark.parametrize(
    ("body", "path"),
    [
        (GOOD["event"], ("event", "channel")),
        (GOOD["event"], ("event", "ts")),
        (GOOD["event"], ("event", "thread_ts")),
        (GOOD["event"], ("event", "user")),
        (GOOD["event"], ("event_id",)),
        (GOOD["event"], ("team_id",)),
        (GOOD["event"] | {"event": EVENT | {"assistant_thread": {}}}, ("event", "assistant_thread", "channel_id")),
        (GOOD["event"] | {"authorizations": [{}]}, ("authorizations", 0, "team_id")),
        (GOOD["click"] | {"container": {}}, ("container", "message_ts")),
        (GOOD["click"] | {"channel": {}}, ("channel", "id")),
        (GOOD["click"], ("user", "id")),
        (GOOD["form"], ("view", "id")),
        ({"command": "/approvals"}, ("channel_id",)),
    ],
)
def test_sl3_what_no_id_of_slack_looks_like_is_broken(body: Any, path: tuple[Any, ...], absurd: str) -> None:
    made = copy.deepcopy(body)
    table = made
    for step in path[:-1]:
        table = table[step]
    assert classify_payload(made | {}) == "whole"
    table[path[-1]] = absurd
    assert classify_payload(made) == "broken"


async def test_sl3_absurd_ids_are_answered_at_once_and_judged_by_nobody(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        for key in ("channel", "ts", "thread_ts", "user"):
            assert await send(here, GOOD["event"] | {"event": EVENT | {key: "C" * 600}, "event_id": f"Ev{key}"}) == 400
        assert here.thread_ids() == []


def test_sl3_half_characters_become_replacements_and_whole_ones_stay() -> None:
    body = json.loads('{"ts": "1\\ud800", "\\udfff": ["\\ud83d\\ude00", "é"]}')
    assert replace_surrogates(body) == {"ts": "1\ufffd", "\ufffd": ["😀", "é"]}


JUNK: tuple[Any, ...] = (None, 0, True, "", [], {}, "\ud800", "\x00", [None], [[]], {"a": {}}, [{"team_id": {}}])


def broken_copies(body: Any) -> Iterator[Any]:
    """The payload with each of its parts, down to the third level, replaced by three kinds of junk; by each in a full campaign."""
    for path in _paths(body, 3):
        for junk in draw_cases(f"junk at {path}", JUNK):
            made = copy.deepcopy(body)
            table = made
            for step in path[:-1]:
                table = table[step]
            table[path[-1]] = junk
            yield made


def _paths(value: Any, depth: int) -> Iterator[tuple[Any, ...]]:
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        yield (step,)
        if depth > 1:
            yield from ((step, *rest) for rest in _paths(inner, depth - 1))


async def send(here: SlackFixture, body: Any) -> int:
    if "command" in body or body.get("type") == "event_callback":
        raw, kind = json.dumps(body).encode(), "application/json"
    else:
        raw, kind = urlencode({"payload": json.dumps(body)}).encode(), "application/x-www-form-urlencoded"
    answer = await here.app.forge(raw, kind)
    assert answer.status is not None
    return answer.status


async def test_sl3_no_signed_payload_is_a_server_error_and_a_click_still_decides(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        await here.ask()
        card = await here.card()
        extra = {"authorizations": [{"team_id": "T0ACME"}], "response_urls": [], "response_url": "", "container": {}}
        found = {}
        for name, body in GOOD.items():
            for broken in broken_copies({**body, **extra, "channel": {"id": "C0OPS"}, "message": {"ts": "1.1"}}):
                status = await send(here, broken)
                if status >= 500 or status in (404, 405):
                    found[f"{name}: {json.dumps(broken)}"] = status
        assert found == {}
        await here.app.click(here.user("olive"), card, "Approve")
        await here.until(lambda: settled(here))


async def test_sl3_an_envelope_of_a_wrong_shape_is_acknowledged_and_not_sent_again(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH, transport="socket") as here:
        for broken in (GOOD["click"] | {"actions": []}, GOOD["form"] | {"view": None}):
            assert (await here.app.send_interaction(broken)).ok
