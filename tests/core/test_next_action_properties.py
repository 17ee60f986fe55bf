"""The next action of a thread at the edges: the exact moment, the last token, and the actions that a hold allows."""

from datetime import timedelta

from bot.core import events as e
from bot.core.agent import AgentLimits, Tool
from bot.core.base_types import from_micros
from bot.core.next_action import describe_status, find_next_action, has_lapsed
from bot.core.next_action_types import (
    AskApprovers,
    ChooseStep,
    HaltThread,
    Idle,
    NextAction,
    RecheckCall,
    RecoverCall,
    SettleCall,
    WakeThread,
)
from bot.core.people import PeopleDirectory
from tests.core.test_holds import at, hold
from tests.core.thread_log import (
    AGENT,
    NOON,
    PEOPLE,
    TWO_OF_THREE,
    ListTags,
    TagRelease,
    ThreadLog,
    _ran,
    agent,
    asked_to_tag,
    log,
)

UNGATED = agent(tools=(Tool(step=TagRelease, run=_ran, writes=False), Tool(step=ListTags, run=_ran)))


def held(told: ThreadLog, people: PeopleDirectory = PEOPLE, minutes: float = 5) -> NextAction:
    """The next action while a hold over everything is active since noon."""
    return find_next_action(told.thread, told.agent, people, at(minutes), [hold()])


def test_llm17_the_last_token_of_a_budget_is_one_too_many() -> None:
    told = (
        log(agent(limits=AgentLimits(tokens=500))).opened().said("x").chose("list_tags", tokens=500, limit=1).started()
    )
    assert told.finished_tool().needs == HaltThread("tokens", "500 tokens were used since a person last spoke")


def test_llm20_who_is_asked_too_often_reads_how_often() -> None:
    told = log(agent(limits=AgentLimits(asks=2))).opened().said("x")
    for n in range(2):
        told = told.chose("tag_release", tag=f"v{n}").asked().settled("withdrawn")
    assert told.needs == HaltThread("asks", "people were asked 2 times since one of them last spoke in the thread")


def test_f8_3_a_sleeper_wakes_at_the_very_moment() -> None:
    told = log().opened().said("x").slept(hours=24)
    assert told.thread.sleeping is not None
    assert find_next_action(told.thread, AGENT, PEOPLE, told.thread.sleeping) == WakeThread()


def test_llm19_a_model_is_asked_again_at_the_very_moment() -> None:
    later = NOON + timedelta(minutes=5)
    told = log().opened().said("x").refused(kind="unavailable", retry_at=later)
    assert find_next_action(told.thread, AGENT, PEOPLE, later) == ChooseStep()


def test_out1_a_probe_is_due_at_the_very_moment() -> None:
    started = asked_to_tag().voted("olive").started()
    look_at = NOON + timedelta(minutes=7)
    told = started.happened(e.EffectNotFound(call="t1-3", attempt=1, detail="not there", look_at=look_at))
    assert find_next_action(told.thread, AGENT, PEOPLE, look_at) == RecoverCall(told.call("t1-3"))
    failed = told.happened(e.ToolFailed(call="t1-3", intent="tag_release", error="no", look_at=look_at))
    (again,) = failed.thread.rechecks.values()
    assert find_next_action(failed.thread, AGENT, PEOPLE, look_at) == RecheckCall(again)


def test_silence_is_told_as_what_it_is() -> None:
    told = asked_to_tag().after(hours=5)
    assert told.needs == SettleCall(told.call(), "expired", "Nobody decided in time. Silence is not consent.")


def test_gate4_a_lapsed_approval_says_until_when_it_held() -> None:
    approved = asked_to_tag().voted("olive")
    assert approved.call().lapses_at == from_micros(approved.call().approved or 0) + timedelta(hours=4)
    late = has_lapsed(approved.call(), approved.now + timedelta(hours=4))
    assert late == "The approval of tag_release was not used by 21 Nov 2026, 16:00 UTC, so it has lapsed."


def test_gate7_a_rejection_that_is_due_is_settled_under_a_hold_and_an_approval_is_not() -> None:
    """A vote that became enough by itself, as when a person who could have outvoted it left."""
    minds = agent(TWO_OF_THREE.model_copy(update={"veto": False}))
    told = asked_to_tag(minds).voted("olive", "reject")
    left = PeopleDirectory(people={id: each for id, each in PEOPLE.people.items() if id != "ines"})
    due = held(told, left)
    assert isinstance(due, SettleCall)
    assert due.verdict == "rejected"
    one = asked_to_tag().voted("olive")
    asked = one.call()._replace(state="asked")
    thread = one.thread._replace(calls={asked.id: asked})
    assert find_next_action(thread, AGENT, PEOPLE, at(5)) == SettleCall(asked, "approved")
    assert isinstance(find_next_action(thread, AGENT, PEOPLE, at(5), [hold()]), Idle)


def test_gate7_that_too_few_may_decide_is_not_said_under_a_hold() -> None:
    nobody = PeopleDirectory(people={"rita": PEOPLE.people["rita"]})
    told = asked_to_tag()
    assert isinstance(held(told, nobody), Idle)
    due = find_next_action(told.thread, AGENT, nobody, at(5))
    assert isinstance(due, SettleCall)
    assert due.verdict == "undeliverable"


def test_gate4_what_lapsed_is_asked_anew_also_when_its_tool_lost_its_policy() -> None:
    approved = asked_to_tag().voted("olive").after(hours=5)
    call = approved.call()
    lapsed = approved.happened(e.ApprovalLapsed(call=call.id, digest=call.digest, reason="late")).by(UNGATED)
    assert lapsed.needs == AskApprovers(lapsed.call())


def test_the_status_of_what_is_held_or_not_known() -> None:
    told = log().opened().said("x")
    assert describe_status(told.thread.apply_holds([hold()])) == "paused"
    lost = asked_to_tag().voted("olive").started().lost()
    unknown = lost.thread._replace(calls={"t1-3": lost.call("t1-3")})
    assert (unknown.calls["t1-3"].state, describe_status(unknown)) == ("unknown", "waiting")


def test_what_settles_by_itself_gives_no_reason() -> None:
    assert SettleCall(asked_to_tag().call(), "rejected").reason == ""
