"""Holds are set once and lifted once, survive a restart and a fork, and are noted in every thread they stop."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.core.errors import AlreadyHeld, AlreadyLifted, NotFound, NotUnderstood
from bot.core.holds import Hold
from bot.engine.repository.thread_jobs import HOLD
from bot.store.records import AuditNote
from tests.engine.failing_tools import restart
from tests.engine.hold_cases import PUSH, Scope, every_scope, one
from tests.platform_fixture import FakeClock, PlatformFixture, choose
from tests.sqlite_access import list_notes, sqlite_of


def list_hold_notes(platform: PlatformFixture) -> list[AuditNote]:
    return [note for note in list_notes(platform.app, 100) if note.what.startswith("hold")]


async def test_gate7_a_second_hold_of_the_same_thing_is_refused_with_who_paused_it(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as platform:
        first = await platform.app.place_hold("tool", "push", by="max", reason="lunch")
        with pytest.raises(
            AlreadyHeld, match=r"The tool push is paused by Max at 21 Nov 2026, 09:00 UTC: lunch\. Nothing was changed"
        ):
            await platform.app.place_hold("tool", "push", by="olive", reason="dinner")
        second = await platform.app.place_hold("all", by="olive")
        assert [hold.id for hold in platform.app.holds.active] == [first.id, second.id]
        await platform.app.lift_hold(first.id, by="sam")
        with pytest.raises(AlreadyLifted, match="The tool push was resumed already by Sam at 21 Nov 2026, 09:00 UTC"):
            await platform.app.lift_hold(first.id, by="sam")
        with pytest.raises(NotFound, match=r"There is no hold '77'\. There are: 2 \(Everything\)\."):
            await platform.app.lift_hold(77, by="sam")
        again = await platform.app.place_hold("tool", "push", by="max")
        assert again.id == 3
        about = [(note.what, note.person, note.about, note.detail) for note in reversed(list_hold_notes(platform))]
        assert about == [
            ("hold placed", "max", "hold 1: tool push", "lunch"),
            ("hold placed", "olive", "hold 2: all", ""),
            ("hold lifted", "sam", "hold 1: tool push", "lunch"),
            ("hold placed", "max", "hold 3: tool push", ""),
        ]


async def test_gate7_an_unknown_name_is_refused_with_those_that_there_are(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as platform:
        with pytest.raises(NotFound, match=r"There is no agent 'Pusher'\. There are: pusher\."):
            await platform.app.place_hold("agent", "Pusher", by="max")
        with pytest.raises(NotFound, match=r"There is no tool 'reply'\. There are: look, push, request_approval\."):
            await platform.app.place_hold("tool", "reply", by="max")
        with pytest.raises(NotFound, match="There is no tool ''"):
            await platform.app.place_hold("tool", "", by="max")
        with pytest.raises(NotUnderstood, match="leave out 'pusher'"):
            await platform.app.place_hold("all", "pusher", by="max")
        with pytest.raises(NotUnderstood, match="501 characters; 500 is the most"):
            await platform.app.place_hold("all", by="max", reason="x" * 501)
        assert platform.app.holds.active == ()
        assert list_hold_notes(platform) == []


async def test_gate7_two_who_pause_at_once_make_one_hold(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as platform:
        tries = [platform.app.place_hold("all", by=by) for by in ("max", "olive") for _ in range(20)]
        done = await asyncio.gather(*tries, return_exceptions=True)
        assert sum(isinstance(each, Hold) for each in done) == 1
        assert sum(isinstance(each, AlreadyHeld) for each in done) == 39
        lifts = await asyncio.gather(*(platform.app.lift_hold(1, by="max") for _ in range(20)), return_exceptions=True)
        assert sum(isinstance(each, Hold) for each in lifts) == 1


async def test_gate7_under_two_holds_it_goes_on_when_both_are_lifted(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, *PUSH) as platform:
        await platform.launch()
        request = await one(platform)
        await platform.decide(request)
        first = await platform.app.place_hold("tool", "push", by="max", reason="one")
        second = await platform.app.place_hold("all", by="olive", reason="two")
        await platform.settle()
        await platform.app.lift_hold(first.id, by="max")
        await platform.settle()
        assert platform.ledger.lines == []
        assert "two" in (await platform.app.queries.find_request(request.id)).card.paused
        await platform.app.lift_hold(second.id, by="max")
        await platform.settle()
        assert len(platform.ledger.lines) == 1


@every_scope
async def test_gate7_a_hold_survives_a_restart_and_wakes_what_waited(tmp_path: Path, scope: Scope, name: str) -> None:
    """Three starts: paused, looked at, resumed; the process of each ends before its threads have been looked at."""
    clock = FakeClock()
    async with PlatformFixture(tmp_path, *PUSH, clock=clock) as platform:
        thread = await platform.launch()
        await platform.decide(await one(platform))
        hold = await platform.app.place_hold(scope, name, by="max", reason="the disk")
    async with PlatformFixture(tmp_path, clock=clock) as platform:
        await restart(platform)
        assert platform.types(thread).count("HoldPlaced") == 1
        assert platform.ledger.lines == []
        clock.passes(hours=3)
        await platform.app.lift_hold(hold.id, by="max")
    async with PlatformFixture(tmp_path, *PUSH[1:], clock=clock) as platform:
        assert sqlite_of(platform.app).reading.execute("SELECT key FROM job WHERE kind=?", (HOLD,)).fetchall() == [
            (thread,)
        ]
        await platform.settle()  # without a sweep: the job's own row brings it back
        assert platform.types(thread).count("HoldLifted") == 1
        assert len(platform.ledger.lines) == 1
        assert sqlite_of(platform.app).reading.execute("SELECT key FROM job WHERE kind=?", (HOLD,)).fetchall() == []


async def test_gate7_a_request_asked_while_the_hold_came_is_noted_too(tmp_path: Path) -> None:
    """The model's answer came in behind the hold: its request is open, paused, and goes on when the hold is lifted."""
    async with PlatformFixture(tmp_path, *PUSH) as platform:
        chosen, placed = platform.model.choose, list[Hold]()

        async def slowly(request: bytes) -> Any:
            answer = await chosen(request)
            if not placed:
                placed.append(await platform.app.place_hold("agent", "pusher", by="max"))
            return answer

        platform.model.choose = slowly  # type: ignore[method-assign]
        thread = await platform.launch()
        assert await platform.pending() == []  # chosen, and nobody is asked before it is resumed
        await platform.app.lift_hold(placed[0].id, by="max")
        await platform.settle()
        assert (await one(platform)).card.paused == ""
        assert platform.types(thread)[-1] == "ApprovalAsked"


