"""br1: an agent of LangChain on LangGraph, with the real packages: its interrupts are decided by people."""

import json
import sqlite3
from pathlib import Path

import pytest

from tests.cli.terminal import end
from tests.clients.bridge_programs import PageProgram, finish, kill
from tests.clients.bridge_server import BridgeServer

ADA, BOB = {"customer": "ada", "amount": 240}, {"customer": "bob", "amount": 9}


@pytest.fixture
def program(bridge_server: BridgeServer, tmp_path: Path) -> PageProgram:
    return PageProgram(bridge_server, tmp_path, "langgraph", "frameworks", "langchain_model")


def test_br1_a_run_of_langgraph_survives_the_death_of_both_sides_and_runs_what_was_approved(
    program: PageProgram, bridge_server: BridgeServer
) -> None:
    process = program.refund("run-1", ADA, BOB)
    first, second = bridge_server.find_waiting(process, 2)
    assert (first["arguments"], second["arguments"]) == (ADA, BOB)
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
    assert bridge_server.read(second["id"])["execution"] is None


def test_br1_a_changed_argument_and_an_answer_of_a_person_reach_langgraph(
    program: PageProgram, bridge_server: BridgeServer
) -> None:
    process = program.start("run-2", json.dumps([["ask_support", {"question": "Which parcel?"}], ["refund", ADA]]))
    waiting = {each["kind"]: each for each in bridge_server.find_waiting(process, 2)}
    bridge_server.decide(waiting["approval"], arguments={"customer": "ada", "amount": 24})
    assert waiting["question"]["text"] == "Which parcel?"
    bridge_server.olive.post(f"/requests/{waiting['question']['id']}/answer", json={"answer": "814"}).raise_for_status()
    said = finish(process).out
    assert program.ledger == ["ada 24"]
    assert "814" in said
    assert "refunded 24 EUR to ada" in said


def test_br1_a_checkpoint_that_was_changed_after_the_approval_runs_nothing(
    program: PageProgram, bridge_server: BridgeServer
) -> None:
    process = program.refund("run-3", ADA)
    (waiting,) = bridge_server.find_waiting(process)
    kill(process)
    bridge_server.decide(waiting)
    with sqlite3.connect(program.folder / "runs.sqlite") as database:
        for rowid, checkpoint in database.execute("SELECT rowid, checkpoint FROM checkpoints").fetchall():
            database.execute(
                "UPDATE checkpoints SET checkpoint = ? WHERE rowid = ?", (checkpoint.replace(b"ada", b"eve"), rowid)
            )
    database.close()
    ran = end(program.start("run-3"))
    assert ran.code == 1
    assert "StateRefused: The call of refund that people were asked about is not in the state any more." in ran.err
    assert program.ledger == []
    assert bridge_server.read(waiting["id"])["execution"]["status"] == "not_started"
