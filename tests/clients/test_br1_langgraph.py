"""br1: an agent of LangChain on LangGraph, with the real packages: its interrupts are decided by people."""

import json
import sqlite3
from pathlib import Path

import pytest

from tests.cli.terminal import end
from tests.clients.bridge_programs import ADA, BOB, PageProgram, finish, kill
from tests.clients.bridge_server import BridgeServer


@pytest.fixture
def program(bridge_server: BridgeServer, tmp_path: Path) -> PageProgram:
    return PageProgram(bridge_server, tmp_path, "langgraph", "frameworks", "langchain_model")


def test_br1_a_run_of_langgraph_survives_the_death_of_both_sides_and_runs_what_was_approved(
    program: PageProgram, bridge_server: BridgeServer
) -> None:
    wanted = [["refund", ADA], ["refund", BOB], ["refund", {"customer": "carl", "amount": 70}]]
    process = program.start("run-1", json.dumps([["ask_support", {"question": "Which parcel?"}], *wanted]))
    question, first, second, third = bridge_server.find_waiting(process, 4)
    assert (first["arguments"], second["arguments"]) == (ADA, BOB)
    assert question["text"] == "Which parcel?"
    kill(process)
    bridge_server.stop()
    bridge_server.start()
    bridge_server.decide(second, "reject", reason="Bob was refunded on Friday.")
    bridge_server.decide(third, arguments={"customer": "carl", "amount": 7})
    process = program.start("run-1")
    bridge_server.decide(first)
    bridge_server.answer(question, "814")
    said = finish(process).out
    assert sorted(program.ledger) == ["ada 240", "carl 7"]
    for part in ("refunded 240 EUR to ada", "Bob was refunded on Friday.", "refunded 7 EUR to carl", "814"):
        assert part in said
    assert "refunded 7 EUR to carl" in bridge_server.read(third["id"])["execution"]["result"]
    assert bridge_server.read(second["id"])["execution"] is None


def test_br1_a_checkpoint_that_was_changed_after_the_approval_runs_nothing(
    program: PageProgram, bridge_server: BridgeServer
) -> None:
    process = program.refund("run-3", {"customer": "dora", "amount": 5})
    (waiting,) = bridge_server.find_waiting(process)
    kill(process)
    bridge_server.decide(waiting)
    with sqlite3.connect(program.folder / "runs.sqlite") as database:
        for rowid, checkpoint in database.execute("SELECT rowid, checkpoint FROM checkpoints").fetchall():
            database.execute(
                "UPDATE checkpoints SET checkpoint = ? WHERE rowid = ?", (checkpoint.replace(b"dora", b"eva!"), rowid)
            )
    database.close()
    ran = end(program.start("run-3"))
    assert ran.code == 1
    assert "StateRefused: The call of refund that people were asked about is not in the state any more." in ran.err
    assert program.ledger == []
    assert bridge_server.read(waiting["id"])["execution"]["status"] == "not_started"


def test_br1_a_tool_of_langgraph_whose_process_died_is_not_run_again(
    program: PageProgram, bridge_server: BridgeServer
) -> None:
    page = (program.folder / "program.py").read_text()
    died = page.replace('    return f"refunded', '    __import__("os")._exit(9)\n    return f"refunded', 1)
    (program.folder / "program.py").write_text(died)
    process = program.refund("run-4", {"customer": "frank", "amount": 3})
    (waiting,) = bridge_server.find_waiting(process)
    bridge_server.decide(waiting)
    assert end(process).code == 9
    (program.folder / "program.py").write_text(page)
    ran = end(program.start("run-4"))
    assert ran.code == 1
    assert "StateRefused: This thread stopped as its calls were about to run." in ran.err
    assert program.ledger == ["frank 3"]
    assert bridge_server.read(waiting["id"])["execution"]["status"] == "running"
