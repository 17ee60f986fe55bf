"""Whose wish a call is, as tables: what each act does to the set, and who of it may decide under which policy."""

from typing import Any, get_args

import pytest

from bot.core.card import card_of
from bot.core.people import Clause
from bot.core.policy import Policy, Vote, exclusion, is_shortage, refusal, required_clauses, shortage, verdict
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
    merge_shapers,
    name_shaper,
    without_act,
)

from .threads import PEOPLE, asked_to_tag, log

MANAGERS = Clause(groups=("release-managers",))
STRANGER = "slack:T1/U9"
START = ShapingState()


def acted(*acts: tuple[str, Act]) -> ShapingState:
    made = START
    for who, act in acts:
        made = made.acted(who, act)
    return made


def who(state: ShapingState, *always: str, heard: int = 99) -> Shapers:
    return state.shapers(always, heard)


def test_gate1_acts_gather_in_order_and_once_each() -> None:
    found = acted(("rita", "wrote"), ("olive", "answered"), ("rita", "wrote"), ("rita", "commented")).current
    assert dict(found) == {"rita": ("wrote", "commented"), "olive": ("answered",)}
    assert list(found) == ["rita", "olive"]


@pytest.mark.parametrize("nobody", [None, "", "system:cron"])
def test_gate2_what_no_person_did_shapes_nothing(nobody: str | None) -> None:
    assert add_act(NOBODY, nobody, "wrote") == {}
    assert START.acted(nobody, "wrote") is START
    assert START.wrote(3, nobody or "", (), ()).current == {}
    assert START.shapers((nobody,), 9) == {}


def test_gate1_a_message_names_the_writer_the_lenders_and_the_others() -> None:
    state = START.wrote(3, "rita", ("ann",), ("github:mira",))
    assert dict(who(state)) == {
        "rita": ("wrote", "asked"),
        "github:mira": ("wrote",),
        "ann": ("lent", "asked"),
    }
    assert state.requester(3) == "rita"


@pytest.mark.parametrize(
    ("writer", "left"), [("rita", {"rita"}), (STRANGER, {"olive", "otto", STRANGER}), ("", {"olive", "otto"})]
)
def test_gate1_only_the_words_of_a_known_person_end_the_wishes_of_before(writer: str, left: set[str]) -> None:
    ran = acted(("olive", "wrote"), ("otto", "answered")).approve("t1-3").carried_out("t1-3", ())
    assert ran.current.keys() == {"olive", "otto"}
    assert ran.wrote(9, writer, (), ()).current.keys() == left


@pytest.mark.parametrize("act", ["answered", "commented", "rejected"])
def test_gate1_no_other_act_ends_a_wish(act: Act) -> None:
    ran = acted(("olive", "wrote"), ("otto", "answered")).approve("t1-3").carried_out("t1-3", ())
    assert ran.acted("rita", act).current.keys() == {"olive", "otto", "rita"}


def test_gate1_what_was_not_carried_out_is_still_wished() -> None:
    """A rejected, expired or withdrawn call ends no wish: only older remarks on requests are over."""
    state = (
        acted(("olive", "wrote"), ("otto", "rejected"), ("ines", "answered"))
        .settled("t1-3", ("sven",), by_people=True)
        .acted("sven", "rejected")
    )
    assert state.earlier == {"otto"}
    assert state.wrote(9, "rita", (), ()).current.keys() == {"olive", "ines", "sven", "rita"}


def test_gate1_who_acts_again_is_no_longer_one_of_before() -> None:
    again = (
        acted(("olive", "wrote"), ("otto", "wrote")).approve("t1-3").carried_out("t1-3", ()).acted("olive", "answered")
    )
    assert again.earlier == {"otto"}
    assert again.wrote(9, "rita", (), ()).current.keys() == {"olive", "rita"}


def test_gate1_what_was_said_in_deciding_counts_for_what_comes_next() -> None:
    ran = acted(("rita", "wrote"), ("olive", "commented")).approve("t1-3").carried_out("t1-3", ("olive",))
    assert ran.earlier == {"rita"}
    assert ran.wrote(9, "sven", (), ()).current.keys() == {"olive", "sven"}


