"""Budgets of an agent: which calls of the last hour and day leave room for another one, and when there is room again."""

from datetime import timedelta

import pytest

from bot.core.base_types import to_micros
from bot.core.budgets import AgentBudget, BudgetEntry, judge_budget
from bot.core.token_prices import TokenPrices
from tests.platform_fixture import START

CALLS, MONEY = AgentBudget(model_calls_per_hour=2), AgentBudget(money_per_day=1.0)


def ago(minutes: float, cost: int | None = 0) -> BudgetEntry:
    return BudgetEntry(to_micros(START - timedelta(minutes=minutes)), cost)


@pytest.mark.parametrize(
    ("budget", "entries", "minutes"),
    [
        (AgentBudget(), [ago(1, 9_000_000)] * 50, None),
        (CALLS, [], None),
        (CALLS, [ago(1)], None),
        (CALLS, [ago(10), ago(30)], 30),
        (CALLS, [ago(30), ago(10)], 30),  # in any order
        (CALLS, [ago(10), ago(20), ago(30)], 40),  # two must leave the window
        (CALLS, [ago(10), ago(60)], None),  # exactly an hour ago is outside
        (CALLS, [ago(10), ago(59.999)], 1),  # the shortest rest
        (CALLS, [ago(-5), ago(-5)], 65),  # the clock of another process is ahead
        (MONEY, [ago(60, 999_999)], None),
        (MONEY, [ago(60, 1_000_000)], 23 * 60),
        (MONEY, [ago(60, 600_000), ago(120, 600_000)], 22 * 60),
        (MONEY, [ago(24 * 60, 5_000_000)], None),
        (MONEY, [ago(60, 500_000), ago(1, None)], 23 * 60),  # under way: as dear as the dearest
        (MONEY, [ago(60, 400_000), ago(1, None)], None),
        (MONEY, [ago(1, None)] * 9, None),  # nothing is known of any
        (AgentBudget(model_calls_per_hour=1, money_per_day=1), [ago(60, 2_000_000), ago(5)], 23 * 60),
    ],
)
def test_ctl2_the_next_call_waits_until_the_window_has_room(
    budget: AgentBudget, entries: list[BudgetEntry], minutes: float | None
) -> None:
    rest = judge_budget(entries, budget, START)
    assert (None if rest is None else (rest.until - START) / timedelta(minutes=1)) == minutes
    if rest is not None:
        later = rest.until + timedelta(microseconds=1)
        assert judge_budget(entries, budget, later) is None


def test_ctl2_the_detail_tells_the_budget_and_what_was_used() -> None:
    rest = judge_budget([ago(1), ago(2)], CALLS, START)
    assert rest is not None
    assert rest.detail == "2 model calls in the last hour, and its budget is 2"
    spent = judge_budget([ago(1, 1_250_000)], MONEY, START)
    assert spent is not None
    assert spent.detail == "1.2500 spent in the last day, and its budget is 1.0000"


def test_ctl2_tokens_cost_what_the_prices_say() -> None:
    assert TokenPrices(0.25, 2.0).compute_cost(1_000_000, 500_000) == 1.25
    assert TokenPrices(0.25).compute_cost(1, 1) is None
    assert not TokenPrices(None, 2.0).is_known
