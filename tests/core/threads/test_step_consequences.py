"""The events of a built-in step at the moment it is chosen."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.core import events as e
from bot.core.agent import Tool
from bot.core.canonical_json import compute_call_digest
from bot.core.card.call_targets import PreparedCall
from bot.core.errors import NotAnApprover
from bot.core.next_action_types import HaltThread
from bot.core.people import ApproverClause
from bot.core.policy import Policy
from bot.core.steps import AskField, AskHuman, Done, NothingToDo, Reply, Step, Wait, Withdraw
from bot.core.steps.questions import QUESTION_EXPIRES, choose_question_audience
from bot.core.threads.step_consequences import (
    ask_about_outcome,
    ask_approvers,
    cancel_requests,
    derive_step_events,
    halt_thread,
)
from tests.core.thread_log import NOON, PEOPLE, RELEASE, ListTags, ThreadLog, agent, asked_to_tag, log

SAID = log().opened().said("x")


def follows(told: ThreadLog, step: Step) -> list[e.Event]:
    return derive_step_events(step, told.thread, told.agent, NOON)


def refusal(told: ThreadLog, step: Step) -> str:
    (refused,) = follows(told, step)
    assert isinstance(refused, e.StepRefused)
    assert (refused.kind, refused.call) == ("impossible", told.thread.next_call)
    return refused.reason


@pytest.mark.parametrize(
    ("step", "events"),
    [
        (Reply(message="Hi.", go_on=True), [e.Said(call="t1-3", text="Hi.", go_on=True)]),
        (Done(message="Done."), [e.Said(call="t1-3", text="Done."), e.Finished(call="t1-3")]),
        (NothingToDo(why="spam"), [e.Finished(call="t1-3")]),
        (Wait(seconds=60, why="CI"), [e.Slept(call="t1-3", until=NOON + timedelta(minutes=1), why="CI")]),
    ],
)
def test_a_step_of_the_platform_has_its_consequence(step: Step, events: list[e.Event]) -> None:
    assert follows(SAID, step) == events


@pytest.mark.parametrize("step", [Done(message="Done."), NothingToDo(why="x")])
@pytest.mark.parametrize("told", [asked_to_tag(), SAID.questioned(), asked_to_tag().voted("olive").started().lost()])
def test_nobody_is_done_while_something_is_open(step: Step, told: ThreadLog) -> None:
    assert "Requests are still open: t1-3" in refusal(told, step)


def test_a_question_goes_to_who_asked_and_to_the_owners_and_has_an_end() -> None:
    (asked,) = follows(SAID, AskHuman(question="Which?", choices=("ignored",)))
    assert isinstance(asked, e.QuestionAsked)
    assert asked.to == ApproverClause(people=("olive", "rita"))
    assert (asked.expires_at, asked.choices) == (NOON + QUESTION_EXPIRES, ())


def test_out3_owners_that_are_a_group_only_are_asked_and_the_requester_beside_them() -> None:
    owned = log(agent(owners=ApproverClause(groups=("security",)))).opened().said("x")
    assert choose_question_audience(owned.thread, owned.agent.owners) == ApproverClause(
        people=("rita",), groups=("security",)
    )
    unknown_sender = log(agent(owners=ApproverClause(groups=("security",)))).opened(requester=None).said("x", by=None)
    (asked,) = follows(unknown_sender, AskHuman(question="Which?"))
    assert isinstance(asked, e.QuestionAsked)
    assert asked.to == ApproverClause(groups=("security",))
    told = unknown_sender.chose("ask_human", question="Which?").happened(asked)
    assert told.answered("sven", "v1", call=asked.call).types[-1] == "QuestionSettled"
    with pytest.raises(NotAnApprover):
        told.answered("olive", "v1", call=asked.call)


def test_slk12_a_question_to_nobody_is_refused() -> None:
    lonely = log(agent(owners=ApproverClause())).opened(requester=None).said("x", by=None)
    assert choose_question_audience(lonely.thread, lonely.agent.owners) == ApproverClause()
    assert "nobody whom this agent may ask" in refusal(lonely, AskHuman(question="Which?"))


@pytest.mark.parametrize("choices", [(), ("one",), ("same", "same")])
def test_a_choice_of_fewer_than_two_is_refused(choices: tuple[str, ...]) -> None:
    step = AskHuman(question="Which?", format="multiple_choice", choices=choices)
    assert "at least two different choices" in refusal(SAID, step)


@pytest.mark.parametrize(
    ("told", "kind"), [(asked_to_tag(), e.ApprovalSettled), (SAID.questioned(), e.QuestionSettled)]
)
def test_an_agent_takes_back_what_it_asked(told: ThreadLog, kind: type[Any]) -> None:
    ending, finished = follows(told, Withdraw(call="t1-3", why="not needed"))
    assert isinstance(ending, kind)
    assert ending.verdict == "withdrawn"
    assert finished == e.ToolFinished(call=told.thread.next_call, result="t1-3 is withdrawn.")


@pytest.mark.parametrize(
    ("told", "call"),
    [
        (SAID, "t1-3"),
        (asked_to_tag(), "t1-99"),
        (asked_to_tag(), ""),
        (asked_to_tag().voted("olive"), "t1-3"),
        (asked_to_tag().voted("olive").started(), "t1-3"),
        (asked_to_tag().voted("olive").started().lost(), "t1-3"),
        (asked_to_tag().voted("olive").started().lost(), "t1-9"),
        (SAID.halted(), "t1-4"),
    ],
)
def test_llm17_an_agent_takes_back_nothing_else_and_no_question_of_the_platform(told: ThreadLog, call: str) -> None:
    assert "no open request" in refusal(told, Withdraw(call=call, why="x"))


def test_a_limit_asks_the_owners_and_the_ids_fit() -> None:
    told = SAID.happened(*halt_thread(HaltThread("steps", "enough"), SAID.thread, SAID.agent, NOON))
    (call,) = told.thread.calls.values()
    assert told.thread.halted == call.id == "t1-4"
    assert call.question is not None
    assert (call.question.purpose, call.question.choices) == ("limit", ("go on", "stop"))
    assert not told.answered("olive", "stop").thread.calls


def test_eng02_an_unknown_outcome_asks_a_person_and_never_expires() -> None:
    started = asked_to_tag().voted("olive").started()
    told = started.happened(*ask_about_outcome(started.call(), "no end", started.thread, started.agent, NOON))
    question = told.call()
    assert question.question is not None
    assert (question.question.about, question.expires_at) == ("t1-3", None)
    assert not told.answered("olive", "it happened").thread.calls


def test_a_question_digest_names_its_thread() -> None:
    (asked,) = follows(SAID, AskHuman(question="Which?"))
    assert isinstance(asked, e.QuestionAsked)
    assert len(asked.digest) == len(
        compute_call_digest(thread="", call="", tool="", tool_version="", arguments="", policy_version="")
    )


def test_out3_an_approval_asks_for_this_call_under_the_gate_as_it_is() -> None:
    chosen = SAID.chose("tag_release", tag="v1", sha="c0ffee")
    tool, fact = chosen.agent.registry["tag_release"], e.CallFact(label="Commit", lines=("x",))
    call = chosen.call()

    def ask(tool: Tool[Step], *facts: e.CallFact) -> list[e.Event]:
        return ask_approvers(call, chosen.thread, tool, PreparedCall(facts), (), chosen.agent, PEOPLE, NOON)

    (asked,) = ask(tool, fact)
    assert asked == e.ApprovalAsked(
        call="t1-3",
        digest=compute_call_digest(
            thread="t1",
            call="t1-3",
            tool="tag_release",
            tool_version=tool.signature,
            arguments=call.arguments,
            policy_version=RELEASE.version,
        ),
        tool_version=tool.signature,
        policy=RELEASE,
        facts=(fact,),
        expires_at=NOON + timedelta(hours=4),
    )
    forever = replace(tool, policy=RELEASE.model_copy(update={"expires_after": None}))
    (asked,) = ask(forever)
    assert isinstance(asked, e.ApprovalAsked)
    assert asked.expires_at is None
    nobodys = replace(tool, policy=None)
    ungated = replace(tool, policy=None, writes=False)
    for nobody in (nobodys, ungated):
        asked, ended, told = ask(nobody)
        assert isinstance(asked, e.ApprovalAsked)
        assert asked.policy == Policy()
        why = "Its policy names no approver, so nobody may decide it."
        assert ended == e.ApprovalSettled(call="t1-3", digest=asked.digest, verdict="undeliverable", reason=why)
        assert isinstance(told, e.PeopleNotified)
        assert told.to == ("rita", "olive")


def question_digest(call: str, what: str) -> str:
    return compute_call_digest(
        thread="t1", call=call, tool="ask_human", tool_version="1", arguments=what, policy_version="question"
    )


def test_out3_a_question_says_all_that_the_step_says() -> None:
    step = AskHuman(
        question="Which?", context="Two are there.", urgency="high", format="multiple_choice", choices=("a", "b")
    )
    assert follows(SAID, step) == [
        e.QuestionAsked(
            call="t1-3",
            digest=question_digest("t1-3", step.write_arguments()),
            question="Which?",
            context="Two are there.",
            urgency="high",
            format="multiple_choice",
            choices=("a", "b"),
            to=ApproverClause(people=("olive", "rita")),
            expires_at=NOON + timedelta(days=7),
        )
    ]


def test_out3_a_form_has_the_fields_that_were_asked_for() -> None:
    fields = (
        AskField(name="tag", label="Tag", kind="text", choices=("ignored",), help="Such as v1."),
        AskField(name="to", label="To", kind="choice", choices=("a", "b"), required=False),
        AskField(name="also", label="Also", kind="choices", choices=("a",)),
    )
    (asked,) = follows(SAID, AskHuman(question="Fill in", format="form", fields=fields))
    assert isinstance(asked, e.QuestionAsked)
    tag, to, also = asked.fields
    assert (tag.name, tag.label, tag.kind, tag.choices, tag.blank, tag.help) == (
        "tag",
        "Tag",
        "text",
        (),
        None,
        "Such as v1.",
    )
    assert (to.choices, to.blank, to.required) == (("a", "b"), None, False)
    assert (also.choices, also.blank) == (("a",), [])
    (plain,) = follows(SAID, AskHuman(question="Fill in", fields=fields))
    assert isinstance(plain, e.QuestionAsked)
    assert plain.fields == ()


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ((), "form needs at least one field."),
        (
            (AskField(name="a", label="A", kind="text"), AskField(name="a", label="B", kind="text")),
            "Two fields of the form are called 'a': give each its own name.",
        ),
        ((AskField(name="a", label="A", kind="choice"),), "The field 'a' needs choices, all of them different."),
        (
            (AskField(name="a", label="A", kind="choices", choices=("x", "x")),),
            "The field 'a' needs choices, all of them different.",
        ),
    ],
)
def test_out3_a_form_that_nobody_could_fill_in_is_refused(fields: tuple[AskField, ...], why: str) -> None:
    assert refusal(SAID, AskHuman(question="Fill in", format="form", fields=fields)) == why


def test_out3_refusals_say_what_to_do() -> None:
    told = asked_to_tag().questioned()
    opened = ", ".join(told.thread.calls)
    assert refusal(told, Done(message="x")) == f"Requests are still open: {opened}. Reply, or withdraw them."
    assert refusal(told, NothingToDo(why="x")) == f"Requests are still open: {opened}. Withdraw or await them."
    unknown_call = "t" * 100
    assert refusal(told, Withdraw(call=unknown_call, why="x")) == f"There is no open request {'t' * 80!r} of yours."
    assert refusal(SAID, AskHuman(question="?", format="multiple_choice", choices=("a", "a"))) == (
        "multiple_choice needs at least two different choices."
    )
    lonely = log(agent(owners=ApproverClause())).opened(requester=None).said("x", by=None)
    assert refusal(lonely, AskHuman(question="Which?")) == (
        "There is nobody whom this agent may ask: no known requester and no owners."
    )
    (refused,) = follows(told, Done(message="x"))
    assert isinstance(refused, e.StepRefused)
    assert refused.heard == told.thread.heard


def test_out3_the_platforms_own_questions_say_what_they_are_about() -> None:
    reached, asked = halt_thread(HaltThread("steps", "10 steps were taken"), SAID.thread, SAID.agent, NOON)
    assert reached == e.LimitReached(limit="steps", detail="10 steps were taken", question="t1-4")
    text = "deploybot stopped: 10 steps were taken. Shall it go on?"
    platform: dict[str, Any] = {"format": "multiple_choice", "to": ApproverClause(people=("olive", "rita"))}
    assert asked == e.QuestionAsked(
        call="t1-4",
        digest=question_digest("t1-4", text),
        question=text,
        choices=("go on", "stop"),
        purpose="limit",
        expires_at=NOON + timedelta(days=7),
        **platform,
    )
    started = asked_to_tag().voted("olive").started()
    lost, asked = ask_about_outcome(started.call(), "git hung up", started.thread, started.agent, NOON)
    at = f"t1-{started.thread.seq + 2}"
    assert lost == e.OutcomeUnknown(call="t1-3", question=at, facts="git hung up")
    text = "tag_release was started and its end is not known. Did it happen?"
    assert asked == e.QuestionAsked(
        call=at,
        digest=question_digest(at, text),
        question=text,
        context="git hung up",
        choices=("it happened", "it did not happen"),
        purpose="outcome",
        about="t1-3",
        urgency="high",
        **platform,
    )


def test_out3_what_is_open_is_cancelled_with_its_person_and_reason_and_nothing_else_is() -> None:
    told = asked_to_tag().questioned().chose("list_tags", limit=1)
    approvals, questions = told.call("t1-3"), told.call("t1-5")
    assert cancel_requests(told.thread, "over", "sam") == [
        e.ApprovalSettled(call="t1-3", digest=approvals.digest, verdict="cancelled", by=("sam",), reason="over"),
        e.QuestionSettled(call=questions.id, verdict="cancelled", by="sam", answer="over"),
    ]
    assert follows(asked_to_tag(), Withdraw(call="t1-3", why="no need"))[0] == e.ApprovalSettled(
        call="t1-3", digest=approvals.digest, verdict="withdrawn", reason="no need"
    )
    approved = asked_to_tag().voted("olive")
    assert cancel_requests(approved.thread, "over", "sam") == []


def test_out3_a_step_that_is_a_tools_has_no_consequence_of_the_platform() -> None:
    assert follows(SAID, ListTags()) == []


def test_out3_who_asked_and_owns_is_asked_once() -> None:
    told = log(agent(owners=ApproverClause(people=("rita", "olive")))).opened().said("x")
    assert choose_question_audience(told.thread, told.agent.owners) == ApproverClause(people=("rita", "olive"))
