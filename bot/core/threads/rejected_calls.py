"""The calls that people rejected in a thread, read from its log: a fork of it shows them on its cards. Pure."""

from collections.abc import Iterable
from typing import NamedTuple

from bot.core import events as e


class RejectedCall(NamedTuple):
    """A rejected call: its arguments as JSON text, the people that rejected it (ids), and their reason."""

    intent: str
    arguments: str
    by: tuple[str, ...]
    reason: str

    @property
    def what(self) -> str:
        """The tool and its arguments, on one line, not escaped."""
        return f"{self.intent} {self.arguments}"


def find_rejections(log: Iterable[e.Event]) -> list[RejectedCall]:
    """Return the rejected calls of this log, oldest first, with their arguments at the rejection."""
    calls: dict[str, tuple[str, str]] = {}
    found = []
    for event in log:
        match event:
            case e.StepChosen():
                calls[event.call] = (event.intent, event.arguments)
            case e.Answered(arguments=str() as arguments) if event.call in calls:
                calls[event.call] = (calls[event.call][0], arguments)
            case e.ApprovalSettled(verdict="rejected") if event.call in calls:
                found.append(RejectedCall(*calls[event.call], event.by, event.reason))
            case _:
                pass
    return found
