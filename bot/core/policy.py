"""Policies, and the verdict that votes give under them. Data and pure functions: no clock, no storage."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from functools import lru_cache
from typing import Literal, Self, TypeAlias

from pydantic import Field, model_validator

from bot.core.base_types import FrozenModel, UnicodeText, UtcMoment
from bot.core.canonical_json import canonicalize
from bot.core.people import ApproverClause, PeopleDirectory, Person, describe_clause
from bot.core.threads.shaper_tracking import CallShapers, ShapingAct, describe_acts, has_unknown


class RejectOption(FrozenModel):
    """A reason to reject that a person may choose instead of writing one: its name, and its text."""

    name: UnicodeText = Field(min_length=1, max_length=40)
    text: UnicodeText = Field(min_length=1, max_length=1_000)


class Policy(FrozenModel):
    """The approval rules of one tool. The default allows no approval.

    The separation of duties excludes the shapers of a call (see `bot.core.threads.shaper_tracking`) from its approval:
    those that asked for it (by opening the thread, or writing last), unless `requester_may_decide`, and those that
    shaped it in another way (an answer, a reason, a fork), unless `shapers_may_decide`. Earlier writers in the thread
    are admitted by either. `edits` allows an approver to change the arguments: the edit is their own approval too
    (`by_editor`), or somebody else must approve it (`by_another`). `true` means `by_editor`, and `by_another` when the
    call is irreversible. An approval that is not used for `valid_for` (default: `expires_after`) has lapsed.

    All of `approvers` must be satisfied (an AND of clauses), and one person fills one place: "olive, and one of the
    release managers" is two people also when olive is a release manager. With `veto`, one rejection settles at once;
    without it, a rejection settles when the approvals still possible no longer suffice.

    An `irreversible` call is approved by typing a word that the call contains: the value of the argument `typed`, by
    default of the first one that can be typed. `reject_options` are reasons that a person may choose instead of writing
    one.
    """

    approvers: tuple[ApproverClause, ...] = ()
    requester_may_decide: bool = False
    veto: bool = True
    shapers_may_decide: bool = False
    edits: bool | Literal["by_editor", "by_another"] = False
    expires_after: timedelta | None = Field(default=timedelta(hours=4), gt=timedelta(0), le=timedelta(days=365))
    valid_for: timedelta | None = Field(default=None, gt=timedelta(0), le=timedelta(days=365))
    reject_options: tuple[RejectOption, ...] = Field(default=(), max_length=50)
    irreversible: bool = False
    typed: str = ""

    @model_validator(mode="after")
    def _refuse_contradictions(self) -> Self:
        names = [option.name for option in self.reject_options]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"two reject_options are called {name!r}; give each its own name")
        if self.typed and not self.irreversible:
            raise ValueError(f"typed = {self.typed!r} is asked for only with irreversible = true; write that as well")
        return self

    @property
    def edit_rule(self) -> Literal["", "by_editor", "by_another"]:
        """The approver that an edit needs: the editor or another person; empty: edits are not allowed."""
        match self.edits:
            case True:
                return "by_another" if self.irreversible else "by_editor"
            case False:
                return ""
            case rule:
                return rule

    def has_approver(self, person: Person) -> bool:
        """Return whether a clause names this person, by id or group."""
        for clause in self.approvers:  # noqa: SIM110  a generator takes twice as long
            if clause.has_person(person):
                return True
        return False

    @property
    def shelf_life(self) -> timedelta | None:
        """How long an approval may wait for its use; None: without limit."""
        return self.valid_for or self.expires_after

    @property
    def rules(self) -> "Policy":
        """The rules as an event keeps them: a `Policy`, also of a type that is derived from it."""
        if type(self) is Policy:
            return self
        return Policy.model_construct(**{name: getattr(self, name) for name in Policy.model_fields})

    @property
    def version(self) -> str:
        """The first 16 hex digits of the SHA-256 over the policy's canonical JSON.

        Fields of later releases count only where they differ from their default: older policies keep their version, and
        the requests asked under them their digest.
        """
        return _compute_version(self)


_LATER = ("reject_options", "irreversible", "typed", "shapers_may_decide", "valid_for")


@lru_cache(maxsize=256)
def _compute_version(policy: Policy) -> str:
    """Compute the version, cached by the policy's value: a cache on the object would be copied into a changed copy."""
    unsaid = {name for name in _LATER if getattr(policy, name) == Policy.model_fields[name].default}
    return hashlib.sha256(canonicalize(policy.model_dump(mode="json", exclude=unsaid))).hexdigest()[:16]


