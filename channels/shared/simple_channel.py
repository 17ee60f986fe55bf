"""The base of a small channel: a `ChannelSurface` as a value, and a notifier of people with one account each."""

from dataclasses import dataclass

from bot.core.channel_messages import ChannelAddress
from bot.core.people import Person
from bot.core.ports import ASGI, PushChannel, WebhookReceiver


@dataclass
class SimpleSurface:
    """The result of `build`, with the parts that the channel has."""

    name: str
    push: PushChannel | None = None
    receiver: WebhookReceiver | None = None
    pages: ASGI | None = None


class AccountNotifier:
    """The addresses of a `PushChannel` with one account for each person and no conversation of several people.

    `name` is the channel, and the key of the people's `accounts`; `fallback` the address for messages that reach no person, or empty.
    """

    def __init__(self, name: str, fallback: str = "") -> None:
        self.name = name
        self.fallback = ChannelAddress(channel=name, address=fallback) if fallback else None

    def find_address(self, person: Person) -> ChannelAddress | None:
        """Return the first account of a person, None without one."""
        accounts = person.accounts.get(self.name, "").split()
        return ChannelAddress(channel=self.name, address=accounts[0]) if accounts else None

    def is_shared(self, route: ChannelAddress) -> bool:
        """Return whether several people read there: never."""
        return False
