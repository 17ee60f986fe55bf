"""DEL1: who may give a task to whom, what a child may use, and under whose rules it works: tables of pure functions."""

from datetime import timedelta
from typing import Any

import pytest

from bot.core import events as e
from bot.core.agent import Agent, AgentLimits, Tool
from bot.core.base_types import to_micros
from bot.core.delegation.child_threads import make_child_id
from bot.core.delegation.delegation_limits import find_cycle, find_limits, plan_task
from bot.core.delegation.delegation_settings import describe_wrong_delegates
from bot.core.delegation.stricter_agents import narrow_agent
from bot.core.next_action import find_next_action
from bot.core.next_action_types import (
    Idle,
    RecallTask,
    ReportTask,
    StartTask,
    StopTask,
)
from bot.core.people import ApproverClause, PeopleDirectory, Person
from bot.core.policy import Policy
from bot.core.steps import Delegate
from bot.core.threads.fold import fold_events
from bot.core.threads.thread import Thread
from tests.core.thread_log import NOON, ListTags, TagRelease, _ran
from tests.core.thread_log import agent as make_agent

PEOPLE = PeopleDirectory(
    people={
        name: Person(id=name, name=name.title(), groups=groups)
        for name, groups in {"ann": ("a",), "ben": ("b",), "abe": ("a", "b"), "sam": ()}.items()
    }
)
A, B = (Policy(approvers=(ApproverClause(groups=(group,)),)) for group in ("a", "b"))


def named(name: str, *delegates: str, **given: Any) -> Agent:
    return make_agent(name=name, delegates=dict.fromkeys(delegates, "A job."), **given)


AGENTS = {each.name: each for each in (named("boss", "shop", "gone"), named("shop", "mail"), named("mail", "boss"))}


def thread_of(agent: str, *events: e.Event, lineage: tuple[str, ...] = (), **fields: Any) -> Thread:
    """A thread of this agent; with a lineage a child of those agents."""
    task = e.TaskReceived(parent="t0", call="t0-3", lineage=lineage, text="?", steps=4, tokens=9_000)
    known = Thread(id="t1", agent=agent, task=task if lineage else None)
    log = [e.RecordedEvent(n, to_micros(NOON), event) for n, event in enumerate(events, 1)]
    return fold_events(known, log)._replace(**fields)


@pytest.mark.parametrize(
    ("agent", "to", "lineage", "fields", "says"),
    [
        ("boss", "nobody", (), {}, "There is no agent 'nobody' that you may give a task to; there are: shop."),
        ("boss", "gone", (), {}, "There is no agent 'gone' that you may give a task to; there are: shop."),
        ("boss", "mail", (), {}, "There is no agent 'mail' that you may give a task to; there are: shop."),
        ("mail", "boss", ("boss", "shop"), {}, "boss cannot get this task, since it is at work on it already: boss > "),
        ("shop", "mail", ("x", "y", "z"), {}, "A task is given on 3 times at most; this would be once more: x > y > z"),
        ("boss", "shop", (), {"steps": 9}, "A task needs 1 step and 1000 tokens; 0 steps and 200000 tokens are left"),
        ("boss", "shop", (), {"tokens": 199_500}, "; 9 steps and 500 tokens are left of yours"),
        ("shop", "mail", ("boss",), {"steps": 3}, "; 0 steps and 9000 tokens are left of yours"),
    ],
)
def test_del1_a_task_that_is_refused_names_the_thing_and_says_what_there_is(
    agent: str, to: str, lineage: tuple[str, ...], fields: dict[str, Any], says: str
) -> None:
    thread = thread_of(agent, lineage=lineage, **fields)
    (refused,) = plan_task(Delegate(agent=to, task="x"), thread, AGENTS[agent], AGENTS, NOON)
    assert isinstance(refused, e.StepRefused)
    assert says in refused.reason


def test_del1_a_task_gets_what_is_left_and_no_more_than_its_agent_may_use() -> None:
    agents = {**AGENTS, "shop": named("shop", limits=AgentLimits(steps=5, tokens=50_000))}
    for used, steps in ((0, 5), (3, 5), (6, 3)):
        (task,) = plan_task(
            Delegate(agent="shop", task="x"), thread_of("boss", steps=used), agents["boss"], agents, NOON
        )
        assert isinstance(task, e.TaskDelegated)
        assert (task.steps, task.tokens) == (steps, 50_000)
        assert task.child == make_child_id("t1-1")


