"""Calls whose tool or policy changed after they were asked about are asked about anew."""

from typing import Any

import pytest

from bot.core.agent import Tool
from bot.core.errors import CountersignError
from bot.core.next_action import is_current
from bot.core.next_action_types import (
    AskApprovers,
    ChooseStep,
    Idle,
    RunCall,
    SettleCall,
)
from bot.core.policy import Policy
from tests.core.next_action_cases import STRICTER, versioned
from tests.core.thread_log import (
    AGENT,
    PEOPLE,
    RELEASE,
    TWO_OF_THREE,
    ListTags,
    TagRelease,
    _ran,
    agent,
    asked_to_tag,
    log,
)


@pytest.mark.parametrize(
    ("changed", "test_id"),
    [
        (versioned("2"), "LLM24"),
        (STRICTER, "LLM25"),
        (agent(Policy()), "LLM25"),
        (agent(RELEASE.model_copy(update={"edits": False})), "LLM25"),
    ],
)
def test_llm24_llm25_what_changed_after_asking_is_asked_anew(changed: Any, test_id: str) -> None:
    old = asked_to_tag(versioned("1") if test_id == "LLM24" else AGENT)
    told = old.by(changed)
    assert not is_current(told.call(), changed, PEOPLE)
    assert told.needs == AskApprovers(told.call())
    anew = told.asked()
    assert anew.call().digest != old.call().digest
    assert old.call().digest in anew.call().stale
    assert isinstance(anew.needs, SettleCall if changed.find_policy("tag_release") == Policy() else Idle)


def test_llm25_enough_votes_settle_nothing_when_the_policy_changed_meanwhile() -> None:
    told = asked_to_tag(STRICTER).voted("olive")
    (answered,) = told.decision_events("otto")[:1]
    due = told.happened(answered)
    assert isinstance(due.needs, SettleCall)
    changed = due.by(agent(TWO_OF_THREE.model_copy(update={"edits": False})))
    assert changed.needs == AskApprovers(changed.call())


def test_llm25_votes_from_before_the_change_do_not_count() -> None:
    told = asked_to_tag(STRICTER).voted("olive").by(AGENT)
    assert told.needs == AskApprovers(told.call())
    anew = told.asked()
    assert anew.call().votes == ()
    assert isinstance(anew.needs, Idle)
    assert anew.voted("olive").needs == RunCall(anew.voted("olive").call())


@pytest.mark.parametrize(
    ("before", "after"), [(versioned("1"), versioned("2")), (AGENT, STRICTER), (AGENT, agent(Policy()))]
)
def test_llm24_llm25_what_was_approved_before_the_change_does_not_run(before: Any, after: Any) -> None:
    told = asked_to_tag(before).voted("olive").by(after)
    assert told.needs == AskApprovers(told.call())
    anew = told.asked()
    assert anew.call().state == "asked"
    assert isinstance(anew.needs, SettleCall if after.find_policy("tag_release") == Policy() else Idle)


def test_llm24_while_paused_nothing_is_asked_anew() -> None:
    assert isinstance(asked_to_tag().paused().by(STRICTER).needs, Idle)


def test_llm25_a_request_stands_under_the_gate_it_was_asked_under_when_the_tool_lost_its_own() -> None:
    """The stricter wins; and asking anew under no gate at all would never end."""
    ungated = agent(tools=(Tool(step=TagRelease, run=_ran), Tool(step=ListTags, run=_ran)))
    told = asked_to_tag().by(ungated)
    assert isinstance(told.needs, Idle)
    assert told.voted("olive").needs == RunCall(told.voted("olive").call())
    assert isinstance(asked_to_tag(STRICTER).by(ungated).voted("olive").needs, Idle)


def test_a_request_for_a_tool_that_is_gone_is_superseded() -> None:
    without = agent(tools=(Tool(step=ListTags, run=_ran),))
    told = asked_to_tag().by(without)
    assert told.needs == SettleCall(told.call(), "superseded", "tag_release is no longer a tool of this agent.")
    assert told.settled("superseded").needs == ChooseStep()
    approved = asked_to_tag().voted("olive").by(without)
    assert not isinstance(approved.needs, RunCall)


def test_a_tool_that_got_a_gate_after_it_was_chosen_is_asked_about() -> None:
    told = log().opened().said("x").chose("list_tags", limit=1)
    gated = agent(
        tools=(
            Tool(step=TagRelease, run=_ran, writes=True, policy=RELEASE),
            Tool(step=ListTags, run=_ran, policy=RELEASE),
        )
    )
    assert told.needs == RunCall(told.call())
    assert told.by(gated).needs == AskApprovers(told.call())


@pytest.mark.parametrize("intent", ["drop_table", "reply", "sudo", "model", "Tag_release", "request_approval"])
def test_llm03_llm04_what_is_not_known_to_be_harmless_is_never_run_unasked(intent: str) -> None:
    told = log().opened().said("x").chose(intent, table="users")
    assert not isinstance(told.needs, RunCall)


def test_slk12_gate1_what_nobody_may_approve_ends_at_once() -> None:
    told = log().opened().said("x").chose("drop_table", table="users").asked()
    for person in PEOPLE.people:
        with pytest.raises(CountersignError, match=r"nobody may decide|not active"):
            told.decision_events(person)
    assert told.needs == SettleCall(
        told.call(), "undeliverable", "Its policy names no approver, so nobody may decide it."
    )
