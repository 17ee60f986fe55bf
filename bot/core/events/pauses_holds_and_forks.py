"""The events by which people stop, resume, cancel and copy threads."""

from typing import ClassVar

from bot.core.base_types import UtcMoment
from bot.core.event_base import Event
from bot.core.event_meanings import EventPeople, ForkOrigin, ThreadEnd, WindowRole, WrittenWords
from bot.core.holds import HoldScope, describe_target
from bot.core.timeline_lines import TimelineLine, TimelineWording

__all__ = ["Cancelled", "Forked", "HoldLifted", "HoldPlaced", "Paused", "Resumed"]


class Paused(Event):
    type: ClassVar[str] = "Paused"
    by: str

    def describe(self, wording: TimelineWording) -> TimelineLine:
        return TimelineLine(f"{wording.find_name(self.by)} paused the thread", tone="wait")


class Resumed(Event):
    type: ClassVar[str] = "Resumed"
    by: str
    makers: tuple[str, ...] = ()

    def describe(self, wording: TimelineWording) -> TimelineLine:
        return TimelineLine(f"{wording.find_name(self.by)} resumed the thread")


class HoldPlaced(Event):
    """A hold covers this thread or one of its calls: no covered call starts until it is lifted.

    The hold is a row of its own, in force from its commit on. `told`: the people that wait for the agent were told.
    """

    type: ClassVar[str] = "HoldPlaced"
    hold: int
    scope: HoldScope
    name: str = ""
    by: str
    reason: str = ""
    placed: UtcMoment
    told: bool = False

    def describe(self, wording: TimelineWording) -> TimelineLine:
        target = describe_target(self.scope, self.name)
        return TimelineLine(f"{target} is paused by {wording.find_name(self.by)}", self.reason, tone="wait")


class HoldLifted(Event):
    type: ClassVar[str] = "HoldLifted"
    hold: int
    scope: HoldScope
    name: str = ""
    by: str

    def describe(self, wording: TimelineWording) -> TimelineLine:
        return TimelineLine(f"{describe_target(self.scope, self.name)} is resumed by {wording.find_name(self.by)}")


class Cancelled(Event):
    """A person ended the thread for good. `makers` made their credential."""

    type: ClassVar[str] = "Cancelled"
    by: str
    reason: str = ""
    makers: tuple[str, ...] = ()

    def describe(self, wording: TimelineWording) -> TimelineLine:
        return TimelineLine(f"{wording.find_name(self.by)} cancelled the thread", self.reason, tone="bad")

    @property
    def written_words(self) -> WrittenWords:
        return WrittenWords(self.by, self.reason)

    @property
    def window_role(self) -> WindowRole:
        return WindowRole("cleared")

    @property
    def thread_end(self) -> ThreadEnd:
        return ThreadEnd(self.by, "The thread was cancelled.")


class Forked(Event):
    """The events before this one were copied from `source`, up to its event `at`. Its open requests are not open here."""

    type: ClassVar[str] = "Forked"
    source: str
    at: int
    by: str
    makers: tuple[str, ...] = ()

    def render(self, at: str) -> str:
        return f"<forked {at}>\nWhat was open before is not open here. Ask again for what is still needed.\n</forked>"

    def describe(self, wording: TimelineWording) -> TimelineLine:
        return TimelineLine(
            f"{wording.find_name(self.by)} forked this thread from {self.source}, up to its event {self.at}"
        )

    @property
    def people(self) -> EventPeople:
        return EventPeople(writers=(self.by,))

    @property
    def window_role(self) -> WindowRole:
        return WindowRole("cleared")

    @property
    def fork_origin(self) -> ForkOrigin:
        return ForkOrigin(self.source, self.by)
