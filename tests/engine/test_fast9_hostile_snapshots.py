"""Attacks on a thread that is loaded from its kept state: set back behind it, changed beneath it, rendered anew."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.core import events as e
from bot.core.errors import BrokenThread
from bot.core.ports import TryLater
from bot.core.prompts.event_rendering import render_event
from bot.core.threads.thread import Thread
from bot.engine.approval_card_notes import find_notes
from bot.engine.repository import thread_snapshots
from bot.engine.repository.thread_cache import CachedThread, make_window
from bot.store.hash_chain import LogRow
from tests.engine.delivery.test_outbox import THERE, Pager
from tests.engine.failing_tools import restart
from tests.engine.test_fast9_snapshots import ANSWERS, ROUNDS, SPAN
from tests.platform_fixture import FakeClock, PlatformFixture, choose
from tests.store.log_forgery import forge, sql

COLUMNS = "seq, head, mac, status, due, owes"


@pytest.fixture(autouse=True)
def short_spans(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thread_snapshots, "SNAPSHOT_EVENTS", SPAN)
    monkeypatch.setattr(thread_snapshots, "PORTION", 5)


async def test_fast9_a_thread_set_back_behind_its_kept_state_does_not_act_in_the_running_process(
    tmp_path: Path,
) -> None:
    async with PlatformFixture(tmp_path, *ANSWERS, choose("push", tag="v1"), clock=FakeClock()) as platform:
        thread = await platform.launch("look around")
        for number in range(ROUNDS):
            await platform.say(thread, f"and now? {number}")
        (request,) = await platform.pending()
        with closing(sqlite3.connect(tmp_path / "house.db")) as file:
            old = file.execute(f"SELECT {COLUMNS} FROM thread WHERE id=?", (thread,)).fetchone()
        await platform.decide(request, "reject", reason="never")
        await platform.settle()

        def set_back(file: sqlite3.Connection, id: str) -> None:
            (kept,) = file.execute("SELECT seq FROM thread_snapshot WHERE thread=?", (id,)).fetchone()
            assert 0 < kept <= old[0]
            file.execute("DELETE FROM event WHERE thread=? AND seq>?", (id, old[0]))
            file.execute("UPDATE thread SET seq=?, head=?, mac=?, status=?, due=?, owes=? WHERE id=?", (*old, id))
            file.execute("UPDATE request SET status='pending', settled=NULL WHERE thread=?", (id,))

        forge(tmp_path / "house.db", thread, set_back)
        platform.app.repository.forget_threads()
        with pytest.raises(BrokenThread, match="it was set back"):
            await platform.app.repository.load_thread(thread)
        await restart(platform)
        assert platform.ledger.lines == []


async def test_fast9_nothing_is_delivered_over_rows_that_were_changed_beneath_the_state(tmp_path: Path) -> None:
    clock, first = FakeClock(), Pager()
    async with PlatformFixture(tmp_path, *ANSWERS, choose("push", tag="v1"), clock=clock, surfaces=[first]) as platform:
        thread = await platform.launch("look around", route=THERE)
        for number in range(ROUNDS):
            first.faults = [TryLater("later")] * 20 if number == ROUNDS - 1 else []
            await platform.app.say(thread, f"and now? {number}", by="sam", route=THERE)
            await platform.settle()
    forge(tmp_path / "house.db", thread, sql("UPDATE event SET at=at-1 WHERE thread=?1 AND seq=4"))
    clock.passes(hours=3)
    second = Pager()
    async with PlatformFixture(tmp_path, clock=clock, surfaces=[second]) as platform:
        await platform.app.repository.load_thread(thread)
        for _ in range(3):
            await restart(platform)
            clock.passes(hours=1)
        assert second.took == []
        assert list(platform.app.repository.broken) == [thread]


def mark_with(word: str) -> Callable[[e.RecordedEvent], str | None]:
    def render(recorded: e.RecordedEvent) -> str | None:
        piece = render_event(recorded)
        return piece and f"{word} {piece}"

    return render


async def test_fast9_a_state_of_another_renderer_is_thrown_away(tmp_path: Path) -> None:
    old = {"render": mark_with("old"), "renderer": "mine-1"}
    async with PlatformFixture(tmp_path, *ANSWERS, clock=FakeClock(), agent=old) as platform:
        thread = await platform.launch("look around")
        for number in range(ROUNDS - 1):
            await platform.say(thread, f"and now? {number}")
    new = {"render": mark_with("new"), "renderer": "mine-2"}
    async with PlatformFixture(tmp_path, clock=FakeClock(), agent=new) as platform:
        window = (await platform.app.repository.load_thread(thread)).window
        assert {piece.partition(" ")[0] for piece in (*window.pinned.values(), *window.pieces.values())} == {"new"}


async def test_fast9_a_window_with_a_gap_is_not_kept(tmp_path: Path) -> None:
    cached = CachedThread(Thread(id="t"), make_window(None))
    cached.window.render = lambda recorded: [][0]
    with pytest.raises(IndexError):
        cached.add_events(
            Thread(id="t", seq=1), [LogRow(1, "Woke", 1, 0, b"{}", b"")], [e.RecordedEvent(1, 0, e.Woke())]
        )
    assert not cached.is_whole


async def test_fast9_an_event_that_comes_while_notes_are_read_makes_the_card_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database behind a network answers later: what was read before the answer is not taken for the present state."""
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), clock=FakeClock()) as platform:
        await platform.launch()
        (request,) = await platform.pending()
        held = asyncio.Event()

        async def slow(*given: object) -> object:
            found = await find_notes(*given)  # type: ignore[arg-type]
            await held.wait()
            return found

        monkeypatch.setattr("bot.engine.queries.find_notes", slow)
        asked = asyncio.create_task(platform.app.queries.find_request(request.id))
        await asyncio.sleep(0)
        await platform.app.place_hold("tool", "push", by="olive", reason="the origin burns")
        held.set()
        await asked
        assert (await platform.app.queries.find_request(request.id)).card.paused


def test_fast9_the_size_counts_the_latest_events() -> None:
    cached = CachedThread(Thread(id="t"), make_window(None))
    before = cached.size
    row = LogRow(1, "Woke", 1, 0, b"x" * 50_000, b"")
    cached.add_events(Thread(id="t", seq=1), [row], [e.RecordedEvent(1, 0, e.Woke())])
    assert cached.size >= before + 50_000