def renew_version(policy: Policy, renewals: int) -> str:
    """Return the policy's version as a digest holds it: each renewal gives another digest, so that earlier votes do not
    count."""
    return f"{policy.version}+{renewals}" if renewals else policy.version


class CountedVote(FrozenModel):
    """One person's vote on one digest, its time and its credential. `makers` are the makers of that credential other
    than the person."""

    person: str
    approves: bool
    credential: str = ""
    makers: tuple[str, ...] = ()
    at: UtcMoment | None = None


Verdict = Literal["approved", "rejected", "expired", "withdrawn", "superseded", "undeliverable", "cancelled"]


EMPTY_DIRECTORY = PeopleDirectory()
"""A directory without people: it names each person by id."""


def explain_refusal(
    policy: Policy,
    person: Person,
    shapers: CallShapers,
    makers: Iterable[str] = (),
    directory: PeopleDirectory = EMPTY_DIRECTORY,
) -> str | None:
    """Return why this person may not decide, or None when they may.

    `makers` are the makers of their credential other than the person. `directory` gives the names of the people in that
    sentence.
    """
    if not person.active:
        return "the account is not active"
    if not policy.has_approver(person):
        if not any(clause.people or clause.groups for clause in policy.approvers):
            return "the policy names no approver, so nobody may decide"
        return f"only {describe_approvers(policy, directory)} may"
    if why := explain_exclusion(policy, shapers.get(person.id, ())):
        return why
    for maker in makers:
        if why := explain_exclusion(policy, shapers.get(maker, ())):
            return f"the key or link was made by {directory.find_name(maker)}, and {why}"
    return None


def explain_exclusion(policy: Policy, acts: Collection[ShapingAct]) -> str:
    """Return why a person with these acts may not decide the call that they shaped; empty when they may."""
    if not acts:
        return ""
    if "amended" in acts and policy.edit_rule != "by_editor":
        return "who edited the arguments may not approve them"
    if "asked" in acts and not policy.requester_may_decide:
        return "who asked may not decide"
    if policy.shapers_may_decide:
        return ""
    asking: set[ShapingAct] = {"wrote", "lent"} if not policy.requester_may_decide else set()
    if asking & set(acts):
        return "who asked may not decide"
    rest = [act for act in acts if act not in ("asked", "wrote", "lent", "amended")]
    return f"who {describe_acts(rest)} may not decide" if rest else ""


def count_votes(
    policy: Policy, votes: Iterable[CountedVote], directory: PeopleDirectory, shapers: CallShapers
) -> list[CountedVote]:
    """Return the votes that count by today's directory, the latest of each person.

    A vote of a former member of the group, or with a key that was revoked since, does not count.
    """
    standing = {vote.person: vote for vote in votes if vote.credential not in directory.revoked}.values()
    return [
        vote
        for vote in standing
        if (person := directory.find_person(vote.person))
        and explain_refusal(policy, person, shapers, vote.makers) is None
    ]


def find_verdict(
    policy: Policy, votes: Iterable[CountedVote], directory: PeopleDirectory, shapers: CallShapers
) -> Verdict | None:
    """Return the verdict of the votes now: approved, rejected, or None while it is open.

    Votes with credentials of one maker count as one person, together with the maker's own vote.
    """
    if not (counted := count_votes(policy, votes, directory, shapers)):
        return None
    if policy.veto and any(not vote.approves for vote in counted):
        return "rejected"
    clauses = list_required_clauses(policy, shapers, directory)
    if _is_met(clauses, join_voters(counted, directory)):
        return "approved"
    if not (rejecting := {vote.person for vote in counted if not vote.approves}):
        return None
    left = [p for p in _list_eligible(policy, directory, shapers) if p.id not in rejecting]
    return None if _is_met(clauses, [(person,) for person in left]) else "rejected"


NO_APPROVER = "Its policy names no approver, so nobody may decide it."
WHO_MAY_GIVE = "Who may give one: "


def explain_shortage(policy: Policy, directory: PeopleDirectory, shapers: CallShapers) -> str:
    """Return why no votes could approve this with today's people and rules; empty when enough people may decide.

    A policy that names no approver, or fewer than it requires, is short for all calls.
    """
    clauses, left = list_required_clauses(policy, shapers, directory), _list_eligible(policy, directory, shapers)
    if _is_met(clauses, [(person,) for person in left]):
        return ""
    if describe_approvers(policy) == "nobody":
        return NO_APPROVER
    needed = sum(clause.quorum for clause in clauses)
    names = ", ".join(person.name for person in left) or "nobody"
    count = f"{needed} approval{'' if needed == 1 else 's'} ({describe_approvers(policy, directory)})"
    why = (
        ", one more than usual since somebody acted whom the directory does not know"
        if has_unknown(shapers, directory)
        else ""
    )
    return f"It needs {count}{why}. {WHO_MAY_GIVE}{names}."


