"""The cost of a lifecycle on PostgreSQL, here, in LangGraph and in DBOS: `python -m bench.postgres_engine_comparison [--rounds 2]`.

All engines use one server, with a database and a process each, and take turns; with workers, ours runs in three. Quote the ratios,
which are taken within each round.
"""

import argparse
import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bench.machine_load import MachineWatch
from bench.postgres_server import postgres_server, read_server_seconds
from bench.report import render_postgres_report, write_section
from tests.servers.postgres import PostgresServer

OUT = Path(__file__).parent / "out" / "postgres.json"
ENGINES = ("ours", "langgraph", "dbos", "web")
"""`web` is a server that takes no turns, with `WORKERS` beside it."""
WORKERS = 2
ONE, MANY = 20, 64
"""Lifecycles of a measurement one after another, and 32 at once."""
WARM_UP = 20

Figures = dict[str, Any]
Runs = dict[str, list[dict[str, float]]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--scale", type=float, default=1.0, help="multiplies the number of lifecycles")
    given = parser.parse_args()
    began = time.perf_counter()
    with postgres_server() as server:
        figures = asyncio.run(_measure(server, given.rounds, given.scale))
    figures["seconds"] = round(time.perf_counter() - began)
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(figures, indent=2) + "\n")
    report = render_postgres_report(figures)
    print(report)
    write_section("On PostgreSQL", report)


class EngineProcess:
    """A `bench.postgres_engine_process`. `ran_at` has the time of each push of a worker."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self.process, self._input, self._output = process, process.stdin, process.stdout
        self.ran_at: dict[str, float] = {}

    @classmethod
    async def start(cls, engine: str, url: str) -> "EngineProcess":
        command = [sys.executable, "-m", "bench.postgres_engine_process", engine, url]
        pipe = asyncio.subprocess.PIPE
        made = cls(await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe))
        while (line := await made._output.readline()) != b"works\n":
            assert line, f"{engine} did not start"
        return made

    async def ask(self, command: str, count: int) -> dict[str, float]:
        self._input.write(f"{command} {count}\n".encode())
        while not (line := await self._output.readline()).startswith(b"{"):
            assert line, f"the process ended in {command}"
        answer: dict[str, float] = json.loads(line)
        return answer

    async def read_runs(self) -> None:
        while line := await self._output.readline():
            if len(words := line.split()) == 2:
                self.ran_at[words[0].decode()] = float(words[1])

    async def end(self) -> None:
        self._input.close()
        self.process.terminate()
        await self.process.wait()

    def read_cpu_seconds(self) -> float:
        """By schedstat, in nanoseconds, of all threads that live."""
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9


class ComparedEngines:
    """The processes of all engines over one server. Only the one that is asked works."""

    def __init__(self, server: PostgresServer, engines: dict[str, EngineProcess], workers: list[EngineProcess]) -> None:
        self.server, self.engines, self.workers = server, engines, workers

    async def measure(self, name: str, command: str, count: int) -> dict[str, float]:
        """Lifecycles a second, and CPU milliseconds a lifecycle: of the engine's processes, and of the server's."""
        helpers = self.workers if name == "web" else []
        before, served = sum(each.read_cpu_seconds() for each in helpers), read_server_seconds(self.server)
        told = await self.engines[name].ask(command, count)
        helped = sum(each.read_cpu_seconds() for each in helpers) - before
        return {
            "rate": told["rate"],
            "client_ms": told["cpu_ms"] + helped * 1000 / count,
            "server_ms": (read_server_seconds(self.server) - served) * 1000 / count,
        }

    def read_cpu_seconds(self) -> float:
        """Of all engines, workers and the server."""
        processes = (*self.engines.values(), *self.workers)
        return sum(each.read_cpu_seconds() for each in processes) + read_server_seconds(self.server)

    async def measure_latency(self, count: int) -> list[float]:
        """Milliseconds from a decision in the server to the first line of its tool in a worker, one after another."""
        decided_at = await self.engines["web"].ask("decisions", count)
        ran_at: dict[str, float] = {}
        async with asyncio.timeout(60):
            while not decided_at.keys() <= ran_at.keys():
                await asyncio.sleep(0.01)  # the last line of a worker is on its way
                ran_at = {call: at for worker in self.workers for call, at in worker.ran_at.items()}
        return [(ran_at[call] - at) * 1000 for call, at in decided_at.items()]


@asynccontextmanager
async def start_engines(server: PostgresServer) -> AsyncIterator[ComparedEngines]:
    urls = {name: server.url_of(server.make_database()) for name in ENGINES}
    engines = {name: await EngineProcess.start(name, url) for name, url in urls.items()}
    workers = [await EngineProcess.start("worker", urls["web"]) for _ in range(WORKERS)]
    readers = [asyncio.create_task(worker.read_runs()) for worker in workers]
    try:
        yield ComparedEngines(server, engines, workers)
    finally:
        for process in (*engines.values(), *workers):
            await process.end()
        await asyncio.gather(*readers)


async def _measure(server: PostgresServer, rounds: int, scale: float) -> Figures:
    one, many = max(4, round(ONE * scale)), max(32, round(MANY * scale))
    runs: Runs = {}
    latencies: list[float] = []
    async with start_engines(server) as compared:
        watch = MachineWatch(server.folder, compared.read_cpu_seconds)
        for name in ENGINES:
            await compared.measure(name, "at_once", WARM_UP)
        for _ in range(rounds):
            watch.begin_round()
            for command, count in (("sequential", one), ("at_once", many)):
                for name in ENGINES:
                    key = name if command == "sequential" else f"{name}_at_once"
                    runs.setdefault(key, []).append(await compared.measure(name, command, count))
            latencies += await compared.measure_latency(one)
            watch.end_round()
    return _summarize(runs, latencies, watch, rounds, (one, many))


def _summarize(
    runs: Runs, latencies: Sequence[float], watch: MachineWatch, rounds: int, counts: tuple[int, int]
) -> Figures:
    def compare(name: str, other: str) -> dict[str, float]:
        ratios = [a["rate"] / b["rate"] for a, b in zip(runs[name], runs[other], strict=True)]
        return {"ratio": round(median(ratios), 2), "least": round(min(ratios), 2), "most": round(max(ratios), 2)}

    cents = quantiles(latencies, n=100)
    return {
        "machine": {
            **watch.state.as_figures(),
            "state": watch.state.describe(),
            "date": time.strftime("%Y-%m-%d"),
            "langgraph": version("langgraph"),
            "saver": version("langgraph-checkpoint-postgres"),
            "dbos": version("dbos"),
        },
        "rounds": rounds,
        "counts": counts,
        "engines": {
            name: {what: round(median(each[what] for each in taken), 2) for what in taken[0]}
            for name, taken in runs.items()
        },
        "ratios": {
            "one after another, ours / LangGraph": compare("ours", "langgraph"),
            "one after another, ours / DBOS": compare("ours", "dbos"),
            "32 at once, two workers / LangGraph": compare("web_at_once", "langgraph_at_once"),
            "32 at once, one process / LangGraph": compare("ours_at_once", "langgraph_at_once"),
            "32 at once, one process / DBOS": compare("ours_at_once", "dbos_at_once"),
        },
        "decision_to_tool_ms": {"p50": round(cents[49], 1), "p99": round(cents[98], 1), "count": len(latencies)},
    }


if __name__ == "__main__":
    main()
