"""The database as a file: a full disk, a backup beside a running server, a restore, a file that is replaced."""

import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx2
import pytest

from tests.busy_machine import Deadline
from tests.cli.terminal import StagedTerminal, clean_environment, end, fork, free_port, serving, until_healthy

PATIENCE = 60
"""Seconds until what is waited for counts as not coming."""


def database(terminal: StagedTerminal) -> Path:
    return terminal.folder / "data" / "countersign.db"


def until(holds: Callable[[], bool], what: str) -> None:
    deadline = Deadline(PATIENCE)
    while not holds():
        assert not deadline.is_over, f"it did not come about: {what}"
        time.sleep(0.05)


@contextmanager
def running(terminal: StagedTerminal) -> "Iterator[tuple[str, subprocess.Popen[str]]]":
    """A server whose end the test itself looks at."""
    port = free_port()
    process = fork("serve", environment=clean_environment(terminal.folder, PORT=str(port)))
    try:
        until_healthy(f"http://127.0.0.1:{port}", process)
        yield f"http://127.0.0.1:{port}", process
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()


@pytest.mark.skipif(sys.platform != "linux", reason="prlimit(2)")
def test_out4_a_full_disk_is_not_ready_and_recovers_by_itself(terminal: StagedTerminal) -> None:
    """The limit on file sizes of the running server is lowered to its files' sizes: no write can be made durable."""
    secret = terminal("keys", "create", "sam", "--as", "sam", "--json").json["secret"]
    with running(terminal) as (url, process), httpx2.Client(base_url=url, trust_env=False) as client:
        headers = {"Authorization": f"Bearer {secret}"}
        launch = {"agent": "deploybot", "message": "hello"}
        assert client.get("/readyz").status_code == 200
        before = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (4096, before[1]))
        until(lambda: client.get("/readyz").status_code == 503, "not ready")
        assert client.get("/readyz").json() == {
            "status": "the database cannot be written: look at the disk and the file"
        }
        assert client.get("/healthz").status_code == 200
        refused = client.post("/api/v1/threads", json=launch, headers=headers)
        assert refused.status_code == 503
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, before)
        until(lambda: client.get("/readyz").status_code == 200, "ready again")
        assert client.post("/api/v1/threads", json=launch, headers=headers).status_code == 201
        assert process.poll() is None
    with closing(sqlite3.connect(database(terminal))) as connection:
        assert connection.execute("SELECT count(*) FROM space").fetchone() == (0,)


def test_out4_a_backup_beside_a_running_server_and_a_restore(terminal: StagedTerminal) -> None:
    thread, request = terminal.launched()
    file = terminal.folder / "backup.db"
    with serving(terminal.folder):
        ran = terminal("backup", str(file))
        assert (ran.code, ran.err) == (0, "1 threads verify\n")
        assert f"The backup is {file}." in ran.out
        assert "The secret is not in it" in ran.out
        assert "it exists" in terminal("backup", str(file)).err
        refused = terminal("restore", str(file), "--force")
        assert refused.code == 2
        assert "is in use by another Countersign process" in refused.err
    assert b"secret" not in file.read_bytes()[:16]
    assert terminal("approve", request, "--as", "olive", typed="y\n").code == 0
    assert terminal.tag("v1.4.2") != ""
    refused = terminal("restore", str(file))
    assert (refused.code, "Restore with --force" in refused.err) == (2, True)
    ran = terminal("restore", str(file), "--force")
    assert ran.code == 0, ran.err
    assert "counts as unknown" in ran.out
    assert terminal("show", thread).out.count("ApprovalAsked") == 1
    assert len(terminal("requests", "--json").json["items"]) == 1
    (kept,) = [name for name in os.listdir(terminal.folder / "data") if ".replaced-" in name]
    assert kept.startswith("countersign.db.replaced-")
    assert terminal("audit", "verify").code == 0
    assert "A backup was restored on" in terminal("doctor").out


def test_out4_a_restore_onto_an_empty_machine(terminal: StagedTerminal) -> None:
    thread, _ = terminal.launched()
    file = terminal.folder / "backup.db"
    assert terminal("backup", str(file)).code == 0
    secret = (terminal.folder / "data" / "secret.key").read_text().strip()
    shutil.rmtree(terminal.folder / "data")
    ran = terminal("restore", str(file))
    assert ran.code == 2
    assert "There is no secret" in ran.err
    ran = terminal("restore", str(file), COUNTERSIGN_SECRET_KEY="another-secret-of-more-than-32-characters")
    assert ran.code == 2
    assert f"{file}: nothing proves the log in it" in ran.err
    assert not database(terminal).exists()
    ran = terminal("restore", str(file), COUNTERSIGN_SECRET_KEY=secret)
    assert ran.code == 0, ran.err
    assert terminal("show", thread, COUNTERSIGN_SECRET_KEY=secret).code == 0


