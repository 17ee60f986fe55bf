"""The cost of a start: `python -m bench.start_up [--runs 7]`.

`countersign --help` and `countersign serve` of processes of their own: CPU and wall seconds, until `--help` ends and until
`/readyz` answers; the resident memory of the server then; and the bytes of the packages of requirements.lock, without pip
and setuptools. The least of the runs is printed: other work on the machine disturbs that least.
"""

import argparse
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from importlib import metadata
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
CONFIG = '[agents.deploybot]\nrepository = "repo"\n\n[people.olive]\nname = "Olive"\n'


class StartCost(NamedTuple):
    """Seconds of the clock and of CPU; `megabytes` are resident, 0 for a process that has ended."""

    wall: float
    cpu: float
    megabytes: float = 0.0


def make_environment(folder: Path, port: int) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("OPENAI_", "SLACK_", "COUNTERSIGN_"))
    }
    return {**kept, "COUNTERSIGN_DATA": str(folder / "data"), "PORT": str(port), "PYTHONPATH": str(ROOT)}


def measure_help(folder: Path) -> StartCost:
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-m", "bot", "--help"]
    subprocess.run(command, env=make_environment(folder, 1), cwd=folder, check=True, capture_output=True)
    wall, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    return StartCost(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def measure_serve(folder: Path) -> StartCost:
    """From the start of the process until `/readyz` answers 200 (Linux: CPU and memory are read from /proc)."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "serve"],
        cwd=folder,
        env=make_environment(folder, port),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until_ready(port, process)
        wall = time.perf_counter() - begun
        fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
        cpu = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        pages = int(Path(f"/proc/{process.pid}/statm").read_text().split()[1])
        return StartCost(wall, cpu, pages * os.sysconf("SC_PAGE_SIZE") / 2**20)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def wait_until_ready(port: int, process: "subprocess.Popen[bytes]") -> None:
    while process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5).close()
            return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError(f"the server ended with {process.returncode}")


def measure_install() -> float:
    """Megabytes of the files of the locked packages, compiled modules included, as an installation without pip has them."""
    locked = re.findall(r"^([a-zA-Z0-9][a-zA-Z0-9._-]*)==", (ROOT / "requirements.lock").read_text(), re.MULTILINE)
    total = 0
    for name in set(locked) - {"pip", "setuptools"}:
        try:
            files = metadata.files(name) or []
        except metadata.PackageNotFoundError:  # a package of another platform
            continue
        total += sum(path.stat().st_size for each in files if (path := Path(str(each.locate()))).is_file())
    return total / 2**20


def measure_starts(runs: int) -> dict[str, float]:
    """The least of each figure; the first start of a server makes its database and does not count."""
    with TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        (folder / "countersign.toml").write_text(CONFIG)
        measure_serve(folder)
        helps, serves = [measure_help(folder) for _ in range(runs)], [measure_serve(folder) for _ in range(runs)]
    return {
        "help_wall_s": round(min(each.wall for each in helps), 3),
        "help_cpu_s": round(min(each.cpu for each in helps), 3),
        "serve_wall_s": round(min(each.wall for each in serves), 2),
        "serve_cpu_s": round(min(each.cpu for each in serves), 2),
        "serve_mb": round(min(each.megabytes for each in serves), 1),
        "install_mb": round(measure_install(), 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=7)
    found = measure_starts(parser.parse_args().runs)
    print("\n".join(f"{name:<14} {value}" for name, value in found.items()))


if __name__ == "__main__":
    main()
