"""Opening a database: our own file is opened and brought up to date; any other is left as it is, with a clear reason."""

import asyncio
import hashlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text
from sqlmodel import SQLModel

from bot.core.errors import (
    BadSetting,
    CannotStart,
    DamagedDatabase,
    DatabaseInUse,
    ForeignDatabase,
    NewerSchema,
)
from bot.store.sqlite import migrate
from bot.store.sqlite.database import APPLICATION_ID, open_database
from bot.store.tables import SQLITE_TABLES

NOBODY = 65534


def url(path: Path) -> str:
    return f"sqlite:///{path}"


async def make(path: Path, threads: int = 0) -> None:
    database = open_database(url(path))
    rows = [(f"t{n}", "pusher", "x" * 200, None, "idle", 0, bytes(32), n, n) for n in range(threads)]

    def fill(connection: sqlite3.Connection) -> None:
        connection.executemany(
            "INSERT INTO thread (id, agent, title, requester, status, seq, head, opened, touched) VALUES (?,?,?,?,?,?,?,?,?)",
            rows,
        )

    await database.write_unit(fill)
    await database.close()


def fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


async def refused(path: Path, why: type[CannotStart], says: str) -> None:
    """It is refused, says so, and the file is as it was."""
    before = fingerprint(path)
    with pytest.raises(why, match=says):
        open_database(url(path))
    assert fingerprint(path) == before


