"""cc2: hooks on input that the real agents wrote (Claude Code 2.1.332, Codex 0.171.0), and on input that nobody wrote: any
failure is a printed denial."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from countersign.coding_agents.codex_hook_listing import list_codex_hooks
from countersign.coding_agents.hook_call import HookCall, read_deferred_call, read_hook_call
from countersign.coding_agents.hook_command import main
from countersign.coding_agents.hook_doctor import check_codex_hooks
from countersign.errors import CountersignClientError, HookInputRefused
from tests.cli.terminal import end, fork, free_port
from tests.clients.bridge_server import BridgeServer

RECORDED = Path(__file__).parent.parent / "recorded"
CLAUDE = (RECORDED / "claude_code_pre_tool_use.json").read_bytes()
CODEX = (RECORDED / "codex_permission_request.json").read_bytes()


class HookRun:
    """Runs a hook in this process: its exit code is 0, and its answer is on stdout."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.monkeypatch, self.capsys = monkeypatch, capsys

    def __call__(self, *args: str, given: bytes) -> dict[str, Any]:
        self.monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        assert main(args) == 0
        said = self.capsys.readouterr()
        assert "Traceback" not in said.err
        found: dict[str, Any] = json.loads(said.out)["hookSpecificOutput"]
        return found


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> HookRun:
    return HookRun(monkeypatch, capsys)


@pytest.fixture
def server(agent_server: BridgeServer, monkeypatch: pytest.MonkeyPatch) -> BridgeServer:
    for name, value in agent_server.program().items():
        monkeypatch.setenv(name, value)
    return agent_server


def test_cc2_the_recorded_inputs_are_read_whole() -> None:
    call = read_hook_call(CLAUDE, "Claude Code", "PreToolUse")
    assert call.arguments == {
        "agent": "Claude Code",
        "tool": "Bash",
        "directory": "/home/sam/shop",
        "session": json.loads(CLAUDE)["session_id"],
        "command": "echo ran >> ran.txt",
        "description": "Note it",
    }
    assert call.title == "Claude Code: {command}"
    result = (RECORDED / "claude_code_deferred_result.json").read_bytes()
    deferred = read_deferred_call(result, "/home/sam/shop")
    assert deferred == HookCall(
        "Claude Code", json.loads(result)["session_id"], "Bash", "/home/sam/shop", dict(call.input)
    )
    codex = read_hook_call(CODEX, "Codex", "PermissionRequest")
    assert (codex.tool, codex.directory, codex.input["command"]) == ("Bash", "/home/sam/shop", "echo ran >> ran.txt")
    hooks = json.loads((RECORDED / "codex_hooks_list.json").read_bytes())["data"][0]["hooks"]
    faults = [each.text for each in check_codex_hooks(hooks, ()) if not each.is_good]
    assert faults == ["/home/sam/.codex/config.toml:permission_request:0:0: it is untrusted. It never runs. Open /hooks in Codex, and trust it"]  # fmt: skip


def test_cc2_an_edited_call_runs_as_it_was_edited_and_an_approval_is_of_one_session_and_directory(
    run: HookRun, server: BridgeServer
) -> None:
    asking = ("claude-code", "--policy", "coding", "--defer")
    assert run(*asking, given=CLAUDE)["permissionDecision"] == "defer"
    assert run(*asking, given=CLAUDE)["permissionDecision"] == "deny"
    (asked,) = server.olive.get("/requests", params={"status": "pending"}).json()["items"]
    server.decide(asked, arguments={**asked["arguments"], "command": "echo edited"})
    for name, value in (("session_id", "other"), ("cwd", "/home/sam"), ("cwd", "/home/sam/shop/")):
        other = json.dumps({**json.loads(CLAUDE), name: value}).encode()
        assert run(*asking, given=other)["permissionDecision"] == "defer"
    allowed = run(*asking, given=CLAUDE)
    assert allowed["permissionDecision"] == "allow"
    assert allowed["updatedInput"] == {"command": "echo edited", "description": "Note it"}
    assert run(*asking, given=CLAUDE)["permissionDecision"] == "defer"  # used once: people are asked anew
    for each in server.olive.get("/requests", params={"status": "pending"}).json()["items"]:
        server.decide(each, "reject")


def test_cc2_an_edit_of_the_session_or_directory_runs_nothing(run: HookRun, server: BridgeServer) -> None:
    given = json.dumps({**json.loads(CLAUDE), "session_id": "edited"}).encode()
    assert run("claude-code", "--defer", given=given)["permissionDecision"] == "defer"
    (asked,) = server.olive.get("/requests", params={"status": "pending"}).json()["items"]
    server.decide(asked, arguments={**asked["arguments"], "directory": "/"})
    denied = run("claude-code", "--defer", given=given)
    assert (denied["permissionDecision"], "does not run as it is" in denied["permissionDecisionReason"]) == (
        "deny",
        True,
    )


