"""Inspects a database file without changing it: is it ours, whole, up to date, in use? For `countersign doctor`."""

import fcntl
import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from bot.store.sqlite import channel_credential_vault, migrate
from bot.store.sqlite.database import APPLICATION_ID
from bot.store.sqlite.moved_file import describe_move, read_move


@dataclass(frozen=True)
class DatabaseState:
    """The state of a file. `owner` is the process that has it open, `fault` the reason why it cannot be used."""

    exists: bool = True
    owner: str = ""
    schema: str = ""
    fault: str = ""

    @property
    def is_current(self) -> bool:
        return self.schema == migrate.find_newest_revision()


def inspect_database(path: Path) -> DatabaseState:
    """The state of the database at this path."""
    try:
        if not path.exists() or path.stat().st_size == 0:
            return DatabaseState(exists=False)
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=5)) as connection:
            return replace(_inspect_content(connection), owner=_find_owner(path))
    except (sqlite3.Error, OSError) as error:
        return DatabaseState(fault=str(error))


def list_seal_prefixes(path: Path) -> list[bytes]:
    """The prefixes of the sealed values in the vault; empty without a readable vault. See
    `SecretKeys.make_seal_prefix`.
    """
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=5)) as connection:
            return channel_credential_vault.list_seal_prefixes(connection)
    except (sqlite3.Error, OSError):
        return []


def _inspect_content(connection: sqlite3.Connection) -> DatabaseState:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application != APPLICATION_ID:
        return DatabaseState(fault="it is not a Countersign database")
    (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if found != "ok":
        return DatabaseState(fault=f"it is damaged: {found}")
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    schema = str(row[0]) if row else ""
    if (move := read_move(connection)) is not None:
        return DatabaseState(schema=schema, fault=describe_move(move))
    if schema and schema not in migrate.list_revisions():
        return DatabaseState(schema=schema, fault=f"it was written by a newer Countersign (schema {schema})")
    return DatabaseState(schema=schema)


def _find_owner(path: Path) -> str:
    """The id of the process that holds the file's lock; empty when none does. The lock is released at once."""
    try:
        with path.with_name(f"{path.name}.lock").open() as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return lock.read().strip() or "unknown"
            return ""
    except FileNotFoundError:
        return ""


def read_library_version() -> tuple[int, ...]:
    """The version of the SQLite library, such as (3, 51, 3)."""
    return sqlite3.sqlite_version_info
