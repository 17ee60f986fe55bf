"""The deliveries of the double: signed, shaped as Slack's, once per event, retried on time, into sockets as over HTTP."""

import asyncio
import json
from typing import Any

import aiohttp
import pytest
from slack_sdk.signature import SignatureVerifier

from slack_double import SlackDouble, signature
from slack_double_tests.acme_workspace import AcmeWorkspace, BareListener, acme, actions, button, section

JSON = dict[str, Any]


def test_the_signature_is_that_of_slacks_published_example() -> None:
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
        b"&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
        b"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
        b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    made = signature("8f742231b10e8888abcd99yyyzzz85a5", "1531420618", body)
    assert made == "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"


async def test_a_mention_is_two_events_of_one_message_both_rightly_signed() -> None:
    async with acme() as at, BareListener() as app:
        at.app.request_url = app.url
        said = await at.app.mention(at.sam, at.room, "deploy <b> & co")
        assert sorted(request.payload["event"]["type"] for request in app.requests) == ["app_mention", "message"]
        verifier = SignatureVerifier(at.app.signing_secret)
        assert all(verifier.is_valid_request(request.body, request.headers) for request in app.requests)
        one, two = (request.payload for request in app.requests)
        assert one["event"]["ts"] == two["event"]["ts"] == said.message.ts
        assert one["event_id"] != two["event_id"]
        assert one["event"]["text"] == f"<@{at.app.bot().id}> deploy &lt;b&gt; &amp; co"
        [mention, text] = one["event"]["blocks"][0]["elements"][0]["elements"]
        assert (mention["user_id"], text["text"]) == (at.app.bot().id, " deploy <b> & co")
        assert one["authorizations"][0]["is_enterprise_install"] is False
        assert (one["api_app_id"], one["team_id"], one["type"]) == ("A0CS", "T0ACME", "event_callback")


@pytest.mark.parametrize(("kind", "channel_type"), [("private", "group"), ("mpim", "mpim"), ("public", "channel")])
async def test_messages_name_the_kind_of_their_room(kind: Any, channel_type: str) -> None:
    async with acme() as at, BareListener() as app:
        at.app.request_url = app.url
        room = at.team.channel("C0ROOM", "room", kind, [at.sam, at.app.bot()])
        await at.app.say(at.sam, room, "hello")
        assert app.requests[-1].payload["event"]["channel_type"] == channel_type
        direct = await at.app.dm(at.sam, "hello")
        assert app.requests[-1].payload["event"]["channel_type"] == "im"
        await at.app.dm(at.sam, "again", thread=direct.message)
        last = app.requests[-1].payload["event"]
        assert (last["thread_ts"], last["parent_user_id"]) == (direct.message.ts, at.sam.id)


async def test_every_other_event_arrives_in_slacks_shape() -> None:
    async with acme() as at, BareListener() as app:
        at.app.request_url = app.url
        message = (await at.app.say(at.sam, at.room, "hello https://e.example")).message
        await at.app.edit(at.sam, message, "hello you")
        await at.app.unfurl(message, "https://e.example", "Example")
        await at.app.recount(message)
        await at.app.react(at.sam, message, "thumbsup")
        await at.app.delete(message)
        await at.app.share_file(at.sam, at.room, "plan.txt", b"x")
        await at.app.open_home(at.sam)
        await at.app.open_messages(at.sam, entities=[])
        await at.app.change_context(at.sam, at.room)
        await at.app.start_assistant_thread(at.sam, at.room)
        await at.app.stop(at.sam, message)
        await at.app.invite(at.room, at.team.user("U0MIA", "Mia"))
        await at.app.archive(at.sam, at.room)
        seen = [(e["type"], e.get("subtype") or e.get("tab")) for e in (r.payload["event"] for r in app.requests)]
        assert seen == [
            ("message", None),
            ("message", "message_changed"),
            ("message", "message_changed"),
            ("message", "message_changed"),
            ("reaction_added", None),
            ("message", "message_deleted"),
            ("message", "file_share"),
            ("app_home_opened", "home"),
            ("app_home_opened", "messages"),
            ("app_context_changed", None),
            ("assistant_thread_started", None),
            ("agent_session_stopped", None),
            ("member_joined_channel", None),
            ("channel_archive", None),
        ]
        edited, unfurled = (request.payload["event"] for request in app.requests[1:3])
        assert (edited["message"]["text"], edited["previous_message"]["text"][:5]) == ("hello you", "hello")
        assert "edited" in edited["message"]
        assert unfurled["message"]["text"] == unfurled["previous_message"]["text"]


