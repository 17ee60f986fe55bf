"""Checks the rights of one subject, from the agents, the index of threads and the logs. See
`bot.core.access.permissions`.

The index decides first whether a thread is within reach, so a foreign thread takes no longer than a missing one. A
loaded thread is then checked against its log.
"""

from collections.abc import Iterable
from functools import cached_property

from bot.core.access.access_lists import AgentAccess, describe_access
from bot.core.access.permissions import (
    AccessOperation,
    AccessSubject,
    ThreadReach,
    compute_reach,
    may_access,
    may_see_agent,
    may_stop_tool,
    may_with_agent,
)
from bot.core.agent import Agent
from bot.core.errors import NotAllowed, NotFound, UnknownTarget
from bot.core.holds import Hold, HoldScope
from bot.core.threads.thread import Thread, find_thread_id
from bot.engine.repository.thread_repository import ThreadRepository

OPERATION_TEXTS: dict[AccessOperation, str] = {
    "read": "read this thread",
    "speak": "write in this thread",
    "start": "start this agent",
    "operate": "stop, resume, cancel or fork this thread",
}


class AccessCheck:
    """The access checks for one subject."""

    def __init__(self, repository: ThreadRepository, subject: AccessSubject) -> None:
        self.repository, self.subject = repository, subject

    @cached_property
    def reach(self) -> ThreadReach:
        return compute_reach(self.subject, self.repository.agents.values())

    async def find_thread(self, id: str) -> Thread:
        """Return a thread that the subject reads. Raises NotFound for other threads, BrokenThread, Unavailable."""
        if not await self.filter_reachable([id]):
            raise NotFound("thread", id)
        thread = (await self.repository.load_thread(id)).thread
        if not self.may_access("read", thread):
            raise NotFound("thread", id)
        return thread

    async def filter_reachable(self, ids: Iterable[str]) -> list[str]:
        """Return the ids that are within reach by the index. The logs are not read."""
        return await self.repository.store.threads.filter_reachable(ids, self.reach)

    async def find_request(self, id: str) -> Thread:
        """Return the thread of a request that the subject reads. Raises NotFound for other requests, BrokenThread,
        Unavailable.
        """
        try:
            return await self.find_thread(find_thread_id(id))
        except NotFound as error:
            raise NotFound("request", id) from error

    def may_access(self, operation: AccessOperation, thread: Thread) -> bool:
        return may_access(self.subject, operation, self.repository.agents.get(thread.agent), thread)

    async def require_access(self, operation: AccessOperation, id: str) -> Thread:
        """Return the thread if the subject may do `operation` in it. Raises NotFound for a thread that the subject does
        not read, NotAllowed.
        """
        thread = await self.find_thread(id)
        if not self.may_access(operation, thread):
            raise self.make_refusal(operation, thread.agent)
        return thread

    def may_access_agent(self, operation: AccessOperation, agent: Agent) -> bool:
        return may_with_agent(self.subject, operation, agent)

    def require_start(self, name: str) -> None:
        """Raises NotFound for an agent that the subject has no right in, NotAllowed."""
        agent = self.repository.agents.get(name)
        if agent is None or not may_see_agent(self.subject, agent):
            raise NotFound("agent", name)
        if not self.may_access_agent("start", agent):
            raise self.make_refusal("start", name)

    @property
    def agents(self) -> list[Agent]:
        """The agents that the subject has a right in."""
        return [agent for agent in self.repository.agents.values() if may_see_agent(self.subject, agent)]

    def may_see_hold(self, hold: Hold) -> bool:
        if self.subject.scope == "admin" or hold.scope == "all":
            return True
        return any(
            hold.name == each.name if hold.scope == "agent" else hold.name in each.registry for each in self.agents
        )

    def require_hold(self, scope: HoldScope, name: str) -> None:
        """Raises UnknownTarget for a target that the subject does not see, NotAllowed unless the subject operates all
        that the hold stops.
        """
        seen = self.agents
        known = {
            "all": [],
            "agent": sorted(agent.name for agent in seen),
            "tool": sorted({tool for agent in seen for tool in agent.registry}),
        }[scope]
        if scope != "all" and name not in known:
            raise UnknownTarget(scope, name[:60], ", ".join(known) or "none")
        self.require_operating(scope, name)

    def require_operating(self, scope: HoldScope, name: str) -> None:
        """Raises NotAllowed unless the subject operates all that such a hold stops. Only an admin key resumes a target
        that is no longer configured.
        """
        if not self.may_hold(scope, name):
            targets = {"all": "every agent", "agent": f"the agent {name}", "tool": f"all agents with the tool {name}"}[
                scope
            ]
            raise NotAllowed(self._name, "pause or resume this", f" Who may: the operators of {targets}.")

    def may_hold(self, scope: HoldScope, name: str) -> bool:
        """Whether the subject operates all that such a hold stops."""
        stopped = [
            agent
            for agent in self.repository.agents.values()
            if scope == "all" or (agent.name == name if scope == "agent" else name in agent.registry)
        ]
        if self.subject.scope == "admin":
            return True
        if scope == "tool":
            return bool(stopped) and all(may_stop_tool(self.subject, each, name) for each in stopped)
        return bool(stopped) and all(self.may_access_agent("operate", each) for each in stopped)

    def make_refusal(self, operation: AccessOperation, agent: str) -> NotAllowed:
        """Build the refusal for a subject that knows the thread or the agent. An unknown account is told no names."""
        known = self.repository.agents.get(agent)
        if known is None and operation == "operate":
            return NotAllowed(
                self._name, OPERATION_TEXTS[operation], f" The agent {agent} is not set up here now: an admin key may."
            )
        allowed = describe_access(
            (known.access if known else AgentAccess()).find_list(operation), self.repository.directory
        )
        return NotAllowed(
            self._name, OPERATION_TEXTS[operation], f" Who may: {allowed}." if self.subject.person else ""
        )

    @property
    def _name(self) -> str:
        return self.subject.person.name if self.subject.person else "An account that I do not know"
