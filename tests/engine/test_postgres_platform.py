"""A platform over PostgreSQL in one process: many threads at once, a restart, a hold, and the log that verifies."""

import asyncio
from collections import Counter
from pathlib import Path

import pytest

from bot.core.errors import AlreadySettled
from bot.store.postgres.store import open_postgres_store
from tests.platform_fixture import PlatformFixture, choose
from tests.postgres_databases import KEYS

MANY = 24


def open_platform(folder: Path, url: str, count: int) -> PlatformFixture:
    """A platform whose model pushes this many different tags."""
    script = [choose("push", tag=f"v{n}") for n in range(count)]
    return PlatformFixture(folder, *script, store=open_postgres_store(url, lambda: KEYS))


async def test_pg3_of_many_requests_at_once_each_is_decided_once_and_runs_once(
    tmp_path: Path, postgres_url: str
) -> None:
    async with open_platform(tmp_path, postgres_url, MANY) as platform:
        await asyncio.gather(*(platform.app.launch("pusher", "push it", by="sam") for _ in range(MANY)))
        await platform.settle()
    async with open_platform(tmp_path, postgres_url, 0) as platform:
        requests = (await platform.app.queries.list_requests(status="pending", limit=100)).items
        assert len(requests) == MANY
        both = [platform.decide(request, by=by) for request in requests for by in ("olive", "max")]
        found = await asyncio.gather(*both, return_exceptions=True)
        assert Counter(type(each).__name__ for each in found) == {"Request": MANY, AlreadySettled.__name__: MANY}
        await platform.settle()
        assert sorted(line.split()[1] for line in platform.ledger.lines) == sorted(f"v{n}" for n in range(MANY))
        assert platform.app.repository.broken == {}
        report = await platform.app.store.evidence.verify()
        assert (report.threads, report.is_sound) == (MANY, True)


@pytest.mark.parametrize("is_restarted", [False, True])
async def test_pg3_a_hold_stops_an_approved_call_until_it_is_lifted(
    tmp_path: Path, postgres_url: str, is_restarted: bool
) -> None:
    async with open_platform(tmp_path, postgres_url, 1) as platform:
        await platform.launch()
        (request,) = await platform.pending()
        await platform.decide(request)
        hold = await platform.app.place_hold("agent", "pusher", by="max")
        await platform.settle()
        assert platform.ledger.lines == []
        if not is_restarted:
            await platform.app.lift_hold(hold.id, by="max")
            await platform.settle()
            assert len(platform.ledger.lines) == 1
    if is_restarted:
        async with open_platform(tmp_path, postgres_url, 0) as platform:
            await platform.settle()
            assert platform.ledger.lines == []
            await platform.app.lift_hold(hold.id, by="max")
            await platform.settle()
            assert len(platform.ledger.lines) == 1