async def test_an_apps_own_posts_and_updates_come_back_to_it() -> None:
    async with acme() as at, BareListener() as app:
        at.app.request_url = app.url
        sent = await at.client.chat_postMessage(channel=at.room.id, text="one")
        await at.client.chat_update(channel=at.room.id, ts=sent["ts"], text="two")
        await at.slack.quiet()
        echo, change = (request.payload["event"] for request in app.requests)
        assert (echo["bot_id"], echo["user"]) == (at.app.bot().bot_id, at.app.bot().id)
        assert (change["subtype"], change["message"]["bot_id"]) == ("message_changed", at.app.bot().bot_id)


async def test_other_bots_are_heard_with_their_bot_id() -> None:
    async with acme() as at, BareListener() as app:
        at.app.request_url = app.url
        other = at.team.user("U0CI", "ci", is_bot=True, bot_id="B0CI", app_id="A0CI")
        at.room.add(other)
        await at.app.say(other, at.room, "build passed")
        assert app.requests[0].payload["event"]["bot_id"] == "B0CI"


async def test_a_stranger_of_a_shared_channel_is_marked() -> None:
    async with acme() as at, BareListener() as app:
        at.app.request_url = app.url
        eve = at.slack.team("T0OTHER", "Other").user("U0EVE", "Eve")
        at.room.add(eve)
        await at.app.say(eve, at.room, "hello")
        payload = app.requests[0].payload
        assert payload["is_ext_shared_channel"] is True
        assert (payload["team_id"], payload["event"]["user_team"]) == ("T0ACME", "T0OTHER")


async def test_a_room_hosted_by_another_organisation_is_seen_from_the_apps_own_team() -> None:
    async with acme() as at, BareListener() as app:
        other = at.slack.team("T0OTHER", "Other")
        eve = other.user("U0EVE", "Eve")
        room = other.channel("C0SHARED", "shared", members=[eve, at.sam])
        at.app.join(room)
        at.app.request_url = app.url
        said = await at.app.mention(eve, room, "hello")
        assert {delivery.payload["team_id"] for delivery in said.deliveries} == {"T0ACME"}
        await at.client.chat_postMessage(channel=room.id, text="a", blocks=[actions(button("Approve"))])
        click = await at.app.click(eve, at.slack.messages(room)[-1], "Approve")
        assert (click.payload["team"]["id"], click.payload["user"]["team_id"]) == ("T0ACME", "T0OTHER")


async def test_slk18_the_same_user_id_in_two_organisations_is_two_people() -> None:
    async with SlackDouble() as slack, BareListener() as listener:
        app = slack.app("A0CS", request_url=listener.url)
        for org in ("ONE", "TWO"):
            team = slack.team(f"T0{org}", enterprise_id=f"E0{org}")
            app.install(team)
            await app.dm(team.user("U0SAME", org), "hello")
        one, two = (request.payload for request in listener.requests)
        assert one["event"]["user"] == two["event"]["user"] == "U0SAME"
        assert (one["enterprise_id"], two["enterprise_id"]) == ("E0ONE", "E0TWO")
        assert one["event"]["channel"] != two["event"]["channel"]


async def test_an_organisation_stands_in_every_envelope() -> None:
    async with SlackDouble() as slack, BareListener() as listener:
        team = slack.team("T0ONE", enterprise_id="E0ACME")
        sam = team.user("U0SAM", "Sam")
        app = slack.app("A0CS", request_url=listener.url)
        app.install(team, organisation=True)
        await app.dm(sam, "hello")
        await app.command(sam, app.direct(sam), "/approvals")
        event, command = (request.payload for request in listener.requests)
        assert event["enterprise_id"] == event["authorizations"][0]["enterprise_id"] == "E0ACME"
        assert event["authorizations"][0]["is_enterprise_install"] is True
        assert command["enterprise_id"] == "E0ACME"


