"""What a lifecycle costs here and elsewhere: `python -m bench.lifecycle [--quick]`.

Everything is measured in one process, in turn and several times over, so that a noisy machine is noisy to all of it.
Quote the ratios. The figures themselves say as much about the machine as about us.
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

from bench.other_engines import Floor, GroupedFloor, LangGraph, at_once, one_after_another, size
from bench.our_engine import Looker, OurEngine
from bench.workload import Spent

OUT = Path(__file__).parent / "out" / "lifecycle.json"

Figures = dict[str, Any]


@dataclass(frozen=True)
class Plan:
    """How much of everything."""

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


FULL = Plan()
QUICK = Plan(
    runs=3, ours=40, ours_at_once=96, floor=80, floor_at_once=600, langgraph=12, langgraph_at_once=32, resumes=8,
    events=350, warm=300, paused=600, starts=1,
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="less of everything: under 30 s, and rougher")
    parser.add_argument("--memory-of", metavar="FILE", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.memory_of:
        print(asyncio.run(_memory_after_start(Path(given.memory_of))))
        return
    began = time.perf_counter()
    with TemporaryDirectory(prefix="bench-") as folder:
        figures = asyncio.run(_measure(Path(folder), QUICK if given.quick else FULL))
    figures["seconds"] = round(time.perf_counter() - began)
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(figures, indent=2) + "\n")
    print(_markdown(figures))


async def _measure(folder: Path, plan: Plan) -> Figures:
    gc.collect()
    gc.freeze()  # what all these imports left behind burdens nobody's lifecycle
    rates, sizes = await _rates(folder, plan)
    return {
        "machine": {
            "python": platform.python_version(),
            "sqlite": sqlite3.sqlite_version,
            "langgraph": version("langgraph"),
            "runs": plan.runs,
        },
        "sequential": _compared(rates, ("ours", "floor", "langgraph")),
        "at_once": _compared(rates, ("ours_at_once", "floor_at_once", "langgraph_at_once")),
        "bytes": sizes,
        "resume_ms": await _resumes(folder, plan),
        "growth": await _growth(folder, plan),
        "memory": await _memory(folder, plan),
    }


Rates = dict[str, list[Spent]]


async def _rates(folder: Path, plan: Plan) -> tuple[Rates, Figures]:
    """All of them in turn, `runs` times; and the bytes that each lifecycle left in the file."""
    floor, grouped = Floor(folder / "floor.db"), GroupedFloor(folder / "grouped.db")
    langgraph = LangGraph(folder / "langgraph.db")
    rates: Rates = {}

    def note(name: str, spent: Spent) -> None:
        rates.setdefault(name, []).append(spent)

    async with OurEngine(folder / "ours.db") as ours:
        empty = size(ours.path)
        await ours.one_after_another(10)
        one_after_another(langgraph.lifecycle, 5)
        for _ in range(plan.runs):
            note("ours", await ours.one_after_another(plan.ours))
            note("floor", one_after_another(floor.lifecycle, plan.floor))
            note("langgraph", one_after_another(langgraph.lifecycle, plan.langgraph))
            note("ours_at_once", await ours.at_once(plan.ours_at_once))
            note("floor_at_once", await grouped.at_once(plan.floor_at_once))
            note("langgraph_at_once", at_once(langgraph.lifecycle, plan.langgraph_at_once))
        left = {
            "ours": (size(ours.path) - empty) / (10 + _count(rates, "ours")),
            "floor": (size(floor.path) - floor.empty) / _count(rates, "floor", at_once=False),
            "langgraph": (size(langgraph.path) - langgraph.empty) / (5 + _count(rates, "langgraph")),
        }
    for peer in (floor, grouped, langgraph):
        peer.close()
    return rates, {**{name: round(each) for name, each in left.items()}, "ratio": left["ours"] / left["langgraph"]}


def _count(rates: Rates, name: str, at_once: bool = True) -> int:
    names = (name, f"{name}_at_once") if at_once else (name,)
    return sum(spent.lifecycles for each in names for spent in rates[each])


def _compared(rates: Rates, names: tuple[str, str, str]) -> Figures:
    """Medians, and the medians of the ratios within each run."""
    ours, floor, langgraph = (rates[name] for name in names)
    pairs = zip(ours, floor, langgraph, strict=True)
    ratios = [(a.rate / b.rate, a.rate / c.rate) for a, b, c in pairs]
    return {
        "per_second": {name: round(median(s.rate for s in rates[key])) for name, key in _named(names)},
        "cpu_ms": {name: round(median(s.cpu_ms for s in rates[key]), 2) for name, key in _named(names)},
        "ours/floor": round(median(floor for floor, _ in ratios), 3),
        "ours/langgraph": round(median(langgraph for _, langgraph in ratios), 2),
    }


def _named(names: tuple[str, str, str]) -> Iterable[tuple[str, str]]:
    return zip(("ours", "floor", "langgraph"), names, strict=True)


async def _resumes(folder: Path, plan: Plan) -> Figures:
    """From the decision to the first line of the gated tool, and to the end; each by a process's first look at it."""
    path, floor, langgraph = folder / "resume.db", Floor(folder / "floor.db"), LangGraph(folder / "langgraph.db")
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


