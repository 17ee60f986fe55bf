"""cx1: the real Codex (its app-server), offline: a command leaves the sandbox only by the hook, and the hook by people."""

import os
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest

from tests.cli.terminal import end
from tests.clients.bridge_server import BridgeServer
from tests.clients.coding_agents.agent_programs import (
    AgentFolder,
    CodexServer,
    codex_app_server,
    find_program,
    hook_command,
    write_codex_settings,
)
from tests.clients.coding_agents.fake_models import ModelCall


def escape(line: str = "echo ran >> ran.txt", id: str = "call_1", **more: Any) -> ModelCall:
    """A command that asks to leave the sandbox."""
    asking = {"sandbox_permissions": "require_escalated", "justification": "Note it"}
    return ModelCall(id, "exec_command", {"cmd": line, **asking, **more})


@contextmanager
def trusted(folder: AgentFolder, command: str, timeout: int = 600) -> Iterator[CodexServer]:
    """An app-server with the hook, trusted as a person does it at /hooks."""
    write_codex_settings(folder, command, timeout)
    with codex_app_server(folder) as codex:
        (hook,) = codex.call("hooks/list", cwds=[str(folder.project)])["data"][0]["hooks"]
    trust = f'\n[hooks.state."{hook["key"]}"]\ntrusted_hash = "{hook["currentHash"]}"\n'
    write_codex_settings(folder, command, timeout, trust)
    with codex_app_server(folder) as codex:
        yield codex


def list_waiting(server: BridgeServer) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = server.olive.get("/requests", params={"status": "pending"}).json()["items"]
    return found


@pytest.mark.full_only
def test_cx1_an_approved_command_runs_once_a_rejected_one_never_and_an_edit_is_proposed_anew(
    agent_server: BridgeServer, folder: AgentFolder
) -> None:
    command = hook_command(agent_server, "codex", "--policy", "coding")
    with trusted(folder, command) as codex, ThreadPoolExecutor(1) as pool:
        thread = codex.start(folder)

        def decide(id: str, decision: str, **more: Any) -> list[dict[str, Any]]:
            folder.model.turns[:] = [[escape(id=id)], "Done."]
            turn = pool.submit(codex.turn, thread)
            (asked,) = agent_server.find_waiting(codex.process)
            wanted = {"agent": "Codex", "tool": "Bash", "directory": str(folder.project.resolve())}
            assert {name: asked["arguments"][name] for name in wanted} == wanted
            if more:
                more = {"arguments": {**asked["arguments"], **more}}
            agent_server.decide(asked, decision, **more)
            return turn.result(120)

        (ran,) = decide("call_1", "approve")
        assert (ran["status"], folder.ran) == ("completed", ["ran"])
        assert decide("call_2", "approve", command="echo edited >> ran.txt") == []
        assert "echo edited >> ran.txt" in str(folder.model.asked[-1]["input"][-1])
        assert decide("call_3", "reject") == []
        assert (folder.ran, codex.asked) == (["ran"], [])


@pytest.mark.full_only
def test_cx1_a_killed_server_and_a_deadline_let_nothing_pass_and_the_decision_is_found_later(
    agent_server: BridgeServer, folder: AgentFolder
) -> None:
    command = hook_command(agent_server, "codex", "--policy", "coding", "--deadline", "5")
    with trusted(folder, command) as codex:
        thread = codex.start(folder)
        folder.model.turns[:] = [[escape()], "Later."]
        assert codex.turn(thread) == []
        agent_server.process.kill()
        end(agent_server.process)
        folder.model.turns[:] = [[escape(id="call_2")], "Later."]
        assert codex.turn(thread) == []
        assert str(folder.model.asked[-1]["input"]).count("Nobody decided within 5 seconds") == 2
        agent_server.start()
        (asked,) = list_waiting(agent_server)
        agent_server.decide(asked)
        folder.model.turns[:] = [[escape(id="call_3")], "Done."]
        (ran,) = codex.turn(thread)
        assert (ran["status"], folder.ran, codex.asked) == ("completed", ["ran"], [])


@pytest.mark.full_only
def test_cx1_an_untrusted_hook_never_runs_and_the_doctor_says_so(
    agent_server: BridgeServer, folder: AgentFolder
) -> None:
    command = hook_command(agent_server, "codex", "--policy", "coding")
    write_codex_settings(folder, command)
    with codex_app_server(folder) as codex:
        folder.model.turns[:] = [[escape()], "Done."]
        codex.turn(codex.start(folder))
        assert [each["method"] for each in codex.asked] == ["item/commandExecution/requestApproval"]
    assert (folder.ran, list_waiting(agent_server)) == ([], [])
    path = f"{os.path.dirname(find_program('codex'))}:{os.environ['PATH']}"
    doctor = ["/bin/sh", "-c", command.replace(" codex ", " doctor codex ")]
    said = examine(folder, doctor, path)
    assert (said.returncode, "It never runs. Open /hooks" in said.stdout) == (1, True)
    with trusted(folder, command):
        said = examine(folder, doctor, path)
    assert (said.returncode, said.stdout.count("ok  ")) == (0, 3), said.stdout


def examine(folder: AgentFolder, command: list[str], path: str) -> subprocess.CompletedProcess[str]:
    environment = folder.environment(PATH=path)
    return subprocess.run(
        command, env=environment, cwd=folder.project, capture_output=True, text=True, check=False, timeout=120
    )


@pytest.mark.full_only
def test_cx1_exec_asks_no_hook_and_runs_nothing_outside_of_the_sandbox(
    agent_server: BridgeServer, folder: AgentFolder
) -> None:
    with trusted(folder, hook_command(agent_server, "codex", "--policy", "coding")):
        pass
    folder.model.turns[:] = [[escape()], "Done."]
    process = folder.begin(find_program("codex"), "exec", "--skip-git-repo-check", "go")
    process.communicate(timeout=120)
    assert (folder.ran, list_waiting(agent_server)) == ([], [])
