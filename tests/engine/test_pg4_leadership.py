"""Of several processes over one database one leads: it alone begins the work that channels have once, and another takes over."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.bootstrap import CountersignPlatform
from bot.core.errors import Unavailable
from bot.core.ports import ASGI, PushChannel, WebhookReceiver
from bot.engine import leadership
from bot.engine.platform import ProcessPart
from bot.store.postgres import job_leases
from bot.store.postgres.store import PostgresStore, open_postgres_store
from tests.platform_fixture import PEOPLE, OutsideLedger, ScriptedModel, agent
from tests.postgres_databases import KEYS


class LeadingSurface:
    """Notes what the platform asks of it. It fails to lead `failing` times."""

    name = "test"
    push: PushChannel | None = None
    receiver: WebhookReceiver | None = None
    pages: ASGI | None = None

    def __init__(self, failing: int = 0) -> None:
        self.done: list[str] = []
        self.failing, self.is_leading = failing, False

    async def open(self) -> None:
        self.done.append("open")

    async def lead(self, *, is_alone: bool) -> None:
        if self.failing:
            self.failing -= 1
            raise RuntimeError("the mailbox is on fire")
        self.done.append(f"lead alone={is_alone}")
        self.is_leading = not is_alone

    async def step_down(self) -> None:
        self.done.append("step down")
        self.is_leading = False

    async def shut(self) -> None:
        self.done.append("shut")


class OpenedPlatforms:
    def __init__(self, url: str, folder: Path, stack: AsyncExitStack) -> None:
        self.url, self.folder, self.stack = url, folder, stack
        self.stores: list[PostgresStore] = []

    async def open(self, surface: LeadingSurface, part: ProcessPart = ProcessPart.EVERYTHING) -> CountersignPlatform:
        store = open_postgres_store(self.url, lambda: KEYS, is_shared=True)
        self.stores.append(store)
        pusher = agent(OutsideLedger(self.folder / "ledger"))
        app = CountersignPlatform(store, [pusher], PEOPLE, {"pusher": ScriptedModel()}, part=part)
        app.add_channels([surface])
        return await self.stack.enter_async_context(app)


@pytest.fixture
async def platforms(tmp_path: Path, postgres_url: str) -> AsyncIterator[OpenedPlatforms]:
    async with AsyncExitStack() as stack:
        yield OpenedPlatforms(postgres_url, tmp_path, stack)


async def until(what: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not what():
            await asyncio.sleep(0.01)


async def test_pg4_one_server_leads_and_a_worker_never_does(
    platforms: OpenedPlatforms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leadership, "LOOK_SECONDS", 0.05)
    worker, one, two = LeadingSurface(), LeadingSurface(), LeadingSurface()
    await platforms.open(worker, ProcessPart.TURNS)
    first = await platforms.open(one)
    await until(lambda: one.is_leading)
    await platforms.open(two, ProcessPart.WEB)
    await asyncio.sleep(0.2)
    assert (worker.done, two.done) == (["open"], ["open"])
    await first.close()
    assert one.done == ["open", "lead alone=False", "step down", "shut"]
    await until(lambda: two.is_leading)
    assert worker.done == ["open"]


async def test_pg4_a_leader_whose_lease_another_process_took_steps_down(
    platforms: OpenedPlatforms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leadership, "LOOK_SECONDS", 0.05)
    monkeypatch.setattr(job_leases, "RENEW_SECONDS", 0.1)
    one = LeadingSurface()
    await platforms.open(one)
    await until(lambda: one.is_leading)
    database = platforms.stores[0].database
    await database.write_plain(
        "UPDATE lease SET holder = 'another process', until = clock_timestamp() + interval '1 s'", {}
    )
    await until(lambda: "step down" in one.done)
    await until(lambda: one.is_leading)  # the other one renews nothing, and its lease ends


async def test_pg4_a_channel_that_fails_to_begin_is_begun_again(
    platforms: OpenedPlatforms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leadership, "LOOK_SECONDS", 0.05)
    surface = LeadingSurface(failing=1)
    with capture_logs() as entries:
        await platforms.open(surface)
        await until(lambda: surface.is_leading)
    (told,) = [entry for entry in entries if entry["event"] == "leading ended"]
    assert told["error"] == "the mailbox is on fire"


async def test_pg4_upkeep_that_fails_is_tried_again(
    platforms: OpenedPlatforms, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[int] = []

    async def fail_once(repository: object) -> None:
        tried.append(1)
        if len(tried) == 1:
            raise Unavailable("The database is away.")

    monkeypatch.setattr(leadership, "run_hourly_upkeep", fail_once)
    monkeypatch.setattr(leadership, "UPKEEP_SECONDS", 0.05)
    monkeypatch.setattr(leadership, "AGAIN", 0.01)
    surface = LeadingSurface()
    await platforms.open(surface)
    await until(lambda: len(tried) >= 2)
    assert surface.is_leading


async def test_pg4_a_platform_that_owns_its_database_leads_alone(tmp_path: Path, postgres_url: str) -> None:
    surface = LeadingSurface()
    store = open_postgres_store(postgres_url, lambda: KEYS)
    pusher = agent(OutsideLedger(tmp_path / "ledger"))
    app = CountersignPlatform(store, [pusher], PEOPLE, {"pusher": ScriptedModel()})
    app.add_channels([surface])
    async with app:
        assert surface.done == ["open", "lead alone=True"]
    assert surface.done == ["open", "lead alone=True", "step down", "shut"]
