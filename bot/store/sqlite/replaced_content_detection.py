"""Detects that the content of the open database file was exchanged: copied over in place, cut off, set back by SQL."""

import hashlib
import os
import sqlite3
import threading
import time
from collections import deque
from contextlib import closing

from bot.core.errors import DatabaseReplaced
from bot.store.sqlite.file_identity import FileIdentity

TRIES, PAUSE = 3, 0.02
"""How often the file is read, and the seconds between, before it counts as another: a checkpoint may be writing it."""

WAL_MODE = b"\x02\x02"
"""Bytes 18 and 19 of the file while it has a write-ahead log, see sqlite.org/fileformat2.html."""


class ContentGuard:
    """Compares the signed rows of `evidence` with those that this process wrote last.

    SQLite reads them from its write-ahead log, so a copy over the file itself does not show there. Therefore the size
    and times of the file are compared too: only checkpoints change it, and it then holds one of the states since the
    last one. `replaced` is the detected error, and stays.
    """

    def __init__(self, identity: FileIdentity) -> None:
        self.identity, self.path, self._name = identity, identity.path, str(identity.path)
        self.replaced: DatabaseReplaced | None = None
        self._descriptor = os.open(self._name, os.O_RDONLY)  # closing one gives back SQLite's own locks: see `close`
        self._busy = threading.Lock()
        self._expected: frozenset[bytes] = frozenset()
        self._states: deque[bytes] = deque()
        self._stamp = _read_stamp(os.stat(self._name))
        self._checked: tuple[sqlite3.Connection, int] | None = None  # the writing connection and its data_version

    def note_start(self, connection: sqlite3.Connection) -> None:
        """Take the current content as ours. Call it once, after the first opening."""
        state = read_state(connection)
        self._expected, self._stamp = frozenset({state}), _read_stamp(os.stat(self._name))
        in_file = self._read_file()
        self._states = deque([in_file, state] if in_file not in (None, state) else [state])

    def check_file(self) -> os.stat_result:
        """Return the state of the file. Raises DatabaseReplaced when a replacement is known, or when another file has the path."""
        if self.replaced is not None:
            raise self.replaced
        return self.identity.check_database()

    def check_transaction(self, connection: sqlite3.Connection) -> None:
        """Check in a transaction that has written nothing yet. Raises DatabaseReplaced when another program wrote the
        evidence.

        SQLite's `data_version` changes whenever another connection has committed. While it is the same, SQLite would return the
        rows of before from its cache, so they are not read again. The file is checked around the COMMIT.
        """
        if self.replaced is not None:
            raise self.replaced
        (version,) = connection.execute("PRAGMA data_version").fetchone()
        if self._checked is not None and self._checked[0] is connection and self._checked[1] == version:
            return
        state = read_state(connection)
        if state not in self._expected:
            raise self.report("its signed evidence was changed by another program")
        self._expected = frozenset({state})
        self._note_state(state)
        self._checked = connection, version

    def guard_commit(self, connection: sqlite3.Connection) -> "_GuardedCommit":
        """Check the file before and after a COMMIT. Raises DatabaseReplaced."""
        return _GuardedCommit(self, connection)

    def begin_commit(self, connection: sqlite3.Connection) -> bytes:
        """Check the file before a COMMIT, and expect the content that it is about to write: its state is returned. No other
        check runs until `end_commit`. Raises DatabaseReplaced.
        """
        self._busy.acquire()
        try:
            self._check_file(self.check_file())
            state = read_state(connection)
            self._expected |= {state}
            self._states.append(state)
        except BaseException:
            self._busy.release()
            raise
        return state

    def end_commit(self, state: bytes, *, is_done: bool) -> None:
        """Check the file after the COMMIT of this state. Raises DatabaseReplaced."""
        try:
            if not is_done:
                self._checked = None
                self._states.pop()
                return
            self._expected = frozenset({state})
            if len(self._states) > 1 and self._states[-2] == state:
                self._states.pop()
            self._check_file()
        finally:
            self._busy.release()

    def check_content(self, reading: sqlite3.Connection) -> None:
        """Check while the process is idle. During a commit nothing is checked: the commit checks itself."""
        if self.replaced is not None:
            raise self.replaced
        self.identity.check_all()
        if not self._busy.acquire(blocking=False):
            return
        try:
            self._check_file()
            if read_state(reading) not in self._expected:
                raise self.report("its signed evidence was changed by another program")
        finally:
            self._busy.release()

    def check_path(self) -> None:
        """Check before each read, with one stat(2). Raises DatabaseReplaced."""
        try:
            is_same = _read_stamp(os.stat(self._name)) == self._stamp
        except OSError:
            is_same = False
        if is_same or not self._busy.acquire(blocking=False):
            return
        try:
            self._check_file(self.check_file())
        finally:
            self._busy.release()

    def report(self, why: str) -> DatabaseReplaced:
        """Note for good that the file is no longer ours. The first reason stays."""
        self.replaced = self.replaced or DatabaseReplaced(self.path, why)
        return self.replaced

    def report_damage(self, error: BaseException) -> DatabaseReplaced:
        return self.report(f"it cannot be read as a database any more ({error})")

    def close(self) -> None:
        """Close after the last connection of this process. A second call does nothing, since the descriptor may be
        reused.
        """
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _note_state(self, state: bytes) -> None:
        if self._states[-1] != state:
            self._states.append(state)

    def _check_file(self, stat: os.stat_result | None = None) -> None:
        try:
            stamp = _read_stamp(stat or os.stat(self._name))
        except OSError as error:
            raise self.report(f"{self.path.name} is gone ({error.strerror})") from error
        if stamp == self._stamp:
            return
        for _ in range(TRIES):
            state = self._read_file()
            if state in self._states and os.pread(self._descriptor, 2, 18) == WAL_MODE:
                while self._states[0] != state:
                    self._states.popleft()
                self._stamp = stamp
                return
            time.sleep(PAUSE)
        raise self.report(f"the content of {self.path.name} was replaced or cut off")

    def _read_file(self) -> bytes | None:
        """The state in the file itself, without its write-ahead log; None when it cannot be read.

        A checkpoint that a reader blocks copies no page that was written again since, and may leave the file shorter
        than its header says. SQLite reads such a file under `writable_schema` alone (btree.c, `lockBtree`). A file that
        has become shorter than before is none of those: it was cut off.
        """
        has_shrunk = os.fstat(self._descriptor).st_size < self._stamp[0]
        for is_lenient in (False,) if has_shrunk else (False, True):
            try:
                with closing(sqlite3.connect(f"{self.path.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
                    connection.execute(f"PRAGMA writable_schema={int(is_lenient)}")
                    return read_state(connection)
            except sqlite3.Error:
                continue
        return None


class _GuardedCommit:
    """The block around a COMMIT. A class, since a generator takes several times as long, and each append has one."""

    __slots__ = ("_connection", "_guard", "_state")

    def __init__(self, guard: ContentGuard, connection: sqlite3.Connection) -> None:
        self._guard, self._connection, self._state = guard, connection, b""

    def __enter__(self) -> None:
        self._state = self._guard.begin_commit(self._connection)

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._guard.end_commit(self._state, is_done=kind is None)


def read_state(connection: sqlite3.Connection) -> bytes:
    """A digest of both rows of the evidence; empty when their table is gone."""
    try:
        rows = connection.execute("SELECT name, body, mac FROM evidence ORDER BY name").fetchall()
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):
            return b""
        raise
    return hashlib.sha256(repr(rows).encode()).digest()


def is_damage(error: BaseException) -> bool:
    """Whether SQLite reports that the file is no database, or not a whole one."""
    code = getattr(error, "sqlite_errorcode", None)
    return isinstance(code, int) and code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _read_stamp(stat: os.stat_result) -> tuple[int, int, int]:
    return stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns
