"""Asks the budgets of an agent, and its hooks, for a place for one model call; without one the thread rests until there is."""

import secrets
from collections.abc import Sequence
from datetime import timedelta

from bot.core import events as e
from bot.core.agent import Agent
from bot.core.base_types import to_micros
from bot.core.budgets import MILLION, BudgetRest, judge_budget
from bot.core.ports import ModelUnavailable
from bot.core.steps import ModelAnswer
from bot.core.steps.questions import choose_question_audience
from bot.core.threads.thread import Thread
from bot.engine.repository.thread_repository import ThreadRepository
from bot.engine.step_hooks import HookFault, ask_before_model, make_hook_context

LONGEST_WAIT, SHORTEST_WAIT = timedelta(days=1), timedelta(seconds=1)
"""The limits of a wait that a hook asks for; it is asked again afterwards."""


class ModelBudget:
    """The places for model calls: rows of the store, which all processes count together."""

    def __init__(self, repository: ThreadRepository) -> None:
        self.repository = repository

    async def reserve(self, thread: Thread, agent: Agent) -> tuple[BudgetRest | None, str]:
        """A place for the next model call of this thread: its key, empty without budgets. Or the rest that it needs.

        Raises `ModelUnavailable` when a hook fails: the call is tried again later, and after that a person is asked.
        """
        now = self.repository.clock()
        if agent.hooks.before_model:
            try:
                rest = await ask_before_model(agent, make_hook_context(thread, agent, now))
            except HookFault as fault:
                raise ModelUnavailable(f"a hook failed before it was asked: {fault}") from fault
            if rest is not None:
                until = min(max(rest.until, now + SHORTEST_WAIT), now + LONGEST_WAIT)
                return rest._replace(until=until), ""
        if not agent.budget.is_limited:
            return None, ""
        key = f"{to_micros(now):017d} {thread.id} {secrets.token_hex(6)}"
        found = await self.repository.store.budgets.reserve(
            agent.name, key, to_micros(now), lambda entries: judge_budget(entries, agent.budget, now)
        )
        return found, "" if found else key

    async def settle(self, agent: Agent, key: str, answer: ModelAnswer | None) -> None:
        """Note the cost of the call; None: there was no answer."""
        if key:
            tokens = (answer.input_tokens, answer.output_tokens) if answer else (0, 0)
            cost = agent.prices.compute_cost(*tokens) or 0.0
            await self.repository.store.budgets.settle(agent.name, key, round(cost * MILLION))

    async def rest(self, id: str, agent: Agent, rest: BudgetRest) -> None:
        """Let the thread rest. The people that the agent would ask are told, once until its next step."""

        def make(now: Thread) -> Sequence[e.Event]:
            reached = e.BudgetReached(budget=rest.kind, detail=rest.detail, until=rest.until)
            if now.ended or now.budget_rest is not None:
                return [] if now.ended else [reached]
            to = choose_question_audience(now, agent.owners)
            people = [each.id for each in self.repository.directory.people.values() if to.has_person(each)]
            text = (
                f"{agent.name} rests until {rest.until:%-d %b %Y, %H:%M} UTC: {rest.detail}. It goes on by itself, and"
                " nothing is lost."
            )
            return [reached, *([e.notify_people(text, people)] if people else [])]

        await self.repository.commit_events(id, make)
