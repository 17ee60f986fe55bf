"""The cost of an event of a thread that is read again: fold, rendering, window. `python -m bench.cold_thread [--rounds 200]`.

A real platform writes the log: in one thread, over and over, a look, a push that asks, an approval, the end. Then the
log is folded and rendered from its start, as a cold thread is. Prints the least of several rounds in CPU time: other
work on the machine disturbs that least. Compare figures of one run.
"""

import argparse
import asyncio
import gc
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import workload_texts as work
from bench.our_engine import LookStep, OurEngine
from bot.core import events as e
from bot.core.prompts.event_rendering import ContextWindow, mark_same_read, render_event
from bot.core.threads.fold import fold_events
from bot.core.threads.thread import Thread, find_thread_id

LIMIT = 120_000
"""Characters of the window, as an agent has by default."""


async def write_log(path: Path, rounds: int) -> tuple[str, Sequence[e.RecordedEvent]]:
    """A thread with this many rounds of the workload: its id and its events."""
    async with OurEngine(path) as ours:
        call = await ours.launch()
        await ours.approve(call)
        thread = find_thread_id(call.id)
        for _ in range(rounds - 1):
            await ours.app.say(thread, work.WORDS, by="sam")
            await ours.approve(await ours.wait_for_call(thread))
        return thread, await ours.app.queries.list_events(thread)


def measure(part: Callable[[], object], events: int) -> float:
    """Microseconds of CPU for each event: the least of 15 rounds."""
    rounds = []
    for _ in range(15):
        begun = time.process_time()
        part()
        rounds.append((time.process_time() - begun) / events * 1e6)
    return min(rounds)


def fill_window(log: Sequence[e.RecordedEvent]) -> ContextWindow:
    window = ContextWindow(render_event, LIMIT, (LookStep.intent,), mark_same_read)
    for recorded in log:
        window.add_event(recorded)
    return window


def restore_window(log: Sequence[e.RecordedEvent]) -> float:
    """Microseconds of CPU for a window from its state."""
    state = fill_window(log).save_state()

    def restore() -> None:
        assert ContextWindow(render_event, LIMIT, (LookStep.intent,), mark_same_read).restore(state)

    return measure(restore, 1)


async def load_cold(path: Path, thread: str) -> dict[str, float]:
    """Milliseconds of CPU to load the thread from its file: whole, from its kept state, and to check it before its first act."""
    async with OurEngine(path) as ours:
        repository = ours.app.repository

        async def time_load(load: Callable[[str], Awaitable[object]]) -> float:
            repository.forget_threads()
            begun = time.process_time()
            await load(thread)
            return (time.process_time() - begun) * 1e3

        first = await time_load(repository.load_checked_thread)
        costs = {"first act": first, "kept state": min([await time_load(repository.load_thread) for _ in range(15)])}
        repository.snapshots._refused.add(thread)
        return {**costs, "whole log": min([await time_load(repository.load_thread) for _ in range(5)])}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    given = parser.parse_args()
    with TemporaryDirectory(prefix="bench-") as folder:
        path = Path(folder) / "cold.db"
        thread, log = asyncio.run(write_log(path, given.rounds))
        loads = asyncio.run(load_cold(path, thread))
    gc.collect()
    gc.freeze()  # as `countersign serve` does after its start
    bodies = [(type(each.event), each.event.body()) for each in log]
    costs = {
        "decode": measure(lambda: [kind.model_validate_json(body) for kind, body in bodies], len(log)),
        "fold": measure(lambda: fold_events(Thread(id="t"), log), len(log)),
        "render": measure(lambda: [render_event(each) for each in log], len(log)),
        "window": measure(lambda: fill_window(log), len(log)),
    }
    print(f"{len(log)} events; µs an event: " + ", ".join(f"{name} {cost:.2f}" for name, cost in costs.items()))
    print(
        f"the window of all {len(log)} events: {costs['window'] * len(log):.0f} µs, from its state {restore_window(log):.0f} µs"
    )
    print("ms of CPU to load it: " + ", ".join(f"{name} {cost:.1f}" for name, cost in loads.items()))


if __name__ == "__main__":
    main()
