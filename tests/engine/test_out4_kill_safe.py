"""A restore leaves either file whole under the database's name, and a database that vanished is missed."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.core.errors import CannotStart
from tests.engine.test_out4_restored import back_up, restore
from tests.platform_fixture import PlatformFixture
from tests.sqlite_access import sqlite_of


@pytest.mark.parametrize("is_empty", [True, False])
async def test_out4_a_database_that_vanished_does_not_become_an_empty_one(tmp_path: Path, is_empty: bool) -> None:
    async with PlatformFixture(tmp_path) as platform:
        await platform.launch()
    kept = tmp_path / "house.db.replaced-20261129T000000Z"
    (tmp_path / "house.db").rename(kept)
    if is_empty:
        (tmp_path / "house.db").touch()
    with pytest.raises(CannotStart, match=rf"{'empty' if is_empty else 'gone'}.*{kept.name}"):
        PlatformFixture(tmp_path)
    (tmp_path / "house.db.signed").unlink()
    sqlite_of(PlatformFixture(tmp_path).app).close_unused()


async def test_out4_a_restore_leaves_no_side_file_and_keeps_each_old_one(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as platform:
        await platform.launch()
        back_up(platform)
    (tmp_path / "house.db-journal").write_bytes(b"of the old file")
    restore(tmp_path, platform)
    restore(tmp_path, platform)
    names = os.listdir(tmp_path)
    assert not {f"house.db{end}" for end in ("-journal", "-wal", "-shm")} & set(names)
    kept = [name for name in names if ".replaced-" in name and not name.endswith(("-journal", "-wal", "-shm"))]
    assert len(kept) == 2
    for name in kept:
        with closing(sqlite3.connect(tmp_path / name)) as connection:
            assert connection.execute("SELECT count(*) FROM thread").fetchone() == (1,)


async def test_out4_a_restore_that_dies_before_the_replace_has_changed_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with PlatformFixture(tmp_path) as platform:
        await platform.launch()
        back_up(platform)
        await platform.launch("one more")

    def die(draft: Path, target: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", die)
    with pytest.raises(KeyboardInterrupt):
        restore(tmp_path, platform)
    with closing(sqlite3.connect(tmp_path / "house.db")) as connection:
        assert connection.execute("SELECT count(*) FROM thread").fetchone() == (2,)
