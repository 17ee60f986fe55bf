"""mcp1: published clients ask a real server; it is killed while they wait, and they hear the decision of a person all the same."""

import json
import random
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.cli.terminal import clean_environment, end, fork, free_port, until_healthy
from tests.http.mcp.clients.client_environment import install_client
from tests.http.mcp.mcp_calls import LEGACY, MODERN
from tests.http.mcp.test_mcp1_requests import TOOLS
from tests.random_seed import IS_FULL_CAMPAIGN, seed_of_run

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
TOML = """
[people.sam]
name = "Sam"

[people.olive]
name = "Olive"
groups = ["finance"]

[agents.external.policies.refunds]
about = "Refunds to customers."
keys = [KEYS]
approval.approvers = [{ groups = ["finance"] }]
"""
CLIENTS = [
    ("2.3.0", "auto", "http", MODERN),
    ("1.30.0", "", "stdio", None),
    ("2.3.0", "legacy", "http", LEGACY),
    ("1.30.0", "", "http", None),
    ("2.3.0", "auto", "stdio", MODERN),
    ("2.3.0", "legacy", "stdio", LEGACY),
]
DRAWN = CLIENTS if IS_FULL_CAMPAIGN else random.Random(seed_of_run()).sample(CLIENTS, 1)


def make_key(folder: Path, *words: str) -> dict[str, Any]:
    ran = end(fork("keys", "create", *words, "--json", environment=clean_environment(folder)))
    assert ran.code == 0, ran.err
    found: dict[str, Any] = json.loads(ran.out)
    return found


def read_line(process: subprocess.Popen[str]) -> dict[str, Any]:
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, process.communicate(timeout=60)
    found: dict[str, Any] = json.loads(line)
    return found


@pytest.mark.parametrize(("version", "mode", "way", "speaks"), DRAWN)
def test_mcp1_a_published_client_hears_the_decision_over_the_death_of_the_server(
    tmp_path: Path, version: str, mode: str, way: str, speaks: str | None
) -> None:
    python = install_client(version)
    (tmp_path / "countersign.toml").write_text(TOML.replace("KEYS", ""))
    program = make_key(tmp_path, "sam", "--scope", "agent", "--agent", "external")
    olive = make_key(tmp_path, "olive")
    (tmp_path / "countersign.toml").write_text(TOML.replace("KEYS", f'"{program["id"]}"'))
    port = free_port()
    url, environment = f"http://127.0.0.1:{port}", clean_environment(tmp_path, PORT=str(port))
    servers = [fork("serve", environment=environment)]
    script = HERE / "clients" / f"agent_of_mcp_{version[0]}.py"
    own = {"COUNTERSIGN_URL": url, "COUNTERSIGN_API_KEY": program["secret"], "PYTHONPATH": str(ROOT)}
    where = f"{url}/mcp" if way == "http" else sys.executable
    command = [str(python), str(script), where, mode]
    try:
        until_healthy(url, servers[-1])
        with subprocess.Popen(
            command, cwd=tmp_path, env={**clean_environment(tmp_path), **own}, stdout=subprocess.PIPE, text=True
        ) as agent:
            try:
                listed = read_line(agent)
                assert (listed["tools"], listed.get("version")) == (TOOLS, speaks)
                asked = read_line(agent)
                assert asked["status"] == "pending"
                servers[-1].send_signal(signal.SIGKILL)
                end(servers[-1])
                servers.append(fork("serve", environment=environment))
                until_healthy(url, servers[-1])
                approve(url, olive["secret"], asked)
                decided = read_line(agent)
                assert (decided["status"], decided["decided_by"]) == ("approved", "Olive")
                assert decided["arguments"] == {"customer": "ada", "amount": 240}
            finally:
                agent.kill()
    finally:
        servers[-1].terminate()
        end(servers[-1])


def approve(url: str, key: str, asked: dict[str, Any]) -> None:
    body = {"decision": "approve", "digest": asked["digest"]}
    with httpx2.Client(trust_env=False, headers={"Authorization": f"Bearer {key}"}) as client:
        answer = client.post(f"{url}/api/v1/requests/{asked['request_id']}/decision", json=body)
    assert answer.status_code == 200, answer.text
