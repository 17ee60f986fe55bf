"""Observes a platform while it serves: the log of operations, the lag of the event loop, and traces where they are set."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from bot.engine.platform import CountersignPlatform
from bot.telemetry.loop_lag import measure_loop_lag
from bot.telemetry.metrics import OperationMetrics
from bot.telemetry.operation_log import log_operation


@asynccontextmanager
async def observe_platform(platform: CountersignPlatform, metrics: OperationMetrics) -> AsyncIterator[None]:
    """Observe this platform until the block ends. `metrics` count its operations already."""
    async with AsyncExitStack() as stack:
        stack.callback(platform.repository.operations.subscribe(log_operation))
        await stack.enter_async_context(measure_loop_lag(metrics.lag.observe))
        yield
