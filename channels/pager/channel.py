"""Posts requests as signed JSON to a pager service, and takes the presses of their buttons at POST /hooks/pager.

Both directions are signed as Standard Webhooks. The service keeps one post of each `webhook-id`, rewrites the page that
`updates` names, and returns the token of a pressed button with the account and the conversation.
"""

import hashlib
import json
from typing import Protocol

from bot.core.base_types import JSON, FrozenModel
from bot.core.card.card import RequestCard
from bot.core.card.document_builder import CardLimits, SizeLimit, build_document
from bot.core.card.parts import TitlePart
from bot.core.channel_messages import OutboundDelivery
from bot.core.escaping import make_visible
from bot.core.gateway_ports import ChannelEnvironment, GatewayClock, KeyDeriver, LinkMaker, PeopleSource
from bot.core.ports import ChannelSurface
from channels.shared.button_press_posts import PressReceiver
from channels.shared.http_posts import post_json, read_post_url
from channels.shared.plain_card import print_plain_card
from channels.shared.signed_buttons import PURPOSE, list_buttons
from channels.shared.simple_channel import AccountNotifier, SimpleSurface
from channels.shared.webhook_signatures import read_signing_secrets, sign_standard

CHANNEL = "pager"
LIMITS = CardLimits(place="on a pager", sizes=(SizeLimit(len, 1_500),), cut_to=1_200, words=300, line=200, total=6_000)


class PagerOptions(FrozenModel):
    """The table [channels.pager]. From the environment: PAGER_URL, PAGER_SIGNING_SECRET (signs our posts) and
    PAGER_WEBHOOK_SECRET (signs theirs)."""

    fallback: str = ""
    """The address for what reaches nobody; empty: none."""


class PagerGateway(GatewayClock, ChannelEnvironment, PeopleSource, KeyDeriver, LinkMaker, Protocol):
    """The operations of the platform that this channel uses."""


class PagerNotifier(AccountNotifier):
    """The `PushChannel`: `url` and `secret` are those of the service."""

    def __init__(self, url: str, secret: str, fallback: str, gateway: PagerGateway) -> None:
        super().__init__(CHANNEL, fallback)
        self.url, self.secret, self.gateway = url, secret, gateway

    async def deliver(self, delivery: OutboundDelivery, card: RequestCard) -> str:
        id, now = f"page_{hashlib.sha256(delivery.id.encode()).hexdigest()}", self.gateway.clock()
        page: dict[str, JSON] = {"id": id, "to": delivery.route.address, "updates": delivery.earlier, "buttons": []}
        if delivery.request:
            document, keys = build_document(card, LIMITS), self.gateway.derive(PURPOSE)
            title = document.find_part(TitlePart)
            page |= {"title": title.text if title else "", "text": print_plain_card(document)}
            page |= {"whole": document.is_whole, "link": f"{self.gateway.origin}/requests/{delivery.request}"}
            page["buttons"] = [each.model_dump() for each in list_buttons(card, document, delivery, keys, now)]
        else:
            page |= {"title": make_visible(card.agent), "text": make_visible(card.text), "whole": True, "link": ""}
        body = json.dumps(page).encode()
        await post_json(self.url, body, sign_standard(id, body, self.secret, now))
        return delivery.earlier or id


OPTIONS = PagerOptions
"""The model that the table is read as."""


def build(options: PagerOptions, gateway: PagerGateway) -> ChannelSurface:
    """Build the channel. It calls nothing outside. Raises `BadSetting`."""
    url = read_post_url(gateway.environ, "PAGER_URL")
    secrets = read_signing_secrets(gateway.environ, "PAGER_SIGNING_SECRET", "PAGER_WEBHOOK_SECRET")
    notifier = PagerNotifier(url, secrets.own, options.fallback, gateway)
    return SimpleSurface(CHANNEL, push=notifier, receiver=PressReceiver(CHANNEL, secrets.theirs, gateway))
