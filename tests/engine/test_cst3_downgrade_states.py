"""A downgrade and an upgrade with an open request in each state: nothing is lost, decided, run twice or asked anew."""

import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.people import ApproverClause
from bot.core.policy import Policy
from bot.store.compression import unpack_body
from bot.store.sqlite.downgrade_to_previous_release import downgrade_database
from bot.store.sqlite.log_verification import inspect_log
from bot.store.tables import SQLITE_TABLES
from tests.engine.failing_tools import restart
from tests.engine.resting_cases import STATES
from tests.platform_fixture import PlatformFixture, choose
from tests.sqlite_access import sqlite_of

TWO = Policy(approvers=(ApproverClause(groups=("managers",), quorum=2),))


async def with_first_vote(platform: PlatformFixture) -> str:
    platform.model.script = [choose("push", tag="v1")]
    thread = await platform.launch()
    (request,) = await platform.pending()
    await platform.decide(request, by="olive")
    return thread


async def with_hold(platform: PlatformFixture) -> str:
    platform.model.script = [choose("push", tag="v1")]
    thread = await platform.launch()
    await platform.app.place_hold("all", by="max", reason="the origin burns")
    return thread


async def with_pause(platform: PlatformFixture) -> str:
    platform.model.script = [choose("push", tag="v1")]
    thread = await platform.launch()
    await platform.app.pause(thread, by="sam")
    return thread


async def with_rejection(platform: PlatformFixture) -> str:
    platform.model.script = [choose("push", tag="v1")]
    thread = await platform.launch()
    (request,) = await platform.pending()
    await platform.decide(request, "reject", reason="no")
    return thread


OPEN: dict[str, Callable[[PlatformFixture], Awaitable[str]]] = {
    **STATES,
    "a first vote of two": with_first_vote,
    "a hold": with_hold,
    "a pause": with_pause,
    "a rejection": with_rejection,
}


def list_rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables that each release has, but the revision and what channels remember. Bodies are inflated: a downgrade changes their form."""
    with closing(sqlite3.connect(path)) as file:
        tables = [name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
        skipped = ("alembic_version", "vault", "channel_data", "thread_snapshot", *SQLITE_TABLES)
        rows = {
            name: sorted(file.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr)
            for name in tables
            if name not in skipped and not name.startswith("sqlite_")
        }
    events = [(*row[:5], unpack_body(row[5], row[0]), row[6]) for row in rows["event"]]
    return {**rows, "event": sorted(events, key=repr)}


@pytest.mark.parametrize("state", OPEN)
async def test_cst3_a_downgrade_and_an_upgrade_keep_an_open_request_in_each_state(tmp_path: Path, state: str) -> None:
    path, policy = tmp_path / "house.db", {"policy": TWO} if state == "a first vote of two" else {}
    async with PlatformFixture(tmp_path, agent=policy) as platform:
        thread = await OPEN[state](platform)
        requests = [each.model_dump_json() for each in (await platform.app.queries.list_requests()).items]
        events, ran, now, keys = platform.types(thread), platform.ledger.lines, platform.clock.now, platform.app.keys
    before = list_rows(path)
    assert downgrade_database(path, keys) == "0010"
    assert list_rows(path) == before
    async with PlatformFixture(tmp_path, agent=policy) as again:
        again.clock.now = now + timedelta(seconds=1)
        report = inspect_log(path, sqlite_of(again.app).signer)
        assert (report.threads, report.is_sound) == (1, True)
        assert list_rows(path).keys() == before.keys()
        assert [each.model_dump_json() for each in (await again.app.queries.list_requests()).items] == requests
        assert again.types(thread) == events
        assert again.ledger.lines == ran
        await restart(again)
        for request in await again.pending():
            if request.kind == "approval" and not request.card.paused:
                await again.decide(request, by="max")
        await again.settle()
        assert len(again.ledger.lines) == len(set(again.ledger.lines)) <= 1
        if state in ("an asked call", "an approved call", "a first vote of two"):
            assert len(again.ledger.lines) == 1
        if state in ("a rejection", "a hold", "a pause", "a question"):
            assert again.ledger.lines == []
