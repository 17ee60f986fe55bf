"""The cost of an event of a thread that is read again: fold, rendering, window. `python -m bench.cold_thread [--rounds 200]`.

A real platform writes the log: in one thread, over and over, a look, a push that asks, an approval, the end. Then the
log is folded and rendered from its start, as a cold thread is. Prints the least of several rounds in CPU time: other
work on the machine disturbs that least. Compare figures of one run.
"""

import argparse
import asyncio
import gc
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import workload as work
from bench.our_engine import LookStep, OurEngine
from bot.core import events as e
from bot.core.prompts.event_rendering import ContextWindow, mark_same_read, render_event
from bot.core.threads.fold import fold_events
from bot.core.threads.thread import Thread, find_thread_id

LIMIT = 120_000
"""Characters of the window, as an agent has by default."""


async def write_log(path: Path, rounds: int) -> Sequence[e.RecordedEvent]:
    """The events of one thread with this many rounds of the workload."""
    async with OurEngine(path) as ours:
        call = await ours.launch()
        await ours.approve(call)
        thread = find_thread_id(call.id)
        for _ in range(rounds - 1):
            await ours.app.say(thread, work.WORDS, by="sam")
            await ours.approve(await ours.wait_for_call(thread))
        return await ours.app.queries.list_events(thread)


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
    """Microseconds of CPU for a window from its state: what a restart costs that has kept the state."""
    state = fill_window(log).save_state()
    needed = [each for each in log if each.seq in set(state.needed)]

    def restore() -> None:
        assert ContextWindow(render_event, LIMIT, (LookStep.intent,), mark_same_read).restore(state, needed)

    return measure(restore, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    given = parser.parse_args()
    with TemporaryDirectory(prefix="bench-") as folder:
        log = asyncio.run(write_log(Path(folder) / "cold.db", given.rounds))
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


if __name__ == "__main__":
    main()
