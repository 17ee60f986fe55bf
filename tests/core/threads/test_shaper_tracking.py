"""The set of people who shaped a call, as tables: what each act does to it."""

from typing import get_args

import pytest

from bot.core.card.card import build_card
from bot.core.people import ApproverClause
from bot.core.policy import Policy
from bot.core.threads.rejected_calls_in_log import find_rejections
from bot.core.threads.shaper_tracking import (
    NO_SHAPERS,
    CallShapers,
    ShapingAct,
    ShapingState,
    add_act,
    describe_acts,
    drop_act,
    has_unknown,
    is_unknown,
    merge_shapers,
    name_shaper,
)
from tests.core.thread_log import PEOPLE, asked_to_tag, log

MANAGERS = ApproverClause(groups=("release-managers",))
STRANGER = "slack:T1/U9"
START = ShapingState()


def acted(*acts: tuple[str, ShapingAct]) -> ShapingState:
    made = START
    for who, act in acts:
        made = made.add_act(who, act)
    return made


def who(state: ShapingState, *always: str, heard: int = 99) -> CallShapers:
    return state.list_shapers(always, heard)


def test_gate1_acts_gather_in_order_and_once_each() -> None:
    found = acted(("rita", "wrote"), ("olive", "answered"), ("rita", "wrote"), ("rita", "commented")).current
    assert dict(found) == {"rita": ("wrote", "commented"), "olive": ("answered",)}
    assert list(found) == ["rita", "olive"]


@pytest.mark.parametrize("nobody", [None, "", "system:cron"])
def test_gate2_what_no_person_did_shapes_nothing(nobody: str | None) -> None:
    assert add_act(NO_SHAPERS, nobody, "wrote") == {}
    assert START.add_act(nobody, "wrote") is START
    assert START.add_message(3, nobody or "", (), ()).current == {}
    assert START.list_shapers((nobody,), 9) == {}


def test_gate1_a_message_names_the_writer_the_lenders_and_the_others() -> None:
    state = START.add_message(3, "rita", ("ann",), ("github:mira",))
    assert dict(who(state)) == {
        "rita": ("wrote", "asked"),
        "github:mira": ("wrote",),
        "ann": ("lent", "asked"),
    }
    assert state.find_requester(3) == "rita"


@pytest.mark.parametrize(
    ("writer", "left"), [("rita", {"rita"}), (STRANGER, {"olive", "otto", STRANGER}), ("", {"olive", "otto"})]
)
def test_gate1_only_the_words_of_a_known_person_end_the_wishes_of_before(writer: str, left: set[str]) -> None:
    ran = acted(("olive", "wrote"), ("otto", "answered")).note_approval("t1-3").note_start("t1-3", ())
    assert ran.current.keys() == {"olive", "otto"}
    assert ran.add_message(9, writer, (), ()).current.keys() == left


@pytest.mark.parametrize("act", ["answered", "commented", "rejected"])
def test_gate1_no_other_act_ends_a_wish(act: ShapingAct) -> None:
    ran = acted(("olive", "wrote"), ("otto", "answered")).note_approval("t1-3").note_start("t1-3", ())
    assert ran.add_act("rita", act).current.keys() == {"olive", "otto", "rita"}


def test_gate1_what_was_not_carried_out_is_still_wished() -> None:
    """A rejected, expired or withdrawn call ends no wish: only older remarks on requests are over."""
    state = (
        acted(("olive", "wrote"), ("otto", "rejected"), ("ines", "answered"))
        .note_settlement("t1-3", ("sven",), by_people=True)
        .add_act("sven", "rejected")
    )
    assert state.earlier == {"otto"}
    assert state.add_message(9, "rita", (), ()).current.keys() == {"olive", "ines", "sven", "rita"}


def test_gate1_who_acts_again_is_no_longer_one_of_before() -> None:
    again = (
        acted(("olive", "wrote"), ("otto", "wrote"))
        .note_approval("t1-3")
        .note_start("t1-3", ())
        .add_act("olive", "answered")
    )
    assert again.earlier == {"otto"}
    assert again.add_message(9, "rita", (), ()).current.keys() == {"olive", "rita"}