async def test_what_is_not_subscribed_or_not_in_scope_is_not_sent() -> None:
    async with acme() as at, BareListener() as app:
        at.app.request_url = app.url
        at.app.events = frozenset({"app_mention"})
        await at.app.mention(at.sam, at.room, "hello")
        assert [request.payload["event"]["type"] for request in app.requests] == ["app_mention"]
        at.app.events = None
        at.app.installation(at.team).scopes = frozenset({"im:history"})
        assert (await at.app.mention(at.sam, at.room, "hello")).deliveries == []
        assert (await at.app.dm(at.sam, "hello")).ok


async def test_a_failed_event_comes_again_at_zero_sixty_and_three_hundred_seconds() -> None:
    async with acme(second=0.001) as at, BareListener([500]) as app:
        at.app.request_url = app.url
        [delivery] = (await at.app.say(at.sam, at.room, "hello")).deliveries
        await delivery.wait_until_done()
        assert [a.status for a in delivery.attempts] == [500] * 4
        gaps = [later.at - earlier.at for earlier, later in zip(delivery.attempts, delivery.attempts[1:], strict=False)]
        assert gaps[1] >= 0.06
        assert gaps[2] >= 0.24
        assert delivery.last.at < 3
        numbers = [request.headers.get("x-slack-retry-num") for request in app.requests]
        assert numbers == [None, "1", "2", "3"]
        assert {request.headers.get("x-slack-retry-reason") for request in app.requests[1:]} == {"http_error"}
        assert len({request.payload["event_id"] for request in app.requests}) == 1


async def test_retries_end_with_the_first_success_or_when_the_app_says_so() -> None:
    async with acme() as at, BareListener([500, 200]) as app:
        at.app.request_url = app.url
        [delivery] = (await at.app.say(at.sam, at.room, "hello")).deliveries
        await delivery.wait_until_done()
        assert [a.status for a in delivery.attempts] == [500, 200]


async def test_an_app_that_takes_too_long_is_tried_again_with_http_timeout() -> None:
    async with acme(ack_seconds=0.4) as at, BareListener() as app:
        at.app.request_url = app.url

        reasons: list[str | None] = []
        is_tried_again = asyncio.Event()

        async def slow(request: aiohttp.web.Request) -> aiohttp.web.Response:
            reasons.append(request.headers.get("x-slack-retry-reason"))
            if len(reasons) > 1:
                is_tried_again.set()
            await is_tried_again.wait()
            return aiohttp.web.Response()

        runner = aiohttp.web.AppRunner(_application(slow), shutdown_timeout=0.2)
        await runner.setup()
        await aiohttp.web.TCPSite(runner, "127.0.0.1", 0).start()
        at.app.request_url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
        [delivery] = (await at.app.say(at.sam, at.room, "hello")).deliveries
        await delivery.wait_until_done()
        await runner.cleanup()
        assert [a.reason for a in delivery.attempts] == ["http_timeout", None]
        assert reasons == [None, "http_timeout"]


def _application(answer: Any) -> aiohttp.web.Application:
    application = aiohttp.web.Application()
    application.router.add_post("/", answer)
    return application


async def test_clicks_and_commands_are_never_tried_again() -> None:
    async with acme() as at, BareListener([500]) as app:
        at.app.request_url = app.url
        await at.client.chat_postMessage(
            channel=at.room.id, text="a", blocks=[section("a"), actions(button("Approve"))]
        )
        await at.slack.quiet(3)
        before = len(app.requests)
        click = await at.app.click(at.olive, at.slack.messages(at.room)[0], "Approve")
        command = await at.app.command(at.olive, at.room, "/approvals", "mine")
        await at.slack.quiet()
        assert (len(click.attempts), len(command.attempts), len(app.requests) - before) == (1, 1, 2)


async def test_a_lost_first_delivery_arrives_as_a_retry_only() -> None:
    async with acme() as at, BareListener() as app:
        at.app.request_url = app.url
        at.slack.fault("lost_delivery", on="message")
        [delivery] = (await at.app.say(at.sam, at.room, "hello")).deliveries
        await delivery.wait_until_done()
        [request] = app.requests
        assert request.headers["x-slack-retry-num"] == "1"
        assert request.headers["x-slack-retry-reason"] == "connection_failed"


async def test_deliveries_can_be_doubled_and_reordered() -> None:
    async with acme() as at, BareListener() as app:
        at.app.request_url = app.url
        at.slack.fault("duplicate", on="message")
        await at.app.say(at.sam, at.room, "twice")
        assert len({request.payload["event_id"] for request in app.requests}) == 1
        assert len(app.requests) == 2
        at.slack.fault("reorder", on="message", seconds=2)
        await asyncio.gather(at.app.say(at.sam, at.room, "first"), at.app.say(at.sam, at.room, "second"))
        assert [request.payload["event"]["text"] for request in app.requests[2:]] == ["second", "first"]


