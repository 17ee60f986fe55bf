"""ext1: the guide for programs works as it is written: each of its commands runs, in order, in an empty folder."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.terminal import clean_environment, free_port

PAGE = Path(__file__).parent.parent.parent / "docs" / "external.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder; `countersign` is on the path."""
    command = tmp_path / "bin" / "countersign"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m bot "$@"\n')
    command.chmod(0o755)
    (tmp_path / "empty").mkdir()
    return tmp_path / "empty"


def test_ext1_the_guide_leads_from_nothing_to_the_first_approval(folder: Path) -> None:
    script = "\n".join(re.findall(r"```sh\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL))
    environment = clean_environment(folder)
    environment |= {"PATH": f"{folder.parent / 'bin'}:{environment['PATH']}", "PORT": str(free_port())}
    try:
        ran = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
        )
    finally:
        if (pid := folder / "server.pid").exists():
            os.kill(int(pid.read_text()), signal.SIGTERM)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    said = ran.stdout.splitlines()
    assert said[0] == "pending"
    assert said[2:] == ["approved", "approved", "running", "Reported by the agent: Refund 17"]
