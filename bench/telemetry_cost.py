"""The cost of metrics, logs and traces: `python -m bench.telemetry_cost [--rounds 15]`.

A real platform does lifecycles, and what each of its appends and turns reports is kept. Then the same reports are given to
each observer, over and over. Prints the least of several rounds in microseconds of CPU for each append, beside the cost of
the whole lifecycle: other work on the machine disturbs that least. Compare figures of one run.
"""

import argparse
import asyncio
import logging
import os
import sys
import time
from collections.abc import Sequence
from contextlib import redirect_stderr
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from bench.our_engine import OurEngine
from bot.cli.logging_setup import log_to_stderr
from bot.core.telemetry_observations import TelemetryObservation, TurnBegan, TurnEnded
from bot.engine.platform_operations import read_utc_now
from bot.engine.telemetry_observers import TelemetryObserver, TelemetryObservers
from bot.telemetry.metrics import PlatformMetrics
from bot.telemetry.observation_log import log_observation
from bot.telemetry.tracing import ThreadTracer, make_provider

LIFECYCLES = 100
Report = tuple[str, tuple[Any, ...]]


async def record_reports(ours: OurEngine) -> tuple[list[Report], int, float]:
    """What the platform reports in some lifecycles, the number of its appends, and the CPU of an append (microseconds)."""
    observers, reports = ours.app.repository.telemetry, list[Report]()

    def keep_turn(observation: TelemetryObservation) -> None:
        if isinstance(observation, TurnBegan | TurnEnded):
            reports.append(("report", (observation,)))

    plain = observers.report_append
    await ours.run_sequentially(LIFECYCLES)
    cost = await ours.run_sequentially(LIFECYCLES)
    unsubscribe = observers.subscribe(keep_turn)
    observers.report_append = lambda *given: reports.append(("report_append", given))  # type: ignore[method-assign]
    await ours.run_sequentially(LIFECYCLES)
    observers.report_append = plain  # type: ignore[method-assign]
    unsubscribe()
    appends = sum(name == "report_append" for name, _ in reports)
    return reports, appends, cost.cpu / appends * 1e6


def measure_observer(observer: TelemetryObserver | None, reports: Sequence[Report], appends: int, rounds: int) -> float:
    """Microseconds of CPU for each append: the least of the rounds."""
    observers, costs = TelemetryObservers(read_utc_now), []
    if observer is not None:
        observers.subscribe(observer)
    for _ in range(rounds):
        begun = time.process_time()
        for name, given in reports:
            getattr(observers, name)(*given)
        costs.append((time.process_time() - begun) / appends * 1e6)
    return min(costs)


def measure_log(reports: Sequence[Report], appends: int, rounds: int) -> float:
    with Path(os.devnull).open("w") as nowhere, redirect_stderr(nowhere):
        log_to_stderr(logging.INFO, form="json")
        return measure_observer(log_observation, reports, appends, rounds)


async def compare_observers(folder: Path, rounds: int) -> dict[str, float]:
    async with OurEngine(folder / "observed.db") as ours:
        reports, appends, cost = await record_reports(ours)
        found = {"an append, unobserved": cost, "nobody": measure_observer(None, reports, appends, rounds)}
        found["metrics"] = measure_observer(PlatformMetrics(ours.app).observe, reports, appends, rounds)
    found["log, JSON to nowhere"] = measure_log(reports, appends, rounds)
    tracer = ThreadTracer(make_provider(SimpleSpanProcessor(InMemorySpanExporter())))
    return {**found, "traces, not sent": measure_observer(tracer.observe, reports, appends, rounds)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        costs = asyncio.run(compare_observers(Path(folder), given.rounds))
    for what, cost in costs.items():
        sys.stdout.write(f"{what:<24} {cost:8.1f} µs of CPU an append\n")


if __name__ == "__main__":
    main()
