"""Reads of a database behind a network: what is written while an answer is on its way is not forgotten when it arrives."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.core import events as e
from bot.core.errors import BrokenThread
from bot.engine.repository import thread_snapshots
from bot.store.hash_chain import VerifiedRows
from tests.platform_fixture import PlatformFixture


class SlowAnswer:
    """Lets the next answer of one method of a store wait: it was read already, and arrives after `arrive`."""

    def __init__(self, part: Any, method: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self._real: Callable[..., Any] = getattr(part, method)
        self.was_read, self._arrives = asyncio.Event(), asyncio.Event()
        self._is_next = True
        monkeypatch.setattr(part, method, self._answer)

    async def _answer(self, *given: Any, **named: Any) -> Any:
        found = await self._real(*given, **named)
        if self._is_next:
            self._is_next = False
            self.was_read.set()
            await self._arrives.wait()
        return found

    def arrive(self) -> None:
        self._arrives.set()


def resume(*_: object) -> list[e.Event]:
    return [e.Resumed(by="olive")]


async def test_pg3_a_read_that_began_before_an_append_is_no_thread_that_was_set_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with PlatformFixture(tmp_path) as platform:
        thread, repository = await platform.launch(), platform.app.repository
        slow = SlowAnswer(repository.store.threads, "read_rows", monkeypatch)
        reading = asyncio.create_task(repository.read_rows(thread))
        await slow.was_read.wait()
        before = (await repository.load_thread(thread)).thread.seq
        await repository.commit_events(thread, resume)
        slow.arrive()
        assert len(await reading) == before + 1  # it was read again
        assert repository.broken == {}


async def test_pg3_a_late_answer_does_not_replace_a_thread_that_was_read_further_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with PlatformFixture(tmp_path) as platform:
        thread, repository = await platform.launch(), platform.app.repository
        repository.forget_threads()
        slow = SlowAnswer(repository.store.threads, "read_rows", monkeypatch)
        loading = asyncio.create_task(repository.load_thread(thread))
        await slow.was_read.wait()
        further = await repository.commit_events(thread, resume)
        slow.arrive()
        assert await loading is further
        assert await repository.load_thread(thread) is further


async def test_pg3_a_kept_state_that_arrives_late_does_not_replace_a_thread_that_was_read_further_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thread_snapshots, "SNAPSHOT_EVENTS", 1)
    async with PlatformFixture(tmp_path) as platform:
        thread, repository = await platform.launch(), platform.app.repository
        await repository.snapshots.flush()
        repository.forget_threads()
        slow = SlowAnswer(repository.store.threads, "read_rows", monkeypatch)
        loading = asyncio.create_task(repository.load_thread(thread))
        await slow.was_read.wait()
        further = await repository.commit_events(thread, resume)
        slow.arrive()
        assert await loading is further
        assert await repository.load_thread(thread) is further


async def test_pg3_a_thread_that_was_set_back_behind_its_kept_state_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with PlatformFixture(tmp_path) as platform:
        thread, repository = await platform.launch(), platform.app.repository
        before = await repository.store.threads.read_rows(thread)
        monkeypatch.setattr(thread_snapshots, "SNAPSHOT_EVENTS", 1)
        repository.forget_threads()
        await repository.load_thread(thread)
        await repository.snapshots.flush()
        monkeypatch.setattr(thread_snapshots, "SNAPSHOT_EVENTS", 200)
        await repository.commit_events(thread, resume)
        repository.forget_threads()

        async def read_set_back(id: str, after: int = 0, known: bytes | None = None) -> VerifiedRows:
            return VerifiedRows(before.rows[after:], before.mac, before.seq)

        monkeypatch.setattr(repository.store.threads, "read_rows", read_set_back)
        with pytest.raises(BrokenThread, match="it was set back"):
            await repository.load_thread(thread)


async def test_pg3_a_late_answer_is_read_further_when_the_thread_in_memory_is_older(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with PlatformFixture(tmp_path) as platform:
        thread, repository = await platform.launch(), platform.app.repository
        cached = await repository.load_thread(thread)
        older, rows = cached.thread, await repository.read_rows(thread)
        repository.forget_threads()

        async def read_older(*given: Any) -> VerifiedRows:
            monkeypatch.undo()
            again = await repository.load_thread(thread)
            assert again.thread.seq == older.seq
            await repository.commit_events(thread, resume)
            found = await repository.store.threads.read_rows(*given)
            again.thread, again.head, again.mac = older, rows[-1].hash, cached.mac
            return found

        monkeypatch.setattr(repository.store.threads, "read_rows", read_older)
        assert (await repository.load_thread(thread)).thread.seq == older.seq + 1


async def test_pg3_holds_that_were_read_before_a_hold_was_placed_do_not_forget_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with PlatformFixture(tmp_path) as platform:
        repository, store = platform.app.repository, platform.app.store
        slow = SlowAnswer(store.holds, "read_holds", monkeypatch)
        reading = asyncio.create_task(repository.read_holds())
        await slow.was_read.wait()
        placed = await platform.app.place_hold("all", "", by="olive", reason="", door="test")
        slow.arrive()
        await reading
        assert [hold.id for hold in repository.holds] == [placed.id]
