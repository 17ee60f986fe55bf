"""Posts requests as signed JSON to a pager service, and takes the presses of their buttons at POST /hooks/pager.

Both directions are signed as Standard Webhooks. The service keeps one post of each `webhook-id`, rewrites the page that
`updates` names, and returns the token of a pressed button with the account and the conversation.
"""

import hashlib
import json
from typing import Protocol

from pydantic import BaseModel, Field, ValidationError

from bot.core.base_types import JSON, FrozenModel
from bot.core.card.card import RequestCard
from bot.core.card.document import CardLimits, SizeLimit, build_document
from bot.core.card.parts import TitlePart
from bot.core.channel_messages import ChannelAddress, OutboundDelivery
from bot.core.errors import BadSetting, NotFound, NotUnderstood
from bot.core.escaping import make_visible
from bot.core.gateway_ports import ChannelEnvironment, GatewayClock, KeyDeriver, LinkMaker, PeopleSource
from bot.core.inbound_decisions import InboundDecision
from bot.core.people import Person
from bot.core.ports import ChannelSurface, InboundRequest
from channels.shared.http_posts import post_json, read_post_url
from channels.shared.plain_card import print_plain_card
from channels.shared.signed_buttons import PURPOSE, ButtonPress, list_buttons, read_press
from channels.shared.simple_surface import SimpleSurface
from channels.shared.strict_json import read_payload
from channels.shared.webhook_signatures import read_signing_key, sign_standard, verify_standard

CHANNEL = "pager"
LIMITS = CardLimits(place="on a pager", sizes=(SizeLimit(len, 1_500),), cut_to=1_200, words=300, line=200, total=6_000)


class PagerOptions(FrozenModel):
    """The table [channels.pager]. From the environment: PAGER_URL, PAGER_SIGNING_SECRET (signs our posts) and
    PAGER_WEBHOOK_SECRET (signs theirs)."""

    fallback: str = ""
    """The address for what reaches nobody; empty: none."""


class PressedButton(BaseModel, strict=True):
    """The body of a press. Further fields are the service's own."""

    conversation: str
    account: str = Field(min_length=1, max_length=200)
    token: str
    reason: str = Field(default="", max_length=2_000)


class PagerGateway(GatewayClock, ChannelEnvironment, PeopleSource, KeyDeriver, LinkMaker, Protocol):
    """What this channel needs of the platform."""


class PagerNotifier:
    """The `PushChannel`: `url` and `secret` are those of the service."""

    name = CHANNEL

    def __init__(self, url: str, secret: str, fallback: ChannelAddress | None, gateway: PagerGateway) -> None:
        self.url, self.secret, self.fallback, self.gateway = url, secret, fallback, gateway

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

    def find_address(self, person: Person) -> ChannelAddress | None:
        accounts = person.accounts.get(CHANNEL, "").split()
        return ChannelAddress(channel=CHANNEL, address=accounts[0]) if accounts else None

    def is_shared(self, route: ChannelAddress) -> bool:
        return False


class PagerReceiver:
    """The `WebhookReceiver` of presses. `secrets`: several while one is rotated."""

    path = "hooks"

    def __init__(self, secrets: tuple[str, ...], gateway: PagerGateway) -> None:
        self.secrets, self.gateway = secrets, gateway

    def receive(self, request: InboundRequest) -> InboundDecision:
        if request.name != CHANNEL:
            raise NotFound("webhook source", request.name)
        now = self.gateway.clock()
        id = verify_standard(request.headers, request.body, self.secrets, now)
        try:
            pressed = PressedButton.model_validate(read_payload(request.body))
            press = ButtonPress(channel=CHANNEL, id=id, body=request.body, **pressed.model_dump())
        except ValidationError as error:
            raise NotUnderstood("The body is no press of a button.") from error
        return read_press(press, self.gateway.derive(PURPOSE), self.gateway.directory, now)


OPTIONS = PagerOptions
"""The model that the table is read as."""


def build(options: PagerOptions, gateway: PagerGateway) -> ChannelSurface:
    """Build the channel. It calls nothing outside. Raises `BadSetting`."""
    environ = gateway.environ
    url, signing = read_post_url(environ, "PAGER_URL"), environ.get("PAGER_SIGNING_SECRET", "")
    secrets = tuple(environ.get("PAGER_WEBHOOK_SECRET", "").split())
    for name, secret in [
        ("PAGER_SIGNING_SECRET", signing),
        *(("PAGER_WEBHOOK_SECRET", each) for each in secrets or [""]),
    ]:
        read_signing_key(secret, name)
    if signing in secrets:
        raise BadSetting("PAGER_WEBHOOK_SECRET", "…", "our own posts must not verify as theirs; use another secret")
    fallback = ChannelAddress(channel=CHANNEL, address=options.fallback) if options.fallback else None
    notifier, receiver = PagerNotifier(url, signing, fallback, gateway), PagerReceiver(secrets, gateway)
    return SimpleSurface(CHANNEL, push=notifier, door=receiver)