def test_gate1_what_was_said_in_deciding_counts_for_what_comes_next() -> None:
    ran = acted(("rita", "wrote"), ("olive", "commented")).note_approval("t1-3").note_start("t1-3", ("olive",))
    assert ran.earlier == {"rita"}
    assert ran.add_message(9, "sven", (), ()).current.keys() == {"olive", "sven"}


def test_gate1_a_message_that_the_model_had_not_seen_takes_nobody_out_and_asks_for_nothing() -> None:
    state = (
        START.add_message(2, "max", (), ()).note_approval("t1-3").note_start("t1-3", ()).add_message(7, "sam", (), ())
    )
    assert dict(who(state, heard=7)) == {"sam": ("wrote", "asked")}
    assert dict(who(state, heard=6)) == {"sam": ("wrote",), "max": ("wrote", "asked")}
    assert (state.find_requester(7), state.find_requester(6)) == ("sam", "max")
    assert who(state.note_choice(7), heard=6).keys() == {"sam"}
    assert who(state.note_choice(6), heard=6).keys() == {"sam", "max"}


def test_gate1_who_acts_between_an_approval_and_its_start_speaks_of_what_comes_next() -> None:
    state = (
        acted(("olive", "wrote"), ("otto", "answered"))
        .note_approval("t1-3")
        .add_act("otto", "answered")
        .add_act("rita", "wrote")
    )
    started = state.note_start("t1-3", ())
    assert started.earlier == {"olive"}
    assert started.add_message(9, "sven", (), ()).current.keys() == {"otto", "rita", "sven"}
    assert started.note_start("t1-3", ()).earlier == {"olive"}


@pytest.mark.parametrize(("by_people", "earlier"), [(True, {"otto"}), (False, set())])
def test_gate1_what_no_person_settled_ends_no_remark(by_people: bool, earlier: set[str]) -> None:
    state = acted(("olive", "wrote"), ("otto", "rejected"))
    assert state.note_settlement("t1-3", (), by_people=by_people).earlier == earlier


def test_gate1_a_program_that_writes_after_a_person_takes_over_nobodys_wish() -> None:
    state = START.add_message(3, "olive", ("ann",), ()).add_message(4, "", (), ())
    assert dict(who(state)) == {"olive": ("wrote", "asked"), "ann": ("lent", "asked")}
    assert state.find_requester(4) == ""


def test_gate1_who_opened_edited_forked_and_resumed_always_belong_to_it() -> None:
    state = (
        acted(("sven", "wrote"))
        .add_lasting_act("otto", "edited")
        .add_lasting_act("max", "forked")
        .note_approval("t1-3")
        .note_start("t1-3", ())
    )
    assert dict(who(state.add_message(9, "sven", (), ()), "rita")) == {
        "sven": ("wrote", "asked"),
        "rita": ("asked",),
        "otto": ("edited",),
        "max": ("forked",),
    }


def test_gate1_shapers_are_merged_and_an_act_is_taken_out() -> None:
    merged = merge_shapers({"rita": ("asked",)}, {"rita": ("wrote", "asked"), "olive": ("amended",)})
    assert dict(merged) == {"rita": ("asked", "wrote"), "olive": ("amended",)}
    assert dict(drop_act(merged, "amended")) == {"rita": ("asked", "wrote")}
    assert dict(drop_act(merged, "asked")) == {"rita": ("wrote",), "olive": ("amended",)}


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


def test_older_policies_keep_their_version() -> None:
    """Versions that a release before these fields computed: requests under them stay open."""
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
    assert build_card(told.thread, told.call(), PEOPLE).requested_by == "an unknown sender"


SAID: dict[ShapingAct, str] = {
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
    "contributed": "spoke in a task of another agent",
}


@pytest.mark.parametrize("act", get_args(ShapingAct))
def test_gate1_each_act_is_said_in_words(act: ShapingAct) -> None:
    assert describe_acts([act]) == SAID[act]
    assert describe_acts(["asked", "wrote", act]) == f"asked for it, wrote in the thread and {SAID[act]}"
    assert describe_acts([]) == ""


def test_gate1_an_approval_is_forgotten_with_its_call_alone() -> None:
    state = acted(("olive", "wrote")).note_approval("a").note_approval("b")
    assert state.note_start("a", ()).approved.keys() == {"b"}
    assert state.note_settlement("a", (), by_people=True).approved.keys() == {"b"}
    assert state.note_start("a", ()).add_message(9, "rita", (), ()).earlier == frozenset()


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
