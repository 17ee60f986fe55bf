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
        if (proposal := event.proposal) is not None:
            calls[proposal.call] = (proposal.intent, proposal.arguments)
        elif (amendment := event.amendment) is not None and amendment.call in calls:
            calls[amendment.call] = (calls[amendment.call][0], amendment.arguments)
        elif (end := event.request_end) is not None and end.status == "rejected" and end.call in calls:
            found.append(RejectedCall(*calls[end.call], end.by, end.reason))
    return found
