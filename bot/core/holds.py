"""Holds: a person stops everything, an agent or a tool. A hold keeps a covered call from starting and stops its clocks.
Pure."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from bot.core.base_types import FrozenModel, UnicodeText, UtcMoment
from bot.core.escaping import make_visible
from bot.core.people import PeopleDirectory

HoldScope = Literal["all", "agent", "tool"]


class Hold(FrozenModel):
    """One hold, active while `lifted` is None. `name` is the agent's or the tool's; empty for the scope `all`.

    `by` and `lifted_by` are ids of people.
    """

    id: int
    scope: HoldScope
    name: str = ""
    by: str
    reason: UnicodeText = ""
    placed: UtcMoment
    lifted: UtcMoment | None = None
    lifted_by: str | None = None

    @property
    def is_active(self) -> bool:
        return self.lifted is None

    def is_covering(self, agent: str, tool: str = "", lineage: Sequence[str] = ()) -> bool:
        """Return whether it stops this tool of this agent; without a tool, whether it stops the agent itself. `lineage` are
        the agents that gave it its task: a hold on one of them stops the task, too.
        """
        return is_covered(self.scope, self.name, agent, tool) or (self.scope == "agent" and self.name in lineage)


def is_covered(scope: HoldScope, name: str, agent: str, tool: str = "") -> bool:
    """Return whether a hold of this scope and name stops this tool of this agent."""
    match scope:
        case "all":
            return True
        case "agent":
            return name == agent
        case "tool":
            return bool(tool) and name == tool


def find_hold(agent: str, tool: str, holds: Iterable[Hold], lineage: Sequence[str] = ()) -> Hold | None:
    """Return the first placed active hold that stops this tool of this agent; with an empty `tool`, the agent itself."""
    covering = (hold for hold in holds if hold.is_active and hold.is_covering(agent, tool, lineage))
    return min(covering, key=lambda hold: (hold.placed, hold.id), default=None)


def count_changes(holds: Iterable[Hold]) -> int:
    """How often a hold was placed or lifted, in a list of all holds: of two lists, that with more changes is the later."""
    return sum(1 if hold.is_active else 2 for hold in holds)


def extend_deadline(deadline: UtcMoment, since: UtcMoment, holds: Iterable[Hold]) -> UtcMoment | None:
    """Return the deadline of a request asked at `since`, extended by the time for which these holds were active before
    it.

    None while one of them is active and was placed before the deadline.
    """
    for start, end in _merge_spans(holds):
        if end is not None and end <= since:
            continue
        begin = max(start, since)
        if begin >= deadline:
            break
        if end is None:
            return None
        deadline += end - begin
    return deadline


def _merge_spans(holds: Iterable[Hold]) -> Iterator[tuple[UtcMoment, UtcMoment | None]]:
    """Return the spans of time in which at least one of the holds was active, in order; the last may have no end."""
    spans: list[tuple[UtcMoment, UtcMoment | None]] = []
    for hold in sorted(holds, key=lambda hold: (hold.placed, hold.id)):
        start, end = hold.placed, hold.lifted and max(hold.lifted, hold.placed)
        if not spans or (spans[-1][1] is not None and start > spans[-1][1]):
            spans.append((start, end))
        elif (last := spans[-1][1]) is not None:
            spans[-1] = (spans[-1][0], None if end is None else max(last, end))
    return iter(spans)


def describe_target(scope: HoldScope, name: str) -> str:
    """Return the object of a hold, as the beginning of a sentence: "Everything", "The agent deploybot", "The tool
    tag_release"."""
    return {"all": "Everything", "agent": f"The agent {name}", "tool": f"The tool {name}"}[scope]


def describe_hold(hold: Hold, directory: PeopleDirectory) -> str:
    """Describe the person, time and reason: "Paused by Ann at 29 Nov 2026, 10:00 UTC: the origin is being moved." """
    return f"Paused {_describe_origin(hold, directory)}"


def announce_hold(hold: Hold, directory: PeopleDirectory) -> str:
    """Describe the hold with its object: "The agent deploybot is paused by Ann at 29 Nov 2026, 10:00 UTC." """
    return f"{describe_target(hold.scope, hold.name)} is paused {_describe_origin(hold, directory)}"


def _describe_origin(hold: Hold, directory: PeopleDirectory) -> str:
    reason = " ".join(make_visible(hold.reason).split())
    why = f": {reason}" if reason else ""
    end = "" if why.endswith((".", "!", "?")) else "."
    return f"by {make_visible(directory.find_name(hold.by))} at {hold.placed:%-d %b %Y, %H:%M} UTC{why}{end}"
