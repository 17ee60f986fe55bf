"""A secret in a fact's label refuses approval at every entry point of ours: pages, API, in-process (gate5)."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.agent import Tool, ToolContext
from bot.core.events import CallFact
from tests.http.http_client import HttpFixture, assert_problem
from tests.http.page_browser import PageClient
from tests.platform_fixture import MANAGERS, PlatformFixture, PushStep, choose

SECRET = "ghp_0123456789abcdefABCDEF"


async def facts(step: PushStep) -> tuple[CallFact, ...]:
    return (CallFact(label=f"Runner {SECRET}", lines=("fine",)),)


async def run(step: PushStep, at: ToolContext) -> str:
    raise AssertionError("it must not run")


@pytest.fixture
async def platform(tmp_path: Path) -> AsyncIterator[PlatformFixture]:
    policy = MANAGERS.model_copy(update={"edits": True})
    tool = Tool(step=PushStep, run=run, writes=True, policy=policy, facts=facts)
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), agent={"tools": (tool,)}) as made:
        await made.launch()
        yield made


async def test_gate5_the_page_has_no_approve_and_the_form_sent_all_the_same_is_refused(
    platform: PlatformFixture,
) -> None:
    (request,) = await platform.pending()
    browser = await PageClient(platform).sign_in("olive")
    for path in ("/", f"/requests/{request.id}"):
        answer = await browser.open(path)
        assert "ghp_" not in answer.text
        assert "The label of a fact holds a secret" in browser.page.text
        buttons = [found.get("value") for tag, found in browser.page.elements if tag == "button"]
        assert "reject" in buttons
        assert "approve" not in buttons
    await browser.open(f"/requests/{request.id}/reject")
    form = next(form for form in browser.page.forms if form["action"].endswith("/decide"))
    for more in ({}, {"arguments": '{"commit":"c0ffee","tag":"v2"}'}):
        sent = form["fields"] | {"decision": "approve", **more}
        refused = await browser.post(form["action"], sent)
        assert refused.status_code == 403
        assert "holds a secret" in browser.page.text
        assert "ghp_" not in refused.text
    await platform.settle()
    assert [each.status for each in await platform.pending()] == ["pending"]
    answer = await browser.post(form["action"], form["fields"] | {"decision": "reject", "reason": "It shows a token."})
    assert answer.status_code == 303


async def test_gate5_the_api_refuses_and_repeats_no_secret(platform: PlatformFixture) -> None:
    server = HttpFixture(platform)
    (request,) = await platform.pending()
    olive = await server.as_("olive", "admin")
    url = f"/api/v1/requests/{request.id}"
    shown = await olive.get(url)
    assert "ghp_" not in shown.text
    assert "holds a secret" in shown.json()["card"]["withheld"]
    for more in ({}, {"arguments": {"commit": "c0ffee", "tag": "v2"}}):
        body = {"decision": "approve", "digest": request.digest, **more}
        refused = await olive.post(f"{url}/decision", json=body)
        assert_problem(refused, 403, "The label of a fact holds a secret")
        assert "ghp_" not in refused.text
    await platform.settle()
    assert [each.status for each in await platform.pending()] == ["pending"]
