"""A real server sends its spans over the wire to an OTLP receiver, which reads them with the official protobuf package."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from opentelemetry.proto.trace.v1.trace_pb2 import ResourceSpans, Span

from bot.telemetry.trace_ids import compute_root_span_id, compute_trace_id
from tests.cli.server_process import OLIVE, SAM, agent, running_server
from tests.cli.terminal import StagedTerminal


class OtlpReceiver(ThreadingHTTPServer):
    """Takes spans at /v1/traces. `is_hanging`: it reads a request and does not answer."""

    daemon_threads = True

    def __init__(self, *, is_hanging: bool = False) -> None:
        super().__init__(("127.0.0.1", 0), SpanTaker)
        self.is_hanging, self.received = is_hanging, list[ResourceSpans]()
        self.asked, self.closing = threading.Event(), threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def spans(self) -> list[Span]:
        return [span for each in [*self.received] for scope in each.scope_spans for span in scope.spans]


class SpanTaker(BaseHTTPRequestHandler):
    server: OtlpReceiver

    def do_POST(self) -> None:
        assert (self.path, self.headers["content-type"]) == ("/v1/traces", "application/x-protobuf")
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.asked.set()
        if self.server.is_hanging:
            self.server.closing.wait(60)
            return
        self.server.received += ExportTraceServiceRequest.FromString(body).resource_spans
        answer = ExportTraceServiceResponse().SerializeToString()
        self.send_response(200)
        self.send_header("Content-Type", "application/x-protobuf")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def receiving(*, is_hanging: bool = False) -> Iterator[OtlpReceiver]:
    with OtlpReceiver(is_hanging=is_hanging) as receiver:
        thread = threading.Thread(target=receiver.serve_forever)
        thread.start()
        try:
            yield receiver
        finally:
            receiver.closing.set()
            receiver.shutdown()
            thread.join()


def attributes(span: Span) -> dict[str, str]:
    return {each.key: each.value.string_value for each in span.attributes}


def serve_request(folder: Path, receiver: OtlpReceiver) -> tuple[str, str]:
    """A server that sends to this receiver releases a tag, and stops; the id of the request, and the log of the server."""
    more = {"OTEL_EXPORTER_OTLP_ENDPOINT": receiver.url, "OTEL_BSP_SCHEDULE_DELAY": "200"}
    with running_server(folder, OLIVE + SAM + agent(folder), "sam", **more) as here:
        request = str(here.request_of_sam()["id"])
        assert here.approve("olive", request).status_code == 200
        here.wait(lambda: here.look(request)["status"] == "approved", "it is approved")
        here.wait(lambda: any("event='effect'" in line for line in list(here.said)), "the tag is pushed")
    return request, "".join(here.said)


def test_ops3_an_otlp_receiver_gets_the_whole_thread_from_a_real_server(terminal: StagedTerminal) -> None:
    with receiving() as receiver:
        request, _ = serve_request(terminal.folder, receiver)
        spans = receiver.spans
    thread = request.rpartition("-")[0]
    assert {span.trace_id for span in spans} == {compute_trace_id(thread).to_bytes(16)}
    names = {span.name for span in spans}
    assert {
        "thread deploybot",
        "invoke_agent deploybot",
        "wait_for_human tag_release",
        "execute_tool tag_release",
    } <= names
    (root,) = [span for span in spans if not span.parent_span_id]
    assert root.span_id == compute_root_span_id(thread).to_bytes(8)
    known = {span.span_id for span in spans}
    assert all(span.parent_span_id in known for span in spans if span is not root)
    (effect,) = [span for span in spans if span.name == "execute_tool tag_release"]
    assert attributes(effect)["gen_ai.tool.call.id"] == request
    (chat, *_) = [span for span in spans if span.name.startswith("chat ")]
    assert attributes(chat)["gen_ai.provider.name"] == "countersign"  # the offline rules are no OpenAI model
    (service,) = {
        each.value.string_value
        for received in receiver.received
        for each in received.resource.attributes
        if each.key == "service.name"
    }
    assert service == "countersign"


def test_ops3_a_receiver_that_hangs_delays_no_request_and_a_stop_by_seconds(terminal: StagedTerminal) -> None:
    with receiving(is_hanging=True) as receiver:
        _, said = serve_request(terminal.folder, receiver)
        assert receiver.asked.is_set()
    assert "event='the last traces were not taken in time' seconds=3.0" in said
