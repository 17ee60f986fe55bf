"""Which shapers of a call may decide on it under which policy, as tables."""

from typing import Any

import pytest

from bot.core.people import ApproverClause
from bot.core.policy import (
    CountedVote,
    Policy,
    explain_exclusion,
    explain_refusal,
    explain_shortage,
    find_verdict,
    is_shortage,
    list_required_clauses,
)
from bot.core.threads.shaper_tracking import NO_SHAPERS, CallShapers, ShapingAct
from tests.core.thread_log import PEOPLE

MANAGERS = ApproverClause(groups=("release-managers",))
STRANGER = "slack:T1/U9"
RULES: dict[str, dict[str, Any]] = {
    "strict": {},
    "requester": {"requester_may_decide": True},
    "shapers": {"shapers_may_decide": True},
    "both": {"requester_may_decide": True, "shapers_may_decide": True},
}
MAY: list[tuple[tuple[ShapingAct, ...], set[str]]] = [
    ((), {"strict", "requester", "shapers", "both"}),
    (("asked",), {"requester", "both"}),
    (("wrote",), {"requester", "shapers", "both"}),
    (("lent",), {"requester", "shapers", "both"}),
    (("answered",), {"shapers", "both"}),
    (("rejected",), {"shapers", "both"}),
    (("commented",), {"shapers", "both"}),
    (("edited",), {"shapers", "both"}),
    (("forked", "resumed"), {"shapers", "both"}),
    (("asked", "answered"), {"both"}),
    (("wrote", "rejected"), {"shapers", "both"}),
    (("amended",), set()),
    (("asked", "amended"), set()),
]


@pytest.mark.parametrize(("acts", "may"), MAY)
def test_gate1_who_did_what_may_decide_under_which_rule(acts: tuple[ShapingAct, ...], may: set[str]) -> None:
    for name, rule in RULES.items():
        policy = Policy(approvers=(MANAGERS,), edits="by_another", **rule)
        assert (explain_exclusion(policy, acts) == "") == (name in may), name
        olive = PEOPLE.people["olive"]
        shapers: CallShapers = {"olive": acts} if acts else {}
        assert (explain_refusal(policy, olive, shapers) is None) == (name in may), name


@pytest.mark.parametrize(
    ("acts", "why"),
    [
        (("asked",), "who asked may not decide"),
        (("wrote",), "who asked may not decide"),
        (("answered",), "who answered the agent's question may not decide"),
        (("amended",), "who edited the arguments may not approve them"),
    ],
)
def test_gate1_the_reason_says_what_they_did(acts: tuple[ShapingAct, ...], why: str) -> None:
    assert explain_exclusion(Policy(approvers=(MANAGERS,)), acts) == why


@pytest.mark.parametrize(("edits", "may"), [("by_editor", True), (True, True), ("by_another", False), (False, False)])
def test_gate1_whether_who_amended_it_may_approve_says_todays_rule(edits: Any, may: bool) -> None:
    assert (explain_exclusion(Policy(approvers=(MANAGERS,), edits=edits), ["amended"]) == "") == may


def test_gate3_a_credential_is_judged_with_its_makers() -> None:
    policy, olive = Policy(approvers=(MANAGERS,)), PEOPLE.people["olive"]
    asked: CallShapers = {"rita": ("asked",)}
    assert explain_refusal(policy, olive, asked, ("otto",)) is None
    assert explain_refusal(policy, olive, asked, ("otto", "rita")) == (
        "the key or link was made by rita, and who asked may not decide"
    )


def votes(*said: str) -> list[CountedVote]:
    """`votes("olive<ines", "-otto")`: olive approves with a credential that ines made, otto rejects."""
    split = [(one.lstrip("-").partition("<"), not one.startswith("-")) for one in said]
    return [
        CountedVote(person=name, approves=yes, makers=tuple(filter(None, makers.split("+"))))
        for (name, _, makers), yes in split
    ]


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        (("olive", "otto"), "approved"),
        (("olive<rita", "otto<rita"), None),
        (("olive<rita", "otto<sven"), "approved"),
        (("olive<otto", "otto"), None),
        (("olive", "otto<olive"), None),
        (("olive<rita", "otto<rita", "ines"), "approved"),
        (("olive<rita+sven", "otto<rita", "ines<sven"), None),
        (("olive<rita", "otto<sven", "ines<rita+sven"), None),
        (("olive<rita", "olive"), None),
        (("olive<rita", "otto<rita", "olive"), "approved"),
    ],
)
def test_gate3_votes_that_share_a_maker_are_one_vote(said: tuple[str, ...], outcome: str | None) -> None:
    policy = Policy(approvers=(ApproverClause(groups=("release-managers",), quorum=2),))
    assert find_verdict(policy, votes(*said), PEOPLE, NO_SHAPERS) == outcome


