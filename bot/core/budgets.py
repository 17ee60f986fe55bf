"""The limits of one thread, and the budgets of an agent over all of its threads: model calls an hour, money a day. Pure.

The windows slide: a call counts for an hour, its cost for a day. The calls are rows of the store, which all processes share;
`judge_budget` decides there, in the transaction that notes the next call, so that no two calls take the last place.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from bot.core.base_types import MICROSECOND, FrozenModel, UtcMoment, from_micros, to_micros

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MILLION = 1_000_000
LEAST_REST = timedelta(minutes=1)
"""The shortest rest: threads that wait for the same place do not write an event each second."""

BudgetKind = Literal["model_calls", "money", "hook"]
"""What a thread rests for: a budget of its agent, or a hook of the agent's package."""


class AgentBudget(FrozenModel):
    """The table `[agents.<name>.budget]`. None: no limit. Money is in the currency of the model's prices."""

    model_calls_per_hour: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    money_per_day: Annotated[float, Field(gt=0, le=1_000_000_000, allow_inf_nan=False)] | None = None

    @property
    def is_limited(self) -> bool:
        return self.model_calls_per_hour is not None or self.money_per_day is not None


class AgentLimits(FrozenModel):
    """Budgets since a person last spoke. Steps: 10, at most 20. Consecutive errors of one tool: 3."""

    steps: int = Field(default=10, ge=1, le=20)
    errors: int = Field(default=3, ge=1, le=10)
    tokens: int = Field(default=200_000, ge=100)
    asks: int = Field(default=5, ge=1, le=50)
    context: int = Field(default=60_000, ge=2_000, description="Characters of history shown to the model.")
    answer: int | None = Field(
        default=None, ge=64, description="Tokens that one answer may have; None: what suits the model."
    )


class BudgetEntry(NamedTuple):
    """A model call of the agent: its time (microseconds) and its cost (millionths); None: it is under way, or its process
    died."""

    at: int
    cost: int | None


class BudgetRest(NamedTuple):
    """Why another model call has to wait, and until when at least."""

    kind: BudgetKind
    detail: str
    until: UtcMoment


def judge_budget(entries: Sequence[BudgetEntry], budget: AgentBudget, now: UtcMoment) -> BudgetRest | None:
    """Return the rest that the next call needs; None: it may be made now. `entries` are the calls of the last day.

    A call of unknown cost counts as the dearest of the day, so that calls at the same time do not pass the limit together.
    """
    ordered = sorted(entries)
    rests = (_judge_calls(ordered, budget, now), _judge_money(ordered, budget, now))
    found = max((rest for rest in rests if rest is not None), key=lambda rest: rest.until, default=None)
    return None if found is None else found._replace(until=max(found.until, now + LEAST_REST))


def _judge_calls(entries: Sequence[BudgetEntry], budget: AgentBudget, now: UtcMoment) -> BudgetRest | None:
    limit, begin = budget.model_calls_per_hour, to_micros(now - HOUR)
    recent = [entry.at for entry in entries if entry.at > begin]
    if limit is None or len(recent) < limit:
        return None
    detail = f"{len(recent)} model calls in the last hour, and its budget is {limit}"
    return BudgetRest("model_calls", detail, from_micros(recent[len(recent) - limit] + HOUR // MICROSECOND))


def _judge_money(entries: Sequence[BudgetEntry], budget: AgentBudget, now: UtcMoment) -> BudgetRest | None:
    if budget.money_per_day is None:
        return None
    limit, begin = round(budget.money_per_day * MILLION), to_micros(now - DAY)
    recent = [entry for entry in entries if entry.at > begin]
    dearest = max((entry.cost for entry in recent if entry.cost is not None), default=0)
    left = spent = sum(dearest if entry.cost is None else entry.cost for entry in recent)
    if spent < limit:
        return None
    until = now
    for entry in recent:
        until = from_micros(entry.at + DAY // MICROSECOND)
        left -= dearest if entry.cost is None else entry.cost
        if left < limit:
            break
    detail = f"{spent / MILLION:.4f} spent in the last day, and its budget is {limit / MILLION:.4f}"
    return BudgetRest("money", detail, until)
