"""Very many threads in one file: `python -m bench.many_waiting_threads [--events 1000000] [--waiting 50000]` (the goal is 1,000,000 waiting).

Finished threads up to so many events, then how long a new process takes to open the file, and its memory. Threads that wait for a
person, then their bytes, the time of the sweep for lost jobs, and how long decisions take beside those in an empty file. The threads
are copies of a real one: its rows with another id, chained, signed and indexed by the store as it does it for every append.
"""

import argparse
import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from bench.decision_latency import measure_decisions
from bench.file_and_memory_bytes import measure_file, read_resident_bytes
from bench.goal_section import GoalSection, choose_page
from bench.notice_latency import find_percentile
from bench.our_engine import OurEngine
from bench.report import JudgedGoal
from bot.core.access.permissions import find_joining_names
from bot.core.events import RecordedEvent
from bot.core.threads.thread import Thread
from bot.engine.platform_operations import make_thread_id
from bot.engine.repository.request_index_changes import find_index_changes
from bot.engine.repository.thread_jobs import make_head
from bot.garbage_collection import freeze_loaded
from bot.store.hash_chain import NO_HASH, LogRow, hash_row
from bot.store.thread_append import RequestOpened, ThreadAppend, hash_wish

USUAL_EVENTS, USUAL_WAITING, USUAL_DECISIONS = 1_000_000, 50_000, 200
BATCH = 500


class ThreadTemplate(NamedTuple):
    """A real thread: its rows, and the append that would write them all at once."""

    rows: Sequence[LogRow]
    append: ThreadAppend

    def copy(self, id: str) -> ThreadAppend:
        """The append that opens a copy with this id."""
        old, before, rows = self.append.head.id, NO_HASH, []
        for row in self.rows:
            body = row.body.replace(old.encode(), id.encode())
            before = hash_row(id, before, row.seq, row.type, row.v, row.at, body)
            rows.append(row._replace(body=body, hash=before))
        changes = [
            each._replace(id=each.id.replace(old, id), thread=id, wish=each.wish and hash_wish(id, each.kind, each.id))
            for each in self.append.changes
            if isinstance(each, RequestOpened)
        ]
        return replace(self.append, head=self.append.head._replace(id=id), rows=rows, changes=changes)


async def read_template(engine: OurEngine, id: str) -> ThreadTemplate:
    """This thread, which waits for people or has ended, as a template."""
    rows, thread = await engine.app.repository.read_rows(id), await engine.app.queries.find_thread(id)
    recorded: list[RecordedEvent] = [row.recorded for row in rows]
    append = ThreadAppend(
        head=make_head(thread, None, None),
        rows=rows,
        names=find_joining_names(Thread(id=id), thread),
        changes=find_index_changes(Thread(id=id), thread, recorded) if thread.calls else (),
    )
    return ThreadTemplate(rows, append)


async def fill_store(engine: OurEngine, template: ThreadTemplate, threads: int) -> None:
    """Append so many copies of the template."""
    store = engine.app.repository.store.threads
    for start in range(0, threads, BATCH):
        copies = [template.copy(make_thread_id()) for _ in range(min(BATCH, threads - start))]
        await asyncio.gather(*(store.append(each, lambda mac: None) for each in copies))


async def fill_with_events(path: Path, events: int) -> int:
    """Fill a new file with finished threads of so many events at least; return the number of threads."""
    async with OurEngine(path) as engine:
        await engine.lifecycle()
        (finished,) = (await engine.app.queries.list_threads()).items
        template = await read_template(engine, finished.id)
        threads = -(-events // len(template.rows))
        await fill_store(engine, template, threads)
        return threads


async def open_file(path: Path) -> tuple[float, float]:
    """The seconds in which this process opens the file, and its resident megabytes afterwards."""
    began = time.perf_counter()
    async with OurEngine(path):
        return time.perf_counter() - began, read_resident_bytes() / 1e6


def open_in_new_process(path: Path) -> tuple[float, float]:
    """The seconds in which a new process opens the file, without its imports, and its resident megabytes afterwards."""
    command = [sys.executable, "-m", "bench.many_waiting_threads", "--open", str(path)]
    seconds, megabytes = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return float(seconds), float(megabytes)


class WaitingFigures(NamedTuple):
    """Bytes of the file for each waiting thread, seconds of one sweep, and decisions in an empty and in the full file (s)."""

    bytes: float
    sweep: float
    empty: list[float]
    full: list[float]


async def measure_waiting(folder: Path, waiting: int, decisions: int) -> WaitingFigures:
    freeze_loaded()
    async with OurEngine(folder / "waiting.db") as engine:
        await engine.run_sequentially(decisions)
        empty = await measure_decisions(engine, decisions)
        call = await engine.launch()
        template = await read_template(engine, call.id.rpartition("-")[0])
        before = measure_file(engine.path)
        await fill_store(engine, template, waiting)
        size = (measure_file(engine.path) - before) / waiting
        jobs = engine.app.repository.store.jobs
        began = time.perf_counter()
        lost, idle = await jobs.restore_lost(), await jobs.list_waiting_without_job()
        sweep = time.perf_counter() - began
        assert not lost, lost[:3]
        assert len(idle) >= waiting
        await engine.run_sequentially(decisions)
        return WaitingFigures(size, sweep, empty, await measure_decisions(engine, decisions))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=USUAL_EVENTS)
    parser.add_argument("--waiting", type=int, default=USUAL_WAITING)
    parser.add_argument("--decisions", type=int, default=USUAL_DECISIONS)
    parser.add_argument("--open", metavar="FILE", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.open:
        print(*asyncio.run(open_file(Path(given.open))))
        return
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        section = GoalSection("Very many threads", Path(folder))
        threads = asyncio.run(fill_with_events(Path(folder) / "events.db", given.events))
        seconds, megabytes = open_in_new_process(Path(folder) / "events.db")
        (Path(folder) / "events.db").unlink()
        found = asyncio.run(measure_waiting(Path(folder), given.waiting, given.decisions))
        late, early = find_percentile(found.full, 99), find_percentile(found.empty, 99)
        section.print_verdicts(
            [
                JudgedGoal(f"a file of {given.events:,} events is open, s", round(seconds, 2), 3, 3, True),
                JudgedGoal(
                    f"decisions beside {given.waiting:,} waiting, p99 / empty", round(late / early, 2), 1.5, 1.5, True
                ),
            ],
            [
                f"{threads:,} finished threads: {megabytes:.0f} MB of memory in a new process. {given.waiting:,} waiting threads:"
                f" {found.bytes:,.0f} bytes each, {found.sweep:.2f} s for a sweep of all jobs; {given.decisions} decisions p50"
                f" {find_percentile(found.full, 50)} ms, p99 {late} ms, in an empty file {find_percentile(found.empty, 50)} and {early} ms."
            ],
            page=choose_page(given.events >= USUAL_EVENTS and given.waiting >= USUAL_WAITING),
        )


if __name__ == "__main__":
    main()
