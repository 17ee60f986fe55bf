"""A reading connection that raises our Unavailable when the file is damaged or replaced."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bot.store.sqlite.content_watch import ContentGuard, is_damage


class ReadingConnection(sqlite3.Connection):
    """`guard` checks the file before each statement, and turns SQLite's error about a damaged one into ours."""

    guard: ContentGuard | None = None

    def execute(self, *given: Any) -> sqlite3.Cursor:
        if self.guard is not None and not self.in_transaction:
            self.guard.check_path()
        with self.translate_errors():
            return self.cursor(ReadingCursor).execute(*given)

    @contextmanager
    def translate_errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            if self.guard is None or not is_damage(error):
                raise
            raise self.guard.report_damage(error) from error


class ReadingCursor(sqlite3.Cursor):
    """A cursor that translates the errors of its fetches by `ReadingConnection.translate_errors`."""

    connection: ReadingConnection

    def fetchone(self) -> Any:
        with self.connection.translate_errors():
            return super().fetchone()

    def fetchall(self) -> list[Any]:
        with self.connection.translate_errors():
            return super().fetchall()

    def __next__(self) -> Any:
        with self.connection.translate_errors():
            return super().__next__()