async def test_forgeries_and_replays_are_sent_as_told() -> None:
    async with acme() as at, BareListener() as app:
        at.app.request_url = app.url
        [delivery] = (await at.app.say(at.sam, at.room, "hello")).deliveries
        await at.app.replay(delivery.first)
        assert app.requests[0] == app.requests[1]._replace(headers=app.requests[0].headers)
        assert app.requests[0].headers["x-slack-signature"] == app.requests[1].headers["x-slack-signature"]
        await at.app.forge(b"{}", timestamp="nan", signature="v0=abc")
        assert app.requests[2].headers["x-slack-request-timestamp"] == "nan"
        await at.app.forge(b"{}", headers={"X-Slack-Signature": None})
        assert "x-slack-signature" not in app.requests[3].headers
        verifier = SignatureVerifier(at.app.signing_secret)
        await at.app.forge(b"\xff\xfe{}")
        assert app.requests[4].body == b"\xff\xfe{}"
        assert not verifier.is_valid(b"{}", app.requests[4].headers["x-slack-request-timestamp"], "v0=abc")


async def test_slack_itself_verifies_warns_and_revokes() -> None:
    async with acme() as at, BareListener(answer=lambda payload: payload.get("challenge")) as app:
        at.app.request_url = app.url
        assert (await at.app.verify_url("c0ffee")).body == "c0ffee"
        await at.app.rate_limited(at.team)
        await at.app.ssl_check()
        await at.app.uninstall(at.team)
        kinds = [r.payload.get("event", r.payload).get("type", "ssl_check") for r in app.requests]
        assert kinds == ["url_verification", "app_rate_limited", "ssl_check", "tokens_revoked", "app_uninstalled"]


async def _sockets(at: AcmeWorkspace, http: aiohttp.ClientSession, count: int) -> list[aiohttp.ClientWebSocketResponse]:
    headers = {"Authorization": f"Bearer {at.app.app_token}"}
    wires = []
    for number in range(1, count + 1):
        async with http.post(f"{at.slack.api_url}apps.connections.open", headers=headers) as answer:
            wires.append(await http.ws_connect((await answer.json())["url"]))
        hello = await wires[-1].receive_json()
        assert (hello["type"], hello["num_connections"]) == ("hello", number)
    return wires


async def test_an_envelope_goes_to_one_socket_and_comes_again_when_it_is_not_acknowledged() -> None:
    async with acme(ack_seconds=0.5) as at, aiohttp.ClientSession() as http:
        at.app.socket_mode = True
        wires = await _sockets(at, http, 3)
        seen: list[JSON] = []

        async def listen(wire: aiohttp.ClientWebSocketResponse) -> None:
            async for frame in wire:
                envelope = json.loads(frame.data)
                seen.append(envelope)
                if envelope.get("retry_attempt") == 1:
                    await wire.send_json({"envelope_id": envelope["envelope_id"]})

        listeners = [asyncio.create_task(listen(wire)) for wire in wires]
        [delivery] = (await at.app.say(at.sam, at.room, "hello")).deliveries
        await delivery.wait_until_done()
        assert [(e["type"], e["retry_attempt"], e["retry_reason"]) for e in seen] == [
            ("events_api", 0, ""),
            ("events_api", 1, "timeout"),
        ]
        assert seen[0]["envelope_id"] != seen[1]["envelope_id"]
        assert seen[0]["payload"]["event_id"] == seen[1]["payload"]["event_id"]
        await at.slack.sockets.warn(at.app.id)
        await at.slack.sockets.refresh(at.app.id)
        await asyncio.wait_for(asyncio.gather(*listeners), 2)
        assert [e["reason"] for e in seen[2:]].count("refresh_requested") == 3


async def test_without_an_open_socket_a_click_is_lost() -> None:
    async with acme() as at:
        at.app.socket_mode = True
        await at.client.chat_postMessage(channel=at.room.id, text="a", blocks=[actions(button("Approve"))])
        click = await at.app.click(at.olive, at.slack.messages(at.room)[0], "Approve")
        assert (click.ok, click.first.reason) == (False, "connection_failed")
