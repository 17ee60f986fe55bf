"""Errors of a wrong set-up, and answers to payloads that are not ours (SL4)."""

import asyncio
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx2
import pytest
from structlog.testing import capture_logs

from bot.http.asgi_app import create_server
from bot.settings import EnvironmentSettings
from channels.slack.installation.doctor import is_loopback
from slack_double import SlackDouble
from slack_double.event_sender import FORM
from slack_double.messages import elements
from tests.channels.slack.hostile_requests import settled
from tests.channels.slack.installation.test_doctor import found
from tests.channels.slack.slack_workspace import SlackFixture, Transport, slack_platform, workspace
from tests.platform_fixture import choose

TRANSPORTS: list[Transport] = ["http", "socket"]
PUSH = (choose("push", tag="v1"), choose("done", message="v1 is out."))


async def readyz(here: SlackFixture) -> dict[str, Any]:
    transport = httpx2.ASGITransport(create_server(here.platform, EnvironmentSettings(base_url="http://127.0.0.1")))
    async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        answer = await client.get("/readyz")
        assert answer.status_code == 200
        said: dict[str, Any] = answer.json()
        return said


async def test_sl4_a_refused_app_token_is_logged_once_and_shown_by_readyz_until_it_is_granted(tmp_path: Path) -> None:
    async with SlackDouble() as slack:
        _, app = workspace(slack)
        refusing = slack.fault("error", "apps.connections.open", times=None, code="invalid_auth")
        environ = {"SLACK_APP_TOKEN": app.app_token}
        with capture_logs() as logs:
            async with slack_platform(tmp_path, slack=slack, environ=environ) as here:
                assert here.surface.sockets is not None
                here.app.socket_mode = True
                await here.until(lambda: refusing.struck >= 4)
                said = (await readyz(here))["channels_in_trouble"]["slack"]
                assert "SLACK_APP_TOKEN (invalid_auth)" in said
                assert "connections:write" in said
                slack.faults.plans.remove(refusing)
                await here.until(lambda: here.surface.sockets.connected == 2)  # type: ignore[union-attr]
                assert "channels_in_trouble" not in await readyz(here)
    lines = [line for line in logs if line["log_level"] == "error"]
    assert len(lines) == 2, "one a socket"
    assert all("SLACK_APP_TOKEN" in line["event"] and line["error"] == "invalid_auth" for line in lines)


async def test_sl4_an_app_token_that_is_refused_later_is_noticed_at_the_next_reconnection(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, transport="socket") as here:
        assert here.surface.sockets is not None
        here.slack.fault("error", "apps.connections.open", times=None, code="account_inactive")
        await here.slack.sockets.refresh(here.app.id)
        await here.until(lambda: "account_inactive" in here.surface.trouble)


async def test_sl4_a_refused_bot_token_is_shown_by_readyz(tmp_path: Path) -> None:
    async with SlackDouble() as slack:
        workspace(slack)
        slack.fault("error", "auth.test", times=None, code="invalid_auth")
        async with slack_platform(tmp_path, slack=slack) as here:
            assert "SLACK_BOT_TOKEN (invalid_auth)" in (await readyz(here))["channels_in_trouble"]["slack"]
            slack.faults.clear()
            await here.until(lambda: not here.surface.trouble)


async def test_sl4_a_bot_token_that_is_revoked_later_is_shown_by_readyz(tmp_path: Path) -> None:
    async with slack_platform(tmp_path) as here:
        assert "channels_in_trouble" not in await readyz(here)
        await here.app.uninstall(here.team)
        await here.until(lambda: "SLACK_BOT_TOKEN" in here.surface.trouble)
        assert "SLACK_BOT_TOKEN" in (await readyz(here))["channels_in_trouble"]["slack"]


@pytest.mark.parametrize(
    ("origin", "loopback"),
    [
        ("http://127.0.0.1:8080", True),
        ("http://localhost:8080", True),
        ("http://[::1]:8080", True),
        ("http://0.0.0.0:8080", True),
        ("http://box.localhost", True),
        ("http://10.0.0.7:8080", False),
        ("https://inbox.example", False),
        ("https://localhost.example", False),
    ],
)
def test_sl4_which_addresses_lead_to_this_machine_alone(origin: str, loopback: bool) -> None:
    assert is_loopback(origin) is loopback


async def test_sl4_over_socket_mode_with_a_loopback_address_no_card_links_to_it_and_it_is_warned_of(
    tmp_path: Path,
) -> None:
    long = choose("push", tag="v" * 60, commit="c" * 9_500)
    with capture_logs() as logs:
        async with slack_platform(tmp_path, long, transport="socket") as here:
            await here.ask()
            card = await here.card()
            assert "127.0.0.1" not in json.dumps(card.blocks) + card.text
            assert [button["text"]["text"] for button in card.buttons()] == ["Reject…"]
            assert "in the inbox, on the server that runs me" in str(card.blocks)
            await here.app.open_home(here.user("olive"))
            view = await here.until(lambda: here.slack.home(here.user("olive")))
            assert "127.0.0.1" not in json.dumps(view.content)
            transport = found(await here.surface.examine(), "Slack transport")
            assert (transport.mark, "COUNTERSIGN_BASE_URL" in transport.hint) == ("warn", True)
            assert here.slack.complaints == []
    assert [line["log_level"] for line in logs if "link to no inbox" in line["event"]] == ["warning"]


