"""PG8: a network that carries nothing and ends no connection: writes and reads end, nothing is doubled, and another process leads."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.core import events as e
from bot.core.errors import Unavailable
from bot.engine import leadership
from bot.store.postgres import job_leases, reader, writer
from bot.store.postgres.store import PostgresStore, open_postgres_store
from tests.engine.test_pg4_leadership import LeadingSurface, OpenedPlatforms, until
from tests.postgres_databases import KEYS
from tests.servers.fault_proxy import FaultProxy, fault_proxy
from tests.servers.postgres import PostgresServer
from tests.store.store_contract import LogWriter


@pytest.fixture
def proxy(postgres_server: PostgresServer) -> Iterator[FaultProxy]:
    with fault_proxy(postgres_server.port) as made:
        yield made


@pytest.fixture
def proxied_url(postgres_url: str, postgres_server: PostgresServer, proxy: FaultProxy) -> str:
    return postgres_url.replace(f":{postgres_server.port}/", f":{proxy.port}/")


@pytest.fixture(params=[False, True], ids=["owned", "shared"])
async def proxied(proxied_url: str, proxy: FaultProxy, request: pytest.FixtureRequest) -> AsyncIterator[PostgresStore]:
    """A store whose sessions go through the proxy."""
    opened = open_postgres_store(proxied_url, lambda: KEYS, is_shared=request.param)
    try:
        yield opened
    finally:
        proxy.thaw()
        await opened.close()


async def test_pg8_a_write_into_a_frozen_network_ends_and_is_not_doubled_when_it_thaws(
    proxied: PostgresStore, proxy: FaultProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "GROUP_SECONDS", 0.3)
    monkeypatch.setattr(writer, "LOOK_SECONDS", 0.2)
    log = await LogWriter(proxied).open()
    proxy.freeze()
    with pytest.raises(Unavailable):
        await log.append(e.Resumed(by="max"))
    proxy.thaw()  # what was sent comes through now
    found = await proxied.threads.read_rows("t1")
    log.last, log.mac = found.rows[-1], found.mac
    await log.append(e.Paused(by="max"))
    types = [row.type for row in (await proxied.threads.read_rows("t1")).rows][2:]
    assert types in (["Paused"], ["Resumed", "Paused"])
    assert (await proxied.evidence.verify()).is_sound


async def test_pg8_a_read_from_a_frozen_network_ends_and_later_ones_work(
    proxied: PostgresStore, proxy: FaultProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "ANSWER_SECONDS", 0.3)
    monkeypatch.setattr(reader, "WAIT_SECONDS", 0.5)
    await LogWriter(proxied).open()
    assert (await proxied.threads.read_rows("t1")).seq == 2
    proxy.freeze()
    with pytest.raises(Unavailable, match="cannot be read now"):
        await proxied.threads.read_rows("t1")
    proxy.thaw()
    assert (await proxied.threads.read_rows("t1")).seq == 2


async def test_pg8_a_session_that_rests_in_a_frozen_network_is_given_up(
    proxied: PostgresStore, proxy: FaultProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "PING", 0.1)
    monkeypatch.setattr(writer, "ANSWER_SECONDS", 0.2)
    log = await LogWriter(proxied).open()  # the pause before the next try is the shorter one from here on
    with capture_logs() as lines:
        proxy.freeze()
        await until(lambda: any(line["event"] == "the database does not answer" for line in lines))
    proxy.thaw()
    await log.append(e.Resumed(by="max"))
    assert (await proxied.evidence.verify()).is_sound


@pytest.fixture
async def open_leader(tmp_path: Path) -> AsyncIterator[Callable[[str], OpenedPlatforms]]:
    async with AsyncExitStack() as stack:
        yield lambda url: OpenedPlatforms(url, tmp_path, stack)


async def test_pg8_a_leader_in_a_frozen_network_steps_down_before_another_one_leads(
    proxied_url: str,
    postgres_url: str,
    proxy: FaultProxy,
    open_leader: Callable[[str], OpenedPlatforms],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(leadership, "LOOK_SECONDS", 0.05)
    monkeypatch.setattr(job_leases, "RENEW_SECONDS", 0.2)
    monkeypatch.setattr(job_leases, "ANSWER_SECONDS", 0.5)
    monkeypatch.setattr(job_leases, "LEASE_SECONDS", 4.0)
    both: list[tuple[bool, bool]] = []
    frozen, other = LeadingSurface(), LeadingSurface()
    first = await open_leader(proxied_url).open(frozen)
    await until(lambda: frozen.is_leading)
    await open_leader(postgres_url).open(other)

    def look() -> bool:
        both.append((frozen.is_leading, other.is_leading))
        return other.is_leading

    proxy.freeze()
    try:
        await until(look)
    finally:
        proxy.thaw()
    assert both[-1] == (False, True)
    assert (True, True) not in both
    async with asyncio.timeout(60):  # it works again, and leaves the lead where it is
        while not await first.store.is_answering():
            await asyncio.sleep(0.05)
    assert (frozen.is_leading, other.is_leading) == (False, True)
