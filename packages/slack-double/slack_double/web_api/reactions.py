"""reactions.add and remove."""

from typing import Any

from slack_double import events
from slack_double.api_call import Call
from slack_double.messages import Message
from slack_double.size_limits import Refused
from slack_double.web_api.registry import method

JSON = dict[str, Any]


@method("reactions.add", "reactions:write")
async def add(call: Call) -> JSON:
    """Put an emoji on a message."""
    message, name = _target(call)
    if call.bot.id in message.reactions.get(name, []):
        raise Refused("already_reacted")
    message.reactions.setdefault(name, []).append(call.bot.id)
    _tell(call, "reaction_added", name, message)
    return {}


@method("reactions.remove", "reactions:write", tier=2)
async def remove(call: Call) -> JSON:
    """Take an own emoji off."""
    message, name = _target(call)
    if call.bot.id not in message.reactions.get(name, []):
        raise Refused("no_reaction")
    message.reactions[name].remove(call.bot.id)
    if not message.reactions[name]:
        del message.reactions[name]
    _tell(call, "reaction_removed", name, message)
    return {}


def _target(call: Call) -> tuple[Message, str]:
    room, name = call.room(), call.need("name").strip(":")
    message = call.slack.world.message(room, call.need("timestamp"))
    if message is None:
        raise Refused("message_not_found")
    if room.is_archived:
        raise Refused("is_archived")
    if call.bot.id not in room.members:
        raise Refused("not_in_channel")
    if not name.replace("_", "").replace("-", "").replace("+", "").isalnum():
        raise Refused("invalid_name")
    return message, name


def _tell(call: Call, kind: str, name: str, message: Message) -> None:
    event = events.reaction_event(kind, call.bot.id, name, message, call.slack.world.new_ts())
    call.slack.behind(call.slack.news.happened(event, message.channel))