def change(name: str, value: Any) -> bytes:
    return json.dumps({**json.loads(CLAUDE), name: value}).encode()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (b"", "no JSON"),
        (b"[]", "no JSON object"),
        (b"\xff", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b" " * 1_000_001, "1000000 is the most"),
        (CLAUDE.replace(b'"tool_input": {', b'"tool_input": {"command": "ls", '), "one name twice"),
        (change("tool_input", {"command": float("nan")}), "NaN is no value of JSON"),
        (change("hook_event_name", "PermissionRequest"), "belongs to the event PreToolUse"),
        (change("hook_event_name", None), "belongs to the event PreToolUse"),
        (change("tool_name", ""), "no tool_name"),
        (change("tool_name", ["Read"]), "no tool_name"),
        (change("session_id", None), "no session_id"),
        (change("cwd", 1), "no cwd"),
        (change("tool_input", "ls"), "no tool_input"),
        (change("tool_input", {"command": "\ud800"}), "could not ask people"),
        (change("tool_input", {"command": "curl -u x:AKIAIOSFODNN7EXAMPLE12"}), "could not ask people"),
        (change("tool_input", {"n": 2**60}), "could not ask people"),
        (change("tool_input", {"text": "a" * 200_000}), "could not ask people"),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else None,
)
def test_cc2_input_that_nobody_can_approve_is_denied_with_the_reason(
    run: HookRun, server: BridgeServer, given: bytes, said: str
) -> None:
    denied = run("claude-code", "--defer", given=given)
    assert denied["permissionDecision"] == "deny"
    assert said in denied["permissionDecisionReason"]
    assert server.olive.get("/requests", params={"status": "pending"}).json()["items"] == []


@pytest.mark.parametrize("kind", ["claude-code", "codex"])
@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--url", "http://127.0.0.1:{free}", "--deadline", "0.2"), "Nobody decided within 0.2"),
        (("--key-file", "/does/not/exist"), "could not ask people"),
        (("--policy", "none"), "may not use the policy 'none'"),
    ],
)
def test_cc2_a_hook_that_cannot_ask_denies(
    run: HookRun, server: BridgeServer, kind: str, options: tuple[str, ...], said: str
) -> None:
    given = {**json.loads(CODEX if kind == "codex" else CLAUDE), "session_id": "cannot"}
    words = [each.replace("{free}", str(free_port())) for each in options]
    found = run(kind, *words, given=json.dumps(given).encode())
    if kind == "codex":
        assert found["decision"]["behavior"] == "deny"
        assert said in found["decision"]["message"]
        assert found.keys() == {"hookEventName", "decision"}
    else:
        assert found["permissionDecision"] == "deny"
        assert said in found["permissionDecisionReason"]


def test_cc2_a_reading_tool_goes_its_usual_way(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(change("tool_name", "Read"))))
    assert main(("claude-code", "--url", "nonsense")) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("name", ["tool", "session", "input", "model_x", "intent", "a b", "_x", "ä"])
def test_cc2_an_argument_with_one_of_our_names_does_not_take_its_place(name: str) -> None:
    call = HookCall("Claude Code", "s", "mcp__x__y", "/d", {name: "Read", "b": 1})
    assert call.arguments == {
        "agent": "Claude Code", "tool": "mcp__x__y", "directory": "/d", "session": "s", "input": {name: "Read", "b": 1}
    }  # fmt: skip
    assert call.find_input(call.arguments) == dict(call.input)


def test_cc4_grants_are_asked_listed_and_revoked_in_the_terminal(run: HookRun, server: BridgeServer) -> None:
    given = json.dumps({**json.loads(CLAUDE), "session_id": "terminal"}).encode()
    assert run("claude-code", "--defer", given=given)["permissionDecision"] == "defer"
    (origin,) = server.olive.get("/requests", params={"status": "pending"}).json()["items"]

    def grants(*words: str, code: int = 0) -> Any:
        ran = end(fork("grants", *words, environment=server.program()))
        assert ran.code == code, ran
        return ran.out + ran.err

    assert "waits for people" in grants("ask", origin["id"], "--hours", "1")
    assert "at least two plain words" in grants("ask", origin["id"], "--begins-with", "echo", code=1)
    (listed,) = json.loads(grants("list", "--json"))["items"]
    server.decide(server.read(listed["id"]))
    assert "given" in grants("list")
    assert run("claude-code", "--defer", given=given)["permissionDecision"] == "allow"
    assert "covers no call" in grants("revoke", listed["id"], "--reason", "over")
    assert "There are no grants." in grants("list")
    assert "There is no request 'none-1'" in grants("revoke", "none-1", code=3)
    assert run("claude-code", "--defer", given=given)["permissionDecision"] == "deny"
    server.decide(origin, "reject")


def test_cc2_the_verb_of_the_server_is_the_same_command(server: BridgeServer) -> None:
    words = ("doctor", "claude-code", "--settings", "/no/such.json", "--", "claude", "--setting-sources", "user")
    ran = end(fork("hook", *words, environment=server.program()))
    assert ran.code == 1
    assert "FAIL /no/such.json: it is no JSON object" in ran.out
    assert "no project changes the hook" in ran.out
    assert "the server knows the key" in ran.out


def test_cc2_a_missing_codex_is_an_error_with_its_name() -> None:
    with pytest.raises(CountersignClientError, match="`no-codex app-server` does not start"):
        list_codex_hooks(".", "no-codex")
    with pytest.raises(HookInputRefused, match="--output-format json"):
        read_deferred_call(b"{}", ".")
