"""br1: a loop of one's own with the real package openai, and a shell with curl."""

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.cli.terminal import end
from tests.clients.bridge_programs import PageProgram, finish, kill
from tests.clients.bridge_server import BridgeServer, answering, begin, read_blocks

EVA, CARL = {"customer": "eva", "amount": 31}, {"customer": "carl", "amount": 90}


def complete(_: str, body: bytes) -> bytes:
    """Answer as chat completions do: calls what the user writes as JSON, and then repeats the results."""
    messages = json.loads(body)["messages"]
    results = [each["content"] for each in messages if each["role"] == "tool"]
    message: dict[str, Any] = {"role": "assistant", "content": " | ".join(results) or None}
    if not results:
        functions = [
            {"name": name, "arguments": json.dumps(given)} for name, given in json.loads(messages[0]["content"])
        ]
        calls = [{"id": f"call_{n}", "type": "function", "function": each} for n, each in enumerate(functions)]
        message = {**message, "tool_calls": calls}
    choice = {"index": 0, "message": message, "finish_reason": "stop" if results else "tool_calls"}
    return json.dumps(
        {"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}
    ).encode()


def test_br1_a_loop_over_openai_goes_on_by_the_id_of_a_request_after_both_sides_died(
    bridge_server: BridgeServer, tmp_path: Path
) -> None:
    program = PageProgram(bridge_server, tmp_path, "openai-loop", "frameworks")
    wanted = [["refund", EVA], ["refund", {"customer": "bob", "amount": 9}], ["refund", CARL], ["drop", {}]]
    with answering(complete) as url:
        model = {"OPENAI_BASE_URL": url, "OPENAI_API_KEY": "sk-none"}
        process = program.start("run-1", json.dumps(wanted), **model)
        first, second, third = bridge_server.find_waiting(process, 3)
        assert first["arguments"] == EVA
        program.wait_for("waiting.txt", process)
        kill(process)
        bridge_server.stop()
        bridge_server.start()
        bridge_server.decide(second, "reject", reason="Bob was refunded on Friday.")
        bridge_server.decide(third, arguments={"customer": "carl", "amount": 7})
        process = program.start("run-1", **model)
        bridge_server.decide(first)
        said = finish(process).out.split(" | ")
    assert said[:3] == ["refunded 31 EUR to eva", "Bob was refunded on Friday.", "refunded 7 EUR to carl"]
    assert said[3].startswith("There is no tool 'drop'")
    assert program.ledger == ["eva 31", "carl 7"]
    assert bridge_server.read(third["id"])["execution"]["result"].endswith("refunded 7 EUR to carl")


def test_br1_a_shell_with_curl_goes_on_after_both_sides_died_and_runs_what_was_approved_once(
    bridge_server: BridgeServer, tmp_path: Path
) -> None:
    def start() -> subprocess.Popen[str]:
        command = ("bash", "-euo", "pipefail", "-c", "\n".join(read_blocks("curl", "sh")))
        return begin(*command, environment=bridge_server.program(), folder=tmp_path)

    process = start()
    (waiting,) = bridge_server.find_waiting(process)
    process.kill()
    bridge_server.stop()  # and its curl, whose wait this ends
    process.communicate()
    bridge_server.start()
    process = start()
    bridge_server.decide(waiting, arguments={"customer": "ada", "amount": 8})
    said = finish(process).out.splitlines()
    assert said == [f"{bridge_server.url}/requests/{waiting['id']}", "Reported by the agent: Refund 17"]
    again = end(start())
    assert again.code != 0
    assert (tmp_path / "ledger.txt").read_text() == "ada 8\n"
