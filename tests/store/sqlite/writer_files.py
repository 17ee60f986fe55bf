"""Files for the tests of the writer: connections that note their transactions and can be slow, and units of lines."""

import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.store.sqlite.writer import GroupCommitWriter


class CountingConnection(sqlite3.Connection):
    """A connection that remembers the transactions it was told to make. `pause` are the seconds of a COMMIT on a slow disk."""

    said: list[str]
    pause = 0.0

    def execute(self, sql: str, *parameters: Any) -> sqlite3.Cursor:
        word = sql.split(" ")[0]
        self.__dict__.setdefault("said", []).append(word)
        if word == "COMMIT" and self.pause:
            time.sleep(self.pause)
        return super().execute(sql, *parameters)


class FileOpener:
    """A connection factory on one file; it can be told to refuse."""

    def __init__(self, path: Path, *, timeout: float = 5.0, pragmas: tuple[str, ...] = ()) -> None:
        self.path, self.timeout, self.pragmas = path, timeout, pragmas
        self.refusals = 0
        self.opened: list[CountingConnection] = []

    def __call__(self) -> sqlite3.Connection:
        if self.refusals:
            self.refusals -= 1
            raise sqlite3.OperationalError("unable to open database file")
        connection = sqlite3.connect(
            self.path, isolation_level=None, check_same_thread=False, timeout=self.timeout, factory=CountingConnection
        )
        connection.execute("PRAGMA journal_mode=WAL")
        for pragma in self.pragmas:
            connection.execute(pragma)
        self.opened.append(connection)
        return connection

    def count(self, word: str) -> int:
        """How often a statement that begins with this word was executed."""
        return sum(connection.said.count(word) for connection in self.opened)


@asynccontextmanager
async def open_writer(opener: FileOpener) -> AsyncIterator[GroupCommitWriter]:
    writer = GroupCommitWriter(opener)
    try:
        await writer.write_unit(lambda connection: connection.execute("CREATE TABLE IF NOT EXISTS line (text)"))
        yield writer
    finally:
        writer.close()


def add(text: str) -> Callable[[sqlite3.Connection], None]:
    def unit(connection: sqlite3.Connection) -> None:
        connection.execute("INSERT INTO line VALUES (?)", (text,))

    return unit


def failing(text: str, error: Exception) -> Callable[[sqlite3.Connection], None]:
    def unit(connection: sqlite3.Connection) -> None:
        connection.execute("INSERT INTO line VALUES (?)", (text,))
        raise error

    return unit


def read_lines(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    try:
        return [text for (text,) in connection.execute("SELECT text FROM line ORDER BY rowid")]
    finally:
        connection.close()
