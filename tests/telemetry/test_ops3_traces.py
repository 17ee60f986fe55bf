"""Traces: one for each thread over days and processes; spans with the times of the log; nothing without the extra."""

import subprocess
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode
from structlog.testing import capture_logs

from bot.core.base_types import to_micros
from bot.core.ports import ModelUnavailable, TryLater
from bot.settings import EnvironmentSettings
from bot.telemetry.metrics import PlatformMetrics
from bot.telemetry.telemetry_setup import observe_platform
from bot.telemetry.trace_ids import compute_root_span_id, compute_trace_id
from bot.telemetry.tracing import ThreadTracer, make_provider
from tests.platform_fixture import MANAGERS, START, PlatformFixture, choose
from tests.telemetry.samples import desk

SCRIPT = (
    ModelUnavailable("down"),
    choose("look"),
    choose("push", tag="v1-SECRETWORD"),
    choose("done", message="v1 is out."),
)


class TracedPlatform:
    """The spans that a platform of one process writes, in a list."""

    def __init__(self, platform: PlatformFixture) -> None:
        self.exporter = InMemorySpanExporter()
        self.tracer = ThreadTracer(make_provider(SimpleSpanProcessor(self.exporter)))
        platform.app.repository.telemetry.subscribe(self.tracer.observe)

    @property
    def spans(self) -> list[ReadableSpan]:
        return list(self.exporter.get_finished_spans())


def names(spans: Sequence[ReadableSpan]) -> list[str]:
    return [span.name for span in spans]


def find(spans: Sequence[ReadableSpan], name: str) -> ReadableSpan:
    (found,) = [span for span in spans if span.name == name]
    return found


def told(span: ReadableSpan) -> dict[str, object]:
    return dict(span.attributes or {})


def nanos(**after: float) -> int:
    return to_micros(START + timedelta(**after)) * 1000


async def run_for_days(folder: Path) -> tuple[str, list[ReadableSpan], list[ReadableSpan]]:
    """A request whose approval comes after three days, in another process: the thread, and the spans of each process."""
    patient = {"policy": MANAGERS.model_copy(update={"expires_after": timedelta(days=7)})}
    async with PlatformFixture(folder, *SCRIPT[:3], agent=patient, surfaces=[desk(TryLater("closed", 1))]) as first:
        traced = TracedPlatform(first)
        thread = await first.launch("push it, SECRETWORD")
        first.clock.passes(seconds=30)
        await first.settle()
        before = traced.spans
    clock = first.clock
    clock.passes(days=3)
    async with PlatformFixture(folder, SCRIPT[3], agent=patient, surfaces=[desk()], clock=clock) as second:
        traced = TracedPlatform(second)
        (request,) = await second.pending()
        await second.decide(request)
        await second.settle()
        return thread, before, traced.spans


async def test_ops3_spans_of_other_days_and_processes_join_one_trace(tmp_path: Path) -> None:
    thread, first, second = await run_for_days(tmp_path)
    every = [*first, *second]
    assert {span.context.trace_id for span in every} == {compute_trace_id(thread)}
    assert len({span.context.span_id for span in every}) == len(every)
    root = find(first, "thread pusher")
    assert (root.parent, root.context.span_id) == (None, compute_root_span_id(thread))
    known = {span.context.span_id for span in every}
    assert all(span.parent is not None and span.parent.span_id in known for span in every if span is not root)
    assert {told(span)["gen_ai.conversation.id"] for span in every} == {thread}


async def test_ops3_the_wait_for_a_human_is_a_span_from_request_to_decision(tmp_path: Path) -> None:
    _, first, second = await run_for_days(tmp_path)
    assert not [name for name in names(first) if name.startswith("wait_for_human")]
    wait = find(second, "wait_for_human push")
    assert wait.start_time == nanos(seconds=30)
    assert wait.end_time == nanos(seconds=30, days=3)
    assert told(wait)["countersign.request.status"] == "approved"


