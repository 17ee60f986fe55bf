"""The model calls that budgets count, in rows of `channel_data` under a name that no channel can have. See docs/storage.md."""

from collections.abc import Callable, Sequence

from bot.core.budgets import BudgetEntry, BudgetRest
from bot.store.postgres.connecting import SqlConnection
from bot.store.postgres.database import PostgresDatabase
from bot.store.records import BUDGETS, KEPT_FOR

_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%(channel)s || '/' || %(agent)s, 0))"
"""Of the processes that ask for a place of one agent, one reads and notes at a time."""
_READ = """SELECT at, value FROM channel_data
    WHERE channel = %(channel)s AND kind = %(agent)s AND at > %(since)s ORDER BY at"""
_NOTE = """INSERT INTO channel_data (channel, kind, key, value, expires, at)
    VALUES (%(channel)s, %(agent)s, %(call)s, ''::bytea, %(expires)s, %(now)s)"""
_SETTLE = """UPDATE channel_data SET value = %(value)s
    WHERE channel = %(channel)s AND kind = %(agent)s AND key = %(call)s RETURNING 1"""


class PostgresBudgetLedger:
    """The `BudgetLedger` port."""

    def __init__(self, database: PostgresDatabase) -> None:
        self._database = database

    async def reserve(
        self, agent: str, call: str, now: int, judge: Callable[[Sequence[BudgetEntry]], BudgetRest | None]
    ) -> BudgetRest | None:
        values = {"channel": BUDGETS, "agent": agent, "call": call, "now": now}
        values |= {"since": now - KEPT_FOR, "expires": now + KEPT_FOR}

        def reserve_place(connection: SqlConnection) -> BudgetRest | None:
            connection.execute(_LOCK, values)
            rows = connection.execute(_READ, values).fetchall()
            rest = judge([BudgetEntry(at, int(bytes(value)) if value else None) for at, value in rows])
            if rest is None:
                connection.execute(_NOTE, values)
            return rest

        return await self._database.write_unit(reserve_place)

    async def settle(self, agent: str, call: str, cost: int) -> None:
        values = {"channel": BUDGETS, "agent": agent, "call": call, "value": str(cost).encode()}
        await self._database.write_plain(_SETTLE, values, len)
