"""What channels remember in SQLite: the contract, the sweep, the move out of the vault of older releases, a killed process."""

import asyncio
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.core.base_types import to_micros
from bot.core.channel_messages import ChannelEntry
from bot.engine.repository.startup_and_hourly_upkeep import run_hourly_upkeep, sweep_threads
from bot.secret_keys import SecretKeys
from bot.store.sqlite import channel_data
from bot.store.sqlite.channel_credential_vault import SealedVault
from bot.store.sqlite.channel_data import ChannelDataStore, move_from_vault
from bot.store.sqlite.database import SqliteDatabase, open_database
from tests.platform_fixture import START, FakeClock, PlatformFixture
from tests.sqlite_access import sqlite_of
from tests.store.channel_store_contract import SOON, ChannelStoreContract, OpenStore

SECRET, LOST = "a secret of 32 letters and some more", "a lost secret of 32 and more letters"
DAY = timedelta(days=1)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[SqliteDatabase]:
    found = open_database(f"sqlite:///{tmp_path / 'house.db'}", keys=lambda: SecretKeys([SECRET]))
    yield found
    await found.close()


@pytest.fixture
def open_store(database: SqliteDatabase, clock: FakeClock) -> OpenStore:
    return lambda channel: ChannelDataStore(database, clock, channel)


def count(database: SqliteDatabase, table: str = "channel_data") -> int:
    (found,) = database.reading.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(found)


class TestSqlite(ChannelStoreContract):
    """`ChannelDataStore` keeps the contract."""


