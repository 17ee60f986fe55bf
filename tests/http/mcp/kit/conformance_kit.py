"""Installs the official conformance kit by its lock file, once for each lock file, and runs it."""

import hashlib
import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.random_seed import IS_FULL_CAMPAIGN

HERE = Path(__file__).parent
ROOT = HERE.parents[3]
LOCK = HERE / "package-lock.json"
SUMMARY = re.compile(r"^([✓✗]) ([a-z0-9-]+): (\d+) passed, (\d+) failed", re.MULTILINE)


class ScenarioOutcome(NamedTuple):
    """The checks of one scenario."""

    passed: int
    failed: int


class KitRun(NamedTuple):
    """A run of the kit: its exit status, the scenarios by their names, and what it printed."""

    code: int
    outcomes: dict[str, ScenarioOutcome]
    said: str


class ConformanceKit:
    """The installed kit. `node` is its own."""

    def __init__(self, folder: Path) -> None:
        own = folder / "node_modules" / ".bin" / "node"
        self.node = str(own) if own.exists() else "node"
        self.program = folder / "node_modules" / ".bin" / "conformance"

    def list_required(self, version: str) -> list[str]:
        """The names of the server scenarios that this version of the protocol requires."""
        said = self._run("list", "--requirements", version, "--server").stdout
        required = said.split("Server scenarios")[1].split("Client scenarios")[0]
        return re.findall(r"^  - ([a-z0-9-]+)$", required, re.MULTILINE)

    def test_server(self, url: str, *options: str) -> KitRun:
        ran = self._run("server", "--url", url, *options)
        said = ran.stdout + ran.stderr
        found = {name: ScenarioOutcome(int(passed), int(failed)) for _, name, passed, failed in SUMMARY.findall(said)}
        return KitRun(ran.returncode, found, said)

    def test_scenario(self, url: str, name: str, folder: Path, *options: str) -> list[tuple[str, str, str]]:
        """The checks of one scenario: their ids, statuses and errors. The exit status says the same."""
        ran = self._run("server", "--url", url, "--scenario", name, "-o", str(folder), *options)
        written = next(iter(folder.glob(f"server-{name}-*/checks.json")), None)
        assert written is not None, ran.stdout + ran.stderr
        checks = [
            (each["id"], each["status"], each.get("errorMessage", "")) for each in json.loads(written.read_text())
        ]
        assert (ran.returncode == 0) == all(status != "FAILURE" for _, status, _ in checks), ran.stdout + ran.stderr
        return checks

    def _run(self, *words: str) -> subprocess.CompletedProcess[str]:
        command: Sequence[str] = [self.node, str(self.program), *words]
        return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


def install_kit() -> ConformanceKit:
    """The kit of the lock file. Without npm the test is left out of `make test`; `make test-full` installs npm."""
    if shutil.which("npm") is None:
        if IS_FULL_CAMPAIGN:
            pytest.fail("npm is missing: apt-get install npm, or brew install node", pytrace=False)
        pytest.skip("npm is missing: the conformance kit of MCP is an npm package")
    folder = ROOT / "build" / "mcp-kit" / hashlib.sha256(LOCK.read_bytes()).hexdigest()[:16]
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as draft:
            made = Path(draft) / "kit"
            made.mkdir()
            for name in ("package.json", "package-lock.json"):
                shutil.copy(HERE / name, made / name)
            command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
            ran = subprocess.run(command, cwd=made, capture_output=True, text=True, timeout=600, check=False)
            assert ran.returncode == 0, ran.stdout + ran.stderr
            made.rename(folder)
    return ConformanceKit(folder)
