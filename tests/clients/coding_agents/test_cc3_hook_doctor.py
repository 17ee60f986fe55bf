"""cc3: `countersign-hook doctor` finds every set-up in which the hook does not decide; the set-up of the page passes."""

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from countersign.coding_agents.hook_doctor import HookFinding, check_claude_settings, check_codex_hooks, check_sources
from tests.clients.bridge_server import read_blocks

COMMAND = "countersign-hook claude-code --policy coding"
GOOD: dict[str, Any] = {"type": "command", "command": COMMAND, "timeout": 600, "onFailure": "block"}
USER, PROJECT = Path.home() / ".claude/settings.json", Path(".claude/settings.json")


def settings(hook: Any = None, matcher: Any = "*", **more: Any) -> dict[str, Any]:
    entry = {"hooks": [GOOD if hook is None else hook]} | ({} if matcher is None else {"matcher": matcher})
    return {"hooks": {"PreToolUse": [entry]}, **more}


def list_faults(*files: tuple[Path, Any], started: tuple[str, ...] = ()) -> str:
    found = list(check_claude_settings(files, started))
    return " ".join(each.text for each in found if not each.is_good)


def test_cc3_the_settings_of_the_page_decide() -> None:
    page = json.loads(read_blocks("claude-code", "json")[0])
    assert list_faults((USER, page)) == ""
    assert list_faults((USER, settings(matcher=None)), started=("claude", "-p", "go")) == ""


@pytest.mark.parametrize(
    ("file", "found", "started", "said"),
    [
        (USER, {}, (), "No PreToolUse hook of Countersign"),
        (USER, ValueError("bad"), (), "no JSON object"),
        (USER, settings(matcher="Bash"), (), "only tools that match 'Bash'"),
        (USER, settings({**GOOD, "onFailure": "allow"}), (), "a failed hook lets the call run"),
        (USER, settings({k: v for k, v in GOOD.items() if k != "onFailure"}), (), "a failed hook lets the call run"),
        (USER, settings({**GOOD, "timeout": 60}), (), "it denies after 580 of 60 seconds"),
        (USER, settings({**GOOD, "command": f"{COMMAND} --deadline 599"}), (), "after 599 of 600"),
        (USER, settings({**GOOD, "command": f"{COMMAND} --deadline=599"}), (), "after 599 of 600"),
        (USER, settings({**GOOD, "async": True}), (), "an async hook decides nothing"),
        (USER, settings(disableAllHooks=True), (), "disableAllHooks turns the hook off"),
        (PROJECT, settings(env={"COUNTERSIGN_URL": "http://evil"}), (), "env sets COUNTERSIGN_URL"),
        (PROJECT, settings(env={"PATH": "."}), (), "env sets PATH"),
        (PROJECT, settings(env={"HTTPS_PROXY": "http://evil"}), (), "env sets HTTPS_PROXY"),
        (USER, settings(), ("claude", "-p", "--permission-prompt-tool", "mcp__x__y"), "Both the hook and"),
        (USER, settings(), ("claude", "-p", "--permission-prompt-tool=mcp__x__y"), "Both the hook and"),
        (USER, settings(), ("claude", "--bare"), "without hooks"),
        (
            USER,
            {"hooks": {**settings()["hooks"], "PermissionRequest": [{"hooks": [GOOD]}]}},
            (),
            "the faster decider wins",
        ),
        (USER, settings({**GOOD, "command": "echo countersign-hooked"}), (), "No PreToolUse hook"),
        (PROJECT, settings({"type": "command", "command": "./lint"}), (), "can change what people approved: './lint'"),
    ],
)
def test_cc3_what_lets_a_call_of_claude_code_pass_is_found(
    file: Path, found: Any, started: tuple[str, ...], said: str
) -> None:
    assert said in list_faults((file, found), started=started)


@pytest.mark.parametrize(
    ("pinned", "started", "is_good"),
    [
        ({}, ("claude", "--setting-sources", "user", "-p"), True),
        ({}, ("claude", "--setting-sources=user"), True),
        ({"disableAllHooks": False}, ("claude",), True),
        ({"disableAllHooks": True}, ("claude",), False),
        ({}, ("claude", "--setting-sources", "user,project"), False),
        ({}, ("claude", "--setting-sources"), False),
        ({}, (), False),
    ],
)
def test_cc3_a_project_that_can_turn_the_hook_off_is_found(
    pinned: Any, started: tuple[str, ...], is_good: bool
) -> None:
    assert check_sources([(Path("gate.json"), pinned)], started).is_good == is_good


CODEX = {
    "key": "config.toml:permission_request:0:0",
    "eventName": "permissionRequest",
    "command": "countersign-hook codex --policy coding",
    "timeoutSec": 600,
    "enabled": True,
    "trustStatus": "trusted",
}


@pytest.mark.parametrize(
    ("hook", "started", "said"),
    [
        ({}, (), ""),
        ({"trustStatus": "untrusted"}, (), "It never runs. Open /hooks in Codex, and trust it"),
        ({"trustStatus": "modified"}, (), "It never runs"),
        ({"enabled": False}, (), "it is disabled"),
        ({"timeoutSec": 30}, (), "after 580 of 30 seconds"),
        ({"eventName": "stop"}, (), "has no PermissionRequest hook"),
        ({"command": "true"}, (), "has no PermissionRequest hook"),
        ({}, ("codex", "exec", "go"), "`codex exec` asks no hook"),
    ],
)
def test_cc3_what_lets_a_command_of_codex_pass_is_found(
    hook: dict[str, Any], started: tuple[str, ...], said: str
) -> None:
    found: list[HookFinding] = list(check_codex_hooks([{**CODEX, **hook}], started))
    faults = " ".join(each.text for each in found if not each.is_good)
    assert said in faults
    assert bool(said) == bool(faults)


def test_cc3_the_pages_name_the_commands_that_exist() -> None:
    from bot.cli.lazy_commands import load_verb
    from countersign.coding_agents.hook_command import main

    grants = set(load_verb("grants").commands)
    for page in ("claude-code", "codex"):
        text = "\n".join([*read_blocks(page, "sh"), *read_blocks(page, "json"), *read_blocks(page, "toml")])
        assert set(re.findall(r"countersign grants ([a-z]+)", text)) <= grants
        for command in re.findall(r"countersign-hook ([a-z-]+)", text):
            assert main([command, "--help"]) == 0, (sys.argv, command)