class TestSweep:
    async def test_cst3_the_rows_whose_end_has_passed_are_deleted_in_bounded_transactions(
        self, database: SqliteDatabase, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        store = ChannelDataStore(database, clock, "email")
        ends = [*[SOON] * 25, SOON + DAY, None]
        await store.put_all([ChannelEntry("text", f"m{n}", b"x", end) for n, end in enumerate(ends)])
        changes: list[int] = []
        write = SqliteDatabase.write_unit

        async def counting(self: SqliteDatabase, unit: object, *given: object, **named: object) -> object:
            def counted(connection: sqlite3.Connection) -> object:
                before = connection.total_changes
                result = unit(connection)  # type: ignore[operator]
                changes.append(connection.total_changes - before)
                return result

            return await write(self, counted, *given, **named)  # type: ignore[arg-type]

        monkeypatch.setattr(SqliteDatabase, "write_unit", counting)
        monkeypatch.setattr(channel_data, "BATCH", 10)
        monkeypatch.setattr(channel_data, "delete_expired", partial(channel_data.delete_expired, limit=10))
        assert await channel_data.sweep_expired(database, to_micros(SOON)) == 25
        assert changes == [10, 10, 5]
        assert await store.list_keys("text") == ["m25", "m26"]
        assert count(database) == 2

    async def test_cst3_a_running_platform_and_its_start_delete_what_ended(self, tmp_path: Path) -> None:
        async with PlatformFixture(tmp_path) as platform:
            store, database = (
                platform.app.store.open_channel_store("email", platform.app.clock),
                sqlite_of(platform.app),
            )
            await store.put("text", "m1", b"x", expires=START + DAY)
            await store.put("text", "m2", b"x", expires=START + 3 * DAY)
            await sweep_threads(platform.app.repository)
            await run_hourly_upkeep(platform.app.repository)
            assert count(database) == 2
            platform.clock.passes(days=2)
            await platform.settle()
            assert count(database) == 1
            platform.clock.passes(days=2)
            await sweep_threads(platform.app.repository)
            assert count(database) == 0


class TestMove:
    @pytest.fixture
    def vault(self, database: SqliteDatabase, clock: FakeClock) -> SealedVault:
        return SealedVault(database, SecretKeys([SECRET]), clock)

    async def test_cst3_the_rows_of_these_kinds_change_the_table_and_their_lifetime_begins(
        self, database: SqliteDatabase, clock: FakeClock, vault: SealedVault, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(channel_data, "BATCH", 7)
        for n in range(21):
            await vault.put("mail text", f"m{n:02}", f"text {n}".encode())
        await vault.put("mail text", "", b"no key")
        await vault.put("mail", "began", b"2020")
        await vault.put("slack bot", "T1", b"xoxb-1")
        clock.passes(days=300)
        kinds = {"mail text": DAY, "mail": None, "mail never": DAY}
        assert await move_from_vault(database, database.keys, clock, "email", kinds) == 23
        assert await move_from_vault(database, database.keys, clock, "email", kinds) == 0
        store = ChannelDataStore(database, clock, "email")
        expected = {"": b"no key", **{f"m{n:02}": f"text {n}".encode() for n in range(21)}}
        assert {key: await store.get("mail text", key) for key in await store.list_keys("mail text")} == expected
        assert database.reading.execute("SELECT kind, key FROM vault").fetchall() == [("slack bot", "T1")]
        clock.passes(days=1)
        assert await store.list_keys("mail text") == []
        assert await store.get("mail", "began") == b"2020"

    async def test_cst3_a_value_that_does_not_open_stays_in_the_vault_and_holds_up_no_other(
        self, database: SqliteDatabase, clock: FakeClock, vault: SealedVault, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(channel_data, "BATCH", 2)
        lost = SealedVault(database, SecretKeys([LOST]), clock)
        for n in range(3):
            await lost.put("mail text", f"lost{n}", b"x")
            await vault.put("mail text", f"m{n}", b"x")
        assert await move_from_vault(database, database.keys, clock, "email", {"mail text": DAY}) == 3
        assert await vault.list_keys("mail text") == ["lost0", "lost1", "lost2"]
        assert await ChannelDataStore(database, clock, "email").list_keys("mail text") == ["m0", "m1", "m2"]

    async def test_cst3_a_move_that_was_cut_off_is_continued_and_loses_and_doubles_nothing(
        self, database: SqliteDatabase, clock: FakeClock, vault: SealedVault, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """In each round the first transaction is kept, and the second fails after all of its rows were written."""
        monkeypatch.setattr(channel_data, "BATCH", 3)
        for n in range(10):
            await vault.put("mail text", f"m{n}", b"x")
        original = channel_data._move_batch
        for moved in (3, 6):
            calls: list[int] = []

            def fail_in_the_second(connection: sqlite3.Connection, *, seen: list[int] = calls, **given: Any) -> Any:
                seen.append(1)
                result = original(connection, **given)
                if len(seen) == 2:
                    raise sqlite3.IntegrityError("cut off")
                return result

            monkeypatch.setattr(channel_data, "_move_batch", fail_in_the_second)
            with pytest.raises(sqlite3.IntegrityError):
                await move_from_vault(database, database.keys, clock, "email", {"mail text": DAY})
            assert (count(database), count(database, "vault")) == (moved, 10 - moved)
        monkeypatch.setattr(channel_data, "_move_batch", original)
        await move_from_vault(database, database.keys, clock, "email", {"mail text": DAY})
        assert (count(database), count(database, "vault")) == (10, 0)


async def test_cst3_a_process_killed_between_writes_and_deletes_leaves_whole_pairs(tmp_path: Path) -> None:
    """Each round puts two entries in one transaction and takes them. After a kill both are there or none is."""
    url = f"sqlite:///{tmp_path / 'house.db'}"
    for wait in (0.05, 0.11, 0.23):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.store.killed_channel_store", url, stdout=asyncio.subprocess.PIPE
        )
        assert process.stdout is not None
        async with asyncio.timeout(60):
            assert await process.stdout.readline() == b"begun\n"
        await asyncio.sleep(wait)
        os.kill(process.pid, signal.SIGKILL)
        assert await process.wait() == -signal.SIGKILL
        with closing(sqlite3.connect(tmp_path / "house.db")) as file:
            assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            rows = file.execute("SELECT kind, key, value FROM channel_data ORDER BY key, kind").fetchall()
        pairs: dict[str, list[str]] = {}
        for kind, key, value in rows:
            assert value == f"{kind} {key}".encode()
            pairs.setdefault(key, []).append(kind)
        assert all(kinds == ["left", "right"] for kinds in pairs.values()), pairs
        assert pairs, "the process was killed before it kept anything"
