"""What a step of the house becomes the moment it is chosen."""

from datetime import timedelta
from typing import Any

import pytest

from bot.core import events as e
from bot.core.canonical import digest
from bot.core.consequence import QUESTION_EXPIRES, audience, consequence, halted, unknown
from bot.core.effects import Halt
from bot.core.errors import NotAnApprover
from bot.core.people import Clause
from bot.core.steps import AskHuman, Done, NothingToDo, Reply, Step, Wait, Withdraw

from .threads import NOON, Log, agent, asked_to_tag, log

SAID = log().opened().said("x")


def follows(told: Log, step: Step) -> list[e.Event]:
    return consequence(step, told.thread, told.agent, NOON)


def refusal(told: Log, step: Step) -> str:
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
def test_a_step_of_the_house_has_its_consequence(step: Step, events: list[e.Event]) -> None:
    assert follows(SAID, step) == events


@pytest.mark.parametrize("step", [Done(message="Done."), NothingToDo(why="x")])
@pytest.mark.parametrize("told", [asked_to_tag(), SAID.questioned(), asked_to_tag().voted("olive").started().lost()])
def test_nobody_is_done_while_something_is_open(step: Step, told: Log) -> None:
    assert "Requests are still open: t1-3" in refusal(told, step)


def test_a_question_goes_to_who_asked_and_to_the_owners_and_has_an_end() -> None:
    (asked,) = follows(SAID, AskHuman(question="Which?", choices=("ignored",)))
    assert isinstance(asked, e.QuestionAsked)
    assert asked.to == Clause(people=("olive", "rita"))
    assert (asked.expires_at, asked.choices) == (NOON + QUESTION_EXPIRES, ())


def test_out3_owners_that_are_a_group_only_are_asked_and_the_requester_beside_them() -> None:
    owned = log(agent(owners=Clause(groups=("security",)))).opened().said("x")
    assert audience(owned.thread, owned.agent) == Clause(people=("rita",), groups=("security",))
    unknown_sender = log(agent(owners=Clause(groups=("security",)))).opened(requester=None).said("x", by=None)
    (asked,) = follows(unknown_sender, AskHuman(question="Which?"))
    assert isinstance(asked, e.QuestionAsked)
    assert asked.to == Clause(groups=("security",))
    told = unknown_sender.chose("ask_human", question="Which?").happened(asked)
    assert told.answered("sven", "v1", call=asked.call).types[-1] == "QuestionSettled"
    with pytest.raises(NotAnApprover):
        told.answered("olive", "v1", call=asked.call)


def test_slk12_a_question_to_nobody_is_refused() -> None:
    lonely = log(agent(owners=Clause())).opened(requester=None).said("x", by=None)
    assert audience(lonely.thread, lonely.agent) == Clause()
    assert "nobody whom this agent may ask" in refusal(lonely, AskHuman(question="Which?"))


@pytest.mark.parametrize("choices", [(), ("one",), ("same", "same")])
def test_a_choice_of_fewer_than_two_is_refused(choices: tuple[str, ...]) -> None:
    step = AskHuman(question="Which?", format="multiple_choice", choices=choices)
    assert "at least two different choices" in refusal(SAID, step)


@pytest.mark.parametrize(
    ("told", "kind"), [(asked_to_tag(), e.ApprovalSettled), (SAID.questioned(), e.QuestionSettled)]
)
def test_an_agent_takes_back_what_it_asked(told: Log, kind: type[Any]) -> None:
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
def test_llm17_an_agent_takes_back_nothing_else_and_no_question_of_the_house(told: Log, call: str) -> None:
    assert "no open request" in refusal(told, Withdraw(call=call, why="x"))


def test_a_limit_asks_the_owners_and_the_ids_fit() -> None:
    told = SAID.happened(*halted(Halt("steps", "enough"), SAID.thread, SAID.agent, NOON))
    (call,) = told.thread.calls.values()
    assert told.thread.halted == call.id == "t1-4"
    assert call.question is not None
    assert (call.question.purpose, call.question.choices) == ("limit", ("go on", "stop"))
    assert not told.answered("olive", "stop").thread.calls


def test_eng02_an_unknown_outcome_asks_a_person_and_never_expires() -> None:
    started = asked_to_tag().voted("olive").started()
    told = started.happened(*unknown(started.call(), "no end", started.thread, started.agent, NOON))
    question = told.call()
    assert question.question is not None
    assert (question.question.about, question.expires_at) == ("t1-3", None)
    assert not told.answered("olive", "it happened").thread.calls


def test_a_question_digest_names_its_thread() -> None:
    (asked,) = follows(SAID, AskHuman(question="Which?"))
    assert isinstance(asked, e.QuestionAsked)
    assert len(asked.digest) == len(
        digest(thread="", call="", tool="", tool_version="", arguments="", policy_version="")
    )
