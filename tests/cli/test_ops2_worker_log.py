"""A server that takes no turns, and a worker beside it: each logs what it did itself, and their spans are one trace."""

import json
from typing import Any

from bot.telemetry.trace_ids import compute_trace_id
from tests.cli.postgres_installation import PostgresInstallation, wait_for_end
from tests.cli.server_process import ServerProcess
from tests.cli.terminal import StagedTerminal
from tests.cli.test_ops3_otlp import receiving


def events_of(process: ServerProcess, event: str) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in list(process.said)]
    return [line for line in lines if line["event"] == event]


def test_ops2_a_worker_logs_the_effect_and_the_server_the_decision(terminal: StagedTerminal, postgres_url: str) -> None:
    with receiving() as receiver:
        installation = PostgresInstallation(terminal.folder, postgres_url)
        more = {"OTEL_EXPORTER_OTLP_ENDPOINT": receiver.url, "OTEL_BSP_SCHEDULE_DELAY": "100"}
        installation.settings |= {**more, "COUNTERSIGN_LOG_FORMAT": "json"}
        with installation.serve("--no-turns") as server, installation.work() as worker:
            request = server.request_of_sam()["id"]
            assert server.approve("olive", request).status_code == 200
            wait_for_end(server, request)
            wanted = {"wait_for_human tag_release", "execute_tool tag_release", "thread deploybot"}
            server.wait(lambda: wanted <= {span.name for span in receiver.spans}, "both have sent their spans")
            server.wait(lambda: events_of(worker, "effect"), "the worker has logged it")
            (decision,) = events_of(server, "decision")
            effects = [line for line in events_of(worker, "effect") if line["tool"] == "tag_release"]
            assert (decision["request"], [line["request"] for line in effects]) == (request, [request])
            assert (events_of(worker, "decision"), events_of(server, "effect")) == ([], [])
    thread = request.rpartition("-")[0]
    assert {span.trace_id for span in receiver.spans} == {compute_trace_id(thread).to_bytes(16)}
