"""The addressees of an agent's question: people and groups that its table allows, or another agent, which answers by its
result. Pure."""

from collections.abc import Mapping
from datetime import timedelta

from bot.core import events as e
from bot.core.agent import Agent
from bot.core.base_types import UtcMoment
from bot.core.delegation.delegation_limits import plan_task
from bot.core.people import ApproverClause, PeopleDirectory
from bot.core.steps import AskHuman, Delegate, StepSituation
from bot.core.steps.questions import AGENT, GROUP, QUESTION_EXPIRES, choose_question_audience
from bot.core.threads.thread import Thread


def plan_question(
    step: AskHuman,
    thread: Thread,
    agent: Agent,
    agents: Mapping[str, Agent],
    directory: PeopleDirectory,
    now: UtcMoment,
) -> list[e.Event]:
    """Return the events after the choice of `ask_human`: a question, a task of the asked agent, or why it is refused."""
    at = StepSituation(thread, agent.owners, now)
    expires_at = now + (timedelta(hours=step.expires_in_hours) if step.expires_in_hours else QUESTION_EXPIRES)
    if not step.to:
        events = step.derive_events(at)
        return [
            event.model_copy(update={"expires_at": expires_at}) if isinstance(event, e.QuestionAsked) else event
            for event in events
        ]
    for name in step.to:
        if not is_allowed(name, thread, agent):
            return at.refuse(f"You may not ask {name[:64]!r}. You may ask: {_list_allowed(thread, agent)}.")
    if asked := [name for name in step.to if name.startswith(AGENT)]:
        return _ask_agent(step, asked, at, agent, agents, expires_at)
    groups = tuple(dict.fromkeys(name.removeprefix(GROUP) for name in step.to if name.startswith(GROUP)))
    people = tuple(dict.fromkeys(name for name in step.to if not name.startswith(GROUP)))
    to = ApproverClause(people=people, groups=groups)
    if not any(to.has_person(person) for person in directory.people.values()):
        return at.refuse(f"Nobody of {', '.join(step.to)} can answer now. You may ask: {_list_allowed(thread, agent)}.")
    if why := step.explain_unusable():
        return at.refuse(why)
    return [step.make_question(thread.id, at.call, to, expires_at)]


def is_allowed(name: str, thread: Thread, agent: Agent) -> bool:
    """Return whether the agent may ask this person, group or agent in this thread."""
    return name in list_addressees(thread, agent)


def list_addressees(thread: Thread, agent: Agent) -> tuple[str, ...]:
    """Return the people, groups and agents that the agent may ask: the requester, its owners, those of its table, and
    the agents of its tasks."""
    usual = choose_question_audience(thread, agent.owners)
    people = (*usual.people, *agent.may_ask.people)
    groups = (*usual.groups, *agent.may_ask.groups)
    named = (*people, *(f"{GROUP}{each}" for each in groups), *(f"{AGENT}{each}" for each in agent.delegates))
    return tuple(dict.fromkeys(named))


def _list_allowed(thread: Thread, agent: Agent) -> str:
    return ", ".join(list_addressees(thread, agent)) or "nobody"


def _ask_agent(
    step: AskHuman,
    asked: list[str],
    at: StepSituation,
    agent: Agent,
    agents: Mapping[str, Agent],
    expires_at: UtcMoment,
) -> list[e.Event]:
    if len(step.to) > 1:
        return at.refuse(f"Ask one agent alone, or people: not {', '.join(step.to)} together.")
    if step.format != "free_text":
        return at.refuse(f"An agent answers in words: leave out format = {step.format!r} when you ask {asked[0]}.")
    task = "\n\n".join(filter(None, (step.question, step.context)))[:4_000]
    events = plan_task(Delegate(agent=asked[0].removeprefix(AGENT), task=task), at.thread, agent, agents, at.now)
    return [
        each.model_copy(update={"expires_at": min(expires_at, each.expires_at)})
        if isinstance(each, e.TaskDelegated)
        else each
        for each in events
    ]
