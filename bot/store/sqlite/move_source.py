"""A SQLite file whose whole content moves into another database: its rows, and the mark that ends it."""

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any

from bot.core.errors import CannotStart, DamagedDatabase
from bot.store.log_signing import HeadSigner
from bot.store.revisions import find_newest_revision
from bot.store.sqlite.database import APPLICATION_ID, lock_file, read_database_path, refuse_unproven_log
from bot.store.sqlite.log_verification import inspect_log
from bot.store.sqlite.moved_file import FileMove, describe_move, mark_moved, read_move


class MoveSource:
    """The rows of a file at one moment."""

    def __init__(self, connection: sqlite3.Connection, target: str) -> None:
        self._connection, self._target = connection, target

    def read_rows(self, table: str, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        named = ", ".join(f'"{column}"' for column in columns)
        yield from self._connection.execute(f'SELECT {named} FROM "{table}"')  # noqa: S608  names of our own tables

    def mark_moved(self) -> None:
        """From now on the file is never opened again, by no release."""
        self._connection.execute("COMMIT")
        if read_move(self._connection) is None:
            mark_moved(self._connection, FileMove(self._target, time.time_ns() // 1000, find_newest_revision()))


@contextmanager
def open_source(url: str, target: str, signer: HeadSigner) -> Iterator[MoveSource]:
    """The file of this URL, which this process owns meanwhile. `target` is the name of the database that it moves to.

    Raises CannotStart's children: the file runs, has an older schema, was moved to another database, or does not verify.
    """
    path = read_database_path(url)
    if not path.exists():
        raise CannotStart(f"There is no database {path}.")
    uri = f"{path.as_uri()}?mode=rw"
    with closing(lock_file(path)), closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as connection:
        try:
            schema = _find_schema(connection, target)
        except sqlite3.DatabaseError as error:
            raise DamagedDatabase(path, str(error)) from error
        except ValueError as error:
            raise CannotStart(f"The database {path} cannot be moved: {error}.") from error
        if schema != (newest := find_newest_revision()):
            raise CannotStart(
                f"The database {path} has the schema {schema}, this release moves {newest}: run countersign migrate."
            )
        refuse_unproven_log(path, signer)
        if not inspect_log(path, signer).is_sound:  # moved, its faults could not be told from those of the move
            raise CannotStart(
                f"The log in {path} does not verify; look at `countersign audit verify`. Nothing was moved."
            )
        connection.execute("BEGIN")
        yield MoveSource(connection, target)


def _find_schema(connection: sqlite3.Connection, target: str) -> str:
    """The schema of the file, also of one that was marked for this target. Raises ValueError with the reason."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application != APPLICATION_ID:
        raise ValueError("it is not a Countersign database")
    if (move := read_move(connection)) is None:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])
    if move.target != target:
        raise ValueError(describe_move(move))
    return move.schema