async def _growth(folder: Path, plan: Plan) -> Figures:
    """One thread that is written to again and again: what a message costs (seven events, five commits) as it grows."""
    cost: list[tuple[int, float]] = []
    async with OurEngine(folder / "growth.db", Looker()) as ours:
        for _ in range(10):
            await ours.say(None)
        thread = await ours.say(None)
        while (events := ours.app.queries.find_thread(thread).seq) < plan.events:
            began = time.perf_counter()
            await ours.say(thread)
            cost.append((events, time.perf_counter() - began))
    ends = [end for end in (100, 1_000, 3_000, 350) if end <= plan.events]
    at = {end: median([seconds for events, seconds in cost if events <= end][-20:]) * 1000 for end in sorted(ends)}
    return {
        "ms_per_message_at_events": {str(end): round(each, 2) for end, each in at.items()},
        "late/early": round(at[max(at)] / at[100], 2),
    }


async def _memory(folder: Path, plan: Plan) -> Figures:
    """What a paused thread leaves in memory: in the house that opened it, and in one that finds them all on disk."""
    path, none = folder / "paused.db", folder / "none.db"
    async with OurEngine(none) as ours:
        await ours.one_after_another(1)
    async with OurEngine(path) as ours:
        await ours.open_paused(plan.warm)  # what is held and cached is then full
        await _settled()
        before = _resident()
        began = time.perf_counter()
        await ours.open_paused(plan.paused)
        seconds = time.perf_counter() - began
        await _settled()
        grown = _resident() - before
    started, empty = (median(_in_a_new_process(each) for _ in range(plan.starts)) for each in (path, none))
    return {
        "threads": plan.paused,
        "opened_per_second": round(plan.paused / seconds),
        "bytes_per_thread": round(grown / plan.paused),
        "mb_after_restart": round((started - empty) / 1e6, 1),
        "mb_without_threads": round(empty / 1e6, 1),
    }


def _in_a_new_process(path: Path) -> int:
    """What a fresh process takes that has opened this file, and rests."""
    command = [sys.executable, "-m", "bench.lifecycle", "--memory-of", str(path)]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


async def _memory_after_start(path: Path) -> int:
    async with OurEngine(path):
        await _settled()
        return _resident()


async def _settled() -> None:
    await asyncio.sleep(0.5)
    gc.collect()
    with suppress(OSError, AttributeError):
        import ctypes

        ctypes.CDLL("libc.so.6").malloc_trim(0)


def _resident() -> int:
    """Bytes of this process that lie in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


def _markdown(figures: Figures) -> str:
    one, many, left, resume = (figures[name] for name in ("sequential", "at_once", "bytes", "resume_ms"))
    growth, memory, machine = figures["growth"], figures["memory"], figures["machine"]
    names = {"ours": "Countersign", "floor": "raw SQLite, 7 commits", "langgraph": f"LangGraph {machine['langgraph']}"}
    rows = [
        f"| {title} | {one['per_second'][name]} | {many['per_second'][name]} | {one['cpu_ms'][name]}"
        f" | {resume['to_tool'][name]} | {resume['to_end'].get(name, '-')} | {left[name]:,} |"
        for name, title in names.items()
    ]
    costs = ", ".join(f"{each} ms at {events}" for events, each in growth["ms_per_message_at_events"].items())
    ratios = (
        ("sequential, ours / LangGraph", one["ours/langgraph"], "at least 3", one["ours/langgraph"] >= 3),
        ("sequential, ours / raw SQLite", one["ours/floor"], "at least 0.4", one["ours/floor"] >= 0.4),
        ("32 at once, ours / LangGraph", many["ours/langgraph"], "at least 8", many["ours/langgraph"] >= 8),
        ("32 at once, ours / raw SQLite in groups", many["ours/floor"], "-", True),
        ("bytes, ours / LangGraph", round(left["ratio"], 2), "at most 0.25", left["ratio"] <= 0.25),
        (f"growth: {costs} events", growth["late/early"], "flat: at most 1.5", growth["late/early"] <= 1.5),
        (
            f"bytes in memory for each of {memory['threads']:,} paused threads",
            memory["bytes_per_thread"],
            "none: at most 100, once the caches are full",
            memory["bytes_per_thread"] <= 100 or memory["threads"] < FULL.paused,
        ),
        (
            "MB for all of them after a restart",
            memory["mb_after_restart"],
            "a page cache: at most 3",
            memory["mb_after_restart"] <= 3,
        ),
    )
    lines = [
        f"Medians of {machine['runs']} runs, in turn, in one process ({figures['seconds']} s; Python"
        f" {machine['python']}, SQLite {machine['sqlite']}).",
        "",
        "| | one after another /s | 32 at once /s | CPU ms | decision to tool ms | decision to end ms | bytes |",
        "|---|---|---|---|---|---|---|",
        *rows,
        "",
        "| ratio | measured | goal | met |",
        "|---|---|---|---|",
        *(f"| {what} | {found} | {goal} | {'yes' if met else '**no**'} |" for what, found, goal, met in ratios),
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