def test_del1_the_id_of_a_child_follows_from_its_call_alone() -> None:
    ids = [make_child_id(f"t1-{n}") for n in range(2_000)]
    assert len(set(ids)) == len(ids)
    assert ids == [make_child_id(f"t1-{n}") for n in range(2_000)]
    assert all(id[0] == "t" and id.isalnum() and id.islower() for id in ids)


@pytest.mark.parametrize(
    ("delegates", "cycle"),
    [
        ({"a": ("b",), "b": ("c",)}, ()),
        ({"a": ("b", "c"), "b": ("d",), "c": ("d",)}, ()),
        ({"a": ("b",), "b": ("a",)}, ("a", "b", "a")),
        ({"x": ("a",), "a": ("b",), "b": ("c",), "c": ("a",)}, ("a", "b", "c", "a")),
    ],
)
def test_del1_a_circle_of_agents_is_found(delegates: dict[str, tuple[str, ...]], cycle: tuple[str, ...]) -> None:
    assert find_cycle(delegates) == cycle


@pytest.mark.parametrize(
    ("delegates", "says"),
    [
        (("shop", "ship"), "delegates: there is no agent 'ship'; there are: boss, shop, keys"),
        (("boss",), "delegates: boss cannot give tasks to itself"),
        (("keys",), "delegates: programs choose the calls of keys, so it takes no tasks"),
    ],
)
def test_del1_a_wrong_list_of_delegates_is_told(delegates: tuple[str, ...], says: str) -> None:
    models = {"boss": True, "shop": True, "keys": False}
    assert describe_wrong_delegates({"boss": delegates}, models) == ("boss", says)


def test_del1_a_child_has_the_smaller_limits_until_it_has_reported() -> None:
    agent = named("shop", limits=AgentLimits(steps=10, tokens=5_000))
    child = thread_of("shop", lineage=("boss",))
    assert (find_limits(child, agent).steps, find_limits(child, agent).tokens) == (4, 5_000)
    assert find_limits(child._replace(is_task_reported=True), agent) == agent.limits


def tagging(policy: Policy | None, *, reads: Policy | None = None, **given: Any) -> Agent:
    tools = (
        Tool(step=TagRelease, run=_ran, writes=True, policy=policy),
        Tool(step=ListTags, run=_ran, policy=reads),
    )
    return make_agent(tools=tools, **given)


STRICTER = [
    (A, None, A, ("ann", "abe")),
    (A, B, None, ("abe",)),
    (A, A.model_copy(update={"requester_may_decide": True}), A, ("ann", "abe")),
    (A, Policy(), None, ()),
    (Policy(), A, None, ()),
    (Policy(approvers=(ApproverClause(people=("ann", "sam")),)), A, None, ("ann",)),
]


@pytest.mark.parametrize(("own", "parents", "same", "may"), STRICTER)
def test_del1_a_gate_in_a_child_lets_approve_only_who_may_by_both(
    own: Policy, parents: Policy | None, same: Policy | None, may: tuple[str, ...]
) -> None:
    line = [tagging(parents)] if parents is not None else [make_agent(tools=())]
    gate = narrow_agent(tagging(own), line, PEOPLE).registry["tag_release"].gate
    assert gate is not None
    assert same is None or gate == same
    people = [each for each in PEOPLE.people.values() if any(clause.has_person(each) for clause in gate.approvers)]
    assert tuple(each.id for each in people) == may


@pytest.mark.parametrize(
    ("field", "own", "parents", "stricter"),
    [
        ("requester_may_decide", True, False, False),
        ("shapers_may_decide", False, True, False),
        ("veto", False, True, True),
        ("irreversible", False, True, True),
        ("edits", "by_editor", False, False),
        ("expires_after", timedelta(hours=4), timedelta(hours=1), timedelta(hours=1)),
        ("valid_for", timedelta(minutes=5), None, timedelta(minutes=5)),
    ],
)
def test_del1_each_rule_of_a_gate_is_the_stricter_one(field: str, own: Any, parents: Any, stricter: Any) -> None:
    mine, theirs = A.model_copy(update={field: own}), A.model_copy(update={field: parents})
    for one, other in ((mine, theirs), (theirs, mine)):
        gate = narrow_agent(tagging(one), [tagging(other)], PEOPLE).registry["tag_release"].gate
        assert getattr(gate, field) == stricter


