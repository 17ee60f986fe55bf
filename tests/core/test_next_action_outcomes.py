"""A call without a known outcome is looked into and never run again by itself."""

from datetime import timedelta
from typing import Any

import pytest

from bot.core import events as e
from bot.core.next_action import describe_status
from bot.core.next_action_types import (
    ChooseStep,
    Idle,
    RecheckCall,
    RecoverCall,
    RunCall,
    SettleCall,
)
from tests.core.thread_log import ThreadLog, asked_to_tag, log


@pytest.mark.parametrize("then", [lambda log: log, ThreadLog.paused, ThreadLog.cancelled])
def test_eng02_a_start_without_an_end_is_looked_into_also_when_paused_or_cancelled(then: Any) -> None:
    told = then(asked_to_tag().voted("olive").started())
    assert told.needs == RecoverCall(told.call())


def test_eng02_an_unknown_outcome_is_never_run_again_by_itself() -> None:
    told = asked_to_tag().voted("olive").started().lost()
    assert told.needs == Idle()
    assert told.after(days=300).needs == Idle()
    assert told.after(days=300).said("do it!").needs == ChooseStep()
    assert describe_status(told.thread) == "waiting"
    settled = told.answered("olive", "it did not happen")
    assert settled.types[-3:] == ["Answered", "QuestionSettled", "OutcomeSettled"]
    assert not settled.thread.calls
    assert settled.needs == ChooseStep()


def test_eng03_a_late_result_is_recorded_and_told() -> None:
    told = asked_to_tag().voted("olive").started().lost().answered("olive", "it did not happen").replied()
    late = told.finished_tool("it did happen", call="t1-3")
    assert late.needs == ChooseStep()


STOPPED = e.Finished(by="olive")


def test_out3_what_runs_in_a_stopped_thread_is_looked_into_and_never_withdrawn() -> None:
    started = asked_to_tag().voted("olive").started().happened(STOPPED)
    assert describe_status(started.thread) == "finished"
    assert started.needs == RecoverCall(started.call())


def test_out3_the_question_how_it_ended_outlives_a_stop_and_can_be_answered() -> None:
    open_question = asked_to_tag().voted("olive").started().lost()
    lost = open_question.happened(STOPPED)
    assert lost.needs == Idle()
    assert lost.after(days=300).needs == Idle()
    told = lost.answered("olive", "it happened", call=open_question.last)
    assert told.types[-3:] == ["Answered", "QuestionSettled", "OutcomeSettled"]
    assert not told.thread.calls
    assert told.needs == Idle()


def test_out3_every_other_question_of_a_stopped_thread_is_withdrawn() -> None:
    told = log().opened().said("x").questioned().happened(STOPPED)
    assert told.needs == SettleCall(told.call(), "withdrawn", "The thread was stopped.")


@pytest.mark.parametrize(
    "then", [lambda log: log, ThreadLog.paused, ThreadLog.cancelled, lambda log: log.happened(STOPPED)]
)
def test_out1_an_outcome_that_waits_for_its_probe_rests_until_then(then: Any) -> None:
    started = asked_to_tag().voted("olive").started()
    at = started.now + timedelta(minutes=2)
    missed = e.EffectNotFound(call=started.last, attempt=1, detail="no tag", look_at=at)
    told = then(started.happened(missed))
    assert told.needs == Idle(at)
    assert told.after(minutes=2).needs == RecoverCall(told.call())
    assert told.happened(e.ToolStarted(call=told.last, attempt=2)).needs == RecoverCall(
        told.happened(e.ToolStarted(call=told.last, attempt=2)).call()
    )


def test_out1_the_thread_goes_on_while_an_outcome_waits_for_its_probe() -> None:
    started = asked_to_tag().voted("olive").started()
    missed = e.EffectNotFound(call=started.last, attempt=1, detail="no tag", look_at=started.now + timedelta(hours=1))
    told = started.happened(missed).said("and?")
    assert told.needs == ChooseStep()
    other = told.chose("list_tags", limit=1)
    assert other.needs == RunCall(other.call())


@pytest.mark.parametrize(
    "then", [lambda log: log, ThreadLog.paused, ThreadLog.cancelled, lambda log: log.happened(STOPPED)]
)
def test_out1_what_is_said_not_to_have_happened_is_looked_at_once_more(then: Any) -> None:
    started = asked_to_tag().voted("olive").started()
    at = started.now + timedelta(minutes=9)
    failed = e.ToolFailed(call="t1-3", intent="tag_release", error="no tag", look_at=at)
    told = then(started.happened(failed).replied())
    assert not told.thread.calls
    assert told.needs == Idle(at)
    due = told.after(minutes=9)
    assert due.needs == RecheckCall(told.thread.rechecks["t1-3"])
    missed = due.happened(e.EffectNotFound(call="t1-3", attempt=1, detail="no tag", look_at=at + timedelta(hours=1)))
    assert missed.needs == Idle(at + timedelta(hours=1))
    last = due.happened(e.EffectNotFound(call="t1-3", attempt=1, detail="no tag"))
    assert last.needs == Idle()
    late = due.happened(e.OutcomeSettled(call="t1-3", happened=True, by="probe"))
    assert not late.thread.rechecks
    assert isinstance(late.needs, ChooseStep | Idle)


def test_out1_a_fork_looks_at_nothing_of_its_source() -> None:
    started = asked_to_tag().voted("olive").started()
    failed = e.ToolFailed(call="t1-3", intent="tag_release", error="no", look_at=started.now + timedelta(minutes=9))
    told = started.happened(failed, e.Forked(source="t0", at=9, by="olive")).after(hours=1)
    assert told.needs == Idle()
    assert not told.thread.rechecks


def test_out1_the_process_of_an_earlier_try_is_not_taken_for_that_of_the_next() -> None:
    started = asked_to_tag().voted("olive").started()
    noted = e.ToolProcessStarted(call=started.last, attempt=1, host="h", process_group=7)
    told = started.happened(noted)
    assert told.call().process == noted
    again = told.started()
    assert again.call().process is None
    assert again.happened(noted).call().process is None
