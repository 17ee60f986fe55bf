"""Whose wish a call is, as tables: what each act does to the set, and who of it may decide under which policy."""

from typing import Any

import pytest

from bot.core.card import card_of
from bot.core.people import Clause
from bot.core.policy import Policy, Vote, exclusion, refusal, required_clauses, shortage, verdict
from bot.core.rejections import find_rejections
from bot.core.shaping import (
    NOBODY,
    Act,
    Shapers,
    ShapingState,
    add_act,
    describe_acts,
    has_unknown,
    is_unknown,
    name_shaper,
    replace_amenders,
)

from .threads import PEOPLE, asked_to_tag, log

MANAGERS = Clause(groups=("release-managers",))
STRANGER = "slack:T1/U9"
START = ShapingState()


def state(*acts: tuple[str, Act]) -> ShapingState:
    made = START
    for who, act in acts:
        made = made.acted(who, act)
    return made


def test_gate1_acts_gather_in_order_and_once_each() -> None:
    found = state(("rita", "wrote"), ("olive", "answered"), ("rita", "wrote"), ("rita", "forked")).current
    assert dict(found) == {"rita": ("wrote", "forked"), "olive": ("answered",)}
    assert list(found) == ["rita", "olive"]


@pytest.mark.parametrize("nobody", [None, "", "system:cron"])
def test_gate2_what_no_person_did_shapes_nothing(nobody: str | None) -> None:
    assert add_act(NOBODY, nobody, "wrote") == {}
    assert START.acted(nobody, "wrote") is START
    assert START.shapers(nobody) == {}


@pytest.mark.parametrize(
    ("act", "who", "left"),
    [
        ("wrote", "rita", {"rita"}),
        ("wrote", STRANGER, {"olive", "otto", STRANGER}),
        ("answered", "rita", {"olive", "otto", "rita"}),
        ("forked", "rita", {"olive", "otto", "rita"}),
        ("resumed", "rita", {"olive", "otto", "rita"}),
    ],
)
def test_gate1_only_the_words_of_a_known_person_end_the_wishes_of_before(act: Act, who: str, left: set[str]) -> None:
    settled = state(("olive", "wrote"), ("otto", "answered")).settled(())
    assert settled.current.keys() == {"olive", "otto"}
    assert settled.acted(who, act).current.keys() == left


def test_gate1_who_acts_again_after_a_settled_call_is_no_longer_one_of_before() -> None:
    again = state(("olive", "wrote"), ("otto", "wrote")).settled(()).acted("olive", "answered")
    assert again.earlier == {"otto"}
    assert again.acted("rita", "wrote").current.keys() == {"olive", "rita"}


def test_gate1_what_was_said_in_deciding_counts_for_what_comes_next() -> None:
    settled = state(("rita", "wrote")).settled((("olive", "rejected"),))
    assert dict(settled.current) == {"rita": ("wrote",), "olive": ("rejected",)}
    assert settled.earlier == {"rita"}
    assert settled.acted("sven", "wrote").current.keys() == {"olive", "sven"}


def test_gate1_who_opened_and_who_edited_always_belong_to_it() -> None:
    edited = state(("sven", "wrote")).settled(()).edited("otto").acted("sven", "wrote")
    assert dict(edited.shapers("rita")) == {"sven": ("wrote",), "rita": ("asked",), "otto": ("edited",)}


def test_gate1_the_latest_editor_alone_amended_the_call() -> None:
    first = replace_amenders({"rita": ("asked",)}, ("olive",))
    assert dict(first) == {"rita": ("asked",), "olive": ("amended",)}
    assert dict(replace_amenders(first, ("otto", "ann"))) == {
        "rita": ("asked",),
        "otto": ("amended",),
        "ann": ("amended",),
    }
    assert dict(replace_amenders(first, ())) == {"rita": ("asked",)}


