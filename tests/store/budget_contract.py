"""The contract of the `BudgetLedger` port, a part of the store's: see `tests.store.store_contract`."""

import asyncio
from collections.abc import Sequence

from bot.core.budgets import BudgetEntry, BudgetRest
from bot.store.port import Store
from tests.platform_fixture import START
from tests.store.store_contract import AT, Reopen

REST = BudgetRest("model_calls", "full", START)
DAY = 24 * 3600 * 1_000_000


class CallLimit:
    """Refuses from `most` calls on, and keeps what it was given."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.given: list[list[BudgetEntry]] = []

    def __call__(self, entries: Sequence[BudgetEntry]) -> BudgetRest | None:
        self.given.append(list(entries))
        return REST if len(entries) >= self.most else None


class BudgetLedgerContract:
    async def test_ctl2_a_call_is_noted_unless_the_judge_finds_a_rest(self, store: Store) -> None:
        limit = CallLimit(2)
        assert await store.budgets.reserve("pusher", "a", AT, limit) is None
        assert await store.budgets.reserve("pusher", "b", AT + 1, limit) is None
        assert await store.budgets.reserve("pusher", "c", AT + 2, limit) == REST
        assert limit.given == [[], [(AT, None)], [(AT, None), (AT + 1, None)]]

    async def test_ctl2_the_calls_of_another_agent_and_of_the_day_before_do_not_count(self, store: Store) -> None:
        limit = CallLimit(1)
        assert await store.budgets.reserve("other", "a", AT, limit) is None
        assert await store.budgets.reserve("pusher", "b", AT - 2 * DAY, limit) is None
        assert await store.budgets.reserve("pusher", "c", AT, limit) is None

    async def test_ctl2_the_cost_is_read_by_the_next_process(self, store: Store, reopen: Reopen) -> None:
        await store.budgets.reserve("pusher", "a", AT, CallLimit(1))
        await store.budgets.settle("pusher", "a", 1_250_000)
        await store.budgets.settle("pusher", "nothing of this name", 7)
        limit = CallLimit(1)
        assert await (await reopen()).budgets.reserve("pusher", "b", AT + 1, limit) == REST
        assert limit.given == [[(AT, 1_250_000)]]

    async def test_ctl2_of_many_at_once_no_more_get_a_place_than_there_are(self, store: Store) -> None:
        limit = CallLimit(5)
        found = await asyncio.gather(*(store.budgets.reserve("pusher", f"c{n}", AT + n, limit) for n in range(40)))
        assert found.count(None) == 5
