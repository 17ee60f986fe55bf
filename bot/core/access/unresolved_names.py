"""Names in an agent's policies and access lists that no person and no group has, such as a misspelt approver. Pure."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import NamedTuple

from bot.core.access.access_lists import AccessList, AgentAccess
from bot.core.agent import Agent
from bot.core.people import ApproverClause, PeopleDirectory


class UnknownName(NamedTuple):
    """`value` is the name that no `kind` ("person", "group") has, in `policy`. `nearest` is the likeliest right one, or empty."""

    policy: str
    kind: str
    value: str
    nearest: str

    def __str__(self) -> str:
        name = self.value if self.kind == "person" else f"group {self.value}"
        return f"{name} (did you mean {self.nearest}?)" if self.nearest else name


def find_unknown_names(agent: Agent, directory: PeopleDirectory) -> Iterator[UnknownName]:
    """Yield the unknown names of the agent's owners, access lists and gates, each once in a policy."""
    clauses: list[tuple[str, ApproverClause | AccessList]] = [(f"owners of {agent.name}", agent.owners)]
    clauses += [(f"{name} of {agent.name}", getattr(agent.access, name)) for name in AgentAccess.model_fields]
    clauses.append((f"may_ask of {agent.name}", agent.may_ask))
    gates = ((intent, tool.gate) for intent, tool in agent.registry.items() if tool.gate is not None)
    clauses += [(f"Gate of {intent}", clause) for intent, gate in gates for clause in gate.approvers]
    people = directory.people
    groups = {group for person in people.values() for group in person.groups}
    found: dict[UnknownName, None] = {}
    for policy, clause in clauses:
        for kind, values, known in (("person", clause.people, people.keys()), ("group", clause.groups, groups)):
            for value in values:
                if value not in known:
                    near = get_close_matches(value, sorted(known), n=1)
                    found[UnknownName(policy, kind, value, near[0] if near else "")] = None
    yield from found
