"""Opens a database, or says clearly why not: one process owns the file, its schema is ours and is up to date."""

import fcntl
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import IO, TypeVar

from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.core.errors import (
    BadSetting,
    DamagedDatabase,
    DatabaseInUse,
    ForeignDatabase,
    NewerSchema,
    ReadOnlyDatabase,
    Unavailable,
)
from bot.store import migrate
from bot.store.writer import Writer

APPLICATION_ID = 0x434F554E
"""Written into the file's header (PRAGMA application_id): "COUN"."""

Connect = Callable[[str], sqlite3.Connection]
T = TypeVar("T")


class Database:
    """An open SQLite file: a writer thread, a reading connection for the engine, and an async engine for lists."""

    def __init__(self, path: Path, lock: IO[str], connect: Connect) -> None:
        self.path = path
        self._lock = lock
        self._writer = Writer(lambda: _writing(path, connect))
        self.reading = _reading(path)
        self.engine = create_async_engine(f"sqlite+aiosqlite:///file:{path}?mode=ro&uri=true")

    async def write(self, unit: Callable[[sqlite3.Connection], T], then: Callable[[], None] | None = None) -> T:
        """See Writer.write."""
        return await self._writer.write(unit, then)

    @property
    def lists(self) -> AsyncEngine:
        return self.engine

    async def is_answering(self) -> bool:
        """Whether a write goes through to the disk now."""
        try:
            await self.write(lambda connection: connection.execute("PRAGMA user_version = 1"))
        except Unavailable:
            return False
        return True

    async def close(self) -> None:
        await self.engine.dispose()
        self.let_go()

    def let_go(self) -> None:
        """Closes what a start that goes no further has opened: no list was read yet."""
        self.reading.close()
        self._writer.close()
        self._lock.close()


def connect(path: str) -> sqlite3.Connection:
    """A plain connection; whoever tests crashes hands in another."""
    return sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=256, timeout=5)


def open_database(url: str, connect: Connect = connect) -> Database:
    """The database behind `sqlite:///path`, made or migrated if need be. Raises CannotStart's children."""
    path = _path(url)
    _make_folder(path)
    lock = _own(path)
    try:
        _refuse_what_is_not_ours(path)
        _make_private(path)
        migrate.upgrade(path)
        return Database(path, lock, connect)
    except BaseException:
        lock.close()
        raise


def _path(url: str) -> Path:
    if not url.startswith("sqlite:///"):
        raise BadSetting("COUNTERSIGN_DATABASE_URL", _without_password(url), "this release speaks sqlite:///path only")
    return Path(url.removeprefix("sqlite:///")).absolute()


def _without_password(url: str) -> str:
    return url.partition("://")[0] + "://…"


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise ReadOnlyDatabase(path.parent, error.strerror) from error


def _own(path: Path) -> IO[str]:
    """The lock that makes this process the file's only owner, held until it is closed or the process dies."""
    try:
        lock = os.fdopen(os.open(path.with_name(path.name + ".lock"), os.O_RDWR | os.O_CREAT, 0o600), "r+")
    except OSError as error:
        raise ReadOnlyDatabase(path, error.strerror) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.seek(0)
        owner = lock.read().strip() or "unknown"
        lock.close()
        raise DatabaseInUse(path, f"process {owner}") from error
    lock.truncate(0)
    lock.write(str(os.getpid()))
    lock.flush()
    return lock


def _make_private(path: Path) -> None:
    """Makes the file if there is none, for this user's eyes only; SQLite gives its other files the same mode."""
    if not path.exists():
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def _refuse_what_is_not_ours(path: Path) -> None:
    if not path.exists() or path.stat().st_size == 0:
        return
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        raise ReadOnlyDatabase(path, "permission denied")
    try:
        connection = sqlite3.connect(path, timeout=1)
        try:
            _refuse_content(path, connection)
        finally:
            connection.close()
    except sqlite3.OperationalError as error:
        kind = DatabaseInUse if "locked" in str(error) else ReadOnlyDatabase
        raise kind(path, str(error)) from error
    except sqlite3.DatabaseError as error:
        damaged = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_CORRUPT
        raise (DamagedDatabase if damaged else ForeignDatabase)(path, str(error)) from error


def _refuse_content(path: Path, connection: sqlite3.Connection) -> None:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application != APPLICATION_ID:
        raise ForeignDatabase(path, f"its application id is {application}, ours is {APPLICATION_ID}")
    found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise DamagedDatabase(path, found)
    revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    if revision and revision[0] not in migrate.revisions():
        raise NewerSchema(path, revision[0])
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("ROLLBACK")


def _writing(path: Path, connect: Connect) -> sqlite3.Connection:
    connection = connect(str(path))
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA cache_size=-16000")
    return connection


def _reading(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=64)
    connection.execute("PRAGMA query_only=ON")
    connection.execute("PRAGMA wal_autocheckpoint=0")
    return connection
