"""A trigger begins one thread at each of its times: over restarts, in several processes, and when the database is away."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.bootstrap import build_platform
from bot.core.channel_messages import InboundMessage, IntakeResult
from bot.core.errors import BadConfiguration, BadSetting, Unavailable
from bot.engine.channel_gateway import PlatformChannelGateway
from bot.settings import EnvironmentSettings, FileConfig
from channels.cron.channel import CronOptions, CronSurface
from tests.channels.channel_world import AdapterSetup
from tests.channels.contract import SetupContract, Surroundings
from tests.http.http_client import ORIGIN
from tests.platform_fixture import START, FakeClock, PlatformFixture

DAILY = {"agent": "pusher", "schedule": "0 9 * * *", "timezone": "Europe/Berlin", "text": "What waits?"}


@pytest.fixture
def setup() -> AdapterSetup:
    return AdapterSetup(
        package="cron", name="cron", table={"daily": DAILY}, environ={}, secrets=("-",), bad_environs=[{}]
    )


class TestCronSetup(SetupContract):
    async def test_kit5_a_setting_that_cannot_work_is_refused_and_no_secret_is_quoted(
        self, setup: AdapterSetup
    ) -> None:
        """It has no secret; an agent that is not there is refused."""
        with pytest.raises(BadSetting, match="'nobody'"):
            setup.build(Surroundings(setup), {"daily": {**DAILY, "agent": "nobody"}})


class Hours:
    """Time that passes when a surface sleeps; `until` its end the surface runs, then it stands still."""

    def __init__(self, clock: FakeClock) -> None:
        self.clock, self.end, self.is_over = clock, clock.now, asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)
        if self.clock.now >= self.end:
            self.is_over.set()
            await asyncio.Event().wait()
        self.clock.passes(seconds=seconds or 0.001)

    async def run(self, surface: CronSurface, hours: float) -> None:
        """Let the surface lead for so many hours, then step down."""
        self.end, self.is_over = self.clock.now + timedelta(hours=hours), asyncio.Event()
        await surface.lead(is_alone=True)
        await asyncio.wait_for(self.is_over.wait(), 60)
        await surface.step_down()


class World:
    def __init__(self, platform: PlatformFixture, clock: FakeClock) -> None:
        self.platform, self.clock, self.hours = platform, clock, Hours(clock)

    def make_surface(self, gateway: Any = None, **fields: Any) -> CronSurface:
        options = CronOptions.model_validate({"daily": {**DAILY, **fields}})
        found = gateway or PlatformChannelGateway(self.platform.app, "cron", {}, ORIGIN)
        return CronSurface(options.root, found, self.hours.sleep)

    async def count_threads(self) -> int:
        return len((await self.platform.app.queries.list_threads(limit=200)).items)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_platform(tmp_path) as found:
        yield found


@asynccontextmanager
async def open_platform(folder: Path, clock: FakeClock | None = None) -> AsyncIterator[World]:
    clock = clock or FakeClock()
    async with PlatformFixture(folder, clock=clock) as platform:
        yield World(platform, clock)


async def test_trg1_a_thread_begins_at_each_time_and_tells_nobody_as_its_requester(world: World) -> None:
    await world.hours.run(world.make_surface(), hours=72)
    threads = (await world.platform.app.queries.list_threads(limit=10)).items
    assert len(threads) == 3
    thread = (await world.platform.app.repository.load_thread(threads[0].id)).thread
    assert thread.requester == "system:cron"
    assert "What waits?" in str(world.platform.log(threads[0].id)[0])


async def test_trg1_a_restart_begins_no_time_again(world: World) -> None:
    for _ in range(6):
        await world.hours.run(world.make_surface(), hours=4.1)
    assert await world.count_threads() == 1


async def test_trg1_two_processes_that_both_lead_begin_one_thread(world: World) -> None:
    surfaces = [world.make_surface() for _ in range(3)]
    world.hours.end = world.clock.now + timedelta(hours=30)
    for surface in surfaces:
        await surface.lead(is_alone=False)
    await asyncio.wait_for(world.hours.is_over.wait(), 60)
    for surface in surfaces:
        await surface.step_down()
    assert await world.count_threads() == 1


@pytest.mark.parametrize(("late", "count"), [("PT4H", 1), ("PT1H", 0), ("P7D", 1)])
async def test_trg1_the_latest_missed_time_begins_a_thread_unless_it_is_too_late(
    world: World, late: str, count: int
) -> None:
    world.clock.now = START.replace(hour=11) + timedelta(days=10)  # three hours after nine o'clock in Berlin
    await world.hours.run(world.make_surface(late=late), hours=0.1)
    assert await world.count_threads() == count


async def test_trg1_a_database_that_is_away_at_the_time_loses_no_thread(world: World) -> None:
    surface = world.make_surface(Away(PlatformChannelGateway(world.platform.app, "cron", {}, ORIGIN), times=3))
    await world.hours.run(surface, hours=30)
    assert await world.count_threads() == 1
    assert surface.trouble == ""


class Away:
    """A gateway whose database does not take the first messages."""

    def __init__(self, gateway: PlatformChannelGateway, times: int) -> None:
        self.clock, self.agents, self._take, self.times = gateway.clock, gateway.agents, gateway.take_message, times

    async def take_message(self, message: InboundMessage) -> IntakeResult:
        self.times -= 1
        if self.times >= 0:
            raise Unavailable("The database is away.")
        return await self._take(message)


async def test_trg1_a_thread_that_the_platform_refuses_is_told(world: World) -> None:
    surface = world.make_surface(agent="gone")
    await world.hours.run(surface, hours=30)
    assert await world.count_threads() == 0
    assert "[channels.cron.daily] began no thread at" in surface.trouble
    assert "gone" in surface.trouble


async def test_trg1_a_trigger_that_was_changed_to_an_earlier_time_begins_the_day_no_second_time(world: World) -> None:
    await world.hours.run(world.make_surface(), hours=24)
    await world.hours.run(world.make_surface(text="Another text."), hours=1)
    assert await world.count_threads() == 1


@pytest.mark.parametrize(
    ("report_to", "said"),
    [("pager:olive", "no channel of this configuration delivers to 'pager'"), ("webhook:ci", "delivers to 'webhook'")],
)
def test_trg1_an_address_that_no_channel_delivers_to_stops_the_start(report_to: str, said: str, tmp_path: Path) -> None:
    tables = {"cron": {"daily": {**DAILY, "agent": "deploybot", "report_to": report_to}}}
    with pytest.raises(BadConfiguration, match=said):
        build_platform(
            EnvironmentSettings(), FileConfig(agents={"deploybot": {"repository": str(tmp_path)}}, channels=tables)
        )
