"""The payloads of the Events API as Slack sends them; pure building, nothing is sent or remembered here.

Sources: docs.slack.dev/reference/events and captured deliveries.
"""

import copy
from typing import TYPE_CHECKING, Any

from slack_double.credentials import AppInstallation
from slack_double.messages import SlackMessage
from slack_double.state import SlackState
from slack_double.workspace import Channel, Team

if TYPE_CHECKING:
    from slack_double.app_registration import AppRegistration

JSON = dict[str, Any]

# The scope without which Slack does not send an event.
SCOPES = {
    "app_mention": "app_mentions:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "app_context_changed": "assistant:write",
    "assistant_thread_started": "assistant:write",
    "agent_session_stopped": "assistant:write",
}
SUBSCRIPTIONS = {"channel": "message.channels", "group": "message.groups", "im": "message.im", "mpim": "message.mpim"}


def subscription(event: JSON) -> str:
    """The subscription that brings an app this event: `message.channels`, `app_mention`, …"""
    if event["type"] == "message":
        return SUBSCRIPTIONS[event["channel_type"]]
    return str(event["type"])


def wrap_event(
    app: "AppRegistration", grant: AppInstallation, team: Team, event: JSON, event_id: str, now: float
) -> JSON:
    """The outer event: its workspace, its app, its installation."""
    org = team.enterprise_id
    authorization = {"enterprise_id": org, "team_id": grant.team.id, "user_id": grant.bot.id, "is_bot": True}
    authorization["is_enterprise_install"] = grant.is_enterprise
    if grant.is_enterprise:
        authorization["team_id"] = team.id
    payload: JSON = {"token": app.verification_token, "team_id": team.id, "context_team_id": team.id}
    payload |= {"context_enterprise_id": org, "api_app_id": app.id, "event": copy.deepcopy(event)}
    payload |= {"type": "event_callback", "event_id": event_id, "event_time": int(now)}
    payload |= {"authorizations": [authorization], "is_ext_shared_channel": False}
    payload["event_context"] = f"4-{event_id}"
    if org:
        payload["enterprise_id"] = org
    return payload


def build_message_event(world: SlackState, message: SlackMessage) -> JSON:
    """A message that was posted. A file share, a bot's post and a thread broadcast carry their subtype."""
    event = world.shown(message) | {"channel": message.channel.id, "event_ts": message.ts}
    for counter in ("reply_count", "reply_users", "reply_users_count", "latest_reply", "is_locked", "subscribed"):
        event.pop(counter, None)
    event["channel_type"] = message.channel.type
    if message.user.is_stranger_to(message.channel.team):
        event |= {"user_team": message.user.team.id, "source_team": message.user.team.id}
        event["user_profile"] = {
            "real_name": message.user.name,
            "name": message.user.handle,
            "team": message.user.team.id,
        }
        event["team"] = message.channel.team.id
    return event


def build_mention_event(world: SlackState, message: SlackMessage) -> JSON:
    """The app_mention of the same message: same ts, no channel_type, no subtype."""
    event = build_message_event(world, message) | {"type": "app_mention"}
    for name in ("channel_type", "subtype", "source_team", "user_profile"):
        event.pop(name, None)
    return event


def build_changed_event(world: SlackState, message: SlackMessage, previous: JSON, ts: str) -> JSON:
    """A message_changed: human edit, unfurl, an app's own chat.update, a new reply count. `previous` as history shows it."""
    event: JSON = {"type": "message", "subtype": "message_changed", "message": world.shown(message), "hidden": True}
    event |= {"previous_message": previous, "channel": message.channel.id, "ts": ts, "event_ts": ts}
    return event | {"channel_type": message.channel.type}


def build_deleted_event(world: SlackState, message: SlackMessage, ts: str) -> JSON:
    """A message_deleted."""
    event: JSON = {"type": "message", "subtype": "message_deleted", "previous_message": world.shown(message)}
    event |= {"channel": message.channel.id, "deleted_ts": message.ts, "hidden": True, "ts": ts, "event_ts": ts}
    return event | {"channel_type": message.channel.type}


def build_reaction_event(kind: str, user_id: str, name: str, message: SlackMessage, ts: str) -> JSON:
    """reaction_added or reaction_removed."""
    item = {"type": "message", "channel": message.channel.id, "ts": message.ts}
    event: JSON = {"type": kind, "user": user_id, "reaction": name, "item": item, "item_user": message.user.id}
    return event | {"event_ts": ts}


def build_joined_event(user_id: str, channel: Channel, inviter: str | None, ts: str) -> JSON:
    """member_joined_channel; `channel_type` is C or G."""
    letter = "C" if channel.kind == "public" else "G"
    event: JSON = {"type": "member_joined_channel", "user": user_id, "channel": channel.id, "channel_type": letter}
    return event | {"team": channel.team.id, "event_ts": ts} | ({"inviter": inviter} if inviter else {})
