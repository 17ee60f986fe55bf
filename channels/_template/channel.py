"""Posts messages and requests as plain text to a URL; people decide in the inbox. A channel of three methods."""

import hashlib
import json
from typing import Protocol

from bot.core.base_types import FrozenModel
from bot.core.card.card import RequestCard
from bot.core.card.document_builder import CardLimits, SizeLimit, build_document
from bot.core.channel_messages import OutboundDelivery
from bot.core.escaping import make_visible
from bot.core.gateway_ports import ChannelEnvironment, LinkMaker
from bot.core.ports import ChannelSurface
from channels.shared.http_posts import post_json, read_post_url
from channels.shared.plain_card import print_plain_card
from channels.shared.simple_channel import AccountNotifier, SimpleSurface

CHANNEL = "template"
"""The name of the package, of the addresses, and the key of the people's `accounts`."""

LIMITS = CardLimits(
    place="in this message", sizes=(SizeLimit(len, 3_000),), cut_to=2_500, words=500, line=300, total=10_000
)


class TemplateOptions(FrozenModel):
    """The table [channels.template]. The URL comes from the environment: TEMPLATE_URL."""

    fallback: str = ""
    """The address for what reaches nobody; empty: none."""


class TemplateGateway(ChannelEnvironment, LinkMaker, Protocol):
    """The operations of the platform that this channel uses."""


class TemplateNotifier(AccountNotifier):
    """The `PushChannel`."""

    def __init__(self, url: str, fallback: str, gateway: TemplateGateway) -> None:
        super().__init__(CHANNEL, fallback)
        self.url, self.gateway = url, gateway

    async def deliver(self, delivery: OutboundDelivery, card: RequestCard) -> str:
        """Post it under an id that is the same at each try: the other side keeps one post of each id."""
        id = hashlib.sha256(delivery.id.encode()).hexdigest()
        text = print_plain_card(build_document(card, LIMITS)) if delivery.request else make_visible(card.text)
        link = f"{self.gateway.origin}/requests/{delivery.request}" if delivery.request else ""
        body = {"id": id, "to": delivery.route.address, "text": text, "link": link, "replaces": delivery.earlier}
        await post_json(self.url, json.dumps(body).encode(), {"idempotency-key": id})
        return delivery.earlier or id


OPTIONS = TemplateOptions
"""The model that the table is read as."""


def build(options: TemplateOptions, gateway: TemplateGateway) -> ChannelSurface:
    """Build the channel. It calls nothing outside. Raises `BadSetting`."""
    notifier = TemplateNotifier(read_post_url(gateway.environ, "TEMPLATE_URL"), options.fallback, gateway)
    return SimpleSurface(CHANNEL, push=notifier)
