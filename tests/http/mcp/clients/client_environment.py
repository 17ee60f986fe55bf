"""Environments of clients that others publish: installed from a file of hashes, once for each file."""

import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[3]


def install_client(version: str) -> Path:
    """The interpreter of an environment with this version of `mcp` alone."""
    requirements = HERE / f"mcp-{version}.txt"
    name = hashlib.sha256(f"{sys.version}{requirements.read_text()}".encode()).hexdigest()[:16]
    folder = ROOT / "build" / "mcp-clients" / name
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as draft:
            made = Path(draft) / "env"
            _run("venv", "--python", sys.executable, str(made))
            _run("pip", "install", "--python", str(made), "--require-hashes", "-r", str(requirements))
            made.rename(folder)
    return folder / "bin" / "python"


def _run(*words: str) -> None:
    command = [sys.executable, "-m", "uv", "--quiet", "--system-certs", *words]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
