"""A whole installation moves from a SQLite file into PostgreSQL: everything goes on there, and the file is never opened again."""

import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from bot.core.errors import CannotStart, DatabaseInUse, UnprovenLog
from bot.core.threads.thread import find_thread_id
from bot.secret_keys import SecretKeys
from bot.store.database_move import move_database
from bot.store.postgres.move_target import MoveTarget
from bot.store.postgres.store import PostgresStore, open_postgres_store
from bot.store.records import ApiKey, AuditNote
from bot.store.sqlite.inspection import inspect_database
from bot.store.sqlite.move_source import MoveSource
from bot.store.sqlite.store import open_sqlite_store
from tests.platform_fixture import PlatformFixture, choose
from tests.postgres_databases import KEYS
from tests.servers.postgres import PostgresServer

NO_REPORT: Callable[[str, int], None] = lambda table, rows: None  # noqa: E731


class OldInstallation:
    """A SQLite file with an open request, an approved call under a hold, a finished thread, a key, and values of a channel."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.path = folder, folder / "house.db"
        self.url = f"sqlite:///{self.path}"

    async def fill(self) -> None:
        script = (choose("push", tag="v1"), choose("push", tag="v2"), choose("push", tag="v3"))
        async with PlatformFixture(self.folder, *script, keys=lambda: KEYS) as platform:
            for _ in range(3):
                await platform.launch("push \x00 it")
            first, second, third = sorted(await platform.pending(), key=lambda request: request.id)
            self.finished, self.pending = first.id, third.id
            await platform.decide(first)
            await platform.settle()
            await platform.decide(second)
            await platform.app.place_hold("agent", "pusher", by="max", reason="a freeze")
            store = platform.app.store
            await store.access.add_key(
                ApiKey("k1", "admin", "olive", "", 1, None), "a secret", AuditNote(1, "key made")
            )
            channel = store.open_channel_store("slack", platform.clock)
            await channel.put("slack home", "T1/U1", b"\x00shown", expires=None)
            await platform.app.vault.put("a kind", "a key", b"sealed")

    def open(self) -> None:
        open_sqlite_store(self.url, lambda: KEYS).close_unused()


@pytest.fixture
async def old(tmp_path: Path) -> OldInstallation:
    installation = OldInstallation(tmp_path)
    await installation.fill()
    return installation


@pytest.fixture
def empty_url(postgres_server: PostgresServer) -> Any:
    name = postgres_server.make_database()
    yield postgres_server.url_of(name)
    postgres_server.drop_database(name)


@pytest.fixture
async def moved(old: OldInstallation, empty_url: str) -> AsyncIterator[PostgresStore]:
    report = move_database(old.url, empty_url, KEYS, NO_REPORT)
    assert (report.is_sound, report.threads) == (True, 3)
    store = open_postgres_store(empty_url, lambda: KEYS)
    yield store
    await store.close()


async def test_pg5_everything_that_was_open_goes_on_in_the_new_database(
    old: OldInstallation, moved: PostgresStore
) -> None:
    async with PlatformFixture(old.folder, store=moved) as platform:
        ledger = len(platform.ledger.lines)
        await platform.settle()
        assert len(platform.ledger.lines) == ledger, "the hold came with it"
        assert (await platform.app.queries.find_request(old.finished)).status == "approved"
        (hold,) = [hold for hold in platform.app.repository.holds if hold.is_active]
        await platform.app.lift_hold(hold.id, by="max")
        (request,) = await platform.pending()
        assert request.id == old.pending
        await platform.decide(request)
        await platform.settle()
        assert len(platform.ledger.lines) == ledger + 2
        newer = await platform.app.place_hold("all", by="max")
        assert newer.id > hold.id, "ids go on"
        assert await moved.access.find_key("a secret") is not None
        channel = moved.open_channel_store("slack", platform.clock)
        assert await channel.get("slack home", "T1/U1") == b"\x00shown"
        assert await platform.app.vault.get("a kind", "a key") == b"sealed"
        assert "key made" in [note.what for note in await moved.audit.list_notes(50)]
        assert not (await moved.evidence.read_evidence()).is_open, "nothing is doubted: it is no copy"
        assert (await moved.evidence.verify()).is_sound


async def test_pg5_the_prompts_that_the_model_saw_come_with_it(old: OldInstallation, moved: PostgresStore) -> None:
    async with PlatformFixture(old.folder, store=moved) as platform:
        rebuilt = await platform.app.prompts.rebuild_prompt(find_thread_id(old.pending), 1)
        assert (rebuilt.is_exact, rebuilt.answer is not None) == (True, True)


async def test_pg5_the_file_is_never_opened_again(old: OldInstallation, moved: PostgresStore) -> None:
    with pytest.raises(
        CannotStart, match=r"is not used any more: its content was moved to the PostgreSQL database \w+ on"
    ):
        old.open()
    assert "its content was moved to the PostgreSQL database" in inspect_database(old.path).fault
    with closing(sqlite3.connect(old.path)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("moved",), (
            "no older release opens it"
        )


async def test_pg5_a_running_source_is_refused_and_stays(tmp_path: Path, empty_url: str) -> None:
    async with PlatformFixture(tmp_path, keys=lambda: KEYS):
        with pytest.raises(DatabaseInUse, match="process"):
            move_database(f"sqlite:///{tmp_path / 'house.db'}", empty_url, KEYS, NO_REPORT)
    OldInstallation(tmp_path).open()


async def test_pg5_a_target_with_anything_in_it_is_refused(old: OldInstallation, postgres_url: str) -> None:
    store = open_postgres_store(postgres_url, lambda: KEYS)
    await store.audit.add_notes([AuditNote(1, "a note")])
    with pytest.raises(DatabaseInUse):
        move_database(old.url, postgres_url, KEYS, NO_REPORT)
    await store.close()
    with pytest.raises(CannotStart, match="is not empty: its table audit has rows"):
        move_database(old.url, postgres_url, KEYS, NO_REPORT)
    old.open()


async def test_pg5_an_empty_target_that_a_server_made_is_taken(old: OldInstallation, postgres_url: str) -> None:
    assert move_database(old.url, postgres_url, KEYS, NO_REPORT).threads == 3


async def test_pg5_a_log_that_does_not_verify_or_another_secret_is_refused(
    old: OldInstallation, empty_url: str
) -> None:
    with pytest.raises(UnprovenLog):
        move_database(old.url, empty_url, SecretKeys(("another secret that is long enough for it",)), NO_REPORT)
    with closing(sqlite3.connect(old.path)) as connection, connection:
        connection.execute("UPDATE event SET at = at + 1 WHERE seq = 2")
    with pytest.raises(CannotStart, match="does not verify"):
        move_database(old.url, empty_url, KEYS, NO_REPORT)


async def test_pg5_a_file_of_an_older_schema_is_to_be_migrated_first(old: OldInstallation, empty_url: str) -> None:
    with closing(sqlite3.connect(old.path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '0012'")
    with pytest.raises(CannotStart, match=r"has the schema 0012, this release moves .*: run countersign migrate"):
        move_database(old.url, empty_url, KEYS, NO_REPORT)


async def test_pg5_a_move_that_is_cut_off_before_its_commit_is_made_again_and_neither_side_starts_meanwhile(
    old: OldInstallation, empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = MoveSource.mark_moved

    def mark_and_lose(source: MoveSource) -> None:
        mark(source)
        raise psycopg.OperationalError("the server is gone")

    monkeypatch.setattr(MoveSource, "mark_moved", mark_and_lose)
    with pytest.raises(CannotStart, match="the server is gone"):
        move_database(old.url, empty_url, KEYS, NO_REPORT)
    monkeypatch.undo()
    with pytest.raises(CannotStart, match="is not used any more"):
        old.open()
    with pytest.raises(CannotStart, match="cannot be moved: its content was moved to"):
        move_database(old.url, empty_url.replace("127.0.0.1", "localhost"), KEYS, NO_REPORT)
    assert move_database(old.url, empty_url, KEYS, NO_REPORT).threads == 3
    with pytest.raises(CannotStart, match="is not empty"):
        move_database(old.url, empty_url, KEYS, NO_REPORT)


async def test_pg5_an_error_before_the_mark_leaves_the_source_as_it_was(
    old: OldInstallation, empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*given: Any) -> None:
        raise psycopg.OperationalError("the disk is full")

    monkeypatch.setattr(MoveTarget, "finish", refuse)
    with pytest.raises(CannotStart, match="the disk is full"):
        move_database(old.url, empty_url, KEYS, NO_REPORT)
    old.open()
