"""Streams an answer as a message that grows, where Slack allows it. The whole text is committed before.

`chat_stream` of slack_sdk is not used: it buffers a text that is still being written, and cannot take up a stream that an
earlier process left.
"""

import asyncio
from collections.abc import Mapping
from functools import partial

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.core.channel_messages import OutboundDelivery
from bot.core.ports import NotNow, TryLater
from channels.slack.addresses import MessageAddress
from channels.slack.outbound.lost_post_search import METADATA, DeliveryMetadata
from channels.slack.outbound.single_attempt_api_call import UNDRAWABLE, SlackRateLimit, SlackRefused, call_api
from channels.slack.views.markdown import limit_source, render_messages, render_mrkdwn

log = structlog.get_logger()

PIECE = 400
"""Characters that are appended at once."""
LONG = 200
"""Shorter answers are not worth a stream."""
UNKNOWN = ("unknown_method", "method_deprecated", "not_allowed_token_type", "missing_scope", "feature_not_enabled")
"""Refusals that the next answer in this workspace would meet too."""


class MessageStreams:
    """Streams in the workspaces that allow it, and remembers which do not."""

    def __init__(self, pace: SlackRateLimit) -> None:
        self.pace = pace
        self._without: set[str] = set()

    async def stream_text(
        self, client: AsyncWebClient, address: MessageAddress, delivery: OutboundDelivery, text: str
    ) -> str | None:
        """The ts of the message; None when nothing was posted and it is to be posted as a plain message instead.

        Only the first call may fail without a trace. Once the stream exists, the whole text is put into it, even when
        later calls fail: as its end, or as an update of the message.
        """
        if len(text) < LONG or str(address.team) in self._without:
            return None
        plain, team, channel = limit_source(text), address.team.id, address.channel

        start = partial(client.chat_startStream, channel=channel, thread_ts=address.ts, markdown_text=plain[:PIECE])
        try:
            ts = (await call_api(self.pace, team, "chat.startStream", start, channel)).get("ts")
        except (SlackRefused, NotNow) as error:
            if isinstance(error, SlackRefused) and error.code.partition(" ")[0] in UNKNOWN:
                self._without.add(str(address.team))
            return None
        if not isinstance(ts, str) or not ts:
            return None
        try:
            for at in range(PIECE, len(plain), PIECE):
                piece = plain[at : at + PIECE]
                append = partial(client.chat_appendStream, channel=channel, ts=ts, markdown_text=piece)
                await call_api(self.pace, team, "chat.appendStream", append, channel)
        except (SlackRefused, NotNow, TryLater) as error:
            log.info("stream ended early", where=str(address), why=str(error))
        await self._end_stream(client, address, ts, delivery, text)
        return ts

    async def adopt_stream(
        self,
        client: AsyncWebClient,
        address: MessageAddress,
        delivery: OutboundDelivery,
        text: str,
        loose: Mapping[str, str],
    ) -> str | None:
        """Ends a stream that an earlier process left with this text; None when there is none."""
        plain = limit_source(text)
        for ts, begun in loose.items():
            if len(begun) >= LONG and plain.startswith(begun):
                await self._end_stream(client, address, ts, delivery, text)
                return ts
        return None

    async def _end_stream(
        self, client: AsyncWebClient, address: MessageAddress, ts: str, delivery: OutboundDelivery, text: str
    ) -> None:
        """Stops the stream, if it still runs, and rewrites it as the message that would have been posted."""
        about = {"event_type": METADATA, "event_payload": DeliveryMetadata(delivery=delivery.id).model_dump()}

        stop = partial(client.chat_stopStream, channel=address.channel, ts=ts, metadata=about)
        try:
            await call_api(self.pace, address.team.id, "chat.stopStream", stop, address.channel)
        except (SlackRefused, NotNow, TryLater) as error:
            log.info("stream not stopped", where=str(address), why=str(error))
        pages = await asyncio.to_thread(render_messages, text)
        plain = render_mrkdwn(text, pages)
        update = partial(client.chat_update, channel=address.channel, ts=ts, metadata=about)
        for blocks in (pages[0], []):
            try:
                rewrite = partial(update, text=plain, blocks=blocks)
                await call_api(self.pace, address.team.id, "chat.update", rewrite, address.channel)
            except SlackRefused as refused:
                if refused.code not in UNDRAWABLE or not blocks:
                    raise
            else:
                return
