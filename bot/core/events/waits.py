"""The events of waits for something outside: it is awaited, and it arrives or its time is over."""

from typing import ClassVar

from bot.core.base_types import UtcMoment
from bot.core.event_base import Event
from bot.core.event_meanings import WindowRole
from bot.core.prompts.piece_markup import escape_attribute, escape_text
from bot.core.timeline_lines import TimelineLine, TimelineWording

__all__ = ["EventArrived", "EventAwaited", "EventMissed", "WaitRegistered"]


class EventAwaited(Event):
    """The call waits for the outside event of this name and key, until `until` at the longest."""

    type: ClassVar[str] = "EventAwaited"
    call: str
    name: str
    key: str = ""
    until: UtcMoment
    why: str = ""

    def describe(self, wording: TimelineWording) -> TimelineLine:
        what = f"{self.name} {self.key}".strip()
        return TimelineLine(f"Waits for {what}, until {wording.format_moment(self.until)}", self.why, tone="wait")

    @property
    def window_role(self) -> WindowRole:
        return WindowRole("noted", self.call)


class WaitRegistered(Event):
    """An arrival from now on finds the wait. Before it, the arrivals that are kept were looked through."""

    type: ClassVar[str] = "WaitRegistered"
    call: str

    def describe(self, wording: TimelineWording) -> TimelineLine:
        return TimelineLine("It has not come yet")


class EventArrived(Event):
    """The awaited event came, with this text of its source. `arrival` is the id of its delivery: a thread has each once.

    `whose` are the people behind it: ids, or accounts that the directory does not know.
    """

    type: ClassVar[str] = "EventArrived"
    call: str
    name: str
    key: str = ""
    source: str
    text: str
    arrival: str
    whose: tuple[str, ...] = ()

    def render(self, at: str) -> str:
        head = f"<arrived call={escape_attribute(self.call)} event={escape_attribute(self.name)} key={escape_attribute(self.key)} {at}>"
        return f"{head}\n{escape_text(self.text)}\n</arrived>"

    def describe(self, wording: TimelineWording) -> TimelineLine:
        return TimelineLine(f"{self.name} {self.key} came from {self.source}", self.text, tone="good")

    @property
    def authors(self) -> tuple[str | None, ...]:
        return self.whose

    @property
    def window_role(self) -> WindowRole:
        return WindowRole("settled", self.call)


class EventMissed(Event):
    """The awaited event did not come in time."""

    type: ClassVar[str] = "EventMissed"
    call: str
    name: str
    key: str = ""

    def render(self, at: str) -> str:
        return f"<not_arrived call={escape_attribute(self.call)} event={escape_attribute(self.name)} {at}/>"

    def describe(self, wording: TimelineWording) -> TimelineLine:
        return TimelineLine(f"{self.name} {self.key} did not come in time", tone="bad")

    @property
    def window_role(self) -> WindowRole:
        return WindowRole("closed", self.call)
