"""How an approved call ended, over HTTP: in the API's reads, lists and answers, and on the pages."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from bot.core.agent import OutcomeUnsure, ToolContext
from bot.core.errors import OutcomeUnclear, ToolError
from tests.engine.failing_tools import says
from tests.http.http_client import API, HttpFixture, listening
from tests.http.page_browser import FormBrowser, PageClient
from tests.platform_fixture import PlatformFixture, PushStep, choose

PUSH = choose("push", tag="v1")
RUN_FIELDS = {"status", "result", "error", "started_at", "finished_at", "attempts"}


class SlowPush:
    """A push that ends when and as the test says."""

    def __init__(self) -> None:
        self.began, self.ends = asyncio.Event(), asyncio.Event()
        self.fault: Exception | None = None

    async def __call__(self, step: PushStep, at: ToolContext) -> str:
        self.began.set()
        await self.ends.wait()
        if self.fault is not None:
            raise self.fault
        return f"{step.tag} is <b>there</b>."


ENDS = [
    (None, "done", "v1 is <b>there</b>.", "result"),
    (ToolError("The <i>remote</i> said no."), "failed", "The <i>remote</i> said no.", "error"),
    (OutcomeUnclear("The line was cut."), "unknown", "The line was cut. The remote is down.", "error"),
]


@pytest.fixture
async def slow() -> SlowPush:
    return SlowPush()


@pytest.fixture
async def platform(tmp_path: Path, slow: SlowPush) -> AsyncIterator[PlatformFixture]:
    given = {"run": slow, "probe": lambda step, at: says(OutcomeUnsure("The remote is down."))}
    async with PlatformFixture(tmp_path, PUSH, choose("wait", seconds=9, why="x"), agent=given) as platform:
        yield platform


async def read(client: httpx2.AsyncClient, request: str) -> dict[str, Any]:
    """The request, as the list and its own address say it: the same."""
    one = (await client.get(f"{API}/requests/{request}")).json()
    listed = (await client.get(f"{API}/requests")).json()["items"]
    (same,) = [each for each in listed if each["id"] == request]
    assert one["execution"] == same["execution"]
    found: dict[str, Any] = one
    return found


@pytest.mark.parametrize(("fault", "status", "text", "field"), ENDS)
async def test_web5_the_api_says_how_it_went_over_a_real_connection(
    platform: PlatformFixture, slow: SlowPush, fault: Exception | None, status: str, text: str, field: str
) -> None:
    slow.fault = fault
    thread = await platform.launch()
    secret = await HttpFixture(platform).secret("olive")
    async with (
        listening(platform) as (host, port),
        httpx2.AsyncClient(base_url=f"http://{host}:{port}", headers={"Authorization": f"Bearer {secret}"}) as olive,
    ):
        (request,) = (await olive.get(f"{API}/requests?status=pending")).json()["items"]
        assert request["execution"] is None
        body = {"decision": "approve", "digest": request["digest"]}
        decided = (await olive.post(f"{API}/requests/{request['id']}/decision", json=body)).json()
        assert decided["execution"].keys() == RUN_FIELDS
        assert decided["execution"]["status"] == "not_started"
        platform.clock.passes(minutes=1)
        turn = asyncio.ensure_future(platform.settle())
        await slow.began.wait()
        running = (await read(olive, request["id"]))["execution"]
        assert (running["status"], running["started_at"], running["finished_at"]) == (
            "running",
            "2026-11-21T09:01:00Z",
            None,
        )
        platform.clock.passes(minutes=1)
        slow.ends.set()
        await turn
        after = await read(olive, request["id"])
        assert after["status"] == "approved"
        assert after["execution"] == {
            "status": status,
            "result": "",
            "error": "",
            "started_at": "2026-11-21T09:01:00Z",
            "finished_at": None if status == "unknown" else "2026-11-21T09:02:00Z",
            "attempts": 1,
            field: text,
        }
        assert after["card"]["execution"]["status"] == status
        events = (await olive.get(f"{API}/threads/{thread}/events")).json()["items"]
        told = [each["data"]["to"] for each in events if each["type"] == "PeopleNotified"]
        assert told == ([] if status == "done" else [["olive", "sam"]])


async def test_web5_a_question_has_no_execution(tmp_path: Path) -> None:
    ask = choose("ask_human", question="Which?", format="yes_no", choices=[], context="", urgency="low", fields=[])
    async with PlatformFixture(tmp_path, ask) as platform:
        await platform.launch()
        olive = await HttpFixture(platform).as_("olive")
        (question,) = (await olive.get(f"{API}/requests")).json()["items"]
        assert question["execution"] is None
        answered = await olive.post(f"{API}/requests/{question['id']}/answer", json={"answer": "yes"})
        assert answered.json()["execution"] is None


def classes(browser: FormBrowser, *of: str) -> set[str]:
    """The classes of the elements that have one of these."""
    found = [set(attrs.get("class", "").split()) for _, attrs in browser.page.elements]
    return {name for each in found if each & set(of) for name in each}


@pytest.mark.parametrize(("fault", "status", "text", "field"), ENDS)
async def test_web5_the_pages_say_how_it_went_and_a_failure_is_not_green(
    platform: PlatformFixture, slow: SlowPush, fault: Exception | None, status: str, text: str, field: str
) -> None:
    slow.fault = fault
    words = {"done": "done", "failed": "failed", "unknown": "outcome not known"}[status]
    thread = await platform.launch()
    (request,) = await platform.pending()
    await platform.decide(request)
    olive = await PageClient(platform).sign_in("olive")
    await olive.open(f"/requests/{request.id}")
    assert "Approved, not started yet" in olive.page.text
    turn = asyncio.ensure_future(platform.settle())
    await slow.began.wait()
    await olive.open(f"/requests/{request.id}")
    assert "Approved, running" in olive.page.text
    assert classes(olive, "verdict") == {"verdict", "running"}
    slow.ends.set()
    await turn
    answer = await olive.open(f"/requests/{request.id}")
    assert f"Approved, {words}" in olive.page.text
    assert text in olive.page.text, "escaped: the parser reads the very words"
    assert "<b>" not in answer.text
    assert "<i>" not in answer.text
    assert classes(olive, "verdict", "pill") == {"verdict", "pill", status}
    assert f'href="/threads/{thread}"' in answer.text
    await olive.open(f"/threads/{thread}")
    assert f"Approved by Olive see the request · {words}" in olive.page.text
    await olive.open("/")
    assert "Decided lately" in olive.page.text
    assert f"Approved, {words}" in olive.page.text
    assert text in olive.page.text
    assert {"decided", status} <= classes(olive, "decided")
    stranger = await PageClient(platform).sign_in("max")
    await stranger.open("/")
    assert "Decided lately" not in stranger.page.text, "Max neither decided nor asked"
    await (asked := await PageClient(platform).sign_in("sam")).open("/")
    assert f"Approved, {words}" in asked.page.text


async def test_web5_the_inbox_puts_what_went_wrong_first(tmp_path: Path) -> None:
    faults: list[Exception | None] = [ToolError("no way"), None]

    async def push(step: PushStep, at: ToolContext) -> str:
        if fault := faults.pop(0):
            raise fault
        return "there"

    one, two = choose("push", tag="v1.bad"), choose("push", tag="v2.good")
    script = (one, choose("done", message="x"), two, choose("done", message="x"))
    async with PlatformFixture(tmp_path, *script, agent={"run": push}) as platform:
        for _ in range(2):
            await platform.launch()
            (request,) = await platform.pending()
            await platform.decide(request)
            await platform.settle()
            platform.clock.passes(hours=1)
        olive = await PageClient(platform).sign_in("olive")
        await olive.open("/")
        text = olive.page.text[olive.page.text.index("Decided lately") :]
        assert text.index("Approved, failed") < text.index("Approved, done")
        platform.clock.passes(days=8)
        fresh = await PageClient(platform).sign_in("olive")
        await fresh.open("/")
        assert "Decided lately" not in fresh.page.text


async def test_web5_a_result_of_any_length_is_cut_on_the_request_and_whole_in_the_thread(tmp_path: Path) -> None:
    async def push(step: PushStep, at: ToolContext) -> str:
        return "x" * 30_000 + "END"

    async with PlatformFixture(tmp_path, PUSH, agent={"run": push}) as platform:
        thread = await platform.launch()
        (request,) = await platform.pending()
        await platform.decide(request)
        await platform.settle()
        olive = await PageClient(platform).sign_in("olive")
        await olive.open(f"/requests/{request.id}")
        assert "END" not in olive.page.text
        assert "more characters in the thread" in olive.page.text
        assert "whole in the thread" in olive.page.text
        await olive.open(f"/threads/{thread}")
        assert "END" in olive.page.text
        client = await HttpFixture(platform).as_("olive")
        assert len((await read(client, request.id))["execution"]["result"]) < 2_100
