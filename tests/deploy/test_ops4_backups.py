"""The backups of the units, run as systemd would run their commands, beside a real server; and their restore."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.cli.postgres_installation import PostgresInstallation
from tests.cli.server_process import OLIVE, SAM, agent, running_server
from tests.cli.terminal import StagedTerminal, clean_environment
from tests.deploy.deploy_files import read_command, read_unit
from tests.postgres_databases import SECRET
from tests.servers.postgres import find_program

if TYPE_CHECKING:
    from tests.servers.postgres import PostgresServer

FOLDER, PROGRAM = "/var/backups/countersign", "/opt/countersign/bin/countersign"


def run_unit(name: str, folder: Path, programs: dict[str, str], environment: dict[str, str]) -> None:
    """Run the commands of this unit, with the programs and the folder of backups that are here."""
    unit = read_unit(name)
    for line in (*unit["ExecStart"], *unit["ExecStartPost"]):
        command = read_command(line).replace(FOLDER, str(folder))
        for there, here in programs.items():
            command = command.replace(there, here)
        ran = subprocess.run(command, shell=True, env=environment, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr


def age(path: Path, days: float) -> Path:
    path.touch()
    os.utime(path, (time.time() - days * 86_400,) * 2)
    return path


@pytest.fixture
def backups(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of backups, with an old copy of each kind, and a young one."""
    folder = tmp_path_factory.mktemp("backups")
    for name in ("countersign-old.db", "countersign-old.dump", "notes.txt"):
        age(folder / name, 20)
    for name in ("countersign-young.db", "countersign-young.dump"):
        age(folder / name, 10)
    return folder


def test_ops4_the_backup_unit_copies_a_running_server_and_the_copy_is_restored(
    terminal: StagedTerminal, backups: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder, text = terminal.folder, OLIVE + SAM + agent(terminal.folder)
    program = tmp_path_factory.mktemp("bin") / "countersign"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m bot "$@"\n')
    program.chmod(0o755)
    with running_server(folder, text, "sam") as here:
        request = here.request_of_sam()["id"]
        run_unit("countersign-backup.service", backups, {PROGRAM: str(program)}, clean_environment(folder))
        assert here.approve("olive", request).status_code == 200
    left = {path.name for path in backups.iterdir()}
    (made,) = [name for name in left if name.startswith("countersign-2")]
    assert left == {made, "countersign-young.db", "countersign-old.dump", "countersign-young.dump", "notes.txt"}
    trial = tmp_path_factory.mktemp("trial")
    shutil.copy(folder / "data" / "secret.key", trial)
    for verb in (("restore", str(backups / made)), ("audit", "verify"), ("requests",)):
        ran = terminal(*verb, COUNTERSIGN_DATA=str(trial))
        assert ran.code == 0, ran.err
    assert request in ran.out
    refused = terminal("restore", str(backups / made))
    assert refused.code != 0, "a database is there"
    assert terminal("restore", str(backups / made), "--force").code == 0
    assert '"status": "pending"' in terminal("requests", "--json", "--status", "pending").out
    ran = terminal("audit", "verify")
    assert (ran.code, "all of them verify" in ran.out) == (0, True)


def test_ops4_the_dump_of_the_postgresql_unit_is_restored_and_known_for_a_copy(
    terminal: StagedTerminal, backups: Path, postgres_url: str, postgres_server: "PostgresServer"
) -> None:
    installation = PostgresInstallation(terminal.folder, postgres_url)
    with installation.serve() as here:
        request = here.request_of_sam()["id"]
        at = urlsplit(postgres_url)
        place = {"PGHOST": "127.0.0.1", "PGPORT": str(at.port), "PGUSER": "postgres", "PGDATABASE": at.path[1:]}
        programs = {"/usr/bin/pg_dump": find_program("pg_dump")}
        run_unit("countersign-backup-postgresql.service", backups, programs, {**os.environ, **place})
    left = {path.name for path in backups.iterdir()}
    (made,) = [name for name in left if name.startswith("countersign-2")]
    assert left == {made, "countersign-young.db", "countersign-old.db", "countersign-young.dump", "notes.txt"}
    name = postgres_server.make_database()
    command = [find_program("pg_restore"), "--exit-on-error", "--no-owner", "--dbname", name, str(backups / made)]
    subprocess.run(command, env={**os.environ, **place}, check=True)
    restored = PostgresInstallation.open(terminal.folder, postgres_server.url_of(name), SECRET, installation.keys)
    shutil.rmtree(terminal.folder / "data", ignore_errors=True)
    with restored.serve() as here:
        here.wait(lambda: any("the database came back from a copy" in line for line in list(here.said)), "it is told")
        assert here.look(request)["status"] == "pending"
