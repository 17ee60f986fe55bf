"""How an approved call went, folded from the log: on the request, on its card, and for every copy of that card."""

from typing import Any

import pytest

from bot.core import events as e
from bot.core.card.execution import CallExecution, fold_executions, limit_text
from bot.core.channel_messages import ChannelAddress, OutboundDelivery
from bot.core.request_views import Request, build_past_request
from bot.core.threads.thread import Thread
from tests.core.thread_log import PEOPLE, ThreadLog, asked_to_tag, log

HERE = ChannelAddress(channel="slack", address="T1/C1/1.0")


def request_in(log: ThreadLog, call: str) -> Request:
    found = build_past_request(call, Thread(id=log.id), log.recorded, PEOPLE)
    assert found is not None
    return found


def execution_in(log: ThreadLog, call: str) -> CallExecution | None:
    return request_in(log, call).execution


ASKED = asked_to_tag()
CALL = ASKED.last
APPROVED = ASKED.voted("olive")
STARTED = APPROVED.started()


def test_web5_the_status_follows_the_call() -> None:
    waiting = execution_in(APPROVED, CALL)
    assert waiting == CallExecution()
    running = execution_in(STARTED, CALL)
    assert running is not None
    assert (running.status, running.attempts, running.finished_at) == ("running", 1, None)
    again = execution_in(STARTED.started(), CALL)
    assert again is not None
    assert (again.status, again.attempts, again.started_at) == ("running", 2, running.started_at)
    done = STARTED.finished_tool("v1 is there.", call=CALL)
    assert execution_in(done, CALL) == CallExecution(
        status="done", result="v1 is there.", started_at=running.started_at, finished_at=done.now, attempts=1
    )
    failed = STARTED.failed_tool("The remote said no.", call=CALL)
    assert execution_in(failed, CALL) == CallExecution(
        status="failed", error="The remote said no.", started_at=running.started_at, finished_at=failed.now, attempts=1
    )
    lost = execution_in(STARTED.lost(CALL), CALL)
    assert lost is not None
    assert (lost.status, lost.error, lost.finished_at) == ("unknown", "no end in the log", None)


@pytest.mark.parametrize(
    ("happened", "by", "detail", "status", "words"),
    [
        (True, "olive", "", "done", "It happened, says Olive."),
        (False, "olive", "", "failed", "It did not happen, says Olive."),
        (True, "probe", "v1 is there.", "done", "v1 is there."),
        (False, "probe", "", "failed", "It did not happen, says the tool's own check."),
    ],
)
def test_web5_a_lost_outcome_that_is_found_says_by_whom(
    happened: bool, by: str, detail: str, status: str, words: str
) -> None:
    settled = STARTED.lost(CALL).happened(e.OutcomeSettled(call=CALL, happened=happened, by=by, detail=detail))
    found = execution_in(settled, CALL)
    assert found is not None
    assert (found.status, found.detail, found.finished_at) == (status, words, settled.now)


def test_web5_a_call_that_failed_before_its_start_was_never_started() -> None:
    failed = execution_in(APPROVED.failed_tool("v1 exists.", call=CALL), CALL)
    assert failed is not None
    assert (failed.status, failed.error, failed.started_at, failed.attempts) == ("failed", "v1 exists.", None, 0)


@pytest.mark.parametrize("ending", ["withdrawn", "rejected", "expired"])
def test_web5_what_was_not_approved_has_no_execution(ending: Any) -> None:
    settled = ASKED.happened(e.ApprovalSettled(call=CALL, digest=ASKED.call().digest, verdict=ending))
    assert execution_in(settled, CALL) is None


@pytest.mark.parametrize(
    ("event", "status", "why"),
    [
        (e.Cancelled(by="olive"), "cancelled", "The thread was cancelled."),
        (e.Finished(by="olive"), "cancelled", "The thread was stopped."),
        (
            e.ApprovalSettled(call=CALL, digest="", verdict="superseded", reason="The policy changed."),
            "superseded",
            "The policy changed.",
        ),
        (e.ApprovalSettled(call=CALL, digest="", verdict="rejected", by=("olive",)), "rejected", "It was rejected."),
    ],
    ids=["cancelled", "stopped", "superseded", "taken back"],
)
def test_web5_an_approval_that_ended_unused_says_that_it_never_ran(event: e.Event, status: str, why: str) -> None:
    request = request_in(APPROVED.happened(event), CALL)
    assert request.status == status
    assert request.execution is not None
    assert (request.execution.status, request.execution.words, request.execution.error) == (
        "not_started",
        "never started",
        why,
    )


@pytest.mark.parametrize("event", [e.Cancelled(by="olive"), e.Finished(by="olive")])
def test_out3_a_stop_does_not_undo_what_was_started(event: e.Event) -> None:
    stopped = STARTED.happened(event)
    request = request_in(stopped, CALL)
    assert (request.status, request.execution and request.execution.status) == ("approved", "running")
    done = execution_in(stopped.finished_tool("there", call=CALL), CALL)
    assert done is not None
    assert (done.status, done.result) == ("done", "there")


