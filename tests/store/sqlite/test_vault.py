"""The vault: nothing of it can be read in the file, each value opens in its own row alone, and one taker wins."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command

from bot.core.channel_messages import VaultEntry
from bot.core.errors import BrokenSeal, LostKey
from bot.core.ports import SecretVault
from bot.secret_keys import HEAD, SecretKeys
from bot.store.sqlite import migrate
from bot.store.sqlite.channel_credential_vault import PURPOSE, SealedVault, list_seal_prefixes
from bot.store.sqlite.database import SqliteDatabase, open_database

OLD, NEW = "the older secret of 32 and more letters", "the newer secret of 32 and more letters"
CANARY = b"xoxb-canary-2718281828-3141592653"
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)

Opened = Callable[..., SealedVault]


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[SqliteDatabase]:
    found = open_database(f"sqlite:///{tmp_path / 'house.db'}")
    yield found
    await found.close()


@pytest.fixture
def opened(database: SqliteDatabase) -> Opened:
    """The vault of the one file, opened with these secrets."""
    return lambda *secrets: SealedVault(database, SecretKeys(secrets or (NEW,)), lambda: NOW)


def bodies(database: SqliteDatabase) -> dict[tuple[str, str], bytes]:
    rows = database.reading.execute("SELECT kind, key, body FROM vault")
    return {(kind, key): body for kind, key, body in rows}


def lost(database: SqliteDatabase, *secrets: str) -> tuple[int, int]:
    """How many values there are, and how many that none of these secrets sealed."""
    found, known = list_seal_prefixes(database.reading), SecretKeys(secrets).list_seal_prefixes(PURPOSE)
    return len(found), sum(head not in known for head in found)


async def test_what_was_put_is_found_until_it_is_dropped(opened: Opened) -> None:
    vault: SecretVault = opened()
    assert await vault.get("bot", "T1") is None
    await vault.put("bot", "T1", b"one")
    await vault.put("bot", "T1", b"two")
    await vault.put("bot", "T0", b"")
    await vault.put("state", "T1", b"three")
    assert [await vault.get("bot", key) for key in ("T1", "T0")] == [b"two", b""]
    assert await vault.list_keys("bot") == ["T0", "T1"]
    assert await vault.list_keys("bo") == []
    assert await vault.delete("bot", "T1")
    assert not await vault.delete("bot", "T1")
    assert await vault.get("bot", "T1") is None
    assert await vault.get("state", "T1") == b"three"


async def test_a_row_knows_when_it_was_put(opened: Opened, database: SqliteDatabase) -> None:
    await opened().put("bot", "T1", b"one")
    assert database.reading.execute("SELECT at FROM vault").fetchone() == (1795608000000000,)


async def test_what_is_taken_is_gone(opened: Opened) -> None:
    vault = opened()
    await vault.put("state", "s", b"once")
    assert await vault.take("state", "s") == b"once"
    assert await vault.take("state", "s") is None
    assert await vault.get("state", "s") is None


async def test_of_fifty_who_take_at_once_one_has_it(opened: Opened) -> None:
    vaults = [opened(), opened()]
    await vaults[0].put("state", "s", b"once")
    async with asyncio.timeout(60):
        taken = await asyncio.gather(*(vaults[n % 2].take("state", "s") for n in range(50)))
    assert sorted(taken, key=bool) == [None] * 49 + [b"once"]


async def test_sec01_no_file_of_the_database_holds_a_plain_value(opened: Opened, database: SqliteDatabase) -> None:
    vault = opened()
    await vault.put("bot", "T1", CANARY)
    await vault.put("bot", "T1", CANARY + b" again")
    assert await vault.take("bot", "T1") == CANARY + b" again"
    await vault.put("bot", "T2", CANARY)
    await database.write_unit(lambda connection: connection.execute("CREATE TABLE plain (x)"))
    await database.write_unit(
        lambda connection: connection.execute("INSERT INTO plain VALUES (?)", (b"seen-in-the-clear",))
    )
    found = {path.name: path.read_bytes() for path in database.path.parent.glob("house.db*")}
    assert b"seen-in-the-clear" in found["house.db-wal"], "the files were not looked at while they held something"
    assert [name for name, content in found.items() if CANARY in content or b"canary" in content] == []


async def test_sec02_a_secret_changes_while_values_stay_open(opened: Opened, database: SqliteDatabase) -> None:
    await opened(OLD).put("bot", "T1", b"one")
    await opened(OLD).put("bot", "T2", b"two")
    both = opened(NEW, OLD)
    assert await both.get("bot", "T1") == b"one"
    await both.put("bot", "T1", b"one, again")
    assert await opened(NEW).get("bot", "T1") == b"one, again"
    with pytest.raises(LostKey):
        await opened(OLD).get("bot", "T1")
    with pytest.raises(LostKey):
        await opened(NEW).get("bot", "T2")
    assert lost(database, NEW) == (2, 1)
    assert lost(database, NEW, OLD) == (2, 0)


async def test_sec02_after_sealing_anew_the_older_secret_may_go(opened: Opened, database: SqliteDatabase) -> None:
    values = {f"T{n}": f"value {n}".encode() for n in range(20)}
    for key, value in values.items():
        await opened(OLD).put("bot", key, value)
    await opened("a third secret that is not here any more").put("bot", "X", b"lost")
    both = opened(NEW, OLD)
    assert await both.reseal_values() == 20
    assert await both.reseal_values() == 0
    assert {key: await opened(NEW).get("bot", key) for key in values} == values
    assert lost(database, NEW) == (21, 1)
    with pytest.raises(LostKey):
        await opened(NEW).get("bot", "X")


async def test_sec02_a_lost_secret_refuses_and_takes_nothing_away(opened: Opened, database: SqliteDatabase) -> None:
    await opened(OLD).put("bot", "T1", CANARY)
    before = bodies(database)
    for refused in (opened(NEW).get, opened(NEW).take):
        with pytest.raises(LostKey, match=r"'bot/T1'.*COUNTERSIGN_SECRET_KEY") as error:
            await refused("bot", "T1")
        assert "canary" not in str(error.value)
    assert bodies(database) == before
    assert await opened(OLD).take("bot", "T1") == CANARY
    await opened(OLD).put("bot", "T1", CANARY)
    assert await opened(NEW).delete("bot", "T1")


async def test_sec02_a_plain_value_in_the_table_is_no_value(opened: Opened, database: SqliteDatabase) -> None:
    await database.write_unit(
        lambda connection: connection.execute("INSERT INTO vault VALUES ('bot', 'T1', ?, 0)", (CANARY,))
    )
    with pytest.raises(BrokenSeal, match="'bot/T1'"):
        await opened().get("bot", "T1")


@pytest.mark.parametrize(("kind", "key"), [("bot", "T2"), ("state", "T1"), ("bo", "tT1"), ("bot", "T1 ")])
async def test_a_value_does_not_open_in_another_row(
    opened: Opened, database: SqliteDatabase, kind: str, key: str
) -> None:
    vault = opened()
    await vault.put("bot", "T1", b"of T1")
    await vault.put(kind, key, b"of another")
    await database.write_unit(
        lambda connection: connection.execute(
            "UPDATE vault SET body=(SELECT body FROM vault WHERE kind='bot' AND key='T1') WHERE kind=? AND key=?",
            (kind, key),
        )
    )
    with pytest.raises(BrokenSeal, match="moved from another row"):
        await vault.get(kind, key)
    assert await vault.get("bot", "T1") == b"of T1"


async def test_a_changed_byte_is_noticed(opened: Opened, database: SqliteDatabase) -> None:
    vault = opened()
    await vault.put("bot", "T1", b"of T1")
    body = bytearray(bodies(database)["bot", "T1"])
    body[HEAD + 14] ^= 1
    await database.write_unit(lambda connection: connection.execute("UPDATE vault SET body=?", (bytes(body),)))
    with pytest.raises(BrokenSeal):
        await vault.take("bot", "T1")
    assert await vault.list_keys("bot") == ["T1"]


async def test_a_kind_that_could_be_read_as_another_is_refused(opened: Opened) -> None:
    """a/b + c and a + b/c would be sealed for the same row."""
    with pytest.raises(ValueError, match="'a/b' holds a slash; write it without one"):
        await opened().put("a/b", "c", b"")


async def test_a_file_of_the_first_release_keeps_everything(tmp_path: Path) -> None:
    path = tmp_path / "house.db"
    path.touch()
    command.upgrade(migrate.make_alembic_config(path), "0001")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO thread VALUES ('t1', 'pusher', 'x', NULL, 'idle', 1, ?, 7, 8)", (bytes(32),))
        connection.execute("INSERT INTO event VALUES ('t1', 1, 'ThreadOpened', 1, 7, ?, ?)", (b"{}", bytes(32)))
        connection.execute("INSERT INTO audit VALUES (1, 7, 'key made', 'olive', 'terminal', '', '')")
        connection.commit()
        columns = "id, agent, title, requester, status, seq, head, opened, touched"
        reads = {"thread": f"SELECT {columns} FROM thread", "event": "SELECT * FROM event"}
        before = {table: connection.execute(read).fetchall() for table, read in reads.items()}
        assert not connection.execute("SELECT 1 FROM sqlite_master WHERE name='vault'").fetchall()
    database = open_database(f"sqlite:///{path}")
    after = {table: database.reading.execute(read).fetchall() for table, read in reads.items()}
    assert after == before
    assert database.reading.execute("SELECT person FROM audit").fetchall() == [("olive",)]
    vault = SealedVault(database, SecretKeys([NEW]), lambda: NOW)
    await vault.put("bot", "T1", b"one")
    assert await vault.get("bot", "T1") == b"one"
    await database.close()


async def test_a_value_outlives_the_process(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'house.db'}"
    for found in (None, b"one"):
        database = open_database(url)
        vault = SealedVault(database, SecretKeys([NEW]), lambda: NOW)
        assert await vault.get("bot", "T1") == found
        await vault.put("bot", "T1", b"one")
        await database.close()


async def test_ml4_several_entries_are_kept_sealed_in_one_transaction_or_none_is(
    opened: Opened, database: SqliteDatabase
) -> None:
    vault = opened()
    await vault.put("kind", "one", b"before")
    entries = [VaultEntry("kind", "one", CANARY), VaultEntry("kind", "two", CANARY)]

    full = "CREATE TRIGGER full BEFORE INSERT ON vault WHEN NEW.key='two' BEGIN SELECT raise(ABORT, 'no room'); END"
    await database.write_unit(lambda connection: connection.execute(full))
    with pytest.raises(sqlite3.IntegrityError):
        await vault.put_all(entries)
    await database.write_unit(lambda connection: connection.execute("DROP TRIGGER full"))
    assert await vault.list_keys("kind") == ["one"]
    assert await vault.get("kind", "one") == b"before"
    await vault.put_all(entries)
    assert [await vault.get("kind", key) for key in ("one", "two")] == [CANARY, CANARY]
    assert not [body for body in bodies(database).values() if CANARY in body]
