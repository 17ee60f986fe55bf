"""Payloads as messages, clicks and forms; all other payloads are ignored."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.slack.addresses import MessageAddress, SlackTeam
from channels.slack.inbound.payload_parser import (
    AppIdentity,
    AppOpened,
    AppUninstalled,
    ElementClick,
    ModalSubmission,
    SlackSender,
    SlashCommand,
    StopPressed,
    UserMessage,
    find_team,
    parse_payload,
)
from tests.random_seed import share

TEAM = SlackTeam("T1")
ME = AppIdentity(TEAM, "U0BOT", "B1", "A1")


def event(**fields: Any) -> dict[str, Any]:
    return {"type": "event_callback", "team_id": "T1", "api_app_id": "A1", "event_id": "Ev1", "event": fields}


def said(**fields: Any) -> dict[str, Any]:
    usual = {"type": "message", "channel": "C1", "channel_type": "channel", "user": "U1", "team": "T1", "ts": "5.0"}
    return event(**{**usual, "text": "hello", **fields})


def message(**fields: Any) -> UserMessage:
    found = parse_payload(said(**fields), ME)
    assert isinstance(found, UserMessage)
    return found


def test_slk07_a_mention_is_one_message_however_it_comes() -> None:
    as_message = message(text="<@U0BOT> deploy")
    as_mention = message(type="app_mention", text="<@U0BOT> deploy")
    assert as_message.id == as_mention.id == "T1/C1/5.0"
    assert as_message.text == as_mention.text == "deploy"
    assert as_message.is_addressed
    assert as_mention.is_addressed


def test_a_message_stands_in_its_thread_or_opens_one() -> None:
    assert message().address == MessageAddress(TEAM, "C1", "5.0")
    inside = message(thread_ts="1.0")
    assert (inside.address, inside.id) == (MessageAddress(TEAM, "C1", "1.0"), "T1/C1/5.0")


def test_direct_messages_are_for_us_and_talk_in_a_channel_is_not() -> None:
    assert message(channel="D1", channel_type="im").is_addressed
    assert not message().is_addressed
    assert not message(channel="G1", channel_type="mpim").is_addressed


def test_files_are_named_and_never_opened() -> None:
    found = message(subtype="file_share", text="look", files=[{"name": "a.log", "mimetype": "text/plain", "size": 12}])
    assert found.text == "look\n[file: a.log, text/plain, 12 bytes]"


def test_a_mention_without_words_is_heard() -> None:
    assert message(type="app_mention", text="<@U0BOT>").text == "(no words)"


@pytest.mark.parametrize(
    "fields",
    [
        {"bot_id": "B1"},
        {"bot_id": "B9", "subtype": "bot_message"},
        {"bot_profile": {"id": "B9"}},
        {"user": "U0BOT"},
        {"user": "USLACKBOT"},
        {"user": None},
        {"ts": None},
        {"hidden": True},
        {"subtype": "message_changed", "message": {"text": "approve", "user": "U1", "ts": "5.0"}},
        {"subtype": "message_deleted"},
        {"subtype": "message_replied"},
        {"subtype": "channel_join"},
        {"subtype": "bot_add"},
        {"subtype": "assistant_app_thread"},
    ],
)
def test_slk35_what_is_no_persons_words_starts_nothing(fields: dict[str, Any]) -> None:
    assert parse_payload(said(**fields), ME) is None


@pytest.mark.parametrize("kind", ["reaction_added", "member_joined_channel", "channel_archive", "pin_added", "x", None])
def test_slk34_reactions_and_other_events_mean_nothing(kind: str | None) -> None:
    assert (
        parse_payload(event(type=kind, user="U1", reaction="white_check_mark", item={"channel": "C1", "ts": "1"}), ME)
        is None
    )


def test_events_that_are_no_messages() -> None:
    stop = event(type="agent_session_stopped", channel="D1", thread_ts="1.0", user="U1", streaming_message_ts=["2.0"])
    assert parse_payload(stop, ME) == StopPressed(SlackSender(TEAM, "U1"), MessageAddress(TEAM, "D1", "1.0"), "Ev1")
    home = event(type="app_home_opened", user="U1", tab="home", channel="D1")
    assert parse_payload(home, ME) == AppOpened(SlackSender(TEAM, "U1"), "home", "D1")
    legacy = event(
        type="assistant_thread_started", assistant_thread={"user_id": "U1", "channel_id": "D1", "thread_ts": "1.0"}
    )
    assert parse_payload(legacy, ME) == AppOpened(SlackSender(TEAM, "U1"), "messages", "D1", "1.0")
    assert parse_payload(event(type="app_uninstalled"), ME) == AppUninstalled(TEAM)
    assert parse_payload(event(type="tokens_revoked", tokens={"bot": ["U0BOT"]}), ME) == AppUninstalled(TEAM)


CLICK = {
    "type": "block_actions",
    "api_app_id": "A1",
    "team": {"id": "T1", "domain": "acme"},
    "user": {"id": "U1", "username": "olive", "team_id": "T1"},
    "container": {"type": "message", "message_ts": "7.0", "channel_id": "C1", "is_ephemeral": False},
    "channel": {"id": "C1", "name": "ops"},
    "message": {"ts": "7.0", "thread_ts": "5.0"},
    "trigger_id": "1.2.3",
    "response_url": "https://hooks.slack.com/actions/T1/1/x",
    "actions": [{"action_id": "countersign.approve", "block_id": "b", "type": "button", "value": "v1.x"}],
}


def test_a_click_on_a_card() -> None:
    assert parse_payload(CLICK, ME) == ElementClick(
        SlackSender(TEAM, "U1", "T1"),
        "countersign.approve",
        "v1.x",
        MessageAddress(TEAM, "C1", "7.0"),
        "5.0",
        "1.2.3",
        "https://hooks.slack.com/actions/T1/1/x",
        values={},
    )


def test_a_click_on_an_ephemeral_message_has_no_message() -> None:
    payload = {key: value for key, value in CLICK.items() if key != "message"}
    found = parse_payload(payload, ME)
    assert isinstance(found, ElementClick)
    assert found.address == MessageAddress(TEAM, "C1", "7.0")


def test_a_chosen_option_counts_as_the_value() -> None:
    action = {"action_id": "countersign.choose", "type": "static_select", "selected_option": {"value": "v1.y"}}
    found = parse_payload({**CLICK, "actions": [action]}, ME)
    assert isinstance(found, ElementClick)
    assert found.value == "v1.y"


def test_a_click_in_a_view_carries_the_view() -> None:
    view = {"id": "V1", "hash": "h", "callback_id": "c", "private_metadata": "m", "state": {"values": {"b": {}}}}
    home = {**CLICK, "container": {"type": "view", "view_id": "V1"}, "channel": None, "message": None, "view": view}
    found = parse_payload(home, ME)
    assert isinstance(found, ElementClick)
    assert (found.address.channel, found.view, found.view_hash, found.metadata) == ("", "V1", "h", "m")
    assert (found.callback, found.values) == ("c", {"b": {}})


def test_a_sent_form_and_a_command() -> None:
    view = {"callback_id": "c", "private_metadata": "m", "state": {"values": {"b": {"a": {"value": "x"}}}}}
    sent = {"type": "view_submission", "team": {"id": "T1"}, "user": {"id": "U1", "team_id": "T1"}, "view": view}
    found = parse_payload(sent, ME)
    assert found == ModalSubmission(SlackSender(TEAM, "U1", "T1"), "c", "m", {"b": {"a": {"value": "x"}}})
    command = {"command": "/approvals", "text": " mine ", "team_id": "T1", "channel_id": "C1", "user_id": "U1"}
    found = parse_payload(command, ME)
    assert isinstance(found, SlashCommand)
    assert (found.name, found.text, found.sender) == ("/approvals", "mine", SlackSender(TEAM, "U1"))


ORGANISATION = {
    "team_id": "T2",
    "enterprise_id": "E2",
    "context_team_id": "T1",
    "authorizations": [{"enterprise_id": "E1", "team_id": None, "is_enterprise_install": True}],
}
"""An event of a Slack Connect channel, where an organisation has installed the app as a whole."""
CONNECTED = {
    "team": {"id": "T2", "enterprise_id": "E2"},
    "user": {"id": "U1", "team_id": "T2"},
    "enterprise": {"id": "E2"},
    "view": {"app_installed_team_id": "T1"},
}
"""A form that was sent from another workspace than the app's (github.com/slackapi/bolt-python/pull/734)."""


