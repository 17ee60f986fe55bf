"""A decision against the end, the expiry, a later decision and the clock: the first commit counts."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core import events as e
from bot.core.errors import AlreadySettled
from bot.engine.repository.job_recovery import sweep_threads
from tests.engine.decision_cases import asked
from tests.platform_fixture import PlatformFixture, choose


async def test_eng14_a_decision_after_the_end_is_refused_with_what_ended_it(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as house:
        thread, request = await asked(house)
        await house.app.cancel(thread, by="sam", reason="not today")
        with pytest.raises(AlreadySettled, match="already cancelled"):
            await house.decide(request)
        await house.settle()
        assert house.ledger.lines == []
        assert house.app.queries.find_status(thread) == "cancelled"


async def test_eng14_a_rejection_after_the_approval_is_too_late_and_says_so(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as house:
        _, request = await asked(house)
        await house.decide(request, by="olive")
        with pytest.raises(AlreadySettled, match="already approved by Olive"):
            await house.decide(request, "reject", by="max")
        await house.settle()
        assert len(house.ledger.lines) == 1


async def test_eng14_who_approved_may_take_it_back_until_it_is_started(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), choose("push", tag="v2")) as house:
        thread, request = await asked(house)
        await house.decide(request, by="olive")
        with pytest.raises(AlreadySettled):
            await house.decide(request, "reject", by="olive")
        assert (await house.decide(request, "take_back", by="olive")).status == "rejected"
        await house.settle()
        assert house.ledger.lines == []
        (second,) = await house.pending()
        await house.decide(second, by="olive")
        await house.settle()
        with pytest.raises(AlreadySettled, match="already approved by Olive"):
            await house.decide(second, "take_back", by="olive")
        assert house.ledger.lines == [f"{second.id} v2 c0ffee"]
        assert house.app.queries.find_broken_event(thread) is None


async def test_eng14_taking_back_and_running_at_once_is_one_or_the_other(tmp_path: Path) -> None:
    for n in range(6):
        folder = tmp_path / str(n)
        folder.mkdir()
        async with PlatformFixture(folder, choose("push", tag="v1")) as house:
            thread, request = await asked(house)
            await house.decide(request, by="olive")
            acts = [house.decide(request, "take_back", by="olive"), house.settle()]
            found = await asyncio.gather(*(acts if n % 2 else reversed(acts)), return_exceptions=True)
            taken_back = not any(isinstance(each, AlreadySettled) for each in found)
            await house.settle()
            assert len(house.ledger.lines) == (not taken_back)
            assert ("ToolStarted" in house.types(thread)) == (not taken_back)


async def test_eng14_a_cancellation_after_the_approval_and_before_the_run_holds(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as house:
        thread, request = await asked(house)
        await house.decide(request)
        await house.app.cancel(thread, by="olive")
        await house.settle()
        assert house.ledger.lines == []


async def test_eng15_a_click_at_the_moment_of_expiry_finds_it_expired_whoever_looks_first(tmp_path: Path) -> None:
    for n, timer_first in enumerate((True, False)):
        folder = tmp_path / str(n)
        folder.mkdir()
        async with PlatformFixture(
            folder, choose("push", tag="v1"), choose("reply", message="Nobody said yes.")
        ) as house:
            thread, request = await asked(house)
            house.clock.passes(hours=4)
            if timer_first:
                await house.settle()
            with pytest.raises(AlreadySettled, match="already expired at 2026-11-21 13:00:00"):
                await house.decide(request)
            await house.settle()
            assert house.types(thread).count("ApprovalSettled") == 1
            assert "Answered" not in house.types(thread)
            assert house.ledger.lines == []
            assert (await house.app.queries.find_request(request.id)).status == "expired"
            assert b'verdict=\\"expired\\"' in house.model.seen[-1]


async def test_eng15_click_and_timer_at_once_settle_it_once(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as house:
        thread, request = await asked(house)
        house.clock.passes(hours=4)
        await asyncio.gather(
            house.settle(), house.decide(request), house.decide(request, by="max"), return_exceptions=True
        )
        await house.settle()
        settled = [event for event in house.log(thread) if isinstance(event, e.ApprovalSettled)]
        assert [event.verdict for event in settled] == ["expired"]
        assert house.ledger.lines == []


async def test_eng15_a_click_a_moment_before_expiry_counts(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as house:
        _, request = await asked(house)
        house.clock.now += timedelta(hours=4) - timedelta(microseconds=1)
        assert (await house.decide(request)).status == "approved"
        house.clock.passes(hours=1)
        await house.settle()
        assert len(house.ledger.lines) == 1


async def test_eng10_a_clock_that_goes_back_settles_nothing_early_and_nothing_twice(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as house:
        thread = await house.launch()
        house.clock.passes(hours=-5)
        await sweep_threads(house.app.repository)
        await house.settle()
        (request,) = await house.pending()
        house.clock.passes(hours=8)
        await house.settle()
        assert [open_now.id for open_now in await house.pending()] == [request.id]
        house.clock.passes(hours=1)
        await house.settle()
        assert [x.verdict for x in house.log(thread) if isinstance(x, e.ApprovalSettled)] == ["expired"]
