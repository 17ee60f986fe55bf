"""A real Bolt app against the double, over HTTP and through Socket Mode: a mention, a click, a modal."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from slack_double_tests.acme_workspace import AcmeWorkspace, acme, actions, button, modal, section


def bolt_app(at: AcmeWorkspace) -> AsyncApp:
    """An app that answers a mention with a card, opens a modal on Reject and thanks for Approve."""
    bolt = AsyncApp(
        client=AsyncWebClient(token=at.token, base_url=at.slack.api_url), signing_secret=at.app.signing_secret
    )

    @bolt.event("app_mention")
    async def mentioned(event: dict[str, Any], say: Any) -> None:
        card = [section("Approve?", block_id="what"), actions(button("Approve"), button("Reject"))]
        await say(text="Approve?", blocks=card, thread_ts=event["ts"])

    @bolt.event("message")
    async def heard() -> None: ...

    @bolt.action("approve")
    async def approved(ack: Any, respond: Any, body: dict[str, Any]) -> None:
        await ack()
        await respond(text=f"Approved by <@{body['user']['id']}>", replace_original=True)

    @bolt.action("reject")
    async def rejected(ack: Any, client: AsyncWebClient, body: dict[str, Any]) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=modal())

    @bolt.view("reject")
    async def explained(ack: Any, view: dict[str, Any]) -> None:
        if view["state"]["values"]["why"]["text"]["value"] == "no":
            await ack(response_action="errors", errors={"why": "Say why."})
        else:
            await ack()

    return bolt


@asynccontextmanager
async def serving(at: AcmeWorkspace, bolt: AsyncApp, transport: str) -> AsyncIterator[None]:
    """Let the app listen: on a free port, or on a socket of the double."""
    if transport == "sockets":
        at.app.socket_mode = True
        web_client = AsyncWebClient(token=at.app.app_token, base_url=at.slack.api_url)
        sockets = AsyncSocketModeHandler(bolt, at.app.app_token, web_client=web_client)
        await sockets.connect_async()  # type: ignore[no-untyped-call]  # slack_bolt has no type there
        try:
            yield
        finally:
            await sockets.close_async()  # type: ignore[no-untyped-call]  # slack_bolt has no type there
        return
    runner = web.AppRunner(bolt.web_app(path="/slack/events"), shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    at.app.request_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    try:
        yield
    finally:
        await runner.cleanup()


@pytest.mark.parametrize("transport", ["http", "sockets"])
async def test_a_bolt_app_answers_a_mention_a_click_and_a_modal(transport: str) -> None:
    async with acme() as at, serving(at, bolt_app(at), transport):
        said = await at.app.mention(at.sam, at.room, "deploy the latest")
        assert sorted(delivery.kind for delivery in said.deliveries) == ["app_mention", "message"]
        assert said.ok
        thread = await at.slack.until(lambda: at.slack.messages(at.room, said.message.ts)[1:])
        [card] = thread
        assert (await at.app.click(at.olive, card, "Reject")).ok
        await at.slack.until(lambda: at.slack.modals(at.olive))
        assert (await at.app.submit(at.olive, values={"why": {"text": "no"}})).outcome == "errors"
        assert (await at.app.submit(at.olive, values={"why": {"text": "not that one"}})).outcome == "closed"
        assert (await at.app.click(at.olive, card, "Approve")).ok
        await at.slack.until(lambda: card.text == "Approved by <@U0OLIVE>")
        assert at.slack.complaints == []


async def test_slk01_a_bolt_app_refuses_a_forged_signature_and_an_old_one() -> None:
    async with acme() as at, serving(at, bolt_app(at), "http"):
        [mention, _] = (await at.app.mention(at.sam, at.room, "hello")).deliveries
        assert (await at.app.replay(mention.first)).status == 200
        forged = await at.app.forge(mention.first.sent, signature="v0=" + "0" * 64)
        old = await at.app.forge(mention.first.sent, timestamp="1700000000")
        assert (forged.status, old.status) == (401, 401)


async def test_a_bolt_app_comes_back_after_a_refresh() -> None:
    async with acme() as at, serving(at, bolt_app(at), "sockets"):
        before = at.slack.calls("apps.connections.open")
        await at.slack.sockets.refresh(at.app.id)
        await at.slack.until(lambda: len(at.slack.calls("apps.connections.open")) > len(before), 8)
        await at.slack.until(lambda: at.slack.sockets.of(at.app.id), 5)
        said = await at.app.mention(at.sam, at.room, "still there?")
        # The SDK may connect twice and abandon a socket with an envelope in it: then the retry arrives.
        assert all([(await delivery.wait_until_done()).ok for delivery in said.deliveries])
