"""Who must say yes, and whether they have. Data and pure functions; nothing here reads a clock or a table."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import lru_cache
from typing import Literal, Self

from pydantic import Field, model_validator

from bot.core.canonical import canonical
from bot.core.people import Clause, Directory, Person
from bot.core.word import Text, Word


class RejectOption(Word):
    """A reason to reject that one may choose instead of writing it: its name, and the text it stands for."""

    name: Text = Field(min_length=1, max_length=40)
    text: Text = Field(min_length=1, max_length=1_000)


class Policy(Word):
    """The gate of one tool. The default lets nobody approve.

    Unless `requester_may_decide`, nobody approves what they asked for: neither who opened the thread, nor who wrote last
    before the agent chose the call.
    All of `approvers` must be satisfied (an AND of clauses), and nobody signs for two: "olive, and one of the release
    managers" is two people also when olive is a release manager. With `veto`, one rejection settles at once;
    without it, a rejection settles when the approvals still possible no longer suffice.

    What is `irreversible` is approved by typing a word that stands in the call: the value of the argument `typed`, by
    default of the first one that can be typed. `reject_options` are reasons that one may choose instead of writing one.
    """

    approvers: tuple[Clause, ...] = ()
    requester_may_decide: bool = False
    veto: bool = True
    edits: bool = False
    expires_after: timedelta | None = Field(default=timedelta(hours=4), gt=timedelta(0), le=timedelta(days=365))
    reject_options: tuple[RejectOption, ...] = Field(default=(), max_length=50)
    irreversible: bool = False
    typed: str = ""

    @model_validator(mode="after")
    def _says_what_it_means(self) -> Self:
        names = [option.name for option in self.reject_options]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"two reject_options are called {name!r}; give each its own name")
        if self.typed and not self.irreversible:
            raise ValueError(f"typed = {self.typed!r} is asked for only with irreversible = true; write that as well")
        return self

    @property
    def version(self) -> str:
        """The first 16 hex digits of the SHA-256 over the policy's canonical JSON.

        Fields that came later count only where they differ from their default: older policies keep their version, and
        what was asked under them its digest.
        """
        return _version(self)


_LATER = ("reject_options", "irreversible", "typed")


@lru_cache(maxsize=256)
def _version(policy: Policy) -> str:
    """Kept by the policy's value and not on the object: a changed copy of a policy would take its version along."""
    unsaid = {name for name in _LATER if getattr(policy, name) == Policy.model_fields[name].default}
    return hashlib.sha256(canonical(policy.model_dump(mode="json", exclude=unsaid))).hexdigest()[:16]


class Vote(Word):
    """What one person said of one digest."""

    person: str
    approves: bool


Verdict = Literal["approved", "rejected", "expired", "withdrawn", "superseded", "undeliverable", "cancelled"]


def refusal(policy: Policy, person: Person, askers: tuple[str, ...]) -> str | None:
    """Why this person may not decide, or None when they may. `askers` are the people whose wish the call follows."""
    if not person.active:
        return "the account is not active"
    if not any(clause.people or clause.groups for clause in policy.approvers):
        return "the policy names no approver, so nobody may decide"
    if not any(clause.names(person) for clause in policy.approvers):
        return f"only {who_may(policy)} may"
    if person.id in askers and not policy.requester_may_decide:
        return "who asked may not decide"
    return None


def verdict(policy: Policy, votes: Iterable[Vote], directory: Directory, askers: tuple[str, ...]) -> Verdict | None:
    """What the votes amount to now: approved, rejected, or None while it is open.

    Every vote is judged anew by today's directory: who left the group no longer counts. One vote a person, the latest.
    """
    standing = {vote.person: vote for vote in votes}
    counted = [
        (person, vote.approves)
        for vote in standing.values()
        if (person := directory.find(vote.person)) and refusal(policy, person, askers) is None
    ]
    if policy.veto and any(not approves for _, approves in counted):
        return "rejected"
    if _is_met(policy, [person for person, approves in counted if approves]):
        return "approved"
    rejecting = {person.id for person, approves in counted if not approves}
    left = [p for p in directory.people.values() if p.id not in rejecting and refusal(policy, p, askers) is None]
    return "rejected" if rejecting and not _is_met(policy, left) else None


def _is_met(policy: Policy, people: Iterable[Person]) -> bool:
    """Whether these people can sign every line. A policy without clauses is never met."""
    return bool(policy.approvers) and len(_signed(policy.approvers, people)) == sum(c.quorum for c in policy.approvers)


Line = tuple[int, int]
"""A place for one signature: the clause's number, and which of its quorum."""


def _signed(clauses: Sequence[Clause], people: Iterable[Person]) -> dict[Line, Person]:
    """The most lines that these people can sign, each person one line."""
    lines = [(number, nth) for number, clause in enumerate(clauses) for nth in range(clause.quorum)]
    signed: dict[Line, Person] = {}

    def sign(person: Person, tried: set[Line]) -> bool:
        """Finds a line for this person, and if need be another one for who stands there."""
        for line in lines:
            if line in tried or not clauses[line[0]].names(person):
                continue
            tried.add(line)
            if line not in signed or sign(signed[line], tried):
                signed[line] = person
                return True
        return False

    for person in people:
        sign(person, set())
    return signed


def who_may(policy: Policy) -> str:
    """The approvers in words: "2 of group release-managers, and olive"."""
    return ", and ".join(str(clause) for clause in policy.approvers) or "nobody"


def progress(policy: Policy, votes: Iterable[Vote], directory: Directory) -> str:
    """How far the quorum is: "1 of 2 group release-managers"."""
    standing = {vote.person: vote for vote in votes}.values()
    yes = [p for vote in standing if vote.approves and (p := directory.find(vote.person))]
    signed = Counter(clause for clause, _ in _signed(policy.approvers, yes))
    return ", and ".join(
        f"{signed[number]} of {clause.quorum} {clause.model_copy(update={'quorum': 1})}"
        for number, clause in enumerate(policy.approvers)
    )