async def test_ops3_turns_models_tools_and_deliveries_follow_the_conventions(tmp_path: Path) -> None:
    _, first, second = await run_for_days(tmp_path)
    turns = [span for span in [*first, *second] if span.name == "invoke_agent pusher"]
    assert len(turns) >= 2
    assert {told(turn)["gen_ai.operation.name"] for turn in turns} == {"invoke_agent"}
    chats = [span for span in first if span.name == "chat scripted"]
    assert [told(chat)["gen_ai.usage.input_tokens"] for chat in chats] == [10, 10]
    assert {(chat.kind, told(chat)["gen_ai.provider.name"]) for chat in chats} == {(SpanKind.CLIENT, "openai")}
    failed = find(first, "chat")
    assert (failed.status.status_code, told(failed)["error.type"]) == (StatusCode.ERROR, "unavailable")
    push = find(second, "execute_tool push")
    assert told(push)["gen_ai.tool.name"] == "push"
    assert told(push)["gen_ai.tool.call.id"] == find(second, "wait_for_human push").attributes["countersign.request"]  # type: ignore[index]
    ids = {turn.context.span_id for turn in turns}
    for span in (*chats, failed, push, find(first, "execute_tool look")):
        assert span.parent is not None
        assert span.parent.span_id in ids
    sends = [span for span in [*first, *second] if span.name == "send desk"]
    assert [told(send)["countersign.outcome"] for send in sends][:2] == ["retried", "sent"]
    assert {(send.kind, told(send)["messaging.operation.type"]) for send in sends} == {(SpanKind.PRODUCER, "send")}
    assert all(span.end_time >= span.start_time > 0 for span in [*first, *second])  # type: ignore[operator]


async def test_ops3_no_span_holds_a_text_or_a_person(tmp_path: Path) -> None:
    _, first, second = await run_for_days(tmp_path)
    written = "\n".join(span.to_json() for span in [*first, *second])
    assert "SECRETWORD" not in written
    assert not [each for each in ("sam", "olive", "Olive", "closed") if f'"{each}"' in written]


async def test_ops3_turns_that_only_looked_write_nothing(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("done", message="Hello.")) as platform:
        traced = TracedPlatform(platform)
        thread = await platform.launch("hello")
        count = len(traced.spans)
        platform.app.repository.note_turn(thread)
        await platform.settle()
        assert len(traced.spans) == count > 0


async def test_ops3_a_sampler_keeps_or_drops_a_thread_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with PlatformFixture(tmp_path, *[choose("done", message="Hello.")] * 40) as platform:
        whole = TracedPlatform(platform)
        monkeypatch.setenv("OTEL_TRACES_SAMPLER", "parentbased_traceidratio")
        monkeypatch.setenv("OTEL_TRACES_SAMPLER_ARG", "0.5")
        traced = TracedPlatform(platform)
        for number in range(40):
            await platform.launch(f"hello {number}")
    by_trace = [sorted(span.name for span in whole.spans if span.context.trace_id == id) for id in traces(whole)]
    kept = traces(traced)
    assert 5 < len(kept) < 35
    assert all(sorted(span.name for span in traced.spans if span.context.trace_id == id) in by_trace for id in kept)
    assert len({tuple(each) for each in by_trace}) == 1


def traces(traced: TracedPlatform) -> set[int]:
    return {span.context.trace_id for span in traced.spans}


def test_ops3_ids_never_change() -> None:
    """A release that computed others would tear the traces of open threads."""
    assert f"{compute_trace_id('t06h2lht3k0rm0u87mahc5co'):032x}" == "dc4767733f31154727afeaeb6a77c299"
    assert f"{compute_root_span_id('t06h2lht3k0rm0u87mahc5co'):016x}" == "bc4413277a1f1900"


def test_ops3_without_an_endpoint_no_sdk_is_imported() -> None:
    code = "import sys, bot.serve, bot.telemetry.telemetry_setup; sys.exit(any(m.startswith('opentelemetry.sdk') for m in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


async def test_ops3_an_endpoint_without_the_extra_is_told_and_the_server_serves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    monkeypatch.delitem(sys.modules, "bot.telemetry.tracing")
    monkeypatch.delitem(sys.modules, "bot.telemetry.trace_export", raising=False)
    settings = EnvironmentSettings(otlp_endpoint="http://127.0.0.1:9")
    async with PlatformFixture(tmp_path, choose("done", message="Hello.")) as platform:
        with capture_logs() as lines:
            async with observe_platform(platform.app, PlatformMetrics(platform.app), settings):
                await platform.launch("hello")
    (line,) = [line for line in lines if line["event"] == "no traces are sent"]
    assert "otel" in line["fix"]
