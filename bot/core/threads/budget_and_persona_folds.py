"""Folds the events by which budgets and settings steer the steps of an agent. Pure."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.core import events as e
from bot.core.threads.thread import Thread


def fold_prompt(event: e.PromptChosen, thread: Thread, at: e.RecordedEvent) -> Thread:
    return thread._replace(prompt_name=event.name)


def fold_persona(event: e.PersonaChosen, thread: Thread, at: e.RecordedEvent) -> Thread:
    return thread._replace(persona=event.name, persona_by=event.by)


def fold_budget(event: e.BudgetReached, thread: Thread, at: e.RecordedEvent) -> Thread:
    """Ask no model before the time. People are told once: the next rest without a step between is the same one."""
    return thread._replace(retry_at=event.until, budget_rest=event.until)


FOLDS: Mapping[type[e.Event], Callable[[Any, Thread, e.RecordedEvent], Thread]] = {
    e.PromptChosen: fold_prompt,
    e.PersonaChosen: fold_persona,
    e.BudgetReached: fold_budget,
}
"""The folds by the class of the event: each returns the thread after it."""
