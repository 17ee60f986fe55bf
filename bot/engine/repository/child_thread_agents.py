"""Finds the agent of a thread: in a child it works under the rules of all agents that gave the task on, too."""

from collections.abc import Mapping

from bot.core.agent import Agent
from bot.core.delegation.stricter_agents import narrow_agent
from bot.core.people import PeopleDirectory
from bot.core.threads.thread import Thread

MAX_KEPT = 256


class DelegatedAgents:
    """Narrows the agents of children, and keeps them while the agents and people that they are made of are the same."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, ...], tuple[tuple[Agent, ...], PeopleDirectory, Agent]] = {}

    def find_agent(self, thread: Thread, agents: Mapping[str, Agent], directory: PeopleDirectory) -> Agent | None:
        """Return the agent of this thread; None when it, or one whose rules it must keep, is not configured now."""
        own = agents.get(thread.agent)
        if thread.task is None or own is None:
            return own
        names = (*thread.task.lineage, thread.agent)
        line = [agents[name] for name in thread.task.lineage if name in agents]
        if len(line) < len(thread.task.lineage):
            return None
        made_of = (*line, own)
        kept = self._kept.get(names)
        is_same = kept is not None and kept[1] is directory and all(map(_is_same, kept[0], made_of))
        if kept is None or not is_same:
            if len(self._kept) >= MAX_KEPT:
                self._kept.clear()
            kept = self._kept[names] = (made_of, directory, narrow_agent(own, line, directory))
        return kept[2]


def _is_same(one: Agent, other: Agent) -> bool:
    return one is other
