"""The setting `report_to`: an address of another channel, at which the messages of a thread that no person began are posted."""

from typing import Annotated, TypeAlias

from pydantic import StringConstraints

from bot.core.channel_messages import ChannelAddress

ReportAddress: TypeAlias = Annotated[str, StringConstraints(pattern=r"^([a-z][a-z0-9_-]*:\S{1,500})?$")]
"""`CHANNEL:ADDRESS`, such as `slack:T1/C1/` or `email:ops@example.org`; empty: none. The platform checks it at start."""


def read_report_address(text: str) -> ChannelAddress | None:
    """Return the address; None for an empty text."""
    channel, _, address = text.partition(":")
    return ChannelAddress(channel=channel, address=address) if channel else None
