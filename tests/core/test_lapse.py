"""GATE4 as tables: how long an approval and a vote hold, and that nothing of before counts when people are asked anew."""

from datetime import timedelta

import pytest

from bot.core import events as e
from bot.core.next_action import has_lapsed
from bot.core.next_action_types import AskApprovers, Idle, LapseApproval, RunCall
from bot.core.policy import Policy, renew_version
from tests.core.thread_log import RELEASE, TWO_OF_THREE, ThreadLog, agent, asked_to_tag


def log(**policy: object) -> ThreadLog:
    return asked_to_tag(agent(RELEASE.model_copy(update=policy)))


def lapsed(told: ThreadLog) -> ThreadLog:
    call = told.call()
    return told.happened(e.ApprovalLapsed(call=call.id, digest=call.digest, reason="late"))


@pytest.mark.parametrize(
    ("policy", "hours"),
    [
        ({}, 4),
        ({"valid_for": timedelta(hours=1)}, 1),
        ({"expires_after": timedelta(hours=9)}, 9),
        ({"expires_after": None, "valid_for": timedelta(hours=2)}, 2),
        ({"expires_after": timedelta(hours=1), "valid_for": timedelta(hours=8)}, 8),
    ],
)
def test_gate4_how_long_an_approval_holds(policy: dict[str, object], hours: int) -> None:
    approved = log(**policy).voted("olive")
    assert approved.needs == RunCall(approved.call())
    just = approved.after(seconds=hours * 3600 - 60)
    assert (has_lapsed(approved.call(), just.now), just.needs) == ("", RunCall(approved.call()))
    late = approved.after(hours=hours)
    assert isinstance(late.needs, LapseApproval)
    assert late.needs.reason == has_lapsed(approved.call(), late.now)
    assert late.needs.reason.startswith("The approval of tag_release was not used by ")


def test_gate4_without_a_time_it_holds_for_ever() -> None:
    approved = log(expires_after=None).voted("olive").after(days=900)
    assert (approved.call().lapses_at, approved.needs) == (None, RunCall(approved.call()))


def test_gate4_only_an_approval_lapses() -> None:
    asked = log(expires_after=timedelta(hours=9), valid_for=timedelta(hours=1))
    assert (asked.call().lapses_at, asked.call().usable_until) == (None, None)
    assert isinstance(asked.after(hours=2).needs, Idle)
    started = asked.voted("olive").started()
    assert started.call().lapses_at is None
    assert started.call().usable_until == asked.voted("olive").call().lapses_at


def test_gate4_a_lapsed_call_is_asked_anew_under_another_digest_and_no_vote_counts() -> None:
    approved = log().voted("olive").after(hours=5)
    chosen = lapsed(approved)
    assert (chosen.call().state, chosen.call().votes, chosen.call().renewals) == ("chosen", (), 1)
    assert (chosen.call().approved, chosen.call().usable_until) == (None, None)
    assert chosen.needs == AskApprovers(chosen.call())
    assert lapsed(chosen).call() == chosen.call(), "only an approval lapses"


def test_gate4_a_digest_counts_how_often_people_were_asked() -> None:
    policy = Policy()
    assert [renew_version(policy, n) for n in (0, 1, 2)] == [
        policy.version,
        f"{policy.version}+1",
        f"{policy.version}+2",
    ]


def test_gate4_a_vote_is_as_fresh_as_an_approval_must_be() -> None:
    gated = agent(TWO_OF_THREE.model_copy(update={"expires_after": None, "valid_for": timedelta(hours=1)}))
    one = asked_to_tag(gated).voted("olive")
    call, at = one.call(), one.now
    assert [vote.person for vote in call.find_fresh_votes(at + timedelta(minutes=59))] == ["olive"]
    assert call.find_fresh_votes(at + timedelta(hours=1)) == ()
    assert one.after(hours=2).voted("otto").call().state == "asked"
    assert one.after(hours=2).voted("otto").voted("olive").call().state == "approved"
    both = one.voted("otto").call()
    assert (both.state, len(both.find_fresh_votes(at + timedelta(days=9)))) == ("approved", 2), "as they were then"
