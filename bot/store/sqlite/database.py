"""Opens a database, or says clearly why not: one process owns the file, its schema is ours and is up to date."""

import asyncio
import fcntl
import glob
import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import IO, TypeVar

import structlog
from sqlalchemy import event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.core.errors import (
    BadSetting,
    CannotStart,
    DamagedDatabase,
    DatabaseInUse,
    DatabaseReplaced,
    ForeignDatabase,
    NewerSchema,
    ReadOnlyDatabase,
    SchemaSetBack,
    Unavailable,
    UnprovenLog,
)
from bot.secret_keys import SecretKeys, open_keys_beside
from bot.store import migrate, signed_heads
from bot.store.signed_heads import HeadSigner
from bot.store.sqlite.content_guard import ContentGuard, is_damage
from bot.store.sqlite.file_identity import FileIdentity, find_lock_path
from bot.store.sqlite.read_connection import ReadingConnection
from bot.store.sqlite.writer import GroupCommitWriter

log_line = structlog.get_logger()

APPLICATION_ID = 0x434F554E
"""Written into the file's header (PRAGMA application_id): "COUN"."""

ROOM = 64 * 1024
"""Bytes that are written to see whether there is room; more than most appends need."""
SCARCE = 1024 * 1024
"""Bytes free on the disk below which it counts as full, though the files may hold room that was given back."""
ASK_EVERY = LOOK_EVERY = 1.0
"""Seconds between two tries of that, and between two looks whether the file was replaced."""

OpenConnection = Callable[[str], sqlite3.Connection]
T = TypeVar("T")


class SqliteDatabase:
    """An open SQLite file: a writer thread, a reading connection for the engine, and an async engine for lists.

    `signer` signs the heads of its threads. Once the file at its path, or its content, is another one, every write raises
    DatabaseReplaced.
    """

    def __init__(self, path: Path, lock: IO[str], connect: OpenConnection, keys: SecretKeys) -> None:
        self.path, self.keys, self.signer = path, keys, HeadSigner(keys)
        self._lock = lock
        self.identity = FileIdentity(path, lock.fileno())
        self.guard = ContentGuard(self.identity)
        self._writer = GroupCommitWriter(lambda: _open_writing(path, connect), self.guard)
        self.reading = _open_reading(path)
        self.guard.note_start(self.reading)
        self.reading.guard = self.guard
        self._keeper = _open_keeping(path)
        self.engine = create_async_engine(f"sqlite+aiosqlite:///file:{path}?mode=ro&uri=true")
        event.listen(self.engine.sync_engine, "handle_error", self._report_damage)
        self._asking = asyncio.Lock()
        self._answered, self._asked_at = False, float("-inf")

    async def write_unit(self, unit: Callable[[sqlite3.Connection], T], then: Callable[[], None] | None = None) -> T:
        """See Writer.write."""
        return await self._writer.write_unit(unit, then)

    @property
    def lists(self) -> AsyncEngine:
        return self.engine

    async def is_answering(self) -> bool:
        """Whether a write of the size of an append goes through to the disk now. It is tried once a second at most."""
        async with self._asking:
            if self._writer.is_closed or time.monotonic() >= self._asked_at + ASK_EVERY:
                self._answered, self._asked_at = await self._has_room(), time.monotonic()
            return self._answered

    async def _has_room(self) -> bool:
        """Takes pages that were not taken, which needs room on the disk, and gives them back to the file."""
        body = os.urandom(ROOM)
        try:
            await self.write_unit(lambda connection: connection.execute("INSERT INTO space (body) VALUES (?)", (body,)))
            await self.write_unit(lambda connection: connection.execute("DELETE FROM space"))
            disk = os.statvfs(self.path)
        except (Unavailable, OSError):
            return False
        return disk.f_bavail * disk.f_frsize >= SCARCE

    async def wait_until_replaced(self) -> DatabaseReplaced:
        """Returns once the file at the path, or its content, is another one, or is gone. Looks every second."""
        while True:
            try:
                self.guard.check_content(self.reading)
            except DatabaseReplaced as replaced:
                return self.guard.replaced or replaced
            except sqlite3.Error as error:
                log_line.warning("the database was not looked at", error=str(error))
            self.identity.note_wal()
            await asyncio.sleep(LOOK_EVERY)

    async def close(self) -> None:
        await self.engine.dispose()
        self.close_unused()

    def close_unused(self) -> None:
        """Closes what a start that goes no further has opened: no list was read yet."""
        if self.guard.replaced is None:
            self._keeper.close()
        self.reading.close()
        self._writer.close()
        self._keeper.close()
        self.guard.close()
        self.identity.set_wal_aside(is_replaced=self.guard.replaced is not None)
        self._lock.close()

    def _report_damage(self, context: ExceptionContext) -> None:
        """What a list meets is raised as ours, through SQLAlchemy's own hook."""
        if context.original_exception is not None and is_damage(context.original_exception):
            raise self.guard.report_damage(context.original_exception) from context.original_exception


def connect_file(path: str) -> sqlite3.Connection:
    """A plain connection; whoever tests crashes hands in another."""
    return sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=256, timeout=5)


