"""A copy of the checkout that a test may write into, and verbs and tools that run in it as an author runs them."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.cli.terminal import FOREIGN

ROOT = Path(__file__).parents[2]
CACHE = ROOT / "build" / "mypy-of-a-new-agent"
"""Types of the platform's modules: they are checked by the first run and read by the next ones."""
OWN_CACHE = ROOT / ".mypy_cache"
"""The same of `make check`: where it has run, the first run has them too."""


@dataclass(frozen=True)
class CopiedCheckout:
    """`folder` has the packages of the product and no tests of theirs."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """Of a visitor: nothing of ours is set, and the verbs are in PATH."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
        path = f"{self.folder}/bin:{Path(sys.executable).parent}:{kept['PATH']}"
        return {**kept, "PATH": path, "PYTHONPATH": str(self.folder), "COLUMNS": "200"}

    def run(self, *command: str, at: Path | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=at or self.folder, env=self.environment, capture_output=True, text=True, check=False
        )

    def verb(self, *args: str, at: Path | None = None) -> subprocess.CompletedProcess[str]:
        return self.run(sys.executable, "-m", "bot", *args, at=at)

    def list_faults(self, *packages: str) -> str:
        """What `make check` finds here: format, lint, types of these packages, and import contracts. Empty: nothing."""
        if not CACHE.exists() and OWN_CACHE.exists():
            shutil.copytree(OWN_CACHE, CACHE)
        CACHE.mkdir(parents=True, exist_ok=True)
        types = [word for package in packages for word in ("-p", package)]
        found = [
            self.run(sys.executable, "-m", "ruff", "format", "--check", "--no-cache", "."),
            self.run(sys.executable, "-m", "ruff", "check", "--no-cache", "."),
            self.run(sys.executable, "-m", "mypy", "--cache-dir", str(CACHE), *types),
            self.run("lint-imports", "--no-cache"),
        ]
        return "".join(each.stdout + each.stderr for each in found if each.returncode)


def copy_checkout(folder: Path) -> CopiedCheckout:
    for name in ("bot", "channels", "agents"):  # with their compiled files: each verb is a process
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy2(ROOT / "pyproject.toml", folder)
    (folder / "tests" / "agents").mkdir(parents=True)
    for package in ("tests", "tests/agents"):
        (folder / package / "__init__.py").touch()
    (folder / "bin").mkdir()
    script = folder / "bin" / "countersign"
    script.write_text(f'#!/bin/sh\nexec {sys.executable} -m bot "$@"\n')
    script.chmod(0o755)
    return CopiedCheckout(folder)
