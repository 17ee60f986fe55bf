"""Whether an agent may give a task to another one, and how much that one may use. Pure."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from bot.core import events as e
from bot.core.agent import Agent, AgentLimits
from bot.core.base_types import UtcMoment
from bot.core.delegation.child_threads import make_child_id
from bot.core.steps.delegation import Delegate
from bot.core.threads.thread import Thread

MAX_DEPTH = 3
"""How often a task may be given on: from a thread that people opened down to its last child."""
TASK_EXPIRES = timedelta(days=7)
LEAST_TOKENS = 1_000
"""Tokens below which a task is not begun."""


def find_limits(thread: Thread, agent: Agent) -> AgentLimits:
    """Return the limits of the agent in this thread: in a child at most those of its task."""
    if thread.task is None or thread.is_task_reported:
        return agent.limits
    steps, tokens = min(agent.limits.steps, thread.task.steps), min(agent.limits.tokens, thread.task.tokens)
    return agent.limits.model_copy(update={"steps": steps, "tokens": tokens})


def list_lineage(thread: Thread) -> tuple[str, ...]:
    """Return the agents on the way to this thread, its own the last."""
    return (*(thread.task.lineage if thread.task else ()), thread.agent)


def plan_task(
    step: Delegate, thread: Thread, agent: Agent, agents: Mapping[str, Agent], now: UtcMoment
) -> list[e.Event]:
    """Return the events after the choice of the step: the task, or why it is refused. `thread` is as it was before."""
    other = agents.get(step.agent)
    if step.agent not in agent.delegates or other is None or other.submitters is not None:
        known = ", ".join(each for each in agent.delegates if each in agents) or "none"
        why = f"There is no agent {step.agent[:64]!r} that you may give a task to; there are: {known}."
        return [thread.refuse_step(why, thread.next_call)]
    if why := explain_loop(step.agent, list_lineage(thread)):
        return [thread.refuse_step(why, thread.next_call)]
    open_tasks = [call.delegation for call in thread.calls.values() if call.delegation is not None]
    for each in open_tasks:
        if (each.agent, each.task) == (step.agent, step.task):
            why = f"The same task is open already: {each.call}. Wait for its end."
            return [thread.refuse_step(why, thread.next_call)]
    limits = find_limits(thread, agent)
    steps = limits.steps - thread.steps - 1 - sum(each.steps for each in open_tasks)
    tokens = limits.tokens - thread.tokens - sum(each.tokens for each in open_tasks)
    if steps < 1 or tokens < LEAST_TOKENS:
        left = f"{max(steps, 0)} steps and {max(tokens, 0)} tokens"
        why = f"A task needs 1 step and {LEAST_TOKENS} tokens; {left} are left of yours. Reply with what you have."
        return [thread.refuse_step(why, thread.next_call)]
    delegated = e.TaskDelegated(
        call=thread.next_call,
        agent=step.agent,
        task=step.task,
        child=make_child_id(thread.next_call),
        steps=min(steps, other.limits.steps),
        tokens=min(tokens, other.limits.tokens),
        expires_at=now + TASK_EXPIRES,
    )
    return [delegated]


def explain_loop(agent: str, lineage: tuple[str, ...]) -> str:
    """Return why agents of this line may not give a task to this agent; empty when they may."""
    line = " > ".join((*lineage, agent))
    if agent in lineage:
        return f"{agent} cannot get this task, since it is at work on it already: {line}."
    if len(lineage) > MAX_DEPTH:
        return f"A task is given on {MAX_DEPTH} times at most; this would be once more: {line}. Do it yourself."
    return ""


def find_cycle(delegates: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Return agents that may give a task around in a circle, the first one again at the end; empty: there are none."""
    done: set[str] = set()

    def visit(name: str, line: tuple[str, ...]) -> tuple[str, ...]:
        if name in line:
            return (*line[line.index(name) :], name)
        if name in done:
            return ()
        for other in delegates.get(name, ()):
            if found := visit(other, (*line, name)):
                return found
        done.add(name)
        return ()

    return next((found for name in delegates if (found := visit(name, ()))), ())