def is_shortage(reason: str) -> bool:
    """Return whether an outcome's reason was written by `explain_shortage`."""
    return reason == NO_APPROVER or WHO_MAY_GIVE in reason


def list_required_clauses(
    policy: Policy, shapers: CallShapers, directory: PeopleDirectory
) -> tuple[ApproverClause, ...]:
    """Return the policy's clauses, and one more approver where a shaper is not in the directory."""
    if not (policy.approvers and has_unknown(shapers, directory)):
        return policy.approvers
    people = tuple(dict.fromkeys(person for clause in policy.approvers for person in clause.people))
    groups = tuple(dict.fromkeys(group for clause in policy.approvers for group in clause.groups))
    return (*policy.approvers, ApproverClause(people=people, groups=groups))


def _list_eligible(policy: Policy, directory: PeopleDirectory, shapers: CallShapers) -> list[Person]:
    return [person for person in directory.people.values() if explain_refusal(policy, person, shapers) is None]


VoterGroup: TypeAlias = tuple[Person, ...]
"""People who count as one vote: one person, or all people whose credentials share a maker."""


def join_voters(votes: Iterable[CountedVote], directory: PeopleDirectory) -> list[VoterGroup]:
    """Join approving people into voters: people with credentials of one maker, and that maker, are one voter.

    The people of a voter are in the order of their votes.
    """
    voters: list[tuple[set[str], list[Person]]] = []
    for vote in votes:
        person = directory.find_person(vote.person)
        if person is None or not vote.approves:
            continue
        names, people = {person.id, *vote.makers}, [person]
        for other in [voter for voter in voters if voter[0] & names]:
            voters.remove(other)
            names |= other[0]
            people = [*other[1], *people]
        voters.append((names, people))
    return [tuple(people) for _, people in voters]


def _is_met(clauses: Sequence[ApproverClause], voters: Sequence[VoterGroup]) -> bool:
    """Return whether these voters satisfy all clauses. A policy without clauses is not met."""
    return bool(clauses and voters) and len(_assign_signatures(clauses, voters)) == sum(
        clause.quorum for clause in clauses
    )


ClauseLine = tuple[int, int]
"""One required signature: the number of the clause, and the position within its quorum (both from 0)."""


def _assign_signatures(clauses: Sequence[ApproverClause], voters: Iterable[VoterGroup]) -> dict[ClauseLine, VoterGroup]:
    """Return the largest assignment of voters to lines, each voter to one line."""
    lines = [(number, nth) for number, clause in enumerate(clauses) for nth in range(clause.quorum)]
    signed: dict[ClauseLine, VoterGroup] = {}

    def sign(voter: VoterGroup, tried: set[ClauseLine]) -> bool:
        """Find a line for this voter; if need be, move the voter on it to another line."""
        for line in lines:
            if line in tried or not any(clauses[line[0]].has_person(person) for person in voter):
                continue
            tried.add(line)
            if line not in signed or sign(signed[line], tried):
                signed[line] = voter
                return True
        return False

    for voter in voters:
        sign(voter, set())
    return signed


def describe_approvers(policy: Policy, directory: PeopleDirectory = EMPTY_DIRECTORY) -> str:
    """Return the approvers in words: "2 of group release-managers, and Olive"."""
    return ", and ".join(describe_clause(clause, directory) for clause in policy.approvers) or "nobody"


def describe_progress(
    policy: Policy, votes: Iterable[CountedVote], directory: PeopleDirectory, shapers: CallShapers
) -> str:
    """Return how far the quorum is: "1 of 2 group release-managers"."""
    clauses = list_required_clauses(policy, shapers, directory)
    counted = count_votes(policy, votes, directory, shapers)
    signed = Counter(clause for clause, _ in _assign_signatures(clauses, join_voters(counted, directory)))
    lines = [
        f"{signed[number]} of {clause.quorum} {describe_clause(clause.model_copy(update={'quorum': 1}), directory)}"
        for number, clause in enumerate(policy.approvers)
    ]
    more = [f"{signed[number]} of 1 more" for number in range(len(policy.approvers), len(clauses))]
    return ", and ".join((*lines, *more))
