"""A decision against the end, the expiry, a later decision and the clock: the first commit counts."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core import events as e
from bot.core.errors import AlreadySettled
from bot.engine.repository.startup_and_hourly_upkeep import sweep_threads
from tests.engine.decision_cases import asked
from tests.platform_fixture import PlatformFixture, choose


async def test_eng14_a_decision_after_the_end_is_refused_with_what_ended_it(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as platform:
        thread, request = await asked(platform)
        await platform.app.cancel(thread, by="sam", reason="not today")
        with pytest.raises(AlreadySettled, match="already cancelled"):
            await platform.decide(request)
        await platform.settle()
        assert platform.ledger.lines == []
        assert await platform.app.queries.find_status(thread) == "cancelled"


async def test_eng14_a_rejection_after_the_approval_is_too_late_and_says_so(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as platform:
        _, request = await asked(platform)
        await platform.decide(request, by="olive")
        with pytest.raises(AlreadySettled, match="already approved by Olive"):
            await platform.decide(request, "reject", by="max")
        await platform.settle()
        assert len(platform.ledger.lines) == 1


async def test_eng14_who_approved_may_take_it_back_until_it_is_started(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), choose("push", tag="v2")) as platform:
        thread, request = await asked(platform)
        await platform.decide(request, by="olive")
        with pytest.raises(AlreadySettled):
            await platform.decide(request, "reject", by="olive")
        assert (await platform.decide(request, "take_back", by="olive")).status == "rejected"
        await platform.settle()
        assert platform.ledger.lines == []
        (second,) = await platform.pending()
        await platform.decide(second, by="olive")
        await platform.settle()
        with pytest.raises(AlreadySettled, match="already approved by Olive"):
            await platform.decide(second, "take_back", by="olive")
        assert platform.ledger.lines == [f"{second.id} v2 c0ffee"]
        assert await platform.app.queries.find_broken_event(thread) is None


async def test_eng14_taking_back_and_running_at_once_is_one_or_the_other(tmp_path: Path) -> None:
    for n in range(6):
        folder = tmp_path / str(n)
        folder.mkdir()
        async with PlatformFixture(folder, choose("push", tag="v1")) as platform:
            thread, request = await asked(platform)
            await platform.decide(request, by="olive")
            acts = [platform.decide(request, "take_back", by="olive"), platform.settle()]
            found = await asyncio.gather(*(acts if n % 2 else reversed(acts)), return_exceptions=True)
            taken_back = not any(isinstance(each, AlreadySettled) for each in found)
            await platform.settle()
            assert len(platform.ledger.lines) == (not taken_back)
            assert ("ToolStarted" in platform.types(thread)) == (not taken_back)


async def test_eng14_a_cancellation_after_the_approval_and_before_the_run_holds(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as platform:
        thread, request = await asked(platform)
        await platform.decide(request)
        await platform.app.cancel(thread, by="olive")
        await platform.settle()
        assert platform.ledger.lines == []


async def test_eng15_a_click_at_the_moment_of_expiry_finds_it_expired_whoever_looks_first(tmp_path: Path) -> None:
    for n, timer_first in enumerate((True, False)):
        folder = tmp_path / str(n)
        folder.mkdir()
        async with PlatformFixture(
            folder, choose("push", tag="v1"), choose("reply", message="Nobody said yes.")
        ) as platform:
            thread, request = await asked(platform)
            platform.clock.passes(hours=4)
            if timer_first:
                await platform.settle()
            with pytest.raises(AlreadySettled, match="already expired at 2026-11-21 13:00:00"):
                await platform.decide(request)
            await platform.settle()
            assert platform.types(thread).count("ApprovalSettled") == 1
            assert "Answered" not in platform.types(thread)
            assert platform.ledger.lines == []
            assert (await platform.app.queries.find_request(request.id)).status == "expired"
            assert b'verdict=\\"expired\\"' in platform.model.seen[-1]


async def test_eng15_click_and_timer_at_once_settle_it_once(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as platform:
        thread, request = await asked(platform)
        platform.clock.passes(hours=4)
        await asyncio.gather(
            platform.settle(), platform.decide(request), platform.decide(request, by="max"), return_exceptions=True
        )
        await platform.settle()
        settled = [event for event in platform.log(thread) if isinstance(event, e.ApprovalSettled)]
        assert [event.verdict for event in settled] == ["expired"]
        assert platform.ledger.lines == []


async def test_eng15_a_click_a_moment_before_expiry_counts(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as platform:
        _, request = await asked(platform)
        platform.clock.now += timedelta(hours=4) - timedelta(microseconds=1)
        assert (await platform.decide(request)).status == "approved"
        platform.clock.passes(hours=1)
        await platform.settle()
        assert len(platform.ledger.lines) == 1


async def test_eng10_a_clock_that_goes_back_settles_nothing_early_and_nothing_twice(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as platform:
        thread = await platform.launch()
        platform.clock.passes(hours=-5)
        await sweep_threads(platform.app.repository)
        await platform.settle()
        (request,) = await platform.pending()
        platform.clock.passes(hours=8)
        await platform.settle()
        assert [open_now.id for open_now in await platform.pending()] == [request.id]
        platform.clock.passes(hours=1)
        await platform.settle()
        assert [x.verdict for x in platform.log(thread) if isinstance(x, e.ApprovalSettled)] == ["expired"]
