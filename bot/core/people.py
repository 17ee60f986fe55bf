"""People and groups, and who of them a clause names. A person is one human however many doors they use."""

from collections.abc import Mapping
from typing import Self

from pydantic import Field, model_validator

from bot.core.word import Name, Word

SYSTEM = "system:"
"""How the requester of a thread begins that no person opened: "system:github", "system:cron"."""


class Person(Word):
    """One human. `accounts` are the names by which doors know them, such as {"github": "sam-dev"}.

    Several accounts at one door stand side by side: {"slack": "T024BE7LD/U1 T0G9PQBBK/U2"} is one person in two workspaces.
    """

    id: Name
    name: str = Field(min_length=1, max_length=80)
    title: str = ""
    groups: tuple[Name, ...] = ()
    accounts: Mapping[str, str] = {}
    active: bool = True


class Clause(Word):
    """`quorum` different people out of these people and the members of these groups. Empty names nobody."""

    people: tuple[Name, ...] = ()
    groups: tuple[Name, ...] = ()
    quorum: int = Field(default=1, ge=1, le=20)

    def names(self, person: Person) -> bool:
        return person.active and (person.id in self.people or any(g in self.groups for g in person.groups))

    def __str__(self) -> str:
        who = ", ".join([*self.people, *(f"group {group}" for group in self.groups)]) or "nobody"
        return f"{self.quorum} of {who}" if self.quorum > 1 else who


class Directory(Word):
    """All people, by id. The one place where a door's account becomes a person."""

    people: Mapping[str, Person] = {}

    @model_validator(mode="after")
    def _is_by_id(self) -> Self:
        """A person under two keys would be two voters."""
        for key, person in self.people.items():
            if key != person.id:
                raise ValueError(f"the person {person.id!r} stands under the key {key!r}")
        return self

    def find(self, person: str | None) -> Person | None:
        return self.people.get(person) if person else None

    def name_of(self, person: str | None) -> str:
        """What a page calls this person. A person who left keeps their id as a name."""
        known = self.find(person)
        return known.name if known else (person or "nobody")

    def by_account(self, door: str, account: str) -> Person | None:
        """The active person who has this account, perhaps among others, and only when exactly one has it."""
        found = [p for p in self.people.values() if p.active and account in p.accounts.get(door, "").split()]
        return found[0] if len(found) == 1 else None
