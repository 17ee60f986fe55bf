"""A channel for tests that writes to people alone; `sent`: its messages."""

from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlsplit

from bot.core.card.card import RequestCard
from bot.core.channel_messages import ChannelAddress, OutboundDelivery
from bot.core.people import Person
from bot.core.ports import ASGI, PushChannel, WebhookReceiver


class PostedMessage(NamedTuple):
    to: str
    text: str
    url: str

    @property
    def path(self) -> str:
        return urlsplit(self.url).path


class FakeMessenger:
    """Reaches everybody with an account at it. `fails` are raised first, one a call."""

    fallback: ChannelAddress | None = None

    def __init__(self, name: str = "post") -> None:
        self.name = name
        self.sent: list[PostedMessage] = []
        self.fails: list[Exception] = []
        self.before: Callable[[], None] = lambda: None

    def find_address(self, person: Person) -> ChannelAddress | None:
        accounts = person.accounts.get(self.name, "").split()
        return ChannelAddress(channel=self.name, address=accounts[0]) if accounts else None

    def is_shared(self, route: ChannelAddress) -> bool:
        return False

    async def deliver(self, delivery: OutboundDelivery, card: RequestCard) -> str:
        return delivery.id

    async def send_private(self, person: Person, text: str, url: str) -> None:
        self.before()
        if self.fails:
            raise self.fails.pop(0)
        route = self.find_address(person)
        assert route is not None
        self.sent.append(PostedMessage(route.address, text, url))


class FakeMessengerSurface:
    receiver: WebhookReceiver | None = None
    pages: ASGI | None = None

    def __init__(self, box: FakeMessenger) -> None:
        self.name = box.name
        self.push: PushChannel | None = box
