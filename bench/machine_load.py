"""The state of the machine during a measurement: the work of others, and the time of an fsync. A busy machine judges nothing."""

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import median, quantiles

QUIET_LOAD = 0.5
"""Load for each core at the start, above which the machine is busy."""
QUIET_OTHERS = 0.1
"""Share of all cores that other processes may take during the measurement."""
QUIET_DISK_MS = 5.0
"""Median milliseconds of an fdatasync, above which the disk is busy, or too slow to compare engines on it."""
QUIET_SPREAD = 3.0
"""Slowest median fdatasync of a round, as a multiple of the fastest."""


@dataclass(frozen=True)
class CpuTimes:
    """CPU seconds since the start of the machine: of all cores together, of the busy ones, and of this process."""

    total: float
    busy: float
    own: float

    def compute_others(self, later: "CpuTimes") -> float:
        """The share of all cores that other processes took until `later`."""
        total = later.total - self.total
        return max(0.0, (later.busy - self.busy) - (later.own - self.own)) / total if total > 0 else 0.0


def read_cpu_times() -> CpuTimes:
    """The times of now; a machine without /proc/stat tells only those of this process."""
    spent = os.times()
    own = spent.user + spent.system + spent.children_user + spent.children_system
    try:
        fields = [int(each) for each in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    except OSError:
        return CpuTimes(0.0, 0.0, own)
    ticks = os.sysconf("SC_CLK_TCK")
    return CpuTimes(sum(fields) / ticks, (sum(fields) - fields[3] - fields[4]) / ticks, own)


@dataclass(frozen=True)
class DiskProbe:
    """Milliseconds of a write of 4 KiB with fdatasync beside the measured files."""

    p50: float
    p99: float


def probe_disk(folder: Path, times: int = 100) -> DiskProbe:
    path = folder / "probe"
    handle = os.open(path, os.O_CREAT | os.O_WRONLY, 0o600)
    sync = getattr(os, "fdatasync", os.fsync)
    taken = []
    try:
        for _ in range(times):
            begun = time.perf_counter()
            os.pwrite(handle, b"x" * 4096, 0)
            sync(handle)
            taken.append((time.perf_counter() - begun) * 1000)
    finally:
        os.close(handle)
        path.unlink()
    return DiskProbe(round(median(taken), 3), round(quantiles(taken, n=100)[98], 3))


@dataclass(frozen=True)
class MachineState:
    """`load` is the load of one minute before the start, `others` the share of the cores that other processes took in each
    round, `disk` the median and 99th percentile of an fdatasync before each round (ms)."""

    cores: int
    load: float
    others: tuple[float, ...]
    disk: tuple[tuple[float, float], ...]

    def list_troubles(self) -> tuple[str, ...]:
        """Why this machine is too busy to judge by; empty: it is quiet."""
        found = []
        if self.load > QUIET_LOAD * self.cores:
            found.append(f"load {self.load:.1f} on {self.cores} cores before the start")
        if self.others and max(self.others) > QUIET_OTHERS:
            found.append(f"other processes took up to {max(self.others):.0%} of the cores")
        medians = [p50 for p50, _ in self.disk]
        if medians and max(medians) > QUIET_DISK_MS:
            found.append(f"an fdatasync took {max(medians):.1f} ms")
        if medians and max(medians) > QUIET_SPREAD * min(medians):
            found.append(f"an fdatasync took between {min(medians):.2f} and {max(medians):.2f} ms")
        return tuple(found)

    def describe(self) -> str:
        """The state in one sentence."""
        disk = " to ".join(f"{each:.2f}" for each in (min(self.disk)[0], max(self.disk)[0])) if self.disk else "-"
        worst = max((p99 for _, p99 in self.disk), default=0.0)
        others = f"{min(self.others):.0%} to {max(self.others):.0%}" if self.others else "-"
        return (
            f"{self.cores} cores, load {self.load:.1f} before the start, other processes took {others} of the cores;"
            f" an fdatasync took {disk} ms in the median of a round, {worst:.1f} ms at p99."
        )

    def as_figures(self) -> dict[str, object]:
        return {**asdict(self), "troubles": list(self.list_troubles())}


class MachineWatch:
    """Notes the state of the machine round by round."""

    def __init__(self, folder: Path, read_helpers: Callable[[], float] = lambda: 0.0) -> None:
        """`read_helpers` gives the CPU seconds of other processes that belong to the measurement."""
        self.folder, self._read_helpers = folder, read_helpers
        self.load = os.getloadavg()[0]
        self.others: list[float] = []
        self.disk: list[tuple[float, float]] = []
        self._before: CpuTimes | None = None

    def begin_round(self) -> None:
        probe = probe_disk(self.folder)
        self.disk.append((probe.p50, probe.p99))
        self._before = self._read_times()

    def end_round(self) -> None:
        assert self._before is not None
        self.others.append(round(self._before.compute_others(self._read_times()), 3))

    def _read_times(self) -> CpuTimes:
        times = read_cpu_times()
        return replace(times, own=times.own + self._read_helpers())

    @property
    def state(self) -> MachineState:
        return MachineState(os.cpu_count() or 1, self.load, tuple(self.others), tuple(self.disk))


def judge(met: bool, troubles: Sequence[str], *, is_timed: bool = True) -> str:
    """Whether a goal is met, in a word. On a busy machine nothing that is timed is judged, neither met nor missed."""
    if is_timed and troubles:
        return "not judged"
    return "yes" if met else "**no**"