@pytest.mark.parametrize("content", [b"", b"a letter " * 1000, None])
def test_out4_what_is_no_backup_is_refused(terminal: StagedTerminal, content: bytes | None) -> None:
    terminal.launched()
    before = database(terminal).read_bytes()
    file = terminal.folder / "letter"
    if content is not None:
        file.write_bytes(content)
    ran = terminal("restore", str(file), "--force")
    assert ran.code == 2
    assert str(file) in ran.err
    assert database(terminal).read_bytes() == before
    assert not [name for name in os.listdir(terminal.folder / "data") if "draft" in name]


def test_out4_a_damaged_backup_and_one_of_another_program_are_refused(terminal: StagedTerminal) -> None:
    terminal.launched()
    file = terminal.folder / "backup.db"
    assert terminal("backup", str(file)).code == 0
    with file.open("r+b") as raw:
        raw.seek(8 * 4096)
        raw.write(os.urandom(16 * 4096))
    ran = terminal("restore", str(file), "--force")
    assert (ran.code, str(file) in ran.err) == (2, True)
    other = terminal.folder / "other.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE song (name)")
    assert "it is not a Countersign database" in terminal("restore", str(other), "--force").err
    assert terminal("threads").code == 0


def test_out4_a_backup_without_a_place_to_stand(terminal: StagedTerminal) -> None:
    terminal.launched()
    ran = terminal("backup", str(terminal.folder / "no" / "such" / "folder.db"))
    assert (ran.code, "nothing can be written beside it" in ran.err) == (2, True)
    shutil.rmtree(terminal.folder / "data")
    assert terminal("backup", str(terminal.folder / "b.db")).code == 2


def moved_over(path: Path) -> None:
    shutil.copy(path, path.with_name("other.db"))
    path.with_name("other.db").replace(path)


def deleted(path: Path) -> None:
    path.unlink()


def deleted_and_made_anew(path: Path) -> None:
    path.unlink()
    path.with_name("another").touch()  # so that the inode is not given out again
    path.touch()


def lock_replaced(path: Path) -> None:
    lock = path.with_name(f"{path.name}.lock")
    lock.unlink()
    path.with_name("another").touch()
    lock.touch()


@pytest.mark.parametrize("act", [moved_over, deleted, deleted_and_made_anew, lock_replaced])
def test_out4_a_file_that_is_replaced_stops_an_idle_server(
    terminal: StagedTerminal, act: Callable[[Path], None]
) -> None:
    with running(terminal) as (_, process):
        act(database(terminal))
        ran = end(process)
    assert ran.code == 1
    (line,) = [line for line in ran.err.splitlines() if line.startswith("error: ")]
    assert "is no longer the file that this process opened: countersign.db" in line
    assert "Traceback" not in ran.err


def test_out4_nothing_is_written_or_decided_once_the_file_was_replaced(terminal: StagedTerminal) -> None:
    """The write that comes right behind the replacement is refused, and neither file has it."""
    _, request = terminal.launched()
    secret = terminal("keys", "create", "olive", "--json").json["secret"]
    with running(terminal) as (url, process), httpx2.Client(base_url=url, trust_env=False) as client:
        headers = {"Authorization": f"Bearer {secret}"}
        digest = client.get(f"/api/v1/requests/{request}", headers=headers).json()["digest"]
        with database(terminal).open("rb") as old:
            moved_over(database(terminal))
            decision = client.post(
                f"/api/v1/requests/{request}/decision",
                json={"decision": "approve", "digest": digest},
                headers=headers,
            )
            assert decision.status_code == 503
            assert "is no longer the file" in decision.json()["detail"]
            assert end(process).code == 1
            wal = database(terminal).with_name("countersign.db-wal.of-the-replaced-file")
            assert b"Answered" not in old.read() + wal.read_bytes()
            assert not database(terminal).with_name("countersign.db-wal").exists()
    assert terminal.tag("v1.4.2") == ""
    assert terminal("requests", "--json").json["items"][0]["status"] == "pending"
