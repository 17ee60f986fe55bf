"""Sends the traces of a platform to an OTLP receiver over HTTP, in batches, by a thread of its own."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import structlog
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace.export import BatchSpanProcessor

from bot.core.ports import EventModel
from bot.engine.platform import CountersignPlatform
from bot.telemetry.tracing import ThreadTracer, make_provider

log = structlog.get_logger()

LAST_SECONDS = 3.0
"""Seconds that a stop waits for the last spans to be taken."""


@asynccontextmanager
async def export_traces(platform: CountersignPlatform) -> AsyncIterator[None]:
    """Trace the threads of this platform until the block ends. The OTEL_EXPORTER_OTLP_ variables say where to and how."""

    def find_provider(agent: str) -> str:
        return "countersign" if isinstance(platform.models.get(agent), EventModel) else "openai"

    provider = make_provider(BatchSpanProcessor(OTLPSpanExporter()))
    unsubscribe = platform.repository.telemetry.subscribe(ThreadTracer(provider, find_provider).observe)
    try:
        yield
    finally:
        unsubscribe()
        if not await _end_in_time(provider.shutdown):
            log.warning("the last traces were not taken in time", seconds=LAST_SECONDS)


async def _end_in_time(shutdown: Callable[[], None]) -> bool:
    """Call `shutdown`, which may take longer than a stop has time for, in a thread that no exit waits for."""
    loop, ended = asyncio.get_running_loop(), asyncio.Event()

    def run() -> None:
        shutdown()
        with suppress(RuntimeError):  # the loop is closed by now
            loop.call_soon_threadsafe(ended.set)

    threading.Thread(target=run, name="countersign-last-traces", daemon=True).start()
    try:
        async with asyncio.timeout(LAST_SECONDS):
            await ended.wait()
    except TimeoutError:
        return False
    return True
