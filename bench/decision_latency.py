"""The time from a committed decision to the start of its tool, one at a time: `python -m bench.decision_latency [--decisions 500]`.

From the moment when the platform hears that the decision is durable to the first line of the tool. In between lie the turn, its
checks, and the commit of `ToolStarted`.
"""

import argparse
import asyncio
import tempfile
import time
from pathlib import Path

from bench.goal_section import GoalSection, choose_page
from bench.notice_latency import find_percentile
from bench.our_engine import OurEngine
from bench.report import JudgedGoal
from bot.core.threads.thread import find_thread_id
from bot.garbage_collection import freeze_loaded

USUAL = 500
WARM_UP = 100


async def measure_decisions(engine: OurEngine, count: int) -> list[float]:
    """Seconds from the commit of each decision to the start of its tool."""
    committed: dict[str, float] = {}
    unsubscribe = engine.app.repository.changes.subscribe(
        lambda thread: None if thread in committed else committed.update({thread: time.perf_counter()})
    )
    taken = []
    for _ in range(count):
        call = await engine.launch()
        committed.clear()
        await engine.approve(call)
        taken.append(engine.ran_at.pop(call.id) - committed[find_thread_id(call.id)])
    unsubscribe()
    return taken


async def measure(folder: Path, count: int) -> list[float]:
    freeze_loaded()  # as `countersign serve` does
    async with OurEngine(folder / "decisions.db") as engine:
        await engine.run_sequentially(min(WARM_UP, count))
        return await measure_decisions(engine, count)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--decisions", type=int, default=USUAL)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        section = GoalSection("From a decision to its tool", Path(folder))
        taken = asyncio.run(measure(Path(folder), given.decisions))
        p50, p99 = find_percentile(taken, 50), find_percentile(taken, 99)
        section.print_verdicts(
            [
                JudgedGoal("decision committed to tool started, p50 ms", p50, 3, 3, True),
                JudgedGoal("decision committed to tool started, p99 ms", p99, 25, 25, True),
            ],
            [f"{len(taken)} decisions, one after another, of threads that were not in memory."],
            page=choose_page(given.decisions >= USUAL),
        )


if __name__ == "__main__":
    main()
