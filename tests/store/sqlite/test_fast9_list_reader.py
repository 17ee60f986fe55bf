"""Lists of a SQLite file are read beside the event loop, by connections that cannot write."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.errors import Unavailable
from bot.store.sqlite.file_identity import FileIdentity
from bot.store.sqlite.list_reader import THREADS, ListReader, bind_list
from bot.store.sqlite.replaced_content_detection import ContentGuard


@pytest.fixture
async def reader(tmp_path: Path) -> AsyncIterator[ListReader]:
    path = tmp_path / "a file #1.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE line (text TEXT)")
        connection.executemany("INSERT INTO line VALUES (?)", [(str(number),) for number in range(20)])
    connection.close()
    with path.open() as lock:
        guard = ContentGuard(FileIdentity(path, lock.fileno()))
        found = ListReader(path, guard)
        yield found
        found.close()
        guard.close()


async def test_fast9_many_lists_at_once_share_a_few_connections(reader: ListReader) -> None:
    read = "SELECT count(*) FROM line a, line b WHERE a.text < :text"
    rows = await asyncio.gather(*(reader.fetch_all(read, {"text": "5"}) for _ in range(8 * THREADS)))
    assert {row for found in rows for row in found} == {(300,)}
    assert 1 <= len(reader._idle) <= THREADS


async def test_fast9_a_list_cannot_write_and_an_error_says_so(reader: ListReader) -> None:
    with pytest.raises(Unavailable, match=r"readonly database\. Try again"):
        await reader.fetch_all("DELETE FROM line", {})
    assert await reader.fetch_all("SELECT count(*) FROM line", {}) == [(20,)]


async def test_fast9_a_closed_file_has_no_lists(reader: ListReader) -> None:
    await reader.fetch_all("SELECT 1", {})
    reader.close()
    with pytest.raises(Unavailable, match="is closed"):
        await reader.fetch_all("SELECT 1", {})


async def test_fast9_the_values_of_a_list_are_never_a_part_of_its_query(reader: ListReader) -> None:
    values: dict[str, object] = {}
    names = bind_list(values, "text", ["7", "') OR 1=1 --"])
    assert await reader.fetch_all(f"SELECT text FROM line WHERE text IN {names}", values) == [("7",)]
    assert await reader.fetch_all(f"SELECT text FROM line WHERE text IN {bind_list({}, 'text', [])}", {}) == []
