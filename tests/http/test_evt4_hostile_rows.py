"""Rows that no release of ours wrote: hostile types and bodies are shown as text everywhere, and their thread rests."""

import json
from pathlib import Path

import pytest

from bot.cli.terminal_output import format_event
from bot.core import events as e
from bot.core.errors import THREAD_RESTS
from tests.http.http_client import API, HttpFixture, assert_problem
from tests.http.page_browser import PageClient
from tests.http.page_case import assert_harmless
from tests.platform_fixture import MANAGERS, PlatformFixture, choose
from tests.store.newer_rows import write_newer_events

BODIES = {
    "not a number": b'{"x": NaN, "y": [Infinity, -Infinity]}',
    "beyond a double": b'{"x": 1e999}',
    "a long number": b'{"x": ' + b"9" * 3_000 + b"}",
    "nested": b'{"x":' + b"[" * 150 + b"]" * 150 + b"}",
    "nested too deep": b"[" * 100_000,
    "half a letter": b'{"x": "\\ud800"}',
    "a list": b"[1, 2]",
    "a key twice": b'{"x": 1, "x": 2}',
    "empty": b"",
    "bytes": bytes(range(256)),
    "fields of ours": b'{"call": "t-3", "digest": "ab", "verdict": "approved", "by": ["olive"], "person": "olive"}',
    "markup": b'{"<script>alert(1)</script>": "</main><img src=x onerror=alert(1)>", "\\u202e": "\\u200b"}',
}
TYPES = ["ApprovalSettled", "Evil\u202e<b>\n   9  12:00:00  ApprovalSettled  approved", "", "x" * 5_000, "\x00\x1b[2J"]


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
async def test_evt4_a_hostile_body_is_shown_as_text_and_decides_nothing(tmp_path: Path, body: bytes) -> None:
    await _show_row(tmp_path, e.UnreadEvent(unread_type="ApprovalSettled", unread_version=99, raw=body))


@pytest.mark.parametrize("type", TYPES, ids=["ours", "bidi", "empty", "long", "control"])
async def test_evt4_a_hostile_type_is_shown_as_text_and_decides_nothing(tmp_path: Path, type: str) -> None:
    await _show_row(tmp_path, e.UnreadEvent(unread_type=type, unread_version=99, raw=b"{}"))


async def _show_row(folder: Path, odd: e.UnreadEvent) -> None:
    agent = {"policy": MANAGERS.model_copy(update={"edits": True})}
    async with PlatformFixture(folder, choose("push", tag="v1"), agent=agent, new_id=iter(["t"]).__next__) as platform:
        await platform.launch()
        await write_newer_events(platform.app, "t", odd)
        await platform.settle()
        olive = await HttpFixture(platform).as_("olive", "admin")
        for path in ("threads", "threads/t", "threads/t/events", "requests", "requests/t-3", "audit/verify"):
            answer = await olive.get(f"{API}/{path}")
            assert answer.status_code == 200, (path, answer.text[:300])
            json.loads(answer.text, parse_constant=_refuse_constant)
        events = (await olive.get(f"{API}/threads/t/events")).json()["items"]
        for event in events:
            line, *more = format_event(event).split("\n")
            assert line.startswith(f"{event['seq']:>4}  ")
            assert all(each.startswith(" " * 8) for each in more), more
        (request,) = await platform.pending()
        assert request.card.stopped == THREAD_RESTS
        body = {"decision": "approve", "digest": request.digest}
        assert_problem(await olive.post(f"{API}/requests/t-3/decision", json=body), 409, "Thread t rests")
        browser = await PageClient(platform).sign_in("olive")
        for page in ("/", "/threads/t", "/requests/t-3"):
            answer = await browser.open(page)
            assert answer.status_code == 200
            assert_harmless(page, answer.text)
            assert 'value="approve"' not in answer.text
        assert platform.ledger.lines == []


def _refuse_constant(word: str) -> None:
    raise AssertionError(f"an answer holds {word}")
