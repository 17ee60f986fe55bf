"""SIGHUP that comes because a terminal was closed: no operator's word."""

import asyncio
import os
import pty
import re
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest

from agents.deploybot.demo_project import stage
from tests.busy_machine import Deadline
from tests.cli.server_process import EVE, MAX, OLIVE, agent, make_keys
from tests.cli.terminal import clean_environment, end, free_port, start, until_healthy


class Window:
    """A server that was started in a terminal of its own."""

    def __init__(self, folder: Path, *before: str) -> None:
        self.port, self.folder = free_port(), folder
        words = [*before, sys.executable, "-m", "bot", "serve"]
        program = shutil.which(words[0])
        assert program
        environment = clean_environment(folder, PORT=str(self.port))
        self.pid, self.leader = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execve(program, words, environment)

    def answers(self) -> bool:
        try:
            url = f"http://127.0.0.1:{self.port}/healthz"
            return httpx2.get(url, trust_env=False).status_code == 200
        except httpx2.HTTPError:
            return False

    def close(self) -> None:
        os.close(self.leader)

    def has_ended(self) -> bool:
        ended, status = os.waitpid(self.pid, os.WNOHANG)
        assert not ended or os.WIFEXITED(status), f"it was killed: {status}"
        return bool(ended)


def catches_hangup(pid: int) -> bool:
    """Whether the process has a handler of its own for SIGHUP."""
    (caught,) = re.findall(r"^SigCgt:\s*(\w+)", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    return bool(int(caught, 16) >> (signal.SIGHUP - 1) & 1)


def until(look: Callable[[], bool], seconds: float = 60) -> None:
    deadline = Deadline(seconds)
    while not look():
        assert not deadline.is_over
        time.sleep(0.1)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    asyncio.run(stage(tmp_path))
    (tmp_path / "countersign.toml").write_text(OLIVE + agent(tmp_path))
    return tmp_path


def test_see2_a_closed_window_stops_the_server_and_accepts_nothing(shop: Path) -> None:
    window = Window(shop)
    until(window.answers)
    window.close()
    until(window.has_ended)


def test_see2_under_nohup_a_closed_window_changes_nothing_and_a_later_sighup_accepts(shop: Path) -> None:
    key = asyncio.run(make_keys(shop, {"olive": "admin"}))["olive"]
    window = Window(shop, "nohup")
    until(window.answers)
    url, mine = f"http://127.0.0.1:{window.port}", {"Authorization": f"Bearer {key}"}

    def people() -> list[str]:
        found = httpx2.get(f"{url}/api/v1/people", headers=mine, trust_env=False).json()["items"]
        return [each["id"] for each in found]

    def waiting() -> int:
        """The changes that only an operator's word can apply."""
        found = httpx2.get(f"{url}/readyz", trust_env=False).json()
        return int(found.get("configuration_changes_that_wait", 0))

    (shop / "countersign.toml").write_text(OLIVE + EVE + agent(shop))
    until(lambda: waiting() == 1)
    window.close()
    (shop / "countersign.toml").write_text(OLIVE + EVE + MAX + agent(shop))
    until(lambda: waiting() == 2)  # a hangup before it that was taken for a word would have let Eve in
    assert not window.has_ended()
    assert people() == ["olive"]
    os.kill(window.pid, signal.SIGHUP)
    until(lambda: people() == ["olive", "eve", "max"])
    os.kill(window.pid, signal.SIGTERM)
    until(window.has_ended)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux tells which signals a process catches")
def test_see2_a_sighup_while_the_server_starts_acts_once_it_has_started(shop: Path) -> None:
    """systemd calls a unit of Type=simple started at once, so its reload may come before anything is loaded."""
    key = asyncio.run(make_keys(shop, {"olive": "admin"}))["olive"]
    port = free_port()
    process = start("serve", environment=clean_environment(shop, PORT=str(port)))
    try:
        began = time.monotonic()
        while not catches_hangup(process.pid):
            assert process.poll() is None
            assert time.monotonic() < began + 60
            time.sleep(0.001)
        for _ in range(3):
            process.send_signal(signal.SIGHUP)
        until_healthy(f"http://127.0.0.1:{port}", process)
        mine = {"Authorization": f"Bearer {key}"}

        def accepted() -> list[str]:
            found = httpx2.get(f"http://127.0.0.1:{port}/api/v1/audit", headers=mine, trust_env=False).json()["items"]
            return [each["door"] for each in found if each["what"] == "configuration reloaded"]

        until(lambda: bool(accepted()))
        assert accepted() == ["SIGHUP"]
    finally:
        process.terminate()
        assert end(process).code == 0
