"""manifest.yml asks for exactly the scopes and events that the code uses, in a form that Slack accepts."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from channels.slack.addresses import SlackTeam
from channels.slack.inbound.payload_parser import AppIdentity, parse_payload
from channels.slack.installation.scopes import COMMANDS, EVENTS, REASONS, SCOPES

ROOT = Path(__file__).parent.parent
MANIFEST: dict[str, Any] = yaml.safe_load((ROOT / "manifest.yml").read_text("utf-8"))
ME = AppIdentity(SlackTeam("T1"), "U0BOT", "B1", "A1")

EXAMPLES: dict[str, dict[str, Any]] = {
    "agent_session_stopped": {"channel": "D1", "thread_ts": "1.0", "user": "U1"},
    "app_home_opened": {"user": "U1", "tab": "home", "channel": "D1"},
    "app_mention": {"user": "U1", "channel": "C1", "ts": "1.0", "text": "<@U0BOT> hi"},
    "app_uninstalled": {},
    "message.channels": {"user": "U1", "channel": "C1", "ts": "1.0", "text": "hi", "channel_type": "channel"},
    "message.groups": {"user": "U1", "channel": "G1", "ts": "1.0", "text": "hi", "channel_type": "group"},
    "message.im": {"user": "U1", "channel": "D1", "ts": "1.0", "text": "hi", "channel_type": "im"},
    "message.mpim": {"user": "U1", "channel": "G1", "ts": "1.0", "text": "hi", "channel_type": "mpim"},
    "tokens_revoked": {"tokens": {"bot": ["U0BOT"]}},
}
"""One event of each subscription, as Slack sends it."""


def test_the_scopes_events_and_commands_are_those_of_the_code() -> None:
    assert set(MANIFEST["oauth_config"]["scopes"]["bot"]) == SCOPES
    assert set(MANIFEST["settings"]["event_subscriptions"]["bot_events"]) == EVENTS
    assert {command["command"] for command in MANIFEST["features"]["slash_commands"]} == COMMANDS


@pytest.mark.parametrize("event", sorted(EVENTS))
def test_every_event_that_is_subscribed_is_understood(event: str) -> None:
    payload = {"type": "event_callback", "team_id": "T1", "event_id": "Ev1"}
    assert parse_payload({**payload, "event": {"type": event.partition(".")[0], **EXAMPLES[event]}}, ME) is not None


def test_every_method_that_is_called_has_its_scope() -> None:
    """Slack's documentation of each method names the scope that a bot token needs."""
    needs = {
        "chat_postMessage": "chat:write",
        "chat_postEphemeral": "chat:write",
        "chat_update": "chat:write",
        "chat_startStream": "chat:write",
        "chat_appendStream": "chat:write",
        "chat_stopStream": "chat:write",
        "conversations_open": "im:write",
        "conversations_replies": "channels:history",
        "conversations_history": "channels:history",
        "users_info": "users:read",
        "bots_info": "users:read",
        "auth_test": "",
        "views_open": "",
        "views_push": "",
        "views_update": "",
        "views_publish": "",
        "apps_connections_open": "",
    }
    methods = "auth|bots|users|chat|conversations|views|apps|reactions|files"
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "channels" / "slack").rglob("*.py"))
    called = set(re.findall(rf"\.((?:{methods})_[A-Za-z_]+)\b", code))
    assert called <= needs.keys()
    assert {needs[name] for name in called} - {""} <= SCOPES
    assert ("assistant.threads" in code) == ("assistant:write" in SCOPES)


def test_it_fits_slacks_limits() -> None:
    shown, features = MANIFEST["display_information"], MANIFEST["features"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 174 <= len(shown["long_description"]) <= 4000
    assert len(features["bot_user"]["display_name"]) <= 80
    assert len(features["agent_view"]["agent_description"]) <= 300
    assert len(features["agent_view"]["suggested_prompts"]) <= 4
    assert len(MANIFEST["settings"]["event_subscriptions"]["bot_events"]) <= 100
    assert all(len(command["command"]) <= 32 for command in features["slash_commands"])


def test_ag1_the_prompts_belong_to_no_agent() -> None:
    """The agent's own are set when a conversation is opened."""
    prompts = MANIFEST["features"]["agent_view"]["suggested_prompts"]
    assert prompts == [{"title": "What can you do?", "message": "help"}]


def test_all_comes_to_the_one_route() -> None:
    settings = MANIFEST["settings"]
    urls = [settings["event_subscriptions"]["request_url"], settings["interactivity"]["request_url"]]
    urls += [command["url"] for command in MANIFEST["features"]["slash_commands"]]
    assert set(urls) == {"https://HOST/slack/events"}
    assert MANIFEST["oauth_config"]["redirect_urls"] == ["https://HOST/slack/oauth_redirect"]
    assert settings["interactivity"]["is_enabled"] is True


def test_sl4_every_scope_has_a_reason_in_the_manifest_and_in_the_docs() -> None:
    manifest, docs = ((ROOT / name).read_text("utf-8") for name in ("manifest.yml", "docs/slack.md"))
    for scope, reason in REASONS.items():
        assert f"- {scope} # {reason}" in manifest
        assert f"| `{scope}` | {reason} |" in docs
    assert not {"channels:read", "groups:read", "im:read"} & SCOPES


def test_sl4_it_promises_no_more_than_there_is_and_no_installation_for_a_whole_organisation() -> None:
    assert "remind" not in MANIFEST["display_information"]["long_description"].lower()
    assert MANIFEST["settings"]["org_deploy_enabled"] is False