async def test_a_new_file_is_made_with_its_folder_and_carries_our_id(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "er" / "house.db"
    await make(path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [
            (migrate.find_newest_revision(),)
        ]
    await make(path)


async def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    await make(path)
    assert path.stat().st_size > 0


async def test_the_writing_connection_waits_for_the_disk(tmp_path: Path) -> None:
    database = open_database(url(tmp_path / "house.db"))
    assert await database.write_unit(lambda c: c.execute("PRAGMA synchronous").fetchone()) == (2,)
    assert await database.is_answering()
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        database.reading.execute("DELETE FROM event")
    await database.close()
    assert not await database.is_answering()


@pytest.mark.parametrize(
    "given", ["postgresql://sam:hunter2@db/x", "mysql://x", "house.db", "sqlite://", "sqlite:/x", ""]
)
def test_an_address_that_we_do_not_speak_is_named_without_its_password(given: str) -> None:
    with pytest.raises(BadSetting, match="this release supports sqlite:///path and") as refusal:
        open_database(given)
    assert "hunter2" not in str(refusal.value)


async def test_eng06_the_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE customers (name)")
        connection.commit()
    await refused(path, ForeignDatabase, "its application id is 0")


@pytest.mark.parametrize("content", [b"# My notes\n" * 100, b"SQLite format 3", bytes(8192), b"x"])
async def test_eng06_what_is_no_database_is_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.md"
    path.write_bytes(content)
    await refused(path, ForeignDatabase, "is not a Countersign database")


async def test_eng06_the_file_of_a_newer_release_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "house.db"
    await make(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num='9999'")
        connection.commit()
    await refused(path, NewerSchema, "'9999'")


@pytest.mark.parametrize("seed", range(12))
async def test_eng06_a_damaged_file_is_named_and_left_alone(tmp_path: Path, seed: int) -> None:
    """One page overwritten with noise: never opened, never made anew, and called damaged, not foreign."""
    path = tmp_path / "house.db"
    await make(path, threads=300)
    chance = random.Random(seed)
    pages = path.stat().st_size // 4096
    with path.open("r+b") as file:
        file.seek(chance.randrange(1, pages) * 4096)
        file.write(chance.randbytes(4096))
    await refused(path, DamagedDatabase, "is damaged")


async def test_eng06_a_file_cut_short_is_named_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "house.db"
    await make(path, threads=300)
    os.truncate(path, path.stat().st_size // 2)
    await refused(path, DamagedDatabase, "is damaged")


async def test_eng06_a_locked_file_is_called_in_use(tmp_path: Path) -> None:
    path = tmp_path / "house.db"
    await make(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(DatabaseInUse, match="locked"):
            open_database(url(path))
    await make(path)


async def test_eng06_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "house.db").mkdir()
    with pytest.raises(CannotStart):
        open_database(url(tmp_path / "house.db"))


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that a stranger to us may look into."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


AS_NOBODY = """
import os, sys
from bot.store.sqlite import migrate
from bot.store.sqlite.database import open_database
migrate.find_newest_revision()
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
try:
    open_database(sys.argv[1])
except Exception as error:
    print(type(error).__name__, error)
"""


def as_nobody(path: Path) -> str:
    """The error of a process without any rights that opens this. (Root may write everything, so it drops its rights.)"""
    ran = subprocess.run([sys.executable, "-c", AS_NOBODY, url(path)], capture_output=True, text=True, timeout=60)
    assert not ran.stderr
    return ran.stdout


def test_eng06_a_file_that_may_not_be_written_is_refused(open_folder: Path) -> None:
    path = open_folder / "house.db"
    asyncio.run(make(path))
    path.chmod(0o444)
    before = fingerprint(path)
    open_folder.chmod(0o777)
    path.with_name("house.db.lock").chmod(0o666)
    assert as_nobody(path).startswith(f"ReadOnlyDatabase {path} cannot be written")
    assert fingerprint(path) == before


def test_eng06_a_folder_that_may_not_be_written_is_refused(open_folder: Path) -> None:
    path = open_folder / "house.db"
    if os.getuid() != 0:
        open_folder.chmod(0o555)
    assert as_nobody(path).startswith(f"ReadOnlyDatabase {path} cannot be written")
    assert as_nobody(open_folder / "new" / "house.db").startswith(f"ReadOnlyDatabase {open_folder / 'new'} cannot")
    assert list(open_folder.iterdir()) == []


async def test_eng11_a_second_process_is_told_who_owns_the_file(tmp_path: Path) -> None:
    database = open_database(url(tmp_path / "house.db"))
    with pytest.raises(DatabaseInUse, match=f"process {os.getpid()}"):
        open_database(url(tmp_path / "house.db"))
    await database.close()
    await make(tmp_path / "house.db")


async def test_the_migrations_make_what_the_tables_declare(tmp_path: Path) -> None:
    path = tmp_path / "house.db"
    await make(path)
    engine = create_engine(url(path))
    with engine.connect() as connection:
        options = {"compare_type": True, "include_name": lambda name, *_: name not in SQLITE_TABLES}
        context = MigrationContext.configure(connection, opts=options)
        missing = [(change, found.name) for change, found in compare_metadata(context, SQLModel.metadata)]
        # views here; and open calls are found by their wish
        assert missing == [("add_table", "event"), ("add_table", "piece"), ("add_index", "open_call_call")]
        views = {name: list(connection.execute(text(f"SELECT * FROM {name}")).keys()) for name in ("event", "piece")}
    assert views == {name: SQLModel.metadata.tables[name].columns.keys() for name in views}
    engine.dispose()


UPGRADE = """
import sys
from pathlib import Path
from bot.store.sqlite import migrate
migrate.find_newest_revision()
print("ready", flush=True)
sys.stdin.readline()
migrate.upgrade_schema(Path(sys.argv[1]))
print("done", flush=True)
"""


def upgrading(path: Path) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-c", UPGRADE, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def go(process: "subprocess.Popen[str]") -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


async def test_eng19_two_processes_that_migrate_at_once_make_one_schema(tmp_path: Path) -> None:
    path = tmp_path / "house.db"
    both = [upgrading(path), upgrading(path)]
    for process in both:
        go(process)
    assert [process.communicate(timeout=60)[0] for process in both] == ["done\n", "done\n"]
    await make(path)


async def test_eng19_a_migration_killed_anywhere_is_taken_up_again(tmp_path: Path) -> None:
    chance = random.Random(19)
    for n in range(6):
        path = tmp_path / f"house{n}.db"
        process = upgrading(path)
        go(process)
        await asyncio.sleep(chance.uniform(0, 0.06))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        await make(path)
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [
                (migrate.find_newest_revision(),)
            ]


async def test_out4_closing_a_database_twice_closes_nobody_elses_descriptor(tmp_path: Path) -> None:
    database = open_database(url(tmp_path / "house.db"))
    await database.close()
    others = [
        os.open(tmp_path / f"other-{n}", os.O_CREAT | os.O_RDONLY) for n in range(20)
    ]  # the numbers that are free
    await database.close()
    for other in others:
        os.close(other)
