"""The addresses of a `PushChannel` whose people have one account each and no conversation with several people."""

from bot.core.channel_messages import ChannelAddress
from bot.core.people import Person


class AccountNotifier:
    """`name` is the channel, and the key of the people's `accounts`; `fallback` the address for what reaches nobody, or empty."""

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
