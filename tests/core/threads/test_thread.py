"""A thread is its log, folded: the same events give the same thread, on any machine, at any time."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core import events as e
from bot.core.threads.fold import fold_events
from bot.core.threads.fold_updates import MAX_ERRORS
from bot.core.threads.thread import Thread, find_thread_id, make_call_id
from tests.core.thread_log import MAIL, NOON, SLACK, TWO_OF_THREE, ThreadLog, agent, asked_to_tag, log, model_call
from tests.random_seed import share


def recorded_run() -> ThreadLog:
    """A run with some of everything."""
    told = log().opened().said("release").fetched().read().refused()
    told = told.chose("tag_release", tag="v1", sha="c0ffee").asked(routes=(SLACK, MAIL))
    tag = told.last
    told = told.happened(e.Delivered(delivery=f"t1.{told.thread.seq}.slack.{SLACK.address}", reference="1.2"))
    told = told.questioned("Which branch?").answered("rita", "main").replied(go_on=True)
    told = told.voted("olive", edit={"tag": "v2", "sha": "c0ffee"}, call=tag).paused().resumed().started(tag)
    told = told.lost(tag).answered("olive", "it happened").slept(minutes=5).happened(e.Woke())
    told = told.chose("list_tags", limit=3).started().failed_tool().read().halted().answered("olive", "go on")
    return told.done().said("again").happened(e.Forked(source="t0", at=3, by="olive")).resumed().cancelled()


RUN = recorded_run()


def test_f12_1_a_thousand_replays_of_a_run_give_identical_threads() -> None:
    first = fold_events(Thread(id="t1"), RUN)
    for _ in range(1000):
        assert fold_events(Thread(id="t1"), RUN) == first
    assert len(RUN.recorded) > 40


@given(st.lists(st.integers(0, len(RUN.recorded)), max_size=5).map(sorted))
def test_f12_1_folding_in_parts_is_folding_the_whole(cuts: list[int]) -> None:
    thread = Thread(id="t1")
    for start, end in zip([0, *cuts], [*cuts, len(RUN.recorded)], strict=True):
        thread = fold_events(thread, RUN.recorded[start:end])
    assert thread == RUN.thread


def test_f12_3_folding_changes_neither_thread_nor_events() -> None:
    thread = Thread(id="t1")
    for recorded in RUN:
        before, event = repr(thread), recorded.event.body()
        after = fold_events(thread, [recorded])
        assert repr(thread) == before
        assert recorded.event.body() == event
        thread = after


ANY_EVENT: list[e.Event] = [one.event for one in RUN]


@settings(max_examples=share(200))
@given(st.lists(st.sampled_from(ANY_EVENT), max_size=30))
def test_any_events_in_any_order_fold_without_an_error(events: list[e.Event]) -> None:
    recorded = [e.RecordedEvent(n, n, event) for n, event in enumerate(events, 1)]
    thread = fold_events(Thread(id="t1"), recorded)
    assert thread.seq == len(events)
    assert fold_events(fold_events(Thread(id="t1"), recorded[:7]), recorded[7:]) == thread


def test_opened_and_said() -> None:
    thread = log().opened().said("release", route=MAIL).thread
    assert (thread.agent, thread.title, thread.requester) == ("deploybot", "A release", "rita")
    assert (thread.origin, thread.route) == (SLACK, MAIL)
    assert (thread.seq, thread.news, thread.heard) == (2, 2, 0)


def test_the_id_of_a_call_holds_its_thread_and_its_event() -> None:
    told = log().opened().said("x")
    assert told.thread.next_call == "t1-3"
    assert told.chose("list_tags").last == "t1-3"
    assert find_thread_id("t1-3") == "t1"
    assert find_thread_id(make_call_id("a-b-c", 12)) == "a-b-c"


@pytest.mark.parametrize(
    ("told", "state"),
    [
        (asked_to_tag(), "asked"),
        (asked_to_tag().voted("olive"), "approved"),
        (asked_to_tag().voted("olive").started(), "started"),
        (log().opened().said("x").chose("tag_release", tag="v1"), "chosen"),
        (log().opened().questioned(), "question"),
    ],
)
def test_the_states_of_an_open_call(told: ThreadLog, state: str) -> None:
    assert told.call().state == state


@pytest.mark.parametrize(
    "told",
    [
        asked_to_tag().voted("olive", "reject"),
        asked_to_tag().settled("expired"),
        asked_to_tag().settled("withdrawn"),
        asked_to_tag().voted("olive").started().finished_tool(),
        asked_to_tag().voted("olive").started().failed_tool(),
        log().opened().questioned().answered("rita", "v1"),
        asked_to_tag().refused("changed", kind="changed", call="t1-3"),
        asked_to_tag().cancelled(),
    ],
)
def test_what_is_done_with_is_no_longer_open(told: ThreadLog) -> None:
    assert not told.thread.calls


def test_an_edit_replaces_arguments_and_digest_and_makes_the_old_one_stale() -> None:
    before = asked_to_tag(agent(TWO_OF_THREE)).voted("olive")
    after = before.voted("otto", edit={"tag": "v2", "sha": "c0ffee"})
    old, new = before.call(), after.call()
    assert new.arguments == '{"sha":"c0ffee","tag":"v2"}'
    assert new.digest != old.digest
    assert new.stale == {old.digest}
    assert [vote.person for vote in new.votes] == ["otto"]


def test_slk23_a_vote_on_another_digest_does_not_count_however_it_got_into_the_log() -> None:
    told = asked_to_tag(agent(TWO_OF_THREE))
    (answered,) = told.decision_events("olive")
    other = answered.model_copy(update={"digest": "f" * 64})
    assert told.happened(other).call().votes == ()
    assert told.happened(answered).call().votes != ()


def test_slk23_an_edit_back_revives_no_old_vote() -> None:
    """The digest is the first one again; its voters saw it replaced, and are asked again."""
    first = asked_to_tag(agent(TWO_OF_THREE)).voted("olive")
    back = first.voted("otto", edit={"tag": "v2", "sha": "c0ffee"}).voted("otto", edit={"tag": "v1", "sha": "c0ffee"})
    assert back.call().digest == first.call().digest
    assert first.call().digest not in back.call().stale
    assert [vote.person for vote in back.call().votes] == ["otto"]
    assert back.voted("olive").call().state == "approved"


def test_llm25_a_policy_that_changed_there_and_back_revives_no_old_vote() -> None:
    two = agent(TWO_OF_THREE)
    other = agent(TWO_OF_THREE.model_copy(update={"veto": False}))
    told = asked_to_tag(two).voted("olive").by(other).asked().by(two).asked()
    assert told.call().votes == ()
    assert told.voted("otto").call().state == "asked"


def test_the_latest_vote_of_a_person_stands_once() -> None:
    told = asked_to_tag(agent(TWO_OF_THREE.model_copy(update={"veto": False})))
    told = told.voted("olive").voted("olive", "reject").voted("olive")
    assert [(vote.person, vote.approves) for vote in told.call().votes] == [("olive", True)]
    assert len(told.call().answers) == 3


def test_llm06_an_approval_of_another_digest_approves_nothing() -> None:
    told = asked_to_tag().settled("approved", digest="f" * 64)
    assert told.call().state == "asked"


@pytest.mark.parametrize(
    "told", [asked_to_tag().voted("olive").started(), asked_to_tag().voted("olive").started().lost()]
)
def test_eng02_a_late_approval_takes_no_started_call_back(told: ThreadLog) -> None:
    before = told.thread.calls["t1-3"]
    assert told.settled("approved", call="t1-3").thread.calls["t1-3"] == before


def test_slk23_an_answer_that_comes_late_changes_nothing() -> None:
    """Also when it is an edit, and the call was approved or started already."""
    for told in (asked_to_tag().voted("olive"), asked_to_tag().voted("olive").started()):
        call = told.call()
        late = e.Answered(
            call=call.id,
            digest=call.digest,
            person="otto",
            door="web",
            credential="session",
            decision="approve",
            arguments='{"tag":"evil"}',
            edited="f" * 64,
        )
        assert told.happened(late).call() == call


def test_an_event_about_no_open_call_changes_no_call() -> None:
    told = log().opened().said("x")
    for event in ANY_EVENT:
        if isinstance(event, e.ToolStarted | e.ApprovalAsked | e.Answered | e.OutcomeUnknown):
            assert told.happened(event).thread.calls == {}


def test_f9_2_errors_count_in_a_row_and_one_success_resets_them() -> None:
    told = log().opened().said("x")
    for n in (1, 2):
        told = told.chose("list_tags", limit=1).started().failed_tool()
        assert told.thread.errors == {"list_tags": n}
    told = told.read()
    assert told.thread.errors == {}
    assert told.chose("list_tags", limit=1).started().failed_tool().thread.errors == {"list_tags": 1}


def test_f3_4_resolved_errors_are_hidden_and_open_ones_are_not() -> None:
    told = log().opened().said("x").chose("list_tags", limit=1).started().failed_tool()
    failed = told.thread.seq
    assert told.thread.hidden == ()
    assert told.read().thread.hidden == (failed,)
    misread = log().opened().said("x").refused()
    assert misread.thread.errors == {"model": 1}
    assert misread.replied().thread.hidden == (misread.thread.seq,)


def test_the_error_of_one_tool_is_not_resolved_by_another() -> None:
    told = log().opened().said("x").chose("tag_release", tag="v1").started().failed_tool().read()
    assert told.thread.errors == {"tag_release": 1}


@pytest.mark.parametrize(
    ("kind", "with_call", "counted"),
    [
        ("invalid", False, "model"),
        ("unknown", False, "model"),
        ("truncated", False, "model"),
        ("refused", False, "model"),
        ("unavailable", False, "model"),
        ("impossible", True, "tag_release"),
        ("changed", True, "tag_release"),
    ],
)
def test_a_refused_step_counts_as_an_error_of_whoever_made_it(kind: Any, with_call: bool, counted: str) -> None:
    told = log().opened().said("x")
    told = told.chose("tag_release", tag="v1") if with_call else told
    told = told.refused(kind=kind, call="t1-3" if with_call else None)
    assert told.thread.errors == {counted: 1}
    assert told.thread.news > told.thread.heard
    assert not told.thread.calls


def test_budgets_count_from_the_last_word_of_a_person() -> None:
    told = asked_to_tag().settled("withdrawn").read().refused().replied()
    assert (told.thread.steps, told.thread.asks, told.thread.tokens) == (4, 1, 400)
    spoke = told.said("go on").thread
    assert (spoke.steps, spoke.asks, spoke.tokens, spoke.errors) == (0, 0, 0, {})
    assert spoke.model_calls == told.thread.model_calls


def test_llm17_a_stranger_is_heard_and_resets_no_budget() -> None:
    told = log().opened().said("x").read().refused(retry_at=NOON + timedelta(hours=1))
    stranger = told.said("hi", by=None).thread
    assert stranger.news == stranger.seq
    assert (stranger.steps, stranger.tokens, stranger.errors) == (2, 200, {"model": 1})
    assert stranger.retry_at == told.thread.retry_at


def test_llm17_a_stranger_lifts_no_limit() -> None:
    halted = log().opened().said("x").halted()
    assert halted.said("keep going", by=None).thread.halted == halted.thread.halted
    assert halted.said("keep going", by="rita").thread.halted is None


def test_questions_of_the_platform_cost_no_asks() -> None:
    assert log().opened().halted().thread.asks == 0
    assert log().opened().questioned().thread.asks == 1


def test_an_approval_that_is_asked_anew_costs_again() -> None:
    assert asked_to_tag().asked().thread.asks == 2


def test_paused_and_resumed() -> None:
    assert asked_to_tag().paused().thread.paused
    assert not asked_to_tag().paused().resumed().thread.paused
    assert asked_to_tag().paused().thread.calls.keys() == {"t1-3"}


def test_cancelled_keeps_only_what_was_started_and_what_is_asked_about_it() -> None:
    told = asked_to_tag().chose("tag_release", tag="v2").started()
    assert list(told.cancelled().thread.calls) == ["t1-5"]
    lost = told.lost("t1-5")
    assert {call.state for call in lost.cancelled().thread.calls.values()} == {"unknown", "question"}
    assert not lost.cancelled().answered("olive", "it happened", call=lost.last).thread.calls


def test_eng16_a_message_reopens_a_finished_thread_and_no_cancelled_one() -> None:
    assert log().opened().said("x").done().thread.ended == "finished"
    assert log().opened().said("x").done().said("one more").thread.ended is None
    assert log().opened().said("x").cancelled().said("one more").thread.ended == "cancelled"


def test_eng16_a_message_that_came_while_the_agent_chose_to_be_done_is_not_lost() -> None:
    told = log().opened().said("x")
    seen = told.thread.seq
    crossed = told.said("wait, also v2!").done(heard=seen)
    assert crossed.thread.ended is None
    assert crossed.thread.news > crossed.thread.heard


def test_who_stops_a_thread_stops_what_did_not_run() -> None:
    told = asked_to_tag().paused().voted("olive").chose("tag_release", tag="v2").asked().halted()
    stopped = told.answered("olive", "stop")
    assert stopped.thread.ended == "finished"
    assert {call.state for call in stopped.thread.calls.values()} == {"asked"}


def test_f5_2_a_fork_drops_what_is_open_and_starts_paused() -> None:
    told = asked_to_tag().slept(hours=1).chose("tag_release", tag="v2").started()
    forked = told.happened(e.Forked(source="t0", at=9, by="olive")).thread
    assert (forked.calls, forked.owed, forked.sleeping, forked.paused) == ({}, {}, None, True)
    assert forked.news == forked.seq


def test_f5_2_a_fork_of_a_finished_thread_waits_for_a_word() -> None:
    forked = log().opened().said("x").done().happened(e.Forked(source="t0", at=5, by="olive")).thread
    assert forked.ended == "finished"
    assert forked.news <= forked.heard


def test_sleep_and_what_ends_it() -> None:
    told = log().opened().said("x").slept(hours=1)
    assert told.thread.sleeping is not None
    assert not told.thread.calls
    assert told.happened(e.Woke()).thread.sleeping is None
    assert told.happened(e.Woke()).thread.news == told.thread.seq + 1
    assert told.said("hey").thread.sleeping is None


def test_slk22_a_delivery_is_owed_until_it_is_taken_or_given_up() -> None:
    told = asked_to_tag().asked(routes=(SLACK, MAIL))
    seq = told.thread.seq
    slack, mail = f"t1.{seq}.slack.{SLACK.address}", f"t1.{seq}.email.{MAIL.address}"
    assert list(told.thread.owed) == [slack, mail]
    assert {owed.delivery.kind for owed in told.thread.owed.values()} == {"approval"}
    taken = told.happened(e.Delivered(delivery=slack, reference="1.2"))
    assert list(taken.thread.owed) == [mail]
    later = taken.happened(e.DeliveryFailed(delivery=mail, error="4.7.0", attempt=1, retry_at=NOON))
    assert (later.thread.owed[mail].retry_at, later.thread.owed[mail].attempt) == (NOON, 1)
    assert later.thread.owed[mail].delivery == taken.thread.owed[mail].delivery
    assert not later.happened(e.DeliveryFailed(delivery=mail, error="5.1.1", attempt=2)).thread.owed
    assert later.happened(e.DeliveryFailed(delivery="t1.9.x.y", error="?", retry_at=NOON)).thread.owed.keys() == {mail}


def test_what_is_said_is_owed_where_it_is_to_be_heard() -> None:
    told = asked_to_tag().happened(e.Said(call="t1-3", text="x", routes=(SLACK,)))
    assert [(owed.delivery.kind, owed.delivery.route) for owed in told.thread.owed.values()] == [("said", SLACK)]


def test_the_agent_hears_of_a_request_that_nobody_could_be_told_of_while_it_is_open() -> None:
    told = asked_to_tag().asked(routes=(SLACK,))
    (owed,) = told.thread.owed
    lost = told.happened(e.DeliveryFailed(delivery=owed, error="token_revoked", call=told.last))
    assert lost.thread.news == lost.thread.seq
    assert lost.thread.calls[told.last].state == "asked"
    late = told.voted("olive").happened(e.DeliveryFailed(delivery=owed, error="x", call="t1-99"))
    assert late.thread.news < late.thread.seq


def test_a_model_call_says_which_pieces_are_kept() -> None:
    chosen = e.StepChosen(
        call="t1-3",
        intent="reply",
        arguments="{}",
        heard=2,
        model=model_call(7, seen=((1, 2), (5, 9)), renderer="json-1"),
    )
    thread = log().opened().said("x").happened(chosen).thread
    assert (thread.model_calls, thread.shown, thread.renderer) == (7, 9, "json-1")


def test_deliveries_and_reads_are_no_news_to_the_model() -> None:
    told = log().opened().said("x").replied()
    for event in (
        e.Delivered(delivery="d"),
        e.Paused(by="o"),
        e.Resumed(by="o"),
        e.LimitReached(limit="steps", detail="", question="q"),
    ):
        assert told.happened(event).thread.news == told.thread.news


def test_the_errors_that_are_remembered_are_bounded() -> None:
    failures = [e.RecordedEvent(n, n, e.ToolFailed(call="c", intent="i", error="x")) for n in range(1, 3_001)]
    thread = fold_events(Thread(id="t1"), failures)
    assert len(thread.failed) == MAX_ERRORS
    assert thread.errors == {"i": 3_000}
