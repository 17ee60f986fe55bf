"""Environments of their own for packages that nobody of ours wrote, kept in build/ from run to run: each folder is named by
what is installed in it, so a changed requirement makes another one."""

import fcntl
import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
OUTSIDE = Path(__file__).parent / "outside"
INSTALL_NODE = "sudo apt-get install -y --no-install-recommends nodejs npm   (or: brew install node)"


def make_python_environment() -> Path:
    """The Python of an environment with the hashed packages of requirements.txt."""
    wanted = OUTSIDE / "requirements.txt"

    def install(folder: Path) -> None:
        python = [sys.executable, "-m", "uv", "--system-certs"]
        run([*python, "venv", "--quiet", "--python", sys.executable, str(folder)])
        run([*python, "pip", "install", "--quiet", "--require-hashes", "-r", str(wanted), "--python", str(folder)])

    version = f"{sys.version_info.major}.{sys.version_info.minor}".encode()
    return make_once("humanlayer-python", wanted.read_bytes() + version, install) / "bin" / "python"


def make_node_environment(source: Path = OUTSIDE, name: str = "humanlayer-node") -> Path:
    """A folder with the packages of the package-lock.json in `source`, and the programs there that use them."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.fail(f"The tests of HumanLayer's TypeScript SDK need node and npm. Type: {INSTALL_NODE}")
    files = [source / "package.json", source / "package-lock.json", *sorted(source.glob("*.mjs"))]

    def install(folder: Path) -> None:
        folder.mkdir()
        for file in files:
            shutil.copy(file, folder)
        run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], folder)

    return make_once(name, b"".join(file.read_bytes() for file in files), install)


def name_folder(name: str, content: bytes) -> Path:
    """The folder of an environment with this content."""
    return ROOT / "build" / f"{name}-{hashlib.sha256(content).hexdigest()[:16]}"


def make_once(name: str, content: bytes, install: Callable[[Path], None]) -> Path:
    """The folder that `install` fills, one process at a time; one that another run left unfinished is made anew."""
    folder = name_folder(name, content)
    folder.parent.mkdir(exist_ok=True)
    with (folder.parent / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "complete").exists():
            shutil.rmtree(folder, ignore_errors=True)
            install(folder)
            (folder / "complete").touch()
    return folder


def run(command: list[str], folder: Path | None = None) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"
