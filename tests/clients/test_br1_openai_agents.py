"""br1: an agent of the OpenAI Agents SDK, with the real package: tools that need an approval are decided by people."""

from pathlib import Path

from tests.clients.bridge_programs import ADA, BOB, PageProgram, finish, kill
from tests.clients.bridge_server import BridgeServer


def test_br1_a_run_of_openai_agents_goes_on_by_the_id_of_a_request_after_both_sides_died(
    bridge_server: BridgeServer, tmp_path: Path
) -> None:
    program = PageProgram(bridge_server, tmp_path, "openai-agents", "openai-agents", "openai_agents_model")
    process = program.refund("run-1", ADA, BOB, {"customer": "carl", "amount": 70})
    first, second, third = bridge_server.find_waiting(process, 3)
    assert (first["arguments"], second["arguments"]) == (ADA, BOB)
    program.wait_for("waiting.txt", process)
    kill(process)
    bridge_server.stop()
    bridge_server.start()
    bridge_server.decide(second, "reject", reason="Bob was refunded on Friday.")
    bridge_server.decide(third, arguments={"customer": "carl", "amount": 7})
    process = program.start("run-1")
    bridge_server.decide(first)
    said = finish(process).out
    assert program.ledger == ["ada 240"], "the SDK takes no changed arguments, so the changed call did not run"
    for part in ("refunded 240 EUR to ada", "Bob was refunded on Friday.", '{"amount": 7, "customer": "carl"}'):
        assert part in said
    assert bridge_server.read(first["id"])["execution"]["result"].endswith("refunded 240 EUR to ada")
    assert bridge_server.read(third["id"])["status"] == "withdrawn"
