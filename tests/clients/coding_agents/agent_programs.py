"""The real coding agents: installed from npm by the hashes of package-lock.json, kept in build/, and run offline."""

import json
import os
import shlex
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.clients.bridge_server import CLIENT, BridgeServer
from tests.clients.coding_agents.fake_models import ReplayedModel
from tests.clients.humanlayer.foreign_environments import make_once, run

OUTSIDE = Path(__file__).parent / "outside"
INSTALL_NODE = "sudo apt-get install -y --no-install-recommends nodejs npm   (or: brew install node)"
PATIENCE = 120
FILES = [OUTSIDE / name for name in ("package.json", "package-lock.json")]
CONTENT = b"".join(file.read_bytes() for file in FILES)


def make_agents() -> Path:
    """The folder with the packages of package-lock.json."""
    if not shutil.which("npm"):
        pytest.fail(f"The tests of coding agents need npm. Type: {INSTALL_NODE}")

    def install(folder: Path) -> None:
        folder.mkdir()
        for file in FILES:
            shutil.copy(file, folder)
        run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], folder)

    return make_once("coding-agents", CONTENT, install)


def find_program(name: str) -> str:
    """The native program of a package for this machine: `claude` or `codex`."""
    modules = make_agents() / "node_modules"
    pattern = "@anthropic-ai/claude-code-*/claude" if name == "claude" else "@openai/codex-*/vendor/*/*/codex"
    found = [each for each in modules.glob(pattern) if os.access(each, os.X_OK)]
    assert len(found) == 1, found
    return str(found[0])


def hook_command(server: BridgeServer, *words: str) -> str:
    """The command of the hook, with the server and the key on its command line."""
    key = server.folder / "hook.key"
    key.write_text(server.secret)
    program = [sys.executable, "-m", "countersign.coding_agents.hook_command", *words]
    return shlex.join(["env", f"PYTHONPATH={CLIENT}", *program, "--url", server.url, "--key-file", str(key)])


@dataclass
class AgentFolder:
    """A home and a project of an agent, alone with a model on the loopback. `ran` is the file that its commands write."""

    home: Path
    project: Path
    model: ReplayedModel

    @property
    def ran(self) -> list[str]:
        file = self.project / "ran.txt"
        return file.read_text().splitlines() if file.exists() else []

    def environment(self, **more: str) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
        quiet = {"CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1", "DISABLE_AUTOUPDATER": "1", "IS_SANDBOX": "1"}
        keys = {"ANTHROPIC_BASE_URL": self.model.url, "ANTHROPIC_API_KEY": "dummy", "FAKE_KEY": "dummy"}
        return {**kept, "HOME": str(self.home), "CODEX_HOME": str(self.home / ".codex"), **quiet, **keys, **more}

    def begin(self, *command: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            command,
            env=self.environment(),
            cwd=self.project,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def end(self, process: subprocess.Popen[str]) -> Any:
        """The JSON result of a headless run of Claude Code."""
        out, err = process.communicate(timeout=PATIENCE)
        assert out.startswith("{"), (out, err)
        return json.loads(out)


def write_claude_settings(folder: AgentFolder, hook: Mapping[str, Any] | None, **more: Any) -> None:
    """Settings of the user: Bash is allowed by a rule, so that the hook alone gates it."""
    settings: dict[str, Any] = {"permissions": {"allow": ["Bash"]}, **more}
    if hook is not None:
        settings["hooks"] = {"PreToolUse": [{"matcher": "*", "hooks": [{"type": "command", **hook}]}]}
    (folder.home / ".claude").mkdir(exist_ok=True)
    (folder.home / ".claude" / "settings.json").write_text(json.dumps(settings))


def write_codex_settings(folder: AgentFolder, command: str, timeout: int = 600, trust: str = "") -> Path:
    """config.toml with the fake model and the hook. `trust`: its key and hash, as `hooks/list` names them."""
    home = folder.home / ".codex"
    home.mkdir(exist_ok=True)
    text = f"""
model = "fake"
model_provider = "fake"

[model_providers.fake]
name = "fake"
base_url = "{folder.model.url}/v1"
wire_api = "responses"
env_key = "FAKE_KEY"

[[hooks.PermissionRequest]]
[[hooks.PermissionRequest.hooks]]
type = "command"
command = {json.dumps(command)}
timeout = {timeout}
{trust}
"""
    (home / "config.toml").write_text(text)
    return home / "config.toml"


class CodexServer:
    """`codex app-server`: JSON-RPC in lines. `asked` are the approvals that it asked its client for."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process, self._id = process, 0
        self.asked: list[dict[str, Any]] = []
        self.seen: list[dict[str, Any]] = []

    def send(self, message: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{json.dumps(message)}\n")
        self.process.stdin.flush()

    def call(self, method: str, **params: Any) -> Any:
        """The result of a call. Approvals that are asked meanwhile are declined."""
        self._id += 1
        self.send({"id": self._id, "method": method, "params": params})
        return self.wait_for(lambda message: message.get("id") == self._id and "method" not in message)["result"]

    def wait_for(self, is_wanted: Any) -> dict[str, Any]:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            message: dict[str, Any] = json.loads(line)
            self.seen.append(message)
            if str(message.get("method", "")).endswith("/requestApproval"):
                self.asked.append(message)
                self.send({"id": message["id"], "result": {"decision": "decline"}})
            if is_wanted(message):
                return message
        raise AssertionError(f"Codex ended: {self.seen[-3:]}")

    def start(self, folder: AgentFolder) -> str:
        """A thread in the project; its id."""
        options = {"cwd": str(folder.project), "approvalPolicy": "on-request", "sandbox": "read-only"}
        return str(self.call("thread/start", **options)["thread"]["id"])

    def turn(self, thread: str, text: str = "go") -> list[dict[str, Any]]:
        """One turn, to its end: the commands that ran in it."""
        self.seen.clear()
        self.call("turn/start", threadId=thread, input=[{"type": "text", "text": text}])
        self.wait_for(lambda message: message.get("method") == "turn/completed")
        done = [each["params"]["item"] for each in self.seen if each.get("method") == "item/completed"]
        return [each for each in done if each["type"] == "commandExecution"]


@contextmanager
def codex_app_server(folder: AgentFolder) -> Iterator[CodexServer]:
    process = subprocess.Popen(
        [find_program("codex"), "app-server"],
        env=folder.environment(),
        cwd=folder.project,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    watch = threading.Timer(PATIENCE, process.kill)
    watch.start()
    server = CodexServer(process)
    try:
        server.call("initialize", clientInfo={"name": "test", "version": "1"})
        server.send({"method": "initialized"})
        yield server
    finally:
        watch.cancel()
        process.kill()
        process.communicate()