@pytest.mark.parametrize(
    ("body", "team"),
    [
        ({"team_id": "T1"}, SlackTeam("T1")),
        ({"team_id": "T2", "authorizations": [{"team_id": "T1", "enterprise_id": None}]}, SlackTeam("T1")),
        ({"team_id": "T2", "authorizations": [{"team_id": None, "enterprise_id": "E1"}]}, None),
        ({"team": {"id": "T1"}, "enterprise": {"id": "E1"}}, SlackTeam("T1", "E1")),
        ({"team": None, "user": {"id": "U", "team_id": "T1"}, "enterprise": {"id": "E1"}}, SlackTeam("T1", "E1")),
        ({"team_id": "T1", "enterprise_id": "E1"}, SlackTeam("T1", "E1")),
        (ORGANISATION, SlackTeam("T1", "E1")),
        (CONNECTED, SlackTeam("T1")),
        (CONNECTED | {"view": {"app_installed_team_id": "E1"}}, SlackTeam("T2", "E2")),
        ({**CONNECTED, "view": {}, "team": {"id": "T1"}}, SlackTeam("T1")),
        ({}, None),
        ({"team_id": 7}, None),
    ],
)
def test_slk18_the_workspace_that_is_meant(body: dict[str, Any], team: SlackTeam | None) -> None:
    assert find_team(body) == team


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)
TYPES = st.sampled_from(["event_callback", "block_actions", "view_submission", "message", "app_mention"])
KEYS = st.sampled_from(
    [
        "type",
        "event",
        "user",
        "channel",
        "ts",
        "text",
        "files",
        "thread_ts",
        "bot_id",
        "actions",
        "container",
        "view",
        "team",
        "message",
        "state",
        "values",
        "command",
        "authorizations",
        "enterprise",
        "selected_option",
        "assistant_thread",
    ]
)
NESTED = st.recursive(
    ANYTHING | TYPES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=25,
)


@settings(max_examples=share(400), deadline=None)
@given(st.dictionaries(KEYS, NESTED, max_size=8), TYPES)
def test_no_shape_of_a_payload_is_an_error(body: dict[str, Any], kind: str) -> None:
    parse_payload({**body, "type": kind}, ME)
    find_team(body)


@pytest.mark.parametrize(
    "address", [MessageAddress(TEAM, "C1", "1.0"), MessageAddress(TEAM, "C1"), MessageAddress(TEAM, user="U1")]
)
def test_an_address_is_read_back(address: MessageAddress) -> None:
    assert MessageAddress.read(str(address)) == address


@pytest.mark.parametrize("text", ["", "T1", "T1/", "/C1/1", "C1"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no place in Slack"):
        MessageAddress.read(text)
