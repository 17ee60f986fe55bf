"""br1: an agent of Pydantic AI, with the real package: its deferred calls are decided by people."""

import json
from pathlib import Path

from tests.clients.bridge_programs import ADA, BOB, PageProgram, finish, kill
from tests.clients.bridge_server import BridgeServer


def test_br1_a_run_of_pydantic_ai_goes_on_by_the_id_of_a_request_after_both_sides_died(
    bridge_server: BridgeServer, tmp_path: Path
) -> None:
    program = PageProgram(bridge_server, tmp_path, "pydantic-ai", "frameworks", "pydantic_ai_model")
    wanted = [["refund", ADA], ["refund", BOB], ["refund", {"customer": "carl", "amount": 70}]]
    process = program.start("run-1", json.dumps([*wanted, ["ask_support", {"question": "Which parcel?"}]]))
    first, second, third, question = bridge_server.find_waiting(process, 4)
    assert (first["arguments"], second["arguments"]) == (ADA, BOB)
    assert question["text"] == "Which parcel?"
    program.wait_for("waiting.txt", process)
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
    assert bridge_server.read(third["id"])["execution"]["result"].endswith("refunded 7 EUR to carl")
    assert bridge_server.read(second["id"])["execution"] is None
