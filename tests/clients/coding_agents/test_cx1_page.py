"""cx1: the hook that docs/integrations/codex.md configures asks people, with what a real Codex wrote to it."""

import json
import shlex
import sys
import tomllib
from pathlib import Path

from tests.clients.bridge_server import CLIENT, BridgeServer, begin, read_blocks
from tests.clients.coding_agents.test_cc2_recorded_inputs import CODEX


def test_cx1_the_command_of_the_page_lets_a_call_run_that_people_approved(
    agent_server: BridgeServer, tmp_path: Path
) -> None:
    (text,) = read_blocks("codex", "toml")
    ((hook,),) = [each["hooks"] for each in tomllib.loads(text)["hooks"]["PermissionRequest"]]
    assert (hook["type"], hook["timeout"]) == ("command", 600)
    installed = tmp_path / "bin" / "countersign-hook"
    installed.parent.mkdir()
    program = f'PYTHONPATH={CLIENT} exec "{sys.executable}" -m countersign.coding_agents.hook_command "$@"'
    installed.write_text(f"#!/bin/sh\n{program}\n")
    installed.chmod(0o755)
    (tmp_path / ".config").mkdir()
    (tmp_path / ".config" / "countersign.key").write_text(agent_server.secret)
    given = tmp_path / "given.json"
    given.write_text(json.dumps({**json.loads(CODEX), "session_id": "page"}))
    command = hook["command"].replace("https://approvals.example.com", agent_server.url)
    environment = {"PATH": f"{installed.parent}:/usr/bin:/bin", "HOME": str(tmp_path)}
    process = begin("sh", "-c", f"{command} < {shlex.quote(str(given))}", environment=environment, folder=tmp_path)
    (asked,) = agent_server.find_waiting(process)
    assert asked["arguments"]["agent"] == "Codex"
    agent_server.decide(asked)
    out, err = process.communicate(timeout=60)
    assert json.loads(out)["hookSpecificOutput"]["decision"] == {"behavior": "allow"}, err
