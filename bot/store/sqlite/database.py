"""Opens a database, or raises the reason why not: one process owns the file, and its schema is ours and up to date."""

import asyncio
import fcntl
import glob
import os
import sqlite3
import time
from collections.abc import Callable, Coroutine
from contextlib import closing
from pathlib import Path
from typing import IO, Any, TypeVar

import structlog

from bot.core.errors import (
    BadSetting,
    CannotStart,
    DamagedDatabase,
    DatabaseInUse,
    DatabaseReplaced,
    ForeignDatabase,
    ReadOnlyDatabase,
    SchemaSetBack,
    Unavailable,
    UnprovenLog,
)
from bot.secret_keys import SecretKeys, open_keys_beside
from bot.store.log_signing import HeadSigner, NoEvidence
from bot.store.sqlite import migrate, signed_log_summary
from bot.store.sqlite.damage_checked_connection import ReadingConnection
from bot.store.sqlite.file_identity import FileIdentity, find_lock_path
from bot.store.sqlite.list_reader import ListReader
from bot.store.sqlite.moved_file import refuse_moved
from bot.store.sqlite.replaced_content_detection import ContentGuard
from bot.store.sqlite.writer import GroupCommitWriter, JointWrite

log_line = structlog.get_logger()

APPLICATION_ID = 0x434F554E
"""Written into the file's header (PRAGMA application_id): "COUN"."""

ROOM = 64 * 1024
"""Bytes that are written to check the free space; more than most appends need."""
SCARCE = 1024 * 1024
"""Bytes free on the disk below which it counts as full, even if the files have free pages."""
PAGE_CACHE = 4_000
"""KiB of pages that the writing connection holds: as much as the write-ahead log has between two checkpoints."""
ASK_EVERY = LOOK_EVERY = 1.0
"""Seconds between two checks of the free space, and between two checks whether the file was replaced."""

OpenConnection = Callable[[str], sqlite3.Connection]
T = TypeVar("T")


class ReadBlock:
    """The `with` block of a read: an error of SQLite becomes Unavailable. It keeps nothing, so all reads use the same one."""

    __slots__ = ("_connection",)

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __enter__(self) -> sqlite3.Connection:
        return self._connection

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        if isinstance(error, sqlite3.Error):
            raise Unavailable(f"The database cannot be read now: {error}. Try again.") from error


