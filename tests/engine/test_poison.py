"""A fault in a turn stays with its own thread, and one file is open in one platform."""

from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.core import events as e
from bot.core.agent import Agent
from bot.core.errors import (
    DatabaseInUse,
)
from tests.engine.failing_tools import restart
from tests.platform_fixture import FakeClock, PlatformFixture, choose
from tests.sqlite_access import queue_of


async def test_eng12_a_thread_that_breaks_every_turn_is_set_aside_and_others_go_on(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as platform:
        answer = platform.model.choose

        async def choose_or_break(request: bytes) -> Any:
            if b"poison" in request:
                raise ZeroDivisionError("poison")
            return await answer(request)

        platform.model.choose = choose_or_break  # type: ignore[method-assign]
        with capture_logs() as logs:
            poison = await platform.launch("poison")
            for _ in range(20):
                platform.clock.passes(minutes=1)
                await platform.settle()
            good = await platform.launch("good")
        assert [entry["event"] for entry in logs].count("job failed") == 3
        assert [entry["event"] for entry in logs].count("job quarantined") == 1
        assert platform.types(good)[-1] == "Finished"
        assert platform.types(poison) == ["ThreadOpened", "MessageReceived"]


async def test_a_timer_is_not_lost_to_a_turn_that_failed(tmp_path: Path) -> None:
    """A look at a waiting thread fails and is put off by a second; the date of its expiry is owed again after it."""
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), choose("reply", message="Too late.")) as platform:
        thread = await platform.launch()
        read, failures = platform.app.repository.find_agent, [ZeroDivisionError("once")]

        def agent_of(found: Any) -> Any:
            if failures:
                raise failures.pop()
            return read(found)

        platform.app.repository.find_agent = agent_of  # type: ignore[method-assign,assignment]
        platform.app.queue.wake_job("turn", thread, 0)
        with capture_logs():
            await platform.settle()
        platform.clock.passes(seconds=2)
        await platform.settle()
        job = await platform.app.queue.find_job("turn", thread)
        assert (job.attempts, queue_of(platform.app).alarm) == (0, job.run_at)
        platform.clock.passes(hours=4)
        await platform.settle()
        assert [x.verdict for x in platform.log(thread) if isinstance(x, e.ApprovalSettled)] == ["expired"]


async def test_threads_of_an_agent_that_is_gone_do_not_crowd_out_the_others(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as platform:
        for _ in range(5):
            await platform.app.launch("pusher", "go", by="sam")
    other = Agent(name="other", job="Is another.", prompt="You are another.")
    async with PlatformFixture(tmp_path, agents=[other]) as platform:
        await restart(platform)
        queue_of(platform.app).alarm = 0
        await queue_of(platform.app).gather_due()
        assert not queue_of(platform.app).ready
    clock = FakeClock()
    clock.passes(hours=1)
    async with PlatformFixture(tmp_path, clock=clock) as platform:
        await restart(platform)
        assert {row.status for row in (await platform.app.queries.list_threads()).items} == {"finished"}


async def test_a_paused_thread_that_hears_much_holds_no_more_than_its_window(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("reply", message="Yes?")) as platform:
        thread = await platform.launch()
        await platform.app.pause(thread, by="olive")
        for n in range(60):
            await platform.say(thread, f"{n} " + "x" * 15_000)
        held = await platform.app.repository.load_thread(thread)
        assert held.window.size <= 60_000
        assert sum(map(len, held.bodies.values())) < 200_000


async def test_eng11_a_second_platform_on_the_same_file_is_refused(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as platform:
        thread = await platform.launch()
        with pytest.raises(DatabaseInUse, match="in use by another Countersign process"):
            PlatformFixture(tmp_path)
        assert platform.types(thread)[-1] == "Finished"
    async with PlatformFixture(tmp_path) as platform:
        assert platform.types(thread)[-1] == "Finished"


async def test_a_renderer_that_fails_never_breaks_the_chain(tmp_path: Path) -> None:
    from bot.core.prompts.event_rendering import render_event

    def fragile(recorded: e.RecordedEvent) -> str | None:
        if isinstance(recorded.event, e.ToolFinished):
            raise ZeroDivisionError("cannot be shown")
        return render_event(recorded)

    given = {"render": fragile, "renderer": "fragile-1"}
    async with PlatformFixture(tmp_path, choose("look"), agent=given) as platform:
        with capture_logs():
            thread = await platform.launch()
            for _ in range(3):
                platform.clock.passes(minutes=1)
                await platform.settle()
    async with PlatformFixture(tmp_path) as platform:
        await restart(platform)
        assert await platform.app.queries.find_broken_event(thread) is None
        assert platform.types(thread)[-1] == "Finished"
