"""The double's pages and its program: honest, escaped, driven from another process."""

import asyncio
import html
import sys
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from slack_double.mrkdwn import markdown, mrkdwn
from slack_double_tests.acme_workspace import AcmeWorkspace, acme, actions, button, modal, reason, section

JSON = dict[str, Any]

HOSTILE = "<script>alert(1)</script> & <https://e.example|<b>x</b>> `<i>` \"quoted\" 'too'"

FOLDER = Path(__file__).parent.parent


async def _page(at: AcmeWorkspace, path: str) -> str:
    async with aiohttp.ClientSession() as http, http.get(f"{at.slack.url}{path}") as answer:
        assert answer.status == 200, path
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
        return await answer.text()


async def test_a_channels_page_shows_what_the_blocks_say() -> None:
    async with acme() as at:
        said = await at.app.mention(at.sam, at.room, "deploy the *latest*")
        code = {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": '{"tag": "v1"}'}]}
        blocks = [
            {"type": "header", "text": {"type": "plain_text", "text": "Approval needed"}},
            section("*tag* `v1.2` by <@U0SAM> :rocket:"),
            {"type": "rich_text", "elements": [code]},
            {
                "type": "context",
                "elements": [{"type": "mrkdwn", "text": "expires <!date^1700000000^{date_num} {time}|soon>"}],
            },
            actions(button("Approve", style="primary"), button("Reject", style="danger")),
        ]
        await at.client.chat_postMessage(channel=at.room.id, text="a", blocks=blocks, thread_ts=said.message.ts)
        page = await _page(at, "/_page/T0ACME/C0OPS")
        for shown in (
            "<h3>Approval needed</h3>",
            "<b>tag</b> <code>v1.2</code>",
            '<span class="mention">@Sam</span> 🚀',
            "<pre>{&quot;tag&quot;: &quot;v1&quot;}</pre>",
            "2023-11-14 22:13</time>",
            '<button class="primary" type="button">Approve</button>',
            '<button class="danger" type="button">Reject</button>',
            "message reply",
        ):
            assert shown in page, shown


async def test_nothing_anybody_wrote_becomes_markup() -> None:
    async with acme() as at:
        await at.app.say(at.sam, at.room, HOSTILE)
        hostile = html.escape(HOSTILE, quote=False)
        every = [
            section(HOSTILE),
            section(hostile, fields=[{"type": "plain_text", "text": HOSTILE}]),
            {"type": "markdown", "text": HOSTILE},
            actions(button(HOSTILE[:70], "a")),
        ]
        await at.client.chat_postMessage(channel=at.room.id, text=HOSTILE, blocks=every, username=HOSTILE)
        page = await _page(at, "/_page/T0ACME/C0OPS")
        assert "<script>" not in page
        assert "<i>" not in page


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", " javascript:x"])
def test_links_lead_to_the_web_or_nowhere(url: str) -> None:
    assert "href" not in mrkdwn(f"<{url}|click>", str)
    assert f'href="{url}"' not in markdown(f"[click]({url})")


async def test_modals_and_homes_have_pages_and_ephemerals_a_reader() -> None:
    async with acme() as at:
        home = {"type": "home", "blocks": [section("Nothing waits for you.")]}
        await at.client.views_publish(user_id=at.olive.id, view=home)
        trigger = at.slack.grants.trigger(at.app.id, at.olive).id
        asked = reason(multiline=True, placeholder={"type": "plain_text", "text": "What is wrong with it?"})
        await at.client.views_open(trigger_id=trigger, view=modal(asked, title="Reject the release"))
        await at.client.chat_postEphemeral(channel=at.room.id, user=at.olive.id, text="You may not approve this.")
        assert "Nothing waits for you." in await _page(at, "/_home/T0ACME/U0OLIVE")
        shown = await _page(at, f"/_modal/{at.slack.modals(at.olive)[0].id}")
        assert "<header>Reject the release</header>" in shown
        assert "What is wrong with it?" in shown
        assert "You may not" not in await _page(at, "/_page/T0ACME/C0OPS")
        assert "Only visible to you" in await _page(at, "/_page/T0ACME/C0OPS?as=U0OLIVE")


async def _control(http: aiohttp.ClientSession, url: str, act: str, **wanted: Any) -> JSON:
    async with http.post(f"{url}/_control/{act}", json=wanted) as answer:
        return dict(await answer.json()) | {"http": answer.status}


async def test_the_program_is_driven_by_another_process() -> None:
    command = (sys.executable, "-m", "slack_double", "--port", "0", "--request-url", "http://127.0.0.1:9/none")
    program = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE, cwd=FOLDER)
    try:
        assert program.stdout is not None
        first = (await asyncio.wait_for(program.stdout.readline(), 20)).decode().strip()
        assert first.startswith("SLACK_API_URL=http://127.0.0.1:")
        url = first.removeprefix("SLACK_API_URL=").removesuffix("/api/")
        async with aiohttp.ClientSession() as http:
            sent = await _control(http, url, "mention", user="U0SAM", channel="C0OPS", text="hello")
            assert [d["reason"] for d in sent["deliveries"]] == ["connection_failed"] * 2
            state = await _control(http, url, "state")
            assert state["channels"]["C0OPS"][0]["ts"] == sent["ts"]
            fault = await _control(http, url, "fault", kind="status", on="auth.test")
            assert fault["status"] == 503
            wrong = await _control(http, url, "click", user="U0EVE", channel="C0OPS", ts="1.2", what="x")
            assert (wrong["http"], wrong["error"]) == (400, "nobody is 'U0EVE'")
            assert (await _control(http, url, "dance"))["http"] == 404
    finally:
        program.terminate()
        assert await asyncio.wait_for(program.wait(), 10) == 0
