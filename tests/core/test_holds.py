"""Holds in the core: their scope, the time that clocks are stopped under several, and a thread's next action."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core import events as e
from bot.core.base_types import from_micros
from bot.core.card.card import build_card
from bot.core.channel_messages import ChannelAddress
from bot.core.decisions import ApprovalDecision, decide_approval, find_awaited_question
from bot.core.errors import OnHold
from bot.core.holds import Hold, HoldScope, announce_hold, describe_hold, extend_deadline, find_hold
from bot.core.next_action import find_next_action
from bot.core.next_action_types import (
    AskApprovers,
    ChooseStep,
    FetchContext,
    Idle,
    RecoverCall,
    RunCall,
    SettleCall,
    WakeThread,
)
from bot.core.threads.fold import fold_events
from bot.core.threads.thread import Thread
from tests.core.thread_log import AGENT, NOON, PEOPLE, agent, asked_to_tag, log

MINUTE = timedelta(minutes=1)


def hold(scope: HoldScope = "all", name: str = "", start: float = 0, end: float | None = None, **given: Any) -> Hold:
    """A hold from `start` to `end`, in minutes after noon."""
    lifted = None if end is None else NOON + end * MINUTE
    words: dict[str, Any] = {
        "id": 1,
        "by": "olive",
        "reason": "a fire drill",
        "lifted_by": None if end is None else "otto",
    }
    return Hold(**{**words, "scope": scope, "name": name, "placed": NOON + start * MINUTE, "lifted": lifted, **given})


def at(minutes: float) -> datetime:
    return NOON + minutes * MINUTE


EVERY = [hold(), hold("agent", "deploybot"), hold("tool", "tag_release")]
each = pytest.mark.parametrize("covering", EVERY, ids=["all", "agent", "tool"])


@pytest.mark.parametrize(
    ("scope", "name", "agent", "tool", "is_covered"),
    [
        ("all", "", "deploybot", "", True),
        ("all", "", "deploybot", "tag_release", True),
        ("agent", "deploybot", "deploybot", "", True),
        ("agent", "deploybot", "deploybot", "tag_release", True),
        ("agent", "deploybot", "tag_release", "deploybot", False),
        ("agent", "deploy", "deploybot", "", False),
        ("tool", "tag_release", "deploybot", "tag_release", True),
        ("tool", "tag_release", "tag_release", "", False),
        ("tool", "tag_release", "deploybot", "list_tags", False),
    ],
)
def test_gate7_what_a_hold_covers(scope: HoldScope, name: str, agent: str, tool: str, is_covered: bool) -> None:
    assert hold(scope, name).is_covering(agent, tool) is is_covered
    assert (find_hold(agent, tool, [hold(scope, name)]) is not None) is is_covered
    assert find_hold(agent, tool, [hold(scope, name, end=1)]) is None


def test_gate7_of_several_holds_the_first_one_is_named() -> None:
    later, first = hold("agent", "deploybot", start=5, id=1), hold(start=1, id=2)
    assert find_hold("deploybot", "", [later, first]) == first


def test_gate7_who_paused_it_when_and_why_is_one_sentence() -> None:
    assert describe_hold(hold(), PEOPLE) == "Paused by Olive at 21 Nov 2026, 12:00 UTC: a fire drill."
    assert describe_hold(hold(reason=""), PEOPLE) == "Paused by Olive at 21 Nov 2026, 12:00 UTC."
    assert describe_hold(hold(reason="Stop!\n\u202enow"), PEOPLE).endswith(": Stop! ⟨U+202E⟩now.")
    assert announce_hold(hold("tool", "tag_release"), PEOPLE).startswith("The tool tag_release is paused by Olive at")


@pytest.mark.parametrize(
    ("spans", "deadline"),
    [
        ([], 60),
        ([(10, 20)], 70),
        ([(10, 20), (30, 45)], 85),
        ([(10, 30), (20, 40)], 90),
        ([(10, 40), (20, 30)], 90),
        ([(10, 20), (20, 30)], 80),
        ([(-30, 10)], 70),
        ([(-30, -10)], 60),
        ([(60, 90)], 60),
        ([(10, 20), (65, 75)], 80),
        ([(59, 60), (60.5, 70)], 70.5),
        ([(10, None)], None),
        ([(10, 20), (15, None)], None),
        ([(-30, None)], None),
        ([(60, None)], 60),
        ([(61, None)], 60),
        ([(50, 60), (69, None)], None),
        ([(50, 60), (70, None)], 70),
        ([(20, 10)], 60),
    ],
)
def test_gate7_a_deadline_moves_on_by_the_paused_time(
    spans: list[tuple[float, float | None]], deadline: float | None
) -> None:
    """Asked at noon for an hour; spans of holds and the deadline in minutes after noon."""
    holds = [hold(start=start, end=end) for start, end in spans]
    expected = None if deadline is None else at(deadline)
    assert extend_deadline(at(60), NOON, holds) == expected
    assert extend_deadline(at(60), NOON, reversed(holds)) == expected


minutes = st.integers(-60, 240)


@given(st.lists(st.tuples(minutes, st.integers(0, 90)), max_size=6))
def test_gate7_until_the_deadline_the_request_was_open_exactly_as_long_as_it_may(spans: list[tuple[int, int]]) -> None:
    holds = [hold(start=start, end=start + length) for start, length in spans]
    deadline = extend_deadline(at(60), NOON, holds)
    assert deadline is not None
    whole = int((deadline - NOON) / MINUTE)
    running = [
        minute for minute in range(whole) if not any(start <= minute < start + length for start, length in spans)
    ]
    assert len(running) == 60


@each
def test_gate7_an_approved_call_rests_and_runs_when_it_is_resumed(covering: Hold) -> None:
    told = asked_to_tag().voted("olive")
    assert isinstance(told.needs, RunCall)
    assert isinstance(find_next_action(told.thread, told.agent, told.people, told.now, [covering]), Idle | ChooseStep)
    lifted = covering.model_copy(update={"lifted": told.now})
    assert isinstance(find_next_action(told.thread, told.agent, told.people, told.now, [lifted]), RunCall)


@each
def test_gate7_an_open_request_does_not_expire_under_a_hold(covering: Hold) -> None:
    told = asked_to_tag()
    late = told.after(hours=9)
    assert isinstance(late.needs, SettleCall)
    found = find_next_action(late.thread, late.agent, late.people, late.now, [covering])
    assert found == Idle(None)
    lifted = covering.model_copy(update={"lifted": late.now})
    call = told.call()
    assert call.expires_at is not None
    left = Idle(call.expires_at + (late.now - from_micros(call.since)))
    assert find_next_action(late.thread, late.agent, late.people, late.now, [lifted]) == left
    over = late.after(hours=4)
    assert isinstance(find_next_action(over.thread, over.agent, over.people, over.now, [lifted]), SettleCall)


def test_gate7_what_had_expired_before_the_hold_has_expired() -> None:
    told = asked_to_tag()
    late = told.after(hours=9)
    after = hold(start=8 * 60)
    found = find_next_action(late.thread, late.agent, late.people, late.now, [after])
    assert isinstance(found, SettleCall)
    assert found.verdict == "expired"


@each
def test_gate7_approve_is_refused_and_reject_is_taken(covering: Hold) -> None:
    told = asked_to_tag()
    thread = told.thread.apply_holds([covering])
    approval = ApprovalDecision(
        call=told.last, digest=told.call().digest, decision="approve", person="olive", door="x", credential="y"
    )
    with pytest.raises(
        OnHold,
        match=r"^Paused by Olive at 21 Nov 2026, 12:00 UTC: a fire drill\. It can be decided when it is resumed\.$",
    ):
        decide_approval(thread, approval, AGENT, PEOPLE, told.now)
    rejected = decide_approval(
        thread, approval.model_copy(update={"decision": "reject", "reason": "no"}), AGENT, PEOPLE, told.now
    )
    assert [event.type for event in rejected] == ["Answered", "ApprovalSettled"]
    assert decide_approval(told.thread, approval, AGENT, PEOPLE, told.now)


def test_gate7_another_tools_hold_stops_nothing() -> None:
    told = asked_to_tag().voted("olive")
    assert isinstance(
        find_next_action(told.thread, told.agent, told.people, told.now, [hold("tool", "list_tags")]), RunCall
    )
    assert isinstance(
        find_next_action(told.thread, told.agent, told.people, told.now, [hold("agent", "other")]), RunCall
    )


def test_gate7_a_quorum_reached_by_a_change_of_people_does_not_approve_under_a_hold() -> None:
    """Two votes; the person that could have vetoed was removed: the verdict waits until it is resumed."""
    told = asked_to_tag()
    answered = e.Answered(
        call=told.last, digest=told.call().digest, person="olive", door="x", credential="y", decision="approve"
    )
    voted = told.happened(answered)
    assert isinstance(voted.needs, SettleCall)
    assert find_next_action(voted.thread, voted.agent, voted.people, voted.now, [hold()]) == Idle(None)


@pytest.mark.parametrize("covering", EVERY[:2], ids=["all", "agent"])
def test_gate7_a_held_agent_asks_no_model_fetches_nothing_and_sleeps_on(covering: Hold) -> None:
    heard = log().opened().said("tag it")
    assert isinstance(heard.needs, ChooseStep)
    assert find_next_action(heard.thread, heard.agent, heard.people, heard.now, [covering]) == Idle(None)
    fetching = heard.by(agent(prefetch=(AGENT.registry["list_tags"].step(),)))
    assert isinstance(fetching.needs, FetchContext)
    assert find_next_action(fetching.thread, fetching.agent, fetching.people, fetching.now, [covering]) == Idle(None)
    slept = heard.chose("wait").happened(e.Slept(call="t1-3", until=NOON + 5 * MINUTE)).after(hours=1)
    assert isinstance(slept.needs, WakeThread)
    assert find_next_action(slept.thread, slept.agent, slept.people, slept.now, [covering]) == Idle(None)


@each
def test_gate7_what_was_started_is_still_found_out(covering: Hold) -> None:
    told = asked_to_tag().voted("olive").started()
    assert isinstance(find_next_action(told.thread, told.agent, told.people, told.now, [covering]), RecoverCall)


@each
def test_gate7_nothing_is_asked_about_a_held_call(covering: Hold) -> None:
    chosen = log().opened().said("tag it").chose("tag_release", tag="v1")
    assert isinstance(chosen.needs, AskApprovers)
    assert not isinstance(
        find_next_action(chosen.thread, chosen.agent, chosen.people, chosen.now, [covering]), AskApprovers
    )


@each
def test_gate7_the_card_says_who_paused_it_and_shows_no_time(covering: Hold) -> None:
    told = asked_to_tag()
    thread = told.thread.apply_holds([covering])
    card = build_card(thread, thread.calls[told.last], PEOPLE)
    assert card.paused == "Paused by Olive at 21 Nov 2026, 12:00 UTC: a fire drill."
    assert card.expires_at is None
    assert build_card(told.thread, told.call(), PEOPLE).paused == ""


def test_gate7_words_answer_a_question_whose_time_stands_still() -> None:
    asked = log().opened().said("tag it").chose("ask_human").questioned(call="t1-3").after(hours=3)
    rita = PEOPLE.people["rita"]
    assert find_awaited_question(asked.thread, rita, asked.now) is None
    assert find_awaited_question(asked.thread.apply_holds([hold()]), rita, asked.now) == "t1-3"


def placed(hold_: Hold, *, told: bool = False) -> e.HoldPlaced:
    return e.HoldPlaced(hold=hold_.id, scope=hold_.scope, name=hold_.name, by=hold_.by, placed=hold_.placed, told=told)


def lifted(hold_: Hold) -> e.HoldLifted:
    return e.HoldLifted(hold=hold_.id, scope=hold_.scope, name=hold_.name, by="otto")


@each
def test_gate7_a_noted_hold_makes_every_standing_card_be_rewritten_once(covering: Hold) -> None:
    here = ChannelAddress(channel="slack", address="C1/17")
    chosen = log().opened().said("tag it").chose("tag_release", tag="v1").asked(routes=(here,))
    delivery = next(iter(chosen.thread.owed))
    shown = chosen.happened(e.Delivered(delivery=delivery, reference="C1/18", shown=chosen.thread.seq))
    assert not shown.thread.owed
    held = shown.happened(placed(covering))
    assert [one.delivery.kind for one in held.thread.owed.values()] == ["update"]
    assert held.thread.noted == {1: False}
    again = held.happened(placed(covering, told=True))
    assert again.thread.owed == held.thread.owed
    assert again.thread.noted == {1: True}
    over = again.happened(lifted(covering))
    assert [one.delivery.seq for one in over.thread.owed.values()] == [over.thread.seq]
    assert over.thread.noted == {}


def test_gate7_a_hold_of_another_tool_rewrites_no_card() -> None:
    here = ChannelAddress(channel="slack", address="C1/17")
    chosen = log().opened().said("tag it").chose("tag_release", tag="v1").asked(routes=(here,))
    delivery = next(iter(chosen.thread.owed))
    shown = chosen.happened(e.Delivered(delivery=delivery, reference="C1/18", shown=chosen.thread.seq))
    assert not shown.happened(placed(hold("tool", "list_tags"))).thread.owed


def test_gate7_a_hold_changes_nothing_that_the_log_says() -> None:
    told = asked_to_tag()
    under = told.thread.apply_holds([hold()])
    assert under._replace(calls={}, hold=None) == told.thread._replace(calls={})
    assert fold_events(Thread(id="t1"), told) == told.thread
    thread = told.thread
    assert thread.apply_holds([hold("agent", "other")]) is thread
