"""Attacks on the way in: signatures, times, replays, retries, other workspaces, challenges, response URLs (SLK01-06, 17, 32, 33)."""

import json
import time
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from tests.channels.slack.hostile_requests import count, press, resend, value_of
from tests.channels.slack.slack_workspace import SlackFixture, Transport, slack_platform
from tests.platform_fixture import choose
from tests.sqlite_access import owes_delivery

TRANSPORTS: list[Transport] = ["http", "socket"]
PUSH = (choose("push", tag="v1"), choose("done", message="v1 is out."))
OTHER_BODY = b'{"type": "event_callback"}'


async def recorded(here: SlackFixture) -> bytes:
    """The body of a mention that would start another thread, if it were taken."""
    said = await here.app.mention(here.user("sam"), here.channel(), "push it")
    await here.card()
    sent = said.deliveries[0].first.sent
    return sent.replace(said.message.ts.encode(), b"1700000001.000100")


def nothing_happened(here: SlackFixture) -> None:
    assert len(here.thread_ids()) == 1
    assert count(here, "MessageReceived") == 1
    assert here.ledger.lines == []


async def test_slk01_what_is_not_signed_by_slack_is_refused_and_does_nothing(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        body = await recorded(here)
        now = str(int(time.time()))
        missing: list[dict[str, str | None]] = [
            {"X-Slack-Signature": None},
            {"X-Slack-Request-Timestamp": None},
            {"X-Slack-Signature": None, "X-Slack-Request-Timestamp": None},
        ]
        tries = [await here.app.forge(body, headers=headers) for headers in missing]
        for signature in ("v0=" + "0" * 64, "v0=", "", "v1=" + "a" * 64, "0" * 64):
            tries.append(await here.app.forge(body, signature=signature))
        theirs = await here.app.forge(OTHER_BODY, timestamp=now)
        tries.append(await here.app.forge(body, timestamp=now, signature=theirs.headers["X-Slack-Signature"]))
        assert {attempt.status for attempt in tries} == {401}
        await here.quiet()
        nothing_happened(here)


async def test_slk02_what_is_older_than_five_minutes_or_from_the_future_is_refused(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        body = await recorded(here)
        now = time.time()
        tries = [await here.app.forge(body, timestamp=str(int(now + by))) for by in (-306, -86_400, 306, 86_400)]
        assert {attempt.status for attempt in tries} == {401}
        await here.quiet()
        nothing_happened(here)
        assert (await here.app.forge(body, timestamp=str(int(now - 290)))).status == 200


async def test_slk03_times_and_bodies_that_break_parsers_are_refused_without_an_error(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        body = await recorded(here)
        now = str(int(time.time()))
        odd = ["nan", "inf", "", f"{now}.5", "1_0", f" {now}", f"+{now}", "-1", "9" * 400, "0x10", now + "e0", "١٢٣"]
        tries = [(await here.app.forge(body, timestamp=timestamp)).status for timestamp in odd]
        tries.append((await here.app.forge(body, signature="v0=" + "é" * 64)).status)
        tries.append((await here.app.forge(b"\xff\xfe" + body)).status)
        assert dict(zip([*odd, "é", "latin"], tries, strict=True)) == dict.fromkeys([*odd, "é", "latin"], 401)
        await here.quiet()
        nothing_happened(here)


async def test_slk04_a_recorded_request_sent_again_has_no_second_effect(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        said = await here.app.mention(here.user("sam"), here.channel(), "push it")
        card = await here.card()
        clicked = await here.app.click(here.user("olive"), card, "Approve")
        await here.until(lambda: "Finished" in here.types() and not owes_delivery(here.platform, here.thread_ids()[-1]))
        before = here.types()
        again = [await here.app.replay(delivery.first) for delivery in (*said.deliveries, clicked) for _ in range(3)]
        assert {attempt.status for attempt in again} == {200}
        await here.quiet()
        assert here.types() == before
        assert len(here.thread_ids()) == len(here.decisions()) == len(here.ledger.lines) == 1


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_slk05_a_retry_of_what_was_taken_is_acknowledged_and_does_nothing(
    tmp_path: Path, transport: Transport
) -> None:
    async with slack_platform(tmp_path, *PUSH, transport=transport) as here:
        said = await here.app.mention(here.user("sam"), here.channel(), "push it")
        await here.card()
        retries = [await resend(here, each, retry) for each in said.deliveries for retry in (1, 2, 3)]
        assert [attempt.ok for attempt in retries] == [True] * 6
        await here.quiet()
        nothing_happened(here)
        assert len(here.ours(here.channel())) == 1


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_slk06_a_retry_whose_first_delivery_never_arrived_is_the_first(
    tmp_path: Path, transport: Transport
) -> None:
    async with slack_platform(tmp_path, *PUSH, transport=transport) as here:
        lost = [here.slack.fault("lost_delivery", on) for on in ("message", "app_mention")]
        root = await here.ask()
        card = await here.card()
        assert [fault.struck for fault in lost] == [1, 1]
        assert card.thread_ts == root.ts
        nothing_happened(here)
        assert here.slack.complaints == []


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_slk17_another_workspace_or_another_app_is_refused_though_rightly_signed(
    tmp_path: Path, transport: Transport
) -> None:
    async with slack_platform(tmp_path, *PUSH, transport=transport) as here:
        here.slack.ack_seconds = 0.5
        said = await here.app.mention(here.user("sam"), here.channel(), "push it")
        card = await here.card()
        other = {"team_id": "T0EVIL", "authorizations": [{"team_id": "T0EVIL", "enterprise_id": None}]}
        fresh = {"event": said.deliveries[0].payload["event"] | {"ts": "1700000001.000100"}}
        tries = [
            await resend(here, said.deliveries[0], **fresh, **forged) for forged in (other, {"api_app_id": "A0EVIL"})
        ]
        olive, value = here.user("olive"), value_of(card)
        team = {"id": "T0EVIL", "domain": "evil"}
        tries.append((await press(here, olive, card, value, team=team)).first)
        tries.append((await press(here, olive, card, value, api_app_id="A0EVIL")).first)
        assert [attempt.ok for attempt in tries] == [False] * 4
        if transport == "http":
            assert {attempt.status for attempt in tries} == {401}
        nothing_happened(here)
        assert here.decisions() == []
        noted = [note.detail for note in here.audit() if note.what == "foreign workspace"]
        assert sorted(noted) == ["T0ACME A0EVIL", "T0ACME A0EVIL", "T0EVIL A0CS", "T0EVIL A0CS"]


async def test_slk32_a_challenge_is_echoed_only_when_it_is_signed_and_short(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        asked = await here.app.verify_url()
        assert (asked.status, asked.body) == (200, asked.payload["challenge"])
        huge = await here.app.verify_url("x" * 1_000_000)
        assert huge.status in (400, 413)
        assert len(huge.body) < 200
        body = json.dumps({"type": "url_verification", "challenge": "<script>alert(1)</script>"}).encode()
        unsigned = await here.app.forge(body, signature="v0=" + "0" * 64)
        assert unsigned.status == 401
        assert "script" not in unsigned.body
        for odd in (None, 7, ["x"], {"a": 1}, "", "\ud800"):
            forged = json.dumps({"type": "url_verification", "challenge": odd}).encode()
            assert (await here.app.forge(forged)).status == 400
        headers = (await here.app.forge(body)).headers
        async with (
            aiohttp.ClientSession() as client,
            client.post(here.app.request_url, data=body, headers=headers) as r,
        ):
            assert (r.status, r.content_type) == (200, "text/plain")
            assert r.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_slk33_a_response_url_that_is_not_slacks_is_never_called(tmp_path: Path, transport: Transport) -> None:
    called: list[str] = []

    async def hook(request: web.Request) -> web.Response:
        called.append(request.path)
        return web.Response()

    theirs = web.Application()
    theirs.router.add_route("*", "/{path:.*}", hook)
    runner = web.AppRunner(theirs, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    try:
        async with slack_platform(tmp_path, *PUSH, transport=transport) as here:
            await here.ask()
            card = await here.card()
            stranger, value = here.user("stranger"), value_of(card)
            urls = (
                f"http://127.0.0.1:{port}/hook",
                f"{here.slack.url}@127.0.0.1:{port}/x",
                f"//127.0.0.1:{port}/",
                "x",
            )
            for url in urls:
                assert (await press(here, stranger, card, value, response_url=url)).ok
            await here.until(lambda: len(here.sentences("stranger")) == len(urls))
            assert called == []
            assert all("I do not know your Slack account" in text for text in here.sentences("stranger"))
            assert here.decisions() == []
    finally:
        await runner.cleanup()
