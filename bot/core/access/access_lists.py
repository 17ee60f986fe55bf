"""The access lists of an agent: `readers`, `speakers`, `starters`, `operators` in its table of countersign.toml."""

from collections.abc import Iterable
from typing import Literal, TypeAlias

from bot.core.base_types import FrozenModel, TableName
from bot.core.people import PeopleDirectory, Person

AccessOperation = Literal["read", "speak", "start", "operate"]
AccessRole: TypeAlias = Literal["requester", "approvers", "owners"]
ROLES: tuple[AccessRole, ...] = ("requester", "approvers", "owners")


class AccessList(FrozenModel):
    """The holders of one right: these people, the members of these groups, and the holders of these roles.

    `requester`: the opener of the thread; for `start`, any person. `approvers`: the people named by a policy of the
    agent's tools, or by that of a request in the thread. `owners`: the agent's owners.
    """

    people: tuple[TableName, ...] = ()
    groups: tuple[TableName, ...] = ()
    roles: tuple[AccessRole, ...] = ()

    def has_person(self, person: Person) -> bool:
        return person.active and (person.id in self.people or any(group in self.groups for group in person.groups))

    def __str__(self) -> str:
        """Describe the list with ids for names, as an operator wrote them; see `describe_access`."""
        return _join_names(self.people, self)


DEFAULT = AccessList(roles=ROLES)


class AgentAccess(FrozenModel):
    """The access lists of an agent. A list that is left out is `DEFAULT`; one that is set replaces it."""

    readers: AccessList = DEFAULT
    speakers: AccessList = DEFAULT
    starters: AccessList = DEFAULT
    operators: AccessList = DEFAULT

    def find_list(self, operation: AccessOperation) -> AccessList:
        match operation:
            case "read":
                return self.readers
            case "speak":
                return self.speakers
            case "start":
                return self.starters
            case "operate":
                return self.operators


def describe_access(access: AccessList, directory: PeopleDirectory) -> str:
    """Describe the holders of the right for a person: "Olive Green, group release-managers".

    Inactive people have no right and are left out, so that no id is shown as a name.
    """
    people = (directory.find_person(id) for id in access.people)
    return _join_names([" ".join(person.name.split()) for person in people if person and person.active], access)


def _join_names(names: Iterable[str], access: AccessList) -> str:
    roles = (
        {"requester": "who asked", "approvers": "its approvers", "owners": "its owners"}[role] for role in access.roles
    )
    return ", ".join([*names, *(f"group {group}" for group in access.groups), *roles]) or "nobody"
