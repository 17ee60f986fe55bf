"""The form of the log that a real `countersign serve` writes: JSON into a pipe, text on a terminal, or as it is set."""

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from tests.cli.server_process import OLIVE, SAM, ServerProcess, agent, running_server
from tests.cli.terminal import StagedTerminal, clean_environment, end, free_port, start, until_healthy


def find_metrics(server: ServerProcess, pattern: str) -> str:
    """The metrics of the server once a line of them fits; empty before."""
    metrics = server.call("olive", "GET", "../../metrics").text
    return metrics if re.search(pattern, metrics) else ""


def test_ops2_a_server_writes_json_lines_with_the_decision_and_its_request(terminal: StagedTerminal) -> None:
    folder = terminal.folder
    with running_server(folder, OLIVE + SAM + agent(folder), "sam", COUNTERSIGN_LOG_FORMAT="auto") as here:
        request = here.request_of_sam()["id"]
        answer = here.approve("olive", request)
        assert answer.status_code == 200
        here.wait(lambda: any('"effect"' in line for line in list(here.said)), "the tag is pushed")
        lag = r"countersign_event_loop_lag_seconds_count [1-9]"
        metrics = here.wait(lambda: find_metrics(here, lag), "the lag of the event loop is measured")
    lines = [json.loads(line) for line in here.said]
    (decision,) = [line for line in lines if line["event"] == "decision"]
    assert (decision["request"], decision["person"], decision["verdict"]) == (request, "olive", "approve")
    assert decision["request_id"] == answer.headers["x-request-id"]
    (effect,) = [line for line in lines if line["event"] == "effect" and line["tool"] == "tag_release"]
    assert (effect["request"], effect["outcome"]) == (request, "done")
    assert 'countersign_effects_total{outcome="done",tool="tag_release"} 1.0' in metrics


@pytest.mark.parametrize(("setting", "is_json"), [("auto", False), ("json", True), ("text", False)])
def test_ops2_a_terminal_gets_text_unless_json_is_set(terminal: StagedTerminal, setting: str, is_json: bool) -> None:
    line = read_terminal_line(terminal.folder, setting)
    if is_json:
        assert json.loads(line)["event"] == "configuration reloaded"
    else:
        assert line.startswith("timestamp='")
        assert "event='configuration reloaded'" in line


def read_terminal_line(folder: Path, setting: str) -> str:
    """The first line of log that a server with a terminal for its stderr writes, at a reload."""
    ours, theirs = pty.openpty()
    port = free_port()
    environment = clean_environment(folder, PORT=str(port), COUNTERSIGN_LOG_FORMAT=setting)
    command = [sys.executable, "-m", "bot", "serve"]
    process = subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=theirs, text=True
    )
    try:
        until_healthy(f"http://127.0.0.1:{port}", process)
        httpx2.get(f"http://127.0.0.1:{port}/healthz", trust_env=False)
        file = folder / "countersign.toml"
        file.write_text(file.read_text().replace('name = "Olive"', 'name = "Olive O."'))
        process.send_signal(1)
        return os.read(ours, 4096).decode().splitlines()[0]
    finally:
        process.terminate()
        process.communicate(timeout=60)
        os.close(ours)
        os.close(theirs)


def test_ops2_an_unknown_form_stops_the_start(terminal: StagedTerminal) -> None:
    ran = end(start("serve", environment=clean_environment(terminal.folder, COUNTERSIGN_LOG_FORMAT="xml")))
    assert ran.code != 0
    assert "COUNTERSIGN_LOG_FORMAT" in ran.err
    assert "'auto', 'text' or 'json'" in ran.err
