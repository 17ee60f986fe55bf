"""br1: an agent of Pydantic AI behind AG-UI, with the real packages: its interrupts are decided by people."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.terminal import end, free_port
from tests.clients.bridge_programs import ADA, BOB, PageProgram, finish, kill
from tests.clients.bridge_server import BridgeServer, begin, read_blocks

CARL = {"customer": "carl", "amount": 70}
VALIDATE = """
import json, sys, httpx
from ag_ui.core import RunFinishedEvent
from ag_ui_validate.pytest_plugin import assert_valid_agui
answer = httpx.post(sys.argv[1], json=json.loads(sys.argv[2]), timeout=30)
events = [json.loads(line[5:]) for line in answer.text.splitlines() if line.startswith("data:")]
assert_valid_agui(events)
print(type(RunFinishedEvent.model_validate(events[-1]).outcome).__name__)
"""


class AgentFixture:
    """The two programs of the page, in one folder: the agent behind its URL, and the client of it."""

    def __init__(self, server: BridgeServer, folder: Path) -> None:
        self.program = PageProgram(server, folder, "ag-ui", "ag-ui", "ag_ui_model")
        agent, program = read_blocks("ag-ui", "python")
        (folder / "agent.py").write_text(agent)
        (folder / "program.py").write_text(program)
        self.folder, self.port = folder, free_port()
        self.url = f"http://127.0.0.1:{self.port}/"
        self.environment = server.program(AGENT_URL=self.url)

    def start(self) -> None:
        command = [self.program.python, "agent.py", str(self.port)]
        self.process = subprocess.Popen(
            command, cwd=self.folder, env=self.environment, stderr=subprocess.PIPE, text=True, bufsize=1
        )
        assert self.process.stderr
        for line in self.process.stderr:  # uvicorn says when it listens
            if "Uvicorn running" in line:
                return
        raise AssertionError("the agent did not start")

    def stop(self) -> None:
        kill(self.process)

    def run(self, *args: str) -> subprocess.Popen[str]:
        return begin(self.program.python, "program.py", *args, environment=self.environment, folder=self.folder)


@pytest.fixture
def agent(bridge_server: BridgeServer, tmp_path: Path) -> Iterator[AgentFixture]:
    found = AgentFixture(bridge_server, tmp_path)
    found.start()
    try:
        yield found
    finally:
        found.stop()


def test_br1_a_run_of_ag_ui_goes_on_by_the_id_of_a_request_after_all_sides_died(
    agent: AgentFixture, bridge_server: BridgeServer
) -> None:
    process = agent.run("run-1", json.dumps([["refund", ADA], ["refund", BOB], ["refund", CARL]]))
    first, second, third = bridge_server.find_waiting(process, 3)
    assert (first["arguments"], second["arguments"]) == (ADA, BOB)
    agent.program.wait_for("waiting.txt", process)
    kill(process)
    agent.stop()
    bridge_server.stop()
    bridge_server.start()
    agent.start()
    bridge_server.decide(second, "reject", reason="Bob was refunded on Friday.")
    bridge_server.decide(third, arguments={"customer": "carl", "amount": 7})
    process = agent.run("run-1")
    bridge_server.decide(first)
    said = finish(process).out
    assert sorted(agent.program.ledger) == ["ada 240", "carl 7"]
    for part in ("refunded 240 EUR to ada", "Bob was refunded on Friday.", "refunded 7 EUR to carl"):
        assert part in said
    assert bridge_server.read(third["id"])["execution"]["result"].endswith("refunded 7 EUR to carl")
    assert bridge_server.read(second["id"])["execution"] is None
    again = finish(agent.run("run-1")).out
    assert "was used before" in again
    assert sorted(agent.program.ledger) == ["ada 240", "carl 7"], "and no approval ran a second time"


def test_br1_an_agent_of_ag_ui_that_sends_no_messages_asks_nobody(
    agent: AgentFixture, bridge_server: BridgeServer
) -> None:
    agent.stop()
    page = (agent.folder / "agent.py").read_text()
    (agent.folder / "agent.py").write_text(page.replace(", on_complete=send_messages", "", 1))
    agent.start()
    ran = end(agent.run("run-2", json.dumps([["refund", {"customer": "dora", "amount": 5}]])))
    assert ran.code == 1
    assert "is no call in MESSAGES_SNAPSHOT, and nobody was asked" in ran.err
    assert bridge_server.olive.get("/requests", params={"status": "pending"}).json()["items"] == []
    ran = end(agent.run("run-3", "no JSON"))
    assert ran.code == 1
    assert "StateRefused: The agent stopped: " in ran.err


def test_br1_the_interrupts_of_this_agent_are_those_of_ag_ui(agent: AgentFixture) -> None:
    """The agent of the page is no likeness: its events pass the validator, and the protocol's own types have its interrupts."""
    message = {"id": "m", "role": "user", "content": json.dumps([["refund", ADA]])}
    given = {"threadId": "t", "runId": "r", "messages": [message]}
    command = (agent.program.python, "-c", VALIDATE, agent.url, json.dumps(given))
    ran = finish(begin(*command, environment=agent.environment, folder=agent.folder))
    assert ran.out.strip() == "RunFinishedInterruptOutcome"
