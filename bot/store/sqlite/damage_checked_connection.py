"""A reading connection that raises our Unavailable when the file is damaged or replaced."""

import sqlite3
from typing import Any

from bot.store.sqlite.replaced_content_detection import ContentGuard, is_damage


class ReadingConnection(sqlite3.Connection):
    """`guard` checks the file before each statement, and turns SQLite's error about a damaged one into ours."""

    guard: ContentGuard | None = None

    def execute(self, *given: Any) -> sqlite3.Cursor:
        if self.guard is not None and not self.in_transaction:
            self.guard.check_path()
        try:
            return self.cursor(ReadingCursor).execute(*given)
        except sqlite3.DatabaseError as error:
            self.refuse_damage(error)
            raise

    def refuse_damage(self, error: sqlite3.DatabaseError) -> None:
        """Raise our error when SQLite reports that the file is damaged."""
        if self.guard is not None and is_damage(error):
            raise self.guard.report_damage(error) from error


class ReadingCursor(sqlite3.Cursor):
    """A cursor whose fetches raise our error for a damaged file."""

    connection: ReadingConnection

    def fetchone(self) -> Any:
        try:
            return super().fetchone()
        except sqlite3.DatabaseError as error:
            self.connection.refuse_damage(error)
            raise

    def fetchall(self) -> list[Any]:
        try:
            return super().fetchall()
        except sqlite3.DatabaseError as error:
            self.connection.refuse_damage(error)
            raise

    def __next__(self) -> Any:
        try:
            return super().__next__()
        except sqlite3.DatabaseError as error:
            self.connection.refuse_damage(error)
            raise
