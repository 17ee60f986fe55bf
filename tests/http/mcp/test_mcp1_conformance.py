"""mcp1: the official conformance kit passes against our endpoint, protocol and tasks, and against the real server."""

import asyncio
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.cli.terminal import free_port
from tests.http.mcp.kit.conformance_kit import ConformanceKit, install_kit
from tests.http.mcp.kit.keyed_server import keyed_server
from tests.http.mcp.mcp_calls import LEGACY, MODERN
from tests.random_seed import IS_FULL_CAMPAIGN, seed_of_run

TASKS = (
    "tasks-lifecycle",
    "tasks-capability-negotiation",
    "tasks-wire-fields",
    "tasks-request-state-removal",
    "tasks-mrtr-input",
    "tasks-request-headers",
    "tasks-dispatch-and-envelope",
    "tasks-required-task-error",
    "tasks-mrtr-composition",
)
"""The scenarios of the extension that the kit has. It counts them for no version, so that each is run by its name."""
REQUIRED = {MODERN: 37, LEGACY: 30}
DRAWN = TASKS if IS_FULL_CAMPAIGN else tuple(random.Random(seed_of_run()).sample(TASKS, 1))
ON_REAL = {
    MODERN: (
        "tools-list",
        "dns-rebinding-protection",
        "http-header-validation",
        "input-required-result-unsupported-methods",
    ),
    LEGACY: ("server-initialize", "ping", "tools-list", "dns-rebinding-protection"),
}
"""Scenarios that need none of the kit's tools, and so are run against the server with our tools."""


@pytest.fixture(scope="module")
def kit() -> ConformanceKit:
    return install_kit()


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """The endpoint with the kit's tools, in a process of its own."""
    port = free_port()
    command = [sys.executable, "-m", "tests.http.mcp.kit.fixture_server", str(port)]
    with subprocess.Popen(command, cwd=Path(__file__).parents[3]) as process:
        try:
            until_listening(port, process)
            yield f"http://127.0.0.1:{port}/mcp"
        finally:
            process.terminate()


def until_listening(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise AssertionError("the server of the kit's tools did not come up")


@pytest.mark.parametrize("version", [MODERN, LEGACY] if IS_FULL_CAMPAIGN else [MODERN])
def test_mcp1_all_required_server_scenarios_pass(kit: ConformanceKit, url: str, version: str, tmp_path: Path) -> None:
    required = kit.list_required(version)
    assert len(required) == REQUIRED[version]
    ran = kit.test_server(url, "--requirements", version, "-o", str(tmp_path))
    assert ran.code == 0, ran.said
    assert {name for name in required if ran.outcomes[name].passed > 0} == set(required)
    assert {name for name, outcome in ran.outcomes.items() if outcome.failed} == set()


@pytest.mark.parametrize("name", DRAWN)
def test_mcp1_a_scenario_of_tasks_passes(kit: ConformanceKit, url: str, name: str, tmp_path: Path) -> None:
    checks = kit.test_scenario(url, name, tmp_path)
    assert [check for check in checks if check[1] == "SUCCESS"]
    assert [check for check in checks if check[1] not in ("SUCCESS", "INFO")] == []


async def test_mcp1_scenarios_without_fixtures_pass_on_the_real_server(kit: ConformanceKit, tmp_path: Path) -> None:
    async with keyed_server(tmp_path) as url:
        for version, names in ON_REAL.items():
            for name in names:
                folder = tmp_path / version / name
                checks = await asyncio.to_thread(kit.test_scenario, url, name, folder, "--spec-version", version)
                assert [check for check in checks if check[1] == "SUCCESS"], name
                assert [check for check in checks if check[1] == "FAILURE"] == [], name