async def test_gate7_a_fork_under_a_hold_starts_nothing(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("look"), *PUSH) as platform:
        thread = await platform.launch()
        hold = await platform.app.place_hold("all", by="max")
        await platform.settle()
        copy = await platform.app.fork(thread, by="olive")
        await platform.app.resume(copy, by="olive")
        await platform.settle()
        assert (await platform.app.queries.find_thread(copy)).calls == {}
        seen = len(platform.model.seen)
        await platform.app.lift_hold(hold.id, by="max")
        await platform.settle()
        assert len(platform.model.seen) == seen + 1


async def test_gate7_many_threads_are_noted_one_by_one_behind_the_hold(tmp_path: Path) -> None:
    script = [choose("push", tag=f"v{n}") for n in range(120)]
    async with PlatformFixture(tmp_path, *script) as platform:
        threads = [await platform.app.launch("pusher", f"push {n}", by="sam") for n in range(120)]
        await platform.settle()
        platform.app.worker.concurrent = 3
        hold = await platform.app.place_hold("all", by="max")
        assert all("HoldPlaced" not in platform.types(thread) for thread in threads)
        assert all(request.card.paused for request in await platform.pending())
        await platform.settle()
        assert all(platform.types(thread).count("HoldPlaced") == 1 for thread in threads)
        await platform.app.lift_hold(hold.id, by="max")
        await platform.settle()
        assert all(platform.types(thread).count("HoldLifted") == 1 for thread in threads)
        assert not sqlite_of(platform.app).reading.execute("SELECT 1 FROM job WHERE kind=?", (HOLD,)).fetchone()
