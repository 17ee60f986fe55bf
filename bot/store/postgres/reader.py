"""Reads: on sessions of their own, which can change nothing, one statement each."""

import asyncio
from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from bot.core.errors import Unavailable
from bot.store.postgres.connecting import READ_ONLY, make_parameters
from bot.store.postgres.hung_session_closer import shut_down
from bot.store.postgres.server_error_refusals import shorten_error

MAX_SESSIONS = 4
"""More make reads slower on a small server, see docs/postgresql.md."""
WAIT_SECONDS = 5.0
STATEMENT_LIMIT = "-c statement_timeout=30000"
ANSWER_SECONDS = 35.0
"""How long an answer may take: longer than a statement may run, so that only a network that carries nothing reaches it."""

AsyncPool = AsyncConnectionPool[psycopg.AsyncConnection[tuple[Any, ...]]]


class UnansweredRead(psycopg.OperationalError):
    """A read that got no answer within `ANSWER_SECONDS`. The other sessions are in the same network, so it is not made again."""


class PostgresReader:
    """Opened with the first read, in the event loop of that."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._pool: AsyncPool | None = None
        self._opening = asyncio.Lock()

    async def fetch_all(self, query: str, values: Sequence[Any] | dict[str, Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of one statement, which is one snapshot. Raises Unavailable.

        A read on a session that was lost is made once more on another one.
        """
        pool = await self._open()
        try:
            try:
                return await _read(pool, query, values)
            except (PoolTimeout, UnansweredRead):
                raise
            except psycopg.OperationalError:
                await pool.check()
                return await _read(pool, query, values)
        except psycopg.Error as error:
            raise Unavailable(f"The database cannot be read now: {shorten_error(error)}. Try again.") from error

    async def fetch_one(self, query: str, values: Sequence[Any] | dict[str, Any] = ()) -> tuple[Any, ...] | None:
        """The first row."""
        rows = await self.fetch_all(query, values)
        return rows[0] if rows else None

    async def close(self) -> None:
        if self._pool is not None:
            await self._pool.close()
            self._pool = None

    async def _open(self) -> AsyncPool:
        async with self._opening:
            if self._pool is None:
                self._pool = AsyncConnectionPool(
                    kwargs={**make_parameters(self._url, f"{READ_ONLY} {STATEMENT_LIMIT}"), "prepare_threshold": 0},
                    min_size=1,
                    max_size=MAX_SESSIONS,
                    timeout=WAIT_SECONDS,
                    open=False,
                )
                await self._pool.open()
            return self._pool


async def _read(pool: AsyncPool, query: str, values: Sequence[Any] | dict[str, Any]) -> list[tuple[Any, ...]]:
    async with pool.connection() as connection:
        # a cancelled wait would ask the server to cancel, and wait for its answer
        limit = asyncio.get_running_loop().call_later(ANSWER_SECONDS, shut_down, connection)
        try:
            cursor = await connection.execute(query, values)
            return await cursor.fetchall()
        except psycopg.OperationalError as error:
            if limit.when() <= asyncio.get_running_loop().time():
                raise UnansweredRead("the server does not answer") from error
            raise
        finally:
            limit.cancel()
