"""reactions.add and remove."""

from typing import Any

from slack_double import events
from slack_double.messages import SlackMessage
from slack_double.size_limits import CallRefused
from slack_double.web_api.registry import method
from slack_double.web_api_request import WebApiCall

JSON = dict[str, Any]


@method("reactions.add", "reactions:write")
async def add(call: WebApiCall) -> JSON:
    """Put an emoji on a message."""
    message, name = _target(call)
    if call.bot.id in message.reactions.get(name, []):
        raise CallRefused("already_reacted")
    message.reactions.setdefault(name, []).append(call.bot.id)
    _tell(call, "reaction_added", name, message)
    return {}


@method("reactions.remove", "reactions:write", tier=2)
async def remove(call: WebApiCall) -> JSON:
    """Take an own emoji off."""
    message, name = _target(call)
    if call.bot.id not in message.reactions.get(name, []):
        raise CallRefused("no_reaction")
    message.reactions[name].remove(call.bot.id)
    if not message.reactions[name]:
        del message.reactions[name]
    _tell(call, "reaction_removed", name, message)
    return {}


def _target(call: WebApiCall) -> tuple[SlackMessage, str]:
    room, name = call.room(), call.need("name").strip(":")
    message = call.slack.world.message(room, call.need("timestamp"))
    if message is None:
        raise CallRefused("message_not_found")
    if room.is_archived:
        raise CallRefused("is_archived")
    if call.bot.id not in room.members:
        raise CallRefused("not_in_channel")
    if not name.replace("_", "").replace("-", "").replace("+", "").isalnum():
        raise CallRefused("invalid_name")
    return message, name


def _tell(call: WebApiCall, kind: str, name: str, message: SlackMessage) -> None:
    event = events.build_reaction_event(kind, call.bot.id, name, message, call.slack.world.new_ts())
    call.slack.behind(call.slack.news.send_to_room(event, message.channel))
