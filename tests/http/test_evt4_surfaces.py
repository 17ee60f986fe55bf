"""The API and the pages of a thread with an event that this version cannot read: they say so, and decide nothing."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core import events as e
from bot.core.errors import THREAD_RESTS
from tests.http.http_client import API, HttpFixture, assert_problem
from tests.http.page_browser import PageClient
from tests.platform_fixture import MANAGERS, PlatformFixture, choose
from tests.store.newer_rows import UNKNOWN, write_newer_events

SAYS = "cannot read its event 5 ('ToolSkipped', version 1), which a newer version wrote"
EDITS = {"policy": MANAGERS.model_copy(update={"edits": True})}


@pytest.fixture
async def platform(tmp_path: Path) -> AsyncIterator[PlatformFixture]:
    """A platform that was started on the database of a newer version, with the request `t-3`, and a thread that is over."""
    async with PlatformFixture(
        tmp_path, choose("push", tag="v1"), agent=EDITS, new_id=iter(["t", "other"]).__next__
    ) as newer:
        await newer.launch()
        await newer.launch("hello")
        await write_newer_events(newer.app, "t", UNKNOWN)
    async with PlatformFixture(tmp_path, agent=EDITS) as older:
        yield older


async def test_evt4_every_act_by_the_api_is_a_409_that_names_the_event(platform: PlatformFixture) -> None:
    olive = await HttpFixture(platform).as_("olive", "admin")
    (request,) = await platform.pending()
    log = platform.types("t")
    body = {"decision": "approve", "digest": request.digest}
    for answer in (
        await olive.post(f"{API}/requests/t-3/decision", json=body),
        await olive.post(f"{API}/requests/t-3/decision", json={**body, "arguments": {"tag": "v2"}}),
        await olive.post(f"{API}/requests/t-3/decision", json={**body, "decision": "reject"}),
        await olive.post(f"{API}/requests/t-3/answer", json={"answer": "yes"}),
        await olive.post(f"{API}/threads/t/pause"),
        await olive.post(f"{API}/threads/t/resume"),
        await olive.post(f"{API}/threads/t/cancel"),
        await olive.post(f"{API}/threads/t/fork"),
    ):
        assert_problem(answer, 409, "Thread t rests", SAYS)
    await platform.settle()
    assert platform.types("t") == log
    assert platform.ledger.lines == []


async def test_evt4_the_thread_of_the_api_has_the_status_and_the_event(platform: PlatformFixture) -> None:
    olive = await HttpFixture(platform).as_("olive", "admin")
    listed = {each["id"]: each for each in (await olive.get(f"{API}/threads")).json()["items"]}
    assert (listed["other"]["status"], listed["other"]["unread"]) == ("finished", None)
    shown = (await olive.get(f"{API}/threads/t")).json()
    assert listed["t"] == shown
    assert shown["status"] == "resting"
    assert {**shown["unread"], "text": ""} == {"event": 5, "type": "ToolSkipped", "v": 1, "text": ""}
    assert SAYS in shown["unread"]["text"]
    assert [each["id"] for each in (await olive.get(f"{API}/threads?status=resting")).json()["items"]] == ["t"]
    assert (await olive.get(f"{API}/threads?status=waiting")).json()["items"] == []
    last = (await olive.get(f"{API}/threads/t/events")).json()["items"][-1]
    assert (last["type"], last["v"], last["data"]) == ("ToolSkipped", 1, {"call": "x", "why": "<b>new"})
    request = (await olive.get(f"{API}/requests/t-3")).json()
    assert (request["status"], request["card"]["stopped"], request["card"]["withheld"]) == (
        "pending",
        THREAD_RESTS,
        THREAD_RESTS,
    )


async def test_evt4_a_message_by_the_api_is_kept_and_its_answer_says_that_the_thread_rests(
    platform: PlatformFixture,
) -> None:
    olive = await HttpFixture(platform).as_("olive", "admin")
    answer = await olive.post(f"{API}/threads/t/messages", json={"message": "go on"})
    assert answer.status_code == 202
    assert (answer.json()["status"], answer.json()["unread"]["event"]) == ("resting", 5)
    assert platform.types("t")[-2:] == ["MessageReceived", "PeopleNotified"]


async def test_evt4_an_event_whose_body_is_no_json_is_served_as_text(platform: PlatformFixture) -> None:
    odd = e.UnreadEvent(unread_type="Odd", unread_version=1, raw=b"\xff\x00{")
    await write_newer_events(platform.app, "t", odd)
    olive = await HttpFixture(platform).as_("olive", "admin")
    last = (await olive.get(f"{API}/threads/t/events")).json()["items"][-1]
    assert (last["type"], last["data"]) == ("Odd", {"value": "\ufffd\x00{"})
    browser = await PageClient(platform).sign_in("olive")
    assert (await browser.open("/threads/t")).status_code == 200


async def test_evt4_a_thread_whose_first_event_cannot_be_read_is_no_fault_anywhere(platform: PlatformFixture) -> None:
    opened = e.UnreadEvent(unread_type="ThreadOpened", unread_version=2, raw=b'{"agents":["pusher"]}')
    await platform.app.repository.open_thread("new", [opened])
    platform.app.repository.forget_threads()
    await platform.settle()
    root = await HttpFixture(platform).as_("olive", "admin")
    for path in ("threads", "threads/new", "threads/new/events", "requests", "audit/verify"):
        assert (await root.get(f"{API}/{path}")).status_code == 200
    assert (await root.get(f"{API}/threads/new")).json()["unread"]["event"] == 1
    assert_problem(await root.post(f"{API}/threads/new/cancel"), 409, "Thread new rests")
    browser = await PageClient(platform).sign_in("olive")
    assert (await browser.open("/")).status_code == 200
    assert (await browser.open("/threads/new")).status_code in (200, 404)


async def test_evt4_readyz_and_the_audit_count_it(platform: PlatformFixture) -> None:
    olive = await HttpFixture(platform).as_("olive", "admin")
    await olive.get(f"{API}/threads")
    ready = await olive.get("/readyz")
    assert (ready.status_code, ready.json()["threads_that_rest"]) == (200, 1)
    found = (await olive.get(f"{API}/audit/verify")).json()
    assert found["is_sound"]
    assert found["resting_threads"] == 1
    assert found["resting"] == [{"thread": "t", "event": 5, "type": "ToolSkipped", "v": 1}]


async def test_evt4_the_page_of_the_thread_says_so_and_offers_no_act(platform: PlatformFixture) -> None:
    browser = await PageClient(platform).sign_in("olive")
    page = await browser.open("/threads/t")
    assert page.status_code == 200
    assert SAYS in browser.page.text
    assert "An event that this version cannot read: 'ToolSkipped', version 1" in browser.page.text
    assert "<b>new" not in page.text
    for act in ("pause", "resume", "cancel", "fork"):
        assert f"/threads/t/{act}" not in page.text
    assert '/decide"' not in page.text
    assert "A message is kept" in browser.page.text
    for act in ("pause", "resume", "cancel", "fork"):
        refused = await browser.post(f"/threads/t/{act}", {"csrf": csrf_of(page.text)})
        assert refused.status_code == 409
        assert SAYS in browser.page.text


async def test_evt4_a_message_by_the_page_is_kept(platform: PlatformFixture) -> None:
    browser = await PageClient(platform).sign_in("olive")
    await browser.open("/threads/t")
    await browser.submit("/threads/t/messages", text="is it done?")
    (kept,) = [event for event in platform.log("t") if isinstance(event, e.MessageReceived) and event.by == "olive"]
    assert kept.text == "is it done?"


@pytest.mark.parametrize("path", ["/requests/t-3", "/requests/t-3/edit", "/requests/t-3/reject"])
async def test_evt4_the_page_of_its_request_says_so_and_has_no_button(platform: PlatformFixture, path: str) -> None:
    browser = await PageClient(platform).sign_in("olive")
    page = await browser.open(path)
    assert page.status_code == 200
    assert THREAD_RESTS in browser.page.text
    assert "You may not decide this: its thread rests." in browser.page.text
    assert 'name="decision"' not in page.text
    (request,) = await platform.pending()
    fields = {"csrf": csrf_of(page.text), "digest": request.digest, "decision": "approve"}
    refused = await browser.post("/requests/t-3/decide", fields)
    assert refused.status_code == 409
    assert "Answered" not in platform.types("t")


async def test_evt4_the_inbox_names_it_and_asks_nobody_to_decide(platform: PlatformFixture) -> None:
    browser = await PageClient(platform).sign_in("olive")
    page = await browser.open("/")
    assert page.status_code == 200
    assert "One thread rests: a newer version of Countersign wrote an event" in browser.page.text
    assert "Nothing waits for you." in browser.page.text
    assert 'name="decision"' not in page.text
    assert 'class="pill resting"' in page.text


async def test_evt4_a_settled_request_of_a_resting_thread_says_that_its_end_is_not_known(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as platform:
        await platform.launch()
        (request,) = await platform.pending()
        await platform.decide(request)
        await write_newer_events(platform.app, request.thread_id, UNKNOWN)
        browser = await PageClient(platform).sign_in("olive")
        page = await browser.open(f"/requests/{request.id}")
        assert page.status_code == 200
        assert THREAD_RESTS in browser.page.text
        assert "take_back" not in page.text


def csrf_of(html: str) -> str:
    """The token of the page's first form; every page has one to sign out."""
    return html.partition('name="csrf" value="')[2].partition('"')[0]
