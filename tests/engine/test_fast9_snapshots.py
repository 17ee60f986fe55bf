"""A long thread is loaded from its kept state, which counts only when it is ours and its rows are what they were."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from bot.core.errors import BrokenThread
from bot.core.prompts.event_rendering import write_request
from bot.core.threads.thread import Thread
from bot.engine.model.model_step import ModelStep, build_prompt
from bot.engine.platform import CountersignPlatform
from bot.engine.repository import thread_cache, thread_snapshots
from bot.engine.repository.thread_cache import CachedThread
from bot.engine.tools.executor import ToolExecutor
from bot.engine.turn import ThreadTurn
from bot.store.hash_chain import VerifiedRows
from tests.engine.failing_tools import restart
from tests.platform_fixture import START, FakeClock, PlatformFixture, choose
from tests.store.log_forgery import Forgery, add_events, answered, forge, settled, sql

ROUNDS = 6
SPAN = 12
"""Events after which a snapshot is kept here."""
ANSWERS: tuple[Any, ...] = tuple(
    answer for n in range(ROUNDS) for answer in (choose("look", limit=n + 1), choose("reply", message=f"No. {n}"))
)


@pytest.fixture(autouse=True)
def short_spans(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thread_snapshots, "SNAPSHOT_EVENTS", SPAN)
    monkeypatch.setattr(thread_snapshots, "PORTION", 5)


async def long_thread(folder: Path) -> str:
    """A thread of some snapshots and a few later events, that waits for an approval of push v1; nothing runs."""
    script = (*ANSWERS, choose("push", tag="v1"))
    async with PlatformFixture(folder, *script, clock=FakeClock()) as platform:
        thread = await platform.launch("look around")
        for number in range(ROUNDS):
            await platform.say(thread, f"and now? {number}")
        assert [each.thread_id for each in await platform.pending()] == [thread]
    return thread


def note_reads(app: CountersignPlatform, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The number after which each read of rows began."""
    begun: list[int] = []
    read = app.store.threads.read_rows

    async def noting(thread: str, after: int = 0, before: bytes | None = None) -> VerifiedRows:
        begun.append(after)
        return await read(thread, after, before)

    monkeypatch.setattr(app.store.threads, "read_rows", noting)
    return begun


def show(cached: CachedThread, app: CountersignPlatform) -> bytes:
    return write_request(build_prompt(cached, app.agents["pusher"], "scripted", START).prompt)


async def test_fast9_a_cold_thread_is_read_from_its_kept_state_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread = await long_thread(tmp_path)
    async with PlatformFixture(tmp_path, choose("reply", message="Done."), clock=FakeClock()) as platform:
        begun = note_reads(platform.app, monkeypatch)
        cached = await platform.app.repository.load_thread(thread)
        assert len(begun) == 1
        assert cached.thread.seq - SPAN <= begun[0] < cached.thread.seq
        monkeypatch.setattr(thread_snapshots, "find_fold_version", lambda: "another fold")
        platform.app.repository.forget_threads()
        whole = await platform.app.repository.load_thread(thread)
        assert begun[1:] == [0]
        assert cached.thread == whole.thread
        assert (cached.head, cached.mac) == (whole.head, whole.mac)
        assert show(cached, platform.app) == show(whole, platform.app)
        monkeypatch.undo()
        platform.app.repository.forget_threads()
        (request,) = await platform.pending()
        await platform.decide(request)
        await platform.settle()
        (line,) = platform.ledger.lines
        assert line.endswith(" v1 c0ffee")
        assert platform.types(thread)[-1] == "Said"


async def loaded_from(folder: Path, thread: str, monkeypatch: pytest.MonkeyPatch) -> tuple[int, CachedThread]:
    """The event after which a new process reads the log, and the thread."""
    async with PlatformFixture(folder, clock=FakeClock()) as platform:
        begun = note_reads(platform.app, monkeypatch)
        cached = await platform.app.repository.load_thread(thread)
        monkeypatch.undo()
        return begun[-1], cached


@pytest.mark.parametrize(
    "act",
    [
        sql("UPDATE thread_snapshot SET body=x'789c' WHERE thread=?1"),
        sql("UPDATE thread_snapshot SET mac=zeroblob(32) WHERE thread=?1"),
        sql("UPDATE thread_snapshot SET seq=seq-1 WHERE thread=?1"),
        sql("UPDATE thread_snapshot SET head=zeroblob(32) WHERE thread=?1"),
        sql("UPDATE thread_snapshot SET version='1' WHERE thread=?1"),
        sql("UPDATE thread_snapshot SET mac='text', seq='many' WHERE thread=?1"),
        sql("UPDATE thread_snapshot SET thread='another' WHERE thread=?1"),
        sql("DELETE FROM thread_snapshot WHERE thread=?1"),
    ],
)
async def test_fast9_a_state_that_is_not_ours_is_thrown_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: Forgery
) -> None:
    thread = await long_thread(tmp_path)
    begun, before = await loaded_from(tmp_path, thread, monkeypatch)
    assert begun > 0
    forge(tmp_path / "house.db", thread, act)
    begun, after = await loaded_from(tmp_path, thread, monkeypatch)
    assert begun == 0
    assert after.thread == before.thread