def test_gate1_a_message_that_the_model_had_not_seen_takes_nobody_out_and_asks_for_nothing() -> None:
    state = START.wrote(2, "max", (), ()).approve("t1-3").carried_out("t1-3", ()).wrote(7, "sam", (), ())
    assert dict(who(state, heard=7)) == {"sam": ("wrote", "asked")}
    assert dict(who(state, heard=6)) == {"sam": ("wrote",), "max": ("wrote", "asked")}
    assert (state.requester(7), state.requester(6)) == ("sam", "max")
    assert who(state.chosen(7), heard=6).keys() == {"sam"}
    assert who(state.chosen(6), heard=6).keys() == {"sam", "max"}


def test_gate1_who_acts_between_an_approval_and_its_start_speaks_of_what_comes_next() -> None:
    state = (
        acted(("olive", "wrote"), ("otto", "answered")).approve("t1-3").acted("otto", "answered").acted("rita", "wrote")
    )
    started = state.carried_out("t1-3", ())
    assert started.earlier == {"olive"}
    assert started.wrote(9, "sven", (), ()).current.keys() == {"otto", "rita", "sven"}
    assert started.carried_out("t1-3", ()).earlier == {"olive"}


@pytest.mark.parametrize(("by_people", "earlier"), [(True, {"otto"}), (False, set())])
def test_gate1_what_no_person_settled_ends_no_remark(by_people: bool, earlier: set[str]) -> None:
    state = acted(("olive", "wrote"), ("otto", "rejected"))
    assert state.settled("t1-3", (), by_people=by_people).earlier == earlier


def test_gate1_a_program_that_writes_after_a_person_takes_over_nobodys_wish() -> None:
    state = START.wrote(3, "olive", ("ann",), ()).wrote(4, "", (), ())
    assert dict(who(state)) == {"olive": ("wrote", "asked"), "ann": ("lent", "asked")}
    assert state.requester(4) == ""


def test_gate1_who_opened_edited_forked_and_resumed_always_belong_to_it() -> None:
    state = (
        acted(("sven", "wrote")).lasts("otto", "edited").lasts("max", "forked").approve("t1-3").carried_out("t1-3", ())
    )
    assert dict(who(state.wrote(9, "sven", (), ()), "rita")) == {
        "sven": ("wrote", "asked"),
        "rita": ("asked",),
        "otto": ("edited",),
        "max": ("forked",),
    }


def test_gate1_shapers_are_merged_and_an_act_is_taken_out() -> None:
    merged = merge_shapers({"rita": ("asked",)}, {"rita": ("wrote", "asked"), "olive": ("amended",)})
    assert dict(merged) == {"rita": ("asked", "wrote"), "olive": ("amended",)}
    assert dict(without_act(merged, "amended")) == {"rita": ("asked", "wrote")}
    assert dict(without_act(merged, "asked")) == {"rita": ("wrote",), "olive": ("amended",)}


@pytest.mark.parametrize(
    ("shaper", "unknown", "name"),
    [
        ("olive", False, "Olive"),
        ("left-us", False, "left-us"),
        ("system:cron", False, "system:cron"),
        (STRANGER, True, "@U9, not linked (slack T1)"),
        ("slack:T2/U9", True, "@U9, not linked (slack T2)"),
        ("github:mallory", True, "@mallory, not linked (github)"),
        ("email:a/b@example.org", True, "a/b@example.org, not linked (email)"),
        ("ci:evil\nOlive asked", True, "@evil Olive asked, not linked (ci)"),
        ("slack:T1/", True, "@T1/, not linked (slack T1)"),
    ],
)
def test_gate2_a_shaper_is_named_as_the_channel_knows_it(shaper: str, unknown: bool, name: str) -> None:
    assert (is_unknown(shaper), name_shaper(PEOPLE, shaper)) == (unknown, name)
    assert has_unknown({shaper: ("wrote",), "rita": ("asked",)}, PEOPLE) == (unknown or shaper not in PEOPLE.people)


