"""A job row that was lost is owed again, at the next start and within the hour: nothing hangs on it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.core import events as e
from bot.core.ports import TryLater
from tests.engine.delivery.test_outbox import THERE, Pager, platform_with
from tests.engine.failing_tools import die_in_the_tool, restart
from tests.platform_fixture import FakeClock, PlatformFixture, choose
from tests.sqlite_access import queue_of, sqlite_of


def lose_jobs(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "house.db")) as connection:
        assert connection.execute("DELETE FROM job").rowcount
        connection.commit()


def verdicts(platform: PlatformFixture, thread: str) -> list[str]:
    return [event.verdict for event in platform.log(thread) if isinstance(event, e.ApprovalSettled)]


@pytest.mark.parametrize("paused", [False, True])
async def test_out4_an_expiry_whose_job_was_lost_comes_within_the_hour(tmp_path: Path, paused: bool) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), choose("reply", message="Too late.")) as platform:
        thread = await platform.launch()
        if paused:
            await platform.app.pause(thread, by="olive")
            await platform.settle()
        lose_jobs(tmp_path)
        with capture_logs() as lines:
            platform.clock.passes(minutes=59)
            await platform.settle()
            assert (await platform.app.queue.find_job("turn", thread)).run_at == 0
            platform.clock.passes(minutes=1)
            await platform.settle()
        assert [line["event"] for line in lines] == ["lost jobs are owed again"]
        assert verdicts(platform, thread) == []
        platform.clock.passes(hours=3)
        await platform.settle()
        assert verdicts(platform, thread) == ["expired"]


@pytest.mark.parametrize("paused", [False, True])
async def test_out4_an_expiry_whose_job_was_lost_comes_after_a_start(tmp_path: Path, paused: bool) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as platform:
        thread = await platform.launch()
        if paused:
            await platform.app.pause(thread, by="olive")
            await platform.settle()
    lose_jobs(tmp_path)
    clock = FakeClock()
    async with PlatformFixture(tmp_path, choose("reply", message="Too late."), clock=clock) as platform:
        await restart(platform)
        clock.passes(hours=5)
        await platform.settle()
        assert verdicts(platform, thread) == ["expired"]


async def test_out4_a_delivery_whose_job_was_lost_goes_out_within_the_hour(tmp_path: Path) -> None:
    pager = Pager(TryLater("rate limited", 30))
    async with platform_with(tmp_path, pager, choose("reply", message="Hello.")) as platform:
        await platform.launch(route=THERE)
        assert pager.took == []
        lose_jobs(tmp_path)
        platform.clock.passes(minutes=60)
        await platform.settle()
        assert [card.text for _, card in pager.took] == ["Hello."]
        assert sqlite_of(platform.app).reading.execute("SELECT due, owes FROM thread").fetchall() == [(None, None)]


async def test_out4_a_delivery_whose_job_was_lost_goes_out_after_a_start(tmp_path: Path) -> None:
    async with platform_with(
        tmp_path, Pager(TryLater("rate limited", 30)), choose("reply", message="Hello.")
    ) as platform:
        await platform.launch(route=THERE)
    lose_jobs(tmp_path)
    pager = Pager()
    async with platform_with(tmp_path, pager) as platform:
        platform.clock.passes(minutes=1)
        await restart(platform)
        assert [card.text for _, card in pager.took] == ["Hello."]


@pytest.mark.parametrize("end", ["cancel", "pause"])
async def test_out4_a_start_without_an_end_is_recovered_also_in_a_stopped_thread_without_its_job(
    tmp_path: Path, end: str
) -> None:
    thread = await die_in_the_tool(tmp_path, before=False)
    async with PlatformFixture(tmp_path) as platform:
        await (platform.app.cancel if end == "cancel" else platform.app.pause)(thread, by="olive")
    lose_jobs(tmp_path)
    async with PlatformFixture(tmp_path) as platform:
        await restart(platform)
        assert [event.happened for event in platform.log(thread) if isinstance(event, e.OutcomeSettled)] == [True]
        assert len(platform.ledger.lines) == 1


async def test_out4_the_dates_beside_the_heads_are_those_of_the_jobs(tmp_path: Path) -> None:
    """Through a whole life of a thread: asked, paused, resumed, decided, run, slept, ended."""
    script = (choose("push", tag="v1"), choose("wait", seconds=600, why="rest"), choose("done", message="Done."))
    async with PlatformFixture(tmp_path, *script) as platform:
        thread = await platform.launch()

        def agree() -> None:
            (due,) = sqlite_of(platform.app).reading.execute("SELECT due FROM thread").fetchone()
            job = sqlite_of(platform.app).reading.execute("SELECT run_at FROM job WHERE kind='turn'").fetchone()
            assert (due is None) == (job is None)
            assert due is None or due == job[0]

        agree()
        await platform.app.pause(thread, by="olive")
        await platform.settle()
        agree()
        await platform.app.resume(thread, by="olive")
        await platform.settle()
        agree()
        (request,) = await platform.pending()
        await platform.decide(request)
        await platform.settle()
        agree()
        platform.clock.passes(minutes=11)
        await platform.settle()
        agree()
        assert platform.types(thread)[-1] == "Finished"


@pytest.mark.parametrize("when", ["start", "hour"])
async def test_out4_a_notice_of_a_hold_whose_job_was_lost_comes(tmp_path: Path, when: str) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), clock=FakeClock()) as platform:
        thread = await platform.launch()
        for act, noted in (("place", "HoldPlaced"), ("lift", "HoldLifted")):
            if act == "place":
                hold = await platform.app.place_hold("tool", "push", by="olive")
            else:
                await platform.app.lift_hold(hold.id, by="olive")
            queue_of(platform.app).ready.clear()
            lose_jobs(tmp_path)
            if when == "hour":
                platform.clock.passes(hours=1)
                await platform.settle()
            else:
                await restart(platform)
            assert platform.types(thread).count(noted) == 1
