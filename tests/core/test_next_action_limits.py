"""A thread stops at its limits of steps, tokens, questions and failures, and goes on when a person answers."""

from datetime import timedelta

from bot.core import events as e
from bot.core.agent import AgentLimits
from bot.core.next_action import describe_status
from bot.core.next_action_types import (
    ChooseStep,
    HaltThread,
    Idle,
    RunCall,
    SettleCall,
)
from tests.core.thread_log import ThreadLog, agent, asked_to_tag, log


def spent(steps: int) -> ThreadLog:
    told = log().opened().said("x")
    for _ in range(steps):
        told = told.read()
    return told


def test_llm17_steps_run_out() -> None:
    assert spent(9).needs == ChooseStep()
    need = spent(10).needs
    assert isinstance(need, HaltThread)
    assert (need.limit, need.detail) == ("steps", "10 steps were taken since a person last spoke")


def test_llm17_tokens_run_out() -> None:
    told = (
        log(agent(limits=AgentLimits(tokens=500))).opened().said("x").chose("list_tags", tokens=499, limit=1).started()
    )
    assert told.finished_tool().needs == ChooseStep()
    assert told.finished_tool().refused().needs == HaltThread(
        "tokens", "599 tokens were used since a person last spoke"
    )


def test_llm20_asks_run_out() -> None:
    told = log().opened().said("x")
    for n in range(5):
        told = told.chose("tag_release", tag=f"v{n}").asked().settled("withdrawn")
    need = told.needs
    assert isinstance(need, HaltThread)
    assert need.limit == "asks"


def test_llm16_three_unusable_answers_stop_the_agent() -> None:
    told = log().opened().said("x").refused().refused()
    assert told.needs == ChooseStep()
    why = "the model gave no answer that could be used 3 times in a row. The last time: no tool was called"
    assert told.refused("no tool was called.").needs == HaltThread("errors", why)
    answered = told.refused("no tool was called.", answer="Sure!").needs
    assert answered == HaltThread("errors", why, "The model answered: Sure!")
    assert told.refused(answer="Sure!").refused("It cannot be read.", kind="unavailable").thread.answered == ""


def test_f9_2_three_failures_of_one_tool_stop_the_agent() -> None:
    told = log().opened().said("x")
    for _ in range(3):
        told = told.chose("list_tags", limit=1).started().failed_tool()
    assert told.needs == HaltThread("errors", "list_tags failed 3 times in a row. The last time: no")


def test_a_halted_thread_rests_until_somebody_answers() -> None:
    halted = spent(10).halted()
    assert halted.needs == Idle(halted.call().expires_at)
    assert describe_status(halted.thread) == "waiting"
    assert halted.answered("olive", "go on").needs == ChooseStep()
    stopped = halted.answered("olive", "stop")
    assert stopped.needs == Idle()
    assert describe_status(stopped.thread) == "finished"


def test_silence_lifts_no_limit() -> None:
    """The question to the owners expires: the agent stays stopped until a person writes."""
    halted = spent(10).halted(expires=timedelta(hours=1)).after(hours=2)
    assert isinstance(halted.needs, SettleCall)
    expired = halted.happened(e.QuestionSettled(call=halted.last, verdict="expired"))
    assert expired.needs == Idle()
    assert expired.after(days=99).needs == Idle()
    assert describe_status(expired.thread) == "idle"
    assert expired.said("go on").needs == ChooseStep()


def test_a_message_lifts_the_limit_and_withdraws_its_question() -> None:
    told = spent(10).halted().said("go on")
    assert told.needs == SettleCall(told.call(), "withdrawn", "A person spoke; the agent goes on.")
    closed = told.happened(e.QuestionSettled(call=told.last, verdict="withdrawn"))
    assert closed.needs == ChooseStep()


def test_a_halted_thread_still_runs_what_is_approved() -> None:
    told = asked_to_tag().halted().voted("olive", call="t1-3")
    assert told.needs == RunCall(told.call("t1-3"))


def test_a_stopped_thread_withdraws_what_it_asked_for() -> None:
    told = asked_to_tag().halted().answered("olive", "stop")
    assert told.needs == SettleCall(told.call("t1-3"), "withdrawn", "The thread was stopped.")
    closed = told.settled("withdrawn", call="t1-3")
    assert closed.needs == Idle()
