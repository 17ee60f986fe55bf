"""`countersign database downgrade`: the file goes back to the previous schema, and only while no server has it open."""

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.store.sqlite.migrate import PREVIOUS_RELEASE, find_newest_revision, read_revision
from tests.cli.terminal import StagedTerminal, serving


def test_cst3_the_command_sets_the_schema_back_and_the_next_start_brings_it_again(terminal: StagedTerminal) -> None:
    missing = terminal("database", "downgrade")
    assert (missing.code, "There is no secret" in missing.err) == (2, True)
    terminal("migrate")
    path = terminal.folder / "data" / "countersign.db"
    _put(path)
    done = terminal("database", "downgrade")
    assert (done.code, done.err) == (0, "")
    assert f"has the schema {PREVIOUS_RELEASE}." in " ".join(done.out.split())
    assert read_revision(path) == PREVIOUS_RELEASE
    with closing(sqlite3.connect(path)) as file:
        ((kind, key, body),) = file.execute("SELECT kind, key, body FROM vault").fetchall()
    assert (kind, key) == ("mail text", "m1")
    assert b"plain words" not in body
    again = terminal("database", "downgrade")
    assert (again.code, "this release sets back" in again.err) == (2, True)
    assert terminal("migrate").code == 0
    assert read_revision(path) == find_newest_revision()


def test_cst3_the_file_of_a_running_server_stays_as_it_is(terminal: StagedTerminal) -> None:
    with serving(terminal.folder):
        refused = terminal("database", "downgrade")
    assert (refused.code, "is in use by another Countersign process" in refused.err) == (2, True)
    assert read_revision(terminal.folder / "data" / "countersign.db") == find_newest_revision()


def _put(path: Path) -> None:
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("INSERT INTO channel_data VALUES ('email', 'mail text', 'm1', ?, NULL, 7)", (b"plain words",))