class SqliteDatabase:
    """An open SQLite file: a writer, a reading connection for the engine, and connections for lists.

    `signer` signs the heads of its threads. After the file at its path, or its content, is replaced, every write raises
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
        self._read_block = ReadBlock(self.reading)
        # Closed after all others, this connection keeps SQLite from writing our WAL into a foreign file: it writes nothing.
        uri = f"{path.as_uri()}?mode=ro"
        self._keeper = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
        self._keeper.execute("SELECT count(*) FROM evidence").fetchone()
        self.lists = ListReader(path, self.guard)
        self._asking = asyncio.Lock()
        self._answered, self._asked_at = False, float("-inf")

    def write_unit(
        self,
        unit: Callable[[sqlite3.Connection], T],
        then: Callable[[], None] | None = None,
        *,
        is_long: bool = False,
        joint: JointWrite | None = None,
    ) -> Coroutine[Any, Any, T]:
        """See `GroupCommitWriter.write_unit`."""
        return self._writer.write_unit(unit, then, is_long=is_long, joint=joint)

    def read(self) -> "ReadBlock":
        """The reading connection, for a `with` block. It raises Unavailable when it cannot be read."""
        return self._read_block

    async def is_answering(self) -> bool:
        """Whether a write of the size of an append reaches the disk now. It is tried once a second at most."""
        async with self._asking:
            if self._writer.is_closed or time.monotonic() >= self._asked_at + ASK_EVERY:
                self._answered, self._asked_at = await self._has_room(), time.monotonic()
            return self._answered

    async def _has_room(self) -> bool:
        """Take new pages, which needs room on the disk, and return them to the file."""
        body = os.urandom(ROOM)
        try:
            await self.write_unit(lambda connection: connection.execute("INSERT INTO space (body) VALUES (?)", (body,)))
            await self.write_unit(lambda connection: connection.execute("DELETE FROM space"))
            disk = os.statvfs(self.path)
        except (Unavailable, OSError):
            return False
        return disk.f_bavail * disk.f_frsize >= SCARCE

    async def wait_until_replaced(self) -> DatabaseReplaced:
        """Return once the file at the path, or its content, is replaced or gone. Checks every second."""
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
        await asyncio.to_thread(self.lists.close)
        self.close_unused()

    def close_unused(self) -> None:
        """Close the file after a failed start, before any list was read."""
        if self.guard.replaced is None:
            self._keeper.close()
        self.reading.close()
        self._writer.close()
        self._keeper.close()
        self.guard.close()
        self.identity.set_wal_aside(is_replaced=self.guard.replaced is not None)
        self._lock.close()


def connect_file(path: str) -> sqlite3.Connection:
    """A plain connection. Crash tests pass another function."""
    return sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=256, timeout=5)


def open_database(
    url: str, connect: OpenConnection = connect_file, keys: Callable[[], SecretKeys] | None = None
) -> SqliteDatabase:
    """The database of `sqlite:///path`, made or migrated if needed. Raises CannotStart's children.

    `keys` is called after the file is known to be ours; without it, the key file beside the database is used.
    """
    path = read_database_path(url)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except (FileExistsError, NotADirectoryError) as error:
        why = "there is a file at this place or above it, where the database's folder must be"
        raise BadSetting("COUNTERSIGN_DATA", str(path.parent), why) from error
    except OSError as error:
        raise ReadOnlyDatabase(path.parent, error.strerror) from error
    lock = lock_file(path)
    try:
        _refuse_missing_file(path)
        refuse_foreign_file(path)
        if not path.exists():  # made readable for this user only; SQLite gives its other files the same mode
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        has_marker = find_signed_marker(path).exists() and path.stat().st_size > 0
        if has_marker and not migrate.is_signed(migrate.read_revision(path)):
            # A file whose heads were signed must not return without signatures: forged rows would be signed.
            raise SchemaSetBack(path, find_signed_marker(path))
        found = keys() if keys else open_keys_beside(path)
        migrate.upgrade_schema(path, HeadSigner(found))
        refuse_unproven_log(path, HeadSigner(found))
        mark_signed(path)
        return SqliteDatabase(path, lock, connect, found)
    except BaseException:
        lock.close()
        raise


def _refuse_missing_file(path: Path) -> None:
    """Raises CannotStart for a database that existed here and is now empty or gone."""
    marker = find_signed_marker(path)
    if not marker.exists() or (path.exists() and path.stat().st_size):
        return
    beside = (
        each for each in path.parent.glob(f"{glob.escape(path.name)}.*") if not each.name.endswith(("-wal", "-shm"))
    )
    found = sorted(str(each) for each in beside if ".replaced-" in each.name or each.name.endswith(".draft"))
    copies = f"Copies beside it: {', '.join(found)}. " if found else ""
    raise CannotStart(
        f"The database {path} is {'empty' if path.exists() else 'gone'}, and {marker.name} beside it says that there was one. "
        f"{copies}Put the right file there, or run `countersign restore FILE`. To begin with an empty one, delete {marker}."
    )


def refuse_unproven_log(path: Path, signer: HeadSigner) -> None:
    """Raises UnprovenLog for a file whose log this secret does not prove."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=5)) as connection:
        try:
            signed_log_summary.read_log_evidence(connection, signer)
            signed_log_summary.read_thread_sum(connection, signer)
        except NoEvidence as error:
            raise UnprovenLog(path, error) from error


def find_signed_marker(path: Path) -> Path:
    """The file beside a database that says that its heads are signed. SQL cannot change it."""
    return path.with_name(f"{path.name}.signed")


def mark_signed(path: Path) -> None:
    marker = find_signed_marker(path)
    if not marker.exists():
        with os.fdopen(os.open(marker, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(f"The heads of the threads in {path.name} are signed. Keep this file beside it.\n")


def read_database_path(url: str) -> Path:
    """The file of `sqlite:///path`. Raises BadSetting for another kind of URL."""
    if not url.startswith("sqlite:///"):
        known = "this release supports sqlite:///path and postgresql+psycopg://USER:PASSWORD@HOST:PORT/DATABASE"
        why = f"{known}{'' if ':' in url or not url else f'; write sqlite:///{url}'}"
        kind, separator, _ = url.partition("://")  # the rest may hold a password
        shown = f"{kind}{separator}…" if separator else "…" if "@" in url else url
        raise BadSetting("COUNTERSIGN_DATABASE_URL", shown, why)
    return Path(url.removeprefix("sqlite:///")).absolute()


def lock_file(path: Path) -> IO[str]:
    """The lock that makes this process the owner of the file, until it is closed or the process dies."""
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


def refuse_foreign_file(path: Path) -> None:
    """Raises CannotStart's children for a file of another program, a damaged or newer one, or one that is not writable."""
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
    refuse_moved(path, connection)
    revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    if revision and revision[0] not in migrate.list_revisions():
        raise migrate.make_newer_schema(path, revision[0])
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("ROLLBACK")


def _open_writing(path: Path, connect: OpenConnection) -> sqlite3.Connection:
    connection = connect(str(path))
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute(f"PRAGMA cache_size=-{PAGE_CACHE}")
    return connection


def _open_reading(path: Path) -> ReadingConnection:
    connection = sqlite3.connect(
        path, isolation_level=None, check_same_thread=False, cached_statements=64, factory=ReadingConnection
    )
    connection.execute("PRAGMA query_only=ON")
    connection.execute("PRAGMA wal_autocheckpoint=0")
    return connection
