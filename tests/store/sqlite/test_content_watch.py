"""OUT4: the guard of the file's content tells our own writes from those of others."""

import os
import sqlite3
import struct
from contextlib import closing
from pathlib import Path

import pytest

from bot.core.errors import DatabaseReplaced
from tests.platform_fixture import PlatformFixture

PAGE = 4096


def pages_of(path: Path) -> tuple[int, int]:
    """How many pages the file has, and how many its header says."""
    with path.open("rb") as file:
        (said,) = struct.unpack(">I", file.read(32)[28:])
    return path.stat().st_size // PAGE, said


def shorten(path: Path) -> None:
    """A checkpoint that a reader keeps from its end: it copies no page that was written again since, not the last ones either."""
    with (
        closing(sqlite3.connect(path, isolation_level=None)) as other,
        closing(sqlite3.connect(path, isolation_level=None)) as reader,
    ):
        other.execute("CREATE TABLE filler (x)")
        other.executemany("INSERT INTO filler VALUES (zeroblob(?))", [(3_000,)] * 40)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM filler").fetchall()
        other.execute("UPDATE filler SET x = randomblob(3000)")
        other.execute("PRAGMA wal_checkpoint(PASSIVE)")
        in_file, said = pages_of(path)
        assert in_file < said


async def test_out4_a_checkpoint_that_a_reader_keeps_from_its_end_is_no_other_content(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as platform:
        await platform.launch()
        shorten(tmp_path / "house.db")
        thread = await platform.launch("and on")
        assert platform.log(thread)


async def test_out4_a_file_that_is_cut_off_behind_such_a_checkpoint_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "house.db"
    async with PlatformFixture(tmp_path) as platform:
        await platform.launch()
        shorten(path)
        await platform.launch("and on")
        os.truncate(path, path.stat().st_size - PAGE)
        with pytest.raises(DatabaseReplaced, match="was replaced or cut off"):
            await platform.launch("too late")
