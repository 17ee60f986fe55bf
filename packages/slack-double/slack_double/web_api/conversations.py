"""conversations.*: rooms, their members and their messages; a private room does not exist for a caller outside it."""

from typing import Any

from slack_double.messages import SlackMessage
from slack_double.size_limits import CallRefused
from slack_double.web_api.chat import direct
from slack_double.web_api.registry import method
from slack_double.web_api_request import WebApiCall
from slack_double.workspace import Channel

JSON = dict[str, Any]

PREFIX = {"public": "channels", "private": "groups", "im": "im", "mpim": "mpim"}
LISTED = {"public_channel": "public", "private_channel": "private", "im": "im", "mpim": "mpim"}


def readable(call: WebApiCall, verb: str) -> Channel:
    """The room of the call, if the token has `channels:`, `groups:`, `im:` or `mpim:` with that verb."""
    room = call.room()
    call.require_scope(f"{PREFIX[room.kind]}:{verb}")
    return room


@method("conversations.open", "im:write", "mpim:write")
async def open_direct(call: WebApiCall) -> JSON:
    """Open a direct (one id in `users`) or group conversation, or an existing one by its id."""
    if call.text("channel"):
        room, existed = call.room(), True
    else:
        ids = [id.strip() for id in call.need("users").split(",") if id.strip()]
        if len(ids) > 1:
            call.require_scope("mpim:write")
        count = sum(len(team.channels) for team in call.slack.world.teams.values())
        room = direct(call, ids)
        existed = count == sum(len(team.channels) for team in call.slack.world.teams.values())
    shown = room.json(call.bot) if call.flag("return_im") else {"id": room.id}
    return {"channel": shown, "no_op": existed, "already_open": existed}


@method("conversations.info", tier=3)
async def info(call: WebApiCall) -> JSON:
    """One room."""
    return {"channel": readable(call, "read").json(call.bot)}


@method("conversations.members", tier=4)
async def members(call: WebApiCall) -> JSON:
    """The members of a room, by page."""
    room = readable(call, "read")
    page, cursor = page_of(call, list(room.members), 100)
    return {"members": page, "response_metadata": {"next_cursor": cursor}}


@method("conversations.list", "channels:read", "groups:read", "im:read", "mpim:read", tier=2)
async def list_rooms(call: WebApiCall) -> JSON:
    """Rooms of the asked types that the caller may know of, by page."""
    kinds = {LISTED.get(name.strip(), "") for name in (call.text("types") or "public_channel").split(",")}
    rooms = [room for room in call.grant.team.channels.values() if room.kind in kinds]
    rooms = [room for room in rooms if room.kind == "public" or call.bot.id in room.members]
    if call.flag("exclude_archived"):
        rooms = [room for room in rooms if not room.is_archived]
    page, cursor = page_of(call, rooms, 100)
    return {"channels": [room.json(call.bot) for room in page], "response_metadata": {"next_cursor": cursor}}


@method("conversations.join", "channels:join")
async def join(call: WebApiCall) -> JSON:
    """Join a public channel."""
    room = call.room()
    if room.kind != "public":
        raise CallRefused("method_not_supported_for_channel_type")
    if room.is_archived:
        raise CallRefused("is_archived")
    already = call.bot.id in room.members
    room.add(call.bot)
    if not already:
        call.slack.behind(call.slack.apps[call.grant.app_id].invite(room))
    return {"channel": room.json(call.bot)} | ({"warning": "already_in_channel"} if already else {})


@method("conversations.history")
async def history(call: WebApiCall) -> JSON:
    """Messages of a room, newest first, replies only when broadcast."""
    room = _read_in(call)
    top = [
        m
        for m in call.slack.world.visible(room)
        if not m.thread_ts or m.thread_ts == m.ts or m.subtype == "thread_broadcast"
    ]
    return _messages(call, list(reversed(_select_between(call, top))))


@method("conversations.replies")
async def replies(call: WebApiCall) -> JSON:
    """One thread, root first."""
    room = _read_in(call)
    ts = call.need("ts")
    thread = list(call.slack.world.visible(room, ts))
    if not thread:
        raise CallRefused("thread_not_found")
    return _messages(call, [m for m in thread if m.ts == ts or m in _select_between(call, thread)])


def _read_in(call: WebApiCall) -> Channel:
    room = readable(call, "history")
    if call.bot.id not in room.members:
        raise CallRefused("not_in_channel")
    return room


def _select_between(call: WebApiCall, messages: list[SlackMessage]) -> list[SlackMessage]:
    oldest, latest = _moment(call, "oldest", 0.0), _moment(call, "latest", float("inf"))
    inclusive = call.flag("inclusive")
    return [m for m in messages if oldest < float(m.ts) < latest or (inclusive and float(m.ts) in (oldest, latest))]


def _moment(call: WebApiCall, name: str, usual: float) -> float:
    try:
        return float(call.text(name) or usual)
    except ValueError:
        raise CallRefused(f"invalid_ts_{name}") from None


def _messages(call: WebApiCall, found: list[SlackMessage]) -> JSON:
    page, cursor = page_of(call, found, 100)
    with_metadata = call.flag("include_all_metadata")
    shown = [call.slack.world.shown(message, with_metadata) for message in page]
    answer: JSON = {"messages": shown, "has_more": bool(cursor), "pin_count": 0}
    return answer | ({"response_metadata": {"next_cursor": cursor}} if cursor else {})


def page_of(call: WebApiCall, things: list[Any], usual: int) -> tuple[list[Any], str]:
    """One page and the cursor of the next (empty at the end)."""
    limit = call.number("limit", usual)
    if not 0 < limit <= 1000:
        raise CallRefused("invalid_limit")
    cursor = call.text("cursor") or "0"
    if not cursor.isdigit():
        raise CallRefused("invalid_cursor")
    start = int(cursor)
    return things[start : start + limit], str(start + limit) if start + limit < len(things) else ""