def test_gate3_one_voter_of_two_people_signs_whichever_line_it_can() -> None:
    policy = Policy(approvers=(ApproverClause(people=("olive",)), ApproverClause(groups=("security",))))
    assert find_verdict(policy, votes("olive<rita", "sven<rita"), PEOPLE, NO_SHAPERS) is None
    assert find_verdict(policy, votes("olive<rita", "sven"), PEOPLE, NO_SHAPERS) == "approved"


@pytest.mark.parametrize(
    ("quorum", "said", "outcome"),
    [
        (1, ("olive",), None),
        (1, ("olive", "otto"), "approved"),
        (2, ("olive", "otto"), None),
        (2, ("olive", "otto", "ines"), "approved"),
        (1, ("-olive",), "rejected"),
    ],
)
def test_gate2_an_unknown_person_raises_the_quorum_by_one(
    quorum: int, said: tuple[str, ...], outcome: str | None
) -> None:
    policy = Policy(approvers=(ApproverClause(groups=("release-managers",), quorum=quorum),))
    assert find_verdict(policy, votes(*said), PEOPLE, {STRANGER: ("wrote",), "rita": ("asked",)}) == outcome


def test_gate2_the_one_more_may_be_anybody_whom_the_policy_names() -> None:
    policy = Policy(approvers=(ApproverClause(people=("olive", "ines")), ApproverClause(groups=("security",))))
    more = list_required_clauses(policy, {STRANGER: ("wrote",)}, PEOPLE)[-1]
    assert more == ApproverClause(people=("olive", "ines"), groups=("security",))
    assert list_required_clauses(Policy(), {STRANGER: ("wrote",)}, PEOPLE) == ()
    assert find_verdict(policy, votes("olive", "sven", "ines"), PEOPLE, {STRANGER: ("wrote",)}) == "approved"
    assert find_verdict(policy, votes("olive", "sven"), PEOPLE, {STRANGER: ("wrote",)}) is None


@pytest.mark.parametrize(
    ("policy", "shapers", "why"),
    [
        (Policy(approvers=(MANAGERS,)), {}, ""),
        (Policy(), {}, "Its policy names no approver, so nobody may decide it."),
        (Policy(approvers=(ApproverClause(),)), {}, "Its policy names no approver, so nobody may decide it."),
        (
            Policy(approvers=(ApproverClause(people=("olive",)),)),
            {"olive": ("asked",)},
            "It needs 1 approval (Olive). Who may give one: nobody.",
        ),
        (
            Policy(approvers=(ApproverClause(people=("olive", "otto"), quorum=2),)),
            {"olive": ("forked",)},
            "It needs 2 approvals (2 of Olive, Otto). Who may give one: Otto.",
        ),
        (
            Policy(approvers=(ApproverClause(people=("olive",)),)),
            {STRANGER: ("wrote",)},
            "It needs 2 approvals (Olive), one more than usual since somebody acted whom the directory does not know. "
            "Who may give one: Olive.",
        ),
        (
            Policy(approvers=(ApproverClause(people=("gone",)),)),
            {},
            "It needs 1 approval (Gone). Who may give one: nobody.",
        ),
    ],
)
def test_gate1_why_too_few_may_decide(policy: Policy, shapers: CallShapers, why: str) -> None:
    assert explain_shortage(policy, PEOPLE, shapers) == why
    assert is_shortage(why) == bool(why)


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({}, ""),
        ({"edits": True}, "by_editor"),
        ({"edits": True, "irreversible": True}, "by_another"),
        ({"edits": "by_editor", "irreversible": True}, "by_editor"),
        ({"edits": "by_another"}, "by_another"),
    ],
)
def test_gate1_whose_approval_an_edit_needs(fields: dict[str, Any], rule: str) -> None:
    assert Policy(**fields).edit_rule == rule
