"""The content of the database is exchanged in place, under the same inode, while a server has it open."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import httpx2
import pytest

from tests.cli.terminal import StagedTerminal, end
from tests.cli.test_out4_files import database, running, until

Act = Callable[[Path, Path], None]


def write_over(backup: Path, path: Path) -> None:
    """Overwrites the file as `cp backup path` does."""
    with path.open("r+b") as file:
        file.write(backup.read_bytes())
        file.truncate()


def write_over_with_its_times(backup: Path, path: Path) -> None:
    stat = path.stat()
    write_over(backup, path)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def truncate(backup: Path, path: Path) -> None:
    os.truncate(path, 0)


def cut_in_half(backup: Path, path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def zero(backup: Path, path: Path) -> None:
    with path.open("r+b") as file:
        file.write(bytes(path.stat().st_size))


def vacuum_into(backup: Path, path: Path) -> None:
    """The same state in other pages."""
    compact = path.with_name("compact.db")
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        connection.execute("VACUUM INTO ?", (str(compact),))
    write_over(compact, path)


ACTS = [write_over, write_over_with_its_times, truncate, cut_in_half, zero, vacuum_into]


@pytest.mark.parametrize("act", ACTS)
def test_out4_content_that_is_replaced_in_place_stops_an_idle_server(terminal: StagedTerminal, act: Act) -> None:
    terminal.launched()
    backup = terminal.folder / "b.db"
    assert terminal("backup", str(backup)).code == 0
    with running(terminal) as (_, process):
        act(backup, database(terminal))
        ran = end(process)
    assert ran.code == 1
    (line,) = [line for line in ran.err.splitlines() if line.startswith("error: ")]
    assert "is no longer the file that this process opened: " in line
    assert "Traceback" not in ran.err + ran.out


@pytest.mark.parametrize("act", ACTS)
def test_out4_a_write_behind_it_is_refused_and_nothing_of_it_is_played_into_the_other_content(
    terminal: StagedTerminal, act: Act
) -> None:
    terminal.launched()
    secret = terminal("keys", "create", "sam", "--as", "sam", "--json").json["secret"]
    backup = terminal.folder / "b.db"
    assert terminal("backup", str(backup)).code == 0
    with running(terminal) as (url, process), httpx2.Client(base_url=url, trust_env=False) as client:
        client.headers["Authorization"] = f"Bearer {secret}"
        launch = {"agent": "deploybot", "message": "hello"}
        assert client.post("/api/v1/threads", json=launch).status_code == 201
        act(backup, database(terminal))
        after = database(terminal).read_bytes()
        refused = client.post("/api/v1/threads", json=launch)
        assert refused.status_code == 503
        assert client.get("/api/v1/threads").status_code in (200, 503)
        ran = end(process)
    assert (ran.code, "Traceback" in ran.err + ran.out) == (1, False)
    assert database(terminal).read_bytes() == after
    assert not database(terminal).with_name("countersign.db-wal").exists()
    if act is write_over:
        assert len(terminal("threads", "--json").json["items"]) == 1


def test_out4_a_checkpoint_by_somebody_else_stops_nothing(terminal: StagedTerminal) -> None:
    """As by a tool that copies write-ahead logs, or `PRAGMA wal_checkpoint` in a shell."""
    secret = terminal("keys", "create", "sam", "--as", "sam", "--json").json["secret"]
    with running(terminal) as (url, process), httpx2.Client(base_url=url, trust_env=False) as client:
        client.headers["Authorization"] = f"Bearer {secret}"
        for number in range(3):
            launch = {"agent": "deploybot", "message": f"hello {number}"}
            assert client.post("/api/v1/threads", json=launch).status_code == 201
            before = database(terminal).stat()
            with closing(sqlite3.connect(database(terminal))) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            assert database(terminal).stat().st_mtime_ns != before.st_mtime_ns
            until(lambda: client.get("/readyz").status_code == 200, "ready")
        assert process.poll() is None


def test_out4_evidence_that_is_set_back_by_sql_stops_an_idle_server(terminal: StagedTerminal) -> None:
    terminal.launched()
    with running(terminal) as (_, process):
        with closing(sqlite3.connect(database(terminal))) as connection:
            connection.execute("DELETE FROM evidence WHERE name='threads'")
            connection.commit()
        ran = end(process)
    assert (ran.code, "its signed evidence was changed by another program" in ran.err) == (1, True)


def test_out4_the_log_still_verifies_after_many_checkpoints(terminal: StagedTerminal) -> None:
    """Checkpoints of our own change the file too: none of them counts as a replacement."""
    secret = terminal("keys", "create", "sam", "--as", "sam", "--json").json["secret"]
    with running(terminal) as (url, process), httpx2.Client(base_url=url, trust_env=False) as client:
        client.headers["Authorization"] = f"Bearer {secret}"
        before = database(terminal).stat().st_mtime_ns
        sent = 0
        while database(terminal).stat().st_mtime_ns == before:
            launch = {"agent": "deploybot", "message": "hello " + "x" * 5_000}
            assert client.post("/api/v1/threads", json=launch).status_code == 201
            sent += 1
            assert sent < 2000
        assert process.poll() is None
        process.terminate()
        assert end(process).code == 0
