"""Holds over HTTP: /api/v1/holds for programs, and the inbox's page and banner, without JavaScript."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.http.http_client import API, HttpFixture, assert_problem
from tests.http.page_browser import PageClient
from tests.platform_fixture import OLIVE, PlatformFixture, choose
from tests.sqlite_access import list_notes

PUSH = (choose("push", tag="v1"), choose("done", message="v1 is out."))
SENTENCE = "Paused by Max at 21 Nov 2026, 09:00 UTC: the origin burns. It can be decided when it is resumed."


@pytest.fixture
async def platform(tmp_path: Path) -> AsyncIterator[PlatformFixture]:
    async with PlatformFixture(tmp_path, *PUSH) as platform:
        yield platform


async def waiting(platform: PlatformFixture) -> str:
    await platform.launch()
    (request,) = await platform.pending()
    return request.id


async def test_gate7_a_hold_is_placed_listed_and_lifted(platform: PlatformFixture) -> None:
    server = HttpFixture(platform)
    max_, agent = await server.as_("max"), await server.as_("olive", "agent")
    placed = await max_.post(f"{API}/holds", json={"scope": "tool", "name": "push", "reason": "the origin burns"})
    assert placed.status_code == 201
    assert placed.json() == {
        "id": 1,
        "scope": "tool",
        "name": "push",
        "by": "max",
        "by_name": "Max",
        "reason": "the origin burns",
        "placed_at": "2026-11-21T09:00:00Z",
        "lifted_at": None,
        "lifted_by": None,
        "text": "The tool push is paused by Max at 21 Nov 2026, 09:00 UTC: the origin burns.",
    }
    assert (await agent.get(f"{API}/holds")).json()["items"] == [placed.json()]
    platform.clock.passes(hours=1)
    lifted = await max_.delete(f"{API}/holds/1")
    assert (lifted.status_code, lifted.json()["lifted_at"], lifted.json()["lifted_by"]) == (
        200,
        "2026-11-21T10:00:00Z",
        "max",
    )
    assert (await max_.get(f"{API}/holds")).json()["items"] == []
    assert (await max_.get(f"{API}/holds?all=true")).json()["items"] == [lifted.json()]


async def test_gate7_a_key_that_may_not_decide_neither_pauses_nor_resumes(platform: PlatformFixture) -> None:
    server = HttpFixture(platform)
    agent = await server.as_("olive", "agent")
    assert_problem(
        await agent.post(f"{API}/holds", json={"scope": "all"}), 403, "pausing needs one of: operator, admin"
    )
    await platform.app.place_hold("all", by="max")
    assert_problem(await agent.delete(f"{API}/holds/1"), 403, "resuming needs one of: operator, admin")
    assert_problem(await server.nobody.post(f"{API}/holds", json={"scope": "all"}), 401)
    assert len(platform.app.holds.active) == 1


async def test_gate7_what_cannot_be_paused_or_resumed_says_why(platform: PlatformFixture) -> None:
    max_ = await HttpFixture(platform).as_("max")
    for body, status, words in (
        ({"scope": "agent", "name": "nobody"}, 404, "There is no agent 'nobody'. There are: pusher."),
        ({"scope": "tool", "name": "rm"}, 404, "There is no tool 'rm'. There are: look, push, request_approval."),
        ({"scope": "agent"}, 404, "There is no agent ''."),
        ({"scope": "all", "name": "pusher"}, 422, "leave out 'pusher'"),
        ({"scope": "thread", "name": "x"}, 422, "scope"),
        ({"scope": "all", "by": "olive"}, 422, "by"),
        ({"scope": "all", "reason": "x" * 501}, 422, "reason"),
        ({}, 422, "scope"),
    ):
        assert_problem(await max_.post(f"{API}/holds", json=body), status, words)
    assert_problem(await max_.delete(f"{API}/holds/9"), 404, "There is no hold '9'")
    assert_problem(await max_.delete(f"{API}/holds/x"), 404, "There is no hold 'x'")
    assert_problem(await max_.delete(f"{API}/holds/{2**60}"), 404)
    assert (await max_.post(f"{API}/holds", json={"scope": "all", "reason": "first"})).status_code == 201
    again = await max_.post(f"{API}/holds", json={"scope": "all", "reason": "second"})
    assert_problem(again, 409, "Everything is paused by Max at 21 Nov 2026, 09:00 UTC: first. Nothing was changed")
    assert (await max_.delete(f"{API}/holds/1")).status_code == 200
    assert_problem(await max_.delete(f"{API}/holds/1"), 409, "Everything was resumed already by Max at")


async def test_gate7_deciding_under_a_hold(platform: PlatformFixture) -> None:
    server = HttpFixture(platform)
    id = await waiting(platform)
    olive = await server.as_("olive")
    await platform.app.place_hold("agent", "pusher", by="max", reason="the origin burns")
    await platform.settle()
    request = (await olive.get(f"{API}/requests/{id}")).json()
    assert request["card"]["paused"] == SENTENCE.removesuffix(" It can be decided when it is resumed.")
    assert request["expires_at"] is None
    body = {"decision": "approve", "digest": request["digest"]}
    assert_problem(await olive.post(f"{API}/requests/{id}/decision", json=body), 409, SENTENCE)
    rejected = await olive.post(f"{API}/requests/{id}/decision", json={**body, "decision": "reject", "reason": "no"})
    assert rejected.json()["status"] == "rejected"
    assert rejected.json()["card"]["paused"] == ""


async def test_gate7_the_inbox_pauses_and_resumes_and_every_page_says_so(platform: PlatformFixture) -> None:
    page_client = PageClient(platform)
    id = await waiting(platform)
    olive, max_ = await page_client.sign_in("olive"), await page_client.sign_in("max")
    await max_.open("/")
    assert ("a", {"href": "/holds"}) in max_.page.elements
    await max_.open("/holds")
    assert "Nothing is paused." in max_.page.text
    assert {"all", "agent:pusher", "tool:push"} <= {
        each["value"] for tag, each in max_.page.elements if tag == "option"
    }
    answer = await max_.submit("/holds", "target", target="agent:pusher", reason="the origin <b>burns</b>")
    assert (answer.status_code, answer.headers["location"]) == (303, "/holds")
    await platform.settle()
    said = "The agent pusher is paused by Max at 21 Nov 2026, 09:00 UTC: the origin <b>burns</b>."
    thread = id.rpartition("-")[0]
    for path in ("/", "/holds", f"/requests/{id}", f"/threads/{thread}", f"/threads/{thread}/prompts/1"):
        await olive.open(path)
        assert said in olive.page.text, path
    await olive.open(f"/requests/{id}")
    values = [each.get("value") for tag, each in olive.page.elements if tag == "button"]
    assert "approve" not in values
    assert "reject" in values
    assert "Paused by Max" in olive.page.text
    await max_.open("/holds")
    answer = await max_.submit("/holds/1/lift")
    assert answer.status_code == 303
    await platform.settle()
    await olive.open(f"/requests/{id}")
    assert "paused" not in olive.page.text.lower()
    assert "approve" in [each.get("value") for tag, each in olive.page.elements if tag == "button"]
    await olive.open("/holds")
    assert "The agent pusher by Max" in olive.page.text


async def test_gate7_an_old_page_approves_nothing_and_may_reject(platform: PlatformFixture) -> None:
    page_client = PageClient(platform)
    id = await waiting(platform)
    olive = await page_client.sign_in("olive")
    await olive.open(f"/requests/{id}")
    await platform.app.place_hold("all", by="max", reason="the origin burns")
    form = next(form for form in olive.page.forms if form["action"].endswith("/decide"))
    refused = await olive.post(form["action"], form["fields"] | {"decision": "approve"})
    assert refused.status_code == 409
    assert SENTENCE in olive.page.text
    assert platform.ledger.lines == []
    rejected = await olive.post(form["action"], form["fields"] | {"decision": "reject", "reason": "no"})
    assert rejected.status_code == 303
    assert (await platform.app.queries.find_request(id)).status == "rejected"


async def test_gate7_the_rejection_form_of_a_paused_request_works(platform: PlatformFixture) -> None:
    page_client = PageClient(platform)
    id = await waiting(platform)
    olive = await page_client.sign_in("olive")
    await platform.app.place_hold("tool", "push", by="max")
    await olive.open(f"/requests/{id}/reject")
    answer = await olive.submit(f"/requests/{id}/decide", "reason", reason="not today", decision="reject")
    assert answer.status_code == 303
    assert (await platform.app.queries.find_request(id)).reason == "not today"


async def test_gate7_forms_of_other_sites_and_nonsense_pause_nothing(platform: PlatformFixture) -> None:
    page_client = PageClient(platform)
    max_ = await page_client.sign_in("max")
    await max_.open("/holds")
    fields = next(form["fields"] for form in max_.page.forms if form["action"] == "/holds")
    assert (await max_.post("/holds", {**fields, "csrf": "x"})).status_code == 403
    assert (await max_.post("/holds", fields, Origin="https://evil.example")).status_code == 403
    assert (await page_client.browser().post("/holds", fields)).status_code == 401
    for target in ("", "thread:x", "ALL", "agent"):
        assert (await max_.post("/holds", {**fields, "target": target})).status_code in (404, 422), target
    assert (await max_.post("/holds", {**fields, "target": "agent:<b>", "reason": "kept"})).status_code == 404
    assert "There is no agent '<b>'. There are: pusher." in max_.page.text
    assert next(form["fields"] for form in max_.page.forms if form["action"] == "/holds")["reason"] == "kept"
    assert list(platform.app.holds.active) == []
    await platform.app.place_hold("all", by="max")
    await max_.open("/holds")
    fields = next(form["fields"] for form in max_.page.forms if form["action"] == "/holds/1/lift")
    assert (await max_.post("/holds/1/lift", {**fields, "csrf": "x"})).status_code == 403
    for id in ("x", "9", "0", "9" * 30):
        assert (await max_.post(f"/holds/{id}/lift", fields)).status_code == 404, id
    assert len(platform.app.holds.active) == 1
    assert (await max_.client.get("/holds/1/lift")).status_code in (404, 405)


async def test_gate7_who_paused_is_in_the_audit_with_the_door(platform: PlatformFixture) -> None:
    page_client = PageClient(platform)
    max_ = await page_client.sign_in("max")
    await max_.open("/holds")
    await max_.submit("/holds", "target", target="all", reason="why not")
    notes = [note for note in list_notes(platform.app, 10) if note.what == "hold placed"]
    assert [(note.person, note.door, note.about, note.detail) for note in notes] == [
        ("max", "web", "hold 1: all", "why not")
    ]


async def test_gate7_an_open_inbox_is_told_of_a_hold(platform: PlatformFixture) -> None:
    page_client = PageClient(platform)
    olive = page_client.live.find_follower(OLIVE)
    hold = await platform.app.place_hold("all", by="max")
    assert await olive.read_count() == 1
    await platform.app.lift_hold(hold.id, by="max")
    assert await olive.read_count() == 2
