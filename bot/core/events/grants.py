"""The events of grants: a request of which the approval lets more than one call run."""

from typing import ClassVar

from bot.core.escaping import show_arguments
from bot.core.event_base import Event
from bot.core.timeline_lines import TimelineLine, TimelineWording

__all__ = ["GrantRequested", "GrantUsed"]


class GrantRequested(Event):
    """The request `call` asks for a grant: its arguments are the scope, see `bot.core.submissions.grant_scopes`. `by` asked
    for it, or is empty: the program did. `origin` is the request of the call that it was derived from."""

    type: ClassVar[str] = "GrantRequested"
    call: str
    origin: str = ""
    by: str = ""

    def describe(self, wording: TimelineWording) -> TimelineLine:
        who = wording.find_name(self.by) if self.by else "The program"
        return TimelineLine(f"{who} asked for a grant for calls like that of {self.origin}", request=self.call)


class GrantUsed(Event):
    """A program ran a call, with these arguments (canonical JSON), under the grant `call`. `credential` is its key."""

    type: ClassVar[str] = "GrantUsed"
    call: str
    arguments: str
    credential: str

    def describe(self, wording: TimelineWording) -> TimelineLine:
        return TimelineLine("A call ran under the grant", arguments=show_arguments(self.arguments), request=self.call)