def test_del1_a_read_that_the_parent_gates_is_gated_and_not_fetched_beforehand() -> None:
    child = tagging(A, prefetch=(ListTags(),))
    narrowed = narrow_agent(child, [tagging(A, reads=B), tagging(A)], PEOPLE)
    assert narrowed.registry["list_tags"].gate == B
    assert narrowed.prefetch == ()
    assert narrow_agent(child, [tagging(A)], PEOPLE).prefetch == child.prefetch


def test_del1_an_argument_that_only_the_parents_tool_has_is_not_asked_for() -> None:
    typed = A.model_copy(update={"irreversible": True, "typed": "branch"})
    (tool,) = [each for each in narrow_agent(tagging(A), [_with_branch(typed)], PEOPLE).tools if each.writes]
    assert tool.gate is not None
    assert (tool.gate.irreversible, tool.gate.typed) == (True, "")


def _with_branch(policy: Policy) -> Agent:
    from bot.core.steps import Step

    kind = type("TagBranch", (Step,), {"__doc__": "T.", "__annotations__": {"branch": str}, "intent": "tag_release"})
    kind.__annotations__["intent"] = "ClassVar[str]"
    return make_agent(tools=(Tool(step=kind, run=_ran, writes=True, policy=policy),))


CHOSEN = e.StepChosen(
    call="t1-1",
    intent="delegate",
    arguments="{}",
    heard=0,
    model=e.ModelCall(n=1, model="m", prompt="", tools="", renderer="", seen=(), request="", max_tokens=0),
)
TASK = e.TaskDelegated(
    call="t1-1", agent="shop", task="x", child="t2", steps=3, tokens=2_000, expires_at=NOON + timedelta(hours=1)
)
OPEN, RECALLED = e.TaskStarted(call="t1-1", child="t2"), e.TaskRecalled(call="t1-1", by="sam")
ENDED = e.TaskEnded(call="t1-1", agent="shop", child="t2", status="done", text="ok")
CANCELLED, STOPPED, PAUSED = e.Cancelled(by="sam"), e.Finished(by="sam"), e.Paused(by="sam")


@pytest.mark.parametrize(
    ("log", "hours", "action"),
    [
        ((), 0, StartTask),
        ((PAUSED,), 0, Idle),
        ((OPEN,), 0, Idle),
        ((OPEN, PAUSED), 0, Idle),
        ((OPEN,), 1, RecallTask),
        ((OPEN, PAUSED), 1, RecallTask),
        ((OPEN, STOPPED), 0, RecallTask),
        ((OPEN, CANCELLED), 0, Idle),
        ((CANCELLED,), 0, RecallTask),
        ((OPEN, RECALLED), 0, StopTask),
        ((OPEN, RECALLED, CANCELLED), 0, StopTask),
        ((RECALLED,), 0, StopTask),
        ((OPEN, ENDED, CANCELLED), 2, Idle),
    ],
)
def test_del1_what_a_parent_does_next(log: tuple[e.Event, ...], hours: int, action: type) -> None:
    thread = thread_of("boss", CHOSEN, TASK, *log, news=1, heard=1)
    next = find_next_action(thread, AGENTS["boss"], PEOPLE, NOON + timedelta(hours=hours))
    assert isinstance(next, action)
    if isinstance(next, Idle) and not thread.ended:
        assert next.until == TASK.expires_at


@pytest.mark.parametrize(
    ("log", "fields", "action"),
    [
        ((), {"news": 2, "heard": 2}, ReportTask()),
        ((CANCELLED,), {}, ReportTask()),
        ((), {"news": 2, "heard": 2, "sleeping": NOON + timedelta(hours=1)}, Idle(NOON + timedelta(hours=1))),
        ((), {"news": 2, "steps": 4}, ReportTask("4 steps were taken since a person last spoke")),
        ((PAUSED,), {"news": 2, "heard": 2}, Idle()),
        ((), {"news": 2, "heard": 2, "is_task_reported": True}, Idle()),
    ],
)
def test_del1_when_a_child_reports(log: tuple[e.Event, ...], fields: dict[str, Any], action: object) -> None:
    child = thread_of("shop", *log, lineage=("boss",), **fields)
    assert find_next_action(child, AGENTS["shop"], PEOPLE, NOON) == action
