"""Runs the queries of lists in threads, each with a connection of its own that cannot write."""

import asyncio
import sqlite3
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from bot.core.errors import Unavailable
from bot.store.sqlite.replaced_content_detection import ContentGuard, is_damage

THREADS = 5
"""Queries that run at once; the others wait for one of them."""


class ListReader:
    """The connections are opened with the first queries and kept. `guard` notes what a damaged file answers."""

    def __init__(self, path: Path, guard: ContentGuard) -> None:
        self._uri, self._guard = f"{path.as_uri()}?mode=ro", guard
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="sqlite-lists")
        self._idle: list[sqlite3.Connection] = []

    async def fetch_all(self, query: str, values: Mapping[str, Any]) -> list[Any]:
        """Return the rows of a query with `:name` placeholders. Raises Unavailable, and DatabaseReplaced for a damaged file."""
        try:
            running = asyncio.get_running_loop().run_in_executor(self._threads, self._fetch, query, values)
        except RuntimeError as error:
            raise Unavailable("The database is closed: the server stops.") from error
        try:
            return await running
        except sqlite3.Error as error:
            if is_damage(error):
                raise self._guard.report_damage(error) from error
            raise Unavailable(f"The database cannot be read now: {error}. Try again.") from error

    def _fetch(self, query: str, values: Mapping[str, Any]) -> list[Any]:
        try:
            connection = self._idle.pop()
        except IndexError:  # also where another thread was quicker
            connection = sqlite3.connect(self._uri, uri=True, isolation_level=None, check_same_thread=False)
        try:
            return connection.execute(query, values).fetchall()
        finally:
            self._idle.append(connection)

    def close(self) -> None:
        """Wait for the queries that run, and close the connections."""
        self._threads.shutdown(cancel_futures=True)
        while self._idle:
            self._idle.pop().close()


def bind_list(values: dict[str, Any], name: str, items: Iterable[Any]) -> str:
    """Add each of `items` to the values of a query, and return their placeholders in brackets; of none, of an empty list."""
    found = {f"{name}_{number}": item for number, item in enumerate(items)}
    values.update(found)
    return f"({', '.join(f':{key}' for key in found)})"