async def test_fast9_a_state_of_another_thread_is_thrown_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    thread = await long_thread(tmp_path)
    async with PlatformFixture(tmp_path, choose("push", tag="v9"), clock=FakeClock()) as platform:
        other = await platform.launch("push v9")
    columns = "seq, head, version, body, mac"
    copied = sql(f"INSERT INTO thread_snapshot SELECT '{other}', {columns} FROM thread_snapshot WHERE thread=?1")
    forge(tmp_path / "house.db", thread, copied)
    begun, cached = await loaded_from(tmp_path, other, monkeypatch)
    assert begun == 0
    assert cached.thread.id == other


@pytest.mark.parametrize(
    "act",
    [
        sql("UPDATE event SET at=at-1 WHERE thread=?1 AND seq=4"),
        sql("DELETE FROM event WHERE thread=?1 AND seq=6"),
        sql(
            "UPDATE event SET body=(SELECT body FROM event WHERE thread=?1 AND type='MessageReceived' AND seq>9)"
            " WHERE thread=?1 AND type='MessageReceived' AND seq<9"
        ),
    ],
    ids=["time", "deleted", "body"],
)
async def test_fast9_nothing_acts_over_rows_that_were_changed_beneath_the_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: Forgery
) -> None:
    thread = await long_thread(tmp_path)
    forge(tmp_path / "house.db", thread, act, sql("INSERT OR REPLACE INTO job VALUES ('turn', ?1, 0, 0)"))
    async with PlatformFixture(tmp_path, choose("reply", message="Done."), clock=FakeClock()) as platform:
        begun, before = note_reads(platform.app, monkeypatch), platform.types(thread)
        (request,) = await platform.pending()
        assert 0 not in begun  # it was shown as it was kept
        with pytest.raises(BrokenThread):
            await platform.decide(request)
        await restart(platform)
        assert list(platform.app.repository.broken) == [thread]
        assert (platform.types(thread), platform.ledger.lines) == (before, [])
        with pytest.raises(BrokenThread):
            await platform.app.repository.load_thread(thread)


async def test_fast9_no_turn_is_taken_over_such_rows_either(tmp_path: Path) -> None:
    thread = await long_thread(tmp_path)
    forge(tmp_path / "house.db", thread, sql("UPDATE event SET at=at-1 WHERE thread=?1 AND seq=4"))
    async with PlatformFixture(tmp_path, choose("reply", message="Done."), clock=FakeClock()) as platform:
        repository = platform.app.repository
        await repository.load_thread(thread)
        turn = ThreadTurn(repository, ModelStep(repository, platform.app.models), ToolExecutor(repository))
        with pytest.raises(BrokenThread):
            await turn.take_turn(thread)


async def test_fast9_a_log_that_ends_before_its_kept_state_was_set_back(tmp_path: Path) -> None:
    thread = await long_thread(tmp_path)

    def set_back(connection: sqlite3.Connection, id: str) -> None:
        (kept,) = connection.execute("SELECT seq FROM thread_snapshot WHERE thread=?", (id,)).fetchone()
        connection.execute("DELETE FROM event WHERE thread=? AND seq>=?", (id, kept))
        connection.execute(
            "UPDATE thread SET seq=?, head=(SELECT hash FROM event WHERE thread=? AND seq=?) WHERE id=?",
            (kept - 1, id, kept - 1, id),
        )

    forge(tmp_path / "house.db", thread, set_back)
    async with PlatformFixture(tmp_path, clock=FakeClock()) as platform:
        with pytest.raises(BrokenThread):
            await platform.app.repository.load_thread(thread)


async def test_fast9_forged_rows_behind_the_state_do_not_act(tmp_path: Path) -> None:
    thread = await long_thread(tmp_path)
    forge(tmp_path / "house.db", thread, add_events(answered, settled))
    async with PlatformFixture(tmp_path, clock=FakeClock()) as platform:
        await restart(platform)
        assert platform.ledger.lines == []
        with pytest.raises(BrokenThread):
            await platform.app.repository.load_thread(thread)


async def test_fast9_threads_are_held_by_their_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = [choose("reply", message="x" * 40) for _ in range(20)]
    monkeypatch.setattr(thread_cache, "CACHE_ROOM", 10 * thread_cache.THREAD_BYTES)
    async with PlatformFixture(tmp_path, *script, choose("reply", message="y" * 3_000), clock=FakeClock()) as platform:
        for number in range(20):
            await platform.launch(f"hello {number}")
        small = len(platform.app.repository._cached)
        assert 3 < small < 10
        large = await platform.launch("z" * 20_000)
        assert len(platform.app.repository._cached) < small
        assert platform.app.repository._cached.get(large) is not None
        assert "Said" in platform.types(large)


def test_fast9_the_sizes_of_a_cache_are_those_of_its_threads() -> None:
    cache = thread_cache.ThreadCache(3 * thread_cache.THREAD_BYTES)
    for id in ("a", "b", "c"):
        cache.add(id, CachedThread(Thread(id=id), thread_cache.make_window(None)))
    assert cache.use("a") is not None
    cache.add("d", CachedThread(Thread(id="d"), thread_cache.make_window(None)))
    assert [id for id in "abcd" if cache.get(id)] == ["a", "c", "d"]
    cache.drop("c")
    cache.drop("c")
    cache.add("e", CachedThread(Thread(id="e"), thread_cache.make_window(None)))
    assert [id for id in "abcde" if cache.get(id)] == ["a", "d", "e"]
    cache.clear()
    assert len(cache) == 0
