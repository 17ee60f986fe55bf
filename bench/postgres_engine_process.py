"""One engine of `bench.postgres_engine_comparison` in a process of its own: `python -m bench.postgres_engine_process ENGINE URL`.

ENGINE is ours, web, worker, langgraph or dbos. It prints "works"; a worker then prints each call that it pushes, with the time. The
others read a line `sequential N`, `at_once N` or (web alone) `decisions N`, and print a line of JSON for each.
"""

import asyncio
import itertools
import json
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from bench.other_engines import Lifecycle, run_at_once, run_sequentially
from bench.our_engine import OurEngine, PlannedModel
from bench.workload_texts import WorkloadCost
from bot.bootstrap import ProcessPart
from bot.garbage_collection import freeze_loaded
from bot.store.postgres.store import open_postgres_store
from tests.postgres_databases import KEYS

PARTS = {"ours": ProcessPart.EVERYTHING, "web": ProcessPart.WEB, "worker": ProcessPart.TURNS}


class ReportedRuns(dict[str, float]):
    """Prints each call and the time of its run, as `time.perf_counter` gives it to every process of the machine."""

    def __setitem__(self, call: str, at: float) -> None:
        print(call, at, flush=True)


def main() -> None:
    engine, url = sys.argv[1:]
    if engine in PARTS:
        asyncio.run(_run_ours(engine, url))
    else:
        _run_other(engine, url)


async def _run_ours(engine: str, url: str) -> None:
    model = PlannedModel()
    model.numbers = itertools.count(os.getpid() * 1_000_000)  # of equal calls only one may be open, in all processes
    store = open_postgres_store(url, lambda: KEYS, is_shared=engine != "ours")
    ours = OurEngine(Path(), model, store=store, part=PARTS[engine])
    if engine == "worker":
        ours.ran_at = ReportedRuns()
    freeze_loaded()
    async with ours:
        print("works", flush=True)
        if engine == "worker":
            stopped = asyncio.Event()
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
            await stopped.wait()
        async for command, count in _read_commands():
            if command == "decisions":
                print(json.dumps(await _decide(ours, count)), flush=True)
            else:
                run = ours.run_at_once if command == "at_once" else ours.run_sequentially
                _report(await run(count))


async def _read_commands() -> AsyncIterator[tuple[str, int]]:
    while line := await asyncio.to_thread(sys.stdin.readline):
        command, count = line.split()
        yield command, int(count)


async def _decide(web: OurEngine, count: int) -> dict[str, float]:
    """Run lifecycles one after another. Returns the time of each decision by its call."""
    decided_at = {}
    for _ in range(count):
        call = await web.launch()
        decided_at[call.id] = time.perf_counter()
        await web.approve(call)
    return decided_at


def _run_other(engine: str, url: str) -> None:
    from bench.langgraph_and_dbos_on_postgres import DbosEngine, LangGraphOnPostgres

    made: Any = DbosEngine(url) if engine == "dbos" else LangGraphOnPostgres(url.replace("+psycopg", ""))
    lifecycle: Lifecycle = made.lifecycle
    freeze_loaded()
    print("works", flush=True)
    for line in sys.stdin:
        command, count = line.split()
        run = run_at_once if command == "at_once" else run_sequentially
        _report(run(lifecycle, int(count)))
    made.close()


def _report(cost: WorkloadCost) -> None:
    print(json.dumps({"rate": cost.rate, "cpu_ms": cost.cpu_ms, "count": cost.lifecycles}), flush=True)


if __name__ == "__main__":
    main()
