"""The bytes of a database file, and of the memory of this process."""

import sqlite3
from contextlib import closing
from pathlib import Path


def measure_file(path: Path) -> int:
    """The bytes of the file, once all of the write-ahead log is in it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path.stat().st_size


def read_resident_bytes() -> int:
    """Resident bytes of this process (Linux, pages of 4096 bytes)."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096
