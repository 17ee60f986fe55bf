"""Who must say yes, and whether they have. Data and pure functions; nothing here reads a clock or a table."""

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from functools import cached_property
from typing import Literal

from pydantic import Field

from bot.core.canonical import canonical
from bot.core.people import Clause, Directory, Person
from bot.core.word import Word


class Policy(Word):
    """The gate of one tool. The default lets nobody approve.

    All of `approvers` must be satisfied (an AND of clauses). With `veto`, one rejection settles at once;
    without it, a rejection settles when the approvals still possible no longer suffice.
    """

    approvers: tuple[Clause, ...] = ()
    requester_may_decide: bool = False
    veto: bool = True
    edits: bool = False
    expires_after: timedelta | None = Field(default=timedelta(hours=4), gt=timedelta(0), le=timedelta(days=365))

    @cached_property
    def version(self) -> str:
        """The first 16 hex digits of the SHA-256 over the policy's canonical JSON."""
        return hashlib.sha256(canonical(self.model_dump(mode="json"))).hexdigest()[:16]


class Vote(Word):
    """What one person said of one digest."""

    person: str
    approves: bool


Verdict = Literal["approved", "rejected", "expired", "withdrawn", "superseded", "undeliverable", "cancelled"]


def refusal(policy: Policy, person: Person, requester: str | None) -> str | None:
    """Why this person may not decide, or None when they may."""
    if not person.active:
        return "the account is not active"
    if not any(clause.people or clause.groups for clause in policy.approvers):
        return "the policy names no approver, so nobody may decide"
    if not any(clause.names(person) for clause in policy.approvers):
        return f"only {who_may(policy)} may"
    if person.id == requester and not policy.requester_may_decide:
        return "who asked may not decide"
    return None


def verdict(policy: Policy, votes: Iterable[Vote], directory: Directory, requester: str | None) -> Verdict | None:
    """What the votes amount to now: approved, rejected, or None while it is open.

    Every vote is judged anew by today's directory: who left the group no longer counts. One vote a person, the latest.
    """
    standing = {vote.person: vote for vote in votes}
    counted = [
        (person, vote.approves)
        for vote in standing.values()
        if (person := directory.find(vote.person)) and refusal(policy, person, requester) is None
    ]
    if policy.veto and any(not approves for _, approves in counted):
        return "rejected"
    if policy.approvers and all(_is_met(clause, counted) for clause in policy.approvers):
        return "approved"
    rejecting = {person.id for person, approves in counted if not approves}
    if rejecting and not all(
        _may_be_met(clause, policy, directory, requester, rejecting) for clause in policy.approvers
    ):
        return "rejected"
    return None


def _is_met(clause: Clause, counted: list[tuple[Person, bool]]) -> bool:
    return sum(approves and clause.names(person) for person, approves in counted) >= clause.quorum


def _may_be_met(clause: Clause, policy: Policy, directory: Directory, requester: str | None, out: set[str]) -> bool:
    left = [p for p in directory.named_by(clause) if p.id not in out and refusal(policy, p, requester) is None]
    return len(left) >= clause.quorum


def who_may(policy: Policy) -> str:
    """The approvers in words: "2 of group release-managers, and olive"."""
    return ", and ".join(str(clause) for clause in policy.approvers) or "nobody"


def progress(policy: Policy, votes: Iterable[Vote], directory: Directory) -> str:
    """How far the quorum is: "1 of 2 group release-managers"."""
    yes = [p for vote in votes if vote.approves and (p := directory.find(vote.person))]
    return ", and ".join(
        f"{sum(clause.names(person) for person in yes)} of {clause.quorum} {Clause(people=clause.people, groups=clause.groups)}"
        for clause in policy.approvers
    )