def test_web5_asked_anew_it_waits_again() -> None:
    superseded = APPROVED.happened(e.ApprovalSettled(call=CALL, digest="", verdict="superseded", reason="changed"))
    asked = superseded.happened(*[at.event for at in ASKED.recorded if isinstance(at.event, e.ApprovalAsked)])
    assert CALL not in fold_executions(asked.recorded, PEOPLE)


def test_web5_what_was_under_way_in_the_source_of_a_fork_is_not_under_way_in_the_copy() -> None:
    copied = STARTED.happened(e.Forked(source="t0", at=5, by="olive"))
    assert fold_executions(copied.recorded, PEOPLE) == {}


def test_web5_texts_are_without_secrets_and_limited_and_the_card_shows_them_escaped() -> None:
    secret = "ghp_" + "a1" * 18
    request = request_in(STARTED.finished_tool(f"token {secret} \u202e" + "x" * 5_000, call=CALL), CALL)
    assert request.execution is not None
    assert request.card.execution is not None
    assert secret not in request.execution.result
    assert "[secret sha256:" in request.execution.result
    assert len(request.execution.result) < 2_100
    assert request.execution.result.endswith("more characters in the thread]")
    assert "\u202e" not in request.card.execution.result
    assert "\\u{202e}" in request.card.execution.result
    assert len(request.card.execution.result) < 700


@pytest.mark.parametrize("before", [0, 1_990, 3_990, 7_990, 60_000])
@pytest.mark.parametrize("secret", ["ghp_" + "a1" * 100, 'password = "' + "s3cret " * 200 + '"'])
def test_web5_no_part_of_a_secret_is_shown_wherever_it_stands_in_a_long_result(before: int, secret: str) -> None:
    many = "-----BEGIN RSA PRIVATE KEY-----\n" + "k" * 1_500 + "\n-----END RSA PRIVATE KEY-----\n"
    end = f" {secret}{'y' * 9_000}"
    for result in ("x" * before + end, many * 5 + "x" * (before % 400) + end):
        shown = limit_text(result)
        assert len(shown) < 2_100
        assert not any(part in shown for part in ("a1a1a1", "s3cret", "kkk"))


def shown_in_slack(log: ThreadLog) -> ThreadLog:
    """The card of the request is in Slack, and nothing is owed any more."""
    asked = next(at for at in log.recorded if isinstance(at.event, e.ApprovalAsked))
    card = OutboundDelivery(thread=log.id, seq=asked.seq, kind="approval", route=HERE)
    return log.happened(e.Delivered(delivery=card.id, reference="1.5", shown=log.thread.seq))


STANDING = shown_in_slack(
    log().opened().said("release v1 please").chose("tag_release", tag="v1", sha="c0ffee").asked(routes=(HERE,))
)
RUNS = STANDING.voted("olive")
RUN = STANDING.last


def updates(log: ThreadLog) -> list[tuple[str, int]]:
    return [(one.delivery.kind, one.delivery.seq) for one in log.thread.owed.values()]


def delivered(log: ThreadLog) -> ThreadLog:
    """Everything that is owed is taken."""
    for id in list(log.thread.owed):
        log = log.happened(e.Delivered(delivery=id, shown=log.thread.seq))
    return log


@pytest.mark.parametrize(
    "then",
    [
        lambda log: log.started(RUN),
        lambda log: log.started(RUN).finished_tool(call=RUN),
        lambda log: log.started(RUN).failed_tool(call=RUN),
        lambda log: log.failed_tool(call=RUN),
        lambda log: log.started(RUN).happened(e.OutcomeUnknown(call=RUN, question="q", facts="?")),
        lambda log: log.started(RUN).happened(e.OutcomeSettled(call=RUN, happened=True, by="probe")),
        lambda log: log.happened(e.StepRefused(kind="changed", reason="gone", heard=1, call=RUN)),
        lambda log: log.cancelled(),
        lambda log: log.happened(e.Finished(by="olive")),
    ],
    ids=["started", "done", "failed", "failed early", "unknown", "settled", "refused", "cancelled", "stopped"],
)
def test_web5_every_copy_is_rewritten_when_the_execution_changes(then) -> None:  # type: ignore[no-untyped-def]
    quiet = delivered(RUNS)
    assert updates(quiet) == []
    after = then(quiet)
    assert updates(after) == [("update", after.thread.seq)], "once, from the latest state"
    assert after.thread.posted_cards, "a closed call's card is known until its last rewrite was taken"
    assert delivered(after).thread.owed == {}


def test_web5_a_card_is_forgotten_only_behind_its_last_rewrite() -> None:
    done = delivered(delivered(RUNS).started(RUN)).finished_tool(call=RUN)
    assert len(done.thread.posted_cards) == 1
    assert delivered(done).thread.posted_cards == ()


def test_web5_a_rewrite_that_is_on_its_way_when_the_call_ends_does_not_count_for_the_end() -> None:
    started = delivered(RUNS).started(RUN)
    (owed,) = started.thread.owed
    ended = started.finished_tool(call=RUN).happened(e.Delivered(delivery=owed, shown=started.thread.seq))
    assert [kind for kind, _ in updates(ended)] == ["update"]
    assert len(ended.thread.posted_cards) == 1