@pytest.mark.parametrize(
    ("shaper", "unknown", "name"),
    [
        ("olive", False, "Olive"),
        ("left-us", False, "left-us"),
        ("system:cron", False, "system:cron"),
        (STRANGER, True, "@U9 (slack), not linked"),
        ("github:mallory", True, "@mallory (github), not linked"),
        ("email:m@example.org", True, "@m@example.org (email), not linked"),
        ("slack:T1/", True, "@T1/ (slack), not linked"),
    ],
)
def test_gate2_a_shaper_is_named_as_the_channel_knows_it(shaper: str, unknown: bool, name: str) -> None:
    assert (is_unknown(shaper), name_shaper(PEOPLE, shaper)) == (unknown, name)
    assert has_unknown({shaper: ("wrote",), "rita": ("asked",)}) == unknown


def test_acts_in_words() -> None:
    assert describe_acts(()) == ""
    assert describe_acts(("asked",)) == "opened the thread"
    assert describe_acts(("asked", "wrote")) == "opened the thread and wrote in the thread"
    assert describe_acts(("asked", "wrote", "forked")) == "opened the thread, wrote in the thread and forked the thread"


RULES: dict[str, dict[str, Any]] = {
    "strict": {},
    "requester": {"requester_may_decide": True},
    "shapers": {"shapers_may_decide": True},
    "both": {"requester_may_decide": True, "shapers_may_decide": True},
}
MAY: list[tuple[tuple[Act, ...], set[str]]] = [
    ((), {"strict", "requester", "shapers", "both"}),
    (("asked",), {"requester", "both"}),
    (("wrote",), {"requester", "shapers", "both"}),
    (("answered",), {"shapers", "both"}),
    (("rejected",), {"shapers", "both"}),
    (("commented",), {"shapers", "both"}),
    (("edited",), {"shapers", "both"}),
    (("forked", "resumed"), {"shapers", "both"}),
    (("asked", "answered"), {"requester", "both"}),
    (("wrote", "rejected"), {"requester", "shapers", "both"}),
    (("amended",), set()),
    (("asked", "amended"), set()),
]


@pytest.mark.parametrize(("acts", "may"), MAY)
def test_gate1_who_did_what_may_decide_under_which_rule(acts: tuple[Act, ...], may: set[str]) -> None:
    for name, rule in RULES.items():
        policy = Policy(approvers=(MANAGERS,), **rule)
        assert (exclusion(policy, acts) == "") == (name in may), name
        olive = PEOPLE.people["olive"]
        shapers: Shapers = {"olive": acts} if acts else {}
        assert (refusal(policy, olive, shapers) is None) == (name in may), name


@pytest.mark.parametrize(
    ("acts", "why"),
    [
        (("asked",), "who asked may not decide"),
        (("wrote",), "who asked may not decide"),
        (("answered",), "who answered the agent's question may not decide"),
        (("amended",), "who edited the arguments may not approve them"),
    ],
)
def test_gate1_the_reason_says_what_they_did(acts: tuple[Act, ...], why: str) -> None:
    assert exclusion(Policy(approvers=(MANAGERS,)), acts) == why


def test_gate3_a_credential_is_judged_with_its_makers() -> None:
    policy, olive = Policy(approvers=(MANAGERS,)), PEOPLE.people["olive"]
    asked: Shapers = {"rita": ("asked",)}
    assert refusal(policy, olive, asked, ("otto",)) is None
    assert refusal(policy, olive, asked, ("otto", "rita")) == (
        "the key or link was made by rita, and who asked may not decide"
    )


