"""The cost of a lifecycle in this engine, in LangGraph and in raw SQLite: `python -m bench.sqlite_engine_comparison [--quick]`.

The engines take turns in one process, several times, so that load of the machine affects all of them. Quote the ratios: the
absolute figures depend on the machine.
"""

import argparse
import asyncio
import gc
import json
import platform
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from bench.file_and_memory_bytes import measure_file, read_resident_bytes
from bench.machine_load import MachineWatch
from bench.other_engines import GroupedFloor, LangGraphEngine, SqliteFloor, run_at_once, run_sequentially
from bench.our_engine import LookingModel, OurEngine
from bench.report import render_report, write_page
from bench.start_up import measure_starts
from bench.workload_texts import WorkloadCost
from bot.garbage_collection import freeze_loaded

OUT = Path(__file__).parent / "out" / "lifecycle.json"

Figures = dict[str, Any]


@dataclass(frozen=True)
class WorkloadPlan:
    """The number of lifecycles, events, threads and starts of each measurement."""

    warm_up: int = 100
    runs: int = 5
    ours: int = 100
    ours_at_once: int = 320
    floor: int = 200
    floor_at_once: int = 2_000
    langgraph: int = 40
    langgraph_at_once: int = 64
    resumes: int = 30
    events: int = 3_000
    warm: int = 3_000
    paused: int = 10_000
    starts: int = 3


FULL = WorkloadPlan()
QUICK = WorkloadPlan(
    warm_up=20, runs=3, ours=40, ours_at_once=96, floor=80, floor_at_once=600, langgraph=12, langgraph_at_once=32, resumes=8,
    events=350, warm=300, paused=600, starts=1,
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="less of everything: under 30 s, and rougher")
    parser.add_argument("--memory-of", metavar="FILE", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.memory_of:
        print(asyncio.run(_measure_started_platform(Path(given.memory_of))))
        return
    began = time.perf_counter()
    with TemporaryDirectory(prefix="bench-") as folder:
        figures = asyncio.run(_measure(Path(folder), QUICK if given.quick else FULL))
    figures["starts"] = measure_starts(3 if given.quick else 7)
    figures["seconds"] = round(time.perf_counter() - began)
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(figures, indent=2) + "\n")
    print(render_report(figures))
    if not given.quick:
        write_page(figures)


async def _measure(folder: Path, plan: WorkloadPlan) -> Figures:
    freeze_loaded()  # as `countersign serve` does, for all engines
    watch = MachineWatch(folder)
    rates, sizes = await _measure_rates(folder, plan, watch)
    return {
        "machine": {
            **watch.state.as_figures(),
            "state": watch.state.describe(),
            "date": time.strftime("%Y-%m-%d"),
            "warm_up": plan.warm_up,
            "python": platform.python_version(),
            "sqlite": sqlite3.sqlite_version,
            "langgraph": version("langgraph"),
            "runs": plan.runs,
        },
        "is_full": plan == FULL,
        "sequential": _compare_rates(rates, ("ours", "floor", "langgraph")),
        "at_once": _compare_rates(rates, ("ours_at_once", "floor_at_once", "langgraph_at_once")),
        "bytes": sizes,
        "resume_ms": await _measure_resumes(folder, plan),
        "growth": await _measure_growth(folder, plan),
        "memory": await _measure_memory(folder, plan),
    }


Rates = dict[str, list[WorkloadCost]]


async def _measure_rates(folder: Path, plan: WorkloadPlan, watch: MachineWatch) -> tuple[Rates, Figures]:
    """The rates of all engines, in turn, `runs` times; and the bytes that one lifecycle adds to the file.

    Each engine does `warm_up` lifecycles before: a fresh write-ahead log makes every fdatasync cost twice.
    """
    floor, grouped = SqliteFloor(folder / "floor.db"), GroupedFloor(folder / "grouped.db")
    langgraph = LangGraphEngine(folder / "langgraph.db")
    rates: Rates = {}

    def note(name: str, spent: WorkloadCost) -> None:
        rates.setdefault(name, []).append(spent)

    async with OurEngine(folder / "ours.db") as ours:
        empty = measure_file(ours.path)
        await ours.run_sequentially(plan.warm_up)
        run_sequentially(floor.lifecycle, plan.warm_up)
        run_sequentially(langgraph.lifecycle, plan.warm_up)
        await grouped.run_at_once(plan.warm_up)
        for _ in range(plan.runs):
            watch.begin_round()
            note("ours", await ours.run_sequentially(plan.ours))
            note("floor", run_sequentially(floor.lifecycle, plan.floor))
            note("langgraph", run_sequentially(langgraph.lifecycle, plan.langgraph))
            note("ours_at_once", await ours.run_at_once(plan.ours_at_once))
            note("floor_at_once", await grouped.run_at_once(plan.floor_at_once))
            note("langgraph_at_once", run_at_once(langgraph.lifecycle, plan.langgraph_at_once))
            watch.end_round()
        left = {
            "ours": (measure_file(ours.path) - empty) / (plan.warm_up + _count_lifecycles(rates, "ours")),
            "floor": (measure_file(floor.path) - floor.empty)
            / (plan.warm_up + _count_lifecycles(rates, "floor", at_once=False)),
            "langgraph": (measure_file(langgraph.path) - langgraph.empty)
            / (plan.warm_up + _count_lifecycles(rates, "langgraph")),
        }
    for peer in (floor, grouped, langgraph):
        peer.close()
    return rates, {**{name: round(each) for name, each in left.items()}, "ratio": left["ours"] / left["langgraph"]}