def test_acts_in_words() -> None:
    assert describe_acts(()) == ""
    assert describe_acts(("asked",)) == "asked for it"
    assert describe_acts(("asked", "wrote")) == "asked for it and wrote in the thread"
    assert describe_acts(("asked", "wrote", "forked")) == "asked for it, wrote in the thread and forked the thread"


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
def test_gate1_who_did_what_may_decide_under_which_rule(acts: tuple[Act, ...], may: set[str]) -> None:
    for name, rule in RULES.items():
        policy = Policy(approvers=(MANAGERS,), edits="by_another", **rule)
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


@pytest.mark.parametrize(("edits", "may"), [("by_editor", True), (True, True), ("by_another", False), (False, False)])
def test_gate1_whether_who_amended_it_may_approve_says_todays_rule(edits: Any, may: bool) -> None:
    assert (exclusion(Policy(approvers=(MANAGERS,), edits=edits), ["amended"]) == "") == may


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
    more = required_clauses(policy, {STRANGER: ("wrote",)}, PEOPLE)[-1]
    assert more == Clause(people=("olive", "ines"), groups=("security",))
    assert required_clauses(Policy(), {STRANGER: ("wrote",)}, PEOPLE) == ()
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
            "It needs 1 approval (Olive). Who may give one: nobody.",
        ),
        (
            Policy(approvers=(Clause(people=("olive", "otto"), quorum=2),)),
            {"olive": ("forked",)},
            "It needs 2 approvals (2 of Olive, Otto). Who may give one: Otto.",
        ),
        (
            Policy(approvers=(Clause(people=("olive",)),)),
            {STRANGER: ("wrote",)},
            "It needs 2 approvals (Olive), one more than usual since somebody acted whom the directory does not know. "
            "Who may give one: Olive.",
        ),
        (Policy(approvers=(Clause(people=("gone",)),)), {}, "It needs 1 approval (Gone). Who may give one: nobody."),
    ],
)
def test_gate1_why_too_few_may_decide(policy: Policy, shapers: Shapers, why: str) -> None:
    assert shortage(policy, PEOPLE, shapers) == why
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
    assert found.what == 'tag_release {"sha":"c0ffee","tag":"v1"}'


def test_gate2_the_card_of_a_thread_that_nobody_known_opened() -> None:
    told = log().opened(None).chose("tag_release", tag="v1").asked()
    assert card_of(told.thread, told.call(), PEOPLE).requested_by == "an unknown sender"


SAID: dict[Act, str] = {
    "asked": "asked for it",
    "wrote": "wrote in the thread",
    "lent": "made the key or link of somebody who wrote",
    "answered": "answered the agent's question",
    "commented": "commented on an earlier request",
    "rejected": "rejected an earlier proposal",
    "edited": "edited an earlier request",
    "amended": "edited these arguments",
    "forked": "forked the thread",
    "resumed": "resumed the fork",
    "cancelled": "cancelled the thread with a reason",
    "recalled": "said earlier what the agent read again",
}


@pytest.mark.parametrize("act", get_args(Act))
def test_gate1_each_act_is_said_in_words(act: Act) -> None:
    assert describe_acts([act]) == SAID[act]
    assert describe_acts(["asked", "wrote", act]) == f"asked for it, wrote in the thread and {SAID[act]}"
    assert describe_acts([]) == ""


def test_gate1_an_approval_is_forgotten_with_its_call_alone() -> None:
    state = acted(("olive", "wrote")).approve("a").approve("b")
    assert state.carried_out("a", ()).approved.keys() == {"b"}
    assert state.settled("a", (), by_people=True).approved.keys() == {"b"}
    assert state.carried_out("a", ()).wrote(9, "rita", (), ()).earlier == frozenset()


@pytest.mark.parametrize(
    ("shaper", "name"),
    [
        ("slack:U9", "@U9, not linked (slack)"),
        ("slack:T1/U9", "@U9, not linked (slack T1)"),
        ("slack:T1/", "@T1/, not linked (slack T1)"),
        ("slack:/U9", "@U9, not linked (slack)"),
        ("email:a@b.example", "a@b.example, not linked (email)"),
        ("github:a/b", "@a/b, not linked (github)"),
        ("github:a  b", "@a b, not linked (github)"),
        ("olive", "Olive"),
        ("nobody  here", "nobody here"),
    ],
)
def test_gate2_a_shaper_is_named_on_one_line(shaper: str, name: str) -> None:
    assert name_shaper(PEOPLE, shaper) == name
