"""Commits units of work to SQLite, many in one transaction, by one thread at a time. It knows no table.

Group commit: the units that one round of the event loop hands in share a COMMIT. While the disk is quick, the loop's own
thread commits them, since waking another one costs more than the wait for the disk. While the disk is slow, a thread of
its own does, and the next units gather meanwhile.
"""

import asyncio
import sqlite3
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from itertools import groupby
from queue import SimpleQueue
from typing import Any, NamedTuple, Protocol, TypeVar

from bot.core.errors import Unavailable
from bot.store.sqlite.replaced_content_detection import is_damage

T = TypeVar("T")
WriteUnit = Callable[[sqlite3.Connection], Any]

MAX_GROUP = 256
MAX_ROUND = 64
"""Units that the event loop's own thread commits at once; more of them would hold the loop up."""
QUICK = 0.002
"""Mean seconds of a transaction up to which the event loop's thread commits; of one of the other thread, its COMMIT counts."""
WEIGHT = 0.05
"""Weight of one transaction in the mean."""
BRIEF = 0.0005
"""Seconds that the event loop's thread waits for the other one, which settles its last units before it lets go."""


class JointWrite(NamedTuple):
    """One of several writes that cost less together: `write` does what their units do, for a list of their items."""

    write: Callable[[sqlite3.Connection, list[Any]], None]
    item: Any


