"""The writer: writes that are committed together, writes that fail alone, a failing database, and which thread commits."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.core.errors import Unavailable
from bot.store.sqlite.writer import MAX_GROUP, GroupCommitWriter
from tests.store.sqlite.writer_files import FileOpener, add, failing, open_writer, read_lines


async def together(writer: GroupCommitWriter, *units: Callable[[sqlite3.Connection], Any]) -> list[Any]:
    """Runs these units in one group: they gather while the writer is held up by another."""
    begun, gate = threading.Event(), threading.Event()

    def hold(connection: sqlite3.Connection) -> None:
        begun.set()
        gate.wait(60)

    held = asyncio.ensure_future(writer.write_unit(hold, is_long=True))
    assert await asyncio.to_thread(begun.wait, 10)
    waiting = [asyncio.ensure_future(writer.write_unit(unit)) for unit in units]
    await asyncio.sleep(0)
    gate.set()
    await held
    return await asyncio.gather(*waiting, return_exceptions=True)


async def test_units_that_wait_together_share_one_commit(tmp_path: Path) -> None:
    opener = FileOpener(tmp_path / "db")
    async with open_writer(opener) as writer:
        before = opener.count("COMMIT")
        assert await together(writer, *(add(str(n)) for n in range(50))) == [None] * 50
        assert opener.count("COMMIT") == before + 2
    assert read_lines(opener.path) == [str(n) for n in range(50)]


async def test_a_group_has_an_end_and_the_rest_go_into_the_next(tmp_path: Path) -> None:
    opener = FileOpener(tmp_path / "db")
    async with open_writer(opener) as writer:
        before = opener.count("COMMIT")
        await together(writer, *(add(str(n)) for n in range(MAX_GROUP + 1)))
        assert opener.count("COMMIT") == before + 3
    assert read_lines(opener.path) == [str(n) for n in range(MAX_GROUP + 1)]


async def test_one_failing_unit_of_many_takes_nothing_from_its_neighbours(tmp_path: Path) -> None:
    opener = FileOpener(tmp_path / "db")
    async with open_writer(opener) as writer:
        fault = ValueError("mine alone")
        found = await together(writer, add("a"), failing("lost", fault), add("b"))
        assert found == [None, fault, None]
    assert read_lines(opener.path) == ["a", "b"]


async def test_a_broken_constraint_is_the_fault_of_its_unit_alone(tmp_path: Path) -> None:
    opener = FileOpener(tmp_path / "db")
    async with open_writer(opener) as writer:
        await writer.write_unit(lambda connection: connection.execute("CREATE UNIQUE INDEX once ON line (text)"))
        found = await together(writer, add("a"), add("a"), add("b"))
        assert [type(each) for each in found] == [type(None), sqlite3.IntegrityError, type(None)]
    assert read_lines(opener.path) == ["a", "b"]


async def test_a_unit_that_fails_alone_leaves_nothing_behind(tmp_path: Path) -> None:
    opener = FileOpener(tmp_path / "db")
    async with open_writer(opener) as writer:
        with pytest.raises(ValueError, match="no"):
            await writer.write_unit(failing("lost", ValueError("no")))
        await writer.write_unit(add("kept"))
    assert read_lines(opener.path) == ["kept"]


async def test_a_fault_of_the_database_fails_the_whole_group_and_the_writer_goes_on(tmp_path: Path) -> None:
    opener = FileOpener(tmp_path / "db")
    async with open_writer(opener) as writer:
        found = await together(writer, add("a"), failing("b", sqlite3.OperationalError("disk I/O error")), add("c"))
        assert [type(each) for each in found] == [Unavailable] * 3
        assert "disk I/O error. Nothing was changed" in str(found[0])
        await writer.write_unit(add("after"))
    assert read_lines(opener.path) == ["after"]


async def test_eng04_a_file_locked_for_too_long_is_unavailable_and_nothing_is_half_done(tmp_path: Path) -> None:
    opener = FileOpener(tmp_path / "db", timeout=0.05)
    async with open_writer(opener) as writer:
        other = sqlite3.connect(opener.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unavailable, match="locked"):
            await writer.write_unit(add("while locked"))
        other.execute("ROLLBACK")
        other.close()
        await writer.write_unit(add("after"))
    assert read_lines(opener.path) == ["after"]


async def test_eng05_a_full_disk_refuses_and_takes_again_when_there_is_room(tmp_path: Path) -> None:
    opener = FileOpener(tmp_path / "db", pragmas=("PRAGMA max_page_count=4",))
    async with open_writer(opener) as writer:
        await writer.write_unit(add("before"))
        for _ in range(3):
            with pytest.raises(Unavailable, match="full"):
                await writer.write_unit(add("x" * 40_000))
        await writer.write_unit(add("small"))
        opener.pragmas = ()
        await writer.write_unit(lambda connection: connection.execute("PRAGMA max_page_count=1000"))
        await writer.write_unit(add("y" * 40_000))
    assert [line[:6] for line in read_lines(opener.path)] == ["before", "small", "yyyyyy"]


@pytest.mark.parametrize("refusals", [1, 3])
async def test_a_writer_that_could_not_open_anew_tries_again_with_the_next_unit(tmp_path: Path, refusals: int) -> None:
    opener = FileOpener(tmp_path / "db")
    async with open_writer(opener) as writer:
        opener.refusals = refusals
        fault = failing("lost", sqlite3.OperationalError("disk I/O error"))
        for _ in range(refusals):
            with pytest.raises(Unavailable):
                await writer.write_unit(fault)
        for _ in range(2):
            try:
                await writer.write_unit(add("after"))
                break
            except Unavailable:
                continue
        else:
            pytest.fail("The writer never came back.")
    assert read_lines(opener.path) == ["after"]


async def test_who_stops_waiting_does_not_stop_the_commit(tmp_path: Path) -> None:
    opener = FileOpener(tmp_path / "db")
    async with open_writer(opener) as writer:
        gate = threading.Event()
        held = asyncio.ensure_future(writer.write_unit(lambda connection: gate.wait(60), is_long=True))
        gone = asyncio.ensure_future(writer.write_unit(add("kept")))
        await asyncio.sleep(0)
        gone.cancel()
        await asyncio.sleep(0)
        gate.set()
        await held
        await writer.write_unit(add("after"))
    assert read_lines(opener.path) == ["kept", "after"]


async def test_closing_commits_what_waits_and_refuses_what_comes_later(tmp_path: Path) -> None:
    opener = FileOpener(tmp_path / "db")
    async with open_writer(opener) as writer:
        waiting = [asyncio.ensure_future(writer.write_unit(add(str(n)))) for n in range(5)]
        await asyncio.sleep(0)
        writer.close()
        assert await asyncio.gather(*waiting) == [None] * 5
        with pytest.raises(Unavailable, match="closed"):
            await writer.write_unit(add("late"))
        writer.close()
    assert read_lines(opener.path) == [str(n) for n in range(5)]


def test_an_event_loop_that_ended_does_not_end_the_writer(tmp_path: Path) -> None:
    opener = FileOpener(tmp_path / "db")
    writer = GroupCommitWriter(opener)
    gate = threading.Event()

    async def leave() -> None:
        asyncio.ensure_future(writer.write_unit(lambda connection: gate.wait(60), is_long=True))  # noqa: RUF006
        await asyncio.sleep(0)

    asyncio.run(leave())
    gate.set()

    async def come() -> None:
        await writer.write_unit(lambda connection: connection.execute("CREATE TABLE line (text)"))
        await writer.write_unit(add("here"))

    asyncio.run(come())
    writer.close()
    assert read_lines(opener.path) == ["here"]


async def test_prt2_a_cursor_ends_in_the_thread_that_writes(tmp_path: Path) -> None:
    """Ended in the event loop, it reset the statement that the writer was running for somebody else: API misuse."""

    def add_rows(connection: sqlite3.Connection) -> sqlite3.Cursor:
        return connection.executemany("INSERT INTO line VALUES (?)", [("x",)] * 5)

    async with open_writer(FileOpener(tmp_path / "lines.db", pragmas=("PRAGMA synchronous=OFF",))) as writer:

        async def write_many() -> None:
            for _ in range(100):
                assert await writer.write_unit(add_rows) is None

        await asyncio.gather(*(write_many() for _ in range(50)))
