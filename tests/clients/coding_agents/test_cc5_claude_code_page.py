"""cc5: the page of Claude Code is true: its settings, its doctor and its headless loop, with the real program."""

import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.clients.bridge_server import CLIENT, BridgeServer, read_blocks
from tests.clients.coding_agents.agent_programs import AgentFolder, find_program
from tests.clients.coding_agents.fake_models import ModelCall


def lay_page(server: BridgeServer, folder: AgentFolder, more: str) -> dict[str, str]:
    """The settings of the page for this server, with `more` words of the hook's command; the environment of its commands."""
    key = folder.home / "countersign.key"
    key.write_text(server.secret)
    programs = folder.home / "bin"
    programs.mkdir()
    (programs / "claude").symlink_to(find_program("claude"))
    hook = programs / "countersign-hook"
    python = shlex.join([sys.executable, "-m", "countersign.coding_agents.hook_command"])
    hook.write_text(f'#!/bin/sh\nPYTHONPATH={shlex.quote(str(CLIENT))} exec {python} "$@"\n')
    hook.chmod(0o755)
    text = read_blocks("claude-code", "json")[0]
    text = text.replace("https://approvals.example.com", server.url).replace("~/.config/countersign.key", str(key))
    settings = json.loads(text.replace("countersign-hook claude-code", f"countersign-hook claude-code{more}"))
    (folder.home / ".claude").mkdir()
    (folder.home / ".claude" / "settings.json").write_text(json.dumps({**settings, "permissions": {"allow": ["Bash"]}}))
    path = {"PATH": f"{programs}:{folder.environment()['PATH']}"}
    return folder.environment(COUNTERSIGN_URL=server.url, KEY_FILE=str(key), TASK="go", **path)


def begin(script: str, environment: dict[str, str], folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        ["/bin/sh", "-c", script],
        env=environment,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.full_only
def test_cc5_the_page_decides_by_its_doctor_and_its_headless_loop_runs_an_approved_call_once(
    agent_server: BridgeServer, folder: AgentFolder
) -> None:
    environment = lay_page(agent_server, folder, " --defer")
    doctor, loop = read_blocks("claude-code", "sh")[:2]
    examined = begin(doctor, environment, folder.project)
    out, err = examined.communicate(timeout=120)
    assert (examined.returncode, "FAIL" in out) == (0, False), (out, err)
    call = ModelCall("toolu_1", "Bash", {"command": "echo ran >> ran.txt", "description": "Note it"})
    folder.model.turns[:] = [[call], "Done."]
    process = begin(loop, environment, folder.project)
    (asked,) = agent_server.find_waiting(process)
    agent_server.decide(asked)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, (out, err)
    assert folder.ran == ["ran"]
    assert "It is approved" in err
    assert "Nothing was deferred." in err