class FileGuard(Protocol):
    """Checks that the file is still ours: before a connection is opened, in each transaction, and around its COMMIT.

    Its Unavailable fails the group. `report_damage` names the error after SQLite no longer finds a database.
    """

    def check_file(self) -> object: ...

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
    """Runs units one after another. `connect` opens the connection that alone writes and checkpoints.

    A unit changes the database alone and may run twice: when a unit of a group fails, the group is rolled back and runs
    again, each unit in a savepoint of its own, so that a failed one does not affect the others. `quick` is the mean of
    seconds up to which the event loop's thread commits, by `clock`.
    """

    def __init__(
        self,
        connect: Callable[[], sqlite3.Connection],
        guard: FileGuard | None = None,
        quick: float = QUICK,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._connect, self._guard, self._quick, self._clock = connect, guard or NoFileGuard(), quick, clock
        self._waiting: deque[_WaitingUnit] = deque()
        self._long: deque[_WaitingUnit] = deque()
        self._owner = threading.Lock()  # its holder alone uses the connection and takes units
        self._connection: sqlite3.Connection | None = connect()
        self._is_patient, self._patience = True, _read_patience(self._connection)
        self._mean = 0.0
        self._calls: SimpleQueue[bool] = SimpleQueue()
        self._thread = threading.Thread(target=self._run_loop, name="countersign-writer", daemon=True)
        self._closed = False
        self._thread.start()

    async def write_unit(
        self,
        unit: Callable[[sqlite3.Connection], T],
        then: Callable[[], None] | None = None,
        *,
        is_long: bool = False,
        joint: JointWrite | None = None,
    ) -> T:
        """Return the result of the unit once it is durable, or raise its error with nothing of it kept.

        `then` is called in the event loop as soon as the unit is durable, also after the waiting task is gone. A long unit
        never runs in the event loop's thread. Units of one group with the same `joint` function run in one call of it instead,
        and by themselves when that fails. Raises Unavailable when the database refused the write: locked, full, failing.
        """
        if self._closed:
            raise Unavailable("The database is closed.")
        loop = asyncio.get_running_loop()
        waiting = _WaitingUnit(unit, loop.create_future(), loop, then, joint)
        if is_long:
            self._long.append(waiting)
            self._calls.put(True)
        else:
            self._waiting.append(waiting)
            loop.call_soon(self._commit_round)
        result: T = await waiting.future
        return result

    @property
    def is_closed(self) -> bool:
        return self._closed

    def close(self) -> None:
        """Commit the waiting units, then close."""
        if not self._closed:
            self._closed = True
            self._calls.put(False)
            self._thread.join()

    def _commit_round(self) -> None:
        """Commit what this round of the event loop handed in; leave it to the thread when that may take long."""
        if not self._waiting:
            return
        is_crowded = len(self._waiting) > MAX_ROUND or bool(self._long)  # a hold that waits would wait for every start
        if is_crowded or self._mean > self._quick or not self._owner.acquire(timeout=BRIEF):
            self._calls.put(True)
            return
        try:
            group = self._take_group(self._waiting)
            is_committed = not group or (self._connection is not None and self._commit_group(group, is_patient=False))
            if not is_committed:
                self._waiting.extendleft(reversed(group))
        finally:
            self._owner.release()
        if is_committed:
            _settle_group(group, asyncio.get_running_loop())
        else:
            self._calls.put(True)

    def _run_loop(self) -> None:
        is_open = True
        while is_open:
            is_open = self._calls.get()
            with self._owner:
                while group := self._take_group(self._long) or self._take_group(self._waiting):
                    self._commit_group(group, is_patient=True)
                    _settle_group(group, None)
        self._drop_connection()

    def _take_group(self, units: "deque[_WaitingUnit]") -> list["_WaitingUnit"]:
        return [units.popleft() for _ in range(min(len(units), MAX_GROUP))]

    def _commit_group(self, group: Sequence["_WaitingUnit"], *, is_patient: bool) -> bool:
        """Commit the group, or give each unit its error. False: another program writes, and only the patient wait for it."""
        try:
            if self._connection is None:
                self._guard.check_file()
                self._connection, self._is_patient = self._connect(), True
            connection = self._connection
            if self._is_patient != is_patient:
                connection.execute(f"PRAGMA busy_timeout={self._patience if is_patient else 0}")
                self._is_patient = is_patient
            began = self._clock()
            try:
                self._begin(connection)
                if not _run_group(connection, group):
                    connection.execute("ROLLBACK")
                    self._begin(connection)
                    _run_apart(connection, group)
            except sqlite3.OperationalError as error:
                if is_patient or getattr(error, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_BUSY:
                    raise
                return False  # units may run twice
            if is_patient:  # in the thread, units wait for the interpreter, which says nothing of the disk
                began = self._clock()
            with self._guard.guard_commit(connection):
                connection.execute("COMMIT")
            self._mean += WEIGHT * (self._clock() - began - self._mean)
        except Unavailable as error:
            self._refuse_group(group, error)
        except (sqlite3.Error, OSError) as error:
            refusal = (
                self._guard.report_damage(error)
                if is_damage(error)
                else Unavailable(f"The database did not take it: {error}. Nothing was changed; try again.")
            )
            self._refuse_group(group, refusal)
        except Exception as error:  # noqa: BLE001  an error of our own belongs to those who wait, who would wait for ever
            self._refuse_group(group, error)
        return True

    def _begin(self, connection: sqlite3.Connection) -> None:
        connection.execute("BEGIN IMMEDIATE")
        self._guard.check_transaction(connection)

    def _refuse_group(self, group: Sequence["_WaitingUnit"], error: Exception) -> None:
        for waiting in group:
            waiting.error = error
        self._drop_connection()

    def _drop_connection(self) -> None:
        """Close the connection. After a failed commit its state is unknown, and the next group's fresh one reads the
        disk.
        """
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(sqlite3.Error):
                connection.close()


def _run_group(connection: sqlite3.Connection, group: Sequence["_WaitingUnit"]) -> bool:
    """Run the units in their order, neighbours with the same joint function in one call. False: one of them failed."""
    if len(group) == 1:
        return group[0].run_unit(connection)
    for write, units in groupby(group, lambda waiting: waiting.joint and waiting.joint.write):
        joined = list(units)
        if write is None or len(joined) == 1:
            if not all(waiting.run_unit(connection) for waiting in joined):
                return False
            continue
        try:
            write(connection, [waiting.joint.item for waiting in joined if waiting.joint])
        except sqlite3.OperationalError:
            raise
        except Exception as error:
            if is_damage(error):
                raise
            traceback.clear_frames(error.__traceback__)  # they may hold cursors
            return False
    return True


def _run_apart(connection: sqlite3.Connection, group: Sequence["_WaitingUnit"]) -> None:
    """Run each unit in a savepoint of its own, after one of them failed. One that was alone is not run again."""
    for waiting in group if len(group) > 1 else ():
        connection.execute("SAVEPOINT unit")
        if not waiting.run_unit(connection):
            connection.execute("ROLLBACK TO unit")
        connection.execute("RELEASE unit")


class _WaitingUnit:
    """A unit, the future of its caller, and the callback for the caller's loop."""

    __slots__ = ("error", "future", "joint", "loop", "result", "then", "unit")

    def __init__(
        self,
        unit: WriteUnit,
        future: "asyncio.Future[Any]",
        loop: asyncio.AbstractEventLoop,
        then: Callable[[], None] | None,
        joint: JointWrite | None,
    ) -> None:
        self.unit, self.future, self.loop, self.then, self.joint = unit, future, loop, then, joint
        self.result: Any = None
        self.error: BaseException | None = None

    def run_unit(self, connection: sqlite3.Connection) -> bool:
        """Run the unit. False: it raised. An error of the database itself is raised and fails the whole group."""
        try:
            result = self.unit(connection)
            # a cursor must end in the thread that made it: elsewhere its end resets a statement that may be running
            self.result = None if isinstance(result, sqlite3.Cursor) else result
            self.error = None
            del result
        except sqlite3.OperationalError:
            raise
        except Exception as error:
            if is_damage(error):
                raise
            traceback.clear_frames(error.__traceback__)  # they may hold cursors, too
            self.error = error
        return self.error is None

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


def _settle_group(group: Sequence[_WaitingUnit], here: asyncio.AbstractEventLoop | None) -> None:
    """Tell the callers: one call into each event loop, and at once in the running one."""
    for loop in {waiting.loop for waiting in group}:
        own = [waiting for waiting in group if waiting.loop is loop]
        if loop is here:
            _settle_futures(own)
        else:
            with suppress(RuntimeError):  # the loop was closed during the commit: no task waits any more
                loop.call_soon_threadsafe(_settle_futures, own)


def _settle_futures(waiting: Sequence[_WaitingUnit]) -> None:
    for each in waiting:
        each.settle_future()


def _read_patience(connection: sqlite3.Connection) -> int:
    """Milliseconds that the connection waits for another program's lock."""
    (patience,) = connection.execute("PRAGMA busy_timeout").fetchone()
    return int(patience)
