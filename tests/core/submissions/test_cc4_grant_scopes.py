"""cc4: the scope of a grant covers no call that could do more than its card shows. Calls are those of the real hook's client."""

from typing import Any

import pytest

from bot.core.canonical_json import canonicalize
from bot.core.submissions.grant_scopes import GrantScope, derive_scope, is_covered_call, read_scope
from countersign.coding_agents.hook_call import HookCall


def make_call(command: str = "npm test", session: str = "s1", **more: Any) -> HookCall:
    return HookCall("Claude Code", session, "Bash", "/repo", {"command": command, "description": session, **more})


def derive(call: HookCall, begins_with: str = "") -> GrantScope:
    return derive_scope(canonicalize(call.arguments).decode(), "sam", begins_with, 2)


@pytest.mark.parametrize(
    "call",
    [
        make_call("npm test; rm -rf /"),
        make_call("npm test && rm x"),
        make_call("npm test $(rm x)"),
        make_call("npm test `rm x`"),
        make_call("npm test | sh"),
        make_call("npm test > /etc/passwd"),
        make_call("npm test\nrm x"),
        make_call("npm test\trm"),
        make_call("npm test --script-shell=/tmp/x"),
        make_call("npm test -- -e"),
        make_call("npm test NODE_OPTIONS=x"),
        make_call("npm test ../other"),
        make_call("npm test a/../../other"),
        make_call("npm test /etc"),
        make_call("npm test ~/x"),
        make_call("npm test *"),
        make_call("npm test {a,b}"),
        make_call("npm test 'a'"),
        make_call("npm test\u00a0x"),
        make_call("npm test ünit"),
        make_call(" npm test"),
        make_call("npm  test"),
        make_call("npm tests"),
        make_call("npm test", run_in_background=True),
        make_call("npm test", dangerouslyDisableSandbox=True),
        make_call("npm test", description={"command": "rm"}),
        HookCall("Claude Code", "s2", "Bash", "/repo/sub", {"command": "npm test"}),
        HookCall("Claude Code", "s2", "Bash", "/repo/", {"command": "npm test"}),
        HookCall("Claude Code", "s2", "BashOutput", "/repo", {"command": "npm test"}),
        HookCall("Codex", "s2", "Bash", "/repo", {"command": "npm test"}),
        HookCall("Claude Code", "s2", "Bash", "/repo", {"command": ["npm", "test"]}),
        HookCall("Claude Code", "s2", "Bash", "/repo", {"command": "npm test", "session": "s1"}),
        HookCall("Claude Code", "s2", "Bash", "/repo", {"command": "npm test", "directory": "/repo"}),
        HookCall("Claude Code", "s2", "Bash", "/repo", {"command": "npm test", "input": {}}),
    ],
    ids=lambda call: f"{call.agent} {call.tool} {call.directory} {dict(call.input)}"[:90],
)
def test_cc4_a_grant_for_first_words_covers_no_call_that_could_do_more(call: HookCall) -> None:

    scope = derive(make_call(), "npm test")
    assert is_covered_call(scope, make_call("npm test unit/a_b.js c:d", "s9").arguments)
    assert not is_covered_call(scope, call.arguments)


@pytest.mark.parametrize("value", [True, 1.5, "1", None, [1], {"a": 1}, 2])
def test_cc4_a_value_is_covered_by_itself_alone(value: Any) -> None:
    scope = derive(HookCall("Claude Code", "s", "mcp__x__y", "/repo", {"n": 1, "description": "d"}))
    assert is_covered_call(
        scope, HookCall("Claude Code", "t", "mcp__x__y", "/repo", {"n": 1, "description": "d"}).arguments
    )
    for other in (
        {"n": value, "description": "d"},
        {"n": 1},
        {"n": 1, "description": "e"},
        {"n": 1, "description": "d", "m": 1},
    ):
        assert not is_covered_call(scope, HookCall("Claude Code", "t", "mcp__x__y", "/repo", other).arguments)


@pytest.mark.parametrize(
    "more",
    [
        {"any_value": ["command", "description"]},
        {"begins_with": "npm"},
        {"begins_with": "npm test;"},
        {"hours": "2"},
        {"hours": 0},
        {"exactly": []},
        {"pattern": "*"},
    ],
    ids=str,
)
def test_cc4_arguments_that_the_server_never_wrote_cover_no_other_command(more: dict[str, Any]) -> None:
    wrong = {**derive(make_call(), "npm test").arguments, **more}
    scope = read_scope(canonicalize(wrong).decode())
    assert scope is None or not is_covered_call(scope, make_call("npm test; rm x").arguments)
