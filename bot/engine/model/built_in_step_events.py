"""The events that follow the choice of a built-in step. A step that needs more than its thread (a log, another thread) has a handler."""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

from bot.core import events as e
from bot.core.agent import Agent
from bot.core.delegation.delegation_limits import plan_task
from bot.core.delegation.permitted_question_addressees import plan_question
from bot.core.steps import AskHuman, Delegate, LookBack, Step, StepSituation, Wait
from bot.core.steps.waiting import plan_wait
from bot.core.threads.step_consequences import derive_step_events
from bot.core.threads.thread import Thread
from bot.engine.model.look_back import derive_look_back_events
from bot.engine.repository.thread_repository import ThreadRepository

StepHandler: TypeAlias = Callable[[ThreadRepository, Step, Thread, Agent], Awaitable[list[e.Event]]]
"""Returns the events after the choice; the thread is as it was before the choice."""


async def derive_task_events(repository: ThreadRepository, step: Step, thread: Thread, agent: Agent) -> list[e.Event]:
    """The events that follow the choice of a `delegate`."""
    assert isinstance(step, Delegate)
    return plan_task(step, thread, agent, repository.agents, repository.clock())


async def derive_question_events(
    repository: ThreadRepository, step: Step, thread: Thread, agent: Agent
) -> list[e.Event]:
    """The events that follow the choice of an `ask_human`."""
    assert isinstance(step, AskHuman)
    agents, directory = repository.agents, repository.directory
    return plan_question(step, thread, agent, agents, directory, repository.clock())


async def derive_wait_events(repository: ThreadRepository, step: Step, thread: Thread, agent: Agent) -> list[e.Event]:
    """The events that follow the choice of a `wait`."""
    assert isinstance(step, Wait)
    return plan_wait(step, StepSituation(thread, agent.owners, repository.clock()), agent.awaits)


STEP_HANDLERS: Mapping[str, StepHandler] = MappingProxyType(
    {
        LookBack.intent: derive_look_back_events,
        Delegate.intent: derive_task_events,
        AskHuman.intent: derive_question_events,
        Wait.intent: derive_wait_events,
    }
)
"""The handlers by the intent of their step. All other built-in steps give their events themselves."""


async def derive_built_in_events(
    repository: ThreadRepository, step: Step, thread: Thread, agent: Agent
) -> list[e.Event]:
    """Return the events that follow the choice of a built-in step in the same transaction."""
    if (handler := STEP_HANDLERS.get(step.intent)) is not None:
        return await handler(repository, step, thread, agent)
    return derive_step_events(step, thread, agent, repository.clock())
