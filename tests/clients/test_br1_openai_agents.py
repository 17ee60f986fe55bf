"""br1: an agent of the OpenAI Agents SDK, with the real package: tools that need an approval are decided by people."""

import json
from pathlib import Path

import pytest

from tests.cli.terminal import end
from tests.clients.bridge_programs import PageProgram, finish, kill
from tests.clients.bridge_server import BridgeServer

ADA, BOB = {"customer": "ada", "amount": 240}, {"customer": "bob", "amount": 9}


@pytest.fixture
def program(bridge_server: BridgeServer, tmp_path: Path) -> PageProgram:
    return PageProgram(bridge_server, tmp_path, "openai-agents", "openai-agents", "openai_agents_model")


def test_br1_a_run_of_openai_agents_goes_on_by_the_id_of_a_request_after_both_sides_died(
    program: PageProgram, bridge_server: BridgeServer
) -> None:
    process = program.refund("run-1", ADA, BOB)
    first, second = bridge_server.find_waiting(process, 2)
    assert (first["arguments"], second["arguments"]) == (ADA, BOB)
    program.wait_for("waiting.txt", process)
    kill(process)
    bridge_server.stop()
    bridge_server.start()
    bridge_server.decide(second, "reject", reason="Bob was refunded on Friday.")
    process = program.start("run-1")
    bridge_server.decide(first)
    said = finish(process).out
    assert program.ledger == ["ada 240"]
    assert "refunded 240 EUR to ada" in said
    assert "Bob was refunded on Friday." in said
    assert bridge_server.read(first["id"])["execution"]["result"].endswith("refunded 240 EUR to ada")
    again = finish(program.start("run-1"))
    assert program.ledger == ["ada 240"], "an approval is used once"
    assert "It may have run." in again.out


def test_br1_openai_agents_runs_no_changed_call_and_is_told_the_new_arguments(
    program: PageProgram, bridge_server: BridgeServer
) -> None:
    process = program.refund("run-2", ADA)
    (waiting,) = bridge_server.find_waiting(process)
    bridge_server.decide(waiting, arguments={"customer": "ada", "amount": 24})
    assert '{"amount": 24, "customer": "ada"}' in finish(process).out
    assert program.ledger == []
    assert bridge_server.read(waiting["id"])["status"] == "withdrawn"


def test_br1_a_state_of_openai_agents_that_was_changed_after_the_approval_runs_nothing(
    program: PageProgram, bridge_server: BridgeServer
) -> None:
    """The states are in files of the program, since they are long."""
    page = (program.folder / "program.py").read_text()
    files = "class Files(dict):\n    __setitem__ = lambda self, name, text: Path(name).write_text(text)\n"
    files += "    get = lambda self, name, _: Path(name).read_text()\n\n\n"
    page = page.replace("reviewer = CallReviewer(", f"{files}reviewer = CallReviewer(", 1)
    page = page.replace("    on_asked=", "    states=Files(),\n    on_asked=", 1)
    (program.folder / "program.py").write_text("import countersign.paused_calls as p\np.MAX_STATE = 0\n" + page)
    process = program.refund("run-3", ADA)
    (waiting,) = bridge_server.find_waiting(process)
    program.wait_for("waiting.txt", process)
    kill(process)
    bridge_server.decide(waiting)
    (state,) = [each for each in program.folder.iterdir() if len(each.name) == 64]
    assert json.loads(state.read_text())["$schemaVersion"]
    state.write_text(state.read_text().replace("ada", "eve"))
    ran = end(program.start("run-3"))
    assert ran.code == 1
    assert "StateRefused" in ran.err
    assert program.ledger == []
    assert bridge_server.read(waiting["id"])["execution"]["status"] == "not_started"
