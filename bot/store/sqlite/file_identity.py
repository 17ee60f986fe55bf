"""Detects that an open file is no longer the one at its path: replaced, moved or deleted."""

import os
from contextlib import suppress
from pathlib import Path

from bot.core.errors import DatabaseReplaced


class FileIdentity:
    """The device and inode of a database file and of its lock file at the time of opening."""

    __slots__ = ("_known", "_wal", "path")

    def __init__(self, path: Path, lock: int) -> None:
        """`lock` is the descriptor of the open lock file."""
        self.path = path
        locked = find_lock_path(path)
        self._known = (str(path), _read_identity(os.stat(path))), (str(locked), _read_identity(os.fstat(lock)))
        self._wal: tuple[int, int] | None = None

    def note_wal(self) -> None:
        """Note the write-ahead log of the file, while the file is known to be ours."""
        with suppress(FileNotFoundError):
            self._wal = _read_identity(os.stat(find_wal_path(self.path)))

    def set_wal_aside(self, *, is_replaced: bool = False) -> Path | None:
        """Rename our WAL after another file has taken the path and ours is closed: SQLite would apply the WAL to that
        file.

        `is_replaced`: it is known to be another file, even with the same inode. Returns the WAL's new name; None when
        nothing was replaced, or the WAL is not ours.
        """
        wal = find_wal_path(self.path)
        aside = wal.with_name(f"{wal.name}.of-the-replaced-file")
        try:
            if not is_replaced and self.path.exists() and _read_identity(os.stat(self.path)) == self._known[0][1]:
                return None
            if self._wal is None or _read_identity(os.stat(wal)) != self._wal:
                return None
            wal.rename(aside)
            self.path.with_name(f"{self.path.name}-shm").unlink(missing_ok=True)
        except OSError:
            return None
        return aside

    def check_database(self) -> os.stat_result:
        """Return the state of the file at the path. Raises DatabaseReplaced when it is another one. One stat(2):
        opening the file would release SQLite's own locks.
        """
        return self._check_identity(self._known[0])

    def check_all(self) -> None:
        """Raises DatabaseReplaced also when the lock is another file: another process may own the database then."""
        for known in self._known:
            self._check_identity(known)

    def _check_identity(self, known: tuple[str, tuple[int, int]]) -> os.stat_result:
        path, identity = known  # a text, which costs stat(2) no conversion
        try:
            found = os.stat(path)
        except OSError as error:
            raise DatabaseReplaced(self.path, f"{os.path.basename(path)} is gone ({error.strerror})") from error
        if _read_identity(found) != identity:
            raise DatabaseReplaced(self.path, f"{os.path.basename(path)} was replaced by another file")
        return found


def find_lock_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.lock")


def find_wal_path(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def _read_identity(stat: os.stat_result) -> tuple[int, int]:
    return stat.st_dev, stat.st_ino
