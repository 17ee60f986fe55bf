"""Which thread commits: the event loop's own while the disk is quick, another while it is slow, locked, or the work long.

The disk is as quick as the test says, by a clock of its own; the event loop goes on when it opens what the other thread waits for.
"""

import asyncio
import random
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.core.errors import Unavailable
from bot.store.sqlite.writer import MAX_ROUND, QUICK, GroupCommitWriter, NoFileGuard
from tests.store.sqlite.writer_files import DiskClock, FileOpener, add, failing, open_writer, read_lines


def open_quick(folder: Path, timeout: float = 5.0) -> FileOpener:
    """A file whose commits take no time but the `pause` of its connection."""
    return FileOpener(folder / "db", timeout=timeout, pragmas=("PRAGMA synchronous=OFF",), clock=DiskClock())


def note_thread(seen: list[bool]) -> Callable[[sqlite3.Connection], None]:
    """A unit that notes whether it runs in the main thread, whose is the event loop."""

    def unit(connection: sqlite3.Connection) -> None:
        connection.execute("INSERT INTO line VALUES ('x')")
        seen.append(threading.current_thread() is threading.main_thread())

    return unit


async def is_in_loop(writer: GroupCommitWriter) -> bool:
    """Whether the next unit is committed in the event loop's thread."""
    seen: list[bool] = []
    await writer.write_unit(note_thread(seen))
    return seen[-1]


async def assert_returns_to_loop(writer: GroupCommitWriter) -> None:
    """The event loop's thread commits again; the other one may be at its last unit still."""
    for _ in range(400):
        if await is_in_loop(writer):
            return
    pytest.fail("the disk is quick, and the thread still commits")


async def assert_loop_goes_on(work: "asyncio.Future[None]", gate: threading.Event) -> None:
    """The event loop goes round while the work waits for the gate, which the loop alone opens."""
    for _ in range(20):
        await asyncio.sleep(0.001)
    assert not work.done()
    gate.set()
    await work


async def test_fast9_1_what_one_round_hands_in_is_one_commit_in_the_loops_thread(tmp_path: Path) -> None:
    opener, seen = open_quick(tmp_path), list[bool]()
    async with open_writer(opener) as writer:
        before = opener.count("COMMIT")
        await asyncio.gather(*(writer.write_unit(note_thread(seen)) for _ in range(MAX_ROUND)))
        assert opener.count("COMMIT") == before + 1
    assert seen == [True] * MAX_ROUND
    assert len(read_lines(opener.path)) == MAX_ROUND


async def test_fast9_1_a_round_of_very_many_is_committed_in_the_thread(tmp_path: Path) -> None:
    seen: list[bool] = []
    async with open_writer(open_quick(tmp_path)) as writer:
        await asyncio.gather(*(writer.write_unit(note_thread(seen)) for _ in range(MAX_ROUND + 1)))
        assert seen == [False] * (MAX_ROUND + 1)
        await assert_returns_to_loop(writer)


async def test_fast9_1_a_slow_disk_holds_the_loop_up_a_few_times_and_a_quick_one_is_used_again(tmp_path: Path) -> None:
    opener = open_quick(tmp_path)
    async with open_writer(opener) as writer:
        (connection,) = opener.opened
        connection.pause = 0.03
        found = [await is_in_loop(writer) for _ in range(10)]
        assert found[0]
        assert found[-6:] == [False] * 6
        connection.gate = threading.Event()
        await assert_loop_goes_on(asyncio.ensure_future(writer.write_unit(add("slow"))), connection.gate)
        connection.pause, connection.gate = 0.0, None
        await assert_returns_to_loop(writer)


async def test_fast9_1_one_stall_of_the_disk_moves_the_commits_to_the_thread(tmp_path: Path) -> None:
    opener = open_quick(tmp_path)
    async with open_writer(opener) as writer:
        (connection,) = opener.opened
        connection.pause = 0.2
        assert await is_in_loop(writer)
        assert not await is_in_loop(writer)


