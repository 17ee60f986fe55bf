"""Decisions and answers at the edges: their stored fields, the exact moment of expiry, and the text of each refusal."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from bot.core import events as e
from bot.core.decisions import (
    MAX_ANSWER,
    ApprovalDecision,
    QuestionAnswer,
    RequestClosed,
    answer_question,
    build_edit_form,
    decide_approval,
    find_awaited_question,
)
from bot.core.errors import Forbidden, FormComplaints, NotAnApprover, NotUnderstood
from bot.core.people import ApproverClause
from bot.core.policy import Policy, RejectOption
from tests.core.thread_log import PEOPLE, RELEASE, TWO_OF_THREE, ThreadLog, agent, asked_to_tag, log

TWO = agent(TWO_OF_THREE)
SECRET = "ghp_" + "a1B2" * 9


def approval(told: ThreadLog, **given: Any) -> ApprovalDecision:
    fields = {"call": told.last, "digest": told.call().digest, "decision": "approve", "person": "olive", "door": "web"}
    return ApprovalDecision.model_validate({**fields, "credential": "key:k1", **given})


def decided(told: ThreadLog, **given: Any) -> list[e.Event]:
    facts = given.pop("facts", ())
    return decide_approval(told.thread, approval(told, **given), told.agent, told.people, told.now, facts)


def test_gate3_a_vote_an_edit_and_a_rejection_keep_who_made_their_credential() -> None:
    told = asked_to_tag(TWO)
    for given in ({}, {"decision": "reject"}, {"arguments": '{"sha":"c0ffee","tag":"v2"}'}):
        voted = decided(told, makers=("ann",), **given)[0]
        assert isinstance(voted, e.Answered)
        assert (voted.makers, voted.credential, voted.door) == (("ann",), "key:k1", "web")
    approved = asked_to_tag().voted("olive")
    back = decided(approved, decision="take_back", makers=("ann",))[0]
    assert isinstance(back, e.Answered)
    assert (back.makers, back.decision) == (("ann",), "reject")


def test_gate3_an_answer_keeps_who_made_its_credential() -> None:
    told = log().opened().said("x").questioned()
    reply = QuestionAnswer(call=told.last, answer="v1", person="rita", door="web", credential="key:k1", makers=("ann",))
    answered = answer_question(told.thread, reply, PEOPLE, told.now)[0]
    assert isinstance(answered, e.Answered)
    assert answered.makers == ("ann",)


def test_gate3_who_voted_with_a_key_that_was_revoked_votes_anew() -> None:
    told = asked_to_tag(TWO)
    voted = told.happened(*decided(told))
    assert decided(voted) == []
    after = voted.among(PEOPLE.model_copy(update={"revoked": frozenset({"key:k1"})}))
    (again,) = decided(after, credential="key:k2")
    assert isinstance(again, e.Answered)


def test_llm06_an_approval_is_taken_back_for_its_own_digest_alone() -> None:
    approved = asked_to_tag().voted("olive")
    with pytest.raises(RequestClosed):
        decided(approved, decision="take_back", digest="0" * 64)
    with pytest.raises(RequestClosed):
        decided(approved, decision="take_back", person="otto")
    assert len(decided(approved, decision="take_back")) == 2


def test_llm07_no_edit_makes_a_call_one_that_is_open_in_its_thread() -> None:
    told = asked_to_tag().chose("tag_release", tag="v2", sha="c0ffee").asked()
    with pytest.raises(NotUnderstood, match=r"^The same call is open already: t1-3\. Decide that one"):
        told.voted("olive", edit={"tag": "v1", "sha": "c0ffee"})
    assert told.voted("olive", edit={"tag": "v3", "sha": "c0ffee"}).call().arguments == '{"sha":"c0ffee","tag":"v3"}'
    read = asked_to_tag().chose("list_tags", tag="v3", sha="c0ffee")
    assert read.voted("olive", call="t1-3", edit={"tag": "v3", "sha": "c0ffee"})


def test_gate5_an_edit_whose_facts_hold_a_secret_in_a_label_is_not_approved() -> None:
    fact = e.CallFact(label=SECRET, lines=("x",))
    with pytest.raises(Forbidden, match="The label of a fact holds a secret"):
        decided(asked_to_tag(), arguments='{"sha":"c0ffee","tag":"v2"}', facts=(fact,))


def test_each_refusal_of_a_decision_says_why() -> None:
    told = asked_to_tag()
    with pytest.raises(NotAnApprover, match=r"this: nobody by that name is known\."):
        told.decision_events("nobody")
    with pytest.raises(NotUnderstood, match="Arguments can only be changed by an approval, not by a rejection"):
        told.decision_events("olive", "reject", edit={"tag": "v2", "sha": "c0ffee"})
    with pytest.raises(NotUnderstood, match=r"^There is no option 'x'\. This request has none; write a reason"):
        told.decision_events("olive", "reject", option="x")
    with pytest.raises(FormComplaints, match="The edited arguments do not fit: "):
        told.decision_events("olive", edit="[")
    offering = RELEASE.model_copy(update={"reject_options": (RejectOption(name="late", text="Too late."),)})
    with pytest.raises(NotUnderstood, match="There are: late"):
        asked_to_tag(agent(offering)).decision_events("olive", "reject", option="x")
    same = agent(RELEASE.model_copy(update={"edits": "by_another"}))
    with pytest.raises(NotUnderstood, match=r"^These are the present arguments, so nothing was proposed"):
        asked_to_tag(same).decision_events("olive", edit={"tag": "v1", "sha": "c0ffee"})


def test_a_word_that_was_not_typed_is_asked_for_without_quoting_one() -> None:
    told = asked_to_tag(agent(Policy(approvers=(ApproverClause(people=("olive",)),), irreversible=True, typed="tag")))
    with pytest.raises(NotUnderstood) as refused:
        told.decision_events("olive")
    assert str(refused.value).endswith("type exactly this: v1")
    with pytest.raises(NotUnderstood, match=r"^You typed 'v2'\. tag_release"):
        told.decision_events("olive", confirmation="v2")


def test_a_reason_has_two_thousand_characters_at_most() -> None:
    told = asked_to_tag()
    assert decided(told, decision="reject", reason="x" * 2_000)
    with pytest.raises(ValidationError):
        approval(told, reason="x" * 2_001)
    assert approval(told).reason == approval(told).confirmation == ""


def test_a_tool_that_is_gone_has_no_form_and_takes_no_edit() -> None:
    told = asked_to_tag()
    gone = told.call()._replace(intent="gone")
    with pytest.raises(NotUnderstood, match="gone is no longer a tool of deploybot"):
        build_edit_form(gone, told.agent)


def test_eng15_at_the_very_moment_of_its_expiry_no_answer_counts() -> None:
    told = log().opened().said("x").questioned(expires=timedelta(hours=1))
    reply = QuestionAnswer(call=told.last, answer="v1", person="rita", door="web", credential="session")
    expires = told.call().expires_at
    assert expires is not None
    (late,) = answer_question(told.thread, reply, PEOPLE, expires)
    assert late == e.QuestionSettled(call=told.last, verdict="expired")
    assert len(answer_question(told.thread, reply, PEOPLE, told.now + timedelta(minutes=59))) == 2


def test_who_may_not_answer_is_named() -> None:
    told = log().opened().said("x").questioned()
    with pytest.raises(NotAnApprover, match=r"^Sven may not decide this: only .* may answer"):
        told.reply("sven", "v1")
    with pytest.raises(NotAnApprover, match=r"^mallory may not decide"):
        told.reply("mallory", "v1")


def test_an_answer_may_be_as_long_as_it_may_be() -> None:
    told = log().opened().said("x").questioned()
    assert told.reply("rita", "x" * MAX_ANSWER)
    with pytest.raises(NotUnderstood, match=f"The answer has {MAX_ANSWER + 1} characters; {MAX_ANSWER} is the most"):
        told.reply("rita", "x" * (MAX_ANSWER + 1))


def test_an_answer_that_is_none_of_the_choices_is_quoted_with_them() -> None:
    told = log().opened().said("x").questioned(format="yes_no")
    with pytest.raises(NotUnderstood, match=r"^The answer 'maybe' is not one of: yes, no\.$"):
        told.reply("rita", "maybe")


def test_a_persons_next_words_answer_the_one_question_that_asks_them_for_words() -> None:
    rita, sven = PEOPLE.people["rita"], PEOPLE.people["sven"]
    told = log().opened().said("x").questioned()
    assert find_awaited_question(told.thread, rita, told.now) == "t1-3"
    assert find_awaited_question(told.thread, sven, told.now) is None
    expires = told.call().expires_at
    assert expires is not None
    assert find_awaited_question(told.thread, rita, expires) is None
    assert find_awaited_question(told.thread, rita, told.now + timedelta(minutes=59)) == "t1-3"
    assert find_awaited_question(told.questioned("And where?").thread, rita, told.now) is None
    choice = told.questioned("Go on?", format="yes_no", to=ApproverClause(people=("rita",)))
    assert find_awaited_question(choice.thread, rita, told.now) == "t1-3"
    assert find_awaited_question(log().opened().said("x").questioned(format="yes_no").thread, rita, told.now) is None
    assert find_awaited_question(log().opened().said("x").halted().thread, rita, told.now) is None
    endless = log().opened().said("x").questioned(expires=None)
    assert find_awaited_question(endless.thread, rita, endless.now + timedelta(days=900)) == "t1-3"