def open_database(
    url: str, connect: OpenConnection = connect_file, keys: Callable[[], SecretKeys] | None = None
) -> SqliteDatabase:
    """The database behind `sqlite:///path`, made or migrated if need be. Raises CannotStart's children.

    `keys` is called once it is known that the file is ours; without it, the key file beside the database is used.
    """
    path = read_database_path(url)
    _make_folder(path)
    lock = lock_file(path)
    try:
        _refuse_missing_file(path)
        refuse_foreign_file(path)
        _refuse_unsigned_schema(path)
        _make_private(path)
        found = keys() if keys else open_keys_beside(path)
        migrate.upgrade_schema(path, HeadSigner(found))
        _refuse_unproven_log(path, HeadSigner(found))
        mark_signed(path)
        return SqliteDatabase(path, lock, connect, found)
    except BaseException:
        lock.close()
        raise


def _refuse_missing_file(path: Path) -> None:
    """A database that was here does not become an empty one without a word."""
    mark = find_signed_marker(path)
    if not mark.exists() or (path.exists() and path.stat().st_size):
        return
    found = sorted(str(each) for each in path.parent.glob(f"{glob.escape(path.name)}.*") if _is_copy(each))
    there = f"Copies beside it: {', '.join(found)}. " if found else ""
    raise CannotStart(
        f"The database {path} is {'empty' if path.exists() else 'gone'}, and {mark.name} beside it says that there was one. "
        f"{there}Put the right file there, or run `countersign restore FILE`. To begin with an empty one, delete {mark}."
    )


def _is_copy(path: Path) -> bool:
    return (".replaced-" in path.name or path.name.endswith(".draft")) and not path.name.endswith(("-wal", "-shm"))


def _refuse_unsigned_schema(path: Path) -> None:
    """A file whose heads were signed does not come back without its signatures, to be signed once more with forged rows."""
    if find_signed_marker(path).exists() and path.exists() and path.stat().st_size and not _is_signed(path):
        raise SchemaSetBack(path, find_signed_marker(path))


def _is_signed(path: Path) -> bool:
    return migrate.is_signed(migrate.read_revision(path))


def _refuse_unproven_log(path: Path, signer: HeadSigner) -> None:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=5)) as connection:
        try:
            signed_heads.read_log_evidence(connection, signer)
            signed_heads.read_thread_sum(connection, signer)
        except signed_heads.NoEvidence as error:
            raise UnprovenLog(path, error) from error


def find_signed_marker(path: Path) -> Path:
    """The file beside a database that says that its heads are signed: it lies outside of what SQL can change."""
    return path.with_name(f"{path.name}.signed")


def mark_signed(path: Path) -> None:
    mark = find_signed_marker(path)
    if not mark.exists():
        with os.fdopen(os.open(mark, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(f"The heads of the threads in {path.name} are signed. Keep this file beside it.\n")


def read_database_path(url: str) -> Path:
    """The file of `sqlite:///path`. Raises BadSetting for another kind of URL."""
    if not url.startswith("sqlite:///"):
        why = f"this release speaks sqlite:///path only{'' if ':' in url or not url else f'; write sqlite:///{url}'}"
        raise BadSetting("COUNTERSIGN_DATABASE_URL", _hide_password(url), why)
    return Path(url.removeprefix("sqlite:///")).absolute()


def _hide_password(url: str) -> str:
    kind, mark, _ = url.partition("://")
    if mark:
        return f"{kind}{mark}…"
    return "…" if "@" in url else url


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except (FileExistsError, NotADirectoryError) as error:
        why = "there is a file at this place, or above it, and the database's folder is to be here"
        raise BadSetting("COUNTERSIGN_DATA", str(path.parent), why) from error
    except OSError as error:
        raise ReadOnlyDatabase(path.parent, error.strerror) from error


def lock_file(path: Path) -> IO[str]:
    """The lock that makes this process the file's only owner, held until it is closed or the process dies."""
    try:
        lock = os.fdopen(os.open(find_lock_path(path), os.O_RDWR | os.O_CREAT, 0o600), "r+")
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


def refuse_foreign_file(path: Path) -> None:
    """Raises CannotStart's children for a file that is another program's, damaged, of a newer release or not writable."""
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
    if revision and revision[0] not in migrate.list_revisions():
        raise NewerSchema(path, revision[0])
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("ROLLBACK")


def _open_writing(path: Path, connect: OpenConnection) -> sqlite3.Connection:
    connection = connect(str(path))
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA cache_size=-16000")
    return connection


def _open_keeping(path: Path) -> sqlite3.Connection:
    """Closed behind all others, it keeps SQLite from writing our WAL into a file that is not ours: it may write nothing."""
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, isolation_level=None, check_same_thread=False)
    connection.execute("SELECT count(*) FROM evidence").fetchone()
    return connection


def _open_reading(path: Path) -> ReadingConnection:
    connection = sqlite3.connect(
        path, isolation_level=None, check_same_thread=False, cached_statements=64, factory=ReadingConnection
    )
    connection.execute("PRAGMA query_only=ON")
    connection.execute("PRAGMA wal_autocheckpoint=0")
    return connection