async def test_fast9_1_a_locked_file_is_waited_for_in_the_thread(tmp_path: Path) -> None:
    opener = open_quick(tmp_path, timeout=20)
    async with open_writer(opener) as writer:
        other = sqlite3.connect(opener.path, isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        units = asyncio.gather(*(writer.write_unit(add(str(n))) for n in range(3)))
        for _ in range(50):
            await asyncio.sleep(0.001)
        assert not units.done()
        other.execute("ROLLBACK")
        other.close()
        await units
        await assert_returns_to_loop(writer)
    assert read_lines(opener.path)[:3] == ["0", "1", "2"]


async def test_fast9_1_a_long_unit_never_holds_the_loop_up(tmp_path: Path) -> None:
    seen, gate = list[bool](), threading.Event()

    def work_long(connection: sqlite3.Connection) -> None:
        note_thread(seen)(connection)
        assert gate.wait(60), "the event loop waits for this unit"

    async with open_writer(open_quick(tmp_path)) as writer:
        await assert_loop_goes_on(asyncio.ensure_future(writer.write_unit(work_long, is_long=True)), gate)
        assert seen == [False]
        await assert_returns_to_loop(writer)


async def test_fast9_1_a_file_that_is_to_be_opened_anew_is_opened_in_the_thread(tmp_path: Path) -> None:
    opener = open_quick(tmp_path)
    async with open_writer(opener) as writer:
        with pytest.raises(Unavailable):
            await writer.write_unit(failing("lost", sqlite3.OperationalError("disk I/O error")))
        assert not await is_in_loop(writer)
        await assert_returns_to_loop(writer)
    assert len(opener.opened) == 2


class FailingGuard(NoFileGuard):
    """A guard whose look at the file fails while `is_failing`."""

    is_failing = False

    def check_transaction(self, connection: sqlite3.Connection) -> None:
        if self.is_failing:
            raise OSError(5, "Input/output error")


@pytest.mark.parametrize("quick", [QUICK, -1.0], ids=["loop", "thread"])
async def test_fast9_1_an_error_of_the_disk_is_told_to_who_waits_and_the_writer_goes_on(
    tmp_path: Path, quick: float
) -> None:
    guard, opener = FailingGuard(), open_quick(tmp_path)
    writer = GroupCommitWriter(opener, guard, quick)
    try:
        await writer.write_unit(lambda connection: connection.execute("CREATE TABLE line (text)"))
        guard.is_failing = True
        with pytest.raises(Unavailable, match="Input/output error"):
            await asyncio.wait_for(writer.write_unit(add("lost")), 10)
        guard.is_failing = False
        await writer.write_unit(add("kept"))
    finally:
        writer.close()
    assert read_lines(opener.path) == ["kept"]


async def test_fast9_1_two_threads_never_use_the_connection_at_once(tmp_path: Path) -> None:
    """Short and long units, failing ones and a disk that is slow at times, from many tasks."""
    opener, draw, using, inside = open_quick(tmp_path), random.Random(9), threading.Lock(), list[str]()
    opener.clock = None

    def use(text: str, *, fails: bool) -> Callable[[sqlite3.Connection], None]:
        def unit(connection: sqlite3.Connection) -> None:
            if not using.acquire(blocking=False):
                inside.append(text)
                return
            try:
                connection.executemany("INSERT INTO line VALUES (?)", [(text,), (text,)])
                if draw.random() < 0.1:
                    time.sleep(0.001)
                if fails:
                    rows = connection.execute("SELECT text FROM line")
                    raise ValueError(f"{text} {next(rows)}")
            finally:
                using.release()

        return unit

    async with open_writer(opener) as writer:
        (connection,) = opener.opened
        expected: list[str] = []

        async def write_some(task: int) -> None:
            for n in range(60):
                connection.pause = 0.004 if draw.random() < 0.2 else 0.0
                text, fails = f"{task} {n}", draw.random() < 0.05
                try:
                    await writer.write_unit(use(text, fails=fails), is_long=draw.random() < 0.1)
                except ValueError:
                    assert fails
                else:
                    assert not fails
                    expected.append(text)
                if draw.random() < 0.3:
                    await asyncio.sleep(0)

        await asyncio.gather(*(write_some(task) for task in range(20)))
    assert not inside
    assert sorted(read_lines(opener.path)) == sorted(expected * 2)


async def test_fast9_7_a_group_needs_savepoints_only_when_a_unit_fails(tmp_path: Path) -> None:
    opener = open_quick(tmp_path)
    async with open_writer(opener) as writer:
        await asyncio.gather(*(writer.write_unit(add(str(n))) for n in range(20)))
        assert opener.count("SAVEPOINT") == 0
        fault = ValueError("mine alone")
        units = [*(add(f"a{n}") for n in range(5)), failing("lost", fault), *(add(f"b{n}") for n in range(5))]
        found = await asyncio.gather(*map(writer.write_unit, units), return_exceptions=True)
        assert found == [*[None] * 5, fault, *[None] * 5]
        assert opener.count("SAVEPOINT") == 11
    kept = read_lines(opener.path)
    assert kept[20:] == [*(f"a{n}" for n in range(5)), *(f"b{n}" for n in range(5))]


async def test_fast9_7_a_unit_that_fails_only_beside_another_is_told_what_holds_in_the_end(tmp_path: Path) -> None:
    """The first fails; the second had read its row, which is gone when the group runs again."""
    fault, reads = ValueError("no"), list[int]()

    def read(connection: sqlite3.Connection) -> int:
        reads.append(connection.execute("SELECT count(*) FROM line").fetchone()[0])
        return reads[-1]

    async with open_writer(open_quick(tmp_path)) as writer:
        found: tuple[object, ...] = await asyncio.gather(
            writer.write_unit(read),
            writer.write_unit(add("kept")),
            writer.write_unit(read),
            writer.write_unit(failing("lost", fault)),
            writer.write_unit(read),
            return_exceptions=True,
        )
    assert list(found) == [0, None, 1, fault, 1]
    assert reads == [0, 1, 0, 1, 1]


class BrokenGuard(NoFileGuard):
    def check_transaction(self, connection: sqlite3.Connection) -> None:
        raise RuntimeError("an error of our own")


@pytest.mark.parametrize("quick", [QUICK, -1.0], ids=["in the loop", "in the thread"])
async def test_fast9_1_an_error_of_our_own_reaches_those_who_wait(tmp_path: Path, quick: float) -> None:
    writer = GroupCommitWriter(open_quick(tmp_path), BrokenGuard(), quick)
    with pytest.raises(RuntimeError, match="an error of our own"):
        await asyncio.wait_for(writer.write_unit(add("x")), 60)
    writer.close()


async def test_fast9_1_a_lock_between_two_tries_of_a_group_refuses_no_other_unit(tmp_path: Path) -> None:
    opener = open_quick(tmp_path)
    holders: list[threading.Thread] = []

    def lock_once(connection: sqlite3.Connection) -> None:
        """Fails, and another program takes the lock as soon as the group is rolled back."""
        if not holders:
            other = sqlite3.connect(opener.path, isolation_level=None, check_same_thread=False, timeout=60)
            holders.append(threading.Thread(target=hold, args=(other,)))
            holders[0].start()
        raise ValueError("refused")

    def hold(other: sqlite3.Connection) -> None:
        other.execute("BEGIN IMMEDIATE")
        time.sleep(0.1)
        other.execute("ROLLBACK")
        other.close()

    async with open_writer(opener) as writer:
        done = await asyncio.gather(
            writer.write_unit(lock_once), writer.write_unit(add("kept")), return_exceptions=True
        )
        await asyncio.to_thread(holders[0].join)  # the file is closed after it
    assert isinstance(done[0], ValueError)
    assert not isinstance(done[1], BaseException)
    assert read_lines(opener.path) == ["kept"]


async def test_fast9_1_slow_units_move_to_the_thread(tmp_path: Path) -> None:
    seen, opener, clock = list[bool](), open_quick(tmp_path), DiskClock()
    opener.clock = clock

    def slow(connection: sqlite3.Connection) -> None:
        clock.now += 5 * QUICK
        note_thread(seen)(connection)

    async with open_writer(opener) as writer:
        for _ in range(60):
            await writer.write_unit(slow)
            if not seen[-1]:
                return
    pytest.fail("each slow unit held the event loop up")
