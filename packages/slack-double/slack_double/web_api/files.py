"""files.getUploadURLExternal and completeUploadExternal: the upload itself is a POST to the URL handed out."""

from typing import Any

from slack_double.size_limits import CallRefused
from slack_double.web_api.chat import may_post
from slack_double.web_api.registry import method
from slack_double.web_api_request import WebApiCall

JSON = dict[str, Any]


@method("files.getUploadURLExternal", "files:write", tier=4)
async def upload_url(call: WebApiCall) -> JSON:
    """Where to POST the bytes of a file of this name and length."""
    name, length = call.need("filename"), call.number("length", 0)
    if length <= 0:
        raise CallRefused("invalid_arguments", "[ERROR] length must be more than 0")
    id = call.slack.world.new_id("F")
    call.slack.world.files[id] = {"id": id, "name": name, "size": length, "user": call.bot.id, "mode": "hosted"}
    return {"upload_url": f"{call.slack.url}/_upload/{id}", "file_id": id}


@method("files.completeUploadExternal", "files:write", tier=4)
async def complete(call: WebApiCall) -> JSON:
    """Share uploaded files into a channel the bot is in (subtype file_share), or leave them private."""
    shared = []
    for wanted in call.list("files"):
        stored = call.slack.world.files.get(str(wanted.get("id")))
        if stored is None:
            raise CallRefused("file_not_found")
        if stored["id"] not in call.slack.world.uploads:
            raise CallRefused("file_update_failed")
        url = f"{call.slack.url}/_files/{stored['id']}/{stored['name']}"
        stored |= {"title": wanted.get("title") or stored["name"], "url_private": url, "url_private_download": url}
        shared.append(stored)
    if not shared:
        raise CallRefused("invalid_arguments", "[ERROR] missing required field: files")
    if call.text("channel_id"):
        _share(call, shared)
    return {"files": [{"id": stored["id"], "title": stored["title"]} for stored in shared]}


def _share(call: WebApiCall, shared: list[JSON]) -> None:
    room = call.room("channel_id")
    may_post(call, room)
    if call.bot.id not in room.members:
        raise CallRefused("not_in_channel")
    message = call.slack.world.post(
        room,
        call.bot,
        call.text("initial_comment") or "",
        call.method,
        subtype="file_share",
        files=shared,
        thread_ts=call.text("thread_ts"),
    )
    call.slack.behind(call.slack.news.send_posted(message))
