"""Measures how late the event loop runs its timers: a callback that computes or waits too long delays all others."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

PERIOD = 0.5
"""Seconds between two measurements."""


@asynccontextmanager
async def measure_loop_lag(report: Callable[[float], None], period: float = PERIOD) -> AsyncIterator[None]:
    """Report the lateness of a timer (seconds) every `period` seconds, until the block ends."""

    async def measure() -> None:
        time = asyncio.get_running_loop().time
        while True:
            due = time() + period
            await asyncio.sleep(period)
            report(max(0.0, time() - due))

    task = asyncio.create_task(measure(), name="countersign-loop-lag")
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])
