"""The thread that writes to SQLite: queued units of work are committed together. It knows no table.

Group commit: while one COMMIT waits for the disk, the next units gather and share the next one. Each unit runs in a
savepoint of its own, so a failed unit does not affect the others.
"""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from queue import SimpleQueue
from typing import Any, Protocol, TypeVar

from bot.core.errors import Unavailable
from bot.store.sqlite.content_watch import is_damage

T = TypeVar("T")
WriteUnit = Callable[[sqlite3.Connection], Any]

MAX_GROUP = 256


class FileGuard(Protocol):
    """Checks that the file is still ours: before a connection is opened, in each transaction, and around its COMMIT.

    Its Unavailable fails the group. `report_damage` names the error after SQLite no longer finds a database.
    """

    def check_file(self) -> None: ...

    def check_transaction(self, connection: sqlite3.Connection) -> None: ...

    def guard_commit(self, connection: sqlite3.Connection) -> AbstractContextManager[None]: ...

    def report_damage(self, error: BaseException) -> Unavailable: ...


class NoFileGuard:
    """For files without evidence to compare."""

    def check_file(self) -> None:
        return

    def check_transaction(self, connection: sqlite3.Connection) -> None:
        return

    def guard_commit(self, connection: sqlite3.Connection) -> AbstractContextManager[None]:
        return nullcontext()

    def report_damage(self, error: BaseException) -> Unavailable:
        return Unavailable(f"The database is damaged: {error}. Nothing was changed.")


class GroupCommitWriter:
    """Runs units in one thread. `connect` opens the connection that alone writes and checkpoints."""

    def __init__(self, connect: Callable[[], sqlite3.Connection], guard: FileGuard | None = None) -> None:
        self._connect, self._guard = connect, guard or NoFileGuard()
        self._waiting: SimpleQueue[_WaitingUnit | None] = SimpleQueue()
        self._connection: sqlite3.Connection | None = connect()
        self._thread = threading.Thread(target=self._run_loop, name="countersign-writer", daemon=True)
        self._closed = False
        self._thread.start()

    async def write_unit(self, unit: Callable[[sqlite3.Connection], T], then: Callable[[], None] | None = None) -> T:
        """Return the result of the unit once it is durable, or raise its error with nothing of it kept.

        `then` is called in the event loop as soon as the unit is durable, also after the waiting task is gone. Raises
        Unavailable when the database refused the write: locked, full, failing.
        """
        if self._closed:
            raise Unavailable("The database is closed.")
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._waiting.put(_WaitingUnit(unit, future, loop, then))
        return await future

    @property
    def is_closed(self) -> bool:
        return self._closed

    def close(self) -> None:
        """Commit the waiting units, then close."""
        if not self._closed:
            self._closed = True
            self._waiting.put(None)
            self._thread.join()

    def _run_loop(self) -> None:
        while (first := self._waiting.get()) is not None:
            group = [first]
            while len(group) < MAX_GROUP and not self._waiting.empty():
                following = self._waiting.get()
                if following is None:
                    self._waiting.put(None)
                    break
                group.append(following)
            self._commit_group(group)
        self._drop_connection()

    def _commit_group(self, group: list["_WaitingUnit"]) -> None:
        try:
            if self._connection is None:
                self._guard.check_file()
                self._connection = self._connect()
            connection = self._connection
            connection.execute("BEGIN IMMEDIATE")
            self._guard.check_transaction(connection)
            for waiting in group:
                waiting.run_unit(connection, alone=len(group) == 1)
            with self._guard.guard_commit(connection):
                connection.execute("COMMIT")
        except Unavailable as error:
            for waiting in group:
                waiting.error = error
            self._drop_connection()
        except sqlite3.Error as error:
            refusal = (
                self._guard.report_damage(error)
                if is_damage(error)
                else Unavailable(f"The database did not take it: {error}. Nothing was changed; try again.")
            )
            for waiting in group:
                waiting.error = refusal
            self._drop_connection()

        def settle_futures(loop: asyncio.AbstractEventLoop) -> None:
            for waiting in group:
                if waiting.loop is loop:
                    waiting.settle_future()

        for loop in {waiting.loop for waiting in group}:  # one call into each event loop
            with suppress(RuntimeError):  # the loop was closed during the commit: no task waits any more
                loop.call_soon_threadsafe(settle_futures, loop)

    def _drop_connection(self) -> None:
        """Close the connection. After a failed commit its state is unknown, and the next group's fresh one reads the
        disk.
        """
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(sqlite3.Error):
                connection.close()


class _WaitingUnit:
    """A unit, the future of its caller, and the callback for the caller's loop."""

    __slots__ = ("error", "future", "loop", "result", "then", "unit")

    def __init__(
        self,
        unit: WriteUnit,
        future: "asyncio.Future[Any]",
        loop: asyncio.AbstractEventLoop,
        then: Callable[[], None] | None,
    ) -> None:
        self.unit, self.future, self.loop, self.then = unit, future, loop, then
        self.result: Any = None
        self.error: BaseException | None = None

    def run_unit(self, connection: sqlite3.Connection, alone: bool) -> None:
        """Run the unit in a savepoint. An error of the database itself is raised and fails the whole group."""
        if not alone:
            connection.execute("SAVEPOINT unit")
        try:
            result = self.unit(connection)
            # a cursor must end in this thread: elsewhere its end resets a statement that this thread may be running
            self.result = None if isinstance(result, sqlite3.Cursor) else result
            del result
        except sqlite3.OperationalError:
            raise
        except Exception as error:
            if is_damage(error):
                raise
            self.error = error
            connection.execute("ROLLBACK" if alone else "ROLLBACK TO unit")
            if alone:
                connection.execute("BEGIN IMMEDIATE")
        if not alone:
            connection.execute("RELEASE unit")

    def settle_future(self) -> None:
        if self.error is None and self.then is not None:
            try:
                self.then()
            except Exception as error:  # noqa: BLE001  an error of the callback belongs to the caller that waits for this write
                self.error = error
        if self.future.done():
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)
