"""Notices that a file which this process has open is no longer the one at its path: replaced, moved or deleted."""

import os
from pathlib import Path

from bot.core.errors import DatabaseReplaced


class FileIdentity:
    """The device and inode of a database file and of its lock file, as they were when it was opened."""

    __slots__ = ("_known", "path")

    def __init__(self, path: Path, lock: int) -> None:
        """`lock` is the descriptor of the open lock file."""
        self.path = path
        self._known = ((path, _identity(os.stat(path))), (lock_path(path), _identity(os.fstat(lock))))

    def check(self) -> None:
        """Raises DatabaseReplaced. Two calls of stat(2): nothing is opened, which would give back SQLite's own locks."""
        for path, known in self._known:
            try:
                found = _identity(os.stat(path))
            except OSError as error:
                raise DatabaseReplaced(self.path, f"{path.name} is gone ({error.strerror})") from error
            if found != known:
                raise DatabaseReplaced(self.path, f"{path.name} was replaced by another file")


def lock_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.lock")


def _identity(stat: os.stat_result) -> tuple[int, int]:
    return stat.st_dev, stat.st_ino
