"""People, groups, and approver clauses. A person is one human, however many accounts they have."""

import hashlib
import string
from collections.abc import Iterator, Mapping
from typing import Self

from pydantic import Field, model_validator

from bot.core.base_types import FrozenModel, TableName

SYSTEM = "system:"
"""The prefix of a requester that is a program: "system:github", "system:cron"."""


IGNORES_CASE: Mapping[str, str] = {
    "github": "https://gitlab.com/gitlab-org/gitlab-foss/-/issues/47601",
    "gitlab": "https://gitlab.com/gitlab-org/gitlab-foss/-/issues/38304",
    "bitbucket": "https://github.com/danger/danger-js/discussions/1289",
    "email": "RFC 5321, 2.4: domains ignore case; providers treat local parts so as well",
}
"""The channels whose accounts ignore case, each with the source of that rule. At all others `Sam` is not `sam`."""

_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)

RESERVED_IDS = frozenset(
    {
        "agent",
        "all",
        "anybody",
        "anyone",
        "everybody",
        "everyone",
        "me",
        "nobody",
        "probe",
        "somebody",
        "someone",
        "system",
    }
)
"""Ids that no person may have: logs, messages and commands use them for programs, for no person or for all."""

MAX_ACCOUNT = 200
"""Characters of an account's name in the log."""


def fold_account(channel: str, account: str) -> str:
    """Return the account in the spelling in which it is compared at this channel.

    Only A to Z are folded. `str.lower` and `str.casefold` would merge different accounts: U+212A (the Kelvin sign)
    becomes `k`, U+0130 (the Turkish dotted I) begins with `i`. No provider in `IGNORES_CASE` gives out such names.
    """
    return account.translate(_LOWER) if channel in IGNORES_CASE else account


def name_account(channel: str, account: str) -> str:
    """Return the log's name of an account: "github:octocat"; for a longer one its hash, so that two stay different.

    Raises `ValueError` for a channel called "system".
    """
    if f"{channel}:" == SYSTEM:
        raise ValueError(
            f"{channel!r} is the prefix of programs, so no channel has this name. Name the channel otherwise."
        )
    named = f"{channel}:{fold_account(channel, ' '.join(account.split()))}"
    if len(named) <= MAX_ACCOUNT:
        return named
    return f"{channel}:sha256:{hashlib.sha256(account.encode('utf-8', 'surrogatepass')).hexdigest()}"


def describe_unlinked(account: str) -> str:
    """Return the shown name of a person unknown to the directory: the account that their channel vouches for."""
    return f"{account.strip()[:100]}, not linked"


class Person(FrozenModel):
    """One human. `accounts` are their names at channels, such as {"github": "sam-dev"}.

    Several accounts at one channel are separated by a space: {"slack": "T024BE7LD/U1 T0G9PQBBK/U2"} is one person in
    two workspaces.
    """

    id: TableName
    name: str = Field(min_length=1, max_length=80)
    title: str = ""
    groups: tuple[TableName, ...] = ()
    accounts: Mapping[str, str] = {}
    active: bool = True


class ApproverClause(FrozenModel):
    """`quorum` different people out of these people and the members of these groups. An empty clause names no one."""

    people: tuple[TableName, ...] = ()
    groups: tuple[TableName, ...] = ()
    quorum: int = Field(default=1, ge=1, le=20)

    def has_person(self, person: Person) -> bool:
        if not person.active:
            return False
        return person.id in self.people or not set(self.groups).isdisjoint(person.groups)

    def __str__(self) -> str:
        """Describe the clause with ids for names; see `describe_clause`."""
        return describe_clause(self, PeopleDirectory())


class PeopleDirectory(FrozenModel):
    """All people, by id, and the credentials that were revoked. It maps the accounts of channels to people.

    A credential is named as a vote names it: "key:" and the key's id.
    """

    people: Mapping[str, Person] = {}
    revoked: frozenset[str] = frozenset()

    @model_validator(mode="after")
    def _refuse_other_keys(self) -> Self:
        """Raises `ValueError` for a key that is not the person's id: a person under two keys would be two voters."""
        for key, person in self.people.items():
            if key != person.id:
                raise ValueError(f"the person {person.id!r} has the key {key!r} in place of their id")
        return self

    def find_person(self, person: str | None) -> Person | None:
        return self.people.get(person) if person else None

    def find_name(self, person: str | None) -> str:
        """Return the shown name of this person. For an unknown person it is the id."""
        known = self.find_person(person)
        return known.name if known else (person or "nobody")

    def find_by_account(self, channel: str, account: str) -> Person | None:
        """Return the active person with this account, perhaps among others; None when several people have it.

        At a channel with case-sensitive accounts, another spelling of a known account belongs to no person: the sender
        counts as unknown to the directory, which requires more approvers and not fewer.
        """
        wanted = fold_account(channel, account)
        found = [
            person
            for person in self._active
            if wanted in (fold_account(channel, each) for each in person.accounts.get(channel, "").split())
        ]
        return found[0] if len(found) == 1 else None

    def find_complaints(self) -> Iterator[str]:
        """Return the errors in people's accounts: two people with the same one, and an e-mail address that no sender
        can have."""
        seen: dict[tuple[str, str], tuple[Person, str]] = {}
        for person in self._active:
            for channel, accounts in person.accounts.items():
                for account in accounts.split():
                    if channel == "email" and not account.rpartition("@")[2].isascii():
                        yield f"the email account {account!r} of {person.id}: write its domain in ASCII, as xn--…"
                    other, theirs = seen.setdefault((channel, fold_account(channel, account)), (person, account))
                    if other is not person:
                        same = f"the {channel} accounts {theirs!r} of {other.id} and {account!r} of {person.id} are the same"
                        yield f"{same}; give it to one of them"

    @property
    def _active(self) -> Iterator[Person]:
        return (person for person in self.people.values() if person.active)


def describe_clause(clause: ApproverClause, directory: PeopleDirectory) -> str:
    """Describe a clause for a person: "2 of Olive, Max, group release-managers". Unknown people are named by id."""
    names = (" ".join(directory.find_name(person).split()) for person in clause.people)
    who = ", ".join([*names, *(f"group {group}" for group in clause.groups)]) or "nobody"
    return f"{clause.quorum} of {who}" if clause.quorum > 1 else who
