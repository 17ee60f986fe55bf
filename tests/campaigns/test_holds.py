"""GATE7: 1,000 approved calls (40 without a full campaign) race a hold. The database itself numbers starts and holds, each in its own transaction."""

import asyncio
import os
import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.core.errors import OnHold
from bot.core.holds import Hold, HoldScope
from bot.core.request_views import Request
from tests.platform_fixture import PlatformFixture, choose
from tests.random_seed import seed_of_run
from tests.sqlite_access import sqlite_of

FULL = os.environ.get("COUNTERSIGN_CAMPAIGN") == "full"
COUNT = 1_000 if FULL else 40


def record_order(path: Path) -> None:
    """From here on every start and every hold is numbered in its own transaction: the order of the commits, by the database."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "CREATE TABLE proof (no INTEGER PRIMARY KEY AUTOINCREMENT, what TEXT, about TEXT);"
            "CREATE TRIGGER started AFTER INSERT ON numbered_event WHEN NEW.type='ToolStarted'"
            " BEGIN INSERT INTO proof (what, about) SELECT 'start', thread FROM thread_number WHERE number = NEW.key >> 24; END;"
            "CREATE TRIGGER held AFTER INSERT ON hold BEGIN INSERT INTO proof (what, about) VALUES ('hold', NEW.id); END;"
            "CREATE TRIGGER lifted AFTER UPDATE ON hold BEGIN INSERT INTO proof (what, about) VALUES ('lift', NEW.id); END;"
        )


def order(platform: PlatformFixture) -> list[str]:
    return [what for (what,) in sqlite_of(platform.app).reading.execute("SELECT what FROM proof ORDER BY no")]


async def race(folder: Path, count: int, moment: int, scope: HoldScope, name: str) -> None:
    """`count` calls are approved at once, and the hold is placed after the `moment`th of these approvals."""
    script = [choose("push", tag=f"v{n}") for n in range(count)]
    async with PlatformFixture(folder, *script) as platform:
        threads = [await platform.app.launch("pusher", f"push {n}", by="sam") for n in range(count)]
        await platform.settle()
        requests = [await platform.app.queries.find_request(f"{thread}-3") for thread in threads]
        record_order(folder / "house.db")
        platform.app.worker.start()
        approved, placed = 0, asyncio.Event()

        async def approve(request: Request) -> None:
            nonlocal approved
            try:
                await platform.decide(request)
            except OnHold:
                return
            finally:
                approved += 1
                if approved >= moment:
                    placed.set()

        async def pause() -> Hold:
            await placed.wait()
            return await platform.app.place_hold(scope, name, by="max")

        hold, *_ = await asyncio.gather(pause(), *map(approve, requests))
        await platform.app.worker.stop()
        await platform.settle()
        assert hold is not None
        seen = order(platform)
        assert seen.count("hold") == 1
        assert "start" not in seen[seen.index("hold") :]
        before = seen.count("start")
        assert before < count
        assert len(platform.ledger.lines) == before
        await platform.app.lift_hold(hold.id, by="max")
        await platform.settle()
        for request in requests:
            if (await platform.app.queries.find_request(request.id)).status == "pending":
                await platform.decide(request)
        await platform.settle()
        assert hold is not None
        seen = order(platform)
        assert "start" not in seen[seen.index("hold") : seen.index("lift")]
        assert seen.count("start") == count
        assert sorted(line.split()[1] for line in platform.ledger.lines) == sorted(f"v{n}" for n in range(count))


@pytest.mark.campaign
@pytest.mark.drawn(one_in=3)
@pytest.mark.parametrize(("scope", "name"), [("all", ""), ("agent", "pusher"), ("tool", "push")])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.8])
async def test_gate7_of_many_approved_calls_none_starts_behind_the_hold(
    tmp_path: Path, scope: HoldScope, name: str, share: float
) -> None:
    seed = seed_of_run()
    moment = max(1, int(COUNT * share * random.Random(seed).uniform(0.5, 1)))
    await race(tmp_path, COUNT, moment, scope, name)