def _count_lifecycles(rates: Rates, name: str, at_once: bool = True) -> int:
    names = (name, f"{name}_at_once") if at_once else (name,)
    return sum(spent.lifecycles for each in names for spent in rates[each])


def _compare_rates(rates: Rates, names: tuple[str, str, str]) -> Figures:
    """The median of each rate, and the median of the ratios within each run."""
    ours, floor, langgraph = (rates[name] for name in names)
    pairs = zip(ours, floor, langgraph, strict=True)
    ratios = [(a.rate / b.rate, a.rate / c.rate) for a, b, c in pairs]
    to_floor, to_langgraph = [floor for floor, _ in ratios], [langgraph for _, langgraph in ratios]
    return {
        "per_second": {name: round(median(s.rate for s in rates[key])) for name, key in _pair_names(names)},
        "cpu_ms": {name: round(median(s.cpu_ms for s in rates[key]), 2) for name, key in _pair_names(names)},
        "ours/floor": round(median(to_floor), 3),
        "ours/langgraph": round(median(to_langgraph), 2),
        "spread/floor": (round(min(to_floor), 3), round(max(to_floor), 3)),
        "spread/langgraph": (round(min(to_langgraph), 2), round(max(to_langgraph), 2)),
    }


def _pair_names(names: tuple[str, str, str]) -> Iterable[tuple[str, str]]:
    return zip(("ours", "floor", "langgraph"), names, strict=True)


async def _measure_resumes(folder: Path, plan: WorkloadPlan) -> Figures:
    """Milliseconds from the decision to the first line of the gated tool, and to the end, each without cached state of the thread."""
    path, floor, langgraph = (
        folder / "resume.db",
        SqliteFloor(folder / "floor.db"),
        LangGraphEngine(folder / "langgraph.db"),
    )
    async with OurEngine(path) as ours:
        paused = [await ours.launch() for _ in range(plan.resumes)]
    mine, mine_whole, theirs, theirs_whole, least = [], [], [], [], []
    for n, call in enumerate(paused):
        async with OurEngine(path) as ours:
            began = time.perf_counter()
            await ours.approve(call)
            mine_whole.append(time.perf_counter() - began)
            mine.append(ours.ran_at[call.id] - began)
        langgraph.launch(f"resume-{n}")
        langgraph.renew()
        began = time.perf_counter()
        langgraph.approve(f"resume-{n}")
        theirs_whole.append(time.perf_counter() - began)
        theirs.append(langgraph.ran_at - began)
        floor.lifecycle(f"resume-{n}")
        least.append(floor.resume(f"resume-{n}"))
    floor.close()
    langgraph.close()
    to_tool = {"ours": mine, "floor": least, "langgraph": theirs}
    to_end = {"ours": mine_whole, "langgraph": theirs_whole}
    return {
        "to_tool": {name: round(median(each) * 1000, 2) for name, each in to_tool.items()},
        "to_end": {name: round(median(each) * 1000, 2) for name, each in to_end.items()},
    }


async def _measure_growth(folder: Path, plan: WorkloadPlan) -> Figures:
    """Milliseconds for a message (seven events, five commits) in one growing thread, by the number of its events."""
    cost: list[tuple[int, float]] = []
    async with OurEngine(folder / "growth.db", LookingModel()) as ours:
        for _ in range(10):
            await ours.post_message(None)
        thread = await ours.post_message(None)
        while (events := (await ours.app.queries.find_thread(thread)).seq) < plan.events:
            began = time.perf_counter()
            await ours.post_message(thread)
            cost.append((events, time.perf_counter() - began))
    ends = [end for end in (100, 1_000, 3_000, 350) if end <= plan.events]
    at = {end: median([seconds for events, seconds in cost if events <= end][-20:]) * 1000 for end in sorted(ends)}
    return {
        "ms_per_message_at_events": {str(end): round(each, 2) for end, each in at.items()},
        "late/early": round(at[max(at)] / at[100], 2),
    }


async def _measure_memory(folder: Path, plan: WorkloadPlan) -> Figures:
    """The memory of a paused thread: in the process that opened it, and in a new process that opens the file."""
    path, none = folder / "paused.db", folder / "none.db"
    async with OurEngine(none) as ours:
        await ours.run_sequentially(1)
    async with OurEngine(path) as ours:
        await ours.open_paused(plan.warm)  # the caches are full then
        await _settle_memory()
        before = read_resident_bytes()
        began = time.perf_counter()
        await ours.open_paused(plan.paused)
        seconds = time.perf_counter() - began
        await _settle_memory()
        grown = read_resident_bytes() - before
    started, empty = (median(_measure_new_process(each) for _ in range(plan.starts)) for each in (path, none))
    return {
        "threads": plan.paused,
        "opened_per_second": round(plan.paused / seconds),
        "bytes_per_thread": round(grown / plan.paused),
        "mb_after_restart": round((started - empty) / 1e6, 1),
        "mb_without_threads": round(empty / 1e6, 1),
    }


def _measure_new_process(path: Path) -> int:
    """Resident bytes of a new process that has opened this file and is idle."""
    command = [sys.executable, "-m", "bench.sqlite_engine_comparison", "--memory-of", str(path)]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


async def _measure_started_platform(path: Path) -> int:
    async with OurEngine(path):
        await _settle_memory()
        return read_resident_bytes()


async def _settle_memory() -> None:
    await asyncio.sleep(0.5)
    gc.collect()
    with suppress(OSError, AttributeError):
        import ctypes

        ctypes.CDLL("libc.so.6").malloc_trim(0)


if __name__ == "__main__":
    main()
