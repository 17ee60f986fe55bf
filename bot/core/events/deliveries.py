"""The events of deliveries to push channels."""

from typing import ClassVar

from pydantic import Field

from bot.core.base_types import UtcMoment
from bot.core.channel_messages import ChannelAddress
from bot.core.event_base import Event
from bot.core.event_meanings import DeliveryTry, WindowRole
from bot.core.prompts.piece_markup import escape_attribute, escape_text
from bot.core.timeline_lines import TimelineLine, TimelineWording

__all__ = ["Delivered", "DeliveryFailed"]


class Delivered(Event):
    """A push channel took a delivery; `reference` is the channel's name of it, `shown` the last event that it showed."""

    type: ClassVar[str] = "Delivered"
    is_resting_fact: ClassVar[bool] = True
    delivery: str
    reference: str = ""
    shown: int = 0

    def describe(self, wording: TimelineWording) -> TimelineLine:
        return TimelineLine("Delivered", self.reference)

    @property
    def delivery_try(self) -> DeliveryTry:
        return DeliveryTry(self.delivery, "sent")

    def find_reference(self, channel: str) -> str:
        return self.reference if f".{channel}." in self.delivery else ""


class DeliveryFailed(Event):
    """A try of a delivery failed. `retry_at` is the next try; without it, the event is owed to the addresses `instead`.

    `call` is set when no recipient of that request is left: the agent is told. `returned` is set when the delivery had
    been taken before and came back (a bounce): the channel's reference of it.
    """

    type: ClassVar[str] = "DeliveryFailed"
    is_resting_fact: ClassVar[bool] = True
    delivery: str
    error: str = Field(max_length=200)
    attempt: int = 1
    retry_at: UtcMoment | None = None
    instead: tuple[ChannelAddress, ...] = ()
    call: str | None = None
    returned: str = ""

    def render(self, at: str) -> str | None:
        if self.call is None:
            return None
        return f"<unreachable call={escape_attribute(self.call)} {at}>\nNobody could be told: {escape_text(self.error)}\n</unreachable>"

    def describe(self, wording: TimelineWording) -> TimelineLine:
        again = f"; tried again at {wording.format_moment(self.retry_at)}" if self.retry_at else "; given up"
        return TimelineLine(f"A delivery failed (try {self.attempt}){again}", self.error, tone="bad")

    @property
    def delivery_try(self) -> DeliveryTry:
        if self.returned:
            return DeliveryTry(self.delivery, "returned", self.attempt)
        return DeliveryTry(self.delivery, "retried" if self.retry_at else "failed", self.attempt)

    @property
    def window_role(self) -> WindowRole:
        return WindowRole("noted", self.call or "")
