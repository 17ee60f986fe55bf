"""Observes a platform while it serves: the log of observations, the lag of the event loop, and traces where they are set."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import structlog

from bot.engine.platform import CountersignPlatform
from bot.settings import EnvironmentSettings
from bot.telemetry.loop_lag import measure_loop_lag
from bot.telemetry.metrics import PlatformMetrics
from bot.telemetry.observation_log import log_observation

log = structlog.get_logger()


@asynccontextmanager
async def observe_platform(
    platform: CountersignPlatform, metrics: PlatformMetrics, settings: EnvironmentSettings
) -> AsyncIterator[None]:
    """Observe this platform until the block ends. `metrics` count its observations already."""
    async with AsyncExitStack() as stack:
        stack.callback(platform.repository.telemetry.subscribe(log_observation))
        await stack.enter_async_context(measure_loop_lag(metrics.lag.observe))
        if settings.otlp_endpoint:
            try:
                from bot.telemetry.trace_export import export_traces  # its libraries are an extra, and slow to import
            except ImportError as error:
                fix = "install the extra otel: pip install -e '.[otel]'"
                log.warning("no traces are sent", error=str(error), fix=fix)
            else:
                await stack.enter_async_context(export_traces(platform))
        yield
