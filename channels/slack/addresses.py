"""Addresses in Slack: workspaces, conversations, messages. Pure."""

from typing import NamedTuple, Self

from bot.core.channel_messages import ChannelAddress

CHANNEL = "slack"


class SlackTeam(NamedTuple):
    """A workspace, and the Enterprise Grid organisation that it belongs to, as far as a payload says.

    Its text is the id of the workspace alone: that is unique, and not every payload names the organisation.
    """

    id: str
    enterprise: str = ""

    def __str__(self) -> str:
        return self.id


class MessageAddress(NamedTuple):
    """A thread or a message of a conversation: `T1/C1/1700000000.000100`; or a person's direct messages: `T1/@U1`.

    `channel` is empty for the latter, `user` otherwise; `ts` is empty at the top of a conversation.
    """

    team: SlackTeam
    channel: str = ""
    ts: str = ""
    user: str = ""

    def __str__(self) -> str:
        return f"{self.team}/@{self.user}" if self.user else f"{self.team}/{self.channel}/{self.ts}"

    @property
    def route(self) -> ChannelAddress:
        return ChannelAddress(channel=CHANNEL, address=str(self))

    @property
    def is_direct(self) -> bool:
        """Whether it is a conversation of one person with the bot."""
        return bool(self.user) or self.channel.startswith("D")

    @classmethod
    def read(cls, address: str) -> Self:
        """Parses the text of an address. Raises `ValueError` for any other text."""
        team, slash, rest = address.partition("/")
        if not slash or not team or not rest:
            raise ValueError(f"{address!r} is no place in Slack: write it as T1/C1/ or T1/@U1")
        if rest.startswith("@"):
            return cls(SlackTeam(team), user=rest[1:])
        channel, _, ts = rest.partition("/")
        return cls(SlackTeam(team), channel, ts)
