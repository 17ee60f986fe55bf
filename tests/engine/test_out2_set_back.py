"""A thread that is set back by SQL to an older state, genuinely signed, while the platform runs."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.core.errors import BrokenThread
from bot.store.signed_heads import read_log_evidence
from tests.engine.failing_tools import restart
from tests.platform_fixture import FakeClock, PlatformFixture, choose


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


async def run_and_set_back(house: PlatformFixture, folder: Path) -> str:
    thread = await house.launch()
    (request,) = await house.pending()
    await house.decide(request)
    set_back = remember(folder, thread)
    await house.settle()
    assert len(house.ledger.lines) == 1
    set_back()
    house.app.repository.forget_threads(thread)
    return thread


async def test_out2_a_thread_set_back_under_a_running_house_does_not_act(tmp_path: Path) -> None:
    async with PlatformFixture(
        tmp_path, choose("push", tag="v1"), choose("reply", message="Hm."), clock=FakeClock()
    ) as house:
        thread = await run_and_set_back(house, tmp_path)
        with pytest.raises(BrokenThread, match="it was set back"):
            await house.app.say(thread, "go on", by="sam")
        await restart(house)
        assert len(house.ledger.lines) == 1
        assert list(house.app.repository.broken) == [thread]


async def test_out2_also_when_many_others_came_between(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.engine.repository.thread_repository.MAX_CACHED", 2)
    replies: list[Any] = [choose("reply", message=f"No. {n}") for n in range(9)]
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), *replies, clock=FakeClock()) as house:
        thread = await house.launch()
        (request,) = await house.pending()
        await house.decide(request)
        set_back = remember(tmp_path, thread)
        await house.settle()
        for number in range(4):
            await house.launch(f"hello {number}")
        set_back()
        await restart(house)
        assert len(house.ledger.lines) == 1
        assert list(house.app.repository.broken) == [thread]


async def test_out2_within_the_hour_it_is_noted_and_the_next_start_doubts(tmp_path: Path) -> None:
    async with PlatformFixture(
        tmp_path, choose("push", tag="v1"), choose("reply", message="Hm."), clock=FakeClock()
    ) as house:
        await run_and_set_back(house, tmp_path)
        assert not read_log_evidence(house.app.database.reading, house.app.database.signer).is_open
        house.clock.passes(hours=1)
        await house.settle()
        found = read_log_evidence(house.app.database.reading, house.app.database.signer)
        assert found.is_open
        assert "changed by another program" in found.missing
        assert len(house.ledger.lines) == 1
    async with PlatformFixture(tmp_path) as house:
        await house.app.prepare_start()
        await restart(house)
        assert len(house.ledger.lines) == 1


async def test_out2_a_thread_deleted_whole_under_a_running_house_is_not_opened_again(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), clock=FakeClock()) as house:
        thread = await house.launch()
        with closing(sqlite3.connect(tmp_path / "house.db")) as connection:
            connection.execute("DELETE FROM event")
            connection.execute("DELETE FROM thread")
            connection.commit()
        house.app.repository.forget_threads(thread)
        with pytest.raises(BrokenThread, match="event 1: it is missing"):
            await house.app.say(thread, "go on", by="sam")
