"""chat.startStream, appendStream, stopStream: one message that grows until it is stopped; no other change meanwhile."""

from typing import Any

from slack_double.messages import SlackMessage
from slack_double.size_limits import MARKDOWN, CallRefused, check_blocks, check_chunks, check_metadata
from slack_double.web_api.chat import clear_status, may_post
from slack_double.web_api.registry import method
from slack_double.web_api_request import WebApiCall

JSON = dict[str, Any]

STATUSES = ("processing", "active", "suspended", "closed")


@method("chat.startStream", "chat:write", tier=2)
async def start(call: WebApiCall) -> JSON:
    """Start a stream as a reply; outside direct messages it needs a recipient."""
    room = call.room()
    may_post(call, room)
    if room.kind != "im":
        for name in ("recipient_team_id", "recipient_user_id"):
            if not call.text(name):
                raise CallRefused(f"missing_{name}")
    thread_ts = call.text("thread_ts")
    if not thread_ts and room.kind == "im":
        raise CallRefused("invalid_thread_ts")
    if thread_ts and call.slack.world.message(room, thread_ts) is None:
        raise CallRefused("thread_not_found")
    if call.text("task_display_mode") not in (None, "timeline", "plan"):
        raise CallRefused("invalid_arguments", "[ERROR] must be timeline or plan [json-pointer:/task_display_mode]")
    text, added = _content(call)
    message = call.slack.world.post(
        room, call.bot, text, call.method, blocks=added, thread_ts=thread_ts, is_streaming=True, is_markdown=True
    )
    clear_status(call, room, thread_ts)
    return {"channel": room.id, "ts": message.ts}


@method("chat.appendStream", "chat:write", tier=4)
async def append(call: WebApiCall) -> JSON:
    """Add to a stream that is not stopped."""
    message = _streaming(call)
    if call.args.get("markdown_text") is None and not call.args.get("chunks"):
        raise CallRefused("no_text")
    _grow(call, message)
    return {"channel": message.channel.id, "ts": message.ts}


@method("chat.stopStream", "chat:write", tier=2)
async def stop(call: WebApiCall) -> JSON:
    """Finish a stream, with last text, blocks below it, metadata and the session's status."""
    message = _streaming(call)
    blocks = call.list("blocks", "invalid_blocks_format")
    check_blocks(blocks)
    metadata = call.json("metadata", "invalid_metadata_format")
    check_metadata(metadata)
    status = call.text("session_status")
    if status is not None and status not in STATUSES:
        raise CallRefused("invalid_arguments", f"[ERROR] unknown session_status {status!r}")
    message.blocks += blocks
    message.metadata = metadata or message.metadata
    _grow(call, message)
    message.is_streaming = False
    if status is not None:
        call.slack.session(message.channel.id, message.thread_ts).status = status
        call.slack.session(message.channel.id, message.thread_ts).history.append(status)
    call.slack.behind(call.slack.news.send_posted(message))
    return {"channel": message.channel.id, "ts": message.ts, "message": message.json()}


def _streaming(call: WebApiCall) -> SlackMessage:
    message = call.own_message(call.room(), "message_not_owned_by_app")
    if not message.is_streaming:
        raise CallRefused("message_not_in_streaming_state")
    return message


def _grow(call: WebApiCall, message: SlackMessage) -> None:
    text, added = _content(call)
    if len(message.text) + len(text) > MARKDOWN:
        raise CallRefused("msg_too_long")
    message.text += text
    for block in added:
        same = [b for b in message.blocks if block["type"] == "task_card" and b.get("task_id") == block["task_id"]]
        if same:
            same[0].update(block)
        else:
            message.blocks.append(block)
    call.slack.rename_blocks(message.blocks)
    message.keep_version(call.slack.clock.now(), call.method)


def _content(call: WebApiCall) -> tuple[str, list[JSON]]:
    """The text and the blocks that markdown_text and chunks amount to."""
    text = call.text("markdown_text") or ""
    if len(text) > MARKDOWN:
        raise CallRefused("msg_too_long")
    chunks = call.list("chunks", "invalid_chunks")
    check_chunks(chunks)
    blocks: list[JSON] = []
    for chunk in chunks:
        match chunk["type"]:
            case "markdown_text":
                text += chunk["text"]
            case "blocks":
                blocks += chunk["blocks"]
            case "task_update":
                named = {key: value for key, value in chunk.items() if key in ("title", "status")}
                blocks.append({"type": "task_card", "task_id": chunk["id"]} | named)
            case "plan_update":
                blocks.append({"type": "header", "text": {"type": "plain_text", "text": chunk["title"]}})
    return text, blocks
