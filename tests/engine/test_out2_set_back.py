"""A thread that is set back by SQL to an older state, genuinely signed, while the platform runs."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.core.errors import BrokenThread
from bot.store.sqlite.signed_log_summary import read_log_evidence
from tests.engine.failing_tools import restart
from tests.platform_fixture import FakeClock, PlatformFixture, choose
from tests.sqlite_access import sqlite_of


def remember(folder: Path, thread: str) -> Callable[[], None]:
    """Returns a function that sets the thread back to its present state."""
    with closing(sqlite3.connect(folder / "house.db")) as connection:
        row = connection.execute("SELECT seq, head, mac, status, due FROM thread WHERE id=?", (thread,)).fetchone()

    def set_back() -> None:
        with closing(sqlite3.connect(folder / "house.db")) as connection:
            connection.execute("UPDATE thread SET seq=?, head=?, mac=?, status=?, due=? WHERE id=?", (*row, thread))
            connection.execute("DELETE FROM event WHERE thread=? AND seq>?", (thread, row[0]))
            connection.execute("INSERT OR REPLACE INTO job VALUES ('turn', ?, 0, 0)", (thread,))
            connection.commit()

    return set_back


async def run_and_set_back(platform: PlatformFixture, folder: Path) -> str:
    thread = await platform.launch()
    (request,) = await platform.pending()
    await platform.decide(request)
    set_back = remember(folder, thread)
    await platform.settle()
    assert len(platform.ledger.lines) == 1
    set_back()
    platform.app.repository.forget_threads(thread)
    return thread


async def test_out2_a_thread_set_back_under_a_running_platform_does_not_act(tmp_path: Path) -> None:
    async with PlatformFixture(
        tmp_path, choose("push", tag="v1"), choose("reply", message="Hm."), clock=FakeClock()
    ) as platform:
        thread = await run_and_set_back(platform, tmp_path)
        with pytest.raises(BrokenThread, match="it was set back"):
            await platform.app.say(thread, "go on", by="sam")
        await restart(platform)
        assert len(platform.ledger.lines) == 1
        assert list(platform.app.repository.broken) == [thread]


async def test_out2_also_when_many_others_came_between(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.engine.repository.thread_cache.CACHE_ROOM", 20_000)
    replies: list[Any] = [choose("reply", message=f"No. {n}") for n in range(9)]
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), *replies, clock=FakeClock()) as platform:
        thread = await platform.launch()
        (request,) = await platform.pending()
        await platform.decide(request)
        set_back = remember(tmp_path, thread)
        await platform.settle()
        for number in range(4):
            await platform.launch(f"hello {number}")
        set_back()
        await restart(platform)
        assert len(platform.ledger.lines) == 1
        assert list(platform.app.repository.broken) == [thread]


async def test_out2_within_the_hour_it_is_noted_and_the_next_start_doubts(tmp_path: Path) -> None:
    async with PlatformFixture(
        tmp_path, choose("push", tag="v1"), choose("reply", message="Hm."), clock=FakeClock()
    ) as platform:
        await run_and_set_back(platform, tmp_path)
        assert not read_log_evidence(sqlite_of(platform.app).reading, sqlite_of(platform.app).signer).is_open
        platform.clock.passes(hours=1)
        await platform.settle()
        found = read_log_evidence(sqlite_of(platform.app).reading, sqlite_of(platform.app).signer)
        assert found.is_open
        assert "changed by another program" in found.missing
        assert len(platform.ledger.lines) == 1
    async with PlatformFixture(tmp_path) as platform:
        await platform.app.prepare_start()
        await restart(platform)
        assert len(platform.ledger.lines) == 1


async def test_out2_a_thread_deleted_whole_under_a_running_platform_is_not_opened_again(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), clock=FakeClock()) as platform:
        thread = await platform.launch()
        with closing(sqlite3.connect(tmp_path / "house.db")) as connection:
            connection.execute("DELETE FROM event")
            connection.execute("DELETE FROM thread")
            connection.commit()
        platform.app.repository.forget_threads(thread)
        with pytest.raises(BrokenThread, match="event 1: it is missing"):
            await platform.app.say(thread, "go on", by="sam")
