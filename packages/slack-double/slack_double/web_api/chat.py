"""chat.postMessage, update, delete, postEphemeral, getPermalink: posting and its rules; streams live elsewhere."""

import re
from typing import Any

from slack_double.messages import SlackMessage
from slack_double.size_limits import TEXT, CallRefused, check_message, check_metadata
from slack_double.web_api.registry import method
from slack_double.web_api_request import WebApiCall
from slack_double.workspace import Channel

JSON = dict[str, Any]


@method("chat.postMessage", "chat:write", tier=None)
async def post_message(call: WebApiCall) -> JSON:
    """Post into a channel, a thread, or to a person (`channel` may be a user id)."""
    room = _destination(call)
    may_post(call, room)
    content = _content(call)
    metadata = call.json("metadata", "invalid_metadata_format")
    check_metadata(metadata)
    thread_ts = call.text("thread_ts") or None
    if thread_ts and call.slack.world.message(room, thread_ts) is None:
        raise CallRefused("thread_not_found")
    wait = call.slack.pace.post(room.id)
    if wait is not None:
        raise CallRefused("ratelimited", retry_after=wait)
    subtype = "thread_broadcast" if thread_ts and call.flag("reply_broadcast") else None
    named = {"metadata": metadata, "thread_ts": thread_ts, "subtype": subtype, "username": call.text("username")}
    message = call.slack.world.post(room, call.bot, by=call.method, **content, **named)
    call.slack.behind(call.slack.news.send_posted(message))
    clear_status(call, room, thread_ts)
    return {"channel": room.id, "ts": message.ts, "message": call.slack.world.shown(message, with_metadata=True)}


def _destination(call: WebApiCall) -> Channel:
    name = call.need("channel")
    if name.startswith(("U", "W")):
        user = call.slack.world.user(name, call.grant.team)
        if user is None:
            raise CallRefused("channel_not_found")
        return direct(call, [user.id])
    if name.startswith("#"):
        rooms = [room for room in call.grant.team.channels.values() if room.name == name[1:]]
        call.args["channel"] = rooms[0].id if rooms else name
    return call.room()


def direct(call: WebApiCall, ids: list[str]) -> Channel:
    """The direct or group conversation of the bot with these people."""
    people = []
    for id in ids:
        user = call.slack.world.user(id, call.grant.team)
        if user is None:
            raise CallRefused("user_not_found")
        if user.is_deleted:
            raise CallRefused("user_disabled")
        if user.is_bot:
            raise CallRefused("cannot_dm_bot")
        people.append(user)
    if len(people) == 1:
        return call.slack.apps[call.grant.app_id].direct(people[0])
    return call.slack.world.direct(call.grant.team, [*people, call.bot])


def may_post(call: WebApiCall, room: Channel) -> None:
    """Refuse a post where Slack would: archived, restricted, not a member, Messages tab off."""
    if room.is_archived:
        raise CallRefused("is_archived")
    if room.posting_restricted:
        raise CallRefused("restricted_action")
    if call.bot.id not in room.members and "chat:write.public" not in call.scopes:
        raise CallRefused("not_in_channel")
    if room.kind == "im" and not call.slack.apps[call.grant.app_id].messages_tab:
        raise CallRefused("messages_tab_disabled")


def _content(call: WebApiCall, needs_something: bool = True) -> JSON:
    """text, blocks, attachments of the call, checked; an over-long text is cut and warned of."""
    text, markdown = call.text("text"), call.text("markdown_text")
    blocks = call.list("blocks", "invalid_blocks_format")
    attachments = call.list("attachments", "invalid_attachments")
    if needs_something or blocks:
        check_message(text, blocks, markdown, attachments)
    shown = markdown if markdown is not None else (text or "")
    if len(shown) > TEXT:
        shown, call.warnings = shown[:TEXT], ("message_truncated",)
    if not text and markdown is None and blocks:
        call.warnings += ("missing_text_in_message",)
    return {"text": shown, "blocks": blocks, "attachments": attachments, "is_markdown": markdown is not None}


def clear_status(call: WebApiCall, room: Channel, thread_ts: str | None) -> None:
    """Any posted message clears the status of its assistant thread."""
    shown = call.slack.world.statuses.get((room.id, thread_ts or ""))
    if shown and shown[-1]["status"]:
        shown.append({"status": "", "by": call.method})


@method("chat.update", "chat:write")
async def update(call: WebApiCall) -> JSON:
    """Change an own message. Text without blocks deletes its blocks; metadata stays when it is left out."""
    room = call.room()
    if room.is_archived:
        raise CallRefused("is_inactive")
    message = call.own_message(room, "cant_update_message")
    if message.is_streaming:
        raise CallRefused("streaming_state_conflict")
    if message.only_for is not None:
        raise CallRefused("message_not_found")
    metadata = call.json("metadata", "invalid_metadata_format")
    check_metadata(metadata)
    content = _content(call)
    before = call.slack.world.shown(message)
    _rewrite(call, message, content, metadata)
    call.slack.behind(call.slack.news.send_changed(message, before))
    return {"channel": room.id, "ts": message.ts, "text": message.text, "message": message.json()}


def _rewrite(call: WebApiCall, message: SlackMessage, content: JSON, metadata: JSON | None) -> None:
    message.text, message.blocks, message.is_markdown = content["text"], content["blocks"], content["is_markdown"]
    if content["attachments"] or call.args.get("attachments") is not None:
        message.attachments = content["attachments"]
    if metadata is not None:
        message.metadata = metadata or None
    if not message.blocks:
        message.edited = {"user": call.bot.id, "ts": call.slack.world.new_ts()}
    call.slack.rename_blocks(message.blocks)
    message.keep_version(call.slack.clock.now(), call.method)


@method("chat.delete", "chat:write")
async def delete(call: WebApiCall) -> JSON:
    """Delete an own message."""
    room = call.room()
    message = call.own_message(room, "cant_delete_message")
    app = call.slack.apps[call.grant.app_id]
    call.slack.behind(app.delete(message))
    message.is_deleted = True
    return {"channel": room.id, "ts": message.ts}


@method("chat.postEphemeral", "chat:write", tier=4)
async def post_ephemeral(call: WebApiCall) -> JSON:
    """Show something to one member of a channel; only a response_url can change it later."""
    room = call.room()
    may_post(call, room)
    user = call.slack.world.user(call.need("user"), room.team)
    if user is None or user.id not in room.members or user.is_deleted:
        raise CallRefused("user_not_in_channel")
    content = _content(call)
    thread_ts = call.text("thread_ts") or None
    message = call.slack.world.post(room, call.bot, by=call.method, only_for=user, thread_ts=thread_ts, **content)
    return {"message_ts": message.ts}


@method("chat.getPermalink", tier=None)
async def permalink(call: WebApiCall) -> JSON:
    """The link of a message."""
    room = call.room()
    message = call.slack.world.message(room, call.need("message_ts"))
    if message is None:
        raise CallRefused("message_not_found")
    digits = re.sub(r"\D", "", message.ts)
    link = f"https://{room.team.domain}.slack.com/archives/{room.id}/p{digits}"
    if message.thread_ts:
        link += f"?thread_ts={message.thread_ts}&cid={room.id}"
    return {"channel": room.id, "permalink": link}
