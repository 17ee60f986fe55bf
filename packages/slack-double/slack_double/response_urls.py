"""response_url: five uses within thirty minutes, to answer, replace or delete the clicked message, without a token."""

import json
from typing import TYPE_CHECKING, Any

from slack_double.credentials import RESPONSE_URL_SECONDS, RESPONSE_URL_USES, IssuedResponseUrl
from slack_double.messages import SlackMessage
from slack_double.size_limits import CallRefused, check_message
from slack_double.workspace import Channel, User

if TYPE_CHECKING:
    from slack_double.double import SlackDouble

JSON = dict[str, Any]


class ResponseUrlHandler:
    """The effects of posts to response URLs and of immediate answers to commands."""

    def __init__(self, slack: "SlackDouble") -> None:
        self.slack = slack

    async def use(self, secret: str, body: bytes) -> tuple[int, str]:
        """One POST to a response URL; returns HTTP status and text, as hooks.slack.com answers."""
        url = self.slack.grants.response_urls.get(secret)
        if url is None:
            return 404, "invalid_url"
        try:
            said = json.loads(body)
        except ValueError:
            return 400, "invalid_payload"
        if not isinstance(said, dict):
            return 400, "invalid_payload"
        if self.slack.clock.now() - url.made > RESPONSE_URL_SECONDS:
            return 404, "expired_url"
        if url.uses >= RESPONSE_URL_USES:
            return 404, "used_url"
        url.uses += 1
        self.slack.note("response_url", said, url.app_id)
        try:
            await self._apply(url, said)
        except CallRefused as refusal:
            self.slack.complain("response_url", refusal.code, refusal.sentences)
            return 400, refusal.code
        return 200, "ok"

    async def _apply(self, url: IssuedResponseUrl, said: JSON) -> None:
        if said.get("delete_original"):
            if url.message is None:
                raise CallRefused("message_not_found")
            url.message.is_deleted = True
            return
        if said.get("replace_original") and url.message is not None:
            self._replace(url.message, said)
            return
        await self.show(url.user, url.bot, url.channel, said, url.message)

    def _replace(self, message: SlackMessage, said: JSON) -> None:
        blocks = said.get("blocks") or []
        check_message(said.get("text"), blocks, None, said.get("attachments") or [])
        if message.is_deleted:
            raise CallRefused("message_not_found")
        message.text, message.blocks = str(said.get("text") or ""), blocks
        self.slack.rename_blocks(message.blocks)
        message.keep_version(self.slack.clock.now(), "response_url")

    async def show(
        self, user: User, bot: User, channel: Channel, said: JSON, clicked: SlackMessage | None
    ) -> SlackMessage:
        """Post an answer: to that person alone, or in the channel when `response_type` says so."""
        blocks = said.get("blocks") or []
        check_message(said.get("text"), blocks, None, said.get("attachments") or [])
        in_channel = said.get("response_type") == "in_channel"
        thread_ts = said.get("thread_ts") or (clicked.thread_ts if clicked and in_channel else None)
        message = self.slack.world.post(
            channel,
            bot,
            str(said.get("text") or ""),
            "response_url",
            blocks=blocks,
            thread_ts=thread_ts,
            only_for=None if in_channel else user,
            posted_by_response_url=True,
        )
        if in_channel:
            self.slack.behind(self.slack.news.send_posted(message))
        return message
