"""The model calls that budgets count, in rows of `channel_data` under a name that no channel can have. See docs/storage.md."""

import sqlite3
from collections.abc import Callable, Sequence

from bot.core.budgets import BudgetEntry, BudgetRest
from bot.store.records import BUDGETS, KEPT_FOR
from bot.store.sqlite.database import SqliteDatabase


class SqliteBudgetLedger:
    """The `BudgetLedger` port."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    async def reserve(
        self, agent: str, call: str, now: int, judge: Callable[[Sequence[BudgetEntry]], BudgetRest | None]
    ) -> BudgetRest | None:
        def reserve_place(connection: sqlite3.Connection) -> BudgetRest | None:
            rows = connection.execute(
                "SELECT at, value FROM channel_data WHERE channel=? AND kind=? AND at>? ORDER BY at",
                (BUDGETS, agent, now - KEPT_FOR),
            )
            rest = judge([BudgetEntry(at, int(value) if value else None) for at, value in rows])
            if rest is None:
                connection.execute(
                    "INSERT INTO channel_data (channel, kind, key, value, expires, at) VALUES (?,?,?,?,?,?)",
                    (BUDGETS, agent, call, b"", now + KEPT_FOR, now),
                )
            return rest

        return await self._database.write_unit(reserve_place)

    async def settle(self, agent: str, call: str, cost: int) -> None:
        await self._database.write_unit(
            lambda connection: connection.execute(
                "UPDATE channel_data SET value=? WHERE channel=? AND kind=? AND key=?",
                (str(cost).encode(), BUDGETS, agent, call),
            )
        )
