"""Required approvals and given ones: every vote is judged anew by today's directory."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.core.base_types import FrozenModel
from bot.core.people import ApproverClause, PeopleDirectory, Person
from bot.core.policy import (
    CountedVote,
    Policy,
    RejectOption,
    describe_approvers,
    describe_progress,
    explain_refusal,
    find_verdict,
)
from bot.core.threads.shaper_tracking import NO_SHAPERS, CallShapers, ShapingAct
from tests.core.thread_log import PEOPLE

OLIVE, OTTO, INES, RITA, SVEN, GONE = (PEOPLE.people[id] for id in ("olive", "otto", "ines", "rita", "sven", "gone"))
MANAGERS = ApproverClause(groups=("release-managers",))
SECURITY = ApproverClause(groups=("security",))


def votes(*said: str) -> list[CountedVote]:
    """`votes("olive", "-otto")`: olive approves, otto rejects."""
    return [CountedVote(person=one.lstrip("-"), approves=not one.startswith("-")) for one in said]


def wish(*people: str, act: ShapingAct = "asked") -> CallShapers:
    """The shapers of a call for which all of these people did this."""
    return dict.fromkeys(people, (act,))


def managers(quorum: int = 1, **changed: Any) -> Policy:
    return Policy(approvers=(ApproverClause(groups=("release-managers",), quorum=quorum),), **changed)


def decided(policy: Policy, *said: str, people: PeopleDirectory = PEOPLE, requester: str | None = "rita") -> str | None:
    return find_verdict(policy, votes(*said), people, wish(requester) if requester else NO_SHAPERS)


EVERYONE = ["olive", "otto", "ines", "rita", "sven", "gone", "nobody-known"]


@pytest.mark.parametrize(
    "policy",
    [
        Policy(),
        Policy(veto=False),
        Policy(approvers=(ApproverClause(),)),
        Policy(approvers=(ApproverClause(), ApproverClause())),
    ],
)
def test_slk12_a_policy_that_names_nobody_is_decided_by_nobody(policy: Policy) -> None:
    for person in PEOPLE.people.values():
        assert explain_refusal(policy, person, NO_SHAPERS) is not None
    assert decided(policy, *EVERYONE, requester=None) is None
    assert decided(policy, *(f"-{person}" for person in EVERYONE), requester=None) is None


def test_slk12_a_group_without_members_is_nobody() -> None:
    assert decided(Policy(approvers=(ApproverClause(groups=("empty-group",)),)), *EVERYONE) is None


def test_slk12_without_a_directory_nobody_counts() -> None:
    assert decided(managers(), *EVERYONE, people=PeopleDirectory()) is None


def test_an_empty_clause_beside_a_full_one_is_never_met() -> None:
    for approvers in ((MANAGERS, ApproverClause()), (ApproverClause(), MANAGERS)):
        assert decided(Policy(approvers=approvers), *EVERYONE) is None
        assert decided(Policy(approvers=approvers), "-olive") == "rejected"


@pytest.mark.parametrize(
    ("person", "why"),
    [
        (GONE, "the account is not active"),
        (RITA, "only group release-managers may"),
        (SVEN, "only group release-managers may"),
        (OLIVE, None),
    ],
)
def test_only_the_named_may_decide(person: Person, why: str | None) -> None:
    assert explain_refusal(managers(), person, NO_SHAPERS) == why


def test_slk13_who_asked_may_not_decide() -> None:
    assert explain_refusal(managers(), OLIVE, wish("rita", "olive")) == "who asked may not decide"
    assert decided(managers(), "olive", requester="olive") is None
    assert decided(managers(), "-olive", requester="olive") is None
    assert decided(managers(quorum=2), "olive", "otto", requester="olive") is None


def test_who_asked_may_decide_when_the_policy_says_so() -> None:
    assert decided(managers(requester_may_decide=True), "olive", requester="olive") == "approved"
    assert explain_refusal(managers(requester_may_decide=True), RITA, wish("rita")) == "only group release-managers may"


def test_slk25_who_was_deactivated_after_voting_no_longer_counts() -> None:
    left = PeopleDirectory(people={**PEOPLE.people, "olive": OLIVE.model_copy(update={"active": False})})
    assert decided(managers(), "olive") == "approved"
    assert decided(managers(), "olive", people=left) is None
    assert decided(managers(), "-olive", people=left) is None


def test_slk26_who_left_the_group_after_voting_no_longer_counts() -> None:
    moved = PeopleDirectory(people={**PEOPLE.people, "olive": OLIVE.model_copy(update={"groups": ("security",)})})
    assert decided(managers(quorum=2), "olive", "otto") == "approved"
    assert decided(managers(quorum=2), "olive", "otto", people=moved) is None


QUORUM_2 = [
    (("olive",), None),
    (("olive", "olive"), None),
    (("olive", "otto"), "approved"),
    (("olive", "rita"), None),
    (("olive", "gone"), None),
    (("olive", "nobody-known"), None),
    (("olive", "otto", "ines"), "approved"),
    (("olive", "-otto"), "rejected"),
    (("-otto",), "rejected"),
    (("-rita",), None),
    (("-gone", "olive"), None),
]


@pytest.mark.parametrize(("said", "outcome"), QUORUM_2)
def test_two_of_three_with_veto(said: tuple[str, ...], outcome: str | None) -> None:
    assert decided(managers(quorum=2), *said) == outcome


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        (("-olive",), None),
        (("-olive", "otto"), None),
        (("-olive", "otto", "ines"), "approved"),
        (("-olive", "-otto"), "rejected"),
        (("-olive", "-otto", "ines"), "rejected"),
        (("-rita", "-sven"), None),
    ],
)
def test_two_of_three_without_veto(said: tuple[str, ...], outcome: str | None) -> None:
    assert decided(managers(quorum=2, veto=False), *said) == outcome


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        (("olive", "-olive"), "rejected"),
        (("-olive", "olive"), None),
        (("-olive", "olive", "otto"), "approved"),
        (("olive", "otto", "-otto"), "rejected"),
        (("olive", "-olive", "olive", "otto"), "approved"),
    ],
)
def test_the_latest_vote_of_a_person_is_the_one_that_counts(said: tuple[str, ...], outcome: str | None) -> None:
    assert decided(managers(quorum=2), *said) == outcome


def test_a_quorum_larger_than_the_group_is_never_approved() -> None:
    four = managers(quorum=4)
    assert decided(four, "olive", "otto", "ines", "gone") is None
    assert decided(managers(quorum=4, veto=False), "-olive") == "rejected"


def test_a_rejection_by_the_last_who_could_suffices_without_veto() -> None:
    two = Policy(approvers=(ApproverClause(people=("olive",)), SECURITY), veto=False)
    assert decided(two, "-olive") == "rejected"
    assert decided(two, "-otto") is None
    assert decided(two, "-otto", "-sven") == "rejected"


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        (("olive",), None),
        (("sven",), None),
        (("olive", "sven"), "approved"),
        (("otto",), None),
        (("otto", "olive"), "approved"),
        (("olive", "otto"), "approved"),
        (("otto", "sven"), "approved"),
        (("olive", "ines"), None),
    ],
)
def test_an_and_of_groups_takes_a_person_for_each(said: tuple[str, ...], outcome: str | None) -> None:
    """Otto is in both groups, and signs for one of them: whichever leaves room for the other."""
    assert decided(Policy(approvers=(MANAGERS, SECURITY)), *said) == outcome
    assert decided(Policy(approvers=(SECURITY, MANAGERS)), *said) == outcome


def test_nobody_signs_for_two_clauses() -> None:
    same = Policy(approvers=(MANAGERS, MANAGERS))
    assert decided(same, "olive") is None
    assert decided(same, "olive", "ines") == "approved"
    olive_and_two = Policy(
        approvers=(ApproverClause(people=("olive",)), ApproverClause(groups=("release-managers",), quorum=2))
    )
    assert decided(olive_and_two, "olive", "otto") is None
    assert decided(olive_and_two, "olive", "otto", "ines") == "approved"


def test_who_is_named_in_two_ways_counts_once() -> None:
    twice = Policy(approvers=(ApproverClause(people=("olive", "olive"), groups=("release-managers",), quorum=2),))
    assert decided(twice, "olive") is None


def test_slk13_one_human_has_one_vote_however_many_keys() -> None:
    with pytest.raises(ValueError, match="has the key"):
        PeopleDirectory(people={"olive": OLIVE, "olive2": OLIVE})


@given(
    st.lists(st.sampled_from([*EVERYONE, *(f"-{person}" for person in EVERYONE)]), max_size=10),
    st.lists(
        st.builds(
            ApproverClause,
            people=st.lists(st.sampled_from(EVERYONE), max_size=2).map(tuple),
            groups=st.lists(st.sampled_from(["release-managers", "security", "empty-group"]), max_size=2).map(tuple),
            quorum=st.integers(1, 3),
        ),
        max_size=3,
    ).map(tuple),
    st.booleans(),
    st.sampled_from([None, *EVERYONE]),
)
def test_an_approval_has_as_many_different_people_as_signatures(
    said: list[str], approvers: tuple[ApproverClause, ...], veto: bool, requester: str | None
) -> None:
    policy = Policy(approvers=approvers, veto=veto)
    latest = {one.lstrip("-"): not one.startswith("-") for one in said}
    may = {
        id
        for id, person in PEOPLE.people.items()
        if explain_refusal(policy, person, wish(requester) if requester else NO_SHAPERS) is None
    }
    yes = {person for person, approves in latest.items() if approves and person in may}
    outcome = decided(policy, *said, requester=requester)
    if outcome == "approved":
        assert approvers
        assert len(yes) >= sum(clause.quorum for clause in approvers)
        assert requester not in yes
        for clause in approvers:
            assert sum(clause.has_person(PEOPLE.people[person]) for person in yes) >= clause.quorum
    if outcome == "rejected":
        assert any(not approves and person in may for person, approves in latest.items())
    if veto and any(not approves and person in may for person, approves in latest.items()):
        assert outcome == "rejected"


def test_the_version_of_a_policy_is_its_content() -> None:
    assert managers().version == managers().version
    versions = {
        policy.version for policy in (managers(), managers(2), managers(veto=False), managers(edits=True), Policy())
    }
    assert len(versions) == 5


def test_llm25_a_changed_copy_of_a_policy_has_its_own_version() -> None:
    asked = managers(edits=True)
    assert asked.version != asked.model_copy(update={"edits": False}).version


def test_the_version_of_a_policy_never_changes_with_a_release() -> None:
    """Pinned: when it changes, everything that is open is asked anew under a new digest. Say so in the changelog."""
    assert Policy().version == "6e0603ffeb191b72"


def test_a_policy_that_was_asked_for_its_version_still_equals_one_that_was_not() -> None:
    asked = managers()
    assert asked.version
    assert asked == managers()
    assert Policy.model_validate_json(asked.model_dump_json()) == managers()


def test_progress_counts_people_and_not_clicks() -> None:
    two = managers(quorum=2)
    assert describe_progress(two, votes(), PEOPLE, NO_SHAPERS) == "0 of 2 group release-managers"
    assert describe_progress(two, votes("olive", "olive"), PEOPLE, NO_SHAPERS) == "1 of 2 group release-managers"
    assert describe_progress(two, votes("olive", "-olive"), PEOPLE, NO_SHAPERS) == "0 of 2 group release-managers"
    assert describe_progress(two, votes("olive", "gone"), PEOPLE, NO_SHAPERS) == "1 of 2 group release-managers"
    both = Policy(approvers=(MANAGERS, SECURITY))
    assert (
        describe_progress(both, votes("otto"), PEOPLE, NO_SHAPERS)
        == "1 of 1 group release-managers, and 0 of 1 group security"
    )
    assert (
        describe_progress(both, votes("otto", "olive"), PEOPLE, NO_SHAPERS)
        == "1 of 1 group release-managers, and 1 of 1 group security"
    )


def test_the_approvers_in_words() -> None:
    policy = Policy(
        approvers=(ApproverClause(groups=("release-managers",), quorum=2), ApproverClause(people=("olive",)))
    )
    assert describe_approvers(policy) == "2 of group release-managers, and olive"
    assert describe_approvers(Policy()) == "nobody"
    assert describe_approvers(Policy(approvers=(ApproverClause(),))) == "nobody"


def test_words_are_frozen_and_refuse_what_they_do_not_know() -> None:
    def check(word: FrozenModel) -> None:
        with pytest.raises(ValueError, match="frozen"):
            word.approvers = ()  # type: ignore[attr-defined]

    check(Policy())
    with pytest.raises(ValueError, match="Extra inputs"):
        Policy.model_validate({"approver": []})


@pytest.mark.parametrize(
    ("policy", "version"),
    [
        (managers(edits=True), "8413f7ce284b5e5e"),
        (
            Policy(
                approvers=(ApproverClause(people=("olive",), groups=("a", "b"), quorum=2), ApproverClause()),
                requester_may_decide=True,
                veto=False,
                expires_after=None,
            ),
            "4ca079f5aa06fb15",
        ),
        (Policy(expires_after=timedelta(minutes=90)), "8ad251a67f4f3bfd"),
    ],
)
def test_llm25_fields_that_came_later_leave_older_policies_their_version(policy: Policy, version: str) -> None:
    """Pinned, as these were before reject options and typed words: requests under them are still open."""
    assert policy.version == version
    said = {"reject_options": (), "irreversible": False, "typed": ""}
    assert policy.model_copy(update=said).version == version
    assert Policy.model_validate_json(policy.model_dump_json()).version == version


def test_fields_that_came_later_count_where_they_say_something() -> None:
    options = (RejectOption(name="no", text="No."),)
    policies = (
        managers(),
        managers(irreversible=True),
        managers(irreversible=True, typed="tag"),
        managers(reject_options=options),
    )
    assert len({policy.version for policy in policies}) == 4


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"typed": "tag"}, "only with irreversible = true"),
        (
            {"reject_options": [{"name": "a", "text": "b"}, {"name": "a", "text": "c"}]},
            "two reject_options are called 'a'",
        ),
        ({"reject_options": [{"name": "", "text": "b"}]}, "at least 1 character"),
        ({"reject_options": [{"name": "a" * 41, "text": "b"}]}, "at most 40 characters"),
        ({"reject_options": [{"name": "a", "text": "b" * 1_001}]}, "at most 1000 characters"),
        ({"reject_options": [{"name": "a", "text": ""}]}, "at least 1 character"),
    ],
)
def test_a_policy_that_contradicts_itself_is_refused(given: dict[str, Any], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        Policy(**given)


@pytest.mark.parametrize("name", ["expires_after", "valid_for"])
@pytest.mark.parametrize("days", [-1, 0, 366])
def test_gate4_no_time_of_a_policy_is_nothing_or_more_than_a_year(name: str, days: int) -> None:
    with pytest.raises(ValidationError, match=name):
        Policy.model_validate({name: timedelta(days=days)})
    assert getattr(Policy.model_validate({name: timedelta(days=365)}), name) == timedelta(days=365)