def votes(*said: str) -> list[Vote]:
    """`votes("olive<ines", "-otto")`: olive approves with a credential that ines made, otto rejects."""
    split = [(one.lstrip("-").partition("<"), not one.startswith("-")) for one in said]
    return [
        Vote(person=name, approves=yes, makers=tuple(filter(None, makers.split("+"))))
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
    policy = Policy(approvers=(Clause(groups=("release-managers",), quorum=2),))
    assert verdict(policy, votes(*said), PEOPLE, NOBODY) == outcome


def test_gate3_one_voter_of_two_people_signs_whichever_line_it_can() -> None:
    policy = Policy(approvers=(Clause(people=("olive",)), Clause(groups=("security",))))
    assert verdict(policy, votes("olive<rita", "sven<rita"), PEOPLE, NOBODY) is None
    assert verdict(policy, votes("olive<rita", "sven"), PEOPLE, NOBODY) == "approved"


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
    policy = Policy(approvers=(Clause(groups=("release-managers",), quorum=quorum),))
    assert verdict(policy, votes(*said), PEOPLE, {STRANGER: ("wrote",), "rita": ("asked",)}) == outcome


def test_gate2_the_one_more_may_be_anybody_whom_the_policy_names() -> None:
    policy = Policy(approvers=(Clause(people=("olive", "ines")), Clause(groups=("security",))))
    more = required_clauses(policy, {STRANGER: ("wrote",)})[-1]
    assert more == Clause(people=("olive", "ines"), groups=("security",))
    assert required_clauses(Policy(), {STRANGER: ("wrote",)}) == ()
    assert verdict(policy, votes("olive", "sven", "ines"), PEOPLE, {STRANGER: ("wrote",)}) == "approved"
    assert verdict(policy, votes("olive", "sven"), PEOPLE, {STRANGER: ("wrote",)}) is None


@pytest.mark.parametrize(
    ("policy", "shapers", "why"),
    [
        (Policy(approvers=(MANAGERS,)), {}, ""),
        (Policy(), {}, "Its policy names no approver, so nobody may decide it."),
        (Policy(approvers=(Clause(),)), {}, "Its policy names no approver, so nobody may decide it."),
        (
            Policy(approvers=(Clause(people=("olive",)),)),
            {"olive": ("asked",)},
            "It needs 1 approval (olive). Who may give one: nobody.",
        ),
        (
            Policy(approvers=(Clause(people=("olive", "otto"), quorum=2),)),
            {"olive": ("forked",)},
            "It needs 2 approvals (2 of olive, otto). Who may give one: Otto.",
        ),
        (
            Policy(approvers=(Clause(people=("olive",)),)),
            {STRANGER: ("wrote",)},
            "It needs 2 approvals (olive), one more than usual since somebody acted whom the directory does not know. "
            "Who may give one: Olive.",
        ),
        (Policy(approvers=(Clause(people=("gone",)),)), {}, "It needs 1 approval (gone). Who may give one: nobody."),
    ],
)
def test_gate1_why_too_few_may_decide(policy: Policy, shapers: Shapers, why: str) -> None:
    assert shortage(policy, PEOPLE, shapers) == why


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


def test_older_policies_keep_their_version() -> None:
    """Versions that a release before these fields computed: what is open under them stays open."""
    assert Policy(approvers=(MANAGERS,)).version == "d779cb47ac4ddcc4"
    assert Policy(approvers=(MANAGERS,), edits=True).version != Policy(approvers=(MANAGERS,)).version
    assert Policy(approvers=(MANAGERS,), shapers_may_decide=True).version != Policy(approvers=(MANAGERS,)).version


def test_gate1_rejections_are_read_with_the_arguments_that_stood() -> None:
    told = asked_to_tag().voted("olive", edit={"tag": "v2", "sha": "c0ffee"})
    assert find_rejections(each.event for each in told.recorded) == []
    told = asked_to_tag().voted("olive", "reject", reason="no")
    (found,) = find_rejections(each.event for each in told.recorded)
    assert (found.intent, found.by, found.reason) == ("tag_release", ("olive",), "no")
    assert found.what == 'tag_release, sha = "c0ffee", tag = "v1"'


def test_gate2_the_card_of_a_thread_that_nobody_known_opened() -> None:
    told = log().opened(None).chose("tag_release", tag="v1").asked()
    assert card_of(told.thread, told.call(), PEOPLE).requested_by == "an unknown sender"
