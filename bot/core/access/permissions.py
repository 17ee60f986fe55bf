"""The rights to read, speak in, start and operate threads: access lists beside the agent, and pure functions that apply them.

| operation | covered by it | default of its list |
|---|---|---|
| `read` | a thread, its log, prompts, requests, live updates | requester, approvers, owners |
| `speak` | a message into a thread | requester, approvers, owners |
| `start` | a new thread of an agent | any person (they become its requester), approvers, owners |
| `operate` | pause, resume, cancel, fork a thread; holds | requester, approvers, owners |

A list that is set replaces its default. Besides the lists, these people read a thread: its speakers and operators, its
opener, its writers and the people named as `others` of a message, the people that an approval or a question in it was put
to (also if they are excluded from deciding it), and its voters. A person that an open question is put to may speak.

Policies of programs belong to different teams. So the role `approvers` of the agent of programs is that of one thread: the
people of the policies of its requests, as they were asked, and not those of all policies.

These lists do not give the right to decide: the policy of the request does, and the people that it names read the thread.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple, TypeAlias

from bot.core.access.access_lists import DEFAULT, AccessList, AccessOperation
from bot.core.agent import Agent
from bot.core.people import ApproverClause, Person
from bot.core.threads.thread import Thread

__all__ = [
    "AccessOperation",
    "AccessSubject",
    "ThreadReach",
    "compute_reach",
    "find_joining_names",
    "list_index_names",
    "may_access",
    "may_see_agent",
    "may_stop_tool",
    "may_with_agent",
]

KeyScope: TypeAlias = Literal["person", "agent", "admin"]


@dataclass(frozen=True)
class AccessSubject:
    """The subject of an access check. `person` is None for an account that the directory does not know; `account` names
    it ("slack:T1/U9").

    `credential` is the key that it came with: a key of the scope `agent` sees the requests of programs that came with it,
    and of no other key.

    `scope`: a `person` has all their rights; an `agent` key has the rights of its person in its `agents`, without those
    that come with deciding (as an approver or owner, as a person asked, as a writer); an `admin` key sees and does
    everything except deciding.
    """

    person: Person | None
    account: str = ""
    scope: KeyScope = "person"
    agents: frozenset[str] = frozenset()
    credential: str = ""

    @cached_property
    def selves(self) -> tuple[str, ...]:
        """The names of this subject in a log: the person's id, and the account, as it was recorded before the person
        was known."""
        own = (self.person.id,) if self.person is not None else ()
        return (*own, self.account) if self.account else own

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of this subject in an audience: its own, and those of its groups."""
        groups = self.person.groups if self.person is not None else ()
        return (*self.selves, *(f"group:{group}" for group in groups))

    def is_requester(self, thread: Thread) -> bool:
        """Return whether this subject opened the thread."""
        return thread.requester in self.selves


def may_access(subject: AccessSubject, operation: AccessOperation, agent: Agent | None, thread: Thread | None) -> bool:
    """Return whether this subject may do this in the thread; in a new one of this agent where `thread` is None.

    `agent` is the thread's agent, None when it is not configured now: then the default lists apply to the thread alone
    for `read` and `speak`, and only an admin key operates it: the removal of an agent with a narrower list gives no
    right.
    """
    if thread is None:
        return agent is not None and may_with_agent(subject, operation, agent)
    if subject.scope == "admin":
        return True
    if not _is_active(subject) or (subject.scope == "agent" and thread.agent not in subject.agents):
        return False
    if subject.scope == "agent" and thread.submitter not in ("", subject.credential):
        return False
    if operation == "operate" and (agent is None or subject.scope == "agent"):
        return False
    if operation == "read":
        is_listed = any(_is_listed(subject, each, agent, thread) for each in _may_read_agent(subject))
        is_in_audience = subject.scope == "person" and not thread.audience.all.isdisjoint(subject.names)
        return is_listed or subject.is_requester(thread) or is_in_audience
    person = subject.person
    if operation == "speak" and subject.scope == "person" and person is not None:
        questions = (call.question for call in thread.calls.values() if call.question is not None)
        if any(question.to.has_person(person) for question in questions):
            return True
    return operation != "start" and _is_listed(subject, operation, agent, thread)


