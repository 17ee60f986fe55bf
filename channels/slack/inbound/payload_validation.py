"""Decides which signed payloads Bolt may get: it indexes into them unchecked, so malformed ones are refused here. Pure.

Shapes: docs.slack.dev/apis/events-api, /reference/interaction-payloads.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Literal

from bot.core.values import JSON

UNREADABLE = (ValueError, TypeError, AttributeError, LookupError, RecursionError)
"""Errors that Bolt's request raises for a malformed body."""

PayloadShape = Literal["whole", "broken", "unused"]
"""`unused`: of a kind that is not used here, such as steps of old workflows; it is acknowledged."""


ID = re.compile(r"[A-Za-z0-9_.:-]{0,40}", re.ASCII)
"""The form of Slack's ids and timestamps; the longest have some twenty characters."""
NAMED = ("team", "user", "channel", "enterprise", "view", "bot_user")
"""Tables that have an `id`."""
IDS = (
    "team_id",
    "enterprise_id",
    "api_app_id",
    "event_id",
    "user_id",
    "channel_id",
    "user_team",
    "source_team",
    "ts",
    "thread_ts",
    "message_ts",
    *NAMED,
)


def classify_payload(body: JSON) -> PayloadShape:
    """Whether a payload has the fields of its kind, and well-formed ids."""
    if not isinstance(body, Mapping) or not all(map(ID.fullmatch, _list_ids(body))):
        return "broken"
    if "command" in body:
        return "whole" if isinstance(body["command"], str) else "broken"
    match body.get("type"):
        case "event_callback":
            is_whole = _has_text(body.get("event"), "type")
        case "block_actions":
            actions = body.get("actions")
            is_whole = isinstance(actions, list) and bool(actions) and _has_text(actions[0], "action_id")
        case "view_submission" | "view_closed":
            is_whole = _has_text(body.get("view"), "callback_id")
        case "block_suggestion":
            is_whole = _has_text(body, "action_id")
        case "shortcut" | "message_action":
            is_whole = _has_text(body, "callback_id")
        case _:
            return "unused"
    return "whole" if is_whole else "broken"


def _list_ids(body: Mapping[str, JSON]) -> Iterator[str]:
    """The ids in the parts of a payload that identify conversations, people and messages."""
    event, granted = body.get("event"), body.get("authorizations")
    parts = [body, event, body.get("container"), body.get("message"), *(granted if isinstance(granted, list) else [])]
    if isinstance(event, Mapping):
        parts.append(event.get("assistant_thread"))
    for part in parts:
        table = part if isinstance(part, Mapping) else {}
        values = [table.get(key) for key in IDS]
        values += [named.get("id") for key in NAMED if isinstance(named := table.get(key), Mapping)]
        yield from (value for value in values if isinstance(value, str))


def replace_surrogates(body: JSON) -> JSON:
    """The body with U+FFFD in place of lone surrogates: JSON can hold them, UTF-8 and the database cannot."""
    text = json.dumps(body, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.loads(text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))
    return body


def _has_text(table: JSON, key: str) -> bool:
    return isinstance(table, Mapping) and isinstance(table.get(key), str)
