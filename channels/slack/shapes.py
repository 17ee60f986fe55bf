"""Which signed payloads are handed to Bolt. It indexes into them unchecked, so what lacks its shape never gets there. Pure.

Shapes: docs.slack.dev/apis/events-api, /reference/interaction-payloads.
"""

import json
from collections.abc import Mapping
from typing import Literal

from bot.core.word import JSON

UNREADABLE = (ValueError, TypeError, AttributeError, LookupError, RecursionError)
"""What building Bolt's request raises for a body that is none of Slack's."""

Shape = Literal["whole", "broken", "unused"]
"""`unused`: of a kind that means nothing to us, such as steps of old workflows; it is acknowledged."""


def shape_of(body: JSON) -> Shape:
    """Whether a payload has what its kind promises."""
    if not isinstance(body, Mapping):
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


def without_surrogates(body: JSON) -> JSON:
    """The body with U+FFFD for halves of characters, which JSON can name and neither UTF-8 nor the database can hold."""
    text = json.dumps(body, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.loads(text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))
    return body


def _has_text(table: JSON, key: str) -> bool:
    return isinstance(table, Mapping) and isinstance(table.get(key), str)