def may_with_agent(subject: AccessSubject, operation: AccessOperation, agent: Agent) -> bool:
    """Return whether this subject may do this in every thread of the agent; `start`: open one."""
    if subject.scope == "admin":
        return True
    if not _is_active(subject) or (subject.scope == "agent" and agent.name not in subject.agents):
        return False
    if subject.scope == "agent" and operation == "operate":
        return False
    granted = agent.access.find_list(operation)
    if operation == "start" and "requester" in granted.roles and subject.selves:
        return True
    return _is_named(subject, granted, agent)


def may_stop_tool(subject: AccessSubject, agent: Agent, tool: str) -> bool:
    """Return whether this subject may pause this tool of the agent: as an operator of the agent, and of a policy of programs
    also as one of its approvers, where `operators` has that role."""
    if may_with_agent(subject, "operate", agent):
        return True
    found, person = agent.registry.get(tool), subject.person
    if agent.submitters is None or found is None or found.gate is None or person is None or subject.scope != "person":
        return False
    is_approver = any(clause.has_person(person) for clause in found.gate.approvers)
    return is_approver and "approvers" in agent.access.operators.roles


def may_see_agent(subject: AccessSubject, agent: Agent) -> bool:
    """Return whether this subject has any right in the agent, so that its name and tools may be shown."""
    return any(may_with_agent(subject, operation, agent) for operation in ("read", "speak", "start", "operate"))


class ThreadReach(NamedTuple):
    """The threads that a subject reads, for an index: all; those of `agents`; those with one of `names` in their
    audience.

    `within`: of these agents alone; None: of any. `is_own`: the names count as a thread's requester alone.
    """

    is_all: bool = False
    agents: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    within: frozenset[str] | None = None
    is_own: bool = False


def compute_reach(subject: AccessSubject, agents: Iterable[Agent]) -> ThreadReach:
    """Return the threads that the subject reads: the result of `may_access` for `read`, over all threads at once."""
    if subject.scope == "admin":
        return ThreadReach(is_all=True)
    reading = _may_read_agent(subject)
    whole = frozenset(each.name for each in agents if any(may_with_agent(subject, right, each) for right in reading))
    if subject.scope == "agent":
        return ThreadReach(agents=whole, names=subject.selves, within=subject.agents, is_own=True)
    return ThreadReach(agents=whole, names=subject.names)


def list_approver_clauses(agent: Agent) -> Iterable[ApproverClause]:
    """Return the approver clauses of all tools of this agent, as it is configured now."""
    return (clause for tool in agent.registry.values() if tool.gate for clause in tool.gate.approvers)


def list_index_names(thread: Thread) -> frozenset[str]:
    """Return the names of a thread's audience for the index: ids of people and groups. Accounts cannot sign in or have
    a key."""
    return frozenset(name for name in thread.audience.all if ":" not in name or name.startswith("group:"))


def find_joining_names(before: Thread, after: Thread) -> frozenset[str]:
    """Return the names that the index lacks of a thread that went from `before` to `after`."""
    return frozenset() if after.audience is before.audience else list_index_names(after) - list_index_names(before)


def _may_read_agent(subject: AccessSubject) -> tuple[AccessOperation, ...]:
    """Return the rights that include reading. An agent key operates nothing, so `operators` give it nothing to read."""
    return ("read", "speak") if subject.scope == "agent" else ("read", "speak", "operate")


def _is_active(subject: AccessSubject) -> bool:
    return subject.person is None or subject.person.active


def _is_listed(subject: AccessSubject, operation: AccessOperation, agent: Agent | None, thread: Thread) -> bool:
    """Return whether the list of this right covers the subject in this thread; without an agent, the default list."""
    granted = agent.access.find_list(operation) if agent is not None else DEFAULT
    if "requester" in granted.roles and subject.is_requester(thread):
        return True
    if "approvers" in granted.roles and subject.scope == "person" and thread.audience.approvers & {*subject.names}:
        return True
    return agent is not None and _is_named(subject, granted, agent)


def _is_named(subject: AccessSubject, granted: AccessList, agent: Agent) -> bool:
    person = subject.person
    if person is None:
        return False
    if granted.has_person(person):
        return True
    if subject.scope == "agent":
        return False
    if "owners" in granted.roles and agent.owners.has_person(person):
        return True
    is_of_programs = agent.submitters is not None  # its policies belong to different teams
    clauses = () if is_of_programs or "approvers" not in granted.roles else list_approver_clauses(agent)
    return any(clause.has_person(person) for clause in clauses)
