"""Finds posted messages by the delivery in their metadata, after the answer to a post was lost."""

from datetime import timedelta
from functools import partial
from typing import Any, NamedTuple, Self

import structlog
from pydantic import ValidationError
from slack_sdk.web.async_client import AsyncWebClient

from bot.core.base_types import FrozenModel
from bot.core.channel_messages import OutboundDelivery
from channels.slack.addresses import MessageAddress
from channels.slack.outbound.single_attempt_api_call import SlackRateLimit, SlackRefused, call_api

log = structlog.get_logger()

METADATA = "countersign_delivery"
"""The metadata's event_type. Everybody in the workspace can read metadata: it holds ids and nothing else."""
PAGES, PAGE = 10, 200
SKEW = timedelta(minutes=2)
"""How far our clock and Slack's may be apart."""


class DeliveryMetadata(FrozenModel):
    """The payload of the metadata: the delivery, and the number of the message in it."""

    delivery: str
    part: int = 0

    @classmethod
    def read(cls, message: Any) -> Self | None:
        """That of a message of Slack; None for a message without it."""
        try:
            match message:
                case {"metadata": {"event_type": str(kind), "event_payload": payload}} if kind == METADATA:
                    return cls.model_validate(payload)
        except ValidationError:
            pass
        return None


class FoundMessages(NamedTuple):
    """The posted messages of a delivery (part -> ts), and the bot's messages there that name none."""

    parts: dict[int, str]
    loose: dict[str, str]
    """ts -> text: a stream that was interrupted has no metadata yet."""


async def find_messages(
    client: AsyncWebClient, pace: SlackRateLimit, address: MessageAddress, delivery: OutboundDelivery
) -> FoundMessages:
    """The posted messages of this delivery at this address. Empty when there is none, or when none may be read."""
    found = FoundMessages({}, {})
    since = f"{(delivery.since - SKEW).timestamp():.6f}" if delivery.since else None
    given: dict[str, Any] = {"channel": address.channel, "oldest": since, "limit": PAGE, "include_all_metadata": True}
    if address.ts:
        method, read = "conversations.replies", partial(client.conversations_replies, ts=address.ts, **given)
    else:
        method, read = "conversations.history", partial(client.conversations_history, **given)
    cursor = ""
    for _ in range(PAGES):
        try:
            page = partial(read, cursor=cursor or None)
            answer = await call_api(pace, address.team.id, method, page, address.channel)
        except SlackRefused as refused:
            log.warning("sent messages cannot be looked up", where=str(address), why=str(refused))
            return found
        for message in answer.get("messages") or []:
            sent, ts = DeliveryMetadata.read(message), str(message.get("ts"))
            if sent is not None and sent.delivery == delivery.id:
                found.parts.setdefault(sent.part, ts)
            elif sent is None and message.get("bot_id"):
                found.loose[ts] = str(message.get("text") or "")
        cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            break
    return found
