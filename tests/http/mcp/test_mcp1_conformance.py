"""mcp1: the official conformance kit passes against our endpoint, protocol and tasks, and against the real server."""

import asyncio
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import pytest

from tests.busy_machine import Deadline
from tests.cli.terminal import free_port
from tests.http.mcp.kit.conformance_kit import ConformanceKit, install_kit
from tests.http.mcp.kit.keyed_server import keyed_server
from tests.http.mcp.mcp_calls import LEGACY, MODERN
from tests.random_seed import IS_FULL_CAMPAIGN, seed_of_run

T = TypeVar("T")
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
ON_REAL = (
    (MODERN, "tools-list"),
    (MODERN, "dns-rebinding-protection"),
    (MODERN, "http-header-validation"),
    (MODERN, "input-required-result-unsupported-methods"),
    (LEGACY, "server-initialize"),
    (LEGACY, "ping"),
    (LEGACY, "tools-list"),
    (LEGACY, "dns-rebinding-protection"),
)
"""Scenarios that need none of the kit's tools, and so are run against the server with our tools."""


def draw(cases: Sequence[T]) -> Sequence[T]:
    """All cases in a full campaign, else one."""
    return cases if IS_FULL_CAMPAIGN else random.Random(seed_of_run()).sample(cases, 1)


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
    deadline = Deadline()
    while not deadline.is_over and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise AssertionError("the server of the kit's tools did not come up")


@pytest.mark.parametrize("version", [MODERN, LEGACY] if IS_FULL_CAMPAIGN else [MODERN])
def test_mcp1_all_required_server_scenarios_pass(kit: ConformanceKit, url: str, version: str, tmp_path: Path) -> None:
    required = kit.list_required(version)
    assert len(required) == REQUIRED[version]
    ran = kit.test_server(url, "--requirements", version, "-o", str(tmp_path))
    assert {name for name in required if ran.outcomes[name].passed > 0} == set(required), ran.said
    failed = [name for name, outcome in ran.outcomes.items() if outcome.failed]
    assert (ran.code == 0) == (not failed), ran.said
    for name in failed:  # the kit's own limits are of the wall: on a busy machine these run again, each alone
        checks = kit.test_scenario(url, name, tmp_path / "again" / name, "--spec-version", version)
        assert [check for check in checks if check[1] == "FAILURE"] == []


@pytest.mark.parametrize("name", draw(TASKS))
def test_mcp1_a_scenario_of_tasks_passes(kit: ConformanceKit, url: str, name: str, tmp_path: Path) -> None:
    checks = kit.test_scenario(url, name, tmp_path)
    assert [check for check in checks if check[1] == "SUCCESS"]
    assert [check for check in checks if check[1] not in ("SUCCESS", "INFO")] == []


@pytest.mark.parametrize(("version", "name"), draw(ON_REAL))
async def test_mcp1_a_scenario_without_fixtures_passes_on_the_real_server(
    kit: ConformanceKit, tmp_path: Path, version: str, name: str
) -> None:
    async with keyed_server(tmp_path) as url:
        checks = await asyncio.to_thread(kit.test_scenario, url, name, tmp_path, "--spec-version", version)
    assert [check for check in checks if check[1] == "SUCCESS"]
    assert [check for check in checks if check[1] == "FAILURE"] == []