@pytest.mark.parametrize("code", ["invalid_blocks", "msg_blocks_too_long"])
async def test_sl4_refused_blocks_are_sent_as_plain_text_and_logged(tmp_path: Path, code: str) -> None:
    why = "[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text]"
    with capture_logs() as logs:
        async with slack_platform(tmp_path, *PUSH) as here:
            here.slack.fault("error", "chat.postMessage", code=code, reason=why)
            await here.ask()
            card = await here.until(lambda: next(iter(here.ours(here.channel())), None))
            assert 'tag = "v1"' in card.text
            assert "did not take this card" in card.text
            assert (card.buttons(), f"/requests/{(await here.request()).id}" in card.text) == ([], True)
            here.slack.fault("error", "chat.update", code=code, reason=why)
            await here.platform.pause(here.thread_ids()[0], by="max")
            request = await here.request()
            from tests.channels.slack.hostile_requests import decide_in_the_inbox

            await decide_in_the_inbox(here, request, "olive")
            await here.until(lambda: "Approved by Olive" in card.text)
    told = [line for line in logs if line["event"] == "Slack refuses our blocks"]
    assert [line["method"] for line in told][:1] == ["chat.postMessage"]
    assert "json-pointer:/blocks/0/text" in told[0]["reasons"]


async def test_sl4_a_form_that_slack_does_not_take_is_said_beside_the_card(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        await here.ask()
        card = await here.card()
        here.slack.fault("error", "views.open", times=2, code="invalid_arguments")
        await here.app.click(here.user("olive"), card, "Reject…")
        await here.told("olive", "did not open this form")


BODIES: list[tuple[bytes, str]] = [
    (b"{}", "application/json"),
    (b"[]", "application/json"),
    (b'{"type": "event_callback"}', "application/json"),
    (b'{"type": "block_actions", "team": null, "user": {"id": "U0OLIVE"}, "actions": []}', "application/json"),
    (b'{"type": "block_actions", "team": "T0ACME", "user": "x", "enterprise": [1]}', "application/json"),
    (b'{"type": "event_callback", "authorizations": [7], "event": "x"}', "application/json"),
    (b"not json", "application/json"),
    (b"", "application/json"),
    (b"payload=%7B", FORM),
    (b"payload=%5B%5D", FORM),
    (b"payload=null", FORM),
    (urlencode({"payload": json.dumps({"type": "view_submission", "view": {}})}).encode(), FORM),
    (b"command=%2Fapprovals&text=list", FORM),
    (b"a=b", FORM),
    (b'{"type": "view_submission", "team": {"id": "T0ACME"}, "view": "x", "user": 7}', "application/json"),
    (b'{"type": "x", "team_id": "T0ACME", "event": {"type": ["y"]}}', "application/json"),
]


@pytest.mark.parametrize(("body", "kind"), BODIES)
async def test_sl4_a_signed_payload_without_a_workspace_is_answered_and_never_a_404_or_500(
    tmp_path: Path, body: bytes, kind: str
) -> None:
    async with slack_platform(tmp_path, *PUSH) as here:
        answer = await here.app.forge(body, content_type=kind)
        assert answer.status in (200, 400), answer.body
        assert here.thread_ids() == []


async def test_sl4_events_that_slack_holds_back_are_in_the_log(tmp_path: Path) -> None:
    body = {"type": "app_rate_limited", "team_id": "T0ACME", "minute_rate_limited": 1518467820, "api_app_id": "A0CS"}
    with capture_logs() as logs:
        async with slack_platform(tmp_path) as here:
            assert (await here.app.forge(json.dumps(body).encode(), content_type="application/json")).status == 200
    assert [line["log_level"] for line in logs if "Slack holds back events" in line["event"]] == ["warning"]


async def test_sl4_an_envelope_without_a_workspace_is_acknowledged(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, *PUSH, transport="socket") as here:
        for payload in ({}, {"type": "event_callback"}, {"type": "block_actions", "team": "x", "user": 7}):
            assert (await here.app.send_interaction({"type": "block_actions"} | payload)).ok
        await here.ask()
        await here.card()


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_sl4_another_slash_command_is_refused_in_words(tmp_path: Path, transport: Transport) -> None:
    async with slack_platform(tmp_path, *PUSH, transport=transport) as here:
        sent = await here.app.command(here.user("olive"), here.channel(), "/deploy", "now")
        assert sent.outcome == "shown"
        assert "I do not know /deploy" in here.sentences("olive")[-1]
        assert "/approvals" in here.sentences("olive")[-1]
        await asyncio.sleep(0)
        assert (here.thread_ids(), settled(here), elements([])) == ([], [], [])
