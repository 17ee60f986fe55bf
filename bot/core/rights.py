"""The lists of rights beside an agent: `readers`, `speakers`, `starters`, `operators` in its table of countersign.toml."""

from typing import Literal, TypeAlias

from bot.core.people import Person
from bot.core.word import Name, Word

Operation = Literal["read", "speak", "start", "operate"]
Role: TypeAlias = Literal["requester", "approvers", "owners"]
ROLES: tuple[Role, ...] = ("requester", "approvers", "owners")


class AccessList(Word):
    """Who has one right: these people, the members of these groups, and who has one of these roles.

    `requester`: who opened the thread; for `start`, whoever asks. `approvers`: whom a policy of the agent's tools names, or
    that of a request in the thread. `owners`: the agent's owners.
    """

    people: tuple[Name, ...] = ()
    groups: tuple[Name, ...] = ()
    roles: tuple[Role, ...] = ()

    def names(self, person: Person) -> bool:
        return person.active and (person.id in self.people or any(group in self.groups for group in person.groups))

    def __str__(self) -> str:
        roles = (
            {"requester": "who asked", "approvers": "its approvers", "owners": "its owners"}[role]
            for role in self.roles
        )
        return ", ".join([*self.people, *(f"group {group}" for group in self.groups), *roles]) or "nobody"


DEFAULT = AccessList(roles=ROLES)


class AgentAccess(Word):
    """The rights beside an agent. A list that is left out is `DEFAULT`; one that is set replaces it."""

    readers: AccessList = DEFAULT
    speakers: AccessList = DEFAULT
    starters: AccessList = DEFAULT
    operators: AccessList = DEFAULT

    def of(self, operation: Operation) -> AccessList:
        match operation:
            case "read":
                return self.readers
            case "speak":
                return self.speakers
            case "start":
                return self.starters
            case "operate":
                return self.operators
