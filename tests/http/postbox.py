"""A channel for tests that writes to people alone: what it was given lies in `sent`."""

from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlsplit

from bot.core.card import Card
from bot.core.contact import Delivery, Route
from bot.core.people import Person
from bot.core.ports import ASGI, Channel, Door


class Posted(NamedTuple):
    to: str
    text: str
    url: str

    @property
    def path(self) -> str:
        return urlsplit(self.url).path


class Postbox:
    """Reaches everybody who has an account at it. `fails` are raised first, one a call."""

    fallback: Route | None = None

    def __init__(self, name: str = "post") -> None:
        self.name = name
        self.sent: list[Posted] = []
        self.fails: list[Exception] = []
        self.before: Callable[[], None] = lambda: None

    def route_to(self, person: Person) -> Route | None:
        accounts = person.accounts.get(self.name, "").split()
        return Route(channel=self.name, address=accounts[0]) if accounts else None

    def is_shared(self, route: Route) -> bool:
        return False

    async def deliver(self, delivery: Delivery, card: Card) -> str:
        return delivery.id

    async def send_private(self, person: Person, text: str, url: str) -> None:
        self.before()
        if self.fails:
            raise self.fails.pop(0)
        route = self.route_to(person)
        assert route is not None
        self.sent.append(Posted(route.address, text, url))


class PostboxSurface:
    door: Door | None = None
    pages: ASGI | None = None

    def __init__(self, box: Postbox) -> None:
        self.name = box.name
        self.push: Channel | None = box
