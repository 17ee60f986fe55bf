"""Files for the tests of the writer: connections that note their transactions and can be slow, and units of lines."""

import sqlite3
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.store.sqlite.writer import GroupCommitWriter


class DiskClock:
    """The seconds that the writer measures: those of the test's disk alone, however busy the machine is."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class CountingConnection(sqlite3.Connection):
    """A connection that remembers the transactions it was told to make.

    `pause` are the seconds of a COMMIT on a slow disk: it sleeps so long, or moves its `clock`. A COMMIT waits for its `gate`.
    """

    said: list[str]
    pause = 0.0
    clock: DiskClock | None = None
    gate: threading.Event | None = None

    def execute(self, sql: str, *parameters: Any) -> sqlite3.Cursor:
        word = sql.split(" ")[0]
        self.__dict__.setdefault("said", []).append(word)
        if word == "COMMIT":
            if self.clock is not None:
                self.clock.now += self.pause
            elif self.pause:
                time.sleep(self.pause)
            assert self.gate is None or self.gate.wait(60), "the thread that opens the gate waits for this COMMIT"
        return super().execute(sql, *parameters)


class FileOpener:
    """A connection factory on one file; it can be told to refuse. The writer measures by `clock` where there is one."""

    def __init__(
        self, path: Path, *, timeout: float = 5.0, pragmas: tuple[str, ...] = (), clock: DiskClock | None = None
    ) -> None:
        self.path, self.timeout, self.pragmas, self.clock = path, timeout, pragmas, clock
        self.refusals = 0
        self.opened: list[CountingConnection] = []

    def __call__(self) -> sqlite3.Connection:
        if self.refusals:
            self.refusals -= 1
            raise sqlite3.OperationalError("unable to open database file")
        connection = sqlite3.connect(
            self.path, isolation_level=None, check_same_thread=False, timeout=self.timeout, factory=CountingConnection
        )
        connection.clock = self.clock
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
    writer = GroupCommitWriter(opener, clock=opener.clock or time.perf_counter)
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
