"""The mark of a file whose installation was moved into another database: it is never opened again, by no release.

The mark is in the file itself: a table says where to, and the schema is one that no release knows.
"""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from bot.core.errors import CannotStart

MOVED = "moved"
"""The schema of a moved file."""


class FileMove(NamedTuple):
    """Where the content went, when (microseconds), and the schema that the file had."""

    target: str
    at: int
    schema: str


def mark_moved(connection: sqlite3.Connection, move: FileMove) -> None:
    """Mark the file, in a transaction of its own."""
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("CREATE TABLE IF NOT EXISTS moved (target TEXT, at INTEGER, schema TEXT)")
        connection.execute("DELETE FROM moved")
        connection.execute("INSERT INTO moved VALUES (?, ?, ?)", move)
        connection.execute("UPDATE alembic_version SET version_num = ?", (MOVED,))


def read_move(connection: sqlite3.Connection) -> FileMove | None:
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    if row is None or row[0] != MOVED:
        return None
    return FileMove(*connection.execute("SELECT target, at, schema FROM moved").fetchone())


def describe_move(move: FileMove) -> str:
    at = datetime.fromtimestamp(move.at / 1_000_000, UTC)
    return f"its content was moved to {move.target} at {at:%-d %b %Y, %H:%M} UTC"


def refuse_moved(path: Path, connection: sqlite3.Connection) -> None:
    """Raises CannotStart for a file that was moved."""
    if (move := read_move(connection)) is not None:
        raise CannotStart(
            f"The database {path} is not used any more: {describe_move(move)}. Set COUNTERSIGN_DATABASE_URL to that database."
        )
