"""The inbox while a thread does not verify: it is left out, and a notice says so; its own pages are problems, not faults."""

from pathlib import Path

import httpx2

from tests.http.http_client import API, HttpFixture, assert_problem
from tests.http.page_browser import PageClient
from tests.platform_fixture import PlatformFixture, choose
from tests.store.log_forgery import APPROVED, add_events, forge


async def test_out2_a_forged_request_is_no_5xx_anywhere_in_the_api(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as platform:
        thread = await platform.launch()
        (request,) = await platform.pending()
    forge(tmp_path / "house.db", thread, add_events(*APPROVED))
    async with PlatformFixture(tmp_path) as platform:
        server = HttpFixture(platform)
        olive = await server.as_("olive", "admin")
        body = {"decision": "approve", "digest": request.digest}
        answers: list[httpx2.Response] = [
            await olive.post(f"{API}/requests/{request.id}/decision", json=body),
            await olive.post(f"{API}/requests/{request.id}/answer", json={"answer": "yes"}),
            await olive.get(f"{API}/requests/{request.id}"),
            await olive.get(f"{API}/threads/{thread}"),
            await olive.get(f"{API}/threads/{thread}/events", params={"after": 2}),
            await olive.get(f"{API}/threads/{thread}/prompts/1"),
            await olive.post(f"{API}/threads/{thread}/messages", json={"message": "go on"}),
            await olive.post(f"{API}/threads/{thread}/pause"),
            await olive.post(f"{API}/threads/{thread}/resume"),
            await olive.post(f"{API}/threads/{thread}/cancel"),
            await olive.post(f"{API}/threads/{thread}/fork"),
        ]
        for answer in answers:
            assert_problem(answer, 409, f"Thread {thread} does not verify at event ", "countersign audit verify")
        assert (await olive.get(f"{API}/requests", params={"status": "pending"})).json()["items"] == []
        assert (await olive.get(f"{API}/threads")).status_code == 200
        await platform.settle()
        assert platform.ledger.lines == []


async def test_out2_the_inbox_leaves_it_out_and_says_so(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), choose("push", tag="v2")) as platform:
        forged, _ = await platform.launch("push v1"), await platform.launch("push v2")
    forge(tmp_path / "house.db", forged, add_events(*APPROVED))
    async with PlatformFixture(tmp_path) as platform:
        browser = await PageClient(platform).sign_in("olive")
        page = await browser.open("/")
        assert page.status_code == 200
        assert "One thread does not verify" in page.text
        assert page.text.count(forged) == 1
        assert "v2" in page.text
        for path in (f"/threads/{forged}", f"/requests/{forged}-3"):
            shown = await browser.open(path)
            assert shown.status_code == 409
            assert "does not verify at event" in shown.text
