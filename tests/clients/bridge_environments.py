"""Environments of packages from PyPI, for tests of programs that have them: made from pinned, hashed requirements, and kept.

`requirements/<name>.txt` is compiled from `requirements/<name>.in` by `make lock`.
"""

import fcntl
import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

REQUIREMENTS = Path(__file__).parent / "requirements"
FOLDER = Path(__file__).parent.parent.parent / "build" / "bridges"


def make_environment(name: str) -> Path:
    """Return the Python of the environment with these requirements, and make it when they changed."""
    requirements = REQUIREMENTS / f"{name}.txt"
    digest = hashlib.sha256(requirements.read_bytes() + sys.version.encode()).hexdigest()[:12]
    place, held = FOLDER / f"{name}-{digest}", FOLDER / f"{name}.lock"
    FOLDER.mkdir(parents=True, exist_ok=True)
    with held.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (place / "is-whole").exists():
            for each in FOLDER.glob(f"{name}-*"):
                shutil.rmtree(each)
            run_uv("venv", "--python", sys.executable, str(place))
            run_uv(
                "pip", "install", "--python", str(place / "bin" / "python"), "--require-hashes", "-r", str(requirements)
            )
            (place / "is-whole").touch()
    return place / "bin" / "python"


def run_uv(*args: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "uv", "--quiet", "--system-certs", *args], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
