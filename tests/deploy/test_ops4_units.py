"""The units of systemd: systemd itself reads them, and their commands are run for real."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.deploy.deploy_files import DEPLOY, UNITS, read_unit

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="systemd is of Linux")
PROGRAM = "/opt/countersign/bin/countersign"


def verify(folder: Path) -> subprocess.CompletedProcess[str]:
    names = [str(path) for path in sorted(folder.glob("*.*"))]
    return subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *names], capture_output=True, text=True, check=False
    )


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """The units with a program that exists here; all else as it is."""
    program = tmp_path / "countersign"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    folder = tmp_path / "units"
    folder.mkdir()
    for path in UNITS:
        (folder / path.name).write_text(path.read_text().replace(PROGRAM, str(program)))
    return folder


def test_ops4_systemd_has_no_complaint_about_any_unit(units: Path) -> None:
    assert len(UNITS) == 8
    ran = verify(units)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_ops4_a_wrong_key_would_be_told(units: Path) -> None:
    path = units / "countersign.service"
    path.write_text(path.read_text().replace("KillMode=mixed", "KillMood=mixed"))
    assert "KillMood" in verify(units).stderr


def test_ops4_the_standby_differs_in_its_command_alone() -> None:
    own, standby = (
        (DEPLOY / "systemd" / f"{name}.service").read_text() for name in ("countersign", "countersign-standby")
    )
    differing = set(own.splitlines()) ^ set(standby.splitlines())
    keys = {re.split(r"[=\s]", line)[0] for line in differing}
    assert keys == {"#", "Description", "Conflicts", "ExecStart"}
    assert read_unit("countersign-standby.service")["ExecStart"] == [f"{PROGRAM} serve --standby"]


@pytest.mark.parametrize(
    ("name", "command"), [("countersign-shared.service", "serve --shared"), ("countersign-worker@.service", "worker")]
)
def test_ops4_the_units_of_several_processes_differ_in_their_commands_alone(name: str, command: str) -> None:
    own, other = ((DEPLOY / "systemd" / each).read_text() for each in ("countersign.service", name))
    keys = {re.split(r"[=\s]", line)[0] for line in set(own.splitlines()) ^ set(other.splitlines())}
    assert keys == {"#", "Description", "Conflicts", "ExecStart"}
    assert read_unit(name)["ExecStart"] == [f"{PROGRAM} {command}"]


def test_ops4_a_stop_reaches_the_server_first_and_leaves_it_time() -> None:
    unit = read_unit("countersign.service")
    assert unit["KillMode"] == ["mixed"]
    assert int(unit["TimeoutStopSec"][0]) > 10 + 3 + 3
    assert unit["ExecReload"] == ["/bin/kill -HUP $MAINPID"]
    assert int(unit["LimitNOFILE"][0]) > 10_000  # the connections that the listener takes


@pytest.mark.parametrize("name", ["countersign.service", "countersign-standby.service", "countersign-shared.service"])
def test_ops4_the_server_is_confined(units: Path, name: str) -> None:
    command = ["systemd-analyze", "security", "--offline=true", "--threshold=25", str(units / name)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout[-300:]


@pytest.mark.parametrize("name", [path.name for path in UNITS if path.suffix == ".timer"])
def test_ops4_a_timer_runs_daily(name: str) -> None:
    (calendar,) = read_unit(name)["OnCalendar"]
    ran = subprocess.run(["systemd-analyze", "calendar", calendar], capture_output=True, text=True, check=False)
    assert ran.returncode == 0
    assert "Normalized form: *-*-* 02:15:00" in ran.stdout
